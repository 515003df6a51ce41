//! Tests that every safe fix removes its finding, and adds none.

use std::collections::BTreeMap;

use crate::{
    fixtures::all_inputs,
    support::{Found, Seen, check, checker_with, found, lines_of, mended, see_with},
};

#[test]
fn a_safe_fix_removes_its_finding_and_adds_none() {
    let checker = checker_with(&["stringified-number"]);
    let mut fixes = 0;
    for input in all_inputs() {
        let seen = see_with(&checker, &input.bytes);
        for found in found(&seen) {
            let Some(output) = mended(&input.bytes, &found.finding) else {
                continue;
            };
            fixes += 1;
            let mut left = counts(&seen);
            *left.get_mut(&identity(found)).expect("it was counted") -= 1;
            let after = see_with(&checker, &output);
            for (finding, count) in counts(&after) {
                let before = left.get(&finding).copied().unwrap_or_default();
                assert!(
                    count <= before,
                    "{}: {finding:?} is there after the fix of {:?}:\n{}\n{:#?}",
                    input.name,
                    found.finding,
                    String::from_utf8_lossy(&output),
                    lines_of(&after),
                );
            }
        }
    }
    assert!(fixes >= 20, "only {fixes} safe fixes were tried");
}

#[test]
fn edits_stand_in_order_and_do_not_overlap() {
    for input in all_inputs() {
        for found in found(&see_with(&checker_with(&["stringified-number"]), &input.bytes)) {
            let Some(fix) = &found.finding.fix else {
                continue;
            };
            assert!(!fix.edits.is_empty(), "{}: {:?}", input.name, found.finding);
            for pair in fix.edits.windows(2) {
                assert!(pair[0].span.end <= pair[1].span.start, "{}: {:?}", input.name, found.finding);
            }
            for edit in &fix.edits {
                assert!(edit.span.end <= input.bytes.len() as u64, "{}: {:?}", input.name, found.finding);
            }
        }
    }
}

#[test]
fn nothing_is_left_after_the_safe_fixes_of_one_record() {
    let mut input = br#"{"OperationCategory": "EmailStatusUpdateOperational" "DeliveryStatus" "Delivered", SenderDomain: "a	b",}"#.to_vec();
    for _ in 0..10 {
        let seen = see_with(&checker_with(&[]), &input);
        let Some(output) = found(&seen).find_map(|found| mended(&input, &found.finding)) else {
            break;
        };
        input = output;
    }
    assert_eq!(check(&input), Vec::<String>::new(), "{}", String::from_utf8_lossy(&input));
}

/// Returns the identity of a finding: the rule, and the field or the place with the message. Names change with a
/// spelling, and numbers of bytes with the length.
fn identity(found: &Found) -> (&'static str, String) {
    let Found { finding, .. } = found;
    let what = finding.field.clone().unwrap_or_else(|| {
        let message = finding.message.verbatim().replace(|character: char| character.is_ascii_digit(), "");
        format!("{} {message}", finding.pointer.verbatim())
    });
    (finding.rule, what)
}

fn counts(seen: &[Seen]) -> BTreeMap<(&'static str, String), usize> {
    let mut counts = BTreeMap::new();
    for found in found(seen) {
        *counts.entry(identity(found)).or_insert(0) += 1;
    }
    counts
}
