//! The keywords of a JSON Schema that contain schemas, so that a transformation visits schemas and nothing else.
//!
//! A property may be called `properties`, and an example may look like a schema; only the keyword is decisive.

use serde_json::{Map, Value};

use crate::pointer;

/// The form in which a keyword contains schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Its value is a schema.
    One,
    /// Its value is an array of schemas.
    Many,
    /// Its value is an object of schemas under names.
    Named,
}

/// The form in which a keyword of draft 2020-12 contains schemas, if it does.
pub(super) fn holds(keyword: &str) -> Option<Holds> {
    match keyword {
        "additionalProperties"
        | "contains"
        | "contentSchema"
        | "else"
        | "if"
        | "items"
        | "not"
        | "propertyNames"
        | "then"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Some(Holds::One),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Some(Holds::Many),
        "$defs" | "dependentSchemas" | "patternProperties" | "properties" => Some(Holds::Named),
        _ => None,
    }
}

/// Calls the function for each direct subschema, with its keyword and its place there.
pub(super) fn for_each<E>(
    schema: &mut Map<String, Value>,
    mut visit: impl FnMut(&str, Option<&str>, &mut Value) -> Result<(), E>,
) -> Result<(), E> {
    for (keyword, value) in schema {
        match (holds(keyword), value) {
            (Some(Holds::One), value) => visit(keyword, None, value)?,
            (Some(Holds::Many), Value::Array(schemas)) => {
                for (index, schema) in schemas.iter_mut().enumerate() {
                    visit(keyword, Some(&index.to_string()), schema)?;
                }
            }
            (Some(Holds::Named), Value::Object(schemas)) => {
                for (name, schema) in schemas {
                    visit(keyword, Some(name), schema)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Appends a name to a JSON Pointer.
pub(super) fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", pointer::token(name))
}
