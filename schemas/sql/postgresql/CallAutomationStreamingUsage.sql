-- CallAutomationStreamingUsage: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallAutomationStreamingUsage" (
    "TimeGenerated" timestamptz NOT NULL,
    "CorrelationId" text,
    "Category" text,
    "StreamingModality" text,
    "StreamingSessionId" text,
    "ParticipantId" text,
    "StreamingStartTime" timestamptz,
    "StreamingDurationInMs" double precision,
    "CallConnectionId" text,
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
    "OperationName" text,
    "OperationVersion" text,
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

COMMENT ON TABLE "ACSCallAutomationStreamingUsage" IS 'A session in which Call Automation streamed the media of a call, and how long it was.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."StreamingModality" IS 'What was streamed: mixed or separate audio, or a transcription.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."StreamingSessionId" IS 'Identifier of the streaming session.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."ParticipantId" IS 'Participant whose media were streamed, as other categories name it. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."StreamingStartTime" IS 'UTC time at which the streaming began.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."StreamingDurationInMs" IS 'Duration of the streaming, in milliseconds, perhaps with a fraction.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."CallConnectionId" IS 'Identifier of the call leg.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallAutomationStreamingUsage"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallAutomationStreamingUsage"(record jsonb) RETURNS SETOF "ACSCallAutomationStreamingUsage"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'CorrelationId',
        record ->> 'Category',
        record ->> 'StreamingModality',
        record ->> 'StreamingSessionId',
        record ->> 'ParticipantId',
        (record ->> 'StreamingStartTime')::timestamptz,
        (record ->> 'StreamingDurationInMs')::double precision,
        record ->> 'CallConnectionId',
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
        NULL::text,
        NULL::double precision,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallAutomationStreamingUsage"(record jsonb) RETURNS SETOF "ACSCallAutomationStreamingUsage"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'correlationId',
        record ->> 'category',
        record -> 'properties' ->> 'StreamingModality',
        record -> 'properties' ->> 'StreamingSessionId',
        record -> 'properties' ->> 'ParticipantId',
        (record -> 'properties' ->> 'StreamingStartTime')::timestamptz,
        (record -> 'properties' ->> 'StreamingDurationInMs')::double precision,
        record -> 'properties' ->> 'CallConnectionId',
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
        record ->> 'operationName',
        record ->> 'operationVersion',
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
