//! Errors that end a run: those of each module, and those of the commands.

use std::io;
use std::path::PathBuf;

use acslint_check::{SettingsError, Time};
use acslint_types::Shape;

use crate::baseline::BaselineError;
use crate::config::ConfigError;
use crate::guard::Clash;
use crate::input::schemas::SchemasError;
use crate::output::FileError;
use crate::report::ReportError;
use crate::shard::Unmergeable;
use crate::split::SplitError;
use crate::stats::StatsError;
use crate::suggest;
use crate::text::printable;
use crate::values::UnknownCategory;

/// Failure that ends a run, with exit code 2.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Error {
    /// Invalid settings from the arguments.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Unusable configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Unusable baseline.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
    /// Incomplete report, or other output.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// Incomplete split.
    #[error(transparent)]
    Split(#[from] SplitError),
    /// Option or output that a split cannot have.
    #[error("{what}")]
    NotInSplit {
        /// Description, and an alternative.
        what: &'static str,
    },
    /// Option, input or format that a shard cannot have.
    #[error("{what}")]
    NotInShard {
        /// Description, and an alternative.
        what: &'static str,
    },
    /// Output of a shard that exists: another shard may have written it.
    #[error("`{}` exists, and may have the records of another shard; remove it, or name another file", path.display())]
    OutputOfShard {
        /// File.
        path: PathBuf,
    },
    /// Output of a shard that other shards would read.
    #[error("`{}` lies in a directory of inputs, where other shards would read it; name a place outside", path.display())]
    OutputBelowInputs {
        /// File or directory.
        path: PathBuf,
    },
    /// Shards without a key in common.
    #[error(
        "equal values have equal stand-ins in all shards only with the same key; set `ACSLINT_REDACT_KEY`"
    )]
    NoKeyOfShards,
    /// Input that cannot be read where it might be cut.
    #[error("cannot cut the inputs into shards")]
    Cut(#[source] io::Error),
    /// File that is not the report of a shard.
    #[error("`{}` is not the report of a shard: {reason}", path.display())]
    NoShard {
        /// File.
        path: PathBuf,
        /// Phrase that describes the fault.
        reason: String,
    },
    /// Shards that are not all shards of one run.
    #[error(transparent)]
    Unmergeable(#[from] Unmergeable),
    /// Option about statistics in a merge of reports of findings.
    #[error("`{option}` is about statistics, and these are shards of `acslint check`")]
    OfStatistics {
        /// Option, as given.
        option: &'static str,
    },
    /// Option about findings in a merge of statistics.
    #[error("`{option}` is about findings, and these are shards of `acslint stats`")]
    OfFindings {
        /// Option, as given.
        option: &'static str,
    },
    /// Format that statistics do not have.
    #[error("statistics have the formats `human` and `json`, and not `{format}`")]
    NoStatsFormat {
        /// Name of the format.
        format: String,
    },
    /// `--fail-on` without statistics to compare with.
    #[error("`--fail-on` is about changes of statistics; pass `--compare` too")]
    NothingToFailOn,
    /// File whose bytes a merge needs.
    #[error("a shard of `{}` does not begin between two records, and merging it needs the file: {reason}", path.display())]
    CheckAgain {
        /// File.
        path: PathBuf,
        /// Phrase that describes why it cannot be read.
        reason: String,
    },
    /// Several inputs would be written to one file.
    #[error("{count} inputs cannot be redacted into one file; name a directory, such as `fixtures/`")]
    NotOneInput {
        /// Number of inputs.
        count: usize,
    },
    /// A window of time without a time in it.
    #[error("no time is at or after {since} (`--since`) and before {until} (`--until`)")]
    EmptyWindow {
        /// First time.
        since: Time,
        /// First time behind it.
        until: Time,
    },
    /// A duration that leads to a time before the year 0.
    #[error("`--since` and `--until` cannot lead to a time before the year 0")]
    NoSuchTime,
    /// Statistics that cannot be compared with.
    #[error(transparent)]
    Stats(#[from] StatsError),
    /// Document that does not describe a table of the destination.
    #[error("cannot use the table of `{}`: {reason}", path.display())]
    Table {
        /// File, as given.
        path: PathBuf,
        /// Description of what is wrong.
        reason: String,
    },
    /// A table, or losses, without a destination.
    #[error("`{option}` needs a destination; pass `--target`")]
    NoTarget {
        /// Option that needs it.
        option: &'static str,
    },
    /// `check --fix`.
    #[error(
        "`check` does not change files; run `acslint fix`, or `acslint fix --diff` to see the changes first"
    )]
    FixInCheck,
    /// Incomplete file.
    #[error(transparent)]
    File(#[from] FileError),
    /// The configuration file to write exists.
    #[error("`{}` already exists; pass `--force` to overwrite it", path.display())]
    ConfigExists {
        /// Existing file.
        path: PathBuf,
    },
    /// The configuration file to write is a link; its target is not overwritten.
    #[error("`{}` is a link, and `acslint init` does not follow it; remove it", path.display())]
    ConfigIsLink {
        /// Path of the link.
        path: PathBuf,
    },
    /// Unreadable schemas.
    #[error(transparent)]
    Schemas(#[from] SchemasError),
    /// An output would destroy an input of the run.
    #[error(transparent)]
    Clash(#[from] Clash),
    /// An export would write or remove a file through a link, or replace something that is not a file.
    #[error("`{}` is {what}: an export does not replace it; move it away, or choose another directory", path.display())]
    NotPlain {
        /// Path of the obstacle.
        path: PathBuf,
        /// Phrase that describes it.
        what: &'static str,
    },
    /// The root of paths is not a directory.
    #[error("`--root {}` is not a directory", path.display())]
    NoRoot {
        /// Given root.
        path: PathBuf,
    },
    /// Command that a caller of the library cannot run.
    #[error("only `check` and `merge` run within another program")]
    NotEmbedded,
    /// Unknown rule.
    #[error("unknown rule `{given}`{}", crate::suggest::did_you_mean(*.suggestion))]
    UnknownRule {
        /// Given id.
        given: String,
        /// Nearest id.
        suggestion: Option<&'static str>,
    },
    /// Name that is neither a known category nor one of the configuration.
    #[error("unknown category `{}`{}", .0.given, crate::suggest::did_you_mean(.0.suggestion))]
    UnknownCategory(UnknownCategory),
    /// Name of a category where a rule is expected.
    #[error("`{given}` is a category, not a rule; run `acslint schema explain {given}`")]
    CategoryIsNoRule {
        /// Name of the category.
        given: &'static str,
    },
    /// No record satisfies the schema of a custom category, as far as the search goes.
    #[error("cannot make a record of `{name}`: {reason}")]
    NoCustomSample {
        /// Name of the category.
        name: &'static str,
        /// Phrase that describes the reason.
        reason: String,
    },
    /// Defects requested of a custom category.
    #[error(
        "cannot make defects in records of `{name}`: its rules are those of its schema; leave out `--defects`"
    )]
    NoCustomDefects {
        /// Name of the category.
        name: &'static str,
    },
    /// The category does not exist in this shape.
    #[error(
        "`{category}` has no table, and so no schema of the shape `{shape}`; pass `--shape resource-log`"
    )]
    NoSuchShape {
        /// Id of the category.
        category: &'static str,
        /// Requested shape.
        shape: Shape,
    },
    /// Unknown command.
    #[error("unknown command `{given}`{}", crate::suggest::did_you_mean(suggestion.as_deref()))]
    UnknownCommand {
        /// Given name, with the commands above it.
        given: String,
        /// Nearest command.
        suggestion: Option<String>,
    },
    /// A manual page cannot be written.
    #[error("cannot write the manual to `{}`", path.display())]
    WriteManual {
        /// File or directory.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// A manual page would be written through a link, or would replace something that is not such a page.
    #[error("`{}` is {what}: a manual page does not replace it; move it away, or choose another directory", path.display())]
    NotAPage {
        /// Path of the obstacle.
        path: PathBuf,
        /// Phrase that describes it.
        what: &'static str,
    },
    /// `--prune-baseline` without a baseline.
    #[error("no baseline to prune; pass `--baseline`")]
    NothingToPrune,
    /// Option or input that cannot be watched.
    #[error("{what}")]
    CannotWatch {
        /// Description, and an alternative.
        what: &'static str,
    },
    /// The system does not report changes.
    #[error("cannot watch `{}`", path.display())]
    Watch {
        /// Directory.
        path: PathBuf,
        /// Error of the system.
        source: notify::Error,
    },
    /// Records cannot be written completely.
    #[error("cannot write the records")]
    WriteRecords(#[source] io::Error),
    /// Labels of defects cannot be written completely.
    #[error("cannot write the labels to `{}`", path.display())]
    WriteLabels {
        /// File of the labels.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// Rows requested of a category without a table.
    #[error("`{category}` has no table; pass `--shape resource-log`")]
    NoRows {
        /// Id of the category.
        category: &'static str,
    },
    /// Rule that no defect breaks, or unknown rule.
    #[error("no defect breaks the rule `{rule}`{}", suggest::did_you_mean(*suggestion))]
    NoDefect {
        /// Given rule.
        rule: String,
        /// Nearest rule that defects break.
        suggestion: Option<&'static str>,
    },
    /// Records and labels would go to the same file.
    #[error("`{}` cannot hold both the records and the labels", path.display())]
    SameFile {
        /// Output file.
        path: PathBuf,
    },
    /// The directory of an export contains other files.
    #[error("`{}` is neither empty nor an earlier export; choose another directory, or pass `--force`", path.display())]
    NotEmpty {
        /// Directory.
        path: PathBuf,
    },
    /// An export would overwrite a file of another origin.
    #[error("`{}` was not written by an earlier export; move it away, or pass `--force`", path.display())]
    NotOurs {
        /// Existing file.
        path: PathBuf,
    },
    /// A directory cannot be listed.
    #[error("cannot list `{}`", path.display())]
    List {
        /// Directory.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// A file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// File.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// A file of an earlier export cannot be removed.
    #[error("cannot remove `{}`", path.display())]
    Remove {
        /// File.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
}

/// Returns an error with its causes, on one line.
pub(crate) fn with_causes(error: &Error) -> String {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        message.extend([": ", &error.to_string()]);
        cause = error.source();
    }
    printable(&message).into_owned()
}
