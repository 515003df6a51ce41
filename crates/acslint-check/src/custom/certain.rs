//! Certain violations: those that hold whatever the verdicts of undecided matches would be.
//!
//! A record with undecided matches is checked again under each assumption about them.

use super::{CustomCategories, LoadedCategory, Violations, explain::explain};
use crate::{
    document::Value,
    undecided::{Assumptions, Match, under},
    violation::{Violation, ViolationKind},
};

/// Maximum number of matches to try assumptions for; with more, only the undecided matches are reported.
const MOST: usize = 4;

/// Returns every violation of the category's schema in a record; if checking exceeds the limits, that violation alone.
pub(crate) fn violations<'r>(
    custom: &LoadedCategory,
    all: &CustomCategories,
    root: Value<'r>,
) -> Violations<'r> {
    let certain = || certain(root, || explain(custom, all, root));
    custom.limits.within(root, certain).unwrap_or_else(|why| {
        let violation = Violation { value: root, property: None, kind: ViolationKind::Unchecked(why) };
        Violations { violations: vec![violation], unknown: Vec::new() }
    })
}

/// Checks a record. With undecided matches, returns the violations under every assumption, and the undecided matches.
fn certain<'r>(root: Value<'r>, check: impl Fn() -> Violations<'r>) -> Violations<'r> {
    let (mut found, mut open) = under(Assumptions::new(), &check);
    if open.is_empty() {
        return found;
    }
    let mut tried = 0_usize;
    loop {
        let mut keys: Vec<(String, String)> =
            open.iter().map(|open| (open.pattern.clone(), open.text.clone())).collect();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() > MOST {
            found = Violations::default();
            break;
        }
        if tried == 1 << keys.len() {
            break;
        }
        let assumed =
            keys.iter().enumerate().map(|(bit, key)| (key.clone(), tried >> bit & 1 == 1)).collect();
        let (others, met) = under(assumed, &check);
        found.violations.retain(|one| {
            others.violations.iter().any(|other| one.value.node == other.value.node && one.kind == other.kind)
        });
        found.unknown.retain(|one| others.unknown.iter().any(|other| one.key == other.key));
        let known = open.len();
        for new in met {
            if !open.contains(&new) {
                open.push(new);
            }
        }
        // An undecided match under an assumption only adds another assumption.
        tried = if open.len() == known { tried + 1 } else { 0 };
    }
    for Match { pattern, node, .. } in open {
        let value = node.map_or(root, |node| root.document.value(node));
        let kind = ViolationKind::Undecided(pattern);
        let is_said = |said: &Violation<'_>| said.value.node == value.node && said.kind == kind;
        if !found.violations.iter().any(is_said) {
            found.violations.push(Violation { value, property: None, kind });
        }
    }
    found
}
