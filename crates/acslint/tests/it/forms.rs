//! Forms of inputs: records in wrappers, in texts and in CSV have the findings that they have as JSON Lines, and `split`, `redact`
//! and `infer` read them.

use std::fs;

use serde_json::{Value, json};

use crate::run::World;

/// Records with defects, which are valid JSON objects.
fn records(world: &World, shape: &str) -> Vec<String> {
    let mut args = vec!["sample", "--count", "120", "--seed", "7", "--defects", "40%", "--shape", shape];
    for rule in ["unknown-field", "invalid-value", "missing-field", "unexpected-value", "duplicate-key"] {
        args.extend(["--rule", rule]);
    }
    let written = world.run(&args).stdout;
    let lines = written
        .lines()
        .filter(|line| serde_json::from_str::<Value>(line).is_ok_and(|value| value.is_object()));
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    assert!(lines.len() > 100, "{}", lines.len());
    lines
}

/// The records in each form, with its name. A wrapper on each line has one record.
fn forms(records: &[String]) -> Vec<(&'static str, String)> {
    let lines = |wrap: &dyn Fn(&str) -> String| -> String {
        records.iter().map(|record| wrap(record) + "\n").collect()
    };
    let items = |wrap: &dyn Fn(&str) -> String| -> String {
        records.iter().map(|record| wrap(record)).collect::<Vec<_>>().join(",\n")
    };
    vec![
        ("hec.jsonl", lines(&|record| format!("{{\"host\":\"h\",\"event\":{record}}}"))),
        ("value.json", format!("{{\"value\":[\n{}\n],\"nextLink\":null}}", items(&str::to_owned))),
        (
            "hits.json",
            format!("{{\"hits\":{{\"hits\":[{}]}}}}", items(&|record| format!("{{\"_source\":{record}}}"))),
        ),
        (
            "docker.log",
            lines(&|record| json!({"log": format!("{record}\n"), "stream": "stdout"}).to_string()),
        ),
        ("body.jsonl", lines(&|record| json!({"Body": format!("{{\"records\":[{record}]}}")}).to_string())),
    ]
}

/// Returns record, rule, field and message of each finding.
fn findings(world: &World, path: &str, threads: &str) -> Vec<Value> {
    let ran = world.run(&["check", path, "--format", "json", "--threads", threads]);
    let report: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    let findings = report["findings"].as_array().expect("findings").iter();
    findings
        .map(|found| json!([found["record"], found["rule"], found["pointer"], found["message"]]))
        .collect()
}

fn values(lines: &str) -> Vec<String> {
    let mut values: Vec<String> = lines.lines().map(str::to_owned).collect();
    values.sort();
    values
}

#[test]
fn records_in_wrappers_have_the_findings_of_json_lines() {
    let world = World::new();
    let records = records(&world, "resource-log");
    world.file("lines.jsonl", records.join("\n") + "\n");
    let expected = findings(&world, "lines.jsonl", "1");
    assert!(expected.len() > 30, "{}", expected.len());
    for (name, text) in forms(&records) {
        world.file(name, text);
        for threads in ["1", "4"] {
            assert_eq!(findings(&world, name, threads), expected, "{name}");
        }
        // Nothing is lost.
        let ran = world.run(&["split", name, "--valid", "good", "--invalid", "bad"]);
        assert_eq!(ran.code, 1, "{name}: {}", ran.stderr);
        let sides: String =
            ["good", "bad"].map(|side| fs::read_to_string(world.path(side)).unwrap()).concat();
        assert_eq!(values(&sides), values(&records.join("\n")), "{name}");
        // The wrappers stay, and a check finds the same.
        let ran = world.run(&["redact", name, "--output", "redacted.json"]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        let places = |path: &str| -> Vec<Value> {
            findings(&world, path, "1").iter().map(|found| json!([found[0], found[1]])).collect()
        };
        assert_eq!(places("redacted.json"), places(name), "{name}");
    }
}

/// Writes table rows as CSV, with this delimiter.
fn csv(records: &[Value], delimiter: &str) -> String {
    let mut columns: Vec<&String> = Vec::new();
    for key in records.iter().filter_map(Value::as_object).flat_map(|record| record.keys()) {
        if !columns.contains(&key) {
            columns.push(key);
        }
    }
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        other => format!("\"{}\"", other.to_string().replace('"', "\"\"")),
    };
    let header = columns.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(delimiter);
    let row = |record: &Value| {
        columns.iter().map(|name| cell(&record[name.as_str()])).collect::<Vec<_>>().join(delimiter)
    };
    records.iter().fold(format!("\u{FEFF}{header}\r\n"), |text, record| text + &row(record) + "\r\n")
}

#[test]
fn rows_of_csv_have_the_findings_of_json_lines() {
    let world = World::new();
    let args =
        ["sample", "--shape", "table", "--category", "SMSOperational", "--count", "50", "--defects", "40%"];
    let written =
        world.run(&[&args[..], &["--rule", "invalid-value", "--rule", "unexpected-value"]].concat()).stdout;
    let records: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    world.file("lines.jsonl", &written);
    let expected = findings(&world, "lines.jsonl", "1");
    assert!(expected.len() > 10, "{expected:?}");
    for delimiter in [",", ";", "\t"] {
        world.file("rows.csv", csv(&records, delimiter));
        for threads in ["1", "4"] {
            assert_eq!(findings(&world, "rows.csv", threads), expected);
        }
        let ran = world.run(&["split", "rows.csv", "--valid", "good", "--invalid", "bad"]);
        let sides: String =
            ["good", "bad"].map(|side| fs::read_to_string(world.path(side)).unwrap()).concat();
        let sides: Vec<Value> = sides.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(sides.len(), records.len(), "{}", ran.stderr);
        let id = |record: &Value| record["CorrelationId"].as_str().unwrap_or_default().to_owned();
        let (mut ids, mut expected_ids): (Vec<_>, Vec<_>) =
            (sides.iter().map(id).collect(), records.iter().map(id).collect());
        ids.sort();
        expected_ids.sort();
        assert_eq!(ids, expected_ids);
    }
    let ran = world.run(&["infer", "rows.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("\"PhoneNumber\"") && !ran.stderr.contains("not used"), "{}", ran.stderr);
}

#[test]
fn redact_refuses_csv_and_base64_by_name() {
    let world = World::new();
    world.file("rows.csv", "TimeGenerated,OperationName,Category\n2024-06-18T13:27:58Z,o,Usage\n");
    // {"OperationCategory": "EmailStatusUpdateOperational"}
    let text = "eyJPcGVyYXRpb25DYXRlZ29yeSI6ICJFbWFpbFN0YXR1c1VwZGF0ZU9wZXJhdGlvbmFsIn0=";
    world.file("body.jsonl", format!("{{\"Body\":\"{text}\"}}\n"));
    for (name, message) in [
        ("rows.csv", "rows of CSV cannot be redacted"),
        ("body.jsonl", "records in Base64 cannot be redacted"),
    ] {
        let ran = world.run(&["redact", name, "--output", "out"]);
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
        assert!(!world.path("out").exists(), "{name}");
    }
}

/// Returns the report of a check.
fn report(world: &World, args: &[&str]) -> Value {
    let ran = world.run(&[&["check", "--format", "json"], args].concat());
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr))
}

#[test]
fn findings_in_tables_name_row_and_column() {
    let world = World::new();
    let header = "TimeGenerated,OperationName,OperationVersion,CorrelationId,Category,RecordId,UsageType,UnitType,Quantity";
    let row = "2024-06-18T13:27:58Z,o,1,c,Usage,r,sms,messages,2";
    world.file("rows.csv", format!("{header}\n{row}\n{}\n{row},x\n", row.replace(",2", ",many")));
    let cells = |report: &Value| -> Vec<Value> {
        report["findings"].as_array().unwrap().iter().map(|found| found["cell"].clone()).collect()
    };
    let in_csv = report(&world, &["rows.csv"]);
    let expected = [json!({ "row": 2, "column": "Quantity" }), json!({ "row": 3, "column": null })];
    assert_eq!(cells(&in_csv), expected);
    // The same from a file that waits for its turn, and redacted.
    world.file("a.jsonl", "{}\n".repeat(3000));
    let both = report(&world, &["a.jsonl", "rows.csv", "--threads", "4", "--redact"]);
    assert_eq!(cells(&both)[3000..], expected);
    assert_eq!(cells(&both)[0], Value::Null);
    let human = world.run(&["check", "rows.csv"]).stdout;
    for title in ["[row 2, column Quantity of rows.csv:3:49]", "[row 3 of rows.csv:4:1]"] {
        assert!(human.contains(title), "{human}");
    }
    // A damaged row has the time of its record.
    world.file("damaged.csv", format!("{header}\n{}\n", row.replace(",c,", ",1.23E+15,")));
    let damaged = report(&world, &["damaged.csv"]);
    let found = &damaged["findings"][0];
    assert_eq!((&found["rule"], &found["time"]), (&json!("damaged-cell"), &json!("2024-06-18T13:27:58Z")));
    let answer = json!({ "tables": [{
        "columns": [{ "name": "TimeGenerated" }, { "name": "Category" }, { "name": "Quantity" }],
        "rows": [["2024-06-18T13:27:58Z", "Usage", 1], ["2024-06-18T13:27:58Z", "Usage", "1"]],
    }] });
    world.file("answer.json", answer.to_string());
    let report = report(&world, &["answer.json", "--level", "missing-field=allow"]);
    let about = report["findings"].as_array().unwrap().iter().find(|found| found["rule"] == "wrong-type");
    assert_eq!(about.unwrap()["cell"], json!({ "row": 2, "column": "Quantity" }));
}

#[test]
fn utf_16_is_read_like_utf_8() {
    let world = World::new();
    let lines =
        records(&world, "resource-log").join("\n").replace("\"result", "\"\u{e9}\u{1F600}\": 1, \"result")
            + "\n";
    world.file("utf8.jsonl", &lines);
    let marked = format!("\u{FEFF}{lines}");
    let (little, big): (Vec<u8>, Vec<u8>) = (
        marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        marked.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    );
    let expected = report(&world, &["utf8.jsonl", "--threads", "1"]);
    let expected = expected["findings"].as_array().unwrap();
    assert!(expected.len() > 100);
    let units = |bytes: u64| 2 + 2 * lines[..bytes as usize].encode_utf16().count() as u64;
    for (name, bytes) in [("little.jsonl", little), ("big.jsonl", big)] {
        let length = bytes.len();
        world.file(name, bytes);
        for threads in ["1", "4"] {
            let found = report(&world, &[name, "--threads", threads]);
            assert_eq!(found["summary"]["bytes"], length);
            let found = found["findings"].as_array().unwrap();
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(expected) {
                for key in
                    ["rule", "record", "line", "column", "end_line", "end_column", "pointer", "message"]
                {
                    assert_eq!(found[key], expected[key], "{key}: {found}");
                }
                let start = expected["byte_offset"].as_u64().unwrap();
                let end = start + expected["byte_length"].as_u64().unwrap();
                assert_eq!(found["byte_offset"], units(start), "{found}");
                assert_eq!(found["byte_length"], units(end) - units(start), "{found}");
                assert_eq!(found["fix"], Value::Null);
            }
        }
        let ran = world.run(&["fix", name]);
        assert_eq!(ran.code, 2);
        let refusal = format!("error: {name}: UTF-16 text cannot be fixed; write it as UTF-8 first\n");
        assert!(ran.stderr.starts_with(&refusal), "{}", ran.stderr);
        let ran = world.run(&["split", name, "--valid", "good", "--invalid", "bad"]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        let sides = ["good", "bad"].map(|side| fs::read_to_string(world.path(side)).unwrap()).concat();
        assert_eq!(values(sides.trim_start_matches('\u{FEFF}')), values(&lines));
        let ran = world.run(&["redact", name, "--output", "redacted.json"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(fs::read_to_string(world.path("redacted.json")).unwrap().lines().count() > 100);
    }
}
