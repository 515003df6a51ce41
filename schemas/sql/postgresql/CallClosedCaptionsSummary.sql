-- CallClosedCaptionsSummary: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallClosedCaptionsSummary" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "ResultType" text,
    "CorrelationId" text,
    "Level" text,
    "Category" text,
    "CancelReason" text,
    "Duration" double precision,
    "EndReason" text,
    "SpeechRecognitionSessionId" text,
    "SpokenLanguage" text,
    "StartTime" timestamptz,
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

COMMENT ON TABLE "ACSCallClosedCaptionsSummary" IS 'A session of closed captions in a call, after its end.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."CancelReason" IS 'Why the captions were cancelled; empty where they were not.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."Duration" IS 'Duration of the captions, in seconds.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."EndReason" IS 'Why the captions ended.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."SpeechRecognitionSessionId" IS 'Identifier of the captions session.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."SpokenLanguage" IS 'Language that was spoken, as a language tag.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."StartTime" IS 'UTC time at which the captions began.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallClosedCaptionsSummary"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallClosedCaptionsSummary"(record jsonb) RETURNS SETOF "ACSCallClosedCaptionsSummary"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'ResultType',
        record ->> 'CorrelationId',
        record ->> 'Level',
        record ->> 'Category',
        record ->> 'CancelReason',
        (record ->> 'Duration')::double precision,
        record ->> 'EndReason',
        record ->> 'SpeechRecognitionSessionId',
        record ->> 'SpokenLanguage',
        (record ->> 'StartTime')::timestamptz,
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

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallClosedCaptionsSummary"(record jsonb) RETURNS SETOF "ACSCallClosedCaptionsSummary"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'resultType',
        record ->> 'correlationId',
        record ->> 'level',
        record ->> 'category',
        record -> 'properties' ->> 'CancelReason',
        (record -> 'properties' ->> 'Duration')::double precision,
        record -> 'properties' ->> 'EndReason',
        record -> 'properties' ->> 'SpeechRecognitionSessionId',
        record -> 'properties' ->> 'SpokenLanguage',
        (record -> 'properties' ->> 'StartTime')::timestamptz,
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
