//! Columns of a JSON Schema: names, types, nullability, descriptions, and the columns of nested objects.

use std::cell::Cell;
use std::collections::BTreeSet;

use acslint_types::{Category, Evidence, KustoType, Place, Property, Shape};
use serde_json::Value;

use crate::documents::resolved;

/// Maximum depth of nested objects with columns of their own; deeper ones are any JSON.
const DEPTH: usize = 8;

/// Maximum number of schemas that are looked at in one document.
pub(crate) const MOST_SCHEMAS: u32 = 10_000;

/// Column of a table, or member of a nested object.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: ColumnType,
    pub(crate) nullable: bool,
    pub(crate) description: Option<String>,
    /// Kind of personal data, if any.
    pub(crate) personal: Option<String>,
    /// True if the values have several types, or are nested too deeply, so that the column holds their text or any
    /// JSON.
    pub(crate) is_mixed: bool,
    /// True if no published record shows the property at this place.
    pub(crate) is_inferred: bool,
}

impl Column {
    /// Description of the column, with its mark of personal data.
    pub(crate) fn comment(&self) -> Option<String> {
        let personal = self.personal.as_ref().map(|kind| format!("Personal data: {kind}."));
        let parts: Vec<&str> =
            [self.description.as_deref(), personal.as_deref()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// Type of a column.
#[derive(Debug, Clone)]
pub(crate) enum ColumnType {
    Scalar(KustoType),
    Object(Vec<Column>),
    Array(Box<ColumnType>),
}

/// A schema, with the document that its references lead into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    /// Document with all others that it refers to, each in a definition under its URI.
    whole: &'a Value,
    /// Document that the schema is part of: the whole, or an embedded one.
    base: &'a Value,
    pub(crate) value: &'a Value,
    /// Number of schemas that may still be looked at: references can make a small document large.
    budget: &'a Cell<u32>,
}

impl<'a> At<'a> {
    /// Returns the schema of a whole document.
    pub(crate) fn root(document: &'a Value, budget: &'a Cell<u32>) -> Self {
        Self { whole: document, base: document, value: document, budget }
    }

    /// Counts a schema that is looked at; returns false if there were too many.
    pub(crate) fn affords(&self) -> bool {
        let left = self.budget.get();
        self.budget.set(left.saturating_sub(1));
        left > 0
    }

    /// Returns a schema inside this one.
    pub(crate) fn child(&self, value: &'a Value) -> Self {
        let base = if value.get("$id").is_some() { value } else { self.base };
        Self { base, value, ..*self }
    }

    /// Value of a keyword.
    pub(crate) fn get(&self, keyword: &str) -> Option<&'a Value> {
        self.value.get(keyword)
    }

    /// Target of the schema's reference, if the document holds it.
    pub(crate) fn target(&self) -> Option<Self> {
        let reference = self.get("$ref")?.as_str()?;
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let base = if file.is_empty() { self.base } else { self.document(file)? };
        let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8().ok()?;
        let value = if fragment.is_empty() || fragment.starts_with('/') {
            base.pointer(&fragment)?
        } else {
            definitions(base)
                .map(|(_, value)| value)
                .find(|value| value.get("$anchor").is_some_and(|anchor| *anchor == *fragment))?
        };
        Some(Self { base, value, ..*self })
    }

    /// Document that a reference names.
    fn document(&self, file: &str) -> Option<&'a Value> {
        let id = |document: &Value| document.get("$id").and_then(Value::as_str).map(str::to_owned);
        let uri = resolved(&id(self.base)?, file)?;
        if id(self.whole).as_deref() == Some(uri.as_str()) {
            return Some(self.whole);
        }
        definitions(self.whole).find(|(name, _)| **name == uri).map(|(_, document)| document)
    }
}

/// Definitions of a document.
fn definitions(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let held = ["$defs", "definitions"].into_iter().filter_map(|keyword| document.get(keyword)?.as_object());
    held.flatten()
}

/// Properties of Communication Services that a schema describes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    pub(crate) category: &'static Category,
    pub(crate) shape: Shape,
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
pub(crate) fn columns(schema: &Value, facts: Option<Facts>) -> Vec<Column> {
    let budget = Cell::new(MOST_SCHEMAS);
    members(At::root(schema, &budget), facts.map(|facts| (facts, Place::Top)), 0)
}

/// Members of an object, in the order of the schema; those of all parts of `allOf`.
fn members(at: At<'_>, facts: Option<(Facts, Place)>, depth: usize) -> Vec<Column> {
    let parts = parts(at);
    let required: BTreeSet<&str> = parts
        .iter()
        .filter_map(|part| part.get("required")?.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut columns: Vec<Column> = Vec::new();
    let properties = parts.iter().flat_map(|part| {
        let properties = part.get("properties").and_then(Value::as_object).into_iter().flatten();
        properties.map(move |(name, value)| (part, name, value))
    });
    for (part, name, value) in properties {
        if value == &Value::Bool(false) || columns.iter().any(|column| column.name == *name) {
            continue;
        }
        columns.push(column(part.child(value), name, required.contains(name.as_str()), facts, depth));
    }
    columns
}

fn column(at: At<'_>, name: &str, is_required: bool, facts: Option<(Facts, Place)>, depth: usize) -> Column {
    let mut types = BTreeSet::new();
    collect_types(at, &mut types, &mut Vec::new());
    let parts = parts(at);
    let text = |keyword: &str| parts.iter().find_map(|part| part.get(keyword)?.as_str()).map(str::to_owned);
    let may_be_null = types.is_empty() || types.remove("null");
    let property = facts.and_then(|(facts, place)| facts.property(name, place));
    let fact = facts.and_then(|(facts, _)| Some(facts.category.kusto_type(property?)));
    let is_number = types.iter().all(|kind| matches!(*kind, "integer" | "int32" | "number"));
    let is_cut = depth >= DEPTH && (types.contains("object") || types.contains("array"));
    let is_mixed = types.len() > 1 && !is_number || is_cut;
    let is_inner = facts.is_some_and(|(facts, place)| {
        facts.shape == Shape::ResourceLog && place == Place::Top && name == "properties"
    });
    let kind = match fact {
        // A number that may be text, or a larger number than the column holds, is kept as text.
        Some(KustoType::Int | KustoType::Long | KustoType::Real) if types.contains("string") => {
            ColumnType::Scalar(KustoType::String)
        }
        Some(fact) => ColumnType::Scalar(fact),
        None if types.iter().eq(["object"].iter()) && depth < DEPTH && at.affords() => {
            let inner = facts.filter(|_| is_inner).map(|(facts, _)| (facts, Place::Properties));
            let members = members(at, inner, depth + 1);
            if members.is_empty() {
                ColumnType::Scalar(KustoType::Dynamic)
            } else {
                ColumnType::Object(members)
            }
        }
        None if types.iter().eq(["array"].iter()) && depth < DEPTH && at.affords() => {
            let item = parts.iter().find_map(|part| Some(part.child(part.get("items")?)));
            let item = item.filter(|item| !item.value.is_array());
            let item = item.map(|item| column(item, name, true, None, depth + 1).kind);
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
        is_inferred: facts.is_some_and(|(facts, _)| facts.shape == Shape::ResourceLog)
            && property
                .and_then(|property| property.log)
                .is_some_and(|log| log.evidence == Evidence::Inferred),
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
fn parts(at: At<'_>) -> Vec<At<'_>> {
    let mut parts: Vec<At<'_>> = Vec::new();
    let mut open = vec![at];
    while let Some(part) = open.pop() {
        if parts.iter().any(|known| std::ptr::eq(known.value, part.value)) {
            continue;
        }
        let all = part.get("allOf").and_then(Value::as_array).into_iter().flatten();
        open.extend(all.rev().map(|value| part.child(value)));
        open.extend(part.target());
        parts.push(part);
    }
    parts
}

/// Adds the JSON types that a schema permits. `time` stands for a text with the format of a time, `int32` for an integer
/// of 32 bits; a schema that permits everything adds nothing.
fn collect_types<'a>(at: At<'a>, types: &mut BTreeSet<&'a str>, seen: &mut Vec<&'a Value>) {
    for part in parts(at) {
        if seen.iter().any(|known| std::ptr::eq(*known, part.value)) || !at.affords() {
            continue;
        }
        seen.push(part.value);
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
        for keyword in ["anyOf", "oneOf"] {
            for branch in part.get(keyword).and_then(Value::as_array).into_iter().flatten() {
                collect_types(part.child(branch), types, seen);
            }
        }
    }
}
