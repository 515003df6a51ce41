//! Spark: the schema of each category as the JSON of a `StructType`, and as the list of columns in DDL.

use std::fmt::Write;

use acslint_types::{Document, KustoType};
use serde_json::{Map, Value, json};

use super::table::{Column, ColumnType, Facts, columns};
use super::{ExportedCategory, Unsaid, plain_name};

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    for category in categories {
        for (shape, schema) in &category.schemas {
            let facts = category.known.zip(*shape).map(|(category, shape)| Facts { category, shape });
            let folder = shape.map_or("custom", |shape| shape.id());
            let mut file = format!("{folder}/{}", plain_name(&category.name));
            while documents.iter().any(|document| document.file == format!("{file}.json")) {
                file.push('_');
            }
            unsaid.add_constraints(&file, schema);
            if plain_name(&category.name) != category.name {
                unsaid.add(&file, "name", "");
            }
            let columns = distinct(columns(schema, facts), "", &file, unsaid);
            let json = json!({ "type": "struct", "fields": columns.iter().map(field).collect::<Vec<_>>() });
            documents.push(Document { file: format!("{file}.json"), text: format!("{json:#}\n") });
            let ddl: Vec<String> = columns.iter().map(|column| definition(column, " ")).collect();
            documents.push(Document { file: format!("{file}.ddl"), text: ddl.join(",\n") + "\n" });
        }
    }
    documents
}

/// Columns whose names differ in more than their letter case, since Spark does not distinguish others by default.
fn distinct(columns: Vec<Column>, place: &str, file: &str, unsaid: &mut Unsaid) -> Vec<Column> {
    let mut kept: Vec<Column> = Vec::new();
    for mut column in columns {
        let path = if place.is_empty() { column.name.clone() } else { format!("{place}.{}", column.name) };
        if kept.iter().any(|known| known.name.to_lowercase() == column.name.to_lowercase()) {
            unsaid.add(file, "name", &path);
            continue;
        }
        if column.is_mixed {
            unsaid.add(file, "type", &path);
        }
        if column.is_inferred {
            unsaid.add(file, "place", &path);
        }
        if let ColumnType::Object(members) = column.kind {
            column.kind = ColumnType::Object(distinct(members, &path, file, unsaid));
        }
        kept.push(column);
    }
    kept
}

/// Field of a `StructType`.
fn field(column: &Column) -> Value {
    let mut metadata = Map::new();
    if let Some(description) = &column.description {
        metadata.insert("comment".to_owned(), description.as_str().into());
    }
    if let Some(personal) = &column.personal {
        metadata.insert("personal_data".to_owned(), personal.as_str().into());
    }
    json!({
        "name": column.name,
        "type": data_type(&column.kind),
        "nullable": column.nullable,
        "metadata": metadata,
    })
}

fn data_type(kind: &ColumnType) -> Value {
    match kind {
        ColumnType::Scalar(kind) => match kind {
            KustoType::Bool => "boolean",
            KustoType::Int => "integer",
            KustoType::Long => "long",
            KustoType::Real => "double",
            KustoType::Datetime => "timestamp",
            // Spark reads any JSON into a text.
            KustoType::String | KustoType::Dynamic => "string",
        }
        .into(),
        ColumnType::Object(members) => {
            json!({ "type": "struct", "fields": members.iter().map(field).collect::<Vec<_>>() })
        }
        ColumnType::Array(item) => {
            json!({ "type": "array", "elementType": data_type(item), "containsNull": true })
        }
    }
}

/// Definition of a column; `separator` stands between the name and the type.
fn definition(column: &Column, separator: &str) -> String {
    let mut text = format!("`{}`{separator}{}", column.name.replace('`', "``"), sql_type(&column.kind));
    if !column.nullable {
        text.push_str(" NOT NULL");
    }
    let personal = column.personal.as_ref().map(|kind| format!("Personal data: {kind}."));
    let comment: Vec<&str> =
        [column.description.as_deref(), personal.as_deref()].into_iter().flatten().collect();
    if !comment.is_empty() {
        let comment = comment.join(" ").replace('\\', "\\\\").replace('\'', "\\'");
        let _ = write!(text, " COMMENT '{comment}'");
    }
    text
}

fn sql_type(kind: &ColumnType) -> String {
    match kind {
        ColumnType::Scalar(kind) => match kind {
            KustoType::Bool => "BOOLEAN",
            KustoType::Int => "INT",
            KustoType::Long => "BIGINT",
            KustoType::Real => "DOUBLE",
            KustoType::Datetime => "TIMESTAMP",
            KustoType::String | KustoType::Dynamic => "STRING",
        }
        .to_owned(),
        ColumnType::Object(members) => {
            let members: Vec<String> = members.iter().map(|member| definition(member, ": ")).collect();
            format!("STRUCT<{}>", members.join(", "))
        }
        ColumnType::Array(item) => format!("ARRAY<{}>", sql_type(item)),
    }
}
