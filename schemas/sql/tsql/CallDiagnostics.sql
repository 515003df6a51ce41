-- CallDiagnostics: its table, and the functions that make rows of records.
IF OBJECT_ID(N'[dbo].[ACSCallDiagnostics]', N'U') IS NULL
BEGIN
CREATE TABLE [dbo].[ACSCallDiagnostics] (
    [TimeGenerated] datetimeoffset(7) NOT NULL,
    [OperationName] nvarchar(max) NOT NULL,
    [OperationVersion] nvarchar(max) NULL,
    [CorrelationId] nvarchar(max) NULL,
    [Category] nvarchar(max) NOT NULL,
    [CodecName] nvarchar(max) NULL,
    [EndpointId] nvarchar(max) NULL,
    [EndpointType] nvarchar(max) NULL,
    [HealedDataRatioAvg] float NULL,
    [HealedDataRatioMax] float NULL,
    [Identifier] nvarchar(max) NULL,
    [JitterAvg] int NULL,
    [JitterBufferSizeAvg] int NULL,
    [JitterBufferSizeMax] int NULL,
    [JitterMax] int NULL,
    [MediaType] nvarchar(max) NULL,
    [PacketLossRateAvg] float NULL,
    [PacketLossRateMax] float NULL,
    [PacketUtilization] int NULL,
    [ParticipantId] nvarchar(max) NULL,
    [RecvFreezeDurationPerMinuteInMs] float NULL,
    [RecvResolutionHeight] int NULL,
    [RoundTripTimeAvg] int NULL,
    [RoundTripTimeMax] int NULL,
    [StreamDirection] nvarchar(max) NULL,
    [StreamId] bigint NULL,
    [TransportType] nvarchar(max) NULL,
    [VideoBitRateAvg] int NULL,
    [VideoBitRateMax] int NULL,
    [VideoFrameRateAvg] float NULL,
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
EXEC sys.sp_addextendedproperty N'MS_Description', N'The quality of one media stream of one participant of a call.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'TimeGenerated';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the logged operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'OperationName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'The `api-version` of the call, or the version of the operation where no API is involved. Free text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'OperationVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Joins the records that belong together. Opaque text, often but not always a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'CorrelationId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record, as the diagnostic setting names it.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'Category';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Codec of the stream.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'CodecName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the device or server at this end of the stream; may be missing for servers.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'EndpointId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Kind of endpoint. The documentation writes some kinds in capitals that records write in mixed case.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'EndpointType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Average share of concealed audio, from 0 to 1.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'HealedDataRatioAvg';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest share of concealed audio, from 0 to 1.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'HealedDataRatioMax';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identity of the user behind the endpoint, such as a Communication Services or Teams user, or a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'Identifier';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'Identifier';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Average jitter, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'JitterAvg';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Average size of the jitter buffer, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'JitterBufferSizeAvg';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest size of the jitter buffer, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'JitterBufferSizeMax';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest jitter, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'JitterMax';
EXEC sys.sp_addextendedproperty N'MS_Description', N'What the stream carries.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'MediaType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Average share of lost packets, from 0 to 1.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'PacketLossRateAvg';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest share of lost packets, from 0 to 1.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'PacketLossRateMax';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Number of packets of the stream.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'PacketUtilization';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the participant, which joins the records of one participant in one call.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'ParticipantId';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'ParticipantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Time for which received video stood still, in milliseconds for each minute.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'RecvFreezeDurationPerMinuteInMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Height of the received video, in pixels.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'RecvResolutionHeight';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Average round-trip time, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'RoundTripTimeAvg';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest round-trip time, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'RoundTripTimeMax';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Direction of the stream, in whichever letter case.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'StreamDirection';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the stream, unique among those of one participant and media type.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'StreamId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Transport protocol of the stream.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'TransportType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Average bit rate of the video, in bits per second.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'VideoBitRateAvg';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Greatest bit rate of the video, in bits per second.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'VideoBitRateMax';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Average frame rate of the video, in frames per second.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'VideoFrameRateAvg';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the call runs over Teams Phone Extensibility.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'TPE';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the table.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'Type';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'TenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'How the row was collected: `Azure` for resource logs.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'SourceSystem';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the Communication Services resource.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'_ResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the subscription that the resource belongs to.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'_SubscriptionId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Size that is billed for the row, in bytes.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'_BilledSize';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'_IsBillable';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the row within the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'_ItemId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time at which the workspace received the row; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'_TimeReceived';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the workspace; seen in exports.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'_Internal_WorkspaceResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Outcome of the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'ResultType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Status code of the operation, the HTTP status for REST calls; written as a number or as text.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'ResultSignature';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Static text about the outcome.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'ResultDescription';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the operation, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'DurationMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'personal_data', N'ip-address', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Communication Services or Teams identity behind the request.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Severity.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'Level';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure region that processed the operation.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'Location';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Request URI; sometimes only its host name.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'URI';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Entra tenant; on tenant-level logs only.', N'SCHEMA', N'dbo', N'TABLE', N'ACSCallDiagnostics', N'COLUMN', N'tenantId_';
END
GO

CREATE OR ALTER FUNCTION [dbo].[row_of_ACSCallDiagnostics] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Category],
    [CodecName],
    [EndpointId],
    [EndpointType],
    [HealedDataRatioAvg],
    [HealedDataRatioMax],
    [Identifier],
    [JitterAvg],
    [JitterBufferSizeAvg],
    [JitterBufferSizeMax],
    [JitterMax],
    [MediaType],
    [PacketLossRateAvg],
    [PacketLossRateMax],
    [PacketUtilization],
    [ParticipantId],
    [RecvFreezeDurationPerMinuteInMs],
    [RecvResolutionHeight],
    [RoundTripTimeAvg],
    [RoundTripTimeMax],
    [StreamDirection],
    [StreamId],
    [TransportType],
    [VideoBitRateAvg],
    [VideoBitRateMax],
    [VideoFrameRateAvg],
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
    [CodecName] nvarchar(max) N'$."CodecName"',
    [EndpointId] nvarchar(max) N'$."EndpointId"',
    [EndpointType] nvarchar(max) N'$."EndpointType"',
    [HealedDataRatioAvg] float N'$."HealedDataRatioAvg"',
    [HealedDataRatioMax] float N'$."HealedDataRatioMax"',
    [Identifier] nvarchar(max) N'$."Identifier"',
    [JitterAvg] int N'$."JitterAvg"',
    [JitterBufferSizeAvg] int N'$."JitterBufferSizeAvg"',
    [JitterBufferSizeMax] int N'$."JitterBufferSizeMax"',
    [JitterMax] int N'$."JitterMax"',
    [MediaType] nvarchar(max) N'$."MediaType"',
    [PacketLossRateAvg] float N'$."PacketLossRateAvg"',
    [PacketLossRateMax] float N'$."PacketLossRateMax"',
    [PacketUtilization] int N'$."PacketUtilization"',
    [ParticipantId] nvarchar(max) N'$."ParticipantId"',
    [RecvFreezeDurationPerMinuteInMs] float N'$."RecvFreezeDurationPerMinuteInMs"',
    [RecvResolutionHeight] int N'$."RecvResolutionHeight"',
    [RoundTripTimeAvg] int N'$."RoundTripTimeAvg"',
    [RoundTripTimeMax] int N'$."RoundTripTimeMax"',
    [StreamDirection] nvarchar(max) N'$."StreamDirection"',
    [StreamId] bigint N'$."StreamId"',
    [TransportType] nvarchar(max) N'$."TransportType"',
    [VideoBitRateAvg] int N'$."VideoBitRateAvg"',
    [VideoBitRateMax] int N'$."VideoBitRateMax"',
    [VideoFrameRateAvg] float N'$."VideoFrameRateAvg"',
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

CREATE OR ALTER FUNCTION [dbo].[resource_log_of_ACSCallDiagnostics] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [OperationName],
    [OperationVersion],
    [CorrelationId],
    [Category],
    [CodecName],
    [EndpointId],
    [EndpointType],
    [HealedDataRatioAvg],
    [HealedDataRatioMax],
    [Identifier],
    [JitterAvg],
    [JitterBufferSizeAvg],
    [JitterBufferSizeMax],
    [JitterMax],
    [MediaType],
    [PacketLossRateAvg],
    [PacketLossRateMax],
    [PacketUtilization],
    [ParticipantId],
    [RecvFreezeDurationPerMinuteInMs],
    [RecvResolutionHeight],
    [RoundTripTimeAvg],
    [RoundTripTimeMax],
    [StreamDirection],
    [StreamId],
    [TransportType],
    [VideoBitRateAvg],
    [VideoBitRateMax],
    [VideoFrameRateAvg],
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
    [CodecName] nvarchar(max) N'$."properties"."codecName"',
    [EndpointId] nvarchar(max) N'$."properties"."endpointId"',
    [EndpointType] nvarchar(max) N'$."properties"."endpointType"',
    [HealedDataRatioAvg] float N'$."properties"."healedDataRatioAvg"',
    [HealedDataRatioMax] float N'$."properties"."healedDataRatioMax"',
    [Identifier] nvarchar(max) N'$."properties"."identifier"',
    [JitterAvg] int N'$."properties"."jitterAvg"',
    [JitterBufferSizeAvg] int N'$."properties"."jitterBufferSizeAvg"',
    [JitterBufferSizeMax] int N'$."properties"."jitterBufferSizeMax"',
    [JitterMax] int N'$."properties"."jitterMax"',
    [MediaType] nvarchar(max) N'$."properties"."mediaType"',
    [PacketLossRateAvg] float N'$."properties"."packetLossRateAvg"',
    [PacketLossRateMax] float N'$."properties"."packetLossRateMax"',
    [PacketUtilization] int N'$."properties"."packetUtilization"',
    [ParticipantId] nvarchar(max) N'$."properties"."participantId"',
    [RecvFreezeDurationPerMinuteInMs] float N'$."properties"."recvFreezeDurationPerMinuteInMs"',
    [RecvResolutionHeight] int N'$."properties"."recvResolutionHeight"',
    [RoundTripTimeAvg] int N'$."properties"."roundTripTimeAvg"',
    [RoundTripTimeMax] int N'$."properties"."roundTripTimeMax"',
    [StreamDirection] nvarchar(max) N'$."properties"."streamDirection"',
    [StreamId] bigint N'$."properties"."streamId"',
    [TransportType] nvarchar(max) N'$."properties"."transportType"',
    [VideoBitRateAvg] int N'$."properties"."videoBitRateAvg"',
    [VideoBitRateMax] int N'$."properties"."videoBitRateMax"',
    [VideoFrameRateAvg] float N'$."properties"."videoFrameRateAvg"',
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
