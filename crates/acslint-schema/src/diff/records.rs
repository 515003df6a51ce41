//! Records that a schema accepts, for samples of them.

use std::collections::BTreeSet;

use jsonschema::Draft;
use serde_json::{Map, Value};

use super::declared::{in_place, members, schemas_of};
use super::document::{self, Document};
use super::instance;

/// Maximum number of records.
const MOST: usize = 64;
/// Number of attempts to vary a record.
const ATTEMPTS: usize = 4 * MOST;

/// Returns different records that a schema accepts, with `value` at the end of one of the paths of keys. `pick` returns
/// a number below its argument, and is called in the same order for the same schema.
pub(crate) fn records(
    schema: &Value,
    paths: &[Vec<String>],
    value: &str,
    mut pick: impl FnMut(usize) -> usize,
) -> Result<Vec<Value>, String> {
    let draft = Draft::default().detect(schema);
    let registry = document::registry(schema, draft)?;
    let document = Document::new(schema, &registry, draft)?;
    let root = document.root();
    let mut found: Vec<Value> = Vec::new();
    let mut add = |record: &Value| {
        let mut identified = paths.iter().filter_map(|path| with(record, path, value));
        let valid = identified.find(|record| document.whole().is_valid(record));
        if let Some(valid) = valid.filter(|valid| !found.contains(valid)) {
            found.push(valid);
        }
        found.len() < MOST
    };
    for example in schema.get("examples").and_then(Value::as_array).into_iter().flatten() {
        add(example);
    }
    let plain = instance::values(&document, std::slice::from_ref(&root));
    let base = plain.iter().filter(|record| record.is_object()).max_by_key(|record| record.to_string().len());
    let base = base.cloned().unwrap_or_else(|| Value::Object(Map::new()));
    let nodes = in_place(&document, &root);
    let names: BTreeSet<&str> =
        nodes.iter().flat_map(|node| members(node, "properties")).map(|(name, _)| name).collect();
    let values: Vec<(&str, Vec<Value>)> = names
        .into_iter()
        .map(|name| {
            let schemas = schemas_of(&document, &nodes, name);
            let examples =
                schemas.iter().filter_map(|node| node.get("examples")?.as_array()).flatten().cloned();
            let examples: Vec<Value> = examples
                .filter(|example| schemas.iter().all(|node| document.accepts_at(node, example)))
                .collect();
            (name, if examples.is_empty() { instance::values(&document, &schemas) } else { examples })
        })
        .collect();
    for _ in 0..ATTEMPTS {
        let mut record = base.clone();
        if let Value::Object(record) = &mut record {
            for (name, values) in values.iter().filter(|(_, values)| !values.is_empty()) {
                record.insert((*name).to_owned(), values[pick(values.len())].clone());
            }
        }
        if !add(&record) {
            break;
        }
    }
    // The plainest records are valid where varied ones are not.
    for record in &plain {
        add(record);
    }
    if found.is_empty() { Err("no record was found that its schema accepts".to_owned()) } else { Ok(found) }
}

/// Returns a record with a text at the end of a path of keys; `None` if another value is in the way.
fn with(record: &Value, path: &[String], value: &str) -> Option<Value> {
    let mut record = record.clone();
    let (last, above) = path.split_last()?;
    let mut inner = &mut record;
    for key in above {
        inner = inner.as_object_mut()?.entry(key.as_str()).or_insert_with(|| Value::Object(Map::new()));
    }
    let object = inner.as_object_mut()?;
    if !object.contains_key(last) {
        // The identifying text comes first, where readers look for it.
        let rest = std::mem::take(object);
        object.insert(last.clone(), value.into());
        object.extend(rest);
    }
    object.insert(last.clone(), value.into());
    Some(record)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::records;

    /// Records with "audit" at one of these places, picked in turn.
    fn made(schema: &Value, places: &[&str]) -> Result<Vec<Value>, String> {
        let paths: Vec<Vec<String>> =
            places.iter().map(|place| place.split('/').map(str::to_owned).collect()).collect();
        let mut turn = 0;
        records(schema, &paths, "audit", |length| {
            turn = (turn * 75 + 74) % 65_537;
            turn % length
        })
    }

    #[test]
    fn records_are_valid_and_name_their_category_at_a_place_that_the_schema_allows() {
        let closed = |properties: Value| json!({ "properties": properties, "additionalProperties": false });
        for (schema, places, expected) in [
            (json!(true), &["kind"][..], json!({ "kind": "audit" })),
            (json!({ "type": "object" }), &["meta/kind"], json!({ "meta": { "kind": "audit" } })),
            (
                closed(json!({ "Category": { "type": "string" } })),
                &["category", "Category"],
                json!({ "Category": "audit" }),
            ),
            (
                json!({ "$ref": "#/$defs/a", "$defs": { "a": { "required": ["n"], "properties": { "n": { "type": "integer", "examples": [7, "x"] } } } } }),
                &["kind"],
                json!({ "kind": "audit", "n": 7 }),
            ),
            (
                json!({ "examples": [{ "a": 1 }, { "kind": "other", "b": 2 }] }),
                &["kind"],
                json!({ "kind": "audit", "a": 1 }),
            ),
        ] {
            let made = made(&schema, places).unwrap();
            assert_eq!(made[0], expected, "{schema}");
            assert!(made.iter().all(|record| jsonschema::is_valid(&schema, record)), "{schema}: {made:?}");
        }
        let varied = made(
            &json!({ "properties": { "a": { "enum": [1, 2, 3] }, "b": { "type": "boolean" }, "kind": {} } }),
            &["kind"],
        );
        assert!(varied.unwrap().len() >= 6);
    }

    #[test]
    fn a_schema_that_allows_no_such_record_is_an_error() {
        for schema in [
            json!(false),
            json!({ "type": "array" }),
            json!({ "additionalProperties": false }),
            json!({ "properties": { "kind": { "const": "other" } } }),
        ] {
            assert_eq!(
                made(&schema, &["kind"]),
                Err("no record was found that its schema accepts".to_owned()),
                "{schema}"
            );
        }
        assert!(made(&json!({ "$ref": "#/$defs/absent" }), &["kind"]).is_err());
    }
}
