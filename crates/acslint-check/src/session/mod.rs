//! Check of one input, which arrives in pieces of any size: [`Session`].

mod inside;
mod start;

use std::borrow::Cow;
use std::ops::Range;

use crate::{
    Checker, Contents, DecodedFrom, Disclosure, Event, Excerpt, Finding, Forecast, Hints, Part, Position,
    Provenance, RecordLayout, Report, Row, Span, SpeculativeFindings, Stored, Subject, WorkerState,
    csv::Table,
    document::{Document, Embedded, Fault, FaultKind, Tree, Value},
    fast_path::{KnownRecord, PlacedFindings, Progress, RecordFrame, Run},
    frames::Frames,
    framing::{self, Framer, Mended, Problem, Rows, Step, Usage},
    identify,
    record::RecordPlace,
    record_check::{Input, Opens, Piece, RecordCheck, Verdict},
    speculative::{Chunk, RecordFindings, SpeculativeRecord},
    wrapper,
};

pub use start::SessionStart;

/// Record in an answer: its range in the buffer, its members, and its text on its own.
type RecordOfAnswer = (Range<usize>, Tree, Option<Vec<u8>>);

/// Position in the input, from which lines and columns are counted on.
#[derive(Debug, Clone, Copy)]
struct Cursor {
    offset: u64,
    position: Position,
    stored: Stored,
}

/// Event without its excerpt.
struct Reported<'f> {
    record: u64,
    span: Span,
    subject: Option<Subject>,
    findings: &'f [Finding],
    replayed: bool,
    contents: Option<&'f Contents>,
    provenance: Option<&'f Provenance>,
    forecast: Option<Forecast>,
    disclosure: Disclosure<'f>,
    part: Option<Part<'f>>,
}

/// Record inside a value: a row of a table, or an item of a wrapper.
struct InnerRecord<'t> {
    /// Text of the value, and its offset in the input.
    source: (&'t str, u64),
    tree: &'t Tree,
    /// Text of the record on its own, if a forecast needs it.
    loaded: Option<&'t [u8]>,
}

/// Form of records that are not JSON text in their input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodedForm {
    /// Rows of CSV.
    Csv,
    /// JSON text in Base64.
    Base64,
    /// Text in UTF-16.
    Utf16,
    /// Rows of Parquet.
    Parquet,
}

/// Check of one input.
#[derive(Debug)]
pub struct Session<'c> {
    checker: &'c Checker,
    hints: Hints,
    framer: Framer,
    records: u64,
    /// Position at or before all events to come.
    cursor: Cursor,
    /// Offset in the buffer behind the parts reported so far; `None` if the report does not want them.
    parted: Option<usize>,
    /// Wrappers that are opened.
    opens: Opens,
    frames: Frames,
    /// Table that the input is, if it is CSV.
    table: Option<Table>,
    encoded: Option<EncodedForm>,
    /// Row that the next event is about.
    row: Option<Row>,
}

impl<'c> Session<'c> {
    /// Starts the check of an input.
    pub fn new(checker: &'c Checker, hints: Hints) -> Self {
        Self {
            checker,
            hints,
            framer: Framer::new(),
            records: 0,
            cursor: Cursor {
                offset: 0,
                position: Position { line: 1, column: 1 },
                stored: Stored::beginning(hints.decoded_from),
            },
            parted: None,
            opens: Opens::Texts,
            frames: Frames::default(),
            table: None,
            encoded: None,
            row: None,
        }
    }

    /// Goes on with the check of an input between two of its lines. The bytes of the input before it are not read;
    /// lines and records are counted from there.
    pub fn resume(checker: &'c Checker, hints: Hints, start: &SessionStart) -> Self {
        let position = Position { line: 1, column: 1 };
        Self {
            framer: Framer::resume(start.offset, &start.framing),
            cursor: Cursor { offset: start.offset, position, stored: Stored::Same },
            ..Self::new(checker, hints)
        }
    }

    /// Returns the start of a session that goes on behind the consumed bytes; `None` unless they end with a line, and
    /// what follows is read as lines.
    pub fn pause(&self) -> Option<SessionStart> {
        // Behind an invisible character, the framer is at the start of a line as far as indentation goes.
        let begins_line = self.cursor.offset == self.framer.offset && self.cursor.position.column == 1;
        let is_alone = self.table.is_none() && self.frames.is_empty();
        let framing = self.framer.pause().filter(|_| begins_line && is_alone)?;
        Some(SessionStart { offset: self.framer.offset, framing })
    }

    /// Number of ends of lines in the consumed bytes.
    pub fn lines(&self) -> u64 {
        self.cursor.position.line - 1
    }

    /// Returns the parts of its start that the session has used.
    pub(crate) fn usage(&self) -> &Usage {
        self.framer.usage()
    }

    /// Number of records so far.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Notes, before anything is checked, that the bytes to come are decoded from another form.
    pub fn set_decoded_from(&mut self, form: DecodedFrom) {
        self.hints.decoded_from = form;
        self.cursor.stored = Stored::beginning(form);
    }

    /// Form of the records so far that are not JSON text in the input, if there are any.
    pub fn encoded_form(&self) -> Option<EncodedForm> {
        self.encoded.or(match self.hints.decoded_from {
            DecodedFrom::Nothing => None,
            DecodedFrom::Utf16 => Some(EncodedForm::Utf16),
            DecodedFrom::Parquet => Some(EncodedForm::Parquet),
        })
    }

    /// Number of bytes that framing has read so far, counting repetitions.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn steps(&self) -> u64 {
        self.framer.steps()
    }

    /// Offset in the input of the first byte that is not consumed yet.
    pub fn offset(&self) -> u64 {
        self.framer.offset
    }

    /// Returns the record layout of the input, if what follows can be checked speculatively.
    ///
    /// Between calls, it refers to the byte behind the consumed ones.
    pub fn layout(&self) -> Option<RecordLayout> {
        let layout = self.framer.layout()?;
        Some(RecordLayout::new(layout, self.framer.first_keys().clone(), self.hints))
    }

    /// Checks the complete records in `buffer`, and returns the number of bytes consumed.
    ///
    /// The caller calls again with the rest of the buffer and the next bytes of the input; `end` is true if nothing
    /// follows. If 0 is returned and `end` was false, the first record is longer than the buffer: the caller makes
    /// the buffer larger (by a part of its size) and fills it. The events do not depend on how the input is cut.
    /// A call with `end` consumes the whole buffer; the session must not be used after it.
    pub fn advance(
        &mut self,
        state: &mut WorkerState,
        buffer: &[u8],
        end: bool,
        report: &mut dyn Report,
    ) -> usize {
        self.run(state, buffer, end, Vec::new(), report)
    }

    /// Checks like [`Session::advance`], using the findings of a speculative check of the same bytes.
    ///
    /// `ahead` must come from the same bytes, checked in the [layout](Session::layout) of this input, or from the
    /// last of them, [behind](SpeculativeFindings::behind) the others. Findings are discarded if the bytes before
    /// them do not end where they begin; those records are checked again.
    pub fn follow(
        &mut self,
        state: &mut WorkerState,
        buffer: &[u8],
        end: bool,
        ahead: SpeculativeFindings,
        report: &mut dyn Report,
    ) -> usize {
        self.run(state, buffer, end, ahead.chunks, report)
    }

    fn run(
        &mut self,
        state: &mut WorkerState,
        buffer: &[u8],
        end: bool,
        chunks: Vec<Chunk>,
        report: &mut dyn Report,
    ) -> usize {
        state.serve(self.checker);
        self.parted = report.wants_parts().then_some(0);
        self.framer.begin();
        let mut run = Run::default();
        let mut chunks = chunks.into_iter().peekable();
        let piece = Piece { bytes: buffer, offset: self.framer.offset, hints: self.hints };
        let mut check = RecordCheck { checker: self.checker, state, piece, record: None };
        let done = loop {
            if self.table.is_some() {
                break self.rows(&mut check, end, report);
            }
            // A record over several lines may contain text that the speculative check took for records.
            while chunks.next_if(|chunk| self.framer.is_past(chunk.range.start)).is_some() {}
            if let Some(chunk) = chunks.peek()
                && self.framer.reaches(chunk.layout, chunk.range.start, buffer)
                && let Some(chunk) = chunks.next()
            {
                self.take(&mut check.state.placed, buffer, chunk, report);
                continue;
            }
            // The fast path proves records clean from their bytes; framing parses the next one that it does not.
            if let Some(layout) = self.framer.next_layout(buffer)
                && self.checker.uses_fast_path()
                && self.opens != Opens::InDamagedRow
                && self.prove(&mut check, layout, &mut run, report)
            {
                continue;
            }
            let step = self.framer.step(buffer, end, &mut check.state.tree, &mut check.state.faults);
            if let Some(skipped) = self.framer.take_skipped() {
                self.skip(buffer, skipped, report);
            }
            match step {
                Step::Record { range, style } => {
                    let outside = self.framer.is_outside();
                    let place = if outside { RecordPlace::Document } else { RecordPlace::Item };
                    match check.record(&range, place, style, self.opens) {
                        Verdict::Frame(_) if self.fragments(&mut check, &range, report) => {}
                        Verdict::Record(subject) | Verdict::Frame(subject) => {
                            self.records += 1;
                            let part = self
                                .part_of(buffer, &range, report)
                                .map(|text| Part::Record { text, outside });
                            self.emit_record(&mut check, range, (subject, part), None, report);
                        }
                        Verdict::Wrapper(wrapper) => self.open(&mut check, range, &wrapper, report),
                    }
                }
                Step::Table { delimiter } => {
                    (self.table, self.encoded) = (Some(Table::new(delimiter)), Some(EncodedForm::Csv));
                }
                Step::Answer { range, mended } => self.answer(&mut check, range, mended.as_ref(), report),
                Step::Broken { range, at, problem } => self.broken(&mut check, range, at, problem, report),
                Step::Between { range, problem } => {
                    check.report_fault(range.clone(), problem, 0);
                    let part = if problem == Problem::Fault(FaultKind::Comment) {
                        self.broken_part(buffer, &range, report)
                    } else {
                        None
                    };
                    self.emit(&mut check, range, None, part, report);
                }
                Step::Around { range } => self.around(&mut check, range, report),
                Step::NeedMore(done) => break done,
                Step::End => break buffer.len(),
            }
        };
        check.state.tree.free_if_long(done > 0);
        self.count(&mut run, report);
        self.pass_between(buffer, done, report);
        self.move_cursor(buffer, done);
        self.framer.consumed(done);
        done
    }

    /// Reports the numbers of the records that were proved clean.
    fn count(&self, run: &mut Run, report: &mut dyn Report) {
        for (record_type, records) in self.checker.counted(&run.counts) {
            report.proved_clean(record_type, records);
        }
        for (key, records) in run.along.take() {
            report.proved_clean_along(&key, records);
        }
        if run.unselected > 0 {
            report.unselected(run.unselected);
        }
    }

    /// Reports the bytes up to `to` that belong to no part yet, as a part between records.
    fn pass_between(&mut self, buffer: &[u8], to: usize, report: &mut dyn Report) {
        if let Some(parted) = self.parted.filter(|parted| *parted < to) {
            report.part(Part::Between(&buffer[parted..to]));
            self.parted = Some(to);
        }
    }

    /// Reports the bytes up to `to` that belong to no part yet, as records proved clean.
    fn pass_clean(&mut self, buffer: &[u8], layout: framing::LayoutKind, to: usize, report: &mut dyn Report) {
        let Some(start) = self.parted else { return };
        if layout == framing::LayoutKind::Lines {
            // The white space in front may end the line before.
            self.pass_between(buffer, framing::skip_white_space(buffer, start).min(to), report);
        }
        if let Some(parted) = self.parted.filter(|parted| *parted < to) {
            let clean = &buffer[parted..to];
            report.part(match layout {
                framing::LayoutKind::Lines => Part::CleanLines(clean),
                framing::LayoutKind::Items => Part::CleanItems(clean),
            });
            self.parted = Some(to);
        }
    }

    /// Reports skipped bytes.
    fn skip(&mut self, buffer: &[u8], skipped: Range<usize>, report: &mut dyn Report) {
        if let Some(skipped) = self.part_of(buffer, &skipped, report).filter(|skipped| !skipped.is_empty()) {
            report.part(Part::Skipped(skipped));
        }
    }

    /// Returns the bytes of the next part, and reports those before it; `None` if the report does not want them.
    fn part_of<'b>(
        &mut self,
        buffer: &'b [u8],
        range: &Range<usize>,
        report: &mut dyn Report,
    ) -> Option<&'b [u8]> {
        self.pass_between(buffer, range.start, report);
        let parted = self.parted?;
        self.parted = Some(parted.max(range.end));
        Some(&buffer[range.clone()])
    }

    fn broken_part<'b>(
        &mut self,
        buffer: &'b [u8],
        range: &Range<usize>,
        report: &mut dyn Report,
    ) -> Option<Part<'b>> {
        let outside = self.framer.is_outside();
        self.part_of(buffer, range, report).map(|text| Part::Broken { text, outside })
    }

    /// Proves records clean, from the position of the framer. Returns true if the record behind them was reported without
    /// the full path, so that there may be more.
    fn prove(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        layout: framing::LayoutKind,
        run: &mut Run,
        report: &mut dyn Report,
    ) -> bool {
        let buffer = check.piece.bytes;
        let start = self.framer.at();
        (run.records, run.lines) = (0, 0);
        let inspection = self.checker.inspection(self.hints);
        let place = match (self.opens, layout) {
            (Opens::InRows, _) => RecordPlace::Row,
            (_, framing::LayoutKind::Lines) => RecordPlace::Document,
            (_, framing::LayoutKind::Items) => RecordPlace::Item,
        };
        let frame = RecordFrame { layout, inspection: inspection.as_ref(), place };
        let Progress { at: end, known } = check.state.fast_path.run(self.checker, &frame, buffer, start, run);
        if end > start {
            self.records += run.records;
            self.pass_between(buffer, start, report);
            self.pass_clean(buffer, layout, end, report);
            self.pass(buffer, layout, &(start..end), run.lines);
            self.framer.go_on(end, &run.first_keys);
        }
        let Some(known) = known.filter(|known| self.report_known(check, &frame, known, report)) else {
            return false;
        };
        run.note_opening(&buffer[known.range]);
        self.framer.go_on(known.behind, &run.first_keys);
        true
    }

    /// Reports a record that is clean but for findings that are known without the full path. Returns false if they are not.
    fn report_known(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        &RecordFrame { layout, place, .. }: &RecordFrame<'_>,
        known: &KnownRecord,
        report: &mut dyn Report,
    ) -> bool {
        let outside = layout == framing::LayoutKind::Lines;
        if known.has_rejected && !check.known_record(known, place) {
            return false;
        }
        let KnownRecord { kind, range, behind, template, .. } = known;
        self.records += 1;
        let (buffer, span) = (check.piece.bytes, check.piece.span(range));
        let part = self.part_of(buffer, range, report).map(|text| Part::Record { text, outside });
        let (subject, manner) = self.checker.reading_of(*kind);
        let WorkerState { fast_path, placed, findings, .. } = &mut *check.state;
        let template = template.as_ref().filter(|_| !known.has_rejected);
        let reported = Reported {
            record: self.records,
            span,
            subject: Some(subject),
            findings: match template {
                Some(template) => placed.of(template, span, fast_path.key_offsets()),
                None => findings,
            },
            replayed: template.is_some(),
            contents: None,
            provenance: (template.is_some() || !findings.is_empty()).then(|| fast_path.provenance()),
            // A program passes only what the destination keeps.
            forecast: self.checker.settings.destination.is_some().then(Forecast::default),
            disclosure: Disclosure::of_record(self.checker, manner),
            part,
        };
        self.report(buffer, reported, report);
        check.state.findings.clear();
        if outside {
            self.pass_between(buffer, *behind, report);
        }
        self.pass(buffer, layout, &(range.start..*behind), 1);
        true
    }

    /// Takes over the findings of a chunk, from the position of the framer.
    fn take(&mut self, placed: &mut PlacedFindings, buffer: &[u8], chunk: Chunk, report: &mut dyn Report) {
        let Chunk { layout, range, mut run, found, keys } = chunk;
        self.pass_between(buffer, range.start, report);
        self.move_cursor(buffer, range.start);
        let start = self.cursor;
        for found in found {
            let SpeculativeRecord {
                record,
                line,
                span,
                subject,
                findings,
                contents,
                provenance,
                forecast,
                manner,
            } = found;
            if let Some((line, lines)) = line.filter(|(line, _)| *line > range.start) {
                self.begin_line(buffer, line, start.position.line + lines);
            }
            let [from, to] = [span.start, span.end].map(|offset| (offset - self.framer.offset) as usize);
            self.pass_clean(buffer, layout, line.map_or(from, |(line, _)| line), report);
            let outside = layout == framing::LayoutKind::Lines;
            let part = self.part_of(buffer, &(from..to), report).map(|text| Part::Record { text, outside });
            let (findings, replayed) = match &findings {
                RecordFindings::Found(findings) => (findings.as_slice(), false),
                RecordFindings::Replayed(template, of) => {
                    (placed.of(template, span, &keys[of.clone()]), true)
                }
            };
            let reported = Reported {
                record: self.records + record,
                span,
                subject: Some(subject),
                findings,
                replayed,
                contents: contents.as_ref(),
                provenance: provenance.as_ref(),
                forecast,
                disclosure: Disclosure::of_record(self.checker, manner),
                part,
            };
            self.report(buffer, reported, report);
            if outside && let Some(length) = memchr::memchr(b'\n', &buffer[to..]) {
                self.pass_between(buffer, to + length + 1, report);
            }
        }
        self.pass_clean(buffer, layout, range.end, report);
        self.records += run.records;
        self.count(&mut run, report);
        self.cursor = start;
        self.pass(buffer, layout, &range, run.lines);
        self.framer.go_on(range.end, &run.first_keys);
    }

    /// Moves the cursor behind records whose lines are already counted.
    fn pass(&mut self, buffer: &[u8], layout: framing::LayoutKind, range: &Range<usize>, lines: u64) {
        if layout == framing::LayoutKind::Lines && lines > 0 {
            self.move_cursor(buffer, range.start);
            self.begin_line(buffer, range.end, self.cursor.position.line + lines);
        }
    }

    /// Moves the cursor to an offset of the buffer where the line with this number begins.
    fn begin_line(&mut self, buffer: &[u8], at: usize, line: u64) {
        if let Stored::Utf16 { .. } = self.cursor.stored {
            // The characters of the lines before are not counted.
            return self.move_cursor(buffer, at);
        }
        let (offset, position) = (self.framer.offset + at as u64, Position { line, column: 1 });
        self.cursor = Cursor { offset, position, ..self.cursor };
    }

    /// Checks the rows of a query answer. In a mended answer, each broken row is reported at its place.
    fn answer(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        range: Range<usize>,
        mended: Option<&Mended>,
        report: &mut dyn Report,
    ) {
        let spoiled = check.spoiled_values(range.start);
        let source = self.part_of(check.piece.bytes, &range, report);
        let needs_texts = source.is_some() || self.checker.settings.destination.is_some();
        let faults: Vec<usize> = if needs_texts {
            check.state.faults.iter().map(|fault| range.start + fault.start as usize).collect()
        } else {
            Vec::new()
        };
        // Range of the rows in the buffer.
        let mut all_rows = range.end..range.start;
        check.report_faults(range.start);
        let offset = self.framer.offset + range.start as u64;
        let parsed = match mended {
            Some(mended) => Piece { bytes: &mended.bytes, offset, hints: self.hints },
            None => Piece { bytes: &check.piece.bytes[range.clone()], offset, hints: self.hints },
        };
        let text = RecordCheck { checker: self.checker, state: check.state, piece: parsed, record: None }
            .text(&(0..parsed.bytes.len()));
        let answer = std::mem::take(&mut check.state.tree);
        let embedded = Embedded::default();
        let document = Document { text: &text, tree: &answer, embedded: &embedded };
        // The closing brackets of an answer that was cut off exist only in the mended text.
        let place = |offset: u32| (range.start + offset as usize).min(range.end);
        let shifted = |span: Range<u32>| place(span.start)..place(span.end);
        if let Some(error) = framing::error(document) {
            check.report_fault(shifted(error.span()), Problem::AnswerError, 0);
        }
        self.checker.levels.assign_levels(&mut check.state.findings, None);
        if !check.state.findings.is_empty() {
            self.emit(check, range.start..range.start, None, None, report);
        }
        let mut broken = mended.map(|mended| mended.broken.as_slice()).unwrap_or_default();
        // Number of rows of the table so far.
        let mut number = 0;
        framing::rows(document, text.as_bytes(), |row| {
            let span = match &row {
                Rows::Row(row) => row.span(),
                Rows::Table(value) | Rows::NoRow(value) | Rows::NoTable(value) => value.span(),
            };
            let start = span.start as usize;
            broken = self.broken_rows(check, range.start, (broken, start), &mut number, report);
            if let Rows::Table(_) = row {
                number = 0;
                return;
            }
            let place = shifted(span);
            all_rows = all_rows.start.min(place.start)..all_rows.end.max(place.end);
            self.records += 1;
            if !matches!(row, Rows::NoTable(_)) {
                number += 1;
                self.row = Some(Row { number, is_record: true });
            }
            let is_faulty = |place: &Range<usize>| faults.iter().any(|fault| place.contains(fault));
            let hints = self.hints;
            let input = |place| Input { text: &text, offset, hints, place, opens: Opens::Nothing };
            let with_part = source.is_some();
            match &row {
                Rows::Table(_) => {}
                Rows::Row(row) => {
                    let composed = needs_texts.then(|| row.record_text(&check.piece.bytes[range.clone()]));
                    let how = (&input(RecordPlace::Row), &*spoiled);
                    let flags = (with_part, is_faulty(&place));
                    self.answer_record(check, (place, row.tree(), composed), how, flags, report);
                }
                // A record in the place of a row or of a table is one all the same.
                Rows::NoRow(value) | Rows::NoTable(value) => {
                    let records = wrapper::records_in(*value);
                    if records.is_empty() {
                        let text = &check.piece.bytes[place.clone()];
                        let part = source.map(|_| Part::Broken { text, outside: false });
                        check.report_fault(place.clone(), problem_of(*value), 0);
                        let subject = Some(Subject::Unreadable { record_type: None });
                        self.emit(check, place, subject, part, report);
                    }
                    for (index, record) in records.into_iter().enumerate() {
                        self.records += u64::from(index > 0);
                        let place = shifted(record.span());
                        let composed = needs_texts.then(|| check.piece.bytes[place.clone()].to_vec());
                        let how = (&input(RecordPlace::Wrapper), &*spoiled);
                        let flags = (with_part, is_faulty(&place));
                        let record = (place, answer.alone(record.node), composed);
                        self.answer_record(check, record, how, flags, report);
                    }
                }
            }
        });
        self.broken_rows(check, range.start, (broken, usize::MAX), &mut number, report);
        let broken = mended.map(|mended| mended.broken.as_slice()).unwrap_or_default();
        let broken = broken.iter().map(|(row, _)| range.start + row.start..range.start + row.end);
        let rows = broken.fold(all_rows, |all, row| all.start.min(row.start)..all.end.max(row.end));
        if source.is_some() && faults.iter().any(|fault| !rows.contains(fault)) {
            broken_around(check.piece.bytes, &range, &rows, report);
        }
        check.state.tree = answer;
    }

    /// Checks a record in an answer, which may have a fault, and reports its part if the report wants parts.
    fn answer_record(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        (place, mut tree, composed): RecordOfAnswer,
        (input, spoiled): (&Input<'_>, &[Span]),
        (with_part, is_faulty): (bool, bool),
        report: &mut dyn Report,
    ) {
        let subject = check.row(input, &mut tree, spoiled);
        let whole = &check.piece.bytes[place.clone()];
        let part = composed.as_deref().filter(|_| with_part).map(|text| {
            let outside = false;
            if is_faulty { Part::Broken { text: whole, outside } } else { Part::Record { text, outside } }
        });
        // A repaired row is not one that can be loaded.
        let loaded = if is_faulty { Some(whole) } else { composed.as_deref() };
        let inner = InnerRecord { source: (input.text, input.offset), tree: &tree, loaded };
        self.emit_record(check, place, (subject, part), Some(&inner), report);
    }

    /// Reports the broken rows before an offset of the answer that begins at `start`, counting them among the rows of their table;
    /// returns the rows behind it.
    fn broken_rows<'r>(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        start: usize,
        (broken, before): (&'r [(Range<usize>, Fault)], usize),
        number: &mut u64,
        report: &mut dyn Report,
    ) -> &'r [(Range<usize>, Fault)] {
        let count = broken.iter().take_while(|(row, _)| row.start < before).count();
        let (broken, rest) = broken.split_at(count);
        for (row, fault) in broken {
            let row = start + row.start..start + row.end;
            let at = row.start + fault.start as usize..row.start + fault.end as usize;
            *number += 1;
            self.row = Some(Row { number: *number, is_record: true });
            self.broken(check, row, at, Problem::Fault(fault.kind), report);
        }
        rest
    }

    /// Reports the faults in a part of an envelope.
    fn around(&mut self, check: &mut RecordCheck<'_, '_, '_>, range: Range<usize>, report: &mut dyn Report) {
        check.report_faults(range.start);
        check.text(&range);
        let text = self.part_of(check.piece.bytes, &range, report);
        let part = text.map(|text| Part::Broken { text, outside: false });
        self.emit(check, range, None, part, report);
    }

    fn broken(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        range: Range<usize>,
        at: Range<usize>,
        problem: Problem,
        report: &mut dyn Report,
    ) {
        self.records += 1;
        // Many faults before the one that ended the parse are consequences of reading on in text without meaning.
        if check.state.faults.len() < 10 {
            check.report_faults(range.start);
        }
        check.state.faults.clear();
        let skipped = match problem {
            Problem::Fault(_) | Problem::UnreadRows => range.len() as u64,
            _ => 0,
        };
        let record_type = match problem {
            Problem::Fault(_) | Problem::Cut { .. } | Problem::CutLine { .. } => {
                let text = &check.piece.bytes[range.clone()];
                identify::of_broken(text, &self.checker.settings, self.hints)
            }
            _ => None,
        };
        if let Problem::NotARecord(_) | Problem::LooseMember | Problem::EncodedJson = problem {
            check.text(&range);
        }
        check.report_fault(at, problem, skipped);
        let part = self.broken_part(check.piece.bytes, &range, report);
        self.emit(check, range, Some(Subject::Unreadable { record_type }), part, report);
    }

    /// Reports the findings so far, with the bytes at `range`, none of which are public.
    fn emit(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        range: Range<usize>,
        subject: Option<Subject>,
        part: Option<Part<'_>>,
        report: &mut dyn Report,
    ) {
        let category = subject.as_ref().and_then(Subject::category);
        self.checker.levels.assign_levels(&mut check.state.findings, category);
        check.sort_findings();
        let is_inside = !self.framer.is_outside();
        let forecast = match &subject {
            Some(subject) => check.forecast(subject, &check.piece.bytes[range.clone()], is_inside),
            None => check.forecast_between(is_inside),
        };
        let reported = Reported {
            record: self.records,
            span: check.piece.span(&range),
            subject,
            findings: &check.state.findings,
            replayed: false,
            contents: None,
            provenance: None,
            forecast,
            disclosure: Disclosure::default(),
            part,
        };
        self.report(check.piece.bytes, reported, report);
        check.state.findings.clear();
    }

    /// Reports the findings so far, with the record at `range` that was checked last.
    fn emit_record(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        range: Range<usize>,
        (subject, part): (Subject, Option<Part<'_>>),
        inner: Option<&InnerRecord<'_>>,
        report: &mut dyn Report,
    ) {
        if !matches!(subject, Subject::Known(_)) {
            self.checker.levels.assign_levels(&mut check.state.findings, None);
        }
        check.sort_findings();
        let forecast = match inner {
            Some(inner) => inner.loaded.and_then(|text| check.forecast(&subject, text, false)),
            None => check.forecast(&subject, &check.piece.bytes[range.clone()], !self.framer.is_outside()),
        };
        let WorkerState { scratch, tree, findings, .. } = &*check.state;
        let disclosure = match inner {
            Some(inner) => Disclosure::of_row(self.checker, scratch, inner.source, inner.tree),
            None => Disclosure::of_last(self.checker, scratch, tree),
        };
        let reported = Reported {
            record: self.records,
            span: check.piece.span(&range),
            contents: check.contents(Some(&subject)),
            provenance: check.provenance(),
            forecast,
            subject: Some(subject),
            findings,
            replayed: false,
            disclosure,
            part,
        };
        self.report(check.piece.bytes, reported, report);
        check.state.findings.clear();
    }

    fn report(&mut self, buffer: &[u8], reported: Reported<'_>, report: &mut dyn Report) {
        let Reported {
            record,
            span,
            subject,
            findings,
            replayed,
            contents,
            provenance,
            forecast,
            disclosure,
            part,
        } = reported;
        if !self.checker.selects(provenance) {
            self.leave_out(buffer, part);
            return report.unselected(1);
        }
        let first = findings.iter().flat_map(Finding::spans).map(|span| span.start).min();
        // Columns that a row's findings name stand before the row, and before the last event.
        if let Some(first) = first.filter(|first| *first >= self.cursor.offset) {
            let first = first.min(span.start) - self.framer.offset;
            self.move_cursor(buffer, first as usize);
        }
        let excerpt = self.excerpt(buffer);
        // Without a row, nothing is in one.
        let of_input = excerpt.row(span.start).filter(|_| subject.is_some());
        let row = self.row.take().or(of_input.map(|number| Row { number, is_record: true }));
        let mut findings = match self.hints.decoded_from {
            DecodedFrom::Nothing => Cow::Borrowed(findings),
            DecodedFrom::Utf16 | DecodedFrom::Parquet => {
                // The input does not have the bytes that an edit would replace.
                let unfixed = |finding: &Finding| Finding { fix: None, ..finding.clone() };
                findings.iter().map(unfixed).collect()
            }
        };
        if self.checker.settings.destination.is_some() && !findings.is_empty() {
            let none = Forecast::default();
            let forecast = forecast.as_ref().unwrap_or(&none);
            for finding in findings.to_mut() {
                finding.loss = Some(forecast.of(finding));
            }
        }
        let (findings, forecast) = (&*findings, forecast.as_ref());
        report.event(&Event {
            record,
            span,
            row,
            subject,
            findings,
            replayed,
            contents,
            provenance,
            forecast,
            disclosure,
            excerpt,
            part,
        });
    }

    /// Leaves out the part of a record that is not selected, with the end of its line.
    fn leave_out(&mut self, buffer: &[u8], part: Option<Part<'_>>) {
        if let (Some(parted), Some(Part::Record { outside: true, .. })) = (&mut self.parted, part) {
            let rest = &buffer[*parted..];
            let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
            if rest.get(blanks) == Some(&b'\n') {
                *parted += blanks + 1;
            }
        }
    }

    fn excerpt<'b>(&self, buffer: &'b [u8]) -> Excerpt<'b> {
        Excerpt {
            bytes: buffer,
            offset: self.framer.offset,
            anchor: self.cursor.offset,
            anchor_position: self.cursor.position,
            stored: self.cursor.stored,
        }
    }

    /// Counts lines and columns up to an offset of the buffer.
    fn move_cursor(&mut self, buffer: &[u8], to: usize) {
        let offset = self.framer.offset + to as u64;
        if offset > self.cursor.offset {
            let Excerpt { anchor_position: position, stored, .. } = self.excerpt(buffer).anchored_at(offset);
            self.cursor = Cursor { offset, position, stored };
        }
    }
}

/// Reports the parts of an answer at `range` before its rows and behind them, which are broken too.
fn broken_around(buffer: &[u8], range: &Range<usize>, rows: &Range<usize>, report: &mut dyn Report) {
    let parts = if rows.start < rows.end {
        [range.start..rows.start.max(range.start), rows.end.min(range.end)..range.end]
    } else {
        [range.clone(), range.end..range.end]
    };
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        report.part(Part::Broken { text: &buffer[part], outside: false });
    }
}

/// Problem of a value where a record is expected, which is not one.
fn problem_of(value: Value<'_>) -> Problem {
    match framing::frame_errors(value) {
        Some(_) => Problem::AnswerError,
        None => Problem::NotARecord(value.kind()),
    }
}
