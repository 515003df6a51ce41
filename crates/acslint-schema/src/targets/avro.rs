//! Avro: the record schema of each category and shape.

use acslint_types::{Document, KustoType, Shape};
use serde_json::{Map, Value, json};

use super::names::Names;
use super::nested::{Language, Table, tables};
use super::table::{Column, ColumnType};
use super::{ExportedCategory, Unsaid, plain_name};

const LANGUAGE: Language =
    Language { names: Names::PLAIN, has_ticks: false, has_nullability: true, has_descriptions: true };

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let tables = tables(categories, LANGUAGE, "", unsaid);
    let document = |table: &Table<'_>| {
        let name = Names::PLAIN.written(&plain_name(&table.category.name));
        let mut schema = record(&name, &table.columns);
        let space = match table.shape {
            Some(Shape::Table) => "acs.table",
            Some(Shape::ResourceLog) => "acs.resource_log",
            None => "custom",
        };
        if let Some(schema) = schema.as_object_mut() {
            schema.shift_insert(2, "namespace".to_owned(), space.into());
            if let Some(description) = table.description {
                schema.shift_insert(3, "doc".to_owned(), description.into());
            }
        }
        Document { file: format!("{}.avsc", table.file), text: format!("{schema:#}\n") }
    };
    tables.iter().map(document).collect()
}

/// Record with a name of its own: names are unique in a schema.
fn record(name: &str, columns: &[Column]) -> Value {
    let fields: Vec<Value> = columns.iter().map(|column| field(name, column)).collect();
    json!({ "type": "record", "name": name, "fields": fields })
}

fn field(record: &str, column: &Column) -> Value {
    let mut field = Map::new();
    field.insert("name".to_owned(), column.name.as_str().into());
    let kind = data_type(&format!("{record}__{}", column.name), &column.kind);
    if column.nullable {
        field.insert("type".to_owned(), json!(["null", kind]));
        field.insert("default".to_owned(), Value::Null);
    } else {
        field.insert("type".to_owned(), kind);
    }
    if let Some(description) = &column.description {
        field.insert("doc".to_owned(), description.as_str().into());
    }
    if let Some(personal) = &column.personal {
        field.insert("personal_data".to_owned(), personal.as_str().into());
    }
    field.into()
}

fn data_type(name: &str, kind: &ColumnType) -> Value {
    match kind {
        ColumnType::Scalar(kind) => match kind {
            KustoType::Bool => "boolean".into(),
            KustoType::Int => "int".into(),
            KustoType::Long => "long".into(),
            KustoType::Real => "double".into(),
            KustoType::Datetime => json!({ "type": "long", "logicalType": "timestamp-micros" }),
            KustoType::String | KustoType::Dynamic => "string".into(),
        },
        ColumnType::Object(members) => record(name, members),
        ColumnType::Array(item) => {
            json!({ "type": "array", "items": ["null", data_type(&format!("{name}__item"), item)] })
        }
    }
}
