//! `PostgreSQL`: for each category its table, comments, and a function for each form of record that makes rows of it.

use std::fmt::Write;

use acslint_types::{Document, KustoType};

use super::super::flat::{FlatColumn, FlatTable, Language, tables};
use super::super::names::Names;
use super::super::{ExportedCategory, Unsaid};
use super::{in_comment, quoted};

/// Quotes permit every character, and a name ends after 63 bytes.
const NAMES: Names = Names { allows: |character| character != '\0', most: 63, ..Names::ANY };

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let language = Language { names: NAMES, has_ticks: false, has_nullability: true };
    let mut written: Vec<String> = Vec::new();
    let documents = tables(categories, language, "postgresql/", unsaid).into_iter().map(|table| {
        // Long enough for every table of the catalog; the functions add an ending.
        let name = NAMES.distinct(&table.category.table(), |name| {
            written.iter().any(|known| NAMES.are_equal(known, name))
        });
        let text = script(&table, &name);
        written.push(name);
        Document { file: format!("{}.sql", table.file), text }
    });
    documents.collect()
}

fn script(of: &FlatTable<'_>, name: &str) -> String {
    let table = quoted(name, '"');
    let mut text = format!(
        "-- {}: its table, and the functions that make rows of records.\nCREATE TABLE IF NOT EXISTS {table} (\n",
        in_comment(&of.category.name)
    );
    let definitions: Vec<String> = of.columns.iter().map(definition).collect();
    let _ = write!(text, "{}\n);\n\n", definitions.join(",\n"));
    let _ = writeln!(text, "COMMENT ON TABLE {table} IS {};", quoted(of.about(), '\''));
    for column in &of.columns {
        if let Some(comment) = column.comment() {
            let name = quoted(&column.column.name, '"');
            let _ = writeln!(text, "COMMENT ON COLUMN {table}.{name} IS {};", quoted(&comment, '\''));
        }
    }
    for (form, columns) in of.forms() {
        let function = quoted(&NAMES.written(&format!("{form}_of_{name}")), '"');
        let selected: Vec<String> = of
            .columns
            .iter()
            .map(|column| {
                let place = columns.iter().find(|(known, _)| std::ptr::eq(*known, column));
                place.map_or_else(|| format!("NULL::{}", type_of(column)), |(_, keys)| value(column, keys))
            })
            .collect();
        let body = format!("    SELECT\n        {}\n", selected.join(",\n        "));
        let mut tag = "$acslint$".to_owned();
        while body.contains(&tag) {
            tag.insert(1, '_');
        }
        let _ = write!(
            text,
            "\nCREATE OR REPLACE FUNCTION {function}(record jsonb) RETURNS SETOF {table}\n\
             LANGUAGE sql STABLE STRICT AS {tag}\n{body}{tag};\n"
        );
    }
    text
}

fn definition(column: &FlatColumn) -> String {
    let not_null = if column.column.nullable { "" } else { " NOT NULL" };
    format!("    {} {}{not_null}", quoted(&column.column.name, '"'), type_of(column))
}

fn type_of(column: &FlatColumn) -> &'static str {
    match column.kind() {
        KustoType::Bool => "boolean",
        KustoType::Int => "integer",
        KustoType::Long => "bigint",
        KustoType::Real => "double precision",
        KustoType::Datetime => "timestamptz",
        KustoType::String => "text",
        KustoType::Dynamic => "jsonb",
    }
}

/// Value of a column in a record; one that does not have the column's type is an error.
fn value(column: &FlatColumn, keys: &[String]) -> String {
    let (last, objects) =
        keys.split_last().map_or(("", [].as_slice()), |(last, objects)| (last.as_str(), objects));
    let objects: Vec<String> = objects.iter().map(|key| format!(" -> {}", quoted(key, '\''))).collect();
    let objects = objects.concat();
    let key = quoted(last, '\'');
    match column.kind() {
        KustoType::Dynamic => format!("NULLIF(record{objects} -> {key}, 'null'::jsonb)"),
        KustoType::String => format!("record{objects} ->> {key}"),
        _ => format!("(record{objects} ->> {key})::{}", type_of(column)),
    }
}
