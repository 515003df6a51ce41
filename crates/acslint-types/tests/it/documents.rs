//! Every document is a valid schema of standard keywords, is well formatted, and accepts its example.

use acslint_types::{Shape, schemas};
use serde_json::Value;

use crate::{READERS, validator};

/// The keywords of the schemas, all from JSON Schema's own vocabularies.
const KEYWORDS: &[&str] = &[
    "$id",
    "$schema",
    "additionalProperties",
    "anyOf",
    "const",
    "description",
    "enum",
    "examples",
    "format",
    "items",
    "maxLength",
    "maximum",
    "minimum",
    "pattern",
    "properties",
    "required",
    "title",
    "type",
];

/// The formats, all from JSON Schema itself.
const FORMATS: &[&str] = &["date", "date-time", "ipv4", "ipv6"];

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The generated documents that are schemas, with their paths.
fn all_schemas() -> Vec<(String, Value)> {
    let documents = schemas().into_iter().filter(|document| document.file.ends_with(".schema.json"));
    documents.map(|document| (document.file, json(&document.text))).collect()
}

/// Returns true if two values are equal, where `1` equals `1.0`.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// Calls the function for the schema and for every subschema.
fn walk(schema: &Value, visit: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    let Value::Object(object) = schema else {
        assert!(schema.is_boolean(), "{schema} is not a schema");
        return;
    };
    visit(object);
    for (keyword, value) in object {
        match keyword.as_str() {
            "properties" => value.as_object().unwrap().values().for_each(|schema| walk(schema, visit)),
            "anyOf" => value.as_array().unwrap().iter().for_each(|schema| walk(schema, visit)),
            "items" | "additionalProperties" => walk(value, visit),
            _ => {}
        }
    }
}

#[test]
fn schemas_are_valid_against_the_metaschema() {
    for (file, schema) in all_schemas() {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{file}");
        if let Err(error) = jsonschema::draft202012::meta::validate(&schema) {
            panic!("{file}: {error}");
        }
    }
}

#[test]
fn schemas_hold_standard_keywords_only() {
    for (file, schema) in all_schemas() {
        walk(&schema, &mut |object| {
            for (keyword, value) in object {
                assert!(KEYWORDS.contains(&keyword.as_str()), "{file}: `{keyword}` is not in the list");
                if keyword == "format" {
                    assert!(FORMATS.contains(&value.as_str().unwrap()), "{file}: format {value}");
                }
            }
        });
    }
}

#[test]
fn schemas_read_well() {
    for reader in READERS {
        let schema = reader.category.schema(reader.shape);
        let keywords: Vec<_> = schema.as_object().unwrap().keys().map(String::as_str).collect();
        let expected =
            ["$schema", "$id", "title", "description", "type", "properties", "required", "examples"];
        assert_eq!(keywords, expected, "{}", reader.name());
        let inner = schema
            .pointer("/properties/properties/properties")
            .filter(|_| reader.shape == Shape::ResourceLog);
        for properties in [Some(&schema["properties"]), inner].into_iter().flatten() {
            for (name, property) in properties.as_object().unwrap() {
                let first = property.as_object().unwrap().iter().next();
                let (keyword, text) = first.unwrap_or_else(|| panic!("{}: `{name}` is empty", reader.name()));
                assert_eq!(keyword, "description", "{}: {name}", reader.name());
                let text = text.as_str().unwrap();
                assert!(text.ends_with('.') && !text.contains('\n'), "{}: {name}: {text}", reader.name());
            }
        }
    }
}

#[test]
fn documents_hold_what_the_interface_returns() {
    let documents = schemas();
    let names: Vec<_> = documents.iter().map(|document| document.file.as_str()).collect();
    assert!(names.is_sorted());
    assert_eq!(names.len(), 2 + READERS.len());
    for reader in READERS {
        let document = documents.iter().find(|document| document.file == reader.name()).unwrap();
        assert_eq!(json(&document.text), reader.category.schema(reader.shape), "{}", document.file);
        assert!(document.text.ends_with("}\n"), "{}", document.file);
    }
}

#[test]
fn examples_are_valid() {
    for reader in READERS {
        let schema = reader.category.schema(reader.shape);
        let errors: Vec<String> = validator(&schema)
            .iter_errors(&reader.example())
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", reader.name());
        assert_eq!(schema["examples"], Value::from(vec![reader.example()]));
    }
}

#[test]
fn examples_survive_the_types() {
    for reader in READERS {
        let text = reader.category.example(reader.shape);
        let written = (reader.read)(text).unwrap_or_else(|error| panic!("{}: {error}", reader.name()));
        assert!(same(&written, &reader.example()), "{}: {written:#}", reader.name());
    }
}

#[test]
fn examples_hold_nothing_unknown_and_what_is_expected() {
    use acslint_types::Requirement::{Recommended, Required};

    for reader in READERS {
        let example = reader.example();
        for field in crate::fields(&example_as_schema(&example)) {
            if reader.category.open_properties && field.starts_with("/properties/") {
                continue;
            }
            let schema = reader.category.schema(reader.shape);
            assert!(crate::fields(&schema).contains(&field), "{}: {field}", reader.name());
        }
        for property in reader.category.properties {
            if matches!(property.requirement, Required | Recommended) {
                let present = match (reader.shape, property.log) {
                    (Shape::Table, _) => !property.in_table || example.get(property.name).is_some(),
                    (Shape::ResourceLog, None) => true,
                    (Shape::ResourceLog, Some(log)) => {
                        example.get(log.name).is_some() || example["properties"].get(log.name).is_some()
                    }
                };
                assert!(present, "{}: the example lacks {}", reader.name(), property.name);
            }
        }
    }
}

/// The record in the form of a schema, so that its fields can be listed in the same way.
fn example_as_schema(example: &Value) -> Value {
    let mut properties = example.clone();
    if let Some(inner) = properties.get_mut("properties") {
        *inner = serde_json::json!({ "properties": inner.clone() });
    }
    serde_json::json!({ "properties": properties })
}
