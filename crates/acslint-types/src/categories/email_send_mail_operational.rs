//! The `EmailSendMailOperational` category: e-mails handed to the service.

use crate::envelope::category;
use crate::scalar::{Amount, Count};

category! {
    /// An e-mail that was handed to the service: its size and to how many recipients it goes.
    category "EmailSendMailOperational", "Email Send Mail operational";
    table "ACSEmailSendMailOperational";
    status active;
    notes [
        "In published records the object under `properties` has `OperationType` and `OperationCategory`, \
         which the table lacks. Samples show that object alone, without its envelope; it is recognised.",
    ];
    time {}
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required, known examples ["SendMail"];
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
        /// Size of the e-mail, in megabytes.
        size "Size": Amount, required, seen;
        /// Number of different addresses in `To`.
        to_recipients_count "ToRecipientsCount": Count, required, seen;
        /// Number of different addresses in `Cc`.
        cc_recipients_count "CcRecipientsCount": Count, required, seen;
        /// Number of different addresses in `Bcc`.
        bcc_recipients_count "BccRecipientsCount": Count, required, seen;
        /// Number of different addresses in `To`, `Cc` and `Bcc` together.
        unique_recipients_count "UniqueRecipientsCount": Count, required, seen;
        /// Number of attachments.
        attachments_count "AttachmentsCount": Count, required, seen;
        /// Client that handed over the e-mail.
        traffic_source "TrafficSource": String, optional, seen, known examples ["Email .NET SDK", "Linux"];
    }
    properties_only {
        /// Kind of operation.
        operation_type "OperationType": String, safe Name;
        /// Category of the record once more.
        operation_category "OperationCategory": String, safe Category;
    }
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-06-18T13:27:44.3590000Z",
        "OperationName": "SendMail",
        "OperationVersion": "2023-03-31",
        "CorrelationId": "72d1b8f4-3e6c-4f09-a58b-d0c7e2916f3a",
        "Location": "West Europe",
        "Category": "EmailSendMailOperational",
        "Size": 0.0274,
        "ToRecipientsCount": 2,
        "CcRecipientsCount": 1,
        "BccRecipientsCount": 0,
        "UniqueRecipientsCount": 3,
        "AttachmentsCount": 1,
        "TrafficSource": "Email .NET SDK",
        "Type": "ACSEmailSendMailOperational",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-06-18T13:27:44.3590000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "EmailSendMailOperational",
        "operationName": "SendMail",
        "operationVersion": "2023-03-31",
        "correlationId": "72d1b8f4-3e6c-4f09-a58b-d0c7e2916f3a",
        "location": "West Europe",
        "properties": {
            "OperationType": "SendMail",
            "OperationCategory": "EmailSendMailOperational",
            "Size": 0.0274,
            "ToRecipientsCount": 2,
            "CcRecipientsCount": 1,
            "BccRecipientsCount": 0,
            "UniqueRecipientsCount": 3,
            "AttachmentsCount": 1,
            "TrafficSource": "Email .NET SDK"
        }
    }"#;
}
