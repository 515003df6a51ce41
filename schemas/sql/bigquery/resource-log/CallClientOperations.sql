-- CallClientOperations: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSCallClientOperations_resource_log` (
  `time` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `resourceId` STRING NOT NULL OPTIONS (description = 'Azure Resource Manager identifier of the Communication Services resource, usually in upper case.'),
  `category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `operationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `resultType` STRING OPTIONS (description = 'Outcome of the operation.'),
  `resultSignature` STRING OPTIONS (description = 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.'),
  `durationMs` STRING OPTIONS (description = 'Duration of the operation, in milliseconds.'),
  `operationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `resultDescription` STRING OPTIONS (description = 'Static text about the outcome.'),
  `callerIpAddress` STRING OPTIONS (description = 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.'),
  `correlationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `identity` STRING OPTIONS (description = 'Communication Services or Teams identity behind the request. Personal data: user-id.'),
  `level` STRING OPTIONS (description = 'Severity.'),
  `location` STRING OPTIONS (description = 'Azure region that processed the operation.'),
  `uri` STRING OPTIONS (description = 'Request URI; sometimes only its host name.'),
  `tenantId` STRING OPTIONS (description = 'Identifier of the Entra tenant; on tenant-level logs only.'),
  `properties` STRUCT<`CallClientTimeStamp` TIMESTAMP OPTIONS (description = 'UTC time of the event by the client\'s clock.'), `CallId` STRING OPTIONS (description = 'Identifier of the call, as `CorrelationId` of other categories has it.'), `ClientInstanceId` STRING OPTIONS (description = 'Identifier of the instance of the calling client.'), `EndpointId` STRING OPTIONS (description = 'Identifier of the device that the client runs on.'), `OperationId` STRING OPTIONS (description = 'Identifier of the operation.'), `OperationPayload` JSON OPTIONS (description = 'What is particular to the operation, in any form.'), `OperationType` STRING OPTIONS (description = 'Kind of client operation.'), `ParticipantId` STRING OPTIONS (description = 'Identifier of the participant, which joins the records of one participant in one call. Personal data: user-id.'), `SdkVersion` STRING OPTIONS (description = 'Version of the calling SDK; may be empty or redacted.'), `UserAgent` STRING OPTIONS (description = 'User agent of the client\'s browser or application. Personal data: user-agent.')> OPTIONS (description = 'What is particular to the category.')
)
OPTIONS (description = 'An operation of the calling SDK on a client, such as joining a call or muting.');
