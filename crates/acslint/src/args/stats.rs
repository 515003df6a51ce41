//! Command-line grammar of `acslint stats`.

use std::num::NonZero;
use std::path::PathBuf;

use clap::Arg;

use super::check::{Choices, PIECE_SIZE, TimeWindow};
use crate::values::parsers::{at_least_one, share};
use crate::values::{Shard, StatsFormat};

pub(super) const ABOUT: &str = "\
Describe log records: how many, since when, and what their properties hold.

For each category and shape, the statistics have the number of records, their times, hours without a record, and for each \
property how many records have a value, null or an empty text, with the values of vocabularies and the ranges of numbers \
and times. They contain no value that may be personal data. Every record is read in full, so it takes many times as long as \
`acslint check`.";

pub(super) const CODES: &str = "\
Exit codes:
  0  the statistics were written
  1  with `--compare`: something changed at or above the level of `--fail-on`
  2  wrong usage, an unreadable input, or an internal failure
  3  no record of a known category, or less than `--min-coverage` demands

Examples:
  acslint stats exports/
  acslint stats exports/ --since 7d --format json --output week.json
  acslint stats exports/ --compare week.json --fail-on warning
  acslint stats exports/ --shard 1/8 --output one.json";

/// Gives `--fail-on` the meaning that it has for statistics; other options stay as they are.
pub(super) fn meaning(option: Arg) -> Arg {
    if option.get_id() != "fail_on" {
        return option;
    }
    let help =
        "Lowest level of a change that fails the run with exit code 1; it needs `--compare` [default: error]";
    option
        .help(help)
        .long_help(format!("{help}.\n\nThe levels of changes are those of `--compare`."))
        .help_heading("Comparison")
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct StatsArgs {
    /// Files, directories, glob patterns, or `-` for standard input [default: .]
    ///
    /// They are read as by `acslint check`.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Follow all symbolic links in directories and patterns.
    #[arg(long, help_heading = "Inputs")]
    pub(crate) follow: bool,

    /// Format of the statistics.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = StatsFormat::Human, help_heading = "Output")]
    pub(crate) format: StatsFormat,
    /// Write the statistics to a file instead of standard output; the file must not be an input.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// Compare with statistics in JSON that an earlier run wrote.
    ///
    /// Categories and properties that vanished are errors, properties whose share fell by a tenth of all records or more are
    /// warnings, and new ones, new values, values that vanished and wider ranges of numbers are infos.
    #[arg(long, value_name = "FILE", help_heading = "Comparison")]
    pub(crate) compare: Option<PathBuf>,
    /// Fail with exit code 3 if a smaller share of the documented properties of a category has a value in any record.
    #[arg(long, value_name = "SHARE", value_parser = share, help_heading = "Gates")]
    pub(crate) min_coverage: Option<f64>,

    #[command(flatten)]
    pub(crate) choices: Choices,
    #[command(flatten)]
    pub(crate) window: TimeWindow,

    /// Describe only one of N parts of the inputs, such as `2/8`, and write JSON for `acslint merge`.
    ///
    /// The inputs are cut as by `acslint check --shard`: large files too, if they are uncompressed and have one record on each
    /// line. Run the shards anywhere, with the same paths, options and configuration. `acslint merge` adds the statistics up to
    /// those of one run; `--compare`, `--fail-on` and `--min-coverage` belong there. A shard that could read its inputs ends with exit
    /// code 0.
    #[arg(long, value_name = "I/N", help_heading = "Shards")]
    pub(crate) shard: Option<Shard>,

    /// Approximate number of bytes read and checked at once; tests make it small.
    #[arg(long, value_parser = at_least_one::<NonZero<u32>, NonZero<u32>>, default_value = PIECE_SIZE, hide = true)]
    pub(crate) piece_size: NonZero<u32>,
}
