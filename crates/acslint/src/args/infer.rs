//! Command-line grammar of `acslint infer`.

use std::path::PathBuf;

pub(super) const ABOUT: &str = "\
Draft a schema from records of an unknown category.

acslint reads all records, in the layouts that `acslint check` reads, and the draft accepts each of them. The draft \
states its evidence: how often each property occurs, and the types and formats of its values. It lists the values of a \
property if they are few, frequent, and not personal data.";

pub(super) const CODES: &str = "\
Exit codes:
  0  all records were used
  1  a draft was written, but some records could not be used; standard error names them
  2  wrong usage, or an unreadable input
  3  no records to infer from

Examples:
  acslint infer logs/ --category MyOwnEvents --output MyOwnEvents.schema.json
  acslint infer logs/ --values region --values plan
  zcat export.json.gz | acslint infer -";

#[derive(Debug, clap::Args)]
pub(crate) struct Infer {
    /// Files, directories, glob patterns, or `-` for standard input.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Use only records of this category, in any letter case; the draft takes its name.
    #[arg(long, value_name = "NAME")]
    pub(crate) category: Option<String>,
    /// List the values of this property in the draft, whatever they are; may be repeated.
    ///
    /// By default, the draft lists values only if they look like a vocabulary: few single words, each seen more
    /// than once, of a property whose name does not suggest a person. Standard error names the listed properties.
    #[arg(long, value_name = "NAME")]
    pub(crate) values: Vec<String>,
    /// Write the draft to a file instead of standard output; the file must not be an input.
    ///
    /// Missing directories are created.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
