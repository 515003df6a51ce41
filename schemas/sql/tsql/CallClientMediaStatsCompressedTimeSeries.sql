-- CallClientMediaStatsCompressedTimeSeries: its table, and the functions that make rows of records.
IF OBJECT_ID(N'[dbo].[CallClientMediaStatsCompressedTimeSeries]', N'U') IS NULL
BEGIN
CREATE TABLE [dbo].[CallClientMediaStatsCompressedTimeSeries] (
    [TimeGenerated] datetimeoffset(7) NOT NULL,
    [_ResourceId] nvarchar(max) NOT NULL,
    [Category] nvarchar(max) NOT NULL,
    [OperationName] nvarchar(max) NOT NULL,
    [OperationVersion] nvarchar(max) NULL,
    [ResultType] nvarchar(max) NULL,
    [ResultSignature] nvarchar(max) NULL,
    [ResultDescription] nvarchar(max) NULL,
    [DurationMs] float NULL,
    [CallerIpAddress] nvarchar(max) NULL,
    [CorrelationId] nvarchar(max) NULL,
    [Identity] nvarchar(max) NULL,
    [Level] nvarchar(max) NULL,
    [Location] nvarchar(max) NULL,
    [URI] nvarchar(max) NULL,
    [tenantId] nvarchar(max) NULL,
    [properties] nvarchar(max) NULL
);
EXEC sys.sp_addextendedproperty N'MS_Description', N'What clients measured of media streams over time, in a compressed form.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries';
EXEC sys.sp_addextendedproperty N'MS_Description', N'UTC time of the event.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'TimeGenerated';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure Resource Manager identifier of the Communication Services resource, usually in upper case.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'_ResourceId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Category of the record, as the diagnostic setting names it.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'Category';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Name of the logged operation.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'OperationName';
EXEC sys.sp_addextendedproperty N'MS_Description', N'The `api-version` of the call, or the version of the operation where no API is involved. Free text.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'OperationVersion';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Outcome of the operation.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'ResultType';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Status code of the operation, the HTTP status for REST calls; written as a number or as text.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'ResultSignature';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Static text about the outcome.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'ResultDescription';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Duration of the operation, in milliseconds.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'DurationMs';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'personal_data', N'ip-address', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'CallerIpAddress';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Joins the records that belong together. Opaque text, often but not always a GUID.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'CorrelationId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Communication Services or Teams identity behind the request.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'personal_data', N'user-id', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'Identity';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Severity.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'Level';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Azure region that processed the operation.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'Location';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Request URI; sometimes only its host name.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'URI';
EXEC sys.sp_addextendedproperty N'MS_Description', N'Identifier of the Entra tenant; on tenant-level logs only.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'tenantId';
EXEC sys.sp_addextendedproperty N'MS_Description', N'What is particular to the category, in any form.', N'SCHEMA', N'dbo', N'TABLE', N'CallClientMediaStatsCompressedTimeSeries', N'COLUMN', N'properties';
END
GO

CREATE OR ALTER FUNCTION [dbo].[resource_log_of_CallClientMediaStatsCompressedTimeSeries] (@record nvarchar(max)) RETURNS TABLE AS RETURN
SELECT
    [TimeGenerated],
    [_ResourceId],
    [Category],
    [OperationName],
    [OperationVersion],
    [ResultType],
    [ResultSignature],
    [ResultDescription],
    [DurationMs],
    [CallerIpAddress],
    [CorrelationId],
    [Identity],
    [Level],
    [Location],
    [URI],
    [tenantId],
    COALESCE([properties], [properties (plain)]) AS [properties]
FROM OPENJSON(@record) WITH (
    [TimeGenerated] datetimeoffset(7) N'$."time"',
    [_ResourceId] nvarchar(max) N'$."resourceId"',
    [Category] nvarchar(max) N'$."category"',
    [OperationName] nvarchar(max) N'$."operationName"',
    [OperationVersion] nvarchar(max) N'$."operationVersion"',
    [ResultType] nvarchar(max) N'$."resultType"',
    [ResultSignature] nvarchar(max) N'$."resultSignature"',
    [ResultDescription] nvarchar(max) N'$."resultDescription"',
    [DurationMs] float N'$."durationMs"',
    [CallerIpAddress] nvarchar(max) N'$."callerIpAddress"',
    [CorrelationId] nvarchar(max) N'$."correlationId"',
    [Identity] nvarchar(max) N'$."identity"',
    [Level] nvarchar(max) N'$."level"',
    [Location] nvarchar(max) N'$."location"',
    [URI] nvarchar(max) N'$."uri"',
    [tenantId] nvarchar(max) N'$."tenantId"',
    [properties] nvarchar(max) N'$."properties"' AS JSON,
    [properties (plain)] nvarchar(max) N'$."properties"'
);
GO
