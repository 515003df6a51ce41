//! A schema taken apart: each subschema with its place in the text, its JSON Pointer and what it is for.

use acslint_types::pointer;
use jsonschema::Draft;
use serde_json::Value as Json;

use super::keywords;
use crate::{
    document::{Kind, Value},
    limits::Cost,
};

/// Subschemas that are nested deeper are not looked at.
const DEPTH: usize = 100;

/// A schema, whole.
#[derive(Debug)]
pub(crate) struct Schema<'a, 'j> {
    /// As plain JSON.
    pub(crate) json: &'j Json,
    /// The dialect that it names; `None` for one that is not known.
    pub(crate) draft: Option<Draft>,
    /// What it costs to check a record by it.
    pub(crate) cost: Cost,
    /// It and all within it that are objects, in the order of the text.
    pub(crate) subschemas: Vec<Subschema<'a, 'j>>,
}

/// One object among the subschemas of a schema.
#[derive(Debug)]
pub(crate) struct Subschema<'a, 'j> {
    /// In the text.
    pub(crate) value: Value<'a>,
    /// As plain JSON.
    pub(crate) json: &'j Json,
    /// JSON Pointer from the root.
    pub(crate) pointer: String,
    /// JSON Pointer of the schema that references of the form `#…` are about.
    pub(crate) base: String,
    pub(crate) role: Role,
}

/// What a subschema is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The schema itself.
    Root,
    /// What a property holds.
    Property,
    /// Anything else.
    Other,
}

impl<'a, 'j> Schema<'a, 'j> {
    pub(super) fn new(root: Value<'a>, json: &'j Json) -> Self {
        let mut subschemas = Vec::new();
        collect(
            &Subschema { value: root, json, pointer: String::new(), base: String::new(), role: Role::Root },
            0,
            &mut subschemas,
        );
        let draft = draft(json);
        Self { json, draft, cost: Cost::of(json, draft.unwrap_or_default()), subschemas }
    }

    /// Whether keywords beside `$ref` are passed over, as they are up to draft 7.
    pub(super) fn ignores_siblings(&self) -> bool {
        matches!(self.draft, Some(Draft::Draft4 | Draft::Draft6 | Draft::Draft7))
    }
}

/// The dialect that a schema names; the newest, if it names none.
fn draft(json: &Json) -> Option<Draft> {
    let Some(dialect) = json.get("$schema").and_then(Json::as_str) else {
        return Some(Draft::Draft202012);
    };
    Some(Draft::from_schema_uri(dialect)).filter(|draft| *draft != Draft::Unknown)
}

fn collect<'a, 'j>(part: &Subschema<'a, 'j>, depth: usize, found: &mut Vec<Subschema<'a, 'j>>) {
    let Subschema { value, json, .. } = *part;
    if value.kind() == Kind::Object && depth == 0 {
        found.push(Subschema { pointer: part.pointer.clone(), base: part.base.clone(), ..*part });
    } else if value.kind() != Kind::Object {
        // The root is asked too whether it is a schema at all.
        if part.role == Role::Root {
            found.push(Subschema { pointer: String::new(), base: String::new(), ..*part });
        }
        return;
    }
    if depth == DEPTH {
        return;
    }
    let mut inner = |value: Value<'a>, json: &'j Json, pointer: String, role| {
        let has_base = json.get("$id").and_then(Json::as_str).is_some_and(|id| !id.starts_with('#'));
        let base = if has_base { pointer.clone() } else { part.base.clone() };
        let part = Subschema { value, json, pointer: pointer.clone(), base: base.clone(), role };
        if value.kind() == Kind::Object {
            found.push(Subschema { pointer, base, ..part });
            collect(&part, depth + 1, found);
        }
    };
    for (key, value) in value.members() {
        let name = key.string().unwrap_or_default();
        let name = name.as_ref();
        let Some(json) = json.get(name) else {
            continue;
        };
        let pointer = format!("{}/{}", part.pointer, pointer::token(name));
        if keywords::MAP.contains(&name) {
            let role = if name == "properties" { Role::Property } else { Role::Other };
            for (key, value) in value.members() {
                let name = key.string().unwrap_or_default();
                if let Some(json) = json.get(name.as_ref()) {
                    inner(value, json, format!("{pointer}/{}", pointer::token(&name)), role);
                }
            }
        } else if keywords::LIST.contains(&name) && value.kind() == Kind::Array {
            for (index, (value, json)) in value.items().zip(json.as_array().into_iter().flatten()).enumerate()
            {
                inner(value, json, format!("{pointer}/{index}"), Role::Other);
            }
        } else if keywords::SINGLE.contains(&name) {
            inner(value, json, pointer, Role::Other);
        }
    }
}

impl Subschema<'_, '_> {
    /// The value of a keyword.
    pub(super) fn get(&self, keyword: &str) -> Option<&Json> {
        self.json.get(keyword)
    }

    /// The JSON types that `type` admits, if it says any.
    pub(super) fn types(&self) -> Option<Vec<&str>> {
        types(self.json)
    }
}

/// The values of `type`.
pub(super) const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// The JSON types that the keyword `type` of a schema admits, if it says any; nothing is known of names that are none.
pub(super) fn types(schema: &Json) -> Option<Vec<&str>> {
    let names: Vec<&str> = match schema.get("type")? {
        Json::String(name) => vec![name],
        Json::Array(names) => names.iter().map(Json::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    names.iter().all(|name| TYPES.contains(name)).then_some(names)
}

/// Whether a value is of one of these types.
pub(super) fn is_of(types: &[&str], value: &Json) -> bool {
    types.iter().any(|name| match *name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    })
}
