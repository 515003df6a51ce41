//! Framing: finds the records in the bytes of an input, by content and never by file name.
//!
//! An input is a sequence of JSON values. Arrays and `{"records": […]}` envelopes are opened, so that each record
//! is read, checked and forgotten on its own. Recovery skips invalid bytes up to the next record. The result does
//! not depend on how the input is cut into buffers: a decision that needs further bytes waits for them. No byte is
//! read more often than a constant number of times, whatever the input is: see [`effort`].

mod effort;
mod envelope;
mod layout;
mod mend;
mod query_answer;
mod recover;
mod sniff;

use std::ops::Range;

use crate::document::{
    Comment, Document, Embedded, Fault, FaultKind, Kind, Outcome, Reading, Tree, character_width, comment,
    read, read_member,
};
use effort::Effort;
use recover::{Place, Search, TakenIn};

pub(crate) use layout::{FirstKeys, LayoutKind, pass_blank_lines, skip_white_space};
pub(crate) use mend::Mended;
pub(crate) use query_answer::{Rows, error, rows};
pub(crate) use recover::has_objects_in_arrays;

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
}

/// Kind of an input fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    /// Invalid JSON.
    Fault(FaultKind),
    /// Byte of a record that is not UTF-8.
    NotUtf8 { byte: u8 },
    /// Text in another encoding.
    OtherEncoding(&'static str),
    /// Binary input.
    Binary(&'static str),
    /// CSV.
    Csv,
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
    /// The rows of a query's answer whose head is broken: nothing tells what they hold.
    UnreadRows,
    /// A second record on a line of JSON Lines.
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

/// Deepest nesting of arrays and envelopes that are opened; deeper ones are values in the place of records.
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
    expect: Expect,
    /// True after one record a line was seen.
    lines: bool,
    /// True if a value outside any container ended on the current line.
    line_taken: bool,
    /// True after a deviation from JSON Lines was reported: only the first is.
    style_reported: bool,
    /// Offset in the input of the end of white space at the beginning of a line, and its length.
    indentation: (u64, usize),
    /// Length of the last record that was cut off with its line.
    cut_length: Option<usize>,
    /// Search for the next record, while [`Phase::Skipping`].
    search: Option<Search>,
    effort: Effort,
    first_keys: FirstKeys,
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

/// A query's answer that cannot be parsed as it is.
enum Answer {
    /// It can be parsed without its broken rows.
    Mended(Step),
    /// It is broken before its rows or behind them.
    Unread(Unread),
    /// There is none, or it has no rows.
    Not,
}

/// An answer that cannot be parsed without its broken rows either.
struct Unread {
    /// Where its rows stand in the buffer.
    rows: Range<usize>,
    mended: Mended,
    /// What ended the parse of that.
    wrong: Option<Wrong>,
}

/// What is wrong with a value, and where in the buffer.
type Wrong = (Range<usize>, FaultKind);

impl Framer {
    pub(crate) fn new() -> Self {
        Self {
            offset: 0,
            at: 0,
            phase: Phase::Start,
            stack: Vec::new(),
            expect: Expect::First,
            lines: false,
            line_taken: false,
            style_reported: false,
            indentation: (0, 0),
            cut_length: None,
            search: None,
            effort: Effort::new(),
            first_keys: FirstKeys::default(),
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
    pub(crate) fn settle(&mut self, buffer: &[u8]) -> Option<LayoutKind> {
        if self.phase == Phase::Reading && self.stack.is_empty() {
            self.skip_white_space(buffer);
        }
        self.layout()
    }

    /// Returns the offset of the next step in the buffer.
    pub(crate) fn at(&self) -> usize {
        self.at
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
        let failures = self.effort.failures();
        let step = self.try_step(Text { bytes: buffer, end }, &mut Parsed { tree, faults });
        step.unwrap_or_else(|NeedMore| {
            // The same bytes are read again when there are more.
            self.effort.forget_failures_since(failures);
            Step::NeedMore(self.at)
        })
    }

    fn try_step(&mut self, text: Text<'_>, parsed: &mut Parsed<'_>) -> Result<Step, NeedMore> {
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
            self.phase = Phase::Reading;
            let step = match self.stack.last() {
                _ if byte == b'/' => self.comment(text, parsed)?,
                None => self.value(byte, text, parsed)?,
                Some(Container::Array) => self.item(behind, text, parsed)?,
                Some(Container::Envelope) => self.member(behind, text, parsed)?,
            };
            if let Some(step) = step {
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

    fn comment(&mut self, text: Text<'_>, parsed: &mut Parsed<'_>) -> Result<Option<Step>, NeedMore> {
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
                parsed.faults.clear();
                self.failed(start, looked);
                self.effort.steps += looked as u64;
                // The lines up to the next record may all belong to the comment.
                self.broken(text, (start..start + 2, FaultKind::OpenComment), false, parsed)
            }
            Comment::Not => self.unexpected(text, parsed),
        }
    }

    /// Handles a byte that begins nothing valid.
    fn unexpected(&mut self, text: Text<'_>, parsed: &mut Parsed<'_>) -> Result<Option<Step>, NeedMore> {
        parsed.faults.clear();
        let width = character_width(&text.bytes[self.at..], text.end).ok_or(NeedMore)?;
        let wrong = (self.at..self.at + width, FaultKind::Unexpected);
        self.broken(text, wrong, self.by_lines(), parsed)
    }

    /// Returns true if each record is on a line of its own here.
    fn by_lines(&self) -> bool {
        self.lines && self.stack.is_empty()
    }

    /// Reads behind a comma. It needs the next token, so that a trailing comma is reported at its own offset.
    fn comma(&mut self, text: Text<'_>) -> Result<Option<Step>, NeedMore> {
        let more = text.bytes[self.at + 1..].iter().any(|byte| !byte.is_ascii_whitespace());
        if !more && !text.end {
            return Err(NeedMore);
        }
        self.expect = Expect::AfterComma(self.at);
        self.at += 1;
        Ok(None)
    }

    /// Reads on in an array; what precedes ended at `behind`.
    fn item(
        &mut self,
        behind: usize,
        text: Text<'_>,
        parsed: &mut Parsed<'_>,
    ) -> Result<Option<Step>, NeedMore> {
        let byte = text.bytes[self.at];
        match (byte, self.expect) {
            (b']', expect) => {
                self.at += 1;
                self.leave();
                Ok(trailing_comma(expect))
            }
            (b',', _) => self.comma_between(text),
            (b'{' | b'[' | b'"', Expect::CommaOrEnd) => Ok(Some(self.missing_comma(behind))),
            (_, Expect::CommaOrEnd) => self.unexpected(text, parsed),
            _ => self.value(byte, text, parsed),
        }
    }

    fn comma_between(&mut self, text: Text<'_>) -> Result<Option<Step>, NeedMore> {
        if self.expect == Expect::CommaOrEnd {
            return self.comma(text);
        }
        let range = self.at..self.at + 1;
        self.at += 1;
        Ok(Some(Step::Between { range, problem: Problem::Fault(FaultKind::ExtraComma) }))
    }

    fn missing_comma(&mut self, behind: usize) -> Step {
        self.expect = Expect::First;
        let problem = Problem::Fault(FaultKind::MissingComma);
        Step::Between { range: behind..behind, problem }
    }

    /// Reads on in an envelope, behind its records.
    fn member(
        &mut self,
        behind: usize,
        text: Text<'_>,
        parsed: &mut Parsed<'_>,
    ) -> Result<Option<Step>, NeedMore> {
        let start = self.at;
        match (text.bytes[start], self.expect) {
            (b'}', expect) => {
                self.at += 1;
                self.leave();
                return Ok(trailing_comma(expect));
            }
            (b',', _) => return self.comma_between(text),
            (b'{', _) => {
                // The bracket that closed the records is superfluous.
                self.enter(Container::Array);
                let problem = Problem::Fault(FaultKind::Unexpected);
                return Ok(Some(Step::Between { range: start..start + 1, problem }));
            }
            (b'"', Expect::CommaOrEnd) => return Ok(Some(self.missing_comma(behind))),
            (_, Expect::CommaOrEnd) => return self.unexpected(text, parsed),
            _ => {}
        }
        let reach = self.reach(text)?;
        let (reading, is_records) = read_member(&reach.bytes[start..], reach.end, parsed.tree, parsed.faults);
        self.effort.steps += reading.steps;
        match reading.outcome {
            Outcome::Complete(length) => {
                let range = start..start + length;
                self.at = range.end;
                self.expect = Expect::CommaOrEnd;
                if is_records {
                    self.at += 1;
                    self.enter(Container::Array);
                }
                Ok(around(text.bytes, range, parsed.faults))
            }
            Outcome::Incomplete { .. } if !reach.end => Err(NeedMore),
            Outcome::Incomplete { .. } => self.unfinished(text, reach, parsed),
            Outcome::Broken(_) => {
                self.failed(start, reading.looked);
                let wrong = last_fault(parsed.faults, start);
                self.broken(text, wrong, false, parsed)
            }
        }
    }

    fn enter(&mut self, container: Container) {
        self.stack.push(container);
        self.expect = Expect::First;
    }

    /// Enters the records of an envelope.
    fn enter_records(&mut self) {
        if self.stack.last() != Some(&Container::Envelope) {
            self.stack.push(Container::Envelope);
        }
        self.enter(Container::Array);
    }

    fn leave(&mut self) {
        self.stack.pop();
        self.line_taken = self.stack.is_empty();
        self.expect = Expect::CommaOrEnd;
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

    /// Reads a value where a record is expected.
    fn value(&mut self, byte: u8, text: Text<'_>, parsed: &mut Parsed<'_>) -> Result<Option<Step>, NeedMore> {
        let Text { bytes, end } = text;
        let start = self.at;
        if self.stack.len() < MAX_DEPTH {
            if byte == b'[' {
                let shared = self.stack.is_empty() && self.line_taken;
                self.at += 1;
                self.enter(Container::Array);
                let style = if shared { self.said_once(Problem::SharedLine) } else { None };
                return Ok(style.map(|problem| Step::Between { range: start..start + 1, problem }));
            }
            let leading = self.stack.is_empty() && !self.lines;
            if byte == b'{'
                && let Some(length) = envelope::opening(&bytes[start..], end, leading)?
            {
                let range = start..start + length;
                self.head(&bytes[range.clone()], parsed);
                self.at = range.end;
                self.stack.push(Container::Envelope);
                self.enter(Container::Array);
                return Ok(around(bytes, range, parsed.faults));
            }
        }
        if self.by_lines() || (self.stack.is_empty() && self.begins_lines(text)?) {
            return self.line(text, parsed);
        }
        let reach = self.reach(text)?;
        let rest = &reach.bytes[start..];
        if u32::try_from(rest.len()).is_err() {
            return Ok(Some(self.too_long(text)));
        }
        let reading = self.read(rest, reach.end, parsed);
        match reading.outcome {
            Outcome::Complete(length) => self.complete(text, start + length, parsed),
            Outcome::Incomplete { .. } if !reach.end => Err(NeedMore),
            Outcome::Incomplete { .. } => self.unfinished(text, reach, parsed),
            Outcome::Broken(_) => {
                self.failed(start, reading.looked);
                let wrong = last_fault(parsed.faults, start);
                self.broken(text, wrong, false, parsed)
            }
        }
    }

    /// Returns true if the next line begins a record like this one, so that this one must end with its line.
    fn begins_lines(&mut self, text: Text<'_>) -> Result<bool, NeedMore> {
        let line_end = self.effort.line_end(text.bytes, self.offset, self.at);
        match line_end {
            Some(newline) => {
                recover::begins_alike(&text.bytes[self.at..], &text.bytes[newline + 1..], text.end)
            }
            None => Ok(false),
        }
    }

    /// Returns the end of the line on which the next step begins.
    fn line_end(&mut self, text: Text<'_>) -> Result<usize, NeedMore> {
        match self.effort.line_end(text.bytes, self.offset, self.at) {
            Some(newline) => Ok(newline),
            None if text.end => Ok(text.bytes.len()),
            None => Err(NeedMore),
        }
    }

    /// Reads a record on a line of its own, in an input of one record a line.
    fn line(&mut self, text: Text<'_>, parsed: &mut Parsed<'_>) -> Result<Option<Step>, NeedMore> {
        let start = self.at;
        let line_end = self.line_end(text)?;
        if u32::try_from(line_end - start).is_err() {
            return Ok(Some(self.too_long(text)));
        }
        let reach = self.reach(Text { bytes: &text.bytes[..line_end], end: true })?;
        let reading = self.read(&reach.bytes[start..], true, parsed);
        match reading.outcome {
            Outcome::Complete(length) => self.complete(text, start + length, parsed),
            Outcome::Broken(_) => {
                self.failed(start, reading.looked);
                let wrong = last_fault(parsed.faults, start);
                self.broken(text, wrong, true, parsed)
            }
            Outcome::Incomplete { .. } if reach.bytes.len() < line_end => {
                self.broken(text, (start..start + 1, FaultKind::Unclosed), true, parsed)
            }
            Outcome::Incomplete { in_string } => self.several_lines(text, line_end, in_string, parsed),
        }
    }

    /// Handles a record that does not end with its line: it continues on the next, or is cut off.
    fn several_lines(
        &mut self,
        text: Text<'_>,
        line_end: usize,
        in_string: bool,
        parsed: &mut Parsed<'_>,
    ) -> Result<Option<Step>, NeedMore> {
        let Text { bytes, end } = text;
        let start = self.at;
        let Some(next) = bytes[line_end..].iter().position(|byte| !byte.is_ascii_whitespace()) else {
            return if end { self.unfinished(text, text, parsed) } else { Err(NeedMore) };
        };
        let next = line_end + next;
        let record_follows = recover::begins_record(&bytes[next..], end, self.first_keys.known())?;
        if !record_follows && self.effort.worn_until(self.offset + start as u64).is_none() {
            let limit = bytes.len().min(start + MAX_JOINED);
            let reading = self.read(&bytes[start..limit], false, parsed);
            match reading.outcome {
                Outcome::Complete(length) => return self.complete(text, start + length, parsed),
                Outcome::Incomplete { .. } if limit < start + MAX_JOINED && !end => return Err(NeedMore),
                _ => self.failed(start, reading.looked),
            }
        }
        parsed.faults.clear();
        let line = Text { bytes: &bytes[..line_end], end: true };
        let place = self.search_from(line)?.run(line.bytes, start, line_end, true, self.first_keys.known());
        self.effort.steps += (place.at() - start) as u64;
        if place.is_found() {
            return Ok(self.leave_broken(text, place, (line_end..line_end, FaultKind::Unclosed), parsed));
        }
        self.at = line_end;
        if in_string && bytes[start..line_end].trim_ascii_end().ends_with(b"}") {
            // The record continues to its end; it only lacks a quote.
            let problem = Problem::Fault(FaultKind::UnclosedString);
            return Ok(Some(Step::Broken { range: start..line_end, at: line_end..line_end, problem }));
        }
        let problem = self.cut_line(line_end - start);
        Ok(Some(Step::Broken { range: start..line_end, at: start..line_end, problem }))
    }

    /// Handles a complete value that ends at `value_end`.
    fn complete(
        &mut self,
        text: Text<'_>,
        value_end: usize,
        parsed: &mut Parsed<'_>,
    ) -> Result<Option<Step>, NeedMore> {
        let Text { bytes, end } = text;
        let range = self.at..value_end;
        let next = bytes[value_end..].iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        let Some(kind) = parsed.tree.nodes.first().map(|node| node.kind) else {
            return Err(NeedMore);
        };
        let may_hide = || parsed.faults.iter().any(|fault| fault.kind.may_hide_records());
        if (kind == Kind::String || may_hide())
            && let Some(quote) = self.hides_record(text, &range, parsed.tree)?
        {
            self.failed(value_end, 0);
            parsed.faults.clear();
            return self.broken(text, (quote..quote + 1, FaultKind::Unclosed), self.by_lines(), parsed);
        }
        if kind != Kind::Object {
            return self.no_object(text, range, kind, parsed);
        }
        if self.takes_in_record(&bytes[range.clone()], parsed.tree, parsed.faults) {
            self.failed(value_end, 0);
            parsed.faults.clear();
            return self.skip_broken(
                text,
                (range.start..range.start + 1, FaultKind::Unclosed),
                false,
                parsed,
            );
        }
        let outside = self.stack.is_empty();
        if outside && next.is_none() && !end {
            return Err(NeedMore);
        }
        let ends_line = next.is_none_or(|next| bytes[value_end + next] == b'\n');
        let document = Document { text: "", tree: parsed.tree, embedded: &Embedded::default() };
        match envelope::inside(document, &bytes[range.clone()]) {
            envelope::Inside::Records(array) if self.stack.len() < MAX_DEPTH => {
                let head = range.start..range.start + array + 1;
                self.at = head.end;
                self.stack.push(Container::Envelope);
                self.enter(Container::Array);
                parsed.faults.retain(|fault| (fault.start as usize) < array);
                return Ok(around(bytes, head, parsed.faults));
            }
            envelope::Inside::NoArray(kind, value) => {
                self.done(value_end, outside);
                let at = range.start + value.start..range.start + value.end;
                return Ok(Some(Step::Broken { range, at, problem: Problem::RecordsNoArray(kind) }));
            }
            envelope::Inside::Tables => {
                let may_hide = parsed.faults.iter().any(|fault| fault.kind.may_hide_records());
                if may_hide && let Answer::Mended(step) = self.mended_answer(text, self.by_lines(), parsed)? {
                    return Ok(Some(step));
                }
                self.done(value_end, outside);
                return Ok(Some(Step::Answer { range, mended: None }));
            }
            _ => {}
        }
        let style = if outside { self.style(bytes, &range, ends_line) } else { None };
        self.first_keys.remember_of(&bytes[range.clone()], parsed.tree);
        self.done(value_end, outside);
        Ok(Some(Step::Record { range, style }))
    }

    /// Returns the opening quote of a string of the value at `range` that contains a record, if there is one.
    fn hides_record(
        &mut self,
        text: Text<'_>,
        range: &Range<usize>,
        tree: &Tree,
    ) -> Result<Option<usize>, NeedMore> {
        self.effort.steps += range.len() as u64;
        let nodes = &tree.nodes;
        let begins_value = |at: usize| {
            let at = (at - range.start) as u32;
            nodes.binary_search_by_key(&at, |node| node.start).is_ok()
        };
        let known = self.first_keys.known();
        let hidden = recover::hidden_record(text.bytes, range, text.end, known, begins_value)?;
        Ok(hidden.map(|brace| {
            let at = (brace - range.start) as u32;
            let string = nodes.partition_point(|node| node.start < at).checked_sub(1);
            range.start + string.map_or(0, |string| nodes[string].start as usize)
        }))
    }

    /// Returns true if an array of the value that begins here, with this text, contains records that follow the
    /// value.
    fn takes_in_record(&mut self, text: &[u8], tree: &Tree, faults: &[Fault]) -> bool {
        if faults.is_empty() {
            return false;
        }
        self.effort.steps += text.len() as u64;
        let taken_in = TakenIn {
            text,
            indentation: self.own_indentation(),
            tree,
            faults,
            inside: !self.stack.is_empty(),
            only_usual: query_answer::begins(text),
        };
        taken_in.is_any(self.first_keys.known())
    }

    fn done(&mut self, value_end: usize, outside: bool) {
        self.at = value_end;
        self.line_taken = outside;
        self.expect = Expect::CommaOrEnd;
    }

    /// Returns the first deviation from JSON Lines of the input.
    fn style(&mut self, buffer: &[u8], range: &Range<usize>, ends_line: bool) -> Option<Problem> {
        let several_lines = memchr::memchr(b'\n', &buffer[range.clone()]).is_some();
        if self.line_taken {
            return self.said_once(Problem::SharedLine);
        }
        if self.lines && several_lines {
            return self.said_once(Problem::SeveralLines);
        }
        self.lines |= !several_lines && ends_line;
        None
    }

    fn said_once(&mut self, problem: Problem) -> Option<Problem> {
        let first = !std::mem::replace(&mut self.style_reported, true);
        first.then_some(problem)
    }

    /// Handles a value that is not an object.
    fn no_object(
        &mut self,
        text: Text<'_>,
        range: Range<usize>,
        kind: Kind,
        parsed: &mut Parsed<'_>,
    ) -> Result<Option<Step>, NeedMore> {
        let outside = self.stack.is_empty();
        let mut problem = Problem::NotARecord(kind);
        let mut consumed = range.end;
        if kind == Kind::String {
            let rest = &text.bytes[range.end..];
            let next = rest.iter().position(|byte| !byte.is_ascii_whitespace());
            match next.map(|next| (range.end + next, rest[next])) {
                None if !text.end => return Err(NeedMore),
                Some((_, b'{')) => problem = Problem::LooseKey,
                Some((colon, b':')) => {
                    let Some(end) = self.loose_value(text, colon, parsed)? else {
                        let wrong = (colon..colon + 1, FaultKind::Unexpected);
                        return self.broken(text, wrong, self.by_lines(), parsed);
                    };
                    consumed = end;
                    problem = Problem::LooseMember;
                }
                _ => {}
            }
        }
        self.done(consumed, outside);
        Ok(Some(Step::Broken { range: range.start..consumed, at: range, problem }))
    }

    /// Returns the end of the value of a member without an enclosing object; `None` if there is none that can be
    /// read.
    fn loose_value(
        &mut self,
        text: Text<'_>,
        colon: usize,
        parsed: &mut Parsed<'_>,
    ) -> Result<Option<usize>, NeedMore> {
        let whole = if self.by_lines() {
            Text { bytes: &text.bytes[..self.line_end(text)?.max(colon + 1)], end: true }
        } else {
            text
        };
        let reach = self.reach(whole)?;
        let rest = reach.bytes.get(colon + 1..).unwrap_or_default();
        let space = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if rest.get(space) == Some(&b'{') && rest[..space].contains(&b'\n') {
            // A record begins on a later line.
            return Ok(None);
        }
        let reading = self.read(rest, reach.end, parsed);
        let takes_in_record = match reading.outcome {
            Outcome::Complete(length) => self.takes_in_record(&rest[..length], parsed.tree, parsed.faults),
            _ => false,
        };
        parsed.faults.clear();
        match reading.outcome {
            Outcome::Complete(length) if !takes_in_record => Ok(Some(colon + 1 + length)),
            Outcome::Incomplete { .. } if !reach.end => Err(NeedMore),
            _ => {
                self.failed(colon + 1, reading.looked);
                Ok(None)
            }
        }
    }

    /// Returns the fault of a record of this length that does not end with its line.
    fn cut_line(&mut self, length: usize) -> Problem {
        let before = self.cut_length.replace(length);
        Problem::CutLine {
            same_length: before.filter(|before| *before == length).map(|length| length as u64),
        }
    }

    /// Handles a value that begins here and does not end before the end of the input, or of the text that may be
    /// read.
    fn unfinished(
        &mut self,
        text: Text<'_>,
        reach: Text<'_>,
        parsed: &mut Parsed<'_>,
    ) -> Result<Option<Step>, NeedMore> {
        let Text { bytes, end } = text;
        let start = self.at;
        match self.mended_answer(text, false, parsed)? {
            Answer::Mended(step) => return Ok(Some(step)),
            Answer::Unread(answer) => {
                let wrong = (start..start + 1, FaultKind::Unclosed);
                return self.skip_answer(text, wrong, false, answer, parsed);
            }
            Answer::Not => {}
        }
        parsed.faults.clear();
        if reach.bytes.len() < bytes.len() {
            return self.broken(text, (start..start + 1, FaultKind::Unclosed), false, parsed);
        }
        self.failed(start, bytes.len() - start);
        let mut search = self.search_from(text)?;
        let place = search.run(bytes, start, bytes.len(), end, self.first_keys.known());
        self.effort.steps += (place.at() - start) as u64;
        if place.is_found() {
            let on_a_line = memchr::memchr(b'\n', &bytes[start..place.at()]).map(|length| start + length + 1);
            let step =
                self.leave_broken(text, place, (bytes.len()..bytes.len(), FaultKind::Unclosed), parsed);
            // A record that begins on the next line is not part of the cut record.
            if let Some(Step::Broken { problem: Problem::CutLine { .. }, .. }) = step {
                self.lines |= on_a_line == line_start(bytes, self.at);
            }
            return Ok(step);
        }
        self.at = bytes.len();
        self.phase = Phase::GivenUp;
        let is_member = self.stack.last() == Some(&Container::Envelope);
        self.stack.clear();
        let at = self.at..self.at;
        if is_member {
            return Ok(Some(Step::Between { range: at, problem: Problem::Unclosed('}') }));
        }
        let problem = Problem::Cut { start: self.offset + start as u64 };
        Ok(Some(Step::Broken { range: start..self.at, at, problem }))
    }

    fn too_long(&mut self, text: Text<'_>) -> Step {
        let start = self.at;
        self.at = text.bytes.len();
        self.phase = Phase::Skipping;
        self.search = Search::new(&[], true, self.stack.last().copied(), 0).ok();
        Step::Broken { range: start..self.at, at: start..start + 1, problem: Problem::TooLong }
    }

    /// Leaves the broken value that begins here, and continues at the next place of recovery.
    ///
    /// `wrong` is the fault that ended the parse; the faults before it are in `parsed`. Where a record has a line
    /// of its own, the search does not go beyond the line.
    fn broken(
        &mut self,
        text: Text<'_>,
        wrong: Wrong,
        by_lines: bool,
        parsed: &mut Parsed<'_>,
    ) -> Result<Option<Step>, NeedMore> {
        match self.mended_answer(text, by_lines, parsed)? {
            Answer::Mended(step) => Ok(Some(step)),
            Answer::Unread(answer) => self.skip_answer(text, wrong, by_lines, answer, parsed),
            Answer::Not => self.skip_broken(text, wrong, by_lines, parsed),
        }
    }

    /// Goes on behind an answer that is broken behind its rows, or before them, so that they cannot be read.
    fn skip_answer(
        &mut self,
        text: Text<'_>,
        wrong: Wrong,
        by_lines: bool,
        Unread { rows, mut mended, wrong: of_mended }: Unread,
        parsed: &mut Parsed<'_>,
    ) -> Result<Option<Step>, NeedMore> {
        let start = self.at;
        let wrong = of_mended.unwrap_or(wrong);
        let step = self.skip(text, wrong, by_lines, Some(rows.start + 1), parsed)?;
        let Some(Step::Broken { range, at, problem: Problem::Fault(kind) }) = step else {
            return Ok(step);
        };
        let offset = |at: usize| (at - start) as u32;
        let fault = Fault { kind, start: offset(at.start), end: offset(at.end) };
        mended.bytes.truncate(rows.end - start);
        mended.bytes.extend_from_slice(b"}]}");
        let is_whole = matches!(self.read(&mended.bytes, true, parsed).outcome, Outcome::Complete(_));
        if is_whole && !self.takes_in_record(&mended.bytes, parsed.tree, parsed.faults) {
            parsed.faults.push(fault);
            return Ok(Some(Step::Answer { range, mended: Some(mended) }));
        }
        // What follows from the fault is not worth a finding.
        parsed.faults.clear();
        parsed.faults.push(fault);
        Ok(Some(Step::Broken { range, at: rows.start..rows.start + 1, problem: Problem::UnreadRows }))
    }

    /// Does the same for a value that is not a query answer.
    fn skip_broken(
        &mut self,
        text: Text<'_>,
        wrong: Wrong,
        by_lines: bool,
        parsed: &mut Parsed<'_>,
    ) -> Result<Option<Step>, NeedMore> {
        self.skip(text, wrong, by_lines, None, parsed)
    }

    /// The same; for an answer, from where its rows begin.
    fn skip(
        &mut self,
        text: Text<'_>,
        wrong: Wrong,
        by_lines: bool,
        in_rows: Option<usize>,
        parsed: &mut Parsed<'_>,
    ) -> Result<Option<Step>, NeedMore> {
        let start = self.at;
        let from = in_rows.unwrap_or(start);
        let limit = if by_lines { self.line_end(text)? } else { from + recover::WINDOW };
        let within = if by_lines { Text { bytes: &text.bytes[..limit], end: true } } else { text };
        let limit = limit.min(within.bytes.len());
        let mut search = self.search_from(within)?;
        if in_rows.is_some() {
            search = search.in_rows();
        }
        let place = search.run(within.bytes, from, limit, within.end, self.first_keys.known());
        self.effort.steps += (place.at() - from) as u64;
        if !place.is_found() {
            if !within.end && (place.at() < limit || limit < from + recover::WINDOW) {
                return Err(NeedMore);
            }
            if !by_lines {
                self.phase = Phase::Skipping;
                self.search = Some(search);
            }
        }
        Ok(self.leave_broken(text, place, wrong, parsed))
    }

    /// If an answer begins here that cannot be parsed: what it is without its broken rows, where that can be parsed, and
    /// else where its rows stand.
    ///
    /// Unless it is mended, the tree and the faults are left as they are.
    fn mended_answer(
        &mut self,
        text: Text<'_>,
        by_lines: bool,
        parsed: &mut Parsed<'_>,
    ) -> Result<Answer, NeedMore> {
        let start = self.at;
        let worn = self.effort.worn_until(self.offset + start as u64).is_some();
        if worn || !query_answer::begins(&text.bytes[start..]) {
            return Ok(Answer::Not);
        }
        let within =
            if by_lines { Text { bytes: &text.bytes[..self.line_end(text)?], end: true } } else { text };
        let limit = within.bytes.len();
        let mut search = self.search_from(within)?.by_lines();
        let place = search.run(within.bytes, start, limit, within.end, self.first_keys.known());
        if !place.is_found() && !within.end {
            return Err(NeedMore);
        }
        let mut effort = Effort::new();
        let mut mended = mend::mend(&within.bytes[start..place.at()], &mut effort);
        self.effort.steps += effort.steps + (place.at() - start) as u64;
        let (mut tree, mut faults) = (Tree::default(), Vec::new());
        let mut into = Parsed { tree: &mut tree, faults: &mut faults };
        let mut outcome = self.read(&mended.bytes, true, &mut into).outcome;
        if let Outcome::Incomplete { in_string: false } = outcome {
            mended.bytes.extend_from_slice(b"]}]}");
            outcome = self.read(&mended.bytes, true, &mut into).outcome;
            into.faults.push(Fault { kind: FaultKind::Unclosed, start: 0, end: 1 });
        }
        let document = Document { text: "", tree: &tree, embedded: &Embedded::default() };
        match outcome {
            Outcome::Complete(length)
                if matches!(envelope::inside(document, &mended.bytes), envelope::Inside::Tables)
                    && !self.takes_in_record(&mended.bytes, &tree, &faults) =>
            {
                let range = start..place.at().min(start + length);
                self.done(range.end, self.stack.is_empty());
                (*parsed.tree, *parsed.faults) = (tree, faults);
                Ok(Answer::Mended(Step::Answer { range, mended: Some(mended) }))
            }
            Outcome::Complete(_) => {
                self.failed(start, place.at() - start);
                Ok(Answer::Not)
            }
            Outcome::Incomplete { .. } | Outcome::Broken(_) => {
                self.failed(start, place.at() - start);
                let mut effort = Effort::new();
                let rows = mend::rows(&within.bytes[start..place.at()], &mut effort);
                self.effort.steps += effort.steps;
                let wrong = (!faults.is_empty()).then(|| last_fault(&mut faults, start));
                Ok(rows.map_or(Answer::Not, |rows| {
                    Answer::Unread(Unread { rows: start + rows.start..start + rows.end, mended, wrong })
                }))
            }
        }
    }

    /// Continues at a place behind the broken value that begins here.
    fn leave_broken(
        &mut self,
        text: Text<'_>,
        place: Place,
        wrong: Wrong,
        parsed: &mut Parsed<'_>,
    ) -> Option<Step> {
        let bytes = text.bytes;
        let start = self.at;
        let range = start..place.at();
        parsed.faults.retain(|fault| start + (fault.start as usize) < range.end);
        let (mut at, mut problem) = (wrong.0, Problem::Fault(wrong.1));
        // A fault in bytes that are read again does not belong to what precedes them.
        let is_before = at.start < range.end || !place.is_found();
        if matches!(place, Place::Records(_)) {
            self.head(&bytes[range.clone()], parsed);
            self.go_to(place, bytes, start);
            return around(bytes, range, parsed.faults);
        }
        if self.stack.last() == Some(&Container::Envelope) {
            self.go_to(place, bytes, start);
            let (at, kind) = if is_before { (at, wrong.1) } else { (start..start + 1, FaultKind::Unclosed) };
            let offset = |at: usize| (at - start) as u32;
            parsed.faults.push(Fault { kind, start: offset(at.start), end: offset(at.end) });
            return around(bytes, range, parsed.faults);
        }
        if !is_before {
            (at, problem) = (start..start + 1, Problem::Fault(FaultKind::Unclosed));
            if let Place::Record { at: record, indentation: Some(_) } = place
                && self.stack.is_empty()
                && let Some(line) = line_start(bytes, record)
            {
                (at, problem) = (start..line - 1, self.cut_line(line - 1 - start));
            }
        }
        self.go_to(place, bytes, start);
        Some(Step::Broken { range, at, problem })
    }

    /// Parses an envelope up to the bracket of its records, which ends the text, for its faults.
    fn head(&mut self, text: &[u8], parsed: &mut Parsed<'_>) {
        self.read(text, true, parsed);
        let nodes = &parsed.tree.nodes;
        let is_whole = nodes.last().is_some_and(|array| {
            let key = nodes.get(array.parent as usize);
            array.kind == Kind::Array
                && array.start as usize + 1 == text.len()
                && key.is_some_and(|key| key.parent == 0)
        });
        if !is_whole && parsed.faults.is_empty() {
            parsed.faults.push(Fault { kind: FaultKind::Unclosed, start: 0, end: 1 });
        }
    }

    /// Continues at a place; the broken bytes begin at `start`.
    fn go_to(&mut self, place: Place, bytes: &[u8], start: usize) {
        self.at = place.at();
        self.line_taken = place.is_found() && memchr::memchr(b'\n', &bytes[start..self.at]).is_none();
        self.expect = Expect::First;
        match place {
            Place::Record { indentation: Some(indentation), .. } => {
                self.indentation = (self.offset + self.at as u64, indentation);
                let is_envelope = envelope::begins(&bytes[self.at..]);
                if is_envelope && self.stack.contains(&Container::Envelope) {
                    // An envelope on a line of its own is not inside another one.
                    self.stack.clear();
                }
            }
            Place::Record { .. } | Place::None(_) => {}
            Place::Records(_) => self.enter_records(),
            Place::Close(_) => self.expect = Expect::CommaOrEnd,
        }
    }

    fn skip_on(&mut self, text: Text<'_>) -> Result<(), NeedMore> {
        let Text { bytes, end } = text;
        let start = self.at;
        let place = match &mut self.search {
            Some(search) => search.run(bytes, start, bytes.len(), end, self.first_keys.known()),
            None => Place::None(bytes.len()),
        };
        self.effort.steps += (place.at() - start) as u64;
        if !place.is_found() && !end {
            self.at = place.at();
            return Err(NeedMore);
        }
        self.phase = Phase::Reading;
        self.search = None;
        self.go_to(place, bytes, start);
        self.line_taken = false;
        if !place.is_found() {
            self.stack.clear();
        }
        Ok(())
    }
}

/// Returns the step for a part of an envelope, if it has a fault.
fn around(bytes: &[u8], range: Range<usize>, faults: &[Fault]) -> Option<Step> {
    let is_clean = faults.is_empty() && simdutf8::basic::from_utf8(&bytes[range.clone()]).is_ok();
    (!is_clean).then_some(Step::Around { range })
}

/// Returns the start of the line with this offset, if it is not the first line.
fn line_start(bytes: &[u8], at: usize) -> Option<usize> {
    memchr::memrchr(b'\n', &bytes[..at]).map(|newline| newline + 1)
}

/// Returns the step for a bracket that closes behind a comma.
fn trailing_comma(expect: Expect) -> Option<Step> {
    let Expect::AfterComma(comma) = expect else {
        return None;
    };
    Some(Step::Between { range: comma..comma + 1, problem: Problem::Fault(FaultKind::TrailingComma) })
}

/// Returns the fault that ended a parse, with its range in the buffer; the value begins at `start`.
fn last_fault(faults: &mut Vec<Fault>, start: usize) -> Wrong {
    match faults.pop() {
        Some(fault) => (start + fault.start as usize..start + fault.end as usize, fault.kind),
        None => (start..start, FaultKind::Unexpected),
    }
}

/// Error of a decision that needs further bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NeedMore;
