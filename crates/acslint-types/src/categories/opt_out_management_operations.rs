//! The category of the table `ACSOptOutManagementOperations`: requests about recipients who want no text
//! messages.

use crate::envelope::category;

category! {
    /// A request to the opt-out management API: adding, removing or checking recipients who want no text
    /// messages.
    category "ACSOptOutManagementOperations" value unpublished, "Opt-out management";
    table "ACSOptOutManagementOperations";
    status active;
    notes [
        "No source says which value `category` has in these records. They are recognised by their table, \
         and by any category that is nearly called like the table, and the value is not checked. In \
         options, reports and examples the table's name stands for it.",
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
        uri "URI" => "uri": optional;
    }
    envelope_only {
        identity "Identity" => "identity";
        location "Location" => "location";
    }
    properties optional in "PascalCase" {
        /// Number of the Communication Services resource that the opt-out is about, usually in E.164 form.
        phone_number "PhoneNumber": String, optional, inferred, personal "phone-number";
        /// Kind of SDK that sent the request; may be empty.
        sdk_type "SdkType": String, optional, inferred, safe Name;
        /// Platform that the client runs on; may be empty.
        platform_type "PlatformType": String, optional, inferred, safe Name;
        /// HTTP method of the request.
        method "Method": String, optional, inferred, known examples ["POST"];
        /// Country of the recipient, a code of two letters.
        country "Country": String, optional, inferred, safe Locale;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2025-05-13T14:26:09.8357210Z",
        "OperationName": "OptOutAdd",
        "OperationVersion": "2024-12-10-preview",
        "ResultType": "Succeeded",
        "ResultSignature": "200",
        "ResultDescription": "OK",
        "DurationMs": 112,
        "CallerIpAddress": "198.51.100.173",
        "CorrelationId": "0a9e63d7-f418-4b5c-92e1-7d3c60b8f5a4",
        "Level": "Informational",
        "URI": "https://contoso-acs.communication.azure.com/sms/optouts:add?api-version=2024-12-10-preview",
        "Category": "ACSOptOutManagementOperations",
        "PhoneNumber": "+18005550182",
        "SdkType": "azsdk-net-Communication.Sms",
        "PlatformType": "Microsoft Windows 10.0.22631",
        "Method": "POST",
        "Country": "US",
        "Type": "ACSOptOutManagementOperations",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2025-05-13T14:26:09.8357210Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "ACSOptOutManagementOperations",
        "operationName": "OptOutAdd",
        "operationVersion": "2024-12-10-preview",
        "resultType": "Succeeded",
        "resultSignature": 200,
        "resultDescription": "OK",
        "durationMs": 112,
        "callerIpAddress": "198.51.100.173",
        "correlationId": "0a9e63d7-f418-4b5c-92e1-7d3c60b8f5a4",
        "level": "Informational",
        "uri": "https://contoso-acs.communication.azure.com/sms/optouts:add?api-version=2024-12-10-preview",
        "properties": {
            "PhoneNumber": "+18005550182",
            "SdkType": "azsdk-net-Communication.Sms",
            "PlatformType": "Microsoft Windows 10.0.22631",
            "Method": "POST",
            "Country": "US"
        }
    }"#;
}
