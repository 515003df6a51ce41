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

#[cfg(test)]
mod tests {
    use acslint_check::Resource;

    use super::KeptBreakdown;
    use crate::breakdown::{Breakdown, Key};
    use crate::values::By;

    #[track_caller]
    fn survives(by: By, keys: impl Iterator<Item = Key>, others: u64) {
        let mut breakdown = Breakdown::new(by);
        keys.zip(1..).for_each(|(key, records)| breakdown.add_clean(key, records));
        assert_eq!(breakdown.other().map_or(0, |row| row.records), others);
        let text = serde_json::to_string(&KeptBreakdown::new(&breakdown)).unwrap();
        let restored = serde_json::from_str::<KeptBreakdown>(&text).unwrap().breakdown();
        assert_eq!(restored.by(), by);
        assert!(restored.rows().eq(breakdown.rows()));
        assert_eq!(restored.other(), breakdown.other());
    }

    #[test]
    fn a_breakdown_survives_a_report() {
        survives(By::Hour, (-5..10_000).map(Key::Hour).chain([Key::None]), 1 + 2 + 3 + 4 + 5 + 6);
        survives(By::Day, (-2..2).map(Key::Day), 0);
        survives(By::File, ["a", "b c"].map(|name| Key::File(name.to_owned())).into_iter(), 0);
        let resource = |is_public| Key::Resource(Resource { id: "/subscriptions/s".into(), is_public });
        survives(By::Resource, [true, false].map(resource).into_iter(), 0);
    }
}
