//! Tests of the cost of schemas: the bounds from the graph, and the count of steps for a record.

use jsonschema::{Draft, Registry};
use serde_json::{Value as Json, json};

use super::{Cost, Limits, MOST_LEVELS, MOST_NESTED, budget, explosive, graph::Graph};
use crate::document::{Document, Embedded, MAX_NESTING, Outcome, Tree, Value, parse};

fn with_record<T>(text: &str, ask: impl FnOnce(Value<'_>) -> T) -> T {
    let (mut tree, mut faults) = (Tree::default(), Vec::new());
    assert_eq!(parse(text.as_bytes(), true, &mut tree, &mut faults), Outcome::Complete(text.len()));
    let embedded = Embedded::default();
    ask(Document { text, tree: &tree, embedded: &embedded }.root())
}

fn in_registry<T>(schema: &Json, ask: impl FnOnce(&Registry<'_>) -> T) -> T {
    ask(&Registry::new().add("s:/a", schema).unwrap().prepare().unwrap())
}

fn limits(schema: &Json) -> Limits {
    in_registry(schema, |registry| Limits::new(schema, registry, "s:/a", Draft::Draft202012)).unwrap()
}

/// Returns the number of steps for a record.
fn steps(schema: &Json, record: &str) -> u64 {
    let parts = Graph::alone(schema, Draft::Draft202012, |graph, _| graph.parts).unwrap();
    with_record(record, |root| budget::steps(&parts, root, u64::MAX)).unwrap()
}

/// Returns definitions each of which refers to the next one twice.
fn doubling(levels: usize) -> Json {
    let mut defs = serde_json::Map::new();
    for level in 0..levels {
        let next = json!({ "$ref": format!("#/$defs/l{}", level + 1) });
        defs.insert(format!("l{level}"), json!({ "allOf": [next, next] }));
    }
    defs.insert(format!("l{levels}"), json!({ "required": ["a"] }));
    json!({ "$ref": "#/$defs/l0", "$defs": defs })
}

/// Returns definitions each of which refers to the next one.
fn chain(links: usize) -> Json {
    let link = |number: usize| {
        let next = if number + 1 == links {
            json!({})
        } else {
            json!({ "$ref": format!("#/$defs/l{}", number + 1) })
        };
        (format!("l{number}"), next)
    };
    json!({ "$ref": "#/$defs/l0", "$defs": Json::Object((0..links).map(link).collect()) })
}

/// Returns definitions each of which refers to the next one for the same value; the last applies the whole schema to
/// its items.
fn nested_in_itself(links: usize) -> Json {
    let link = |number: usize| {
        let next = if number + 1 == links {
            json!({ "items": { "$ref": "#" }, "type": "array" })
        } else {
            json!({ "anyOf": [{ "$ref": format!("#/$defs/l{}", number + 1) }] })
        };
        (format!("l{number}"), next)
    };
    json!({ "$ref": "#/$defs/l0", "$defs": Json::Object((0..links).map(link).collect()) })
}

#[test]
fn ways_to_one_value_are_counted_exactly() {
    // Each level has two references to the level below, which are subschemas too.
    assert_eq!(steps(&json!({}), "{}"), 1);
    assert_eq!(steps(&doubling(0), "{}"), 2);
    assert_eq!(steps(&doubling(1), "{}"), 1 + 1 + 2 + 2);
    assert_eq!(steps(&doubling(3), "{}"), 2 + 4 + 8 + 16);
    assert_eq!(steps(&doubling(24), "{}"), 2 + (1..=24).map(|level| 2 << level).sum::<u64>());
}

#[test]
fn members_and_items_meet_the_schemas_that_are_theirs() {
    let schema = json!({
        "properties": { "a": { "type": "integer" }, "b": true },
        "patternProperties": { "^x": { "minimum": 1 } },
        "additionalProperties": { "items": { "type": "string" } },
    });
    // The schema itself; then, for `a`, `b` and `c`, the pattern and their own schemas; then the two items of `c`.
    assert_eq!(steps(&schema, r#"{"a":1,"b":2,"c":["x","y"]}"#), 1 + 2 + 1 + 2 + 2);
    let schema = json!({ "prefixItems": [{ "type": "null" }, true], "items": { "type": "string" }, "contains": { "const": 1 } });
    assert_eq!(steps(&schema, "[null, 1, 2, 3]"), 1 + 2 + 1 + 2 + 2);
}

#[test]
fn what_explodes_for_any_record_is_refused_at_the_innermost_place() {
    assert_eq!(explosive(&doubling(14), Draft::Draft202012), None);
    let found = explosive(&doubling(24), Draft::Draft202012).unwrap();
    assert_eq!(found.pointer, "/$defs/l9");
    assert_eq!(found.message, "applies subschemas to one value in more than 100,000 ways");
    assert_eq!(explosive(&chain(500), Draft::Draft202012), None);
    let found = explosive(&chain(50_000), Draft::Draft202012).unwrap();
    assert_eq!(found.pointer, "/$defs/l49487");
    assert_eq!(found.message, "applies more than 512 subschemas to one value, each inside the one before");
}

#[test]
fn circles_that_go_through_no_value_are_refused_at_a_reference() {
    let endless = |schema: Json, pointer: &str| {
        let found = explosive(&schema, Draft::default().detect(&schema)).unwrap();
        assert_eq!(found.message, "applies itself to the same value again without end: infinite recursion");
        assert_eq!(found.pointer, pointer, "{schema}");
    };
    endless(json!({ "$ref": "#" }), "/$ref");
    endless(
        json!({ "$recursiveRef": "#", "$schema": "https://json-schema.org/draft/2019-09/schema" }),
        "/$recursiveRef",
    );
    endless(
        json!({ "$ref": "#/$defs/a", "$defs": { "a": { "allOf": [{ "$ref": "#/$defs/b" }] }, "b": { "$ref": "#/$defs/a" } } }),
        "/$defs/a/allOf/0/$ref",
    );
    endless(
        json!({ "properties": { "a": { "not": { "$ref": "#/properties/a" } } } }),
        "/properties/a/not/$ref",
    );
    endless(json!({ "dependentSchemas": { "a": { "$ref": "#" } } }), "/dependentSchemas/a/$ref");
    for ends in [
        json!({ "propertyNames": { "$ref": "#" } }),
        json!({ "anyOf": [{ "items": { "$ref": "#" } }, { "properties": { "a": { "$ref": "#" } } }] }),
        json!({ "then": { "$ref": "#" } }),
        json!({ "$schema": "http://json-schema.org/draft-07/schema#", "definitions": { "a": { "type": "null" } },
            "properties": { "b": { "$ref": "#/definitions/a", "allOf": [{ "$ref": "#/properties/b" }] } } }),
    ] {
        assert_eq!(explosive(&ends, Draft::default().detect(&ends)), None, "{ends}");
    }

    let all: Vec<Json> = (0..12).map(|number| json!({ "$ref": format!("#/$defs/l{number}") })).collect();
    let each = (0..12).map(|number| (format!("l{number}"), json!({ "allOf": all }))).collect();
    let complete = json!({ "$ref": "#/$defs/l0", "$defs": Json::Object(each) });
    assert!(explosive(&complete, Draft::Draft202012).is_some());
}

#[test]
fn steps_are_counted_only_where_they_can_multiply() {
    let tree = json!({ "properties": { "left": { "$ref": "#" }, "right": { "$ref": "#" }, "children": { "items": { "$ref": "#" } } } });
    assert!(!limits(&tree).is_counted());
    let base = json!({
        "allOf": [{ "$ref": "#/$defs/base" }],
        "properties": { "b": { "items": { "type": "string" } } },
        "unevaluatedProperties": false,
        "$defs": { "base": { "properties": { "a": { "items": { "type": "string" } } } } },
    });
    assert!(!limits(&base).is_counted());
    let rest = json!({ "properties": { "a": { "$ref": "#" } }, "additionalProperties": { "items": { "type": "string" } } });
    assert!(!limits(&rest).is_counted());
    let twice = json!({ "allOf": [{ "items": { "$ref": "#" } }, { "items": { "$ref": "#" } }] });
    assert!(limits(&twice).is_counted());
    let by_pattern =
        json!({ "properties": { "a": { "$ref": "#" } }, "patternProperties": { "^a": { "$ref": "#" } } });
    assert!(limits(&by_pattern).is_counted());
    let branches = json!({ "oneOf": [
        { "properties": { "x": { "items": {} } } },
        { "properties": { "x": { "items": {} } } },
    ] });
    assert!(limits(&branches).is_counted());
}

#[test]
fn of_dynamic_references_one_is_followed() {
    let tree = json!({
        "$id": "s:/strict", "$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": false,
        "$defs": { "tree": {
            "$id": "tree", "$dynamicAnchor": "node",
            "properties": { "children": { "items": { "$dynamicRef": "#node" } } },
        } },
    });
    assert!(!matches!(Cost::of(&tree, Draft::Draft202012), Cost::Doubling(_) | Cost::TooMuch(_)));
    let nested = |depth: usize| format!("{}{}", r#"{"children":["#.repeat(depth), "]}".repeat(depth));
    // The schema, the tree, the array and its item for each level.
    let (one, two, four) = (steps(&tree, &nested(10)), steps(&tree, &nested(20)), steps(&tree, &nested(40)));
    assert_eq!((two - one, four - two), (10 * 4, 20 * 4));
}

#[test]
fn the_schema_of_schemas_is_followed() {
    for (dialect, keyword) in
        [("draft/2020-12", "$defs"), ("draft/2019-09", "$defs"), ("draft-07", "definitions")]
    {
        let protocol = if dialect == "draft-07" { "http" } else { "https" };
        let schema = json!({ "$ref": format!("{protocol}://json-schema.org/{dialect}/schema") });
        assert_eq!(explosive(&schema, Draft::Draft202012), None, "{dialect}");
        let nested = |depth: usize| {
            let (open, close) = (format!("{{\"{keyword}\":{{\"a\":").repeat(depth), "}}".repeat(depth));
            format!("{open}{{}}{close}")
        };
        let (one, two) = (steps(&schema, &nested(20)), steps(&schema, &nested(40)));
        assert!(two < 3 * one, "{dialect}: {one} steps become {two}");
    }
}

#[test]
fn what_doubles_with_each_level_is_known_beforehand() {
    let cost = |schema: &Json| match Cost::of(schema, Draft::Draft202012) {
        Cost::Doubling(pointer) => pointer,
        cost => format!("{cost:?}"),
    };
    let twice = json!({ "$defs": { "a": { "allOf": [
        { "properties": { "x": { "$ref": "#/$defs/a" } } },
        { "properties": { "x": { "$ref": "#/$defs/a" } } },
    ] } }, "$ref": "#/$defs/a" });
    assert_eq!(cost(&twice), "/$defs/a");
    let once = json!({ "anyOf": [
        { "properties": { "x": { "$ref": "#" }, "kind": { "const": "a" } } },
        { "properties": { "x": { "items": { "type": "string" } }, "kind": { "const": "b" } } },
    ] });
    assert_eq!(cost(&once), "Counted");
    assert_eq!(
        cost(&json!({ "properties": { "left": { "$ref": "#" }, "right": { "$ref": "#" } } })),
        "Linear"
    );
}

#[test]
fn a_record_that_takes_too_many_steps_is_refused_without_asking() {
    let schema = json!({ "allOf": [{ "items": { "$ref": "#" } }, { "items": { "$ref": "#" } }] });
    let limits = limits(&schema);
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let ask = |depth: usize| with_record(&nested(depth), |root| limits.within(root, || true));
    assert_eq!(ask(12), Ok(true));
    assert_eq!(
        ask(40),
        Err("takes more than 1,002,560 steps to check: its schema applies the same subschemas again and again".to_owned())
    );
}

#[test]
fn a_record_that_is_too_deep_for_a_schema_of_itself_is_refused_without_asking() {
    let recursive = limits(&nested_in_itself(50));
    let plain = limits(&json!({ "items": { "type": "array" } }));
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let deepest = MOST_LEVELS / recursive.nested;
    assert!(deepest + 10 < MAX_NESTING, "{deepest}");
    with_record(&nested(deepest + 10), |root| {
        assert!(recursive.within(root, || ()).unwrap_err().contains("16,384"));
        assert_eq!(plain.within(root, || ()), Ok(()));
    });
    with_record(&nested(deepest - 2), |root| assert_eq!(recursive.within(root, || ()), Ok(())));
}

#[test]
fn the_stack_does_for_the_deepest_that_is_asked() {
    // The maximum depth for one value, and over nested values, valid and with an error at the bottom.
    let wide = nested_in_itself(MOST_NESTED as usize / 2 - 2);
    let deep = json!({ "type": "array", "anyOf": [{ "items": { "$ref": "#" }, "unevaluatedItems": false }] });
    for schema in [wide, deep] {
        let limits = limits(&schema);
        let validator = jsonschema::options_for::<crate::document::SpanTree>().build(&schema).unwrap();
        let depth = (MOST_LEVELS / limits.nested - 2).min(MAX_NESTING - 1);
        for (inner, errors) in [("", 0), ("1", 1)] {
            let text = format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth));
            with_record(&text, |root| {
                let is_deepest = depth + 1 == MAX_NESTING;
                assert!(is_deepest || limits.levels(root) > MOST_LEVELS * 9 / 10);
                let ask = || (validator.is_valid(root), validator.iter_errors(root).count());
                assert_eq!(limits.within(root, ask), Ok((errors == 0, errors)));
            });
        }
    }
}

/// Returns a chain of definitions, each of which applies the next one twice to the same member.
fn twice_inside(levels: usize, second: &str) -> Json {
    let level = |number: usize| {
        let next = || json!({ "$ref": format!("#/$defs/a{}", number + 1) });
        let schema = if number == levels {
            json!({ "type": "string" })
        } else {
            json!({ "properties": { "x": next() }, "allOf": [{ "properties": { second: next() } }] })
        };
        (format!("a{number}"), schema)
    };
    json!({ "$ref": "#/$defs/a0", "$defs": Json::Object((0..=levels).map(level).collect()) })
}

#[test]
fn records_as_deep_as_the_schema_are_counted_beforehand() {
    let cost = |schema: &Json| Cost::of(schema, Draft::Draft202012);
    let Cost::TooMuch(found) = cost(&twice_inside(24, "x")) else { panic!("it is not found") };
    let record = |depth: usize| format!("{}\"\"{}", "{\"x\":".repeat(depth), "}".repeat(depth));
    let schema = twice_inside(24, "x");
    let steps = steps(&schema, &record(24));
    assert_eq!(
        found.message,
        format!(
            "takes {} steps to check a record that is as deep as the schema; with more than 1,000,000 a record is not checked",
            super::thousands(steps)
        )
    );
    // A few levels are harmless, and so are subschemas with a separate member each.
    assert!(matches!(cost(&twice_inside(12, "x")), Cost::Counted));
    assert!(matches!(cost(&twice_inside(24, "y")), Cost::Linear | Cost::Counted));
    assert!(matches!(cost(&twice_inside(300, "x")), Cost::TooMuch(_)));
}

#[test]
fn the_worst_way_is_found_through_items_and_other_members() {
    for keyword in ["items", "additionalProperties", "contains"] {
        let level = |number: usize| {
            let next = || json!({ keyword: { "$ref": format!("#/$defs/a{}", number + 1) } });
            let schema = if number == 24 { json!({}) } else { json!({ "allOf": [next(), next()] }) };
            (format!("a{number}"), schema)
        };
        let schema = json!({ "$ref": "#/$defs/a0", "$defs": Json::Object((0..=24).map(level).collect()) });
        assert!(matches!(Cost::of(&schema, Draft::Draft202012), Cost::TooMuch(_)), "{keyword}");
    }
}
