//! Closed variants of schemas: a member that the schema does not list is an error.
//!
//! The schemas are open, because the service adds properties without notice. The closed variant reports new
//! and misspelt names.

use std::convert::Infallible;

use serde_json::{Map, Value, json};

use super::subschemas::{below, for_each};

/// Keywords that apply another schema to the same object; `additionalProperties` ignores the properties of that schema.
const ELSEWHERE: [&str; 8] =
    ["$dynamicRef", "$ref", "allOf", "anyOf", "dependentSchemas", "else", "oneOf", "then"];

/// Rejects unlisted members in every object whose members the schema lists, nested ones too.
///
/// Returns the JSON Pointers, within a record, of the objects that stay open: those without listed members,
/// and those with members listed in several places, which `additionalProperties` cannot combine.
///
/// ```
/// let mut schema = serde_json::json!({ "properties": { "id": { "type": "string" }, "tags": { "type": "object" } } });
/// assert_eq!(acslint_types::publish::close(&mut schema), ["/tags"]);
/// assert_eq!(schema["additionalProperties"], false);
/// ```
pub fn close(schema: &mut Value) -> Vec<String> {
    let mut open = Vec::new();
    close_at(schema, "", &mut open);
    open.sort();
    open.dedup();
    open
}

fn close_at(schema: &mut Value, place: &str, open: &mut Vec<String>) {
    let Value::Object(object) = schema else {
        // `true` accepts everything, `false` nothing.
        if *schema == Value::Bool(true) {
            open.push(place.to_owned());
        }
        return;
    };
    if !is_closed(object) {
        let lists_members = object.contains_key("properties") || object.contains_key("patternProperties");
        let is_whole = !ELSEWHERE.iter().any(|keyword| object.contains_key(*keyword));
        if lists_members && is_whole {
            add_behind(object, "properties", "additionalProperties", json!(false));
        } else if lists_members || takes_any_object(object) {
            open.push(place.to_owned());
        }
    }
    let Ok(()) = for_each::<Infallible>(object, |keyword, name, schema| {
        match (keyword, name) {
            ("properties", Some(name)) => close_at(schema, &below(place, name), open),
            ("patternProperties", _) => close_at(schema, &below(place, "*"), open),
            ("items" | "prefixItems", _) => close_at(schema, &below(place, "*"), open),
            ("anyOf" | "oneOf", _) => close_at(schema, place, open),
            // The others restrict an object that is described elsewhere, or describe the target of a reference.
            _ => {}
        }
        Ok(())
    });
}

fn is_closed(object: &Map<String, Value>) -> bool {
    ["additionalProperties", "unevaluatedProperties"].iter().any(|keyword| object.contains_key(*keyword))
}

/// Returns true if a schema without listed members still accepts an object.
fn takes_any_object(object: &Map<String, Value>) -> bool {
    match object.get("type") {
        Some(Value::String(only)) => only == "object",
        Some(Value::Array(several)) => several.iter().any(|kind| kind == "object"),
        _ => !["const", "enum"].iter().chain(&ELSEWHERE).any(|keyword| object.contains_key(*keyword)),
    }
}

/// Adds a keyword after another, where a reader expects it, or at the end if the other is missing.
pub(super) fn add_behind(object: &mut Map<String, Value>, other: &str, keyword: &str, value: Value) {
    let place = object.keys().position(|key| key == other).map_or(object.len(), |place| place + 1);
    object.shift_insert(place, keyword.to_owned(), value);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::close;

    #[test]
    fn objects_are_closed_where_their_members_are_listed() {
        let mut schema = json!({
            "type": "object",
            "properties": {
                "properties": { "type": ["object", "null"], "properties": { "a": { "type": "string" } } },
                "list": { "items": { "properties": { "b": { "const": 1 } } } },
                "either": { "anyOf": [{ "type": "string" }, { "properties": { "c": { "type": "null" } } }] },
            },
            "examples": [{ "properties": {} }],
        });
        assert_eq!(close(&mut schema), ["/list"], "without a type the list may be an object too");
        let expected = json!({
            "type": "object",
            "properties": {
                "properties": {
                    "type": ["object", "null"],
                    "properties": { "a": { "type": "string" } },
                    "additionalProperties": false,
                },
                "list": { "items": { "properties": { "b": { "const": 1 } }, "additionalProperties": false } },
                "either": {
                    "anyOf": [
                        { "type": "string" },
                        { "properties": { "c": { "type": "null" } }, "additionalProperties": false },
                    ],
                },
            },
            "additionalProperties": false,
            "examples": [{ "properties": {} }],
        });
        assert_eq!(schema, expected);
    }

    #[test]
    fn what_cannot_be_closed_is_named() {
        let mut schema = json!({
            "type": "object",
            "properties": {
                "free": { "type": ["object", "null"] },
                "any/thing": true,
                "elsewhere": { "properties": { "a": { "type": "string" } }, "allOf": [{ "required": ["b"] }] },
                "text": { "type": "string" },
                "one": { "const": {} },
            },
        });
        let before = schema.clone();
        assert_eq!(close(&mut schema), ["/any~1thing", "/elsewhere", "/free"]);
        assert_eq!(schema["properties"], before["properties"]);
    }

    #[test]
    fn a_schema_that_says_what_else_there_may_be_stays_as_it_is() {
        let mut schema = json!({ "properties": {}, "additionalProperties": { "type": "string" } });
        let before = schema.clone();
        assert!(close(&mut schema).is_empty());
        assert_eq!(schema, before);
    }
}
