-- NetworkTraversalDiagnostics: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSNetworkTraversalDiagnostics_resource_log` (
  `time` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `resourceId` STRING NOT NULL OPTIONS (description = 'Azure Resource Manager identifier of the Communication Services resource, usually in upper case.'),
  `category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `operationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `resultType` STRING OPTIONS (description = 'Outcome of the operation.'),
  `resultSignature` STRING OPTIONS (description = 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.'),
  `callerIpAddress` STRING OPTIONS (description = 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.'),
  `correlationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `identity` STRING OPTIONS (description = 'Communication Services or Teams identity behind the request. Personal data: user-id.'),
  `level` STRING OPTIONS (description = 'Severity.'),
  `operationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `resultDescription` STRING OPTIONS (description = 'Static text about the outcome.'),
  `durationMs` STRING OPTIONS (description = 'Duration of the operation, in milliseconds.'),
  `location` STRING OPTIONS (description = 'Azure region that processed the operation.'),
  `uri` STRING OPTIONS (description = 'Request URI; sometimes only its host name.'),
  `tenantId` STRING OPTIONS (description = 'Identifier of the Entra tenant; on tenant-level logs only.'),
  `properties` STRUCT<`BytesReceived` STRING OPTIONS (description = 'Number of bytes received from the client.'), `BytesSent` STRING OPTIONS (description = 'Number of bytes sent to the client.'), `Protocol` STRING OPTIONS (description = 'Transport protocol of the relay session.'), `Reason` STRING OPTIONS (description = 'Why the relay session came to its end; only where it did.'), `RelayLocation` STRING OPTIONS (description = 'Where the relay server stands.'), `TotalBytesFromClient` STRING OPTIONS (description = 'Number of bytes that the relay received from the client during the whole session.'), `TotalBytesToClient` STRING OPTIONS (description = 'Number of bytes that the relay sent to the client during the whole session.')> OPTIONS (description = 'What is particular to the category.')
)
OPTIONS (description = 'A relay session of the network traversal service: its course, and how much it carried.');
