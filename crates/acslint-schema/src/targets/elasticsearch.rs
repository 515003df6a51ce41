//! Elasticsearch: an index template for each category and shape. Its mapping indexes the known properties only, and keeps
//! records as they are in `_source`.

use acslint_types::{Document, KustoType};
use serde_json::{Map, Value, json};

use super::names::Names;
use super::nested::{Language, Table, tables};
use super::table::{Column, ColumnType};
use super::{ExportedCategory, Unsaid};

/// A dot in a name makes objects of it, and a field is never required. A date has milliseconds.
pub(crate) const LANGUAGE: Language = Language {
    names: Names { allows: |character| character != '.', ..Names::ANY },
    has_ticks: false,
    has_nullability: false,
    has_descriptions: true,
};

/// Maximum number of characters of an indexed text: no more fit into the bytes of a term, whichever they are.
pub(crate) const LONGEST_TERM: u32 = 8191;

/// Maximum number of characters of a value in the notes of a field.
const LONGEST_NOTE: usize = 50;

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let tables = tables(categories, LANGUAGE, "", unsaid);
    let documents = tables.iter().map(|table| {
        let text = format!("{:#}\n", template(table, unsaid));
        Document { file: format!("{}.json", table.file), text }
    });
    documents.collect()
}

fn template(table: &Table<'_>, unsaid: &mut Unsaid) -> Value {
    let mut descriptions = Map::new();
    let properties = properties(&table.columns, "", table, unsaid, &mut descriptions);
    let mut notes = Map::new();
    if let Some(description) = table.description {
        notes.insert("description".to_owned(), description.into());
    }
    if !descriptions.is_empty() {
        notes.insert("descriptions".to_owned(), descriptions.into());
    }
    let name = table.file.to_lowercase().replace('/', "-");
    json!({
        "index_patterns": [format!("acs-{name}"), format!("acs-{name}-*")],
        "template": {
            "mappings": { "dynamic": false, "_meta": notes, "properties": properties },
        },
        "_meta": { "description": format!("{}, as acslint exports it", table.category.name) },
    })
}

/// Fields of an object, and their descriptions by path.
fn properties(
    columns: &[Column],
    place: &str,
    table: &Table<'_>,
    unsaid: &mut Unsaid,
    descriptions: &mut Map<String, Value>,
) -> Map<String, Value> {
    let mut fields = Map::new();
    for column in columns {
        let path = if place.is_empty() { column.name.clone() } else { format!("{place}.{}", column.name) };
        if let Some(description) = &column.description {
            descriptions.insert(path.clone(), description.as_str().into());
        }
        let mut field = match innermost(&column.kind) {
            ColumnType::Object(members) => {
                json!({ "properties": properties(members, &path, table, unsaid, descriptions) })
            }
            ColumnType::Scalar(kind) => scalar(*kind),
            ColumnType::Array(_) => scalar(KustoType::Dynamic),
        };
        // An object has no notes.
        let takes_notes = field.get("type").is_some_and(|kind| kind != "object");
        match (&column.personal, field.as_object_mut()) {
            (Some(personal), Some(field)) if takes_notes => {
                let shown: String = personal.chars().take(LONGEST_NOTE).collect();
                if shown.len() < personal.len() {
                    unsaid.add(&table.file, "personal data", &path);
                }
                field.insert("meta".to_owned(), json!({ "personal_data": shown }));
            }
            (Some(_), _) => unsaid.add(&table.file, "personal data", &path),
            _ => {}
        }
        fields.insert(column.name.clone(), field);
    }
    fields
}

/// Type of the values: every field may have several.
fn innermost(kind: &ColumnType) -> &ColumnType {
    match kind {
        ColumnType::Array(item) => innermost(item),
        kind => kind,
    }
}

fn scalar(kind: KustoType) -> Value {
    match kind {
        KustoType::Bool => json!({ "type": "boolean" }),
        KustoType::Int => json!({ "type": "integer" }),
        KustoType::Long => json!({ "type": "long" }),
        KustoType::Real => json!({ "type": "double" }),
        KustoType::Datetime => json!({ "type": "date" }),
        KustoType::String => json!({ "type": "keyword", "ignore_above": LONGEST_TERM }),
        // Any JSON is kept, and not indexed.
        KustoType::Dynamic => json!({ "type": "object", "enabled": false }),
    }
}
