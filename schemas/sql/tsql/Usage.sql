-- Usage: its table, and the functions that make rows of records.
IF OBJECT_ID(N'[dbo].[ACSBillingUsage]', N'U') IS NULL
BEGIN
CREATE TABLE [dbo].[ACSBillingUsage] (
    [TimeGenerated] datetimeoffset(7) NOT NULL,
    [OperationName] nvarchar(max) NOT NULL,
    [OperationVersion] nvarchar(max) NULL,
    [CorrelationId] nvarchar(max) NULL,
    [Category] nvarchar(max) NOT NULL,
    [RecordId] nvarchar(max) NULL,
    [UsageType] nvarchar(max) NULL,
    [UnitType] nvarchar(max) NULL,
    [Quantity] float NULL,
    [StartTime] datetimeoffset(7) NULL,
    [EndTime] datetimeoffset(7) NULL,
    [ParticipantId] nvarchar(max) NULL,
    [UserIdA] nvarchar(max) NULL,
    [UserIdB] nvarchar(max) NULL,
    [Properties] nvarchar(max) NULL,
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
    [ResultType] nvarchar(max) NULL,
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
EXEC sys.sp_addextendedproperty N'MS_Description', N'What was used of a Communication Services resource and is billed: one record for each unit of consumption reported.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'TimeGenerated';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the logged operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'OperationName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'The `api-version` of the call, or the version of the operation where no API is involved. Free text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'OperationVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Joins the records that belong together. Opaque text, often but not always a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'CorrelationId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record, as the diagnostic setting names it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'Category';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the usage record.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'RecordId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'What was used, such as a channel or a kind of call.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'UsageType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Unit in which `Quantity` is counted.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'UnitType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Amount used, in the unit that `UnitType` names.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'Quantity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the consumption began.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'StartTime';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the consumption ended; absent for what takes no time.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'EndTime';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Participant of the call, as other categories name it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'ParticipantId';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'ParticipantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'User who consumed the resource.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'UserIdA';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'UserIdA';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Second user, where a consumption has two parties.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'UserIdB';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'UserIdB';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Further data of the usage record, in any form.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'Properties';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the table.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'Type';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'TenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'How the row was collected: `Azure` for resource logs.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'SourceSystem';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the Communication Services resource.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'_ResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the subscription that the resource belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'_SubscriptionId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Size that is billed for the row, in bytes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'_BilledSize';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'_IsBillable';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the row within the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'_ItemId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the workspace received the row; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'_TimeReceived';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'_Internal_WorkspaceResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Outcome of the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'ResultType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Status code of the operation, the HTTP status for REST calls; written as a number or as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'ResultSignature';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Static text about the outcome.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'ResultDescription';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the operation, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'DurationMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'personal_data', N'ip-address', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Communication Services or Teams identity behind the request.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Severity.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'Level';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure region that processed the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'Location';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Request URI; sometimes only its host name.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'URI';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Entra tenant; on tenant-level logs only.', N'SCHEMA', N'dbo', N'TABLE', N'ACSBillingUsage', N'COLUMN', N'tenantId_';
END
GO

CREATE OR ALTER FUNCTION [dbo].[row_of_ACSBillingUsage] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Category],
    [RecordId],
    [UsageType],
    [UnitType],
    [Quantity],
    [StartTime],
    [EndTime],
    [ParticipantId],
    [UserIdA],
    [UserIdB],
    COALESCE([Properties], [Properties (plain)]) AS [Properties],
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
    CAST(NULL AS nvarchar(max)) AS [ResultType],
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
    [CorrelationId] nvarchar(max) N'$."CorrelationId"',
    [Category] nvarchar(max) N'$."Category"',
    [RecordId] nvarchar(max) N'$."RecordId"',
    [UsageType] nvarchar(max) N'$."UsageType"',
    [UnitType] nvarchar(max) N'$."UnitType"',
    [Quantity] float N'$."Quantity"',
    [StartTime] datetimeoffset(7) N'$."StartTime"',
    [EndTime] datetimeoffset(7) N'$."EndTime"',
    [ParticipantId] nvarchar(max) N'$."ParticipantId"',
    [UserIdA] nvarchar(max) N'$."UserIdA"',
    [UserIdB] nvarchar(max) N'$."UserIdB"',
    [Properties] nvarchar(max) N'$."Properties"' AS JSON,
    [Properties (plain)] nvarchar(max) N'$."Properties"',
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

CREATE OR ALTER FUNCTION [dbo].[resource_log_of_ACSBillingUsage] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Category],
    [RecordId],
    [UsageType],
    [UnitType],
    [Quantity],
    [StartTime],
    [EndTime],
    [ParticipantId],
    [UserIdA],
    [UserIdB],
    CAST(NULL AS nvarchar(max)) AS [Properties],
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
    [ResultType],
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
    [CorrelationId] nvarchar(max) N'$."correlationId"',
    [Category] nvarchar(max) N'$."category"',
    [RecordId] nvarchar(max) N'$."properties"."RecordId"',
    [UsageType] nvarchar(max) N'$."properties"."UsageType"',
    [UnitType] nvarchar(max) N'$."properties"."UnitType"',
    [Quantity] float N'$."properties"."Quantity"',
    [StartTime] datetimeoffset(7) N'$."properties"."StartTime"',
    [EndTime] datetimeoffset(7) N'$."properties"."EndTime"',
    [ParticipantId] nvarchar(max) N'$."properties"."ParticipantId"',
    [UserIdA] nvarchar(max) N'$."properties"."UserIdA"',
    [UserIdB] nvarchar(max) N'$."properties"."UserIdB"',
    [_ResourceId] nvarchar(max) N'$."resourceId"',
    [ResultType] nvarchar(max) N'$."resultType"',
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
