//! Property tests for any input: no panic, and every reported place is inside the input.

use acslint_check::Span;
use proptest::{collection::vec, prelude::*, sample::Index};

use crate::{
    fixtures::all_inputs,
    support::{Found, Seen, check, checker_with, see_with},
};

#[test]
fn places_in_fixtures_are_inside_them() {
    for input in all_inputs() {
        let checker = checker_with(&["foreign-record", "stringified-number"]);
        if let Err(flaw) = check_places(&input.bytes, &see_with(&checker, &input.bytes)) {
            panic!("{}: {flaw}", input.name);
        }
    }
}

#[test]
fn columns_count_characters_and_lines_count_newlines() {
    let line = |status: &str| {
        format!(
            r#"{{"OperationCategory": "EmailStatusUpdateOperational", "SenderUsername": "é€😀", "DeliveryStatus": "{status}"}}"#
        )
    };
    let input = format!("{}\r\n\r\n{}\n", line("Delivered"), line("Lost"));
    // `é€😀` has three characters and nine bytes.
    assert_eq!(
        check(&input),
        ["3:98: warning[unexpected-value] undocumented value \"Lost\" for `DeliveryStatus`"]
    );
}

#[derive(Debug, Clone)]
enum Change {
    Delete(Index, usize),
    Insert(Index, Vec<u8>),
    Replace(Index, u8),
    Cut(Index),
    Double(Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let byte =
        prop_oneof![prop::sample::select(b"{}[]\",:'\\/\n\r\t 0-.eE+nulltrue*".to_vec()), any::<u8>(),];
    prop_oneof![
        (any::<Index>(), 1_usize..20).prop_map(|(at, length)| Change::Delete(at, length)),
        (any::<Index>(), vec(byte.clone(), 1..4)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (any::<Index>(), byte).prop_map(|(at, byte)| Change::Replace(at, byte)),
        any::<Index>().prop_map(Change::Cut),
        (any::<Index>(), 1_usize..60).prop_map(|(at, length)| Change::Double(at, length)),
    ]
}

pub(crate) fn changed(mut bytes: Vec<u8>, changes: &[u8], at: Index) -> Vec<u8> {
    let at = at.index(bytes.len() + 1);
    bytes.splice(at..at, changes.iter().copied());
    bytes
}

fn apply(bytes: Vec<u8>, change: &Change) -> Vec<u8> {
    let mut bytes = bytes;
    match change {
        Change::Insert(at, inserted) => return changed(bytes, inserted, *at),
        _ if bytes.is_empty() => {}
        Change::Delete(at, length) => {
            let at = at.index(bytes.len());
            bytes.drain(at..bytes.len().min(at + length));
        }
        Change::Replace(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        Change::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Change::Double(at, length) => {
            let at = at.index(bytes.len());
            let copy = bytes[at..bytes.len().min(at + length)].to_vec();
            bytes.splice(at..at, copy);
        }
    }
    bytes
}

proptest! {
    #![proptest_config(acslint_testing::cases(600))]

    #[test]
    fn places_in_mutated_fixtures_are_inside_them(input in any::<Index>(), changes in vec(change(), 1..6)) {
        let inputs = inputs();
        let bytes = changes.iter().fold(inputs[input.index(inputs.len())].clone(), apply);
        let seen = see_with(&checker_with(&["foreign-record", "stringified-number"]), &bytes);
        if let Err(flaw) = check_places(&bytes, &seen) {
            prop_assert!(false, "{}\n{}", flaw, String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn places_in_arbitrary_bytes_are_inside_them(bytes in vec(any::<u8>(), 0..200)) {
        let seen = see_with(&checker_with(&[]), &bytes);
        if let Err(flaw) = check_places(&bytes, &seen) {
            prop_assert!(false, "{}\n{:?}", flaw, bytes);
        }
    }
}

fn inputs() -> &'static [Vec<u8>] {
    static INPUTS: std::sync::OnceLock<Vec<Vec<u8>>> = std::sync::OnceLock::new();
    INPUTS.get_or_init(|| all_inputs().into_iter().map(|input| input.bytes).collect())
}

/// Checks the places of these events.
fn check_places(bytes: &[u8], seen: &[Seen]) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).ok();
    let inside = |span: Span, what: &str| {
        let fits = span.start <= span.end && span.end <= bytes.len() as u64;
        let on_characters = text
            .is_none_or(|text| [span.start, span.end].iter().all(|at| text.is_char_boundary(*at as usize)));
        if fits && on_characters { Ok(()) } else { Err(format!("{what} at {span:?}")) }
    };
    let (mut previous_end, mut previous_record) = (0, 0);
    for event in seen {
        inside(event.span, "an event")?;
        if event.span.start < previous_end {
            return Err(format!(
                "an event at {:?} begins before {previous_end}, where the one before it ends",
                event.span
            ));
        }
        let expected = previous_record + u64::from(event.subject.is_some());
        if event.record != expected {
            return Err(format!("record {} where {expected} was expected", event.record));
        }
        (previous_end, previous_record) = (event.span.end, event.record);
        for Found { finding, line, column } in &event.found {
            inside(finding.primary.span, finding.rule)?;
            for label in &finding.secondary {
                inside(label.span, finding.rule)?;
            }
            for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
                inside(edit.span, finding.rule)?;
            }
            let naive = position(bytes, finding.primary.span.start as usize);
            if (*line, *column) != naive {
                return Err(format!("{}: {line}:{column}, but it is at {naive:?}", finding.rule));
            }
        }
    }
    Ok(())
}

/// Returns the line and column of an offset, counted from the beginning; a continuation byte is not a column.
fn position(bytes: &[u8], offset: usize) -> (u64, u64) {
    let before = &bytes[..offset];
    let mark = if before.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(mark, |newline| newline + 1);
    let lines = before.split(|byte| *byte == b'\n').count() - 1;
    let characters = match std::str::from_utf8(&before[line_start..]) {
        Ok(text) => text.chars().count(),
        Err(_) => before[line_start..].iter().filter(|byte| (**byte & 0xC0) != 0x80).count(),
    };
    (lines as u64 + 1, characters as u64 + 1)
}
