//! Statistics in the forms that `acslint stats` writes and reads.

mod human;
mod wire;

use std::path::{Path, PathBuf};

use acslint_check::Level;
use acslint_schema::stats::{Change, ChangeKind, Range, Stats, changes, coverage};
use serde::{Deserialize, Serialize};

use self::wire::{Changed, Document};
use crate::bounded::read_limited;

/// Maximum size of statistics that are read, in bytes.
const MOST_BYTES: u64 = 256 << 20;

/// Statistics that cannot be compared with.
#[derive(Debug, thiserror::Error)]
#[error("cannot compare with `{}`: {reason}", path.display())]
pub(crate) struct StatsError {
    /// File, as given.
    path: PathBuf,
    /// Description of what is wrong.
    reason: String,
}

/// Category with fewer of its documented properties than required.
#[derive(Debug, PartialEq)]
pub(crate) struct Uncovered {
    /// Category and shape, for people.
    pub(crate) name: String,
    /// Number of documented properties with a value.
    pub(crate) seen: usize,
    /// Number of documented properties.
    pub(crate) documented: usize,
}

/// Reads statistics that an earlier run wrote.
fn read(path: &Path) -> Result<Stats, StatsError> {
    let unusable = |reason: String| StatsError { path: path.to_owned(), reason };
    let bytes = read_limited(path, MOST_BYTES).map_err(|error| unusable(error.to_string()))?;
    let document: Document = serde_json::from_slice(&bytes).map_err(|error| unusable(error.to_string()))?;
    if document.shard.is_some() {
        return Err(unusable("it has the statistics of one shard; merge all shards first".to_owned()));
    }
    document.stats().map_err(unusable)
}

/// Returns the categories whose share of documented properties with a value is smaller.
pub(crate) fn uncovered(stats: &Stats, share: f64) -> Vec<Uncovered> {
    let of_type = stats.types.iter().filter(|(name, of_type)| name.shape.is_some() && of_type.records > 0);
    of_type
        .filter_map(|(name, of_type)| {
            let (seen, documented) = coverage(name, of_type);
            let is_less = (seen as f64) < share * documented as f64;
            is_less.then(|| Uncovered { name: name.to_string(), seen, documented })
        })
        .collect()
}

/// Changes since earlier statistics.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// File of the earlier statistics, as given.
    file: String,
    changes: Vec<Change>,
}

impl Comparison {
    /// Compares statistics with those of a file.
    pub(crate) fn new(file: &Path, stats: &Stats) -> Result<Self, StatsError> {
        let changes = changes(&read(file)?, stats);
        Ok(Self { file: file.to_string_lossy().into_owned(), changes })
    }

    /// Returns true if a change is at this level or above.
    pub(crate) fn reaches(&self, level: Level) -> bool {
        self.changes.iter().any(|change| change.level() >= level)
    }

    fn changed(&self) -> Vec<Changed> {
        let changed = |change: &Change| Changed {
            kind: change.kind.id().to_owned(),
            level: change.level().id().to_owned(),
            category: change.record_type.category.clone().into_owned(),
            shape: change.record_type.shape.map(|shape| shape.id().to_owned()),
            property: change.property.clone().map(std::borrow::Cow::into_owned),
            message: message(change),
        };
        self.changes.iter().map(changed).collect()
    }
}

/// Describes a change.
fn message(change: &Change) -> String {
    let Change { record_type, property, kind } = change;
    let about = match property {
        None => format!("records of {record_type}"),
        Some(property) => format!("`{property}` of {record_type}"),
    };
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let range = |range: &Range| match range {
        Range::Numbers(least, greatest) => human::range(&human::number(*least), &human::number(*greatest)),
        Range::Times(first, last) => human::range(&first.to_string(), &last.to_string()),
    };
    match kind {
        ChangeKind::New => format!("{about}: there were none before"),
        ChangeKind::Vanished => format!("{about}: there are none any more"),
        ChangeKind::Rarer(before, now) => {
            format!("{about}: in {} of the records, before in {}", percent(*now), percent(*before))
        }
        ChangeKind::NewValue(value) => format!("{about}: new value \"{value}\""),
        ChangeKind::VanishedValue(value) => format!("{about}: no value \"{value}\" any more"),
        ChangeKind::Wider(before, now) => format!("{about}: {}, before {}", range(now), range(before)),
    }
}

/// Returns statistics as text for people.
pub(crate) fn text(stats: &Stats, comparison: Option<&Comparison>) -> String {
    let changes = comparison.map(|comparison| human::changes(&comparison.changed(), &comparison.file));
    human::text(stats) + &changes.unwrap_or_default()
}

/// Returns statistics as JSON.
pub(crate) fn json(stats: &Stats, comparison: Option<&Comparison>) -> String {
    let document = Document { changes: comparison.map(Comparison::changed), ..Document::new(stats) };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// Returns the statistics of a shard as JSON; `shard` is the text of the object about it.
pub(crate) fn json_of_shard(stats: &Stats, shard: &str) -> String {
    let document = json(stats, None);
    let members = document.trim_end().trim_end_matches('}').trim_end();
    format!("{members},\n  \"shard\": {shard}\n}}\n")
}

/// Statistics in the report of a shard.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct KeptStats(Document);

impl KeptStats {
    pub(crate) fn new(stats: &Stats) -> Self {
        Self(Document::new(stats))
    }

    /// Returns the statistics; an error describes what is invalid in them.
    pub(crate) fn stats(&self) -> Result<Stats, String> {
        self.0.stats()
    }
}

/// The JSON Schema of statistics in JSON, under its path below `schemas/`.
pub(crate) fn schema() -> acslint_types::Document {
    acslint_types::Document::schema::<Document>("stats", "acslint statistics")
}
