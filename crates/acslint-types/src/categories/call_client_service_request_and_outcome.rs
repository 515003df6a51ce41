//! The `CallClientServiceRequestAndOutcome` category: requests that calling clients sent to the service, and
//! what became of them.

use crate::envelope::category;

category! {
    /// A request that a calling client sent to the service, and what became of it.
    category "CallClientServiceRequestAndOutcome", "Call client service request and outcome";
    table "ACSCallClientServiceRequestAndOutcome";
    status active;
    notes [
        "The table keeps what is particular to an operation in the one column `Properties`, whose content \
         is not documented: what stands under `properties` of a resource log is not looked into.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
    ];
    time {}
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required;
        result_type "ResultType" => "resultType": optional,
            known open [
                "Success", "UnexpectedServerError", "Succeeded", "Failed", "Started", "In Progress",
                "Active", "Resolved",
            ];
        result_signature "ResultSignature" => "resultSignature": optional;
        duration_ms "DurationMs" => "durationMs": optional;
        correlation_id "CorrelationId" => "correlationId": optional;
        level "Level" => "level": optional;
    }
    envelope_only {
        operation_version "OperationVersion" => "operationVersion";
        result_description "ResultDescription" => "resultDescription";
        caller_ip_address "CallerIpAddress" => "callerIpAddress";
        identity "Identity" => "identity";
        location "Location" => "location";
        uri "URI" => "uri";
    }
    properties optional in "PascalCase", open {
        /// What is particular to the operation, in any form.
        properties "Properties": serde_json::Value, optional, inferred;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2025-01-20T17:02:44.9310000Z",
        "OperationName": "StartCall",
        "ResultType": "Success",
        "ResultSignature": 200,
        "DurationMs": 386,
        "CorrelationId": "6f25d8b1-e047-4c9a-b36f-18e5a9d07c42",
        "Level": "Informational",
        "Category": "CallClientServiceRequestAndOutcome",
        "Properties": {"requestId": "9c04e7d5-3b18-4f62-a7d0-e8516b9f2c3a", "attempt": 1},
        "Type": "ACSCallClientServiceRequestAndOutcome",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2025-01-20T17:02:44.9310000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallClientServiceRequestAndOutcome",
        "operationName": "StartCall",
        "resultType": "Success",
        "resultSignature": 200,
        "durationMs": 386,
        "correlationId": "6f25d8b1-e047-4c9a-b36f-18e5a9d07c42",
        "level": "Informational",
        "properties": {
            "Properties": {"requestId": "9c04e7d5-3b18-4f62-a7d0-e8516b9f2c3a", "attempt": 1}
        }
    }"#;
}
