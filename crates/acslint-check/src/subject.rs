//! Subjects of events: the type of a record, or another identified subject.

use std::fmt;

use acslint_types::{Category, Shape};

/// Type of a record: a category, in one of its shapes.
///
/// It holds only the name of the category; [`Category::by_id`] returns the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordType {
    /// Name of the category.
    pub category: &'static str,
    /// Shape; `None` for a category without shapes, which does not belong to Communication Services.
    pub shape: Option<Shape>,
}

impl RecordType {
    /// Type of the records of a custom category.
    pub(crate) const fn custom(category: &'static str) -> Self {
        Self { category, shape: None }
    }

    /// Type of a category's records in this shape.
    pub const fn of(category: &Category, shape: Shape) -> Self {
        Self { category: category.id, shape: Some(shape) }
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape {
            Some(shape) => write!(f, "{} ({shape})", self.category),
            None => f.write_str(self.category),
        }
    }
}

/// Identified subject of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Record of a known category, checked in full.
    Known(RecordType),
    /// Record of another service, a metric or an event: recognized, but not checked.
    Foreign {
        /// Description such as `resource log of MICROSOFT.KEYVAULT/VAULTS`; at most 100 characters.
        kind: String,
    },
    /// Record whose category is missing or unknown: its findings report that, and no other check was made.
    Unknown,
    /// Not a record: JSON that is not an object, or bytes that are not JSON.
    Unreadable {
        /// Type of the broken record, if its beginning or its folder tells.
        record_type: Option<RecordType>,
    },
    /// JSON Schema, which was linted.
    Schema,
}

impl Subject {
    /// Type of a record that was checked in full, or that is broken.
    pub fn record_type(&self) -> Option<RecordType> {
        match self {
            Self::Known(record_type) => Some(*record_type),
            Self::Unreadable { record_type } => *record_type,
            Self::Foreign { .. } | Self::Unknown | Self::Schema => None,
        }
    }

    /// Name of the category, if it is known.
    pub fn category(&self) -> Option<&'static str> {
        self.record_type().map(|record_type| record_type.category)
    }
}
