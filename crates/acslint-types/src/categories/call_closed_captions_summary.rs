//! The `CallClosedCaptionsSummary` category: sessions of closed captions in calls.

use crate::envelope::category;
use crate::scalar::{Amount, Time};

category! {
    /// A session of closed captions in a call, after its end.
    category "CallClosedCaptionsSummary", "Closed captions summary";
    table "ACSCallClosedCaptionsSummary";
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
        /// Why the captions were cancelled; empty where they were not.
        cancel_reason "CancelReason": String, optional, inferred;
        /// Duration of the captions, in seconds.
        duration "Duration": Amount, optional, inferred;
        /// Why the captions ended.
        end_reason "EndReason": String, optional, inferred;
        /// Identifier of the captions session.
        speech_recognition_session_id "SpeechRecognitionSessionId": String, optional, inferred;
        /// Language that was spoken, as a language tag.
        spoken_language "SpokenLanguage": String, optional, inferred, safe Locale;
        /// UTC time at which the captions began.
        start_time "StartTime": Time, optional, inferred;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-08-08T16:45:10.3380000Z",
        "OperationName": "ClosedCaptionsSummary",
        "ResultType": "Succeeded",
        "CorrelationId": "3c8e51f7-b29d-46a0-8f14-d7605be92a1c",
        "Level": "Informational",
        "CancelReason": "",
        "Duration": 1267.25,
        "EndReason": "Stopped",
        "SpeechRecognitionSessionId": "5f17c20e-9a4d-4be3-86f5-c0d83e7b1942",
        "SpokenLanguage": "en-us",
        "StartTime": "2024-08-08T16:24:02.9110000Z",
        "Type": "ACSCallClosedCaptionsSummary",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-08-08T16:45:10.3380000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallClosedCaptionsSummary",
        "operationName": "ClosedCaptionsSummary",
        "resultType": "Succeeded",
        "correlationId": "3c8e51f7-b29d-46a0-8f14-d7605be92a1c",
        "level": "Informational",
        "properties": {
            "CancelReason": "",
            "Duration": 1267.25,
            "EndReason": "Stopped",
            "SpeechRecognitionSessionId": "5f17c20e-9a4d-4be3-86f5-c0d83e7b1942",
            "SpokenLanguage": "en-us",
            "StartTime": "2024-08-08T16:24:02.9110000Z"
        }
    }"#;
}
