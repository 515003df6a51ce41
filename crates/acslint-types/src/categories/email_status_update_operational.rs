//! The `EmailStatusUpdateOperational` category: what became of an e-mail.

use crate::envelope::category;
use crate::scalar::Flag;

category! {
    /// What became of an e-mail: of the message as a whole, or of its delivery to one recipient.
    category "EmailStatusUpdateOperational", "Email Status Update operational";
    table "ACSEmailStatusUpdateOperational";
    status active;
    notes [
        "A record without `RecipientId` is about the message as a whole, one with it about the delivery to \
         that recipient.",
        "`IsHardBounce` is text in the table, such as `False`, and a truth value in published resource \
         logs; both are accepted.",
        "`RecipientMailServerHostName` and `InternetMessageId` were added after November 2024.",
        "In published records the object under `properties` has `OperationType` and `OperationCategory`, \
         which the table lacks. Samples show that object alone, without its envelope; it is recognised.",
    ];
    time {}
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required, known examples ["DeliveryStatusUpdate"];
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
        /// Address of the recipient; empty where the record is about the message as a whole.
        recipient_id "RecipientId": String, recommended, inferred, personal "email-address";
        /// State of the message where `RecipientId` is empty, otherwise of its delivery to that recipient.
        delivery_status "DeliveryStatus": String, required, seen, known open [
            "OutForDelivery", "Delivered", "Bounced", "Suppressed", "Failed", "FilteredSpam", "Quarantined",
            "Expanded", "Dropped", "Queued",
        ];
        /// SMTP status code that the recipient's server answered with.
        smtp_status_code "SmtpStatusCode": String, optional, inferred, safe Code;
        /// Enhanced SMTP status code: three numbers with dots between them.
        enhanced_smtp_status_code "EnhancedSmtpStatusCode": String, optional, inferred, safe Code;
        /// Name of the recipient's mail server.
        recipient_mail_server_host_name "RecipientMailServerHostName": String, optional, inferred;
        /// User name of the sender: the part of the address before `@`.
        sender_username "SenderUsername": String, optional, seen, personal "email-local-part";
        /// Domain of the sender: the part of the address after `@`.
        sender_domain "SenderDomain": String, optional, seen;
        /// Why the delivery failed, in short; empty where it did not.
        failure_reason "FailureReason": String, optional, seen;
        /// What the recipient's server said about the failure, word for word.
        failure_message "FailureMessage": String, optional, inferred;
        /// Whether the failure is permanent, so that another attempt is of no use; a truth value or text that
        /// says so.
        is_hard_bounce "IsHardBounce": Flag, optional, seen;
        /// `Message-ID` header of the e-mail.
        internet_message_id "InternetMessageId": String, optional, inferred, personal "message-id";
    }
    properties_only {
        /// Kind of operation.
        operation_type "OperationType": String, safe Name;
        /// Category of the record once more.
        operation_category "OperationCategory": String, safe Category;
    }
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-06-18T13:27:58.8120000Z",
        "OperationName": "DeliveryStatusUpdate",
        "OperationVersion": "2023-03-31",
        "CorrelationId": "72d1b8f4-3e6c-4f09-a58b-d0c7e2916f3a",
        "Location": "West Europe",
        "Category": "EmailStatusUpdateOperational",
        "RecipientId": "robin@example.org",
        "DeliveryStatus": "Bounced",
        "SmtpStatusCode": "550",
        "EnhancedSmtpStatusCode": "5.1.1",
        "RecipientMailServerHostName": "mx1.example.org",
        "SenderUsername": "orders",
        "SenderDomain": "contoso.com",
        "FailureReason": "Recipient unknown",
        "FailureMessage": "550 5.1.1 No such user here",
        "IsHardBounce": "True",
        "InternetMessageId": "<72d1b8f43e6c.1718717264@contoso.com>",
        "Type": "ACSEmailStatusUpdateOperational",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-06-18T13:27:58.8120000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "EmailStatusUpdateOperational",
        "operationName": "DeliveryStatusUpdate",
        "operationVersion": "2023-03-31",
        "correlationId": "72d1b8f4-3e6c-4f09-a58b-d0c7e2916f3a",
        "location": "West Europe",
        "properties": {
            "OperationType": "DeliveryStatusUpdate",
            "OperationCategory": "EmailStatusUpdateOperational",
            "RecipientId": "robin@example.org",
            "DeliveryStatus": "Bounced",
            "SmtpStatusCode": "550",
            "EnhancedSmtpStatusCode": "5.1.1",
            "RecipientMailServerHostName": "mx1.example.org",
            "SenderUsername": "orders",
            "SenderDomain": "contoso.com",
            "FailureReason": "Recipient unknown",
            "FailureMessage": "550 5.1.1 No such user here",
            "IsHardBounce": true,
            "InternetMessageId": "<72d1b8f43e6c.1718717264@contoso.com>"
        }
    }"#;
}
