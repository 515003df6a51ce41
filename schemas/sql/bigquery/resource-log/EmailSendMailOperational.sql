-- EmailSendMailOperational: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSEmailSendMailOperational_resource_log` (
  `time` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `resourceId` STRING NOT NULL OPTIONS (description = 'Azure Resource Manager identifier of the Communication Services resource, usually in upper case.'),
  `category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `operationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `operationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `correlationId` STRING NOT NULL OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `location` STRING OPTIONS (description = 'Azure region that processed the operation.'),
  `resultType` STRING OPTIONS (description = 'Outcome of the operation.'),
  `resultSignature` STRING OPTIONS (description = 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.'),
  `resultDescription` STRING OPTIONS (description = 'Static text about the outcome.'),
  `durationMs` STRING OPTIONS (description = 'Duration of the operation, in milliseconds.'),
  `callerIpAddress` STRING OPTIONS (description = 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.'),
  `identity` STRING OPTIONS (description = 'Communication Services or Teams identity behind the request. Personal data: user-id.'),
  `level` STRING OPTIONS (description = 'Severity.'),
  `uri` STRING OPTIONS (description = 'Request URI; sometimes only its host name.'),
  `tenantId` STRING OPTIONS (description = 'Identifier of the Entra tenant; on tenant-level logs only.'),
  `properties` STRUCT<`OperationType` STRING OPTIONS (description = 'Kind of operation.'), `OperationCategory` STRING OPTIONS (description = 'Category of the record once more.'), `Size` STRING NOT NULL OPTIONS (description = 'Size of the e-mail, in megabytes.'), `ToRecipientsCount` STRING NOT NULL OPTIONS (description = 'Number of different addresses in `To`.'), `CcRecipientsCount` STRING NOT NULL OPTIONS (description = 'Number of different addresses in `Cc`.'), `BccRecipientsCount` STRING NOT NULL OPTIONS (description = 'Number of different addresses in `Bcc`.'), `UniqueRecipientsCount` STRING NOT NULL OPTIONS (description = 'Number of different addresses in `To`, `Cc` and `Bcc` together.'), `AttachmentsCount` STRING NOT NULL OPTIONS (description = 'Number of attachments.'), `TrafficSource` STRING OPTIONS (description = 'Client that handed over the e-mail.')> NOT NULL OPTIONS (description = 'What is particular to the category.')
)
OPTIONS (description = 'An e-mail that was handed to the service: its size and to how many recipients it goes.');
