//! Records inside other values: those of wrappers, of fragments of Kusto tables, and of rows of CSV.

use std::ops::Range;

use super::{EncodedForm, InnerRecord, Session, problem_of};
use crate::{
    DecodedFrom, Finding, Hints, Part, Report, Row, Span, Subject, base64,
    csv::{DamagedCell, Item},
    derived::{DerivedReport, DerivedText},
    document::{Document, Embedded, Tree, Value},
    frames::Fragment,
    framing::{self, Framer, Problem, Rows},
    record::RecordPlace,
    record_check::{Input, Opens, RecordCheck, Wrapper, readable},
    wrapper::{self, PlaceForm},
};

/// Text with values that are checked as records, in the buffer.
#[derive(Clone, Copy)]
struct Source<'t> {
    text: &'t str,
    /// Offset of the text in the buffer.
    start: usize,
    /// Spoiled values in it.
    spoiled: &'t [Span],
    /// Offsets in the buffer of its faults.
    faults: &'t [usize],
    /// Bytes of the text as they are in the input, if the report wants parts.
    bytes: Option<&'t [u8]>,
}

impl<'t> Source<'t> {
    /// Range of a value in the buffer.
    fn range(&self, value: Value<'_>) -> Range<usize> {
        let place = value.place();
        self.start + place.start..self.start + place.end
    }

    /// Reports the structure at this range of the buffer as a part.
    fn report_structure(&self, range: Range<usize>, report: &mut dyn Report) {
        let Some(bytes) = self.bytes.filter(|_| !range.is_empty()) else {
            return;
        };
        let text = &bytes[range.start - self.start..range.end - self.start];
        let is_broken = self.faults.iter().any(|fault| range.contains(fault));
        report.part(if is_broken { Part::Broken { text, outside: false } } else { Part::Between(text) });
    }

    /// Part for a value that cannot be read as a record.
    fn broken(&self, value: Value<'_>) -> Option<Part<'t>> {
        self.bytes.map(|bytes| Part::Broken { text: &bytes[value.place()], outside: false })
    }
}

impl Session<'_> {
    /// Checks the records inside the wrapper at `range`, which was parsed into the tree.
    pub(super) fn open(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        range: Range<usize>,
        wrapper: &Wrapper,
        report: &mut dyn Report,
    ) {
        let bytes = self.part_of(check.piece.bytes, &range, report);
        self.emit_faults(check, range.start, report);
        let (text, _) = readable(&check.piece.bytes[range.clone()]);
        let tree = std::mem::take(&mut check.state.tree);
        let embedded = Embedded::default();
        let document = Document { text: &text, tree: &tree, embedded: &embedded };
        let Wrapper { places, spoiled, faults } = wrapper;
        let source = Source { text: &text, start: range.start, spoiled, faults, bytes };
        let mut behind = range.start;
        for place in places {
            let value = document.value(place.node);
            let at = source.range(value);
            source.report_structure(behind..at.start, report);
            behind = at.end;
            match place.form {
                PlaceForm::Record => {
                    // A record inside a cell is not the row.
                    let number = self.excerpt(check.piece.bytes).row(check.piece.span(&at).start);
                    self.row = number.map(|number| Row { number, is_record: false });
                    self.inner_object(check, source, value, report);
                }
                PlaceForm::Table => self.table_rows(check, source, value, report),
                PlaceForm::Text => {
                    self.inner_text(check, &derived_of(source, value, &self.framer), Opens::Values, report);
                }
                PlaceForm::Base64 => match decoded(source, value, &self.framer) {
                    Some(text) => {
                        self.encoded = Some(EncodedForm::Base64);
                        self.inner_text(check, &text, Opens::Values, report);
                    }
                    None => self.no_inner_record(check, source, value, report),
                },
                PlaceForm::NotARecord => self.no_inner_record(check, source, value, report),
                PlaceForm::Error => {
                    check.report_fault(at.clone(), Problem::AnswerError, 0);
                    self.emit(check, at, None, None, report);
                }
            }
        }
        source.report_structure(behind..range.end, report);
        check.state.tree = tree;
    }

    /// Reports the faults of a value that is not a record, which begins at `start`.
    pub(super) fn emit_faults(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        start: usize,
        report: &mut dyn Report,
    ) {
        if !check.state.findings.is_empty() {
            self.emit(check, start..start, None, None, report);
        }
    }

    /// Checks the rows of the fragment of a Kusto table at `range`, which was parsed into the tree; returns false if it is
    /// another record.
    pub(super) fn fragments(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        range: &Range<usize>,
        report: &mut dyn Report,
    ) -> bool {
        let (text, _) = readable(&check.piece.bytes[range.clone()]);
        let frame = std::mem::take(&mut check.state.tree);
        let embedded = Embedded::default();
        let document = Document { text: &text, tree: &frame, embedded: &embedded };
        let fragments = self.frames.take(document.root(), self.framer.offset + range.start as u64);
        let is_fragment = fragments.is_some();
        if is_fragment {
            let bytes = self.part_of(check.piece.bytes, range, report);
            self.emit_faults(check, range.start, report);
            let source = Source { text: &text, start: range.start, spoiled: &[], faults: &[], bytes };
            for fragment in fragments.into_iter().flatten() {
                match fragment {
                    Fragment::Rows(rows) => self.inner_text(check, &rows, Opens::InRows, report),
                    Fragment::NoRow(value, number) => {
                        self.row = Some(Row { number, is_record: true });
                        self.no_inner_record(check, source, value, report);
                    }
                    Fragment::Unread(rows) => {
                        let at = source.range(rows);
                        self.records += 1;
                        check.report_fault(at.start..at.start + 1, Problem::UnreadRows, at.len() as u64);
                        let part = source.broken(rows);
                        let subject = Some(Subject::Unreadable { record_type: None });
                        self.emit(check, at, subject, part, report);
                    }
                }
            }
        }
        check.state.tree = frame;
        is_fragment
    }

    /// Checks the complete rows of the table that the input is; returns the number of bytes consumed.
    pub(super) fn rows(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        end: bool,
        report: &mut dyn Report,
    ) -> usize {
        let buffer = check.piece.bytes;
        let Some(table) = &mut self.table else { return 0 };
        let (items, done) = table.take(buffer, self.framer.at(), self.framer.offset, end);
        if let Some(parted) = &mut self.parted {
            // The rows become records without the structure around them.
            *parted = done;
        }
        for item in items {
            let (number, row, at, problem) = match item {
                Item::Rows(rows) => {
                    self.inner_text(check, &rows, Opens::InRows, report);
                    continue;
                }
                Item::Damaged { row, cells, category } => {
                    self.damaged_row(check, &row, cells, category, report);
                    continue;
                }
                Item::WrongLength { number, row, cells, columns } => {
                    (number, row.clone(), row, Problem::RowLength { cells, columns })
                }
                Item::Cut { number, row, quote } => {
                    let start = self.framer.offset + row.start as u64;
                    (number, row, quote..quote + 1, Problem::Cut { start })
                }
            };
            self.records += 1;
            self.row = Some(Row { number, is_record: true });
            check.report_fault(at, problem, 0);
            let text = self.parted.map(|_| &buffer[row.clone()]);
            let part = text.map(|text| Part::Broken { text, outside: false });
            self.emit(check, row, Some(Subject::Unreadable { record_type: None }), part, report);
        }
        done
    }

    /// Checks the rows of a table inside a wrapper.
    fn table_rows(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        source: Source<'_>,
        table: Value<'_>,
        report: &mut dyn Report,
    ) {
        let mut number = 0;
        framing::table_rows(table, source.text.as_bytes(), &mut |row| {
            if let Rows::Row(_) | Rows::NoRow(_) = row {
                number += 1;
                self.row = Some(Row { number, is_record: true });
            }
            match row {
                Rows::Table(_) => {}
                Rows::Row(row) => {
                    let bytes = source.bytes.or(self.forecast_source(source));
                    let record = bytes.map(|bytes| row.record_text(bytes));
                    let value = (row.cells(), &mut row.tree(), record);
                    self.inner_record(check, source, value, RecordPlace::Row, report);
                }
                Rows::NoRow(value) | Rows::NoTable(value) => {
                    let records = wrapper::records_in(value);
                    if records.is_empty() {
                        self.no_inner_record(check, source, value, report);
                    }
                    for record in records {
                        self.inner_object(check, source, record, report);
                    }
                }
            }
        });
    }

    /// Checks a row with damaged cells. The damage takes the place of other findings about those cells.
    fn damaged_row(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        row: &DerivedText,
        cells: Vec<DamagedCell>,
        category: Option<&str>,
        report: &mut dyn Report,
    ) {
        let mut causes = Vec::new();
        for DamagedCell { place, value, column, damage } in cells {
            check.report_fault(place, Problem::DamagedCell { column, damage }, 0);
            self.checker.levels.assign_levels(&mut check.state.findings, category);
            causes.extend(check.state.findings.drain(..).map(|finding| (value, finding)));
        }
        self.derived_text(check, row, (Opens::InDamagedRow, &causes), report);
    }

    /// Text of a source for the records that a forecast is made for.
    fn forecast_source<'t>(&self, source: Source<'t>) -> Option<&'t [u8]> {
        self.checker.settings.destination.as_ref().map(|_| source.text.as_bytes())
    }

    /// Checks an object inside a value as a record.
    fn inner_object(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        source: Source<'_>,
        object: Value<'_>,
        report: &mut dyn Report,
    ) {
        let bytes = source.bytes.or(self.forecast_source(source));
        let record = bytes.map(|bytes| bytes[object.place()].to_vec());
        let value = (object, &mut object.document.tree.alone(object.node), record);
        self.inner_record(check, source, value, RecordPlace::Wrapper, report);
    }

    /// Checks a record inside a value; `value` has its bytes, `tree` its members, and `record` its text on its own.
    fn inner_record(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        source: Source<'_>,
        (value, tree, record): (Value<'_>, &mut Tree, Option<Vec<u8>>),
        place: RecordPlace,
        report: &mut dyn Report,
    ) {
        self.records += 1;
        let Source { text, start, spoiled, faults, .. } = source;
        let offset = self.framer.offset + start as u64;
        let input = Input { text, offset, hints: self.hints, place, opens: Opens::Nothing };
        let subject = check.row(&input, tree, spoiled);
        let range = source.range(value);
        let is_faulty = faults.iter().any(|fault| range.contains(fault));
        let part = match record.as_deref().filter(|_| source.bytes.is_some()) {
            Some(text) if !is_faulty => Some(Part::Record { text, outside: false }),
            _ => source.broken(value),
        };
        // A repaired record is not one that can be loaded.
        let loaded = if is_faulty { text.as_bytes().get(value.place()) } else { record.as_deref() };
        let inner = InnerRecord { source: (text, offset), tree, loaded };
        self.emit_record(check, range, (subject, part), Some(&inner), report);
    }

    /// Reports a value inside another that is not a record.
    fn no_inner_record(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        source: Source<'_>,
        value: Value<'_>,
        report: &mut dyn Report,
    ) {
        let range = source.range(value);
        check.report_fault(range.clone(), problem_of(value), 0);
        self.records += 1;
        let (subject, part) = (Some(Subject::Unreadable { record_type: None }), source.broken(value));
        self.emit(check, range, subject, part, report);
    }

    /// Checks the records of a text inside a value.
    pub(super) fn inner_text(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        text: &DerivedText,
        opens: Opens,
        report: &mut dyn Report,
    ) {
        self.derived_text(check, text, (opens, &[]), report);
    }

    /// Checks the records of a text inside a value, with the causes of some findings.
    fn derived_text(
        &mut self,
        check: &mut RecordCheck<'_, '_, '_>,
        text: &DerivedText,
        (opens, causes): (Opens, &[(Span, Finding)]),
        report: &mut dyn Report,
    ) {
        let mut state = check.state.inner.take().unwrap_or_default();
        // The text has bytes and lines of its own.
        let decoded_from = match self.hints.decoded_from {
            DecodedFrom::Parquet => DecodedFrom::Nothing,
            form @ (DecodedFrom::Nothing | DecodedFrom::Utf16) => form,
        };
        let hints = Hints { decoded_from, ..self.hints };
        let mut session = Session { opens, ..Session::new(self.checker, hints) };
        let excerpt = self.excerpt(check.piece.bytes);
        let mut inside = DerivedReport::new(report, &text.map, self.records, excerpt).with_causes(causes);
        session.advance(&mut state, &text.bytes, true, &mut inside);
        self.records += session.records;
        check.state.inner = Some(state);
    }
}

/// Returns the text of a string with JSON text, with the places of its bytes.
fn derived_of(source: Source<'_>, value: Value<'_>, framer: &Framer) -> DerivedText {
    let raw = value.raw().as_bytes();
    let inner = raw.strip_prefix(b"\"").and_then(|raw| raw.strip_suffix(b"\"")).unwrap_or(raw);
    let start = framer.offset + source.start as u64 + u64::from(value.span().start);
    DerivedText::of_string(inner, start + u64::from(inner.len() < raw.len()))
}

/// Returns the text of a string with JSON text in Base64.
fn decoded(source: Source<'_>, value: Value<'_>, framer: &Framer) -> Option<DerivedText> {
    let decoded = base64::decode(value.string()?.as_bytes())?;
    let start = framer.offset + source.start as u64;
    let span = value.span();
    Some(DerivedText::of_whole(
        decoded,
        Span::new(start + u64::from(span.start), start + u64::from(span.end)),
    ))
}
