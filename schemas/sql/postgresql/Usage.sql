-- Usage: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSBillingUsage" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "CorrelationId" text,
    "Category" text NOT NULL,
    "RecordId" text,
    "UsageType" text,
    "UnitType" text,
    "Quantity" double precision,
    "StartTime" timestamptz,
    "EndTime" timestamptz,
    "ParticipantId" text,
    "UserIdA" text,
    "UserIdB" text,
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

COMMENT ON TABLE "ACSBillingUsage" IS 'What was used of a Communication Services resource and is billed: one record for each unit of consumption reported.';
COMMENT ON COLUMN "ACSBillingUsage"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSBillingUsage"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSBillingUsage"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSBillingUsage"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSBillingUsage"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSBillingUsage"."RecordId" IS 'Identifier of the usage record.';
COMMENT ON COLUMN "ACSBillingUsage"."UsageType" IS 'What was used, such as a channel or a kind of call.';
COMMENT ON COLUMN "ACSBillingUsage"."UnitType" IS 'Unit in which `Quantity` is counted.';
COMMENT ON COLUMN "ACSBillingUsage"."Quantity" IS 'Amount used, in the unit that `UnitType` names.';
COMMENT ON COLUMN "ACSBillingUsage"."StartTime" IS 'UTC time at which the consumption began.';
COMMENT ON COLUMN "ACSBillingUsage"."EndTime" IS 'UTC time at which the consumption ended; absent for what takes no time.';
COMMENT ON COLUMN "ACSBillingUsage"."ParticipantId" IS 'Participant of the call, as other categories name it. Personal data: user-id.';
COMMENT ON COLUMN "ACSBillingUsage"."UserIdA" IS 'User who consumed the resource. Personal data: user-id.';
COMMENT ON COLUMN "ACSBillingUsage"."UserIdB" IS 'Second user, where a consumption has two parties. Personal data: user-id.';
COMMENT ON COLUMN "ACSBillingUsage"."Properties" IS 'Further data of the usage record, in any form.';
COMMENT ON COLUMN "ACSBillingUsage"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSBillingUsage"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSBillingUsage"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSBillingUsage"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSBillingUsage"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSBillingUsage"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSBillingUsage"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSBillingUsage"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSBillingUsage"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSBillingUsage"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSBillingUsage"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSBillingUsage"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSBillingUsage"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSBillingUsage"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSBillingUsage"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSBillingUsage"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSBillingUsage"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSBillingUsage"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSBillingUsage"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSBillingUsage"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSBillingUsage"(record jsonb) RETURNS SETOF "ACSBillingUsage"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'CorrelationId',
        record ->> 'Category',
        record ->> 'RecordId',
        record ->> 'UsageType',
        record ->> 'UnitType',
        (record ->> 'Quantity')::double precision,
        (record ->> 'StartTime')::timestamptz,
        (record ->> 'EndTime')::timestamptz,
        record ->> 'ParticipantId',
        record ->> 'UserIdA',
        record ->> 'UserIdB',
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
        NULL::double precision,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSBillingUsage"(record jsonb) RETURNS SETOF "ACSBillingUsage"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'correlationId',
        record ->> 'category',
        record -> 'properties' ->> 'RecordId',
        record -> 'properties' ->> 'UsageType',
        record -> 'properties' ->> 'UnitType',
        (record -> 'properties' ->> 'Quantity')::double precision,
        (record -> 'properties' ->> 'StartTime')::timestamptz,
        (record -> 'properties' ->> 'EndTime')::timestamptz,
        record -> 'properties' ->> 'ParticipantId',
        record -> 'properties' ->> 'UserIdA',
        record -> 'properties' ->> 'UserIdB',
        NULL::jsonb,
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
