//! What can be typed: all of the command line's grammar, and nothing of its meaning.

mod diff;
mod export;
mod infer;

use std::ffi::OsStr;
use std::num::NonZero;
use std::path::PathBuf;
use std::str::FromStr;

use acslint_check::{Level, RULES, SCHEMA_RULES};
use acslint_types::{CATEGORIES, Category, Shape};
use clap::builder::{NonEmptyStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use schemars::JsonSchema;
use serde::Deserialize;

pub(crate) use diff::{Diff, DiffFormat};
pub(crate) use export::{Dialect, Export};
pub(crate) use infer::Infer;

use crate::gate::Gate;
use crate::suggest;

/// Checks Azure Communication Services log records.
#[derive(Debug, Parser)]
#[command(name = "acslint", version, about, arg_required_else_help = true, propagate_version = false)]
pub struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check log records and report what is wrong with them.
    #[command(long_about = CHECK_ABOUT, after_long_help = CHECK_CODES)]
    Check(Check),
    /// Say what is configured, and where that comes from.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Explain a rule: what it means, why it matters, what fails and what passes.
    Explain {
        /// Id of the rule, such as `wrong-type`.
        #[arg(value_parser = Completed { parser: NonEmptyStringValueParser::new(), names: rules }, hide_possible_values = true)]
        rule: String,
        /// When to colour the output.
        #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
        color: Color,
    },
    /// Write a configuration file, with what is found in a directory.
    Init(Init),
    /// Draft a schema from records of a category that is not known yet.
    #[command(long_about = infer::ABOUT, after_long_help = infer::CODES)]
    Infer(Infer),
    /// List the rules with their levels.
    Rules {
        /// How to write the list.
        #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Table)]
        format: ListFormat,
    },
    /// Print the JSON Schemas that the checks are built on, and lint others.
    #[command(subcommand)]
    Schema(SchemaCommand),
    /// Write synthetic records: clean ones, and ones with known defects.
    #[command(long_about = SAMPLE_ABOUT, after_long_help = SAMPLE_EXAMPLES)]
    Sample(Sample),
    /// Check log records, and check them again whenever they change.
    #[command(long_about = WATCH_ABOUT, after_long_help = WATCH_EXAMPLES)]
    Watch(Check),
    /// Print a script that lets a shell complete commands, options and names.
    #[command(after_long_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print a manual page, or write all of them.
    #[command(after_long_help = MAN_EXAMPLES)]
    Man {
        /// The command that the page is about, such as `schema show` [default: acslint itself]
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,
        /// Write the pages of all commands into a directory.
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
    /// Print what counts for a file or a directory, and where each value comes from.
    ///
    /// That is a line of a configuration file, an option, the environment, or the default. The options are those of `check`.
    Show(ConfigShow),
}

#[derive(Debug, clap::Args)]
pub(crate) struct ConfigShow {
    /// The file or the directory.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,
    /// How to write it.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Table)]
    pub(crate) format: ListFormat,
    #[command(flatten)]
    pub(crate) choices: Choices,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// The directory that the file is for.
    #[arg(value_name = "DIRECTORY", default_value = ".")]
    pub(crate) directory: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SchemaCommand {
    /// List the schemas: category, shape, table and `$id`.
    List,
    /// Explain a category: its properties in both shapes, its history, examples.
    Explain {
        /// The category or its table, in any letter case.
        #[arg(value_parser = Completed { parser: category, names: categories }, hide_possible_values = true)]
        category: &'static Category,
        /// When to colour the text.
        #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
        color: Color,
    },
    /// Lint JSON Schemas of your own: what is wrong, what has no effect, what readers will miss.
    #[command(after_long_help = LINT_CODES)]
    Lint(Lint),
    /// Print the JSON Schema of a category.
    Show {
        /// The category or its table, in any letter case.
        #[arg(value_parser = Completed { parser: category, names: categories }, hide_possible_values = true)]
        category: &'static Category,
        /// The form of the record: a table's row, or a resource log.
        #[arg(long, value_parser = shape(), default_value = "table")]
        shape: Shape,
    },
    /// Write the schemas into a directory, ready to be published.
    #[command(long_about = export::ABOUT, after_long_help = export::EXAMPLES)]
    Export(Export),
    /// Compare two versions of schemas: what changed, and whether it breaks readers or writers.
    #[command(long_about = diff::ABOUT, after_long_help = diff::CODES)]
    Diff(Diff),
}

const LINT_CODES: &str = "\
Exit codes:
  0  nothing at or above the failing level
  1  findings at or above the failing level
  2  wrong usage, an input that cannot be read, or a failure of acslint itself
  3  nothing was linted: there is no schema

Examples:
  acslint schema lint my-category.schema.json
  acslint schema lint schemas/ --fail-on warning --format github
  acslint schema lint - --level missing-description=warning";

#[derive(Debug, clap::Args)]
pub(crate) struct Lint {
    /// Files, directories, glob patterns, or `-` for standard input.
    ///
    /// A file given by name is always read, and one that a pattern matches; in a directory, and in those below it, files
    /// named `*.schema.json` are.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) outputs: Outputs,
    /// How many findings of one rule to show before counting the rest (`human` only).
    #[arg(long, value_name = "N|all", value_parser = at_most, default_value = "3", help_heading = "Report")]
    pub(crate) show: AtMost,
    /// Write at most this many findings; the rest are counted, and the report says how many were left out.
    #[arg(long, value_name = "N", help_heading = "Report")]
    pub(crate) max_findings: Option<u64>,
    /// When to colour the report.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = "Report")]
    pub(crate) color: Color,
    /// Write findings only, no summary.
    #[arg(long, short, help_heading = "Report")]
    pub(crate) quiet: bool,

    /// The lowest level of a finding that fails the run.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = FailOn::Error, help_heading = "Rules")]
    pub(crate) fail_on: FailOn,
    /// Set the level of a rule: `error`, `warning`, `info` or `allow`; may be repeated, the last one counts.
    #[arg(long, value_name = "RULE=LEVEL", value_parser = rule_level, help_heading = "Rules")]
    pub(crate) level: Vec<(String, Level)>,
}

const CHECK_ABOUT: &str = "\
Check log records and report what is wrong with them.

Files may hold JSON Lines, one object or several, an array, or `{\"records\": […]}`; they may be \
compressed with gzip or zstd. The content decides, never the name.";

const CHECK_CODES: &str = "\
Exit codes:
  0  nothing at or above the failing level
  1  findings at or above the failing level
  2  wrong usage, an input that cannot be read, or a failure of acslint itself
  3  nothing was checked: no input, or not one record of a known category; or too
     little, by `--min-records` and `--require-category`
  Where several apply, 2 outweighs 1, and 1 outweighs 3: an unreadable input leaves
  unknown what else is wrong, and a finding says more than that nothing was checked.

Examples:
  acslint check logs/
  acslint check 'exports/**/PT1H.json' --format concise
  az storage blob download … | acslint check -
  acslint check logs/ --format json --output report.json --fail-on warning";

const WATCH_ABOUT: &str = "\
Check log records, and check them again whenever they change.

All that the paths stand for is checked each time, also files that are new; what is written beside them does not \
matter. On a terminal each report takes the place of the one before it. Ctrl-C ends it, with exit code 0.";

const WATCH_EXAMPLES: &str = "\
Examples:
  acslint watch logs/
  acslint watch fixtures/ --baseline .acslint-baseline.json --format concise";

/// Pieces of this size stay in a processor's cache from their reading to their check.
const PIECE_SIZE: &str = "524288";

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Check {
    /// Files, directories, glob patterns, or `-` for standard input [default: .]
    ///
    /// A file given by name is always read. In a directory, and in those below it, files named `*.json`, `*.jsonl`
    /// and `*.ndjson` are read, also with `.gz`, `.zst` or `.zstd` behind it; hidden files and those that `.gitignore`
    /// names are left out. A pattern such as `logs/**/*.json` is expanded where no file has that name. Inputs are
    /// checked in the order of their paths, each once. Without a path, the working directory is checked.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) outputs: Outputs,
    #[command(flatten)]
    pub(crate) choices: Choices,
    /// When to colour the report.
    ///
    /// `auto` colours on a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = "Report")]
    pub(crate) color: Color,
    /// Write findings only, no summary.
    #[arg(long, short, conflicts_with = "verbose", help_heading = "Report")]
    pub(crate) quiet: bool,
    /// Name each input on standard error as it has been checked, and say more in the summary.
    ///
    /// The summary (`human` only) then says which share of the records of each category was vouched for, which is fast,
    /// and how many threads there were.
    #[arg(long, short, help_heading = "Report")]
    pub(crate) verbose: bool,

    #[command(flatten)]
    pub(crate) known: Known,
    #[command(flatten)]
    pub(crate) gates: Gates,

    /// About the number of bytes that are read and checked at once; the tests make it small.
    #[arg(long, value_parser = at_least_one::<NonZero<u32>>, default_value = PIECE_SIZE, hide = true)]
    pub(crate) piece_size: NonZero<u32>,
}

/// The options on findings that are known already.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Known findings")]
pub(crate) struct Known {
    /// Leave out the findings that this file knows: only new ones are reported and fail the run.
    ///
    /// A finding is known by its rule, its property and the content of its record, never by file and line: it stays known
    /// when records are moved, inserted, indented or put into another framing. Where it occurs more often than the file
    /// says, the later ones are new. Findings of the file that do not occur any more are counted as stale.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write all findings into a file for `--baseline`; none is reported, and none fails the run.
    ///
    /// The file is not written, and what was there stays, where an input could not be read, the run was interrupted, or
    /// nothing was checked. Files whose name begins with a dot are not taken for records when a directory is checked.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "prune_baseline"])]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Remove the stale findings from the file of the baseline.
    ///
    /// Check all that the file was written for: what is not checked is not found.
    #[arg(long)]
    pub(crate) prune_baseline: bool,
}

/// The options on how much must have been checked.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Gates")]
pub(crate) struct Gates {
    /// Fail, with exit code 3, where fewer records were checked, of all categories or of one; may be repeated.
    ///
    /// Records of other services and what is no record do not count. Of several numbers for one category the last one
    /// counts.
    #[arg(long, value_name = "[CATEGORY=]N", value_parser = min_records)]
    pub(crate) min_records: Vec<Gate>,
    /// Fail, with exit code 3, where no record of this category was checked; may be repeated.
    #[arg(long, value_name = "CATEGORY", value_parser = category)]
    pub(crate) require_category: Vec<&'static Category>,
}

/// What a configuration file can say too, and how to choose that.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Choices {
    /// Read this configuration file, and no other.
    ///
    /// Else each input has the nearest `acslint.toml`, in its directory or above; what is about the whole run comes from
    /// that for the working directory.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "Configuration")]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration file.
    #[arg(long, help_heading = "Configuration")]
    pub(crate) no_config: bool,

    /// Leave personal data out: addresses, phone numbers, e-mail addresses, user ids.
    ///
    /// This is so by itself in the forms that leave the machine: `azure`, `github`, `gitlab`, `html`, `junit`, `markdown`, `rdjson` and
    /// `sarif`. In messages a hash takes the place of a value, so that equal ones can be told; its key is new in each run,
    /// or that in `ACSLINT_REDACT_KEY`.
    #[arg(long, overrides_with = "no_redact", help_heading = "Report")]
    pub(crate) redact: bool,
    /// Leave personal data in, in all forms.
    #[arg(long, overrides_with = "redact", help_heading = "Report")]
    pub(crate) no_redact: bool,
    /// How many findings of one kind to show before counting the rest (`human` and `html` only) [default: 3]
    ///
    /// Findings of the same rule about the same property of the same category and shape are of one kind. `html` shows 20 of
    /// a kind at most.
    #[arg(long, value_name = "N|all", value_parser = at_most, help_heading = "Report")]
    pub(crate) show: Option<AtMost>,
    /// Write at most this many findings; the rest are counted, and the report says how many were left out.
    #[arg(long, value_name = "N", help_heading = "Report")]
    pub(crate) max_findings: Option<u64>,

    /// The lowest level of a finding that fails the run [default: error]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Rules")]
    pub(crate) fail_on: Option<FailOn>,
    /// Set the level of a rule, or of all rules of a group: `error`, `warning`, `info` or `allow`.
    ///
    /// May be repeated; the last one for a rule counts.
    #[arg(long, value_name = "RULE=LEVEL", value_parser = rule_level, help_heading = "Rules")]
    pub(crate) level: Vec<(String, Level)>,

    /// The category of records that do not name theirs.
    ///
    /// The category or its table, in any letter case.
    #[arg(long, value_parser = Completed { parser: category, names: categories }, hide_possible_values = true, help_heading = "Records")]
    pub(crate) category: Option<&'static Category>,
    /// The form of records that could have either.
    #[arg(long, value_parser = shape(), help_heading = "Records")]
    pub(crate) shape: Option<Shape>,

    #[command(flatten)]
    pub(crate) threads: Threads,
}

/// How many threads may check, and whether the environment says so.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Threads {
    pub(crate) number: Option<NonZero<u16>>,
    pub(crate) from_environment: bool,
}

/// The option that [`Threads`] reads.
#[derive(Debug, clap::Args)]
struct AskedThreads {
    /// How many threads may check at the same time [default: as many as there are processors]
    ///
    /// The report does not depend on it. With 1, everything but decompression happens in one thread. Memory does not grow
    /// with the input: each thread needs a few megabytes at most, and besides those there are the longest record, what
    /// zstd says that it needs to decompress an input, and an entry for each kind of finding.
    #[arg(
        long,
        value_name = "N",
        value_parser = at_least_one::<NonZero<u16>>,
        env = "ACSLINT_THREADS",
        hide_env_values = true,
        help_heading = "Speed"
    )]
    threads: Option<NonZero<u16>>,
}

impl clap::Args for Threads {
    fn augment_args(command: clap::Command) -> clap::Command {
        AskedThreads::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        AskedThreads::augment_args_for_update(command)
    }
}

impl FromArgMatches for Threads {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let AskedThreads { threads } = AskedThreads::from_arg_matches(matches)?;
        let from_environment = matches.value_source("threads") == Some(ValueSource::EnvVariable);
        Ok(Self { number: threads, from_environment })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Format {
    /// Excerpts with the offending bytes underlined, and a summary
    Human,
    /// One line a finding: `path:line:column: level[rule] message`
    Concise,
    /// Two lines a kind of finding, with counts
    Grouped,
    /// One JSON object
    Json,
    /// One JSON object a finding, each on a line, and one for the summary
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// `JUnit` XML, for what shows test results
    Junit,
    /// Workflow commands of GitHub Actions, and the summary of the step
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// Logging commands of Azure Pipelines
    Azure,
    /// Diagnostics for reviewdog
    Rdjson,
    /// Tables for a comment or a ticket
    Markdown,
    /// A page to look at, with charts and filters, in one file
    Html,
}

impl Format {
    /// Whether such reports need to know what the clean records hold, for which each must be checked in full.
    pub(crate) fn asks_for_contents(self) -> bool {
        matches!(self, Self::Html)
    }

    /// Whether such reports are made to be sent elsewhere.
    pub(crate) fn leaves_the_machine(self) -> bool {
        match self {
            Self::Human | Self::Concise | Self::Grouped | Self::Json | Self::Jsonl => false,
            Self::Sarif
            | Self::Junit
            | Self::Github
            | Self::Gitlab
            | Self::Azure
            | Self::Rdjson
            | Self::Markdown
            | Self::Html => true,
        }
    }
}

/// The reports to write, if any was named: the form of each, and the file, where it does not go to standard output.
#[derive(Debug, Clone)]
pub(crate) struct Outputs(pub(crate) Vec<(Format, Option<PathBuf>)>);

/// The options that say which reports to write; [`Outputs`] reads what was given, since their order matters.
#[derive(Debug, clap::Args)]
struct Asked {
    /// How to write the report [default: human]
    ///
    /// May be repeated, for several reports of one run: each but one then has an `--output` behind it. `html` counts what
    /// the clean records hold, too: each record is checked in full for it, and the run takes many times as long.
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Report")]
    format: Vec<Format>,
    /// Write the report to a file instead of standard output.
    ///
    /// Where there are several forms, the file is for the one that was named last before it.
    #[arg(long, short, value_name = "FILE", help_heading = "Report")]
    output: Vec<PathBuf>,
}

impl clap::Args for Outputs {
    fn augment_args(command: clap::Command) -> clap::Command {
        Asked::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Asked::augment_args_for_update(command)
    }
}

impl FromArgMatches for Outputs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let places = |id| matches.indices_of(id).into_iter().flatten();
        let formats = matches.get_many::<Format>("format").into_iter().flatten().copied();
        let files = matches.get_many::<PathBuf>("output").into_iter().flatten().cloned();
        paired(&places("format").zip(formats).collect::<Vec<_>>(), places("output").zip(files))
            .map_err(|message| clap::Error::raw(ErrorKind::ArgumentConflict, format!("{message}\n")))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Gives each file to the form that it is for. Both come with their places among the arguments.
fn paired(
    formats: &[(usize, Format)],
    files: impl Iterator<Item = (usize, PathBuf)>,
) -> Result<Outputs, String> {
    let mut outputs: Vec<(Format, Option<PathBuf>)> =
        formats.iter().map(|(_, format)| (*format, None)).collect();
    let mut files = files.peekable();
    if outputs.is_empty() && files.peek().is_some() {
        outputs.push((Format::Human, None));
    }
    for (place, file) in files {
        if outputs.iter().any(|(_, known)| known.as_ref() == Some(&file)) {
            return Err(format!("`{}` cannot hold two reports", file.display()));
        }
        let before = formats.iter().take_while(|(format, _)| *format < place).count();
        let number = if outputs.len() == 1 { Some(0) } else { before.checked_sub(1) };
        match number.map(|number| &mut outputs[number].1) {
            None => {
                return Err(format!(
                    "put `--output {}` behind the `--format` that it is for",
                    file.display()
                ));
            }
            Some(Some(_)) => {
                return Err(format!("`--output {}` has no `--format` of its own", file.display()));
            }
            Some(output) => *output = Some(file),
        }
    }
    if outputs.iter().filter(|(_, file)| file.is_none()).count() > 1 {
        return Err(
            "standard output takes one report: put an `--output` behind each `--format` but one".to_owned()
        );
    }
    Ok(Outputs(outputs))
}

/// A form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// Aligned columns
    Table,
    /// A JSON array
    Json,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The level that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Info,
    /// No finding
    Never,
}

/// A number, or no bound at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AtMost(pub(crate) Option<u64>);

fn at_least_one<N: FromStr>(given: &str) -> Result<N, String> {
    given.parse().map_err(|_| "expected a number from 1 on".to_owned())
}

fn at_most(given: &str) -> Result<AtMost, String> {
    match given {
        "all" => Ok(AtMost(None)),
        number => number
            .parse()
            .map(|number| AtMost(Some(number)))
            .map_err(|_| "expected a number or `all`".to_owned()),
    }
}

fn min_records(given: &str) -> Result<Gate, String> {
    let (category, number) = match given.split_once('=') {
        None => (None, given),
        Some((name, number)) => (Some(category(name)?), number),
    };
    let records = number.parse().map_err(|_| "expected N or CATEGORY=N, such as `Usage=100`".to_owned())?;
    Ok(Gate { category, records })
}

fn rule_level(given: &str) -> Result<(String, Level), String> {
    let (rule, level) =
        given.split_once('=').ok_or("expected RULE=LEVEL, such as `unknown-field=error`".to_owned())?;
    let level = Level::from_id(level).ok_or_else(|| {
        format!("unknown level `{level}`; the levels are `error`, `warning`, `info` and `allow`")
    })?;
    Ok((rule.to_owned(), level))
}

fn category(given: &str) -> Result<&'static Category, String> {
    CATEGORIES
        .iter()
        .copied()
        .find(|category| {
            category.id.eq_ignore_ascii_case(given)
                || category.table.is_some_and(|table| table.eq_ignore_ascii_case(given))
        })
        .ok_or_else(|| {
            let names =
                CATEGORIES.iter().flat_map(|category| std::iter::once(category.id).chain(category.table));
            format!("unknown category{}", suggest::did_you_mean(acslint_check::nearest(given, names)))
        })
}

/// A parser of names, with the names that a shell completes; there are more of them than a help should list.
#[derive(Debug, Clone)]
struct Completed<P> {
    parser: P,
    names: fn() -> Vec<PossibleValue>,
}

impl<P: TypedValueParser> TypedValueParser for Completed<P> {
    type Value = P::Value;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        self.parser.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.names)().into_iter()))
    }
}

fn categories() -> Vec<PossibleValue> {
    CATEGORIES.iter().map(|category| PossibleValue::new(category.id).help(category.title)).collect()
}

fn rules() -> Vec<PossibleValue> {
    RULES.iter().chain(SCHEMA_RULES).map(|rule| PossibleValue::new(rule.id).help(rule.meaning())).collect()
}

fn shape() -> impl TypedValueParser<Value = Shape> {
    PossibleValuesParser::new(Shape::ALL.map(Shape::id))
        .try_map(|id| Shape::from_id(&id).ok_or_else(|| format!("unknown shape `{id}`")))
}

const SAMPLE_ABOUT: &str = "\
Write synthetic records: clean ones, and ones with known defects.

The records are made from what the schemas are made from. `acslint check` finds nothing wrong with them, but for the \
defects that were asked for, each of which breaks one rule. The same arguments give the same bytes, everywhere.";

const SAMPLE_EXAMPLES: &str = "\
Examples:
  acslint sample --category SMSOperational --count 100
  acslint sample --bytes 1GB --output large.jsonl
  acslint sample --count 1000 --defects 5% --labels defects.jsonl | acslint check -";

#[derive(Debug, clap::Args)]
pub(crate) struct Sample {
    /// A category, or its table; may be repeated [default: all categories, mixed]
    #[arg(long, value_name = "NAME", value_parser = Completed { parser: category, names: categories }, hide_possible_values = true, help_heading = "Records")]
    pub(crate) category: Vec<&'static Category>,
    /// The form of the records: a table's rows, or resource logs.
    #[arg(long, value_parser = shape(), default_value = "resource-log", help_heading = "Records")]
    pub(crate) shape: Shape,
    /// How many records to write.
    #[arg(long, value_name = "N", default_value_t = 10, conflicts_with = "bytes", help_heading = "Records")]
    pub(crate) count: u64,
    /// Write records until the output has this size, such as `100MB` or `4GiB`.
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = "Records")]
    pub(crate) bytes: Option<u64>,
    /// A number; each gives other records.
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Records")]
    pub(crate) seed: u64,
    /// Put the keys of each record into another order.
    #[arg(long, help_heading = "Records")]
    pub(crate) shuffle: bool,

    /// The share of records that get one defect each, such as `0.05` or `5%`; the other records stay as they are.
    ///
    /// Standard error gets a line for each, unless `--labels` says otherwise: `record 7: wrong-type DurationMs`.
    #[arg(long, value_name = "SHARE", value_parser = share, help_heading = "Defects")]
    pub(crate) defects: Option<f64>,
    /// Only defects that break this rule; may be repeated. A record that has no place for one stays clean.
    #[arg(long, value_name = "RULE", requires = "defects", help_heading = "Defects")]
    pub(crate) rule: Vec<String>,
    /// Write the defects to a file, each as a JSON object on a line.
    #[arg(long, value_name = "FILE", requires = "defects", help_heading = "Defects")]
    pub(crate) labels: Option<PathBuf>,

    /// What to put around the records.
    #[arg(long, value_enum, value_name = "FRAMING", default_value_t = Framing::Lines, help_heading = "Output")]
    pub(crate) framing: Framing,
    /// Write the records to a file instead of standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
}

/// What stands around and between records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Framing {
    /// JSON Lines: a record on each line
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

fn share(given: &str) -> Result<f64, String> {
    let (number, whole) = given.strip_suffix('%').map_or((given, 1.0), |number| (number, 100.0));
    let share = number.trim_end().parse::<f64>().ok().map(|number| number / whole);
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "expected a share from 0 to 1, or a percentage such as `5%`".to_owned())
}
