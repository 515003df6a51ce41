//! End-to-end tests of custom categories.

use serde_json::Value;

use crate::run::World;

const SCHEMA: &str = r#"{
  "properties": {
    "kind": { "const": "audit" },
    "who": { "$ref": "common.json#/$defs/who" }
  },
  "required": ["who"],
  "additionalProperties": false
}"#;

const COMMON: &str = r#"{ "$defs": { "who": { "type": "string", "minLength": 1 } } }"#;

const CONFIGURATION: &str = r#"
[categories.Audit]
schema = "schemas/audit.json"
discriminator = { pointer = "/kind" }

[categories.Unseen]
schema = "schemas/audit.json"
"#;

fn world() -> World {
    let world = World::new();
    world
        .file("acslint.toml", CONFIGURATION)
        .file("schemas/audit.json", SCHEMA)
        .file("schemas/common.json", COMMON);
    world
}

#[test]
fn their_records_are_checked_by_their_schemas() {
    let world = world();
    world.file("a.jsonl", "{\"kind\":\"audit\",\"who\":\"a\"}\n{\"kind\":\"audit\",\"woh\":\"a\"}\n");
    let ran = world.run(&["check", "--format", "json", "a.jsonl"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let found: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let of = |key: &str| finding[key].to_string();
            ["rule", "level", "line", "column", "pointer", "field", "category", "shape"].map(of).join(" ")
        })
        .collect();
    assert_eq!(
        found,
        [
            r#""missing-field" "error" 2 1 "" "who" "Audit" null"#,
            r#""unknown-field" "error" 2 17 "/woh" null "Audit" null"#
        ]
    );
    let counts = report["summary"]["categories"].to_string();
    assert_eq!(
        counts,
        r#"[{"category":"Audit","shape":null,"records":2,"findings":2},{"category":"Unseen","shape":null,"records":0,"findings":0}]"#
    );
}

#[test]
fn clean_ones_are_proved_clean_and_absent_ones_are_named() {
    let world = world();
    world.file("a.jsonl", "{\"kind\":\"audit\",\"who\":\"a\"}\n".repeat(1000));
    let ran = world.run(&["check", "-v", "a.jsonl"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("\n  Audit  1,000  99.1 % proved clean\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\nwithout a record\n  Unseen\n"), "{}", ran.stdout);
}

#[test]
fn a_reference_that_is_not_on_disk_is_shown_where_it_stands() {
    let world = world();
    world.file(
        "schemas/common.json",
        "{ \"$defs\": {\n  \"who\": { \"$ref\": \"https://example.com/who\" }\n} }",
    );
    world.file("a.jsonl", "{}\n");
    let ran = world.run(&["check", "a.jsonl"]);
    assert_eq!(ran.code, 2);
    let place = std::path::Path::new("schemas").join("common.json").display().to_string();
    assert!(ran.stderr.contains(&format!("[{place}:2:20]")), "{}", ran.stderr);
    assert!(ran.stderr.contains("`https://example.com/who` is not on disk"), "{}", ran.stderr);
}

#[test]
fn gates_know_them() {
    let world = world();
    world.file("a.jsonl", "{\"kind\":\"audit\",\"who\":\"a\"}\n");
    let missing = "too little was checked: no record of `Unseen`, at least 1 required";
    let few = "too little was checked: 1 record of `Audit`, at least 2 required";
    for (args, code, says) in [
        (["--require-category", "Audit"], 0, "no findings"),
        (["--min-records", "Audit=1"], 0, "no findings"),
        (["--require-category", "Unseen"], 3, missing),
        (["--min-records", "Audit=2"], 3, few),
    ] {
        let ran = world.run(&[&["check", "a.jsonl"], &args[..]].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (code, ""), "{args:?}");
        assert!(ran.stdout.contains(says), "{args:?}: {}", ran.stdout);
    }
    let ran = world.run(&["check", "a.jsonl", "--require-category", "Audti"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert_eq!(ran.stderr, "error: unknown category `Audti`; did you mean `Audit`?\n");
    let ran = world.run(&["check", "a.jsonl", "--no-config", "--require-category", "Audit"]);
    assert_eq!(ran.code, 2, "no configuration, no such category: {}", ran.stderr);
    for key in ["min-records = { Audit = 2 }", "require-category = [\"Unseen\"]"] {
        world.file("acslint.toml", format!("{key}\n{CONFIGURATION}"));
        assert_eq!(world.run(&["check", "a.jsonl"]).code, 3, "{key}");
    }
}

const NESTED: &str = r#"{
  "properties": {
    "kind": { "const": "audit" },
    "who": { "type": "string" },
    "steps": { "type": "array", "items": { "required": ["name"] } }
  },
  "required": ["who"]
}"#;

#[test]
fn settings_for_categories_know_them() {
    let world = world();
    let record = "{\"kind\":\"audit\",\"steps\":[{}]}\n";
    world.file("schemas/audit.json", NESTED).file("a.jsonl", record);
    let missing_step = r#""warning" 1 26 "steps[].name""#;
    let found = |settings: &str| {
        world.file("acslint.toml", format!("{CONFIGURATION}{settings}"));
        let ran = world.run(&["check", "--format", "jsonl", "a.jsonl"]);
        assert_eq!(ran.stderr, "", "{settings}");
        let lines = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let of = |finding: &Value| {
            ["level", "line", "column", "field"].map(|key| finding[key].to_string()).join(" ")
        };
        lines.filter(|line| line.get("summary").is_none()).map(|finding| of(&finding)).collect::<Vec<_>>()
    };
    let both = [r#""error" 1 1 "who""#, r#""error" 1 26 "steps[].name""#];
    assert_eq!(found(""), both);
    let suppress = |categories: &str, fields: &str| {
        format!("[[suppress]]\nrule = \"missing-field\"\nreason = \"known\"\n{categories}\n{fields}\n")
    };
    assert_eq!(found(&suppress("categories = [\"Audit\"]", "")), [""; 0]);
    assert_eq!(found(&suppress("categories = [\"Audit\"]", "fields = [\"who\"]")), both[1..]);
    assert_eq!(found(&suppress("", "fields = [\"steps[].name\"]")), both[..1]);
    let levels = |categories: &str, fields: &str| {
        format!("[[overrides]]\nlevels.missing-field = \"warning\"\n{categories}\n{fields}\n")
    };
    let warned = |of: &str| of.replace("error", "warning");
    assert_eq!(found(&levels("categories = [\"Unseen\", \"Usage\"]", "")), both);
    assert_eq!(found(&levels("categories = [\"Audit\"]", "")), both.map(warned));
    assert_eq!(
        found(&levels("categories = [\"Audit\"]", "fields = [\"steps[].name\"]")),
        [both[0], missing_step]
    );
}

#[test]
fn settings_that_do_not_suit_them_are_refused() {
    let world = world();
    world.file("a.jsonl", "{}\n");
    for (settings, complaint) in [
        (
            "[[hints]]\npaths = [\"a.jsonl\"]\ncategory = \"Audit\"\n",
            "`Audit` is a custom category: its `discriminator` identifies its records",
        ),
        (
            "[[suppress]]\nrule = \"missing-field\"\nreason = \"known\"\ncategories = [\"Audit\"]\nfields = [\"whom\"]\n",
            "`Audit` has no property `whom`; did you mean `who`?",
        ),
        (
            "[[overrides]]\nfields = [\"a[].whom\"]\nlevels.missing-field = \"allow\"\n",
            "no category has a property `a[].whom`; did you mean `a[].who`?",
        ),
        (
            "[[overrides]]\ncategories = [\"Audti\"]\nlevels.missing-field = \"allow\"\n",
            "unknown category `Audti`; did you mean `Audit`?",
        ),
    ] {
        world.file("acslint.toml", format!("{CONFIGURATION}{settings}"));
        let ran = world.run(&["check", "a.jsonl"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{settings}");
        assert!(ran.stderr.contains(complaint), "{settings}: {}", ran.stderr);
    }
    world.file("acslint.toml", format!("category = \"Audit\"\n{CONFIGURATION}"));
    let ran = world.run(&["check", "a.jsonl"]);
    assert!(ran.stderr.contains("`Audit` is a custom category"), "{}", ran.stderr);
}
