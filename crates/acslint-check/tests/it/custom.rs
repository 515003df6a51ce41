//! Tests of custom categories: the findings in their records, with places, and the errors of their schemas.

use acslint_check::{
    Checker, CustomCategories, CustomCategory, CustomCategoryError, Discriminator, Event, Hints, Level,
    RecordType, Report, Session, Settings, Subject, WorkerState,
};
use serde_json::{Value, json};

use crate::{
    fixtures::{data_root, read},
    support::{Seen, lines_of, see_with},
};

fn category(name: &str, schema: &str, discriminator: Discriminator) -> CustomCategory {
    CustomCategory {
        name: name.to_owned(),
        schema: schema.to_owned(),
        discriminator,
        ..CustomCategory::default()
    }
}

fn at(pointer: &str) -> Discriminator {
    Discriminator { pointer: Some(pointer.to_owned()), value: None }
}

/// Loads the categories of the test data.
fn of_test_data() -> CustomCategories {
    let path = |name: &str| {
        let path =
            data_root().canonicalize().expect("the test data is there").join("custom/schemas").join(name);
        path.to_str().expect("its path is UTF-8").to_owned()
    };
    let categories = [
        category("Audit", &path("audit.schema.json"), Discriminator::default()),
        category("SignIn", &path("sign-in.schema.json"), at("/meta/kind")),
    ];
    let text = |path: &str| Ok(String::from_utf8(read(path.as_ref())).expect("schemas are UTF-8"));
    CustomCategories::load(&categories, &text).expect("the test data is right")
}

fn checker(custom: CustomCategories) -> Checker {
    Checker::new(Settings { custom, full_path_only: true, ..Settings::default() })
        .expect("the settings name no rule")
}

/// Loads categories with these schemas, by path.
fn load(
    categories: &[CustomCategory],
    files: &[(&str, Value)],
) -> Result<CustomCategories, CustomCategoryError> {
    CustomCategories::load(categories, &|path| {
        let file = files.iter().find(|(name, _)| *name == path);
        file.map(|(_, schema)| format!("{schema:#}")).ok_or_else(|| "no such file".to_owned())
    })
}

/// Returns the error about a category with this schema, with the other files beside it.
fn error(schema: Value, others: &[(&str, Value)]) -> String {
    let mut files = vec![("/s/a.json", schema)];
    files.extend(others.iter().cloned());
    let error = load(&[category("A", "/s/a.json", Discriminator::default())], &files)
        .expect_err("the schema is wrong");
    let help = error.help().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{error}{help}")
}

/// Returns the findings in a record of a category with this schema.
fn found(schema: Value, record: &str) -> Vec<String> {
    let custom = load(&[category("A", "/s/a.json", Discriminator::default())], &[("/s/a.json", schema)])
        .expect("the schema is right");
    let seen = see_with(&checker(custom), record.as_bytes());
    assert_eq!(seen[0].subject, Some(Subject::Known(RecordType { category: "A", shape: None })));
    let found = seen[0].found.iter();
    found
        .map(|found| {
            let field = found.finding.field.clone().unwrap_or_else(|| "-".to_owned());
            format!(
                "{} {} {field}: {}",
                found.finding.rule,
                found.finding.pointer.verbatim(),
                found.finding.message.verbatim()
            )
        })
        .collect()
}

#[test]
fn clean_records_are_silent() {
    let seen = see_with(&checker(of_test_data()), &read(&data_root().join("custom/valid.jsonl")));
    assert_eq!(lines_of(&seen), Vec::<String>::new());
    let subjects: Vec<_> = seen.iter().map(Seen::kind).collect();
    assert_eq!(subjects, ["Audit", "Audit", "SignIn"]);
}

#[test]
fn each_finding_stands_where_its_cause_is() {
    let seen = see_with(&checker(of_test_data()), &read(&data_root().join("custom/invalid.jsonl")));
    let lines: Vec<String> = seen
        .iter()
        .flat_map(|event| &event.found)
        .map(|found| {
            let finding = &found.finding;
            let field = finding.field.as_deref().unwrap_or("-");
            let help = finding.help.as_ref().map_or("-", |help| help.verbatim());
            format!(
                "{}:{} {} {} {field}: {}; {help}",
                found.line,
                found.column,
                finding.rule,
                finding.pointer.verbatim(),
                finding.message.verbatim()
            )
        })
        .collect();
    let expected = "\
1:9 invalid-format /time time: `time` has a space between date and time instead of `T`; write it like `2024-03-05T09:14:27.441Z`
1:65 invalid-format /actor/id actor.id: `id` is not a valid `uuid`: \"42\"; -
1:70 unknown-field /actor/rol -: unknown field `rol`; did you mean `role`?
1:94 invalid-value /action action: invalid value \"updat\" for `action`; did you mean `update`? Use `create`, `update` or `delete`
2:136 invalid-value /durationMs durationMs: `durationMs` is -1, but must be at least 0; -
2:164 missing-field /changes/1 changes[].field: missing `field`; add `field`; is `feld` meant to be it?
2:165 unknown-field /changes/1/feld -: unknown field `feld`; did you mean `field`?
2:183 wrong-type /changes/1/from changes[].from: `from` is an array, but must be a boolean, a number or a string; -
3:1 missing-field  action: missing `action`; add `action`
3:59 wrong-type /actor actor: `actor` is null, but must be an object; -
3:74 invalid-value /changes changes: `changes` must have at least 1 item; -
3:90 wrong-type /durationMs durationMs: `durationMs` is a string, but must be an integer; drop the quotes
3:105 invalid-format /traceId traceId: `traceId` does not match `^[0-9a-f]{32}$`: \"xyz\"; -
4:37 invalid-value /meta/version meta.version: `version` is 3, but must be `1` or `2`; -
4:119 duplicate-key /who/id who.id: duplicate key `id`; keep one of them; readers differ in which one they take
4:203 wrong-type /method/attempts method.attempts: `attempts` is a string, but must be an integer; drop the quotes
5:125 invalid-value /method/type method.type: invalid value \"pin\" for `type`; use `password` or `passkey`
6:43 unknown-category /category Category: unknown category `audit`; write `Audit`
7:43 unknown-category /category Category: unknown category `Audti`; did you mean `Audit`?
";
    assert_eq!(lines.join("\n") + "\n", expected);
}

#[test]
#[expect(clippy::too_many_lines, reason = "there are many keywords")]
fn every_keyword_that_is_broken_is_told() {
    let of = |schema: Value| json!({ "properties": { "x": schema } });
    let said =
        |schema: Value, x: &str| found(of(schema), &format!("{{\"category\":\"A\",\"x\":{x}}}")).join("\n");
    let cases: Vec<(Value, &str, &str)> = vec![
        (
            json!({ "type": ["string", "null"] }),
            "1",
            "wrong-type /x x: `x` is a number, but must be a string",
        ),
        (json!({ "type": "string" }), "null", "wrong-type /x x: `x` is null, but must be a string"),
        (json!({ "enum": [1, "a"] }), "2", "invalid-value /x x: `x` is 2, but must be `1` or `\"a\"`"),
        (json!({ "enum": ["ab", "cd"] }), "\"ac\"", "invalid-value /x x: invalid value \"ac\" for `x`"),
        (json!({ "const": { "a": 1 } }), "{}", "invalid-value /x x: `x` must be `{\"a\":1}`"),
        (json!({ "multipleOf": 5 }), "7", "invalid-value /x x: `x` is 7, but must be a multiple of 5"),
        (json!({ "maximum": 5 }), "7", "invalid-value /x x: `x` is 7, but must be at most 5"),
        (json!({ "exclusiveMinimum": 5 }), "5", "invalid-value /x x: `x` is 5, but must be greater than 5"),
        (json!({ "minLength": 2 }), "\"a\"", "invalid-format /x x: `x` has fewer than 2 characters: \"a\""),
        (json!({ "maxLength": 1 }), "\"ab\"", "invalid-format /x x: `x` has more than 1 character: \"ab\""),
        (
            json!({ "pattern": "^(?=a)b?" }),
            "\"b\"",
            "invalid-format /x x: `x` does not match `^(?=a)b?`: \"b\"",
        ),
        (json!({ "format": "email" }), "\"a\"", "invalid-format /x x: `x` is not a valid `email`: \"a\""),
        (json!({ "minItems": 2 }), "[1]", "invalid-value /x x: `x` must have at least 2 items"),
        (json!({ "maxItems": 1 }), "[1,2]", "invalid-value /x x: `x` must have at most 1 item"),
        (json!({ "uniqueItems": true }), "[1,1.0]", "invalid-value /x x: `x` must have unique items"),
        (
            json!({ "contains": { "const": 3 } }),
            "[1]",
            "invalid-value /x x: `x` must satisfy `contains` of the schema",
        ),
        (
            json!({ "prefixItems": [true], "items": { "type": "string" } }),
            "[1,[],\"a\"]",
            "wrong-type /x/1 x[]: `x[1]` is an array, but must be a string",
        ),
        (
            json!({ "prefixItems": [true], "unevaluatedItems": false }),
            "[1,2]",
            "invalid-value /x x: `x` must not have other items",
        ),
        (json!({ "minProperties": 1 }), "{}", "invalid-value /x x: `x` must have at least 1 member"),
        (json!({ "maxProperties": 0 }), "{\"a\":1}", "invalid-value /x x: `x` must have at most 0 members"),
        (
            json!({ "propertyNames": { "pattern": "^[a-z]+$" } }),
            "{\"a\":1,\"B\":2}",
            "invalid-value /x/B x.*: the name `B` does not match `^[a-z]+$`",
        ),
        (
            json!({ "patternProperties": { "^n": { "type": "number" } }, "additionalProperties": false }),
            "{\"n1\":\"a\",\"m\":1}",
            "wrong-type /x/n1 x.*: `n1` is a string, but must be a number\nunknown-field /x/m -: unknown field `m`",
        ),
        (json!({ "required": ["y"] }), "{}", "missing-field /x x.y: missing `y`"),
        (json!({ "dependentRequired": { "a": ["b"] } }), "{\"a\":1}", "missing-field /x x.b: missing `b`"),
        (json!(false), "1", "invalid-value /x x: `x` is 1, but must not be present"),
        (
            json!({ "not": { "type": "number" } }),
            "1",
            "invalid-value /x x: `x` is 1, but must not be what the schema excludes",
        ),
        (
            json!({ "if": { "type": "number" }, "then": { "minimum": 3 } }),
            "1",
            "invalid-value /x x: `x` is 1, but must be at least 3",
        ),
        (
            json!({ "oneOf": [{ "type": "number" }, { "minimum": 0 }] }),
            "1",
            "invalid-value /x x: `x` is 1, but must fit only one alternative",
        ),
        (
            json!({ "anyOf": [{ "type": "string" }, { "type": "boolean" }] }),
            "1",
            "wrong-type /x x: `x` is a number, but must be a string or a boolean",
        ),
        (
            json!({ "anyOf": [{ "type": "string" }, { "type": "object", "properties": { "y": { "type": "null" } } }] }),
            "{\"y\":1}",
            "wrong-type /x/y x.y: `y` is a number, but must be null",
        ),
        (
            json!({ "$dynamicRef": "#node", "$defs": { "n": { "$dynamicAnchor": "node", "required": ["v"] } } }),
            "{}",
            "missing-field /x x.v: missing `v`",
        ),
        (
            json!({ "allOf": [{ "properties": { "here": true } }], "unevaluatedProperties": false }),
            "{\"her\":1}",
            "unknown-field /x/her -: unknown field `her`",
        ),
    ];
    let mut wrong = Vec::new();
    for (schema, x, expected) in cases {
        let said = said(schema.clone(), x);
        if said != expected {
            wrong.push(format!("{schema} {x}\n  said     {said}\n  expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_wrong_with_a_schema_is_told_with_its_place() {
    let remote = json!({ "properties": { "a": { "$ref": "https://example.com/a.json" } } });
    let cases = [
        (
            error(json!([]), &[]),
            "/s/a.json:1:1: is not a JSON Schema, which is an object (name the file of a schema, not one of records)",
        ),
        (
            error(json!({ "type": "strin" }), &[]),
            "/s/a.json:2:11: is not a valid JSON Schema: \"strin\" is not valid under any of the schemas listed in the \
             'anyOf' keyword",
        ),
        (
            error(json!({ "properties": { "a": { "pattern": "(" } } }), &[]),
            "/s/a.json:4:19: cannot be used: in a pattern, `(` opens a group that is not closed (close it, or write `\\(`)",
        ),
        (
            error(remote, &[]),
            "/s/a.json:4:15: `https://example.com/a.json` is not on disk, and acslint fetches nothing from a network (save \
             that schema in a file, and refer to the file)",
        ),
        (
            error(json!({ "$ref": "b.json" }), &[]),
            "/s/a.json:2:11: `b.json` cannot be read: `/s/b.json`: no such file",
        ),
        (
            error(json!({ "$ref": "b.json" }), &[("/s/b.json", json!({ "items": { "minItems": "2" } }))]),
            "/s/b.json:3:17: is not a valid JSON Schema: \"2\" is not of type \"integer\"",
        ),
        (error(json!({ "$ref": "#/$defs/a" }), &[]), "/s/a.json:2:11: `#/$defs/a` cannot be resolved"),
        (
            error(json!({ "$ref": "urn:acslint:schema:v1:table:Usag" }), &[]),
            "/s/a.json:2:11: `urn:acslint:schema:v1:table:Usag` is not a schema of acslint (did you mean \
             `urn:acslint:schema:v1:table:Usage`?)",
        ),
        (
            error(json!({ "$schema": "https://example.com/dialect" }), &[]),
            "/s/a.json:2:14: is written in an unknown dialect of JSON Schema (use draft 2020-12, \
             2019-09, 7, 6 or 4)",
        ),
    ];
    let shown: Vec<_> = cases.iter().map(|(said, _)| said.as_str()).collect();
    let expected: Vec<_> = cases.iter().map(|(_, expected)| *expected).collect();
    assert_eq!(shown, expected);
    let broken =
        CustomCategories::load(&[category("A", "/a", at("/x"))], &|_| Ok("{\n  \"a\": 1,\n}".to_owned()));
    assert_eq!(broken.unwrap_err().to_string(), "/a:3:1: is not JSON: trailing comma");
    let missing = load(&[category("A", "/a", at("/x"))], &[]).unwrap_err();
    assert_eq!(missing.to_string(), "/a: cannot be read: no such file");
}

#[test]
fn what_is_wrong_with_a_category_is_told() {
    let files = [("/s.json", json!({}))];
    let with = |name: &str, pointer: Option<&str>, value: Option<&str>| {
        let discriminator =
            Discriminator { pointer: pointer.map(str::to_owned), value: value.map(str::to_owned) };
        category(name, "/s.json", discriminator)
    };
    let told = |categories: &[CustomCategory]| load(categories, &files).unwrap_err().to_string();
    for (categories, expected) in [
        (
            vec![with("smsoperational", None, None)],
            "category `smsoperational`: is a category of Communication Services",
        ),
        (
            vec![with("ACSSMSIncomingOperations", None, None)],
            "category `ACSSMSIncomingOperations`: is a category of Communication Services",
        ),
        (vec![with("a b", None, None)], "category `a b`: is not a valid category name"),
        (vec![with("", None, None)], "category ``: is not a valid category name"),
        (
            vec![with("A", None, None), with("a", None, None)],
            "category `a`: differs from another one in letter case only",
        ),
        (vec![with("A", Some("kind"), None)], "category `A`: `kind` does not point to a member of a record"),
        (vec![with("A", Some(""), None)], "category `A`: `` does not point to a member of a record"),
        (
            vec![with("A", Some("/k"), Some("x")), with("B", Some("/k"), Some("x"))],
            "category `B`: `x` at `/k` already identifies `A`",
        ),
        (
            vec![with("A", None, Some("Usage"))],
            "category `A`: records with `Usage` as `category` belong to Communication Services",
        ),
    ] {
        assert_eq!(told(&categories), expected);
    }
}

#[test]
fn schemas_are_found_beside_those_that_are_published_elsewhere() {
    let a = json!({ "$id": "https://example.com/s/a.json", "$ref": "common/b.json#/$defs/b" });
    let b = json!({ "$id": "https://example.com/s/common/b.json", "$defs": { "b": { "required": ["x"] } } });
    let files = [("/disk/a.json", a), ("/disk/common/b.json", b)];
    let custom = load(&[category("A", "/disk/a.json", Discriminator::default())], &files).unwrap();
    let seen = see_with(&checker(custom), b"{\"category\":\"A\"}");
    assert_eq!(lines_of(&seen), ["1:1: error[missing-field] missing `x`"]);
}

#[test]
fn schemas_may_refer_to_each_other_in_circles() {
    let a = json!({ "properties": { "b": { "$ref": "b.json" }, "a": { "$ref": "#" } }, "required": ["category"] });
    let b = json!({ "properties": { "a": { "$ref": "a.json" } }, "additionalProperties": false });
    let files = [("/a.json", a), ("/b.json", b)];
    let custom = load(&[category("A", "/a.json", Discriminator::default())], &files).unwrap();
    let record = br#"{"category":"A","a":{"category":"x","b":{"a":{}}}}"#;
    assert_eq!(
        lines_of(&see_with(&checker(custom), record)),
        ["1:46: error[missing-field] missing `category`"]
    );
}

#[test]
fn other_drafts_mean_what_they_say() {
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "definitions": { "n": { "type": "number" } },
        "properties": { "x": { "$ref": "#/definitions/n", "minimum": 5 }, "y": { "items": [{ "type": "string" }] } }
    });
    assert_eq!(found(schema.clone(), r#"{"category":"A","x":1,"y":["a",2]}"#), Vec::<String>::new());
    let said = found(schema, r#"{"category":"A","x":"1","y":[1]}"#);
    assert_eq!(said.len(), 2, "{said:?}");
}

/// Returns the findings in the value of `shape`, which must fit one of these alternatives, without their places.
fn of_alternatives(keyword: &str, alternatives: &Value, value: &str) -> Vec<String> {
    let schema = json!({ "properties": { "shape": { keyword: alternatives } } });
    let lines = found(schema, &format!(r#"{{"category": "A", "shape": {value}}}"#));
    lines.iter().map(|line| line.split_once(": ").expect("it has a message").1.to_owned()).collect()
}

#[test]
fn the_nearest_alternative_is_told() {
    let of_kind = |kind: &str, keys: [&str; 2]| {
        let [first, second] = keys;
        let properties =
            json!({ "kind": { "const": kind }, first: { "type": "string" }, second: { "type": "string" } });
        json!({ "type": "object", "properties": properties, "required": ["kind", first, second] })
    };
    let tagged = json!([of_kind("circle", ["centre", "radius"]), of_kind("line", ["from", "to"])]);
    for keyword in ["anyOf", "oneOf"] {
        for (value, expected) in [
            // The constant decides, then the keys, then the number of errors.
            (r#"{"kind": "line"}"#, &["missing `from`", "missing `to`"][..]),
            (r#"{"kind": "line", "from": 1, "to": "b"}"#, &["`from` is a number, but must be a string"]),
            (r#"{"kind": "lien", "from": "a", "to": "b"}"#, &["invalid value \"lien\" for `kind`"]),
            (r#"{"centre": "a", "radius": "b"}"#, &["missing `kind`"]),
            (r#"{"kind": "x"}"#, &["invalid value \"x\" for `kind`"]),
            (r#""line""#, &["`shape` is a string, but must be an object"]),
        ] {
            assert_eq!(of_alternatives(keyword, &tagged, value), expected, "{keyword}: {value}");
        }
    }
    let closed = |names: &[&str]| {
        let properties: serde_json::Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    };
    let open = json!([closed(&["from", "to"]), closed(&["radius"])]);
    for (value, expected) in [
        (r#"{"from": "a", "tu": "b"}"#, "unknown field `tu`"),
        (r#"{"radius": 7}"#, "`radius` is a number, but must be a string"),
        // As near to one as to the other.
        (
            r#"{"from": "a", "radius": "b"}"#,
            "`shape` must fit one of (1) an object with `from`, `to`, (2) an object with `radius`",
        ),
    ] {
        assert_eq!(of_alternatives("oneOf", &open, value), [expected], "{value}");
    }
}

#[test]
fn constants_weigh_more_than_keys_keys_more_than_errors_and_errors_more_than_their_depth() {
    let kind = |kind: &str| json!({ "type": "object", "properties": { "kind": { "const": kind } } });
    let with = |mut schema: Value, properties: &[(&str, Value)]| {
        for (name, of) in properties {
            schema["properties"][name] = of.clone();
        }
        schema
    };
    let closed = |properties: &[(&str, Value)]| {
        with(json!({ "type": "object", "properties": {}, "additionalProperties": false }), properties)
    };
    let text = || json!({ "type": "string" });
    let number = || json!({ "type": "number" });
    let is_number = |name: &str| format!("`{name}` is a number, but must be a string");
    let mut line = with(kind("line"), &[("from", text()), ("to", text())]);
    line["required"] = json!(["at"]);
    let inner = |of: Value| with(kind("line"), &[("inner", of)]);
    for (alternatives, value, expected) in [
        // One error with another constant, three without, one of them a key.
        (
            json!([kind("point"), line]),
            r#"{"kind": "line", "from": 1, "to": 2}"#,
            vec!["missing `at`".to_owned(), is_number("from"), is_number("to")],
        ),
        // One error about a key, two about values.
        (
            json!([closed(&[("from", number())]), closed(&[("from", text()), ("to", text())])]),
            r#"{"from": 1, "to": 2}"#,
            vec![is_number("from"), is_number("to")],
        ),
        // Two errors, one of them deep, and one.
        (
            json!([
                with(inner(closed(&[("x", text())])), &[("from", text())]),
                with(inner(text()), &[("from", number())]),
            ]),
            r#"{"kind": "line", "from": 1, "inner": {"x": 1}}"#,
            vec!["`inner` is an object, but must be a string".to_owned()],
        ),
        // One error each.
        (
            json!([inner(text()), inner(closed(&[("x", text())]))]),
            r#"{"kind": "line", "inner": {"x": 1}}"#,
            vec![is_number("x")],
        ),
    ] {
        assert_eq!(of_alternatives("anyOf", &alternatives, value), expected, "{value}");
    }
}

#[test]
fn the_level_of_unknown_fields_is_the_users() {
    let schema = json!({ "properties": { "category": true }, "additionalProperties": false });
    let custom = load(&[category("A", "/a", Discriminator::default())], &[("/a", schema)]).unwrap();
    let levels = vec![("unknown-field".to_owned(), Level::Info)];
    let checker = Checker::new(Settings { custom: custom.clone(), levels, ..Settings::default() }).unwrap();
    let record = br#"{"category":"A","categori":1}"#;
    assert_eq!(lines_of(&see_with(&checker, record)), ["1:17: info[unknown-field] unknown field `categori`"]);
    let lines = lines_of(&see_with(&self::checker(custom), record));
    assert_eq!(lines, ["1:17: error[unknown-field] unknown field `categori`"]);
}

#[test]
fn a_hundred_categories_are_told_apart() {
    let names: Vec<String> = (0..100).map(|number| format!("Kind{number}")).collect();
    let categories: Vec<_> = names.iter().map(|name| category(name, "/s.json", at("/kind"))).collect();
    let custom = load(&categories, &[("/s.json", json!({ "required": ["x"] }))]).unwrap();
    let lines: Vec<String> =
        names.iter().map(|name| json!({ "kind": name, "x": 1 }).to_string() + "\n").collect();
    let input = lines.concat();
    let seen = see_with(&checker(custom), input.as_bytes());
    let kinds: Vec<String> = seen.iter().map(Seen::kind).collect();
    assert_eq!(kinds, names);
}

#[test]
fn a_schema_that_says_nothing_but_itself_ends_nothing() {
    let loaded = |schema| load(&[category("A", "/a", Discriminator::default())], &[("/a", schema)]);
    for schema in
        [json!({ "$ref": "#" }), json!({ "allOf": [{ "$ref": "#" }, { "$ref": "#" }], "minLength": 1 })]
    {
        let error = loaded(schema).unwrap_err();
        assert_eq!(
            error.to_string(),
            "/a:1:1: applies itself to the same value again without end: infinite recursion"
        );
    }
    let schema = json!({ "properties": { "a": { "$ref": "#", "minLength": 1 }, "b": { "$ref": "#", "minLength": 2 } } });
    let custom = loaded(schema).unwrap();
    for full_path_only in [true, false] {
        let settings = Settings { custom: custom.clone(), full_path_only, ..Settings::default() };
        let checker = Checker::new(settings).unwrap();
        let input = b"{\"category\":\"A\",\"a\":{\"b\":{}}}\n".repeat(20);
        let mut count = Count(0);
        let mut session = Session::new(&checker, Hints::default());
        session.advance(&mut WorkerState::default(), &input, true, &mut count);
        assert_eq!(count.0, 20);
    }
}

/// Report that counts records without a finding.
struct Count(u64);

impl Report for Count {
    fn event(&mut self, event: &Event<'_>) {
        assert_eq!(event.findings, []);
        self.0 += 1;
    }

    fn proved_clean(&mut self, _: RecordType, records: u64) {
        self.0 += records;
    }
}

#[test]
fn a_schema_that_recurses_meets_no_record_that_is_too_deep_for_it() {
    let schema = json!({
        "$defs": {"a": {"type": ["array", "integer"], "items": {"$ref": "#/$defs/a"}}},
        "properties": {"category": {"const": "A"}, "x": {"$ref": "#/$defs/a"}}
    });
    let record =
        |levels: usize| format!(r#"{{"category":"A","x":{}"y"{}}}"#, "[".repeat(levels), "]".repeat(levels));
    let rules: Vec<String> = found(schema.clone(), &record(511));
    assert_eq!(rules.len(), 1);
    assert!(rules[0].starts_with("wrong-type /x/0/0/"), "{rules:?}");
    let custom = load(&[category("A", "/s/a.json", Discriminator::default())], &[("/s/a.json", schema)])
        .expect("the schema is right");
    let seen = see_with(&checker(custom), record(100_000).as_bytes());
    assert_eq!(
        lines_of(&seen),
        [
            "1:532: error[invalid-json] `[` opens more than 512 levels of nesting, the most that can be checked"
        ]
    );
}
