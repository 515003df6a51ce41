-- CallClientOperations: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallClientOperations" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "ResultType" text,
    "ResultSignature" text,
    "DurationMs" double precision,
    "Category" text,
    "CallClientTimeStamp" timestamptz,
    "CallId" text,
    "ClientInstanceId" text,
    "EndpointId" text,
    "OperationId" text,
    "OperationPayload" jsonb,
    "OperationType" text,
    "ParticipantId" text,
    "SdkVersion" text,
    "UserAgent" text,
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
    "OperationVersion" text,
    "ResultDescription" text,
    "CallerIpAddress" text,
    "CorrelationId" text,
    "Identity" text,
    "Level" text,
    "Location" text,
    "URI" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSCallClientOperations" IS 'An operation of the calling SDK on a client, such as joining a call or muting.';
COMMENT ON COLUMN "ACSCallClientOperations"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallClientOperations"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallClientOperations"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallClientOperations"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallClientOperations"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallClientOperations"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallClientOperations"."CallClientTimeStamp" IS 'UTC time of the event by the client''s clock.';
COMMENT ON COLUMN "ACSCallClientOperations"."CallId" IS 'Identifier of the call, as `CorrelationId` of other categories has it.';
COMMENT ON COLUMN "ACSCallClientOperations"."ClientInstanceId" IS 'Identifier of the instance of the calling client.';
COMMENT ON COLUMN "ACSCallClientOperations"."EndpointId" IS 'Identifier of the device that the client runs on.';
COMMENT ON COLUMN "ACSCallClientOperations"."OperationId" IS 'Identifier of the operation.';
COMMENT ON COLUMN "ACSCallClientOperations"."OperationPayload" IS 'What is particular to the operation, in any form.';
COMMENT ON COLUMN "ACSCallClientOperations"."OperationType" IS 'Kind of client operation.';
COMMENT ON COLUMN "ACSCallClientOperations"."ParticipantId" IS 'Identifier of the participant, which joins the records of one participant in one call. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallClientOperations"."SdkVersion" IS 'Version of the calling SDK; may be empty or redacted.';
COMMENT ON COLUMN "ACSCallClientOperations"."UserAgent" IS 'User agent of the client''s browser or application. Personal data: user-agent.';
COMMENT ON COLUMN "ACSCallClientOperations"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallClientOperations"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallClientOperations"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallClientOperations"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallClientOperations"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallClientOperations"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallClientOperations"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallClientOperations"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallClientOperations"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallClientOperations"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallClientOperations"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallClientOperations"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallClientOperations"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallClientOperations"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallClientOperations"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallClientOperations"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallClientOperations"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallClientOperations"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallClientOperations"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallClientOperations"(record jsonb) RETURNS SETOF "ACSCallClientOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'ResultType',
        record ->> 'ResultSignature',
        (record ->> 'DurationMs')::double precision,
        record ->> 'Category',
        (record ->> 'CallClientTimeStamp')::timestamptz,
        record ->> 'CallId',
        record ->> 'ClientInstanceId',
        record ->> 'EndpointId',
        record ->> 'OperationId',
        NULLIF(record -> 'OperationPayload', 'null'::jsonb),
        record ->> 'OperationType',
        record ->> 'ParticipantId',
        record ->> 'SdkVersion',
        record ->> 'UserAgent',
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
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallClientOperations"(record jsonb) RETURNS SETOF "ACSCallClientOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'resultType',
        record ->> 'resultSignature',
        (record ->> 'durationMs')::double precision,
        record ->> 'category',
        (record -> 'properties' ->> 'CallClientTimeStamp')::timestamptz,
        record -> 'properties' ->> 'CallId',
        record -> 'properties' ->> 'ClientInstanceId',
        record -> 'properties' ->> 'EndpointId',
        record -> 'properties' ->> 'OperationId',
        NULLIF(record -> 'properties' -> 'OperationPayload', 'null'::jsonb),
        record -> 'properties' ->> 'OperationType',
        record -> 'properties' ->> 'ParticipantId',
        record -> 'properties' ->> 'SdkVersion',
        record -> 'properties' ->> 'UserAgent',
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
        record ->> 'operationVersion',
        record ->> 'resultDescription',
        record ->> 'callerIpAddress',
        record ->> 'correlationId',
        record ->> 'identity',
        record ->> 'level',
        record ->> 'location',
        record ->> 'uri',
        record ->> 'tenantId'
$acslint$;
