//! Events of an input: an [`Event`] for each record that is not proved clean, and for each fault between records.

use std::fmt;

use acslint_types::{Category, Shape};

use crate::{Contents, Disclosure, Finding, KeptDisclosure, Span, disclosure::EVERYWHERE};

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

    /// Type of a record that was checked in full.
    pub fn record_type(&self) -> Option<RecordType> {
        match self {
            Self::Known(record_type) => Some(*record_type),
            Self::Foreign { .. } | Self::Unknown | Self::Unreadable | Self::Schema => None,
        }
    }
}

/// Line and column in an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
}

/// Bytes around an event, and their position in the input.
#[derive(Debug, Clone, Copy)]
pub struct Excerpt<'a> {
    /// Part of the input that is in memory: all bytes of the event, and some before and behind them.
    pub bytes: &'a [u8],
    /// Offset of the first of `bytes` in the input.
    pub offset: u64,
    /// Offset within `bytes` of a known position, at or before all bytes that the event refers to.
    pub anchor: u64,
    /// Position of `anchor`.
    pub anchor_position: Position,
}

impl<'a> Excerpt<'a> {
    /// Returns the bytes of a span, as far as they lie within `bytes`.
    pub fn slice(&self, span: Span) -> &'a [u8] {
        &self.bytes[self.index(span.start)..self.index(span.end)]
    }

    /// Returns line and column of an offset at or behind `anchor`.
    ///
    /// In bytes that are not UTF-8, each byte that does not continue a character counts as one.
    pub fn position(&self, offset: u64) -> Position {
        let bytes = &self.bytes[self.index(self.anchor)..self.index(offset.max(self.anchor))];
        match memchr::memrchr(b'\n', bytes) {
            None => Position {
                line: self.anchor_position.line,
                column: self.anchor_position.column + characters(bytes) - u64::from(self.has_mark(bytes)),
            },
            Some(last) => Position {
                line: self.anchor_position.line + memchr::memchr_iter(b'\n', bytes).count() as u64,
                column: 1 + characters(&bytes[last + 1..]),
            },
        }
    }

    /// Returns true if the bytes begin with the byte order mark of the input, which editors do not count as a
    /// column.
    fn has_mark(&self, bytes: &[u8]) -> bool {
        self.anchor == 0 && bytes.starts_with(b"\xEF\xBB\xBF")
    }

    fn index(&self, offset: u64) -> usize {
        usize::try_from(offset.saturating_sub(self.offset))
            .map_or(self.bytes.len(), |index| index.min(self.bytes.len()))
    }
}

/// Returns the number of characters: of bytes that do not continue another one.
fn characters(bytes: &[u8]) -> u64 {
    if bytes.is_ascii() {
        return bytes.len() as u64;
    }
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() as u64
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
    /// What tells which of its bytes anybody may see: [`Event::shown`].
    pub disclosure: Disclosure<'a>,
    /// The bytes around it.
    pub excerpt: Excerpt<'a>,
}

impl Event<'_> {
    /// Its bytes that say nothing about a person, in input order, none overlapping. What stands between them may be shown to
    /// nobody who may not see the record.
    ///
    /// It takes some time to find out, so this is to be asked about what is shown only.
    pub fn shown(&self) -> Vec<Span> {
        self.disclosure.spans(EVERYWHERE, self.span, self.excerpt)
    }

    /// The same, but only what has a byte in common with this span.
    pub fn shown_near(&self, near: Span) -> Vec<Span> {
        self.disclosure.spans(near, self.span, self.excerpt)
    }

    /// The [disclosure](Self::disclosure), to be kept with the event's bytes.
    pub fn kept_disclosure(&self) -> KeptDisclosure {
        self.disclosure.kept(self.span, self.excerpt)
    }
}
