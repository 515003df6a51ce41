//! Steps that read a value where a record is expected.

use std::ops::Range;

use super::{
    Answer, Container, Expect, Framer, Input, MAX_DEPTH, MAX_JOINED, NeedMore, OnceKind, Phase, Problem,
    Step, Text, around,
    broken::last_fault,
    envelope, query_answer, recover,
    recover::{Search, Strings, TakenIn},
    stray,
};
use crate::document::{Document, Embedded, Fault, FaultKind, Kind, MAX_NESTING, Node, Outcome, Tree};

/// Largest indentation, in bytes, of a record over several lines that is read although reads over it failed.
const MAX_INDENTATION: usize = 16;

/// Value of a member without an enclosing object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LooseValue {
    /// No value can be read, or it takes in records that follow it, or its records are too deep.
    Unreadable,
    /// An array or an object with records in an array.
    Records,
    /// Any other value, up to this offset.
    Value {
        /// Offset behind it.
        end: usize,
    },
}

impl Framer {
    /// Reads a value where a record is expected.
    pub(super) fn value(&mut self, byte: u8, input: &mut Input<'_, '_>) -> Result<Option<Step>, NeedMore> {
        let text = input.text;
        let Text { bytes, end } = text;
        let start = self.at;
        if self.stack.len() < MAX_DEPTH {
            if byte == b'[' {
                let shared = self.stack.is_empty() && self.line_taken;
                self.at += 1;
                self.enter(Container::Array);
                let style = if shared { self.said_once(Problem::SharedLine, start) } else { None };
                return Ok(style.map(|problem| Step::Between { range: start..start + 1, problem }));
            }
            let leading = self.stack.is_empty() && !self.lines;
            if byte == b'{'
                && let Some(length) = envelope::opening(&bytes[start..], end, leading)?
            {
                let range = start..start + length;
                self.head(&bytes[range.clone()], &mut input.parsed);
                self.at = range.end;
                self.enter_envelope();
                return Ok(around(bytes, range, input.parsed.faults));
            }
        }
        if self.by_lines() {
            return self.line(input);
        }
        if self.stack.is_empty() {
            match self.begins_lines(text) {
                Ok(true) => return self.line(input),
                Ok(false) => {}
                Err(NeedMore) => return self.whole_line(input),
            }
        }
        let reach = self.reach(text)?;
        let rest = &reach.bytes[start..];
        if u32::try_from(rest.len()).is_err() {
            return Ok(Some(self.too_long(text)));
        }
        let reading = self.read(rest, reach.end, &mut input.parsed);
        match reading.outcome {
            Outcome::Complete(length) => self.complete(input, start + length),
            _ => self.not_read(input, reach, reading),
        }
    }

    /// Returns true if the next line begins a record like this one, so that this one must end with its line.
    pub(super) fn begins_lines(&mut self, text: Text<'_>) -> Result<bool, NeedMore> {
        let line_end = self.effort.line_end(text.bytes, self.offset, self.at);
        match line_end {
            Some(newline) => {
                recover::begins_alike(&text.bytes[self.at..], &text.bytes[newline + 1..], text.end)
            }
            None => Ok(false),
        }
    }

    /// Reads a value that ends with its line, whatever the next line begins with: a stream may pause there.
    fn whole_line(&mut self, input: &mut Input<'_, '_>) -> Result<Option<Step>, NeedMore> {
        let (start, text) = (self.at, input.text);
        let Some(end) = self.effort.line_end(text.bytes, self.offset, start) else {
            return Err(NeedMore);
        };
        if u32::try_from(end - start).is_ok()
            && let reading = self.read(&text.bytes[start..end], true, &mut input.parsed)
            && let Outcome::Complete(length) = reading.outcome
            && input.parsed.faults.is_empty()
        {
            return self.complete(input, start + length);
        }
        input.parsed.faults.clear();
        Err(NeedMore)
    }

    /// Returns the end of the line on which the next step begins.
    pub(super) fn line_end(&mut self, text: Text<'_>) -> Result<usize, NeedMore> {
        match self.effort.line_end(text.bytes, self.offset, self.at) {
            Some(newline) => Ok(newline),
            None if text.end => Ok(text.bytes.len()),
            None => Err(NeedMore),
        }
    }

    /// Reads a record on a line of its own, in an input of one record a line.
    pub(super) fn line(&mut self, input: &mut Input<'_, '_>) -> Result<Option<Step>, NeedMore> {
        let text = input.text;
        let start = self.at;
        let line_end = self.line_end(text)?;
        if u32::try_from(line_end - start).is_err() {
            return Ok(Some(self.too_long(text)));
        }
        let reach = self.reach(Text { bytes: &text.bytes[..line_end], end: true })?;
        let reading = self.read(&reach.bytes[start..], true, &mut input.parsed);
        match reading.outcome {
            Outcome::Complete(length) => self.complete(input, start + length),
            Outcome::Broken(_) => {
                self.failed(start, reading.looked);
                let wrong = last_fault(input.parsed.faults, start);
                self.broken(input, wrong, true)
            }
            Outcome::Incomplete { .. } if reach.bytes.len() < line_end => {
                self.broken(input, (start..start + 1, FaultKind::Unclosed), true)
            }
            Outcome::Incomplete { in_string } => self.several_lines(input, line_end, in_string),
        }
    }

    /// Handles a record that does not end with its line: it continues on the next, or is cut off.
    pub(super) fn several_lines(
        &mut self,
        input: &mut Input<'_, '_>,
        line_end: usize,
        in_string: bool,
    ) -> Result<Option<Step>, NeedMore> {
        let text = input.text;
        let Text { bytes, end } = text;
        let start = self.at;
        let Some(next) = bytes[line_end..].iter().position(|byte| !byte.is_ascii_whitespace()) else {
            return if end { self.unfinished(input, text) } else { Err(NeedMore) };
        };
        let next = line_end + next;
        self.usage.first_keys = true;
        let record_follows = recover::begins_record(&bytes[next..], end, self.first_keys.known())?;
        // Over worn bytes, a value may be read up to the next place of recovery. A line that begins with a brace is such a place,
        // unless it is indented deeper: so no byte is read more often than indentations differ.
        let is_worn = self.effort.worn_until(self.offset + start as u64).is_some();
        let (line, indentation) = self.indentation;
        let begins_line = line == self.offset + start as u64 && indentation <= MAX_INDENTATION;
        if !record_follows && (!is_worn || (bytes[start] == b'{' && begins_line)) {
            let reach = self.reach(text)?;
            let limit = reach.bytes.len().min(start + MAX_JOINED);
            let is_cut = limit < start + MAX_JOINED;
            let reading = self.read(&bytes[start..limit], false, &mut input.parsed);
            match reading.outcome {
                Outcome::Complete(length) => return self.complete(input, start + length),
                Outcome::Incomplete { .. } if is_cut && !reach.end => return Err(NeedMore),
                _ => self.failed(start, reading.looked),
            }
        }
        input.parsed.faults.clear();
        let line = Text { bytes: &bytes[..line_end], end: true };
        let place = self.search_from(line)?.run(line.bytes, start, line_end, true, self.first_keys.known());
        self.effort.steps += (place.at() - start) as u64;
        if place.is_found() {
            return Ok(self.leave_broken(input, place, (line_end..line_end, FaultKind::Unclosed)));
        }
        self.at = line_end;
        if in_string && bytes[start..line_end].trim_ascii_end().ends_with(b"}") {
            // The record continues to its end; it only lacks a quote.
            let problem = Problem::Fault(FaultKind::UnclosedString);
            return Ok(Some(Step::Broken { range: start..line_end, at: line_end..line_end, problem }));
        }
        let problem = self.cut_line(start, line_end - start);
        Ok(Some(Step::Broken { range: start..line_end, at: start..line_end, problem }))
    }

    /// Handles a complete value that ends at `value_end`.
    pub(super) fn complete(
        &mut self,
        input: &mut Input<'_, '_>,
        value_end: usize,
    ) -> Result<Option<Step>, NeedMore> {
        let text = input.text;
        let Text { bytes, end } = text;
        let range = self.at..value_end;
        let next = bytes[value_end..].iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        let Some(kind) = input.parsed.tree.get(0).map(|node| node.kind) else {
            return Err(NeedMore);
        };
        let may_hide = || input.parsed.faults.iter().any(|fault| fault.kind.may_hide_records());
        if (kind == Kind::String || may_hide())
            && let Some(quote) =
                self.hides_record(text, &range, (input.parsed.tree, input.parsed.faults), Strings::All)?
        {
            self.failed(value_end, 0);
            input.parsed.faults.clear();
            return self.broken(input, (quote..quote + 1, FaultKind::Unclosed), self.by_lines());
        }
        if kind != Kind::Object {
            return self.no_object(input, range, kind);
        }
        if self.takes_in_record(&bytes[range.clone()], input.parsed.tree, input.parsed.faults) {
            self.failed(value_end, 0);
            input.parsed.faults.clear();
            return self.skip_broken(input, (range.start..range.start + 1, FaultKind::Unclosed), false);
        }
        let outside = self.stack.is_empty();
        if outside && next.is_none() && !end {
            return Err(NeedMore);
        }
        let ends_line = match next.map(|next| &bytes[value_end + next..]) {
            None | Some([b'\n', ..]) => true,
            // A comma between lines is not part of either record.
            Some([b',', rest @ ..]) if outside => stray::ends_line(rest, end)?,
            Some(_) => false,
        };
        let document = Document { text: "", tree: input.parsed.tree, embedded: &Embedded::default() };
        match envelope::inside(document, &bytes[range.clone()]) {
            envelope::Inside::Records(array)
                if self.stack.len() < MAX_DEPTH || self.is_opened_at_any_depth(input, &range) =>
            {
                let head = range.start..range.start + array + 1;
                self.at = head.end;
                self.enter_envelope();
                input.parsed.faults.retain(|fault| (fault.start as usize) < array);
                return Ok(around(bytes, head, input.parsed.faults));
            }
            envelope::Inside::NoArray(kind, value) => {
                self.done(value_end, outside);
                let at = range.start + value.start..range.start + value.end;
                return Ok(Some(Step::Broken { range, at, problem: Problem::RecordsNoArray(kind) }));
            }
            envelope::Inside::Tables => {
                let may_hide = input.parsed.faults.iter().any(|fault| fault.kind.may_hide_records());
                if may_hide
                    && let Answer::Mended(step) = self.mended_answer(input, self.by_lines(), range.len())?
                {
                    return Ok(Some(step));
                }
                self.done(value_end, outside);
                return Ok(Some(Step::Answer { range, mended: None }));
            }
            _ => {}
        }
        let style = if outside { self.style(bytes, &range, ends_line) } else { None };
        self.first_keys.remember_of(&bytes[range.clone()], input.parsed.tree);
        self.done(value_end, outside);
        Ok(Some(Step::Record { range, style }))
    }

    /// Returns the opening quote of a string of the value at `range` that contains a record, if there is one.
    pub(super) fn hides_record(
        &mut self,
        text: Text<'_>,
        range: &Range<usize>,
        value: (&Tree, &[Fault]),
        strings: Strings,
    ) -> Result<Option<usize>, NeedMore> {
        self.effort.steps += range.len() as u64;
        self.usage.first_keys = true;
        recover::hidden_record(text, range, self.first_keys.known(), value, strings)
    }

    /// Returns true if the value at `range`, or the member, contains records that follow it: in a string, or in an array.
    pub(super) fn swallows_record(
        &mut self,
        text: Text<'_>,
        range: &Range<usize>,
        tree: &Tree,
        faults: &[Fault],
    ) -> Result<bool, NeedMore> {
        Ok(self.hides_record(text, range, (tree, faults), Strings::All)?.is_some()
            || self.takes_in_record(&text.bytes[range.clone()], tree, faults))
    }

    /// Returns true if an array of the value that begins here, with this text, contains records that follow the
    /// value.
    pub(super) fn takes_in_record(&mut self, text: &[u8], tree: &Tree, faults: &[Fault]) -> bool {
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
        self.usage.first_keys = true;
        taken_in.is_any(self.first_keys.known())
    }

    /// Returns true if the value at this range, which was parsed, is opened although it is nested deeper than [`MAX_DEPTH`]:
    /// it holds records. Brackets that are not closed before it nest it so deep, too.
    fn is_opened_at_any_depth(&mut self, input: &Input<'_, '_>, range: &Range<usize>) -> bool {
        let is_opened = self.stack.len() < MAX_NESTING
            && self.holds_records(&input.text.bytes[range.clone()], input.parsed.tree);
        if is_opened {
            self.failed(range.start, range.len());
        }
        is_opened
    }

    /// Returns true if an array of the value with this text holds records.
    fn holds_records(&mut self, text: &[u8], tree: &Tree) -> bool {
        self.effort.steps += text.len() as u64;
        self.usage.first_keys = true;
        recover::holds_records(text, tree, self.first_keys.known())
    }

    pub(super) fn done(&mut self, value_end: usize, outside: bool) {
        self.at = value_end;
        self.line_taken = outside;
        self.expect = Expect::CommaOrEnd;
    }

    /// Returns the first deviation from JSON Lines of the input.
    pub(super) fn style(&mut self, buffer: &[u8], range: &Range<usize>, ends_line: bool) -> Option<Problem> {
        let several_lines = memchr::memchr(b'\n', &buffer[range.clone()]).is_some();
        if self.line_taken {
            return self.said_once(Problem::SharedLine, range.start);
        }
        if self.lines && several_lines {
            return self.said_once(Problem::SeveralLines, range.start);
        }
        self.lines |= !several_lines && ends_line;
        None
    }

    /// Returns the problem of what begins at `start`, if it is the first of the input.
    pub(super) fn said_once(&mut self, problem: Problem, start: usize) -> Option<Problem> {
        let first = !std::mem::replace(&mut self.style_reported, true);
        if first {
            self.usage.note(OnceKind::Style, self.offset + start as u64, false);
        }
        first.then_some(problem)
    }

    /// Handles a value that is not an object.
    pub(super) fn no_object(
        &mut self,
        input: &mut Input<'_, '_>,
        range: Range<usize>,
        kind: Kind,
    ) -> Result<Option<Step>, NeedMore> {
        let text = input.text;
        let outside = self.stack.is_empty();
        let mut problem = Problem::NotARecord(kind);
        let mut consumed = range.end;
        if kind == Kind::Array && self.is_opened_at_any_depth(input, &range) {
            input.parsed.faults.clear();
            self.at = range.start + 1;
            self.enter(Container::Array);
            return Ok(None);
        }
        if kind == Kind::String {
            let rest = &text.bytes[range.end..];
            let next = rest.iter().position(|byte| !byte.is_ascii_whitespace());
            match next.map(|next| (range.end + next, rest[next])) {
                None if !text.end => return Err(NeedMore),
                _ if is_encoded(&text.bytes[range.clone()]) => problem = Problem::EncodedJson,
                Some((_, b'{')) => problem = Problem::LooseKey,
                Some((colon, b':')) => {
                    problem = Problem::LooseMember;
                    match self.loose_value(input, colon)? {
                        LooseValue::Unreadable => {
                            let wrong = (colon..colon + 1, FaultKind::Unexpected);
                            return self.broken(input, wrong, self.by_lines());
                        }
                        LooseValue::Records => {
                            // They are read next, like those of an array that belongs to no member.
                            let read = range.start..colon + 1;
                            self.at = read.end;
                            return Ok(Some(Step::Broken { range: read, at: range, problem }));
                        }
                        LooseValue::Value { end } => consumed = end,
                    }
                }
                _ => {}
            }
        }
        self.done(consumed, outside);
        Ok(Some(Step::Broken { range: range.start..consumed, at: range, problem }))
    }

    /// Reads the value of a member without an enclosing object.
    pub(super) fn loose_value(
        &mut self,
        input: &mut Input<'_, '_>,
        colon: usize,
    ) -> Result<LooseValue, NeedMore> {
        let text = input.text;
        let whole = if self.by_lines() {
            Text { bytes: &text.bytes[..self.line_end(text)?.max(colon + 1)], end: true }
        } else {
            text
        };
        let reach = self.reach(whole)?;
        let rest = reach.bytes.get(colon + 1..).unwrap_or_default();
        let reading = self.read(rest, reach.end, &mut input.parsed);
        let (swallows_record, holds_records) = match reading.outcome {
            Outcome::Complete(length) => {
                let (tree, faults) = (&*input.parsed.tree, &*input.parsed.faults);
                let range = colon + 1..colon + 1 + length;
                let is_record = begins_later_line(tree, rest);
                let swallows_record = is_record || self.swallows_record(reach, &range, tree, faults)?;
                (swallows_record, self.holds_records(&rest[..length], tree))
            }
            _ => (false, false),
        };
        input.parsed.faults.clear();
        match reading.outcome {
            Outcome::Complete(_) if holds_records && self.stack.len() < MAX_DEPTH => {
                self.failed(colon + 1, reading.looked);
                Ok(LooseValue::Records)
            }
            Outcome::Complete(length) if !swallows_record && !holds_records => {
                Ok(LooseValue::Value { end: colon + 1 + length })
            }
            Outcome::Incomplete { .. } if !reach.end => Err(NeedMore),
            _ => {
                self.failed(colon + 1, reading.looked);
                Ok(LooseValue::Unreadable)
            }
        }
    }

    pub(super) fn too_long(&mut self, text: Text<'_>) -> Step {
        let start = self.at;
        self.at = text.bytes.len();
        self.phase = Phase::Skipping;
        self.search = Search::new(&[], true, self.stack.last().copied(), 0).ok();
        Step::Broken { range: start..self.at, at: start..start + 1, problem: Problem::TooLong }
    }
}

/// Returns true if a value that was parsed from a text is an object that begins on a later line of the text.
fn begins_later_line(tree: &Tree, text: &[u8]) -> bool {
    let is_it = |root: Node| root.kind == Kind::Object && text[..root.start as usize].contains(&b'\n');
    tree.get(0).is_some_and(is_it)
}

/// Returns true if the string holds an object or an array as JSON text, with its quotes escaped.
fn is_encoded(string: &[u8]) -> bool {
    let inside = string.get(1..string.len() - 1).unwrap_or_default();
    matches!(inside.first(), Some(b'{' | b'[')) && memchr::memmem::find(inside, b"\\\"").is_some()
}
