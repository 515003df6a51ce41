//! Disclosed events and findings: the only form that reporters get, so that no value leaves unmasked.
//!
//! Only this module creates them, from an event of the check: verbatim for readers who may see the records, or with
//! each private part replaced. It masks the bytes around a finding only on request, since most formats do not show
//! them.

use std::borrow::Cow;
use std::cell::OnceCell;

use acslint_check::{Applicability, Excerpt, Level, Span, Subject};

use super::redact::{Redactor, mask};
use crate::fingerprint::Key;

/// Event without its findings.
#[derive(Debug)]
pub(crate) struct Event<'a> {
    pub(super) record: u64,
    pub(super) span: Span,
    pub(super) subject: Option<&'a Subject>,
    excerpt: Excerpt<'a>,
    /// Masked bytes, if the report is redacted.
    masked: Option<Masked<'a>>,
}

/// Bytes of an event that any reader may see.
#[derive(Debug)]
struct Masked<'a> {
    shown: &'a [Span],
    /// Smallest span that contains the event and the labels of its findings.
    hull: Span,
    bytes: OnceCell<Vec<u8>>,
}

/// Finding.
#[derive(Debug)]
pub(super) struct Finding<'a> {
    pub(super) rule: &'static str,
    pub(super) level: Level,
    pub(super) message: Cow<'a, str>,
    pub(super) help: Option<Cow<'a, str>>,
    pub(super) primary: Label<'a>,
    pub(super) secondary: Vec<Label<'a>>,
    pub(super) pointer: Cow<'a, str>,
    pub(super) field: Option<&'a str>,
    pub(super) fix: Option<Fix<'a>>,
    /// Original finding of a record, for its parts that are never private.
    source: Option<&'a acslint_check::Finding>,
}

/// Place in the input with its description.
#[derive(Debug)]
pub(super) struct Label<'a> {
    pub(super) span: Span,
    pub(super) text: Cow<'a, str>,
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
        let acslint_check::Event { record, span, ref subject, excerpt, .. } = *event;
        let masked = redacts.then(|| Masked::new(event));
        Self { record, span, subject: subject.as_ref(), excerpt, masked }
    }

    /// Creates an event for the text of a file that is not a record.
    pub(super) fn of_file(excerpt: Excerpt<'a>) -> Self {
        let span = Span::new(excerpt.offset, excerpt.offset + excerpt.bytes.len() as u64);
        Self { record: 1, span, subject: None, excerpt, masked: None }
    }

    /// Returns the bytes around the event; stand-ins of the same length replace private characters.
    pub(super) fn excerpt(&self) -> Excerpt<'_> {
        let Some(Masked { shown, hull, bytes }) = &self.masked else {
            return self.excerpt;
        };
        let bytes = bytes.get_or_init(|| mask(self.excerpt.slice(*hull), hull.start, shown));
        Excerpt { bytes, offset: hull.start, ..self.excerpt }
    }
}

impl<'a> Masked<'a> {
    fn new(event: &acslint_check::Event<'a>) -> Self {
        let spans = event.findings.iter().flat_map(acslint_check::Finding::spans);
        let hull = spans
            .fold(event.span, |hull, span| Span::new(hull.start.min(span.start), hull.end.max(span.end)));
        // The bytes from the anchor on, which positions are counted from, are in memory.
        let start = hull.start.min(event.excerpt.anchor).max(event.excerpt.offset);
        Self { shown: event.shown, hull: Span::new(start, hull.end.max(start)), bytes: OnceCell::new() }
    }
}

impl<'a> Finding<'a> {
    /// Creates a finding, verbatim or redacted.
    pub(super) fn new(finding: &'a acslint_check::Finding, redactor: Option<&Redactor>) -> Self {
        let Some(redactor) = redactor else {
            return Self::told(finding, |text| Cow::Borrowed(text.verbatim()), |_| true);
        };
        let mut redacted = Self::told(finding, |text| redactor.text(text), |text| !text.is_private());
        if finding.message.is_all_private() {
            let rule = acslint_check::rule(finding.rule);
            redacted.message = rule.map_or(finding.rule.into(), |rule| rule.meaning().into());
        }
        redacted.help =
            redacted.help.filter(|_| finding.help.as_ref().is_some_and(|help| !help.is_all_private()));
        redacted
    }

    fn told(
        finding: &'a acslint_check::Finding,
        mut told: impl FnMut(&'a acslint_check::Text) -> Cow<'a, str>,
        is_told: impl Fn(&acslint_check::Text) -> bool,
    ) -> Self {
        // A fix that would write a private value is left out.
        let fix = finding.fix.as_ref().filter(|fix| fix.edits.iter().all(|edit| is_told(&edit.text)));
        let edit = |edit: &'a acslint_check::Edit| Edit { span: edit.span, text: edit.text.verbatim() };
        let mut label = |label: &'a acslint_check::Label| Label { span: label.span, text: told(&label.text) };
        Self {
            rule: finding.rule,
            level: finding.level,
            primary: label(&finding.primary),
            secondary: finding.secondary.iter().map(label).collect(),
            message: told(&finding.message),
            help: finding.help.as_ref().map(&mut told),
            pointer: told(&finding.pointer),
            field: finding.field.as_deref(),
            fix: fix.map(|fix| Fix {
                applicability: fix.applicability,
                edits: fix.edits.iter().map(edit).collect(),
            }),
            source: Some(finding),
        }
    }

    /// Creates a finding about a file that is not a record.
    pub(super) fn of_file(message: &'a str, help: Option<&'a str>, span: Span) -> Self {
        Self {
            rule: "",
            level: Level::Error,
            message: message.into(),
            help: help.map(Into::into),
            primary: Label { span, text: "".into() },
            secondary: Vec::new(),
            pointer: "".into(),
            field: None,
            fix: None,
            source: None,
        }
    }

    /// Returns the identity of the finding across runs.
    pub(super) fn key(&self, event: &Event<'_>) -> Key<'a> {
        self.source.map_or_else(Key::default, |finding| {
            Key::of(finding, event.subject.and_then(Subject::record_type))
        })
    }
}
