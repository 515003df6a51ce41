//! What can be typed after `acslint infer`.

use std::path::PathBuf;

pub(super) const ABOUT: &str = "\
Draft a schema from records of a category that is not known yet.

All records are read, in the forms that `acslint check` reads, and the draft accepts each of them. It says what it rests \
on: how often a property is there, of what types and formats its values are, and which words it holds, where they are \
few, frequent, and nobody's.";

pub(super) const CODES: &str = "\
Exit codes:
  0  all records were used
  1  a draft was written, but some records could not be used; standard error names them
  2  wrong usage, or an input that cannot be read
  3  there is nothing to infer from

Examples:
  acslint infer logs/ --category MyOwnEvents --output MyOwnEvents.schema.json
  acslint infer logs/ --values region --values plan
  zcat export.json.gz | acslint infer -";

#[derive(Debug, clap::Args)]
pub(crate) struct Infer {
    /// Files, directories, glob patterns, or `-` for standard input.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Use only records of this category, in any letter case; the draft is named for it.
    #[arg(long, value_name = "NAME")]
    pub(crate) category: Option<String>,
    /// Write the values of this property into the draft, whatever they are; may be repeated.
    ///
    /// Without it, values are written only if they look like a vocabulary: few single words, each seen more than once, of a
    /// property whose name is not about a person. Standard error lists what was written.
    #[arg(long, value_name = "NAME")]
    pub(crate) values: Vec<String>,
    /// Write the draft to a file instead of standard output; an input is refused.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
