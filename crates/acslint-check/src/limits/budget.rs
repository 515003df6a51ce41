//! Count of the steps of an engine without memoization for a record. It visits each pair of a subschema and a value
//! once.

use super::graph::{HashMap, Parts};
use crate::document::{Kind, Value};

/// Returns the number of times that subschemas are applied in a record; `None` if it exceeds `most`.
pub(super) fn steps(parts: &[Parts], root: Value<'_>, most: u64) -> Option<u64> {
    let mut count = Count { parts, most, known: HashMap::default() };
    count.of(0, root)
}

struct Count<'p> {
    parts: &'p [Parts],
    most: u64,
    /// Counts by subschema and value.
    known: HashMap<(u32, u32), u64>,
}

impl Count<'_> {
    fn of(&mut self, schema: u32, value: Value<'_>) -> Option<u64> {
        let all = self.parts;
        let parts = all.get(schema as usize)?;
        let is_container = matches!(value.kind(), Kind::Object | Kind::Array);
        if parts.possible().next().is_none() && !is_container {
            return Some(1);
        }
        if let Some(known) = self.known.get(&(schema, value.node)) {
            return Some(*known);
        }
        if self.known.len() as u64 > self.most {
            return None;
        }
        // The engine stops at a cycle.
        self.known.insert((schema, value.node), 1);
        let mut total = 1;
        for other in &parts.here {
            total = self.sum(total, *other, value)?;
        }
        for either in &parts.either {
            let mut most = 0;
            for other in either {
                most = most.max(self.sum(0, *other, value)?);
            }
            total = self.within(total.saturating_add(most))?;
        }
        match value.kind() {
            Kind::Object => {
                for (key, member) in value.members() {
                    let named = key.string().and_then(|name| parts.members.get(&*name));
                    let others = if named.is_none() { parts.other_members.as_slice() } else { &[] };
                    for other in named.into_iter().flatten().chain(others).chain(&parts.any_member) {
                        total = self.sum(total, *other, member)?;
                    }
                }
            }
            Kind::Array => {
                for (place, item) in value.items().enumerate() {
                    let first = parts.first_items.get(place);
                    let others = if first.is_none() { parts.other_items.as_slice() } else { &[] };
                    for other in first.into_iter().flatten().chain(others).chain(&parts.any_item) {
                        total = self.sum(total, *other, item)?;
                    }
                }
            }
            _ => {}
        }
        self.known.insert((schema, value.node), total);
        Some(total)
    }

    fn sum(&mut self, total: u64, schema: u32, value: Value<'_>) -> Option<u64> {
        let total = total.saturating_add(self.of(schema, value)?);
        self.within(total)
    }

    fn within(&self, total: u64) -> Option<u64> {
        (total <= self.most).then_some(total)
    }
}
