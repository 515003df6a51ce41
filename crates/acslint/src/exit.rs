//! How a run ended, as other programs see it.

use acslint_check::Level;

use crate::tally::Tally;
use crate::text::{counted, thousands};

/// The end of a run; what is further down matters more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Records were checked, and nothing is at or above the failing level.
    Success,
    /// Not one record of a known category was seen.
    NothingChecked,
    /// There are findings at or above the failing level.
    Findings,
    /// Wrong usage, an input that cannot be read, or a failure of our own.
    Failure,
}

impl Exit {
    /// The exit code of the process.
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Findings => 1,
            Self::Failure => 2,
            Self::NothingChecked => 3,
        }
    }

    /// How a run that counted this ends; `fail_on` is the failing level, if there is one.
    ///
    /// What was not read leaves unknown what else is wrong, so it outweighs findings; findings say more than the
    /// fact that no record could be identified, so they outweigh that.
    pub(crate) fn of(tally: &Tally, fail_on: Option<Level>) -> Self {
        if tally.interrupted || !tally.unreadable.is_empty() {
            Self::Failure
        } else if failing(tally, fail_on) > 0 {
            Self::Findings
        } else if tally.checked() == 0 {
            Self::NothingChecked
        } else {
            Self::Success
        }
    }

    /// Why the run ended this way: a phrase.
    pub(crate) fn reason(self, tally: &Tally, fail_on: Option<Level>) -> String {
        match self {
            Self::Failure if tally.interrupted => "interrupted: not everything was read".to_owned(),
            Self::Failure => format!("{} could not be read", counted(tally.unreadable.len() as u64, "input")),
            Self::Findings => at_or_above(failing(tally, fail_on), fail_on),
            Self::NothingChecked if tally.files == 0 => "nothing was checked: there is no input".to_owned(),
            Self::NothingChecked if tally.records == 0 => {
                format!("nothing was checked: no record in {}", counted(tally.files, "file"))
            }
            Self::NothingChecked => format!(
                "nothing was checked: none of {} is of a known category",
                counted(tally.records, "record")
            ),
            Self::Success if tally.findings() == 0 => "no findings".to_owned(),
            Self::Success => at_or_above(0, fail_on),
        }
    }
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
