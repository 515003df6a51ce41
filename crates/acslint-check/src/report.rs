//! What checking says of an input, piece by piece: an [`Event`] for each record that is not merely proved clean, and for each
//! stretch between records.

use std::fmt;

use acslint_types::{Category, Shape};

use crate::{Contents, Disclosure, Finding, KeptDisclosure, Span, disclosure::EVERYWHERE};

/// What a record is checked as: a category, in one of its shapes.
///
/// It names the category only, as reports do: what else is known of one, [`Category::by_id`] has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordType {
    /// The name of the category.
    pub category: &'static str,
    /// The shape; `None` where the category has none, because it is none of Communication Services.
    pub shape: Option<Shape>,
}

impl RecordType {
    /// The type of the records of a custom category.
    pub(crate) const fn custom(category: &'static str) -> Self {
        Self { category, shape: None }
    }

    /// The type of a category's records in this shape.
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

/// What a record was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A record of a known category, checked in full.
    Known(RecordType),
    /// A record of another service, a metric or an event: recognised, not checked.
    Foreign {
        /// What it is, such as `resource log of MICROSOFT.KEYVAULT/VAULTS`; at most 100 characters.
        kind: String,
    },
    /// A record whose category is missing or unknown: its findings say so, and nothing else was checked.
    Unknown,
    /// Not a record: JSON that is no object, or bytes that are no JSON.
    Unreadable,
    /// A JSON Schema, which was linted.
    Schema,
}

impl Subject {
    /// The name of the category, if it is known.
    pub fn category(&self) -> Option<&'static str> {
        match self {
            Self::Known(record_type) => Some(record_type.category),
            Self::Foreign { .. } | Self::Unknown | Self::Unreadable | Self::Schema => None,
        }
    }
}

/// A place as people name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
}

/// The bytes around an event, and where they stand in the input.
#[derive(Debug, Clone, Copy)]
pub struct Excerpt<'a> {
    /// What is in memory of the input: all of the event's bytes, and some before and behind them.
    pub bytes: &'a [u8],
    /// Offset of the first of `bytes` in the input.
    pub offset: u64,
    /// Offset of a byte at or before everything that the event points at, within `bytes`, whose position is known.
    pub anchor: u64,
    /// The position of `anchor`.
    pub anchor_position: Position,
}

impl<'a> Excerpt<'a> {
    /// The bytes of a span; what of it lies outside `bytes` is left out.
    pub fn slice(&self, span: Span) -> &'a [u8] {
        &self.bytes[self.index(span.start)..self.index(span.end)]
    }

    /// Line and column of an offset at or behind `anchor`.
    ///
    /// Bytes that are no UTF-8 count as one character for each byte that begins none.
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

    /// Whether the bytes begin with the byte order mark of the input, which no editor counts as a column.
    fn has_mark(&self, bytes: &[u8]) -> bool {
        self.anchor == 0 && bytes.starts_with(b"\xEF\xBB\xBF")
    }

    fn index(&self, offset: u64) -> usize {
        usize::try_from(offset.saturating_sub(self.offset))
            .map_or(self.bytes.len(), |index| index.min(self.bytes.len()))
    }
}

/// Number of characters: bytes that do not continue another one.
fn characters(bytes: &[u8]) -> u64 {
    if bytes.is_ascii() {
        return bytes.len() as u64;
    }
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() as u64
}

/// Takes what checking says of an input.
pub trait Report {
    /// A record that was checked in full, or a stretch between records; in input order.
    fn event(&mut self, event: &Event<'_>);

    /// So many records of a type were proved clean: they have no finding, and no event.
    fn proved_clean(&mut self, record_type: RecordType, records: u64);
}

/// One record, or a stretch of input that is none.
#[derive(Debug)]
pub struct Event<'a> {
    /// Number of the record in its input, from 1; for a stretch between records, of the record before it (0 at the start).
    pub record: u64,
    /// Its bytes.
    pub span: Span,
    /// What it was taken for; `None` for a stretch between records.
    pub subject: Option<Subject>,
    /// What is wrong with it, in the order of the bytes.
    pub findings: &'a [Finding],
    /// What a record of a known category holds, where the [settings](crate::Settings::contents) ask for it.
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
