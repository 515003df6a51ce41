//! Presets: levels of rules and groups under one name.

use acslint_check::Level;
use schemars::JsonSchema;
use serde::Deserialize;

/// Preset that the levels of the rules start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Preset {
    /// Suspicious records are errors: recommended properties are required, and unknown properties are not allowed.
    Strict,
    /// Only wrong records count: suspicious ones are information, and recommended or unknown properties are
    /// ignored.
    Lenient,
}

impl Preset {
    /// Returns the name of the preset in files; an option has the same name.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Lenient => "lenient",
        }
    }

    /// Levels of rules and groups in the preset; the last one for a rule applies.
    pub(crate) const fn levels(self) -> &'static [(&'static str, Level)] {
        match self {
            Self::Strict => &[("suspicious", Level::Error)],
            Self::Lenient => &[
                ("suspicious", Level::Info),
                ("missing-recommended-field", Level::Allow),
                ("unexpected-value", Level::Allow),
                ("unknown-field", Level::Allow),
            ],
        }
    }
}
