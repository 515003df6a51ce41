//! The `NetworkTraversalOperational` category: relay configurations, issued until the service was shut down.

use crate::envelope::category;

category! {
    /// A request for a relay configuration, which let a client reach others through a TURN server.
    category "NetworkTraversalOperational", "Network Traversal operational";
    table "ACSNetworkTraversalIncomingOperations";
    status retired "2024-03-31";
    notes [
        "The service was shut down on 2024-03-31. The category left the list of supported ones on \
         2024-05-20, and the page of its table was deleted on 2024-08-19; exports remain.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
    ];
    time {}
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required,
            known examples ["IssueRelayConfiguration"];
        operation_version "OperationVersion" => "operationVersion": recommended;
        result_type "ResultType" => "resultType": recommended;
        result_signature "ResultSignature" => "resultSignature": recommended;
        duration_ms "DurationMs" => "durationMs": recommended;
        correlation_id "CorrelationId" => "correlationId": recommended;
        identity "Identity" => "identity": optional;
        level "Level" => "level": recommended;
        uri "URI" => "uri": recommended;
    }
    envelope_only {
        result_description "ResultDescription" => "resultDescription";
        caller_ip_address "CallerIpAddress" => "callerIpAddress";
        location "Location" => "location";
    }
    properties optional in "PascalCase" {
        /// How the relay servers were chosen.
        route_type "RouteType": String, recommended, inferred, known examples ["Any", "Nearest"];
        /// Time to live that the request asked for, as text; no source states its unit.
        ttl "TTL" => "TTL": String, optional, inferred;
        /// Kind of SDK that sent the request; may be empty.
        sdk_type "SdkType": String, optional, inferred, safe Name;
        /// Platform that the client runs on; may be empty.
        platform_type "PlatformType": String, optional, inferred, safe Name;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2023-09-14T18:22:36.9170052Z",
        "OperationName": "IssueRelayConfiguration",
        "OperationVersion": "2022-03-01-preview",
        "ResultType": "Succeeded",
        "ResultSignature": "200",
        "DurationMs": 86,
        "CorrelationId": "4d8e2f6a-7b31-4c95-8e0d-a1f5c9b37062",
        "Identity": "8:acs:5e2b9c74-1f3d-4c86-a0b7-92d4e6f8a1c3_00000013-5e6f-4a7b-9c12-8d9e0f1a2b34",
        "Level": "Informational",
        "URI": "https://contoso-acs.communication.azure.com/networkTraversal/:issueRelayConfiguration?api-version=2022-03-01-preview",
        "Category": "NetworkTraversalOperational",
        "RouteType": "Nearest",
        "TTL": "172800",
        "SdkType": "azsdk-net-Communication.NetworkTraversal",
        "PlatformType": "Windows",
        "Type": "ACSNetworkTraversalIncomingOperations",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2023-09-14T18:22:36.9170052Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "NetworkTraversalOperational",
        "operationName": "IssueRelayConfiguration",
        "operationVersion": "2022-03-01-preview",
        "resultType": "Succeeded",
        "resultSignature": "200",
        "durationMs": 86,
        "correlationId": "4d8e2f6a-7b31-4c95-8e0d-a1f5c9b37062",
        "identity": "8:acs:5e2b9c74-1f3d-4c86-a0b7-92d4e6f8a1c3_00000013-5e6f-4a7b-9c12-8d9e0f1a2b34",
        "level": "Informational",
        "uri": "https://contoso-acs.communication.azure.com/networkTraversal/:issueRelayConfiguration?api-version=2022-03-01-preview",
        "properties": {
            "RouteType": "Nearest",
            "TTL": "172800",
            "SdkType": "azsdk-net-Communication.NetworkTraversal",
            "PlatformType": "Windows"
        }
    }"#;
}
