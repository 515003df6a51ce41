-- SMSOperational: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSSMSIncomingOperations" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "ResultType" text,
    "ResultSignature" text,
    "ResultDescription" text,
    "DurationMs" double precision,
    "CallerIpAddress" text,
    "CorrelationId" text,
    "Level" text,
    "URI" text,
    "Category" text NOT NULL,
    "PhoneNumber" text,
    "NumberType" text,
    "Country" text,
    "Method" text,
    "MessageId" text,
    "IncomingMessageLength" integer,
    "OutgoingMessageLength" integer,
    "DeliveryAttempts" integer,
    "SdkType" text,
    "PlatformType" text,
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
    "Identity" text,
    "Location" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSSMSIncomingOperations" IS 'A text message that was sent or received, or the report of its delivery.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."PhoneNumber" IS 'Number of the Communication Services resource that sent or received the message, usually in E.164 form. Personal data: phone-number.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."NumberType" IS 'Kind of number that the message was sent from.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."Country" IS 'Country of the recipient, a code of two letters.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."Method" IS 'HTTP method of the request.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."MessageId" IS 'Identifier of an outgoing message, given once the message has been processed. Opaque text.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."IncomingMessageLength" IS 'Length of the message received, in characters; 0 where a message was sent.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."OutgoingMessageLength" IS 'Length of the message sent, in characters; 0 where one was received or reported on.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."DeliveryAttempts" IS 'Number of attempts made so far to deliver the message.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."SdkType" IS 'Kind of SDK that sent the request; may be empty.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."PlatformType" IS 'Platform that the client runs on; may be empty.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSSMSIncomingOperations"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSSMSIncomingOperations"(record jsonb) RETURNS SETOF "ACSSMSIncomingOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'ResultType',
        record ->> 'ResultSignature',
        record ->> 'ResultDescription',
        (record ->> 'DurationMs')::double precision,
        record ->> 'CallerIpAddress',
        record ->> 'CorrelationId',
        record ->> 'Level',
        record ->> 'URI',
        record ->> 'Category',
        record ->> 'PhoneNumber',
        record ->> 'NumberType',
        record ->> 'Country',
        record ->> 'Method',
        record ->> 'MessageId',
        (record ->> 'IncomingMessageLength')::integer,
        (record ->> 'OutgoingMessageLength')::integer,
        (record ->> 'DeliveryAttempts')::integer,
        record ->> 'SdkType',
        record ->> 'PlatformType',
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
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSSMSIncomingOperations"(record jsonb) RETURNS SETOF "ACSSMSIncomingOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'resultType',
        record ->> 'resultSignature',
        record ->> 'resultDescription',
        (record ->> 'durationMs')::double precision,
        record ->> 'callerIpAddress',
        record ->> 'correlationId',
        record ->> 'level',
        record ->> 'uri',
        record ->> 'category',
        record -> 'properties' ->> 'PhoneNumber',
        record -> 'properties' ->> 'NumberType',
        record -> 'properties' ->> 'Country',
        record -> 'properties' ->> 'Method',
        record -> 'properties' ->> 'MessageId',
        (record -> 'properties' ->> 'IncomingMessageLength')::integer,
        (record -> 'properties' ->> 'OutgoingMessageLength')::integer,
        (record -> 'properties' ->> 'DeliveryAttempts')::integer,
        record -> 'properties' ->> 'SdkType',
        record -> 'properties' ->> 'PlatformType',
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
        record ->> 'identity',
        record ->> 'location',
        record ->> 'tenantId'
$acslint$;
