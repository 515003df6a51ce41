-- NetworkTraversalDiagnostics: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSNetworkTraversalDiagnostics" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "ResultType" text,
    "ResultSignature" text,
    "CallerIpAddress" text,
    "CorrelationId" text,
    "Identity" text,
    "Level" text,
    "Category" text NOT NULL,
    "BytesReceived" bigint,
    "BytesSent" bigint,
    "Protocol" text,
    "Reason" text,
    "RelayLocation" text,
    "TotalBytesFromClient" bigint,
    "TotalBytesToClient" bigint,
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
    "DurationMs" double precision,
    "Location" text,
    "URI" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSNetworkTraversalDiagnostics" IS 'A relay session of the network traversal service: its course, and how much it carried.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."BytesReceived" IS 'Number of bytes received from the client.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."BytesSent" IS 'Number of bytes sent to the client.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."Protocol" IS 'Transport protocol of the relay session.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."Reason" IS 'Why the relay session came to its end; only where it did.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."RelayLocation" IS 'Where the relay server stands.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."TotalBytesFromClient" IS 'Number of bytes that the relay received from the client during the whole session.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."TotalBytesToClient" IS 'Number of bytes that the relay sent to the client during the whole session.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSNetworkTraversalDiagnostics"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSNetworkTraversalDiagnostics"(record jsonb) RETURNS SETOF "ACSNetworkTraversalDiagnostics"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'ResultType',
        record ->> 'ResultSignature',
        record ->> 'CallerIpAddress',
        record ->> 'CorrelationId',
        record ->> 'Identity',
        record ->> 'Level',
        record ->> 'Category',
        (record ->> 'BytesReceived')::bigint,
        (record ->> 'BytesSent')::bigint,
        record ->> 'Protocol',
        record ->> 'Reason',
        record ->> 'RelayLocation',
        (record ->> 'TotalBytesFromClient')::bigint,
        (record ->> 'TotalBytesToClient')::bigint,
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
        NULL::double precision,
        NULL::text,
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSNetworkTraversalDiagnostics"(record jsonb) RETURNS SETOF "ACSNetworkTraversalDiagnostics"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'resultType',
        record ->> 'resultSignature',
        record ->> 'callerIpAddress',
        record ->> 'correlationId',
        record ->> 'identity',
        record ->> 'level',
        record ->> 'category',
        (record -> 'properties' ->> 'BytesReceived')::bigint,
        (record -> 'properties' ->> 'BytesSent')::bigint,
        record -> 'properties' ->> 'Protocol',
        record -> 'properties' ->> 'Reason',
        record -> 'properties' ->> 'RelayLocation',
        (record -> 'properties' ->> 'TotalBytesFromClient')::bigint,
        (record -> 'properties' ->> 'TotalBytesToClient')::bigint,
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
        (record ->> 'durationMs')::double precision,
        record ->> 'location',
        record ->> 'uri',
        record ->> 'tenantId'
$acslint$;
