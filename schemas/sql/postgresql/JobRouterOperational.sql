-- JobRouterOperational: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSJobRouterIncomingOperations" (
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
    "Category" text,
    "EntityId" text,
    "EntityType" text,
    "SdkType" text,
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

COMMENT ON TABLE "ACSJobRouterIncomingOperations" IS 'A request to the Job Router API: managing jobs, workers, queues and the policies between them.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."EntityId" IS 'Identifier of what the request is about.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."EntityType" IS 'Kind of what the request is about, such as a queue.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."SdkType" IS 'Kind of SDK that sent the request; may be empty.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSJobRouterIncomingOperations"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSJobRouterIncomingOperations"(record jsonb) RETURNS SETOF "ACSJobRouterIncomingOperations"
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
        record ->> 'EntityId',
        record ->> 'EntityType',
        record ->> 'SdkType',
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

CREATE OR REPLACE FUNCTION "resource_log_of_ACSJobRouterIncomingOperations"(record jsonb) RETURNS SETOF "ACSJobRouterIncomingOperations"
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
        record -> 'properties' ->> 'EntityId',
        record -> 'properties' ->> 'EntityType',
        record -> 'properties' ->> 'SdkType',
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
