//! Command-line grammar of `acslint schema export`.

use std::path::PathBuf;

use acslint_types::Shape;
use clap::ValueEnum;

use super::shape;

pub(super) const ABOUT: &str = "\
Write the schemas to a directory, ready to be published.

The options set the base URL and the dialect, close the schemas, or bundle them. The directory gets a schema for each \
category and shape, `record.schema.json` for records of any category, `categories.json` with facts that schemas cannot \
express, a SchemaStore `catalog.json`, and an `index.html` that lists them. The same options give the same bytes. Files \
of an earlier export that this one does not write are removed.

`--for` writes the schemas in the language of a destination instead, also for the custom categories of the configuration: \
names, types, nullability and descriptions, and marks at personal data. `cannot-be-said.json` lists what that language \
cannot express.";

pub(super) const EXAMPLES: &str = "\
Examples:
  acslint schema export public --base-url https://example.org/acs-logs/v1
  acslint schema export public --bundle --shape table
  acslint schema export public --dialect draft-07 --closed
  acslint schema export tables --for adx";

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Directory to write; created if missing.
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,
    /// Write the schemas for this destination instead of JSON Schemas.
    #[arg(
        long = "for",
        value_enum,
        value_name = "TARGET",
        conflicts_with_all = ["base_url", "bundle", "dialect", "closed"]
    )]
    pub(crate) target: Option<ExportTarget>,
    #[command(flatten)]
    pub(crate) custom: ExportConfig,
    /// URL that the directory will be served under: the prefix of each `$id`.
    ///
    /// By default, each `$id` is a URN, as in `acslint schema list`. URNs of closed and of draft-07 schemas differ
    /// from those of the default ones.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<String>,
    /// Shape of the records, `table` or `resource-log`; may be repeated [default: both]
    #[arg(long, value_parser = shape(), hide_possible_values = true)]
    pub(crate) shape: Vec<Shape>,
    /// Bundle everything that `record.schema.json` refers to into it, for tools that take one file.
    #[arg(long)]
    pub(crate) bundle: bool,
    /// Version of JSON Schema.
    #[arg(long, value_enum, value_name = "DIALECT", default_value_t = Dialect::Draft202012)]
    pub(crate) dialect: Dialect,
    /// Reject undeclared properties, in nested objects too.
    ///
    /// This also rejects other spellings of a declared name. Objects without a complete list of members in any
    /// source, such as `identity`, stay open.
    #[arg(long)]
    pub(crate) closed: bool,
    /// Write to a directory that contains other files, and overwrite files of the same names.
    #[arg(long)]
    pub(crate) force: bool,
}

/// Configuration that names the custom categories.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportConfig {
    /// Take the custom categories from this configuration file.
    ///
    /// By default, they come from the nearest `acslint.toml`, in the working directory or above it.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "no_config",
        requires = "target",
        help_heading = "Configuration"
    )]
    pub(crate) config: Option<PathBuf>,
    /// Do not read any configuration file.
    #[arg(long, requires = "target", help_heading = "Configuration")]
    pub(crate) no_config: bool,
}

/// Destination of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportTarget {
    /// Azure Data Explorer: tables, JSON mappings and update policies in KQL
    #[value(alias = "kusto")]
    Adx,
    /// Arrow: schemas as IPC and as JSON
    Arrow,
    /// Avro: record schemas
    Avro,
    /// Databricks and Spark: `StructType` as JSON, and columns in DDL
    #[value(alias = "spark")]
    Databricks,
    /// Elasticsearch: index templates
    Elasticsearch,
    /// Log Analytics: custom tables and data collection rules
    LogAnalytics,
    /// Parquet: message types
    Parquet,
    /// SQL: tables and functions of `PostgreSQL` and SQL Server, and tables of `BigQuery`
    Sql,
}

/// Version of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Dialect {
    /// Draft 2020-12
    #[value(name = "2020-12")]
    Draft202012,
    /// Draft-07, for tools without support of newer drafts
    #[value(name = "draft-07")]
    Draft07,
}

/// Parses a URL that file names can be appended to; rejects URLs that a browser would normalize.
fn base_url(given: &str) -> Result<String, String> {
    let rest = given.strip_prefix("https://").or_else(|| given.strip_prefix("http://"));
    let rest = rest.ok_or("expected a URL that begins with `https://` or `http://`")?;
    if rest.starts_with('/') || rest.is_empty() {
        return Err("expected a host after `//`".to_owned());
    }
    if let Some(mark) = rest.chars().find(|character| ['?', '#'].contains(character)) {
        return Err(format!("expected the URL of a directory, without `{mark}`"));
    }
    let is_allowed =
        |character: char| character.is_ascii_alphanumeric() || "-._~:/[]@!$&'()*+,;=%".contains(character);
    if let Some(character) = rest.chars().find(|character| !is_allowed(*character)) {
        return Err(format!("`{}` is not allowed in a URL; percent-encode it", character.escape_default()));
    }
    if rest.split('/').skip(1).any(|segment| [".", ".."].contains(&segment)) {
        return Err("expected a URL without `.` and `..` in its path".to_owned());
    }
    Ok(given.trim_end_matches('/').to_owned())
}
