-- NetworkTraversalOperational: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSNetworkTraversalIncomingOperations_resource_log` (
  `time` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `resourceId` STRING NOT NULL OPTIONS (description = 'Azure Resource Manager identifier of the Communication Services resource, usually in upper case.'),
  `category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `operationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `operationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `resultType` STRING OPTIONS (description = 'Outcome of the operation.'),
  `resultSignature` STRING OPTIONS (description = 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.'),
  `durationMs` STRING OPTIONS (description = 'Duration of the operation, in milliseconds.'),
  `correlationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `identity` STRING OPTIONS (description = 'Communication Services or Teams identity behind the request. Personal data: user-id.'),
  `level` STRING OPTIONS (description = 'Severity.'),
  `uri` STRING OPTIONS (description = 'Request URI; sometimes only its host name.'),
  `resultDescription` STRING OPTIONS (description = 'Static text about the outcome.'),
  `callerIpAddress` STRING OPTIONS (description = 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.'),
  `location` STRING OPTIONS (description = 'Azure region that processed the operation.'),
  `tenantId` STRING OPTIONS (description = 'Identifier of the Entra tenant; on tenant-level logs only.'),
  `properties` STRUCT<`RouteType` STRING OPTIONS (description = 'How the relay servers were chosen.'), `TTL` STRING OPTIONS (description = 'Time to live that the request asked for, as text; no source states its unit.'), `SdkType` STRING OPTIONS (description = 'Kind of SDK that sent the request; may be empty.'), `PlatformType` STRING OPTIONS (description = 'Platform that the client runs on; may be empty.')> OPTIONS (description = 'What is particular to the category.')
)
OPTIONS (description = 'A request for a relay configuration, which let a client reach others through a TURN server.');
