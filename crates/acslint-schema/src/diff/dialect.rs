//! Translation to draft 2020-12, so that a change of the dialect alone does not count as a change.

use jsonschema::Draft;
use serde_json::{Map, Value, json};

/// Target dialect.
const NEWEST: &str = "https://json-schema.org/draft/2020-12/schema";

/// Equivalent schema in draft 2020-12; `None` if the equivalence is uncertain.
pub(super) fn upgraded(schema: &Value, from: Draft) -> Option<Value> {
    let mut schema = upgrade(schema, from, true)?;
    schema.as_object_mut()?.insert("$schema".to_owned(), NEWEST.into());
    Some(schema)
}

/// Keywords that apply beside `$ref` in dialects that ignore its siblings: annotations, and targets of references.
const BESIDE_REFERENCE: [&str; 9] =
    ["$ref", "$schema", "$defs", "definitions", "title", "description", "$comment", "default", "examples"];

fn age(draft: Draft) -> u8 {
    match draft {
        Draft::Draft4 => 4,
        Draft::Draft6 => 6,
        Draft::Draft7 => 7,
        Draft::Draft201909 => 8,
        _ => 9,
    }
}

/// First dialect that has a keyword; older ones ignore it.
fn first_age(keyword: &str) -> u8 {
    match keyword {
        "$id" | "const" | "contains" | "propertyNames" => 6,
        "if" | "then" | "else" => 7,
        "$anchor"
        | "$recursiveAnchor"
        | "$recursiveRef"
        | "dependentRequired"
        | "dependentSchemas"
        | "maxContains"
        | "minContains"
        | "unevaluatedItems"
        | "unevaluatedProperties" => 8,
        "$dynamicAnchor" | "$dynamicRef" | "prefixItems" => 9,
        _ => 4,
    }
}

fn upgrade(schema: &Value, from: Draft, is_root: bool) -> Option<Value> {
    let keywords = match schema {
        Value::Bool(_) => return Some(schema.clone()),
        Value::Object(keywords) => keywords,
        _ => return None,
    };
    let age = age(from);
    let stands_alone = age <= 7 && keywords.contains_key("$ref");
    let one = |value: &Value| upgrade(value, from, false);
    let list = |value: &Value| -> Option<Value> {
        value.as_array()?.iter().map(one).collect::<Option<Vec<_>>>().map(Value::Array)
    };
    let map = |value: &Value| -> Option<Value> {
        let members = value.as_object()?.iter().map(|(name, value)| Some((name.clone(), one(value)?)));
        members.collect::<Option<Map<_, _>>>().map(Value::Object)
    };
    let mut newer = Map::new();
    for (keyword, value) in keywords {
        if stands_alone && !BESIDE_REFERENCE.contains(&keyword.as_str()) {
            continue;
        }
        if age < first_age(keyword) {
            continue;
        }
        let value = match keyword.as_str() {
            "$schema" if is_root => continue,
            "$ref" => reference(value, age)?,
            "id" | "$id" if age <= 7 => {
                if (keyword == "id") != (age == 4) {
                    continue;
                }
                let (keyword, value) = identifier(value.as_str()?)?;
                newer.insert(keyword.to_owned(), value.into());
                continue;
            }
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" if age == 4 => {
                bound(keyword, keywords, &mut newer)?;
                continue;
            }
            "items" if value.is_array() => {
                if age == 9 {
                    return None;
                }
                newer.insert("prefixItems".to_owned(), list(value)?);
                if let Some(others) = keywords.get("additionalItems") {
                    newer.insert("items".to_owned(), one(others)?);
                }
                continue;
            }
            // It applies only with a list of items, which handles it.
            "additionalItems" => continue,
            "dependencies" if age <= 7 => {
                for (name, needed) in value.as_object()? {
                    let (keyword, needed) = if needed.is_array() {
                        ("dependentRequired", needed.clone())
                    } else {
                        ("dependentSchemas", one(needed)?)
                    };
                    let held = newer.entry(keyword).or_insert_with(|| json!({}));
                    held.as_object_mut()?.insert(name.clone(), needed);
                }
                continue;
            }
            // The meaning of these depends on the dialect.
            "$schema" | "dependencies" | "$recursiveRef" | "$recursiveAnchor" | "contentEncoding"
            | "contentMediaType" => {
                return None;
            }
            "unevaluatedItems" if age == 8 && keywords.contains_key("contains") => return None,
            "format" => {
                let options = jsonschema::options();
                let format = value.as_str()?;
                if options.is_known_format(from, format)
                    != options.is_known_format(Draft::Draft202012, format)
                {
                    return None;
                }
                value.clone()
            }
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => map(value)?,
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => list(value)?,
            "items"
            | "additionalProperties"
            | "not"
            | "contains"
            | "propertyNames"
            | "if"
            | "then"
            | "else"
            | "unevaluatedItems"
            | "unevaluatedProperties" => one(value)?,
            _ => value.clone(),
        };
        newer.insert(keyword.clone(), value);
    }
    Some(Value::Object(newer))
}

/// Translates a reference; `None` if it leads into a part that moves.
fn reference(value: &Value, age: u8) -> Option<Value> {
    let text = value.as_str()?;
    let moves = ["/items/", "/additionalItems", "/dependencies/"].iter().any(|part| text.contains(part));
    (age == 9 || !moves).then(|| value.clone())
}

/// Splits an identifier of a subschema before 2019-09: an anchor, or a URI.
fn identifier(text: &str) -> Option<(&'static str, &str)> {
    match text.split_once('#') {
        Some(("", anchor)) if !anchor.is_empty() => Some(("$anchor", anchor)),
        None | Some((_, "")) => Some(("$id", text)),
        Some(_) => None,
    }
}

/// A bound of draft 4, where a truth value says whether it is exclusive.
fn bound(keyword: &str, keywords: &Map<String, Value>, newer: &mut Map<String, Value>) -> Option<()> {
    let (inclusive, exclusive) = match keyword {
        "minimum" | "exclusiveMinimum" => ("minimum", "exclusiveMinimum"),
        _ => ("maximum", "exclusiveMaximum"),
    };
    let is_exclusive = keywords.get(exclusive).map_or(Some(false), Value::as_bool)?;
    if let Some(limit) = keywords.get(inclusive) {
        newer.insert(if is_exclusive { exclusive } else { inclusive }.to_owned(), limit.clone());
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use jsonschema::Draft;
    use serde_json::{Value, json};

    use super::{NEWEST, upgraded};

    fn newer(schema: &Value, from: Draft) -> Option<Value> {
        upgraded(schema, from).map(|mut newer| {
            assert_eq!(newer.as_object_mut().unwrap().shift_remove("$schema"), Some(NEWEST.into()));
            newer
        })
    }

    #[test]
    fn older_keywords_have_newer_ones() {
        let schema = json!({
            "$schema": "http://json-schema.org/draft-04/schema#",
            "id": "http://a.example/b",
            "properties": {
                "minimum": { "minimum": 0, "exclusiveMinimum": true, "maximum": 3, "exclusiveMaximum": false },
                "pair": { "items": [{ "type": "integer" }], "additionalItems": false },
                "ref": { "$ref": "#/definitions/a", "minLength": 3 },
            },
            "dependencies": { "a": ["b"], "c": { "required": ["d"] } },
            "definitions": { "a": { "id": "#a", "const": 1 } },
        });
        assert_eq!(
            newer(&schema, Draft::Draft4),
            Some(json!({
                "$id": "http://a.example/b",
                "properties": {
                    "minimum": { "exclusiveMinimum": 0, "maximum": 3 },
                    "pair": { "prefixItems": [{ "type": "integer" }], "items": false },
                    "ref": { "$ref": "#/definitions/a" },
                },
                "dependentRequired": { "a": ["b"] },
                "dependentSchemas": { "c": { "required": ["d"] } },
                "definitions": { "a": { "$anchor": "a" } },
            }))
        );
    }

    #[test]
    fn what_is_not_certain_is_left() {
        for (schema, from) in [
            (json!({ "contentEncoding": "base64" }), Draft::Draft7),
            (json!({ "$recursiveRef": "#" }), Draft::Draft201909),
            (json!({ "$ref": "#/items/0", "items": [{}] }), Draft::Draft7),
            (
                json!({ "properties": { "a": { "$schema": "http://json-schema.org/draft-04/schema#" } } }),
                Draft::Draft7,
            ),
        ] {
            assert_eq!(newer(&schema, from), None, "{schema}");
        }
    }

    #[test]
    fn what_a_dialect_does_not_have_means_nothing_in_it() {
        let schema = json!({ "prefixItems": [false], "unevaluatedProperties": false, "minLength": 1 });
        assert_eq!(newer(&schema, Draft::Draft7), Some(json!({ "minLength": 1 })));
        assert_eq!(newer(&schema, Draft::Draft202012), Some(schema));
    }
}
