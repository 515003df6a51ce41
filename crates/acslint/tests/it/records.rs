//! Real records, from their bytes to the report: every format, for every kind of end.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::run::{CLEAN, World, wrong};

/// The committed schema of reports, or one of its definitions.
fn schema(definition: Option<&str>) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/report.schema.json");
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    if let Some(definition) = definition {
        let definitions = schema["$defs"].take();
        schema = json!({ "$ref": format!("#/$defs/{definition}"), "$defs": definitions });
    }
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn valid(schema: &jsonschema::Validator, text: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let errors: Vec<_> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{value:#}");
    value
}

/// Every kind of end of a run, with its exit code.
fn matrix(world: &World) -> [(&'static str, i32); 5] {
    world
        .file("findings.json", wrong() + CLEAN)
        .file("clean.json", CLEAN)
        .file("broken.json", "[{\"Category\": \"Usage\",, }, 1")
        .file("empty.json", "\n");
    [("findings.json", 1), ("clean.json", 0), ("absent.json", 2), ("broken.json", 1), ("empty.json", 3)]
}

#[test]
fn json_of_every_kind_of_run_follows_the_schema() {
    let world = World::new();
    let whole = schema(None);
    for (file, code) in matrix(&world) {
        let ran = world.run(&["check", file, "--format", "json"]);
        assert_eq!(ran.code, code, "{file}");
        let report = valid(&whole, &ran.stdout);
        let findings = report["findings"].as_array().unwrap().len();
        let of_groups =
            report["groups"].as_array().unwrap().iter().map(|group| group["count"].as_u64().unwrap());
        assert_eq!(of_groups.sum::<u64>(), findings as u64, "{file}");
        // An empty input is a warning of its own.
        assert_eq!(findings > 0, code == 1 || file == "empty.json", "{file}");
    }
}

#[test]
fn the_findings_of_a_split_follow_the_schema() {
    let world = World::new();
    let (finding, last) = (schema(Some("finding")), schema(Some("last-line")));
    world.file("in.json", wrong() + CLEAN + "\n[");
    let ran = world.run(&["split", "in.json", "--valid", "v", "--invalid", "i", "--findings", "-"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let (summary, findings) = lines.split_last().unwrap();
    valid(&last, summary);
    let places: Vec<Value> = findings.iter().map(|line| valid(&finding, line)["out_line"].clone()).collect();
    assert_eq!(places, [Value::from(1), Value::Null]);
}

#[test]
fn json_lines_of_every_kind_of_run_follow_the_schema() {
    let world = World::new();
    let (finding, last) = (schema(Some("finding")), schema(Some("last-line")));
    for (file, code) in matrix(&world) {
        let ran = world.run(&["check", file, "--format", "jsonl"]);
        assert_eq!(ran.code, code, "{file}");
        let whole: Value =
            serde_json::from_str(&world.run(&["check", file, "--format", "json"]).stdout).unwrap();
        let mut lines: Vec<_> = ran.stdout.lines().collect();
        assert_eq!(valid(&last, lines.pop().unwrap())["summary"], whole["summary"], "{file}");
        let findings: Vec<_> = lines.into_iter().map(|line| valid(&finding, line)).collect();
        assert_eq!(Value::from(findings), whole["findings"], "{file}");
    }
}

#[test]
fn text_of_every_kind_of_run_names_the_same_findings() {
    let world = World::new();
    for (file, code) in matrix(&world) {
        let whole: Value =
            serde_json::from_str(&world.run(&["check", file, "--format", "json"]).stdout).unwrap();
        let concise = world.run(&["check", file, "--format", "concise", "-q"]);
        let human = world.run(&["check", file, "--show", "all"]);
        assert_eq!((concise.code, human.code), (code, code), "{file}");
        let findings = whole["findings"].as_array().unwrap();
        let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
        let unreadable = whole["summary"]["unreadable"].as_array().unwrap();
        let unreadable = unreadable
            .iter()
            .map(|input| format!("{file}:1:1: error[unreadable] not read: {}", text(input, "error")));
        let lines: Vec<String> = findings
            .iter()
            .map(|finding| {
                let (rule, level) = (text(finding, "rule"), text(finding, "level"));
                let (line, column) = (&finding["line"], &finding["column"]);
                format!("{file}:{line}:{column}: {level}[{rule}] {}", text(finding, "message"))
            })
            .chain(unreadable)
            .collect();
        assert_eq!(concise.stdout.lines().collect::<Vec<_>>(), lines);
        for finding in findings {
            let place = format!("[{file}:{}:{}]", finding["line"], finding["column"]);
            assert!(human.stdout.contains(&place), "{place}: {}", human.stdout);
            let head = format!("{}[{}]:", text(finding, "level"), text(finding, "rule"));
            assert!(human.stdout.contains(&head), "{head}: {}", human.stdout);
        }
    }
}

#[test]
fn offsets_select_the_bytes_that_are_meant() {
    let world = World::new();
    let input = format!("{CLEAN}\n{}", wrong().replace("\"sms\"", "\"日本\""));
    world.file("a.json", &input);
    let ran = world.run(&["check", "a.json", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let finding = &report["findings"][0];
    let number = |key: &str| usize::try_from(finding[key].as_u64().unwrap()).unwrap();
    let bytes = &input[number("byte_offset")..][..number("byte_length")];
    assert_eq!(bytes, "\"1\"");
    let line = input.lines().nth(number("line") - 1).unwrap();
    let characters: String = line.chars().skip(number("column") - 1).take(3).collect();
    assert_eq!(characters, bytes);
    assert_eq!((number("record"), number("end_line"), number("end_column")), (2, 2, number("column") + 3));
    assert_eq!(finding["pointer"], "/Quantity");
    assert_eq!(finding["field"], "Quantity");
    assert_eq!((&finding["category"], &finding["shape"]), (&json!("Usage"), &json!("table")));
}

#[test]
fn a_record_longer_than_the_buffer_is_checked_in_full() {
    let world = World::new();
    let long = wrong().replace("\"sms\"", &format!("\"{}\"", "x".repeat(1_000_000)));
    world.file("a.json", [CLEAN, "\n", &long, CLEAN, "\n", &wrong()].concat());
    let ran = world.run(&["check", "a.json", "--format", "concise", "-q"]);
    let places: Vec<_> = ran.stdout.lines().map(|line| line.split(": error").next().unwrap()).collect();
    assert_eq!(places, ["a.json:2:1000189", "a.json:4:192"]);
}
