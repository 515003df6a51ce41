//! Properties of a fix: only its edits change, it ends, and it brings no new findings.

use std::collections::BTreeMap;

use acslint_check::{Event, Hints, RecordType, Report, Session, Subject, WorkerState};

use super::CHECKER;
use crate::fix::fixed_bytes;

/// Most passes until nothing changes.
const PASSES: usize = 8;

/// Findings of whole records, by rule and subject.
#[derive(Debug, Default)]
struct Findings {
    kinds: BTreeMap<(&'static str, String), u64>,
    /// True if there is anything but whole records.
    has_faults: bool,
}

impl Report for Findings {
    fn event(&mut self, event: &Event<'_>) {
        self.has_faults |= matches!(event.subject, None | Some(Subject::Unreadable { .. }));
        // A fix within a record can bring it onto one line, which mends the layout as well.
        for finding in event.findings.iter().filter(|finding| finding.rule != "not-json-lines") {
            // A fix changes names, lengths and places.
            let about = finding.field.clone().unwrap_or_default();
            *self.kinds.entry((finding.rule, about)).or_default() += 1;
        }
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

fn findings(input: &[u8]) -> Findings {
    let mut findings = Findings::default();
    let mut session = Session::new(&CHECKER, Hints::default());
    session.advance(&mut WorkerState::default(), input, true, &mut findings);
    findings
}

/// Asserts that the fixes of an input end, that an input without findings stays as it is, and that whole records get no
/// findings that they did not have. Returns the number of fixed findings.
///
/// The first byte chooses whether fixes based on a guess are applied; the rest is the input.
///
/// # Panics
///
/// If one of these does not hold: fuzzing searches for such bytes.
pub fn fix_holds(bytes: &[u8]) -> u64 {
    let Some((&choice, input)) = bytes.split_first() else {
        return 0;
    };
    let with_unsafe = choice % 2 == 1;
    let before = findings(input);
    let (mut text, counts) = fixed_bytes(&CHECKER, input, with_unsafe);
    if counts.fixed == 0 {
        assert!(text == input, "bytes changed without a fix");
        return 0;
    }
    if before.has_faults {
        // A mended place between records can show other faults: the passes end, or they are given up.
        for _ in 0..PASSES {
            let (next, _) = fixed_bytes(&CHECKER, &text, with_unsafe);
            if next == text {
                break;
            }
            text = next;
        }
        return counts.fixed;
    }
    let (again, _) = fixed_bytes(&CHECKER, &text, with_unsafe);
    assert!(
        again == text,
        "a second run changes something:\n{}\n--\n{}",
        String::from_utf8_lossy(&text),
        String::from_utf8_lossy(&again)
    );
    let after = findings(&text);
    for (kind, count) in &after.kinds {
        let had = before.kinds.get(kind).copied().unwrap_or_default();
        assert!(*count <= had, "{kind:?} {count} times, was {had}:\n{}", String::from_utf8_lossy(&text));
    }
    let total = |findings: &Findings| findings.kinds.values().sum::<u64>();
    assert_eq!(total(&before) - total(&after), counts.fixed, "{}", String::from_utf8_lossy(&text));
    counts.fixed
}
