-- CallClientMediaStatsCompressedTimeSeries: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "CallClientMediaStatsCompressedTimeSeries" (
    "TimeGenerated" timestamptz NOT NULL,
    "_ResourceId" text NOT NULL,
    "Category" text NOT NULL,
    "OperationName" text NOT NULL,
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
    "tenantId" text,
    "properties" jsonb
);

COMMENT ON TABLE "CallClientMediaStatsCompressedTimeSeries" IS 'What clients measured of media streams over time, in a compressed form.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource, usually in upper case.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."Level" IS 'Severity.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';
COMMENT ON COLUMN "CallClientMediaStatsCompressedTimeSeries"."properties" IS 'What is particular to the category, in any form.';

CREATE OR REPLACE FUNCTION "resource_log_of_CallClientMediaStatsCompressedTimeSeries"(record jsonb) RETURNS SETOF "CallClientMediaStatsCompressedTimeSeries"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'resourceId',
        record ->> 'category',
        record ->> 'operationName',
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
        record ->> 'tenantId',
        NULLIF(record -> 'properties', 'null'::jsonb)
$acslint$;
