//! Steps that leave a broken value, and continue at the next record.

use super::{
    Answer, Container, Expect, FirstCut, Framer, Input, Mended, NeedMore, Parsed, Phase, Problem, Step, Text,
    Unread, Wrong, around,
    effort::Effort,
    envelope, mend, query_answer, recover,
    recover::{Place, Strings},
};
use crate::document::{
    Document, Embedded, Fault, FaultKind, Kind, NOWHERE, Outcome, Reading, Tree, character_width,
};

/// Number of bytes of a query answer of unknown length in the first attempt to mend it.
const SHORT_ANSWER: usize = 64;

/// Mended text of a query answer that cannot be parsed, and its faults.
type Unparsed = (Mended, Vec<Fault>);

impl Framer {
    /// Handles a byte that begins nothing valid.
    pub(super) fn unexpected(&mut self, input: &mut Input<'_, '_>) -> Result<Option<Step>, NeedMore> {
        let text = input.text;
        input.parsed.faults.clear();
        let width = character_width(&text.bytes[self.at..], text.end).ok_or(NeedMore)?;
        let wrong = (self.at..self.at + width, FaultKind::Unexpected);
        self.broken(input, wrong, self.by_lines())
    }

    /// Returns the fault of a record of this length that begins at `start` and does not end with its line.
    pub(super) fn cut_line(&mut self, start: usize, length: usize) -> Problem {
        let offset = self.offset + start as u64;
        self.usage.first_cut.get_or_insert(FirstCut { length: length as u64, offset });
        let before = self.cut_length.replace(length);
        Problem::CutLine {
            same_length: before.filter(|before| *before == length).map(|length| length as u64),
        }
    }

    /// Leaves the value or the member that begins here, of which so much was read within `reach`: it is broken, or has no
    /// end there.
    pub(super) fn not_read(
        &mut self,
        input: &mut Input<'_, '_>,
        reach: Text<'_>,
        reading: Reading,
    ) -> Result<Option<Step>, NeedMore> {
        if let Outcome::Broken(_) = reading.outcome {
            let start = self.at;
            self.failed(start, reading.looked);
            let wrong = last_fault(input.parsed.faults, start);
            return self.broken(input, wrong, false);
        }
        if reach.end { self.unfinished(input, reach) } else { Err(NeedMore) }
    }

    /// Handles a value that begins here and does not end before the end of the input, or of the text that may be
    /// read.
    pub(super) fn unfinished(
        &mut self,
        input: &mut Input<'_, '_>,
        reach: Text<'_>,
    ) -> Result<Option<Step>, NeedMore> {
        let text = input.text;
        let Text { bytes, end } = text;
        let start = self.at;
        match self.mended_answer(input, false, SHORT_ANSWER)? {
            Answer::Mended(step) => {
                // The answer is shorter than the bytes that were read.
                self.failed(start, reach.bytes.len() - start);
                return Ok(Some(step));
            }
            Answer::Unread(answer) => {
                let wrong = (start..start + 1, FaultKind::Unclosed);
                return self.skip_answer(input, wrong, false, answer);
            }
            Answer::Not => {}
        }
        input.parsed.faults.clear();
        if reach.bytes.len() < bytes.len() {
            return self.broken(input, (start..start + 1, FaultKind::Unclosed), false);
        }
        self.failed(start, bytes.len() - start);
        let mut search = self.search_from(text)?;
        self.usage.first_keys = true;
        let place = search.run(bytes, start, bytes.len(), end, self.first_keys.known());
        self.effort.steps += (place.at() - start) as u64;
        if place.is_found() {
            let on_a_line = memchr::memchr(b'\n', &bytes[start..place.at()]).map(|length| start + length + 1);
            let step = self.leave_broken(input, place, (bytes.len()..bytes.len(), FaultKind::Unclosed));
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
            self.skipped = Some(start..self.at);
            return Ok(Some(Step::Between { range: at, problem: Problem::Unclosed('}') }));
        }
        let problem = Problem::Cut { start: self.offset + start as u64 };
        Ok(Some(Step::Broken { range: start..self.at, at, problem }))
    }

    /// Leaves the broken value that begins here, and continues at the next place of recovery.
    ///
    /// `wrong` is the fault that ended the parse; the faults before it are in `input`. Where a record has a line
    /// of its own, the search does not go beyond the line.
    pub(super) fn broken(
        &mut self,
        input: &mut Input<'_, '_>,
        wrong: Wrong,
        by_lines: bool,
    ) -> Result<Option<Step>, NeedMore> {
        match self.mended_answer(input, by_lines, SHORT_ANSWER)? {
            Answer::Mended(step) => Ok(Some(step)),
            Answer::Unread(answer) => self.skip_answer(input, wrong, by_lines, answer),
            Answer::Not => self.skip_broken(input, wrong, by_lines),
        }
    }

    /// Leaves a query answer that is broken before its rows, so that they cannot be read, or behind them.
    fn skip_answer(
        &mut self,
        input: &mut Input<'_, '_>,
        wrong: Wrong,
        by_lines: bool,
        Unread { rows, mut mended, wrong: of_mended }: Unread,
    ) -> Result<Option<Step>, NeedMore> {
        let start = self.at;
        let wrong = of_mended.unwrap_or(wrong);
        let step = self.skip(input, wrong, by_lines, Some(rows.start + 1))?;
        let Some(Step::Broken { range, at, problem: Problem::Fault(kind) }) = step else {
            return Ok(step);
        };
        let offset = |at: usize| (at - start) as u32;
        let fault = Fault { kind, start: offset(at.start), end: offset(at.end) };
        // Rows behind the place where reading goes on do not belong to the answer.
        let length = if range.end < rows.end {
            let mut effort = Effort::new();
            let before = mend::rows(&input.text.bytes[start..range.end], &mut effort);
            self.effort.steps += effort.steps;
            before.map_or(0, |rows| rows.end)
        } else {
            rows.end - start
        };
        mended.broken.retain(|(row, _)| row.start < length);
        mended.bytes.truncate(length);
        mended.bytes.extend_from_slice(b"}]}");
        let parsed = &mut input.parsed;
        let is_whole = matches!(self.read(&mended.bytes, true, parsed).outcome, Outcome::Complete(_));
        if is_whole && !self.hides_outside_rows(&mended.bytes, parsed.tree, parsed.faults) {
            parsed.faults.push(fault);
            return Ok(Some(Step::Answer { range, mended: Some(mended) }));
        }
        // Faults that are consequences of this one are not worth a finding.
        parsed.faults.clear();
        parsed.faults.push(fault);
        Ok(Some(Step::Broken { range, at: rows.start..rows.start + 1, problem: Problem::UnreadRows }))
    }

    /// Does the same for a value that is not a query answer.
    pub(super) fn skip_broken(
        &mut self,
        input: &mut Input<'_, '_>,
        wrong: Wrong,
        by_lines: bool,
    ) -> Result<Option<Step>, NeedMore> {
        self.skip(input, wrong, by_lines, None)
    }

    /// Does the same for any value; a query answer is searched from `in_rows` on, the offset behind the bracket of its rows.
    fn skip(
        &mut self,
        input: &mut Input<'_, '_>,
        wrong: Wrong,
        by_lines: bool,
        in_rows: Option<usize>,
    ) -> Result<Option<Step>, NeedMore> {
        let text = input.text;
        let from = in_rows.unwrap_or(self.at);
        let limit = if by_lines { self.line_end(text)? } else { from + recover::WINDOW };
        let within = if by_lines { Text { bytes: &text.bytes[..limit], end: true } } else { text };
        let limit = limit.min(within.bytes.len());
        let mut search = self.search_from(within)?;
        if in_rows.is_some() {
            search = search.in_rows();
        }
        self.usage.first_keys = true;
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
        Ok(self.leave_broken(input, place, wrong))
    }

    /// Mends the query answer that begins here, if it can be parsed without its broken rows, and finds its rows if it cannot.
    ///
    /// Unless it is mended, the tree and the faults are left as they are. A value over which too many reads failed is not
    /// mended. The first attempt reads `length` bytes, each further one twice as many, until they contain the answer: of
    /// many answers, each must not be searched up to the end of the input.
    pub(super) fn mended_answer(
        &mut self,
        input: &mut Input<'_, '_>,
        by_lines: bool,
        mut length: usize,
    ) -> Result<Answer, NeedMore> {
        let text = input.text;
        let start = self.at;
        let worn = self.effort.worn_until(self.offset + start as u64).is_some();
        if worn || !query_answer::begins(&text.bytes[start..]) {
            return Ok(Answer::Not);
        }
        let within =
            if by_lines { Text { bytes: &text.bytes[..self.line_end(text)?], end: true } } else { text };
        let mut search = self.search_from(within)?.by_lines();
        let mut place = Place::None(start);
        self.usage.first_keys = true;
        loop {
            let (from, wanted) = (place.at(), start.saturating_add(length));
            let limit = within.bytes.len().min(wanted);
            place = search.run(within.bytes, from, limit, within.end, self.first_keys.known());
            self.effort.steps += (place.at() - from) as u64;
            let is_short = limit < wanted || place.at() < limit;
            if is_short && !place.is_found() && !within.end {
                return Err(NeedMore);
            }
            let is_all = is_short || place.is_found();
            let answer = &within.bytes[start..place.at()];
            match self.mend(answer, is_all, &mut input.parsed) {
                Ok((length, mended)) => {
                    let range = start..place.at().min(start + length);
                    if range.end < place.at() {
                        self.failed(start, place.at() - start);
                    }
                    self.done(range.end, self.stack.is_empty());
                    return Ok(Answer::Mended(Step::Answer { range, mended: Some(mended) }));
                }
                Err(unparsed) if is_all => {
                    self.failed(start, place.at() - start);
                    return Ok(unparsed.map_or(Answer::Not, |unparsed| self.unread(answer, unparsed)));
                }
                Err(_) => length = length.saturating_mul(2),
            }
        }
    }

    /// Parses an answer without its broken rows, and returns its length; `is_all` is true if the text contains all of it.
    ///
    /// The error is the mended text and its faults if it cannot be parsed, and `None` if it is not an answer, or not
    /// without what follows the text. Then the tree and the faults are left as they are.
    fn mend(
        &mut self,
        text: &[u8],
        is_all: bool,
        parsed: &mut Parsed<'_>,
    ) -> Result<(usize, Mended), Option<Unparsed>> {
        let mut effort = Effort::new();
        let mut mended = mend::mend(text, &mut effort);
        self.effort.steps += effort.steps;
        let (mut tree, mut faults) = (Tree::default(), Vec::new());
        let mut into = Parsed { tree: &mut tree, faults: &mut faults };
        let mut outcome = self.read(&mended.bytes, true, &mut into).outcome;
        if is_all && outcome == (Outcome::Incomplete { in_string: false }) {
            mended.bytes.extend_from_slice(b"]}]}");
            outcome = self.read(&mended.bytes, true, &mut into).outcome;
            into.faults.push(Fault { kind: FaultKind::Unclosed, start: 0, end: 1 });
        }
        let Outcome::Complete(length) = outcome else {
            return Err(Some((mended, faults)));
        };
        let document = Document { text: "", tree: &tree, embedded: &Embedded::default() };
        let is_answer = (is_all || length <= mended.decided)
            && matches!(envelope::inside(document, &mended.bytes), envelope::Inside::Tables)
            && !self.hides_outside_rows(&mended.bytes[..length], &tree, &faults);
        if !is_answer {
            return Err(None);
        }
        // Broken text behind the answer is not a row of it.
        mended.broken.retain(|(row, _)| row.start < length);
        (*parsed.tree, *parsed.faults) = (tree, faults);
        Ok((length, mended))
    }

    /// Returns true if a mended answer with this text contains records that follow it: in a string that is not in its rows, or
    /// in an array.
    fn hides_outside_rows(&mut self, text: &[u8], tree: &Tree, faults: &[Fault]) -> bool {
        let all = Text { bytes: text, end: true };
        let hidden = self.hides_record(all, &(0..text.len()), (tree, faults), Strings::OutsideRows);
        matches!(hidden, Ok(Some(_))) || self.takes_in_record(text, tree, faults)
    }

    /// Finds the rows of an answer that begins here and cannot be parsed, from its mended text and its faults.
    fn unread(&mut self, answer: &[u8], (mended, mut faults): Unparsed) -> Answer {
        let start = self.at;
        let mut effort = Effort::new();
        let rows = mend::rows(answer, &mut effort);
        self.effort.steps += effort.steps;
        let wrong = (!faults.is_empty()).then(|| last_fault(&mut faults, start));
        rows.map_or(Answer::Not, |rows| {
            Answer::Unread(Unread { rows: start + rows.start..start + rows.end, mended, wrong })
        })
    }

    /// Continues at a place behind the broken value that begins here.
    pub(super) fn leave_broken(
        &mut self,
        input: &mut Input<'_, '_>,
        place: Place,
        wrong: Wrong,
    ) -> Option<Step> {
        let text = input.text;
        let bytes = text.bytes;
        let start = self.at;
        let range = start..place.at();
        input.parsed.faults.retain(|fault| start + (fault.start as usize) < range.end);
        let (mut at, mut problem) = (wrong.0, Problem::Fault(wrong.1));
        // A fault in bytes that are read again does not belong to what precedes them, and a value that may be read up to the
        // place only is as open as one that is read further.
        let is_open = wrong.1 == FaultKind::Unclosed || at.start >= range.end;
        let is_before = !is_open || !place.is_found();
        if matches!(place, Place::Records(_)) {
            self.head(&bytes[range.clone()], &mut input.parsed);
            self.go_to(place, bytes, start);
            return around(bytes, range, input.parsed.faults);
        }
        if self.stack.last() == Some(&Container::Envelope) {
            self.go_to(place, bytes, start);
            let (at, kind) = if is_before { (at, wrong.1) } else { (start..start + 1, FaultKind::Unclosed) };
            let offset = |at: usize| (at - start) as u32;
            input.parsed.faults.push(Fault { kind, start: offset(at.start), end: offset(at.end) });
            return around(bytes, range, input.parsed.faults);
        }
        if !is_before {
            let kind = match place {
                Place::Close(_) => FaultKind::UnclosedItem,
                _ => FaultKind::Unclosed,
            };
            (at, problem) = (start..start + 1, Problem::Fault(kind));
            if let Place::Record { at: record, indentation: Some(_) } = place
                && self.stack.is_empty()
                && let Some(line) = line_start(bytes, record)
            {
                (at, problem) = (start..line - 1, self.cut_line(start, line - 1 - start));
            }
        }
        self.go_to(place, bytes, start);
        Some(Step::Broken { range, at, problem })
    }

    /// Parses an envelope up to the bracket of its records, which ends the text, for its faults.
    pub(super) fn head(&mut self, text: &[u8], parsed: &mut Parsed<'_>) {
        self.read(text, true, parsed);
        let tree = &*parsed.tree;
        let is_whole = tree.nodes().last().is_some_and(|(node, array)| {
            let key = tree.parent(node);
            array.kind == Kind::Array
                && array.start as usize + 1 == text.len()
                && key != NOWHERE
                && tree.parent(key) == 0
        });
        if !is_whole && parsed.faults.is_empty() {
            parsed.faults.push(Fault { kind: FaultKind::Unclosed, start: 0, end: 1 });
        }
    }

    /// Continues at a place; the broken bytes begin at `start`.
    pub(super) fn go_to(&mut self, place: Place, bytes: &[u8], start: usize) {
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

    pub(super) fn skip_on(&mut self, text: Text<'_>) -> Result<(), NeedMore> {
        let Text { bytes, end } = text;
        let start = self.at;
        self.usage.first_keys = true;
        let place = match &mut self.search {
            Some(search) => search.run(bytes, start, bytes.len(), end, self.first_keys.known()),
            None => Place::None(bytes.len()),
        };
        self.effort.steps += (place.at() - start) as u64;
        self.skipped = Some(start..place.at());
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

/// Returns the start of the line with this offset, if it is not the first line.
pub(super) fn line_start(bytes: &[u8], at: usize) -> Option<usize> {
    memchr::memrchr(b'\n', &bytes[..at]).map(|newline| newline + 1)
}

/// Returns the fault that ended a parse, with its range in the buffer; the value begins at `start`.
pub(super) fn last_fault(faults: &mut Vec<Fault>, start: usize) -> Wrong {
    match faults.pop() {
        Some(fault) => (start + fault.start as usize..start + fault.end as usize, fault.kind),
        None => (start..start, FaultKind::Unexpected),
    }
}
