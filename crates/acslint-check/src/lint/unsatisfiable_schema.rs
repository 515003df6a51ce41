//! `unsatisfiable-schema`: constraints that no value can satisfy.

use jsonschema::canonical::Satisfiability;
use serde_json::{Value as Json, json};

use super::{
    Role, Schema, SchemaRule, Subschema, at_keyword, at_subschema, at_value, shown,
    subschema::{is_of, types},
};
use crate::{
    Group, Rule,
    draft::Sink,
    limits::Cost,
    quote::{alternatives, visible},
};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "unsatisfiable-schema",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("unsatisfiable_schema.md"),
    },
    check,
};

/// Pairs of keywords: a lower bound and an upper bound.
const BOUNDS: [(&str, &str); 5] = [
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minContains", "maxContains"),
];

/// Maximum size in bytes of a schema that the algebra examines; it may take long for more.
const LARGE: usize = 64 * 1024;

fn check(part: &Subschema<'_, '_>, schema: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    let before = sink.findings.len();
    bounds(part, sink);
    values(part, sink);
    required(part, sink);
    all_of(part, sink);
    if part.role == Role::Root
        && sink.findings.len() == before
        && schema.draft.is_some()
        && matches!(schema.cost, Cost::Linear)
        && is_never(schema.json)
    {
        sink.report(
            at_subschema(part, "no value satisfies this schema")
                .help("look for constraints that exclude each other"),
        );
    }
}

/// Returns true if the algebra of schemas proves that no value satisfies the schema.
fn is_never(schema: &Json) -> bool {
    schema.is_object()
        && schema.to_string().len() <= LARGE
        && jsonschema::canonicalize(schema).is_ok_and(|schema| schema.satisfiability() == Satisfiability::No)
}

fn bounds(part: &Subschema<'_, '_>, sink: &mut Sink<'_>) {
    let number = |keyword: &str| part.get(keyword).and_then(Json::as_f64);
    for (lower, upper) in BOUNDS {
        if let (Some(least), Some(most)) = (number(lower), number(upper))
            && least > most
        {
            let (least, most) = (&part.json[lower], &part.json[upper]);
            let message = format!("`{lower}` is {least}, which is more than `{upper}`, {most}");
            sink.report(at_value(part, lower, message).help("swap them, or fix one"));
        }
    }
    let exclusive = [
        ("exclusiveMinimum", "maximum"),
        ("minimum", "exclusiveMaximum"),
        ("exclusiveMinimum", "exclusiveMaximum"),
    ];
    for (lower, upper) in exclusive {
        if let (Some(least), Some(most)) = (number(lower), number(upper))
            && least >= most
        {
            let message = format!(
                "no number is beyond `{lower}`, {}, and within `{upper}`, {}",
                part.json[lower], part.json[upper]
            );
            sink.report(at_value(part, lower, message).help("fix one of them"));
        }
    }
}

/// Compares `enum` and `const` with `type` and with each other.
fn values(part: &Subschema<'_, '_>, sink: &mut Sink<'_>) {
    let listed = part.get("enum").and_then(Json::as_array);
    if listed.is_some_and(Vec::is_empty) {
        sink.report(
            at_value(part, "enum", "`enum` lists no value, so that no value is valid")
                .help("list a value, or remove it"),
        );
    }
    if let (Some(value), Some(listed)) = (part.get("const"), listed)
        && !listed.contains(value)
    {
        let message = format!("`const` is {}, which `enum` does not list", shown(value));
        sink.report(at_value(part, "const", message).help("remove one of them"));
    }
    let Some(types) = part.types().filter(|types| !types.is_empty()) else {
        return;
    };
    if let Some(value) = part.get("const")
        && !is_of(&types, value)
    {
        let message = format!("`const` is {}, but `type` is {}", shown(value), alternatives(&types));
        sink.report(at_value(part, "const", message).help("fix one of them"));
    }
    if listed.is_some_and(|values| !values.is_empty() && !values.iter().any(|value| is_of(&types, value))) {
        let message = format!("no value of `enum` is of `type` {}", alternatives(&types));
        sink.report(at_keyword(part, "enum", message).help("fix one of them"));
    }
}

/// Reports properties that are required, but cannot be present.
fn required(part: &Subschema<'_, '_>, sink: &mut Sink<'_>) {
    let Some(names) = part.get("required").and_then(Json::as_array) else {
        return;
    };
    let is_closed = part.get("additionalProperties") == Some(&json!(false));
    let by_pattern =
        part.get("patternProperties").and_then(Json::as_object).is_some_and(|map| !map.is_empty());
    for name in names.iter().filter_map(Json::as_str) {
        let property = part.get("properties").and_then(|properties| properties.get(name));
        let why = match property {
            Some(Json::Bool(false)) => "its schema is `false`",
            None if is_closed && !by_pattern => {
                "`additionalProperties` is `false` and `properties` does not name it"
            }
            _ => continue,
        };
        let message = format!("`{}` is required, but cannot be present: {why}", visible(name));
        sink.report(at_value(part, "required", message).help("fix `required` or `properties`"));
    }
}

/// Reports parts of `allOf` that require different types.
fn all_of(part: &Subschema<'_, '_>, sink: &mut Sink<'_>) {
    let branches = part.get("allOf").and_then(Json::as_array).into_iter().flatten();
    let asked: Vec<Vec<&str>> = branches.filter_map(types).chain(part.types()).collect();
    let both = |a: &str, b: &str| a == b || matches!((a, b), ("integer", "number") | ("number", "integer"));
    for (index, first) in asked.iter().enumerate() {
        let other =
            asked[index + 1..].iter().find(|other| !first.iter().any(|a| other.iter().any(|b| both(a, b))));
        if let Some(other) = other {
            let message = format!("`allOf` requires {} and {}", alternatives(first), alternatives(other));
            sink.report(at_keyword(part, "allOf", message).help("use `anyOf`, or fix the types"));
            return;
        }
    }
}
