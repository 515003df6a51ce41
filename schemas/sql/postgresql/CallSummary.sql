-- CallSummary: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallSummary" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "CorrelationId" text,
    "Category" text NOT NULL,
    "CallDuration" bigint,
    "CallStartTime" timestamptz,
    "CallType" text,
    "DiagnosticOptions" text,
    "EndpointId" text,
    "EndpointType" text,
    "Identifier" text,
    "OsVersion" text,
    "ParticipantDuration" bigint,
    "ParticipantEndReason" text,
    "ParticipantEndSubCode" text,
    "ParticipantId" text,
    "ParticipantStartTime" timestamptz,
    "ParticipantTenantId" text,
    "ParticipantType" text,
    "PstnParticipantCallType" text,
    "ResultCategory" text,
    "SdkVersion" text,
    "TeamsThreadId" text,
    "CallDebuggingInfo" text,
    "TPE" boolean,
    "Type" text,
    "TenantId" text,
    "SourceSystem" text,
    "_ResourceId" text,
    "_SubscriptionId" text,
    "_BilledSize" double precision,
    "_IsBillable" text,
    "_ItemId" text,
    "_TimeReceived" timestamptz,
    "_Internal_WorkspaceResourceId" text,
    "ResultType" text,
    "ResultSignature" text,
    "ResultDescription" text,
    "DurationMs" double precision,
    "CallerIpAddress" text,
    "Identity" text,
    "Level" text,
    "Location" text,
    "URI" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSCallSummary" IS 'The part that one participant took in a call, written after the end of the call.';
COMMENT ON COLUMN "ACSCallSummary"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallSummary"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallSummary"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallSummary"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallSummary"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallSummary"."CallDuration" IS 'Duration of the whole call, in seconds.';
COMMENT ON COLUMN "ACSCallSummary"."CallStartTime" IS 'UTC time at which the call began.';
COMMENT ON COLUMN "ACSCallSummary"."CallType" IS 'Whether the call connects two parties directly or is a group call.';
COMMENT ON COLUMN "ACSCallSummary"."DiagnosticOptions" IS 'Tags that the client application set on the call: JSON, written as text.';
COMMENT ON COLUMN "ACSCallSummary"."EndpointId" IS 'Identifier of the device or server that the participant took part with; may be missing for servers.';
COMMENT ON COLUMN "ACSCallSummary"."EndpointType" IS 'Kind of endpoint. The documentation writes some kinds in capitals that records write in mixed case.';
COMMENT ON COLUMN "ACSCallSummary"."Identifier" IS 'Identity of the user behind the endpoint, such as a Communication Services or Teams user, or a GUID. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallSummary"."OsVersion" IS 'Operating system of the endpoint; `Redacted` for participants of other tenants.';
COMMENT ON COLUMN "ACSCallSummary"."ParticipantDuration" IS 'Duration of the participant''s leg, in seconds.';
COMMENT ON COLUMN "ACSCallSummary"."ParticipantEndReason" IS 'Code with which the calling SDK ended the leg: a number, as text.';
COMMENT ON COLUMN "ACSCallSummary"."ParticipantEndSubCode" IS 'Code that narrows the end reason down: a number, as text.';
COMMENT ON COLUMN "ACSCallSummary"."ParticipantId" IS 'Identifier of the participant, which joins the records of one participant in one call. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallSummary"."ParticipantStartTime" IS 'UTC time at which the participant''s leg began.';
COMMENT ON COLUMN "ACSCallSummary"."ParticipantTenantId" IS 'Identifier of the tenant that the participant belongs to.';
COMMENT ON COLUMN "ACSCallSummary"."ParticipantType" IS 'Client and identity of the participant, combined into one word.';
COMMENT ON COLUMN "ACSCallSummary"."PstnParticipantCallType" IS 'Kind and direction of a leg in the telephone network.';
COMMENT ON COLUMN "ACSCallSummary"."ResultCategory" IS 'What the end reason amounts to: a success, or an error and whose.';
COMMENT ON COLUMN "ACSCallSummary"."SdkVersion" IS 'Version of the calling SDK; may be empty, or `Redacted` for participants of other tenants.';
COMMENT ON COLUMN "ACSCallSummary"."TeamsThreadId" IS 'Identifier of the Teams meeting that the call belongs to.';
COMMENT ON COLUMN "ACSCallSummary"."CallDebuggingInfo" IS 'Data for the service''s own support: JSON, written as text.';
COMMENT ON COLUMN "ACSCallSummary"."TPE" IS 'Whether the call runs over Teams Phone Extensibility.';
COMMENT ON COLUMN "ACSCallSummary"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallSummary"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallSummary"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallSummary"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallSummary"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallSummary"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallSummary"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallSummary"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallSummary"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallSummary"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallSummary"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallSummary"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallSummary"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallSummary"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallSummary"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallSummary"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallSummary"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallSummary"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallSummary"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallSummary"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallSummary"(record jsonb) RETURNS SETOF "ACSCallSummary"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'CorrelationId',
        record ->> 'Category',
        (record ->> 'CallDuration')::bigint,
        (record ->> 'CallStartTime')::timestamptz,
        record ->> 'CallType',
        record ->> 'DiagnosticOptions',
        record ->> 'EndpointId',
        record ->> 'EndpointType',
        record ->> 'Identifier',
        record ->> 'OsVersion',
        (record ->> 'ParticipantDuration')::bigint,
        record ->> 'ParticipantEndReason',
        record ->> 'ParticipantEndSubCode',
        record ->> 'ParticipantId',
        (record ->> 'ParticipantStartTime')::timestamptz,
        record ->> 'ParticipantTenantId',
        record ->> 'ParticipantType',
        record ->> 'PstnParticipantCallType',
        record ->> 'ResultCategory',
        record ->> 'SdkVersion',
        record ->> 'TeamsThreadId',
        record ->> 'CallDebuggingInfo',
        (record ->> 'TPE')::boolean,
        record ->> 'Type',
        record ->> 'TenantId',
        record ->> 'SourceSystem',
        record ->> '_ResourceId',
        record ->> '_SubscriptionId',
        (record ->> '_BilledSize')::double precision,
        record ->> '_IsBillable',
        record ->> '_ItemId',
        (record ->> '_TimeReceived')::timestamptz,
        record ->> '_Internal_WorkspaceResourceId',
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::double precision,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallSummary"(record jsonb) RETURNS SETOF "ACSCallSummary"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'correlationId',
        record ->> 'category',
        (record -> 'properties' ->> 'callDuration')::bigint,
        (record -> 'properties' ->> 'callStartTime')::timestamptz,
        record -> 'properties' ->> 'callType',
        record -> 'properties' ->> 'diagnosticOptions',
        record -> 'properties' ->> 'endpointId',
        record -> 'properties' ->> 'endpointType',
        record -> 'properties' ->> 'identifier',
        record -> 'properties' ->> 'osVersion',
        (record -> 'properties' ->> 'participantDuration')::bigint,
        record -> 'properties' ->> 'participantEndReason',
        record -> 'properties' ->> 'participantEndSubCode',
        record -> 'properties' ->> 'participantId',
        (record -> 'properties' ->> 'participantStartTime')::timestamptz,
        record -> 'properties' ->> 'participantTenantId',
        record -> 'properties' ->> 'participantType',
        record -> 'properties' ->> 'pstnParticipantCallType',
        record -> 'properties' ->> 'resultCategory',
        record -> 'properties' ->> 'sdkVersion',
        record -> 'properties' ->> 'teamsThreadId',
        record -> 'properties' ->> 'callDebuggingInfo',
        (record -> 'properties' ->> 'tpe')::boolean,
        NULL::text,
        NULL::text,
        NULL::text,
        record ->> 'resourceId',
        NULL::text,
        NULL::double precision,
        NULL::text,
        NULL::text,
        NULL::timestamptz,
        NULL::text,
        record ->> 'resultType',
        record ->> 'resultSignature',
        record ->> 'resultDescription',
        (record ->> 'durationMs')::double precision,
        record ->> 'callerIpAddress',
        record ->> 'identity',
        record ->> 'level',
        record ->> 'location',
        record ->> 'uri',
        record ->> 'tenantId'
$acslint$;
