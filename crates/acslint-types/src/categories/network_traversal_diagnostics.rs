//! The `NetworkTraversalDiagnostics` category: relay sessions of the retired network traversal service, and
//! how much they carried.

use crate::envelope::category;
use crate::scalar::LongCount;

category! {
    /// A relay session of the network traversal service: its course, and how much it carried.
    category "NetworkTraversalDiagnostics", "Network Traversal diagnostics";
    table "ACSNetworkTraversalDiagnostics";
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
        operation_name "OperationName" => "operationName": required;
        result_type "ResultType" => "resultType": optional;
        result_signature "ResultSignature" => "resultSignature": optional;
        caller_ip_address "CallerIpAddress" => "callerIpAddress": optional;
        correlation_id "CorrelationId" => "correlationId": optional;
        identity "Identity" => "identity": optional;
        level "Level" => "level": optional;
    }
    envelope_only {
        operation_version "OperationVersion" => "operationVersion";
        result_description "ResultDescription" => "resultDescription";
        duration_ms "DurationMs" => "durationMs";
        location "Location" => "location";
        uri "URI" => "uri";
    }
    properties optional in "PascalCase" {
        /// Number of bytes received from the client.
        bytes_received "BytesReceived": LongCount, optional, inferred;
        /// Number of bytes sent to the client.
        bytes_sent "BytesSent": LongCount, optional, inferred;
        /// Transport protocol of the relay session.
        protocol "Protocol": String, optional, inferred, known examples ["TCP", "UDP"];
        /// Why the relay session came to its end; only where it did.
        reason "Reason": String, optional, inferred, known examples ["Deallocated", "Expired"];
        /// Where the relay server stands.
        relay_location "RelayLocation": String, optional, inferred, safe Region;
        /// Number of bytes that the relay received from the client during the whole session.
        total_bytes_from_client "TotalBytesFromClient": LongCount, optional, inferred;
        /// Number of bytes that the relay sent to the client during the whole session.
        total_bytes_to_client "TotalBytesToClient": LongCount, optional, inferred;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2023-08-22T11:05:46.3071290Z",
        "OperationName": "RelaySessionEnd",
        "ResultType": "Succeeded",
        "ResultSignature": "200",
        "CallerIpAddress": "203.0.113.58",
        "CorrelationId": "5a81c7e0-46bd-4f29-a1d3-9e72b05c6f48",
        "Identity": "8:acs:3f8e2a61-7c05-4d9b-b1e4-60a9d2c7f815_00000014-1b2c-43d6-8f0a-5e4d3c2b1a09",
        "Level": "Informational",
        "Category": "NetworkTraversalDiagnostics",
        "BytesReceived": 48213,
        "BytesSent": 51977,
        "Protocol": "UDP",
        "Reason": "Expired",
        "RelayLocation": "West Europe",
        "TotalBytesFromClient": 10482133,
        "TotalBytesToClient": 12903376,
        "Type": "ACSNetworkTraversalDiagnostics",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2023-08-22T11:05:46.3071290Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "NetworkTraversalDiagnostics",
        "operationName": "RelaySessionEnd",
        "resultType": "Succeeded",
        "resultSignature": "200",
        "callerIpAddress": "203.0.113.58",
        "correlationId": "5a81c7e0-46bd-4f29-a1d3-9e72b05c6f48",
        "identity": "8:acs:3f8e2a61-7c05-4d9b-b1e4-60a9d2c7f815_00000014-1b2c-43d6-8f0a-5e4d3c2b1a09",
        "level": "Informational",
        "properties": {
            "BytesReceived": 48213,
            "BytesSent": 51977,
            "Protocol": "UDP",
            "Reason": "Expired",
            "RelayLocation": "West Europe",
            "TotalBytesFromClient": 10482133,
            "TotalBytesToClient": 12903376
        }
    }"#;
}
