-- ChatOperational: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSChatIncomingOperations" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "ResultType" text,
    "ResultSignature" text,
    "ResultDescription" text,
    "DurationMs" double precision,
    "CallerIpAddress" text,
    "CorrelationId" text,
    "Level" text,
    "URI" text,
    "Category" text NOT NULL,
    "UserId" text,
    "ChatThreadId" text,
    "ChatMessageId" text,
    "SdkType" text,
    "PlatformType" text,
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
    "Identity" text,
    "Location" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSChatIncomingOperations" IS 'A request to the Chat API: which operation on which thread, by whom, and how it went.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."UserId" IS 'User who sent the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."ChatThreadId" IS 'Thread that the request is about.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."ChatMessageId" IS 'Message that the request is about. Too large for 32 bits; written as a number or as text.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."SdkType" IS 'Kind of SDK that sent the request; may be empty.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."PlatformType" IS 'Platform that the client runs on; may be empty.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSChatIncomingOperations"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSChatIncomingOperations"(record jsonb) RETURNS SETOF "ACSChatIncomingOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'ResultType',
        record ->> 'ResultSignature',
        record ->> 'ResultDescription',
        (record ->> 'DurationMs')::double precision,
        record ->> 'CallerIpAddress',
        record ->> 'CorrelationId',
        record ->> 'Level',
        record ->> 'URI',
        record ->> 'Category',
        record ->> 'UserId',
        record ->> 'ChatThreadId',
        record ->> 'ChatMessageId',
        record ->> 'SdkType',
        record ->> 'PlatformType',
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
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSChatIncomingOperations"(record jsonb) RETURNS SETOF "ACSChatIncomingOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'resultType',
        record ->> 'resultSignature',
        record ->> 'resultDescription',
        (record ->> 'durationMs')::double precision,
        record ->> 'callerIpAddress',
        record ->> 'correlationId',
        record ->> 'level',
        record ->> 'uri',
        record ->> 'category',
        record -> 'properties' ->> 'UserId',
        record -> 'properties' ->> 'ChatThreadId',
        record -> 'properties' ->> 'ChatMessageId',
        record -> 'properties' ->> 'SdkType',
        record -> 'properties' ->> 'PlatformType',
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
        record ->> 'identity',
        record ->> 'location',
        record ->> 'tenantId'
$acslint$;
