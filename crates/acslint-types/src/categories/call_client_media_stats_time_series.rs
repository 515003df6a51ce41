//! The `CallClientMediaStatsTimeSeries` category: measurements of media streams on clients, over time.

use crate::envelope::category;
use crate::scalar::{Count, LongCount, Real, Time};

category! {
    /// What a client measured of one media stream during an interval, as one metric.
    category "CallClientMediaStatsTimeSeries", "Call client media statistics time series";
    table "ACSCallClientMediaStatsTimeSeries";
    status active;
    notes [
        "The table has no `Category` column: a row is told by `Type`, and a resource log by `category`. \
         `Category` is accepted in a row, since queries and pipelines add it.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
        "The documentation names the directions `send` and `receive`, its sample and the reference `recv`.",
        "`MediaStreamId` is documented as not filled in yet.",
    ];
    time {}
    category_column optional documented;
    columns {
        operation_name "OperationName" => "operationName": required;
    }
    envelope_only {
        operation_version "OperationVersion" => "operationVersion";
        result_type "ResultType" => "resultType";
        result_signature "ResultSignature" => "resultSignature";
        result_description "ResultDescription" => "resultDescription";
        duration_ms "DurationMs" => "durationMs";
        caller_ip_address "CallerIpAddress" => "callerIpAddress";
        correlation_id "CorrelationId" => "correlationId";
        identity "Identity" => "identity";
        level "Level" => "level";
        location "Location" => "location";
        uri "URI" => "uri";
    }
    properties optional in "PascalCase" {
        /// Length of the interval that the samples were collected in, in seconds; usually 10.
        aggregation_interval_seconds "AggregationIntervalSeconds": Count, optional, inferred;
        /// Mean of the samples, in the unit of the metric.
        average "Average": Real, optional, inferred;
        /// UTC time of the event by the client's clock.
        call_client_time_stamp "CallClientTimeStamp": Time, optional, inferred;
        /// Identifier of the call, as `CorrelationId` of other categories has it.
        call_id "CallId": String, optional, inferred;
        /// Identifier of the instance of the calling client.
        client_instance_id "ClientInstanceId": String, optional, inferred;
        /// Number of samples.
        count "Count": LongCount, optional, inferred;
        /// Identifier of the device that the client runs on.
        endpoint_id "EndpointId": String, optional, inferred;
        /// Greatest sample, in the unit of the metric.
        maximum "Maximum": Real, optional, inferred;
        /// Codec of the media stream.
        media_stream_codec "MediaStreamCodec": String, optional, inferred, safe Name;
        /// Direction of the media stream; records write `recv` where the documentation says `receive`.
        media_stream_direction "MediaStreamDirection": String, optional, inferred,
            known examples ["send", "recv", "receive"];
        /// Identifier of the media stream; documented as not filled in yet.
        media_stream_id "MediaStreamId": String, optional, inferred;
        /// What the media stream carries.
        media_stream_type "MediaStreamType": String, optional, inferred,
            known examples ["video", "audio", "screen"];
        /// Name of the metric.
        metric_name "MetricName": String, optional, inferred, safe Name;
        /// Least sample, in the unit of the metric.
        minimum "Minimum": Real, optional, inferred;
        /// Identifier of the participant, which joins the records of one participant in one call.
        participant_id "ParticipantId": String, optional, inferred, personal "user-id";
        /// Identifier of the endpoint at the other end of the stream.
        remote_endpoint_id "RemoteEndpointId": String, optional, inferred;
        /// Identifier of the participant at the other end of the stream.
        remote_participant_id "RemoteParticipantId": String, optional, inferred, personal "user-id";
        /// Sum of the samples, in the unit of the metric.
        sum "Sum": Real, optional, inferred;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-09-27T13:34:05.1120000Z",
        "OperationName": "CallClientMediaStatsTimeSeries",
        "AggregationIntervalSeconds": 10,
        "Average": 38.4,
        "CallClientTimeStamp": "2024-09-27T13:33:50.0040000Z",
        "CallId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
        "ClientInstanceId": "2b5d9e07-c8f1-4a36-90e4-d7b13f6c8a52",
        "Count": 10,
        "EndpointId": "f02b6d81-5e97-4c3a-8b14-a7d9c60e3f52",
        "Maximum": 61,
        "MediaStreamCodec": "OPUS",
        "MediaStreamDirection": "recv",
        "MediaStreamId": "",
        "MediaStreamType": "audio",
        "MetricName": "JitterInMs",
        "Minimum": 19,
        "ParticipantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
        "RemoteEndpointId": "c39f07e1-84ba-4d62-a5f8-16d70b9e3c24",
        "RemoteParticipantId": "0e6b84d2-f715-4a93-8c0d-5b29e7f1a648",
        "Sum": 384,
        "Type": "ACSCallClientMediaStatsTimeSeries",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-09-27T13:34:05.1120000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallClientMediaStatsTimeSeries",
        "operationName": "CallClientMediaStatsTimeSeries",
        "properties": {
            "AggregationIntervalSeconds": 10,
            "Average": 38.4,
            "CallClientTimeStamp": "2024-09-27T13:33:50.0040000Z",
            "CallId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
            "ClientInstanceId": "2b5d9e07-c8f1-4a36-90e4-d7b13f6c8a52",
            "Count": 10,
            "EndpointId": "f02b6d81-5e97-4c3a-8b14-a7d9c60e3f52",
            "Maximum": 61,
            "MediaStreamCodec": "OPUS",
            "MediaStreamDirection": "recv",
            "MediaStreamId": "",
            "MediaStreamType": "audio",
            "MetricName": "JitterInMs",
            "Minimum": 19,
            "ParticipantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
            "RemoteEndpointId": "c39f07e1-84ba-4d62-a5f8-16d70b9e3c24",
            "RemoteParticipantId": "0e6b84d2-f715-4a93-8c0d-5b29e7f1a648",
            "Sum": 384
        }
    }"#;
}
