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
