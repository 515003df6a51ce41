-- AdvancedMessagingOperational: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSAdvancedMessagingOperations" (
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
    "Location" text,
    "URI" text,
    "Category" text NOT NULL,
    "ChannelId" text,
    "MessageStatus" text,
    "MessageType" text,
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
    "tenantId" text
);

COMMENT ON TABLE "ACSAdvancedMessagingOperations" IS 'A message that was sent or received over a messaging channel such as WhatsApp, or a request about one.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."ChannelId" IS 'Identifier of the registered messaging channel.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."MessageStatus" IS 'State of the message.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."MessageType" IS 'Kind of message.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSAdvancedMessagingOperations"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSAdvancedMessagingOperations"(record jsonb) RETURNS SETOF "ACSAdvancedMessagingOperations"
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
        record ->> 'Location',
        record ->> 'URI',
        record ->> 'Category',
        record ->> 'ChannelId',
        record ->> 'MessageStatus',
        record ->> 'MessageType',
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
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSAdvancedMessagingOperations"(record jsonb) RETURNS SETOF "ACSAdvancedMessagingOperations"
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
        record ->> 'location',
        record ->> 'uri',
        record ->> 'category',
        record -> 'properties' ->> 'ChannelId',
        record -> 'properties' ->> 'MessageStatus',
        record -> 'properties' ->> 'MessageType',
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
        record ->> 'tenantId'
$acslint$;
