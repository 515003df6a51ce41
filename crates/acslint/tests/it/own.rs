//! Categories of the configuration, as users meet them.

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
fn clean_ones_are_vouched_for_and_absent_ones_are_named() {
    let world = world();
    world.file("a.jsonl", "{\"kind\":\"audit\",\"who\":\"a\"}\n".repeat(1000));
    let ran = world.run(&["check", "-v", "a.jsonl"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("\n  Audit  1,000  99.1 % vouched for\n"), "{}", ran.stdout);
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
