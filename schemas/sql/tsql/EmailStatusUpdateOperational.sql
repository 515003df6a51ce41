-- EmailStatusUpdateOperational: its table, and the functions that make rows of records.
IF OBJECT_ID(N'[dbo].[ACSEmailStatusUpdateOperational]', N'U') IS NULL
BEGIN
CREATE TABLE [dbo].[ACSEmailStatusUpdateOperational] (
    [TimeGenerated] datetimeoffset(7) NOT NULL,
    [OperationName] nvarchar(max) NOT NULL,
    [OperationVersion] nvarchar(max) NULL,
    [CorrelationId] nvarchar(max) NOT NULL,
    [Location] nvarchar(max) NULL,
    [Category] nvarchar(max) NOT NULL,
    [RecipientId] nvarchar(max) NULL,
    [DeliveryStatus] nvarchar(max) NOT NULL,
    [SmtpStatusCode] nvarchar(max) NULL,
    [EnhancedSmtpStatusCode] nvarchar(max) NULL,
    [RecipientMailServerHostName] nvarchar(max) NULL,
    [SenderUsername] nvarchar(max) NULL,
    [SenderDomain] nvarchar(max) NULL,
    [FailureReason] nvarchar(max) NULL,
    [FailureMessage] nvarchar(max) NULL,
    [IsHardBounce] nvarchar(max) NULL,
    [InternetMessageId] nvarchar(max) NULL,
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
EXEC sys.sp_addextendedproperty N'MS_Description', N'What became of an e-mail: of the message as a whole, or of its delivery to one recipient.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'TimeGenerated';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the logged operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'OperationName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'The `api-version` of the call, or the version of the operation where no API is involved. Free text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'OperationVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Joins the records that belong together. Opaque text, often but not always a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'CorrelationId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure region that processed the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'Location';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record, as the diagnostic setting names it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'Category';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Address of the recipient; empty where the record is about the message as a whole.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'RecipientId';
EXEC sys.sp_addextendedproperty N'personal_data', N'email-address', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'RecipientId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'State of the message where `RecipientId` is empty, otherwise of its delivery to that recipient.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'DeliveryStatus';
EXEC sys.sp_addextendedproperty N'MS_Description', N'SMTP status code that the recipient''s server answered with.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'SmtpStatusCode';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Enhanced SMTP status code: three numbers with dots between them.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'EnhancedSmtpStatusCode';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the recipient''s mail server.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'RecipientMailServerHostName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'User name of the sender: the part of the address before `@`.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'SenderUsername';
EXEC sys.sp_addextendedproperty N'personal_data', N'email-local-part', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'SenderUsername';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Domain of the sender: the part of the address after `@`.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'SenderDomain';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Why the delivery failed, in short; empty where it did not.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'FailureReason';
EXEC sys.sp_addextendedproperty N'MS_Description', N'What the recipient''s server said about the failure, word for word.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'FailureMessage';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the failure is permanent, so that another attempt is of no use; a truth value or text that says so.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'IsHardBounce';
EXEC sys.sp_addextendedproperty N'MS_Description', N'`Message-ID` header of the e-mail.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'InternetMessageId';
EXEC sys.sp_addextendedproperty N'personal_data', N'message-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'InternetMessageId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the table.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'Type';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'TenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'How the row was collected: `Azure` for resource logs.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'SourceSystem';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the Communication Services resource.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'_ResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the subscription that the resource belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'_SubscriptionId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Size that is billed for the row, in bytes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'_BilledSize';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'_IsBillable';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the row within the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'_ItemId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the workspace received the row; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'_TimeReceived';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'_Internal_WorkspaceResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Outcome of the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'ResultType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Status code of the operation, the HTTP status for REST calls; written as a number or as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'ResultSignature';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Static text about the outcome.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'ResultDescription';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the operation, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'DurationMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'personal_data', N'ip-address', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Communication Services or Teams identity behind the request.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Severity.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'Level';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Request URI; sometimes only its host name.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'URI';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Entra tenant; on tenant-level logs only.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'tenantId_';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Kind of operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'OperationType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record once more.', N'SCHEMA', N'dbo', N'TABLE', N'ACSEmailStatusUpdateOperational', N'COLUMN', N'OperationCategory';
END
GO

CREATE OR ALTER FUNCTION [dbo].[row_of_ACSEmailStatusUpdateOperational] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Location],
    [Category],
    [RecipientId],
    [DeliveryStatus],
    [SmtpStatusCode],
    [EnhancedSmtpStatusCode],
    [RecipientMailServerHostName],
    [SenderUsername],
    [SenderDomain],
    [FailureReason],
    [FailureMessage],
    [IsHardBounce],
    [InternetMessageId],
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
    [RecipientId] nvarchar(max) N'$."RecipientId"',
    [DeliveryStatus] nvarchar(max) N'$."DeliveryStatus"',
    [SmtpStatusCode] nvarchar(max) N'$."SmtpStatusCode"',
    [EnhancedSmtpStatusCode] nvarchar(max) N'$."EnhancedSmtpStatusCode"',
    [RecipientMailServerHostName] nvarchar(max) N'$."RecipientMailServerHostName"',
    [SenderUsername] nvarchar(max) N'$."SenderUsername"',
    [SenderDomain] nvarchar(max) N'$."SenderDomain"',
    [FailureReason] nvarchar(max) N'$."FailureReason"',
    [FailureMessage] nvarchar(max) N'$."FailureMessage"',
    [IsHardBounce] nvarchar(max) N'$."IsHardBounce"',
    [InternetMessageId] nvarchar(max) N'$."InternetMessageId"',
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

CREATE OR ALTER FUNCTION [dbo].[resource_log_of_ACSEmailStatusUpdateOperational] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Location],
    [Category],
    [RecipientId],
    [DeliveryStatus],
    [SmtpStatusCode],
    [EnhancedSmtpStatusCode],
    [RecipientMailServerHostName],
    [SenderUsername],
    [SenderDomain],
    [FailureReason],
    [FailureMessage],
    [IsHardBounce],
    [InternetMessageId],
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
    [RecipientId] nvarchar(max) N'$."properties"."RecipientId"',
    [DeliveryStatus] nvarchar(max) N'$."properties"."DeliveryStatus"',
    [SmtpStatusCode] nvarchar(max) N'$."properties"."SmtpStatusCode"',
    [EnhancedSmtpStatusCode] nvarchar(max) N'$."properties"."EnhancedSmtpStatusCode"',
    [RecipientMailServerHostName] nvarchar(max) N'$."properties"."RecipientMailServerHostName"',
    [SenderUsername] nvarchar(max) N'$."properties"."SenderUsername"',
    [SenderDomain] nvarchar(max) N'$."properties"."SenderDomain"',
    [FailureReason] nvarchar(max) N'$."properties"."FailureReason"',
    [FailureMessage] nvarchar(max) N'$."properties"."FailureMessage"',
    [IsHardBounce] nvarchar(max) N'$."properties"."IsHardBounce"',
    [InternetMessageId] nvarchar(max) N'$."properties"."InternetMessageId"',
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
