//! Transcript: events of an input before its turn in the report.
//!
//! It only counts clean records, so that its size depends on the findings and not on the input.

use std::mem;

use acslint_check::{
    Checker, Contents, Event, Excerpt, Finding, KeptDisclosure, Position, RecordType, Report, Span, Subject,
};

use crate::report::Reports;
use crate::tally::Tally;

/// Assumed memory of a kind of foreign records, in bytes.
const KIND: usize = 256;

/// Events of an input's check so far.
#[derive(Debug, Default)]
pub(super) struct Transcript {
    clean: Tally,
    events: Vec<Entry>,
    size: usize,
}

/// Event with findings, and the bytes that it refers to.
#[derive(Debug)]
struct Entry {
    record: u64,
    span: Span,
    subject: Option<Subject>,
    findings: Vec<Finding>,
    contents: Option<Contents>,
    disclosure: KeptDisclosure,
    bytes: Vec<u8>,
    offset: u64,
    anchor: u64,
    anchor_position: Position,
}

impl Entry {
    fn new(event: &Event<'_>) -> Self {
        let Event { record, span, ref subject, findings, contents, excerpt, .. } = *event;
        let spans =
            findings.iter().flat_map(Finding::spans).chain([Span::new(excerpt.anchor, excerpt.anchor)]);
        let needed =
            spans.fold(span, |all, span| Span::new(all.start.min(span.start), all.end.max(span.end)));
        Self {
            record,
            span,
            subject: subject.clone(),
            findings: findings.to_vec(),
            contents: contents.cloned(),
            disclosure: event.kept_disclosure(),
            bytes: excerpt.slice(needed).to_vec(),
            offset: needed.start.max(excerpt.offset),
            anchor: excerpt.anchor,
            anchor_position: excerpt.anchor_position,
        }
    }

    /// Returns its approximate memory.
    fn size(&self) -> usize {
        let findings: usize = self.findings.iter().map(Finding::size_in_memory).sum();
        size_of::<Self>() + self.bytes.capacity() + self.disclosure.heap_size() + findings
    }

    fn replay(self, report: &mut dyn Report, checker: &Checker) {
        let Self { record, span, subject, findings, contents, disclosure, bytes, .. } = self;
        let (offset, anchor, anchor_position) = (self.offset, self.anchor, self.anchor_position);
        let excerpt = Excerpt { bytes: &bytes, offset, anchor, anchor_position };
        let contents = contents.as_ref();
        let disclosure = disclosure.disclosure(checker);
        report.event(&Event { record, span, subject, findings: &findings, contents, disclosure, excerpt });
    }
}

impl Transcript {
    /// Returns its approximate memory, without a fixed amount.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Passes everything to the report of the run, and becomes empty; the checker is the one of its input.
    pub(super) fn replay(&mut self, reports: &mut Reports, checker: &Checker) {
        let Self { clean, events, .. } = mem::take(self);
        reports.clean(&clean);
        for event in events {
            event.replay(reports, checker);
        }
    }
}

impl Report for Transcript {
    fn event(&mut self, event: &Event<'_>) {
        if event.findings.is_empty() {
            let (kinds, surveyed) = (self.clean.foreign.len(), self.clean.statistics.size());
            self.clean.event(event);
            self.size += KIND * self.clean.foreign.len().saturating_sub(kinds);
            // The statistics shrink when stretches of time merge; the size counted for them before need not.
            self.size += self.clean.statistics.size().saturating_sub(surveyed);
        } else {
            let entry = Entry::new(event);
            self.size += entry.size();
            self.events.push(entry);
        }
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        self.clean.proved_clean(record_type, records);
    }
}
