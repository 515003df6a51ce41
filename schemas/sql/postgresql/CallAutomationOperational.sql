-- CallAutomationOperational: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallAutomationIncomingOperations" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "ResultType" text,
    "ResultSignature" text,
    "DurationMs" double precision,
    "CallerIpAddress" text,
    "CorrelationId" text,
    "Level" text,
    "URI" text,
    "Category" text,
    "OperationId" text,
    "SubOperationName" text,
    "CallConnectionId" text,
    "ServerCallId" text,
    "ParticipantId" text,
    "SdkType" text,
    "SdkVersion" text,
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
    "ResultDescription" text,
    "Identity" text,
    "Location" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSCallAutomationIncomingOperations" IS 'A request to the Call Automation API: placing or answering a call, or acting on one.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."OperationId" IS 'Identifier of the operation, which its media summaries carry too.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."SubOperationName" IS 'Variant of a media operation, such as what is played or recognised.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."CallConnectionId" IS 'Identifier of the call leg.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."ServerCallId" IS 'Identifier of the call on the server. Long opaque text.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."ParticipantId" IS 'Participant who made the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."SdkType" IS 'Kind of SDK that sent the request; may be empty.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."SdkVersion" IS 'Version of the SDK that sent the request; may be empty or redacted.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallAutomationIncomingOperations"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallAutomationIncomingOperations"(record jsonb) RETURNS SETOF "ACSCallAutomationIncomingOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'ResultType',
        record ->> 'ResultSignature',
        (record ->> 'DurationMs')::double precision,
        record ->> 'CallerIpAddress',
        record ->> 'CorrelationId',
        record ->> 'Level',
        record ->> 'URI',
        record ->> 'Category',
        record ->> 'OperationId',
        record ->> 'SubOperationName',
        record ->> 'CallConnectionId',
        record ->> 'ServerCallId',
        record ->> 'ParticipantId',
        record ->> 'SdkType',
        record ->> 'SdkVersion',
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
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallAutomationIncomingOperations"(record jsonb) RETURNS SETOF "ACSCallAutomationIncomingOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'resultType',
        record ->> 'resultSignature',
        (record ->> 'durationMs')::double precision,
        record ->> 'callerIpAddress',
        record ->> 'correlationId',
        record ->> 'level',
        record ->> 'uri',
        record ->> 'category',
        record -> 'properties' ->> 'OperationId',
        record -> 'properties' ->> 'SubOperationName',
        record -> 'properties' ->> 'CallConnectionId',
        record -> 'properties' ->> 'ServerCallId',
        record -> 'properties' ->> 'ParticipantId',
        record -> 'properties' ->> 'SdkType',
        record -> 'properties' ->> 'SdkVersion',
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
        record ->> 'resultDescription',
        record ->> 'identity',
        record ->> 'location',
        record ->> 'tenantId'
$acslint$;
