//! The places of subschemas in a schema, as plain JSON.

use acslint_types::pointer;
use serde_json::{Map, Value as Json};

use crate::keywords::{self, Subschemas};

/// Appends a step to a JSON Pointer; returns the pointer's length before it.
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
        // jsonschema does not know the dialect that has `extends`.
        let known = keywords::find(keyword).filter(|keyword| keyword.name != "extends");
        match (known.and_then(|keyword| keyword.subschemas), value) {
            (None, _) => {}
            (Some(Subschemas::ByName), Json::Object(schemas)) => found
                .extend(schemas.iter().map(|(name, schema)| (vec![keyword.clone(), name.clone()], schema))),
            (Some(Subschemas::ByName), _) => {}
            (Some(_), Json::Array(schemas)) => {
                let numbered = schemas.iter().enumerate();
                found.extend(numbered.map(|(at, schema)| (vec![keyword.clone(), at.to_string()], schema)));
            }
            (Some(_), schema) => found.push((vec![keyword.clone()], schema)),
        }
        found
    })
}
