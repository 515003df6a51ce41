//! The `SMSOperational` category: text messages sent and received, and their delivery reports.

use crate::envelope::category;
use crate::scalar::{Count, NumberType};

category! {
    /// A text message that was sent or received, or the report of its delivery.
    category "SMSOperational", "SMS operational";
    table "ACSSMSIncomingOperations";
    status active;
    notes [
        "Delivery reports carry no `OperationVersion`.",
        "`DynamicAlphaSenderID` is a later addition to the values of `NumberType`.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
    ];
    time {}
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required,
            known examples ["SMSMessagesSent", "SMSDeliveryReportsReceived", "SMSMessagesReceived"];
        operation_version "OperationVersion" => "operationVersion": optional;
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
        /// Number of the Communication Services resource that sent or received the message, usually in E.164
        /// form.
        phone_number "PhoneNumber": String, recommended, inferred, personal "phone-number";
        /// Kind of number that the message was sent from.
        number_type "NumberType": NumberType, recommended, inferred,
            known closed ["LongCodeNumber", "ShortCodeNumber", "DynamicAlphaSenderID"];
        /// Country of the recipient, a code of two letters.
        country "Country": String, optional, inferred, safe Locale;
        /// HTTP method of the request.
        method "Method": String, recommended, inferred, known examples ["POST"];
        /// Identifier of an outgoing message, given once the message has been processed. Opaque text.
        message_id "MessageId": String, optional, inferred;
        /// Length of the message received, in characters; 0 where a message was sent.
        incoming_message_length "IncomingMessageLength": Count, recommended, inferred;
        /// Length of the message sent, in characters; 0 where one was received or reported on.
        outgoing_message_length "OutgoingMessageLength": Count, recommended, inferred;
        /// Number of attempts made so far to deliver the message.
        delivery_attempts "DeliveryAttempts": Count, recommended, inferred;
        /// Kind of SDK that sent the request; may be empty.
        sdk_type "SdkType": String, optional, inferred, safe Name;
        /// Platform that the client runs on; may be empty.
        platform_type "PlatformType": String, optional, inferred, safe Name;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-02-19T07:30:51.6028413Z",
        "OperationName": "SMSMessagesSent",
        "OperationVersion": "2021-03-07",
        "ResultType": "Succeeded",
        "ResultSignature": "202",
        "ResultDescription": "Accepted",
        "DurationMs": 163,
        "CallerIpAddress": "198.51.100.24",
        "CorrelationId": "Qm7xV2nLkU+T4y0e.1",
        "Level": "Informational",
        "URI": "https://contoso-acs.communication.azure.com/sms?api-version=2021-03-07",
        "Category": "SMSOperational",
        "PhoneNumber": "+18005550143",
        "NumberType": "LongCodeNumber",
        "Country": "US",
        "Method": "POST",
        "MessageId": "Outgoing_20240219073051_b7c4d2e9-6a10-4f3b-8e5d-1c9f7a3b2d60",
        "IncomingMessageLength": 0,
        "OutgoingMessageLength": 47,
        "DeliveryAttempts": 1,
        "SdkType": "azsdk-python-communication-sms",
        "PlatformType": "Linux",
        "Type": "ACSSMSIncomingOperations",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-02-19T07:30:51.6028413Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "SMSOperational",
        "operationName": "SMSMessagesSent",
        "operationVersion": "2021-03-07",
        "resultType": "Succeeded",
        "resultSignature": 202,
        "resultDescription": "Accepted",
        "durationMs": "163",
        "callerIpAddress": "198.51.100.24",
        "correlationId": "Qm7xV2nLkU+T4y0e.1",
        "level": "Informational",
        "uri": "https://contoso-acs.communication.azure.com/sms?api-version=2021-03-07",
        "properties": {
            "PhoneNumber": "+18005550143",
            "NumberType": "LongCodeNumber",
            "Country": "US",
            "Method": "POST",
            "MessageId": "Outgoing_20240219073051_b7c4d2e9-6a10-4f3b-8e5d-1c9f7a3b2d60",
            "IncomingMessageLength": 0,
            "OutgoingMessageLength": 47,
            "DeliveryAttempts": 1,
            "SdkType": "azsdk-python-communication-sms",
            "PlatformType": "Linux"
        }
    }"#;
}
