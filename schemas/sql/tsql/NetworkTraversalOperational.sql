-- NetworkTraversalOperational: its table, and the functions that make rows of records.
IF OBJECT_ID(N'[dbo].[ACSNetworkTraversalIncomingOperations]', N'U') IS NULL
BEGIN
CREATE TABLE [dbo].[ACSNetworkTraversalIncomingOperations] (
    [TimeGenerated] datetimeoffset(7) NOT NULL,
    [OperationName] nvarchar(max) NOT NULL,
    [OperationVersion] nvarchar(max) NULL,
    [ResultType] nvarchar(max) NULL,
    [ResultSignature] nvarchar(max) NULL,
    [DurationMs] float NULL,
    [CorrelationId] nvarchar(max) NULL,
    [Identity] nvarchar(max) NULL,
    [Level] nvarchar(max) NULL,
    [URI] nvarchar(max) NULL,
    [Category] nvarchar(max) NOT NULL,
    [RouteType] nvarchar(max) NULL,
    [TTL] nvarchar(max) NULL,
    [SdkType] nvarchar(max) NULL,
    [PlatformType] nvarchar(max) NULL,
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
    [ResultDescription] nvarchar(max) NULL,
    [CallerIpAddress] nvarchar(max) NULL,
    [Location] nvarchar(max) NULL,
    [tenantId_] nvarchar(max) NULL
);
EXEC sys.sp_addextendedproperty N'MS_Description', N'A request for a relay configuration, which let a client reach others through a TURN server.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'TimeGenerated';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the logged operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'OperationName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'The `api-version` of the call, or the version of the operation where no API is involved. Free text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'OperationVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Outcome of the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'ResultType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Status code of the operation, the HTTP status for REST calls; written as a number or as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'ResultSignature';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the operation, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'DurationMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Joins the records that belong together. Opaque text, often but not always a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'CorrelationId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Communication Services or Teams identity behind the request.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Severity.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'Level';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Request URI; sometimes only its host name.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'URI';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record, as the diagnostic setting names it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'Category';
EXEC sys.sp_addextendedproperty N'MS_Description', N'How the relay servers were chosen.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'RouteType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Time to live that the request asked for, as text; no source states its unit.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'TTL';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Kind of SDK that sent the request; may be empty.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'SdkType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Platform that the client runs on; may be empty.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'PlatformType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the table.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'Type';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'TenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'How the row was collected: `Azure` for resource logs.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'SourceSystem';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the Communication Services resource.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'_ResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the subscription that the resource belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'_SubscriptionId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Size that is billed for the row, in bytes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'_BilledSize';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'_IsBillable';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the row within the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'_ItemId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the workspace received the row; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'_TimeReceived';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'_Internal_WorkspaceResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Static text about the outcome.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'ResultDescription';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'personal_data', N'ip-address', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure region that processed the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'Location';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Entra tenant; on tenant-level logs only.', N'SCHEMA', N'dbo', N'TABLE', N'ACSNetworkTraversalIncomingOperations', N'COLUMN', N'tenantId_';
END
GO

CREATE OR ALTER FUNCTION [dbo].[row_of_ACSNetworkTraversalIncomingOperations] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [ResultType],
    [ResultSignature],
    [DurationMs],
    [CorrelationId],
    [Identity],
    [Level],
    [URI],
    [Category],
    [RouteType],
    [TTL],
    [SdkType],
    [PlatformType],
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
    CAST(NULL AS nvarchar(max)) AS [ResultDescription],
    CAST(NULL AS nvarchar(max)) AS [CallerIpAddress],
    CAST(NULL AS nvarchar(max)) AS [Location],
    CAST(NULL AS nvarchar(max)) AS [tenantId_]
FROM OPENJSON(@record) WITH (
    [TimeGenerated] datetimeoffset(7) N'$."TimeGenerated"',
    [OperationName] nvarchar(max) N'$."OperationName"',
    [OperationVersion] nvarchar(max) N'$."OperationVersion"',
    [ResultType] nvarchar(max) N'$."ResultType"',
    [ResultSignature] nvarchar(max) N'$."ResultSignature"',
    [DurationMs] float N'$."DurationMs"',
    [CorrelationId] nvarchar(max) N'$."CorrelationId"',
    [Identity] nvarchar(max) N'$."Identity"',
    [Level] nvarchar(max) N'$."Level"',
    [URI] nvarchar(max) N'$."URI"',
    [Category] nvarchar(max) N'$."Category"',
    [RouteType] nvarchar(max) N'$."RouteType"',
    [TTL] nvarchar(max) N'$."TTL"',
    [SdkType] nvarchar(max) N'$."SdkType"',
    [PlatformType] nvarchar(max) N'$."PlatformType"',
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

CREATE OR ALTER FUNCTION [dbo].[resource_log_of_ACSNetworkTraversalIncomingOperations] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [ResultType],
    [ResultSignature],
    [DurationMs],
    [CorrelationId],
    [Identity],
    [Level],
    [URI],
    [Category],
    [RouteType],
    [TTL],
    [SdkType],
    [PlatformType],
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
    [ResultDescription],
    [CallerIpAddress],
    [Location],
    [tenantId_]
FROM OPENJSON(@record) WITH (
    [TimeGenerated] datetimeoffset(7) N'$."time"',
    [OperationName] nvarchar(max) N'$."operationName"',
    [OperationVersion] nvarchar(max) N'$."operationVersion"',
    [ResultType] nvarchar(max) N'$."resultType"',
    [ResultSignature] nvarchar(max) N'$."resultSignature"',
    [DurationMs] float N'$."durationMs"',
    [CorrelationId] nvarchar(max) N'$."correlationId"',
    [Identity] nvarchar(max) N'$."identity"',
    [Level] nvarchar(max) N'$."level"',
    [URI] nvarchar(max) N'$."uri"',
    [Category] nvarchar(max) N'$."category"',
    [RouteType] nvarchar(max) N'$."properties"."RouteType"',
    [TTL] nvarchar(max) N'$."properties"."TTL"',
    [SdkType] nvarchar(max) N'$."properties"."SdkType"',
    [PlatformType] nvarchar(max) N'$."properties"."PlatformType"',
    [_ResourceId] nvarchar(max) N'$."resourceId"',
    [ResultDescription] nvarchar(max) N'$."resultDescription"',
    [CallerIpAddress] nvarchar(max) N'$."callerIpAddress"',
    [Location] nvarchar(max) N'$."location"',
    [tenantId_] nvarchar(max) N'$."tenantId"'
);
GO
