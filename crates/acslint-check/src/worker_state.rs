//! State that a thread keeps from record to record: buffers for reuse, and the shapes of clean records.

use std::{borrow::Cow, ops::Range};

use crate::{
    Checker, Contents, Finding, Hints, RecordType, Span, Subject,
    checker::{Checked, Input, Scratch},
    disclosure::Manner,
    document::{Fault, Tree},
    fast_path::FastPath,
    framing::{InputFault, Problem},
    rules,
};

/// State that one thread keeps while it checks any number of inputs.
///
/// It makes checking faster and does not affect results. It is cleared when it is used with another [`Checker`].
/// Its size is bounded, apart from the longest record.
#[derive(Debug, Clone, Default)]
pub struct WorkerState {
    pub(crate) tree: Tree,
    pub(crate) faults: Vec<Fault>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) fast_path: FastPath,
    pub(crate) scratch: Scratch,
    /// The checker that it has learnt with, by its id.
    learnt_with: u64,
}

/// Part of an input in memory, with the hints about the input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    pub(crate) bytes: &'a [u8],
    /// Offset of the first of `bytes` in the input.
    pub(crate) offset: u64,
    pub(crate) hints: Hints,
}

impl Piece<'_> {
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.offset + range.start as u64, self.offset + range.end as u64)
    }
}

impl WorkerState {
    /// Clears the state learnt with another checker: a record that was clean for it may have a finding for this
    /// one.
    pub(crate) fn serve(&mut self, checker: &Checker) {
        if self.learnt_with != checker.id {
            self.fast_path = FastPath::default();
            self.learnt_with = checker.id;
        }
    }

    /// Checks the record at `range`, which was parsed into the tree; `style` is a fault of its place.
    pub(crate) fn record(
        &mut self,
        checker: &Checker,
        piece: Piece<'_>,
        range: &Range<usize>,
        style: Option<Problem>,
    ) -> Subject {
        if let Some(problem) = style {
            self.report_fault(checker, piece, range.start..range.start + 1, problem, 0);
        }
        self.report_faults(checker, piece, range.start);
        let text = self.text(checker, piece, range);
        let offset = piece.offset + range.start as u64;
        let input = Input { text: &text, offset, hints: piece.hints, aggregated: false };
        let Checked { subject, kind } =
            checker.check(&input, &mut self.tree, &mut self.scratch, &mut self.findings);
        checker.settle(&mut self.findings, &subject);
        self.sort_findings();
        if let Some(kind) = kind
            && self.findings.is_empty()
        {
            self.fast_path.meet(kind);
        }
        subject
    }

    /// Contents of the last record, if the settings ask for them.
    pub(crate) fn contents(&self, checker: &Checker, subject: Option<&Subject>) -> Option<&Contents> {
        let is_known = matches!(subject, Some(Subject::Known(RecordType { shape: Some(_), .. })));
        (is_known && checker.settings.contents).then_some(&self.scratch.contents)
    }

    /// How the record was read that was checked last.
    pub(crate) fn manner(&self) -> Manner {
        self.scratch.reading.manner()
    }

    /// Checks a row of a query answer.
    pub(crate) fn row(&mut self, checker: &Checker, input: &Input<'_>, tree: &mut Tree) -> Subject {
        let Checked { subject, .. } = checker.check(input, tree, &mut self.scratch, &mut self.findings);
        checker.settle(&mut self.findings, &subject);
        subject
    }

    /// Reports the faults that the parser found in the value that begins at `start`.
    pub(crate) fn report_faults(&mut self, checker: &Checker, piece: Piece<'_>, start: usize) {
        for index in 0..self.faults.len() {
            let fault = self.faults[index];
            let span = start + fault.start as usize..start + fault.end as usize;
            self.report_fault(checker, piece, span, Problem::Fault(fault.kind), 0);
        }
        self.faults.clear();
    }

    /// Returns the text at `range`. Bytes that are not UTF-8 are reported once and replaced, so that every offset
    /// holds.
    pub(crate) fn text<'b>(
        &mut self,
        checker: &Checker,
        piece: Piece<'b>,
        range: &Range<usize>,
    ) -> Cow<'b, str> {
        let (text, first) = readable(&piece.bytes[range.clone()]);
        if let Some((at, byte)) = first {
            let at = range.start + at;
            self.report_fault(checker, piece, at..at + 1, Problem::NotUtf8 { byte }, 0);
        }
        text
    }

    pub(crate) fn report_fault(
        &mut self,
        checker: &Checker,
        piece: Piece<'_>,
        range: Range<usize>,
        problem: Problem,
        skipped: u64,
    ) {
        let Span { start, end } = piece.span(&range);
        let fault = InputFault { problem, span: start..end, bytes: &piece.bytes[range], skipped };
        rules::check_source(&checker.levels, &fault, &mut self.findings);
    }

    /// Sorts the findings by their bytes.
    pub(crate) fn sort_findings(&mut self) {
        self.findings.sort_by_key(|finding| (finding.primary.span.start, finding.rule));
    }
}

/// The bytes as text, with `?` for each that is not UTF-8, so that every offset holds; where the first of those is, and what.
pub(crate) fn readable(bytes: &[u8]) -> (Cow<'_, str>, Option<(usize, u8)>) {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut first = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        first = first.or_else(|| chunk.invalid().first().map(|byte| (text.len(), *byte)));
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    (Cow::Owned(text), first)
}
