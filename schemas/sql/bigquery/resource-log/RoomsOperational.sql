-- RoomsOperational: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSRoomsIncomingOperations_resource_log` (
  `time` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `resourceId` STRING NOT NULL OPTIONS (description = 'Azure Resource Manager identifier of the Communication Services resource, usually in upper case.'),
  `category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `operationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `operationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `resultType` STRING OPTIONS (description = 'Outcome of the operation.'),
  `resultSignature` STRING OPTIONS (description = 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.'),
  `correlationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `level` STRING OPTIONS (description = 'Severity.'),
  `resultDescription` STRING OPTIONS (description = 'Static text about the outcome.'),
  `durationMs` STRING OPTIONS (description = 'Duration of the operation, in milliseconds.'),
  `callerIpAddress` STRING OPTIONS (description = 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.'),
  `identity` STRING OPTIONS (description = 'Communication Services or Teams identity behind the request. Personal data: user-id.'),
  `location` STRING OPTIONS (description = 'Azure region that processed the operation.'),
  `uri` STRING OPTIONS (description = 'Request URI; sometimes only its host name.'),
  `tenantId` STRING OPTIONS (description = 'Identifier of the Entra tenant; on tenant-level logs only.'),
  `properties` STRUCT<`AddedRoomParticipantsCount` STRING OPTIONS (description = 'Number of participants that the request added to the room.'), `PstnDialOutEnabled` BOOL OPTIONS (description = 'Whether telephone numbers may be dialled from the room.'), `RemovedRoomParticipantsCount` STRING OPTIONS (description = 'Number of participants that the request removed from the room.'), `RoomId` STRING OPTIONS (description = 'Identifier of the room.'), `RoomLifespan` STRING OPTIONS (description = 'Time for which the room stays open, in minutes.'), `RoomParticipantsAttendee` STRING OPTIONS (description = 'Number of participants with the role of an attendee.'), `RoomParticipantsConsumer` STRING OPTIONS (description = 'Number of participants with the role of a consumer.'), `RoomParticipantsCount` STRING OPTIONS (description = 'Number of participants in the room.'), `RoomParticipantsPresenter` STRING OPTIONS (description = 'Number of participants with the role of a presenter.'), `UpsertedRoomParticipantsCount` STRING OPTIONS (description = 'Number of participants that the request added to the room or changed.')> OPTIONS (description = 'What is particular to the category.')
)
OPTIONS (description = 'A request to the Rooms API: creating, changing or reading a room and its participants.');
