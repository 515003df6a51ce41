//! Check of a split, up to the next one.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};

use crate::{Checker, Hints, Report, Session, SessionStart, WorkerState, framing::Usage};

/// Number of bytes that are read and checked at once.
const PIECE: usize = 512 * 1024;

/// Part of an input.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// State in which its check begins; `None` for the beginning of the input.
    pub start: Option<SessionStart>,
    /// Offset of the next split, where a line begins; `None` if there is none.
    pub end: Option<u64>,
}

impl Split {
    /// Offset of its first byte in the input.
    pub fn offset(&self) -> u64 {
        self.start.as_ref().map_or(0, SessionStart::offset)
    }
}

/// End of the check of a split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitEnd {
    /// State in which the check of the input goes on; `None` at the end of the input. It may lie behind the end of the
    /// split, if a record, or an array with all records behind it, began in the split.
    pub(crate) next: Option<SessionStart>,
    pub(crate) usage: Usage,
    pub(crate) records: u64,
    pub(crate) lines: u64,
    pub(crate) bytes: u64,
}

impl SplitEnd {
    /// Number of records in the split.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Number of bytes that belong to the split, and to what began in it.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// Bytes of a split that are read and not consumed.
struct Unfinished<'r> {
    bytes: &'r mut dyn Read,
    buffer: Vec<u8>,
    /// True after the last byte of the input.
    is_end: bool,
}

impl Unfinished<'_> {
    /// Reads until the buffer has so many bytes, or the input ends.
    fn fill(&mut self, length: usize) -> io::Result<()> {
        let missing = length.saturating_sub(self.buffer.len());
        if missing > 0 && !self.is_end {
            let read = self.bytes.take(missing as u64).read_to_end(&mut self.buffer)?;
            self.is_end = read < missing;
        }
        Ok(())
    }

    /// Returns the length of the shortest text that has more than `least` bytes and ends with a line; all bytes if there
    /// is none in the buffer.
    fn lines(&self, least: usize) -> usize {
        let rest = self.buffer.get(least..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(self.buffer.len(), |newline| least + newline + 1)
    }
}

impl Checker {
    /// Checks a split. `bytes` are those of the input from the [offset](Split::offset) of the split on; as many are read
    /// behind the end of the split as the last record needs. Lines and records count from the beginning of the split.
    pub fn check_split(
        &self,
        state: &mut WorkerState,
        hints: Hints,
        split: &Split,
        bytes: &mut dyn Read,
        report: &mut dyn Report,
    ) -> io::Result<SplitEnd> {
        let mut session = match &split.start {
            Some(start) => Session::resume(self, hints, start),
            None => Session::new(self, hints),
        };
        let begin = session.offset();
        let mut unfinished = Unfinished { bytes, buffer: Vec::new(), is_end: false };
        // Least number of bytes of the next attempt, after one that consumed nothing.
        let mut least = 0;
        let mut overhang = 1;
        loop {
            let offset = session.offset();
            let next = session.pause().filter(|_| split.end.is_some_and(|end| offset >= end));
            if next.is_some() {
                return Ok(ended(&session, begin, next));
            }
            let left = split.end.map(|end| usize::try_from(end.saturating_sub(offset)).unwrap_or(usize::MAX));
            let wanted = match left {
                None => least.max(PIECE),
                Some(left) if left > least => left.min(least.max(PIECE)),
                // The last record goes on behind the split.
                Some(left) => {
                    overhang = (2 * overhang).min(PIECE);
                    left.max(least) + overhang
                }
            };
            unfinished.fill(wanted)?;
            let goes_on = left.is_some_and(|left| wanted > left);
            if goes_on && !unfinished.is_end {
                // As little as possible is read twice: by this split, and by the next one.
                unfinished.fill(wanted + PIECE)?;
            }
            let length = match left {
                Some(left) if goes_on => unfinished.lines(left.max(wanted - 1)),
                _ => wanted.min(unfinished.buffer.len()),
            };
            let is_end = unfinished.is_end && length == unfinished.buffer.len();
            let done = session.advance(state, &unfinished.buffer[..length], is_end, report);
            unfinished.buffer.drain(..done);
            if is_end {
                return Ok(ended(&session, begin, None));
            }
            least = if done == 0 { 2 * length } else { 0 };
        }
    }
}

fn ended(session: &Session<'_>, begin: u64, next: Option<SessionStart>) -> SplitEnd {
    SplitEnd {
        next,
        usage: session.usage().clone(),
        records: session.records(),
        lines: session.lines(),
        bytes: session.offset() - begin,
    }
}
