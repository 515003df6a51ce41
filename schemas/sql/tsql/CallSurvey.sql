-- CallSurvey: its table, and the functions that make rows of records.
IF OBJECT_ID(N'[dbo].[ACSCallSurvey]', N'U') IS NULL
BEGIN
CREATE TABLE [dbo].[ACSCallSurvey] (
    [TimeGenerated] datetimeoffset(7) NOT NULL,
    [OperationName] nvarchar(max) NOT NULL,
    [OperationVersion] nvarchar(max) NULL,
    [CorrelationId] nvarchar(max) NULL,
    [Category] nvarchar(max) NULL,
    [AudioIssues] nvarchar(max) NULL,
    [AudioRatingScore] int NULL,
    [AudioRatingScoreLowerBound] int NULL,
    [AudioRatingScoreThreshold] int NULL,
    [AudioRatingScoreUpperBound] int NULL,
    [CallId] nvarchar(max) NULL,
    [OverallCallIssues] nvarchar(max) NULL,
    [OverallRatingScore] int NULL,
    [OverallRatingScoreLowerBound] int NULL,
    [OverallRatingScoreThreshold] int NULL,
    [OverallRatingScoreUpperBound] int NULL,
    [ParticipantId] nvarchar(max) NULL,
    [ScreenshareIssues] nvarchar(max) NULL,
    [ScreenshareRatingScore] int NULL,
    [ScreenshareRatingScoreLowerBound] int NULL,
    [ScreenshareRatingScoreThreshold] int NULL,
    [ScreenshareRatingScoreUpperBound] int NULL,
    [SurveyId] nvarchar(max) NULL,
    [VideoIssues] nvarchar(max) NULL,
    [VideoRatingScore] int NULL,
    [VideoRatingScoreLowerBound] int NULL,
    [VideoRatingScoreThreshold] int NULL,
    [VideoRatingScoreUpperBound] int NULL,
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
EXEC sys.sp_addextendedproperty N'MS_Description', N'What a user answered when asked about the quality of a call.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'TimeGenerated';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the logged operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'OperationName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'The `api-version` of the call, or the version of the operation where no API is involved. Free text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'OperationVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Joins the records that belong together. Opaque text, often but not always a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'CorrelationId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record, as the diagnostic setting names it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'Category';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Issues that the user reported with the audio: names, with commas between them.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'AudioIssues';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Score that the user gave the audio, on the scale that the bounds describe.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'AudioRatingScore';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Least score that can be given to the audio.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'AudioRatingScoreLowerBound';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Score above which the audio counts as good.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'AudioRatingScoreThreshold';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest score that can be given to the audio.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'AudioRatingScoreUpperBound';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the call, as `CorrelationId` of other categories has it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'CallId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Issues that the user reported with the call as a whole: names, with commas between them.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'OverallCallIssues';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Score that the user gave the call as a whole, on the scale that the bounds describe.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'OverallRatingScore';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Least score that can be given to the call as a whole.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'OverallRatingScoreLowerBound';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Score above which the call as a whole counts as good.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'OverallRatingScoreThreshold';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest score that can be given to the call as a whole.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'OverallRatingScoreUpperBound';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the participant, which joins the records of one participant in one call.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'ParticipantId';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'ParticipantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Issues that the user reported with the screen sharing: names, with commas between them.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'ScreenshareIssues';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Score that the user gave the screen sharing, on the scale that the bounds describe.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'ScreenshareRatingScore';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Least score that can be given to the screen sharing.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'ScreenshareRatingScoreLowerBound';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Score above which the screen sharing counts as good.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'ScreenshareRatingScoreThreshold';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest score that can be given to the screen sharing.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'ScreenshareRatingScoreUpperBound';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the survey.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'SurveyId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Issues that the user reported with the video: names, with commas between them.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'VideoIssues';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Score that the user gave the video, on the scale that the bounds describe.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'VideoRatingScore';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Least score that can be given to the video.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'VideoRatingScoreLowerBound';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Score above which the video counts as good.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'VideoRatingScoreThreshold';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest score that can be given to the video.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'VideoRatingScoreUpperBound';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the table.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'Type';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'TenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'How the row was collected: `Azure` for resource logs.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'SourceSystem';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the Communication Services resource.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'_ResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the subscription that the resource belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'_SubscriptionId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Size that is billed for the row, in bytes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'_BilledSize';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'_IsBillable';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the row within the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'_ItemId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the workspace received the row; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'_TimeReceived';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'_Internal_WorkspaceResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Outcome of the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'ResultType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Status code of the operation, the HTTP status for REST calls; written as a number or as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'ResultSignature';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Static text about the outcome.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'ResultDescription';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the operation, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'DurationMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'personal_data', N'ip-address', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Communication Services or Teams identity behind the request.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Severity.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'Level';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure region that processed the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'Location';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Request URI; sometimes only its host name.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'URI';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Entra tenant; on tenant-level logs only.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallSurvey', N'COLUMN', N'tenantId_';
END
GO

CREATE OR ALTER FUNCTION [dbo].[row_of_ACSCallSurvey] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Category],
    [AudioIssues],
    [AudioRatingScore],
    [AudioRatingScoreLowerBound],
    [AudioRatingScoreThreshold],
    [AudioRatingScoreUpperBound],
    [CallId],
    [OverallCallIssues],
    [OverallRatingScore],
    [OverallRatingScoreLowerBound],
    [OverallRatingScoreThreshold],
    [OverallRatingScoreUpperBound],
    [ParticipantId],
    [ScreenshareIssues],
    [ScreenshareRatingScore],
    [ScreenshareRatingScoreLowerBound],
    [ScreenshareRatingScoreThreshold],
    [ScreenshareRatingScoreUpperBound],
    [SurveyId],
    [VideoIssues],
    [VideoRatingScore],
    [VideoRatingScoreLowerBound],
    [VideoRatingScoreThreshold],
    [VideoRatingScoreUpperBound],
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
    [AudioIssues] nvarchar(max) N'$."AudioIssues"',
    [AudioRatingScore] int N'$."AudioRatingScore"',
    [AudioRatingScoreLowerBound] int N'$."AudioRatingScoreLowerBound"',
    [AudioRatingScoreThreshold] int N'$."AudioRatingScoreThreshold"',
    [AudioRatingScoreUpperBound] int N'$."AudioRatingScoreUpperBound"',
    [CallId] nvarchar(max) N'$."CallId"',
    [OverallCallIssues] nvarchar(max) N'$."OverallCallIssues"',
    [OverallRatingScore] int N'$."OverallRatingScore"',
    [OverallRatingScoreLowerBound] int N'$."OverallRatingScoreLowerBound"',
    [OverallRatingScoreThreshold] int N'$."OverallRatingScoreThreshold"',
    [OverallRatingScoreUpperBound] int N'$."OverallRatingScoreUpperBound"',
    [ParticipantId] nvarchar(max) N'$."ParticipantId"',
    [ScreenshareIssues] nvarchar(max) N'$."ScreenshareIssues"',
    [ScreenshareRatingScore] int N'$."ScreenshareRatingScore"',
    [ScreenshareRatingScoreLowerBound] int N'$."ScreenshareRatingScoreLowerBound"',
    [ScreenshareRatingScoreThreshold] int N'$."ScreenshareRatingScoreThreshold"',
    [ScreenshareRatingScoreUpperBound] int N'$."ScreenshareRatingScoreUpperBound"',
    [SurveyId] nvarchar(max) N'$."SurveyId"',
    [VideoIssues] nvarchar(max) N'$."VideoIssues"',
    [VideoRatingScore] int N'$."VideoRatingScore"',
    [VideoRatingScoreLowerBound] int N'$."VideoRatingScoreLowerBound"',
    [VideoRatingScoreThreshold] int N'$."VideoRatingScoreThreshold"',
    [VideoRatingScoreUpperBound] int N'$."VideoRatingScoreUpperBound"',
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

CREATE OR ALTER FUNCTION [dbo].[resource_log_of_ACSCallSurvey] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Category],
    [AudioIssues],
    [AudioRatingScore],
    [AudioRatingScoreLowerBound],
    [AudioRatingScoreThreshold],
    [AudioRatingScoreUpperBound],
    [CallId],
    [OverallCallIssues],
    [OverallRatingScore],
    [OverallRatingScoreLowerBound],
    [OverallRatingScoreThreshold],
    [OverallRatingScoreUpperBound],
    [ParticipantId],
    [ScreenshareIssues],
    [ScreenshareRatingScore],
    [ScreenshareRatingScoreLowerBound],
    [ScreenshareRatingScoreThreshold],
    [ScreenshareRatingScoreUpperBound],
    [SurveyId],
    [VideoIssues],
    [VideoRatingScore],
    [VideoRatingScoreLowerBound],
    [VideoRatingScoreThreshold],
    [VideoRatingScoreUpperBound],
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
    [AudioIssues] nvarchar(max) N'$."properties"."AudioIssues"',
    [AudioRatingScore] int N'$."properties"."AudioRatingScore"',
    [AudioRatingScoreLowerBound] int N'$."properties"."AudioRatingScoreLowerBound"',
    [AudioRatingScoreThreshold] int N'$."properties"."AudioRatingScoreThreshold"',
    [AudioRatingScoreUpperBound] int N'$."properties"."AudioRatingScoreUpperBound"',
    [CallId] nvarchar(max) N'$."properties"."CallId"',
    [OverallCallIssues] nvarchar(max) N'$."properties"."OverallCallIssues"',
    [OverallRatingScore] int N'$."properties"."OverallRatingScore"',
    [OverallRatingScoreLowerBound] int N'$."properties"."OverallRatingScoreLowerBound"',
    [OverallRatingScoreThreshold] int N'$."properties"."OverallRatingScoreThreshold"',
    [OverallRatingScoreUpperBound] int N'$."properties"."OverallRatingScoreUpperBound"',
    [ParticipantId] nvarchar(max) N'$."properties"."ParticipantId"',
    [ScreenshareIssues] nvarchar(max) N'$."properties"."ScreenshareIssues"',
    [ScreenshareRatingScore] int N'$."properties"."ScreenshareRatingScore"',
    [ScreenshareRatingScoreLowerBound] int N'$."properties"."ScreenshareRatingScoreLowerBound"',
    [ScreenshareRatingScoreThreshold] int N'$."properties"."ScreenshareRatingScoreThreshold"',
    [ScreenshareRatingScoreUpperBound] int N'$."properties"."ScreenshareRatingScoreUpperBound"',
    [SurveyId] nvarchar(max) N'$."properties"."SurveyId"',
    [VideoIssues] nvarchar(max) N'$."properties"."VideoIssues"',
    [VideoRatingScore] int N'$."properties"."VideoRatingScore"',
    [VideoRatingScoreLowerBound] int N'$."properties"."VideoRatingScoreLowerBound"',
    [VideoRatingScoreThreshold] int N'$."properties"."VideoRatingScoreThreshold"',
    [VideoRatingScoreUpperBound] int N'$."properties"."VideoRatingScoreUpperBound"',
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
