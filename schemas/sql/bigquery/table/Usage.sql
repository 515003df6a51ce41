-- Usage: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSBillingUsage` (
  `TimeGenerated` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `OperationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `OperationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `CorrelationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `Category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `RecordId` STRING NOT NULL OPTIONS (description = 'Identifier of the usage record.'),
  `UsageType` STRING NOT NULL OPTIONS (description = 'What was used, such as a channel or a kind of call.'),
  `UnitType` STRING NOT NULL OPTIONS (description = 'Unit in which `Quantity` is counted.'),
  `Quantity` FLOAT64 NOT NULL OPTIONS (description = 'Amount used, in the unit that `UnitType` names.'),
  `StartTime` TIMESTAMP OPTIONS (description = 'UTC time at which the consumption began.'),
  `EndTime` TIMESTAMP OPTIONS (description = 'UTC time at which the consumption ended; absent for what takes no time.'),
  `ParticipantId` STRING OPTIONS (description = 'Participant of the call, as other categories name it. Personal data: user-id.'),
  `UserIdA` STRING OPTIONS (description = 'User who consumed the resource. Personal data: user-id.'),
  `UserIdB` STRING OPTIONS (description = 'Second user, where a consumption has two parties. Personal data: user-id.'),
  `Properties` JSON OPTIONS (description = 'Further data of the usage record, in any form.'),
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
OPTIONS (description = 'What was used of a Communication Services resource and is billed: one record for each unit of consumption reported.');
