//! The `CallRecordingOperational` category: requests to the Call Recording API.

use crate::envelope::category;

category! {
    /// A request to the Call Recording API: starting, pausing, resuming or stopping a recording.
    category "CallRecordingOperational", "Call Recording operational";
    table "ACSCallRecordingIncomingOperations";
    status active;
    notes [
        "The table has no `Category` column: a row is told by `Type`, and a resource log by `category`. \
         `Category` is accepted in a row, since queries and pipelines add it.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
        "The table is called `ACSCallRecordingIncomingOperations`, unlike the category.",
    ];
    time {}
    category_column optional documented;
    columns {
        operation_name "OperationName" => "operationName": required;
        operation_version "OperationVersion" => "operationVersion": optional;
        result_type "ResultType" => "resultType": optional;
        result_signature "ResultSignature" => "resultSignature": optional;
        duration_ms "DurationMs" => "durationMs": optional;
        caller_ip_address "CallerIpAddress" => "callerIpAddress": optional;
        correlation_id "CorrelationId" => "correlationId": optional;
        level "Level" => "level": optional;
        uri "URI" => "uri": optional;
    }
    envelope_only {
        result_description "ResultDescription" => "resultDescription";
        identity "Identity" => "identity";
        location "Location" => "location";
    }
    properties optional in "PascalCase" {
        /// Identifier of the call leg.
        call_connection_id "CallConnectionId": String, optional, inferred;
        /// Kind of SDK that sent the request; may be empty.
        sdk_type "SdkType": String, optional, inferred, safe Name;
        /// Version of the SDK that sent the request; may be empty or redacted.
        sdk_version "SdkVersion": String, optional, inferred, safe Version;
        /// Identifier of the call on the server. Long opaque text.
        server_call_id "ServerCallId": String, optional, inferred;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-04-23T06:58:17.2463190Z",
        "OperationName": "StartRecording",
        "OperationVersion": "2023-10-15",
        "ResultType": "Succeeded",
        "ResultSignature": 200,
        "DurationMs": 248,
        "CallerIpAddress": "198.51.100.91",
        "CorrelationId": "f9306b7e-5d12-48ca-9e83-a1c70d4f265b",
        "Level": "Informational",
        "URI": "https://contoso-acs.communication.azure.com/calling/recordings?api-version=2023-10-15",
        "CallConnectionId": "28004f1b-93c6-4d5e-8a7f-6b1c0d9e2f38",
        "SdkType": "dotnet",
        "SdkVersion": "1.2.0",
        "ServerCallId": "aHR0cHM6Ly9jb252LmV4YW1wbGUuY29tL2NvbnYvOWMxZDdlNWIzYQ",
        "Type": "ACSCallRecordingIncomingOperations",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-04-23T06:58:17.2463190Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallRecordingOperational",
        "operationName": "StartRecording",
        "operationVersion": "2023-10-15",
        "resultType": "Succeeded",
        "resultSignature": 200,
        "durationMs": 248,
        "callerIpAddress": "198.51.100.91",
        "correlationId": "f9306b7e-5d12-48ca-9e83-a1c70d4f265b",
        "level": "Informational",
        "uri": "https://contoso-acs.communication.azure.com/calling/recordings?api-version=2023-10-15",
        "properties": {
            "CallConnectionId": "28004f1b-93c6-4d5e-8a7f-6b1c0d9e2f38",
            "SdkType": "dotnet",
            "SdkVersion": "1.2.0",
            "ServerCallId": "aHR0cHM6Ly9jb252LmV4YW1wbGUuY29tL2NvbnYvOWMxZDdlNWIzYQ"
        }
    }"#;
}
