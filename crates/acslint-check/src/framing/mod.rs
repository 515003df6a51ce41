//! Framing: finds the records in the bytes of an input, by content and never by file name.
//!
//! An input is a sequence of JSON values. Arrays and `{"records": […]}` envelopes are opened, so that each record
//! is read, checked and forgotten on its own. Recovery skips invalid bytes up to the next record. The result does
//! not depend on how the input is cut into buffers: a decision that needs further bytes waits for them. No byte is
//! read more often than a constant number of times, whatever the input is: see [`effort`].

mod broken;
mod containers;
mod effort;
mod envelope;
mod layout;
mod mend;
mod query_answer;
mod recover;
mod resume;
mod sniff;
mod stray;
mod value;

use std::ops::Range;

use crate::document::{Comment, Fault, FaultKind, Kind, Reading, Tree, comment, read};
use crate::spreadsheet::Damage;
use effort::Effort;
use recover::Search;
use stray::{Passed, Reported};

pub(crate) use envelope::CONTAINER_KEYS;
pub(crate) use layout::{FirstKeys, LayoutKind, pass_blank_lines, skip_white_space};
pub(crate) use mend::Mended;
pub(crate) use query_answer::{Rows, error, frame_errors, rows, table_rows};
pub(crate) use recover::has_objects_in_arrays;
pub(crate) use resume::{Changes, FirstCut, FramingState, Once, OnceKind, Usage};
pub(crate) use sniff::OtherText;

/// Fault of an input.
#[derive(Debug, Clone)]
pub(crate) struct InputFault<'t> {
    pub(crate) problem: Problem,
    /// Range of the faulty bytes in the input.
    pub(crate) span: Range<u64>,
    /// The faulty bytes.
    pub(crate) bytes: &'t [u8],
    /// Number of bytes skipped because of it.
    pub(crate) skipped: u64,
    /// Offsets of the single quotes around all strings of the record, in input order, if double quotes can replace
    /// them.
    pub(crate) single_quotes: Vec<u64>,
}

/// Kind of an input fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    /// Invalid JSON.
    Fault(FaultKind),
    /// Byte of a record that is not UTF-8.
    NotUtf8 { byte: u8 },
    /// Archive where the bytes of a file are expected.
    Archive(&'static str),
    /// Half of a pair in a record of a UTF-16 input, or half of a unit at its end.
    NotUtf16 { is_cut: bool },
    /// Text in another encoding.
    OtherEncoding(&'static str),
    /// Binary input.
    Binary(&'static str),
    /// Parquet, which cannot be read as a stream.
    Parquet,
    /// Rows between tabs, without column names.
    HeaderlessTable,
    /// Row of a table with another number of cells than columns.
    RowLength { cells: usize, columns: usize },
    /// Cell of a column that a spreadsheet damaged.
    DamagedCell { column: &'static str, damage: Damage },
    /// Text of another format.
    OtherText(OtherText),
    /// Text before a record on its line.
    Prefix,
    /// Comma between records that are not in an array.
    CommaBetween,
    /// String that holds JSON text.
    EncodedJson,
    /// Input that ends inside the record that begins at `start`.
    Cut { start: u64 },
    /// Record that is cut off at the end of its line.
    CutLine {
        /// Length in bytes, if the cut record before it has the same length.
        same_length: Option<u64>,
    },
    /// Input that ends before this bracket.
    Unclosed(char),
    /// Value that is not an object.
    NotARecord(Kind),
    /// Key and value without an enclosing object.
    LooseMember,
    /// String followed by an object.
    LooseKey,
    /// `records` with a value that is not an array.
    RecordsNoArray(Kind),
    /// Query answer with an `error`.
    AnswerError,
    /// Rows of a query answer whose head is broken, so that their columns are unknown.
    UnreadRows,
    /// Second record on a line of JSON Lines.
    SharedLine,
    /// Record on several lines of JSON Lines.
    SeveralLines,
    /// Value of more than 4 GiB.
    TooLong,
    /// Input without a value.
    Empty,
}

/// Next item of the input. Offsets count from the beginning of the buffer.
#[derive(Debug)]
pub(crate) enum Step {
    /// Parsed record, with a fault of its place.
    Record { range: Range<usize>, style: Option<Problem> },
    /// Parsed query answer, each row of which is a record. `mended` is the text that was parsed, if the answer had
    /// to be mended.
    Answer { range: Range<usize>, mended: Option<Mended> },
    /// Value that cannot be read as a record; the next one begins behind `range`.
    Broken { range: Range<usize>, at: Range<usize>, problem: Problem },
    /// Beginning of a table in CSV, whose cells end with this byte. The framer reads nothing behind it.
    Table { delimiter: u8 },
    /// Fault between records.
    Between { range: Range<usize>, problem: Problem },
    /// Faulty part of an envelope outside its records.
    Around { range: Range<usize> },
    /// More bytes are needed; the buffer is consumed up to this offset.
    NeedMore(usize),
    /// End of the input.
    End,
}

/// Container of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    /// Inside `[`.
    Array,
    /// Inside `{`, with an array of records as one member.
    Envelope,
}

/// Next token expected in a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    First,
    /// Behind the comma at this offset in the buffer.
    AfterComma(usize),
    CommaOrEnd,
}

/// Progress of reading an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Before the first bytes.
    Start,
    /// Behind white space only.
    Blank,
    Reading,
    /// Searching for the next record behind broken bytes.
    Skipping,
    /// Ignoring the rest of the input.
    GivenUp,
}

/// Deepest nesting of arrays and envelopes that are opened whatever is in them; deeper ones are opened if they hold
/// records, and else are values in the place of records.
const MAX_DEPTH: usize = 4;

/// Longest record over several lines, in bytes, in an input that is JSON Lines otherwise.
const MAX_JOINED: usize = 1 << 20;

/// Framer: finds the records of one input.
#[derive(Debug)]
pub(crate) struct Framer {
    /// Offset of the buffer in the input.
    pub(crate) offset: u64,
    /// Offset of the next step in the buffer.
    at: usize,
    phase: Phase,
    stack: Vec<Container>,
    /// Number of containers up to the envelope whose records recovery found behind broken bytes; 0 if there is none.
    broken_envelope: usize,
    expect: Expect,
    /// True after one record a line was seen.
    lines: bool,
    /// True if a value outside any container ended on the current line.
    line_taken: bool,
    /// True after a deviation from JSON Lines was reported: only the first is.
    style_reported: bool,
    /// Stray text that was reported.
    reported: Reported,
    /// Offset in the input of the end of white space at the beginning of a line, and its length.
    indentation: (u64, usize),
    /// Length of the last record that was cut off with its line.
    cut_length: Option<usize>,
    /// Search for the next record, while [`Phase::Skipping`].
    search: Option<Search>,
    effort: Effort,
    first_keys: FirstKeys,
    usage: Usage,
    /// Range of the bytes that the last step skipped, in the buffer.
    skipped: Option<Range<usize>>,
}

/// Bytes of the input; `end` is true if nothing follows them.
#[derive(Debug, Clone, Copy)]
struct Text<'b> {
    bytes: &'b [u8],
    end: bool,
}

/// Buffers that a value is parsed into.
struct Parsed<'t> {
    tree: &'t mut Tree,
    faults: &'t mut Vec<Fault>,
}

/// Input of a step: the bytes, and the buffers that a value is parsed into.
struct Input<'b, 't> {
    text: Text<'b>,
    parsed: Parsed<'t>,
}

/// Result of mending a query answer that cannot be parsed as it is.
enum Answer {
    /// It can be parsed without its broken rows.
    Mended(Step),
    /// It is broken before its rows or behind them.
    Unread(Unread),
    /// It is not a query answer, or has no rows.
    Not,
}

/// Query answer that cannot be parsed without its broken rows either.
struct Unread {
    /// Range of its rows in the buffer.
    rows: Range<usize>,
    mended: Mended,
    /// Fault that ended the parse of the mended text.
    wrong: Option<Wrong>,
}

/// Fault of a value, with its range in the buffer.
type Wrong = (Range<usize>, FaultKind);

impl Framer {
    pub(crate) fn new() -> Self {
        Self {
            offset: 0,
            at: 0,
            phase: Phase::Start,
            stack: Vec::new(),
            broken_envelope: 0,
            expect: Expect::First,
            lines: false,
            line_taken: false,
            style_reported: false,
            reported: Reported::default(),
            indentation: (0, 0),
            cut_length: None,
            search: None,
            effort: Effort::new(),
            first_keys: FirstKeys::default(),
            usage: Usage::default(),
            skipped: None,
        }
    }

    /// Starts a new buffer, whose first byte follows the last one consumed.
    pub(crate) fn begin(&mut self) {
        self.at = 0;
    }

    /// Notes that bytes of the buffer were consumed.
    pub(crate) fn consumed(&mut self, count: usize) {
        self.offset += count as u64;
    }

    /// Returns the record layout of the next step, if what follows does not depend on what precedes it.
    pub(crate) fn layout(&self) -> Option<LayoutKind> {
        match (self.phase, self.stack.last()) {
            (Phase::Reading, None) if self.lines && !self.line_taken => Some(LayoutKind::Lines),
            (Phase::Reading, Some(Container::Array)) if self.expect == Expect::CommaOrEnd => {
                Some(LayoutKind::Items)
            }
            _ => None,
        }
    }

    /// Returns the record layout in which the next step can continue, and passes white space before it if nothing
    /// depends on it.
    pub(crate) fn next_layout(&mut self, buffer: &[u8]) -> Option<LayoutKind> {
        if self.phase == Phase::Reading && self.stack.is_empty() {
            self.skip_white_space(buffer);
        }
        self.layout()
    }

    /// Returns the offset of the next step in the buffer.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Returns true if the last record or broken value was in no array or envelope.
    pub(crate) fn is_outside(&self) -> bool {
        self.stack.is_empty()
    }

    /// Returns the range of the bytes that the last step skipped before anything else, if any. They are neither
    /// white space nor the structure around records.
    pub(crate) fn take_skipped(&mut self) -> Option<Range<usize>> {
        self.skipped.take()
    }

    pub(crate) fn first_keys(&self) -> &FirstKeys {
        &self.first_keys
    }

    /// Returns the number of bytes read so far, counting repetitions.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn steps(&self) -> u64 {
        self.effort.steps
    }

    /// Returns true if the next step begins behind this offset in the buffer.
    pub(crate) fn is_past(&self, start: usize) -> bool {
        self.at > start
    }

    /// Returns true if the next step is in the layout at `start`, with nothing but white space before it.
    pub(crate) fn reaches(&self, layout: LayoutKind, start: usize, buffer: &[u8]) -> bool {
        match layout {
            LayoutKind::Items => self.layout() == Some(layout) && self.at == start,
            LayoutKind::Lines => {
                let begins_line = || {
                    let between = buffer.get(self.at..=start).unwrap_or_default();
                    !self.line_taken || between.contains(&b'\n')
                };
                self.phase == Phase::Reading
                    && self.stack.is_empty()
                    && self.lines
                    && self.at <= start
                    && skip_white_space(buffer, self.at) >= start
                    && begins_line()
            }
        }
    }

    /// Continues at `end`, behind records that begin where the layout [reaches](Self::reaches).
    pub(crate) fn go_on(&mut self, end: usize, first_keys: &FirstKeys) {
        self.at = end;
        self.line_taken = false;
        if self.stack.is_empty() {
            self.indentation = (self.offset + end as u64, 0);
        }
        self.first_keys.extend(first_keys);
    }

    /// Reads the next item. It parses a record or a query answer into `tree`, and appends its faults to `faults`.
    pub(crate) fn step(
        &mut self,
        buffer: &[u8],
        end: bool,
        tree: &mut Tree,
        faults: &mut Vec<Fault>,
    ) -> Step {
        let behind_item = (self.layout() == Some(LayoutKind::Items)).then_some((self.at, self.indentation));
        let text = Text { bytes: buffer, end };
        let step = self.try_step(&mut Input { text, parsed: Parsed { tree, faults } });
        step.unwrap_or_else(|NeedMore| {
            // The layout is known behind an item, and not behind its comma.
            if let (Some((at, indentation)), Expect::AfterComma(comma)) = (behind_item, self.expect)
                && buffer[at..comma].iter().all(u8::is_ascii_whitespace)
            {
                (self.at, self.indentation, self.expect) = (at, indentation, Expect::CommaOrEnd);
            }
            Step::NeedMore(self.at)
        })
    }

    fn try_step(&mut self, input: &mut Input<'_, '_>) -> Result<Step, NeedMore> {
        let text = input.text;
        let Text { bytes, end } = text;
        match self.phase {
            Phase::Start => {
                if let Some(step) = self.sniff(text)? {
                    return Ok(step);
                }
            }
            Phase::Blank | Phase::Reading => {}
            Phase::Skipping => self.skip_on(text)?,
            Phase::GivenUp => {
                self.skipped = Some(self.at..bytes.len());
                self.at = bytes.len();
                return if end { Ok(Step::End) } else { Err(NeedMore) };
            }
        }
        loop {
            let behind = self.at;
            self.skip_white_space(bytes);
            let Some(&byte) = bytes.get(self.at) else {
                if end {
                    return Ok(self.end_of_input(bytes));
                }
                if !self.stack.is_empty() {
                    // The next fault may have to be reported directly behind what precedes it.
                    self.at = behind;
                }
                return Err(NeedMore);
            };
            match self.pass_stray(byte, text)? {
                Passed::Nothing => {}
                Passed::Known => continue,
                Passed::New(step) => return Ok(step),
            }
            self.phase = Phase::Reading;
            let failures = self.effort.failures();
            let step = match self.stack.last() {
                _ if byte == b'/' => self.comment(input),
                None => self.value(byte, input),
                Some(Container::Array) => self.item(behind, input),
                Some(Container::Envelope) => self.member(behind, input),
            };
            if step.is_err() {
                // The same bytes are read again when there are more. Those of earlier turns of this loop are not.
                self.effort.forget_failures_since(failures);
            }
            if let Some(step) = step? {
                return Ok(step);
            }
        }
    }

    fn sniff(&mut self, text: Text<'_>) -> Result<Option<Step>, NeedMore> {
        let sniffed = sniff::sniff(text.bytes, text.end)?;
        match sniffed {
            sniff::Sniffed::Text { skip } => {
                self.phase = Phase::Blank;
                self.at = skip;
                self.indentation = (skip as u64, 0);
                Ok(None)
            }
            sniff::Sniffed::Table { skip, delimiter } => {
                self.phase = Phase::GivenUp;
                self.at = skip;
                Ok(Some(Step::Table { delimiter }))
            }
            sniff::Sniffed::Other { problem, length } => {
                self.phase = Phase::GivenUp;
                Ok(Some(Step::Between { range: 0..length, problem }))
            }
        }
    }

    fn skip_white_space(&mut self, buffer: &[u8]) {
        let before = self.at;
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = buffer.get(self.at) {
            let at = self.offset + self.at as u64;
            if *byte == b'\n' {
                self.line_taken = false;
                self.indentation = (at + 1, 0);
            } else if self.indentation.0 == at {
                self.indentation = (at + 1, self.indentation.1 + 1);
            }
            self.at += 1;
        }
        self.effort.steps += (self.at - before) as u64;
    }

    fn end_of_input(&mut self, buffer: &[u8]) -> Step {
        if self.phase == Phase::Blank {
            self.phase = Phase::Reading;
            return Step::Between { range: buffer.len()..buffer.len(), problem: Problem::Empty };
        }
        let Some(container) = self.stack.pop() else {
            return Step::End;
        };
        self.stack.clear();
        let bracket = if container == Container::Array { ']' } else { '}' };
        Step::Between { range: buffer.len()..buffer.len(), problem: Problem::Unclosed(bracket) }
    }

    fn comment(&mut self, input: &mut Input<'_, '_>) -> Result<Option<Step>, NeedMore> {
        let text = input.text;
        let start = self.at;
        let reach = self.reach(text)?;
        match comment(&reach.bytes[start..], reach.end) {
            Comment::Ends(length) => {
                self.effort.steps += length as u64;
                self.at += length;
                if let Expect::AfterComma(_) = self.expect {
                    self.expect = Expect::First;
                }
                let problem = Problem::Fault(FaultKind::Comment);
                Ok(Some(Step::Between { range: start..self.at, problem }))
            }
            Comment::Short => Err(NeedMore),
            Comment::Open(looked) => {
                input.parsed.faults.clear();
                self.failed(start, looked);
                self.effort.steps += looked as u64;
                // The lines up to the next record may all belong to the comment.
                self.broken(input, (start..start + 2, FaultKind::OpenComment), false)
            }
            Comment::Not => self.unexpected(input),
        }
    }

    /// Returns true if each record is on a line of its own here.
    fn by_lines(&self) -> bool {
        self.lines && self.stack.is_empty()
    }

    /// Parses a value, and counts the effort.
    fn read(&mut self, text: &[u8], end: bool, parsed: &mut Parsed<'_>) -> Reading {
        let reading = read(text, end, parsed.tree, parsed.faults);
        self.effort.steps += reading.steps;
        reading
    }

    /// Notes a failed read of so many bytes from `start` on.
    fn failed(&mut self, start: usize, looked: usize) {
        self.effort.note_failure(self.offset + (start + looked) as u64);
        self.usage.note_failure(self.offset + start as u64);
    }

    /// Returns the text that may be read from here: all of it, or up to the next record if too many reads over it
    /// failed.
    fn reach<'b>(&mut self, text: Text<'b>) -> Result<Text<'b>, NeedMore> {
        let Text { bytes, end } = text;
        let start = self.offset + self.at as u64;
        let Some(worn) = self.effort.worn_until(start) else {
            return Ok(text);
        };
        if let Some(place) = self.effort.place_behind(start) {
            return Ok(self.up_to(place, text));
        }
        let limit = usize::try_from(worn - self.offset).unwrap_or(usize::MAX).min(bytes.len());
        let mut search = self.search_from(text)?;
        self.usage.first_keys = true;
        let place = search.run(bytes, self.at, limit, end, self.first_keys.known());
        self.effort.steps += (place.at() - self.at) as u64;
        let undecided = place.at() < limit || (self.offset + limit as u64) < worn;
        if !place.is_found() && undecided && !end {
            return Err(NeedMore);
        }
        let at = self.offset + place.at() as u64;
        self.effort.note_place(start, at, place.is_found());
        Ok(self.up_to(place.is_found().then_some(at), text))
    }

    /// Returns the text up to this offset in the input, if it is given and in the buffer.
    fn up_to<'b>(&self, place: Option<u64>, text: Text<'b>) -> Text<'b> {
        let limited = place.and_then(|at| text.bytes.get(..(at - self.offset) as usize));
        limited.map_or(text, |bytes| Text { bytes, end: true })
    }

    /// Starts a search for what follows the value that begins here.
    fn search_from(&self, text: Text<'_>) -> Result<Search, NeedMore> {
        let indentation = self.own_indentation();
        Search::new(&text.bytes[self.at..], text.end, self.stack.last().copied(), indentation)
    }

    /// Returns the length of white space before the value that begins here, if the value is the first on its line.
    fn own_indentation(&self) -> usize {
        let (at, indentation) = self.indentation;
        if at == self.offset + self.at as u64 { indentation } else { 0 }
    }
}

/// Returns the step for a part of an envelope, if it has a fault.
fn around(bytes: &[u8], range: Range<usize>, faults: &[Fault]) -> Option<Step> {
    let is_clean = faults.is_empty() && simdutf8::basic::from_utf8(&bytes[range.clone()]).is_ok();
    (!is_clean).then_some(Step::Around { range })
}

/// Error of a decision that needs further bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NeedMore;
