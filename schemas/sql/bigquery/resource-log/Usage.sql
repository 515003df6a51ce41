-- Usage: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSBillingUsage_resource_log` (
  `time` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `resourceId` STRING NOT NULL OPTIONS (description = 'Azure Resource Manager identifier of the Communication Services resource, usually in upper case.'),
  `category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `operationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `operationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `correlationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `resultType` STRING OPTIONS (description = 'Outcome of the operation.'),
  `resultSignature` STRING OPTIONS (description = 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.'),
  `resultDescription` STRING OPTIONS (description = 'Static text about the outcome.'),
  `durationMs` STRING OPTIONS (description = 'Duration of the operation, in milliseconds.'),
  `callerIpAddress` STRING OPTIONS (description = 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.'),
  `identity` STRING OPTIONS (description = 'Communication Services or Teams identity behind the request. Personal data: user-id.'),
  `level` STRING OPTIONS (description = 'Severity.'),
  `location` STRING OPTIONS (description = 'Azure region that processed the operation.'),
  `uri` STRING OPTIONS (description = 'Request URI; sometimes only its host name.'),
  `tenantId` STRING OPTIONS (description = 'Identifier of the Entra tenant; on tenant-level logs only.'),
  `properties` STRUCT<`RecordId` STRING OPTIONS (description = 'Identifier of the usage record.'), `UsageType` STRING OPTIONS (description = 'What was used, such as a channel or a kind of call.'), `UnitType` STRING OPTIONS (description = 'Unit in which `Quantity` is counted.'), `Quantity` STRING OPTIONS (description = 'Amount used, in the unit that `UnitType` names.'), `StartTime` TIMESTAMP OPTIONS (description = 'UTC time at which the consumption began.'), `EndTime` TIMESTAMP OPTIONS (description = 'UTC time at which the consumption ended; absent for what takes no time.'), `ParticipantId` STRING OPTIONS (description = 'Participant of the call, as other categories name it. Personal data: user-id.'), `UserIdA` STRING OPTIONS (description = 'User who consumed the resource. Personal data: user-id.'), `UserIdB` STRING OPTIONS (description = 'Second user, where a consumption has two parties. Personal data: user-id.')> OPTIONS (description = 'What is particular to the category.')
)
OPTIONS (description = 'What was used of a Communication Services resource and is billed: one record for each unit of consumption reported.');
