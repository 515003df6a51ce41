//! The `AdvancedMessagingOperational` category: messages sent and received over messaging channels.

use crate::envelope::category;

category! {
    /// A message that was sent or received over a messaging channel such as WhatsApp, or a request about one.
    category "AdvancedMessagingOperational", "Advanced Messaging operational";
    table "ACSAdvancedMessagingOperations";
    status active;
    notes [
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
    ];
    time {}
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required;
        operation_version "OperationVersion" => "operationVersion": optional;
        result_type "ResultType" => "resultType": optional;
        result_signature "ResultSignature" => "resultSignature": optional;
        result_description "ResultDescription" => "resultDescription": optional;
        duration_ms "DurationMs" => "durationMs": optional;
        caller_ip_address "CallerIpAddress" => "callerIpAddress": optional;
        correlation_id "CorrelationId" => "correlationId": optional;
        level "Level" => "level": optional;
        location "Location" => "location": optional;
        uri "URI" => "uri": optional;
    }
    envelope_only {
        identity "Identity" => "identity";
    }
    properties optional in "PascalCase" {
        /// Identifier of the registered messaging channel.
        channel_id "ChannelId": String, optional, inferred;
        /// State of the message.
        message_status "MessageStatus": String, optional, inferred,
            known examples [
                "delivered", "read", "sent", "failed", "accepted", "preprocessingfailed",
                "received", "unknown",
            ];
        /// Kind of message.
        message_type "MessageType": String, optional, inferred, known examples ["text", "media", "template"];
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-11-05T21:18:42.4906153Z",
        "OperationName": "SendMessage",
        "OperationVersion": "2024-08-30",
        "ResultType": "Succeeded",
        "ResultSignature": "202",
        "ResultDescription": "Accepted",
        "DurationMs": 197,
        "CallerIpAddress": "203.0.113.211",
        "CorrelationId": "d2b7409f-6e83-4c15-a9f0-58c3e17d6b02",
        "Level": "Informational",
        "Location": "North Europe",
        "URI": "https://contoso-acs.communication.azure.com/messages/notifications:send?api-version=2024-08-30",
        "Category": "AdvancedMessagingOperational",
        "ChannelId": "9d5f0b37-c4e2-4816-8a9d-60f1e7b3c528",
        "MessageStatus": "accepted",
        "MessageType": "template",
        "Type": "ACSAdvancedMessagingOperations",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-11-05T21:18:42.4906153Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "AdvancedMessagingOperational",
        "operationName": "SendMessage",
        "operationVersion": "2024-08-30",
        "resultType": "Succeeded",
        "resultSignature": 202,
        "resultDescription": "Accepted",
        "durationMs": 197,
        "callerIpAddress": "203.0.113.211",
        "correlationId": "d2b7409f-6e83-4c15-a9f0-58c3e17d6b02",
        "level": "Informational",
        "location": "North Europe",
        "uri": "https://contoso-acs.communication.azure.com/messages/notifications:send?api-version=2024-08-30",
        "properties": {
            "ChannelId": "9d5f0b37-c4e2-4816-8a9d-60f1e7b3c528",
            "MessageStatus": "accepted",
            "MessageType": "template"
        }
    }"#;
}
