-- NetworkTraversalOperational: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSNetworkTraversalIncomingOperations` (
  `TimeGenerated` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `OperationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `OperationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `ResultType` STRING OPTIONS (description = 'Outcome of the operation.'),
  `ResultSignature` STRING OPTIONS (description = 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.'),
  `DurationMs` INT64 OPTIONS (description = 'Duration of the operation, in milliseconds.'),
  `CorrelationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `Identity` STRING OPTIONS (description = 'Communication Services or Teams identity behind the request. Personal data: user-id.'),
  `Level` STRING OPTIONS (description = 'Severity.'),
  `URI` STRING OPTIONS (description = 'Request URI; sometimes only its host name.'),
  `Category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `RouteType` STRING OPTIONS (description = 'How the relay servers were chosen.'),
  `TTL` STRING OPTIONS (description = 'Time to live that the request asked for, as text; no source states its unit.'),
  `SdkType` STRING OPTIONS (description = 'Kind of SDK that sent the request; may be empty.'),
  `PlatformType` STRING OPTIONS (description = 'Platform that the client runs on; may be empty.'),
  `Type` STRING OPTIONS (description = 'Name of the table.'),
  `TenantId` STRING OPTIONS (description = 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.'),
  `SourceSystem` STRING OPTIONS (description = 'How the row was collected: `Azure` for resource logs.'),
  `_ResourceId` STRING OPTIONS (description = 'Azure Resource Manager identifier of the Communication Services resource.'),
  `_SubscriptionId` STRING OPTIONS (description = 'Identifier of the subscription that the resource belongs to.'),
  `_BilledSize` FLOAT64 OPTIONS (description = 'Size that is billed for the row, in bytes.'),
  `_IsBillable` STRING OPTIONS (description = 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.'),
  `_ItemId` STRING OPTIONS (description = 'Identifier of the row within the workspace; seen in exports.'),
  `_TimeReceived` TIMESTAMP OPTIONS (description = 'UTC time at which the workspace received the row; seen in exports.'),
  `_Internal_WorkspaceResourceId` STRING OPTIONS (description = 'Azure Resource Manager identifier of the workspace; seen in exports.')
)
OPTIONS (description = 'A request for a relay configuration, which let a client reach others through a TURN server.');
