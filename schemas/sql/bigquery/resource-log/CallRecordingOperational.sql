-- CallRecordingOperational: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSCallRecordingIncomingOperations_resource_log` (
  `time` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `resourceId` STRING NOT NULL OPTIONS (description = 'Azure Resource Manager identifier of the Communication Services resource, usually in upper case.'),
  `category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `operationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `operationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `resultType` STRING OPTIONS (description = 'Outcome of the operation.'),
  `resultSignature` STRING OPTIONS (description = 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.'),
  `durationMs` STRING OPTIONS (description = 'Duration of the operation, in milliseconds.'),
  `callerIpAddress` STRING OPTIONS (description = 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.'),
  `correlationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `level` STRING OPTIONS (description = 'Severity.'),
  `uri` STRING OPTIONS (description = 'Request URI; sometimes only its host name.'),
  `resultDescription` STRING OPTIONS (description = 'Static text about the outcome.'),
  `identity` STRING OPTIONS (description = 'Communication Services or Teams identity behind the request. Personal data: user-id.'),
  `location` STRING OPTIONS (description = 'Azure region that processed the operation.'),
  `tenantId` STRING OPTIONS (description = 'Identifier of the Entra tenant; on tenant-level logs only.'),
  `properties` STRUCT<`CallConnectionId` STRING OPTIONS (description = 'Identifier of the call leg.'), `SdkType` STRING OPTIONS (description = 'Kind of SDK that sent the request; may be empty.'), `SdkVersion` STRING OPTIONS (description = 'Version of the SDK that sent the request; may be empty or redacted.'), `ServerCallId` STRING OPTIONS (description = 'Identifier of the call on the server. Long opaque text.')> OPTIONS (description = 'What is particular to the category.')
)
OPTIONS (description = 'A request to the Call Recording API: starting, pausing, resuming or stopping a recording.');
