-- CallClientMediaStatsTimeSeries: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallClientMediaStatsTimeSeries" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "Category" text,
    "AggregationIntervalSeconds" integer,
    "Average" double precision,
    "CallClientTimeStamp" timestamptz,
    "CallId" text,
    "ClientInstanceId" text,
    "Count" bigint,
    "EndpointId" text,
    "Maximum" double precision,
    "MediaStreamCodec" text,
    "MediaStreamDirection" text,
    "MediaStreamId" text,
    "MediaStreamType" text,
    "MetricName" text,
    "Minimum" double precision,
    "ParticipantId" text,
    "RemoteEndpointId" text,
    "RemoteParticipantId" text,
    "Sum" double precision,
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
    "OperationVersion" text,
    "ResultType" text,
    "ResultSignature" text,
    "ResultDescription" text,
    "DurationMs" double precision,
    "CallerIpAddress" text,
    "CorrelationId" text,
    "Identity" text,
    "Level" text,
    "Location" text,
    "URI" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSCallClientMediaStatsTimeSeries" IS 'What a client measured of one media stream during an interval, as one metric.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."AggregationIntervalSeconds" IS 'Length of the interval that the samples were collected in, in seconds; usually 10.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."Average" IS 'Mean of the samples, in the unit of the metric.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."CallClientTimeStamp" IS 'UTC time of the event by the client''s clock.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."CallId" IS 'Identifier of the call, as `CorrelationId` of other categories has it.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."ClientInstanceId" IS 'Identifier of the instance of the calling client.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."Count" IS 'Number of samples.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."EndpointId" IS 'Identifier of the device that the client runs on.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."Maximum" IS 'Greatest sample, in the unit of the metric.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."MediaStreamCodec" IS 'Codec of the media stream.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."MediaStreamDirection" IS 'Direction of the media stream; records write `recv` where the documentation says `receive`.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."MediaStreamId" IS 'Identifier of the media stream; documented as not filled in yet.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."MediaStreamType" IS 'What the media stream carries.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."MetricName" IS 'Name of the metric.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."Minimum" IS 'Least sample, in the unit of the metric.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."ParticipantId" IS 'Identifier of the participant, which joins the records of one participant in one call. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."RemoteEndpointId" IS 'Identifier of the endpoint at the other end of the stream.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."RemoteParticipantId" IS 'Identifier of the participant at the other end of the stream. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."Sum" IS 'Sum of the samples, in the unit of the metric.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallClientMediaStatsTimeSeries"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallClientMediaStatsTimeSeries"(record jsonb) RETURNS SETOF "ACSCallClientMediaStatsTimeSeries"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'Category',
        (record ->> 'AggregationIntervalSeconds')::integer,
        (record ->> 'Average')::double precision,
        (record ->> 'CallClientTimeStamp')::timestamptz,
        record ->> 'CallId',
        record ->> 'ClientInstanceId',
        (record ->> 'Count')::bigint,
        record ->> 'EndpointId',
        (record ->> 'Maximum')::double precision,
        record ->> 'MediaStreamCodec',
        record ->> 'MediaStreamDirection',
        record ->> 'MediaStreamId',
        record ->> 'MediaStreamType',
        record ->> 'MetricName',
        (record ->> 'Minimum')::double precision,
        record ->> 'ParticipantId',
        record ->> 'RemoteEndpointId',
        record ->> 'RemoteParticipantId',
        (record ->> 'Sum')::double precision,
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
        NULL::text,
        NULL::double precision,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallClientMediaStatsTimeSeries"(record jsonb) RETURNS SETOF "ACSCallClientMediaStatsTimeSeries"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'category',
        (record -> 'properties' ->> 'AggregationIntervalSeconds')::integer,
        (record -> 'properties' ->> 'Average')::double precision,
        (record -> 'properties' ->> 'CallClientTimeStamp')::timestamptz,
        record -> 'properties' ->> 'CallId',
        record -> 'properties' ->> 'ClientInstanceId',
        (record -> 'properties' ->> 'Count')::bigint,
        record -> 'properties' ->> 'EndpointId',
        (record -> 'properties' ->> 'Maximum')::double precision,
        record -> 'properties' ->> 'MediaStreamCodec',
        record -> 'properties' ->> 'MediaStreamDirection',
        record -> 'properties' ->> 'MediaStreamId',
        record -> 'properties' ->> 'MediaStreamType',
        record -> 'properties' ->> 'MetricName',
        (record -> 'properties' ->> 'Minimum')::double precision,
        record -> 'properties' ->> 'ParticipantId',
        record -> 'properties' ->> 'RemoteEndpointId',
        record -> 'properties' ->> 'RemoteParticipantId',
        (record -> 'properties' ->> 'Sum')::double precision,
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
        record ->> 'operationVersion',
        record ->> 'resultType',
        record ->> 'resultSignature',
        record ->> 'resultDescription',
        (record ->> 'durationMs')::double precision,
        record ->> 'callerIpAddress',
        record ->> 'correlationId',
        record ->> 'identity',
        record ->> 'level',
        record ->> 'location',
        record ->> 'uri',
        record ->> 'tenantId'
$acslint$;
