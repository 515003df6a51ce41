-- ACSOptOutManagementOperations: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSOptOutManagementOperations" (
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
    "PhoneNumber" text,
    "SdkType" text,
    "PlatformType" text,
    "Method" text,
    "Country" text,
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

COMMENT ON TABLE "ACSOptOutManagementOperations" IS 'A request to the opt-out management API: adding, removing or checking recipients who want no text messages.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."PhoneNumber" IS 'Number of the Communication Services resource that the opt-out is about, usually in E.164 form. Personal data: phone-number.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."SdkType" IS 'Kind of SDK that sent the request; may be empty.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."PlatformType" IS 'Platform that the client runs on; may be empty.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."Method" IS 'HTTP method of the request.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."Country" IS 'Country of the recipient, a code of two letters.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSOptOutManagementOperations"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSOptOutManagementOperations"(record jsonb) RETURNS SETOF "ACSOptOutManagementOperations"
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
        record ->> 'PhoneNumber',
        record ->> 'SdkType',
        record ->> 'PlatformType',
        record ->> 'Method',
        record ->> 'Country',
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

CREATE OR REPLACE FUNCTION "resource_log_of_ACSOptOutManagementOperations"(record jsonb) RETURNS SETOF "ACSOptOutManagementOperations"
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
        record -> 'properties' ->> 'PhoneNumber',
        record -> 'properties' ->> 'SdkType',
        record -> 'properties' ->> 'PlatformType',
        record -> 'properties' ->> 'Method',
        record -> 'properties' ->> 'Country',
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
