//! End-to-end tests of custom categories.

use acslint_types::{Category, Shape};
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

/// A new member in every record of a known category: its finding is found once, and replayed for the others.
#[test]
fn replayed_records_are_counted_apart_from_those_proved_clean() {
    let world = World::new();
    let example: Value =
        serde_json::from_str(Category::by_id("SMSOperational").unwrap().example(Shape::ResourceLog)).unwrap();
    let record = format!("{{\"colourOfTheDay\":null,{}\n", &example.to_string()[1..]);
    world.file("a.jsonl", record.repeat(1000));
    let ran = world.run(&["check", "-v", "a.jsonl", "--no-config"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("  1,000  none proved clean, 99.1 % replayed\n"), "{}", ran.stdout);
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
            "[[hints]]\npaths = [\"a.jsonl\"]\ncategory = \"Audti\"\n",
            "unknown category `Audti`; did you mean `Audit`?",
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
}

const SIGN_IN: &str = r#"{
  "title": "Sign-in", "description": "One sign-in.",
  "type": "object",
  "properties": {
    "meta": { "$ref": "common.json#/$defs/meta" },
    "user": { "type": "object", "x-personal": true, "description": "Who signed in." },
    "result": { "enum": ["ok", "failed"], "x-safe": true },
    "at": { "type": "string", "format": "date-time" },
    "changes": { "type": "array", "items": { "properties": { "field": { "type": ["string", "null"] } }, "required": ["field"] } }
  },
  "required": ["meta", "result"],
  "additionalProperties": false
}"#;

/// A category that is identified by a nested text, and whose schema refers to another file.
fn sign_in() -> World {
    let world = World::new();
    world
        .file("schemas/sign-in.json", SIGN_IN)
        .file("schemas/common.json", r#"{ "$defs": { "meta": { "type": "object", "required": ["kind"] } } }"#)
        .file(
            "acslint.toml",
            "[categories.SignIn]\nschema = \"schemas/sign-in.json\"\ndiscriminator = { pointer = \"/meta/kind\", value = \"sign-in\" }\n",
        );
    world
}

#[test]
fn one_is_explained_with_its_properties_and_marks() {
    let world = sign_in();
    let ran = world.run(&["schema", "explain", "signin"]);
    let expected = "\
SignIn
Sign-in
One sign-in.

custom category of  schemas/sign-in.json
identified by       \"sign-in\" at `/meta/kind`

Properties

property         holds               presence  redacted reports
meta             object              required  hide texts and numbers
user             object              optional  hide it, and all inside
    Who signed in.
result           \"ok\" or \"failed\"    required  show valid values
at               string (date-time)  optional  hide texts and numbers
changes          array               optional  hide texts and numbers
changes[].field  string or null      required  hide texts and numbers
";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, expected, ""));
    // A title that only repeats the name is not printed.
    world.file("schemas/sign-in.json", SIGN_IN.replace("\"Sign-in\"", "\"SignIn\""));
    let ran = world.run(&["schema", "explain", "SignIn"]);
    assert!(ran.stdout.starts_with("SignIn\nOne sign-in.\n"), "{}", ran.stdout);
    let ran = world.run(&["schema", "explain", "SingIn"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (2, "error: unknown category `SingIn`; did you mean `SignIn`?\n")
    );
    // From elsewhere, the configuration is named.
    let elsewhere = World::new();
    let file = world.path("acslint.toml").display().to_string();
    assert_eq!(elsewhere.run(&["schema", "explain", "SignIn"]).code, 2);
    assert_eq!(elsewhere.run(&["schema", "explain", "SignIn", "--config", &file]).code, 0);
    // A rule is asked for, and the category has an explanation of its own.
    for (given, meant) in [
        ("SignIn", "SignIn"),
        ("SMSOperational", "SMSOperational"),
        ("acssmsincomingoperations", "SMSOperational"),
        ("SMSOperationl", "SMSOperational"),
    ] {
        let ran = world.run(&["explain", given]);
        let said =
            format!("error: `{meant}` is a category, not a rule; run `acslint schema explain {meant}`\n");
        assert_eq!((ran.code, ran.stderr.as_str()), (2, said.as_str()), "{given}");
    }
    assert_eq!(
        world.run(&["explain", "wrong-tpye"]).stderr,
        "error: unknown rule `wrong-tpye`; did you mean `wrong-type`?\n"
    );
}

#[test]
fn samples_of_one_satisfy_its_schema_and_differ() {
    let world = sign_in();
    let sample = ["sample", "--category", "SignIn", "--count", "40"];
    let ran = world.run(&[&sample[..], &["-o", "a.jsonl"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let lines = std::fs::read_to_string(world.path("a.jsonl")).unwrap();
    let different: std::collections::BTreeSet<&str> = lines.lines().collect();
    assert!(different.len() >= 5 && lines.lines().count() == 40, "{lines}");
    let ran = world.run(&["check", "a.jsonl", "--min-records", "SignIn=40", "--format", "concise"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    // The same arguments give the same records, another seed others.
    assert_eq!(world.run(&sample).stdout, lines);
    assert_ne!(world.run(&[&sample[..], &["--seed", "1"]].concat()).stdout, lines);
    let mixed = ["sample", "--category", "SignIn", "--category", "Usage", "--count", "10", "--shuffle"];
    world.file("b.jsonl", world.run(&mixed).stdout);
    let gates = ["--min-records", "SignIn=5", "--min-records", "Usage=5"];
    assert_eq!(world.run(&[&["check", "b.jsonl"], &gates[..]].concat()).code, 0);
    let ran = world.run(&[&sample[..], &["--defects", "10%"]].concat());
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("cannot make defects in records of `SignIn`"), "{}", ran.stderr);
    let ran = world.run(&["sample", "--category", "SingIn"]);
    assert_eq!(ran.stderr, "error: unknown category `SingIn`; did you mean `SignIn`?\n");
    world.file("schemas/sign-in.json", r#"{ "properties": { "meta": { "type": "string" } } }"#);
    let ran = world.run(&sample);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (2, "error: cannot make a record of `SignIn`: no record was found that its schema accepts\n")
    );
}

#[test]
fn records_without_a_name_are_of_the_category_that_is_asked_for() {
    let world = sign_in();
    world.file("logs/a.jsonl", "{\"meta\":{\"kind\":7},\"result\":\"lost\"}\n");
    let found = |args: &[&str]| {
        let ran = world.run(&[&["check", "logs", "--format", "json"], args].concat());
        let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
        let findings = report["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|finding| {
                format!(
                    "{} {} {}",
                    finding["rule"].as_str().unwrap(),
                    finding["pointer"].as_str().unwrap(),
                    finding["category"]
                )
            })
            .collect::<Vec<_>>()
    };
    let missing = ["missing-category  null"];
    let checked = ["invalid-value /result \"SignIn\""];
    assert_eq!(found(&[]), missing);
    assert_eq!(found(&["--category", "SignIn"]), checked);
    let written = std::fs::read_to_string(world.path("acslint.toml")).unwrap();
    world.file("acslint.toml", format!("category = \"SignIn\"\n{written}"));
    assert_eq!(found(&[]), checked);
    assert_eq!(found(&["--category", "Usage"]).first().map(|first| first.contains("Usage")), Some(true));
    world.file("acslint.toml", format!("{written}[[hints]]\npaths = [\"logs/\"]\ncategory = \"SignIn\"\n"));
    assert_eq!(found(&[]), checked);
    let ran = world.run(&["check", "logs", "--category", "SingIn"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (2, "error: unknown category `SingIn`; did you mean `SignIn`?\n")
    );
}

#[test]
fn a_misspelled_discriminator_is_suggested() {
    let world = sign_in();
    world.file(
        "a.jsonl",
        "{\"meta\":{\"kind\":\"sing-in\"},\"result\":\"ok\"}\n{\"meta\":{\"kind\":\"other\"}}\n",
    );
    let ran = world.run(&["check", "a.jsonl", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        report["findings"][0]["help"],
        "did you mean `sign-in` at `/meta/kind`? It identifies a record of `SignIn`"
    );
    assert_eq!(report["findings"][1]["help"], "add `category`, or name it with `--category`");
}

#[test]
fn nothing_personal_is_in_a_redacted_report() {
    let world = sign_in();
    let record =
        r#"{"meta":{"kind":"sign-in"},"result":"ok","user":{"zoecanary":true,"zoecanary":1},"extra":1}"#;
    world.file("a.jsonl", format!("{record}\n"));
    for format in [
        "human", "concise", "grouped", "json", "jsonl", "sarif", "junit", "github", "gitlab", "azure",
        "rdjson", "markdown", "html",
    ] {
        let shown = world.run(&["check", "a.jsonl", "--format", format, "--no-redact"]);
        assert_eq!(shown.code, 1, "{format}");
        let ran = world.run(&["check", "a.jsonl", "--format", format, "--redact"]);
        assert!(!ran.stdout.contains("zoecanary"), "{format}: {}", ran.stdout);
    }
    // Without the mark, the key looks like the name of a property.
    world.file("schemas/sign-in.json", SIGN_IN.replace("\"x-personal\": true, ", ""));
    assert!(world.run(&["check", "a.jsonl", "--redact"]).stdout.contains("zoecanary"));
    let written = std::fs::read_to_string(world.path("acslint.toml")).unwrap();
    world.file("acslint.toml", format!("{written}personal = [\"user\"]\n"));
    assert!(!world.run(&["check", "a.jsonl", "--redact"]).stdout.contains("zoecanary"));
}
