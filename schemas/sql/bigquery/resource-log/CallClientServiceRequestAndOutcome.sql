-- CallClientServiceRequestAndOutcome: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSCallClientServiceRequestAndOutcome_resource_log` (
  `time` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `resourceId` STRING NOT NULL OPTIONS (description = 'Azure Resource Manager identifier of the Communication Services resource, usually in upper case.'),
  `category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `operationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `resultType` STRING OPTIONS (description = 'Outcome of the operation.'),
  `resultSignature` STRING OPTIONS (description = 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.'),
  `durationMs` STRING OPTIONS (description = 'Duration of the operation, in milliseconds.'),
  `correlationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `level` STRING OPTIONS (description = 'Severity.'),
  `operationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `resultDescription` STRING OPTIONS (description = 'Static text about the outcome.'),
  `callerIpAddress` STRING OPTIONS (description = 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.'),
  `identity` STRING OPTIONS (description = 'Communication Services or Teams identity behind the request. Personal data: user-id.'),
  `location` STRING OPTIONS (description = 'Azure region that processed the operation.'),
  `uri` STRING OPTIONS (description = 'Request URI; sometimes only its host name.'),
  `tenantId` STRING OPTIONS (description = 'Identifier of the Entra tenant; on tenant-level logs only.'),
  `properties` STRUCT<`Properties` JSON OPTIONS (description = 'What is particular to the operation, in any form.')> OPTIONS (description = 'What is particular to the category.')
)
OPTIONS (description = 'A request that a calling client sent to the service, and what became of it.');
