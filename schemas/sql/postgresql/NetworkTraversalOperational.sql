-- NetworkTraversalOperational: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSNetworkTraversalIncomingOperations" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "ResultType" text,
    "ResultSignature" text,
    "DurationMs" double precision,
    "CorrelationId" text,
    "Identity" text,
    "Level" text,
    "URI" text,
    "Category" text NOT NULL,
    "RouteType" text,
    "TTL" text,
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
    "ResultDescription" text,
    "CallerIpAddress" text,
    "Location" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSNetworkTraversalIncomingOperations" IS 'A request for a relay configuration, which let a client reach others through a TURN server.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."RouteType" IS 'How the relay servers were chosen.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."TTL" IS 'Time to live that the request asked for, as text; no source states its unit.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."SdkType" IS 'Kind of SDK that sent the request; may be empty.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."PlatformType" IS 'Platform that the client runs on; may be empty.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSNetworkTraversalIncomingOperations"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSNetworkTraversalIncomingOperations"(record jsonb) RETURNS SETOF "ACSNetworkTraversalIncomingOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'ResultType',
        record ->> 'ResultSignature',
        (record ->> 'DurationMs')::double precision,
        record ->> 'CorrelationId',
        record ->> 'Identity',
        record ->> 'Level',
        record ->> 'URI',
        record ->> 'Category',
        record ->> 'RouteType',
        record ->> 'TTL',
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
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSNetworkTraversalIncomingOperations"(record jsonb) RETURNS SETOF "ACSNetworkTraversalIncomingOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'resultType',
        record ->> 'resultSignature',
        (record ->> 'durationMs')::double precision,
        record ->> 'correlationId',
        record ->> 'identity',
        record ->> 'level',
        record ->> 'uri',
        record ->> 'category',
        record -> 'properties' ->> 'RouteType',
        record -> 'properties' ->> 'TTL',
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
        record ->> 'resultDescription',
        record ->> 'callerIpAddress',
        record ->> 'location',
        record ->> 'tenantId'
$acslint$;
