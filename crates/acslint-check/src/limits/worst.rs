//! Count of the steps for a record that is as deep as the schema, from its graph alone.
//!
//! The search follows one path into a record at a time. For each value it knows the subschemas that apply, and how
//! often. The path with the most applications goes first.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
};

use super::{MOST_STEPS, STEPS_PER_VALUE, graph::Parts};
use crate::document::MAX_NESTING;

/// Cost of the worst record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Worst {
    pub(super) steps: u64,
    /// First subschema that applies to a value more than once.
    pub(super) first: u32,
}

/// Number of applications to a value, by number of the subschema.
type Applied = BTreeMap<u32, u64>;

/// A value at the end of a path into a record.
struct Reached {
    applied: Applied,
    /// Steps for the value and the values around it.
    steps: u64,
    level: usize,
    first: Option<u32>,
}

/// Maximum number of subschemas that the search visits.
const MOST_EFFORT: usize = 300_000;

/// Returns the cost of the worst record, if it exceeds the limit; `depth` is the length of each subschema's longest
/// chain for one value.
pub(super) fn worst(parts: &[Parts], depth: &[u32]) -> Option<Worst> {
    let search = Search { parts, depth };
    let first = search.reached(None, Applied::from([(0, 1)]));
    let mut seen = BTreeSet::from([first.applied.clone()]);
    let mut open = BinaryHeap::from([(first.steps, Reverse(0))]);
    let mut all = vec![first];
    let mut effort = 0;
    while let Some((_, Reverse(number))) = open.pop() {
        let reached = &all[number];
        let most = MOST_STEPS + STEPS_PER_VALUE * reached.level as u64;
        if let (true, Some(first)) = (reached.steps > most, reached.first) {
            return Some(Worst { steps: search.to_the_end(reached), first });
        }
        let inside = search.inside(reached);
        effort += reached.applied.len() + inside.iter().map(|inside| inside.applied.len()).sum::<usize>();
        if effort > MOST_EFFORT {
            return None;
        }
        for inside in inside {
            if seen.insert(inside.applied.clone()) {
                open.push((times(&inside.applied), Reverse(all.len())));
                all.push(inside);
            }
        }
    }
    None
}

struct Search<'g> {
    parts: &'g [Parts],
    depth: &'g [u32],
}

impl Search<'_> {
    /// Returns the value to which the given subschemas apply, with all that those apply to it in turn.
    fn reached(&self, around: Option<&Reached>, applied: Applied) -> Reached {
        // The deepest subschema first, so that the count of each is complete when the loop reaches it.
        let by_depth = |number: u32| (Reverse(self.depth[number as usize]), number);
        let mut open: BTreeMap<(Reverse<u32>, u32), u64> =
            applied.into_iter().map(|(number, times)| (by_depth(number), times)).collect();
        let mut applied = Applied::new();
        while let Some(((Reverse(depth), number), times)) = open.pop_first() {
            applied.insert(number, times);
            let parts = &self.parts[number as usize];
            let either = parts.either.iter().filter_map(|list| list.first());
            for other in parts.here.iter().chain(either) {
                // The engine stops at a cycle.
                if self.depth[*other as usize] < depth {
                    add(open.entry(by_depth(*other)).or_default(), times);
                }
            }
        }
        let several = || applied.iter().find(|(_, times)| **times > 1).map(|(number, _)| *number);
        Reached {
            steps: around.map_or(0, |around| around.steps).saturating_add(times(&applied)),
            level: around.map_or(0, |around| around.level + 1),
            first: around.and_then(|around| around.first).or_else(several),
            applied,
        }
    }

    /// Returns the members and items of a value, one for each name and index that subschemas distinguish.
    fn inside(&self, reached: &Reached) -> Vec<Reached> {
        if reached.level + 1 >= MAX_NESTING {
            return Vec::new();
        }
        let parts = || reached.applied.iter().map(|(number, times)| (&self.parts[*number as usize], *times));
        let (mut rest, mut items) = (Applied::new(), Applied::new());
        // By name: the subschemas that apply to it, and the others that it excludes.
        let mut named: BTreeMap<&str, (Applied, Applied)> = BTreeMap::new();
        let mut longest = 0;
        for (parts, times) in parts() {
            for other in parts.other_members.iter().chain(&parts.any_member) {
                add(rest.entry(*other).or_default(), times);
            }
            for other in parts.other_items.iter().chain(&parts.any_item) {
                add(items.entry(*other).or_default(), times);
            }
            longest = longest.max(parts.first_items.len());
            for (name, member) in &parts.members {
                let (applied, covered) = named.entry(name).or_default();
                if let Some(member) = member {
                    add(applied.entry(*member).or_default(), times);
                }
                for other in &parts.other_members {
                    add(covered.entry(*other).or_default(), times);
                }
            }
        }
        let mut inside: Vec<Applied> = Vec::new();
        for (mut applied, covered) in named.into_values() {
            for (other, times) in &rest {
                let times = times.saturating_sub(covered.get(other).copied().unwrap_or_default());
                if times > 0 {
                    add(applied.entry(*other).or_default(), times);
                }
            }
            inside.push(applied);
        }
        for place in 0..longest {
            let mut applied = Applied::new();
            for (parts, times) in parts() {
                let first = parts.first_items.get(place);
                let others = if first.is_none() { parts.other_items.as_slice() } else { &[] };
                for other in first.into_iter().flatten().chain(others).chain(&parts.any_item) {
                    add(applied.entry(*other).or_default(), times);
                }
            }
            inside.push(applied);
        }
        inside.extend([rest, items]);
        inside.retain(|applied| !applied.is_empty());
        inside.into_iter().map(|applied| self.reached(Some(reached), applied)).collect()
    }

    /// Returns the steps for a record that goes on from here to the maximum depth, always along the most applications.
    fn to_the_end(&self, from: &Reached) -> u64 {
        let mut steps = from.steps;
        let mut inside = self.inside(from);
        while let Some(next) = inside.into_iter().max_by_key(|inside| inside.steps) {
            steps = next.steps;
            inside = self.inside(&next);
        }
        steps
    }
}

fn add(count: &mut u64, times: u64) {
    *count = count.saturating_add(times);
}

/// Returns the total number of applications.
fn times(applied: &Applied) -> u64 {
    applied.values().fold(0, |sum, times| sum.saturating_add(*times))
}
