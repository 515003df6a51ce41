//! The `CallClientOperations` category: what applications asked the calling SDK to do.

use crate::envelope::category;
use crate::scalar::{LongDuration, Time};

category! {
    /// An operation of the calling SDK on a client, such as joining a call or muting.
    category "CallClientOperations", "Call client operations";
    table "ACSCallClientOperations";
    status active;
    notes [
        "The table has no `Category` column: a row is told by `Type`, and a resource log by `category`. \
         `Category` is accepted in a row, since queries and pipelines add it.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
        "`DurationMs` is a 64-bit integer here, and `ResultSignature` an integer.",
    ];
    time {}
    category_column optional documented;
    columns {
        operation_name "OperationName" => "operationName": required;
        result_type "ResultType" => "resultType": optional,
            known open [
                "Succeeded", "Success", "Failed", "ExpectedError", "ExpectedClientError", "Failure",
                "Started", "In Progress", "Active", "Resolved",
            ];
        result_signature "ResultSignature" => "resultSignature": optional;
        duration_ms "DurationMs" => "durationMs": optional, holds LongDuration;
    }
    envelope_only {
        operation_version "OperationVersion" => "operationVersion";
        result_description "ResultDescription" => "resultDescription";
        caller_ip_address "CallerIpAddress" => "callerIpAddress";
        correlation_id "CorrelationId" => "correlationId";
        identity "Identity" => "identity";
        level "Level" => "level";
        location "Location" => "location";
        uri "URI" => "uri";
    }
    properties optional in "PascalCase" {
        /// UTC time of the event by the client's clock.
        call_client_time_stamp "CallClientTimeStamp": Time, optional, inferred;
        /// Identifier of the call, as `CorrelationId` of other categories has it.
        call_id "CallId": String, optional, inferred;
        /// Identifier of the instance of the calling client.
        client_instance_id "ClientInstanceId": String, optional, inferred;
        /// Identifier of the device that the client runs on.
        endpoint_id "EndpointId": String, optional, inferred;
        /// Identifier of the operation.
        operation_id "OperationId": String, optional, inferred;
        /// What is particular to the operation, in any form.
        operation_payload "OperationPayload": serde_json::Value, optional, inferred;
        /// Kind of client operation.
        operation_type "OperationType": String, optional, inferred, known examples ["client-api-request"], safe Name;
        /// Identifier of the participant, which joins the records of one participant in one call.
        participant_id "ParticipantId": String, optional, inferred, personal "user-id";
        /// Version of the calling SDK; may be empty or redacted.
        sdk_version "SdkVersion": String, optional, inferred, safe Version;
        /// User agent of the client's browser or application.
        user_agent "UserAgent": String, optional, inferred, personal "user-agent";
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-09-27T13:33:19.5260000Z",
        "OperationName": "Join",
        "ResultType": "Succeeded",
        "ResultSignature": 200,
        "DurationMs": 1462,
        "CallClientTimeStamp": "2024-09-27T13:33:15.9870000Z",
        "CallId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
        "ClientInstanceId": "2b5d9e07-c8f1-4a36-90e4-d7b13f6c8a52",
        "EndpointId": "f02b6d81-5e97-4c3a-8b14-a7d9c60e3f52",
        "OperationId": "e17a4c93-0d6f-4b28-85ce-3f9d7b0a6e14",
        "OperationPayload": {"audio": "on", "video": "off"},
        "OperationType": "client-api-request",
        "ParticipantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
        "SdkVersion": "1.28.4",
        "UserAgent": "azsdk-js-communication-calling/1.28.4 (javascript_calling_sdk;#clientTag:contoso)",
        "Type": "ACSCallClientOperations",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-09-27T13:33:19.5260000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallClientOperations",
        "operationName": "Join",
        "resultType": "Succeeded",
        "resultSignature": 200,
        "durationMs": 1462,
        "properties": {
            "CallClientTimeStamp": "2024-09-27T13:33:15.9870000Z",
            "CallId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
            "ClientInstanceId": "2b5d9e07-c8f1-4a36-90e4-d7b13f6c8a52",
            "EndpointId": "f02b6d81-5e97-4c3a-8b14-a7d9c60e3f52",
            "OperationId": "e17a4c93-0d6f-4b28-85ce-3f9d7b0a6e14",
            "OperationPayload": {"audio": "on", "video": "off"},
            "OperationType": "client-api-request",
            "ParticipantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
            "SdkVersion": "1.28.4",
            "UserAgent": "azsdk-js-communication-calling/1.28.4 (javascript_calling_sdk;#clientTag:contoso)"
        }
    }"#;
}
