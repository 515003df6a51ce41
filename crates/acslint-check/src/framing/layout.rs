//! Record layout: the structure of an input where records follow each other and nothing else.
//!
//! In a layout, a record can be recognized from its own bytes and a few around it, without the rest of the input.

use std::ops::Range;

use super::envelope;
use crate::document::{Document, Embedded, Kind, Tree};

/// Layout of consecutive records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LayoutKind {
    /// One record a line, beginning with the line.
    Lines,
    /// Items of an array: a comma and a record, beginning behind the record before.
    Items,
}

/// Start of the next record, and the limit for reading it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Next {
    pub(crate) record: usize,
    pub(crate) limit: usize,
    /// True if the record must end before `limit`; otherwise it may continue behind the bytes.
    pub(crate) whole: bool,
}

impl LayoutKind {
    /// Finds the record that follows `at`, if nothing else precedes it.
    pub(crate) fn next(self, bytes: &[u8], at: usize) -> Option<Next> {
        let at = skip_white_space(bytes, at);
        let next = match self {
            Self::Lines => {
                let limit = at + memchr::memchr(b'\n', &bytes[at..])?;
                Next { record: at, limit, whole: true }
            }
            Self::Items if bytes.get(at) == Some(&b',') => {
                Next { record: skip_white_space(bytes, at + 1), limit: bytes.len(), whole: false }
            }
            Self::Items => return None,
        };
        let text = &bytes[next.record..next.limit];
        let is_object = text.first() == Some(&b'{') && u32::try_from(text.len()).is_ok();
        (is_object && matches!(envelope::opening(text, next.whole, false), Ok(None))).then_some(next)
    }

    /// Returns the offset where the layout continues behind the record at `range`, parsed into `tree`; `None` if it
    /// ends.
    pub(crate) fn behind(
        self,
        bytes: &[u8],
        range: &Range<usize>,
        limit: usize,
        tree: &Tree,
    ) -> Option<usize> {
        let document = Document { text: "", tree, embedded: &Embedded::default() };
        let is_record = tree.get(0).is_some_and(|node| node.kind == Kind::Object)
            && matches!(envelope::inside(document, &bytes[range.clone()]), envelope::Inside::Nothing);
        let rest = &bytes[range.end..limit];
        match self {
            _ if !is_record => None,
            Self::Items => Some(range.end),
            Self::Lines => rest.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')).then_some(limit + 1),
        }
    }
}

/// Returns the end of the white space that begins at `at`.
pub(crate) fn skip_white_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count()
}

/// Returns the start of the next line that is not blank, or of the last line, and counts the lines before it.
pub(crate) fn pass_blank_lines(bytes: &[u8], at: usize, lines: &mut u64) -> usize {
    let mut at = at;
    loop {
        let blank = bytes.get(at..).unwrap_or_default();
        let end = at + blank.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        if bytes.get(end) != Some(&b'\n') {
            return at;
        }
        *lines += 1;
        at = end + 1;
    }
}

/// First keys of the records so far, with quotes: recovery recognizes the beginning of a record by them.
#[derive(Debug, Clone, Default)]
pub(crate) struct FirstKeys(Vec<Vec<u8>>);

/// Largest number of first keys, and the longest one in bytes.
pub(super) const MOST: usize = 8;
const LONGEST: usize = 64;

impl FirstKeys {
    pub(crate) fn known(&self) -> &[Vec<u8>] {
        &self.0
    }

    /// Remembers the first key of a record that was parsed into `tree`.
    pub(crate) fn remember_of(&mut self, record: &[u8], tree: &Tree) {
        if let Some(key) = tree.get(1) {
            self.remember(&record[key.start as usize..key.end as usize]);
        }
    }

    pub(crate) fn remember(&mut self, key: &[u8]) {
        if self.0.len() < MOST && key.len() <= LONGEST && !self.0.iter().any(|known| known == key) {
            self.0.push(key.to_vec());
        }
    }

    /// Adds the first keys of later records.
    pub(crate) fn extend(&mut self, later: &Self) {
        for key in &later.0 {
            self.remember(key);
        }
    }

    /// Returns true if the text begins with an object that has one of the keys first.
    pub(crate) fn begin(&self, text: &[u8]) -> bool {
        let inside = text.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        inside.is_some_and(|inside| self.0.iter().any(|key| inside.starts_with(key)))
    }
}
