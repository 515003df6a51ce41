//! Errors of custom categories: about the configuration of a category, or about a place in a schema.

use std::ops::Range;

/// Error of custom categories that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CustomCategoryError {
    /// The configuration of a category is invalid.
    #[error("category `{name}`: {message}")]
    Category {
        /// Name of the category.
        name: String,
        /// Description of the error.
        message: String,
        /// Advice on the fix.
        help: Option<String>,
    },
    /// A schema cannot be used.
    #[error("{file}{}: {message}", place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default())]
    Schema {
        /// Name of the category whose schema refers to it.
        name: String,
        /// Path of the file.
        file: String,
        /// Line and column, from 1, if the place in the file is known.
        place: Option<(u32, u32)>,
        /// Invalid bytes of the file, if their end is known too.
        span: Option<Range<u32>>,
        /// Description of the error.
        message: String,
        /// Advice on the fix.
        help: Option<String>,
    },
}

impl CustomCategoryError {
    /// Returns the advice on the fix.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Category { help, .. } | Self::Schema { help, .. } => help.as_deref(),
        }
    }

    /// Returns the name of the category that the error is about.
    pub fn category(&self) -> &str {
        match self {
            Self::Category { name, .. } | Self::Schema { name, .. } => name,
        }
    }
}
