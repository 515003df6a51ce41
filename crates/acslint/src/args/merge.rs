//! Command-line grammar of `acslint merge`.

use std::path::PathBuf;

use super::Outputs;
use super::check::{Choices, Gates, Known};
use crate::values::parsers::share;
use crate::values::{By, Color};

pub(super) const ABOUT: &str = "\
Merge the reports of shards into the report of one run.

Each report was written by `acslint check --shard I/N` for the same inputs, with the same options and configuration. The \
merged report is the one that `acslint check` writes for all inputs at once, in any format. Gates, baseline, suppressions \
and limits are applied here, to everything together. Redacted formats need the same `ACSLINT_REDACT_KEY` to be equal. \
Shards of `acslint stats --shard I/N` give the statistics of all inputs, in the formats `human` and `json`; then only \
`--compare`, `--fail-on`, `--min-coverage` and the options of the configuration apply. \
Where a shard began inside of something that only the bytes before it explain, such as a record over several lines, its \
bytes are read again; other inputs are not read.";

pub(super) const CODES: &str = "\
Exit codes:
  0  no findings at or above the failing level
  1  findings at or above the failing level; for statistics with `--compare`,
     a change at or above the level of `--fail-on`
  2  wrong usage, a missing shard, shards that do not belong together, an unreadable
     input, or an internal failure
  3  nothing was checked, or less than `--min-records`, `--require-category` and
     `--min-coverage` demand

Examples:
  acslint check logs/ --shard 1/2 --output one.json
  acslint check logs/ --shard 2/2 --output two.json
  acslint merge one.json two.json --format sarif --output all.sarif
  acslint merge stats-*.json --format json --output week.json";

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Merge {
    /// Reports of all shards, in any order.
    #[arg(value_name = "REPORT", required = true)]
    pub(crate) shards: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) outputs: Outputs,
    #[command(flatten)]
    pub(crate) choices: Choices,
    /// Show the numbers along this dimension, which the shards must have counted with the same option.
    ///
    /// Without it, the report shows the dimension that the shards have counted along, if they have.
    #[arg(long, value_enum, value_name = "DIMENSION", help_heading = "Report")]
    pub(crate) by: Option<By>,
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

    /// Compare statistics with those in JSON that an earlier run wrote, as `acslint stats` does.
    #[arg(long, value_name = "FILE", help_heading = "Statistics")]
    pub(crate) compare: Option<PathBuf>,
    /// Fail with exit code 3 if a smaller share of the documented properties of a category has a value in any record.
    #[arg(long, value_name = "SHARE", value_parser = share, help_heading = "Statistics")]
    pub(crate) min_coverage: Option<f64>,
}

impl Merge {
    /// Returns an option about statistics, if one is given.
    pub(crate) fn about_statistics(&self) -> Option<&'static str> {
        let given = [(self.compare.is_some(), "--compare"), (self.min_coverage.is_some(), "--min-coverage")];
        given.into_iter().find_map(|(is_given, option)| is_given.then_some(option))
    }

    /// Returns an option about findings, if one is given.
    pub(crate) fn about_findings(&self) -> Option<&'static str> {
        let (options, known, gates) = (&self.choices.given.options, &self.known, &self.gates);
        [
            (self.by.is_some(), "--by"),
            (self.root.is_some(), "--root"),
            (self.quiet, "--quiet"),
            (self.verbose, "--verbose"),
            (options.annotate.is_some(), "--annotate"),
            (options.max_findings.is_some(), "--max-findings"),
            (options.redact.is_redacting(), "--redact"),
            (options.show.is_some(), "--show"),
            (known.baseline.is_some(), "--baseline"),
            (known.write_baseline.is_some(), "--write-baseline"),
            (known.prune_baseline, "--prune-baseline"),
            (!gates.min_records.is_empty(), "--min-records"),
            (!gates.require_category.is_empty(), "--require-category"),
            (gates.allow_empty, "--allow-empty"),
        ]
        .into_iter()
        .find_map(|(is_given, option)| is_given.then_some(option))
    }
}
