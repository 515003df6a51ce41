//! The places of subschemas in a schema, as plain JSON.

use acslint_types::pointer;
use serde_json::{Map, Value as Json};

/// Keywords whose value is a schema, or a list of schemas.
const APPLICATORS: [&str; 16] = [
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "oneOf",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords whose value is an object of schemas.
const MAPS: [&str; 6] =
    ["$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"];

pub(super) fn step(pointer: &mut String, name: &str) -> usize {
    let before = pointer.len();
    pointer.push('/');
    pointer.push_str(&pointer::token(name));
    before
}

/// Returns the direct subschemas of a schema, each with the path to it.
pub(super) fn inside(schema: &Map<String, Json>) -> impl Iterator<Item = (Vec<String>, &Json)> {
    schema.iter().flat_map(|(keyword, value)| {
        let mut found = Vec::new();
        if APPLICATORS.contains(&keyword.as_str()) {
            match value {
                Json::Array(schemas) => found.extend(
                    schemas
                        .iter()
                        .enumerate()
                        .map(|(at, schema)| (vec![keyword.clone(), at.to_string()], schema)),
                ),
                schema => found.push((vec![keyword.clone()], schema)),
            }
        } else if MAPS.contains(&keyword.as_str())
            && let Json::Object(schemas) = value
        {
            let of = schemas.iter().map(|(name, schema)| (vec![keyword.clone(), name.clone()], schema));
            found.extend(of);
        }
        found
    })
}
