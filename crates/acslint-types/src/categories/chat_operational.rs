//! The `ChatOperational` category: requests to the Chat API.

use crate::envelope::category;
use crate::scalar::Id;

category! {
    /// A request to the Chat API: which operation on which thread, by whom, and how it went.
    category "ChatOperational", "Chat operational";
    table "ACSChatIncomingOperations";
    status active;
    notes [
        "The reference gives `ChatMessageId` as a 32-bit integer, but the service's identifiers have 13 \
         digits: integers of any size and text are accepted.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
    ];
    time {}
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required, known examples [
            "GetChatMessage", "ListChatMessages", "SendChatMessage", "UpdateChatMessage", "DeleteChatMessage",
            "GetChatThread", "ListChatThreads", "UpdateChatThread", "CreateChatThread", "DeleteChatThread",
            "GetReadReceipts", "SendReadReceipt", "SendTypingIndicator", "ListChatThreadParticipants",
            "AddChatThreadParticipants", "RemoveChatThreadParticipant",
        ];
        operation_version "OperationVersion" => "operationVersion": recommended;
        result_type "ResultType" => "resultType": recommended;
        result_signature "ResultSignature" => "resultSignature": recommended;
        result_description "ResultDescription" => "resultDescription": optional;
        duration_ms "DurationMs" => "durationMs": recommended;
        caller_ip_address "CallerIpAddress" => "callerIpAddress": optional;
        correlation_id "CorrelationId" => "correlationId": recommended, spelled ["CorrelationID"];
        level "Level" => "level": recommended;
        uri "URI" => "uri": recommended;
    }
    envelope_only {
        identity "Identity" => "identity";
        location "Location" => "location";
    }
    properties optional in "PascalCase" {
        /// User who sent the request.
        user_id "UserId": String, recommended, inferred, personal "user-id";
        /// Thread that the request is about.
        chat_thread_id "ChatThreadId": String, recommended, inferred;
        /// Message that the request is about. Too large for 32 bits; written as a number or as text.
        chat_message_id "ChatMessageId": Id, optional, inferred;
        /// Kind of SDK that sent the request; may be empty.
        sdk_type "SdkType": String, optional, inferred, safe Name;
        /// Platform that the client runs on; may be empty.
        platform_type "PlatformType": String, optional, inferred, safe Name;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-04-11T15:42:08.1934170Z",
        "OperationName": "SendChatMessage",
        "OperationVersion": "2023-11-07",
        "ResultType": "Succeeded",
        "ResultSignature": "201",
        "ResultDescription": "Created",
        "DurationMs": 48,
        "CallerIpAddress": "203.0.113.57",
        "CorrelationId": "c3a9f0d2-4b7e-4a61-9d25-7e8c1f3b6a90",
        "Level": "Informational",
        "URI": "https://contoso-acs.communication.azure.com/chat/threads/19:9c1d7e5b3a@thread.v2/messages?api-version=2023-11-07",
        "Category": "ChatOperational",
        "UserId": "8:acs:5e2b9c74-1f3d-4c86-a0b7-92d4e6f8a1c3_0000001a-6b2c-4d3e-9f10-5a7b8c9d0e1f",
        "ChatThreadId": "19:9c1d7e5b3a@thread.v2",
        "ChatMessageId": 1712850128193,
        "SdkType": "javascript",
        "PlatformType": "Windows",
        "Type": "ACSChatIncomingOperations",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-04-11T15:42:08.1934170Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "ChatOperational",
        "operationName": "SendChatMessage",
        "operationVersion": "2023-11-07",
        "resultType": "Succeeded",
        "resultSignature": "201",
        "resultDescription": "Created",
        "durationMs": 48,
        "callerIpAddress": "203.0.113.57",
        "correlationId": "c3a9f0d2-4b7e-4a61-9d25-7e8c1f3b6a90",
        "level": "Informational",
        "uri": "https://contoso-acs.communication.azure.com/chat/threads/19:9c1d7e5b3a@thread.v2/messages?api-version=2023-11-07",
        "properties": {
            "UserId": "8:acs:5e2b9c74-1f3d-4c86-a0b7-92d4e6f8a1c3_0000001a-6b2c-4d3e-9f10-5a7b8c9d0e1f",
            "ChatThreadId": "19:9c1d7e5b3a@thread.v2",
            "ChatMessageId": "1712850128193",
            "SdkType": "javascript",
            "PlatformType": "Windows"
        }
    }"#;
}
