//! Numbers along a dimension in the report of a shard.

use acslint_check::Resource;
use serde::{Deserialize, Serialize};

use crate::breakdown::{Breakdown, Key};
use crate::values::By;

/// Numbers of records without findings along a dimension.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeptBreakdown {
    by: By,
    rows: Vec<(KeptKey, u64)>,
    /// Records of all further keys.
    other: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KeptKey {
    Hour(i64),
    Day(i64),
    /// Identifier of a resource, and true if redacted reports may show it.
    Resource(String, bool),
    File(String),
    None,
}

impl KeptBreakdown {
    /// Keeps a breakdown, which must include no finding.
    pub(super) fn new(breakdown: &Breakdown) -> Self {
        let key = |key: &Key| match key {
            Key::Hour(hour) => KeptKey::Hour(*hour),
            Key::Day(day) => KeptKey::Day(*day),
            Key::Resource(Resource { id, is_public }) => {
                KeptKey::Resource(id.as_ref().to_owned(), *is_public)
            }
            Key::File(name) => KeptKey::File(name.clone()),
            Key::None => KeptKey::None,
        };
        Self {
            by: breakdown.by(),
            rows: breakdown.rows().map(|(of, row)| (key(of), row.records)).collect(),
            other: breakdown.other().map_or(0, |row| row.records),
        }
    }

    /// Returns the breakdown as that of a run.
    pub(super) fn breakdown(self) -> Breakdown {
        let mut breakdown = Breakdown::new(self.by);
        for (key, records) in self.rows {
            let key = match key {
                KeptKey::Hour(hour) => Key::Hour(hour),
                KeptKey::Day(day) => Key::Day(day),
                KeptKey::Resource(id, is_public) => Key::Resource(Resource { id: id.into(), is_public }),
                KeptKey::File(name) => Key::File(name),
                KeptKey::None => Key::None,
            };
            breakdown.add_clean(key, records);
        }
        breakdown.add_clean_others(self.other);
        breakdown
    }
}
