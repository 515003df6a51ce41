-- CallAutomationMediaSummary: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallAutomationMediaSummary" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "ResultType" text,
    "CorrelationId" text,
    "Level" text,
    "Category" text,
    "OperationId" text,
    "PlayInLoop" boolean,
    "PlayInterrupted" boolean,
    "PlayToParticipant" boolean,
    "RecognizePromptSubOperationName" text,
    "ResultCode" integer,
    "ResultMessage" text,
    "ResultSubcode" integer,
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

COMMENT ON TABLE "ACSCallAutomationMediaSummary" IS 'How a media operation of Call Automation ended, such as playing a prompt or recognising an answer.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."OperationId" IS 'Identifier of the operation, which its operational record carries too.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."PlayInLoop" IS 'Whether the prompt was to be repeated until stopped.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."PlayInterrupted" IS 'Whether the prompt was cut short.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."PlayToParticipant" IS 'Whether the prompt was played to one participant instead of all.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."RecognizePromptSubOperationName" IS 'Kind of prompt that was played before the recognition.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."ResultCode" IS 'Code of the outcome, in the manner of an HTTP status.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."ResultMessage" IS 'The outcome in words.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."ResultSubcode" IS 'Code that narrows the outcome down.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallAutomationMediaSummary"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallAutomationMediaSummary"(record jsonb) RETURNS SETOF "ACSCallAutomationMediaSummary"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'ResultType',
        record ->> 'CorrelationId',
        record ->> 'Level',
        record ->> 'Category',
        record ->> 'OperationId',
        (record ->> 'PlayInLoop')::boolean,
        (record ->> 'PlayInterrupted')::boolean,
        (record ->> 'PlayToParticipant')::boolean,
        record ->> 'RecognizePromptSubOperationName',
        (record ->> 'ResultCode')::integer,
        record ->> 'ResultMessage',
        (record ->> 'ResultSubcode')::integer,
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

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallAutomationMediaSummary"(record jsonb) RETURNS SETOF "ACSCallAutomationMediaSummary"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'resultType',
        record ->> 'correlationId',
        record ->> 'level',
        record ->> 'category',
        record -> 'properties' ->> 'OperationId',
        (record -> 'properties' ->> 'PlayInLoop')::boolean,
        (record -> 'properties' ->> 'PlayInterrupted')::boolean,
        (record -> 'properties' ->> 'PlayToParticipant')::boolean,
        record -> 'properties' ->> 'RecognizePromptSubOperationName',
        (record -> 'properties' ->> 'ResultCode')::integer,
        record -> 'properties' ->> 'ResultMessage',
        (record -> 'properties' ->> 'ResultSubcode')::integer,
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
