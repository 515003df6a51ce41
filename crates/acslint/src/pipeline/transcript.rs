//! Transcript: events of an input before its turn in the report.
//!
//! It only counts clean records, so that its size depends on the findings and not on the input.

use std::mem;

use acslint_check::{
    AlongKey, Checker, Contents, Event, Excerpt, Finding, Forecast, KeptDisclosure, Part, Position,
    Provenance, RecordType, Report, Row, Span, Stored, Subject,
};

use crate::report::Reports;
use crate::tally::Tally;

/// Number of events between two measurements of the counts.
const EACH: u64 = 64;

/// Assumed memory of a kind of foreign records, in bytes.
const KIND: usize = 256;

/// Events of an input's check so far.
#[derive(Debug, Default)]
pub(super) struct Transcript {
    /// Name of the input in reports.
    file: String,
    clean: Tally,
    kept: Vec<Kept>,
    size: usize,
    /// Number of events that were only counted, and the size of the counts when it was last determined.
    counted: (u64, usize),
}

/// Event or part.
#[derive(Debug)]
enum Kept {
    Event(Box<Entry>),
    Part(KeptPart),
}

/// Part of the input with its bytes.
#[derive(Debug)]
struct KeptPart {
    kind: PartKind,
    bytes: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
enum PartKind {
    Between,
    CleanLines,
    CleanItems,
    Record { outside: bool },
    Broken { outside: bool },
    Skipped,
}

impl KeptPart {
    fn new(part: Part<'_>) -> Self {
        let (kind, bytes) = match part {
            Part::Between(bytes) => (PartKind::Between, bytes),
            Part::CleanLines(bytes) => (PartKind::CleanLines, bytes),
            Part::CleanItems(bytes) => (PartKind::CleanItems, bytes),
            Part::Record { text, outside } => (PartKind::Record { outside }, text),
            Part::Broken { text, outside } => (PartKind::Broken { outside }, text),
            Part::Skipped(bytes) => (PartKind::Skipped, bytes),
        };
        Self { kind, bytes: bytes.to_vec() }
    }

    fn part(&self) -> Part<'_> {
        let text = self.bytes.as_slice();
        match self.kind {
            PartKind::Between => Part::Between(text),
            PartKind::CleanLines => Part::CleanLines(text),
            PartKind::CleanItems => Part::CleanItems(text),
            PartKind::Record { outside } => Part::Record { text, outside },
            PartKind::Broken { outside } => Part::Broken { text, outside },
            PartKind::Skipped => Part::Skipped(text),
        }
    }

    fn size(&self) -> usize {
        size_of::<Kept>() + self.bytes.capacity()
    }
}

/// Event with findings or a part, and the bytes that it refers to.
#[derive(Debug)]
struct Entry {
    record: u64,
    span: Span,
    row: Option<Row>,
    subject: Option<Subject>,
    findings: Vec<Finding>,
    replayed: bool,
    contents: Option<Contents>,
    provenance: Option<Provenance>,
    forecast: Option<Forecast>,
    disclosure: KeptDisclosure,
    part: Option<KeptPart>,
    bytes: Vec<u8>,
    offset: u64,
    anchor: u64,
    anchor_position: Position,
    stored: Stored,
}

impl Entry {
    fn new(event: &Event<'_>) -> Self {
        let Event {
            record,
            span,
            row,
            ref subject,
            findings,
            replayed,
            contents,
            provenance,
            forecast,
            excerpt,
            ..
        } = *event;
        let spans =
            findings.iter().flat_map(Finding::spans).chain([Span::new(excerpt.anchor, excerpt.anchor)]);
        let needed =
            spans.fold(span, |all, span| Span::new(all.start.min(span.start), all.end.max(span.end)));
        Self {
            record,
            span,
            row,
            subject: subject.clone(),
            findings: findings.to_vec(),
            replayed,
            contents: contents.cloned(),
            provenance: provenance.cloned(),
            forecast: forecast.cloned(),
            disclosure: event.kept_disclosure(),
            part: event.part.map(KeptPart::new),
            bytes: excerpt.slice(needed).to_vec(),
            offset: needed.start.max(excerpt.offset),
            anchor: excerpt.anchor,
            anchor_position: excerpt.anchor_position,
            stored: excerpt.stored,
        }
    }

    /// Returns its approximate memory.
    fn size(&self) -> usize {
        let findings: usize = self.findings.iter().map(Finding::size_in_memory).sum();
        let part = self.part.as_ref().map_or(0, KeptPart::size);
        let provenance = self.provenance.as_ref().map_or(0, Provenance::heap_size);
        let forecast = self.forecast.as_ref().map_or(0, Forecast::heap_size);
        let around = self.bytes.capacity() + self.disclosure.heap_size();
        size_of::<Self>() + around + findings + provenance + forecast + part
    }

    fn replay(self, report: &mut dyn Report, checker: &Checker) {
        let Self {
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
            part,
            bytes,
            ..
        } = self;
        let (offset, anchor, anchor_position) = (self.offset, self.anchor, self.anchor_position);
        let excerpt = Excerpt { bytes: &bytes, offset, anchor, anchor_position, stored: self.stored };
        let (contents, provenance) = (contents.as_ref(), provenance.as_ref());
        let forecast = forecast.as_ref();
        let disclosure = disclosure.disclosure(checker);
        let part = part.as_ref().map(KeptPart::part);
        report.event(&Event {
            record,
            span,
            row,
            subject,
            findings: &findings,
            replayed,
            contents,
            provenance,
            forecast,
            disclosure,
            excerpt,
            part,
        });
    }
}

impl Transcript {
    /// Transcript of an input whose clean records are counted in this tally.
    pub(super) fn counting(tally: Tally, file: &str) -> Self {
        Self { file: file.to_owned(), clean: tally, ..Self::default() }
    }

    /// Determines the size of the counts from time to time, since it takes as long as a few records.
    fn measure_counts(&mut self) {
        let (events, size) = &mut self.counted;
        *events += 1;
        if events.is_multiple_of(EACH) {
            let now = self.clean.size();
            self.size += now.saturating_sub(*size);
            *size = now.max(*size);
        }
    }

    /// Returns its approximate memory, without a fixed amount.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Passes everything to the report of the run, and becomes empty; the checker is the one of its input.
    pub(super) fn replay(&mut self, reports: &mut Reports, checker: &Checker) {
        let Self { clean, kept, .. } = mem::take(self);
        reports.clean(&clean);
        for kept in kept {
            match kept {
                Kept::Event(event) => event.replay(reports, checker),
                Kept::Part(part) => reports.part(part.part()),
            }
        }
    }
}

impl Report for Transcript {
    fn event(&mut self, event: &Event<'_>) {
        if event.findings.is_empty() && event.part.is_none() {
            let (kinds, surveyed) = (self.clean.foreign.len(), self.clean.statistics.size());
            self.clean.event(event, &self.file);
            self.measure_counts();
            self.size += KIND * self.clean.foreign.len().saturating_sub(kinds);
            // The statistics shrink when stretches of time merge; the size counted for them before need not.
            self.size += self.clean.statistics.size().saturating_sub(surveyed);
        } else {
            let entry = Entry::new(event);
            self.size += entry.size();
            self.kept.push(Kept::Event(Box::new(entry)));
        }
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        self.clean.proved_clean(record_type, records, &self.file);
    }

    fn proved_clean_along(&mut self, key: &AlongKey, records: u64) {
        self.clean.proved_clean_along(key, records);
        self.measure_counts();
    }

    fn unselected(&mut self, records: u64) {
        self.clean.unselected += records;
    }

    fn part(&mut self, part: Part<'_>) {
        let part = KeptPart::new(part);
        self.size += part.size();
        self.kept.push(Kept::Part(part));
    }
}
