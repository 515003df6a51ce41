-- CallSummaryUpdates: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallSummaryUpdates" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "CorrelationId" text,
    "Category" text NOT NULL,
    "Identifier" text,
    "CallStartTime" timestamptz,
    "CallDuration" bigint,
    "CallType" text,
    "TeamsThreadId" text,
    "ParticipantId" text,
    "ParticipantTenantId" text,
    "ParticipantStartTime" timestamptz,
    "ParticipantDuration" bigint,
    "ParticipantEndReason" text,
    "EndpointId" text,
    "EndpointType" text,
    "SdkVersion" text,
    "OsVersion" text,
    "PstnParticipantCallType" text,
    "ParticipantType" text,
    "ParticipantEndSubCode" text,
    "ResultCategory" text,
    "DiagnosticOptions" text,
    "CallUpdatesVersion" integer,
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

COMMENT ON TABLE "ACSCallSummaryUpdates" IS 'The part that one participant takes in a call, written while the call goes on and again when it changes.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."Identifier" IS 'Identity of the user behind the endpoint, such as a Communication Services or Teams user, or a GUID. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."CallStartTime" IS 'UTC time at which the call began.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."CallDuration" IS 'Duration of the whole call, in seconds.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."CallType" IS 'Whether the call connects two parties directly or is a group call.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."TeamsThreadId" IS 'Identifier of the Teams meeting that the call belongs to.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."ParticipantId" IS 'Identifier of the participant, which joins the records of one participant in one call. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."ParticipantTenantId" IS 'Identifier of the tenant that the participant belongs to.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."ParticipantStartTime" IS 'UTC time at which the participant''s leg began.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."ParticipantDuration" IS 'Duration of the participant''s leg, in seconds.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."ParticipantEndReason" IS 'Code with which the calling SDK ended the leg: a number, as text.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."EndpointId" IS 'Identifier of the device or server that the participant took part with; may be missing for servers.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."EndpointType" IS 'Kind of endpoint. The documentation writes some kinds in capitals that records write in mixed case.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."SdkVersion" IS 'Version of the calling SDK; may be empty, or `Redacted` for participants of other tenants.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."OsVersion" IS 'Operating system of the endpoint; `Redacted` for participants of other tenants.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."PstnParticipantCallType" IS 'Kind and direction of a leg in the telephone network.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."ParticipantType" IS 'Client and identity of the participant, combined into one word.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."ParticipantEndSubCode" IS 'Code that narrows the end reason down: a number, as text.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."ResultCategory" IS 'What the end reason amounts to: a success, or an error and whose.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."DiagnosticOptions" IS 'Tags that the client application set on the call: JSON, written as text.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."CallUpdatesVersion" IS 'Version of the record; of several for one participant the highest counts.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."CallDebuggingInfo" IS 'Data for the service''s own support: JSON, written as text.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."TPE" IS 'Whether the call runs over Teams Phone Extensibility.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallSummaryUpdates"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallSummaryUpdates"(record jsonb) RETURNS SETOF "ACSCallSummaryUpdates"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'CorrelationId',
        record ->> 'Category',
        record ->> 'Identifier',
        (record ->> 'CallStartTime')::timestamptz,
        (record ->> 'CallDuration')::bigint,
        record ->> 'CallType',
        record ->> 'TeamsThreadId',
        record ->> 'ParticipantId',
        record ->> 'ParticipantTenantId',
        (record ->> 'ParticipantStartTime')::timestamptz,
        (record ->> 'ParticipantDuration')::bigint,
        record ->> 'ParticipantEndReason',
        record ->> 'EndpointId',
        record ->> 'EndpointType',
        record ->> 'SdkVersion',
        record ->> 'OsVersion',
        record ->> 'PstnParticipantCallType',
        record ->> 'ParticipantType',
        record ->> 'ParticipantEndSubCode',
        record ->> 'ResultCategory',
        record ->> 'DiagnosticOptions',
        (record ->> 'CallUpdatesVersion')::integer,
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

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallSummaryUpdates"(record jsonb) RETURNS SETOF "ACSCallSummaryUpdates"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'correlationId',
        record ->> 'category',
        record -> 'properties' ->> 'identifier',
        (record -> 'properties' ->> 'callStartTime')::timestamptz,
        (record -> 'properties' ->> 'callDuration')::bigint,
        record -> 'properties' ->> 'callType',
        record -> 'properties' ->> 'teamsThreadId',
        record -> 'properties' ->> 'participantId',
        record -> 'properties' ->> 'participantTenantId',
        (record -> 'properties' ->> 'participantStartTime')::timestamptz,
        (record -> 'properties' ->> 'participantDuration')::bigint,
        record -> 'properties' ->> 'participantEndReason',
        record -> 'properties' ->> 'endpointId',
        record -> 'properties' ->> 'endpointType',
        record -> 'properties' ->> 'sdkVersion',
        record -> 'properties' ->> 'osVersion',
        record -> 'properties' ->> 'pstnParticipantCallType',
        record -> 'properties' ->> 'participantType',
        record -> 'properties' ->> 'participantEndSubCode',
        record -> 'properties' ->> 'resultCategory',
        record -> 'properties' ->> 'diagnosticOptions',
        (record -> 'properties' ->> 'callupdatesversion')::integer,
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
