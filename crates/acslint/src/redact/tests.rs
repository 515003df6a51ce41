//! Redacted inputs: nothing private remains, and a check finds the same.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use acslint_check::{Checker, Event, Hints, RecordType, Report, Session, Settings, Subject, WorkerState};
use acslint_schema::sample::{self, Sampler};
use acslint_types::Shape;

use super::{InputRedactor, STRUCTURE, Shown};
use crate::report::{is_told, token};

static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    Checker::new(Settings { contents: true, ..Settings::default() }).expect("the settings name no rule")
});

fn redacted(redactor: &InputRedactor, input: &[u8]) -> Vec<u8> {
    let (mut session, mut shown) = (Session::new(&CHECKER, Hints::default()), Shown::default());
    session.advance(&mut WorkerState::default(), input, true, &mut shown);
    redactor.bytes(input, 0, &shown.take(), &CHECKER.identifying_texts().collect())
}

/// Findings by rule and place.
#[derive(Debug, Default, PartialEq)]
struct Places(Vec<(u64, &'static str, u64, Option<String>)>);

impl Report for Places {
    fn event(&mut self, event: &Event<'_>) {
        self.0.extend(event.findings.iter().map(|finding| {
            let line = event.excerpt.position(finding.primary.span.start).line;
            (event.record, finding.rule, line, finding.field.clone())
        }));
        if let Some(Subject::Foreign { .. }) = &event.subject {
            self.0.push((event.record, "foreign", 0, None));
        }
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

fn places(input: &[u8]) -> Places {
    let mut places = Places::default();
    Session::new(&CHECKER, Hints::default()).advance(&mut WorkerState::default(), input, true, &mut places);
    places.0.sort();
    places
}

/// Returns the words of private strings and the private numbers.
fn private(input: &[u8]) -> BTreeSet<String> {
    let (mut session, mut shown) = (Session::new(&CHECKER, Hints::default()), Shown::default());
    session.advance(&mut WorkerState::default(), input, true, &mut shown);
    let shown = shown.take();
    let (mut values, mut at) = (BTreeSet::new(), 0);
    while at < input.len() {
        if let Some(span) = shown.iter().find(|span| span.start <= at as u64 && (at as u64) < span.end) {
            at = span.end as usize;
            continue;
        }
        let (content, end) = token(input, at);
        let is_cut = shown.iter().any(|span| span.start < end as u64 && (at as u64) < span.end);
        if let Ok(text) = std::str::from_utf8(&input[content])
            && text.len() > 5
            && !is_told(text)
            && !STRUCTURE.contains(&text)
            && !is_cut
        {
            values.insert(text.to_owned());
        }
        at = end.max(at + 1);
    }
    values
}

/// Returns the public texts, which are private in other places.
fn public(input: &[u8]) -> String {
    let (mut session, mut shown) = (Session::new(&CHECKER, Hints::default()), Shown::default());
    session.advance(&mut WorkerState::default(), input, true, &mut shown);
    let texts = shown.take().into_iter().map(|span| &input[span.start as usize..span.end as usize]);
    texts.map(|text| String::from_utf8_lossy(text).into_owned() + "\n").collect()
}

/// Returns the hosts of URIs.
fn hosts(input: &[u8]) -> String {
    let text = String::from_utf8_lossy(input);
    let uris = text.split("://").skip(1);
    uris.map(|uri| uri.split(['/', '?', '"', '\\']).next().unwrap_or_default().to_owned() + "\n").collect()
}

/// Records with defects, in a framing.
fn records(seed: u64) -> Vec<u8> {
    let [before, between, behind] =
        [["", "\n", "\n"], ["[\n", ",\n", "\n]\n"], ["{\"records\":[", ",", "]}"]][seed as usize % 3];
    let shape = if seed.is_multiple_of(2) { Shape::Table } else { Shape::ResourceLog };
    let settings = sample::Settings { defects: 0.4, ..sample::Settings::new(shape, seed) };
    let mut sampler = Sampler::new(&settings).unwrap();
    let mut text = before.as_bytes().to_vec();
    for number in 0..30 {
        if number > 0 {
            text.extend_from_slice(between.as_bytes());
        }
        sampler.append(&mut text);
    }
    text.extend_from_slice(behind.as_bytes());
    text
}

#[test]
fn a_check_finds_the_same_and_no_private_value_remains() {
    let redactor = InputRedactor::new(Some("key"), 0);
    let mut values = 0;
    for seed in 0..u64::from(acslint_testing::count(40)) {
        let input = records(seed);
        let output = redacted(&redactor, &input);
        let lossy = String::from_utf8_lossy(&output);
        assert_eq!(
            places(&input),
            places(&output),
            "seed {seed}:\n{}\n--\n{lossy}",
            String::from_utf8_lossy(&input)
        );
        // A value that is public in another place, or a part of a host, stays there.
        let shown = public(&input) + &hosts(&input);
        for value in private(&input).into_iter().filter(|value| !shown.contains(value)) {
            assert!(!lossy.contains(&value), "{value:?} remains, seed {seed}:\n{lossy}");
            values += 1;
        }
    }
    assert!(values > 100, "{values} values");
}

#[test]
fn equal_values_stay_equal_with_one_key_and_times_move_together() {
    let record = "{\"category\":\"Usage\",\"time\":\"2024-02-29T12:00:00Z\",\"callerIpAddress\":\"203.0.113.7\",\"who\":\"zoe@example.org\",\"again\":[\"zoe\"]}\n";
    let first = redacted(&InputRedactor::new(Some("key"), 0), record.as_bytes());
    assert_eq!(redacted(&InputRedactor::new(Some("key"), 0), record.as_bytes()), first);
    assert_ne!(redacted(&InputRedactor::new(Some("other"), 0), record.as_bytes()), first);
    assert_ne!(
        redacted(&InputRedactor::new(None, 0), record.as_bytes()),
        redacted(&InputRedactor::new(None, 0), record.as_bytes())
    );
    let value: serde_json::Value = serde_json::from_slice(&first).unwrap();
    let (who, again) = (value["who"].as_str().unwrap(), value["again"][0].as_str().unwrap());
    assert_eq!(who.split('@').next(), Some(again));
    assert_eq!(value["time"], "2024-02-29T12:00:00Z");
    assert!(value["callerIpAddress"].as_str().unwrap().parse::<std::net::IpAddr>().is_ok());
    let moved = redacted(&InputRedactor::new(Some("key"), 86_400), record.as_bytes());
    let value: serde_json::Value = serde_json::from_slice(&moved).unwrap();
    assert_eq!(value["time"], "2024-03-01T12:00:00Z");
}

#[test]
fn text_that_holds_json_and_escapes_show_nothing() {
    let record = "{\"category\":\"Usage\",\"note\":\"{\\\"a\\\":\\\"\\u007aoe canary\\\",\\\"b\\\":[12345678]}\",\"\\u007aoe@x\":1,\"n\":14255550123}\n{\"cut\": \"zoe canary, \\u007aoe\n";
    let output = String::from_utf8(redacted(&InputRedactor::new(Some("key"), 0), record.as_bytes())).unwrap();
    for part in ["zoe", "canary", "u007a", "12345678", "14255550123"] {
        assert!(!output.contains(part), "{part} in {output}");
    }
    assert_eq!(output.lines().count(), 2);
    let value: serde_json::Value = serde_json::from_str(output.lines().next().unwrap()).unwrap();
    let note: serde_json::Value = serde_json::from_str(value["note"].as_str().unwrap()).unwrap();
    assert!(note.is_object());
}

#[test]
fn what_looks_like_a_number_still_does_and_records_of_other_services_are_recognized() {
    let lines = [
        "{\"category\":\"Usage\",\"time\":\"2024-02-29T12:00:00Z\",\"properties\":{\"Quantity\":1e999}}",
        "{\"category\":\"Usage\",\"time\":\"2024-02-29T12:00:00Z\",\"properties\":{\"Quantity\":007}}",
        "{\"category\":\"Usage\",\"time\":\"2024-02-29T12:00:00Z\",\"properties\":{\"Quantity\":-Infinity}}",
        "{\"category\":\"Usage\",\"time\":\"2024-02-29T12:00:00Z\",\"properties\":{\"Quantity\":0x10}}",
        "\u{FEFF}{\"category\":\"Administrative\",\"time\":\"2024-02-29T12:00:00Z\",\"resourceId\":\"/x\"}",
        "{\"category\":\"Zoe\",\"resourceId\":\"/SUBSCRIPTIONS/4711/PROVIDERS/MICROSOFT.STORAGE/STORAGEACCOUNTS/ZOE\"}",
    ];
    let redactor = InputRedactor::new(Some("key"), 0);
    for line in lines {
        let output = redacted(&redactor, line.as_bytes());
        assert_eq!(
            places(line.as_bytes()),
            places(&output),
            "{line} -> {}",
            String::from_utf8_lossy(&output)
        );
        let lower = String::from_utf8_lossy(&output).to_ascii_lowercase();
        assert!(!lower.contains("zoe") && !lower.contains("4711"), "{lower}");
    }
}
