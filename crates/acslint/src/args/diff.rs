//! Command-line grammar of `acslint schema diff`.

use clap::ValueEnum;

use crate::values::Color;

pub(super) const ABOUT: &str = "\
Compare two versions of schemas, and report changes that break readers, writers or code.

A change breaks writers if the new schema rejects a record that is valid by the old one. It breaks readers if the old \
schema rejects a record that is valid by the new one. Only records without undeclared properties count, so an added \
optional property does not break anything. A validated record demonstrates each break.

A change breaks code if code that uses types generated from the old schema does not compile with those of the new one: a \
property is removed or becomes required, or a list of values becomes shorter.";

pub(super) const CODES: &str = "\
Exit codes:
  0  no breaking change for those that `--for` names
  1  a breaking change
  2  wrong usage, or schemas that cannot be read or used
  3  no known breaking change, but some changes could not be decided

Examples:
  acslint schema diff old.json new.json
  acslint schema diff v0.1.0 schemas
  acslint schema diff HEAD~1:schemas HEAD:schemas --format markdown
  acslint schema diff v0.1.0 schemas --for code";

#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// Old schemas: a file, a directory, a git revision and path such as `HEAD~1:schemas`, or `-`.
    ///
    /// In a directory, acslint compares the JSON files that are schemas by their `$schema` or their name. It
    /// matches them with the other side by path or `$id`. A revision without a path uses the path of the other
    /// side.
    pub(crate) old: String,
    /// New schemas, given in the same way.
    pub(crate) new: String,
    /// Sides that decide the exit code; the report shows the effect on all of them.
    #[arg(
        long = "for",
        value_enum,
        value_name = "SIDE",
        value_delimiter = ',',
        default_values_t = [Side::Readers, Side::Writers]
    )]
    pub(crate) sides: Vec<Side>,
    /// Format of the comparison.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = DiffFormat::Human)]
    pub(crate) format: DiffFormat,
    /// Control when the text uses color.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

/// Side that a change can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Side {
    /// Programs that accept records by the old schema
    Readers,
    /// Programs that write records by the old schema
    Writers,
    /// Code that uses types generated from the old schema
    Code,
}

/// Format of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// One line per change, with a record that demonstrates each break
    Human,
    /// A list for a pull request or a changelog
    Markdown,
    /// One JSON object
    Json,
}
