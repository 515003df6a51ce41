//! Sets of schemas that refer to each other, and references resolved within a set.
//!
//! Nothing is fetched: a reference leads to another document of the set, or to one that the caller's function reads.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::uri::{MADE_UP_BASE, encoded_path};

/// Set of related schemas.
#[derive(Clone, Debug, Default)]
pub struct DocumentSet {
    is_single: bool,
    schemas: BTreeMap<String, Value>,
    others: Vec<String>,
}

/// Reference that does not lead to a schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid reference in `{name}`: {message}")]
pub struct InvalidReference {
    /// Name of the referring schema.
    pub name: String,
    /// Phrase that describes the reason.
    pub message: String,
}

impl DocumentSet {
    /// Returns a set of one schema, whatever its name.
    pub fn single(name: String, schema: Value) -> Self {
        Self { is_single: true, schemas: BTreeMap::from([(name, schema)]), others: Vec::new() }
    }

    /// Returns the set of the schemas among JSON documents. A document is a schema if its name ends in
    /// `.schema.json`, or if its `$schema` is a dialect of JSON Schema. Names are paths with `/`.
    pub fn of_documents(documents: impl IntoIterator<Item = (String, Value)>) -> Self {
        let mut set = Self::default();
        for (name, document) in documents {
            if is_schema(&name, &document) {
                set.schemas.insert(name, document);
            } else {
                set.others.push(name);
            }
        }
        set
    }

    /// Returns true for a set made of a single schema.
    pub fn is_single(&self) -> bool {
        self.is_single
    }

    /// Schemas by name.
    pub fn schemas(&self) -> &BTreeMap<String, Value> {
        &self.schemas
    }

    /// Names of the documents that are not schemas.
    pub fn others(&self) -> &[String] {
        &self.others
    }

    /// Embeds in each schema all that it refers to, directly or indirectly, so that it is complete on its own.
    ///
    /// For a set of a single schema, `read` returns the bytes of a document beside it, by its relative path. The path
    /// never leads out of the directory of the schema.
    pub fn embed_references(
        &mut self,
        mut read: impl FnMut(&str) -> Option<Vec<u8>>,
    ) -> Result<(), InvalidReference> {
        if !self.schemas.values().any(refers_outside) {
            return Ok(());
        }
        let mut known = self.schemas.clone();
        if self.is_single {
            known.extend(neighbours(&self.schemas, &mut read));
        }
        let bases: BTreeMap<&str, String> =
            known.iter().map(|(name, schema)| (name.as_str(), base_of(name, schema))).collect();
        let mut complete = BTreeMap::new();
        for name in self.schemas.keys() {
            let schema = with_parts(name, &known, &bases)
                .map_err(|message| InvalidReference { name: name.clone(), message })?;
            complete.insert(name.clone(), schema);
        }
        self.schemas = complete;
        Ok(())
    }
}

/// Returns true if a JSON document is meant to be a schema.
fn is_schema(name: &str, document: &Value) -> bool {
    let dialect = document.get("$schema").and_then(Value::as_str);
    name.ends_with(".schema.json") || dialect.is_some_and(|dialect| dialect.contains("json-schema.org/"))
}

/// Returns the URI of a schema: its own `$id`, or its place in the set.
fn base_of(name: &str, schema: &Value) -> String {
    let place = uri_of(name);
    let own = schema.get("$id").or_else(|| schema.get("id")).and_then(Value::as_str);
    own.and_then(|own| resolved(&place, own)).unwrap_or(place)
}

/// Returns the URI of a place in the set.
fn uri_of(name: &str) -> String {
    format!("{MADE_UP_BASE}{}", encoded_path(name))
}

/// Resolves a reference against a base, without its fragment.
pub(crate) fn resolved(base: &str, reference: &str) -> Option<String> {
    let base = jsonschema::uri::from_str(base).ok()?;
    let file = reference.split('#').next().unwrap_or_default();
    let whole = jsonschema::uri::resolve_against(&base.borrow(), file).ok()?;
    Some(whole.as_str().trim_end_matches('#').to_owned())
}

/// Returns a schema with all referenced files embedded, each under its URI.
fn with_parts(
    name: &str,
    known: &BTreeMap<String, Value>,
    bases: &BTreeMap<&str, String>,
) -> Result<Value, String> {
    let (Some(schema), Some(base)) = (known.get(name), bases.get(name)) else { return Ok(Value::Null) };
    let mut parts: BTreeMap<String, Value> = BTreeMap::new();
    let mut open = vec![(base.clone(), schema)];
    while let Some((from, text)) = open.pop() {
        for reference in references(text).into_iter().filter(|reference| !reference.starts_with('#')) {
            let target = resolved(&from, reference).ok_or_else(|| format!("`{reference}` is not a URI"))?;
            let is_known = target == *base || parts.contains_key(&target);
            if is_known || target.contains("://json-schema.org/") {
                continue;
            }
            let part = known
                .iter()
                .find(|(name, _)| uri_of(name) == target || bases.get(name.as_str()) == Some(&target));
            let (_, part) =
                part.ok_or_else(|| format!("`{reference}` not found beside it; acslint fetches nothing"))?;
            parts.insert(target.clone(), part.clone());
            open.push((target, part));
        }
    }
    let mut schema = schema.clone();
    let Some(members) = schema.as_object_mut().filter(|_| !parts.is_empty()) else { return Ok(schema) };
    let older =
        members.get("$schema").and_then(Value::as_str).is_some_and(|dialect| dialect.contains("/draft-0"));
    let keyword = if older { "definitions" } else { "$defs" };
    members.entry("$id").or_insert_with(|| base.as_str().into());
    let definitions = members.entry(keyword).or_insert_with(|| Value::Object(Map::new()));
    if let Some(definitions) = definitions.as_object_mut() {
        for (uri, mut part) in parts {
            if let Some(part) = part.as_object_mut() {
                part.insert("$id".to_owned(), uri.as_str().into());
            }
            definitions.insert(uri, part);
        }
    }
    Ok(schema)
}

fn references(schema: &Value) -> Vec<&str> {
    match schema {
        Value::Object(members) => members
            .iter()
            .flat_map(|(keyword, value)| match (keyword.as_str(), value) {
                ("$ref", Value::String(reference)) => vec![reference.as_str()],
                _ => references(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

fn refers_outside(schema: &Value) -> bool {
    references(schema).iter().any(|reference| !reference.starts_with('#'))
}

/// Returns the documents beside a schema that it refers to, directly or indirectly.
fn neighbours(
    schemas: &BTreeMap<String, Value>,
    read: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
) -> BTreeMap<String, Value> {
    let mut neighbours: BTreeMap<String, Value> = BTreeMap::new();
    let mut open: Vec<String> = schemas.values().flat_map(paths_beside).collect();
    while let Some(name) = open.pop() {
        if neighbours.contains_key(&name) || schemas.contains_key(&name) {
            continue;
        }
        if let Some(schema) = read(&name).and_then(|text| serde_json::from_slice::<Value>(&text).ok()) {
            open.extend(paths_beside(&schema));
            neighbours.insert(name, schema);
        }
    }
    neighbours
}

/// Returns the referenced paths below the directory of a schema; ignores references that lead out of it.
fn paths_beside(schema: &Value) -> Vec<String> {
    references(schema)
        .into_iter()
        .map(|reference| reference.split('#').next().unwrap_or_default())
        .map(|file| file.trim_start_matches("./"))
        .filter(|file| {
            !file.is_empty() && !file.contains(':') && !file.starts_with('/') && !file.contains("..")
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{DocumentSet, InvalidReference};

    #[test]
    fn a_single_schema_takes_its_neighbours_in() {
        let schema = json!({ "items": { "$ref": "./b.json#/$defs/b" }, "not": { "$ref": "../c.json" } });
        let mut set = DocumentSet::single("a.json".to_owned(), schema);
        let mut asked = Vec::new();
        let result = set.embed_references(|name| {
            asked.push(name.to_owned());
            (name == "b.json").then(|| br#"{"$defs": {"b": {"$ref": "d.json"}}}"#.to_vec())
        });
        let message = "`../c.json` not found beside it; acslint fetches nothing".to_owned();
        assert_eq!(result, Err(InvalidReference { name: "a.json".to_owned(), message }));
        // A path out of the directory is not read.
        assert_eq!(asked, ["b.json", "d.json"]);
    }

    #[test]
    fn schemas_of_a_set_hold_each_other() {
        let mut set = DocumentSet::of_documents([
            ("a.schema.json".to_owned(), json!({ "$ref": "sub/b.schema.json" })),
            ("sub/b.schema.json".to_owned(), json!({ "type": "string" })),
            ("data.json".to_owned(), json!({})),
        ]);
        set.embed_references(|name| panic!("`{name}` is read")).unwrap();
        assert_eq!(set.others(), ["data.json"]);
        assert!(!set.is_single());
        assert_eq!(
            set.schemas()["a.schema.json"],
            json!({
                "$ref": "sub/b.schema.json",
                "$id": "acslint://schema/a.schema.json",
                "$defs": {
                    "acslint://schema/sub/b.schema.json": {
                        "type": "string",
                        "$id": "acslint://schema/sub/b.schema.json",
                    },
                },
            })
        );
    }

    #[test]
    fn a_reference_to_nothing_names_its_schema() {
        let mut set = DocumentSet::of_documents([("a.schema.json".to_owned(), json!({ "$ref": "b.json" }))]);
        let error = InvalidReference {
            name: "a.schema.json".to_owned(),
            message: "`b.json` not found beside it; acslint fetches nothing".to_owned(),
        };
        assert_eq!(set.embed_references(|_| None), Err(error));
    }
}
