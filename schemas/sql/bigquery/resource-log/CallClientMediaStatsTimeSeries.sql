-- CallClientMediaStatsTimeSeries: the table of its records.
CREATE TABLE IF NOT EXISTS `ACSCallClientMediaStatsTimeSeries_resource_log` (
  `time` TIMESTAMP NOT NULL OPTIONS (description = 'UTC time of the event.'),
  `resourceId` STRING NOT NULL OPTIONS (description = 'Azure Resource Manager identifier of the Communication Services resource, usually in upper case.'),
  `category` STRING NOT NULL OPTIONS (description = 'Category of the record, as the diagnostic setting names it.'),
  `operationName` STRING NOT NULL OPTIONS (description = 'Name of the logged operation.'),
  `operationVersion` STRING OPTIONS (description = 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.'),
  `resultType` STRING OPTIONS (description = 'Outcome of the operation.'),
  `resultSignature` STRING OPTIONS (description = 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.'),
  `resultDescription` STRING OPTIONS (description = 'Static text about the outcome.'),
  `durationMs` STRING OPTIONS (description = 'Duration of the operation, in milliseconds.'),
  `callerIpAddress` STRING OPTIONS (description = 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.'),
  `correlationId` STRING OPTIONS (description = 'Joins the records that belong together. Opaque text, often but not always a GUID.'),
  `identity` STRING OPTIONS (description = 'Communication Services or Teams identity behind the request. Personal data: user-id.'),
  `level` STRING OPTIONS (description = 'Severity.'),
  `location` STRING OPTIONS (description = 'Azure region that processed the operation.'),
  `uri` STRING OPTIONS (description = 'Request URI; sometimes only its host name.'),
  `tenantId` STRING OPTIONS (description = 'Identifier of the Entra tenant; on tenant-level logs only.'),
  `properties` STRUCT<`AggregationIntervalSeconds` STRING OPTIONS (description = 'Length of the interval that the samples were collected in, in seconds; usually 10.'), `Average` STRING OPTIONS (description = 'Mean of the samples, in the unit of the metric.'), `CallClientTimeStamp` TIMESTAMP OPTIONS (description = 'UTC time of the event by the client\'s clock.'), `CallId` STRING OPTIONS (description = 'Identifier of the call, as `CorrelationId` of other categories has it.'), `ClientInstanceId` STRING OPTIONS (description = 'Identifier of the instance of the calling client.'), `Count` STRING OPTIONS (description = 'Number of samples.'), `EndpointId` STRING OPTIONS (description = 'Identifier of the device that the client runs on.'), `Maximum` STRING OPTIONS (description = 'Greatest sample, in the unit of the metric.'), `MediaStreamCodec` STRING OPTIONS (description = 'Codec of the media stream.'), `MediaStreamDirection` STRING OPTIONS (description = 'Direction of the media stream; records write `recv` where the documentation says `receive`.'), `MediaStreamId` STRING OPTIONS (description = 'Identifier of the media stream; documented as not filled in yet.'), `MediaStreamType` STRING OPTIONS (description = 'What the media stream carries.'), `MetricName` STRING OPTIONS (description = 'Name of the metric.'), `Minimum` STRING OPTIONS (description = 'Least sample, in the unit of the metric.'), `ParticipantId` STRING OPTIONS (description = 'Identifier of the participant, which joins the records of one participant in one call. Personal data: user-id.'), `RemoteEndpointId` STRING OPTIONS (description = 'Identifier of the endpoint at the other end of the stream.'), `RemoteParticipantId` STRING OPTIONS (description = 'Identifier of the participant at the other end of the stream. Personal data: user-id.'), `Sum` STRING OPTIONS (description = 'Sum of the samples, in the unit of the metric.')> OPTIONS (description = 'What is particular to the category.')
)
OPTIONS (description = 'What a client measured of one media stream during an interval, as one metric.');
