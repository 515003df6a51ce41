//! Undecided matches: the pattern's search exceeded its limit on steps.
//!
//! The schema engine accepts two verdicts of a keyword only. So a keyword without a verdict reports a match, and notes
//! the undecided match here. The caller can then check the record again under assumptions about such matches. The notes
//! belong to one call on one thread, and end with it.

use std::{cell::RefCell, collections::BTreeMap};

/// An undecided match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) pattern: String,
    pub(crate) text: String,
    /// The number of the value in the record's tree; `None` for the name of a property.
    pub(crate) node: Option<u32>,
}

/// Assumed verdicts, by pattern and text.
pub(crate) type Assumptions = BTreeMap<(String, String), bool>;

#[derive(Debug, Default)]
struct Notes {
    assumed: Assumptions,
    met: Vec<Match>,
}

thread_local! {
    static NOTES: RefCell<Notes> = RefCell::default();
}

/// Runs a check under assumptions; also returns the undecided matches that it met.
pub(crate) fn under<R>(assumed: Assumptions, check: impl Fn() -> R) -> (R, Vec<Match>) {
    NOTES.set(Notes { assumed, met: Vec::new() });
    let found = check();
    (found, NOTES.take().met)
}

/// Notes an undecided match, and returns its assumed verdict.
pub(crate) fn note(pattern: &str, text: &str, node: Option<u32>) -> bool {
    NOTES.with_borrow_mut(|notes| {
        let found = Match { pattern: pattern.to_owned(), text: text.to_owned(), node };
        if !notes.met.contains(&found) {
            notes.met.push(found);
        }
        notes.assumed.get(&(pattern.to_owned(), text.to_owned())).copied().unwrap_or(true)
    })
}
