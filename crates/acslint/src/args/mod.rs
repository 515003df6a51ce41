//! Grammar of the whole command line, without its meaning.

mod check;
mod diff;
mod export;
mod fix;
mod infer;
mod lint;
mod meaningless;
mod merge;
mod outputs;
mod redact;
mod sample;
mod split;
mod stats;
mod suggestion;

use std::ffi::OsString;
use std::path::PathBuf;

use acslint_types::{Category, Shape};
use clap::builder::NonEmptyStringValueParser;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use clap_complete::Shell;

pub(crate) use check::{Check, Choices, Gates, Known, MinRecords, TimeWindow};
pub(crate) use diff::{Diff, DiffFormat, Side};
pub(crate) use export::{Dialect, Export, ExportTarget};
pub(crate) use fix::FixArgs;
pub(crate) use infer::Infer;
pub(crate) use lint::Lint;
pub(crate) use merge::Merge;
pub(crate) use outputs::Outputs;
pub(crate) use redact::RedactArgs;
pub(crate) use sample::{Framing, Sample};
pub(crate) use split::{RejectOn, Split};
pub(crate) use stats::StatsArgs;
pub(crate) use suggestion::with_suggestion;

use meaningless::{IN_MERGE, IN_REWRITES, IN_SPLIT, IN_STATS, IN_WATCH, without};

use crate::values::parsers::{Completed, categories, category, rules, shape};
use crate::values::{Color, ListFormat};

/// Checks Azure Communication Services log records.
#[derive(Debug, Parser)]
#[command(name = "acslint", version, about, arg_required_else_help = true, propagate_version = false)]
pub struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Args {
    /// Reads the command line, beginning with the name of the program.
    ///
    /// # Errors
    ///
    /// Wrong usage, options that mean nothing for the command among it, or the request for a help text.
    pub(crate) fn read(line: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let mut command = Self::command();
        let matches = command.try_get_matches_from_mut(line)?;
        meaningless::refuse(&mut command, &matches)?;
        Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check log records and report what is wrong with them.
    #[command(long_about = check::ABOUT, after_long_help = check::CODES)]
    Check(Check),
    /// Show the effective configuration and its sources.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Explain a rule, with examples of wrong and right records.
    Explain {
        /// Id of the rule, such as `wrong-type`.
        #[arg(value_parser = Completed { parser: NonEmptyStringValueParser::new(), names: rules }, hide_possible_values = true)]
        rule: String,
        /// Control when the output uses color.
        #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
        color: Color,
    },
    /// Fix log records: apply the fixes that findings carry.
    #[command(
        long_about = fix::ABOUT,
        after_long_help = fix::CODES,
        mut_args(|option| without(&IN_REWRITES, option))
    )]
    Fix(FixArgs),
    /// Write a configuration file that fits the logs in a directory.
    Init(Init),
    /// Draft a schema from records of an unknown category.
    #[command(long_about = infer::ABOUT, after_long_help = infer::CODES)]
    Infer(Infer),
    /// Merge the reports of shards into the report of one run.
    #[command(
        long_about = merge::ABOUT,
        after_long_help = merge::CODES,
        mut_args(|option| without(&IN_MERGE, option))
    )]
    Merge(Merge),
    /// Replace personal data in log records by stand-ins of the same form.
    #[command(
        long_about = redact::ABOUT,
        after_long_help = redact::EXAMPLES,
        mut_args(|option| without(&IN_REWRITES, option))
    )]
    Redact(RedactArgs),
    /// List the rules and their levels.
    Rules {
        /// Format of the list.
        #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Table)]
        format: ListFormat,
    },
    /// Print, explain, export, compare and lint JSON Schemas.
    #[command(subcommand)]
    Schema(SchemaCommand),
    /// Write synthetic records, clean or with known defects.
    #[command(long_about = sample::ABOUT, after_long_help = sample::EXAMPLES)]
    Sample(Sample),
    /// Split log records by verdict: valid ones to one place, invalid ones to another.
    #[command(
        long_about = split::ABOUT,
        after_long_help = split::CODES,
        mut_args(|option| without(&IN_SPLIT, option))
    )]
    Split(Split),
    /// Describe log records: how many, since when, and what their properties hold.
    #[command(
        long_about = stats::ABOUT,
        after_long_help = stats::CODES,
        mut_args(|option| stats::meaning(without(&IN_STATS, option)))
    )]
    Stats(StatsArgs),
    /// Check log records, and check them again after every change.
    #[command(
        long_about = check::WATCH_ABOUT,
        after_long_help = check::WATCH_EXAMPLES,
        mut_args(|option| without(&IN_WATCH, option))
    )]
    Watch(Check),
    /// Print a script for shell completion of commands, options and names.
    #[command(after_long_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// Shell to write the script for.
        shell: Shell,
    },
    /// Print a manual page, or write all of them.
    #[command(after_long_help = MAN_EXAMPLES)]
    Man {
        /// Command to document, such as `schema show` [default: acslint itself]
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,
        /// Write the pages of all commands to a directory.
        #[arg(long, value_name = "DIRECTORY", conflicts_with = "command")]
        directory: Option<PathBuf>,
    },
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  acslint completions bash > ~/.local/share/bash-completion/completions/acslint
  acslint completions zsh > ~/.zfunc/_acslint    # a directory in $fpath
  acslint completions fish > ~/.config/fish/completions/acslint.fish
  acslint completions powershell >> $PROFILE";

const MAN_EXAMPLES: &str = "\
Examples:
  acslint man check | man -l -
  acslint man --directory ~/.local/share/man/man1";

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print the effective settings for a file or a directory, and the source of each.
    ///
    /// The source is a line of a configuration file, an option, the environment, or the default. The options are
    /// those of `check`.
    Show(ConfigShow),
}

#[derive(Debug, clap::Args)]
pub(crate) struct ConfigShow {
    /// File or directory.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,
    /// Format of the settings.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Table)]
    pub(crate) format: ListFormat,
    #[command(flatten)]
    pub(crate) choices: Choices,
}

/// Option of commands that take custom categories.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Configuration {
    /// Configuration file with the custom categories [default: the one for the working directory]
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// Directory to write the configuration file for.
    #[arg(value_name = "DIRECTORY", default_value = ".")]
    pub(crate) directory: PathBuf,
    /// Overwrite an existing file.
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SchemaCommand {
    /// List the schemas with category, shape, table and `$id`.
    List,
    /// Explain a category: properties in both shapes, history, examples.
    ///
    /// Of a custom category, it explains the properties of its schema, and how records are identified.
    Explain {
        /// Category or its table, in any letter case, or a custom category.
        #[arg(value_parser = Completed { parser: NonEmptyStringValueParser::new(), names: categories }, hide_possible_values = true)]
        category: String,
        #[command(flatten)]
        configuration: Configuration,
        /// Control when the text uses color.
        #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
        color: Color,
    },
    /// Lint your own JSON Schemas: invalid, ineffective or undocumented parts.
    #[command(after_long_help = lint::CODES)]
    Lint(Lint),
    /// Print the JSON Schema of a category.
    Show {
        /// Category or its table, in any letter case.
        #[arg(value_parser = Completed { parser: category, names: categories }, hide_possible_values = true)]
        category: &'static Category,
        /// Shape of the record: a table row or a resource log.
        #[arg(long, value_parser = shape(), default_value = "table")]
        shape: Shape,
    },
    /// Write the schemas to a directory, ready to be published.
    #[command(long_about = export::ABOUT, after_long_help = export::EXAMPLES)]
    Export(Export),
    /// Compare two versions of schemas, and report changes that break readers or writers.
    #[command(long_about = diff::ABOUT, after_long_help = diff::CODES)]
    Diff(Diff),
}
