-- CallClientServiceRequestAndOutcome: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallClientServiceRequestAndOutcome" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "ResultType" text,
    "ResultSignature" text,
    "DurationMs" double precision,
    "CorrelationId" text,
    "Level" text,
    "Category" text NOT NULL,
    "Properties" jsonb,
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
    "Identity" text,
    "Location" text,
    "URI" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSCallClientServiceRequestAndOutcome" IS 'A request that a calling client sent to the service, and what became of it.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."Properties" IS 'What is particular to the operation, in any form.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallClientServiceRequestAndOutcome"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallClientServiceRequestAndOutcome"(record jsonb) RETURNS SETOF "ACSCallClientServiceRequestAndOutcome"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'ResultType',
        record ->> 'ResultSignature',
        (record ->> 'DurationMs')::double precision,
        record ->> 'CorrelationId',
        record ->> 'Level',
        record ->> 'Category',
        NULLIF(record -> 'Properties', 'null'::jsonb),
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
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallClientServiceRequestAndOutcome"(record jsonb) RETURNS SETOF "ACSCallClientServiceRequestAndOutcome"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'resultType',
        record ->> 'resultSignature',
        (record ->> 'durationMs')::double precision,
        record ->> 'correlationId',
        record ->> 'level',
        record ->> 'category',
        NULLIF(record -> 'properties' -> 'Properties', 'null'::jsonb),
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
        record ->> 'identity',
        record ->> 'location',
        record ->> 'uri',
        record ->> 'tenantId'
$acslint$;
