//! The `Usage` category: what was used, and how much of it.

use crate::envelope::category;
use crate::scalar::{Amount, Time};

category! {
    /// What was used of a Communication Services resource and is billed: one record for each unit of
    /// consumption reported.
    category "Usage", "Usage";
    table "ACSBillingUsage";
    status active;
    notes [
        "The table's reference has no `Properties` column, which the product documentation describes; it is \
         accepted in a row.",
        "The product documentation writes several names with a space, and calls `TimeGenerated` \
         `Timestamp`.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
    ];
    time { spelled ["Timestamp"] }
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required, spelled ["Operation Name"];
        operation_version "OperationVersion" => "operationVersion": recommended,
            spelled ["Operation Version"];
        correlation_id "CorrelationId" => "correlationId": recommended, spelled ["Correlation ID"];
    }
    envelope_only {
        result_type "ResultType" => "resultType";
        result_signature "ResultSignature" => "resultSignature";
        result_description "ResultDescription" => "resultDescription";
        duration_ms "DurationMs" => "durationMs";
        caller_ip_address "CallerIpAddress" => "callerIpAddress";
        identity "Identity" => "identity";
        level "Level" => "level";
        location "Location" => "location";
        uri "URI" => "uri";
    }
    properties optional in "PascalCase" {
        /// Identifier of the usage record.
        record_id "RecordId": String, required, inferred, spelled ["Record ID"];
        /// What was used, such as a channel or a kind of call.
        usage_type "UsageType": String, required, inferred, spelled ["Usage Type"],
            known examples ["Chat", "PSTN", "NAT", "Audio"];
        /// Unit in which `Quantity` is counted.
        unit_type "UnitType": String, required, inferred, spelled ["Unit Type"],
            known examples ["minutes", "megabytes", "messages"];
        /// Amount used, in the unit that `UnitType` names.
        quantity "Quantity": Amount, required, inferred;
        /// UTC time at which the consumption began.
        start_time "StartTime": Time, optional, inferred;
        /// UTC time at which the consumption ended; absent for what takes no time.
        end_time "EndTime": Time, optional, inferred;
        /// Participant of the call, as other categories name it.
        participant_id "ParticipantId": String, optional, inferred, personal "user-id";
        /// User who consumed the resource.
        user_id_a "UserIdA": String, optional, inferred, personal "user-id";
        /// Second user, where a consumption has two parties.
        user_id_b "UserIdB": String, optional, inferred, personal "user-id";
    }
    properties_only {}
    table_only {
        /// Further data of the usage record, in any form.
        properties "Properties": serde_json::Value, source documented;
    }
    example_table r#"{
        "TimeGenerated": "2024-03-05T09:14:27.4410000Z",
        "OperationName": "Billing",
        "OperationVersion": "1.0",
        "CorrelationId": "6f1c2d8e-93f4-4d35-8a53-0c1f6f5b7a10",
        "Category": "Usage",
        "RecordId": "b51f7c64-2f0e-4c1e-9f13-7a6d1f9f2f04",
        "UsageType": "Audio",
        "UnitType": "minutes",
        "Quantity": 12.5,
        "StartTime": "2024-03-05T09:01:57Z",
        "EndTime": "2024-03-05T09:14:27Z",
        "ParticipantId": "8f0d6f6e-5a3b-4f52-8f3e-2b7c9d1e4a55",
        "Type": "ACSBillingUsage",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs"
    }"#;
    example_resource_log r#"{
        "time": "2024-03-05T09:14:27.4410000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "Usage",
        "operationName": "Billing",
        "operationVersion": "1.0",
        "correlationId": "6f1c2d8e-93f4-4d35-8a53-0c1f6f5b7a10",
        "properties": {
            "RecordId": "b51f7c64-2f0e-4c1e-9f13-7a6d1f9f2f04",
            "UsageType": "Audio",
            "UnitType": "minutes",
            "Quantity": 12.5
        }
    }"#;
}
