-- CallSurvey: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS "ACSCallSurvey" (
    "TimeGenerated" timestamptz NOT NULL,
    "OperationName" text NOT NULL,
    "OperationVersion" text,
    "CorrelationId" text,
    "Category" text,
    "AudioIssues" text,
    "AudioRatingScore" integer,
    "AudioRatingScoreLowerBound" integer,
    "AudioRatingScoreThreshold" integer,
    "AudioRatingScoreUpperBound" integer,
    "CallId" text,
    "OverallCallIssues" text,
    "OverallRatingScore" integer,
    "OverallRatingScoreLowerBound" integer,
    "OverallRatingScoreThreshold" integer,
    "OverallRatingScoreUpperBound" integer,
    "ParticipantId" text,
    "ScreenshareIssues" text,
    "ScreenshareRatingScore" integer,
    "ScreenshareRatingScoreLowerBound" integer,
    "ScreenshareRatingScoreThreshold" integer,
    "ScreenshareRatingScoreUpperBound" integer,
    "SurveyId" text,
    "VideoIssues" text,
    "VideoRatingScore" integer,
    "VideoRatingScoreLowerBound" integer,
    "VideoRatingScoreThreshold" integer,
    "VideoRatingScoreUpperBound" integer,
    "Type" text,
    "TenantId" text,
    "SourceSystem" text,
    "_ResourceId" text,
    "_SubscriptionId" text,
    "_BilledSize" double precision,
    "_IsBillable" text,
    "_ItemId" text,
    "_TimeReceived" timestamptz,
    "_Internal_WorkspaceResourceId" text,
    "ResultType" text,
    "ResultSignature" text,
    "ResultDescription" text,
    "DurationMs" double precision,
    "CallerIpAddress" text,
    "Identity" text,
    "Level" text,
    "Location" text,
    "URI" text,
    "tenantId" text
);

COMMENT ON TABLE "ACSCallSurvey" IS 'What a user answered when asked about the quality of a call.';
COMMENT ON COLUMN "ACSCallSurvey"."TimeGenerated" IS 'UTC time of the event.';
COMMENT ON COLUMN "ACSCallSurvey"."OperationName" IS 'Name of the logged operation.';
COMMENT ON COLUMN "ACSCallSurvey"."OperationVersion" IS 'The `api-version` of the call, or the version of the operation where no API is involved. Free text.';
COMMENT ON COLUMN "ACSCallSurvey"."CorrelationId" IS 'Joins the records that belong together. Opaque text, often but not always a GUID.';
COMMENT ON COLUMN "ACSCallSurvey"."Category" IS 'Category of the record, as the diagnostic setting names it.';
COMMENT ON COLUMN "ACSCallSurvey"."AudioIssues" IS 'Issues that the user reported with the audio: names, with commas between them.';
COMMENT ON COLUMN "ACSCallSurvey"."AudioRatingScore" IS 'Score that the user gave the audio, on the scale that the bounds describe.';
COMMENT ON COLUMN "ACSCallSurvey"."AudioRatingScoreLowerBound" IS 'Least score that can be given to the audio.';
COMMENT ON COLUMN "ACSCallSurvey"."AudioRatingScoreThreshold" IS 'Score above which the audio counts as good.';
COMMENT ON COLUMN "ACSCallSurvey"."AudioRatingScoreUpperBound" IS 'Greatest score that can be given to the audio.';
COMMENT ON COLUMN "ACSCallSurvey"."CallId" IS 'Identifier of the call, as `CorrelationId` of other categories has it.';
COMMENT ON COLUMN "ACSCallSurvey"."OverallCallIssues" IS 'Issues that the user reported with the call as a whole: names, with commas between them.';
COMMENT ON COLUMN "ACSCallSurvey"."OverallRatingScore" IS 'Score that the user gave the call as a whole, on the scale that the bounds describe.';
COMMENT ON COLUMN "ACSCallSurvey"."OverallRatingScoreLowerBound" IS 'Least score that can be given to the call as a whole.';
COMMENT ON COLUMN "ACSCallSurvey"."OverallRatingScoreThreshold" IS 'Score above which the call as a whole counts as good.';
COMMENT ON COLUMN "ACSCallSurvey"."OverallRatingScoreUpperBound" IS 'Greatest score that can be given to the call as a whole.';
COMMENT ON COLUMN "ACSCallSurvey"."ParticipantId" IS 'Identifier of the participant, which joins the records of one participant in one call. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallSurvey"."ScreenshareIssues" IS 'Issues that the user reported with the screen sharing: names, with commas between them.';
COMMENT ON COLUMN "ACSCallSurvey"."ScreenshareRatingScore" IS 'Score that the user gave the screen sharing, on the scale that the bounds describe.';
COMMENT ON COLUMN "ACSCallSurvey"."ScreenshareRatingScoreLowerBound" IS 'Least score that can be given to the screen sharing.';
COMMENT ON COLUMN "ACSCallSurvey"."ScreenshareRatingScoreThreshold" IS 'Score above which the screen sharing counts as good.';
COMMENT ON COLUMN "ACSCallSurvey"."ScreenshareRatingScoreUpperBound" IS 'Greatest score that can be given to the screen sharing.';
COMMENT ON COLUMN "ACSCallSurvey"."SurveyId" IS 'Identifier of the survey.';
COMMENT ON COLUMN "ACSCallSurvey"."VideoIssues" IS 'Issues that the user reported with the video: names, with commas between them.';
COMMENT ON COLUMN "ACSCallSurvey"."VideoRatingScore" IS 'Score that the user gave the video, on the scale that the bounds describe.';
COMMENT ON COLUMN "ACSCallSurvey"."VideoRatingScoreLowerBound" IS 'Least score that can be given to the video.';
COMMENT ON COLUMN "ACSCallSurvey"."VideoRatingScoreThreshold" IS 'Score above which the video counts as good.';
COMMENT ON COLUMN "ACSCallSurvey"."VideoRatingScoreUpperBound" IS 'Greatest score that can be given to the video.';
COMMENT ON COLUMN "ACSCallSurvey"."Type" IS 'Name of the table.';
COMMENT ON COLUMN "ACSCallSurvey"."TenantId" IS 'Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.';
COMMENT ON COLUMN "ACSCallSurvey"."SourceSystem" IS 'How the row was collected: `Azure` for resource logs.';
COMMENT ON COLUMN "ACSCallSurvey"."_ResourceId" IS 'Azure Resource Manager identifier of the Communication Services resource.';
COMMENT ON COLUMN "ACSCallSurvey"."_SubscriptionId" IS 'Identifier of the subscription that the resource belongs to.';
COMMENT ON COLUMN "ACSCallSurvey"."_BilledSize" IS 'Size that is billed for the row, in bytes.';
COMMENT ON COLUMN "ACSCallSurvey"."_IsBillable" IS 'Whether the ingestion of the row is billed; text in the workspace, although it says true or false.';
COMMENT ON COLUMN "ACSCallSurvey"."_ItemId" IS 'Identifier of the row within the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallSurvey"."_TimeReceived" IS 'UTC time at which the workspace received the row; seen in exports.';
COMMENT ON COLUMN "ACSCallSurvey"."_Internal_WorkspaceResourceId" IS 'Azure Resource Manager identifier of the workspace; seen in exports.';
COMMENT ON COLUMN "ACSCallSurvey"."ResultType" IS 'Outcome of the operation.';
COMMENT ON COLUMN "ACSCallSurvey"."ResultSignature" IS 'Status code of the operation, the HTTP status for REST calls; written as a number or as text.';
COMMENT ON COLUMN "ACSCallSurvey"."ResultDescription" IS 'Static text about the outcome.';
COMMENT ON COLUMN "ACSCallSurvey"."DurationMs" IS 'Duration of the operation, in milliseconds.';
COMMENT ON COLUMN "ACSCallSurvey"."CallerIpAddress" IS 'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts. Personal data: ip-address.';
COMMENT ON COLUMN "ACSCallSurvey"."Identity" IS 'Communication Services or Teams identity behind the request. Personal data: user-id.';
COMMENT ON COLUMN "ACSCallSurvey"."Level" IS 'Severity.';
COMMENT ON COLUMN "ACSCallSurvey"."Location" IS 'Azure region that processed the operation.';
COMMENT ON COLUMN "ACSCallSurvey"."URI" IS 'Request URI; sometimes only its host name.';
COMMENT ON COLUMN "ACSCallSurvey"."tenantId" IS 'Identifier of the Entra tenant; on tenant-level logs only.';

CREATE OR REPLACE FUNCTION "row_of_ACSCallSurvey"(record jsonb) RETURNS SETOF "ACSCallSurvey"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'TimeGenerated')::timestamptz,
        record ->> 'OperationName',
        record ->> 'OperationVersion',
        record ->> 'CorrelationId',
        record ->> 'Category',
        record ->> 'AudioIssues',
        (record ->> 'AudioRatingScore')::integer,
        (record ->> 'AudioRatingScoreLowerBound')::integer,
        (record ->> 'AudioRatingScoreThreshold')::integer,
        (record ->> 'AudioRatingScoreUpperBound')::integer,
        record ->> 'CallId',
        record ->> 'OverallCallIssues',
        (record ->> 'OverallRatingScore')::integer,
        (record ->> 'OverallRatingScoreLowerBound')::integer,
        (record ->> 'OverallRatingScoreThreshold')::integer,
        (record ->> 'OverallRatingScoreUpperBound')::integer,
        record ->> 'ParticipantId',
        record ->> 'ScreenshareIssues',
        (record ->> 'ScreenshareRatingScore')::integer,
        (record ->> 'ScreenshareRatingScoreLowerBound')::integer,
        (record ->> 'ScreenshareRatingScoreThreshold')::integer,
        (record ->> 'ScreenshareRatingScoreUpperBound')::integer,
        record ->> 'SurveyId',
        record ->> 'VideoIssues',
        (record ->> 'VideoRatingScore')::integer,
        (record ->> 'VideoRatingScoreLowerBound')::integer,
        (record ->> 'VideoRatingScoreThreshold')::integer,
        (record ->> 'VideoRatingScoreUpperBound')::integer,
        record ->> 'Type',
        record ->> 'TenantId',
        record ->> 'SourceSystem',
        record ->> '_ResourceId',
        record ->> '_SubscriptionId',
        (record ->> '_BilledSize')::double precision,
        record ->> '_IsBillable',
        record ->> '_ItemId',
        (record ->> '_TimeReceived')::timestamptz,
        record ->> '_Internal_WorkspaceResourceId',
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::double precision,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text,
        NULL::text
$acslint$;

CREATE OR REPLACE FUNCTION "resource_log_of_ACSCallSurvey"(record jsonb) RETURNS SETOF "ACSCallSurvey"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        record ->> 'operationName',
        record ->> 'operationVersion',
        record ->> 'correlationId',
        record ->> 'category',
        record -> 'properties' ->> 'AudioIssues',
        (record -> 'properties' ->> 'AudioRatingScore')::integer,
        (record -> 'properties' ->> 'AudioRatingScoreLowerBound')::integer,
        (record -> 'properties' ->> 'AudioRatingScoreThreshold')::integer,
        (record -> 'properties' ->> 'AudioRatingScoreUpperBound')::integer,
        record -> 'properties' ->> 'CallId',
        record -> 'properties' ->> 'OverallCallIssues',
        (record -> 'properties' ->> 'OverallRatingScore')::integer,
        (record -> 'properties' ->> 'OverallRatingScoreLowerBound')::integer,
        (record -> 'properties' ->> 'OverallRatingScoreThreshold')::integer,
        (record -> 'properties' ->> 'OverallRatingScoreUpperBound')::integer,
        record -> 'properties' ->> 'ParticipantId',
        record -> 'properties' ->> 'ScreenshareIssues',
        (record -> 'properties' ->> 'ScreenshareRatingScore')::integer,
        (record -> 'properties' ->> 'ScreenshareRatingScoreLowerBound')::integer,
        (record -> 'properties' ->> 'ScreenshareRatingScoreThreshold')::integer,
        (record -> 'properties' ->> 'ScreenshareRatingScoreUpperBound')::integer,
        record -> 'properties' ->> 'SurveyId',
        record -> 'properties' ->> 'VideoIssues',
        (record -> 'properties' ->> 'VideoRatingScore')::integer,
        (record -> 'properties' ->> 'VideoRatingScoreLowerBound')::integer,
        (record -> 'properties' ->> 'VideoRatingScoreThreshold')::integer,
        (record -> 'properties' ->> 'VideoRatingScoreUpperBound')::integer,
        NULL::text,
        NULL::text,
        NULL::text,
        record ->> 'resourceId',
        NULL::text,
        NULL::double precision,
        NULL::text,
        NULL::text,
        NULL::timestamptz,
        NULL::text,
        record ->> 'resultType',
        record ->> 'resultSignature',
        record ->> 'resultDescription',
        (record ->> 'durationMs')::double precision,
        record ->> 'callerIpAddress',
        record ->> 'identity',
        record ->> 'level',
        record ->> 'location',
        record ->> 'uri',
        record ->> 'tenantId'
$acslint$;
