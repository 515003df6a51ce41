//! Outcomes of the splits of one input, which are joined to that of the whole input.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Split, SplitEnd};
use crate::{
    Finding, SessionStart,
    framing::{Changes, Once, OnceKind},
    rules::cut_line,
};

/// Place of a split's outcome in its input, once everything before it is known. It can be written as JSON, and read by the
/// same version of acslint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// Number of records before the split.
    pub records: u64,
    /// Number of lines before the split.
    pub lines: u64,
    changes: Changes,
}

impl Placement {
    /// Returns true if the findings of the split hold as they are.
    pub fn is_exact(&self) -> bool {
        self.changes == Changes::default()
    }

    /// Removes what was reported before the split and is reported only once, and adapts what refers to the record before.
    pub fn adapt(&self, findings: &mut Vec<Finding>) {
        findings.retain(|finding| !self.changes.known.iter().any(|once| is_about(finding, once)));
        let Some(cut) = self.changes.cut_again else {
            return;
        };
        let (alone, _) = cut_line(None);
        for finding in findings {
            let begins_there = finding.primary.span.start == cut.offset;
            if finding.rule == "invalid-json" && begins_there && finding.message == alone {
                let (message, help) = cut_line(Some(cut.length));
                (finding.message, finding.help) = (message, Some(help.into()));
            }
        }
    }
}

/// Returns true if a finding reports a deviation.
fn is_about(finding: &Finding, once: &Once) -> bool {
    let rule = match once.kind {
        OnceKind::Style => "not-json-lines",
        OnceKind::Comma | OnceKind::Prefix | OnceKind::Foreign(_) => "invalid-json",
    };
    finding.rule == rule && finding.primary.span.start == once.offset
}

/// Result of joining an outcome to those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joined {
    /// It holds there.
    Holds(Placement),
    /// Its bytes belong to what began before it.
    Covered,
    /// Something before it makes it invalid; this is to be checked instead.
    Again(Box<Split>),
}

/// Reason why outcomes cannot be joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OutcomesError {
    /// Nothing is known of some bytes.
    #[error("the split from byte {from} on is missing")]
    Missing {
        /// Offset of the first of them.
        from: u64,
    },
    /// Two outcomes are of the same bytes.
    #[error("there are two outcomes of the split from byte {from} on")]
    Double {
        /// Offset of the first of them.
        from: u64,
    },
}

/// Outcomes of splits of one input, in any order and grouping. `T` is what the caller keeps of each.
#[derive(Debug)]
pub struct Outcomes<T> {
    splits: BTreeMap<u64, (Split, SplitEnd, T)>,
}

impl<T> Default for Outcomes<T> {
    fn default() -> Self {
        Self { splits: BTreeMap::new() }
    }
}

/// Outcomes that were joined so far.
#[derive(Debug, Default)]
struct Prefix {
    /// State in which the check of the input goes on.
    next: Option<SessionStart>,
    records: u64,
    lines: u64,
    /// True once the end of the input was reached.
    is_whole: bool,
}

impl Prefix {
    /// Joins an outcome.
    fn join(&mut self, split: &Split, end: &SplitEnd) -> Result<Joined, OutcomesError> {
        let here = self.next.as_ref().map_or(0, SessionStart::offset);
        if self.is_whole || split.end.is_some_and(|end| end <= here) {
            return Ok(Joined::Covered);
        }
        let changes = match (&self.next, &split.start) {
            (None, None) => Some((end.next.as_ref().map(|next| next.framing.clone()), Changes::default())),
            (Some(next), _) if split.offset() > next.offset => {
                return Err(OutcomesError::Missing { from: next.offset });
            }
            (None, Some(_)) => return Err(OutcomesError::Missing { from: 0 }),
            (Some(next), Some(start)) if start.offset == next.offset => {
                let of_end =
                    end.next.as_ref().map_or((&start.framing, u64::MAX), |next| (&next.framing, next.offset));
                let followed = next.framing.follow(&start.framing, of_end, &end.usage);
                followed.map(|(state, changes)| (Some(state), changes))
            }
            (Some(_), _) => None,
        };
        let Some((state, changes)) = changes else {
            return Ok(Joined::Again(Box::new(Split { start: self.next.clone(), end: split.end })));
        };
        let placement = Placement { records: self.records, lines: self.lines, changes };
        self.is_whole = end.next.is_none();
        self.next =
            end.next.as_ref().zip(state).map(|(next, framing)| SessionStart { offset: next.offset, framing });
        self.records += end.records;
        self.lines += end.lines;
        Ok(Joined::Holds(placement))
    }
}

impl<T> Outcomes<T> {
    /// Adds the outcome of a split.
    pub fn add(&mut self, split: Split, end: SplitEnd, kept: T) -> Result<(), OutcomesError> {
        let from = split.offset();
        match self.splits.insert(from, (split, end, kept)) {
            None => Ok(()),
            Some(_) => Err(OutcomesError::Double { from }),
        }
    }

    /// Adds all outcomes of others, of the same input.
    pub fn merge(&mut self, others: Self) -> Result<(), OutcomesError> {
        others.splits.into_values().try_for_each(|(split, end, kept)| self.add(split, end, kept))
    }

    /// Joins the outcomes in the order of the input. `again` checks a split whose outcome does not hold, and `place`
    /// takes each outcome that belongs to the whole, with its place.
    pub fn join<E: From<OutcomesError>>(
        self,
        mut again: impl FnMut(&Split) -> Result<(SplitEnd, T), E>,
        mut place: impl FnMut(Placement, SplitEnd, T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut whole = Prefix::default();
        for (split, end, kept) in self.splits.into_values() {
            match whole.join(&split, &end)? {
                Joined::Covered => {}
                Joined::Holds(placement) => place(placement, end, kept)?,
                Joined::Again(split) => {
                    let (end, kept) = again(&split)?;
                    if let Joined::Holds(placement) = whole.join(&split, &end)? {
                        place(placement, end, kept)?;
                    }
                }
            }
        }
        if whole.is_whole {
            Ok(())
        } else {
            Err(OutcomesError::Missing { from: whole.next.map_or(0, |next| next.offset) }.into())
        }
    }
}
