//! The count of the steps that records take which go as deep as a schema does, from its graph alone.
//!
//! A record is followed down one way at a time: by value, which subschemas apply to it and how often. The way on which they
//! apply most often goes first.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
};

use super::{MOST_STEPS, STEPS_PER_VALUE, graph::Parts};
use crate::document::MAX_NESTING;

/// What the worst record takes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Worst {
    pub(super) steps: u64,
    /// The subschema that is the first to apply to a value more than once.
    pub(super) first: u32,
}

/// How often each subschema is applied to a value, by number.
type Applied = BTreeMap<u32, u64>;

/// A value at the end of a way into a record.
struct Reached {
    applied: Applied,
    /// The steps for it and the values around it.
    steps: u64,
    level: usize,
    first: Option<u32>,
}

/// Subschemas that are looked at before the search ends.
const MOST_EFFORT: usize = 300_000;

/// What the worst record takes, if that is more than a record may; `depth` is how far each subschema goes for one value.
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
    /// The value to which some subschemas apply from around it, and with them all that those apply to it.
    fn reached(&self, around: Option<&Reached>, applied: Applied) -> Reached {
        // Those that go farthest first, so that each is complete when its turn comes.
        let by_depth = |number: u32| (Reverse(self.depth[number as usize]), number);
        let mut open: BTreeMap<(Reverse<u32>, u32), u64> =
            applied.into_iter().map(|(number, times)| (by_depth(number), times)).collect();
        let mut applied = Applied::new();
        while let Some(((Reverse(depth), number), times)) = open.pop_first() {
            applied.insert(number, times);
            let parts = &self.parts[number as usize];
            let either = parts.either.iter().filter_map(|list| list.first());
            for other in parts.here.iter().chain(either) {
                // The engine goes round no circle.
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

    /// The members and items of a value, each name and place that subschemas tell from others once.
    fn inside(&self, reached: &Reached) -> Vec<Reached> {
        if reached.level + 1 >= MAX_NESTING {
            return Vec::new();
        }
        let parts = || reached.applied.iter().map(|(number, times)| (&self.parts[*number as usize], *times));
        let (mut rest, mut items) = (Applied::new(), Applied::new());
        // By name, and what of the others does not apply because of it.
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

    /// The steps for a record that goes on from here as deep as can be, each time where most is applied.
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

/// How often subschemas are applied in all.
fn times(applied: &Applied) -> u64 {
    applied.values().fold(0, |sum, times| sum.saturating_add(*times))
}
