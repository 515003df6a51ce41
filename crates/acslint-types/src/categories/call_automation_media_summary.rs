//! The `CallAutomationMediaSummary` category: what became of the media operations of Call Automation.

use crate::envelope::category;
use crate::scalar::Count;

category! {
    /// How a media operation of Call Automation ended, such as playing a prompt or recognising an answer.
    category "CallAutomationMediaSummary", "Call Automation media summary";
    table "ACSCallAutomationMediaSummary";
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
        result_type "ResultType" => "resultType": optional,
            known open [
                "Completed", "Canceled", "Failed", "Succeeded", "Started", "In Progress", "Active",
                "Resolved",
            ];
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
        /// Identifier of the operation, which its operational record carries too.
        operation_id "OperationId": String, optional, inferred;
        /// Whether the prompt was to be repeated until stopped.
        play_in_loop "PlayInLoop": bool, optional, inferred;
        /// Whether the prompt was cut short.
        play_interrupted "PlayInterrupted": bool, optional, inferred;
        /// Whether the prompt was played to one participant instead of all.
        play_to_participant "PlayToParticipant": bool, optional, inferred;
        /// Kind of prompt that was played before the recognition.
        recognize_prompt_sub_operation_name "RecognizePromptSubOperationName": String, optional, inferred,
            known examples ["File", "TextToSpeech", "SSML", "Text"];
        /// Code of the outcome, in the manner of an HTTP status.
        result_code "ResultCode": Count, optional, inferred;
        /// The outcome in words.
        result_message "ResultMessage": String, optional, inferred;
        /// Code that narrows the outcome down.
        result_subcode "ResultSubcode": Count, optional, inferred;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-05-07T20:16:48.1904417Z",
        "OperationName": "Recognize",
        "ResultType": "Completed",
        "CorrelationId": "1e7c4a90-d5b2-4386-9f6e-b03d82a7c514",
        "Level": "Informational",
        "OperationId": "a5f30e68-2c9d-47b1-8d04-e7b6915c3f2a",
        "PlayInLoop": false,
        "PlayInterrupted": true,
        "PlayToParticipant": true,
        "RecognizePromptSubOperationName": "TextToSpeech",
        "ResultCode": 200,
        "ResultMessage": "Tones were collected.",
        "ResultSubcode": 8533,
        "Type": "ACSCallAutomationMediaSummary",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-05-07T20:16:48.1904417Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallAutomationMediaSummary",
        "operationName": "Recognize",
        "resultType": "Completed",
        "correlationId": "1e7c4a90-d5b2-4386-9f6e-b03d82a7c514",
        "level": "Informational",
        "properties": {
            "OperationId": "a5f30e68-2c9d-47b1-8d04-e7b6915c3f2a",
            "PlayInLoop": false,
            "PlayInterrupted": true,
            "PlayToParticipant": true,
            "RecognizePromptSubOperationName": "TextToSpeech",
            "ResultCode": 200,
            "ResultMessage": "Tones were collected.",
            "ResultSubcode": 8533
        }
    }"#;
}
