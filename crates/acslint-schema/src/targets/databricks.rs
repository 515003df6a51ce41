//! Spark: the schema of each category as the JSON of a `StructType`, and as the list of columns in DDL.

use std::fmt::Write;

use acslint_types::{Document, KustoType};
use serde_json::{Map, Value, json};

use super::names::Names;
use super::nested::{Language, Table, tables};
use super::table::{Column, ColumnType};
use super::{ExportedCategory, Unsaid};

/// Spark has microseconds, and does not distinguish names by letter case by default.
pub(crate) const LANGUAGE: Language = Language {
    names: Names { folds_case: true, ..Names::ANY },
    has_ticks: false,
    has_nullability: true,
    has_descriptions: true,
};

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    for Table { file, columns, .. } in tables(categories, LANGUAGE, "", unsaid) {
        let json = json!({ "type": "struct", "fields": columns.iter().map(field).collect::<Vec<_>>() });
        documents.push(Document { file: format!("{file}.json"), text: format!("{json:#}\n") });
        let ddl: Vec<String> = columns.iter().map(|column| definition(column, " ")).collect();
        documents.push(Document { file: format!("{file}.ddl"), text: ddl.join(",\n") + "\n" });
    }
    documents
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
    if let Some(comment) = column.comment() {
        let comment = comment.replace('\\', "\\\\").replace('\'', "\\'");
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
