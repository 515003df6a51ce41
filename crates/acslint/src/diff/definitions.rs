//! Definitions of a document, and schemas made of one of them.

use serde_json::{Map, Value};

/// Keywords that hold definitions.
const DEFINITIONS: [&str; 2] = ["$defs", "definitions"];

/// Definitions of a document, each with its keyword.
pub(crate) fn definitions(document: &Value) -> impl Iterator<Item = (&'static str, &String, &Value)> {
    DEFINITIONS.into_iter().flat_map(|keyword| {
        let held = document.get(keyword).and_then(Value::as_object).into_iter().flatten();
        held.map(move |(name, schema)| (keyword, name, schema))
    })
}

/// Schema of one definition of a document, with everything that it may refer to.
pub(crate) fn definition(document: &Value, keyword: &str, name: &str) -> Value {
    let mut alone = Map::new();
    for kept in ["$schema", "$id", "id"].into_iter().chain(DEFINITIONS) {
        if let Some(value) = document.get(kept) {
            alone.insert(kept.to_owned(), value.clone());
        }
    }
    let pointer = format!("#/{keyword}/{}", super::document::in_uri(&acslint_types::pointer::token(name)));
    alone.insert("$ref".to_owned(), pointer.into());
    Value::Object(alone)
}
