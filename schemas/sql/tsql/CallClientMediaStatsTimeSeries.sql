-- CallClientMediaStatsTimeSeries: its table, and the functions that make rows of records.
IF OBJECT_ID(N'[dbo].[ACSCallClientMediaStatsTimeSeries]', N'U') IS NULL
BEGIN
CREATE TABLE [dbo].[ACSCallClientMediaStatsTimeSeries] (
    [TimeGenerated] datetimeoffset(7) NOT NULL,
    [OperationName] nvarchar(max) NOT NULL,
    [Category] nvarchar(max) NULL,
    [AggregationIntervalSeconds] int NULL,
    [Average] float NULL,
    [CallClientTimeStamp] datetimeoffset(7) NULL,
    [CallId] nvarchar(max) NULL,
    [ClientInstanceId] nvarchar(max) NULL,
    [Count] bigint NULL,
    [EndpointId] nvarchar(max) NULL,
    [Maximum] float NULL,
    [MediaStreamCodec] nvarchar(max) NULL,
    [MediaStreamDirection] nvarchar(max) NULL,
    [MediaStreamId] nvarchar(max) NULL,
    [MediaStreamType] nvarchar(max) NULL,
    [MetricName] nvarchar(max) NULL,
    [Minimum] float NULL,
    [ParticipantId] nvarchar(max) NULL,
    [RemoteEndpointId] nvarchar(max) NULL,
    [RemoteParticipantId] nvarchar(max) NULL,
    [Sum] float NULL,
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
    [OperationVersion] nvarchar(max) NULL,
    [ResultType] nvarchar(max) NULL,
    [ResultSignature] nvarchar(max) NULL,
    [ResultDescription] nvarchar(max) NULL,
    [DurationMs] float NULL,
    [CallerIpAddress] nvarchar(max) NULL,
    [CorrelationId] nvarchar(max) NULL,
    [Identity] nvarchar(max) NULL,
    [Level] nvarchar(max) NULL,
    [Location] nvarchar(max) NULL,
    [URI] nvarchar(max) NULL,
    [tenantId_] nvarchar(max) NULL
);
EXEC sys.sp_addextendedproperty N'MS_Description', N'What a client measured of one media stream during an interval, as one metric.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'TimeGenerated';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the logged operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'OperationName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record, as the diagnostic setting names it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'Category';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Length of the interval that the samples were collected in, in seconds; usually 10.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'AggregationIntervalSeconds';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Mean of the samples, in the unit of the metric.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'Average';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event by the client''s clock.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'CallClientTimeStamp';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the call, as `CorrelationId` of other categories has it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'CallId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the instance of the calling client.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'ClientInstanceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Number of samples.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'Count';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the device that the client runs on.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'EndpointId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest sample, in the unit of the metric.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'Maximum';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Codec of the media stream.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'MediaStreamCodec';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Direction of the media stream; records write `recv` where the documentation says `receive`.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'MediaStreamDirection';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the media stream; documented as not filled in yet.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'MediaStreamId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'What the media stream carries.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'MediaStreamType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the metric.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'MetricName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Least sample, in the unit of the metric.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'Minimum';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the participant, which joins the records of one participant in one call.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'ParticipantId';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'ParticipantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the endpoint at the other end of the stream.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'RemoteEndpointId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the participant at the other end of the stream.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'RemoteParticipantId';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'RemoteParticipantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Sum of the samples, in the unit of the metric.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'Sum';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the table.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'Type';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'TenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'How the row was collected: `Azure` for resource logs.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'SourceSystem';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the Communication Services resource.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'_ResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the subscription that the resource belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'_SubscriptionId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Size that is billed for the row, in bytes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'_BilledSize';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'_IsBillable';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the row within the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'_ItemId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the workspace received the row; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'_TimeReceived';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'_Internal_WorkspaceResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'The `api-version` of the call, or the version of the operation where no API is involved. Free text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'OperationVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Outcome of the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'ResultType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Status code of the operation, the HTTP status for REST calls; written as a number or as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'ResultSignature';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Static text about the outcome.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'ResultDescription';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the operation, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'DurationMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'personal_data', N'ip-address', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Joins the records that belong together. Opaque text, often but not always a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'CorrelationId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Communication Services or Teams identity behind the request.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Severity.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'Level';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure region that processed the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'Location';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Request URI; sometimes only its host name.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'URI';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Entra tenant; on tenant-level logs only.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallClientMediaStatsTimeSeries', N'COLUMN', N'tenantId_';
END
GO

CREATE OR ALTER FUNCTION [dbo].[row_of_ACSCallClientMediaStatsTimeSeries] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [Category],
    [AggregationIntervalSeconds],
    [Average],
    [CallClientTimeStamp],
    [CallId],
    [ClientInstanceId],
    [Count],
    [EndpointId],
    [Maximum],
    [MediaStreamCodec],
    [MediaStreamDirection],
    [MediaStreamId],
    [MediaStreamType],
    [MetricName],
    [Minimum],
    [ParticipantId],
    [RemoteEndpointId],
    [RemoteParticipantId],
    [Sum],
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
    CAST(NULL AS nvarchar(max)) AS [OperationVersion],
    CAST(NULL AS nvarchar(max)) AS [ResultType],
    CAST(NULL AS nvarchar(max)) AS [ResultSignature],
    CAST(NULL AS nvarchar(max)) AS [ResultDescription],
    CAST(NULL AS float) AS [DurationMs],
    CAST(NULL AS nvarchar(max)) AS [CallerIpAddress],
    CAST(NULL AS nvarchar(max)) AS [CorrelationId],
    CAST(NULL AS nvarchar(max)) AS [Identity],
    CAST(NULL AS nvarchar(max)) AS [Level],
    CAST(NULL AS nvarchar(max)) AS [Location],
    CAST(NULL AS nvarchar(max)) AS [URI],
    CAST(NULL AS nvarchar(max)) AS [tenantId_]
FROM OPENJSON(@record) WITH (
    [TimeGenerated] datetimeoffset(7) N'$."TimeGenerated"',
    [OperationName] nvarchar(max) N'$."OperationName"',
    [Category] nvarchar(max) N'$."Category"',
    [AggregationIntervalSeconds] int N'$."AggregationIntervalSeconds"',
    [Average] float N'$."Average"',
    [CallClientTimeStamp] datetimeoffset(7) N'$."CallClientTimeStamp"',
    [CallId] nvarchar(max) N'$."CallId"',
    [ClientInstanceId] nvarchar(max) N'$."ClientInstanceId"',
    [Count] bigint N'$."Count"',
    [EndpointId] nvarchar(max) N'$."EndpointId"',
    [Maximum] float N'$."Maximum"',
    [MediaStreamCodec] nvarchar(max) N'$."MediaStreamCodec"',
    [MediaStreamDirection] nvarchar(max) N'$."MediaStreamDirection"',
    [MediaStreamId] nvarchar(max) N'$."MediaStreamId"',
    [MediaStreamType] nvarchar(max) N'$."MediaStreamType"',
    [MetricName] nvarchar(max) N'$."MetricName"',
    [Minimum] float N'$."Minimum"',
    [ParticipantId] nvarchar(max) N'$."ParticipantId"',
    [RemoteEndpointId] nvarchar(max) N'$."RemoteEndpointId"',
    [RemoteParticipantId] nvarchar(max) N'$."RemoteParticipantId"',
    [Sum] float N'$."Sum"',
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

CREATE OR ALTER FUNCTION [dbo].[resource_log_of_ACSCallClientMediaStatsTimeSeries] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [Category],
    [AggregationIntervalSeconds],
    [Average],
    [CallClientTimeStamp],
    [CallId],
    [ClientInstanceId],
    [Count],
    [EndpointId],
    [Maximum],
    [MediaStreamCodec],
    [MediaStreamDirection],
    [MediaStreamId],
    [MediaStreamType],
    [MetricName],
    [Minimum],
    [ParticipantId],
    [RemoteEndpointId],
    [RemoteParticipantId],
    [Sum],
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
    [OperationVersion],
    [ResultType],
    [ResultSignature],
    [ResultDescription],
    [DurationMs],
    [CallerIpAddress],
    [CorrelationId],
    [Identity],
    [Level],
    [Location],
    [URI],
    [tenantId_]
FROM OPENJSON(@record) WITH (
    [TimeGenerated] datetimeoffset(7) N'$."time"',
    [OperationName] nvarchar(max) N'$."operationName"',
    [Category] nvarchar(max) N'$."category"',
    [AggregationIntervalSeconds] int N'$."properties"."AggregationIntervalSeconds"',
    [Average] float N'$."properties"."Average"',
    [CallClientTimeStamp] datetimeoffset(7) N'$."properties"."CallClientTimeStamp"',
    [CallId] nvarchar(max) N'$."properties"."CallId"',
    [ClientInstanceId] nvarchar(max) N'$."properties"."ClientInstanceId"',
    [Count] bigint N'$."properties"."Count"',
    [EndpointId] nvarchar(max) N'$."properties"."EndpointId"',
    [Maximum] float N'$."properties"."Maximum"',
    [MediaStreamCodec] nvarchar(max) N'$."properties"."MediaStreamCodec"',
    [MediaStreamDirection] nvarchar(max) N'$."properties"."MediaStreamDirection"',
    [MediaStreamId] nvarchar(max) N'$."properties"."MediaStreamId"',
    [MediaStreamType] nvarchar(max) N'$."properties"."MediaStreamType"',
    [MetricName] nvarchar(max) N'$."properties"."MetricName"',
    [Minimum] float N'$."properties"."Minimum"',
    [ParticipantId] nvarchar(max) N'$."properties"."ParticipantId"',
    [RemoteEndpointId] nvarchar(max) N'$."properties"."RemoteEndpointId"',
    [RemoteParticipantId] nvarchar(max) N'$."properties"."RemoteParticipantId"',
    [Sum] float N'$."properties"."Sum"',
    [_ResourceId] nvarchar(max) N'$."resourceId"',
    [OperationVersion] nvarchar(max) N'$."operationVersion"',
    [ResultType] nvarchar(max) N'$."resultType"',
    [ResultSignature] nvarchar(max) N'$."resultSignature"',
    [ResultDescription] nvarchar(max) N'$."resultDescription"',
    [DurationMs] float N'$."durationMs"',
    [CallerIpAddress] nvarchar(max) N'$."callerIpAddress"',
    [CorrelationId] nvarchar(max) N'$."correlationId"',
    [Identity] nvarchar(max) N'$."identity"',
    [Level] nvarchar(max) N'$."level"',
    [Location] nvarchar(max) N'$."location"',
    [URI] nvarchar(max) N'$."uri"',
    [tenantId_] nvarchar(max) N'$."tenantId"'
);
GO
