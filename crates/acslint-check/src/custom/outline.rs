//! Outline of a custom category for people: the places that identify its records, and the properties of its schema.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::{CustomCategories, LoadedCategory, pointer_of, schemas::Schemas};
use crate::quote::alternatives;

/// Maximum number of properties in an outline, and of levels of nesting.
const MOST: [usize; 2] = [500, 4];

/// Maximum number of listed values of a property.
const MOST_VALUES: usize = 8;

/// Custom category as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryOutline {
    /// Path of the schema, as the configuration resolves it.
    pub schema: String,
    /// Title and description in the schema, as far as they exist.
    pub texts: Vec<String>,
    /// JSON Pointers to the identifying text; one of them suffices.
    pub pointers: Vec<String>,
    /// Identifying text.
    pub value: String,
    /// Properties, in the order of the schema; at most 500.
    pub properties: Vec<PropertyOutline>,
}

/// Property of a custom category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyOutline {
    /// Path as in reports: `changes[].field`.
    pub name: String,
    /// Phrase that describes the values.
    pub holds: String,
    /// True if the object around it must have the property.
    pub is_required: bool,
    /// Mark that decides about redacted reports: `safe` or `personal`.
    pub mark: Option<&'static str>,
    /// Description in the schema.
    pub description: Option<String>,
}

impl CustomCategories {
    /// Returns the outline of a category; `None` if there is no such category.
    pub fn outline(&self, name: &str) -> Option<CategoryOutline> {
        let registry = self.0.as_ref()?;
        let category = registry.categories.iter().find(|category| category.name == name)?;
        let root = registry.schemas.root(&category.schema_path)?;
        let mut outline = Outline { schemas: &registry.schemas, category, properties: Vec::new() };
        outline.object(root, "", 0);
        let texts = ["title", "description"].into_iter().filter_map(|keyword| text(root, keyword));
        Some(CategoryOutline {
            schema: category.schema_path.clone(),
            texts: texts.collect(),
            pointers: category.paths.iter().map(|path| pointer_of(path)).collect(),
            value: category.value.text.to_owned(),
            properties: outline.properties,
        })
    }

    /// Returns the schema of a category with all that it refers to in one document, and the paths of keys that
    /// identify its records with the identifying text; `None` if there is no such category.
    pub fn bundled(&self, name: &str) -> Option<(Json, &[Vec<String>], &'static str)> {
        let registry = self.0.as_ref()?;
        let category = registry.categories.iter().find(|category| category.name == name)?;
        let schema = registry.schemas.bundled(&category.schema_path)?;
        Some((schema, &category.paths, category.value.text))
    }
}

struct Outline<'o> {
    schemas: &'o Schemas,
    category: &'o LoadedCategory,
    properties: Vec<PropertyOutline>,
}

impl<'o> Outline<'o> {
    /// Adds the properties of an object.
    fn object(&mut self, schema: &'o Json, parent: &str, depth: usize) {
        let parts = self.parts(schema);
        let lists = |keyword: &str| {
            let found: Vec<&'o Json> = parts.iter().filter_map(|part| part.get(keyword)).collect();
            found
        };
        let required: BTreeSet<&str> = lists("required")
            .into_iter()
            .filter_map(Json::as_array)
            .flatten()
            .filter_map(Json::as_str)
            .collect();
        for (key, schema) in lists("properties").into_iter().filter_map(Json::as_object).flatten() {
            let name = if parent.is_empty() { key.clone() } else { format!("{parent}.{key}") };
            if self.properties.len() >= MOST[0] || self.properties.iter().any(|known| known.name == name) {
                continue;
            }
            let parts = self.parts(schema);
            let mark = if self.category.personal.contains(key) {
                Some("personal")
            } else {
                self.category.safe.contains(key).then_some("safe")
            };
            self.properties.push(PropertyOutline {
                name: name.clone(),
                holds: holds(&parts),
                is_required: required.contains(key.as_str()),
                mark,
                description: parts.iter().find_map(|part| text(part, "description")),
            });
            if depth < MOST[1] {
                self.object(schema, &name, depth + 1);
                for items in parts.iter().filter_map(|part| part.get("items")) {
                    self.object(items, &format!("{name}[]"), depth + 1);
                }
            }
        }
    }

    /// Returns a schema, and those that apply with it by `$ref` and `allOf`.
    fn parts(&self, schema: &'o Json) -> Vec<&'o Json> {
        let (mut parts, mut seen, mut open) = (Vec::new(), BTreeSet::new(), vec![schema]);
        while let Some(schema) = open.pop() {
            parts.push(schema);
            let uri = schema.get("$ref").and_then(Json::as_str).filter(|uri| seen.insert(*uri));
            open.extend(uri.and_then(|uri| self.schemas.get(uri)));
            open.extend(schema.get("allOf").and_then(Json::as_array).into_iter().flatten());
        }
        parts
    }
}

/// Returns a phrase for the values that schemas describe.
fn holds(parts: &[&Json]) -> String {
    let first = |keyword: &str| parts.iter().find_map(|part| part.get(keyword));
    let listed = match (first("const"), first("enum").and_then(Json::as_array)) {
        (Some(only), _) => vec![only.to_string()],
        (None, Some(values)) => values.iter().map(Json::to_string).collect(),
        (None, None) => Vec::new(),
    };
    if !listed.is_empty() {
        let more = listed.len().saturating_sub(MOST_VALUES);
        let mut shown: Vec<String> = listed.into_iter().take(MOST_VALUES).collect();
        shown.extend((more > 0).then(|| format!("{more} more")));
        return alternatives(&shown.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let types = match first("type") {
        Some(Json::String(only)) => only.clone(),
        Some(Json::Array(types)) => types.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" or "),
        _ if ["anyOf", "oneOf"].into_iter().any(|keyword| first(keyword).is_some()) => {
            "alternatives".to_owned()
        }
        _ => "anything".to_owned(),
    };
    match first("format").and_then(Json::as_str) {
        Some(format) => format!("{types} ({format})"),
        None => types,
    }
}

fn text(schema: &Json, keyword: &str) -> Option<String> {
    schema.get(keyword).and_then(Json::as_str).map(str::to_owned)
}
