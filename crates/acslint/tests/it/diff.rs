//! End-to-end tests of `acslint schema diff`: files, directories, revisions, and invalid arguments.

use serde_json::Value;

use crate::run::{World, git};

const OLD: &str = r#"{"type":"object","properties":{"Quantity":{"type":"integer","maximum":100}}}"#;
const NEW: &str =
    r#"{"type":"object","properties":{"Quantity":{"type":"integer","maximum":10},"Unit":{"type":"string"}}}"#;

fn world() -> World {
    let world = World::new();
    world.file("old.json", OLD).file("new.json", NEW);
    world
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
fn code_decides_the_exit_code_if_asked() {
    let world = World::new();
    let schema =
        |unit: &str| format!(r#"{{"type":"object","properties":{{"Quantity":{{"type":"integer"}}{unit}}}}}"#);
    world.file("old.json", schema(r#","Unit":{"enum":["a","b"]}"#));
    world.file("gone.json", schema("")).file("fewer.json", schema(r#","Unit":{"enum":["a"]}"#));
    world.file("uuid.json", schema(r#","Unit":{"type":"string","format":"uuid"}"#));
    world.file("text.json", schema(r#","Unit":{"type":"string"}"#));
    let run = |old: &str, new: &str, sides: &[&str]| {
        let ran = world.run(&[&["schema", "diff", old, new], sides].concat());
        (ran.code, ran.stdout)
    };
    let gone = "gone.json: breaks code
  Unit  removed
    code breaks: code that uses it no longer compiles

1 schema: 1 ";
    assert_eq!(run("old.json", "gone.json", &[]), (0, format!("{gone}not breaking\n")));
    let for_code = (1, format!("{gone}breaking (for code)\n"));
    assert_eq!(run("old.json", "gone.json", &["--for", "code"]), for_code);
    let (code, said) = run("old.json", "fewer.json", &["--for", "readers"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("fewer.json: breaks writers and code\n"), "{said}");
    assert!(said.contains("    code breaks: its type no longer has \"b\"\n"), "{said}");
    assert!(said.ends_with("1 schema: 1 not breaking (for readers)\n"), "{said}");
    assert_eq!(run("old.json", "fewer.json", &["--for", "readers,code"]).0, 1);
    let (code, said) = run("uuid.json", "text.json", &["--for", "code"]);
    assert_eq!(code, 3, "{said}");
    assert!(
        said.contains("    code: undecided; some generators give the format a type of its own\n"),
        "{said}"
    );
    let ran = world.run(&["schema", "diff", "old.json", "gone.json", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&report["code"], &report["schemas"][0]["code"]), (&"breaks".into(), &"breaks".into()));
    let change = serde_json::json!({ "verdict": "breaks", "reason": "code that uses it no longer compiles" });
    assert_eq!(report["schemas"][0]["changes"][0]["code"], change);
    let (_, said) = run("old.json", "gone.json", &["--format", "markdown"]);
    assert!(said.contains("    - breaks code: code that uses it no longer compiles\n"), "{said}");
}

#[test]
fn revisions_are_read_through_git() {
    let world = World::new();
    world
        .file("schemas/a.schema.json", OLD)
        .file("schemas/note.json", "[1]")
        .file("schemas/deep/b.schema.json", OLD);
    git(&world.path(""), &["init", "--quiet"]);
    git(&world.path(""), &["add", "."]);
    git(&world.path(""), &["commit", "--quiet", "--message", "one"]);
    git(&world.path(""), &["tag", "v1"]);
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
        ("v9", "error: `v9` is not a file, a directory or a git revision: revision not found\n"),
        ("v1:nowhere", "error: `nowhere` not found in revision `v1`\n"),
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
        "b.schema.json: breaks readers, writers and code
  the schema was removed: references to it break

d.schema.json: not breaking
  new schema

3 schemas: 1 breaking, 1 not breaking, 1 unchanged
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
    assert!(ran.stderr.starts_with("error: invalid reference in `lost.json`: "), "{}", ran.stderr);
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

/// Compares two documents; returns the exit code and the output.
fn compared(old: &str, new: &str) -> (i32, String) {
    let world = World::new();
    world.file("old.json", old).file("new.json", new);
    let ran = world.run(&["schema", "diff", "old.json", "new.json"]);
    (ran.code, ran.stdout)
}

#[test]
fn definitions_of_a_library_are_compared_each_under_its_name() {
    let (code, said) = compared(
        r#"{"$defs":{"Amount":{"type":"integer","maximum":9},"Gone":{},"Same":{"type":"null"}}}"#,
        r#"{"$defs":{"Amount":{"type":"integer","maximum":5},"New/er":{"type":"string"},"Same":{"type":"null"}}}"#,
    );
    assert_eq!(
        (code, said.as_str()),
        (
            1,
            "new.json#/$defs/Amount: breaks writers
  (record)  `maximum` 9 → 5
    writers break: 9 is greater than the maximum of 5
      9
      ─

new.json#/$defs/Gone: breaks readers, writers and code
  the schema was removed: references to it break

new.json#/$defs/New~1er: not breaking
  new schema

4 schemas: 2 breaking, 1 not breaking, 1 unchanged
"
        )
    );
    let (code, said) = compared(
        r##"{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"type":"string"}}}"##,
        r##"{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"type":"number"}}}"##,
    );
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("new.json#/definitions/a: breaks readers, writers and code\n"), "{said}");
    assert!(said.contains("new.json#/definitions/b: breaks readers, writers and code\n"), "{said}");
}

#[test]
fn a_document_that_constrains_nothing_is_an_error() {
    let schema = r#"{"type":"object"}"#;
    for (document, what) in [
        (
            r#"{"openapi":"3.1.0","components":{"schemas":{"A":{"type":"object"}}}}"#,
            "looks like an OpenAPI document: compare a schema out of it",
        ),
        (r#"{"name":"a","version":"1.2.3","scripts":{}}"#, "looks like the `package.json` of an npm package"),
        (
            r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"A"}"#,
            "constrains nothing: it has no keyword that says what is valid",
        ),
        (r#"{"colour":"red"}"#, "is not a JSON Schema: it has none of its keywords"),
        ("[1]", "is an array, and a JSON Schema is an object"),
    ] {
        for (old, new, side) in
            [(document, schema, "old"), (schema, document, "new"), (document, document, "old")]
        {
            let expected = format!("new.json: the {side} document {what}\n\n1 schema: 1 unusable\n");
            assert_eq!(compared(old, new), (2, expected), "{old} {new}");
        }
    }
}

#[test]
fn branches_are_paired_by_likeness() {
    let branch = |name: &str, open: bool| {
        format!(
            r#"{{"type":"object","properties":{{"{name}":{{"type":"string"}}}},"additionalProperties":{open}}}"#
        )
    };
    let schema = |branches: [String; 3], open: bool| {
        format!(
            r#"{{"properties":{{"p":{{"anyOf":[{}]}}}},"additionalProperties":{open}}}"#,
            branches.join(",")
        )
    };
    let (code, said) = compared(
        &schema([branch("a", false), branch("b", false), branch("c", false)], false),
        &schema([branch("c", true), branch("a", true), branch("b", true)], true),
    );
    assert_eq!(code, 1, "{said}");
    assert_eq!(
        said,
        "new.json: breaks readers
  p  other properties are allowed now (and in 3 more places)
    readers break: no branch accepts it
      {\"p\": {\"a\": null}}
            ───────────

1 schema: 1 breaking
"
    );
}

#[test]
fn another_dialect_alone_is_no_change() {
    let draft4 = r#"{"$schema":"http://json-schema.org/draft-04/schema#","id":"urn:a","properties":{"n":{"minimum":1,"exclusiveMinimum":true},"t":{"items":[{"type":"string"}],"additionalItems":false}},"dependencies":{"n":["t"]}}"#;
    let newest = r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:a","properties":{"n":{"exclusiveMinimum":1},"t":{"prefixItems":[{"type":"string"}],"items":false}},"dependentRequired":{"n":["t"]}}"#;
    assert_eq!(compared(draft4, newest), (0, "1 schema: 1 unchanged\n".to_owned()));
    let (code, said) = compared(draft4, &newest.replace("\"exclusiveMinimum\":1", "\"exclusiveMinimum\":2"));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("  n  `exclusiveMinimum` 1 → 2\n"), "{said}");
    assert!(!said.contains("dialect"), "{said}");
}

#[test]
fn a_comment_in_a_schema_is_called_one() {
    let world = World::new();
    world.file("old.json", "{\"type\": \"object\",\n// mine\n\"a\": 1}").file("new.json", "{}");
    let ran = world.run(&["schema", "diff", "old.json", "new.json"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.stderr, "error: `old.json:2:1`: a comment, which JSON does not have\n");
}
