//! The `EmailUserEngagementOperational` category: what recipients did with an e-mail.

use crate::envelope::category;

category! {
    /// Something that a recipient did with an e-mail: opened it, or followed a link in it.
    category "EmailUserEngagementOperational", "Email User Engagement operational";
    table "ACSEmailUserEngagementOperational";
    status active;
    notes [
        "`InternetMessageId` was added after November 2024; it is known from a single schema file of a \
         third party.",
        "In published records the object under `properties` has `OperationType` and `OperationCategory`, \
         which the table lacks. Samples show that object alone, without its envelope; it is recognised.",
    ];
    time {}
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required, known examples ["UserEngagementUpdate"];
        operation_version "OperationVersion" => "operationVersion": recommended;
        correlation_id "CorrelationId" => "correlationId": required, spelled ["CorrelationID"];
        location "Location" => "location": recommended;
    }
    envelope_only {
        result_type "ResultType" => "resultType";
        result_signature "ResultSignature" => "resultSignature";
        result_description "ResultDescription" => "resultDescription";
        duration_ms "DurationMs" => "durationMs";
        caller_ip_address "CallerIpAddress" => "callerIpAddress";
        identity "Identity" => "identity";
        level "Level" => "level";
        uri "URI" => "uri";
    }
    properties required in "PascalCase" {
        /// Address of the recipient; may be empty.
        recipient_id "RecipientId": String, recommended, inferred, personal "email-address";
        /// What the recipient did.
        engagement_type "EngagementType": String, required, seen, known open ["View", "Click"];
        /// Link that was followed; absent or empty where the e-mail was only opened.
        engagement_context "EngagementContext": String, optional, seen;
        /// `User-Agent` of the recipient's client.
        user_agent "UserAgent": String, recommended, seen, personal "user-agent";
        /// `Message-ID` header of the e-mail.
        internet_message_id "InternetMessageId": String, optional, inferred, personal "message-id",
            source third_party;
    }
    properties_only {
        /// Kind of operation.
        operation_type "OperationType": String, safe Name;
        /// Category of the record once more.
        operation_category "OperationCategory": String, safe Category;
    }
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-06-18T16:03:12.0470000Z",
        "OperationName": "UserEngagementUpdate",
        "OperationVersion": "2023-03-31",
        "CorrelationId": "72d1b8f4-3e6c-4f09-a58b-d0c7e2916f3a",
        "Location": "West Europe",
        "Category": "EmailUserEngagementOperational",
        "RecipientId": "kim@example.com",
        "EngagementType": "Click",
        "EngagementContext": "https://www.contoso.com/orders/48213",
        "UserAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
        "InternetMessageId": "<72d1b8f43e6c.1718717264@contoso.com>",
        "Type": "ACSEmailUserEngagementOperational",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-06-18T16:03:12.0470000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "EmailUserEngagementOperational",
        "operationName": "UserEngagementUpdate",
        "operationVersion": "2023-03-31",
        "correlationId": "72d1b8f4-3e6c-4f09-a58b-d0c7e2916f3a",
        "location": "West Europe",
        "properties": {
            "OperationType": "UserEngagementUpdate",
            "OperationCategory": "EmailUserEngagementOperational",
            "RecipientId": "kim@example.com",
            "EngagementType": "Click",
            "EngagementContext": "https://www.contoso.com/orders/48213",
            "UserAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "InternetMessageId": "<72d1b8f43e6c.1718717264@contoso.com>"
        }
    }"#;
}
