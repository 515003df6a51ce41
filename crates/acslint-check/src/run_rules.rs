//! Runs the rules that are on: about a fault of the input, or about a record.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Finding, Span, draft::Sink, framing::InputFault, levels::Levels, record::Record, rules::Check,
    violation::Violation,
};

/// Runs the rules about input faults. The category is not known yet.
pub(crate) fn check_fault(levels: &Levels, fault: &InputFault<'_>, findings: &mut Vec<Finding>) {
    for (rule, level) in levels.enabled_anywhere() {
        if let Check::Source(check) = rule.check {
            check(fault, &mut Sink { rule: &rule.rule, level, offset: 0, findings });
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
    for (rule, level) in levels.enabled(record.category()) {
        let sink = &mut Sink { rule: &rule.rule, level, offset, findings };
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
