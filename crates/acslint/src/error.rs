//! Why the program could not do what it was asked to do.

use std::io;
use std::path::PathBuf;

use acslint_check::SettingsError;
use acslint_types::Shape;

use crate::config::fault::Fault;
use crate::input::schemas::SchemasError;
use crate::output::Clash;
use crate::suggest;

/// A failure that ends a run; each has exit code 2.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Error {
    /// The settings that the arguments amount to are wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A configuration file is wrong.
    #[error("{}:{}: {}", .0.file, .0.line(), .0.message)]
    Config(Box<Fault>),
    /// There is a configuration file already.
    #[error("`{}` is there already; add `--force` to write over it", path.display())]
    ConfigExists {
        /// The file.
        path: PathBuf,
    },
    /// There is a link in the place of a configuration file, and where it leads is not for us to write.
    #[error("`{}` is a link, which is not written through; remove it", path.display())]
    ConfigIsLink {
        /// The link.
        path: PathBuf,
    },
    /// A configuration file cannot be read.
    #[error("cannot read `{}`", path.display())]
    ReadConfig {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A configuration file was found that may be hostile.
    #[error(
        "`{0}` is not trusted: {why}; look at it, and name it with `--config {0}`, or add `--no-config`",
        path.display()
    )]
    UntrustedConfig {
        /// The file.
        path: PathBuf,
        /// Why it may be hostile.
        why: String,
    },
    /// Schemas cannot be read.
    #[error(transparent)]
    Schemas(#[from] SchemasError),
    /// An output would destroy what the run reads.
    #[error(transparent)]
    Clash(#[from] Clash),
    /// An export would write or remove a file through a link, or in the place of what is not a file.
    #[error("`{}` is {what}: an export writes and removes nothing there; move it away, or name another directory", path.display())]
    NotPlain {
        /// What is there.
        path: PathBuf,
        /// A phrase.
        what: &'static str,
    },
    /// No rule has this id.
    #[error("unknown rule `{given}`{}", crate::suggest::did_you_mean(*.suggestion))]
    UnknownRule {
        /// What was given.
        given: String,
        /// The nearest id.
        suggestion: Option<&'static str>,
    },
    /// No category has this name, and none of the configuration.
    #[error("unknown category `{given}`{}", crate::suggest::did_you_mean(*.suggestion))]
    UnknownCategory {
        /// What was given.
        given: String,
        /// The nearest name.
        suggestion: Option<&'static str>,
    },
    /// The category does not come in this shape.
    #[error("`{category}` has no table, and so no schema of the shape `{shape}`; add `--shape resource-log`")]
    NoSuchShape {
        /// The category.
        category: &'static str,
        /// What was asked for.
        shape: Shape,
    },
    /// There is no such command.
    #[error("there is no command `{given}`{}", crate::suggest::did_you_mean(suggestion.as_deref()))]
    UnknownCommand {
        /// What was given, with the commands above it.
        given: String,
        /// The nearest command.
        suggestion: Option<String>,
    },
    /// A manual page cannot be written.
    #[error("cannot write the manual to `{}`", path.display())]
    WriteManual {
        /// The file or directory.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A manual page would be written through a link, or in the place of what is not such a page.
    #[error("`{}` is {what}: a manual page does not replace it; move it away, or name another directory", path.display())]
    NotAPage {
        /// What is there.
        path: PathBuf,
        /// A phrase.
        what: &'static str,
    },
    /// The file of a report cannot be created.
    #[error("cannot create `{}`", path.display())]
    Create {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A baseline cannot be read.
    #[error("cannot read the baseline `{0}`; `--write-baseline {0}` writes one", path.display())]
    ReadBaseline {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is no baseline that can be used.
    #[error("`{}` cannot be used as a baseline", path.display())]
    BrokenBaseline {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and where.
        source: serde_json::Error,
    },
    /// A baseline cannot be written.
    #[error("cannot write the baseline `{}`", path.display())]
    WriteBaseline {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A baseline is to be pruned, and none is named.
    #[error("there is no baseline to prune; name it with `--baseline`")]
    NothingToPrune,
    /// An option or an input makes no sense for a run that is repeated.
    #[error("{what}")]
    CannotWatch {
        /// What it is, and what to do instead.
        what: &'static str,
    },
    /// The system does not tell of changes.
    #[error("cannot watch `{}`", path.display())]
    Watch {
        /// The directory.
        path: PathBuf,
        /// What the system says.
        source: notify::Error,
    },
    /// A report cannot be written to its end.
    #[error("cannot write the report")]
    Write(#[source] io::Error),
    /// Records cannot be written to their end.
    #[error("cannot write the records")]
    WriteRecords(#[source] io::Error),
    /// The labels of defects cannot be written to their end.
    #[error("cannot write the labels to `{}`", path.display())]
    WriteLabels {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There are no rows of a category that has no table.
    #[error("`{category}` has no table; add `--shape resource-log`")]
    NoRows {
        /// The category.
        category: &'static str,
    },
    /// No defect breaks the rule, or there is no such rule.
    #[error("no defect breaks a rule `{rule}`{}", suggest::did_you_mean(*suggestion))]
    NoDefect {
        /// What was given.
        rule: String,
        /// The nearest rule that defects break.
        suggestion: Option<&'static str>,
    },
    /// Records and labels would go to the same file.
    #[error("`{}` cannot hold both the records and the labels", path.display())]
    SameFile {
        /// The file.
        path: PathBuf,
    },
    /// The directory that schemas are to be written into holds something else.
    #[error("`{}` is not empty, and holds no earlier export; name another directory, or add `--force`", path.display())]
    NotEmpty {
        /// The directory.
        path: PathBuf,
    },
    /// A file that schemas are to be written over is someone else's.
    #[error("`{}` was not written by an earlier export; move it away, or add `--force`", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// A directory cannot be listed.
    #[error("cannot list `{}`", path.display())]
    List {
        /// The directory.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file of an earlier export cannot be removed.
    #[error("cannot remove `{}`", path.display())]
    Remove {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{}`", path.display())]
    WriteFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Config(Box::new(fault))
    }
}
