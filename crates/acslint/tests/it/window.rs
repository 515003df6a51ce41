//! Tests of when and where: the time and the resource of findings, `--since` and `--until`, `--by`, and folders of exports.

use std::fs;

use serde_json::{Value, json};

use crate::run::{CLEAN, World, wrong};

const RESOURCE: &str = "/subscriptions/3f0a6d52-11ab-4c1e-9e0d-7b2c4a5d6e7f/resourceGroups/a/providers/Microsoft.Communication/communicationServices/b";

/// A clean record of this time.
fn at(time: &str) -> String {
    CLEAN.replace("2023-06-30T12:00:00Z", time) + "\n"
}

/// A record of this time and resource with one finding.
fn wrong_at(time: &str, resource: &str) -> String {
    let members = format!("{{\"_ResourceId\":\"{resource}\",");
    wrong().replace("2023-06-30T12:00:00Z", time).replacen('{', &members, 1)
}

fn json_of(world: &World, args: &[&str]) -> Value {
    let ran = world.run(&[&["check", "--format", "json"], args].concat());
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", ran.stdout, ran.stderr))
}

#[test]
fn findings_and_groups_have_the_time_and_the_resource_of_their_record() {
    let world = World::new();
    let records = wrong_at("2023-06-30T13:00:00.5+01:00", RESOURCE)
        + &wrong_at("2023-06-29T00:00:00Z", "/b")
        + &wrong_at("2023-07-01T00:00:00Z", RESOURCE)
        + &wrong_at("yesterday", "")
        + "{\"Category\":\"Usage\"";
    world.file("a.jsonl", records);
    let report = json_of(&world, &["a.jsonl"]);
    let of = |rule: &str| -> Vec<(Value, Value)> {
        let findings = report["findings"].as_array().unwrap().iter();
        let of_rule = findings.filter(|finding| finding["rule"] == rule);
        of_rule.map(|finding| (finding["time"].clone(), finding["resource"].clone())).collect()
    };
    assert_eq!(
        of("wrong-type"),
        [
            (json!("2023-06-30T12:00:00.5Z"), json!(RESOURCE)),
            (json!("2023-06-29T00:00:00Z"), json!("/b")),
            (json!("2023-07-01T00:00:00Z"), json!(RESOURCE)),
            (Value::Null, Value::Null),
        ]
    );
    assert_eq!(of("truncated-record"), [(Value::Null, Value::Null)]);
    let groups = report["groups"].as_array().unwrap();
    let group = groups.iter().find(|group| group["rule"] == "wrong-type").unwrap();
    let times = ["first_time", "last_time", "time", "resource"].map(|key| group[key].clone());
    assert_eq!(
        times,
        [
            json!("2023-06-29T00:00:00Z"),
            json!("2023-07-01T00:00:00Z"),
            json!("2023-06-30T12:00:00.5Z"),
            json!(RESOURCE)
        ]
    );
    let ran = world.run(&["check", "a.jsonl", "--format", "grouped"]);
    assert!(
        ran.stdout.contains(
            "`Quantity`: 4 findings in 4 records of 1 file, 2023-06-29T00:00:00Z to 2023-07-01T00:00:00Z\n"
        ),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_redacted_report_shows_the_resource_of_the_catalog_only() {
    let world = World::new();
    let foreign = "{\"category\":\"Zoe\",\"time\":\"1990-05-05T00:00:00Z\",\"resourceId\":\"/zoe\"}\n";
    world.file(
        "a.jsonl",
        wrong_at("2023-06-30T12:00:00Z", RESOURCE) + &wrong_at("2023-06-30T12:00:00Z", "/zoe") + foreign,
    );
    let report = json_of(&world, &["a.jsonl", "--redact", "--by", "resource"]);
    let findings = report["findings"].as_array().unwrap();
    let of = |rule: &str, key: &str| -> Vec<Value> {
        findings
            .iter()
            .filter(|finding| finding["rule"] == rule)
            .map(|finding| finding[key].clone())
            .collect()
    };
    let resources = of("wrong-type", "resource");
    assert_eq!(resources[0], RESOURCE);
    assert!(resources[1].as_str().unwrap().starts_with("redacted-"));
    assert_eq!(of("wrong-type", "time"), [json!("2023-06-30T12:00:00Z"), json!("2023-06-30T12:00:00Z")]);
    assert_eq!(of("unknown-category", "time"), [Value::Null]);
    let text = report.to_string();
    assert!(!text.contains("zoe") && !text.contains("1990-05-05"), "{text}");
}

/// Paths of three blobs of an export, for consecutive hours.
fn export(world: &World) -> [String; 3] {
    let blobs = [9, 10, 11]
        .map(|hour| format!("insights-logs-usage/resourceId=/A/y=2023/m=06/d=30/h={hour:02}/m=00/PT1H.json"));
    for (path, hour) in blobs.iter().zip([9, 10, 11]) {
        let half = |minute: u8| at(&format!("2023-06-30T{hour:02}:{minute:02}:00Z"));
        world.file(path, half(0).repeat(10) + &half(30).repeat(10));
    }
    blobs
}

#[test]
fn a_window_selects_folders_and_records_and_says_so() {
    let world = World::new();
    let blobs = export(&world);
    // Whoever opens it by its name finds that it is not a log, which is an error.
    world.file(&blobs[0], r#"{"$schema":"https://json-schema.org/draft/2020-12/schema"}"#);
    assert_eq!(world.run(&["check", &blobs[0]]).code, 2);
    for args in [&["."][..], &[&*blobs[0], &*blobs[1], &*blobs[2]]] {
        let window = ["--since", "2023-06-30T10:30:00Z", "--until", "2023-06-30T13:10:00+02:00"];
        let report = json_of(&world, &[args, &window].concat());
        let summary = &report["summary"];
        assert_eq!(report["findings"], json!([]), "{args:?}");
        let counts = ["files", "records", "unselected"].map(|key| summary[key].as_u64());
        assert_eq!(counts, [Some(2), Some(20), Some(20)], "{args:?}");
        assert_eq!(summary["ignored"]["reasons"], json!({ "other-hour": 1 }), "{args:?}");
        assert_eq!(summary["ignored"]["entries"][0]["path"], json!(blobs[0]), "{args:?}");
    }
    let ran = world.run(&["check", ".", "--since", "2023-06-30T10:30:00Z"]);
    for text in [
        "left out: 10 records outside of `--since` and `--until`\n",
        "ignored: of an hour outside of `--since` and `--until`  1\n",
    ] {
        assert!(ran.stdout.contains(text), "{text}: {}", ran.stdout);
    }
    let ran = world.run(&["check", ".", "--since", "1h"]);
    assert_eq!(ran.code, 3, "{}", ran.stdout);
    assert!(
        ran.stdout.contains("ignored: of an hour outside of `--since` and `--until`  3\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn records_without_a_time_are_selected() {
    let world = World::new();
    world.file("a.jsonl", at("2023-06-30T10:00:00Z") + &at("yesterday") + "{\"Category\":\"Usage\" oops\n");
    let report = json_of(&world, &["a.jsonl", "--since", "2024-01-01"]);
    let rules: Vec<_> =
        report["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].clone()).collect();
    assert_eq!(rules, ["invalid-format", "invalid-json"]);
    assert_eq!(
        (report["summary"]["records"].clone(), report["summary"]["unselected"].clone()),
        (json!(2), json!(1))
    );
}

#[test]
fn a_window_that_cannot_be_understood_is_wrong_usage() {
    let world = World::new();
    world.file("a.jsonl", at("2023-06-30T10:00:00Z"));
    for (args, message) in [
        (&["--since", "yesterday"][..], "expected a time such as"),
        (&["--until", "2023-02-30"], "expected a time such as"),
        (&["--since", "2023-06-30", "--until", "2023-06-30"], "no time is at or after 2023-06-30T00:00:00Z"),
        (&["--since", "9999999w"], "cannot lead to a time before the year 0"),
    ] {
        let ran = world.run(&[&["check", "a.jsonl"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.stderr.contains(message), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn a_split_leaves_out_records_outside_of_the_window() {
    let world = World::new();
    let (early, late) = (at("2023-06-30T10:00:00Z"), at("2023-06-30T12:00:00Z"));
    let invalid = wrong_at("2023-06-30T12:00:00Z", "/a");
    let old = wrong_at("2023-06-30T10:00:00Z", "/a");
    let lines = early.repeat(20) + &late.repeat(20) + &old + &invalid + &early.repeat(20) + &late;
    let records: Vec<&str> = lines.lines().collect();
    world.file("a/lines.jsonl", &lines).file("a/array.json", format!("[{}]", records.join(",")));
    let args =
        ["split", "a", "--valid", "good.jsonl", "--invalid", "bad.jsonl", "--since", "2023-06-30T11:00:00Z"];
    let ran = world.run(&args);
    assert_eq!((ran.code, &*ran.stderr), (1, "44 records of 2 files: 42 valid, 2 rejected\n"));
    let read = |path: &str| fs::read_to_string(world.path(path)).unwrap();
    assert_eq!(read("good.jsonl"), late.repeat(42));
    assert_eq!(read("bad.jsonl"), invalid.repeat(2));
}

#[test]
fn records_and_findings_are_counted_along_each_dimension() {
    let world = World::new();
    let records = at("2023-06-30T10:00:00Z").repeat(30)
        + &wrong_at("2023-06-30T10:59:59.9Z", RESOURCE)
        + &at("2023-06-30T23:00:00-02:00").repeat(2)
        + "1\n";
    world.file("a.jsonl", records).file("b.jsonl", at("2023-06-30T10:30:00Z"));
    let by = |dimension: &str| {
        json_of(&world, &["a.jsonl", "b.jsonl", "--by", dimension])["summary"]["by"].clone()
    };
    let row = |key: Value, records: u64, errors: u64| json!({ "key": key, "records": records, "records_with_findings": errors, "errors": errors, "warnings": 0, "infos": 0 });
    let none = Value::Null;
    assert_eq!(
        by("hour"),
        json!({ "dimension": "hour", "rows": [
            row(json!("2023-06-30T10:00:00Z"), 32, 1),
            row(json!("2023-07-01T01:00:00Z"), 2, 0),
            row(none.clone(), 1, 1),
        ] })
    );
    assert_eq!(
        by("day"),
        json!({ "dimension": "day", "rows": [
            row(json!("2023-06-30"), 32, 1),
            row(json!("2023-07-01"), 2, 0),
            row(none.clone(), 1, 1),
        ] })
    );
    assert_eq!(
        by("resource"),
        json!({ "dimension": "resource", "rows": [row(json!(RESOURCE.to_lowercase()), 1, 1), row(none, 34, 1)] })
    );
    assert_eq!(
        by("file"),
        json!({ "dimension": "file", "rows": [row(json!("a.jsonl"), 34, 2), row(json!("b.jsonl"), 1, 0)] })
    );
    let ran = world.run(&["check", "a.jsonl", "b.jsonl", "--by", "day"]);
    let table = "\
by day
              records  with findings  errors  warnings  infos
  2023-06-30       32              1       1         0      0
  2023-07-01        2              0       0         0      0
  none              1              1       1         0      0
";
    assert!(ran.stdout.contains(table), "{}", ran.stdout);
    let ran = world.run(&["check", "a.jsonl", "b.jsonl", "--by", "file", "--format", "markdown"]);
    let table = "\
| By file | Records | With findings | Errors | Warnings | Infos |
|---|---:|---:|---:|---:|---:|
| `a.jsonl` | 34 | 2 | 2 | 0 | 0 |
| `b.jsonl` | 1 | 0 | 0 | 0 | 0 |
";
    assert!(ran.stdout.contains(table), "{}", ran.stdout);
}

#[test]
fn counts_do_not_depend_on_threads_and_pieces() {
    let world = World::new();
    for file in 0..4 {
        let hours = (0..24).map(|hour| at(&format!("2023-06-{:02}T{hour:02}:00:00Z", 10 + file)).repeat(40));
        world.file(
            &format!("{file}.jsonl"),
            hours.collect::<String>() + &wrong_at("2023-06-30T10:00:00Z", "/a"),
        );
    }
    for dimension in ["hour", "day", "resource", "file"] {
        let args = |threads, piece| ["--by", dimension, "--threads", threads, "--piece-size", piece];
        let alone = json_of(&world, &args("1", "1000000"))["summary"]["by"].clone();
        for (threads, piece) in [("1", "3000"), ("4", "3000"), ("4", "100000")] {
            assert_eq!(json_of(&world, &args(threads, piece))["summary"]["by"], alone, "{dimension}");
        }
    }
}

#[test]
fn a_record_that_contradicts_its_folder_is_a_warning() {
    let world = World::new();
    let blob = "insights-logs-authoperational/y=2023/m=06/d=30/h=12/m=00/PT1H.json";
    world.file(blob, at("2023-06-30T12:30:00Z") + &at("2023-06-30T13:05:01Z"));
    let ran = world.run(&["check", blob, "--format", "concise", "--quiet"]);
    let category = "warning[wrong-container] `Usage` record in the folder of `AuthOperational`\n";
    let hour = "warning[wrong-container] `TimeGenerated` is outside of the hour of its folder, which begins 2023-06-30T12:00:00Z\n";
    assert_eq!(
        ran.stdout,
        format!("{blob}:1:101: {category}{blob}:2:18: {hour}{blob}:2:101: {category}"),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.code, 0);
}
