//! The `CallRecordingSummary` category: what recordings of calls consist of, and how they ended.

use crate::envelope::category;
use crate::scalar::{Amount, Count, Time};

category! {
    /// A recording of a call, after its end: what it consists of, and why it ended.
    category "CallRecordingSummary", "Call Recording summary";
    table "ACSCallRecordingSummary";
    status active;
    notes [
        "The table has no `Category` column: a row is told by `Type`, and a resource log by `category`. \
         `Category` is accepted in a row, since queries and pipelines add it.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
        "The documentation has `RecordingLength` as a number in one sample and in quotes in another, and \
         `RecordingSummary` occurs in the place of the category.",
    ];
    time {}
    category_column optional documented;
    columns {
        operation_name "OperationName" => "operationName": required;
        result_type "ResultType" => "resultType": optional;
        correlation_id "CorrelationId" => "correlationId": optional;
        level "Level" => "level": optional;
    }
    envelope_only {
        operation_version "OperationVersion" => "operationVersion";
        result_signature "ResultSignature" => "resultSignature";
        result_description "ResultDescription" => "resultDescription";
        duration_ms "DurationMs" => "durationMs";
        caller_ip_address "CallerIpAddress" => "callerIpAddress";
        identity "Identity" => "identity";
        location "Location" => "location";
        uri "URI" => "uri";
    }
    properties optional in "PascalCase" {
        /// Number of audio channels in the recording.
        audio_channels_count "AudioChannelsCount": Count, optional, inferred;
        /// Whether the audio of all participants is mixed into one channel.
        channel_type "ChannelType": String, optional, inferred, known examples ["mixed", "unmixed"];
        /// Number of files that the recording is cut into.
        chunk_count "ChunkCount": Count, optional, inferred;
        /// What was recorded.
        content_type "ContentType": String, optional, inferred,
            known examples ["Audio Only", "Audio - Video", "Transcription"];
        /// File format of the recording.
        format_type "FormatType": String, optional, inferred, known examples ["mp4", "wav"];
        /// Why the recording ended.
        recording_end_reason "RecordingEndReason": String, optional, inferred, known examples ["CallEnded"];
        /// Identifier of the recording.
        recording_id "RecordingId": String, optional, inferred;
        /// Duration of the recording, in seconds.
        recording_length "RecordingLength": Amount, optional, inferred;
        /// UTC time at which the recording began.
        recording_start_time "RecordingStartTime": Time, optional, inferred;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-04-23T07:31:52.7750000Z",
        "OperationName": "RecordingSummary",
        "ResultType": "Succeeded",
        "CorrelationId": "f9306b7e-5d12-48ca-9e83-a1c70d4f265b",
        "Level": "Informational",
        "AudioChannelsCount": 1,
        "ChannelType": "mixed",
        "ChunkCount": 2,
        "ContentType": "Audio - Video",
        "FormatType": "mp4",
        "RecordingEndReason": "CallEnded",
        "RecordingId": "eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI5YzFkN2U1YiJ9",
        "RecordingLength": 1994.6,
        "RecordingStartTime": "2024-04-23T06:58:18.0210000Z",
        "Type": "ACSCallRecordingSummary",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-04-23T07:31:52.7750000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallRecordingSummary",
        "operationName": "RecordingSummary",
        "resultType": "Succeeded",
        "correlationId": "f9306b7e-5d12-48ca-9e83-a1c70d4f265b",
        "level": "Informational",
        "properties": {
            "AudioChannelsCount": 1,
            "ChannelType": "mixed",
            "ChunkCount": 2,
            "ContentType": "Audio - Video",
            "FormatType": "mp4",
            "RecordingEndReason": "CallEnded",
            "RecordingId": "eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI5YzFkN2U1YiJ9",
            "RecordingLength": "1994.6",
            "RecordingStartTime": "2024-04-23T06:58:18.0210000Z"
        }
    }"#;
}
