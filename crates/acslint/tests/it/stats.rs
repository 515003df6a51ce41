//! Tests of `acslint stats`: exact numbers, comparisons, gates, and values that must not appear.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::run::{CLEAN, World};

/// The published schema of the statistics.
static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = include_str!("../../../../schemas/stats.schema.json");
    jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap()
});

/// A clean record of this time and type of usage.
fn record(time: &str, usage: &str) -> String {
    CLEAN.replace("2023-06-30T12:00:00Z", time).replace("\"sms\"", &format!("\"{usage}\"")) + "\n"
}

/// Four records in three hours, and two that are not of a known category.
fn records() -> String {
    record("2023-06-30T12:00:00Z", "Chat")
        + &record("2023-06-30T12:59:59Z", "PSTN")
        + &record("2023-06-30T15:00:00Z", "Chat").replace("\"Quantity\":1", "\"Quantity\":2.5")
        + &record("yesterday", "").replace("\"Quantity\":1", "\"Quantity\":null")
        + "{\"category\":\"AuditEvent\"}\n1\n"
}

fn json_of(world: &World, args: &[&str]) -> Value {
    let ran = world.run(&[&["stats", "--format", "json"], args].concat());
    let stats = serde_json::from_str(&ran.stdout);
    let stats = stats.unwrap_or_else(|error| panic!("{error}: {}{}", ran.stdout, ran.stderr));
    assert!(SCHEMA.is_valid(&stats), "not as `schemas/stats.schema.json` says: {stats}");
    stats
}

fn property<'v>(stats: &'v Value, name: &str) -> &'v Value {
    let properties = stats["statistics"][0]["properties"].as_array().unwrap();
    properties.iter().find(|property| property["name"] == name).unwrap()
}

#[test]
fn statistics_have_the_numbers_of_records_hours_and_properties() {
    let world = World::new();
    world.file("a.jsonl", records());
    let stats = json_of(&world, &["a.jsonl"]);
    assert_eq!([&stats["version"], &stats["total"], &stats["others"]], [&json!(1), &json!(6), &json!(2)]);
    assert_eq!(stats["changes"], Value::Null);
    let usage = &stats["statistics"][0];
    assert_eq!(stats["statistics"].as_array().unwrap().len(), 1);
    for (key, expected) in [
        ("category", json!("Usage")),
        ("shape", json!("table")),
        ("records", json!(4)),
        ("undated", json!(1)),
        ("first_time", json!("2023-06-30T12:00:00Z")),
        ("last_time", json!("2023-06-30T15:00:00Z")),
        (
            "gaps",
            json!({ "count": 1, "hours": 2, "longest": [{ "from": "2023-06-30T13:00:00Z", "hours": 2 }] }),
        ),
        (
            "hours",
            json!([
                { "hour": "2023-06-30T12:00:00Z", "records": 2 },
                { "hour": "2023-06-30T15:00:00Z", "records": 1 },
            ]),
        ),
        ("earlier_records", json!(0)),
    ] {
        assert_eq!(usage[key], expected, "{key}");
    }
    let of = |present: u32, nulls: u32, empty: u32, values: Value, range: [Value; 2]| {
        let [minimum, maximum] = range;
        json!({
            "present": present, "null": nulls, "empty": empty, "values": values, "other_values": 0,
            "minimum": minimum, "maximum": maximum,
        })
    };
    let none = || [Value::Null, Value::Null];
    let values = json!([{ "value": "Chat", "records": 2 }, { "value": "PSTN", "records": 1 }]);
    for (name, expected) in [
        ("UsageType", of(3, 0, 1, values, none())),
        ("Quantity", of(3, 1, 0, json!([]), [json!(1), json!(2.5)])),
        (
            "TimeGenerated",
            of(4, 0, 0, json!([]), [json!("2023-06-30T12:00:00Z"), json!("2023-06-30T15:00:00Z")]),
        ),
        ("CorrelationId", of(4, 0, 0, json!([]), none())),
        ("UserIdA", of(0, 0, 0, json!([]), none())),
    ] {
        let mut found = property(&stats, name).clone();
        found.as_object_mut().unwrap().remove("name");
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn people_get_bars_shares_and_gaps() {
    let world = World::new();
    world.file("a.jsonl", records());
    let ran = world.run(&["stats", "a.jsonl"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let head = "6 records, 2 not of a known category\n\nUsage (table): 4 records, 2023-06-30T12:00:00Z to \
                2023-06-30T15:00:00Z, 1 without a time\n  2 hours without a record: 2 hours from 2023-06-30T13:00:00Z\n";
    assert!(ran.stdout.starts_with(head), "{}", ran.stdout);
    let row = |name: &str| -> Vec<&str> {
        let line = ran.stdout.lines().find(|line| line.trim_start().starts_with(name)).unwrap();
        line.split_whitespace().collect()
    };
    assert_eq!(row("UsageType").join(" "), "UsageType ███████··· 75.0 % - 25.0 % Chat 66.7 %, PSTN 33.3 %");
    assert_eq!(row("Quantity").join(" "), "Quantity ███████··· 75.0 % 25.0 % - 1 to 2.5");
    assert_eq!(row("RecordId").join(" "), "RecordId ██████████ 100 % - -");
}

/// The page of a check has the same shares, with bars.
#[test]
fn the_page_shows_the_share_of_each_property() {
    let world = World::new();
    world.file("a.jsonl", records());
    let page = world.run(&["check", "a.jsonl", "--format", "html"]).stdout;
    let row = |name: &str| {
        let is_row =
            |line: &&str| line.contains(&format!("<code>{name}</code></th>")) && line.contains("\"bar\"");
        page.lines().find(is_row).unwrap_or_else(|| panic!("no row for {name}")).to_owned()
    };
    for (name, share, width) in [("Quantity", "75.0 %", 75), ("RecordId", "all", 100), ("UserIdA", "none", 0)]
    {
        let row = row(name);
        assert!(row.contains(&format!("<td class=\"n\">{share}</td>")), "{row}");
        assert!(row.contains(&format!("<span style=\"width: {width}%\"></span>")), "{row}");
    }
}

#[test]
fn statistics_do_not_depend_on_threads_pieces_and_files() {
    let world = World::new();
    let lines: Vec<String> = (0..40)
        .map(|hour| record(&format!("2023-06-{:02}T{:02}:30:00Z", 1 + hour / 24, hour % 24), "Chat") + "1\n")
        .collect();
    world.file("whole.jsonl", lines.concat());
    for (number, part) in lines.chunks(7).enumerate() {
        world.file(&format!("parts/{number}.jsonl"), part.concat());
    }
    let whole = json_of(&world, &["whole.jsonl", "--threads", "1"]);
    assert_eq!(whole["total"], 80);
    for threads in ["1", "4"] {
        for path in ["whole.jsonl", "parts"] {
            let cut = json_of(&world, &[path, "--threads", threads, "--piece-size", "300"]);
            assert_eq!(cut, whole, "{path} with {threads} threads");
        }
    }
}

#[test]
fn no_value_that_may_be_personal_appears() {
    let world = World::new();
    let person = "zoe@example.org";
    let members = format!(
        "{{\"UserIdA\":\"{person}\",\"UserIdB\":15551234567,\"CallerIpAddress\":\"203.0.113.77\",\
         \"Identity\":{{\"upn\":\"{person}\"}},\"{person}\":\"{person}\",\"_ResourceId\":\"/{person}\","
    );
    let mut record = record("2023-06-30T12:00:00Z", person).replacen('{', &members, 1);
    record = record.replace("\"count\"", &format!("\"{person}\"")).replace("\"c\"", "\"15551234567\"");
    let foreign = format!("{{\"category\":\"{person}\",\"time\":\"1990-05-05T00:00:00Z\"}}\n");
    let custom = format!("{{\"category\":\"Own\",\"time\":\"1990-05-05T00:00:00Z\",\"who\":\"{person}\"}}\n");
    world
        .file("a.jsonl", record + &foreign + &custom)
        .file("own.schema.json", "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"}")
        .file("acslint.toml", "[categories.Own]\nschema = \"own.schema.json\"\n");
    for format in ["human", "json"] {
        let ran = world.run(&["stats", "a.jsonl", "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        for private in ["zoe", "5551234567", "203.0.113", "1990"] {
            assert!(!ran.stdout.contains(private), "{private} in {}", ran.stdout);
        }
    }
    let stats = json_of(&world, &["a.jsonl"]);
    assert_eq!(property(&json!({ "statistics": [stats["statistics"][1]] }), "UserIdA")["present"], 1);
    assert_eq!(
        [&stats["statistics"][0]["category"], &stats["statistics"][0]["records"]],
        [&json!("Own"), &json!(1)]
    );
}

#[test]
fn changes_fail_the_run_from_the_level_on() {
    let world = World::new();
    let chat = record("2023-06-30T12:00:00Z", "Chat");
    let without = chat.replace("\"UnitType\":\"count\",", "");
    world
        .file("old.jsonl", chat.repeat(4))
        .file("rarer.jsonl", chat.repeat(2) + &without.repeat(2))
        .file("gone.jsonl", &without)
        .file("wider.jsonl", chat.replace("\"Quantity\":1", "\"Quantity\":0"));
    let ran = world.run(&["stats", "old.jsonl", "--format", "json", "--output", "old.json"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
    let end = |changes: &str| format!("\n\n{changes}");
    for (input, level, code, changes) in [
        ("old.jsonl", "info", 0, "no changes since `old.json`\n"),
        (
            "rarer.jsonl",
            "error",
            0,
            "1 change since `old.json`\n  warning[rarer] `UnitType` of Usage (table): in 50.0 % of the records, before in \
             100.0 %\n",
        ),
        (
            "rarer.jsonl",
            "warning",
            1,
            "1 change since `old.json`\n  warning[rarer] `UnitType` of Usage (table): in 50.0 % of the records, before in \
             100.0 %\n",
        ),
        (
            "gone.jsonl",
            "error",
            1,
            "1 change since `old.json`\n  error[vanished] `UnitType` of Usage (table): there are none any more\n",
        ),
        (
            "gone.jsonl",
            "never",
            0,
            "1 change since `old.json`\n  error[vanished] `UnitType` of Usage (table): there are none any more\n",
        ),
        (
            "wider.jsonl",
            "info",
            1,
            "1 change since `old.json`\n  info[wider] `Quantity` of Usage (table): 0, before 1\n",
        ),
    ] {
        let ran = world.run(&["stats", input, "--compare", "old.json", "--fail-on", level]);
        assert_eq!((ran.code, ran.stderr.as_str()), (code, ""), "{input}, {level}: {}", ran.stdout);
        assert!(ran.stdout.ends_with(&end(changes)), "{input}, {level}: {}", ran.stdout);
    }
    let stats = json_of(&world, &["gone.jsonl", "--compare", "old.json"]);
    assert_eq!(
        stats["changes"],
        json!([{
            "kind": "vanished", "level": "error", "category": "Usage", "shape": "table", "property": "UnitType",
            "message": "`UnitType` of Usage (table): there are none any more",
        }])
    );
}

#[test]
fn a_level_of_changes_needs_statistics_to_compare_with() {
    let world = World::new();
    world.file("a.jsonl", records());
    let ran = world.run(&["stats", "a.jsonl", "--fail-on", "warning"]);
    let refusal = "error: the option '--fail-on' of `acslint stats` is about changes; pass '--compare' too\n";
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.starts_with(refusal), "{}", ran.stderr);
    let help = world.run(&["stats", "--help"]).stdout;
    assert!(help.contains("Lowest level of a change that fails the run with exit code 1"), "{help}");
}

#[test]
fn the_schema_describes_statistics_and_their_changes() {
    let world = World::new();
    world.file("a.jsonl", records());
    world.file("old.json", json_of(&world, &["a.jsonl"]).to_string());
    world.file("b.jsonl", record("2023-07-01T12:00:00Z", "Audio"));
    let stats = json_of(&world, &["b.jsonl", "--compare", "old.json"]);
    assert!(!stats["changes"].as_array().unwrap().is_empty());
    for (member, wrong) in
        [("total", json!("6")), ("statistics", json!([{}])), ("changes", json!([{ "kind": 1 }]))]
    {
        let mut other = stats.clone();
        other[member] = wrong;
        assert!(!SCHEMA.is_valid(&other), "{member}");
    }
}

#[test]
fn statistics_that_cannot_be_compared_with_are_named() {
    let world = World::new();
    world.file("a.jsonl", records());
    let good = json_of(&world, &["a.jsonl"]);
    let with = |pointer: &str, value: Value| {
        let mut stats = good.clone();
        *stats.pointer_mut(pointer).unwrap() = value;
        stats.to_string()
    };
    let row = good["statistics"][0].clone();
    for (text, reason) in [
        (with("/version", json!(9)), "it has version 9, but this acslint reads version 1"),
        (with("/statistics/0/shape", json!("x")), "`x` is not a shape"),
        (with("/statistics/0/first_time", json!("x")), "`x` is not a time"),
        (with("/statistics/0/records", json!(1)), "is in more records of `Usage` than there are"),
        (with("/statistics", json!([row, row])), "it lists `Usage` twice"),
        ("{}".to_owned(), "missing field `version`"),
        ("[".to_owned(), "EOF while parsing"),
    ] {
        world.file("old.json", text);
        let ran = world.run(&["stats", "a.jsonl", "--compare", "old.json"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{reason}");
        assert!(ran.stderr.starts_with("error: cannot compare with `old.json`: "), "{}", ran.stderr);
        assert!(ran.stderr.contains(reason), "{reason}: {}", ran.stderr);
    }
    let ran = world.run(&["stats", "a.jsonl", "--compare", "absent.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error: cannot compare with `absent.json`: "), "{}", ran.stderr);
}

#[test]
fn too_little_coverage_and_no_records_are_3() {
    let world = World::new();
    world.file("a.jsonl", records()).file("empty.jsonl", "");
    let coverage = json_of(&world, &["a.jsonl"])["statistics"][0]["coverage"].clone();
    let (seen, documented) = (coverage["seen"].as_u64().unwrap(), coverage["documented"].as_u64().unwrap());
    assert!(0 < seen && seen < documented, "{coverage}");
    let ran = world.run(&["stats", "a.jsonl", "--min-coverage", "10%"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let ran = world.run(&["stats", "a.jsonl", "--min-coverage", "1"]);
    let reason = format!(
        "error: Usage (table): {seen} of {documented} documented properties have a value, fewer than `--min-coverage` demands\n"
    );
    assert_eq!((ran.code, ran.stderr), (3, reason));
    assert_eq!(world.run(&["stats", "empty.jsonl"]).code, 3);
    assert_eq!(world.run(&["stats", "a.jsonl", "--min-coverage", "2"]).code, 2);
    assert_eq!(world.run(&["stats", "a.jsonl", "--strict"]).code, 2);
}

#[test]
fn statistics_are_not_inputs_and_do_not_replace_inputs() {
    let world = World::new();
    world.file("a.jsonl", records());
    let args = ["stats", ".", "--format", "json", "--output", "stats.json"];
    assert_eq!(world.run(&args).code, 0);
    let first = std::fs::read_to_string(world.path("stats.json")).unwrap();
    assert_eq!(world.run(&args).code, 0, "statistics replace statistics");
    assert_eq!(std::fs::read_to_string(world.path("stats.json")).unwrap(), first);
    let ran = world.run(&["check", "."]);
    assert!(ran.stdout.contains("file of statistics by acslint"), "{}", ran.stdout);
    let ran = world.run(&["stats", "a.jsonl", "--output", "a.jsonl"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (2, "error: `a.jsonl` is an input; name another file for the output\n")
    );
    let ran = world.run(&["stats", "a.jsonl", "--compare", "stats.json", "--output", "stats.json"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let ran = world.run(&["stats", "a.jsonl", "absent.jsonl", "--format", "json", "--output", "stats.json"]);
    assert_eq!(ran.code, 2);
    let told = "error: did not write `stats.json`, since not everything was read\n";
    assert!(ran.stderr.ends_with(told), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(world.path("stats.json")).unwrap(), first);
}

#[test]
fn a_window_selects_the_records() {
    let world = World::new();
    world.file("a.jsonl", records());
    let stats = json_of(&world, &["a.jsonl", "--since", "2023-06-30T13:00:00Z"]);
    let usage = &stats["statistics"][0];
    assert_eq!([&usage["records"], &usage["first_time"]], [&json!(2), &json!("2023-06-30T15:00:00Z")]);
}
