//! Command-line grammar of `acslint redact`.

use std::path::PathBuf;

use super::Choices;
use crate::values::Shard;

pub(super) const ABOUT: &str = "\
Replace personal data in log records by stand-ins of the same form.

Production logs become fixtures: all values that a redacted report masks are replaced. An address stays an address, a number \
a number, and equal values stay equal, in all files of a run, or of all runs with the same `ACSLINT_REDACT_KEY`. Everything else \
stays, so that `acslint check` finds the same in the output.";

pub(super) const EXAMPLES: &str = "\
Examples:
  acslint redact exports/ --output fixtures/
  ACSLINT_REDACT_KEY=… acslint redact export.json --output fixture.json --shift-time=-365d
  ACSLINT_REDACT_KEY=… acslint redact exports/ --output fixtures/ --shard 2/8";

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct RedactArgs {
    /// Files, directories, glob patterns, or `-` for standard input.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// File, `-` for standard output, or directory that gets a file for each input, compressed like it.
    ///
    /// A directory exists, or its name ends in `/`. A single file is compressed like its input, of which there is one then.
    #[arg(long, short, value_name = "OUT")]
    pub(crate) output: PathBuf,
    /// Move all times by a number of days, hours, minutes or seconds, such as `30d` or `-12h`.
    #[arg(long, value_name = "DURATION", value_parser = duration, allow_hyphen_values = true)]
    pub(crate) shift_time: Option<i64>,
    /// Follow all symbolic links in directories and patterns.
    #[arg(long, help_heading = "Inputs")]
    pub(crate) follow: bool,
    #[command(flatten)]
    pub(crate) choices: Choices,
    /// Redact only one of N parts of the inputs, such as `2/8`; all shards need the same `ACSLINT_REDACT_KEY`.
    ///
    /// No input is cut: all inputs together, in their order, are cut into N pieces of the same size, and each input belongs to the
    /// shard of its first byte. Shards may share the output directory, which must not lie in a directory of inputs.
    #[arg(long, value_name = "I/N", help_heading = "Shards")]
    pub(crate) shard: Option<Shard>,
    /// Do not print the summary.
    #[arg(long, help_heading = "Report")]
    pub(crate) quiet: bool,
}

/// Parses a duration in seconds.
fn duration(given: &str) -> Result<i64, String> {
    let expected = || "expected a number with `d`, `h`, `m` or `s`, such as `30d` or `-12h`".to_owned();
    let unit = match given.bytes().last() {
        Some(b'd') => 86_400,
        Some(b'h') => 3600,
        Some(b'm') => 60,
        Some(b's') => 1,
        _ => return Err(expected()),
    };
    let number: i64 = given[..given.len() - 1].parse().map_err(|_| expected())?;
    // More than the years of a time.
    number.checked_mul(unit).filter(|seconds| seconds.abs() < 400_000_000_000).ok_or_else(expected)
}
