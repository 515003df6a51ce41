-- CallRecordingSummary: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallRecordingSummary" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "ResultType" text,
    "CorrelationId" text,
    "Level" text,
    "Category" text,
    "AudioChannelsCount" integer,
    "ChannelType" text,
    "ChunkCount" integer,
    "ContentType" text,
    "FormatType" text,
    "RecordingEndReason" text,
    "RecordingId" text,
    "RecordingLength" double precision,
    "RecordingStartTime" timestamptz,
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
    "ResultSignature" text,
    "ResultDescription" text,
    "DurationMs" double precision,
    "CallerIpAddress" text,
    "Identity" text,
    "Location" text,
    "URI" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSCallRecordingSummary" IS 'A recording of a call, after its end: what it consists of, and why it ended.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."AudioChannelsCount" IS 'Number of audio channels in the recording.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."ChannelType" IS 'Whether the audio of all participants is mixed into one channel.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."ChunkCount" IS 'Number of files that the recording is cut into.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."ContentType" IS 'What was recorded.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."FormatType" IS 'File format of the recording.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."RecordingEndReason" IS 'Why the recording ended.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."RecordingId" IS 'Identifier of the recording.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."RecordingLength" IS 'Duration of the recording, in seconds.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."RecordingStartTime" IS 'UTC time at which the recording began.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallRecordingSummary"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallRecordingSummary"(record jsonb) RETURNS SETOF "ACSCallRecordingSummary"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'ResultType',
        record ->> 'CorrelationId',
        record ->> 'Level',
        record ->> 'Category',
        (record ->> 'AudioChannelsCount')::integer,
        record ->> 'ChannelType',
        (record ->> 'ChunkCount')::integer,
        record ->> 'ContentType',
        record ->> 'FormatType',
        record ->> 'RecordingEndReason',
        record ->> 'RecordingId',
        (record ->> 'RecordingLength')::double precision,
        (record ->> 'RecordingStartTime')::timestamptz,
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
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallRecordingSummary"(record jsonb) RETURNS SETOF "ACSCallRecordingSummary"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'resultType',
        record ->> 'correlationId',
        record ->> 'level',
        record ->> 'category',
        (record -> 'properties' ->> 'AudioChannelsCount')::integer,
        record -> 'properties' ->> 'ChannelType',
        (record -> 'properties' ->> 'ChunkCount')::integer,
        record -> 'properties' ->> 'ContentType',
        record -> 'properties' ->> 'FormatType',
        record -> 'properties' ->> 'RecordingEndReason',
        record -> 'properties' ->> 'RecordingId',
        (record -> 'properties' ->> 'RecordingLength')::double precision,
        (record -> 'properties' ->> 'RecordingStartTime')::timestamptz,
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
        record ->> 'resultSignature',
        record ->> 'resultDescription',
        (record ->> 'durationMs')::double precision,
        record ->> 'callerIpAddress',
        record ->> 'identity',
        record ->> 'location',
        record ->> 'uri',
        record ->> 'tenantId'
$acslint$;
