//! Repeated findings of a group: the first ones are shown, the others counted.

use super::Limit;
use super::disclosed::Finding;
use crate::tally::{Place, Spread};

/// Maximum number of distinguished messages in one group.
const MESSAGES: usize = 20;

/// Shown and hidden findings of a group.
#[derive(Debug, Clone, Default)]
pub(super) struct Repeats {
    /// Number of shown findings of each message. Findings about one property share one entry, since their messages
    /// differ only in the value. Otherwise the difference matters, such as the name of an unknown field.
    shown: Vec<(String, u64)>,
    /// Findings that were not shown.
    pub(super) more: Spread,
}

impl Repeats {
    /// Returns true if one more finding must be shown, of which at most `show` are; otherwise counts it.
    pub(super) fn admits(
        &mut self,
        finding: &Finding<'_>,
        place: Place,
        show: Option<u64>,
        limit: &mut Limit,
    ) -> bool {
        let counter = match show {
            Some(show) => self.counter(finding).filter(|shown| **shown < show),
            None => self.counter(finding),
        };
        let admitted = (show.is_none() || counter.is_some()) && limit.admits();
        match counter {
            Some(shown) if admitted => *shown += 1,
            _ if admitted => {}
            _ => self.more.add(place),
        }
        admitted
    }

    /// Returns true if any finding was shown.
    pub(super) fn shows_any(&self) -> bool {
        self.shown.iter().any(|(_, shown)| *shown > 0)
    }

    /// Returns the counter for a finding; `None` if there are too many different messages.
    fn counter(&mut self, finding: &Finding<'_>) -> Option<&mut u64> {
        let message = if finding.field().is_some() { "".into() } else { finding.message() };
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
