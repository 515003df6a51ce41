-- EmailStatusUpdateOperational: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSEmailStatusUpdateOperational" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "CorrelationId" text NOT NULL,
    "Location" text,
    "Category" text NOT NULL,
    "RecipientId" text,
    "DeliveryStatus" text NOT NULL,
    "SmtpStatusCode" text,
    "EnhancedSmtpStatusCode" text,
    "RecipientMailServerHostName" text,
    "SenderUsername" text,
    "SenderDomain" text,
    "FailureReason" text,
    "FailureMessage" text,
    "IsHardBounce" text,
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

COMMENT ON TABLE "ACSEmailStatusUpdateOperational" IS 'What became of an e-mail: of the message as a whole, or of its delivery to one recipient.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."RecipientId" IS 'Address of the recipient; empty where the record is about the message as a whole. Personal data: email-address.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."DeliveryStatus" IS 'State of the message where `RecipientId` is empty, otherwise of its delivery to that recipient.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."SmtpStatusCode" IS 'SMTP status code that the recipient''s server answered with.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."EnhancedSmtpStatusCode" IS 'Enhanced SMTP status code: three numbers with dots between them.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."RecipientMailServerHostName" IS 'Name of the recipient''s mail server.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."SenderUsername" IS 'User name of the sender: the part of the address before `@`. Personal data: email-local-part.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."SenderDomain" IS 'Domain of the sender: the part of the address after `@`.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."FailureReason" IS 'Why the delivery failed, in short; empty where it did not.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."FailureMessage" IS 'What the recipient''s server said about the failure, word for word.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."IsHardBounce" IS 'Whether the failure is permanent, so that another attempt is of no use; a truth value or text that says so.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."InternetMessageId" IS '`Message-ID` header of the e-mail. Personal data: message-id.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."OperationType" IS 'Kind of operation.';
COMMENT ON COLUMN "ACSEmailStatusUpdateOperational"."OperationCategory" IS 'Category of the record once more.';

CREATE OR REPLACE FUNCTION "row_of_ACSEmailStatusUpdateOperational"(record jsonb) RETURNS SETOF "ACSEmailStatusUpdateOperational"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'CorrelationId',
        record ->> 'Location',
        record ->> 'Category',
        record ->> 'RecipientId',
        record ->> 'DeliveryStatus',
        record ->> 'SmtpStatusCode',
        record ->> 'EnhancedSmtpStatusCode',
        record ->> 'RecipientMailServerHostName',
        record ->> 'SenderUsername',
        record ->> 'SenderDomain',
        record ->> 'FailureReason',
        record ->> 'FailureMessage',
        record ->> 'IsHardBounce',
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

CREATE OR REPLACE FUNCTION "resource_log_of_ACSEmailStatusUpdateOperational"(record jsonb) RETURNS SETOF "ACSEmailStatusUpdateOperational"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'correlationId',
        record ->> 'location',
        record ->> 'category',
        record -> 'properties' ->> 'RecipientId',
        record -> 'properties' ->> 'DeliveryStatus',
        record -> 'properties' ->> 'SmtpStatusCode',
        record -> 'properties' ->> 'EnhancedSmtpStatusCode',
        record -> 'properties' ->> 'RecipientMailServerHostName',
        record -> 'properties' ->> 'SenderUsername',
        record -> 'properties' ->> 'SenderDomain',
        record -> 'properties' ->> 'FailureReason',
        record -> 'properties' ->> 'FailureMessage',
        record -> 'properties' ->> 'IsHardBounce',
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
