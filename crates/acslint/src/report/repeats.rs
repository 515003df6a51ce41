//! What repeats: of the findings of a group the first ones are shown, the others are counted.

use super::Limit;
use super::disclosed::Finding;
use crate::tally::{Place, Spread};

/// Messages of one group that are told apart.
const MESSAGES: usize = 20;

/// What was shown of a group, and what was not.
#[derive(Debug, Clone, Default)]
pub(super) struct Repeats {
    /// How many were shown of each message. Where the findings are about one property there is one entry, since their
    /// messages differ by the value only; else what differs, such as the name of an unknown field, is what matters.
    shown: Vec<(String, u64)>,
    /// What was not shown.
    pub(super) more: Spread,
}

impl Repeats {
    /// Whether one more finding is to be shown, of which `show` are where there is a bound; if not, it is counted.
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

    /// Whether any was shown.
    pub(super) fn shows_any(&self) -> bool {
        self.shown.iter().any(|(_, shown)| *shown > 0)
    }

    /// The counter for a finding; `None` if too many messages differ.
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
