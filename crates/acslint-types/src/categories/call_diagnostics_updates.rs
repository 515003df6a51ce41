//! The `CallDiagnosticsUpdates` category: the quality of media streams of calls that are still going on, and
//! what changes it.

use crate::envelope::category;
use crate::scalar::{Amount, Count, LongCount};

category! {
    /// The quality of one media stream of one participant, written while the call goes on and again when it
    /// changes.
    category "CallDiagnosticsUpdates", "Call diagnostics updates";
    table "ACSCallDiagnosticsUpdates";
    status active;
    notes [
        "Azure Monitor's reference has no page for this table: its columns are known from a single schema \
         file of a third party.",
        "Several records describe one stream; the one with the highest `CallUpdatesVersion` counts.",
        "Names are those of `CallDiagnostics`, whose published resource logs have the object under \
         `properties` in camelCase. Where none shows a name, either letter case and place is accepted.",
    ];
    time { source third_party }
    category_column required third_party;
    columns {
        operation_name "OperationName" => "operationName": required, source third_party;
        operation_version "OperationVersion" => "operationVersion": optional, source third_party;
        correlation_id "CorrelationId" => "correlationId": optional, source third_party;
    }
    envelope_only {
        result_type "ResultType" => "resultType";
        result_signature "ResultSignature" => "resultSignature";
        result_description "ResultDescription" => "resultDescription";
        duration_ms "DurationMs" => "durationMs";
        caller_ip_address "CallerIpAddress" => "callerIpAddress";
        identity "Identity" => "identity";
        level "Level" => "level";
        location "Location" => "location";
        uri "URI" => "uri";
    }
    properties optional in "camelCase" {
        /// Identity of the user behind the endpoint, such as a Communication Services or Teams user, or a
        /// GUID.
        identifier "Identifier": String, optional, seen, personal "user-id", source third_party;
        /// Identifier of the participant, which joins the records of one participant in one call.
        participant_id "ParticipantId": String, optional, seen, personal "user-id", source third_party;
        /// Identifier of the device or server at this end of the stream; may be missing for servers.
        endpoint_id "EndpointId": String, optional, seen, source third_party;
        /// Kind of endpoint. The documentation writes some kinds in capitals that records write in mixed
        /// case.
        endpoint_type "EndpointType": String, optional, seen,
            known open ["Server", "VOIP", "PSTN", "BOT", "Voicemail", "Anonymous", "Unknown", "VoIP", "Bot"],
            source third_party;
        /// What the stream carries.
        media_type "MediaType": String, optional, seen,
            known examples ["Audio", "Video", "VBSS", "AppSharing"], source third_party;
        /// Identifier of the stream, unique among those of one participant and media type.
        stream_id "StreamId": LongCount, optional, seen, source third_party;
        /// Transport protocol of the stream.
        transport_type "TransportType": String, optional, seen, known examples ["UDP", "TCP", "Unrecognized"],
            source third_party;
        /// Average round-trip time, in milliseconds.
        round_trip_time_avg "RoundTripTimeAvg": Count, optional, seen, source third_party;
        /// Greatest round-trip time, in milliseconds.
        round_trip_time_max "RoundTripTimeMax": Count, optional, seen, source third_party;
        /// Average jitter, in milliseconds.
        jitter_avg "JitterAvg": Count, optional, seen, source third_party;
        /// Greatest jitter, in milliseconds.
        jitter_max "JitterMax": Count, optional, seen, source third_party;
        /// Average share of lost packets, from 0 to 1.
        packet_loss_rate_avg "PacketLossRateAvg": Amount, optional, seen, source third_party;
        /// Greatest share of lost packets, from 0 to 1.
        packet_loss_rate_max "PacketLossRateMax": Amount, optional, seen, source third_party;
        /// Average share of concealed audio, from 0 to 1.
        healed_data_ratio_avg "HealedDataRatioAvg": Amount, optional, inferred, source third_party;
        /// Greatest share of concealed audio, from 0 to 1.
        healed_data_ratio_max "HealedDataRatioMax": Amount, optional, inferred, source third_party;
        /// Height of the received video, in pixels.
        recv_resolution_height "RecvResolutionHeight": Count, optional, inferred, source third_party;
        /// Time for which received video stood still, in milliseconds for each minute.
        recv_freeze_duration_per_minute_in_ms "RecvFreezeDurationPerMinuteInMs": Amount, optional, inferred,
            source third_party;
        /// Average frame rate of the video, in frames per second.
        video_frame_rate_avg "VideoFrameRateAvg": Amount, optional, inferred, source third_party;
        /// Average size of the jitter buffer, in milliseconds.
        jitter_buffer_size_avg "JitterBufferSizeAvg": Count, optional, inferred, source third_party;
        /// Greatest size of the jitter buffer, in milliseconds.
        jitter_buffer_size_max "JitterBufferSizeMax": Count, optional, inferred, source third_party;
        /// Number of packets of the stream.
        packet_utilization "PacketUtilization": Count, optional, inferred, source third_party;
        /// Average bit rate of the video, in bits per second.
        video_bit_rate_avg "VideoBitRateAvg": Count, optional, inferred, source third_party;
        /// Greatest bit rate of the video, in bits per second.
        video_bit_rate_max "VideoBitRateMax": Count, optional, inferred, source third_party;
        /// Direction of the stream, in whichever letter case.
        stream_direction "StreamDirection": String, optional, inferred,
            known examples ["Inbound", "Outbound", "inbound", "outbound"], source third_party;
        /// Codec of the stream.
        codec_name "CodecName": String, optional, inferred, safe Name, source third_party;
        /// Version of the record; of several for one stream the highest counts.
        call_updates_version "CallUpdatesVersion" => "callupdatesversion": Count, optional, inferred,
            source third_party;
        /// Whether the call runs over Teams Phone Extensibility.
        tpe "TPE": bool, optional, inferred, source third_party;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2025-03-04T15:08:51.6330000Z",
        "OperationName": "CallDiagnosticsUpdates",
        "OperationVersion": "1.0",
        "CorrelationId": "b4e60f97-31cd-4a82-8f75-d0c92a6e5b18",
        "Category": "CallDiagnosticsUpdates",
        "Identifier": "acs:91d0c5f3-6e28-4b7a-8d49-f3a1e07b2c56_0000001f-8d3e-42a7-9c15-b04f6e8d7a21",
        "ParticipantId": "0e6b84d2-f715-4a93-8c0d-5b29e7f1a648",
        "EndpointId": "c39f07e1-84ba-4d62-a5f8-16d70b9e3c24",
        "EndpointType": "VoIP",
        "MediaType": "Video",
        "StreamId": 903,
        "TransportType": "UDP",
        "RoundTripTimeAvg": 58,
        "RoundTripTimeMax": 143,
        "JitterAvg": 6,
        "JitterMax": 29,
        "PacketLossRateAvg": 0.0007,
        "PacketLossRateMax": 0.0213,
        "HealedDataRatioAvg": 0.0052,
        "HealedDataRatioMax": 0.0377,
        "RecvResolutionHeight": 360,
        "RecvFreezeDurationPerMinuteInMs": 0,
        "VideoFrameRateAvg": 14.8,
        "JitterBufferSizeAvg": 71,
        "JitterBufferSizeMax": 164,
        "PacketUtilization": 26850,
        "VideoBitRateAvg": 402176,
        "VideoBitRateMax": 918528,
        "StreamDirection": "Inbound",
        "CodecName": "H264",
        "CallUpdatesVersion": 2,
        "TPE": false,
        "Type": "ACSCallDiagnosticsUpdates",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2025-03-04T15:08:51.6330000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallDiagnosticsUpdates",
        "operationName": "CallDiagnosticsUpdates",
        "operationVersion": "1.0",
        "correlationId": "b4e60f97-31cd-4a82-8f75-d0c92a6e5b18",
        "properties": {
            "identifier": "acs:91d0c5f3-6e28-4b7a-8d49-f3a1e07b2c56_0000001f-8d3e-42a7-9c15-b04f6e8d7a21",
            "participantId": "0e6b84d2-f715-4a93-8c0d-5b29e7f1a648",
            "endpointId": "c39f07e1-84ba-4d62-a5f8-16d70b9e3c24",
            "endpointType": "VoIP",
            "mediaType": "Video",
            "streamId": 903,
            "transportType": "UDP",
            "roundTripTimeAvg": 58,
            "roundTripTimeMax": 143,
            "jitterAvg": 6,
            "jitterMax": 29,
            "packetLossRateAvg": 0.0007,
            "packetLossRateMax": 0.0213,
            "healedDataRatioAvg": 0.0052,
            "healedDataRatioMax": 0.0377,
            "recvResolutionHeight": 360,
            "recvFreezeDurationPerMinuteInMs": 0,
            "videoFrameRateAvg": 14.8,
            "jitterBufferSizeAvg": 71,
            "jitterBufferSizeMax": 164,
            "packetUtilization": 26850,
            "videoBitRateAvg": 402176,
            "videoBitRateMax": 918528,
            "streamDirection": "Inbound",
            "codecName": "H264",
            "callupdatesversion": 2,
            "tpe": false
        }
    }"#;
}
