-- CallAutomationStreamingUsage: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSCallAutomationStreamingUsage` (
  `TimeGenerated` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `CorrelationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `Category` STRING OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `StreamingModality` STRING OPTIONS (description = 'What was streamed: mixed or separate audio, or a transcription.'),
  `StreamingSessionId` STRING OPTIONS (description = 'Identifier of the streaming session.'),
  `ParticipantId` STRING OPTIONS (description = 'Participant whose media were streamed, as other categories name it. Personal data: user-id.'),
  `StreamingStartTime` TIMESTAMP OPTIONS (description = 'UTC time at which the streaming began.'),
  `StreamingDurationInMs` FLOAT64 OPTIONS (description = 'Duration of the streaming, in milliseconds, perhaps with a fraction.'),
  `CallConnectionId` STRING OPTIONS (description = 'Identifier of the call leg.'),
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
OPTIONS (description = 'A session in which Call Automation streamed the media of a call, and how long it was.');
