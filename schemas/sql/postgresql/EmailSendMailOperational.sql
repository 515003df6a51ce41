-- EmailSendMailOperational: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSEmailSendMailOperational" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "CorrelationId" text NOT NULL,
    "Location" text,
    "Category" text NOT NULL,
    "Size" double precision NOT NULL,
    "ToRecipientsCount" integer NOT NULL,
    "CcRecipientsCount" integer NOT NULL,
    "BccRecipientsCount" integer NOT NULL,
    "UniqueRecipientsCount" integer NOT NULL,
    "AttachmentsCount" integer NOT NULL,
    "TrafficSource" text,
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

COMMENT ON TABLE "ACSEmailSendMailOperational" IS 'An e-mail that was handed to the service: its size and to how many recipients it goes.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."Size" IS 'Size of the e-mail, in megabytes.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."ToRecipientsCount" IS 'Number of different addresses in `To`.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."CcRecipientsCount" IS 'Number of different addresses in `Cc`.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."BccRecipientsCount" IS 'Number of different addresses in `Bcc`.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."UniqueRecipientsCount" IS 'Number of different addresses in `To`, `Cc` and `Bcc` together.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."AttachmentsCount" IS 'Number of attachments.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."TrafficSource" IS 'Client that handed over the e-mail.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."OperationType" IS 'Kind of operation.';
COMMENT ON COLUMN "ACSEmailSendMailOperational"."OperationCategory" IS 'Category of the record once more.';

CREATE OR REPLACE FUNCTION "row_of_ACSEmailSendMailOperational"(record jsonb) RETURNS SETOF "ACSEmailSendMailOperational"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'CorrelationId',
        record ->> 'Location',
        record ->> 'Category',
        (record ->> 'Size')::double precision,
        (record ->> 'ToRecipientsCount')::integer,
        (record ->> 'CcRecipientsCount')::integer,
        (record ->> 'BccRecipientsCount')::integer,
        (record ->> 'UniqueRecipientsCount')::integer,
        (record ->> 'AttachmentsCount')::integer,
        record ->> 'TrafficSource',
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

CREATE OR REPLACE FUNCTION "resource_log_of_ACSEmailSendMailOperational"(record jsonb) RETURNS SETOF "ACSEmailSendMailOperational"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'correlationId',
        record ->> 'location',
        record ->> 'category',
        (record -> 'properties' ->> 'Size')::double precision,
        (record -> 'properties' ->> 'ToRecipientsCount')::integer,
        (record -> 'properties' ->> 'CcRecipientsCount')::integer,
        (record -> 'properties' ->> 'BccRecipientsCount')::integer,
        (record -> 'properties' ->> 'UniqueRecipientsCount')::integer,
        (record -> 'properties' ->> 'AttachmentsCount')::integer,
        record -> 'properties' ->> 'TrafficSource',
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
