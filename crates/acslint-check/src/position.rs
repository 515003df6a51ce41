//! Positions: lines and columns, counted from a known position in an excerpt of the input.

use crate::Span;

/// Line and column in an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
}

/// Form of an input that its reader decodes, so that a session gets UTF-8 text in place of the input's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecodedFrom {
    /// The session gets the bytes of the input.
    #[default]
    Nothing,
    /// UTF-16, also its byte order mark. Half of a pair, decoded in the manner of UTF-8, stands for one alone, and the byte
    /// 0xFF for half of a unit at the end.
    Utf16,
    /// Rows of Parquet. Each is decoded as a JSON object on a line of its own, so that a line of the text is a row.
    Parquet,
}

/// Relation of offsets in an excerpt to the bytes of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stored {
    /// They count the bytes of the input.
    #[default]
    Same,
    /// The input is UTF-16, and the anchor is at this offset in it.
    Utf16 {
        /// Offset of the anchor in the input.
        anchor: u64,
    },
    /// The input has rows, each a line of the text. Its bytes are not those of the text, and it has no columns of characters.
    Rows,
}

impl Stored {
    /// Relation at the beginning of an input.
    pub(crate) fn beginning(form: DecodedFrom) -> Self {
        match form {
            DecodedFrom::Nothing => Self::Same,
            DecodedFrom::Utf16 => Self::Utf16 { anchor: 0 },
            DecodedFrom::Parquet => Self::Rows,
        }
    }
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
    /// Relation of the offsets to the bytes of the input.
    pub stored: Stored,
}

impl<'a> Excerpt<'a> {
    /// Returns the bytes of a span, as far as they lie within `bytes`.
    pub fn slice(&self, span: Span) -> &'a [u8] {
        &self.bytes[self.index(span.start)..self.index(span.end)]
    }

    /// Returns line and column of an offset at or behind `anchor`.
    ///
    /// Of an input of rows, the line is the row and the column is 1. In bytes that are not UTF-8, each byte that does not continue a character counts as one.
    pub fn position(&self, offset: u64) -> Position {
        let bytes = &self.bytes[self.index(self.anchor)..self.index(offset.max(self.anchor))];
        if self.stored == Stored::Rows {
            let rows = memchr::memchr_iter(b'\n', bytes).count() as u64;
            return Position { line: self.anchor_position.line + rows, column: 1 };
        }
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

    /// Returns the excerpt with its anchor moved to an offset at or behind it.
    #[must_use]
    pub fn anchored_at(self, offset: u64) -> Self {
        let stored = match self.stored {
            Stored::Utf16 { anchor } => Stored::Utf16 { anchor: anchor + self.utf_16_length(offset) },
            Stored::Same | Stored::Rows => self.stored,
        };
        Self { anchor: offset, anchor_position: self.position(offset), stored, ..self }
    }

    /// Returns the number of the row that an offset at or behind the anchor is in, if the input has rows in place of lines.
    pub(crate) fn row(&self, offset: u64) -> Option<u64> {
        (self.stored == Stored::Rows).then(|| self.position(offset).line)
    }

    /// Returns the bytes of the input that a span at or behind the anchor stands for.
    pub fn stored_span(&self, span: Span) -> Span {
        match self.stored {
            Stored::Same => span,
            Stored::Rows => Span::new(0, 0),
            Stored::Utf16 { anchor } => {
                Span::new(anchor + self.utf_16_length(span.start), anchor + self.utf_16_length(span.end))
            }
        }
    }

    /// Number of bytes from the anchor to an offset, as UTF-16.
    fn utf_16_length(&self, offset: u64) -> u64 {
        let bytes = &self.bytes[self.index(self.anchor)..self.index(offset.max(self.anchor))];
        let count = |of: fn(u8) -> bool| bytes.iter().filter(|byte| of(**byte)).count() as u64;
        // A character of four bytes is a pair of units; the byte 0xFF stands for half of a unit.
        2 * (characters(bytes) + count(|byte| matches!(byte, 0xF0..=0xF4))) - count(|byte| byte == 0xFF)
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
