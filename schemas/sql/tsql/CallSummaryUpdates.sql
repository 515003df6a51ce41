-- CallSummaryUpdates: its table, and the functions that make rows of records.
IF OBJECT_ID(N'[dbo].[ACSCallSummaryUpdates]', N'U') IS NULL
BEGIN
CREATE TABLE [dbo].[ACSCallSummaryUpdates] (
    [TimeGenerated] datetimeoffset(7) NOT NULL,
    [OperationName] nvarchar(max) NOT NULL,
    [OperationVersion] nvarchar(max) NULL,
    [CorrelationId] nvarchar(max) NULL,
    [Category] nvarchar(max) NOT NULL,
    [Identifier] nvarchar(max) NULL,
    [CallStartTime] datetimeoffset(7) NULL,
    [CallDuration] bigint NULL,
    [CallType] nvarchar(max) NULL,
    [TeamsThreadId] nvarchar(max) NULL,
    [ParticipantId] nvarchar(max) NULL,
    [ParticipantTenantId] nvarchar(max) NULL,
    [ParticipantStartTime] datetimeoffset(7) NULL,
    [ParticipantDuration] bigint NULL,
    [ParticipantEndReason] nvarchar(max) NULL,
    [EndpointId] nvarchar(max) NULL,
    [EndpointType] nvarchar(max) NULL,
    [SdkVersion] nvarchar(max) NULL,
    [OsVersion] nvarchar(max) NULL,
    [PstnParticipantCallType] nvarchar(max) NULL,
    [ParticipantType] nvarchar(max) NULL,
    [ParticipantEndSubCode] nvarchar(max) NULL,
    [ResultCategory] nvarchar(max) NULL,
    [DiagnosticOptions] nvarchar(max) NULL,
    [CallUpdatesVersion] int NULL,
    [CallDebuggingInfo] nvarchar(max) NULL,
    [TPE] bit NULL,
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
EXEC sys.sp_addextendedproperty N'MS_Description', N'The part that one participant takes in a call, written while the call goes on and again when it changes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'TimeGenerated';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the logged operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'OperationName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'The `api-version` of the call, or the version of the operation where no API is involved. Free text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'OperationVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Joins the records that belong together. Opaque text, often but not always a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'CorrelationId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record, as the diagnostic setting names it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'Category';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identity of the user behind the endpoint, such as a Communication Services or Teams user, or a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'Identifier';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'Identifier';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the call began.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'CallStartTime';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the whole call, in seconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'CallDuration';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the call connects two parties directly or is a group call.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'CallType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Teams meeting that the call belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'TeamsThreadId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the participant, which joins the records of one participant in one call.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ParticipantId';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ParticipantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the tenant that the participant belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ParticipantTenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the participant''s leg began.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ParticipantStartTime';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the participant''s leg, in seconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ParticipantDuration';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Code with which the calling SDK ended the leg: a number, as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ParticipantEndReason';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the device or server that the participant took part with; may be missing for servers.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'EndpointId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Kind of endpoint. The documentation writes some kinds in capitals that records write in mixed case.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'EndpointType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Version of the calling SDK; may be empty, or `Redacted` for participants of other tenants.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'SdkVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Operating system of the endpoint; `Redacted` for participants of other tenants.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'OsVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Kind and direction of a leg in the telephone network.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'PstnParticipantCallType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Client and identity of the participant, combined into one word.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ParticipantType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Code that narrows the end reason down: a number, as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ParticipantEndSubCode';
EXEC sys.sp_addextendedproperty N'MS_Description', N'What the end reason amounts to: a success, or an error and whose.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ResultCategory';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Tags that the client application set on the call: JSON, written as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'DiagnosticOptions';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Version of the record; of several for one participant the highest counts.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'CallUpdatesVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Data for the service''s own support: JSON, written as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'CallDebuggingInfo';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the call runs over Teams Phone Extensibility.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'TPE';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the table.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'Type';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'TenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'How the row was collected: `Azure` for resource logs.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'SourceSystem';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the Communication Services resource.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'_ResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the subscription that the resource belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'_SubscriptionId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Size that is billed for the row, in bytes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'_BilledSize';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'_IsBillable';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the row within the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'_ItemId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the workspace received the row; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'_TimeReceived';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'_Internal_WorkspaceResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Outcome of the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ResultType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Status code of the operation, the HTTP status for REST calls; written as a number or as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ResultSignature';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Static text about the outcome.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'ResultDescription';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the operation, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'DurationMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'personal_data', N'ip-address', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Communication Services or Teams identity behind the request.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Severity.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'Level';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure region that processed the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'Location';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Request URI; sometimes only its host name.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'URI';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Entra tenant; on tenant-level logs only.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSummaryUpdates', N'COLUMN', N'tenantId_';
END
GO

CREATE OR ALTER FUNCTION [dbo].[row_of_ACSCallSummaryUpdates] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Category],
    [Identifier],
    [CallStartTime],
    [CallDuration],
    [CallType],
    [TeamsThreadId],
    [ParticipantId],
    [ParticipantTenantId],
    [ParticipantStartTime],
    [ParticipantDuration],
    [ParticipantEndReason],
    [EndpointId],
    [EndpointType],
    [SdkVersion],
    [OsVersion],
    [PstnParticipantCallType],
    [ParticipantType],
    [ParticipantEndSubCode],
    [ResultCategory],
    [DiagnosticOptions],
    [CallUpdatesVersion],
    [CallDebuggingInfo],
    [TPE],
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
    [Identifier] nvarchar(max) N'$."Identifier"',
    [CallStartTime] datetimeoffset(7) N'$."CallStartTime"',
    [CallDuration] bigint N'$."CallDuration"',
    [CallType] nvarchar(max) N'$."CallType"',
    [TeamsThreadId] nvarchar(max) N'$."TeamsThreadId"',
    [ParticipantId] nvarchar(max) N'$."ParticipantId"',
    [ParticipantTenantId] nvarchar(max) N'$."ParticipantTenantId"',
    [ParticipantStartTime] datetimeoffset(7) N'$."ParticipantStartTime"',
    [ParticipantDuration] bigint N'$."ParticipantDuration"',
    [ParticipantEndReason] nvarchar(max) N'$."ParticipantEndReason"',
    [EndpointId] nvarchar(max) N'$."EndpointId"',
    [EndpointType] nvarchar(max) N'$."EndpointType"',
    [SdkVersion] nvarchar(max) N'$."SdkVersion"',
    [OsVersion] nvarchar(max) N'$."OsVersion"',
    [PstnParticipantCallType] nvarchar(max) N'$."PstnParticipantCallType"',
    [ParticipantType] nvarchar(max) N'$."ParticipantType"',
    [ParticipantEndSubCode] nvarchar(max) N'$."ParticipantEndSubCode"',
    [ResultCategory] nvarchar(max) N'$."ResultCategory"',
    [DiagnosticOptions] nvarchar(max) N'$."DiagnosticOptions"',
    [CallUpdatesVersion] int N'$."CallUpdatesVersion"',
    [CallDebuggingInfo] nvarchar(max) N'$."CallDebuggingInfo"',
    [TPE] bit N'$."TPE"',
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

CREATE OR ALTER FUNCTION [dbo].[resource_log_of_ACSCallSummaryUpdates] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Category],
    [Identifier],
    [CallStartTime],
    [CallDuration],
    [CallType],
    [TeamsThreadId],
    [ParticipantId],
    [ParticipantTenantId],
    [ParticipantStartTime],
    [ParticipantDuration],
    [ParticipantEndReason],
    [EndpointId],
    [EndpointType],
    [SdkVersion],
    [OsVersion],
    [PstnParticipantCallType],
    [ParticipantType],
    [ParticipantEndSubCode],
    [ResultCategory],
    [DiagnosticOptions],
    [CallUpdatesVersion],
    [CallDebuggingInfo],
    [TPE],
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
    [Identifier] nvarchar(max) N'$."properties"."identifier"',
    [CallStartTime] datetimeoffset(7) N'$."properties"."callStartTime"',
    [CallDuration] bigint N'$."properties"."callDuration"',
    [CallType] nvarchar(max) N'$."properties"."callType"',
    [TeamsThreadId] nvarchar(max) N'$."properties"."teamsThreadId"',
    [ParticipantId] nvarchar(max) N'$."properties"."participantId"',
    [ParticipantTenantId] nvarchar(max) N'$."properties"."participantTenantId"',
    [ParticipantStartTime] datetimeoffset(7) N'$."properties"."participantStartTime"',
    [ParticipantDuration] bigint N'$."properties"."participantDuration"',
    [ParticipantEndReason] nvarchar(max) N'$."properties"."participantEndReason"',
    [EndpointId] nvarchar(max) N'$."properties"."endpointId"',
    [EndpointType] nvarchar(max) N'$."properties"."endpointType"',
    [SdkVersion] nvarchar(max) N'$."properties"."sdkVersion"',
    [OsVersion] nvarchar(max) N'$."properties"."osVersion"',
    [PstnParticipantCallType] nvarchar(max) N'$."properties"."pstnParticipantCallType"',
    [ParticipantType] nvarchar(max) N'$."properties"."participantType"',
    [ParticipantEndSubCode] nvarchar(max) N'$."properties"."participantEndSubCode"',
    [ResultCategory] nvarchar(max) N'$."properties"."resultCategory"',
    [DiagnosticOptions] nvarchar(max) N'$."properties"."diagnosticOptions"',
    [CallUpdatesVersion] int N'$."properties"."callupdatesversion"',
    [CallDebuggingInfo] nvarchar(max) N'$."properties"."callDebuggingInfo"',
    [TPE] bit N'$."properties"."tpe"',
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
