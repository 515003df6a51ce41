//! Parts of a schema that the language of a destination cannot express.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::table::{At, MOST_SCHEMAS};

/// Keywords that constrain values beyond their types. No language of a destination has them.
const CONSTRAINTS: [&str; 32] = [
    "additionalItems",
    "additionalProperties",
    "const",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
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
    "pattern",
    "patternProperties",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];

/// Maximum depth of the schemas that are looked through.
const DEPTH: usize = 16;

/// Keywords and notes that a language cannot express, by document, with the properties that have them.
#[derive(Debug, Default)]
pub struct Unsaid(BTreeMap<String, BTreeMap<String, BTreeSet<String>>>);

impl Unsaid {
    /// Number of keywords at properties.
    pub fn len(&self) -> usize {
        self.0.values().flat_map(BTreeMap::values).map(BTreeSet::len).sum()
    }

    /// Returns true if the language expresses everything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the properties of a document that have this keyword.
    pub fn places(&self, document: &str, keyword: &str) -> Vec<&str> {
        let places = self.0.get(document).and_then(|keywords| keywords.get(keyword));
        places.into_iter().flatten().map(String::as_str).collect()
    }

    pub(super) fn add(&mut self, document: &str, keyword: &str, place: &str) {
        let keywords = self.0.entry(document.to_owned()).or_default();
        keywords.entry(keyword.to_owned()).or_default().insert(place.to_owned());
    }

    /// Adds all constraints of a record's schema.
    pub(super) fn add_constraints(&mut self, document: &str, schema: &Value) {
        let budget = Cell::new(MOST_SCHEMAS);
        self.walk(document, At::root(schema, &budget), "", 0);
    }

    fn walk(&mut self, document: &str, at: At<'_>, place: &str, depth: usize) {
        let Some(keywords) = at.value.as_object() else {
            if at.value == &Value::Bool(false) {
                self.add(document, "false", place);
            }
            return;
        };
        if depth > DEPTH || !at.affords() {
            return self.add(document, "$ref", place);
        }
        for (keyword, value) in keywords {
            let is_said = match keyword.as_str() {
                "format" => value == "date-time",
                "additionalProperties" | "unevaluatedProperties" => {
                    value == &Value::Bool(true) || value.as_object().is_some_and(Map::is_empty)
                }
                _ => false,
            };
            if CONSTRAINTS.contains(&keyword.as_str()) && !is_said {
                self.add(document, keyword, place);
            }
        }
        for (name, value) in keywords.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let inner = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
            self.walk(document, at.child(value), &inner, depth + 1);
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            for value in keywords.get(keyword).and_then(Value::as_array).into_iter().flatten() {
                self.walk(document, at.child(value), place, depth + 1);
            }
        }
        let items = ["items", "prefixItems"].into_iter().filter_map(|keyword| keywords.get(keyword));
        let items = items.flat_map(|items| match items {
            Value::Array(several) => several.iter().collect(),
            one => vec![one],
        });
        for item in items {
            self.walk(document, at.child(item), &format!("{place}[]"), depth + 1);
        }
        if keywords.contains_key("$ref") {
            match at.target() {
                Some(target) => self.walk(document, target, place, depth + 1),
                None => self.add(document, "$ref", place),
            }
        }
    }

    /// The list as JSON: keywords by document, each with its properties; the record itself is `(record)`.
    pub(super) fn to_json(&self) -> Value {
        let places = |places: &BTreeSet<String>| -> Value {
            places.iter().map(|place| if place.is_empty() { "(record)" } else { place }).collect()
        };
        let keywords = |keywords: &BTreeMap<String, BTreeSet<String>>| -> Value {
            keywords.iter().map(|(keyword, of)| (keyword.clone(), places(of))).collect::<Map<_, _>>().into()
        };
        let documents = self.0.iter().map(|(document, of)| (document.clone(), keywords(of)));
        json!(documents.collect::<Map<_, _>>())
    }
}
