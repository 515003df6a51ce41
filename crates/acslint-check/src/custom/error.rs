//! Why the categories of a configuration cannot be used: what is wrong with which category, or where in which schema.

use std::ops::Range;

/// Why custom categories cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CustomCategoryError {
    /// What the configuration says of a category means nothing.
    #[error("category `{name}`: {message}")]
    Category {
        /// The name of the category.
        name: String,
        /// What is wrong.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// A schema cannot be used.
    #[error("{file}{}: {message}", place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default())]
    Schema {
        /// The name of the category whose schema leads to it.
        name: String,
        /// The path of the file.
        file: String,
        /// Line and column, from 1, where the place in the file is known.
        place: Option<(u32, u32)>,
        /// The bytes of the file that are wrong, where more is known than where they begin.
        span: Option<Range<u32>>,
        /// What is wrong.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
}

impl CustomCategoryError {
    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Category { help, .. } | Self::Schema { help, .. } => help.as_deref(),
        }
    }

    /// The category that it is about.
    pub fn category(&self) -> &str {
        match self {
            Self::Category { name, .. } | Self::Schema { name, .. } => name,
        }
    }
}
