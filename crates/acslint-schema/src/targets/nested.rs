//! Tables with nested objects, one for each category and shape, for languages that have the form of the records.

use acslint_types::{KustoType, Shape};
use serde_json::Value;

use super::names::Names;
use super::table::{Column, ColumnType, Facts, columns};
use super::{ExportedCategory, Unsaid, file_of};

/// Features that a language has besides names, types and nullability.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Language {
    pub(crate) names: Names,
    /// True if its times have all seven digits of a fraction.
    pub(crate) has_ticks: bool,
    /// True if it distinguishes columns that can be null.
    pub(crate) has_nullability: bool,
    /// True if it has descriptions, which also mark personal data.
    pub(crate) has_descriptions: bool,
}

/// Records of a category in one shape.
#[derive(Debug)]
pub(crate) struct Table<'c> {
    pub(crate) category: &'c ExportedCategory,
    pub(crate) shape: Option<Shape>,
    /// Path of its documents, without an extension.
    pub(crate) file: String,
    pub(crate) description: Option<&'c str>,
    pub(crate) columns: Vec<Column>,
}

impl Table<'_> {
    /// Name of the table: that of Log Analytics for rows, and a name of its own for resource logs.
    pub(crate) fn name(&self) -> String {
        match self.shape {
            Some(Shape::ResourceLog) => format!("{}_resource_log", self.category.table()),
            _ => self.category.table(),
        }
    }
}

/// Returns the tables of categories, below a directory if `below` is not empty, and lists what the language cannot
/// express.
pub(crate) fn tables<'c>(
    categories: &'c [ExportedCategory],
    language: Language,
    below: &str,
    unsaid: &mut Unsaid,
) -> Vec<Table<'c>> {
    let mut tables: Vec<Table<'c>> = Vec::new();
    for category in categories {
        for (shape, schema) in &category.schemas {
            let facts = category.known.zip(*shape).map(|(category, shape)| Facts { category, shape });
            let folder = format!("{below}{}/", shape.map_or("custom", |shape| shape.id()));
            let file =
                file_of(category, &folder, unsaid, |file| tables.iter().any(|table| table.file == file));
            unsaid.add_constraints(&file, schema);
            let columns = said(columns(schema, facts), language, "", &file, unsaid);
            let description = schema.get("description").and_then(Value::as_str);
            tables.push(Table { category, shape: *shape, file, description, columns });
        }
    }
    tables
}

/// Columns with the names of the language. Of columns that it does not distinguish, the first one stays.
fn said(
    columns: Vec<Column>,
    language: Language,
    place: &str,
    file: &str,
    unsaid: &mut Unsaid,
) -> Vec<Column> {
    let mut kept: Vec<Column> = Vec::new();
    for mut column in columns {
        let path = if place.is_empty() { column.name.clone() } else { format!("{place}.{}", column.name) };
        let name = language.names.written(&column.name);
        if name != column.name {
            unsaid.add(file, "name", &path);
            column.name = name;
        }
        if kept.iter().any(|known| language.names.are_equal(&known.name, &column.name)) {
            unsaid.add(file, "name", &path);
            continue;
        }
        note(&column, language, &path, file, unsaid);
        column.kind = said_kind(column.kind, language, &path, file, unsaid);
        kept.push(column);
    }
    kept
}

/// Type with the names of the language in its nested objects.
fn said_kind(
    kind: ColumnType,
    language: Language,
    path: &str,
    file: &str,
    unsaid: &mut Unsaid,
) -> ColumnType {
    match kind {
        ColumnType::Object(members) => ColumnType::Object(said(members, language, path, file, unsaid)),
        ColumnType::Array(item) => {
            ColumnType::Array(Box::new(said_kind(*item, language, &format!("{path}[]"), file, unsaid)))
        }
        ColumnType::Scalar(kind) => {
            if kind == KustoType::Datetime && !language.has_ticks {
                unsaid.add(file, "precision", path);
            }
            ColumnType::Scalar(kind)
        }
    }
}

/// Lists what the language cannot express about one column.
fn note(column: &Column, language: Language, path: &str, file: &str, unsaid: &mut Unsaid) {
    let notes = [
        ("type", column.is_mixed),
        ("place", column.is_inferred),
        ("required", !language.has_nullability && !column.nullable),
        ("description", !language.has_descriptions && column.description.is_some()),
        ("personal data", !language.has_descriptions && column.personal.is_some()),
    ];
    for (keyword, _) in notes.into_iter().filter(|(_, is_lost)| *is_lost) {
        unsaid.add(file, keyword, path);
    }
}
