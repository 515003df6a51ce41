//! Columns of a JSON Schema: names, types, nullability, descriptions, and the columns of nested objects.

use std::collections::BTreeSet;

use acslint_types::{Category, KustoType, Place, Property, Shape};
use serde_json::Value;

/// Maximum depth of nested objects with columns of their own; deeper ones are any JSON.
const DEPTH: usize = 8;

/// Column of a table, or member of a nested object.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: ColumnType,
    pub(super) nullable: bool,
    pub(super) description: Option<String>,
    /// Kind of personal data, if any.
    pub(super) personal: Option<String>,
    /// True if the values have several types, so that the column holds their text or any JSON.
    pub(super) is_mixed: bool,
}

/// Type of a column.
#[derive(Debug, Clone)]
pub(super) enum ColumnType {
    Scalar(KustoType),
    Object(Vec<Column>),
    Array(Box<ColumnType>),
}

/// Properties of Communication Services that a schema describes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    pub(super) category: &'static Category,
    pub(super) shape: Shape,
}

impl Facts {
    /// Property of a name in the record itself, or in its object `properties`.
    fn property(self, name: &str, place: Place) -> Option<&'static Property> {
        let mut properties = self.category.properties.iter();
        match self.shape {
            Shape::Table => properties.find(|property| property.in_table && property.name == name),
            Shape::ResourceLog => properties
                .find(|property| property.log.is_some_and(|log| log.place == place && log.name == name)),
        }
    }
}

/// Returns the columns of a record's schema.
pub(super) fn columns(schema: &Value, facts: Option<Facts>) -> Vec<Column> {
    members(schema, schema, facts.map(|facts| (facts, Place::Top)), 0)
}

/// Members of an object, in the order of the schema; those of all parts of `allOf`.
fn members(root: &Value, schema: &Value, facts: Option<(Facts, Place)>, depth: usize) -> Vec<Column> {
    let parts = parts(root, schema);
    let required: BTreeSet<&str> = parts
        .iter()
        .filter_map(|part| part.get("required")?.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut columns: Vec<Column> = Vec::new();
    let properties = parts.iter().filter_map(|part| part.get("properties")?.as_object()).flatten();
    for (name, value) in properties {
        if value == &Value::Bool(false) || columns.iter().any(|column| column.name == *name) {
            continue;
        }
        columns.push(column(root, name, value, required.contains(name.as_str()), facts, depth));
    }
    columns
}

fn column(
    root: &Value,
    name: &str,
    schema: &Value,
    is_required: bool,
    facts: Option<(Facts, Place)>,
    depth: usize,
) -> Column {
    let mut types = BTreeSet::new();
    collect_types(root, schema, &mut types, 0);
    let parts = parts(root, schema);
    let text = |keyword: &str| parts.iter().find_map(|part| part.get(keyword)?.as_str()).map(str::to_owned);
    let may_be_null = types.is_empty() || types.remove("null");
    let property = facts.and_then(|(facts, place)| facts.property(name, place));
    let fact = facts.and_then(|(facts, _)| Some(facts.category.kusto_type(property?)));
    let is_number = types.iter().all(|kind| matches!(*kind, "integer" | "int32" | "number"));
    let is_mixed = types.len() > 1 && !is_number;
    let is_inner = facts.is_some_and(|(facts, place)| {
        facts.shape == Shape::ResourceLog && place == Place::Top && name == "properties"
    });
    let kind = match fact {
        // A number that may be text, or a larger number than the column holds, is kept as text.
        Some(KustoType::Int | KustoType::Long | KustoType::Real) if types.contains("string") => {
            ColumnType::Scalar(KustoType::String)
        }
        Some(fact) => ColumnType::Scalar(fact),
        None if types.iter().eq(["object"].iter()) && (is_inner || depth < DEPTH) => {
            let inner = facts.filter(|_| is_inner).map(|(facts, _)| (facts, Place::Properties));
            let members = members(root, schema, inner, depth + 1);
            if members.is_empty() {
                ColumnType::Scalar(KustoType::Dynamic)
            } else {
                ColumnType::Object(members)
            }
        }
        None if types.iter().eq(["array"].iter()) && depth < DEPTH => {
            let item = parts.iter().find_map(|part| part.get("items")).filter(|items| !items.is_array());
            let item = item.map(|item| column(root, name, item, true, None, depth + 1).kind);
            ColumnType::Array(Box::new(item.unwrap_or(ColumnType::Scalar(KustoType::Dynamic))))
        }
        None => ColumnType::Scalar(scalar(&types)),
    };
    Column {
        name: name.to_owned(),
        kind,
        nullable: !is_required || may_be_null,
        description: text("description"),
        personal: property
            .and_then(|property| property.personal_data)
            .map(str::to_owned)
            .or_else(|| text("x-personal")),
        is_mixed,
    }
}

/// Type of a column whose values have these JSON types.
fn scalar(types: &BTreeSet<&str>) -> KustoType {
    let only = |known: &[&str]| !types.is_empty() && types.iter().all(|kind| known.contains(kind));
    if only(&["boolean"]) {
        KustoType::Bool
    } else if only(&["int32"]) {
        KustoType::Int
    } else if only(&["integer", "int32"]) {
        KustoType::Long
    } else if only(&["integer", "int32", "number"]) {
        KustoType::Real
    } else if only(&["time"]) {
        KustoType::Datetime
    } else if only(&["string", "time"]) {
        KustoType::String
    } else {
        KustoType::Dynamic
    }
}

/// A schema with the parts of `allOf` and the targets of references that apply with it.
fn parts<'a>(root: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let mut parts: Vec<&Value> = Vec::new();
    let mut open = vec![schema];
    while let Some(part) = open.pop() {
        if parts.iter().any(|known| std::ptr::eq(*known, part)) {
            continue;
        }
        let all = part.get("allOf").and_then(Value::as_array).into_iter().flatten();
        open.extend(all.rev());
        open.extend(resolve(root, part));
        parts.push(part);
    }
    parts
}

/// Adds the JSON types that a schema permits. `time` stands for a text with the format of a time, `int32` for an integer
/// of 32 bits; a schema that permits everything adds nothing.
fn collect_types<'a>(root: &'a Value, schema: &'a Value, types: &mut BTreeSet<&'a str>, depth: usize) {
    for part in parts(root, schema) {
        let named = match part.get("type") {
            Some(Value::String(kind)) => vec![kind.as_str()],
            Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let is_time = part.get("format").is_some_and(|format| format == "date-time");
        let bound = |keyword: &str| part.get(keyword).and_then(Value::as_i64);
        let is_small = bound("minimum").is_some_and(|least| least >= i64::from(i32::MIN))
            && bound("maximum").is_some_and(|most| most <= i64::from(i32::MAX));
        let is_listed = named.is_empty();
        types.extend(named.into_iter().map(|kind| match kind {
            "string" if is_time => "time",
            "integer" if is_small => "int32",
            kind => kind,
        }));
        if is_listed {
            let values = part.get("enum").and_then(Value::as_array).into_iter().flatten();
            types.extend(values.chain(part.get("const")).map(|value| match value {
                Value::Null => "null",
                Value::Bool(_) => "boolean",
                Value::Number(number) if number.is_f64() => "number",
                Value::Number(_) => "integer",
                Value::String(_) => "string",
                Value::Array(_) => "array",
                Value::Object(_) => "object",
            }));
        }
        if depth < DEPTH {
            for keyword in ["anyOf", "oneOf"] {
                for branch in part.get(keyword).and_then(Value::as_array).into_iter().flatten() {
                    collect_types(root, branch, types, depth + 1);
                }
            }
        }
    }
}

/// Target of a schema's reference within its document.
pub(super) fn resolve<'a>(root: &'a Value, schema: &Value) -> Option<&'a Value> {
    let reference = schema.get("$ref")?.as_str()?;
    let path = reference.strip_prefix('#')?;
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    if decoded.is_empty() || decoded.starts_with('/') {
        return root.pointer(&decoded);
    }
    let definitions =
        ["$defs", "definitions"].into_iter().filter_map(|keyword| root.get(keyword)?.as_object());
    definitions
        .flat_map(serde_json::Map::values)
        .find(|definition| definition.get("$anchor").is_some_and(|anchor| *anchor == *decoded))
}
