//! Fix of one record: its edits, tried out on the record alone.

use std::collections::BTreeMap;

use acslint_check::{
    Applicability, Checker, Event, Finding, Fix, Hints, RecordType, Report, Session, Span, Subject,
    WorkerState,
};

use crate::suppress::Suppressions;

/// Most fixes that are tried one by one if they do not fit together.
const MOST_TRIED: usize = 32;

/// Most rounds over one record. A record that needs more of them is left as it is, so that time does not grow with the
/// square of its findings.
const MOST_ROUNDS: usize = 64;

/// Mender of records.
pub(super) struct Mender<'m> {
    checker: &'m Checker,
    hints: Hints,
    state: WorkerState,
    pub(super) suppressions: &'m mut Suppressions,
    with_unsafe: bool,
}

/// Result of mending a record.
pub(super) struct MendedRecord {
    /// The record with its fixes; `None` if it stays as it is.
    pub(super) text: Option<Vec<u8>>,
    pub(super) fixed: u64,
    /// Number of findings left that have a fix.
    pub(super) uncertain: u64,
}

impl<'m> Mender<'m> {
    pub(super) fn new(
        checker: &'m Checker,
        hints: Hints,
        suppressions: &'m mut Suppressions,
        with_unsafe: bool,
    ) -> Self {
        Self { checker, hints, state: WorkerState::default(), suppressions, with_unsafe }
    }

    /// Applies the fixes of a record that remove findings and bring no new ones; `None` if the text is not a record on
    /// its own.
    pub(super) fn mend(&mut self, text: &[u8]) -> Option<MendedRecord> {
        let mut findings = self.alone(text)?;
        let before = findings.len();
        let mut mended: Option<Vec<u8>> = None;
        for round in 0.. {
            if round == MOST_ROUNDS {
                return Some(MendedRecord { text: None, fixed: 0, uncertain: 0 });
            }
            let now = mended.as_deref().unwrap_or(text);
            let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| self.applicable(finding)).collect();
            if fixes.is_empty() {
                break;
            }
            let together = [fitting(&fixes)];
            let alone = fixes.iter().take(MOST_TRIED).map(|fix| vec![*fix]);
            let better =
                together.into_iter().chain(alone).find_map(|fixes| self.attempt(now, &fixes, &findings));
            match better {
                Some((text, left)) => (mended, findings) = (Some(text), left),
                None => break,
            }
        }
        let uncertain = findings.iter().filter(|finding| finding.fix.is_some()).count();
        let fixed = (before - findings.len()) as u64;
        Some(MendedRecord { text: mended, fixed, uncertain: uncertain as u64 })
    }

    fn applicable<'f>(&self, finding: &'f Finding) -> Option<&'f Fix> {
        let fix = finding.fix.as_ref()?;
        (self.with_unsafe || fix.applicability == Applicability::Safe).then_some(fix)
    }

    /// Applies fixes; returns the text and its findings if they are fewer, and none is new.
    fn attempt(
        &mut self,
        text: &[u8],
        fixes: &[&Fix],
        before: &[Finding],
    ) -> Option<(Vec<u8>, Vec<Finding>)> {
        let changed = apply(text, fixes)?;
        let has_line_break = |text: &[u8]| memchr::memchr(b'\n', text).is_some();
        if has_line_break(&changed) && !has_line_break(text) {
            return None;
        }
        let after = self.alone(&changed)?;
        let mut counts = kinds(before);
        let is_known = |kind| match counts.get_mut(&kind) {
            Some(1..) => {
                counts.entry(kind).and_modify(|count| *count -= 1);
                true
            }
            _ => false,
        };
        let has_new = !after.iter().map(kind).all(is_known);
        (after.len() < before.len() && !has_new).then_some((changed, after))
    }

    /// Returns the findings of a text that is one record.
    fn alone(&mut self, text: &[u8]) -> Option<Vec<Finding>> {
        let mut alone = Alone {
            suppressions: self.suppressions,
            whole: Span::new(0, text.len() as u64),
            findings: Vec::new(),
            records: 0,
            is_other: false,
        };
        Session::new(self.checker, self.hints).advance(&mut self.state, text, true, &mut alone);
        (alone.records == 1 && !alone.is_other).then_some(alone.findings)
    }
}

/// Findings of one record.
struct Alone<'a> {
    suppressions: &'a mut Suppressions,
    whole: Span,
    findings: Vec<Finding>,
    records: u64,
    /// True if there is something else than one whole record.
    is_other: bool,
}

impl Report for Alone<'_> {
    fn event(&mut self, event: &Event<'_>) {
        let is_record =
            matches!(event.subject, Some(Subject::Known(_) | Subject::Foreign { .. } | Subject::Unknown));
        self.is_other |= !is_record || event.span != self.whole;
        self.records += 1;
        match self.suppressions.left(event) {
            Some(left) => self.findings.extend(left),
            None => self.findings.extend_from_slice(event.findings),
        }
    }

    fn proved_clean(&mut self, _: RecordType, records: u64) {
        self.records += records;
    }
}

/// Kind of a finding that does not depend on the spelling of names, nor on places: a fix may change both.
fn kind(finding: &Finding) -> (&'static str, String) {
    let about = finding.field.clone().unwrap_or_else(|| {
        finding.message.verbatim().chars().filter(|character| !character.is_ascii_digit()).collect()
    });
    (finding.rule, about)
}

fn kinds(findings: &[Finding]) -> BTreeMap<(&'static str, String), usize> {
    findings.iter().fold(BTreeMap::new(), |mut kinds, finding| {
        *kinds.entry(kind(finding)).or_default() += 1;
        kinds
    })
}

/// Returns the fixes that do not overlap an earlier one.
fn fitting<'f>(fixes: &[&'f Fix]) -> Vec<&'f Fix> {
    let mut sorted = fixes.to_vec();
    sorted.sort_by_key(|fix| fix.edits.first().map(|edit| edit.span));
    let mut end = 0;
    sorted.retain(|fix| {
        let (Some(first), Some(last)) = (fix.edits.first(), fix.edits.last()) else { return false };
        let fits = first.span.start >= end;
        if fits {
            end = last.span.end;
        }
        fits
    });
    sorted
}

/// Applies fixes, in the order of their bytes, to a text; `None` if an edit is outside it.
fn apply(text: &[u8], fixes: &[&Fix]) -> Option<Vec<u8>> {
    let (mut changed, mut at) = (Vec::with_capacity(text.len()), 0);
    for edit in fixes.iter().flat_map(|fix| &fix.edits) {
        let (start, end) = (usize::try_from(edit.span.start).ok()?, usize::try_from(edit.span.end).ok()?);
        changed.extend_from_slice(text.get(at..start)?);
        changed.extend_from_slice(edit.text.verbatim().as_bytes());
        at = end;
    }
    changed.extend_from_slice(text.get(at..)?);
    Some(changed)
}
