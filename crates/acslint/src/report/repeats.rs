//! Repeated findings of a group: the first ones are shown, the others counted.

use std::collections::BTreeMap;

use acslint_check::RecordType;

use super::Limit;
use super::disclosed::Finding;
use super::fold::Folded;
use crate::grouping::{Head, Place, Spread};

/// Maximum number of distinguished messages in one group.
const MESSAGES: usize = 20;
/// Maximum number of names of one rule and type of record whose findings are shown.
const NAMES: u64 = 20;

/// Shown and hidden findings of a group.
#[derive(Debug, Clone, Default)]
pub(super) struct Repeats {
    /// Number of shown findings of each message. Findings about one property or name share one entry, since their
    /// messages differ only in the value. Otherwise the difference matters.
    shown: Vec<(String, u64)>,
    /// Findings that were not shown.
    pub(super) more: Spread,
    /// True if no finding is shown, because there are too many names.
    pub(super) is_hidden: bool,
}

impl Repeats {
    pub(super) fn new(is_hidden: bool) -> Self {
        Self { is_hidden, ..Self::default() }
    }

    /// Returns true if one more finding may be shown, of which at most `show` are.
    pub(super) fn has_room(&mut self, finding: &Finding<'_>, show: Option<u64>) -> bool {
        if self.is_hidden {
            return false;
        }
        let counter = self.counter(finding);
        show.is_none_or(|show| counter.is_some_and(|shown| *shown < show))
    }

    /// Counts a finding.
    pub(super) fn count(&mut self, finding: &Finding<'_>, place: Place, is_shown: bool) {
        if !is_shown {
            return self.more.add(place);
        }
        if let Some(shown) = self.counter(finding) {
            *shown += 1;
        }
    }

    /// Returns true if any finding was shown.
    pub(super) fn shows_any(&self) -> bool {
        self.shown.iter().any(|(_, shown)| *shown > 0)
    }

    /// Returns the counter for a finding; `None` if there are too many different messages.
    fn counter(&mut self, finding: &Finding<'_>) -> Option<&mut u64> {
        let is_one = finding.field().is_some() || finding.name().is_some();
        let message = if is_one { "".into() } else { finding.message() };
        let known = self.shown.iter().position(|(shown, _)| *shown == message);
        let index = known.unwrap_or(self.shown.len());
        if index == MESSAGES {
            return None;
        }
        if known.is_none() {
            self.shown.push((message.into_owned(), 0));
        }
        Some(&mut self.shown[index].1)
    }
}

/// Numbers of names by rule and type of record: the findings of the first names are shown.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<Head, u64>);

impl Names {
    /// Returns true if the findings of a new group may be shown.
    pub(super) fn admit(&mut self, finding: &Finding<'_>, record_type: Option<RecordType>) -> bool {
        if finding.name().is_none() {
            return true;
        }
        let names = self.0.entry((finding.rule(), finding.level(), record_type)).or_default();
        *names += 1;
        *names <= NAMES
    }
}

/// Returns true if folded findings are to be shown, and counts them in their groups.
pub(super) fn admit(
    repeats: &mut [Repeats],
    folded: &Folded<'_, '_>,
    place: Place,
    show: Option<u64>,
    limit: &mut Limit,
) -> bool {
    let mut has_room = false;
    for spot in &folded.spots {
        has_room |= repeats[spot.group].has_room(&spot.finding, show);
    }
    let is_shown = has_room && limit.admits();
    for spot in &folded.spots {
        repeats[spot.group].count(&spot.finding, place, is_shown);
    }
    is_shown
}
