//! Classification of a document that a user names as a schema: a schema, a library of definitions, or another format.

use serde_json::{Map, Value};

use crate::keywords::{is_constraint, is_keyword};

/// Kind of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A schema that constrains values.
    Schema,
    /// Definitions for other documents, and nothing else.
    Library,
    /// Another document; the phrase follows its name in messages.
    Other(String),
}

/// Returns the kind of a document.
pub fn document_kind(document: &Value) -> DocumentKind {
    let members = match document {
        Value::Bool(_) => return DocumentKind::Schema,
        Value::Object(members) => members,
        Value::Array(_) => return other("is an array, and a JSON Schema is an object"),
        _ => return other("is a single value, and a JSON Schema is an object"),
    };
    if let Some(Format { name, remark, .. }) = looks_like(members) {
        return DocumentKind::Other(format!("looks like {name}{remark}"));
    }
    // The `type` of a `package.json` is not a JSON type.
    let constrains = |(name, value): (&String, &Value)| {
        is_constraint(name) && !(name == "type" && (value == "module" || value == "commonjs"))
    };
    if members.iter().any(constrains) {
        DocumentKind::Schema
    } else if holds_definitions(members) {
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

/// Returns true if a document holds definitions.
fn holds_definitions(members: &Map<String, Value>) -> bool {
    let held = |keyword: &str| members.get(keyword).and_then(Value::as_object);
    ["$defs", "definitions"].into_iter().filter_map(held).any(|held| !held.is_empty())
}

/// Returns a message and a help about a document that is not a JSON Schema at all.
///
/// A schema without constraints is a JSON Schema.
pub(crate) fn foreign(document: &Value) -> Option<(String, &'static str)> {
    let members = document.as_object().filter(|members| !members.is_empty())?;
    if let Some(format) = looks_like(members) {
        let message = format!("is not a JSON Schema: it looks like {}", format.name);
        return Some((message, format.help()));
    }
    let says = |name: &String| name.starts_with('$') || name.starts_with("x-") || is_keyword(name);
    let says_nothing = !members.keys().any(says);
    says_nothing.then(|| {
        ("is not a JSON Schema: it has none of its keywords".to_owned(), "name the file of a schema")
    })
}

/// A format other than JSON Schema.
struct Format {
    /// Phrase for a document of the format.
    name: &'static str,
    /// True if documents of the format contain schemas.
    holds_schemas: bool,
    /// Remark after the phrase, in messages of schema comparison.
    remark: &'static str,
}

impl Format {
    fn help(&self) -> &'static str {
        if self.holds_schemas {
            "refer to a schema inside it by `$ref` from a schema in a file of its own"
        } else {
            "name the file of a schema"
        }
    }
}

/// Returns the format of an object with the marks of another format than JSON Schema.
fn looks_like(members: &Map<String, Value>) -> Option<Format> {
    let has = |name: &str| members.contains_key(name);
    let is_text = |name: &str| members.get(name).is_some_and(Value::is_string);
    let is_list = |name: &str| members.get(name).is_some_and(Value::is_array);
    let kind = members.get("type");
    // A `package.json` may have a `type`, which is not a JSON type.
    let is_typed = kind.is_some_and(|kind| kind != "module" && kind != "commonjs");
    let format = |name| Format { name, holds_schemas: false, remark: "" };
    let api = |name| Format { name, holds_schemas: true, remark: ": compare a schema out of it" };
    let marks = [
        (is_text("openapi") || is_text("swagger"), api("an OpenAPI document")),
        (is_text("asyncapi"), api("an AsyncAPI document")),
        (
            is_text("name") && is_text("version") && !has("$schema") && !has("properties") && !is_typed,
            format("the `package.json` of an npm package"),
        ),
        (
            kind.is_some_and(|kind| kind == "record") && has("fields"),
            Format { remark: ", not a JSON Schema", ..format("an Avro schema") },
        ),
        (has("resources") && has("contentVersion"), format("an Azure Resource Manager template")),
        (is_list("records"), Format { remark: ", not a schema of them", ..format("log records") }),
        (has("compilerOptions"), format("the `tsconfig.json` of a TypeScript project")),
    ];
    marks.into_iter().find(|(fits, _)| *fits).map(|(_, format)| format)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{DocumentKind, document_kind, foreign};

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
            (json!({ "uniqueItems": true }), "schema"),
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

    #[test]
    fn what_is_not_a_schema_is_foreign_and_a_schema_that_says_nothing_is_not() {
        let package = json!({ "name": "a", "version": "1", "dependencies": { "b": "^1" } });
        for (document, message) in [
            (package, "it looks like the `package.json` of an npm package"),
            (json!({ "openapi": "3.1.0", "paths": {} }), "it looks like an OpenAPI document"),
            (json!({ "main": "a.js" }), "it has none of its keywords"),
        ] {
            let (said, _) = foreign(&document).unwrap();
            assert_eq!(said, format!("is not a JSON Schema: {message}"), "{document}");
        }
        for schema in [
            json!({}),
            json!(true),
            json!({ "title": "a" }),
            json!({ "$defs": {} }),
            json!({ "x-a": 1 }),
            json!({ "name": "a", "version": "1", "type": "object", "required": ["b"] }),
            json!({ "properties": { "records": { "type": "array" } } }),
        ] {
            assert_eq!(foreign(&schema), None, "{schema}");
        }
    }
}
