//! Exit codes, as other programs see them.

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
}
