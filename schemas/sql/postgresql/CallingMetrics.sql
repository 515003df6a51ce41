-- CallingMetrics: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallingMetrics" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "ResultType" text,
    "CorrelationId" text,
    "Category" text NOT NULL,
    "TimestampMax" timestamptz,
    "TimestampBin" timestamptz,
    "MetricValueAvg" double precision,
    "Unit" text,
    "Goal" text,
    "FailedLegsDcount" integer,
    "SuccessLegsDcount" integer,
    "CallsDcount" integer,
    "LegsDcount" integer,
    "SubCode" text,
    "CallType" text,
    "Platform" text,
    "DeviceModel" text,
    "DeviceBrand" text,
    "DeviceFamily" text,
    "DeviceOsVersionMajor" text,
    "DeviceOsVersionMinor" text,
    "DeviceBrowserVersionMinor" text,
    "DeviceBrowserVersionMajor" text,
    "DeviceOsName" text,
    "DeviceBrowser" text,
    "SdkVersion" text,
    "MetricName" text,
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

COMMENT ON TABLE "ACSCallingMetrics" IS 'A figure on the quality of calls during one day, for one combination of platform, device and version.';
COMMENT ON COLUMN "ACSCallingMetrics"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallingMetrics"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallingMetrics"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallingMetrics"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallingMetrics"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallingMetrics"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallingMetrics"."TimestampMax" IS 'Latest UTC time among the records that were counted.';
COMMENT ON COLUMN "ACSCallingMetrics"."TimestampBin" IS 'UTC time at which the day begins that was counted.';
COMMENT ON COLUMN "ACSCallingMetrics"."MetricValueAvg" IS 'Mean value of the metric, in the unit that `Unit` names.';
COMMENT ON COLUMN "ACSCallingMetrics"."Unit" IS 'Unit of the metric.';
COMMENT ON COLUMN "ACSCallingMetrics"."Goal" IS 'Value that the metric should reach, as text such as `>= 95.0`.';
COMMENT ON COLUMN "ACSCallingMetrics"."FailedLegsDcount" IS 'Number of distinct call legs that failed.';
COMMENT ON COLUMN "ACSCallingMetrics"."SuccessLegsDcount" IS 'Number of distinct call legs that succeeded.';
COMMENT ON COLUMN "ACSCallingMetrics"."CallsDcount" IS 'Number of distinct calls.';
COMMENT ON COLUMN "ACSCallingMetrics"."LegsDcount" IS 'Number of distinct call legs.';
COMMENT ON COLUMN "ACSCallingMetrics"."SubCode" IS 'Sub code that the calls ended with, as text or as a number.';
COMMENT ON COLUMN "ACSCallingMetrics"."CallType" IS 'Kind of the calls that were counted.';
COMMENT ON COLUMN "ACSCallingMetrics"."Platform" IS 'Platform that the clients run on.';
COMMENT ON COLUMN "ACSCallingMetrics"."DeviceModel" IS 'Model of the clients'' devices.';
COMMENT ON COLUMN "ACSCallingMetrics"."DeviceBrand" IS 'Brand of the clients'' devices.';
COMMENT ON COLUMN "ACSCallingMetrics"."DeviceFamily" IS 'Family of the clients'' devices.';
COMMENT ON COLUMN "ACSCallingMetrics"."DeviceOsVersionMajor" IS 'Major version of the devices'' operating system, as text or as a number.';
COMMENT ON COLUMN "ACSCallingMetrics"."DeviceOsVersionMinor" IS 'Minor version of the devices'' operating system, as text or as a number.';
COMMENT ON COLUMN "ACSCallingMetrics"."DeviceBrowserVersionMinor" IS 'Minor version of the browser, as text or as a number.';
COMMENT ON COLUMN "ACSCallingMetrics"."DeviceBrowserVersionMajor" IS 'Major version of the browser, as text or as a number.';
COMMENT ON COLUMN "ACSCallingMetrics"."DeviceOsName" IS 'Name of the devices'' operating system.';
COMMENT ON COLUMN "ACSCallingMetrics"."DeviceBrowser" IS 'Name of the browser.';
COMMENT ON COLUMN "ACSCallingMetrics"."SdkVersion" IS 'Version of the calling SDK.';
COMMENT ON COLUMN "ACSCallingMetrics"."MetricName" IS 'Name of the metric.';
COMMENT ON COLUMN "ACSCallingMetrics"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallingMetrics"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallingMetrics"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallingMetrics"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallingMetrics"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallingMetrics"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallingMetrics"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallingMetrics"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallingMetrics"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallingMetrics"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallingMetrics"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallingMetrics"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallingMetrics"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallingMetrics"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallingMetrics"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallingMetrics"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallingMetrics"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallingMetrics"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallingMetrics"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallingMetrics"(record jsonb) RETURNS SETOF "ACSCallingMetrics"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'ResultType',
        record ->> 'CorrelationId',
        record ->> 'Category',
        (record ->> 'TimestampMax')::timestamptz,
        (record ->> 'TimestampBin')::timestamptz,
        (record ->> 'MetricValueAvg')::double precision,
        record ->> 'Unit',
        record ->> 'Goal',
        (record ->> 'FailedLegsDcount')::integer,
        (record ->> 'SuccessLegsDcount')::integer,
        (record ->> 'CallsDcount')::integer,
        (record ->> 'LegsDcount')::integer,
        record ->> 'SubCode',
        record ->> 'CallType',
        record ->> 'Platform',
        record ->> 'DeviceModel',
        record ->> 'DeviceBrand',
        record ->> 'DeviceFamily',
        record ->> 'DeviceOsVersionMajor',
        record ->> 'DeviceOsVersionMinor',
        record ->> 'DeviceBrowserVersionMinor',
        record ->> 'DeviceBrowserVersionMajor',
        record ->> 'DeviceOsName',
        record ->> 'DeviceBrowser',
        record ->> 'SdkVersion',
        record ->> 'MetricName',
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
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallingMetrics"(record jsonb) RETURNS SETOF "ACSCallingMetrics"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'resultType',
        record ->> 'correlationId',
        record ->> 'category',
        (record -> 'properties' ->> 'TimestampMax')::timestamptz,
        (record -> 'properties' ->> 'TimestampBin')::timestamptz,
        (record -> 'properties' ->> 'MetricValueAvg')::double precision,
        record -> 'properties' ->> 'Unit',
        record -> 'properties' ->> 'Goal',
        (record -> 'properties' ->> 'FailedLegsDcount')::integer,
        (record -> 'properties' ->> 'SuccessLegsDcount')::integer,
        (record -> 'properties' ->> 'CallsDcount')::integer,
        (record -> 'properties' ->> 'LegsDcount')::integer,
        record -> 'properties' ->> 'SubCode',
        record -> 'properties' ->> 'CallType',
        record -> 'properties' ->> 'Platform',
        record -> 'properties' ->> 'DeviceModel',
        record -> 'properties' ->> 'DeviceBrand',
        record -> 'properties' ->> 'DeviceFamily',
        record -> 'properties' ->> 'DeviceOsVersionMajor',
        record -> 'properties' ->> 'DeviceOsVersionMinor',
        record -> 'properties' ->> 'DeviceBrowserVersionMinor',
        record -> 'properties' ->> 'DeviceBrowserVersionMajor',
        record -> 'properties' ->> 'DeviceOsName',
        record -> 'properties' ->> 'DeviceBrowser',
        record -> 'properties' ->> 'SdkVersion',
        record -> 'properties' ->> 'MetricName',
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
