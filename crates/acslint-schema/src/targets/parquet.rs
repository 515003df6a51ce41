//! Parquet: the schema of each category and shape as the text of a message type.

use std::fmt::Write;

use acslint_types::{Document, KustoType};

use super::names::Names;
use super::nested::{Language, Table, tables};
use super::table::{Column, ColumnType};
use super::{ExportedCategory, Unsaid, plain_name};

/// The text has no quotes, so that a name ends at these characters.
const LANGUAGE: Language = Language {
    names: Names {
        allows: |character| !character.is_control() && !" ;{}()\t=,".contains(character),
        ..Names::ANY
    },
    has_ticks: false,
    has_nullability: true,
    has_descriptions: false,
};

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let tables = tables(categories, LANGUAGE, "", unsaid);
    tables
        .iter()
        .map(|table| Document { file: format!("{}.parquet.txt", table.file), text: text(table) })
        .collect()
}

fn text(table: &Table<'_>) -> String {
    let mut text = format!("message {} {{\n", plain_name(&table.category.name));
    for Column { name, kind, nullable, .. } in &table.columns {
        field(&mut text, name, kind, *nullable, 1);
    }
    text.push_str("}\n");
    text
}

fn field(text: &mut String, name: &str, kind: &ColumnType, nullable: bool, depth: usize) {
    let indent = "  ".repeat(depth);
    let repetition = if nullable { "optional" } else { "required" };
    match kind {
        ColumnType::Scalar(kind) => {
            let (physical, logical) = match kind {
                KustoType::Bool => ("boolean", ""),
                KustoType::Int => ("int32", ""),
                KustoType::Long => ("int64", ""),
                KustoType::Real => ("double", ""),
                KustoType::Datetime => ("int64", " (TIMESTAMP(MICROS,true))"),
                KustoType::String | KustoType::Dynamic => ("binary", " (STRING)"),
            };
            let _ = writeln!(text, "{indent}{repetition} {physical} {name}{logical};");
        }
        ColumnType::Object(members) => {
            let _ = writeln!(text, "{indent}{repetition} group {name} {{");
            for member in members {
                field(text, &member.name, &member.kind, member.nullable, depth + 1);
            }
            let _ = writeln!(text, "{indent}}}");
        }
        ColumnType::Array(item) => {
            let _ = writeln!(
                text,
                "{indent}{repetition} group {name} (LIST) {{\n{indent}  repeated group list {{"
            );
            field(text, "element", item, true, depth + 2);
            let _ = writeln!(text, "{indent}  }}\n{indent}}}");
        }
    }
}
