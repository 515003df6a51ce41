//! Synthetic records: clean ones have no findings, and others exactly those of their labels.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use acslint_types::{CATEGORIES, Category, Shape};
use serde_json::{Value, json};

use crate::run::World;

const SEEDS: [&str; 4] = ["0", "1", "2", "18446744073709551615"];
const FRAMINGS: [&str; 3] = ["lines", "array", "records"];

/// Output of `acslint sample` with these arguments.
#[track_caller]
fn sample(world: &World, args: &[&str]) -> String {
    let ran = world.run(&[&["sample"], args].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{args:?}");
    ran.stdout
}

fn records(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Every category in each of its shapes: a category without a table has no rows.
fn kinds() -> impl Iterator<Item = (&'static Category, Shape)> {
    let has = |category: &Category, shape| {
        shape == Shape::ResourceLog || category.properties.iter().any(|property| property.in_table)
    };
    let shapes = move |category: &'static Category| {
        Shape::ALL.into_iter().filter(move |shape| has(category, *shape)).map(move |shape| (category, shape))
    };
    CATEGORIES.iter().copied().flat_map(shapes)
}

/// Categories that have the shape.
fn categories(shape: Shape) -> impl Iterator<Item = &'static Category> {
    kinds().filter(move |(_, has)| *has == shape).map(|(category, _)| category)
}

/// Report of `acslint check` about a file.
fn report(world: &World, file: &str) -> Value {
    serde_json::from_str(&world.run(&["check", file, "--format", "json"]).stdout).unwrap()
}

/// Thousands of records of each category in a shape have no finding, and are of that category and shape.
fn clean_records_are_clean(shape: Shape) {
    let world = World::new();
    for category in categories(shape) {
        for seed in SEEDS {
            let args = ["--category", category.id, "--shape", shape.id(), "--count", "500", "--seed", seed];
            world.file("sample.jsonl", sample(&world, &args));
            let report = report(&world, "sample.jsonl");
            assert_eq!(report["findings"], json!([]), "{} {shape} {seed}", category.id);
            let expected =
                json!([{ "category": category.id, "shape": shape.id(), "records": 500, "findings": 0 }]);
            assert_eq!(report["summary"]["categories"], expected);
        }
    }
}

#[test]
fn clean_rows_of_every_category_are_clean() {
    clean_records_are_clean(Shape::Table);
}

#[test]
fn clean_resource_logs_of_every_category_are_clean() {
    clean_records_are_clean(Shape::ResourceLog);
}

#[test]
fn there_are_no_rows_without_a_table() {
    let world = World::new();
    let rows: Vec<_> = categories(Shape::Table).collect();
    for category in CATEGORIES.iter().filter(|category| !rows.contains(category)) {
        let ran = world.run(&["sample", "--shape", "table", "--category", category.id]);
        let message = format!("error: `{}` has no table; pass `--shape resource-log`\n", category.id);
        assert_eq!((ran.code, ran.stderr, ran.stdout.as_str()), (2, message, ""));
    }
    let mixed = records(&sample(&world, &["--shape", "table", "--count", "2000"]));
    let tables: BTreeSet<_> = mixed.iter().map(|row| row["Type"].as_str().unwrap()).collect();
    assert_eq!(tables.len(), rows.len());
}

#[test]
fn every_framing_holds_the_same_clean_records() {
    let world = World::new();
    let lines = records(&sample(&world, &["--count", "300"]));
    let one = |framing| -> Value {
        serde_json::from_str(&sample(&world, &["--count", "300", "--framing", framing])).unwrap()
    };
    assert_eq!(one("array"), Value::from(lines.clone()));
    assert_eq!(one("records"), json!({ "records": lines }));
    for framing in FRAMINGS {
        world.file("sample.json", sample(&world, &["--count", "300", "--framing", framing, "--shuffle"]));
        let report = report(&world, "sample.json");
        assert_eq!(
            (&report["findings"], &report["summary"]["records"]),
            (&json!([]), &json!(300)),
            "{framing}"
        );
    }
    for (framing, nothing) in [("lines", ""), ("array", "[\n]\n"), ("records", "{\"records\":[\n]}\n")] {
        assert_eq!(sample(&world, &["--count", "0", "--framing", framing]), nothing);
    }
}

/// Checks a sample with defects against its labels; adds the rules that occurred to `rules`.
fn labels_are_the_findings(world: &World, args: &[&str], rules: &mut BTreeSet<String>) {
    let files = ["--labels", "labels.jsonl", "--output", "sample.json"];
    assert_eq!(sample(world, &[args, &files].concat()), "");
    let labels = records(&fs::read_to_string(world.path("labels.jsonl")).unwrap());
    rules.extend(labels.iter().map(|label| label["rule"].as_str().unwrap().to_owned()));
    let report = report(world, "sample.json");
    let findings = report["findings"].as_array().unwrap().iter().map(
        |finding| json!({ "record": finding["record"], "rule": finding["rule"], "field": finding["field"] }),
    );
    let (labels, findings): (Vec<_>, Vec<_>) = (labels, findings.collect());
    let wrong: Vec<_> = labels.iter().zip(&findings).filter(|(label, finding)| label != finding).collect();
    assert!(wrong.is_empty(), "{args:?}: {:#?}", &wrong[..1]);
    assert_eq!(labels.len(), findings.len(), "{args:?}");
}

/// Rules that one record can break, in the order of their ids; the others are about a whole input, or off by
/// default.
const OF_ROWS: [&str; 20] = [
    "damaged-version",
    "duplicate-key",
    "end-before-start",
    "field-spelling",
    "invalid-encoding",
    "invalid-format",
    "invalid-json",
    "invalid-value",
    "masked-address",
    "missing-category",
    "missing-field",
    "missing-recommended-field",
    "not-a-record",
    "recipient-count-mismatch",
    "result-contradiction",
    "status-recipient-mismatch",
    "unexpected-value",
    "unknown-category",
    "unknown-field",
    "wrong-type",
];

fn defects_are_found_as_labelled(shape: Shape, expected: &BTreeSet<&str>) {
    let world = World::new();
    let mut rules = BTreeSet::new();
    for framing in FRAMINGS {
        for (seed, share) in SEEDS.into_iter().zip(["1", "30%", "100%", "0.1"]) {
            let common = ["--count", "700", "--shape", shape.id(), "--framing", framing, "--seed", seed];
            let args = [&common[..], &["--defects", share]].concat();
            labels_are_the_findings(&world, &args, &mut rules);
            labels_are_the_findings(&world, &[&args[..], &["--shuffle"]].concat(), &mut rules);
        }
    }
    assert_eq!(rules.iter().map(String::as_str).collect::<BTreeSet<_>>(), *expected);
    for category in categories(shape) {
        let args = ["--category", category.id, "--count", "300", "--shape", shape.id(), "--defects", "1"];
        labels_are_the_findings(&world, &args, &mut rules);
    }
}

#[test]
fn defects_of_rows_are_found_as_labelled() {
    defects_are_found_as_labelled(Shape::Table, &OF_ROWS.into());
}

#[test]
fn defects_of_resource_logs_are_found_as_labelled() {
    let mut expected = BTreeSet::from(OF_ROWS);
    expected.extend(["misplaced-field", "stringified-object"]);
    defects_are_found_as_labelled(Shape::ResourceLog, &expected);
}

#[test]
fn defects_break_the_rules_that_were_named() {
    let world = World::new();
    for (named, expected) in [
        (&["wrong-type"][..], &["wrong-type"][..]),
        (&["stringified-object", "invalid-encoding"], &["invalid-encoding", "stringified-object"]),
        (&["missing-field", "not-a-record"], &["missing-field", "not-a-record"]),
    ] {
        let mut rules = BTreeSet::new();
        let args = named.iter().flat_map(|rule| ["--rule", rule]);
        let args: Vec<_> = ["--count", "300", "--defects", "1"].into_iter().chain(args).collect();
        labels_are_the_findings(&world, &args, &mut rules);
        assert_eq!(rules.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    }
    // Not every record has a place for such a defect.
    let args = ["--count", "200", "--defects", "1", "--rule", "end-before-start"];
    let mut rules = BTreeSet::new();
    labels_are_the_findings(&world, &args, &mut rules);
    assert_eq!(rules.iter().map(String::as_str).collect::<Vec<_>>(), ["end-before-start"]);
    let labels = fs::read_to_string(world.path("labels.jsonl")).unwrap();
    assert!((1..199).contains(&labels.lines().count()));
}

#[test]
fn a_defect_changes_its_own_record_only() {
    let world = World::new();
    let clean = sample(&world, &["--count", "400"]);
    world.run(&[
        "sample",
        "--count",
        "400",
        "--defects",
        "25%",
        "--labels",
        "labels.jsonl",
        "-o",
        "sample.jsonl",
    ]);
    let labels = records(&fs::read_to_string(world.path("labels.jsonl")).unwrap());
    let labelled: Vec<_> = labels.iter().map(|label| label["record"].as_u64().unwrap()).collect();
    assert!((60..140).contains(&labelled.len()), "{}", labelled.len());
    let spoiled = fs::read(world.path("sample.jsonl")).unwrap();
    let pairs = clean.as_bytes().split(|byte| *byte == b'\n').zip(spoiled.split(|byte| *byte == b'\n'));
    let changed = (1..).zip(pairs).filter(|(_, (clean, spoiled))| clean != spoiled).map(|(record, _)| record);
    assert_eq!(changed.collect::<Vec<u64>>(), labelled);
    let ran = world.run(&["sample", "--count", "400", "--defects", "0"]);
    assert_eq!((ran.stdout, ran.stderr.as_str()), (clean, ""));
}

#[test]
fn labels_go_to_standard_error_unless_a_file_is_named() {
    let world = World::new();
    let args = ["--count", "50", "--defects", "100%", "--category", "ChatOperational"];
    let ran = world.run(&[&["sample"], &args[..], &["-o", "one.jsonl"]].concat());
    sample(&world, &[&args[..], &["--labels", "labels.jsonl", "-o", "other.jsonl"]].concat());
    assert_eq!(fs::read(world.path("one.jsonl")).unwrap(), fs::read(world.path("other.jsonl")).unwrap());
    let labels = records(&fs::read_to_string(world.path("labels.jsonl")).unwrap());
    let lines: Vec<String> = labels
        .iter()
        .map(|label| {
            let text = |name: &str| label[name].as_str().unwrap_or("-").to_owned();
            format!("record {}: {} {}", label["record"], text("rule"), text("field"))
        })
        .collect();
    assert_eq!(ran.stderr.lines().collect::<Vec<_>>(), lines);
    assert_eq!(lines.len(), 50);
    let keys: Vec<_> = labels[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["record", "rule", "field"]);
}

#[test]
fn the_same_arguments_give_the_same_bytes() {
    let world = World::new();
    let one = sample(&world, &["--count", "40", "--seed", "7"]);
    assert_eq!(one, sample(&world, &["--count", "40", "--seed", "7"]));
    assert_ne!(one, sample(&world, &["--count", "40", "--seed", "8"]));
    assert!(sample(&world, &["--count", "90", "--seed", "7"]).starts_with(&one));
    let two = ["--category", "Usage", "--category", "acschatincomingoperations"];
    let reversed = ["--category", "ChatOperational", "--category", "Usage", "--category", "Usage"];
    assert_eq!(sample(&world, &two), sample(&world, &reversed));
}

#[test]
fn a_sample_is_the_shortest_of_at_least_the_size_that_was_asked_for() {
    let world = World::new();
    for framing in FRAMINGS {
        let written = |end: [&str; 2]| sample(&world, &[&end[..], &["--framing", framing]].concat());
        for (given, size) in [("700000", 700_000), ("64KiB", 65_536), ("3 kB", 3_000), ("20b", 20)] {
            let text = written(["--bytes", given]);
            assert!(text.len() >= size, "{framing} {given}: {}", text.len());
            let records = text.matches("\"resourceId\":").count();
            assert_eq!(text, written(["--count", &records.to_string()]));
            let fewer = written(["--count", &(records - 1).to_string()]);
            assert!(fewer.len() < size, "{framing} {given}: {}", fewer.len());
        }
        assert_eq!(written(["--bytes", "0"]), written(["--count", "0"]));
        let three = written(["--count", "3"]);
        assert_eq!(written(["--bytes", &three.len().to_string()]), three);
        assert_eq!(written(["--bytes", &(three.len() + 1).to_string()]), written(["--count", "4"]));
    }
}

/// Keys of a record, followed by those of `properties`.
fn keys(record: &Value) -> Vec<&str> {
    let members = |value: &'static str| record[value].as_object();
    let top = record.as_object().unwrap().keys();
    top.chain(members("properties").into_iter().flat_map(|inner| inner.keys())).map(String::as_str).collect()
}

#[test]
fn keys_have_the_order_of_the_type_unless_they_are_shuffled() {
    let world = World::new();
    for (category, shape) in kinds() {
        let schema = category.schema(shape);
        let members = |object: &Value| -> Vec<String> {
            object["properties"].as_object().into_iter().flat_map(|names| names.keys().cloned()).collect()
        };
        let order = [members(&schema), members(&schema["properties"]["properties"])].concat();
        let args = ["--count", "30", "--category", category.id, "--shape", shape.id()];
        let plain = records(&sample(&world, &args));
        let shuffled = records(&sample(&world, &[&args[..], &["--shuffle"]].concat()));
        assert_eq!(plain, shuffled, "the values are the same");
        let place = |key: &&str| order.iter().position(|known| known == key);
        let ordered = |record: &Value| keys(record).iter().filter_map(place).is_sorted();
        assert!(plain.iter().all(ordered), "{} {shape}", category.id);
        assert!(!shuffled.iter().all(ordered), "{} {shape}", category.id);
    }
}

#[test]
fn every_property_of_an_example_occurs() {
    let world = World::new();
    for (category, shape) in kinds() {
        let args = ["--count", "200", "--category", category.id, "--shape", shape.id()];
        let records = records(&sample(&world, &args));
        let seen: BTreeSet<&str> = records.iter().flat_map(keys).collect();
        let example: Value = serde_json::from_str(category.example(shape)).unwrap();
        let absent: Vec<_> = keys(&example).into_iter().filter(|key| !seen.contains(key)).collect();
        assert!(absent.is_empty(), "{} {shape}: {absent:?}", category.id);
    }
}

#[test]
fn values_vary_as_real_ones_do() {
    let world = World::new();
    let text = sample(&world, &["--category", "SMSOperational", "--count", "2000"]);
    let records = records(&text);
    let count = |test: &dyn Fn(&Value) -> bool| records.iter().filter(|record| test(record)).count();
    assert!(records.iter().map(|record| record["time"].as_str().unwrap()).is_sorted());
    let ids: BTreeSet<_> = records.iter().map(|record| record["correlationId"].to_string()).collect();
    assert!(ids.len() > 1900, "{}", ids.len());
    let resources: BTreeSet<_> =
        records.iter().map(|record| record["resourceId"].as_str().unwrap()).collect();
    assert_eq!(resources.len(), 4);
    assert!(resources.iter().all(|resource| *resource == resource.to_uppercase()));
    let address =
        |test: fn(&str) -> bool| count(&|record| record["callerIpAddress"].as_str().is_some_and(test));
    for (what, seen) in [
        ("numbers", count(&|record| record["durationMs"].is_u64())),
        ("fractions", count(&|record| record["durationMs"].is_f64())),
        ("numbers in quotes", count(&|record| record["durationMs"].is_string())),
        ("successes", count(&|record| record["resultType"] == "Succeeded")),
        ("failures", count(&|record| record["resultType"] == "Failed" && record["level"] == "Error")),
        ("statuses as text", count(&|record| record["resultSignature"].is_string())),
        ("IPv4", address(|address| !address.contains(':') && address.contains('.'))),
        ("IPv4 and port", address(|address| address.contains(':') && address.contains('.'))),
        ("IPv6", address(|address| address.starts_with("2001:db8:"))),
        ("IPv6 and port", address(|address| address.contains("]:"))),
        ("no address", address(str::is_empty)),
        (
            "null",
            count(&|record| record["callerIpAddress"].is_null() && record.get("callerIpAddress").is_some()),
        ),
        ("absent", count(&|record| record.get("callerIpAddress").is_none())),
    ] {
        assert!(seen > 20, "{what}: {seen}");
    }
    let operations: BTreeSet<_> =
        records.iter().filter_map(|record| record["operationName"].as_str()).collect();
    let known = Category::by_id("SMSOperational").unwrap().property("OperationName").unwrap().values.unwrap();
    assert_eq!(operations, known.known.iter().copied().collect());
    let mut lengths: Vec<_> = text.lines().map(str::len).collect();
    lengths.sort_unstable();
    assert!((600..=900).contains(&lengths[1000]), "{}", lengths[1000]);
}

#[test]
fn the_id_of_a_call_is_the_same_in_its_uri() {
    let world = World::new();
    for record in records(&sample(&world, &["--category", "CallAutomationOperational", "--count", "100"])) {
        if let (Some(uri), Some(call)) =
            (record["uri"].as_str(), record["properties"]["CallConnectionId"].as_str())
        {
            assert!(uri.contains(call), "{record}");
        }
    }
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let world = World::new();
    let mut command = world.command(&["sample", "--bytes", "1TB"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.ends_with("}\n"), "{first}");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let world = World::new();
    for (args, message) in [
        (&["--output", "/dev/full"][..], "error: cannot write the records: No space left on device"),
        (
            &["--defects", "1", "--labels", "/dev/full", "--output", "sample.jsonl"],
            "error: cannot write the labels to `/dev/full`: No space left on device",
        ),
    ] {
        let ran = world.run(&[&["sample"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.stderr.starts_with(message), "{}", ran.stderr);
    }
}

#[test]
fn wrong_arguments_are_refused() {
    let world = World::new();
    for (args, message) in [
        (&["--category", "Usag"][..], "error: unknown category `Usag`; did you mean `Usage`?\n"),
        (&["--shape", "round"], "[possible values: table, resource-log]"),
        (&["--framing", "csv"], "[possible values: lines, array, records]"),
        (&["--count", "1", "--bytes", "1"], "'--count <N>' cannot be used with '--bytes <SIZE>'"),
        (&["--bytes", "1XB"], "expected a whole number and a unit, such as `100MB` or `4GiB`"),
        (&["--bytes", "MB"], "expected a whole number and a unit, such as `100MB` or `4GiB`"),
        (&["--bytes", "99999999TB"], "expected a whole number and a unit, such as `100MB` or `4GiB`"),
        (&["--defects", "5"], "expected a share from 0 to 1, or a percentage such as `5%`"),
        (&["--defects", "101%"], "expected a share from 0 to 1, or a percentage such as `5%`"),
        (&["--defects", "NaN"], "expected a share from 0 to 1, or a percentage such as `5%`"),
        (&["--labels", "labels.jsonl"], "--defects <SHARE>"),
        (&["--rule", "wrong-type"], "--defects <SHARE>"),
        (
            &["--defects", "1", "--rule", "wrong-typ"],
            "error: no defect breaks the rule `wrong-typ`; did you mean `wrong-type`?",
        ),
        (&["--output", "absent/sample.json"], "error: cannot create `absent/sample.json`: No such file"),
        (
            &["--defects", "1", "--labels", "absent/labels.jsonl"],
            "error: cannot create `absent/labels.jsonl`: No such file",
        ),
        (
            &["--defects", "1", "--labels", "a.json", "--output", "a.json"],
            "error: `a.json` cannot hold both the records and the labels",
        ),
    ] {
        let ran = world.run(&[&["sample"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.stderr.contains(message), "{args:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{args:?}");
    }
}
