//! Command-line grammar of `acslint schema lint`.

use std::path::PathBuf;

use acslint_check::Level;

use super::Outputs;
use crate::values::parsers::rule_level;
use crate::values::{AtMost, Color, FailOn};

pub(super) const CODES: &str = "\
Exit codes:
  0  no findings at or above the failing level
  1  findings at or above the failing level
  2  wrong usage, an unreadable input, or an internal failure
  3  nothing was linted: no schema found

Examples:
  acslint schema lint my-category.schema.json
  acslint schema lint schemas/ --fail-on warning --format github
  acslint schema lint - --level missing-description=warning";

#[derive(Debug, clap::Args)]
pub(crate) struct Lint {
    /// Files, directories, glob patterns, or `-` for standard input.
    ///
    /// acslint always reads files given by name or matched by a pattern. In a directory and its subdirectories, it
    /// reads files named `*.schema.json`.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) outputs: Outputs,
    /// Number of findings to show per rule before counting the rest (`human` only).
    #[arg(long, value_name = "N|all", value_parser = clap::value_parser!(AtMost), default_value = "3", help_heading = "Report")]
    pub(crate) show: AtMost,
    /// Write at most this many findings; the report counts the rest.
    #[arg(long, value_name = "N", help_heading = "Report")]
    pub(crate) max_findings: Option<u64>,
    /// Control when the report uses color.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = "Report")]
    pub(crate) color: Color,
    /// Write findings only, without a summary.
    #[arg(long, short, help_heading = "Report")]
    pub(crate) quiet: bool,

    /// Lowest level of a finding that fails the run.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = FailOn::Error, help_heading = "Rules")]
    pub(crate) fail_on: FailOn,
    /// Set the level of a rule or a group of rules: `error`, `warning`, `info` or `allow`.
    ///
    /// May be repeated; the last level given for a rule applies.
    #[arg(long, value_name = "RULE=LEVEL", value_parser = rule_level, help_heading = "Rules")]
    pub(crate) level: Vec<(String, Level)>,
}
