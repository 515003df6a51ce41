//! Events of an input: an [`Event`] for each record that is not proved clean, and for each fault between records.

use crate::{
    AlongKey, Contents, Disclosure, Excerpt, Finding, Forecast, KeptDisclosure, Part, Provenance, RecordType,
    Span, Subject, disclosure::EVERYWHERE,
};

/// Receiver of the events of an input.
pub trait Report {
    /// Receives a record that was checked in full, or a fault between records; in input order.
    fn event(&mut self, event: &Event<'_>);

    /// Receives a number of records of a type that were proved clean: they have no findings and no events.
    fn proved_clean(&mut self, record_type: RecordType, records: u64);

    /// Receives how many of the records that were proved clean have a place along the [dimension](crate::Along) of the
    /// settings. [`Report::proved_clean`] counts them too.
    fn proved_clean_along(&mut self, _key: &AlongKey, _records: u64) {}

    /// Receives a number of records outside of the [window of time](crate::Settings::window). They have no events.
    fn unselected(&mut self, _records: u64) {}

    /// Returns true if the receiver wants the [parts](Part) of the input.
    fn wants_parts(&self) -> bool {
        false
    }

    /// Receives a part of the input that has no event. The parts of records and of broken bytes come with
    /// [their events](Event::part), in the order of all parts.
    fn part(&mut self, _part: Part<'_>) {}
}

/// Row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Number in its table, from 1, without a header.
    pub number: u64,
    /// True if the record is the row, so that pointers begin with the name of a column. False for a record inside a cell.
    pub is_record: bool,
}

/// Event: a record, or a part of the input that is not a record.
#[derive(Debug)]
pub struct Event<'a> {
    /// Number of the record in its input, from 1; between records, that of the record before (0 at the start).
    pub record: u64,
    /// Range of its bytes.
    pub span: Span,
    /// Row that the record is, or is inside of; `None` if it is in no table.
    pub row: Option<Row>,
    /// Identified subject; `None` between records.
    pub subject: Option<Subject>,
    /// Findings, in the order of the bytes.
    pub findings: &'a [Finding],
    /// True if the findings are those of earlier records with the same members, or with the same bad value, moved to this
    /// one: the record was proved clean but for them, and not checked in full.
    pub replayed: bool,
    /// Contents of a record of a known category, if the [settings](crate::Settings::contents) ask for them.
    pub contents: Option<&'a Contents>,
    /// Time and resource of a record, if it has findings or the settings need them; `None` for anything but a record.
    pub provenance: Option<&'a Provenance>,
    /// Forecast for the record, if the settings have a [destination](crate::Settings::destination). A fault between
    /// records has one if it discards the file.
    pub forecast: Option<&'a Forecast>,
    /// Source of the spans that [`Event::shown`] returns.
    pub disclosure: Disclosure<'a>,
    /// Bytes around it.
    pub excerpt: Excerpt<'a>,
    /// Part of the input that it is about, if the receiver [wants parts](Report::wants_parts). A fault between records
    /// has none, except for broken bytes.
    pub part: Option<Part<'a>>,
}

impl Event<'_> {
    /// Returns the public spans: those that contain no personal data, in input order, without overlaps. The bytes
    /// between them may be shown only to people who may see the record.
    ///
    /// It takes some time, so it is meant only for events that are shown.
    pub fn shown(&self) -> Vec<Span> {
        self.disclosure.spans(EVERYWHERE, self.span, self.excerpt)
    }

    /// Returns the public spans that have a byte in common with this span.
    pub fn shown_near(&self, near: Span) -> Vec<Span> {
        self.disclosure.spans(near, self.span, self.excerpt)
    }

    /// Returns the [disclosure](Self::disclosure) in a form to be kept with the event's bytes.
    pub fn kept_disclosure(&self) -> KeptDisclosure {
        self.disclosure.kept(self.span, self.excerpt)
    }
}
