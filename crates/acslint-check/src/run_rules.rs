//! Runs the rules that are on: about a fault of the input, or about a record.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Finding, Level, Span,
    draft::Sink,
    framing::InputFault,
    levels::Levels,
    record::Record,
    rules::{Check, RecordRule},
    violation::Violation,
};

/// Runs the rules about input faults. The category is not known yet.
pub(crate) fn check_fault(levels: &Levels, fault: &InputFault<'_>, findings: &mut Vec<Finding>) {
    for (rule, level) in levels.enabled_anywhere() {
        if let Check::Source(check) = rule.check {
            check(fault, &mut Sink::new(&rule.rule, level, 0, findings));
        }
    }
}

/// Runs the rules about a record and its violations; `offset` is the record's first byte in the input.
pub(crate) fn check_record(
    levels: &Levels,
    record: &Record<'_>,
    violations: &[Violation<'_>],
    offset: u64,
    findings: &mut Vec<Finding>,
) {
    run(levels.enabled(record.category()), record, violations, offset, findings);
}

/// Runs the rules about single values on a part of a record, whose first byte in the input is at `offset`.
pub(crate) fn check_values(
    levels: &Levels,
    part: &Record<'_>,
    violations: &[Violation<'_>],
    offset: u64,
    findings: &mut Vec<Finding>,
) {
    let rules = levels.enabled(part.category()).filter(|(rule, _)| rule.is_about_values());
    run(rules, part, violations, offset, findings);
}

fn run(
    rules: impl Iterator<Item = (&'static RecordRule, Level)>,
    record: &Record<'_>,
    violations: &[Violation<'_>],
    offset: u64,
    findings: &mut Vec<Finding>,
) {
    for (rule, level) in rules {
        let sink = &mut Sink::new(&rule.rule, level, offset, findings);
        match rule.check {
            Check::Source(_) => {}
            Check::Record(check) => check(record, sink),
            Check::Violation(_) if violations.is_empty() => {}
            Check::Violation(check) => {
                let mut said = Said::default();
                for violation in violations {
                    let before = sink.findings.len();
                    check(violation, record, sink);
                    // Several constraints of one value can have the same message.
                    if violations.len() > 1
                        && sink.findings.get(before).is_some_and(|finding| said.knows(finding))
                    {
                        sink.findings.truncate(before);
                    }
                }
            }
        }
    }
}

/// Messages that a rule has reported about the violations of a record, by span.
#[derive(Default)]
struct Said(BTreeMap<Span, BTreeSet<String>>);

impl Said {
    /// Returns true if the message was already reported at its span; records it otherwise.
    fn knows(&mut self, finding: &Finding) -> bool {
        let messages = self.0.entry(finding.primary.span).or_default();
        !messages.insert(finding.message.verbatim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Checker, Event, Hints, RecordType, Report, Session, Settings, WorkerState};

    /// Rule, offset and message of each finding.
    #[derive(Default)]
    struct Seen(Vec<(&'static str, u64, String)>);

    impl Report for Seen {
        fn event(&mut self, event: &Event<'_>) {
            for finding in event.findings {
                self.0.push((
                    finding.rule,
                    finding.primary.span.start,
                    finding.message.verbatim().to_owned(),
                ));
            }
        }

        fn proved_clean(&mut self, _: RecordType, _: u64) {}
    }

    #[test]
    fn a_rule_reports_a_bounded_number_of_findings_of_a_record() {
        let members: Vec<String> = (0..100_003).map(|number| format!("\"x{number:06}\":0")).collect();
        let input = format!("{{\"category\":\"Usage\",{}}}\n", members.join(","));
        let checker = Checker::new(Settings::default()).unwrap();
        let mut seen = Seen::default();
        let (mut session, mut state) = (Session::new(&checker, Hints::default()), WorkerState::default());
        session.advance(&mut state, input.as_bytes(), true, &mut seen);
        let unknown: Vec<_> = seen.0.iter().filter(|(rule, ..)| *rule == "unknown-field").collect();
        assert_eq!(unknown.len(), 100_001);
        let start = |number: &str| input.find(number).unwrap() as u64;
        assert_eq!(
            *unknown[99_999],
            ("unknown-field", start("\"x099999"), "unknown field `x099999`".to_owned())
        );
        let more = "more findings of this rule: 100,000 of a record are listed".to_owned();
        assert_eq!(*unknown[100_000], ("unknown-field", start("\"x100000"), more));
        // The other rules report theirs.
        assert!(seen.0.iter().any(|(rule, ..)| *rule == "missing-field"));
    }
}
