//! Shards: parts of the inputs that are checked apart, and their reports.
//!
//! The report of a shard has an object `shard` with everything that a report about all inputs is made from: the events of
//! the shard, and the numbers of its clean records. `acslint merge` replays them as if one run had found them, so that
//! each format, gate, baseline, suppression and limit means the same as there.

mod breakdown;
mod counts;
mod cuts;
mod digest;
mod event;
mod left_out;
mod losses;
mod options;
mod recorder;
mod task;

use std::collections::BTreeMap;
use std::fmt;

use acslint_check::{Split, SplitEnd};
use serde::{Deserialize, Serialize};

use crate::stats::KeptStats;
use crate::values::{By, Shard};

pub(crate) use counts::Counts;
pub(crate) use cuts::{Assignment, Work, shards_of_whole_inputs};
pub(crate) use digest::{Digest, inputs};
pub(crate) use event::{KeptEvent, Names, Restored, level};
pub(crate) use left_out::KeptLeftOut;
pub(crate) use options::{KeptOptions, KeptTarget, KeptWindow};
pub(crate) use recorder::{Collector, RecordedInput, Recorder};
pub(crate) use task::{ShardTask, TaskInput};

/// Command whose work is cut into shards that are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ShardedCommand {
    Check,
    Stats,
}

impl fmt::Display for ShardedCommand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Check => "acslint check",
            Self::Stats => "acslint stats",
        })
    }
}

/// Facts about the run that a shard belongs to. Those of all shards of a run are equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunOfShards {
    /// Version of acslint.
    pub(crate) acslint: String,
    pub(crate) command: ShardedCommand,
    /// Number of shards.
    pub(crate) of: u32,
    pub(crate) options: KeptOptions,
    /// Digest of the configuration files.
    pub(crate) configuration: String,
    /// Digest of the names and sizes of all inputs.
    pub(crate) inputs: String,
    /// Number of inputs.
    pub(crate) count: usize,
    /// True if the contents of clean records were counted.
    pub(crate) contents: bool,
}

/// The object `shard` of a report.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShardOfReport {
    /// Number of the shard, from 1.
    pub(crate) number: u32,
    pub(crate) run: RunOfShards,
    /// True if the run ended before the shard was checked.
    pub(crate) interrupted: bool,
    pub(crate) left_out: KeptLeftOut,
    /// Statistics of the inputs that are not split, in a shard of `acslint stats`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stats: Option<KeptStats>,
    pub(crate) parts: Vec<Part>,
}

/// Outcome of an input, or of a split of one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    /// Number of the input among all, from 0.
    pub(crate) input: usize,
    /// Name of the input in reports.
    pub(crate) file: String,
    /// File that the input comes from, which the configuration is about.
    pub(crate) path: String,
    /// Stored size of the input.
    pub(crate) size: u64,
    /// Bytes read, after decompression.
    pub(crate) bytes: u64,
    /// Reason why the input could not be read, or not to its end.
    pub(crate) error: Option<String>,
    /// Split of the input, unless it was checked whole.
    pub(crate) split: Option<(Split, SplitEnd)>,
    pub(crate) counts: Counts,
    pub(crate) events: Vec<KeptEvent>,
}

/// The part of a report that a merge reads. Other keys are those of every report.
#[derive(Debug, Deserialize)]
pub(crate) struct ReportOfShard {
    pub(crate) shard: Option<ShardOfReport>,
}

/// Reason why shards cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unmergeable {
    /// Some shards are missing.
    #[error("{} missing: {}", if .0.len() == 1 { "a shard is" } else { "shards are" }, list(.0))]
    Missing(Vec<Shard>),
    /// Two reports are of the same shard.
    #[error("`{one}` and `{other}` are reports of the same shard, {shard}")]
    Double { shard: Shard, one: String, other: String },
    /// Two shards are of different commands.
    #[error("`{one}` is a shard of `{of_one}`, and `{other}` one of `{of_other}`; merge them apart")]
    Mixed { one: String, of_one: ShardedCommand, other: String, of_other: ShardedCommand },
    /// Two shards belong to different runs.
    #[error("`{one}` and `{other}` are shards of different runs: {what} differ")]
    Different {
        one: String,
        other: String,
        /// Facts that differ.
        what: &'static str,
    },
    /// Shards of another version.
    #[error("`{file}` was written by acslint {version}, and this is acslint {}; check with one version", env!("CARGO_PKG_VERSION"))]
    Version { file: String, version: String },
    /// The configuration that applies now is another one.
    #[error(
        "the configuration is not that of the shards; merge with the files and with the `--config` that they were checked with"
    )]
    Configuration,
    /// An interrupted shard.
    #[error("the check of shard {shard} in `{file}` was interrupted; run it again")]
    Interrupted { file: String, shard: Shard },
    /// `html` without the contents of clean records.
    #[error("the format `html` shows the contents of clean records; check the shards with `--contents`")]
    Contents,
    /// A dimension that the shards do not count along.
    #[error("the shards do not count by {}; check them with `--by {}`", .0.id(), .0.id())]
    By(By),
    /// The parts do not belong together although the shards do.
    #[error("the reports of the shards do not fit together: {0}")]
    Parts(String),
}

/// Lists the first shards.
fn list(shards: &[Shard]) -> String {
    const NAMED: usize = 20;
    let mut names: Vec<String> = shards.iter().take(NAMED).map(Shard::to_string).collect();
    if shards.len() > NAMED {
        names.push(format!("and {} more", shards.len() - NAMED));
    }
    names.join(", ")
}

impl RunOfShards {
    /// Returns the facts in which two runs differ, as a phrase; `None` if they are the same run.
    fn difference(&self, other: &Self) -> Option<&'static str> {
        [
            (self.of != other.of, "the numbers of shards"),
            (self.options != other.options, "the options"),
            (self.inputs != other.inputs, "the inputs"),
            (self.configuration != other.configuration, "the configuration files"),
            (self != other, "their records"),
        ]
        .into_iter()
        .find_map(|(differs, what)| differs.then_some(what))
    }
}

/// Returns the shards in their order, if they are all shards of one run. Each comes with the name of its file.
pub(crate) fn together(
    shards: Vec<(String, ShardOfReport)>,
) -> Result<(RunOfShards, Vec<ShardOfReport>), Unmergeable> {
    let version = env!("CARGO_PKG_VERSION");
    for (file, shard) in &shards {
        if shard.run.acslint != version {
            return Err(Unmergeable::Version { file: file.clone(), version: shard.run.acslint.clone() });
        }
    }
    let Some((first, run)) = shards.first().map(|(file, shard)| (file.clone(), shard.run.clone())) else {
        return Err(Unmergeable::Missing(Vec::new()));
    };
    let mut by_number: BTreeMap<u32, (String, ShardOfReport)> = BTreeMap::new();
    for (file, shard) in shards {
        if run.command != shard.run.command {
            let (of_one, of_other) = (run.command, shard.run.command);
            return Err(Unmergeable::Mixed { one: first, of_one, other: file, of_other });
        }
        if let Some(what) = run.difference(&shard.run) {
            return Err(Unmergeable::Different { one: first, other: file, what });
        }
        let number = shard.number;
        if shard.interrupted {
            return Err(Unmergeable::Interrupted { file, shard: Shard { number, of: run.of } });
        }
        if !(1..=run.of).contains(&number) {
            return Err(Unmergeable::Parts(format!("`{file}` has number {number} of {}", run.of)));
        }
        if let Some((one, _)) = by_number.get(&number) {
            let (one, shard) = (one.clone(), Shard { number, of: run.of });
            return Err(Unmergeable::Double { shard, one, other: file });
        }
        by_number.insert(number, (file, shard));
    }
    let missing = (1..=run.of).filter(|number| !by_number.contains_key(number));
    let missing: Vec<Shard> = missing.map(|number| Shard { number, of: run.of }).collect();
    if missing.is_empty() {
        Ok((run, by_number.into_values().map(|(_, shard)| shard).collect()))
    } else {
        Err(Unmergeable::Missing(missing))
    }
}
