//! Small schemas and records that could exhaust stack, memory or time. The report is never lost: other records of
//! the run keep their findings.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::run::{Ran, World};

const CONFIG: &str = "[categories.Own]\nschema = \"s.json\"\n";

/// An input with a record of a custom category between two that have a finding each.
fn check(schema: &str, record: &str, threads: &str) -> Ran {
    let world = World::new();
    let bad = "{\"category\":\"Own\",\"bad\":1}\n";
    world
        .file("acslint.toml", CONFIG)
        .file("s.json", schema)
        .file("r.jsonl", format!("{bad}{record}\n{bad}"));
    world.run(&["check", "r.jsonl", "--format", "concise", "--threads", threads])
}

/// Message about an unusable schema.
fn refused(schema: &str) -> String {
    let ran = check(schema, "{\"category\":\"Own\"}", "2");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
    ran.stderr
}

fn lines(ran: &Ran) -> Vec<&str> {
    ran.stdout.lines().collect()
}

/// Definitions, each built from the reference to the next one.
fn definitions(count: usize, each: impl Fn(&str) -> Value) -> String {
    let mut defs = serde_json::Map::new();
    for number in 0..count {
        defs.insert(format!("l{number}"), each(&format!("#/$defs/l{}", number + 1)));
    }
    defs.insert(format!("l{count}"), json!({ "required": ["missing"] }));
    json!({ "properties": { "bad": false }, "$ref": "#/$defs/l0", "$defs": defs }).to_string()
}

fn chain(count: usize) -> String {
    definitions(count, |next| json!({ "$ref": next }))
}

fn doubling(count: usize) -> String {
    definitions(count, |next| json!({ "allOf": [{ "$ref": next }, { "$ref": next }] }))
}

const NOT_THERE: &str = "error[invalid-value] `bad` is 1, but must not be present";

#[test]
fn a_schema_of_itself_is_followed_through_deep_records() {
    let schema = json!({
        "properties": { "bad": false, "a": { "$ref": "#/$defs/a" } },
        "$defs": { "a": { "type": "array", "items": { "$ref": "#/$defs/a" } } },
    });
    let record =
        |inner: &str| format!("{{\"category\":\"Own\",\"a\":{}{inner}{}}}", "[".repeat(400), "]".repeat(400));
    for threads in ["1", "4"] {
        let ran = check(&schema.to_string(), &record("1"), threads);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert_eq!(
            lines(&ran),
            [
                &format!("r.jsonl:1:25: {NOT_THERE}"),
                &format!(
                    "r.jsonl:2:423: error[wrong-type] `a{}` is a number, but must be an array",
                    "[0]".repeat(400)
                ),
                &format!("r.jsonl:3:25: {NOT_THERE}"),
            ]
        );
        let ran = check(&schema.to_string(), &record(""), threads);
        assert_eq!(lines(&ran).len(), 2, "{}", ran.stdout);
    }
}

#[test]
fn a_record_that_goes_too_deep_is_told_and_the_report_kept() {
    let mut defs = serde_json::Map::new();
    for number in 0..100 {
        let next = format!("#/$defs/l{}", number + 1);
        defs.insert(format!("l{number}"), json!({ "allOf": [{ "$ref": next }] }));
    }
    defs.insert("l100".to_owned(), json!({ "items": { "$ref": "#/$defs/l0" } }));
    let schema = json!({ "properties": { "bad": false, "a": { "$ref": "#/$defs/l0" } }, "$defs": defs });
    let record = format!("{{\"category\":\"Own\",\"a\":{}{}}}", "[".repeat(400), "]".repeat(400));
    for threads in ["1", "4"] {
        let ran = check(&schema.to_string(), &record, threads);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert_eq!(
            lines(&ran),
            [
                &format!("r.jsonl:1:25: {NOT_THERE}"),
                "r.jsonl:2:1: error[invalid-value] the record is nested too deep to be checked: its schema would be applied \
                 within itself more than 16,384 times",
                &format!("r.jsonl:3:25: {NOT_THERE}"),
            ]
        );
    }
}

#[test]
fn a_record_that_takes_too_many_steps_is_told_and_the_report_kept() {
    let schema = json!({
        "properties": { "bad": false, "a": { "$ref": "#/$defs/a" } },
        "$defs": { "a": { "allOf": [
            { "items": { "$ref": "#/$defs/a" } },
            { "items": { "$ref": "#/$defs/a" }, "type": "array" },
        ] } },
    });
    let record =
        |depth: usize| format!("{{\"category\":\"Own\",\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    let ran = check(&schema.to_string(), &record(10), "2");
    assert_eq!(lines(&ran).len(), 2, "{}", ran.stdout);
    let ran = check(&schema.to_string(), &record(60), "2");
    assert_eq!(lines(&ran).len(), 3, "{}", ran.stdout);
    assert_eq!(
        lines(&ran)[1],
        "r.jsonl:2:1: error[invalid-value] the record takes more than 1,004,096 steps to check: its schema applies the same \
         subschemas again and again"
    );
    let world = World::new();
    world.file("s.json", schema.to_string());
    let ran = world.run(&["schema", "lint", "s.json", "--format", "concise"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains("error[explosive-schema] it applies itself to one value in two ways"),
        "{}",
        ran.stdout
    );
}

#[test]
fn chains_and_doublings_are_refused_where_they_are_loaded() {
    let said = refused(&chain(50_000));
    assert!(
        said.contains("applies more than 512 subschemas to one value, each inside the one before"),
        "{said}"
    );
    let said = refused(&doubling(24));
    assert!(said.contains("applies subschemas to one value in more than 100,000 ways"), "{said}");
    for schema in [chain(20_000), doubling(24)] {
        let world = World::new();
        world.file("old.json", &schema).file("new.json", schema.replace("missing", "absent"));
        let ran = world.run(&["schema", "lint", "old.json", "--format", "concise"]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert!(ran.stdout.contains("error[explosive-schema] "), "{}", ran.stdout);
        let ran = world.run(&["schema", "diff", "old.json", "new.json"]);
        assert_eq!(ran.code, 2, "{}", ran.stdout);
        assert!(ran.stdout.contains("cannot be used: it applies "), "{}", ran.stdout);
    }
}

#[test]
fn a_chain_through_values_takes_no_stack() {
    let schema = definitions(5_000, |next| json!({ "items": { "$ref": next } }));
    let record = format!("{{\"category\":\"Own\",\"a\":{}{}}}", "[".repeat(300), "]".repeat(300));
    let ran = check(&schema, &record, "2");
    assert_eq!(lines(&ran).len(), 2, "{}\n{}", ran.stdout, ran.stderr);
}

#[test]
fn documents_that_are_nested_deep_are_refused() {
    let open = format!("{{\"$comment\":\"\",\"not\":{}", "{\"not\":".repeat(100_000));
    let nested = format!("{open}true{}", "}".repeat(100_001));
    let said = refused(&nested);
    assert!(said.contains("it is nested deeper than 127 levels"), "{said}");
    let world = World::new();
    let toml = format!("a = {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    world.file("s.json", &nested).file("deep/acslint.toml", toml).file("deep/r.jsonl", "{}\n");
    let ran = world.run(&["schema", "lint", "s.json", "--format", "concise"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.contains("error["), "{}", ran.stdout);
    let ran = world.run(&["schema", "diff", "s.json", "s.json"]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    let ran = world.run(&["check", "deep/r.jsonl"]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    world.file("r.jsonl", format!("{{\"a\":{}1{}}}\n", "[".repeat(31_000), "]".repeat(31_000)));
    let ran = world.run(&["infer", "r.jsonl"]);
    assert!(matches!(ran.code, 0..=3), "{}", ran.stderr);
}

#[test]
fn wide_schemas_are_compared() {
    let world = World::new();
    let names: Vec<String> = (0..50_000).map(|number| format!("n{number}")).collect();
    world.file("a.json", json!({ "type": "object" }).to_string());
    world.file("b.json", json!({ "type": "object", "required": names }).to_string());
    let ran = world.run(&["schema", "diff", "a.json", "b.json", "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let changes = report["schemas"][0]["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0]["what"], "required: `n0`, `n1`, `n2`, `n3`, `n4` and 49,995 more");

    let patterns = |kind: &str| {
        let mut text = String::from("{\"type\":\"object\",\"patternProperties\":{");
        for number in 0..2000 {
            let comma = if number == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\"^p{number}_\":{{\"type\":\"{kind}\"}}");
        }
        text + "}}"
    };
    world.file("c.json", patterns("string")).file("d.json", patterns("integer"));
    let ran = world.run(&["schema", "diff", "c.json", "d.json", "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["schemas"][0]["changes"].as_array().unwrap().len(), 2000);
}

#[test]
fn twenty_thousand_mistakes_in_one_record_are_all_told() {
    let schema = json!({ "properties": { "bad": false, "a": { "items": { "type": "integer" } } } });
    let items: Vec<String> = (0..20_000).map(|number| format!("\"{number}\"")).collect();
    let record = format!("{{\"category\":\"Own\",\"a\":[{}]}}", items.join(","));
    let ran = check(&schema.to_string(), &record, "2");
    assert_eq!(lines(&ran).len(), 20_002);
    assert_eq!(
        lines(&ran)[20_000],
        "r.jsonl:2:148906: error[wrong-type] `a[19999]` is a string, but must be an integer"
    );
}
