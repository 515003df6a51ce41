//! What a JSON document is that is to be compared: a schema, a library of definitions, or something else.

use serde_json::{Map, Value};

/// Keywords that say what is valid, or where that is said.
const CONSTRAINTS: [&str; 48] = [
    "$dynamicRef",
    "$recursiveRef",
    "$ref",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "disallow",
    "divisibleBy",
    "else",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "extends",
    "format",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "required",
    "then",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// What a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    /// A schema that says what is valid.
    Schema,
    /// Definitions for other documents, and nothing else.
    Library,
    /// Something that cannot be compared: a phrase behind its name.
    Other(String),
}

/// Keywords that hold definitions.
pub(crate) const DEFINITIONS: [&str; 2] = ["$defs", "definitions"];

/// The definitions of a document, each with the keyword that holds it.
pub(crate) fn definitions(document: &Value) -> impl Iterator<Item = (&'static str, &String, &Value)> {
    DEFINITIONS.into_iter().flat_map(|keyword| {
        let held = document.get(keyword).and_then(Value::as_object).into_iter().flatten();
        held.map(move |(name, schema)| (keyword, name, schema))
    })
}

/// Says what a document is.
pub(crate) fn document_kind(document: &Value) -> DocumentKind {
    let members = match document {
        Value::Bool(_) => return DocumentKind::Schema,
        Value::Object(members) => members,
        Value::Array(_) => return other("is an array, and a JSON Schema is an object"),
        _ => return other("is a single value, and a JSON Schema is an object"),
    };
    if let Some(kind) = looks_like(members) {
        return other(kind);
    }
    // The `type` of a `package.json` is another one.
    let constrains = |(name, value): (&String, &Value)| {
        CONSTRAINTS.contains(&name.as_str())
            && !(name == "type" && (value == "module" || value == "commonjs"))
    };
    if members.iter().any(constrains) {
        DocumentKind::Schema
    } else if definitions(document).next().is_some() {
        DocumentKind::Library
    } else if members.contains_key("$schema") || members.contains_key("$id") || members.is_empty() {
        other("constrains nothing: it has no keyword that says what is valid")
    } else {
        other("is not a JSON Schema: it has none of its keywords")
    }
}

fn other(what: &str) -> DocumentKind {
    DocumentKind::Other(what.to_owned())
}

/// What an object is that has the marks of another format.
fn looks_like(members: &Map<String, Value>) -> Option<&'static str> {
    let has = |name: &str| members.contains_key(name);
    let is_text = |name: &str| members.get(name).is_some_and(Value::is_string);
    let marks: [(bool, &str); 7] = [
        (
            is_text("openapi") || is_text("swagger"),
            "looks like an OpenAPI document: compare a schema out of it",
        ),
        (is_text("asyncapi"), "looks like an AsyncAPI document: compare a schema out of it"),
        (
            is_text("name") && is_text("version") && !has("$schema") && !has("properties"),
            "looks like the `package.json` of an npm package",
        ),
        (
            members.get("type").is_some_and(|kind| kind == "record") && has("fields"),
            "looks like an Avro schema, not a JSON Schema",
        ),
        (has("resources") && has("contentVersion"), "looks like an Azure Resource Manager template"),
        (has("records") && members["records"].is_array(), "looks like log records, not a schema of them"),
        (has("compilerOptions"), "looks like the `tsconfig.json` of a TypeScript project"),
    ];
    marks.into_iter().find(|(fits, _)| *fits).map(|(_, what)| what)
}

/// A schema that is one definition of a document, with all that it may refer to.
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{DocumentKind, document_kind};

    fn said(document: &Value) -> String {
        match document_kind(document) {
            DocumentKind::Schema => "schema".to_owned(),
            DocumentKind::Library => "library".to_owned(),
            DocumentKind::Other(what) => what,
        }
    }

    #[test]
    fn documents_are_what_they_look_like() {
        for (document, expected) in [
            (json!({ "type": "object" }), "schema"),
            (json!(true), "schema"),
            (json!({ "$ref": "#/$defs/a", "$defs": { "a": {} } }), "schema"),
            (json!({ "$defs": { "a": {} } }), "library"),
            (json!({ "definitions": { "a": {} }, "title": "Parts" }), "library"),
            (json!({}), "constrains nothing: it has no keyword that says what is valid"),
            (
                json!({ "$id": "urn:a", "$defs": {} }),
                "constrains nothing: it has no keyword that says what is valid",
            ),
            (json!([]), "is an array, and a JSON Schema is an object"),
            (json!(1), "is a single value, and a JSON Schema is an object"),
            (
                json!({ "swagger": "2.0", "definitions": {} }),
                "looks like an OpenAPI document: compare a schema out of it",
            ),
            (json!({ "asyncapi": "3.0.0" }), "looks like an AsyncAPI document: compare a schema out of it"),
            (
                json!({ "name": "a", "version": "1", "type": "module" }),
                "looks like the `package.json` of an npm package",
            ),
            (
                json!({ "type": "record", "name": "R", "fields": [] }),
                "looks like an Avro schema, not a JSON Schema",
            ),
            (
                json!({ "type": "module", "main": "a.js" }),
                "is not a JSON Schema: it has none of its keywords",
            ),
            (json!({ "records": [] }), "looks like log records, not a schema of them"),
        ] {
            assert_eq!(said(&document), expected, "{document}");
        }
    }
}
