//! Ground: what an input is made of where records follow each other and nothing else.
//!
//! On it a record can be told from its own bytes and the few around it, with no knowledge of the rest of the input.

use std::ops::Range;

use super::envelope;
use crate::document::{Document, Embedded, Kind, Tree};

/// How records follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LayoutKind {
    /// Each on a line of its own; it begins where a line does.
    Lines,
    /// In an array, behind a comma each; it begins behind a record.
    Items,
}

/// Where the next record begins, and where to stop reading it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Next {
    pub(crate) record: usize,
    pub(crate) limit: usize,
    /// Whether the record must end before `limit`; else it may go on behind the bytes.
    pub(crate) whole: bool,
}

impl LayoutKind {
    /// Finds the record that follows `at`, if there is one and nothing else before it.
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

    /// Where the ground goes on behind the record at `range`, which was parsed into `tree`, if it does.
    pub(crate) fn behind(
        self,
        bytes: &[u8],
        range: &Range<usize>,
        limit: usize,
        tree: &Tree,
    ) -> Option<usize> {
        let document = Document { text: "", tree, embedded: &Embedded::default() };
        let is_record = tree.nodes.first().is_some_and(|node| node.kind == Kind::Object)
            && matches!(envelope::inside(document, &bytes[range.clone()]), envelope::Inside::Nothing);
        let rest = &bytes[range.end..limit];
        match self {
            _ if !is_record => None,
            Self::Items => Some(range.end),
            Self::Lines => rest.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')).then_some(limit + 1),
        }
    }
}

/// Where the white space that begins at `at` ends.
pub(crate) fn skip_white_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count()
}

/// Where the next line begins that holds something, or the last one; the lines before it are counted.
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

/// The first keys of the records so far, with quotes: they tell where a record begins.
#[derive(Debug, Clone, Default)]
pub(crate) struct FirstKeys(Vec<Vec<u8>>);

/// How many first keys are remembered, and how long each may be.
const MOST: usize = 8;
const LONGEST: usize = 64;

impl FirstKeys {
    pub(crate) fn known(&self) -> &[Vec<u8>] {
        &self.0
    }

    /// Remembers the first key of a record that was parsed into `tree`.
    pub(crate) fn remember_of(&mut self, record: &[u8], tree: &Tree) {
        if let Some(key) = tree.nodes.get(1) {
            self.remember(&record[key.start as usize..key.end as usize]);
        }
    }

    pub(crate) fn remember(&mut self, key: &[u8]) {
        if self.0.len() < MOST && key.len() <= LONGEST && !self.0.iter().any(|known| known == key) {
            self.0.push(key.to_vec());
        }
    }

    /// Remembers those of records that follow.
    pub(crate) fn extend(&mut self, later: &Self) {
        for key in &later.0 {
            self.remember(key);
        }
    }

    /// Whether an object with one of them begins with the text.
    pub(crate) fn begin(&self, text: &[u8]) -> bool {
        let inside = text.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        inside.is_some_and(|inside| self.0.iter().any(|key| inside.starts_with(key)))
    }
}
