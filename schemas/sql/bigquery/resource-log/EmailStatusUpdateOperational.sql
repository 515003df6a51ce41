-- EmailStatusUpdateOperational: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSEmailStatusUpdateOperational_resource_log` (
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
  `properties` STRUCT<`OperationType` STRING OPTIONS (description = 'Kind of operation.'), `OperationCategory` STRING OPTIONS (description = 'Category of the record once more.'), `RecipientId` STRING OPTIONS (description = 'Address of the recipient; empty where the record is about the message as a whole. Personal data: email-address.'), `DeliveryStatus` STRING NOT NULL OPTIONS (description = 'State of the message where `RecipientId` is empty, otherwise of its delivery to that recipient.'), `SmtpStatusCode` STRING OPTIONS (description = 'SMTP status code that the recipient\'s server answered with.'), `EnhancedSmtpStatusCode` STRING OPTIONS (description = 'Enhanced SMTP status code: three numbers with dots between them.'), `RecipientMailServerHostName` STRING OPTIONS (description = 'Name of the recipient\'s mail server.'), `SenderUsername` STRING OPTIONS (description = 'User name of the sender: the part of the address before `@`. Personal data: email-local-part.'), `SenderDomain` STRING OPTIONS (description = 'Domain of the sender: the part of the address after `@`.'), `FailureReason` STRING OPTIONS (description = 'Why the delivery failed, in short; empty where it did not.'), `FailureMessage` STRING OPTIONS (description = 'What the recipient\'s server said about the failure, word for word.'), `IsHardBounce` STRING OPTIONS (description = 'Whether the failure is permanent, so that another attempt is of no use; a truth value or text that says so.'), `InternetMessageId` STRING OPTIONS (description = '`Message-ID` header of the e-mail. Personal data: message-id.')> NOT NULL OPTIONS (description = 'What is particular to the category.')
)
OPTIONS (description = 'What became of an e-mail: of the message as a whole, or of its delivery to one recipient.');
