//! Command-line grammar of `acslint fix`.

use std::path::PathBuf;

use super::Choices;

pub(super) const ABOUT: &str = "\
Fix log records: apply the fixes that findings carry.

Only the bytes of the fixes change. A fix of a record is applied only if it removes a finding and brings no new one. Files \
are replaced once they are complete, with their permissions, and compressed files stay compressed.";

pub(super) const CODES: &str = "\
Exit codes:
  0  fixed, or nothing to fix
  1  with `--diff` and `--check`: something could be fixed
  2  wrong usage, an unreadable input, an input that cannot be rewritten, or an
     internal failure

Examples:
  acslint fix --diff exports/
  acslint fix exports/
  acslint fix - < broken.jsonl > fixed.jsonl";

#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct FixArgs {
    /// Files, directories, glob patterns, or `-` to read standard input and write standard output.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Also apply fixes that are based on a guess, such as the nearest known name.
    #[arg(long = "unsafe")]
    pub(crate) with_unsafe: bool,
    /// Print the changes as a unified diff instead of making them.
    #[arg(long, conflicts_with = "check")]
    pub(crate) diff: bool,
    /// Change nothing, and state whether something could be fixed.
    #[arg(long)]
    pub(crate) check: bool,
    /// Follow all symbolic links in directories and patterns.
    #[arg(long, help_heading = "Inputs")]
    pub(crate) follow: bool,
    #[command(flatten)]
    pub(crate) choices: Choices,
    /// Do not print the summary.
    #[arg(long, short, help_heading = "Report")]
    pub(crate) quiet: bool,
}
