//! Tests that findings do not depend on the division of an input into buffers.

use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    fixtures::all_inputs,
    support::{checker_with, see_in_pieces, see_with, see_with_late_end, transcript},
};

#[test]
fn fixtures_give_the_same_events_in_pieces_of_any_size() {
    let checker = checker_with(&["foreign-record", "stringified-number"]);
    for input in all_inputs() {
        let whole = transcript(&see_with(&checker, &input.bytes));
        for size in [1, 2, 3, 7, 64] {
            let pieces = transcript(&see_in_pieces(&checker, &input.bytes, &[size]));
            assert_eq!(pieces, whole, "{} in pieces of {size}", input.name);
        }
    }
}

#[test]
fn fixtures_give_the_same_events_at_every_single_cut() {
    let checker = checker_with(&[]);
    for input in all_inputs().into_iter().filter(|input| input.bytes.len() < 700) {
        let whole = transcript(&see_with(&checker, &input.bytes));
        for cut in 1..input.bytes.len() {
            let pieces = transcript(&see_in_pieces(&checker, &input.bytes, &[cut, usize::MAX / 2]));
            assert_eq!(pieces, whole, "{} cut at {cut}", input.name);
        }
    }
}

/// Fragments of inputs, good and bad, for every combination.
const FRAGMENTS: &[&str] = &[
    r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered"}"#,
    r#"{"DeliveryStatus": "Lost", "OperationCategory": "EmailStatusUpdateOperational"}"#,
    "{\n  \"OperationCategory\": \"EmailStatusUpdateOperational\",\n  \"DeliveryStatus\": \"Bounced\"\n}",
    r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered",}"#,
    r#"{"OperationCategory": "EmailStatusUpdateOperational" "DeliveryStatus": "Delivered"}"#,
    r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Deliv"#,
    r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": #}"#,
    r#"{"time": "2024-06-18T13:27:58Z", "category": "Usage"}"#,
    r#"{"a": "it said "no" to it"}"#,
    r#"{"a": "one
two"}"#,
    r#"{"records": ["#,
    r#"{"kind": "x", "records": ["#,
    r#"], "count": 2}"#,
    r#"{"tables": [{"columns": [{"name": "Category"}], "rows": [["Usage"]]}]}"#,
    r#""properties""#,
    "ünïcödé \u{1F600}",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "'",
    "\\",
    "//",
    "/* */",
    "\n",
    "\r\n",
    " ",
    "\n\n",
    "0",
    "tru",
    "null",
    "\u{FEFF}",
];

/// Reads that failed before a turn of the framer's loop stay counted when a buffer ends in a later turn.
#[test]
fn failed_reads_count_wherever_a_buffer_ends() {
    let input = br#"{"""records" [{"records":[{"""{"records":[{"": [{"time"2024CallDiagords": [3{"records": [{"time": "2: "EmeilStatusUpdateOperationate", "operationVersionmetr{"T"#;
    let checker = checker_with(&[]);
    let whole = transcript(&see_with(&checker, input));
    for size in 1..input.len() {
        assert_eq!(transcript(&see_in_pieces(&checker, input, &[size])), whole, "pieces of {size}");
        assert_eq!(transcript(&see_with_late_end(&checker, input, size)), whole, "cut at {size}");
    }
}

proptest! {
    #![proptest_config(acslint_testing::cases(400))]

    #[test]
    fn random_inputs_give_the_same_events_for_random_cuts(
        fragments in vec(select(FRAGMENTS), 1..9),
        sizes in vec(1_usize..40, 1..12),
    ) {
        let checker = checker_with(&[]);
        let input = fragments.concat().into_bytes();
        let pieces = transcript(&see_in_pieces(&checker, &input, &sizes));
        prop_assert_eq!(pieces, transcript(&see_with(&checker, &input)));
    }
}
