-- RoomsOperational: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSRoomsIncomingOperations" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "ResultType" text,
    "ResultSignature" text,
    "CorrelationId" text,
    "Level" text,
    "Category" text,
    "AddedRoomParticipantsCount" integer,
    "PstnDialOutEnabled" boolean,
    "RemovedRoomParticipantsCount" integer,
    "RoomId" text,
    "RoomLifespan" integer,
    "RoomParticipantsAttendee" integer,
    "RoomParticipantsConsumer" integer,
    "RoomParticipantsCount" integer,
    "RoomParticipantsPresenter" integer,
    "UpsertedRoomParticipantsCount" integer,
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
    "DurationMs" double precision,
    "CallerIpAddress" text,
    "Identity" text,
    "Location" text,
    "URI" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSRoomsIncomingOperations" IS 'A request to the Rooms API: creating, changing or reading a room and its participants.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."AddedRoomParticipantsCount" IS 'Number of participants that the request added to the room.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."PstnDialOutEnabled" IS 'Whether telephone numbers may be dialled from the room.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."RemovedRoomParticipantsCount" IS 'Number of participants that the request removed from the room.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."RoomId" IS 'Identifier of the room.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."RoomLifespan" IS 'Time for which the room stays open, in minutes.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."RoomParticipantsAttendee" IS 'Number of participants with the role of an attendee.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."RoomParticipantsConsumer" IS 'Number of participants with the role of a consumer.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."RoomParticipantsCount" IS 'Number of participants in the room.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."RoomParticipantsPresenter" IS 'Number of participants with the role of a presenter.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."UpsertedRoomParticipantsCount" IS 'Number of participants that the request added to the room or changed.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSRoomsIncomingOperations"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSRoomsIncomingOperations"(record jsonb) RETURNS SETOF "ACSRoomsIncomingOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'ResultType',
        record ->> 'ResultSignature',
        record ->> 'CorrelationId',
        record ->> 'Level',
        record ->> 'Category',
        (record ->> 'AddedRoomParticipantsCount')::integer,
        (record ->> 'PstnDialOutEnabled')::boolean,
        (record ->> 'RemovedRoomParticipantsCount')::integer,
        record ->> 'RoomId',
        (record ->> 'RoomLifespan')::integer,
        (record ->> 'RoomParticipantsAttendee')::integer,
        (record ->> 'RoomParticipantsConsumer')::integer,
        (record ->> 'RoomParticipantsCount')::integer,
        (record ->> 'RoomParticipantsPresenter')::integer,
        (record ->> 'UpsertedRoomParticipantsCount')::integer,
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
        NULL::double precision,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSRoomsIncomingOperations"(record jsonb) RETURNS SETOF "ACSRoomsIncomingOperations"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'resultType',
        record ->> 'resultSignature',
        record ->> 'correlationId',
        record ->> 'level',
        record ->> 'category',
        (record -> 'properties' ->> 'AddedRoomParticipantsCount')::integer,
        (record -> 'properties' ->> 'PstnDialOutEnabled')::boolean,
        (record -> 'properties' ->> 'RemovedRoomParticipantsCount')::integer,
        record -> 'properties' ->> 'RoomId',
        (record -> 'properties' ->> 'RoomLifespan')::integer,
        (record -> 'properties' ->> 'RoomParticipantsAttendee')::integer,
        (record -> 'properties' ->> 'RoomParticipantsConsumer')::integer,
        (record -> 'properties' ->> 'RoomParticipantsCount')::integer,
        (record -> 'properties' ->> 'RoomParticipantsPresenter')::integer,
        (record -> 'properties' ->> 'UpsertedRoomParticipantsCount')::integer,
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
        (record ->> 'durationMs')::double precision,
        record ->> 'callerIpAddress',
        record ->> 'identity',
        record ->> 'location',
        record ->> 'uri',
        record ->> 'tenantId'
$acslint$;
