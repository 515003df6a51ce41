//! Events of an input: an [`Event`] for each record that is not proved clean, and for each fault between records.

use std::fmt;

use acslint_types::{Category, Shape};

use crate::{Contents, Excerpt, Finding, Span};

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
    Unreadable,
    /// JSON Schema, which was linted.
    Schema,
}

impl Subject {
    /// Name of the category, if it is known.
    pub fn category(&self) -> Option<&'static str> {
        match self {
            Self::Known(record_type) => Some(record_type.category),
            Self::Foreign { .. } | Self::Unknown | Self::Unreadable | Self::Schema => None,
        }
    }
}

/// Receiver of the events of an input.
pub trait Report {
    /// Receives a record that was checked in full, or a fault between records; in input order.
    fn event(&mut self, event: &Event<'_>);

    /// Receives a number of records of a type that were proved clean: they have no findings and no events.
    fn proved_clean(&mut self, record_type: RecordType, records: u64);
}

/// Event: a record, or a part of the input that is not a record.
#[derive(Debug)]
pub struct Event<'a> {
    /// Number of the record in its input, from 1; between records, that of the record before (0 at the start).
    pub record: u64,
    /// Range of its bytes.
    pub span: Span,
    /// Identified subject; `None` between records.
    pub subject: Option<Subject>,
    /// Findings, in the order of the bytes.
    pub findings: &'a [Finding],
    /// Contents of a record of a known category, if the [settings](crate::Settings::contents) ask for them.
    pub contents: Option<&'a Contents>,
    /// Spans that contain no personal data, if the [settings](crate::Settings::disclosure) ask for them: in input
    /// order, without overlaps. The bytes between them may be shown only to people who may see the record.
    pub shown: &'a [Span],
    /// Bytes around it.
    pub excerpt: Excerpt<'a>,
}
