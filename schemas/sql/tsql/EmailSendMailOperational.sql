-- EmailSendMailOperational: its table, and the functions that make rows of records.
IF OBJECT_ID(N'[dbo].[ACSEmailSendMailOperational]', N'U') IS NULL
BEGIN
CREATE TABLE [dbo].[ACSEmailSendMailOperational] (
    [TimeGenerated] datetimeoffset(7) NOT NULL,
    [OperationName] nvarchar(max) NOT NULL,
    [OperationVersion] nvarchar(max) NULL,
    [CorrelationId] nvarchar(max) NOT NULL,
    [Location] nvarchar(max) NULL,
    [Category] nvarchar(max) NOT NULL,
    [Size] float NOT NULL,
    [ToRecipientsCount] int NOT NULL,
    [CcRecipientsCount] int NOT NULL,
    [BccRecipientsCount] int NOT NULL,
    [UniqueRecipientsCount] int NOT NULL,
    [AttachmentsCount] int NOT NULL,
    [TrafficSource] nvarchar(max) NULL,
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
    [URI] nvarchar(max) NULL,
    [tenantId_] nvarchar(max) NULL,
    [OperationType] nvarchar(max) NULL,
    [OperationCategory] nvarchar(max) NULL
);
EXEC sys.sp_addextendedproperty N'MS_Description', N'An e-mail that was handed to the service: its size and to how many recipients it goes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'TimeGenerated';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the logged operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'OperationName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'The `api-version` of the call, or the version of the operation where no API is involved. Free text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'OperationVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Joins the records that belong together. Opaque text, often but not always a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'CorrelationId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure region that processed the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'Location';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record, as the diagnostic setting names it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'Category';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Size of the e-mail, in megabytes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'Size';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Number of different addresses in `To`.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'ToRecipientsCount';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Number of different addresses in `Cc`.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'CcRecipientsCount';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Number of different addresses in `Bcc`.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'BccRecipientsCount';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Number of different addresses in `To`, `Cc` and `Bcc` together.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'UniqueRecipientsCount';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Number of attachments.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'AttachmentsCount';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Client that handed over the e-mail.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'TrafficSource';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the table.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'Type';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'TenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'How the row was collected: `Azure` for resource logs.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'SourceSystem';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the Communication Services resource.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'_ResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the subscription that the resource belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'_SubscriptionId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Size that is billed for the row, in bytes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'_BilledSize';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'_IsBillable';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the row within the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'_ItemId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the workspace received the row; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'_TimeReceived';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'_Internal_WorkspaceResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Outcome of the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'ResultType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Status code of the operation, the HTTP status for REST calls; written as a number or as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'ResultSignature';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Static text about the outcome.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'ResultDescription';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the operation, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'DurationMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'personal_data', N'ip-address', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Communication Services or Teams identity behind the request.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Severity.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'Level';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Request URI; sometimes only its host name.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'URI';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Entra tenant; on tenant-level logs only.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'tenantId_';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Kind of operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'OperationType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record once more.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailSendMailOperational', N'COLUMN', N'OperationCategory';
END
GO

CREATE OR ALTER FUNCTION [dbo].[row_of_ACSEmailSendMailOperational] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Location],
    [Category],
    [Size],
    [ToRecipientsCount],
    [CcRecipientsCount],
    [BccRecipientsCount],
    [UniqueRecipientsCount],
    [AttachmentsCount],
    [TrafficSource],
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
    CAST(NULL AS nvarchar(max)) AS [URI],
    CAST(NULL AS nvarchar(max)) AS [tenantId_],
    CAST(NULL AS nvarchar(max)) AS [OperationType],
    CAST(NULL AS nvarchar(max)) AS [OperationCategory]
FROM OPENJSON(@record) WITH (
    [TimeGenerated] datetimeoffset(7) N'$."TimeGenerated"',
    [OperationName] nvarchar(max) N'$."OperationName"',
    [OperationVersion] nvarchar(max) N'$."OperationVersion"',
    [CorrelationId] nvarchar(max) N'$."CorrelationId"',
    [Location] nvarchar(max) N'$."Location"',
    [Category] nvarchar(max) N'$."Category"',
    [Size] float N'$."Size"',
    [ToRecipientsCount] int N'$."ToRecipientsCount"',
    [CcRecipientsCount] int N'$."CcRecipientsCount"',
    [BccRecipientsCount] int N'$."BccRecipientsCount"',
    [UniqueRecipientsCount] int N'$."UniqueRecipientsCount"',
    [AttachmentsCount] int N'$."AttachmentsCount"',
    [TrafficSource] nvarchar(max) N'$."TrafficSource"',
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

CREATE OR ALTER FUNCTION [dbo].[resource_log_of_ACSEmailSendMailOperational] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Location],
    [Category],
    [Size],
    [ToRecipientsCount],
    [CcRecipientsCount],
    [BccRecipientsCount],
    [UniqueRecipientsCount],
    [AttachmentsCount],
    [TrafficSource],
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
    [URI],
    [tenantId_],
    [OperationType],
    [OperationCategory]
FROM OPENJSON(@record) WITH (
    [TimeGenerated] datetimeoffset(7) N'$."time"',
    [OperationName] nvarchar(max) N'$."operationName"',
    [OperationVersion] nvarchar(max) N'$."operationVersion"',
    [CorrelationId] nvarchar(max) N'$."correlationId"',
    [Location] nvarchar(max) N'$."location"',
    [Category] nvarchar(max) N'$."category"',
    [Size] float N'$."properties"."Size"',
    [ToRecipientsCount] int N'$."properties"."ToRecipientsCount"',
    [CcRecipientsCount] int N'$."properties"."CcRecipientsCount"',
    [BccRecipientsCount] int N'$."properties"."BccRecipientsCount"',
    [UniqueRecipientsCount] int N'$."properties"."UniqueRecipientsCount"',
    [AttachmentsCount] int N'$."properties"."AttachmentsCount"',
    [TrafficSource] nvarchar(max) N'$."properties"."TrafficSource"',
    [_ResourceId] nvarchar(max) N'$."resourceId"',
    [ResultType] nvarchar(max) N'$."resultType"',
    [ResultSignature] nvarchar(max) N'$."resultSignature"',
    [ResultDescription] nvarchar(max) N'$."resultDescription"',
    [DurationMs] float N'$."durationMs"',
    [CallerIpAddress] nvarchar(max) N'$."callerIpAddress"',
    [Identity] nvarchar(max) N'$."identity"',
    [Level] nvarchar(max) N'$."level"',
    [URI] nvarchar(max) N'$."uri"',
    [tenantId_] nvarchar(max) N'$."tenantId"',
    [OperationType] nvarchar(max) N'$."properties"."OperationType"',
    [OperationCategory] nvarchar(max) N'$."properties"."OperationCategory"'
);
GO
