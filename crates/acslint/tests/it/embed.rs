//! Runs within another program: what the caller gives has the report of the program, byte for byte.

use std::ffi::OsString;
use std::io::{Cursor, Read};
use std::sync::atomic::AtomicBool;

use acslint::embed::{self, ColumnCheck, Given, Rejects, Verdict};
use acslint_check::WorkerState;
use serde_json::{Value, json};

use crate::run::{CLEAN, World, wrong};

static NOT_INTERRUPTED: AtomicBool = AtomicBool::new(false);

fn arguments(list: &[&str]) -> Vec<OsString> {
    list.iter().map(OsString::from).collect()
}

/// Input of these bytes.
fn given(name: &str, bytes: Vec<u8>) -> Given {
    let size = Some(bytes.len() as u64);
    Given::new(name.to_owned(), size, move |offset| {
        let mut reader = Cursor::new(bytes.clone());
        reader.set_position(offset);
        Ok(Box::new(reader) as Box<dyn Read + Send>)
    })
}

/// Lines with a record over several of them, broken ones, and an array that begins in the middle.
fn lines() -> String {
    let broken = format!("{}{{\n\"category\": \"Usage\"\n}}\n{}\n", wrong(), &wrong()[..80]);
    let array = format!("[\n{CLEAN},\n{}]\n", wrong());
    [CLEAN, "\n"].concat().repeat(20) + &broken.repeat(8) + &array + &wrong()
}

#[test]
fn a_given_input_has_the_report_of_the_program() {
    let world = World::new();
    world.file("a.jsonl", lines());
    let output = world.command(&["check", "--format", "json", "a.jsonl"]).output().unwrap();
    let inputs = vec![given("a.jsonl", lines().into_bytes())];
    let options = arguments(&["--no-config", "--format", "json"]);
    let outcome = embed::check(&options, Some(inputs), &NOT_INTERRUPTED).unwrap();
    assert_eq!(String::from_utf8(outcome.report).unwrap(), String::from_utf8(output.stdout).unwrap());
    assert_eq!((Some(i32::from(outcome.exit.code())), outcome.notes), (output.status.code(), Vec::new()));
}

#[test]
fn tasks_of_given_inputs_have_the_findings_of_one_run() {
    let inputs = || vec![given("a.jsonl", lines().into_bytes()), given("b.jsonl", wrong().into_bytes())];
    let whole = arguments(&["--no-config", "--format", "json"]);
    let whole = embed::check(&whole, Some(inputs()), &NOT_INTERRUPTED).unwrap().report;
    let options = arguments(&["--no-config", "--piece-size", "300"]);
    let tasks = embed::tasks(&options, 1500, 1, Some(inputs())).unwrap();
    assert!(tasks.len() > 5, "{}", tasks.len());
    let mut open = |name: &str, size: u64| {
        let found = inputs().into_iter().zip(["a.jsonl", "b.jsonl"]).find(|(_, known)| *known == name);
        assert!(size > 0);
        found.map(|(input, _)| input)
    };
    let mut check =
        |task: &String| embed::check_task(&options, task, &mut open, &NOT_INTERRUPTED).unwrap().report;
    let reports: Vec<Vec<u8>> = tasks.iter().map(&mut check).collect();
    let merge = arguments(&["--no-config", "--format", "json", "-"]);
    let merged = embed::merge(&merge, &reports, &mut open, &NOT_INTERRUPTED).unwrap();
    assert_eq!(String::from_utf8(merged.report).unwrap(), String::from_utf8(whole.clone()).unwrap());

    let merge = arguments(&["--no-config", "-"]);
    let outlines: Vec<Vec<u8>> =
        reports.iter().map(|report| embed::outline(report).unwrap().report).collect();
    let places = embed::places(&merge, &outlines, &mut open, &NOT_INTERRUPTED).unwrap();
    // The array takes the lines behind its beginning, so that one split at least is checked again.
    assert!(!places.again.is_empty());
    let known = reports.iter().zip(&places.shards);
    let all = known.chain(places.again.iter().map(|(report, places)| (report, places)));
    let found: Vec<u8> =
        all.flat_map(|(report, places)| embed::findings(&merge, report, places).unwrap()).collect();
    let mut found: Vec<&str> = str::from_utf8(&found).unwrap().lines().collect();
    let mut expected: Vec<&str> = str::from_utf8(&whole).unwrap().lines().collect();
    expected.retain(|line| line.starts_with("{\"rule\""));
    let mut expected: Vec<&str> = expected
        .into_iter()
        .filter(|line| line.contains("\"message\""))
        .map(|line| line.trim_end_matches(','))
        .collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn an_outline_says_if_there_are_findings() {
    let options = arguments(&["--no-config"]);
    let outline = |text: &str| {
        let inputs = || vec![given("a.jsonl", text.as_bytes().to_vec())];
        let [task] = &embed::tasks(&options, 1 << 20, 1, Some(inputs())).unwrap()[..] else { panic!() };
        let mut open = |_: &str, _| inputs().pop();
        let report = embed::check_task(&options, task, &mut open, &NOT_INTERRUPTED).unwrap().report;
        embed::outline(&report).unwrap()
    };
    let [clean, wrong] = [outline(CLEAN), outline(&wrong())];
    assert_eq!([clean.has_findings, wrong.has_findings], [false, true]);
    assert!(!String::from_utf8(wrong.report).unwrap().contains("wrong-type"));
}

#[test]
fn places_need_shards_of_the_run() {
    let options = arguments(&["--no-config"]);
    let inputs = || vec![given("a.jsonl", CLEAN.as_bytes().to_vec())];
    let tasks = embed::tasks(&options, 1 << 20, 1, Some(inputs())).unwrap();
    let mut open = |_: &str, _| inputs().pop();
    let report = embed::check_task(&options, &tasks[0], &mut open, &NOT_INTERRUPTED).unwrap().report;
    let outline = String::from_utf8(embed::outline(&report).unwrap().report).unwrap();
    for number in ["0", "2"] {
        let other = outline.replace("\"number\":1,", &format!("\"number\":{number},"));
        assert_ne!(other, outline);
        let outlines = [outline.clone(), other].map(String::into_bytes);
        let merge = arguments(&["--no-config", "-"]);
        let failure = embed::places(&merge, &outlines, &mut open, &NOT_INTERRUPTED).unwrap_err();
        let expected = format!(
            "the reports of the shards do not fit together: `shard {number}` has number {number} of 1"
        );
        assert_eq!(failure.to_string(), expected);
    }
}

#[test]
fn a_text_has_a_verdict_and_its_findings() {
    let check = ColumnCheck::new(&arguments(&["--no-config"]), Rejects::Errors).unwrap();
    let mut state = WorkerState::default();
    let mut batch = check.batch(&mut state);
    let foreign = r#"{"time":"2023-06-30T12:00:00Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V","category":"AuditEvent","operationName":"VaultGet"}"#;
    for (text, verdict, rules) in [
        (CLEAN, Verdict::Valid, vec![]),
        (&*wrong(), Verdict::Invalid, vec!["wrong-type"]),
        ("", Verdict::Empty, vec!["empty-input"]),
        (" [] ", Verdict::Empty, vec![]),
        (foreign, Verdict::Foreign, vec![]),
        ("{", Verdict::Invalid, vec!["truncated-record"]),
    ] {
        let mut found = Vec::new();
        let checked = batch.check(text.as_bytes(), |row| found.push(row.rule.clone().into_owned()));
        assert_eq!(
            (checked.verdict, found),
            (verdict, rules.into_iter().map(str::to_owned).collect()),
            "{text}"
        );
    }
    let checked = batch.check(CLEAN.as_bytes(), |_| {});
    assert_eq!((checked.category, checked.shape, checked.loss), (Some("Usage"), Some("table"), None));
}

#[test]
fn a_text_has_the_worst_loss_of_its_records() {
    let options = arguments(&["--no-config", "--target", "databricks"]);
    let extra = CLEAN.replacen('{', "{\"Extra\":1,", 1);
    let foreign = r#"{"time":"2023-06-30T12:00:00Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V","category":"AuditEvent","operationName":"VaultGet"}"#;
    let number = CLEAN.replace("\"sms\"", "7");
    let record: Value = serde_json::from_str(CLEAN).unwrap();
    let members = record.as_object().unwrap();
    let columns: Vec<Value> = members.keys().map(|name| json!({ "name": name, "type": "string" })).collect();
    let rows = [members.values().collect::<Vec<_>>()];
    let answer =
        json!({ "tables": [{ "name": "PrimaryResult", "columns": columns, "rows": rows }] }).to_string();
    let texts = [
        // Errors and losses are not the same: each has its verdict.
        (CLEAN.to_owned(), Some("none"), [Verdict::Valid; 2]),
        (wrong(), Some("value"), [Verdict::Invalid; 2]),
        (number, Some("none"), [Verdict::Invalid, Verdict::Valid]),
        (extra.clone(), Some("column"), [Verdict::Valid, Verdict::Invalid]),
        (format!("{extra}\n{}", wrong()), Some("value"), [Verdict::Invalid; 2]),
        (format!("{CLEAN}\n{CLEAN}"), Some("none"), [Verdict::Valid; 2]),
        (CLEAN.replace('}', ",}"), Some("record"), [Verdict::Invalid; 2]),
        // An array without its end is a warning.
        (format!("[{CLEAN},{CLEAN}"), Some("file"), [Verdict::Valid, Verdict::Invalid]),
        (foreign.to_owned(), Some("record"), [Verdict::Foreign; 2]),
        (format!("2024-06-18 INFO {CLEAN}"), Some("none"), [Verdict::Invalid, Verdict::Valid]),
        // Bytes around records that cannot be read.
        (answer.clone(), Some("none"), [Verdict::Valid; 2]),
        (format!("{},}}", &answer[..answer.len() - 1]), Some("none"), [Verdict::Invalid; 2]),
        (String::new(), None, [Verdict::Empty; 2]),
        (" [] ".to_owned(), None, [Verdict::Empty; 2]),
    ];
    for (number, rejects) in [Rejects::Errors, Rejects::Losses].into_iter().enumerate() {
        let check = ColumnCheck::new(&options, rejects).unwrap();
        let mut state = WorkerState::default();
        let mut batch = check.batch(&mut state);
        for (text, loss, verdicts) in &texts {
            let mut losses = Vec::new();
            let checked = batch.check(text.as_bytes(), |row| losses.push(row.loss.is_some()));
            assert_eq!((checked.loss, checked.verdict), (*loss, verdicts[number]), "{rejects:?}: {text}");
            assert!(losses.into_iter().all(|has_loss| has_loss), "{text}");
        }
    }
}

#[test]
fn losses_reject_with_a_destination_alone() {
    let failure = ColumnCheck::new(&arguments(&["--no-config"]), Rejects::Losses).unwrap_err();
    let message = "`--reject-on loss` needs a destination; pass `--target`";
    assert_eq!((failure.to_string().as_str(), failure.is_usage()), (message, true));
}

#[test]
fn failures_say_whether_the_caller_can_mend_them() {
    let failure =
        |list: &[&str]| embed::check(&arguments(list), Some(Vec::new()), &NOT_INTERRUPTED).unwrap_err();
    let unknown = failure(&["--level", "wrong-typ=error"]);
    assert_eq!(unknown.to_string(), "unknown rule `wrong-typ`; did you mean `wrong-type`?");
    assert!(unknown.is_usage());
    assert!(failure(&["--threads", "many"]).to_string().starts_with("invalid value 'many' for '--threads"));
    let merged = embed::merge(&arguments(&["-"]), &[b"{}".to_vec()], &mut |_, _| None, &NOT_INTERRUPTED);
    assert_eq!(
        merged.unwrap_err().to_string(),
        "the reports of the shards do not fit together: a report has no object `shard`"
    );
}
