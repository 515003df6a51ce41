-- CallAutomationMediaSummary: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSCallAutomationMediaSummary` (
  `TimeGenerated` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `OperationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `ResultType` STRING OPTIONS (description = 'Outcome of the operation.'),
  `CorrelationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `Level` STRING OPTIONS (description = 'Severity.'),
  `Category` STRING OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `OperationId` STRING OPTIONS (description = 'Identifier of the operation, which its operational record carries too.'),
  `PlayInLoop` BOOL OPTIONS (description = 'Whether the prompt was to be repeated until stopped.'),
  `PlayInterrupted` BOOL OPTIONS (description = 'Whether the prompt was cut short.'),
  `PlayToParticipant` BOOL OPTIONS (description = 'Whether the prompt was played to one participant instead of all.'),
  `RecognizePromptSubOperationName` STRING OPTIONS (description = 'Kind of prompt that was played before the recognition.'),
  `ResultCode` INT64 OPTIONS (description = 'Code of the outcome, in the manner of an HTTP status.'),
  `ResultMessage` STRING OPTIONS (description = 'The outcome in words.'),
  `ResultSubcode` INT64 OPTIONS (description = 'Code that narrows the outcome down.'),
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
OPTIONS (description = 'How a media operation of Call Automation ended, such as playing a prompt or recognising an answer.');
