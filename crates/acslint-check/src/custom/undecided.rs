//! Undecided matches: the pattern's search exceeded its limit on steps.
//!
//! The schema engine accepts two verdicts of a keyword only. So a keyword without a verdict reports a match, and notes
//! the undecided match here. Then the record is checked again under each assumption. A violation under all assumptions
//! holds whatever the verdict would be. The notes belong to one call on one thread, and end with it.

use std::{cell::RefCell, collections::BTreeMap};

use super::Violations;
use crate::{
    document::Value,
    validate::{Violation, ViolationKind},
};

/// An undecided match.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Match {
    pattern: String,
    text: String,
    /// The number of the value in the record's tree; `None` for the name of a property.
    node: Option<u32>,
}

/// Assumed verdicts, by pattern and text.
type Assumptions = BTreeMap<(String, String), bool>;

#[derive(Debug, Default)]
struct Notes {
    assumed: Assumptions,
    met: Vec<Match>,
}

thread_local! {
    static NOTES: RefCell<Notes> = RefCell::default();
}

/// Maximum number of matches to try assumptions for; with more, only the undecided matches are reported.
const MOST: usize = 4;

/// Checks a record. With undecided matches, returns the violations under every assumption, and the undecided matches.
pub(super) fn certain<'r>(root: Value<'r>, check: impl Fn() -> Violations<'r>) -> Violations<'r> {
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

/// Runs a check under assumptions; also returns the undecided matches that it met.
fn under<'r>(assumed: Assumptions, check: impl Fn() -> Violations<'r>) -> (Violations<'r>, Vec<Match>) {
    NOTES.set(Notes { assumed, met: Vec::new() });
    let found = check();
    (found, NOTES.take().met)
}

/// Notes an undecided match, and returns its assumed verdict.
pub(super) fn note(pattern: &str, text: &str, node: Option<u32>) -> bool {
    NOTES.with_borrow_mut(|notes| {
        let found = Match { pattern: pattern.to_owned(), text: text.to_owned(), node };
        if !notes.met.contains(&found) {
            notes.met.push(found);
        }
        notes.assumed.get(&(pattern.to_owned(), text.to_owned())).copied().unwrap_or(true)
    })
}
