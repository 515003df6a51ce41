//! Tests that the verdict on JSON equals that of `serde_json`.
//!
//! Known differences, all of them on purpose:
//! - several values after each other are several records here (JSON Lines), so each is compared on its own;
//! - an empty input has no records and no findings here; `serde_json` expects a value;
//! - a byte-order mark is accepted here;
//! - `serde_json` refuses numbers that no `f64` can hold, such as `1e999`: they are JSON, and are accepted here;
//! - `serde_json` stops at 128 levels of nesting, acslint at 512.

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};
use serde_json::Value;

use crate::{
    spans::changed,
    support::{lines_of, rules_of, see},
};

/// Returns true if a finding reports that the input is not a sequence of records in JSON.
fn is_refused(input: &[u8]) -> bool {
    let unreadable = ["invalid-json", "invalid-encoding", "not-a-record", "truncated-record"];
    rules_of(&see(input)).iter().any(|rule| unreadable.contains(rule))
}

/// Returns true if `serde_json` reads the input as a sequence of records; `None` if the two differ on purpose.
fn is_json(input: &[u8]) -> Option<bool> {
    if input.starts_with("\u{FEFF}".as_bytes()) {
        return None;
    }
    for value in serde_json::Deserializer::from_slice(input).into_iter::<Value>() {
        match value {
            Ok(value) if !is_record(&value, 0)? => return Some(false),
            Ok(_) => {}
            Err(error) if error.to_string().contains("number out of range") => return None,
            Err(error) if error.to_string().contains("recursion limit") => return None,
            Err(_) => return Some(false),
        }
    }
    Some(true)
}

fn is_record(value: &Value, depth: usize) -> Option<bool> {
    match value {
        // Other tests cover the content of envelopes and query answers.
        Value::Object(members) if members.contains_key("records") => None,
        Value::Object(members) if members.contains_key("tables") || members.contains_key("Tables") => None,
        Value::Object(_) => Some(true),
        Value::Array(_) if depth >= 4 => Some(false),
        Value::Array(items) => {
            let records: Option<Vec<bool>> = items.iter().map(|item| is_record(item, depth + 1)).collect();
            Some(records?.into_iter().all(|record| record))
        }
        _ => Some(false),
    }
}

fn compare(input: &[u8]) -> Result<(), TestCaseError> {
    if let Some(json) = is_json(input) {
        prop_assert_eq!(
            !is_refused(input),
            json,
            "{}\n{:#?}",
            String::from_utf8_lossy(input),
            lines_of(&see(input))
        );
    }
    Ok(())
}

/// Strategy for any JSON, as the text that `serde_json` writes.
fn json_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no infinity", |number| number.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((any::<String>(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    (value, any::<bool>()).prop_map(
        |(value, pretty)| {
            if pretty { format!("{value:#}") } else { value.to_string() }
        },
    )
}

fn wrapped(value: &str) -> Vec<u8> {
    format!(r#"{{"category":"Usage","Properties":{value}}}"#).into_bytes()
}

/// Insertions of the mutations: bytes with a meaning in JSON, and nearly valid fragments.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "/",
    "'",
    "\n",
    "\r\n",
    "\t",
    " ",
    "0",
    "-",
    "+",
    ".",
    "e",
    "E",
    "1e5",
    "-0",
    "01",
    "1.",
    ".5",
    "1e",
    "0x1",
    "true",
    "false",
    "null",
    "nul",
    "True",
    "NaN",
    "Infinity",
    "\\u",
    "\\u0000",
    "\\uD800",
    "\\uDC00",
    "\\uD83D\\uDE00",
    "\\x",
    "\\n",
    "//",
    "/* */",
    "#",
    "\u{0}",
    "\u{7F}",
    "\u{A0}",
    "\u{2028}",
    "é",
    "\u{1F600}",
    "\"a\":",
    "{}",
    "[]",
    "a",
    "\u{B}",
    "\u{C}",
];

proptest! {
    #![proptest_config(acslint_testing::cases(800))]

    #[test]
    fn generated_json_is_accepted(value in json_text()) {
        let input = wrapped(&value);
        prop_assert!(!is_refused(&input), "{}\n{:#?}", String::from_utf8_lossy(&input), lines_of(&see(&input)));
    }

    #[test]
    fn mutated_json_has_the_verdict_of_serde_json(
        value in json_text(),
        changes in vec((any::<Index>(), 0_usize..3, select(PIECES)), 1..4),
    ) {
        let mut input = wrapped(&value);
        for (at, removed, inserted) in &changes {
            let start = at.index(input.len() + 1);
            let end = input.len().min(start + removed);
            input.drain(start..end);
            let at = start.min(input.len());
            input.splice(at..at, inserted.bytes());
        }
        compare(&input)?;
    }

    #[test]
    fn pieces_have_the_verdict_of_serde_json(pieces in vec(select(PIECES), 0..8)) {
        compare(&wrapped(&pieces.concat()))?;
    }

    #[test]
    fn bytes_that_are_no_utf8_have_the_verdict_of_serde_json(
        value in json_text(),
        at in any::<Index>(),
        bytes in vec(any::<u8>(), 1..3),
    ) {
        compare(&changed(wrapped(&value), &bytes, at))?;
    }
}

#[test]
fn the_known_differences_are_still_differences() {
    for (input, why) in [
        (wrapped("1e999"), "a number that no f64 holds is JSON"),
        (wrapped(&format!("{}{}", "[".repeat(200), "]".repeat(200))), "512 levels of nesting are accepted"),
        (b"{\"category\":\"Usage\"}\n{\"category\":\"Usage\"}".to_vec(), "JSON Lines"),
        (Vec::new(), "an empty input is not a record"),
        ("\u{FEFF}{\"category\":\"Usage\"}".into(), "a mark is accepted"),
    ] {
        assert!(serde_json::from_slice::<Value>(&input).is_err(), "{why}");
        assert!(!is_refused(&input), "{why}: {:?}", lines_of(&see(&input)));
    }
}

#[test]
fn lone_surrogates_are_refused_by_both() {
    for text in [r#""\uD800""#, r#""\uDC00\uD800""#, r#""\uD83Dx""#] {
        assert!(serde_json::from_str::<String>(text).is_err());
        assert!(is_refused(&wrapped(text)), "{text}");
    }
}

/// Returns a record with `arrays` nested arrays; the record itself is one more level.
fn nested(arrays: usize) -> Vec<u8> {
    wrapped(&format!("{}{}", "[".repeat(arrays), "]".repeat(arrays)))
}

#[test]
fn nesting_has_a_limit() {
    assert!(!is_refused(&nested(511)));
    for arrays in [512, 513, 1_000_000] {
        let lines = lines_of(&see(nested(arrays)));
        assert_eq!(
            lines,
            [
                "1:545: error[invalid-json] `[` opens more than 512 levels of nesting, the most that can be checked"
            ],
            "{arrays}"
        );
    }
    let half = nested(1_000_000);
    assert!(is_refused(&half[..1_000_000]));
}

#[test]
fn a_record_behind_one_that_is_nested_too_deep_is_checked() {
    let deep = String::from_utf8(nested(100_000)).expect("brackets are UTF-8");
    for input in [format!("{deep}\n{{\"category\":\"x\"}}\n"), format!("[{deep},{{\"category\":\"x\"}}]")] {
        assert_eq!(rules_of(&see(input)), ["invalid-json", "unknown-category"]);
    }
}
