//! JSON Schema of the configuration file, for editors.

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::file::File;

/// The JSON Schema (draft 2020-12) of the file.
pub(crate) fn schema() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let generator = settings.with_transform(plain).into_generator();
    let generated = generator.into_root_schema_for::<File>().to_value();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("$id".to_owned(), json!("urn:acslint:schema:v1:configuration"));
    schema.insert("title".to_owned(), json!("acslint.toml"));
    if let Value::Object(generated) = generated {
        schema.extend(generated.into_iter().filter(|(key, _)| !matches!(key.as_str(), "$schema" | "title")));
    }
    Value::Object(schema)
}

/// Simplifies a generated schema: TOML has no null, so a key is absent instead; descriptions become one line.
fn plain(schema: &mut Schema) {
    schemars::transform::transform_subschemas(&mut plain, schema);
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    // Formats such as `uint64` are Rust types.
    if object.get("format").is_some_and(|format| format != "date") {
        object.remove("format");
    }
    object.remove("default");
    if let Some(Value::String(description)) = object.get_mut("description") {
        *description = description.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(branches)) = object.get_mut("anyOf") {
        branches.retain(|branch| *branch != json!({ "type": "null" }));
        if let [Value::Object(only)] = branches.as_slice() {
            let only = only.clone();
            object.remove("anyOf");
            for (keyword, value) in only {
                object.entry(keyword).or_insert(value);
            }
        }
    }
    if let Some(Value::Array(values)) = object.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
}
