//! Start of a session between two lines of an input: [`SessionStart`].

use serde::{Deserialize, Serialize};

use crate::framing::FramingState;

/// Start of a session in the middle of an input. It can be written as JSON, and read by the same version of acslint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionStart {
    /// Offset in the input.
    pub(crate) offset: u64,
    pub(crate) framing: FramingState,
}

impl SessionStart {
    /// Offset in the input, which begins a line.
    pub fn offset(&self) -> u64 {
        self.offset
    }
}
