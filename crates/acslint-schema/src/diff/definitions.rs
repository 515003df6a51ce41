//! Definitions of a document, and schemas made of one of them.

use acslint_types::pointer;
use serde_json::{Map, Value};

use crate::uri::encoded_fragment;

/// Keywords that hold definitions.
const DEFINITIONS: [&str; 2] = ["$defs", "definitions"];

/// Definitions of a document, each with its keyword.
pub(super) fn definitions(document: &Value) -> impl Iterator<Item = (&'static str, &String, &Value)> {
    DEFINITIONS.into_iter().flat_map(|keyword| {
        let held = document.get(keyword).and_then(Value::as_object).into_iter().flatten();
        held.map(move |(name, schema)| (keyword, name, schema))
    })
}

/// Schema of one definition of a document, with everything that it may refer to.
pub(super) fn definition(document: &Value, keyword: &str, name: &str) -> Value {
    let mut alone = Map::new();
    for kept in ["$schema", "$id", "id"].into_iter().chain(DEFINITIONS) {
        if let Some(value) = document.get(kept) {
            alone.insert(kept.to_owned(), value.clone());
        }
    }
    let reference = format!("#/{keyword}/{}", encoded_fragment(&pointer::token(name)));
    alone.insert("$ref".to_owned(), reference.into());
    Value::Object(alone)
}
