//! Matches that were left undecided, since the pattern's search took more steps than it may.
//!
//! The schema engine asks a keyword for a verdict and knows no third one. So a keyword without a verdict says that the text
//! matches, and notes here that it does not know. Then the record is checked again under each assumption: what is found under
//! all of them is true whatever the match would have said. The notes are those of one call on one thread, and end with it.

use std::{cell::RefCell, collections::BTreeMap};

use super::Violations;
use crate::{
    document::Value,
    validate::{Violation, ViolationKind},
};

/// A match that was left undecided.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Match {
    pattern: String,
    text: String,
    /// The number of the value in the record's tree; `None` for the name of a property.
    node: Option<u32>,
}

/// What matches are assumed to say, by pattern and text.
type Assumptions = BTreeMap<(String, String), bool>;

#[derive(Debug, Default)]
struct Notes {
    assumed: Assumptions,
    met: Vec<Match>,
}

thread_local! {
    static NOTES: RefCell<Notes> = RefCell::default();
}

/// Assumptions are tried for so many matches; with more, nothing but them is told of the record.
const MOST: usize = 4;

/// Checks a record; if there are matches without a verdict, what holds whatever they would say, and each of them.
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
        // What is met under an assumption only is one more to make.
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

/// Runs a check under assumptions; gives also the matches without a verdict that it met.
fn under<'r>(assumed: Assumptions, check: impl Fn() -> Violations<'r>) -> (Violations<'r>, Vec<Match>) {
    NOTES.set(Notes { assumed, met: Vec::new() });
    let found = check();
    (found, NOTES.take().met)
}

/// Notes a match without a verdict, and gives the one that is assumed.
pub(super) fn note(pattern: &str, text: &str, node: Option<u32>) -> bool {
    NOTES.with_borrow_mut(|notes| {
        let found = Match { pattern: pattern.to_owned(), text: text.to_owned(), node };
        if !notes.met.contains(&found) {
            notes.met.push(found);
        }
        notes.assumed.get(&(pattern.to_owned(), text.to_owned())).copied().unwrap_or(true)
    })
}
