-- EmailUserEngagementOperational: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSEmailUserEngagementOperational" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "CorrelationId" text NOT NULL,
    "Location" text,
    "Category" text NOT NULL,
    "RecipientId" text,
    "EngagementType" text NOT NULL,
    "EngagementContext" text,
    "UserAgent" text,
    "InternetMessageId" text,
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
    "URI" text,
    "tenantId" text,
    "OperationType" text,
    "OperationCategory" text
);

COMMENT ON TABLE "ACSEmailUserEngagementOperational" IS 'Something that a recipient did with an e-mail: opened it, or followed a link in it.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."RecipientId" IS 'Address of the recipient; may be empty. Personal data: email-address.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."EngagementType" IS 'What the recipient did.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."EngagementContext" IS 'Link that was followed; absent or empty where the e-mail was only opened.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."UserAgent" IS '`User-Agent` of the recipient''s client. Personal data: user-agent.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."InternetMessageId" IS '`Message-ID` header of the e-mail. Personal data: message-id.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."OperationType" IS 'Kind of operation.';
COMMENT ON COLUMN "ACSEmailUserEngagementOperational"."OperationCategory" IS 'Category of the record once more.';

CREATE OR REPLACE FUNCTION "row_of_ACSEmailUserEngagementOperational"(record jsonb) RETURNS SETOF "ACSEmailUserEngagementOperational"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'CorrelationId',
        record ->> 'Location',
        record ->> 'Category',
        record ->> 'RecipientId',
        record ->> 'EngagementType',
        record ->> 'EngagementContext',
        record ->> 'UserAgent',
        record ->> 'InternetMessageId',
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
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSEmailUserEngagementOperational"(record jsonb) RETURNS SETOF "ACSEmailUserEngagementOperational"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'correlationId',
        record ->> 'location',
        record ->> 'category',
        record -> 'properties' ->> 'RecipientId',
        record -> 'properties' ->> 'EngagementType',
        record -> 'properties' ->> 'EngagementContext',
        record -> 'properties' ->> 'UserAgent',
        record -> 'properties' ->> 'InternetMessageId',
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
        record ->> 'uri',
        record ->> 'tenantId',
        record -> 'properties' ->> 'OperationType',
        record -> 'properties' ->> 'OperationCategory'
$acslint$;
