//! Settings of the checks, and hints about one input.

use std::sync::Arc;

use acslint_types::{Category, Shape};

use crate::{Along, DecodedFrom, Destination, Level, Window, custom::CustomCategories};

/// Settings of the checks.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the settings are independent")]
pub struct Settings {
    /// Levels that differ from the rules' own, by the id of a rule or a group; the last entry for a rule counts.
    pub levels: Vec<(String, Level)>,
    /// Levels for findings about some categories and properties only; the last one that applies to a rule counts.
    pub overrides: Vec<Override>,
    /// Category of records that do not name theirs.
    pub category: Option<&'static Category>,
    /// Custom category of records that do not name theirs, which has precedence over `category`.
    pub custom_category: Option<&'static str>,
    /// Shape to assume where a record fits both.
    pub shape: Option<Shape>,
    /// Custom categories of the user.
    pub custom: CustomCategories,
    /// True to check every record in full, without the fast path, and to validate every value with jsonschema,
    /// without the precheck.
    ///
    /// The findings are the same, and each record has an event; it takes many times as long. Tests and fuzzing
    /// compare the faster paths with it.
    pub full_path_only: bool,
    /// True if each event has the contents of its record, see [`Event::contents`](crate::Event::contents).
    ///
    /// Every record is then checked in full, since the fast path does not determine them.
    pub contents: bool,
    /// True if the contents have the public values of the properties too.
    pub values: bool,
    /// Window of time outside of which records are not selected: they have no events, and the report receives
    /// [their number](crate::Report::unselected).
    pub window: Option<Window>,
    /// True if the report wants parts: the bytes of a clean record outside of the window must be apart from others.
    pub keeps_apart: bool,
    /// Dimension along which records that are proved clean are [counted](crate::Report::proved_clean_along).
    pub along: Option<Along>,
    /// Destination of the records: each event then has a [forecast](crate::Event::forecast), and records that are proved
    /// clean lose nothing there.
    pub destination: Option<Arc<dyn Destination>>,
}

/// Levels that differ for findings about some categories and properties.
#[derive(Debug, Clone, Default)]
pub struct Override {
    /// Names of the categories, known or custom. If there are none, the override applies to all, and to records of
    /// unknown ones.
    pub categories: Vec<&'static str>,
    /// Canonical names of the properties, as in [`Finding::field`](crate::Finding) for custom categories, or names
    /// of members that are not properties (see [`Finding::subject`](crate::Finding::subject)). If there are none, the override applies to
    /// all findings.
    pub fields: Vec<String>,
    /// Levels by the id of a rule or a group; the last entry for a rule counts.
    pub levels: Vec<(String, Level)>,
}

/// Error of making a [`Checker`](crate::Checker).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// A level was given for a rule that does not exist.
    #[error("unknown rule `{rule}`{}", suggestion.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default())]
    UnknownRule {
        /// The given id.
        rule: String,
        /// The nearest rule id.
        suggestion: Option<&'static str>,
    },
}

/// Hints about an input from outside its bytes. They serve suggestions and the rule `wrong-container`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints {
    /// Category that the folders of the input's path name.
    pub category: Option<&'static Category>,
    /// Hour that they name, counted from 1970-01-01T00:00:00Z.
    pub hour: Option<i64>,
    /// Form that the caller decodes the input from.
    pub decoded_from: DecodedFrom,
}
