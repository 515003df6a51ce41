//! Framing: which bytes of an input are a record. Told by content, never by the name of a file.
//!
//! An input is a sequence of JSON values; arrays and `{"records": […]}` envelopes are opened, so that each record is read,
//! checked and forgotten on its own. What is broken is skipped up to the next record. Nothing here depends on how the
//! input is cut into buffers: where a decision needs bytes that are not there yet, it waits for them.

mod envelope;
mod ground;
mod query_answer;
mod recover;
mod sniff;

use std::ops::Range;

use crate::document::{Document, Embedded, Fault, FaultKind, Kind, Outcome, Tree, character_width, parse};

pub(crate) use ground::{FirstKeys, Ground, pass_blank_lines, skip_white_space};
pub(crate) use query_answer::{Row, Rows, error, rows};

/// What the reading of an input came across.
#[derive(Debug, Clone)]
pub(crate) struct Trouble<'t> {
    pub(crate) problem: Problem,
    /// The bytes it is about, in the input.
    pub(crate) span: Range<u64>,
    /// The same bytes.
    pub(crate) bytes: &'t [u8],
    /// Number of bytes that were skipped because of it.
    pub(crate) skipped: u64,
}

/// Kinds of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    /// Invalid JSON.
    Fault(FaultKind),
    /// Bytes in a record that are no UTF-8.
    NotUtf8 { byte: u8 },
    /// The input is text in another encoding.
    OtherEncoding(&'static str),
    /// The input is no text.
    Binary(&'static str),
    /// The input is CSV.
    Csv,
    /// The input ends inside the record that begins there.
    Cut { start: u64 },
    /// A record ends with its line, but not whole.
    CutLine {
        /// Its length in bytes, where the cut record before it has the same.
        same_length: Option<u64>,
    },
    /// The input ends before this bracket.
    Unclosed(char),
    /// A value that is no object.
    NotARecord(Kind),
    /// A key with its value, but without the object around them.
    LooseMember,
    /// A string, and an object behind it.
    LooseKey,
    /// `records` holds something else than an array.
    RecordsNoArray(Kind),
    /// A query's answer with an `error`.
    AnswerError,
    /// A second record on a line of JSON Lines.
    SharedLine,
    /// A record on several lines of JSON Lines.
    SeveralLines,
    /// More than 4 GiB.
    TooLong,
    /// Not a single value.
    Empty,
}

/// What was found next in the input. Offsets count from the beginning of the buffer.
#[derive(Debug)]
pub(crate) enum Step {
    /// A record, parsed; with what is wrong about its place.
    Record { range: Range<usize>, style: Option<Problem> },
    /// A query's answer, parsed: each of its rows is a record.
    Answer { range: Range<usize> },
    /// A value that cannot be read as a record; the next one begins behind `range`.
    Broken { range: Range<usize>, at: Range<usize>, problem: Problem },
    /// Something wrong between records.
    Between { range: Range<usize>, problem: Problem },
    /// More bytes are needed; the buffer is done with up to this offset.
    NeedMore(usize),
    /// The input is read.
    End,
}

/// Where records are expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    /// Inside `[`.
    Array,
    /// Inside `{`, with an array of records as one member.
    Envelope,
}

/// What is expected next in a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    First,
    /// Behind the comma at this offset in the buffer.
    AfterComma(usize),
    CommaOrEnd,
}

/// How far the reading of an input has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Its first bytes are still to be looked at.
    Start,
    /// Nothing but white space so far.
    Blank,
    Reading,
    /// Looking for the next record behind broken bytes.
    Skipping,
    /// The rest is of no interest.
    GivenUp,
}

/// Arrays and envelopes that are opened inside each other; deeper ones are values where a record was expected.
const MAX_DEPTH: usize = 4;

/// How far a record may reach over the lines of an input that is JSON Lines otherwise, in bytes.
const MAX_JOINED: usize = 1 << 20;

/// Finds records in one input.
#[derive(Debug)]
pub(crate) struct Framer {
    /// Offset of the buffer in the input.
    pub(crate) offset: u64,
    /// Where the next step begins, from the beginning of the buffer.
    at: usize,
    phase: Phase,
    stack: Vec<Container>,
    expect: Expect,
    /// One record to a line was seen.
    lines: bool,
    /// A value ended on the current line, outside of any container.
    line_taken: bool,
    /// Deviations from JSON Lines are said once.
    style_reported: bool,
    /// Offset in the input up to which joining lines has failed already.
    joined_until: u64,
    /// Length of the last record that was cut off with its line.
    cut_length: Option<usize>,
    /// Number of bytes that were read a second time behind something broken.
    read_again: u64,
    first_keys: FirstKeys,
}

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
            joined_until: 0,
            cut_length: None,
            read_again: 0,
            first_keys: FirstKeys::default(),
        }
    }

    /// Begins with a buffer, the first byte of which follows the last one that was done with.
    pub(crate) fn begin(&mut self) {
        self.at = 0;
    }

    /// Tells that bytes of the buffer are done with.
    pub(crate) fn consumed(&mut self, count: usize) {
        self.offset += count as u64;
    }

    /// The ground that the next step is on, if what follows can be told without knowing what precedes it.
    pub(crate) fn ground(&self) -> Option<Ground> {
        match (self.phase, self.stack.last()) {
            (Phase::Reading, None) if self.lines && !self.line_taken => Some(Ground::Lines),
            (Phase::Reading, Some(Container::Array)) if self.expect == Expect::CommaOrEnd => {
                Some(Ground::Items)
            }
            _ => None,
        }
    }

    /// The ground from which the next step can go on as well, with white space before it passed where nothing depends on it.
    pub(crate) fn settle(&mut self, buffer: &[u8]) -> Option<Ground> {
        if self.phase == Phase::Reading && self.stack.is_empty() {
            self.skip_white_space(buffer);
        }
        self.ground()
    }

    /// Where the next step begins, from the beginning of the buffer.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn first_keys(&self) -> &FirstKeys {
        &self.first_keys
    }

    /// Whether the next step begins behind this place in the buffer.
    pub(crate) fn is_past(&self, start: usize) -> bool {
        self.at > start
    }

    /// Whether the next step is on the ground at `start`: nothing but white space is before it.
    pub(crate) fn reaches(&self, ground: Ground, start: usize, buffer: &[u8]) -> bool {
        match ground {
            Ground::Items => self.ground() == Some(ground) && self.at == start,
            Ground::Lines => {
                let between = buffer.get(self.at..=start).unwrap_or_default();
                let begins_line = !self.line_taken || between.contains(&b'\n');
                self.phase == Phase::Reading
                    && self.stack.is_empty()
                    && self.lines
                    && begins_line
                    && self.at <= start
                    && skip_white_space(buffer, self.at) >= start
            }
        }
    }

    /// Goes on at `end`, behind records that begin where the ground [reaches](Self::reaches).
    pub(crate) fn go_on(&mut self, end: usize, first_keys: &FirstKeys) {
        self.at = end;
        self.line_taken = false;
        self.first_keys.extend(first_keys);
    }

    /// Finds what is next; a record or an answer is left in `tree`, with what is wrong inside it in `faults`.
    pub(crate) fn step(
        &mut self,
        buffer: &[u8],
        end: bool,
        tree: &mut Tree,
        faults: &mut Vec<Fault>,
    ) -> Step {
        match self.try_step(buffer, end, tree, faults) {
            Ok(step) => step,
            Err(NeedMore) => Step::NeedMore(self.at),
        }
    }

    fn try_step(
        &mut self,
        buffer: &[u8],
        end: bool,
        tree: &mut Tree,
        faults: &mut Vec<Fault>,
    ) -> Result<Step, NeedMore> {
        match self.phase {
            Phase::Start => {
                if let Some(step) = self.sniff(buffer, end)? {
                    return Ok(step);
                }
            }
            Phase::Blank | Phase::Reading => {}
            Phase::Skipping => self.skip_on(buffer, end)?,
            Phase::GivenUp => {
                self.at = buffer.len();
                return if end { Ok(Step::End) } else { Err(NeedMore) };
            }
        }
        loop {
            let behind = self.at;
            self.skip_white_space(buffer);
            let Some(&byte) = buffer.get(self.at) else {
                if end {
                    return Ok(self.end_of_input(buffer));
                }
                if !self.stack.is_empty() {
                    // What comes next may have to be reported directly behind what came before.
                    self.at = behind;
                }
                return Err(NeedMore);
            };
            self.phase = Phase::Reading;
            if byte == b'/' {
                return self.comment(buffer, end);
            }
            let step = match self.stack.last() {
                None => self.value(byte, buffer, end, tree, faults)?,
                Some(Container::Array) => self.item(behind, buffer, end, tree, faults)?,
                Some(Container::Envelope) => self.member(byte, buffer, end, tree, faults)?,
            };
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }

    fn sniff(&mut self, buffer: &[u8], end: bool) -> Result<Option<Step>, NeedMore> {
        let sniffed = sniff::sniff(buffer, end)?;
        match sniffed {
            sniff::Sniffed::Text { skip } => {
                self.phase = Phase::Blank;
                self.at = skip;
                Ok(None)
            }
            sniff::Sniffed::Other { problem, length } => {
                self.phase = Phase::GivenUp;
                Ok(Some(Step::Between { range: 0..length, problem }))
            }
        }
    }

    fn skip_white_space(&mut self, buffer: &[u8]) {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = buffer.get(self.at) {
            if *byte == b'\n' {
                self.line_taken = false;
            }
            self.at += 1;
        }
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

    fn comment(&mut self, buffer: &[u8], end: bool) -> Result<Step, NeedMore> {
        let start = self.at;
        let rest = &buffer[start..];
        let length = match rest.get(1) {
            Some(b'/') => memchr::memchr(b'\n', rest),
            Some(b'*') => memchr::memmem::find(&rest[2..], b"*/").map(|length| length + 4),
            None if !end => return Err(NeedMore),
            _ => return self.unexpected(buffer, end),
        };
        let Some(length) = length.or(end.then_some(rest.len())) else {
            return Err(NeedMore);
        };
        self.at += length;
        if let Expect::AfterComma(_) = self.expect {
            self.expect = Expect::First;
        }
        Ok(Step::Between { range: start..self.at, problem: Problem::Fault(FaultKind::Comment) })
    }

    /// A byte that nothing can begin with.
    fn unexpected(&mut self, buffer: &[u8], end: bool) -> Result<Step, NeedMore> {
        let width = character_width(&buffer[self.at..], end).ok_or(NeedMore)?;
        self.broken(buffer, end, self.at, self.at..self.at + width, FaultKind::Unexpected)
    }

    /// Behind a comma; more must be there, so that a trailing one can be reported where it stands.
    fn comma(&mut self, buffer: &[u8], end: bool) -> Result<Option<Step>, NeedMore> {
        let more = buffer[self.at + 1..].iter().any(|byte| !byte.is_ascii_whitespace());
        if !more && !end {
            return Err(NeedMore);
        }
        self.expect = Expect::AfterComma(self.at);
        self.at += 1;
        Ok(None)
    }

    /// In an array; `behind` is where what came before ended.
    fn item(
        &mut self,
        behind: usize,
        buffer: &[u8],
        end: bool,
        tree: &mut Tree,
        faults: &mut Vec<Fault>,
    ) -> Result<Option<Step>, NeedMore> {
        let byte = buffer[self.at];
        match (byte, self.expect) {
            (b']', expect) => {
                self.at += 1;
                self.leave();
                Ok(trailing_comma(expect))
            }
            (b',', Expect::CommaOrEnd) => self.comma(buffer, end),
            (b',', _) => {
                let range = self.at..self.at + 1;
                self.at += 1;
                Ok(Some(Step::Between { range, problem: Problem::Fault(FaultKind::ExtraComma) }))
            }
            (b'{' | b'[' | b'"', Expect::CommaOrEnd) => {
                self.expect = Expect::First;
                let problem = Problem::Fault(FaultKind::MissingComma);
                Ok(Some(Step::Between { range: behind..behind, problem }))
            }
            (_, Expect::CommaOrEnd) => self.unexpected(buffer, end).map(Some),
            _ => self.value(byte, buffer, end, tree, faults),
        }
    }

    /// In an envelope, behind its records.
    fn member(
        &mut self,
        byte: u8,
        buffer: &[u8],
        end: bool,
        tree: &mut Tree,
        faults: &mut Vec<Fault>,
    ) -> Result<Option<Step>, NeedMore> {
        let start = self.at;
        match (byte, self.expect) {
            (b'}', expect) => {
                self.at += 1;
                self.leave();
                Ok(trailing_comma(expect))
            }
            (b',', Expect::CommaOrEnd) => self.comma(buffer, end),
            (b'"', Expect::AfterComma(_) | Expect::First) => {
                match envelope::member(&buffer[self.at..], end, tree, faults)? {
                    envelope::Member::Records(length) => {
                        self.at += length;
                        self.enter(Container::Array);
                        Ok(None)
                    }
                    envelope::Member::Other(length) => {
                        self.at += length;
                        self.expect = Expect::CommaOrEnd;
                        let fault = faults.first().map(|fault| Step::Between {
                            range: start + fault.start as usize..start + fault.end as usize,
                            problem: Problem::Fault(fault.kind),
                        });
                        Ok(fault)
                    }
                    envelope::Member::Broken => self.unexpected(buffer, end).map(Some),
                }
            }
            _ => self.unexpected(buffer, end).map(Some),
        }
    }

    fn enter(&mut self, container: Container) {
        self.stack.push(container);
        self.expect = Expect::First;
    }

    fn leave(&mut self) {
        self.stack.pop();
        self.line_taken = self.stack.is_empty();
        self.expect = Expect::CommaOrEnd;
    }

    /// A value begins where a record is expected.
    fn value(
        &mut self,
        byte: u8,
        buffer: &[u8],
        end: bool,
        tree: &mut Tree,
        faults: &mut Vec<Fault>,
    ) -> Result<Option<Step>, NeedMore> {
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
                && let Some(length) = envelope::opening(&buffer[start..], end, leading)?
            {
                self.at += length;
                self.stack.push(Container::Envelope);
                self.enter(Container::Array);
                return Ok(None);
            }
        }
        if self.stack.is_empty() && (self.lines || self.begins_lines(buffer, end)?) {
            return self.line(buffer, end, tree, faults);
        }
        let rest = &buffer[start..];
        if u32::try_from(rest.len()).is_err() {
            return Ok(Some(self.too_long(buffer)));
        }
        match parse(rest, end, tree, faults) {
            Outcome::Complete(length) => self.complete(buffer, end, start + length, tree),
            Outcome::Incomplete { .. } if !end => Err(NeedMore),
            Outcome::Incomplete { .. } => Ok(Some(self.cut(buffer))),
            Outcome::Broken(_) => {
                let fault = last_fault(faults, start);
                let at = fault.0.start;
                let next_line = at > start && buffer[at - 1] == b'\n' && self.stack.is_empty();
                if next_line && recover::begins_record(&buffer[at..], end, self.first_keys.known())? {
                    self.at = at;
                    self.line_taken = false;
                    let problem = self.cut_line(at - 1 - start);
                    return Ok(Some(Step::Broken { range: start..at, at: start..at - 1, problem }));
                }
                self.broken(buffer, end, start, fault.0, fault.1).map(Some)
            }
        }
    }

    /// Whether the next line begins a record like this one, so that this one must end with its line.
    fn begins_lines(&self, buffer: &[u8], end: bool) -> Result<bool, NeedMore> {
        let record = &buffer[self.at..];
        match memchr::memchr(b'\n', record) {
            Some(newline) => recover::begins_alike(record, &record[newline + 1..], end),
            None => Ok(false),
        }
    }

    /// A record on a line of its own, in an input where records are.
    fn line(
        &mut self,
        buffer: &[u8],
        end: bool,
        tree: &mut Tree,
        faults: &mut Vec<Fault>,
    ) -> Result<Option<Step>, NeedMore> {
        let start = self.at;
        let line_end = match memchr::memchr(b'\n', &buffer[start..]) {
            Some(length) => start + length,
            None if end => buffer.len(),
            None => return Err(NeedMore),
        };
        if u32::try_from(line_end - start).is_err() {
            return Ok(Some(self.too_long(buffer)));
        }
        match parse(&buffer[start..line_end], true, tree, faults) {
            Outcome::Complete(length) => self.complete(buffer, end, start + length, tree),
            Outcome::Broken(_) => {
                let fault = last_fault(faults, start);
                let (from, again) = self.search_from(start, fault.0.start);
                self.read_again += again;
                let resume = recover::next_on_line(&buffer[..line_end], from, self.first_keys.known());
                self.at = resume.at;
                self.line_taken = resume.found;
                let problem = Problem::Fault(fault.1);
                Ok(Some(Step::Broken { range: start..resume.at, at: fault.0, problem }))
            }
            Outcome::Incomplete { in_string } => {
                self.several_lines(buffer, end, line_end, in_string, tree, faults)
            }
        }
    }

    /// A record that does not end with its line: it goes on in the next, or is cut off.
    fn several_lines(
        &mut self,
        buffer: &[u8],
        end: bool,
        line_end: usize,
        in_string: bool,
        tree: &mut Tree,
        faults: &mut Vec<Fault>,
    ) -> Result<Option<Step>, NeedMore> {
        let start = self.at;
        let Some(next) = buffer[line_end..].iter().position(|byte| !byte.is_ascii_whitespace()) else {
            return if end { Ok(Some(self.cut(buffer))) } else { Err(NeedMore) };
        };
        let next = line_end + next;
        let record_follows = recover::begins_record(&buffer[next..], end, self.first_keys.known())?;
        if !record_follows && self.offset + start as u64 >= self.joined_until {
            let limit = buffer.len().min(start + MAX_JOINED);
            match parse(&buffer[start..limit], false, tree, faults) {
                Outcome::Complete(length) => return self.complete(buffer, end, start + length, tree),
                Outcome::Incomplete { .. } if limit < start + MAX_JOINED && !end => return Err(NeedMore),
                Outcome::Incomplete { .. } => self.joined_until = self.offset + limit as u64,
                Outcome::Broken(length) => self.joined_until = self.offset + (start + length) as u64,
            }
        }
        faults.clear();
        self.at = line_end;
        if in_string && buffer[start..line_end].trim_ascii_end().ends_with(b"}") {
            // The record goes on to its end; what it lacks is a quote.
            let problem = Problem::Fault(FaultKind::UnclosedString);
            return Ok(Some(Step::Broken { range: start..line_end, at: line_end..line_end, problem }));
        }
        let problem = self.cut_line(line_end - start);
        Ok(Some(Step::Broken { range: start..line_end, at: start..line_end, problem }))
    }

    /// A whole value ends at `value_end`.
    fn complete(
        &mut self,
        buffer: &[u8],
        end: bool,
        value_end: usize,
        tree: &mut Tree,
    ) -> Result<Option<Step>, NeedMore> {
        let range = self.at..value_end;
        let next = buffer[value_end..].iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        let Some(kind) = tree.nodes.first().map(|node| node.kind) else {
            return Err(NeedMore);
        };
        if kind != Kind::Object {
            return self.no_object(buffer, end, range, kind, tree);
        }
        let outside = self.stack.is_empty();
        if outside && next.is_none() && !end {
            return Err(NeedMore);
        }
        let ends_line = next.is_none_or(|next| buffer[value_end + next] == b'\n');
        let document = Document { text: "", tree, embedded: &Embedded::default() };
        match envelope::inside(document, &buffer[range.clone()]) {
            envelope::Inside::Records(array) if self.stack.len() < MAX_DEPTH => {
                self.at = range.start + array + 1;
                self.stack.push(Container::Envelope);
                self.enter(Container::Array);
                return Ok(None);
            }
            envelope::Inside::NoArray(kind, value) => {
                self.done(value_end, outside);
                let at = range.start + value.start..range.start + value.end;
                return Ok(Some(Step::Broken { range, at, problem: Problem::RecordsNoArray(kind) }));
            }
            envelope::Inside::Tables => {
                self.done(value_end, outside);
                return Ok(Some(Step::Answer { range }));
            }
            _ => {}
        }
        let style = if outside { self.style(buffer, &range, ends_line) } else { None };
        self.first_keys.remember_of(&buffer[range.clone()], tree);
        self.done(value_end, outside);
        Ok(Some(Step::Record { range, style }))
    }

    fn done(&mut self, value_end: usize, outside: bool) {
        self.at = value_end;
        self.line_taken = outside;
        self.expect = Expect::CommaOrEnd;
    }

    /// Whether the record stands as JSON Lines have it; what is wrong, the first time.
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

    /// A value that is no object.
    fn no_object(
        &mut self,
        buffer: &[u8],
        end: bool,
        range: Range<usize>,
        kind: Kind,
        tree: &mut Tree,
    ) -> Result<Option<Step>, NeedMore> {
        let outside = self.stack.is_empty();
        let mut problem = Problem::NotARecord(kind);
        let mut consumed = range.end;
        if kind == Kind::String {
            let next = buffer[range.end..].iter().position(|byte| !byte.is_ascii_whitespace());
            match next.map(|next| (range.end + next, buffer[range.end + next])) {
                None if !end => return Err(NeedMore),
                Some((_, b'{')) => problem = Problem::LooseKey,
                Some((colon, b':')) => {
                    let mut faults = Vec::new();
                    match parse(&buffer[colon + 1..], end, tree, &mut faults) {
                        Outcome::Incomplete { .. } if !end => return Err(NeedMore),
                        Outcome::Incomplete { .. } => consumed = buffer.len(),
                        Outcome::Complete(length) => consumed = colon + 1 + length,
                        Outcome::Broken(_) => {
                            return self
                                .broken(buffer, end, range.start, colon..colon + 1, FaultKind::Unexpected)
                                .map(Some);
                        }
                    }
                    problem = Problem::LooseMember;
                }
                _ => {}
            }
        }
        self.done(consumed, outside);
        Ok(Some(Step::Broken { range: range.start..consumed, at: range, problem }))
    }

    /// A record of this length that does not end with its line.
    fn cut_line(&mut self, length: usize) -> Problem {
        let before = self.cut_length.replace(length);
        Problem::CutLine {
            same_length: before.filter(|before| *before == length).map(|length| length as u64),
        }
    }

    fn cut(&mut self, buffer: &[u8]) -> Step {
        let start = self.at;
        self.stack.clear();
        // A record that begins on a later line was not part of what is cut off.
        let later =
            memchr::memchr_iter(b'\n', &buffer[start..]).map(|newline| start + newline + 1).find(|&line| {
                recover::begins_record(&buffer[line..], true, self.first_keys.known()).unwrap_or(false)
            });
        if let Some(line) = later {
            self.at = line;
            self.line_taken = false;
            self.lines = true;
            self.joined_until = self.offset + buffer.len() as u64;
            let problem = self.cut_line(line - 1 - start);
            return Step::Broken { range: start..line, at: start..line - 1, problem };
        }
        self.at = buffer.len();
        self.phase = Phase::GivenUp;
        let problem = Problem::Cut { start: self.offset + start as u64 };
        Step::Broken { range: start..self.at, at: self.at..self.at, problem }
    }

    fn too_long(&mut self, buffer: &[u8]) -> Step {
        let start = self.at;
        self.at = buffer.len();
        self.phase = Phase::Skipping;
        Step::Broken { range: start..buffer.len(), at: start..start + 1, problem: Problem::TooLong }
    }

    /// Leaves a broken value behind, whose fault is at `at`, and goes on at the next record.
    fn broken(
        &mut self,
        buffer: &[u8],
        end: bool,
        start: usize,
        at: Range<usize>,
        kind: FaultKind,
    ) -> Result<Step, NeedMore> {
        let (from, again) = self.search_from(start, at.start);
        let resume = recover::next_record(buffer, end, from, self.first_keys.known())?;
        self.read_again += again;
        self.at = resume.at;
        if !resume.found {
            self.phase = Phase::Skipping;
        }
        self.line_taken = resume.found && memchr::memchr(b'\n', &buffer[start..resume.at]).is_none();
        self.expect = Expect::First;
        Ok(Step::Broken { range: start..resume.at, at, problem: Problem::Fault(kind) })
    }

    /// Where to look for the next record behind a value that is broken at `fault`, and how many bytes that reads again.
    ///
    /// From the beginning of the value on, as long as not more than a few times the input is read again: else broken
    /// input would make reading quadratic. Then from the fault on.
    fn search_from(&self, start: usize, fault: usize) -> (usize, u64) {
        let again = (fault - start) as u64;
        if self.read_again + again <= 4 * (self.offset + start as u64) + MAX_JOINED as u64 {
            (start, again)
        } else {
            (start.max(fault.saturating_sub(1)), 0)
        }
    }

    fn skip_on(&mut self, buffer: &[u8], end: bool) -> Result<(), NeedMore> {
        let resume = recover::look_on(buffer, end, self.at, self.first_keys.known());
        self.at = resume.at;
        if resume.found || end {
            self.phase = Phase::Reading;
            if !resume.found {
                self.stack.clear();
            }
            return Ok(());
        }
        Err(NeedMore)
    }
}

/// What is wrong with a bracket that closes behind a comma.
fn trailing_comma(expect: Expect) -> Option<Step> {
    let Expect::AfterComma(comma) = expect else {
        return None;
    };
    Some(Step::Between { range: comma..comma + 1, problem: Problem::Fault(FaultKind::TrailingComma) })
}

/// The fault that ended a parse, with its place in the buffer; the value begins at `start`.
fn last_fault(faults: &mut Vec<Fault>, start: usize) -> (Range<usize>, FaultKind) {
    match faults.pop() {
        Some(fault) => (start + fault.start as usize..start + fault.end as usize, fault.kind),
        None => (start..start, FaultKind::Unexpected),
    }
}

/// Bytes that are not there yet are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NeedMore;
