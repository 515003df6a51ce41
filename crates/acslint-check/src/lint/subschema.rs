//! The subschemas of a schema, each with its place in the text, its JSON Pointer and its role.

use acslint_types::pointer;
use jsonschema::Draft;
use serde_json::Value as Json;

use crate::{
    document::{Kind, Value},
    keywords::{self, Subschemas},
    limits::Cost,
};

/// Maximum depth of nested subschemas that are collected.
const DEPTH: usize = 100;

/// A whole schema.
#[derive(Debug)]
pub(crate) struct Schema<'a, 'j> {
    /// As plain JSON.
    pub(crate) json: &'j Json,
    /// Dialect that the schema names; `None` if it is unknown.
    pub(crate) draft: Option<Draft>,
    /// Cost of checking a record by the schema.
    pub(crate) cost: Cost,
    /// The schema and every subschema that is an object, in the order of the text.
    pub(crate) subschemas: Vec<Subschema<'a, 'j>>,
}

/// One object among the subschemas of a schema.
#[derive(Debug)]
pub(crate) struct Subschema<'a, 'j> {
    /// The subschema in the text.
    pub(crate) value: Value<'a>,
    /// As plain JSON.
    pub(crate) json: &'j Json,
    /// JSON Pointer from the root.
    pub(crate) pointer: String,
    /// JSON Pointer of the schema that references of the form `#…` are relative to.
    pub(crate) base: String,
    pub(crate) role: Role,
}

/// Role of a subschema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The schema itself.
    Root,
    /// Schema of a property.
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

    /// Returns true if the dialect ignores keywords beside `$ref`, as those up to draft 7 do.
    pub(super) fn ignores_siblings(&self) -> bool {
        matches!(self.draft, Some(Draft::Draft4 | Draft::Draft6 | Draft::Draft7))
    }
}

/// Returns the dialect that a schema names; the newest if it names none; `None` if it is unknown.
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
        // A rule also checks that the root is a schema at all.
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
        let subschemas = keywords::find(name).and_then(|keyword| keyword.subschemas);
        match (subschemas, value.kind()) {
            (None, _) => {}
            (Some(Subschemas::ByName), _) => {
                let role = if name == "properties" { Role::Property } else { Role::Other };
                for (key, value) in value.members() {
                    let name = key.string().unwrap_or_default();
                    if let Some(json) = json.get(name.as_ref()) {
                        inner(value, json, format!("{pointer}/{}", pointer::token(&name)), role);
                    }
                }
            }
            (Some(Subschemas::List | Subschemas::OneOrList), Kind::Array) => {
                let items = value.items().zip(json.as_array().into_iter().flatten());
                for (index, (value, json)) in items.enumerate() {
                    inner(value, json, format!("{pointer}/{index}"), Role::Other);
                }
            }
            (Some(Subschemas::List), _) => {}
            (Some(Subschemas::One | Subschemas::OneOrList), _) => inner(value, json, pointer, Role::Other),
        }
    }
}

impl Subschema<'_, '_> {
    /// Returns the value of a keyword.
    pub(super) fn get(&self, keyword: &str) -> Option<&Json> {
        self.json.get(keyword)
    }

    /// Returns the JSON types that `type` allows, if it is present.
    pub(super) fn types(&self) -> Option<Vec<&str>> {
        types(self.json)
    }
}

/// Values of `type`.
pub(super) const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// Returns the JSON types that the keyword `type` of a schema allows; `None` if it is absent or has an unknown name.
pub(super) fn types(schema: &Json) -> Option<Vec<&str>> {
    let names: Vec<&str> = match schema.get("type")? {
        Json::String(name) => vec![name],
        Json::Array(names) => names.iter().map(Json::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    names.iter().all(|name| TYPES.contains(name)).then_some(names)
}

/// Returns true if a value is of one of these types.
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
