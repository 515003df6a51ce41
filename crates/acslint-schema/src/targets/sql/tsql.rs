//! SQL Server and Azure SQL: for each category its table, extended properties, and a function for each form of record
//! that makes rows of it.
//!
//! A document is a script of batches, which lines with `GO` separate.

use std::fmt::Write;

use acslint_types::{Document, KustoType};

use super::super::flat::{FlatColumn, FlatTable, Language, Placed, tables};
use super::super::names::Names;
use super::super::{ExportedCategory, Unsaid};
use super::{in_comment, quoted};

/// Quotes permit every character; a name has at most 128, and letter case distinguishes none by default.
const NAMES: Names =
    Names { allows: |character| !character.is_control(), most: 128, folds_case: true, ..Names::ANY };

/// Maximum number of characters of a description: 7,500 bytes in two bytes each.
const LONGEST_DESCRIPTION: usize = 3750;

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let language = Language { names: NAMES, has_ticks: true, has_nullability: true };
    let mut written: Vec<String> = Vec::new();
    let mut documents = Vec::new();
    for table in tables(categories, language, "tsql/", unsaid) {
        let name = NAMES.distinct(&table.category.table(), |name| {
            written.iter().any(|known| NAMES.are_equal(known, name))
        });
        let text = script(&table, &name, unsaid);
        written.push(name);
        documents.push(Document { file: format!("{}.sql", table.file), text });
    }
    documents
}

fn script(of: &FlatTable<'_>, name: &str, unsaid: &mut Unsaid) -> String {
    let mut text = format!(
        "-- {}: its table, and the functions that make rows of records.\n\
         IF OBJECT_ID({}, N'U') IS NULL\nBEGIN\nCREATE TABLE [dbo].{} (\n",
        in_comment(&of.category.name),
        literal(&format!("[dbo].{}", bracketed(name))),
        bracketed(name)
    );
    let definitions: Vec<String> = of
        .columns
        .iter()
        .map(|column| {
            let null = if column.column.nullable { "NULL" } else { "NOT NULL" };
            format!("    {} {} {null}", bracketed(&column.column.name), type_of(column))
        })
        .collect();
    let _ = write!(text, "{}\n);\n", definitions.join(",\n"));
    describe(&mut text, of, name, unsaid);
    text.push_str("END\nGO\n");
    for (form, columns) in of.forms() {
        function(&mut text, of, name, form, &columns);
    }
    text
}

/// Writes the extended properties: descriptions, and marks of personal data.
fn describe(text: &mut String, of: &FlatTable<'_>, name: &str, unsaid: &mut Unsaid) {
    let table = literal(name);
    let mut property = |text: &mut String, property: &str, value: &str, column: Option<&FlatColumn>| {
        let shown: String = value.chars().take(LONGEST_DESCRIPTION).collect();
        if shown.len() < value.len() {
            unsaid.add(&of.file, "description", column.map_or("", |column| column.column.name.as_str()));
        }
        let at = column
            .map_or_else(String::new, |column| format!(", N'COLUMN', {}", literal(&column.column.name)));
        let _ = writeln!(
            text,
            "EXEC sys.sp_addextendedproperty N'{property}', {}, N'SCHEMA', N'dbo', N'TABLE', {table}{at};",
            literal(&shown)
        );
    };
    property(text, "MS_Description", of.about(), None);
    for column in &of.columns {
        if let Some(description) = &column.column.description {
            property(text, "MS_Description", description, Some(column));
        }
        if let Some(kind) = &column.column.personal {
            property(text, "personal_data", kind, Some(column));
        }
    }
}

/// Writes the function that makes rows of one form of records.
fn function(text: &mut String, of: &FlatTable<'_>, name: &str, form: &str, columns: &[Placed<'_>]) {
    let (mut selected, mut read) = (Vec::new(), Vec::new());
    for column in &of.columns {
        let name = bracketed(&column.column.name);
        let Some((_, keys)) = columns.iter().find(|(known, _)| std::ptr::eq(*known, column)) else {
            selected.push(format!("CAST(NULL AS {}) AS {name}", type_of(column)));
            continue;
        };
        let path = literal(&path(keys));
        // A path without `AS JSON` reads no object, and one with it reads no other value.
        if column.kind() == KustoType::Dynamic {
            let plain = bracketed(&format!("{} (plain)", column.column.name));
            selected.push(format!("COALESCE({name}, {plain}) AS {name}"));
            read.push(format!("{name} nvarchar(max) {path} AS JSON"));
            read.push(format!("{plain} nvarchar(max) {path}"));
        } else {
            selected.push(name.clone());
            read.push(format!("{name} {} {path}", type_of(column)));
        }
    }
    let _ = write!(
        text,
        "\nCREATE OR ALTER FUNCTION [dbo].{} (@record nvarchar(max)) RETURNS TABLE AS RETURN\n\
         SELECT\n    {}\nFROM OPENJSON(@record) WITH (\n    {}\n);\nGO\n",
        bracketed(&NAMES.written(&format!("{form}_of_{name}"))),
        selected.join(",\n    "),
        read.join(",\n    ")
    );
}

fn type_of(column: &FlatColumn) -> &'static str {
    match column.kind() {
        KustoType::Bool => "bit",
        KustoType::Int => "int",
        KustoType::Long => "bigint",
        KustoType::Real => "float",
        KustoType::Datetime => "datetimeoffset(7)",
        KustoType::String | KustoType::Dynamic => "nvarchar(max)",
    }
}

/// Path of SQL Server's JSON functions.
fn path(keys: &[String]) -> String {
    let escaped = |key: &String| key.replace('\\', "\\\\").replace('"', "\\\"");
    let keys: Vec<String> = keys.iter().map(|key| format!(".\"{}\"", escaped(key))).collect();
    format!("${}", keys.concat())
}

/// Text literal of Unicode.
fn literal(text: &str) -> String {
    format!("N{}", quoted(text, '\''))
}

/// Name in brackets.
fn bracketed(name: &str) -> String {
    format!("[{}]", name.replace(']', "]]"))
}
