//! The `CallDiagnostics` category: the quality of the media streams of calls.

use crate::envelope::category;
use crate::scalar::{Amount, Count, LongCount};

category! {
    /// The quality of one media stream of one participant of a call.
    category "CallDiagnostics", "Call diagnostics";
    table "ACSCallDiagnostics";
    status active;
    notes [
        "Published resource logs have the object under `properties` in camelCase. Of the names that none of \
         them shows, either letter case and place is accepted.",
        "Numbers also come as text, in a published record a ratio with an exponent, such as `\"3.1E-05\"`.",
        "The reference gives the unit of `RecvFreezeDurationPerMinuteInMs` as microseconds; by its name it \
         is milliseconds.",
        "`TPE` is known from a single schema file of a third party.",
    ];
    time {}
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required;
        operation_version "OperationVersion" => "operationVersion": optional;
        correlation_id "CorrelationId" => "correlationId": optional;
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
        /// Codec of the stream.
        codec_name "CodecName": String, optional, inferred, safe Name;
        /// Identifier of the device or server at this end of the stream; may be missing for servers.
        endpoint_id "EndpointId": String, optional, seen;
        /// Kind of endpoint. The documentation writes some kinds in capitals that records write in mixed
        /// case.
        endpoint_type "EndpointType": String, optional, seen,
            known open ["Server", "VOIP", "PSTN", "BOT", "Voicemail", "Anonymous", "Unknown", "VoIP", "Bot"];
        /// Average share of concealed audio, from 0 to 1.
        healed_data_ratio_avg "HealedDataRatioAvg": Amount, optional, inferred;
        /// Greatest share of concealed audio, from 0 to 1.
        healed_data_ratio_max "HealedDataRatioMax": Amount, optional, inferred;
        /// Identity of the user behind the endpoint, such as a Communication Services or Teams user, or a
        /// GUID.
        identifier "Identifier": String, optional, seen, personal "user-id";
        /// Average jitter, in milliseconds.
        jitter_avg "JitterAvg": Count, optional, seen;
        /// Average size of the jitter buffer, in milliseconds.
        jitter_buffer_size_avg "JitterBufferSizeAvg": Count, optional, inferred;
        /// Greatest size of the jitter buffer, in milliseconds.
        jitter_buffer_size_max "JitterBufferSizeMax": Count, optional, inferred;
        /// Greatest jitter, in milliseconds.
        jitter_max "JitterMax": Count, optional, seen;
        /// What the stream carries.
        media_type "MediaType": String, optional, seen,
            known examples ["Audio", "Video", "VBSS", "AppSharing"];
        /// Average share of lost packets, from 0 to 1.
        packet_loss_rate_avg "PacketLossRateAvg": Amount, optional, seen;
        /// Greatest share of lost packets, from 0 to 1.
        packet_loss_rate_max "PacketLossRateMax": Amount, optional, seen;
        /// Number of packets of the stream.
        packet_utilization "PacketUtilization": Count, optional, inferred;
        /// Identifier of the participant, which joins the records of one participant in one call.
        participant_id "ParticipantId": String, optional, seen, personal "user-id";
        /// Time for which received video stood still, in milliseconds for each minute.
        recv_freeze_duration_per_minute_in_ms "RecvFreezeDurationPerMinuteInMs": Amount, optional, inferred;
        /// Height of the received video, in pixels.
        recv_resolution_height "RecvResolutionHeight": Count, optional, inferred;
        /// Average round-trip time, in milliseconds.
        round_trip_time_avg "RoundTripTimeAvg": Count, optional, seen;
        /// Greatest round-trip time, in milliseconds.
        round_trip_time_max "RoundTripTimeMax": Count, optional, seen;
        /// Direction of the stream, in whichever letter case.
        stream_direction "StreamDirection": String, optional, inferred,
            known examples ["Inbound", "Outbound", "inbound", "outbound"];
        /// Identifier of the stream, unique among those of one participant and media type.
        stream_id "StreamId": LongCount, optional, seen;
        /// Transport protocol of the stream.
        transport_type "TransportType": String, optional, seen, known examples ["UDP", "TCP", "Unrecognized"];
        /// Average bit rate of the video, in bits per second.
        video_bit_rate_avg "VideoBitRateAvg": Count, optional, inferred;
        /// Greatest bit rate of the video, in bits per second.
        video_bit_rate_max "VideoBitRateMax": Count, optional, inferred;
        /// Average frame rate of the video, in frames per second.
        video_frame_rate_avg "VideoFrameRateAvg": Amount, optional, inferred;
        /// Whether the call runs over Teams Phone Extensibility.
        tpe "TPE": bool, optional, inferred, source third_party;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-07-16T10:41:23.0950000Z",
        "OperationName": "CallDiagnostics",
        "OperationVersion": "1.0",
        "CorrelationId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
        "Category": "CallDiagnostics",
        "CodecName": "H264",
        "EndpointId": "f02b6d81-5e97-4c3a-8b14-a7d9c60e3f52",
        "EndpointType": "VoIP",
        "HealedDataRatioAvg": 0.0031,
        "HealedDataRatioMax": 0.0184,
        "Identifier": "acs:3f8e2a61-7c05-4d9b-b1e4-60a9d2c7f815_00000014-1b2c-43d6-8f0a-5e4d3c2b1a09",
        "JitterAvg": 4,
        "JitterBufferSizeAvg": 62,
        "JitterBufferSizeMax": 118,
        "JitterMax": 17,
        "MediaType": "Video",
        "PacketLossRateAvg": 4.127e-05,
        "PacketLossRateMax": 0.0125,
        "PacketUtilization": 36418,
        "ParticipantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
        "RecvFreezeDurationPerMinuteInMs": 212.5,
        "RecvResolutionHeight": 720,
        "RoundTripTimeAvg": 41,
        "RoundTripTimeMax": 97,
        "StreamDirection": "Inbound",
        "StreamId": 1407,
        "TransportType": "UDP",
        "VideoBitRateAvg": 1184320,
        "VideoBitRateMax": 2210816,
        "VideoFrameRateAvg": 27.6,
        "TPE": false,
        "Type": "ACSCallDiagnostics",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-07-16T10:41:23.0950000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallDiagnostics",
        "operationName": "CallDiagnostics",
        "operationVersion": "1.0",
        "correlationId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
        "properties": {
            "codecName": "H264",
            "endpointId": "f02b6d81-5e97-4c3a-8b14-a7d9c60e3f52",
            "endpointType": "VoIP",
            "healedDataRatioAvg": 0.0031,
            "healedDataRatioMax": 0.0184,
            "identifier": "acs:3f8e2a61-7c05-4d9b-b1e4-60a9d2c7f815_00000014-1b2c-43d6-8f0a-5e4d3c2b1a09",
            "jitterAvg": "4",
            "jitterBufferSizeAvg": 62,
            "jitterBufferSizeMax": 118,
            "jitterMax": "17",
            "mediaType": "Video",
            "packetLossRateAvg": "4.127E-05",
            "packetLossRateMax": "0.0125",
            "packetUtilization": 36418,
            "participantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
            "recvFreezeDurationPerMinuteInMs": 212.5,
            "recvResolutionHeight": 720,
            "roundTripTimeAvg": "41",
            "roundTripTimeMax": "97",
            "streamDirection": "Inbound",
            "streamId": "1407",
            "transportType": "UDP",
            "videoBitRateAvg": 1184320,
            "videoBitRateMax": 2210816,
            "videoFrameRateAvg": 27.6,
            "tpe": false
        }
    }"#;
}
