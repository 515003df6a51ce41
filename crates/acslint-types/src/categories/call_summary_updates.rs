//! The `CallSummaryUpdates` category: summaries of calls that are still going on, and what changes them.

use crate::envelope::category;
use crate::scalar::{Count, LongCount, Time};

category! {
    /// The part that one participant takes in a call, written while the call goes on and again when it
    /// changes.
    category "CallSummaryUpdates", "Call summary updates";
    table "ACSCallSummaryUpdates";
    status active;
    notes [
        "Azure Monitor's reference has no page for this table: its columns are known from a single schema \
         file of a third party.",
        "Several records describe one participant of one call; the one with the highest \
         `CallUpdatesVersion` counts.",
        "Names are those of `CallSummary`, whose published resource logs have the object under `properties` \
         in camelCase. Where none shows a name, either letter case and place is accepted.",
    ];
    time { source third_party }
    category_column required third_party;
    columns {
        operation_name "OperationName" => "operationName": required, source third_party;
        operation_version "OperationVersion" => "operationVersion": optional, source third_party;
        correlation_id "CorrelationId" => "correlationId": optional, source third_party;
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
        /// Identity of the user behind the endpoint, such as a Communication Services or Teams user, or a
        /// GUID.
        identifier "Identifier": String, optional, seen, personal "user-id", source third_party;
        /// UTC time at which the call began.
        call_start_time "CallStartTime": Time, optional, seen, source third_party;
        /// Duration of the whole call, in seconds.
        call_duration "CallDuration": LongCount, optional, seen, source third_party;
        /// Whether the call connects two parties directly or is a group call.
        call_type "CallType": String, optional, seen, known open ["P2P", "Group"], source third_party;
        /// Identifier of the Teams meeting that the call belongs to.
        teams_thread_id "TeamsThreadId": String, optional, seen, source third_party;
        /// Identifier of the participant, which joins the records of one participant in one call.
        participant_id "ParticipantId": String, optional, seen, personal "user-id", source third_party;
        /// Identifier of the tenant that the participant belongs to.
        participant_tenant_id "ParticipantTenantId": String, optional, seen, source third_party;
        /// UTC time at which the participant's leg began.
        participant_start_time "ParticipantStartTime": Time, optional, seen, source third_party;
        /// Duration of the participant's leg, in seconds.
        participant_duration "ParticipantDuration": LongCount, optional, seen, source third_party;
        /// Code with which the calling SDK ended the leg: a number, as text.
        participant_end_reason "ParticipantEndReason": String, optional, seen, safe Code, source third_party;
        /// Identifier of the device or server that the participant took part with; may be missing for
        /// servers.
        endpoint_id "EndpointId": String, optional, seen, source third_party;
        /// Kind of endpoint. The documentation writes some kinds in capitals that records write in mixed
        /// case.
        endpoint_type "EndpointType": String, optional, seen,
            known open ["Server", "VOIP", "PSTN", "BOT", "Unknown", "VoIP", "Bot"], source third_party;
        /// Version of the calling SDK; may be empty, or `Redacted` for participants of other tenants.
        sdk_version "SdkVersion": String, optional, seen, safe Version, source third_party;
        /// Operating system of the endpoint; `Redacted` for participants of other tenants.
        os_version "OsVersion": String, optional, seen, source third_party;
        /// Kind and direction of a leg in the telephone network.
        pstn_participant_call_type "PstnParticipantCallType": String, optional, inferred, source third_party;
        /// Client and identity of the participant, combined into one word.
        participant_type "ParticipantType": String, optional, inferred, safe Name, source third_party;
        /// Code that narrows the end reason down: a number, as text.
        participant_end_sub_code "ParticipantEndSubCode": String, optional, inferred, source third_party;
        /// What the end reason amounts to: a success, or an error and whose.
        result_category "ResultCategory": String, optional, inferred,
            known examples ["Success", "ExpectedError", "UnexpectedClientError", "UnexpectedServerError"],
            source third_party;
        /// Tags that the client application set on the call: JSON, written as text.
        diagnostic_options "DiagnosticOptions": String, optional, inferred, source third_party;
        /// Version of the record; of several for one participant the highest counts.
        call_updates_version "CallUpdatesVersion" => "callupdatesversion": Count, optional, inferred,
            source third_party;
        /// Data for the service's own support: JSON, written as text.
        call_debugging_info "CallDebuggingInfo": String, optional, inferred, source third_party;
        /// Whether the call runs over Teams Phone Extensibility.
        tpe "TPE": bool, optional, inferred, source third_party;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2025-03-04T15:08:51.4070000Z",
        "OperationName": "CallSummaryUpdates",
        "OperationVersion": "1.0",
        "CorrelationId": "b4e60f97-31cd-4a82-8f75-d0c92a6e5b18",
        "Category": "CallSummaryUpdates",
        "Identifier": "+18005550124",
        "CallStartTime": "2025-03-04T14:59:36.0480000Z",
        "CallDuration": 540,
        "CallType": "P2P",
        "TeamsThreadId": "",
        "ParticipantId": "d58e03a7-9b41-4c6f-a2e0-71f4b6c8d935",
        "ParticipantTenantId": "e4c1a7d9-2f60-4b58-93ae-d05b7f8c1263",
        "ParticipantStartTime": "2025-03-04T14:59:39.2210000Z",
        "ParticipantDuration": 537,
        "ParticipantEndReason": "0",
        "EndpointId": "7c2e95b0-d6f3-4814-9a7b-e50c18d4f26a",
        "EndpointType": "PSTN",
        "SdkVersion": "",
        "OsVersion": "",
        "PstnParticipantCallType": "PSTN Inbound",
        "ParticipantType": "PSTN",
        "ParticipantEndSubCode": "560000",
        "ResultCategory": "Success",
        "DiagnosticOptions": "",
        "CallUpdatesVersion": 3,
        "CallDebuggingInfo": "{}",
        "TPE": true,
        "Type": "ACSCallSummaryUpdates",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2025-03-04T15:08:51.4070000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallSummaryUpdates",
        "operationName": "CallSummaryUpdates",
        "operationVersion": "1.0",
        "correlationId": "b4e60f97-31cd-4a82-8f75-d0c92a6e5b18",
        "properties": {
            "identifier": "+18005550124",
            "callStartTime": "2025-03-04T14:59:36.0480000Z",
            "callDuration": 540,
            "callType": "P2P",
            "teamsThreadId": "",
            "participantId": "d58e03a7-9b41-4c6f-a2e0-71f4b6c8d935",
            "participantTenantId": "e4c1a7d9-2f60-4b58-93ae-d05b7f8c1263",
            "participantStartTime": "2025-03-04T14:59:39.2210000Z",
            "participantDuration": 537,
            "participantEndReason": "0",
            "endpointId": "7c2e95b0-d6f3-4814-9a7b-e50c18d4f26a",
            "endpointType": "PSTN",
            "sdkVersion": "",
            "osVersion": "",
            "pstnParticipantCallType": "PSTN Inbound",
            "participantType": "PSTN",
            "participantEndSubCode": "560000",
            "resultCategory": "Success",
            "diagnosticOptions": "",
            "callupdatesversion": 3,
            "callDebuggingInfo": "{}",
            "tpe": true
        }
    }"#;
}
