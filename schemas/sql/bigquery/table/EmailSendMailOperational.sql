-- EmailSendMailOperational: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSEmailSendMailOperational` (
  `TimeGenerated` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `OperationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `OperationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `CorrelationId` STRING NOT NULL OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `Location` STRING OPTIONS (description = 'Azure region that processed the operation.'),
  `Category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `Size` FLOAT64 NOT NULL OPTIONS (description = 'Size of the e-mail, in megabytes.'),
  `ToRecipientsCount` INT64 NOT NULL OPTIONS (description = 'Number of different addresses in `To`.'),
  `CcRecipientsCount` INT64 NOT NULL OPTIONS (description = 'Number of different addresses in `Cc`.'),
  `BccRecipientsCount` INT64 NOT NULL OPTIONS (description = 'Number of different addresses in `Bcc`.'),
  `UniqueRecipientsCount` INT64 NOT NULL OPTIONS (description = 'Number of different addresses in `To`, `Cc` and `Bcc` together.'),
  `AttachmentsCount` INT64 NOT NULL OPTIONS (description = 'Number of attachments.'),
  `TrafficSource` STRING OPTIONS (description = 'Client that handed over the e-mail.'),
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
OPTIONS (description = 'An e-mail that was handed to the service: its size and to how many recipients it goes.');
