//! The `CallSurvey` category: what users thought of a call.

use crate::envelope::category;
use crate::scalar::Count;

category! {
    /// What a user answered when asked about the quality of a call.
    category "CallSurvey", "Call survey";
    table "ACSCallSurvey";
    status active;
    notes [
        "The table has no `Category` column: a row is told by `Type`, and a resource log by `category`. \
         `Category` is accepted in a row, since queries and pipelines add it.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
    ];
    time {}
    category_column optional documented;
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
    properties optional in "PascalCase" {
        /// Issues that the user reported with the audio: names, with commas between them.
        audio_issues "AudioIssues": String, optional, inferred;
        /// Score that the user gave the audio, on the scale that the bounds describe.
        audio_rating_score "AudioRatingScore": Count, optional, inferred;
        /// Least score that can be given to the audio.
        audio_rating_score_lower_bound "AudioRatingScoreLowerBound": Count, optional, inferred;
        /// Score above which the audio counts as good.
        audio_rating_score_threshold "AudioRatingScoreThreshold": Count, optional, inferred;
        /// Greatest score that can be given to the audio.
        audio_rating_score_upper_bound "AudioRatingScoreUpperBound": Count, optional, inferred;
        /// Identifier of the call, as `CorrelationId` of other categories has it.
        call_id "CallId": String, optional, inferred;
        /// Issues that the user reported with the call as a whole: names, with commas between them.
        overall_call_issues "OverallCallIssues": String, optional, inferred;
        /// Score that the user gave the call as a whole, on the scale that the bounds describe.
        overall_rating_score "OverallRatingScore": Count, optional, inferred;
        /// Least score that can be given to the call as a whole.
        overall_rating_score_lower_bound "OverallRatingScoreLowerBound": Count, optional, inferred;
        /// Score above which the call as a whole counts as good.
        overall_rating_score_threshold "OverallRatingScoreThreshold": Count, optional, inferred;
        /// Greatest score that can be given to the call as a whole.
        overall_rating_score_upper_bound "OverallRatingScoreUpperBound": Count, optional, inferred;
        /// Identifier of the participant, which joins the records of one participant in one call.
        participant_id "ParticipantId": String, optional, inferred, personal "user-id";
        /// Issues that the user reported with the screen sharing: names, with commas between them.
        screenshare_issues "ScreenshareIssues": String, optional, inferred;
        /// Score that the user gave the screen sharing, on the scale that the bounds describe.
        screenshare_rating_score "ScreenshareRatingScore": Count, optional, inferred;
        /// Least score that can be given to the screen sharing.
        screenshare_rating_score_lower_bound "ScreenshareRatingScoreLowerBound": Count, optional, inferred;
        /// Score above which the screen sharing counts as good.
        screenshare_rating_score_threshold "ScreenshareRatingScoreThreshold": Count, optional, inferred;
        /// Greatest score that can be given to the screen sharing.
        screenshare_rating_score_upper_bound "ScreenshareRatingScoreUpperBound": Count, optional, inferred;
        /// Identifier of the survey.
        survey_id "SurveyId": String, optional, inferred;
        /// Issues that the user reported with the video: names, with commas between them.
        video_issues "VideoIssues": String, optional, inferred;
        /// Score that the user gave the video, on the scale that the bounds describe.
        video_rating_score "VideoRatingScore": Count, optional, inferred;
        /// Least score that can be given to the video.
        video_rating_score_lower_bound "VideoRatingScoreLowerBound": Count, optional, inferred;
        /// Score above which the video counts as good.
        video_rating_score_threshold "VideoRatingScoreThreshold": Count, optional, inferred;
        /// Greatest score that can be given to the video.
        video_rating_score_upper_bound "VideoRatingScoreUpperBound": Count, optional, inferred;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-10-14T19:07:35.0560000Z",
        "OperationName": "CallSurvey",
        "OperationVersion": "1.0",
        "CorrelationId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
        "AudioIssues": "NoLocalAudio,Echo",
        "AudioRatingScore": 2,
        "AudioRatingScoreLowerBound": 1,
        "AudioRatingScoreThreshold": 3,
        "AudioRatingScoreUpperBound": 5,
        "CallId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
        "OverallCallIssues": "HadToRejoin",
        "OverallRatingScore": 3,
        "OverallRatingScoreLowerBound": 1,
        "OverallRatingScoreThreshold": 3,
        "OverallRatingScoreUpperBound": 5,
        "ParticipantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
        "ScreenshareIssues": "",
        "ScreenshareRatingScore": 5,
        "ScreenshareRatingScoreLowerBound": 1,
        "ScreenshareRatingScoreThreshold": 3,
        "ScreenshareRatingScoreUpperBound": 5,
        "SurveyId": "a06d3f98-7e1b-4c52-95da-2f8b4e60c713",
        "VideoIssues": "Freezes",
        "VideoRatingScore": 4,
        "VideoRatingScoreLowerBound": 1,
        "VideoRatingScoreThreshold": 3,
        "VideoRatingScoreUpperBound": 5,
        "Type": "ACSCallSurvey",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-10-14T19:07:35.0560000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallSurvey",
        "operationName": "CallSurvey",
        "operationVersion": "1.0",
        "correlationId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
        "properties": {
            "AudioIssues": "NoLocalAudio,Echo",
            "AudioRatingScore": 2,
            "AudioRatingScoreLowerBound": 1,
            "AudioRatingScoreThreshold": 3,
            "AudioRatingScoreUpperBound": 5,
            "CallId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
            "OverallCallIssues": "HadToRejoin",
            "OverallRatingScore": 3,
            "OverallRatingScoreLowerBound": 1,
            "OverallRatingScoreThreshold": 3,
            "OverallRatingScoreUpperBound": 5,
            "ParticipantId": "4b9d27e6-05c1-4f8a-b3d7-92e6a1f05c84",
            "ScreenshareIssues": "",
            "ScreenshareRatingScore": 5,
            "ScreenshareRatingScoreLowerBound": 1,
            "ScreenshareRatingScoreThreshold": 3,
            "ScreenshareRatingScoreUpperBound": 5,
            "SurveyId": "a06d3f98-7e1b-4c52-95da-2f8b4e60c713",
            "VideoIssues": "Freezes",
            "VideoRatingScore": 4,
            "VideoRatingScoreLowerBound": 1,
            "VideoRatingScoreThreshold": 3,
            "VideoRatingScoreUpperBound": 5
        }
    }"#;
}
