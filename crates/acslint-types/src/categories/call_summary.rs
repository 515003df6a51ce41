//! The `CallSummary` category: one record for each participant of a call.

use crate::envelope::category;
use crate::scalar::{LongCount, Time};

category! {
    /// The part that one participant took in a call, written after the end of the call.
    category "CallSummary", "Call summary";
    table "ACSCallSummary";
    status active;
    notes [
        "Published resource logs have the object under `properties` in camelCase. Of the names that none of \
         them shows, either letter case and place is accepted.",
        "Published records write `\"null\"` as text where there is no value, and durations both as numbers \
         and in quotes.",
        "For participants of another tenant the service writes `Redacted` in the place of versions.",
        "`participantId` holds `\"null\"` in most published records.",
    ];
    time {}
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required;
        operation_version "OperationVersion" => "operationVersion": optional;
        correlation_id "CorrelationId" => "correlationId": optional;
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
    properties optional in "camelCase" {
        /// Duration of the whole call, in seconds.
        call_duration "CallDuration": LongCount, optional, seen;
        /// UTC time at which the call began.
        call_start_time "CallStartTime": Time, optional, seen;
        /// Whether the call connects two parties directly or is a group call.
        call_type "CallType": String, optional, seen, known open ["P2P", "Group"];
        /// Tags that the client application set on the call: JSON, written as text.
        diagnostic_options "DiagnosticOptions": String, optional, inferred;
        /// Identifier of the device or server that the participant took part with; may be missing for
        /// servers.
        endpoint_id "EndpointId": String, optional, seen;
        /// Kind of endpoint. The documentation writes some kinds in capitals that records write in mixed
        /// case.
        endpoint_type "EndpointType": String, optional, seen,
            known open ["Server", "VOIP", "PSTN", "BOT", "Unknown", "VoIP", "Bot"];
        /// Identity of the user behind the endpoint, such as a Communication Services or Teams user, or a
        /// GUID.
        identifier "Identifier": String, optional, seen, personal "user-id";
        /// Operating system of the endpoint; `Redacted` for participants of other tenants.
        os_version "OsVersion": String, optional, seen;
        /// Duration of the participant's leg, in seconds.
        participant_duration "ParticipantDuration": LongCount, optional, seen;
        /// Code with which the calling SDK ended the leg: a number, as text.
        participant_end_reason "ParticipantEndReason": String, optional, seen, safe Code;
        /// Code that narrows the end reason down: a number, as text.
        participant_end_sub_code "ParticipantEndSubCode": String, optional, inferred;
        /// Identifier of the participant, which joins the records of one participant in one call.
        participant_id "ParticipantId": String, optional, seen, personal "user-id";
        /// UTC time at which the participant's leg began.
        participant_start_time "ParticipantStartTime": Time, optional, seen;
        /// Identifier of the tenant that the participant belongs to.
        participant_tenant_id "ParticipantTenantId": String, optional, seen;
        /// Client and identity of the participant, combined into one word.
        participant_type "ParticipantType": String, optional, inferred, safe Name;
        /// Kind and direction of a leg in the telephone network.
        pstn_participant_call_type "PstnParticipantCallType": String, optional, inferred;
        /// What the end reason amounts to: a success, or an error and whose.
        result_category "ResultCategory": String, optional, inferred,
            known examples ["Success", "ExpectedError", "UnexpectedClientError", "UnexpectedServerError"];
        /// Version of the calling SDK; may be empty, or `Redacted` for participants of other tenants.
        sdk_version "SdkVersion": String, optional, seen, safe Version;
        /// Identifier of the Teams meeting that the call belongs to.
        teams_thread_id "TeamsThreadId": String, optional, seen;
        /// Data for the service's own support: JSON, written as text.
        call_debugging_info "CallDebuggingInfo": String, optional, inferred;
        /// Whether the call runs over Teams Phone Extensibility.
        tpe "TPE": bool, optional, inferred;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-07-16T10:41:22.8140000Z",
        "OperationName": "CallSummary",
        "OperationVersion": "1.0",
        "CorrelationId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
        "Category": "CallSummary",
        "CallDuration": 631,
        "CallStartTime": "2024-07-16T10:20:47.1190000Z",
        "CallType": "Group",
        "DiagnosticOptions": "{\"Custom tag\":[\"support queue\"]}",
        "EndpointId": "f02b6d81-5e97-4c3a-8b14-a7d9c60e3f52",
        "EndpointType": "VoIP",
        "Identifier": "acs:3f8e2a61-7c05-4d9b-b1e4-60a9d2c7f815_00000014-1b2c-43d6-8f0a-5e4d3c2b1a09",
        "OsVersion": "Windows 10.0.22631 Arch: x64",
        "ParticipantDuration": 604,
        "ParticipantEndReason": "0",
        "ParticipantEndSubCode": "5003",
        "ParticipantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
        "ParticipantStartTime": "2024-07-16T10:21:14.3020000Z",
        "ParticipantTenantId": "e4c1a7d9-2f60-4b58-93ae-d05b7f8c1263",
        "ParticipantType": "ACS_user",
        "PstnParticipantCallType": "",
        "ResultCategory": "Success",
        "SdkVersion": "1.24.2.0",
        "TeamsThreadId": "19:meeting_contoso5e97@thread.v2",
        "CallDebuggingInfo": "{}",
        "TPE": false,
        "Type": "ACSCallSummary",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-07-16T10:41:22.8140000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallSummary",
        "operationName": "CallSummary",
        "operationVersion": "1.0",
        "correlationId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
        "properties": {
            "callDuration": 631,
            "callStartTime": "2024-07-16T10:20:47.1190000Z",
            "callType": "Group",
            "diagnosticOptions": "{\"Custom tag\":[\"support queue\"]}",
            "endpointId": "f02b6d81-5e97-4c3a-8b14-a7d9c60e3f52",
            "endpointType": "VoIP",
            "identifier": "acs:3f8e2a61-7c05-4d9b-b1e4-60a9d2c7f815_00000014-1b2c-43d6-8f0a-5e4d3c2b1a09",
            "osVersion": "Windows 10.0.22631 Arch: x64",
            "participantDuration": "604",
            "participantEndReason": "0",
            "participantEndSubCode": "5003",
            "participantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
            "participantStartTime": "2024-07-16T10:21:14.3020000Z",
            "participantTenantId": "e4c1a7d9-2f60-4b58-93ae-d05b7f8c1263",
            "participantType": "ACS_user",
            "pstnParticipantCallType": "",
            "resultCategory": "Success",
            "sdkVersion": "1.24.2.0",
            "teamsThreadId": "19:meeting_contoso5e97@thread.v2",
            "callDebuggingInfo": "{}",
            "tpe": false
        }
    }"#;
}
