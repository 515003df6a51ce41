//! What can be typed after `acslint schema diff`.

use clap::ValueEnum;

use super::Color;

pub(super) const ABOUT: &str = "\
Compare two versions of schemas: what changed, and whether it breaks readers or writers.

Writers break if the new schema refuses something that is written by the old one; readers break if the old schema \
refuses something that is written by the new one. Only records count that keep to the properties that their schema \
declares, so an added optional property breaks nobody. A break is shown by a record, which has been validated.";

pub(super) const CODES: &str = "\
Exit codes:
  0  nothing breaks
  1  something breaks
  2  wrong usage, or schemas that cannot be read or used
  3  nothing is known to break, but not everything could be decided

Examples:
  acslint schema diff old.json new.json
  acslint schema diff v0.1.0 schemas
  acslint schema diff HEAD~1:schemas HEAD:schemas --format markdown";

#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// The old schemas: a file, a directory, a git revision and a path such as `HEAD~1:schemas`, or `-`.
    ///
    /// Of a directory, those JSON files are compared that are schemas by their `$schema` or their name, which are found
    /// on the other side by their path or their `$id`. A revision without a path stands for the path of the other side.
    pub(crate) old: String,
    /// The new schemas, given in the same way.
    pub(crate) new: String,
    /// How to write the comparison.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = DiffFormat::Human)]
    pub(crate) format: DiffFormat,
    /// When to colour the text.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

/// A form of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// A line a change, with the record that shows what breaks
    Human,
    /// A list for a pull request or a changelog
    Markdown,
    /// One JSON object
    Json,
}
