//! Disclosed events and findings: the only form that reporters get, so that no value leaves unmasked.
//!
//! Only this module creates them, from an event of the check: verbatim for readers who may see the records, or with
//! each private part replaced. Parts are replaced only on request, since most findings are counted and not shown.

use std::borrow::Cow;
use std::cell::OnceCell;

use acslint_check::{
    Applicability, Effect, Excerpt, Level, Loss, Position, Provenance, RecordType, Resource, Row, Span,
    Subject, Text, Time,
};

use super::redact::{Redactor, is_token, mask, mask_all_but};
use crate::fingerprint::Key;
use crate::text::meaning;

/// Event without its findings.
#[derive(Debug)]
pub(crate) struct Event<'a> {
    pub(super) record: u64,
    pub(super) span: Span,
    /// Row that the record is, or is inside of.
    row: Option<Row>,
    pub(super) subject: Option<&'a Subject>,
    provenance: Option<&'a Provenance>,
    excerpt: Excerpt<'a>,
    /// Masked bytes, if the report is redacted.
    masked: Option<Masked<'a>>,
}

/// Bytes of an event that any reader may see.
#[derive(Debug)]
struct Masked<'a> {
    event: &'a acslint_check::Event<'a>,
    /// Masked on the first request.
    bytes: OnceCell<Vec<u8>>,
}

/// Bytes around a finding.
#[derive(Debug)]
pub(super) struct Around<'a> {
    bytes: Cow<'a, [u8]>,
    /// Excerpt that they replace, for its positions.
    of: Excerpt<'a>,
}

/// Lines of the bytes around an event: only their positions, not their content.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines<'a>(Excerpt<'a>);

/// Cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Number of the row, from 1, without a header.
    pub(super) row: u64,
    /// Name of the column; `None` for the whole row, and for a record inside of a cell.
    pub(super) column: Option<String>,
}

/// Finding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finding<'a>(Source<'a>);

#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    /// Finding of a record, with the replacement of its private parts, if they are hidden.
    Check(&'a acslint_check::Finding, Option<&'a Redactor>),
    /// Finding about a file that is not a record.
    File { message: &'a str, help: Option<&'a str>, span: Span },
}

/// Place in the input with its description.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    pub(super) span: Span,
    /// True if the place begins something without a proper end.
    pub(super) is_open: bool,
    /// Description, with the replacement of its private parts, if they are hidden.
    text: Option<(&'a Text, Option<&'a Redactor>)>,
}

/// Fix of a finding.
#[derive(Debug)]
pub(super) struct Fix<'a> {
    pub(super) applicability: Applicability,
    pub(super) edits: Vec<Edit<'a>>,
}

/// Replacement of bytes.
#[derive(Debug)]
pub(super) struct Edit<'a> {
    pub(super) span: Span,
    pub(super) text: &'a str,
}

impl<'a> Event<'a> {
    /// Creates an event, verbatim or redacted.
    pub(super) fn new(event: &'a acslint_check::Event<'a>, redacts: bool) -> Self {
        let acslint_check::Event { record, span, row, ref subject, provenance, excerpt, .. } = *event;
        let masked = redacts.then(|| Masked { event, bytes: OnceCell::new() });
        Self { record, span, row, subject: subject.as_ref(), provenance, excerpt, masked }
    }

    /// Creates an event for the text of a file that is not a record.
    pub(super) fn of_file(excerpt: Excerpt<'a>) -> Self {
        let span = Span::new(excerpt.offset, excerpt.offset + excerpt.bytes.len() as u64);
        Self { record: 1, span, row: None, subject: None, provenance: None, excerpt, masked: None }
    }

    /// Returns the time of the record, if the report may show it.
    pub(super) fn time(&self) -> Option<Time> {
        let record_type = self.subject.and_then(Subject::record_type);
        self.provenance.and_then(|of| of.time).filter(|_| self.masked.is_none() || shows_time(record_type))
    }

    /// Returns the resource that the record is about, redacted if the report is.
    pub(super) fn resource(&self, redactor: Option<&Redactor>) -> Option<Cow<'a, str>> {
        Some(disclose_resource(self.provenance?.resource.as_ref()?, redactor))
    }

    /// Returns the bytes around the event; stand-ins of the same length replace private characters.
    pub(super) fn excerpt(&self) -> Excerpt<'_> {
        let Some(Masked { event, bytes }) = &self.masked else {
            return self.excerpt;
        };
        let raw = narrowed(event);
        let bytes = bytes.get_or_init(|| mask(raw.bytes, raw.offset, &event.shown()));
        Excerpt { bytes, ..raw }
    }

    /// Returns the bytes of [`Self::excerpt`] for a report that shows only lines of this width around the labels of a
    /// finding. Bytes further away may be masked although they are not private.
    pub(super) fn around(&self, finding: &Finding<'_>, width: usize) -> Around<'_> {
        let Some(Masked { event, .. }) = &self.masked else {
            return Around { bytes: Cow::Borrowed(self.excerpt.bytes), of: self.excerpt };
        };
        let raw = narrowed(event);
        // A column has one byte there, and there are no other lines to show.
        let is_plain = raw.bytes.is_ascii() && memchr::memchr(b'\n', raw.bytes).is_none();
        if event.findings.len() > MOST_ALONE || !is_plain {
            let of = self.excerpt();
            return Around { bytes: Cow::Borrowed(of.bytes), of };
        }
        let width = width as u64 + 1;
        let near = |label: Label<'_>| {
            Span::new(label.span.start.saturating_sub(width), label.span.start.saturating_add(2 * width))
        };
        let near = finding
            .labels()
            .map(near)
            .reduce(|one, other| Span::new(one.start.min(other.start), one.end.max(other.end)));
        let near = near.unwrap_or(event.span);
        let bytes = mask_all_but(raw.bytes, raw.offset, &event.shown_near(near), near);
        Around { bytes: Cow::Owned(bytes), of: raw }
    }

    /// Returns the bytes that a finding of the event is about, as in [`Self::excerpt`].
    pub(super) fn snippet(&self, span: Span) -> Cow<'_, [u8]> {
        let raw = self.excerpt.slice(span);
        let Some(Masked { event, .. }) = &self.masked else {
            return Cow::Borrowed(raw);
        };
        // A single value is private or not; for many findings, all bytes are masked once.
        if event.findings.len() > MOST_ALONE || !is_token(raw) || !is_record(event.subject.as_ref()) {
            return Cow::Borrowed(self.excerpt().slice(span));
        }
        match event.shown_near(span).as_slice() {
            [shown] if *shown == span => Cow::Borrowed(raw),
            shown => Cow::Owned(mask(raw, span.start, shown)),
        }
    }

    /// Returns the lines of these bytes.
    pub(super) fn lines(&self) -> Lines<'_> {
        Lines(self.masked.as_ref().map_or(self.excerpt, |masked| narrowed(masked.event)))
    }
}

/// Returns true if redacted reports show the times of records of this type: their time is that of the catalog.
pub(super) fn shows_time(record_type: Option<RecordType>) -> bool {
    record_type.is_some_and(|of| of.shape.is_some())
}

/// Maximum number of findings of an event that are masked one by one.
const MOST_ALONE: usize = 2;

/// Returns true if an event is about a record that could be read.
fn is_record(subject: Option<&Subject>) -> bool {
    matches!(subject, Some(Subject::Known(_) | Subject::Foreign { .. } | Subject::Unknown))
}

/// Returns the bytes that an event and its findings point at; the bytes around them may belong to other records.
fn narrowed<'a>(event: &acslint_check::Event<'a>) -> Excerpt<'a> {
    let excerpt = event.excerpt;
    let spans = event.findings.iter().flat_map(acslint_check::Finding::spans);
    let hull =
        spans.fold(event.span, |hull, span| Span::new(hull.start.min(span.start), hull.end.max(span.end)));
    // The bytes from the anchor on, which positions are counted from, are in memory.
    let start = hull.start.min(excerpt.anchor).max(excerpt.offset);
    let hull = Span::new(start, hull.end.max(start));
    Excerpt { bytes: excerpt.slice(hull), offset: start, ..excerpt }
}

impl Around<'_> {
    /// Returns the bytes as an excerpt.
    pub(super) fn excerpt(&self) -> Excerpt<'_> {
        Excerpt { bytes: &self.bytes, ..self.of }
    }
}

impl Lines<'_> {
    /// Offset of the first byte.
    pub(super) fn offset(self) -> u64 {
        self.0.offset
    }

    /// An offset at or before everything that the event points at, and its position.
    pub(super) fn anchor(self) -> (u64, Position) {
        (self.0.anchor, self.0.anchor_position)
    }

    /// Returns the number of lines that end in a span, and the offset of the last end.
    pub(super) fn ends(self, span: Span) -> Option<(u64, u64)> {
        let bytes = self.0.slice(span);
        let last = memchr::memrchr(b'\n', bytes)?;
        Some((memchr::memchr_iter(b'\n', bytes).count() as u64, span.start + last as u64))
    }
}

/// Returns the identifier of a resource, verbatim or redacted.
pub(super) fn disclose_resource<'a>(resource: &'a Resource, redactor: Option<&Redactor>) -> Cow<'a, str> {
    match redactor {
        Some(redactor) if !resource.is_public => Cow::Owned(redactor.token(&resource.id)),
        _ => Cow::Borrowed(&resource.id),
    }
}

/// Returns a text, verbatim or redacted.
pub(super) fn disclose<'a>(text: &'a Text, redactor: Option<&Redactor>) -> Cow<'a, str> {
    redactor.map_or(Cow::Borrowed(text.verbatim()), |redactor| redactor.text(text))
}

impl<'a> Finding<'a> {
    /// Creates a finding, verbatim or redacted.
    pub(super) fn new(finding: &'a acslint_check::Finding, redactor: Option<&'a Redactor>) -> Self {
        Self(Source::Check(finding, redactor))
    }

    /// Creates a finding about a file that is not a record.
    pub(super) fn of_file(message: &'a str, help: Option<&'a str>, span: Span) -> Self {
        Self(Source::File { message, help, span })
    }

    pub(super) fn rule(&self) -> &'static str {
        match self.0 {
            Source::Check(finding, _) => finding.rule,
            Source::File { .. } => "",
        }
    }

    pub(super) fn level(&self) -> Level {
        match self.0 {
            Source::Check(finding, _) => finding.level,
            Source::File { .. } => Level::Error,
        }
    }

    pub(super) fn message(&self) -> Cow<'a, str> {
        match self.0 {
            Source::Check(finding, Some(_)) if finding.message.is_all_private() => meaning(finding.rule),
            Source::Check(finding, redactor) => disclose(&finding.message, redactor),
            Source::File { message, .. } => message.into(),
        }
    }

    pub(super) fn help(&self) -> Option<Cow<'a, str>> {
        match self.0 {
            Source::Check(finding, redactor) => {
                let help = finding.help.as_ref();
                let help = help.filter(|help| redactor.is_none() || !help.is_all_private());
                help.map(|help| disclose(help, redactor))
            }
            Source::File { help, .. } => help.map(Into::into),
        }
    }

    /// Returns the main place.
    pub(super) fn span(&self) -> Span {
        match self.0 {
            Source::Check(finding, _) => finding.primary.span,
            Source::File { span, .. } => span,
        }
    }

    /// Returns all places of the finding, the main one first.
    pub(super) fn labels(&self) -> impl Iterator<Item = Label<'a>> + use<'a> {
        let (secondary, redactor) = match self.0 {
            Source::Check(finding, redactor) => (finding.secondary.as_slice(), redactor),
            Source::File { .. } => (&[][..], None),
        };
        let label = move |label: &'a acslint_check::Label| Label {
            span: label.span,
            is_open: label.is_open,
            text: Some((&label.text, redactor)),
        };
        let primary = match self.0 {
            Source::Check(finding, _) => label(&finding.primary),
            Source::File { span, .. } => Label { span, is_open: false, text: None },
        };
        std::iter::once(primary).chain(secondary.iter().map(label))
    }

    pub(super) fn pointer(&self) -> Cow<'a, str> {
        match self.0 {
            Source::Check(finding, redactor) => disclose(&finding.pointer, redactor),
            Source::File { .. } => "".into(),
        }
    }

    /// Returns the cell of a table that the finding is about, if the record is a row.
    pub(super) fn cell(&self, event: &Event<'_>) -> Option<Cell> {
        let Row { number: row, is_record } = event.row?;
        let pointer = self.pointer();
        let column = pointer.split('/').nth(1).filter(|_| is_record);
        Some(Cell { row, column: column.map(|column| acslint_types::pointer::name(column).into_owned()) })
    }

    pub(super) fn field(&self) -> Option<&'a str> {
        match self.0 {
            Source::Check(finding, _) => finding.field.as_deref(),
            Source::File { .. } => None,
        }
    }

    pub(super) fn name(&self) -> Option<Cow<'a, str>> {
        match self.0 {
            Source::Check(finding, redactor) => finding.name.as_ref().map(|name| disclose(name, redactor)),
            Source::File { .. } => None,
        }
    }

    pub(super) fn fix(&self) -> Option<Fix<'a>> {
        let Source::Check(finding, redactor) = self.0 else {
            return None;
        };
        let fix = finding.fix.as_ref()?;
        // A fix that would write a private value is left out.
        if redactor.is_some() && fix.edits.iter().any(|edit| edit.text.is_private()) {
            return None;
        }
        let edit = |edit: &'a acslint_check::Edit| Edit { span: edit.span, text: edit.text.verbatim() };
        Some(Fix { applicability: fix.applicability, edits: fix.edits.iter().map(edit).collect() })
    }

    /// Loss in the destination of the run, with the effect that is the reason; `None` without a destination.
    pub(super) fn loss(&self) -> Option<(Loss, Option<Effect>)> {
        match self.0 {
            Source::Check(finding, _) => finding.loss,
            Source::File { .. } => None,
        }
    }

    /// Replacement of private parts, if they are hidden.
    pub(super) fn redactor(&self) -> Option<&'a Redactor> {
        match self.0 {
            Source::Check(_, redactor) => redactor,
            Source::File { .. } => None,
        }
    }

    /// Returns the identity of the finding across runs.
    pub(super) fn key(&self, event: &Event<'_>) -> Key<'a> {
        match self.0 {
            Source::Check(finding, _) => Key::of(finding, event.subject.and_then(Subject::record_type)),
            Source::File { .. } => Key::default(),
        }
    }
}

impl<'a> Label<'a> {
    /// Returns the description of the place, or an empty text.
    pub(super) fn text(&self) -> Cow<'a, str> {
        self.text.map_or(Cow::Borrowed(""), |(text, redactor)| disclose(text, redactor))
    }
}
