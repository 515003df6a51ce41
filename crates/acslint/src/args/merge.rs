//! Command-line grammar of `acslint merge`.

use std::path::PathBuf;

use super::Outputs;
use super::check::{Choices, Gates, Known};
use crate::values::Color;

pub(super) const ABOUT: &str = "\
Merge the reports of shards into the report of one run.

Each report was written by `acslint check --shard I/N` for the same inputs, with the same options and configuration. The \
merged report is the one that `acslint check` writes for all inputs at once, in any format. Gates, baseline, suppressions \
and limits are applied here, to everything together. Redacted formats need the same `ACSLINT_REDACT_KEY` to be equal. \
Where a shard began inside of something that only the bytes before it explain, such as a record over several lines, its \
bytes are read again; other inputs are not read.";

pub(super) const CODES: &str = "\
Exit codes:
  0  no findings at or above the failing level
  1  findings at or above the failing level
  2  wrong usage, a missing shard, shards that do not belong together, an unreadable
     input, or an internal failure
  3  nothing was checked, or less than `--min-records` and `--require-category` demand

Examples:
  acslint check logs/ --shard 1/2 --output one.json
  acslint check logs/ --shard 2/2 --output two.json
  acslint merge one.json two.json --format sarif --output all.sarif";

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Merge {
    /// Reports of all shards, in any order.
    #[arg(value_name = "REPORT", required = true)]
    pub(crate) shards: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) outputs: Outputs,
    #[command(flatten)]
    pub(crate) choices: Choices,
    /// Make paths relative to this directory in the formats for services, as `check` does.
    #[arg(long, value_name = "DIR", help_heading = "Report")]
    pub(crate) root: Option<PathBuf>,
    /// Control when the report uses color.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = "Report")]
    pub(crate) color: Color,
    /// Write findings only, without a summary.
    #[arg(long, short, conflicts_with = "verbose", help_heading = "Report")]
    pub(crate) quiet: bool,
    /// Extend the summary (`human` only).
    #[arg(long, short, help_heading = "Report")]
    pub(crate) verbose: bool,

    #[command(flatten)]
    pub(crate) known: Known,
    #[command(flatten)]
    pub(crate) gates: Gates,
}
