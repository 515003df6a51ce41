//! Translation from draft 2020-12 to draft-07, for tools that do not support newer drafts.
//!
//! A keyword that draft-07 lacks is translated if the meaning stays the same, and rejected otherwise: a tool ignores
//! unknown keywords, and a schema that is weaker than it looks is worse than none.

use std::fmt;

use serde_json::{Map, Value, json};

use super::subschemas::{below, for_each};

/// The `$schema` of draft-07.
pub(super) const DRAFT_07: &str = "http://json-schema.org/draft-07/schema#";

/// Keywords that apply another schema to the same value, whose results `unevaluated…` takes into account.
const IN_PLACE: [&str; 10] =
    ["$dynamicRef", "$ref", "allOf", "anyOf", "dependentSchemas", "else", "if", "not", "oneOf", "then"];

/// Error for a keyword without an equivalent in draft-07.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotInDraft07 {
    /// The JSON Pointer of the keyword within the schema.
    pub pointer: String,
}

impl fmt::Display for NotInDraft07 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "draft-07 has no equivalent of the keyword at `{}`", self.pointer)
    }
}

impl std::error::Error for NotInDraft07 {}

/// Rewrites a schema of draft 2020-12 as one of draft-07 that accepts the same values.
///
/// ```
/// let mut schema = serde_json::json!({ "dependentRequired": { "a": ["b"] }, "$ref": "#/$defs/ab", "$defs": { "ab": {} } });
/// acslint_types::publish::to_draft_07(&mut schema)?;
/// let expected = serde_json::json!({
///     "$schema": "http://json-schema.org/draft-07/schema#",
///     "dependencies": { "a": ["b"] },
///     "definitions": { "ab": {} },
///     "allOf": [{ "$ref": "#/definitions/ab" }],
/// });
/// assert_eq!(schema, expected);
/// # Ok::<(), acslint_types::publish::NotInDraft07>(())
/// ```
pub fn to_draft_07(schema: &mut Value) -> Result<(), NotInDraft07> {
    rewrite(schema, "")?;
    if let Value::Object(object) = schema {
        object.shift_remove("$schema");
        object.shift_insert(0, "$schema".to_owned(), json!(DRAFT_07));
    }
    Ok(())
}

fn rewrite(schema: &mut Value, pointer: &str) -> Result<(), NotInDraft07> {
    let Value::Object(object) = schema else {
        return Ok(());
    };
    // From the inside out, so that keywords still have the names that define their content.
    for_each(object, |keyword, name, schema| {
        let keyword = below(pointer, keyword);
        let pointer = name.map_or(keyword.clone(), |name| below(&keyword, name));
        rewrite(schema, &pointer)
    })?;
    let impossible = |keyword: &str| NotInDraft07 { pointer: below(pointer, keyword) };
    for keyword in ["$dynamicAnchor", "$dynamicRef"] {
        if object.contains_key(keyword) {
            return Err(impossible(keyword));
        }
    }
    // These keywords do not affect validity.
    for keyword in ["$vocabulary", "contentSchema", "deprecated"] {
        object.shift_remove(keyword);
    }
    unevaluated(object).map_err(impossible)?;
    contains(object).map_err(impossible)?;
    tuple(object);
    dependencies(object);
    if let Some(Value::String(anchor)) = object.get("$anchor") {
        if object.contains_key("$id") {
            return Err(impossible("$anchor"));
        }
        let id = json!(format!("#{anchor}"));
        rename(object, "$anchor", "$id");
        object.insert("$id".to_owned(), id);
    }
    rename(object, "$defs", "definitions");
    reference(object);
    Ok(())
}

/// Renames a keyword in its place.
fn rename(object: &mut Map<String, Value>, from: &str, to: &str) {
    if let Some(place) = object.keys().position(|key| key == from)
        && let Some(value) = object.shift_remove(from)
    {
        object.shift_insert(place, to.to_owned(), value);
    }
}

/// Translates `unevaluated…` to `additional…`, which is equivalent if no other schema applies to the same value.
fn unevaluated(object: &mut Map<String, Value>) -> Result<(), &'static str> {
    let is_alone = !IN_PLACE.iter().any(|keyword| object.contains_key(*keyword));
    for (keyword, same) in [("unevaluatedProperties", "additionalProperties"), ("unevaluatedItems", "items")]
    {
        // With the other keyword present, nothing is left unevaluated.
        let is_done = object.contains_key(same);
        // `contains` evaluates items, which draft-07 ignores.
        let counts = keyword == "unevaluatedItems" && object.contains_key("contains");
        if is_done {
            object.shift_remove(keyword);
        } else if object.contains_key(keyword) && (!is_alone || counts) {
            return Err(keyword);
        } else {
            rename(object, keyword, same);
        }
    }
    Ok(())
}

/// Translates `contains`: draft-07 requires one item and cannot count.
fn contains(object: &mut Map<String, Value>) -> Result<(), &'static str> {
    if !object.contains_key("contains") {
        object.shift_remove("minContains");
        object.shift_remove("maxContains");
        return Ok(());
    }
    if object.contains_key("maxContains") {
        return Err("maxContains");
    }
    match object.shift_remove("minContains").as_ref().and_then(Value::as_f64) {
        None => Ok(()),
        Some(1.0) => Ok(()),
        Some(0.0) => {
            object.shift_remove("contains");
            Ok(())
        }
        Some(_) => Err("minContains"),
    }
}

/// Translates tuples: in draft-07, `items` may be a list of schemas, and `additionalItems` covers the rest.
fn tuple(object: &mut Map<String, Value>) {
    if object.contains_key("prefixItems") {
        rename(object, "items", "additionalItems");
        rename(object, "prefixItems", "items");
    }
}

/// Merges names and schemas into `dependencies`, which has both in draft-07.
fn dependencies(object: &mut Map<String, Value>) {
    let Some(Value::Object(mut required)) = object.shift_remove("dependentRequired") else {
        return rename(object, "dependentSchemas", "dependencies");
    };
    if let Some(Value::Object(schemas)) = object.shift_remove("dependentSchemas") {
        for (name, schema) in schemas {
            let both = match required.shift_remove(&name) {
                Some(names) => json!({ "required": names, "allOf": [schema] }),
                None => schema,
            };
            required.insert(name, both);
        }
    }
    object.insert("dependencies".to_owned(), Value::Object(required));
}

/// Renames the target of a `$ref`. Draft-07 ignores keywords beside a `$ref`, so it moves into an `allOf`.
fn reference(object: &mut Map<String, Value>) {
    let Some(Value::String(target)) = object.get("$ref") else {
        return;
    };
    let target = json!({ "$ref": renamed(target) });
    if object.len() == 1 {
        object.extend(target.as_object().cloned().into_iter().flatten());
        return;
    }
    object.shift_remove("$ref");
    match object.get_mut("allOf") {
        Some(Value::Array(schemas)) => schemas.push(target),
        _ => {
            object.insert("allOf".to_owned(), json!([target]));
        }
    }
}

/// The reference with `$defs` renamed in its JSON Pointer, where it is a keyword and not a name.
fn renamed(target: &str) -> String {
    use super::subschemas::{Holds, holds};

    let Some((document, pointer)) = target.split_once("#/") else {
        return target.to_owned();
    };
    let mut within = None;
    let tokens = pointer.split('/').map(|token| {
        // A name or an index follows such a keyword, and then a keyword again.
        if let Some(Holds::Many | Holds::Named) = within.take() {
            return token;
        }
        within = holds(token);
        if token == "$defs" { "definitions" } else { token }
    });
    let tokens: Vec<&str> = tokens.collect();
    format!("{document}#/{}", tokens.join("/"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::to_draft_07;

    #[track_caller]
    fn check(schema: Value, expected: Value) {
        let mut rewritten = schema;
        to_draft_07(&mut rewritten).unwrap();
        let mut expected = expected;
        expected["$schema"] = json!("http://json-schema.org/draft-07/schema#");
        assert_eq!(rewritten, expected);
        assert!(jsonschema::draft7::meta::is_valid(&rewritten), "{rewritten}");
    }

    #[test]
    fn keywords_get_their_older_names() {
        check(
            json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "prefixItems": [{ "dependentRequired": { "a": ["b"] } }],
                "items": { "unevaluatedProperties": false },
            }),
            json!({
                "items": [{ "dependencies": { "a": ["b"] } }],
                "additionalItems": { "additionalProperties": false },
            }),
        );
        check(
            json!({
                "dependentRequired": { "a": ["b"], "c": ["d"] },
                "dependentSchemas": { "a": { "minProperties": 2 }, "e": false },
            }),
            json!({
                "dependencies": {
                    "c": ["d"],
                    "a": { "required": ["b"], "allOf": [{ "minProperties": 2 }] },
                    "e": false,
                },
            }),
        );
        check(
            json!({ "contains": { "const": 1 }, "minContains": 0, "deprecated": true, "$anchor": "here" }),
            json!({ "$id": "#here" }),
        );
        check(
            json!({ "prefixItems": [true], "unevaluatedItems": false }),
            json!({ "items": [true], "additionalItems": false }),
        );
    }

    #[test]
    fn references_lead_to_where_definitions_are() {
        check(
            json!({
                "$ref": "#/$defs/$defs/properties/$defs",
                "allOf": [{ "$ref": "other.json#/$defs/a" }],
                "$defs": { "$defs": { "properties": { "$defs": { "$ref": "#" } } } },
            }),
            json!({
                "allOf": [
                    { "$ref": "other.json#/definitions/a" },
                    { "$ref": "#/definitions/$defs/properties/$defs" },
                ],
                "definitions": { "$defs": { "properties": { "$defs": { "$ref": "#" } } } },
            }),
        );
    }

    #[test]
    fn values_are_no_schemas() {
        let schema = json!({
            "properties": { "prefixItems": { "const": { "$defs": 1 } }, "$ref": { "enum": [{ "$anchor": "a" }] } },
            "examples": [{ "dependentRequired": {} }],
        });
        check(schema.clone(), schema);
    }

    #[test]
    fn what_has_no_words_is_refused() {
        for (schema, pointer) in [
            (json!({ "properties": { "a": { "$dynamicRef": "#a" } } }), "/properties/a/$dynamicRef"),
            (json!({ "allOf": [{}], "unevaluatedProperties": false }), "/unevaluatedProperties"),
            (json!({ "contains": {}, "unevaluatedItems": false }), "/unevaluatedItems"),
            (json!({ "anyOf": [{ "contains": {}, "maxContains": 2 }] }), "/anyOf/0/maxContains"),
            (json!({ "contains": {}, "minContains": 2 }), "/minContains"),
            (json!({ "$id": "a", "$anchor": "a" }), "/$anchor"),
        ] {
            let error = to_draft_07(&mut schema.clone()).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("draft-07 has no equivalent of the keyword at `{pointer}`"),
                "{schema}"
            );
        }
    }
}
