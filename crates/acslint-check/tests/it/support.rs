//! Shared helpers of the tests: checking bytes, and printing findings in a comparable form.

use acslint_check::{
    Applicability, Checker, Event, Finding, Hints, Level, RecordType, Report, Row, Session, Settings, Span,
    Subject, WorkerState,
};

/// A finding with all facts that a consumer may rely on, detached from the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) finding: Finding,
    pub(crate) line: u64,
    pub(crate) column: u64,
}

/// An event, detached from the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) record: u64,
    pub(crate) span: Span,
    pub(crate) row: Option<Row>,
    pub(crate) subject: Option<Subject>,
    pub(crate) found: Vec<Found>,
}

impl Seen {
    fn new(event: &Event<'_>) -> Self {
        let found = event.findings.iter().map(|finding| {
            let position = event.excerpt.position(finding.primary.span.start);
            Found { finding: finding.clone(), line: position.line, column: position.column }
        });
        Self {
            record: event.record,
            span: event.span,
            row: event.row,
            subject: event.subject.clone(),
            found: found.collect(),
        }
    }

    /// Returns the kind of a foreign record.
    pub(crate) fn foreign_kind(&self) -> Option<&str> {
        match &self.subject {
            Some(Subject::Foreign { kind }) => Some(kind),
            _ => None,
        }
    }

    /// Returns the subject in short: `Usage/table`, `foreign`, `unknown`, `unreadable` or `between`.
    pub(crate) fn kind(&self) -> String {
        match &self.subject {
            Some(Subject::Known(RecordType { category, shape: Some(shape) })) => {
                format!("{category}/{shape}")
            }
            Some(Subject::Known(RecordType { category, shape: None })) => (*category).to_owned(),
            Some(Subject::Foreign { .. }) => "foreign".to_owned(),
            Some(Subject::Unknown) => "unknown".to_owned(),
            Some(Subject::Unreadable { .. }) => "unreadable".to_owned(),
            Some(Subject::Schema) => "schema".to_owned(),
            None => "between".to_owned(),
        }
    }
}

/// Report that collects the events of a session in which every record takes the full path.
#[derive(Debug, Default)]
pub(crate) struct Transcript(pub(crate) Vec<Seen>);

impl Report for Transcript {
    fn event(&mut self, event: &Event<'_>) {
        self.0.push(Seen::new(event));
    }

    fn proved_clean(&mut self, record_type: RecordType, _: u64) {
        unreachable!("{record_type} was proved clean, against the settings");
    }
}

/// Returns a checker with these rules at `warning`, and all others at their own level. It has no fast path, so that
/// each record has an event.
pub(crate) fn checker_with(rules: &[&str]) -> Checker {
    let levels = rules.iter().map(|rule| ((*rule).to_owned(), Level::Warning)).collect();
    Checker::new(Settings { levels, full_path_only: true, ..Settings::default() }).expect("these rules exist")
}

/// Returns all events of an input that arrives in one piece.
pub(crate) fn see_with(checker: &Checker, input: &[u8]) -> Vec<Seen> {
    see_with_hints(checker, input, Hints::default())
}

/// Returns all events of an input with these hints.
pub(crate) fn see_with_hints(checker: &Checker, input: &[u8], hints: Hints) -> Vec<Seen> {
    let mut seen = Transcript::default();
    let mut session = Session::new(checker, hints);
    let done = session.advance(&mut WorkerState::default(), input, true, &mut seen);
    assert_eq!(done, input.len(), "the end of the input was not reached");
    seen.0
}

/// Returns all events of an input, with the default levels.
pub(crate) fn see(input: impl AsRef<[u8]>) -> Vec<Seen> {
    see_with(&checker_with(&[]), input.as_ref())
}

/// Returns all events of an input that arrives in pieces of these sizes; the last size repeats. The buffer keeps the
/// unconsumed bytes, and at least doubles when nothing was consumed.
pub(crate) fn see_in_pieces(checker: &Checker, input: &[u8], sizes: &[usize]) -> Vec<Seen> {
    let mut seen = Transcript::default();
    let mut state = WorkerState::default();
    let mut session = Session::new(checker, Hints::default());
    let (mut start, mut filled) = (0, 0);
    let mut sizes = sizes.iter().copied().cycle_last();
    let mut grow_by = 0;
    loop {
        filled = (filled + sizes.next().unwrap_or(1).max(1).max(grow_by)).min(input.len());
        let end = filled == input.len();
        let done = session.advance(&mut state, &input[start..filled], end, &mut seen);
        assert!(done <= filled - start, "more was consumed than there is");
        grow_by = if done == 0 { filled - start } else { 0 };
        start += done;
        if end {
            assert_eq!(start, input.len(), "the end of the input was not reached");
            return seen.0;
        }
    }
}

/// Checks an input that arrives in two pieces, the first of this size, and whose end is known only after both.
pub(crate) fn see_with_late_end(checker: &Checker, input: &[u8], first: usize) -> Vec<Seen> {
    let mut seen = Transcript::default();
    let mut state = WorkerState::default();
    let mut session = Session::new(checker, Hints::default());
    let mut start = 0;
    for (filled, end) in [(first, false), (input.len(), false), (input.len(), true)] {
        start += session.advance(&mut state, &input[start..filled], end, &mut seen);
    }
    assert_eq!(start, input.len(), "the end of the input was not reached");
    seen.0
}

/// Iterator that repeats its last item forever.
trait CycleLast: Iterator<Item = usize> + Sized {
    fn cycle_last(self) -> impl Iterator<Item = usize> {
        let mut last = 1;
        let mut items = self;
        std::iter::from_fn(move || {
            last = items.next().unwrap_or(last);
            Some(last)
        })
    }
}

impl<I: Iterator<Item = usize>> CycleLast for I {}

/// Formats one event per line, for comparisons of two runs.
pub(crate) fn transcript(seen: &[Seen]) -> Vec<String> {
    let line = |event: &Seen| {
        let Span { start, end } = event.span;
        let found: Vec<String> = event.found.iter().map(|found| format!("{found:?}")).collect();
        format!(
            "#{} {start}..{end} {:?} {} {:?} {}",
            event.record,
            event.row,
            event.kind(),
            event.foreign_kind(),
            found.join("; ")
        )
    };
    seen.iter().map(line).collect()
}

/// Returns all findings, in order.
pub(crate) fn found(seen: &[Seen]) -> impl Iterator<Item = &Found> {
    seen.iter().flat_map(|event| &event.found)
}

/// Formats one line for each finding: `line:column: level[rule] message`.
pub(crate) fn lines_of(seen: &[Seen]) -> Vec<String> {
    found(seen)
        .map(|Found { finding, line, column }| {
            format!("{line}:{column}: {}[{}] {}", finding.level, finding.rule, finding.message.verbatim())
        })
        .collect()
}

/// Formats one line for each finding in an input, with the default levels.
pub(crate) fn check(input: impl AsRef<[u8]>) -> Vec<String> {
    lines_of(&see(input))
}

/// Returns the ids of the rules with findings.
pub(crate) fn rules_of(seen: &[Seen]) -> Vec<&'static str> {
    found(seen).map(|found| found.finding.rule).collect()
}

/// Formats all facts of each finding, one per line.
pub(crate) fn details(input: &[u8], seen: &[Seen]) -> String {
    use std::fmt::Write as _;

    let mut out = String::new();
    let shown = |span: Span| {
        String::from_utf8_lossy(&input[span.start as usize..span.end as usize])
            .replace('\n', "⏎")
            .replace('\r', "␍")
    };
    for event in seen {
        for Found { finding, line, column } in &event.found {
            let _ = writeln!(
                out,
                "{line}:{column}: {}[{}] {}",
                finding.level,
                finding.rule,
                finding.message.verbatim()
            );
            let _ = writeln!(
                out,
                "  in {} #{}, pointer {:?}, field {:?}",
                event.kind(),
                event.record,
                finding.pointer.verbatim(),
                finding.field.as_deref().unwrap_or("-")
            );
            let at = format!("  at `{}` {}", shown(finding.primary.span), finding.primary.text.verbatim());
            let _ = writeln!(out, "{}", at.trim_end_matches(' '));
            for label in &finding.secondary {
                let _ = writeln!(
                    out,
                    "  also {} `{}` {}",
                    label.span.start,
                    shown(label.span),
                    label.text.verbatim()
                );
            }
            if let Some(help) = &finding.help {
                let _ = writeln!(out, "  help: {}", help.verbatim());
            }
            if let Some(fix) = &finding.fix {
                for edit in &fix.edits {
                    let _ = writeln!(
                        out,
                        "  {} fix: `{}` -> `{}`",
                        fix.applicability.id(),
                        shown(edit.span),
                        edit.text.verbatim()
                    );
                }
            }
        }
    }
    out
}

/// Applies the safe fix of a finding to the input, if it has one.
pub(crate) fn mended(input: &[u8], finding: &Finding) -> Option<Vec<u8>> {
    let fix = finding.fix.as_ref().filter(|fix| fix.applicability == Applicability::Safe)?;
    let mut output = input.to_vec();
    for edit in fix.edits.iter().rev() {
        output.splice(edit.span.start as usize..edit.span.end as usize, edit.text.verbatim().bytes());
    }
    Some(output)
}

/// Asserts the number of records and the findings of an input, however it is cut.
#[track_caller]
pub(crate) fn finds(input: impl AsRef<[u8]>, records: usize, expected: &[&str]) -> Vec<Seen> {
    let input = input.as_ref();
    let shown = String::from_utf8_lossy(input);
    let seen = see(input);
    assert_eq!(lines_of(&seen), expected, "{shown}");
    let of_record = seen.iter().filter(|seen| seen.subject.is_some());
    let numbers: Vec<u64> = of_record.map(|seen| seen.record).collect();
    assert_eq!(numbers, (1..=records as u64).collect::<Vec<_>>(), "{shown}");
    for size in [1, 7, 64] {
        let pieces = see_in_pieces(&checker_with(&[]), input, &[size]);
        assert_eq!(transcript(&pieces), transcript(&seen), "in pieces of {size}: {shown}");
    }
    seen
}
