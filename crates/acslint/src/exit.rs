//! End of a run, as other programs see it.

use acslint_check::Level;

use crate::gate::{Gates, Unmet};
use crate::tally::Tally;
use crate::text::{counted, thousands};

/// Criteria for a successful end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Criteria {
    /// Failing level, if any.
    pub(crate) fail_on: Option<Level>,
    /// Gates.
    pub(crate) gates: Gates,
}

/// End of a run; a later variant has precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Records were checked, and nothing is at or above the failing level.
    Success,
    /// No record of a known category was found, or fewer than required.
    NothingChecked,
    /// There are findings at or above the failing level.
    Findings,
    /// Wrong usage, an unreadable input, or an internal failure.
    Failure,
}

impl Exit {
    /// Returns the exit code of the process.
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Findings => 1,
            Self::Failure => 2,
            Self::NothingChecked => 3,
        }
    }

    /// Returns the end of a run with these counts.
    ///
    /// An unreadable input may contain further defects, so it outweighs findings. Findings are more specific than the
    /// lack of any identified record, so they outweigh that. A failed gate ranks with nothing checked: the records
    /// found are not sufficient for a verdict.
    pub(crate) fn of(tally: &Tally, criteria: &Criteria) -> Self {
        if tally.interrupted || !tally.unreadable.is_empty() {
            Self::Failure
        } else if failing(tally, criteria.fail_on) > 0 {
            Self::Findings
        } else if tally.checked() == 0 || !criteria.gates.unmet(tally).is_empty() {
            Self::NothingChecked
        } else {
            Self::Success
        }
    }

    /// Returns the reason as a phrase.
    pub(crate) fn reason(self, tally: &Tally, criteria: &Criteria) -> String {
        match (self, too_little(tally, criteria)) {
            (Self::Findings, Some(too_little)) => format!("{}; {too_little}", self.main(tally, criteria)),
            (Self::NothingChecked, Some(too_little)) if tally.checked() > 0 => too_little,
            _ => self.main(tally, criteria),
        }
    }

    /// Returns the reason without the gates.
    fn main(self, tally: &Tally, criteria: &Criteria) -> String {
        let fail_on = criteria.fail_on;
        match self {
            Self::Failure if tally.interrupted => "interrupted: not everything was read".to_owned(),
            Self::Failure if tally.unreadable.is_empty() => "the baseline could not be written".to_owned(),
            Self::Failure => format!("{} could not be read", counted(tally.unreadable.len() as u64, "input")),
            Self::Findings => at_or_above(failing(tally, fail_on), fail_on),
            Self::NothingChecked if tally.files == 0 => "nothing was checked: no inputs".to_owned(),
            Self::NothingChecked if tally.records == 0 => {
                format!("nothing was checked: no records in {}", counted(tally.files, "file"))
            }
            Self::NothingChecked => format!(
                "nothing was checked: none of {} is of a known category",
                counted(tally.records, "record")
            ),
            Self::Success if tally.findings() > 0 => at_or_above(0, fail_on),
            Self::Success if tally.known > 0 => "no new findings".to_owned(),
            Self::Success => "no findings".to_owned(),
        }
    }
}

/// Returns the failed gates as a phrase.
pub(crate) fn too_little(tally: &Tally, criteria: &Criteria) -> Option<String> {
    let reasons: Vec<_> = criteria.gates.unmet(tally).into_iter().map(Unmet::reason).collect();
    (!reasons.is_empty()).then(|| format!("too little was checked: {}", reasons.join("; ")))
}

/// Returns true if a run with these counts checked everything, as far as it can determine.
pub(crate) fn is_complete(tally: &Tally, criteria: &Criteria) -> bool {
    let is_read = !tally.interrupted && tally.unreadable.is_empty();
    is_read && tally.checked() > 0 && criteria.gates.unmet(tally).is_empty()
}

fn failing(tally: &Tally, fail_on: Option<Level>) -> u64 {
    fail_on.map_or(0, |level| tally.at_or_above(level))
}

fn at_or_above(findings: u64, fail_on: Option<Level>) -> String {
    match (fail_on, findings) {
        (None, _) => "findings do not fail this run".to_owned(),
        (Some(level), 0) => format!("no finding at or above `{level}`"),
        (Some(level), 1) => format!("1 finding at or above `{level}`"),
        (Some(level), findings) => format!("{} findings at or above `{level}`", thousands(findings)),
    }
}
