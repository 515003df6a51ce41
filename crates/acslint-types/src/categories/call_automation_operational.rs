//! The `CallAutomationOperational` category: requests to the Call Automation API.

use crate::envelope::category;

category! {
    /// A request to the Call Automation API: placing or answering a call, or acting on one.
    category "CallAutomationOperational", "Call Automation operational";
    table "ACSCallAutomationIncomingOperations";
    status active;
    notes [
        "The table has no `Category` column: a row is told by `Type`, and a resource log by `category`. The \
         documentation names it, and it is accepted in a row.",
        "Later documentation no longer names `ParticipantId`.",
        "The documentation's samples are rows of a portal's export that were turned into JSON, with every \
         value as text.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
    ];
    time {}
    category_column optional documented;
    columns {
        operation_name "OperationName" => "operationName": required,
            known examples ["Play", "Recognize", "CreateCall", "AnswerCall"];
        operation_version "OperationVersion" => "operationVersion": recommended;
        result_type "ResultType" => "resultType": recommended;
        result_signature "ResultSignature" => "resultSignature": recommended;
        duration_ms "DurationMs" => "durationMs": recommended;
        caller_ip_address "CallerIpAddress" => "callerIpAddress": optional;
        correlation_id "CorrelationId" => "correlationId": recommended, spelled ["CorrelationID"];
        level "Level" => "level": recommended;
        uri "URI" => "uri": recommended;
    }
    envelope_only {
        result_description "ResultDescription" => "resultDescription";
        identity "Identity" => "identity";
        location "Location" => "location";
    }
    properties optional in "PascalCase" {
        /// Identifier of the operation, which its media summaries carry too.
        operation_id "OperationId": String, optional, inferred;
        /// Variant of a media operation, such as what is played or recognised.
        sub_operation_name "SubOperationName": String, optional, inferred, known examples ["File", "Dtmf"];
        /// Identifier of the call leg.
        call_connection_id "CallConnectionId": String, optional, inferred;
        /// Identifier of the call on the server. Long opaque text.
        server_call_id "ServerCallId": String, recommended, inferred;
        /// Participant who made the request.
        participant_id "ParticipantId": String, optional, inferred, personal "user-id", source documented;
        /// Kind of SDK that sent the request; may be empty.
        sdk_type "SdkType": String, optional, inferred, spelled ["SDKType"], known examples ["unknown"], safe Name;
        /// Version of the SDK that sent the request; may be empty or redacted.
        sdk_version "SdkVersion": String, recommended, inferred, spelled ["SDKVersion"], safe Version;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-05-07T20:16:33.7215904Z",
        "OperationName": "Recognize",
        "OperationVersion": "2023-10-15",
        "ResultType": "Succeeded",
        "ResultSignature": 202,
        "DurationMs": 57,
        "CallerIpAddress": "203.0.113.140:41788",
        "CorrelationId": "1e7c4a90-d5b2-4386-9f6e-b03d82a7c514",
        "Level": "Informational",
        "URI": "https://contoso-acs.communication.azure.com/calling/callConnections/28004f1b-93c6-4d5e-8a7f-6b1c0d9e2f38:recognize?api-version=2023-10-15",
        "OperationId": "a5f30e68-2c9d-47b1-8d04-e7b6915c3f2a",
        "SubOperationName": "Dtmf",
        "CallConnectionId": "28004f1b-93c6-4d5e-8a7f-6b1c0d9e2f38",
        "ServerCallId": "aHR0cHM6Ly9jb252LmV4YW1wbGUuY29tL2NvbnYvOWMxZDdlNWIzYQ",
        "SdkType": "unknown",
        "SdkVersion": "1.2.0",
        "Type": "ACSCallAutomationIncomingOperations",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-05-07T20:16:33.7215904Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallAutomationOperational",
        "operationName": "Recognize",
        "operationVersion": "2023-10-15",
        "resultType": "Succeeded",
        "resultSignature": 202,
        "durationMs": 57,
        "callerIpAddress": "203.0.113.140:41788",
        "correlationId": "1e7c4a90-d5b2-4386-9f6e-b03d82a7c514",
        "level": "Informational",
        "uri": "https://contoso-acs.communication.azure.com/calling/callConnections/28004f1b-93c6-4d5e-8a7f-6b1c0d9e2f38:recognize?api-version=2023-10-15",
        "properties": {
            "OperationId": "a5f30e68-2c9d-47b1-8d04-e7b6915c3f2a",
            "SubOperationName": "Dtmf",
            "CallConnectionId": "28004f1b-93c6-4d5e-8a7f-6b1c0d9e2f38",
            "ServerCallId": "aHR0cHM6Ly9jb252LmV4YW1wbGUuY29tL2NvbnYvOWMxZDdlNWIzYQ",
            "SdkType": "unknown",
            "SdkVersion": "1.2.0"
        }
    }"#;
}
