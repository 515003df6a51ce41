//! The `CallAutomationStreamingUsage` category: how long media were streamed out of calls.

use crate::envelope::category;
use crate::scalar::{Amount, Time};

category! {
    /// A session in which Call Automation streamed the media of a call, and how long it was.
    category "CallAutomationStreamingUsage", "Call Automation streaming usage";
    table "ACSCallAutomationStreamingUsage";
    status active;
    notes [
        "The table has no `Category` column: a row is told by `Type`, and a resource log by `category`. \
         `Category` is accepted in a row, since queries and pipelines add it.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
    ];
    time {}
    category_column optional documented;
    columns {
        correlation_id "CorrelationId" => "correlationId": optional;
    }
    envelope_only {
        operation_name "OperationName" => "operationName": required;
        operation_version "OperationVersion" => "operationVersion";
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
    properties optional in "PascalCase" {
        /// What was streamed: mixed or separate audio, or a transcription.
        streaming_modality "StreamingModality": String, optional, inferred,
            known examples ["AudioStreamingUnmixed", "AudioStreamingMixed", "Transcription"];
        /// Identifier of the streaming session.
        streaming_session_id "StreamingSessionId": String, optional, inferred;
        /// Participant whose media were streamed, as other categories name it.
        participant_id "ParticipantId": String, optional, inferred, personal "user-id";
        /// UTC time at which the streaming began.
        streaming_start_time "StreamingStartTime": Time, optional, inferred;
        /// Duration of the streaming, in milliseconds, perhaps with a fraction.
        streaming_duration_in_ms "StreamingDurationInMs": Amount, optional, inferred;
        /// Identifier of the call leg.
        call_connection_id "CallConnectionId": String, optional, inferred;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2025-02-11T08:52:03.6610000Z",
        "CorrelationId": "c70e92d4-18fb-4a35-8d6c-3b5f04e7a129",
        "StreamingModality": "AudioStreamingMixed",
        "StreamingSessionId": "60d4f1b7-e92a-4c38-9a05-7d1e83b6c2f4",
        "ParticipantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
        "StreamingStartTime": "2025-02-11T08:47:31.0250000Z",
        "StreamingDurationInMs": 271636.482,
        "CallConnectionId": "28004f1b-93c6-4d5e-8a7f-6b1c0d9e2f38",
        "Type": "ACSCallAutomationStreamingUsage",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2025-02-11T08:52:03.6610000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallAutomationStreamingUsage",
        "operationName": "StreamingUsage",
        "correlationId": "c70e92d4-18fb-4a35-8d6c-3b5f04e7a129",
        "properties": {
            "StreamingModality": "AudioStreamingMixed",
            "StreamingSessionId": "60d4f1b7-e92a-4c38-9a05-7d1e83b6c2f4",
            "ParticipantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
            "StreamingStartTime": "2025-02-11T08:47:31.0250000Z",
            "StreamingDurationInMs": 271636.482,
            "CallConnectionId": "28004f1b-93c6-4d5e-8a7f-6b1c0d9e2f38"
        }
    }"#;
}
