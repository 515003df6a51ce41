//! Command-line grammar of `acslint check` and `acslint watch`.

use std::num::NonZero;
use std::path::PathBuf;

use acslint_check::Level;
use clap::builder::NonEmptyStringValueParser;

use super::Outputs;
use crate::config::{Given, Options};
use crate::values::parsers::{Completed, at_least_one, categories, rule_level};
use crate::values::{By, Color, Moment, Shard};

pub(super) const ABOUT: &str = "\
Check log records and report what is wrong with them.

Inputs may hold JSON Lines, one or more JSON objects, an array, or `{\"records\": […]}`; they may be compressed \
with gzip or zstd. The content decides how an input is read, never the file name.";

pub(super) const CODES: &str = "\
Exit codes:
  0  no findings at or above the failing level
  1  findings at or above the failing level
  2  wrong usage, an unreadable input, or an internal failure
  3  nothing was checked: no input, or no record of a known category; or fewer
     records than `--min-records` and `--require-category` demand; never with
     `--allow-empty`
  If several apply, 2 outweighs 1, and 1 outweighs 3: behind an unreadable input there
  may be more findings, and findings matter more than that nothing else was checked.

Examples:
  acslint check logs/
  acslint check 'exports/**/PT1H.json' --format concise
  az storage blob download … | acslint check -
  acslint check logs/ --format json --output report.json --fail-on warning";

pub(super) const WATCH_ABOUT: &str = "\
Check log records, and check them again after every change.

Each run expands the paths anew and so checks new files too; changes of other files do not start a run. On a \
terminal, each report replaces the previous one. Ctrl-C stops watching, with exit code 0.";

pub(super) const WATCH_EXAMPLES: &str = "\
Examples:
  acslint watch logs/
  acslint watch fixtures/ --baseline .acslint-baseline.json --format concise";

/// Default size of a piece: small enough to stay in a processor's cache between its reading and its check.
pub(super) const PIECE_SIZE: &str = "524288";

#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent")]
pub(crate) struct Check {
    /// Files, directories, glob patterns, or `-` for standard input [default: .]
    ///
    /// acslint always reads a file given by name. In a directory and its subdirectories, it reads files named
    /// `*.json`, `*.jsonl` and `*.ndjson`, also with `.gz`, `.zst` or `.zstd` appended. It skips hidden files, those
    /// that a `.gitignore` of the repository names, and those that are not logs by their content, such as reports and
    /// schemas; the summary counts them. It expands a pattern such as
    /// `logs/**/*.json` unless a file has that name. It checks each input once, in the order of the paths. Without
    /// a path, it checks the working directory.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Follow all symbolic links in directories and patterns.
    ///
    /// By default, acslint follows a link only if it leads to a file in the searched directory or its repository;
    /// the summary names the others. It searches each directory once, so links may form cycles.
    #[arg(long, help_heading = "Inputs")]
    pub(crate) follow: bool,
    /// Apply `exclude` and `--exclude` to files given by name too.
    ///
    /// Tools that pass the names of changed files, such as pre-commit, need this. acslint then also skips a file that is
    /// not a log by its content, such as a report, a schema or a `package.json`, which is an error otherwise. The
    /// summary counts these files.
    #[arg(long, help_heading = "Inputs")]
    pub(crate) force_exclude: bool,

    #[command(flatten)]
    pub(crate) outputs: Outputs,
    #[command(flatten)]
    pub(crate) choices: Choices,
    #[command(flatten)]
    pub(crate) window: TimeWindow,
    /// Assume the table that this file describes instead of the exported ones.
    ///
    /// For `adx`: the JSON of `.show table T schema as json`. For `databricks`: the JSON of a `StructType`. For
    /// `elasticsearch`: a mapping, alone or in a template. For `log-analytics`: a table, alone or in a template. All records
    /// count as loaded into this table.
    #[arg(long, value_name = "FILE", help_heading = "Forecast")]
    pub(crate) target_schema: Option<PathBuf>,
    /// Count records and findings along a dimension too.
    ///
    /// `human` and `markdown` show the numbers as a table, and `json` and `jsonl` list them in `summary.by`. Records
    /// without a valid time or a resource are counted as `none`. Beyond 10,000 rows, the first ones are counted together.
    #[arg(long, value_enum, value_name = "DIMENSION", help_heading = "Report")]
    pub(crate) by: Option<By>,
    /// Make paths relative to this directory in the formats for services.
    ///
    /// This is about `azure`, `github`, `gitlab`, `junit`, `rdjson` and `sarif`. By default, paths are relative to the
    /// checkout that `GITHUB_WORKSPACE`, `CI_PROJECT_DIR` or `BUILD_SOURCESDIRECTORY` names if it contains the file,
    /// or else to the nearest directory with `.git`. Paths outside are absolute. Without any of these, paths are
    /// relative to the working directory.
    #[arg(long, value_name = "DIR", help_heading = "Report")]
    pub(crate) root: Option<PathBuf>,
    /// Control when the report uses color.
    ///
    /// `auto` uses color on a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = "Report")]
    pub(crate) color: Color,
    /// Write findings only, without a summary.
    #[arg(long, short, conflicts_with = "verbose", help_heading = "Report")]
    pub(crate) quiet: bool,
    /// Name each input on standard error once it has been checked, and extend the summary.
    ///
    /// The summary (`human` only) then shows the shares of the records of each category that the fast path proved
    /// clean, or whose findings it replayed, and the number of threads.
    #[arg(long, short, help_heading = "Report")]
    pub(crate) verbose: bool,

    #[command(flatten)]
    pub(crate) known: Known,
    #[command(flatten)]
    pub(crate) gates: Gates,

    /// Check only one of N parts of the inputs, such as `2/8`, and write its report for `acslint merge`.
    ///
    /// All inputs together are cut into N shards of about the same size. Large files are cut too, if they are uncompressed
    /// and have one record on each line. Run the shards anywhere, with the same paths, options and configuration. The
    /// report of a shard is JSON, with the records that have findings as they are in the input. Its `record` and `line`
    /// count from the beginning of the shard's part of a file. A shard that could read its inputs ends with exit code 0.
    #[arg(long, value_name = "I/N", help_heading = "Shards")]
    pub(crate) shard: Option<Shard>,
    /// With `--shard`, count what the format `html` shows of clean records; it takes many times as long.
    #[arg(long, requires = "shard", help_heading = "Shards")]
    pub(crate) contents: bool,

    /// Not an option of `check`: it has the error message name `acslint fix`.
    #[arg(long, hide = true)]
    pub(crate) fix: bool,
    /// Approximate number of bytes read and checked at once; tests make it small.
    #[arg(long, value_parser = at_least_one::<NonZero<u32>, NonZero<u32>>, default_value = PIECE_SIZE, hide = true)]
    pub(crate) piece_size: NonZero<u32>,
}

/// Options that select records by their time.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Records")]
pub(crate) struct TimeWindow {
    /// Check only records of this time or later: a time, a day in UTC, or how long ago, such as `24h` or `7d`.
    ///
    /// Files in folders of an export for an earlier hour, such as `y=2024/m=03/d=05/h=09`, are not opened, also if they are
    /// given by name; folders count until five minutes after their hour. Records without a valid time are checked, since
    /// nothing shows that they are older. The summary counts what was left out.
    #[arg(long, value_name = "TIME", value_parser = clap::value_parser!(Moment))]
    pub(crate) since: Option<Moment>,
    /// Check only records before this time, in the same notation.
    #[arg(long, value_name = "TIME", value_parser = clap::value_parser!(Moment))]
    pub(crate) until: Option<Moment>,
}

/// Options about findings that are already known.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Known findings")]
pub(crate) struct Known {
    /// Report only findings that this baseline does not contain.
    ///
    /// Known findings are not reported and do not fail the run. A finding is identified by its rule, the type of
    /// its record, its place there, and its value if that contains no personal data; never by file and line. It
    /// stays known when records are moved, inserted, indented or changed elsewhere. If it occurs more often than
    /// in the baseline, the later occurrences are new. Findings of the baseline that no longer occur are counted
    /// as stale. Baselines of earlier versions stay valid until they are rewritten.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write all findings to a baseline for `--baseline`, and report none.
    ///
    /// No finding fails the run then. An existing file stays as it is if an input could not be read, the run was
    /// interrupted, or nothing was checked. When acslint checks a directory, it skips files whose name begins with
    /// a dot.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "prune_baseline"])]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Remove stale findings from the baseline.
    ///
    /// Check the same inputs that the baseline was written for: findings in other inputs count as stale.
    #[arg(long)]
    pub(crate) prune_baseline: bool,
}

/// Options about the minimum amount of checked records.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Gates")]
pub(crate) struct Gates {
    /// Fail with exit code 3 if fewer records were checked, in total or of one category; may be repeated.
    ///
    /// Records of other services, and values that are not records, do not count. If a category is given twice, the
    /// last number applies.
    #[arg(long, value_name = "[CATEGORY=]N", value_parser = min_records)]
    pub(crate) min_records: Vec<MinRecords>,
    /// Fail with exit code 3 if no record of this category was checked; may be repeated.
    #[arg(long, value_name = "CATEGORY", value_parser = Completed { parser: NonEmptyStringValueParser::new(), names: categories }, hide_possible_values = true)]
    pub(crate) require_category: Vec<String>,
    /// Succeed where nothing was checked: no gate applies, and no run ends with exit code 3.
    ///
    /// For a run that checks only a part of the files, such as those of a commit. It also overrides `min-records` and
    /// `require-category` in the configuration. Findings still fail the run.
    #[arg(long)]
    pub(crate) allow_empty: bool,
}

/// Minimum number of records, of all categories or of one (known or custom).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MinRecords {
    pub(crate) category: Option<String>,
    pub(crate) records: u64,
}

/// Options that a configuration file can set too, and those that select the configuration file.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Choices {
    /// Read only this configuration file.
    ///
    /// By default, each input uses the nearest `acslint.toml`, in its directory or a parent directory up to the
    /// root of the repository. Settings of the whole run come from the file for the working directory. Paths in a
    /// file given here may lead anywhere; paths in a file found by acslint must stay in its repository.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "Configuration")]
    pub(crate) config: Option<PathBuf>,
    /// Do not read any configuration file.
    #[arg(long, help_heading = "Configuration")]
    pub(crate) no_config: bool,

    #[command(flatten)]
    pub(crate) given: Given<Options>,
    /// Set the level of a rule or a group of rules: `error`, `warning`, `info` or `allow`.
    ///
    /// May be repeated; the last level given for a rule applies.
    #[arg(long, value_name = "RULE=LEVEL", value_parser = rule_level, help_heading = "Rules")]
    pub(crate) level: Vec<(String, Level)>,
}

fn min_records(given: &str) -> Result<MinRecords, String> {
    let (category, number) = match given.rsplit_once('=') {
        None => (None, given),
        Some((name, number)) => (Some(name.to_owned()), number),
    };
    let records = number.parse().map_err(|_| "expected N or CATEGORY=N, such as `Usage=100`".to_owned())?;
    Ok(MinRecords { category, records })
}
