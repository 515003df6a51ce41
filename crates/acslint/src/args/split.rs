//! Command-line grammar of `acslint split`.

use std::num::NonZero;
use std::path::PathBuf;

use acslint_check::Level;
use clap::ValueEnum;

use super::check::{Choices, Gates, PIECE_SIZE, TimeWindow};
use crate::values::parsers::at_least_one;
use crate::values::{Compression, Shard};

pub(super) const ABOUT: &str = "\
Split log records by verdict: valid ones to one place, invalid ones to another.

Records of JSON Lines stay as they are, byte for byte and in order. Records of arrays, envelopes and query answers become \
JSON Lines. Bytes that cannot be read go to the invalid side, so nothing is lost. The options about levels, categories, \
configuration and baseline are those of `check`; a known or suppressed finding does not reject its record.";

pub(super) const CODES: &str = "\
Exit codes:
  0  nothing was rejected
  1  records, or bytes that cannot be read, went to the invalid side
  2  wrong usage, an unreadable input, or an internal failure
  3  nothing was checked, or less than `--min-records` and `--require-category` demand

Examples:
  acslint split exports/ --valid clean/ --invalid quarantine/ --findings reasons.jsonl
  acslint split export.json.gz --valid good.jsonl.gz --invalid bad.jsonl
  acslint split exports/ --valid clean/ --invalid quarantine/ --shard 2/8
  tail -F app.log | acslint split - --valid good.jsonl --invalid dead.jsonl --append";

#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct Split {
    /// Files, directories, glob patterns, or `-` for standard input [default: .]
    ///
    /// They are read as by `acslint check`.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Follow all symbolic links in directories and patterns.
    #[arg(long, help_heading = "Inputs")]
    pub(crate) follow: bool,

    /// Place of valid records: a file, `-` for standard output, or a directory.
    ///
    /// A directory exists, or its name ends in `/`. It gets a file for each input, with the name that the input has below
    /// its `PATH`, and compressed like the input. If the input is not in JSON Lines, the name then ends in `.jsonl`. Files appear under
    /// their names once they are complete, except where an input is a stream.
    #[arg(long, value_name = "OUT", help_heading = "Output")]
    pub(crate) valid: PathBuf,
    /// Place of invalid records, and of bytes that cannot be read: a file, `-`, or a directory.
    ///
    /// In a directory, only inputs with something invalid get a file.
    #[arg(long, value_name = "OUT", help_heading = "Output")]
    pub(crate) invalid: PathBuf,
    /// Write the findings to a file or `-`, in the form of `check --format jsonl`.
    ///
    /// Each finding also has `out_file` and `out_line`: the place of its record on the invalid side, or null.
    #[arg(long, value_name = "OUT", help_heading = "Output")]
    pub(crate) findings: Option<PathBuf>,
    /// Place of records of other services: `valid`, `invalid`, or one of their own.
    #[arg(long, value_name = "valid|invalid|OUT", default_value = "valid", help_heading = "Output")]
    pub(crate) foreign: PathBuf,
    /// Compression of the outputs.
    ///
    /// By default, files in a directory are compressed like their inputs, and a single file as the end of its name says:
    /// `.gz`, `.zst`, `.zstd`, or none of these.
    #[arg(long, value_enum, value_name = "FORM", help_heading = "Output")]
    pub(crate) compress: Option<Compression>,
    /// Continue existing files.
    #[arg(long, help_heading = "Output")]
    pub(crate) append: bool,
    /// Lowest level of a finding that rejects its record; or `loss`.
    ///
    /// With `loss`, a record goes to the invalid side if the destination of `--target` would lose any of it, whatever its
    /// findings are.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = RejectOn::Error, help_heading = "Rules")]
    pub(crate) reject_on: RejectOn,

    /// Assume the table that this file describes instead of the exported ones.
    ///
    /// For `adx`: the JSON of `.show table T schema as json`. For `databricks`: the JSON of a `StructType`. For
    /// `elasticsearch`: a mapping, alone or in a template. For `log-analytics`: a table, alone or in a template. All records
    /// count as loaded into this table.
    #[arg(long, value_name = "FILE", help_heading = "Forecast")]
    pub(crate) target_schema: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) choices: Choices,
    #[command(flatten)]
    pub(crate) window: TimeWindow,
    /// Do not reject records for findings that this baseline contains.
    #[arg(long, value_name = "FILE", help_heading = "Known findings")]
    pub(crate) baseline: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) gates: Gates,

    /// Split only one of N parts of the inputs, such as `2/8`, into outputs of its own.
    ///
    /// No input is cut: all inputs together, in their order, are cut into N pieces of the same size, and each input belongs to the
    /// shard of its first byte. The outputs of all shards, one after the other, are those of one run. A file must not
    /// exist yet, and no output may lie in a directory of inputs; shards may share output directories. A baseline and gates count over all
    /// inputs, so a shard cannot have them.
    #[arg(long, value_name = "I/N", help_heading = "Shards")]
    pub(crate) shard: Option<Shard>,

    /// Do not print the summary.
    #[arg(long, short, conflicts_with = "verbose", help_heading = "Report")]
    pub(crate) quiet: bool,
    /// Name each input on standard error once it has been split.
    #[arg(long, short, help_heading = "Report")]
    pub(crate) verbose: bool,

    /// Approximate number of bytes read and checked at once; tests make it small.
    #[arg(long, value_parser = at_least_one::<NonZero<u32>, NonZero<u32>>, default_value = PIECE_SIZE, hide = true)]
    pub(crate) piece_size: NonZero<u32>,
}

/// Lowest level of a finding that rejects its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RejectOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Anything that the destination of `--target` would lose
    Loss,
}

impl RejectOn {
    /// Lowest level that rejects; `None` for losses, which are independent of levels.
    pub(crate) const fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Loss => None,
        }
    }
}
