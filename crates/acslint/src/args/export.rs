//! What can be typed after `acslint schema export`.

use std::path::PathBuf;

use acslint_types::Shape;
use clap::ValueEnum;

use super::shape;

pub(super) const ABOUT: &str = "\
Write the schemas into a directory, ready to be published: under addresses of your own, in another dialect, closed, or in \
one piece.

The directory gets a schema for each category and shape, `record.schema.json` for records of any category, `categories.json` \
with what schemas cannot say, `catalog.json` in the form of SchemaStore's, and a page, `index.html`, that lists them. The \
same options give the same bytes. What an earlier export wrote and this one does not is removed.";

pub(super) const EXAMPLES: &str = "\
Examples:
  acslint schema export public --base-url https://example.org/acs-logs/v1
  acslint schema export public --bundle --shape table
  acslint schema export public --dialect draft-07 --closed";

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The directory to write; it is made if it is not there.
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,
    /// The URL that the directory will be served under; the `$id`s of the schemas begin with it.
    ///
    /// Without it they are URNs, as in `acslint schema list`; those of closed schemas and of draft-07 say so.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<String>,
    /// The form of the records, `table` or `resource-log`; may be repeated [default: both]
    #[arg(long, value_parser = shape(), hide_possible_values = true)]
    pub(crate) shape: Vec<Shape>,
    /// Put all that `record.schema.json` refers to into it, for tools that take one file.
    #[arg(long)]
    pub(crate) bundle: bool,
    /// The version of JSON Schema.
    #[arg(long, value_enum, value_name = "DIALECT", default_value_t = Dialect::Draft202012)]
    pub(crate) dialect: Dialect,
    /// Refuse members that a schema does not list, in nested objects too.
    ///
    /// Other spellings of a name are refused as well. What no source lists all members of, such as `identity`, stays open.
    #[arg(long)]
    pub(crate) closed: bool,
    /// Write into a directory that holds other files, and over those of the same names.
    #[arg(long)]
    pub(crate) force: bool,
}

/// A version of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Dialect {
    /// Draft 2020-12
    #[value(name = "2020-12")]
    Draft202012,
    /// Draft-07, for tools that know no newer one
    #[value(name = "draft-07")]
    Draft07,
}

/// A URL that names can be put behind; what a browser would mend is refused.
fn base_url(given: &str) -> Result<String, String> {
    let rest = given.strip_prefix("https://").or_else(|| given.strip_prefix("http://"));
    let rest = rest.ok_or("expected an address that begins with `https://` or `http://`")?;
    if rest.starts_with('/') || rest.is_empty() {
        return Err("expected a host behind `//`".to_owned());
    }
    if let Some(mark) = rest.chars().find(|character| ['?', '#'].contains(character)) {
        return Err(format!("expected the address of a directory, without `{mark}`"));
    }
    let is_allowed =
        |character: char| character.is_ascii_alphanumeric() || "-._~:/[]@!$&'()*+,;=%".contains(character);
    if let Some(character) = rest.chars().find(|character| !is_allowed(*character)) {
        return Err(format!("`{}` cannot stand in an address; encode it", character.escape_default()));
    }
    if rest.split('/').skip(1).any(|segment| [".", ".."].contains(&segment)) {
        return Err("expected an address without `.` and `..` in its path".to_owned());
    }
    Ok(given.trim_end_matches('/').to_owned())
}
