-- EmailUserEngagementOperational: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSEmailUserEngagementOperational` (
  `TimeGenerated` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `OperationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `OperationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `CorrelationId` STRING NOT NULL OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `Location` STRING OPTIONS (description = 'Azure region that processed the operation.'),
  `Category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `RecipientId` STRING OPTIONS (description = 'Address of the recipient; may be empty. Personal data: email-address.'),
  `EngagementType` STRING NOT NULL OPTIONS (description = 'What the recipient did.'),
  `EngagementContext` STRING OPTIONS (description = 'Link that was followed; absent or empty where the e-mail was only opened.'),
  `UserAgent` STRING OPTIONS (description = '`User-Agent` of the recipient\'s client. Personal data: user-agent.'),
  `InternetMessageId` STRING OPTIONS (description = '`Message-ID` header of the e-mail. Personal data: message-id.'),
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
OPTIONS (description = 'Something that a recipient did with an e-mail: opened it, or followed a link in it.');
