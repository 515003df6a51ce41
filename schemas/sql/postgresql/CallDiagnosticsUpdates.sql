-- CallDiagnosticsUpdates: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallDiagnosticsUpdates" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "CorrelationId" text,
    "Category" text NOT NULL,
    "Identifier" text,
    "ParticipantId" text,
    "EndpointId" text,
    "EndpointType" text,
    "MediaType" text,
    "StreamId" bigint,
    "TransportType" text,
    "RoundTripTimeAvg" integer,
    "RoundTripTimeMax" integer,
    "JitterAvg" integer,
    "JitterMax" integer,
    "PacketLossRateAvg" double precision,
    "PacketLossRateMax" double precision,
    "HealedDataRatioAvg" double precision,
    "HealedDataRatioMax" double precision,
    "RecvResolutionHeight" integer,
    "RecvFreezeDurationPerMinuteInMs" double precision,
    "VideoFrameRateAvg" double precision,
    "JitterBufferSizeAvg" integer,
    "JitterBufferSizeMax" integer,
    "PacketUtilization" integer,
    "VideoBitRateAvg" integer,
    "VideoBitRateMax" integer,
    "StreamDirection" text,
    "CodecName" text,
    "CallUpdatesVersion" integer,
    "TPE" boolean,
    "Type" text,
    "TenantId" text,
    "SourceSystem" text,
    "_ResourceId" text,
    "_SubscriptionId" text,
    "_BilledSize" double precision,
    "_IsBillable" text,
    "_ItemId" text,
    "_TimeReceived" timestamptz,
    "_Internal_WorkspaceResourceId" text,
    "ResultType" text,
    "ResultSignature" text,
    "ResultDescription" text,
    "DurationMs" double precision,
    "CallerIpAddress" text,
    "Identity" text,
    "Level" text,
    "Location" text,
    "URI" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSCallDiagnosticsUpdates" IS 'The quality of one media stream of one participant, written while the call goes on and again when it changes.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."Identifier" IS 'Identity of the user behind the endpoint, such as a Communication Services or Teams user, or a GUID. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."ParticipantId" IS 'Identifier of the participant, which joins the records of one participant in one call. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."EndpointId" IS 'Identifier of the device or server at this end of the stream; may be missing for servers.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."EndpointType" IS 'Kind of endpoint. The documentation writes some kinds in capitals that records write in mixed case.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."MediaType" IS 'What the stream carries.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."StreamId" IS 'Identifier of the stream, unique among those of one participant and media type.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."TransportType" IS 'Transport protocol of the stream.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."RoundTripTimeAvg" IS 'Average round-trip time, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."RoundTripTimeMax" IS 'Greatest round-trip time, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."JitterAvg" IS 'Average jitter, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."JitterMax" IS 'Greatest jitter, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."PacketLossRateAvg" IS 'Average share of lost packets, from 0 to 1.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."PacketLossRateMax" IS 'Greatest share of lost packets, from 0 to 1.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."HealedDataRatioAvg" IS 'Average share of concealed audio, from 0 to 1.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."HealedDataRatioMax" IS 'Greatest share of concealed audio, from 0 to 1.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."RecvResolutionHeight" IS 'Height of the received video, in pixels.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."RecvFreezeDurationPerMinuteInMs" IS 'Time for which received video stood still, in milliseconds for each minute.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."VideoFrameRateAvg" IS 'Average frame rate of the video, in frames per second.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."JitterBufferSizeAvg" IS 'Average size of the jitter buffer, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."JitterBufferSizeMax" IS 'Greatest size of the jitter buffer, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."PacketUtilization" IS 'Number of packets of the stream.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."VideoBitRateAvg" IS 'Average bit rate of the video, in bits per second.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."VideoBitRateMax" IS 'Greatest bit rate of the video, in bits per second.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."StreamDirection" IS 'Direction of the stream, in whichever letter case.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."CodecName" IS 'Codec of the stream.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."CallUpdatesVersion" IS 'Version of the record; of several for one stream the highest counts.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."TPE" IS 'Whether the call runs over Teams Phone Extensibility.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallDiagnosticsUpdates"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallDiagnosticsUpdates"(record jsonb) RETURNS SETOF "ACSCallDiagnosticsUpdates"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'CorrelationId',
        record ->> 'Category',
        record ->> 'Identifier',
        record ->> 'ParticipantId',
        record ->> 'EndpointId',
        record ->> 'EndpointType',
        record ->> 'MediaType',
        (record ->> 'StreamId')::bigint,
        record ->> 'TransportType',
        (record ->> 'RoundTripTimeAvg')::integer,
        (record ->> 'RoundTripTimeMax')::integer,
        (record ->> 'JitterAvg')::integer,
        (record ->> 'JitterMax')::integer,
        (record ->> 'PacketLossRateAvg')::double precision,
        (record ->> 'PacketLossRateMax')::double precision,
        (record ->> 'HealedDataRatioAvg')::double precision,
        (record ->> 'HealedDataRatioMax')::double precision,
        (record ->> 'RecvResolutionHeight')::integer,
        (record ->> 'RecvFreezeDurationPerMinuteInMs')::double precision,
        (record ->> 'VideoFrameRateAvg')::double precision,
        (record ->> 'JitterBufferSizeAvg')::integer,
        (record ->> 'JitterBufferSizeMax')::integer,
        (record ->> 'PacketUtilization')::integer,
        (record ->> 'VideoBitRateAvg')::integer,
        (record ->> 'VideoBitRateMax')::integer,
        record ->> 'StreamDirection',
        record ->> 'CodecName',
        (record ->> 'CallUpdatesVersion')::integer,
        (record ->> 'TPE')::boolean,
        record ->> 'Type',
        record ->> 'TenantId',
        record ->> 'SourceSystem',
        record ->> '_ResourceId',
        record ->> '_SubscriptionId',
        (record ->> '_BilledSize')::double precision,
        record ->> '_IsBillable',
        record ->> '_ItemId',
        (record ->> '_TimeReceived')::timestamptz,
        record ->> '_Internal_WorkspaceResourceId',
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::double precision,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallDiagnosticsUpdates"(record jsonb) RETURNS SETOF "ACSCallDiagnosticsUpdates"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'correlationId',
        record ->> 'category',
        record -> 'properties' ->> 'identifier',
        record -> 'properties' ->> 'participantId',
        record -> 'properties' ->> 'endpointId',
        record -> 'properties' ->> 'endpointType',
        record -> 'properties' ->> 'mediaType',
        (record -> 'properties' ->> 'streamId')::bigint,
        record -> 'properties' ->> 'transportType',
        (record -> 'properties' ->> 'roundTripTimeAvg')::integer,
        (record -> 'properties' ->> 'roundTripTimeMax')::integer,
        (record -> 'properties' ->> 'jitterAvg')::integer,
        (record -> 'properties' ->> 'jitterMax')::integer,
        (record -> 'properties' ->> 'packetLossRateAvg')::double precision,
        (record -> 'properties' ->> 'packetLossRateMax')::double precision,
        (record -> 'properties' ->> 'healedDataRatioAvg')::double precision,
        (record -> 'properties' ->> 'healedDataRatioMax')::double precision,
        (record -> 'properties' ->> 'recvResolutionHeight')::integer,
        (record -> 'properties' ->> 'recvFreezeDurationPerMinuteInMs')::double precision,
        (record -> 'properties' ->> 'videoFrameRateAvg')::double precision,
        (record -> 'properties' ->> 'jitterBufferSizeAvg')::integer,
        (record -> 'properties' ->> 'jitterBufferSizeMax')::integer,
        (record -> 'properties' ->> 'packetUtilization')::integer,
        (record -> 'properties' ->> 'videoBitRateAvg')::integer,
        (record -> 'properties' ->> 'videoBitRateMax')::integer,
        record -> 'properties' ->> 'streamDirection',
        record -> 'properties' ->> 'codecName',
        (record -> 'properties' ->> 'callupdatesversion')::integer,
        (record -> 'properties' ->> 'tpe')::boolean,
        NULL::text,
        NULL::text,
        NULL::text,
        record ->> 'resourceId',
        NULL::text,
        NULL::double precision,
        NULL::text,
        NULL::text,
        NULL::timestamptz,
        NULL::text,
        record ->> 'resultType',
        record ->> 'resultSignature',
        record ->> 'resultDescription',
        (record ->> 'durationMs')::double precision,
        record ->> 'callerIpAddress',
        record ->> 'identity',
        record ->> 'level',
        record ->> 'location',
        record ->> 'uri',
        record ->> 'tenantId'
$acslint$;
