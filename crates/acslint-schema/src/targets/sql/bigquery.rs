//! `BigQuery`: the table of each category and shape. Its columns have the form of the records, so that it loads them as
//! they are.

use acslint_types::{Document, KustoType};

use super::super::names::Names;
use super::super::nested::{Language, Table, tables};
use super::super::table::{Column, ColumnType};
use super::super::{ExportedCategory, Unsaid};
use super::in_comment;

/// Letters, digits and `_`; a name has at most 300 characters, and letter case distinguishes none.
const LANGUAGE: Language = Language {
    names: Names { most: 300, folds_case: true, ..Names::PLAIN },
    has_ticks: false,
    has_nullability: true,
    has_descriptions: true,
};

/// Maximum number of characters of a column's description.
const LONGEST_DESCRIPTION: usize = 1024;

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let tables = tables(categories, LANGUAGE, "bigquery/", unsaid);
    let documents = tables.iter().map(|table| {
        let text = script(table, unsaid);
        Document { file: format!("{}.sql", table.file), text }
    });
    documents.collect()
}

fn script(table: &Table<'_>, unsaid: &mut Unsaid) -> String {
    let mut definer = Definer { file: &table.file, unsaid };
    let columns: Vec<String> =
        table.columns.iter().map(|column| format!("  {}", definer.definition(column, ""))).collect();
    let options = table
        .description
        .map(|description| format!("\nOPTIONS (description = {})", literal(description)))
        .unwrap_or_default();
    format!(
        "-- {}: the table of its records.\nCREATE TABLE IF NOT EXISTS `{}` (\n{}\n){options};\n",
        in_comment(&table.category.name),
        table.name(),
        columns.join(",\n")
    )
}

/// Writer of definitions, which lists what they cannot express.
struct Definer<'u> {
    file: &'u str,
    unsaid: &'u mut Unsaid,
}

impl Definer<'_> {
    fn definition(&mut self, column: &Column, place: &str) -> String {
        let path = if place.is_empty() { column.name.clone() } else { format!("{place}.{}", column.name) };
        let mut text = format!("`{}` {}", column.name, self.data_type(&column.kind, &path));
        // An array is never null.
        let is_array = matches!(column.kind, ColumnType::Array(_));
        if !column.nullable && is_array {
            self.unsaid.add(self.file, "required", &path);
        } else if !column.nullable {
            text.push_str(" NOT NULL");
        }
        if let Some(comment) = column.comment() {
            let shown: String = comment.chars().take(LONGEST_DESCRIPTION).collect();
            if shown.len() < comment.len() {
                self.unsaid.add(self.file, "description", &path);
            }
            text = format!("{text} OPTIONS (description = {})", literal(&shown));
        }
        text
    }

    fn data_type(&mut self, kind: &ColumnType, path: &str) -> String {
        match kind {
            ColumnType::Scalar(kind) => match kind {
                KustoType::Bool => "BOOL",
                KustoType::Int | KustoType::Long => "INT64",
                KustoType::Real => "FLOAT64",
                KustoType::Datetime => "TIMESTAMP",
                KustoType::String => "STRING",
                KustoType::Dynamic => "JSON",
            }
            .to_owned(),
            ColumnType::Object(members) => {
                let members: Vec<String> =
                    members.iter().map(|member| self.definition(member, path)).collect();
                format!("STRUCT<{}>", members.join(", "))
            }
            ColumnType::Array(item) if matches!(**item, ColumnType::Array(_)) => {
                self.unsaid.add(self.file, "items", path);
                "JSON".to_owned()
            }
            ColumnType::Array(item) => format!("ARRAY<{}>", self.data_type(item, &format!("{path}[]"))),
        }
    }
}

/// Text literal.
fn literal(text: &str) -> String {
    let mut literal = String::from("'");
    for character in text.chars() {
        match character {
            '\'' | '\\' => literal.extend(['\\', character]),
            '\n' => literal.push_str("\\n"),
            character if character.is_control() => literal.push(' '),
            character => literal.push(character),
        }
    }
    literal.push('\'');
    literal
}
