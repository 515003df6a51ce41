//! Command-line grammar of `acslint sample`.

use std::path::PathBuf;

use acslint_types::Shape;
use clap::ValueEnum;
use clap::builder::NonEmptyStringValueParser;

use super::Configuration;
use crate::values::parsers::{Completed, categories, shape, share};

pub(super) const ABOUT: &str = "\
Write synthetic records, clean or with known defects.

acslint makes the records from the sources of its schemas. `acslint check` finds nothing wrong with them, except for the \
requested defects, each of which breaks one rule. The same arguments give the same bytes on every platform.";

pub(super) const EXAMPLES: &str = "\
Examples:
  acslint sample --category SMSOperational --count 100
  acslint sample --bytes 1GB --output large.jsonl
  acslint sample --count 1000 --defects 5% --labels defects.jsonl | acslint check -";

#[derive(Debug, clap::Args)]
pub(crate) struct Sample {
    /// Category or its table, or a custom category; may be repeated [default: all categories, mixed]
    ///
    /// The records of a custom category satisfy its schema. They have no shape, and no defects.
    #[arg(long, value_name = "NAME", value_parser = Completed { parser: NonEmptyStringValueParser::new(), names: categories }, hide_possible_values = true, help_heading = "Records")]
    pub(crate) category: Vec<String>,
    /// Shape of the records: table rows or resource logs.
    #[arg(long, value_parser = shape(), default_value = "resource-log", help_heading = "Records")]
    pub(crate) shape: Shape,
    /// Number of records to write.
    #[arg(long, value_name = "N", default_value_t = 10, conflicts_with = "bytes", help_heading = "Records")]
    pub(crate) count: u64,
    /// Write records until the output has this size, such as `100MB` or `4GiB`.
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = "Records")]
    pub(crate) bytes: Option<u64>,
    /// Seed of the random generator; each seed gives other records.
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Records")]
    pub(crate) seed: u64,
    /// Shuffle the keys of each record.
    #[arg(long, help_heading = "Records")]
    pub(crate) shuffle: bool,

    /// Share of records that get one defect each, such as `0.05` or `5%`.
    ///
    /// The other records stay the same. Standard error lists the defects, one per line (`record 7: wrong-type
    /// DurationMs`), unless `--labels` names a file.
    #[arg(long, value_name = "SHARE", value_parser = share, help_heading = "Defects")]
    pub(crate) defects: Option<f64>,
    /// Use only defects that break this rule; may be repeated.
    ///
    /// A record that cannot have such a defect stays clean.
    #[arg(long, value_name = "RULE", requires = "defects", help_heading = "Defects")]
    pub(crate) rule: Vec<String>,
    /// Write the defects to a file, one JSON object per line.
    #[arg(long, value_name = "FILE", requires = "defects", help_heading = "Defects")]
    pub(crate) labels: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) configuration: Configuration,

    /// Framing of the records.
    #[arg(long, value_enum, value_name = "FRAMING", default_value_t = Framing::Lines, help_heading = "Output")]
    pub(crate) framing: Framing,
    /// Write the records to a file instead of standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
}

/// Text around and between records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Framing {
    /// JSON Lines: one record per line
    Lines,
    /// One array
    Array,
    /// One object with an array: `{"records": […]}`
    Records,
}

fn size(given: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 10] = [
        ("", 1),
        ("b", 1),
        ("kb", 1000),
        ("mb", 1000 * 1000),
        ("gb", 1000 * 1000 * 1000),
        ("tb", 1000 * 1000 * 1000 * 1000),
        ("kib", 1 << 10),
        ("mib", 1 << 20),
        ("gib", 1 << 30),
        ("tib", 1 << 40),
    ];
    let digits = given.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = given.split_at(digits);
    let unit = unit.trim_start().to_ascii_lowercase();
    let factor = UNITS.into_iter().find(|(name, _)| *name == unit).map(|(_, factor)| factor);
    let size = number.parse::<u64>().ok().zip(factor).and_then(|(number, factor)| number.checked_mul(factor));
    size.ok_or_else(|| "expected a whole number and a unit, such as `100MB` or `4GiB`".to_owned())
}
