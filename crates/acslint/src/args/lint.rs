//! What can be typed after `acslint schema lint`.

use std::path::PathBuf;

use acslint_check::Level;

use super::{
    Color, Outputs,
    values::{AtMost, FailOn, at_most, rule_level},
};

pub(super) const CODES: &str = "\
Exit codes:
  0  nothing at or above the failing level
  1  findings at or above the failing level
  2  wrong usage, an input that cannot be read, or a failure of acslint itself
  3  nothing was linted: there is no schema

Examples:
  acslint schema lint my-category.schema.json
  acslint schema lint schemas/ --fail-on warning --format github
  acslint schema lint - --level missing-description=warning";

#[derive(Debug, clap::Args)]
pub(crate) struct Lint {
    /// Files, directories, glob patterns, or `-` for standard input.
    ///
    /// A file given by name is always read, and one that a pattern matches; in a directory, and in those below it, files
    /// named `*.schema.json` are.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) outputs: Outputs,
    /// How many findings of one rule to show before counting the rest (`human` only).
    #[arg(long, value_name = "N|all", value_parser = at_most, default_value = "3", help_heading = "Report")]
    pub(crate) show: AtMost,
    /// Write at most this many findings; the rest are counted, and the report says how many were left out.
    #[arg(long, value_name = "N", help_heading = "Report")]
    pub(crate) max_findings: Option<u64>,
    /// When to colour the report.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = "Report")]
    pub(crate) color: Color,
    /// Write findings only, no summary.
    #[arg(long, short, help_heading = "Report")]
    pub(crate) quiet: bool,

    /// The lowest level of a finding that fails the run.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = FailOn::Error, help_heading = "Rules")]
    pub(crate) fail_on: FailOn,
    /// Set the level of a rule: `error`, `warning`, `info` or `allow`; may be repeated, the last one counts.
    #[arg(long, value_name = "RULE=LEVEL", value_parser = rule_level, help_heading = "Rules")]
    pub(crate) level: Vec<(String, Level)>,
}
