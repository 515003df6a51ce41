-- AdvancedMessagingOperational: its table, and the functions that make rows of records.
IF OBJECT_ID(N'[dbo].[ACSAdvancedMessagingOperations]', N'U') IS NULL
BEGIN
CREATE TABLE [dbo].[ACSAdvancedMessagingOperations] (
    [TimeGenerated] datetimeoffset(7) NOT NULL,
    [OperationName] nvarchar(max) NOT NULL,
    [OperationVersion] nvarchar(max) NULL,
    [ResultType] nvarchar(max) NULL,
    [ResultSignature] nvarchar(max) NULL,
    [ResultDescription] nvarchar(max) NULL,
    [DurationMs] float NULL,
    [CallerIpAddress] nvarchar(max) NULL,
    [CorrelationId] nvarchar(max) NULL,
    [Level] nvarchar(max) NULL,
    [Location] nvarchar(max) NULL,
    [URI] nvarchar(max) NULL,
    [Category] nvarchar(max) NOT NULL,
    [ChannelId] nvarchar(max) NULL,
    [MessageStatus] nvarchar(max) NULL,
    [MessageType] nvarchar(max) NULL,
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
    [Identity] nvarchar(max) NULL,
    [tenantId_] nvarchar(max) NULL
);
EXEC sys.sp_addextendedproperty N'MS_Description', N'A message that was sent or received over a messaging channel such as WhatsApp, or a request about one.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'TimeGenerated';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the logged operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'OperationName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'The `api-version` of the call, or the version of the operation where no API is involved. Free text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'OperationVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Outcome of the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'ResultType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Status code of the operation, the HTTP status for REST calls; written as a number or as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'ResultSignature';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Static text about the outcome.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'ResultDescription';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the operation, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'DurationMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'personal_data', N'ip-address', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Joins the records that belong together. Opaque text, often but not always a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'CorrelationId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Severity.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'Level';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure region that processed the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'Location';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Request URI; sometimes only its host name.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'URI';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record, as the diagnostic setting names it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'Category';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the registered messaging channel.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'ChannelId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'State of the message.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'MessageStatus';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Kind of message.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'MessageType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the table.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'Type';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'TenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'How the row was collected: `Azure` for resource logs.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'SourceSystem';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the Communication Services resource.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'_ResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the subscription that the resource belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'_SubscriptionId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Size that is billed for the row, in bytes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'_BilledSize';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'_IsBillable';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the row within the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'_ItemId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the workspace received the row; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'_TimeReceived';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'_Internal_WorkspaceResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Communication Services or Teams identity behind the request.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Entra tenant; on tenant-level logs only.', N'SCHEMA', N'dbo', N'TABLE', N'ACSAdvancedMessagingOperations', N'COLUMN', N'tenantId_';
END
GO

CREATE OR ALTER FUNCTION [dbo].[row_of_ACSAdvancedMessagingOperations] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [ResultType],
    [ResultSignature],
    [ResultDescription],
    [DurationMs],
    [CallerIpAddress],
    [CorrelationId],
    [Level],
    [Location],
    [URI],
    [Category],
    [ChannelId],
    [MessageStatus],
    [MessageType],
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
    CAST(NULL AS nvarchar(max)) AS [Identity],
    CAST(NULL AS nvarchar(max)) AS [tenantId_]
FROM OPENJSON(@record) WITH (
    [TimeGenerated] datetimeoffset(7) N'$."TimeGenerated"',
    [OperationName] nvarchar(max) N'$."OperationName"',
    [OperationVersion] nvarchar(max) N'$."OperationVersion"',
    [ResultType] nvarchar(max) N'$."ResultType"',
    [ResultSignature] nvarchar(max) N'$."ResultSignature"',
    [ResultDescription] nvarchar(max) N'$."ResultDescription"',
    [DurationMs] float N'$."DurationMs"',
    [CallerIpAddress] nvarchar(max) N'$."CallerIpAddress"',
    [CorrelationId] nvarchar(max) N'$."CorrelationId"',
    [Level] nvarchar(max) N'$."Level"',
    [Location] nvarchar(max) N'$."Location"',
    [URI] nvarchar(max) N'$."URI"',
    [Category] nvarchar(max) N'$."Category"',
    [ChannelId] nvarchar(max) N'$."ChannelId"',
    [MessageStatus] nvarchar(max) N'$."MessageStatus"',
    [MessageType] nvarchar(max) N'$."MessageType"',
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

CREATE OR ALTER FUNCTION [dbo].[resource_log_of_ACSAdvancedMessagingOperations] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [ResultType],
    [ResultSignature],
    [ResultDescription],
    [DurationMs],
    [CallerIpAddress],
    [CorrelationId],
    [Level],
    [Location],
    [URI],
    [Category],
    [ChannelId],
    [MessageStatus],
    [MessageType],
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
    [Identity],
    [tenantId_]
FROM OPENJSON(@record) WITH (
    [TimeGenerated] datetimeoffset(7) N'$."time"',
    [OperationName] nvarchar(max) N'$."operationName"',
    [OperationVersion] nvarchar(max) N'$."operationVersion"',
    [ResultType] nvarchar(max) N'$."resultType"',
    [ResultSignature] nvarchar(max) N'$."resultSignature"',
    [ResultDescription] nvarchar(max) N'$."resultDescription"',
    [DurationMs] float N'$."durationMs"',
    [CallerIpAddress] nvarchar(max) N'$."callerIpAddress"',
    [CorrelationId] nvarchar(max) N'$."correlationId"',
    [Level] nvarchar(max) N'$."level"',
    [Location] nvarchar(max) N'$."location"',
    [URI] nvarchar(max) N'$."uri"',
    [Category] nvarchar(max) N'$."category"',
    [ChannelId] nvarchar(max) N'$."properties"."ChannelId"',
    [MessageStatus] nvarchar(max) N'$."properties"."MessageStatus"',
    [MessageType] nvarchar(max) N'$."properties"."MessageType"',
    [_ResourceId] nvarchar(max) N'$."resourceId"',
    [Identity] nvarchar(max) N'$."identity"',
    [tenantId_] nvarchar(max) N'$."tenantId"'
);
GO
