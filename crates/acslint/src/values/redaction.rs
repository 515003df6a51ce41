//! Formats in which personal data is masked.

use serde::{Serialize, Serializer};

use super::Format;

/// Formats in which personal data is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Redaction {
    /// All formats.
    All,
    /// No format.
    None,
    /// Formats meant for sharing.
    Shared,
}

impl Redaction {
    /// Returns true if a report in this format masks personal data.
    pub(crate) fn masks(self, format: Format) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Shared => format.leaves_the_machine(),
        }
    }
}

impl From<bool> for Redaction {
    fn from(redact: bool) -> Self {
        if redact { Self::All } else { Self::None }
    }
}

impl Serialize for Redaction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_bool(true),
            Self::None => serializer.serialize_bool(false),
            Self::Shared => serializer.serialize_str("in formats meant for sharing"),
        }
    }
}
