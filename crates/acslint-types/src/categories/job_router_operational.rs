//! The `JobRouterOperational` category: requests to the Job Router API.

use crate::envelope::category;
use crate::scalar::Amount;

category! {
    /// A request to the Job Router API: managing jobs, workers, queues and the policies between them.
    category "JobRouterOperational", "Job Router operational";
    table "ACSJobRouterIncomingOperations";
    status active;
    notes [
        "The table has no `Category` column: a row is told by `Type`, and a resource log by `category`. \
         `Category` is accepted in a row, since queries and pipelines add it.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
        "`DurationMs` has a fraction, unlike in other tables.",
    ];
    time {}
    category_column optional documented;
    columns {
        operation_name "OperationName" => "operationName": required;
        operation_version "OperationVersion" => "operationVersion": optional;
        result_type "ResultType" => "resultType": optional;
        result_signature "ResultSignature" => "resultSignature": optional;
        result_description "ResultDescription" => "resultDescription": optional;
        duration_ms "DurationMs" => "durationMs": optional, holds Amount;
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
        /// Identifier of what the request is about.
        entity_id "EntityId": String, optional, inferred;
        /// Kind of what the request is about, such as a queue.
        entity_type "EntityType": String, optional, inferred, known examples ["Queues"];
        /// Kind of SDK that sent the request; may be empty.
        sdk_type "SdkType": String, optional, inferred, safe Name;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-02-06T09:40:13.1185266Z",
        "OperationName": "UpsertQueue",
        "OperationVersion": "2023-11-01",
        "ResultType": "Succeeded",
        "ResultSignature": "200",
        "ResultDescription": "OK",
        "DurationMs": 73.3128,
        "CallerIpAddress": "2001:db8:41::9c",
        "CorrelationId": "7e51d0c9-84af-4b36-9d27-f6a3b81e0c54",
        "Level": "Informational",
        "URI": "https://contoso-acs.communication.azure.com/routing/queues/claims?api-version=2023-11-01",
        "EntityId": "claims",
        "EntityType": "Queues",
        "SdkType": "azsdk-net-Communication.JobRouter",
        "Type": "ACSJobRouterIncomingOperations",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-02-06T09:40:13.1185266Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "JobRouterOperational",
        "operationName": "UpsertQueue",
        "operationVersion": "2023-11-01",
        "resultType": "Succeeded",
        "resultSignature": 200,
        "resultDescription": "OK",
        "durationMs": "73.3128",
        "callerIpAddress": "2001:db8:41::9c",
        "correlationId": "7e51d0c9-84af-4b36-9d27-f6a3b81e0c54",
        "level": "Informational",
        "uri": "https://contoso-acs.communication.azure.com/routing/queues/claims?api-version=2023-11-01",
        "properties": {
            "EntityId": "claims",
            "EntityType": "Queues",
            "SdkType": "azsdk-net-Communication.JobRouter"
        }
    }"#;
}
