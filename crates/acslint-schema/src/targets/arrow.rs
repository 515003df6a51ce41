//! Arrow: the schema of each category and shape as an IPC stream without batches, and in the JSON of Arrow's own
//! integration tests.

use acslint_types::KustoType;
use serde_json::json;

use super::flatbuffer::{self, Table as Encoded, Value};
use super::names::Names;
use super::nested::{Language, tables};
use super::table::{Column, ColumnType};
use super::{ExportedCategory, Unsaid};
use crate::File;

const LANGUAGE: Language =
    Language { names: Names::ANY, has_ticks: false, has_nullability: true, has_descriptions: true };

/// Version 5 of the metadata.
const VERSION: i16 = 4;

/// Begin of a message, and with a length of zero the end of a stream.
const CONTINUATION: [u8; 4] = [0xFF; 4];

pub(super) fn files(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<File> {
    let mut files = Vec::new();
    for table in tables(categories, LANGUAGE, "", unsaid) {
        let fields: Vec<Field> = table.columns.iter().map(Field::new).collect();
        let notes: Vec<(&str, &str)> =
            table.description.map(|description| ("comment", description)).into_iter().collect();
        let json = json!({
            "schema": {
                "fields": fields.iter().map(Field::to_json).collect::<Vec<_>>(),
                "metadata": pairs_in_json(&notes),
            },
        });
        files.push(File { path: format!("{}.arrows", table.file), bytes: stream(&fields, &notes) });
        files.push(File { path: format!("{}.json", table.file), bytes: format!("{json:#}\n").into_bytes() });
    }
    files
}

/// Field of a schema.
struct Field<'c> {
    name: &'c str,
    nullable: bool,
    kind: Kind,
    children: Vec<Field<'c>>,
    notes: Vec<(&'static str, &'c str)>,
}

/// Type of a field, without its children.
#[derive(Clone, Copy)]
enum Kind {
    Bool,
    Int(i32),
    Double,
    Timestamp,
    Text,
    List,
    Struct,
}

impl<'c> Field<'c> {
    fn new(column: &'c Column) -> Self {
        let comment = column.description.as_deref().map(|text| ("comment", text));
        let personal = column.personal.as_deref().map(|kind| ("personal_data", kind));
        let notes = [comment, personal].into_iter().flatten().collect();
        let (kind, children) = Self::kind(&column.kind);
        Self { name: &column.name, nullable: column.nullable, kind, children, notes }
    }

    fn kind(kind: &'c ColumnType) -> (Kind, Vec<Self>) {
        match kind {
            ColumnType::Scalar(kind) => {
                let kind = match kind {
                    KustoType::Bool => Kind::Bool,
                    KustoType::Int => Kind::Int(32),
                    KustoType::Long => Kind::Int(64),
                    KustoType::Real => Kind::Double,
                    KustoType::Datetime => Kind::Timestamp,
                    KustoType::String | KustoType::Dynamic => Kind::Text,
                };
                (kind, Vec::new())
            }
            ColumnType::Object(members) => (Kind::Struct, members.iter().map(Self::new).collect()),
            ColumnType::Array(item) => {
                let (kind, children) = Self::kind(item);
                let item = Self { name: "item", nullable: true, kind, children, notes: Vec::new() };
                (Kind::List, vec![item])
            }
        }
    }

    fn to_json(&self) -> serde_json::Value {
        let kind = match self.kind {
            Kind::Bool => json!({ "name": "bool" }),
            Kind::Int(width) => json!({ "name": "int", "bitWidth": width, "isSigned": true }),
            Kind::Double => json!({ "name": "floatingpoint", "precision": "DOUBLE" }),
            Kind::Timestamp => json!({ "name": "timestamp", "unit": "MICROSECOND", "timezone": "UTC" }),
            Kind::Text => json!({ "name": "utf8" }),
            Kind::List => json!({ "name": "list" }),
            Kind::Struct => json!({ "name": "struct" }),
        };
        json!({
            "name": self.name,
            "type": kind,
            "nullable": self.nullable,
            "children": self.children.iter().map(Self::to_json).collect::<Vec<_>>(),
            "metadata": pairs_in_json(&self.notes),
        })
    }

    /// The field as Arrow's `Schema.fbs` defines it.
    fn encoded(&self) -> Encoded {
        let (number, kind): (u8, Encoded) = match self.kind {
            Kind::Int(width) => (2, vec![Some(Value::I32(width)), Some(Value::Bool(true))]),
            Kind::Double => (3, vec![Some(Value::I16(2))]),
            Kind::Text => (5, Vec::new()),
            Kind::Bool => (6, Vec::new()),
            Kind::Timestamp => (10, vec![Some(Value::I16(2)), Some(Value::Text("UTC".to_owned()))]),
            Kind::List => (12, Vec::new()),
            Kind::Struct => (13, Vec::new()),
        };
        vec![
            Some(Value::Text(self.name.to_owned())),
            Some(Value::Bool(self.nullable)),
            Some(Value::U8(number)),
            Some(Value::Table(kind)),
            None,
            Some(Value::Tables(self.children.iter().map(Self::encoded).collect())),
            Some(pairs(&self.notes)),
        ]
    }
}

fn pairs_in_json(notes: &[(&str, &str)]) -> serde_json::Value {
    notes.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect()
}

fn pairs(notes: &[(&str, &str)]) -> Value {
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    Value::Tables(notes.iter().map(|(key, value)| vec![text(key), text(value)]).collect())
}

/// The stream: a message with the schema, as `Message.fbs` defines it, and the end.
fn stream(fields: &[Field<'_>], notes: &[(&str, &str)]) -> Vec<u8> {
    let schema: Encoded =
        vec![None, Some(Value::Tables(fields.iter().map(Field::encoded).collect())), Some(pairs(notes))];
    let message: Encoded =
        vec![Some(Value::I16(VERSION)), Some(Value::U8(1)), Some(Value::Table(schema)), Some(Value::I64(0))];
    let mut message = flatbuffer::buffer(&message);
    flatbuffer::pad(&mut message, 8);
    let mut bytes = CONTINUATION.to_vec();
    bytes.extend((message.len() as u32).to_le_bytes());
    bytes.extend(message);
    bytes.extend(CONTINUATION);
    bytes.extend([0; 4]);
    bytes
}
