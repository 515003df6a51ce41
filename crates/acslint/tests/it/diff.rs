//! `acslint schema diff` as its users meet it: files, directories, revisions, and what is none of them.

use std::process::Command;

use serde_json::Value;

use crate::run::World;

const OLD: &str = r#"{"type":"object","properties":{"Quantity":{"type":"integer","maximum":100}}}"#;
const NEW: &str =
    r#"{"type":"object","properties":{"Quantity":{"type":"integer","maximum":10},"Unit":{"type":"string"}}}"#;

fn world() -> World {
    let world = World::new();
    world.file("old.json", OLD).file("new.json", NEW);
    world
}

fn git(world: &World, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(world.path(""))
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_break_is_shown_with_the_bytes_that_are_refused() {
    let ran = world().run(&["schema", "diff", "old.json", "new.json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(
        ran.stdout,
        "new.json: breaks writers
  Quantity  `maximum` 100 → 10
    writers break: 99 is greater than the maximum of 10
      {\"Quantity\": 99}
                   ──
  Unit  added

1 schema: 1 breaking
"
    );
}

#[test]
fn exit_codes_tell_the_verdict() {
    let world = world();
    world.file("a.json", r#"{"type":"string","pattern":"^[0-9]$"}"#);
    world.file("b.json", r#"{"type":"string","pattern":"^(0|1|2|3|4|5|6|7|8|9)$"}"#);
    let code = |old, new| world.run(&["schema", "diff", old, new]).code;
    assert_eq!(code("old.json", "old.json"), 0);
    assert_eq!(code("old.json", "new.json"), 1);
    assert_eq!(code("a.json", "b.json"), 3);
    assert_eq!(code("old.json", "none.json"), 2);
}

#[test]
fn revisions_are_read_through_git() {
    let world = World::new();
    world
        .file("schemas/a.schema.json", OLD)
        .file("schemas/note.json", "[1]")
        .file("schemas/deep/b.schema.json", OLD);
    git(&world, &["init", "--quiet"]);
    git(&world, &["add", "."]);
    git(&world, &["commit", "--quiet", "--message", "one"]);
    git(&world, &["tag", "v1"]);
    world.file("schemas/a.schema.json", NEW);
    for old in ["v1:schemas", "v1"] {
        let ran = world.run(&["schema", "diff", old, "schemas", "--format", "json"]);
        assert_eq!(ran.code, 1, "{old}: {}", ran.stderr);
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(report["writers"], "breaks");
        assert_eq!(report["readers"], "fine");
        let status = |name: &str| {
            let schemas = report["schemas"].as_array().unwrap();
            schemas.iter().find(|schema| schema["name"] == name).unwrap()["status"].clone()
        };
        assert_eq!(
            (status("a.schema.json"), status("deep/b.schema.json")),
            ("changed".into(), "same".into())
        );
        assert_eq!(report["skipped"], serde_json::json!(["note.json"]));
    }
    let ran = world.run(&["schema", "diff", "v1:schemas/a.schema.json", "schemas/a.schema.json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    for (old, expected) in [
        (
            "v9",
            "error: `v9` is no file, no directory, and no revision of a git repository here: git knows no such revision\n",
        ),
        ("v1:nowhere", "error: revision `v1` has no `nowhere`\n"),
        ("--help:schemas", "error"),
    ] {
        let ran = world.run(&["schema", "diff", "--format", "json", "--", old, "schemas"]);
        assert_eq!(ran.code, 2, "{old}");
        assert!(ran.stderr.starts_with(expected), "{old}: {}", ran.stderr);
    }
}

#[test]
fn a_schema_that_moves_is_found_by_its_id_and_one_that_goes_is_missed() {
    let world = World::new();
    let with_id = OLD.replacen('{', r#"{"$id":"urn:a","#, 1);
    world.file("one/a.schema.json", &with_id).file("one/b.schema.json", OLD);
    world.file("two/c.schema.json", &with_id).file("two/d.schema.json", NEW);
    let ran = world.run(&["schema", "diff", "one", "two"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(
        ran.stdout,
        "b.schema.json: breaks readers and writers
  the schema is gone: whoever refers to it finds nothing

d.schema.json: breaks nobody
  a new schema

3 schemas: 1 breaking, 1 changed without breaking anybody, 1 the same
"
    );
}

#[test]
fn references_to_files_beside_are_followed_and_others_are_refused() {
    let world = World::new();
    let schema = r#"{"type":"object","properties":{"a":{"$ref":"parts/t.json#/$defs/T"}}}"#;
    world.file("one/a.json", schema).file("one/parts/t.json", r#"{"$defs":{"T":{"type":"string"}}}"#);
    world.file("two/a.json", schema).file("two/parts/t.json", r#"{"$defs":{"T":{"type":"integer"}}}"#);
    world.file("lost.json", r#"{"$ref":"https://example.org/none.json"}"#);
    let ran = world.run(&["schema", "diff", "one/a.json", "two/a.json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.contains("  a  type string → integer\n"), "{}", ran.stdout);
    let ran = world.run(&["schema", "diff", "one/a.json", "lost.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error: `lost.json` refers to what is not there: "), "{}", ran.stderr);
}

#[test]
fn what_is_no_schema_is_named() {
    let world = world();
    world.file("broken.json", "{\n  \"type\": }").file("wrong.json", r#"{"type":"strin"}"#);
    let ran = world.run(&["schema", "diff", "old.json", "broken.json"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert_eq!(ran.stderr, "error: `broken.json` is not JSON: expected value at line 2 column 11\n");
    let ran = world.run(&["schema", "diff", "old.json", "wrong.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.starts_with("wrong.json: the new schema cannot be used: "), "{}", ran.stdout);
}

#[test]
fn markdown_has_the_record_as_code() {
    let ran = world().run(&["schema", "diff", "old.json", "new.json", "--format", "markdown"]);
    assert_eq!(
        ran.stdout,
        "- **new.json** (`new.json`): breaks writers
  - `Quantity`: `maximum` 100 → 10
    - breaks writers: 99 is greater than the maximum of 10, as in `{\"Quantity\": 99}`
  - `Unit`: added

1 schema: 1 breaking
"
    );
}
