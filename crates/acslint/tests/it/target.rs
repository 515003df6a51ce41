//! Tests of `--target`: what a destination loses, in reports and in a split.

use std::fs;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::run::{CLEAN, World, wrong};

/// Schema of the report.
static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let text = include_str!("../../../../schemas/report.schema.json");
    jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap()
});

/// Report of a check, which follows its schema.
fn json_of(world: &World, args: &[&str]) -> Value {
    let ran = world.run(&[&["check", "--format", "json"], args].concat());
    let report: Value = serde_json::from_str(&ran.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", ran.stdout, ran.stderr));
    let errors: Vec<_> = SCHEMA.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    report
}

/// Record whose member `Quantity` has this value.
fn with_quantity(value: &str) -> String {
    CLEAN.replace("\"Quantity\":1", &format!("\"Quantity\":{value}")) + "\n"
}

/// Records that a destination keeps, changes and drops.
fn world() -> World {
    let world = World::new();
    let extra = CLEAN.replacen('{', "{\"Extra\":1,", 1) + "\n";
    let records =
        [format!("{CLEAN}\n").repeat(20), with_quantity("\"many\""), extra, CLEAN.replace('}', ",}") + "\n"];
    world.file("a.jsonl", records.concat());
    world
}

fn losses(report: &Value) -> Vec<(&str, &str)> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| (finding["rule"].as_str().unwrap(), finding["loss"].as_str().unwrap())).collect()
}

#[test]
fn each_finding_has_its_loss_and_the_summary_counts_them() {
    let world = world();
    let report = json_of(&world, &["a.jsonl", "--target", "adx"]);
    assert_eq!(
        losses(&report),
        [("wrong-type", "value"), ("unknown-field", "column"), ("invalid-json", "record")]
    );
    let table = |field: Value, category: Value, shape: Value| json!([{ "category": category, "shape": shape, "field": field, "values": 1 }]);
    assert_eq!(
        report["summary"]["target"],
        json!({
            "name": "adx",
            "schema": null,
            "records": 23,
            "loaded": 22,
            "kinds": [
                { "kind": "dropped", "records": 1, "values": 0, "properties": [] },
                {
                    "kind": "null", "records": 1, "values": 1,
                    "properties": table(json!("Quantity"), json!("Usage"), json!("table")),
                },
                {
                    "kind": "left-out", "records": 1, "values": 1,
                    "properties": table(Value::Null, Value::Null, Value::Null),
                },
            ],
        })
    );
    let without = json_of(&world, &["a.jsonl"]);
    assert_eq!(without["findings"][0].get("loss"), None);
    assert_eq!(without["summary"].get("target"), None);
}

#[test]
fn a_record_without_findings_can_lose_something() {
    let world = world();
    let allow = ["--level", "unknown-field=allow", "--level", "wrong-type=allow"];
    let report = json_of(&world, &[&["a.jsonl", "--target", "databricks"], &allow[..]].concat());
    assert_eq!(losses(&report), [("invalid-json", "record")]);
    let kinds = report["summary"]["target"]["kinds"].as_array().unwrap().iter();
    let kinds: Vec<_> =
        kinds.map(|kind| (kind["kind"].as_str().unwrap(), kind["values"].as_u64().unwrap())).collect();
    assert_eq!(kinds, [("corrupt", 0), ("rescued", 2)]);
}

#[test]
fn people_read_a_sentence_and_a_table() {
    let world = world();
    let ran = world.run(&["check", "a.jsonl", "--target", "adx"]);
    let summary = ran.stdout.split_once("\nin ADX\n").unwrap_or_else(|| panic!("{}", ran.stdout)).1;
    assert!(
        summary.starts_with(
            "  of 23 records, ADX would load 22; 1 dropped; 1 value becomes NULL: `Quantity`; 1 member is left out\n  \
             null      Quantity     Usage (table)  1\n  left-out  other names                 1\n"
        ),
        "{summary}"
    );
    let markdown = world.run(&["check", "a.jsonl", "--target", "adx", "--format", "markdown"]).stdout;
    let line = "Forecast: of 23 records, ADX would load 22; 1 dropped; 1 value becomes NULL: `Quantity`; 1 member is left out\n";
    assert!(markdown.contains(line), "{markdown}");
    assert!(ran.stdout.contains("loss: the column becomes NULL\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("loss: the record is dropped\n"), "{}", ran.stdout);
}

#[test]
fn a_fault_in_an_array_discards_the_whole_file() {
    let world = World::new();
    world.file("array.json", format!("[{CLEAN},\n{CLEAN},\n{{\"Category\":\"Usage\"\n,{CLEAN}]"));
    world.file("open.json", format!("[{CLEAN},\n{CLEAN}\n"));
    world.file("lines.jsonl", format!("{CLEAN}\n"));
    let report = json_of(&world, &["open.json", "--target", "adx"]);
    assert_eq!(losses(&report), [("truncated-record", "file")]);
    assert_eq!(report["summary"]["target"]["loaded"], 0);
    let report = json_of(&world, &["array.json", "lines.jsonl", "--target", "adx"]);
    assert!(losses(&report).contains(&("invalid-json", "file")), "{report}");
    let target = &report["summary"]["target"];
    assert_eq!(target["loaded"], 1);
    assert_eq!(target["kinds"][0]["kind"], "file-discarded");
    assert_eq!(target["kinds"].as_array().unwrap().len(), 1);
}

#[test]
fn the_report_does_not_depend_on_threads_and_pieces() {
    let world = World::new();
    let lines = [
        format!("{CLEAN}\n").repeat(30),
        with_quantity("\"many\""),
        with_quantity("null"),
        wrong(),
        "{\"Category\":\"Usage\"\n".to_owned(),
    ];
    world.file("a.jsonl", lines.concat().repeat(40));
    world.file("b.json", format!("[{}]", [CLEAN; 200].join(",\n")));
    for target in ["adx", "databricks", "elasticsearch", "log-analytics"] {
        let args = ["a.jsonl", "b.json", "--target", target];
        let whole = json_of(&world, &[&args[..], &["--threads", "1"]].concat());
        let pieces = json_of(&world, &[&args[..], &["--threads", "4", "--piece-size", "2000"]].concat());
        assert_eq!(whole, pieces, "{target}");
    }
}

#[test]
fn a_table_of_ones_own_is_read_and_named() {
    let world = world();
    let table = json!({ "OrderedColumns": [{ "Name": "Quantity", "CslType": "int" }] });
    world.file("table.json", table.to_string());
    world.file("b.jsonl", with_quantity("2.5"));
    let report = json_of(&world, &[".", "--target", "kusto", "--target-schema", "table.json"]);
    let target = &report["summary"]["target"];
    assert_eq!((&target["schema"], &target["records"]), (&json!("table.json"), &json!(24)));
    let null = target["kinds"].as_array().unwrap().iter().find(|kind| kind["kind"] == "null").unwrap();
    assert_eq!(null["values"], 2, "{target}");
    world.file("table.json", "{}");
    let ran = world.run(&["check", "a.jsonl", "--target", "adx", "--target-schema", "table.json"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.stderr,
        "error: cannot use the table of `table.json`: expected the JSON of `.show table T schema as json`, with \
         `OrderedColumns`\n"
    );
    let ran = world.run(&["check", "a.jsonl", "--target-schema", "table.json"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (2, "error: `--target-schema` needs a destination; pass `--target`\n")
    );
}

#[test]
fn the_configuration_names_the_destination_and_the_tables_of_its_categories() {
    let world = World::new();
    let schema =
        json!({ "properties": { "category": { "const": "Parking" }, "slot": { "type": "integer" } } });
    world.file("parking.schema.json", schema.to_string());
    world.file(
        "acslint.toml",
        "target = \"elasticsearch\"\n\n[categories.Parking]\nschema = \"parking.schema.json\"\n",
    );
    world.file(
        "a.jsonl",
        "{\"category\":\"Parking\",\"slot\":2.5}\n{\"category\":\"Parking\",\"slot\":2}\n".repeat(20),
    );
    let report = json_of(&world, &["a.jsonl"]);
    let target = &report["summary"]["target"];
    assert_eq!((&target["name"], &target["loaded"]), (&json!("elasticsearch"), &json!(40)));
    let truncated = &target["kinds"][0];
    assert_eq!((&truncated["kind"], &truncated["values"]), (&json!("truncated"), &json!(20)));
    assert_eq!(
        truncated["properties"],
        json!([{ "category": "Parking", "shape": null, "field": "slot", "values": 20 }])
    );
    assert_eq!(losses(&report).first(), Some(&("wrong-type", "value")));
    let report = json_of(&world, &["a.jsonl", "--target", "adx"]);
    assert_eq!(report["summary"]["target"]["name"], "adx");
}

#[test]
fn a_split_sets_aside_what_would_be_lost() {
    let world = world();
    let args =
        ["split", "a.jsonl", "--valid", "kept.jsonl", "--invalid", "lost.jsonl", "--reject-on", "loss"];
    let ran = world.run(&args);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (2, "error: `--reject-on loss` needs a destination; pass `--target`\n")
    );
    let ran = world.run(&[&args[..], &["--target", "adx"]].concat());
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let read = |name: &str| fs::read_to_string(world.path(name)).unwrap();
    assert_eq!(read("kept.jsonl"), format!("{CLEAN}\n").repeat(20));
    assert_eq!(read("lost.jsonl").lines().count(), 3);
}

#[test]
fn a_target_means_nothing_for_statistics_and_rewrites() {
    let world = world();
    for command in ["stats", "fix", "merge"] {
        let ran = world.run(&[command, "a.jsonl", "--target", "adx"]);
        let refusal =
            format!("the option '--target' of `acslint check` means nothing for `acslint {command}`");
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains(&refusal), "{}", ran.stderr);
    }
}

#[test]
fn merged_shards_lose_what_one_run_loses() {
    let world = World::new();
    let extra = CLEAN.replacen('{', "{\"Extra\":1,", 1) + "\n";
    let lines = [
        format!("{CLEAN}\n").repeat(9),
        with_quantity("\"many\""),
        extra,
        "{\"cut\": \n".to_owned(),
        wrong(),
    ];
    world.file("logs/a.jsonl", lines.concat().repeat(30));
    world.file("logs/b.json", format!("[{CLEAN},\n{CLEAN},\n{{\"Category\":\"Usage\"\n,{CLEAN}]"));
    world.file("logs/c.json", "{\n  \"Category\": \"Usage\"\n}\n".repeat(40));
    world.file(
        "table.json",
        json!({ "OrderedColumns": [{ "Name": "Quantity", "CslType": "int" }] }).to_string(),
    );
    let tables: [&[&str]; 3] = [
        &["--target", "databricks"],
        &["--target", "elasticsearch"],
        &["--target", "adx", "--target-schema", "table.json"],
    ];
    for target in tables {
        let whole = world.run(&[&["check", "logs", "--format", "json"], target].concat());
        let shards = ["1/3", "2/3", "3/3"].map(|shard| {
            let output = format!("{}.json", shard.replace('/', "-"));
            let args = ["check", "logs", "--piece-size", "700", "--shard", shard, "--output", &output];
            let ran = world.run(&[&args, target].concat());
            assert_eq!(ran.code, 0, "{}", ran.stderr);
            output
        });
        let merged = world.run(&["merge", &shards[0], &shards[1], &shards[2], "--format", "json"]);
        assert_eq!(merged.stdout, whole.stdout, "{target:?}: {}", merged.stderr);
        assert!(merged.stdout.contains("\"target\":{\"name\""), "{}", merged.stdout);
    }
}
