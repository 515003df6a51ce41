//! Entries that are not inputs in the report of a shard. All shards of a run left out the same ones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::input::{Entries, LeftOut, Reason, Unread};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptLeftOut {
    ignored: KeptEntries,
    skipped: KeptEntries,
    /// Numbers of files that are not read because of their names: by extension, of further ones, and true if they may hold records.
    unread: (BTreeMap<String, u64>, u64, bool),
}

/// Numbers of entries by reason, and the first of them with their reasons.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct KeptEntries(Vec<(String, u64)>, Vec<(String, String)>);

impl KeptEntries {
    fn new(entries: &Entries) -> Self {
        let name = |(name, reason): &(String, Reason)| (name.clone(), reason.id().to_owned());
        Self(
            entries.by_reason().map(|(reason, count)| (reason.id().to_owned(), count)).collect(),
            entries.named().iter().map(name).collect(),
        )
    }

    fn entries(self) -> Result<Entries, String> {
        let known = |id: &str| Reason::by_id(id).ok_or_else(|| format!("unknown reason `{id}`"));
        let counts = self.0.into_iter().map(|(reason, count)| Ok::<_, String>((known(&reason)?, count)));
        let named = self.1.into_iter().map(|(name, reason)| Ok::<_, String>((name, known(&reason)?)));
        Ok(Entries::new(counts.collect::<Result<_, _>>()?, named.collect::<Result<_, _>>()?))
    }
}

impl KeptLeftOut {
    pub(crate) fn new(left_out: &LeftOut) -> Self {
        let (by_extension, others, may_hold_records) = left_out.unread.parts();
        Self {
            ignored: KeptEntries::new(&left_out.ignored),
            skipped: KeptEntries::new(&left_out.skipped),
            unread: (by_extension.clone(), others, may_hold_records),
        }
    }

    /// Returns the entries; an error describes what is invalid in them.
    pub(crate) fn left_out(self) -> Result<LeftOut, String> {
        let (by_extension, others, may_hold_records) = self.unread;
        let unread = Unread::of_parts(by_extension, others, may_hold_records);
        Ok(LeftOut { ignored: self.ignored.entries()?, skipped: self.skipped.entries()?, unread })
    }
}
