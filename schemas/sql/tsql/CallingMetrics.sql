-- CallingMetrics: its table, and the functions that make rows of records.
IF OBJECT_ID(N'[dbo].[ACSCallingMetrics]', N'U') IS NULL
BEGIN
CREATE TABLE [dbo].[ACSCallingMetrics] (
    [TimeGenerated] datetimeoffset(7) NOT NULL,
    [OperationName] nvarchar(max) NOT NULL,
    [OperationVersion] nvarchar(max) NULL,
    [ResultType] nvarchar(max) NULL,
    [CorrelationId] nvarchar(max) NULL,
    [Category] nvarchar(max) NOT NULL,
    [TimestampMax] datetimeoffset(7) NULL,
    [TimestampBin] datetimeoffset(7) NULL,
    [MetricValueAvg] float NULL,
    [Unit] nvarchar(max) NULL,
    [Goal] nvarchar(max) NULL,
    [FailedLegsDcount] int NULL,
    [SuccessLegsDcount] int NULL,
    [CallsDcount] int NULL,
    [LegsDcount] int NULL,
    [SubCode] nvarchar(max) NULL,
    [CallType] nvarchar(max) NULL,
    [Platform] nvarchar(max) NULL,
    [DeviceModel] nvarchar(max) NULL,
    [DeviceBrand] nvarchar(max) NULL,
    [DeviceFamily] nvarchar(max) NULL,
    [DeviceOsVersionMajor] nvarchar(max) NULL,
    [DeviceOsVersionMinor] nvarchar(max) NULL,
    [DeviceBrowserVersionMinor] nvarchar(max) NULL,
    [DeviceBrowserVersionMajor] nvarchar(max) NULL,
    [DeviceOsName] nvarchar(max) NULL,
    [DeviceBrowser] nvarchar(max) NULL,
    [SdkVersion] nvarchar(max) NULL,
    [MetricName] nvarchar(max) NULL,
    [Type] nvarchar(max) NULL,
    [TenantId] nvarchar(max) NULL,
    [SourceSystem] nvarchar(max) NULL,
    [_ResourceId] nvarchar(max) NULL,
    [_SubscriptionId] nvarchar(max) NULL,
    [_BilledSize] float NULL,
    [_IsBillable] nvarchar(max) NULL,
    [_ItemId] nvarchar(max) NULL,
    [_TimeReceived] datetimeoffset(7) NULL,
    [_Internal_WorkspaceResourceId] nvarchar(max) NULL,
    [ResultSignature] nvarchar(max) NULL,
    [ResultDescription] nvarchar(max) NULL,
    [DurationMs] float NULL,
    [CallerIpAddress] nvarchar(max) NULL,
    [Identity] nvarchar(max) NULL,
    [Level] nvarchar(max) NULL,
    [Location] nvarchar(max) NULL,
    [URI] nvarchar(max) NULL,
    [tenantId_] nvarchar(max) NULL
);
EXEC sys.sp_addextendedproperty N'MS_Description', N'A figure on the quality of calls during one day, for one combination of platform, device and version.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'TimeGenerated';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the logged operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'OperationName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'The `api-version` of the call, or the version of the operation where no API is involved. Free text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'OperationVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Outcome of the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'ResultType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Joins the records that belong together. Opaque text, often but not always a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'CorrelationId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record, as the diagnostic setting names it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'Category';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Latest UTC time among the records that were counted.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'TimestampMax';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the day begins that was counted.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'TimestampBin';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Mean value of the metric, in the unit that `Unit` names.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'MetricValueAvg';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Unit of the metric.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'Unit';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Value that the metric should reach, as text such as `>= 95.0`.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'Goal';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Number of distinct call legs that failed.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'FailedLegsDcount';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Number of distinct call legs that succeeded.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'SuccessLegsDcount';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Number of distinct calls.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'CallsDcount';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Number of distinct call legs.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'LegsDcount';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Sub code that the calls ended with, as text or as a number.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'SubCode';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Kind of the calls that were counted.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'CallType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Platform that the clients run on.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'Platform';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Model of the clients'' devices.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'DeviceModel';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Brand of the clients'' devices.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'DeviceBrand';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Family of the clients'' devices.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'DeviceFamily';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Major version of the devices'' operating system, as text or as a number.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'DeviceOsVersionMajor';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Minor version of the devices'' operating system, as text or as a number.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'DeviceOsVersionMinor';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Minor version of the browser, as text or as a number.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'DeviceBrowserVersionMinor';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Major version of the browser, as text or as a number.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'DeviceBrowserVersionMajor';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the devices'' operating system.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'DeviceOsName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the browser.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'DeviceBrowser';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Version of the calling SDK.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'SdkVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the metric.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'MetricName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the table.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'Type';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'TenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'How the row was collected: `Azure` for resource logs.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'SourceSystem';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the Communication Services resource.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'_ResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the subscription that the resource belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'_SubscriptionId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Size that is billed for the row, in bytes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'_BilledSize';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'_IsBillable';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the row within the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'_ItemId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the workspace received the row; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'_TimeReceived';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'_Internal_WorkspaceResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Status code of the operation, the HTTP status for REST calls; written as a number or as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'ResultSignature';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Static text about the outcome.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'ResultDescription';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the operation, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'DurationMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'personal_data', N'ip-address', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Communication Services or Teams identity behind the request.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Severity.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'Level';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure region that processed the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'Location';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Request URI; sometimes only its host name.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'URI';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Entra tenant; on tenant-level logs only.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallingMetrics', N'COLUMN', N'tenantId_';
END
GO

CREATE OR ALTER FUNCTION [dbo].[row_of_ACSCallingMetrics] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [ResultType],
    [CorrelationId],
    [Category],
    [TimestampMax],
    [TimestampBin],
    [MetricValueAvg],
    [Unit],
    [Goal],
    [FailedLegsDcount],
    [SuccessLegsDcount],
    [CallsDcount],
    [LegsDcount],
    [SubCode],
    [CallType],
    [Platform],
    [DeviceModel],
    [DeviceBrand],
    [DeviceFamily],
    [DeviceOsVersionMajor],
    [DeviceOsVersionMinor],
    [DeviceBrowserVersionMinor],
    [DeviceBrowserVersionMajor],
    [DeviceOsName],
    [DeviceBrowser],
    [SdkVersion],
    [MetricName],
    [Type],
    [TenantId],
    [SourceSystem],
    [_ResourceId],
    [_SubscriptionId],
    [_BilledSize],
    [_IsBillable],
    [_ItemId],
    [_TimeReceived],
    [_Internal_WorkspaceResourceId],
    CAST(NULL AS nvarchar(max)) AS [ResultSignature],
    CAST(NULL AS nvarchar(max)) AS [ResultDescription],
    CAST(NULL AS float) AS [DurationMs],
    CAST(NULL AS nvarchar(max)) AS [CallerIpAddress],
    CAST(NULL AS nvarchar(max)) AS [Identity],
    CAST(NULL AS nvarchar(max)) AS [Level],
    CAST(NULL AS nvarchar(max)) AS [Location],
    CAST(NULL AS nvarchar(max)) AS [URI],
    CAST(NULL AS nvarchar(max)) AS [tenantId_]
FROM OPENJSON(@record) WITH (
    [TimeGenerated] datetimeoffset(7) N'$."TimeGenerated"',
    [OperationName] nvarchar(max) N'$."OperationName"',
    [OperationVersion] nvarchar(max) N'$."OperationVersion"',
    [ResultType] nvarchar(max) N'$."ResultType"',
    [CorrelationId] nvarchar(max) N'$."CorrelationId"',
    [Category] nvarchar(max) N'$."Category"',
    [TimestampMax] datetimeoffset(7) N'$."TimestampMax"',
    [TimestampBin] datetimeoffset(7) N'$."TimestampBin"',
    [MetricValueAvg] float N'$."MetricValueAvg"',
    [Unit] nvarchar(max) N'$."Unit"',
    [Goal] nvarchar(max) N'$."Goal"',
    [FailedLegsDcount] int N'$."FailedLegsDcount"',
    [SuccessLegsDcount] int N'$."SuccessLegsDcount"',
    [CallsDcount] int N'$."CallsDcount"',
    [LegsDcount] int N'$."LegsDcount"',
    [SubCode] nvarchar(max) N'$."SubCode"',
    [CallType] nvarchar(max) N'$."CallType"',
    [Platform] nvarchar(max) N'$."Platform"',
    [DeviceModel] nvarchar(max) N'$."DeviceModel"',
    [DeviceBrand] nvarchar(max) N'$."DeviceBrand"',
    [DeviceFamily] nvarchar(max) N'$."DeviceFamily"',
    [DeviceOsVersionMajor] nvarchar(max) N'$."DeviceOsVersionMajor"',
    [DeviceOsVersionMinor] nvarchar(max) N'$."DeviceOsVersionMinor"',
    [DeviceBrowserVersionMinor] nvarchar(max) N'$."DeviceBrowserVersionMinor"',
    [DeviceBrowserVersionMajor] nvarchar(max) N'$."DeviceBrowserVersionMajor"',
    [DeviceOsName] nvarchar(max) N'$."DeviceOsName"',
    [DeviceBrowser] nvarchar(max) N'$."DeviceBrowser"',
    [SdkVersion] nvarchar(max) N'$."SdkVersion"',
    [MetricName] nvarchar(max) N'$."MetricName"',
    [Type] nvarchar(max) N'$."Type"',
    [TenantId] nvarchar(max) N'$."TenantId"',
    [SourceSystem] nvarchar(max) N'$."SourceSystem"',
    [_ResourceId] nvarchar(max) N'$."_ResourceId"',
    [_SubscriptionId] nvarchar(max) N'$."_SubscriptionId"',
    [_BilledSize] float N'$."_BilledSize"',
    [_IsBillable] nvarchar(max) N'$."_IsBillable"',
    [_ItemId] nvarchar(max) N'$."_ItemId"',
    [_TimeReceived] datetimeoffset(7) N'$."_TimeReceived"',
    [_Internal_WorkspaceResourceId] nvarchar(max) N'$."_Internal_WorkspaceResourceId"'
);
GO

CREATE OR ALTER FUNCTION [dbo].[resource_log_of_ACSCallingMetrics] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [ResultType],
    [CorrelationId],
    [Category],
    [TimestampMax],
    [TimestampBin],
    [MetricValueAvg],
    [Unit],
    [Goal],
    [FailedLegsDcount],
    [SuccessLegsDcount],
    [CallsDcount],
    [LegsDcount],
    [SubCode],
    [CallType],
    [Platform],
    [DeviceModel],
    [DeviceBrand],
    [DeviceFamily],
    [DeviceOsVersionMajor],
    [DeviceOsVersionMinor],
    [DeviceBrowserVersionMinor],
    [DeviceBrowserVersionMajor],
    [DeviceOsName],
    [DeviceBrowser],
    [SdkVersion],
    [MetricName],
    CAST(NULL AS nvarchar(max)) AS [Type],
    CAST(NULL AS nvarchar(max)) AS [TenantId],
    CAST(NULL AS nvarchar(max)) AS [SourceSystem],
    [_ResourceId],
    CAST(NULL AS nvarchar(max)) AS [_SubscriptionId],
    CAST(NULL AS float) AS [_BilledSize],
    CAST(NULL AS nvarchar(max)) AS [_IsBillable],
    CAST(NULL AS nvarchar(max)) AS [_ItemId],
    CAST(NULL AS datetimeoffset(7)) AS [_TimeReceived],
    CAST(NULL AS nvarchar(max)) AS [_Internal_WorkspaceResourceId],
    [ResultSignature],
    [ResultDescription],
    [DurationMs],
    [CallerIpAddress],
    [Identity],
    [Level],
    [Location],
    [URI],
    [tenantId_]
FROM OPENJSON(@record) WITH (
    [TimeGenerated] datetimeoffset(7) N'$."time"',
    [OperationName] nvarchar(max) N'$."operationName"',
    [OperationVersion] nvarchar(max) N'$."operationVersion"',
    [ResultType] nvarchar(max) N'$."resultType"',
    [CorrelationId] nvarchar(max) N'$."correlationId"',
    [Category] nvarchar(max) N'$."category"',
    [TimestampMax] datetimeoffset(7) N'$."properties"."TimestampMax"',
    [TimestampBin] datetimeoffset(7) N'$."properties"."TimestampBin"',
    [MetricValueAvg] float N'$."properties"."MetricValueAvg"',
    [Unit] nvarchar(max) N'$."properties"."Unit"',
    [Goal] nvarchar(max) N'$."properties"."Goal"',
    [FailedLegsDcount] int N'$."properties"."FailedLegsDcount"',
    [SuccessLegsDcount] int N'$."properties"."SuccessLegsDcount"',
    [CallsDcount] int N'$."properties"."CallsDcount"',
    [LegsDcount] int N'$."properties"."LegsDcount"',
    [SubCode] nvarchar(max) N'$."properties"."SubCode"',
    [CallType] nvarchar(max) N'$."properties"."CallType"',
    [Platform] nvarchar(max) N'$."properties"."Platform"',
    [DeviceModel] nvarchar(max) N'$."properties"."DeviceModel"',
    [DeviceBrand] nvarchar(max) N'$."properties"."DeviceBrand"',
    [DeviceFamily] nvarchar(max) N'$."properties"."DeviceFamily"',
    [DeviceOsVersionMajor] nvarchar(max) N'$."properties"."DeviceOsVersionMajor"',
    [DeviceOsVersionMinor] nvarchar(max) N'$."properties"."DeviceOsVersionMinor"',
    [DeviceBrowserVersionMinor] nvarchar(max) N'$."properties"."DeviceBrowserVersionMinor"',
    [DeviceBrowserVersionMajor] nvarchar(max) N'$."properties"."DeviceBrowserVersionMajor"',
    [DeviceOsName] nvarchar(max) N'$."properties"."DeviceOsName"',
    [DeviceBrowser] nvarchar(max) N'$."properties"."DeviceBrowser"',
    [SdkVersion] nvarchar(max) N'$."properties"."SdkVersion"',
    [MetricName] nvarchar(max) N'$."properties"."MetricName"',
    [_ResourceId] nvarchar(max) N'$."resourceId"',
    [ResultSignature] nvarchar(max) N'$."resultSignature"',
    [ResultDescription] nvarchar(max) N'$."resultDescription"',
    [DurationMs] float N'$."durationMs"',
    [CallerIpAddress] nvarchar(max) N'$."callerIpAddress"',
    [Identity] nvarchar(max) N'$."identity"',
    [Level] nvarchar(max) N'$."level"',
    [Location] nvarchar(max) N'$."location"',
    [URI] nvarchar(max) N'$."uri"',
    [tenantId_] nvarchar(max) N'$."tenantId"'
);
GO
