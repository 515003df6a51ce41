//! What can be typed after `acslint check` and `acslint watch`.

use std::num::NonZero;
use std::path::PathBuf;

use acslint_check::Level;
use acslint_types::{Category, Shape};
use clap::builder::NonEmptyStringValueParser;
use clap::parser::ValueSource;
use clap::{ArgMatches, FromArgMatches};

use crate::input::Size;

use super::{
    Color, Outputs,
    values::{AtMost, Completed, FailOn, at_least_one, at_most, categories, category, rule_level, shape},
};

pub(super) const ABOUT: &str = "\
Check log records and report what is wrong with them.

Files may hold JSON Lines, one object or several, an array, or `{\"records\": […]}`; they may be \
compressed with gzip or zstd. The content decides, never the name.";

pub(super) const CODES: &str = "\
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

pub(super) const WATCH_ABOUT: &str = "\
Check log records, and check them again whenever they change.

All that the paths stand for is checked each time, also files that are new; what is written beside them does not \
matter. On a terminal each report takes the place of the one before it. Ctrl-C ends it, with exit code 0.";

pub(super) const WATCH_EXAMPLES: &str = "\
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
    /// and `*.ndjson` are read, also with `.gz`, `.zst` or `.zstd` behind it; hidden files and those that a `.gitignore`
    /// of the repository names are left out, and the summary says how many. A pattern such as `logs/**/*.json` is expanded where no file has that name. Inputs are
    /// checked in the order of their paths, each once. Without a path, the working directory is checked.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Follow all symbolic links in directories and patterns, also those that lead out, and those to directories.
    ///
    /// Else a link is followed where it leads to a file in the directory that is searched, or in its repository; the
    /// summary names the others. A directory is searched once, so that links may lead in circles.
    #[arg(long, help_heading = "Inputs")]
    pub(crate) follow: bool,

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
    /// The summary (`human` only) then says which share of the records of each category was proved clean, which is fast,
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
    /// A finding is known by its rule, the type of its record, its place there, and the value that it is about where that says
    /// nothing about a person; never by file and line. It stays known when records are moved, inserted, indented or changed
    /// elsewhere. Where it occurs more often than the file says, the later ones are new. Findings of the file that do not
    /// occur any more are counted as stale. Files of former versions count until they are written anew.
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
    pub(crate) min_records: Vec<MinRecords>,
    /// Fail, with exit code 3, where no record of this category was checked; may be repeated.
    #[arg(long, value_name = "CATEGORY", value_parser = Completed { parser: NonEmptyStringValueParser::new(), names: categories }, hide_possible_values = true)]
    pub(crate) require_category: Vec<String>,
}

/// How many records there must be, of all categories or of one; whose name may be that of an own one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MinRecords {
    pub(crate) category: Option<String>,
    pub(crate) records: u64,
}

/// What a configuration file can say too, and how to choose that.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Choices {
    /// Read this configuration file, and no other.
    ///
    /// Else each input has the nearest `acslint.toml`, in its directory or above it up to the root of the repository; what
    /// is about the whole run comes from that for the working directory. The paths of a file that you name may lead
    /// anywhere, and those of one that was looked up within its repository only.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "Configuration")]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration file.
    #[arg(long, help_heading = "Configuration")]
    pub(crate) no_config: bool,

    /// Show of records only what says nothing about a person: known vocabularies, times, versions, counts and the like.
    ///
    /// This is so by itself in the forms that are made to be shared: `azure`, `github`, `gitlab`, `html`, `junit`, `markdown`,
    /// `rdjson` and `sarif`. Everything else is masked in excerpts; in messages a hash takes the place of a value, so that equal
    /// ones can be told; its key is new in each run, or that in `ACSLINT_REDACT_KEY`. File names and the identifiers of
    /// resources are shown.
    #[arg(long, overrides_with = "no_redact", help_heading = "Report")]
    pub(crate) redact: bool,
    /// Show values of records in all forms.
    #[arg(long, overrides_with = "redact", help_heading = "Report")]
    pub(crate) no_redact: bool,
    /// How many findings of one kind to show before counting the rest (`human` and `html` only) [default: 3]
    ///
    /// Findings of the same rule at one level about the same property of the same category and shape are of one kind.
    /// `html` shows 20 of a kind at most.
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

    /// Read at most so many bytes of what a compressed input holds, such as `512MiB` or `10GB`.
    ///
    /// An input that holds more is read as far as that, and counts as one that could not be read, which fails the run.
    #[arg(long, value_name = "SIZE", value_parser = clap::value_parser!(Size), help_heading = "Inputs")]
    pub(crate) max_decompressed: Option<Size>,
    /// Read no further in a compressed input that holds more bytes than this for each byte of it.
    ///
    /// It counts behind the first MiB, since little text may be compressed to almost nothing.
    #[arg(long, value_name = "N", value_parser = at_least_one::<NonZero<u32>>, help_heading = "Inputs")]
    pub(crate) max_ratio: Option<NonZero<u32>>,

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
    /// with the input, whatever is wrong with it: each thread needs 8 MiB at most, and besides those there are the longest
    /// record with its findings, 8 MiB and what zstd says that it needs for each input that is being decompressed, and an
    /// entry for each kind of finding.
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

fn min_records(given: &str) -> Result<MinRecords, String> {
    let (category, number) = match given.rsplit_once('=') {
        None => (None, given),
        Some((name, number)) => (Some(name.to_owned()), number),
    };
    let records = number.parse().map_err(|_| "expected N or CATEGORY=N, such as `Usage=100`".to_owned())?;
    Ok(MinRecords { category, records })
}
