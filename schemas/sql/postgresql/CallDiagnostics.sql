-- CallDiagnostics: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallDiagnostics" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "CorrelationId" text,
    "Category" text NOT NULL,
    "CodecName" text,
    "EndpointId" text,
    "EndpointType" text,
    "HealedDataRatioAvg" double precision,
    "HealedDataRatioMax" double precision,
    "Identifier" text,
    "JitterAvg" integer,
    "JitterBufferSizeAvg" integer,
    "JitterBufferSizeMax" integer,
    "JitterMax" integer,
    "MediaType" text,
    "PacketLossRateAvg" double precision,
    "PacketLossRateMax" double precision,
    "PacketUtilization" integer,
    "ParticipantId" text,
    "RecvFreezeDurationPerMinuteInMs" double precision,
    "RecvResolutionHeight" integer,
    "RoundTripTimeAvg" integer,
    "RoundTripTimeMax" integer,
    "StreamDirection" text,
    "StreamId" bigint,
    "TransportType" text,
    "VideoBitRateAvg" integer,
    "VideoBitRateMax" integer,
    "VideoFrameRateAvg" double precision,
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

COMMENT ON TABLE "ACSCallDiagnostics" IS 'The quality of one media stream of one participant of a call.';
COMMENT ON COLUMN "ACSCallDiagnostics"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallDiagnostics"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallDiagnostics"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallDiagnostics"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallDiagnostics"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallDiagnostics"."CodecName" IS 'Codec of the stream.';
COMMENT ON COLUMN "ACSCallDiagnostics"."EndpointId" IS 'Identifier of the device or server at this end of the stream; may be missing for servers.';
COMMENT ON COLUMN "ACSCallDiagnostics"."EndpointType" IS 'Kind of endpoint. The documentation writes some kinds in capitals that records write in mixed case.';
COMMENT ON COLUMN "ACSCallDiagnostics"."HealedDataRatioAvg" IS 'Average share of concealed audio, from 0 to 1.';
COMMENT ON COLUMN "ACSCallDiagnostics"."HealedDataRatioMax" IS 'Greatest share of concealed audio, from 0 to 1.';
COMMENT ON COLUMN "ACSCallDiagnostics"."Identifier" IS 'Identity of the user behind the endpoint, such as a Communication Services or Teams user, or a GUID. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallDiagnostics"."JitterAvg" IS 'Average jitter, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnostics"."JitterBufferSizeAvg" IS 'Average size of the jitter buffer, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnostics"."JitterBufferSizeMax" IS 'Greatest size of the jitter buffer, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnostics"."JitterMax" IS 'Greatest jitter, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnostics"."MediaType" IS 'What the stream carries.';
COMMENT ON COLUMN "ACSCallDiagnostics"."PacketLossRateAvg" IS 'Average share of lost packets, from 0 to 1.';
COMMENT ON COLUMN "ACSCallDiagnostics"."PacketLossRateMax" IS 'Greatest share of lost packets, from 0 to 1.';
COMMENT ON COLUMN "ACSCallDiagnostics"."PacketUtilization" IS 'Number of packets of the stream.';
COMMENT ON COLUMN "ACSCallDiagnostics"."ParticipantId" IS 'Identifier of the participant, which joins the records of one participant in one call. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallDiagnostics"."RecvFreezeDurationPerMinuteInMs" IS 'Time for which received video stood still, in milliseconds for each minute.';
COMMENT ON COLUMN "ACSCallDiagnostics"."RecvResolutionHeight" IS 'Height of the received video, in pixels.';
COMMENT ON COLUMN "ACSCallDiagnostics"."RoundTripTimeAvg" IS 'Average round-trip time, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnostics"."RoundTripTimeMax" IS 'Greatest round-trip time, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnostics"."StreamDirection" IS 'Direction of the stream, in whichever letter case.';
COMMENT ON COLUMN "ACSCallDiagnostics"."StreamId" IS 'Identifier of the stream, unique among those of one participant and media type.';
COMMENT ON COLUMN "ACSCallDiagnostics"."TransportType" IS 'Transport protocol of the stream.';
COMMENT ON COLUMN "ACSCallDiagnostics"."VideoBitRateAvg" IS 'Average bit rate of the video, in bits per second.';
COMMENT ON COLUMN "ACSCallDiagnostics"."VideoBitRateMax" IS 'Greatest bit rate of the video, in bits per second.';
COMMENT ON COLUMN "ACSCallDiagnostics"."VideoFrameRateAvg" IS 'Average frame rate of the video, in frames per second.';
COMMENT ON COLUMN "ACSCallDiagnostics"."TPE" IS 'Whether the call runs over Teams Phone Extensibility.';
COMMENT ON COLUMN "ACSCallDiagnostics"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallDiagnostics"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallDiagnostics"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallDiagnostics"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallDiagnostics"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallDiagnostics"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallDiagnostics"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallDiagnostics"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallDiagnostics"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallDiagnostics"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallDiagnostics"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallDiagnostics"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallDiagnostics"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallDiagnostics"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallDiagnostics"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallDiagnostics"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallDiagnostics"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallDiagnostics"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallDiagnostics"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallDiagnostics"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallDiagnostics"(record jsonb) RETURNS SETOF "ACSCallDiagnostics"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'CorrelationId',
        record ->> 'Category',
        record ->> 'CodecName',
        record ->> 'EndpointId',
        record ->> 'EndpointType',
        (record ->> 'HealedDataRatioAvg')::double precision,
        (record ->> 'HealedDataRatioMax')::double precision,
        record ->> 'Identifier',
        (record ->> 'JitterAvg')::integer,
        (record ->> 'JitterBufferSizeAvg')::integer,
        (record ->> 'JitterBufferSizeMax')::integer,
        (record ->> 'JitterMax')::integer,
        record ->> 'MediaType',
        (record ->> 'PacketLossRateAvg')::double precision,
        (record ->> 'PacketLossRateMax')::double precision,
        (record ->> 'PacketUtilization')::integer,
        record ->> 'ParticipantId',
        (record ->> 'RecvFreezeDurationPerMinuteInMs')::double precision,
        (record ->> 'RecvResolutionHeight')::integer,
        (record ->> 'RoundTripTimeAvg')::integer,
        (record ->> 'RoundTripTimeMax')::integer,
        record ->> 'StreamDirection',
        (record ->> 'StreamId')::bigint,
        record ->> 'TransportType',
        (record ->> 'VideoBitRateAvg')::integer,
        (record ->> 'VideoBitRateMax')::integer,
        (record ->> 'VideoFrameRateAvg')::double precision,
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

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallDiagnostics"(record jsonb) RETURNS SETOF "ACSCallDiagnostics"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'correlationId',
        record ->> 'category',
        record -> 'properties' ->> 'codecName',
        record -> 'properties' ->> 'endpointId',
        record -> 'properties' ->> 'endpointType',
        (record -> 'properties' ->> 'healedDataRatioAvg')::double precision,
        (record -> 'properties' ->> 'healedDataRatioMax')::double precision,
        record -> 'properties' ->> 'identifier',
        (record -> 'properties' ->> 'jitterAvg')::integer,
        (record -> 'properties' ->> 'jitterBufferSizeAvg')::integer,
        (record -> 'properties' ->> 'jitterBufferSizeMax')::integer,
        (record -> 'properties' ->> 'jitterMax')::integer,
        record -> 'properties' ->> 'mediaType',
        (record -> 'properties' ->> 'packetLossRateAvg')::double precision,
        (record -> 'properties' ->> 'packetLossRateMax')::double precision,
        (record -> 'properties' ->> 'packetUtilization')::integer,
        record -> 'properties' ->> 'participantId',
        (record -> 'properties' ->> 'recvFreezeDurationPerMinuteInMs')::double precision,
        (record -> 'properties' ->> 'recvResolutionHeight')::integer,
        (record -> 'properties' ->> 'roundTripTimeAvg')::integer,
        (record -> 'properties' ->> 'roundTripTimeMax')::integer,
        record -> 'properties' ->> 'streamDirection',
        (record -> 'properties' ->> 'streamId')::bigint,
        record -> 'properties' ->> 'transportType',
        (record -> 'properties' ->> 'videoBitRateAvg')::integer,
        (record -> 'properties' ->> 'videoBitRateMax')::integer,
        (record -> 'properties' ->> 'videoFrameRateAvg')::double precision,
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
