//! Values of options and keys: one type each, whatever it is read from.
//!
//! Options and keys share these types, so that neither the grammar of the command line nor that of the configuration
//! file depends on the other.

mod annotate;
mod compression;
mod day;
mod format;
mod moment;
mod names;
mod number;
pub(crate) mod parsers;
pub(crate) mod pattern;
mod preset;
mod redaction;
mod shard;
mod size;
mod target;

use acslint_check::Level;
use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) use annotate::Annotate;
pub(crate) use compression::Compression;
pub(crate) use day::Day;
pub(crate) use format::Format;
pub(crate) use moment::Moment;
pub(crate) use names::{CategoryChoice, CategoryName, ShapeName, UnknownCategory, category_names};
pub(crate) use number::{AtMost, Ratio, Threads};
pub(crate) use preset::Preset;
pub(crate) use redaction::Redaction;
pub(crate) use shard::Shard;
pub(crate) use size::Size;
pub(crate) use target::TargetName;

/// Format of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// Aligned columns
    Table,
    /// A JSON array
    Json,
}

/// Dimension along which a report counts records and findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum By {
    /// Hour of the record's time, in UTC
    Hour,
    /// Day of the record's time, in UTC
    Day,
    /// Resource that the record is about
    Resource,
    /// File that the record is in
    File,
}

/// Format of statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatsFormat {
    /// Text with small bars
    Human,
    /// One JSON object, for programs and `--compare`
    Json,
}

/// Use of color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Lowest level that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Info,
    /// None: findings do not fail the run
    Never,
}

impl FailOn {
    /// Returns the failing level, if any.
    pub(crate) fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Info => Some(Level::Info),
            Self::Never => None,
        }
    }
}
