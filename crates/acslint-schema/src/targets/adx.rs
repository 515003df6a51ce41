//! Azure Data Explorer: for each category the commands that create its table, the mappings that ingest JSON into it, and
//! the update policy that fills it from `records` envelopes.
//!
//! A document is a script: its commands are separated by empty lines.

use std::fmt::Write;

use acslint_types::{Document, KustoType};
use serde_json::json;

use super::flat::{FlatColumn, FlatTable, Language, Placed, tables};
use super::names::Names;
use super::{ExportedCategory, Unsaid};

/// Table that takes `records` envelopes as they are.
const RECORDS: &str = "AcsRecords";

/// Letters, digits, `_`, spaces, dots and dashes: the names that Kusto accepts in brackets.
const NAMES: Names = Names {
    allows: |character| character.is_ascii_alphanumeric() || "_ .-".contains(character),
    ..Names::ANY
};

/// Kusto has all digits of a time, and no column that is never null.
pub(crate) const LANGUAGE: Language = Language { names: NAMES, has_ticks: true, has_nullability: false };

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let records = Document { file: format!("{RECORDS}.kql"), text: records() };
    let tables = tables(categories, LANGUAGE, "", unsaid);
    let scripts =
        tables.iter().map(|table| Document { file: format!("{}.kql", table.file), text: script(table) });
    std::iter::once(records).chain(scripts).collect()
}

/// Commands for envelopes.
fn records() -> String {
    format!(
        "// The table that takes `records` envelopes; the update policies of the other tables read from it.\n\
         .create-merge table ['{RECORDS}'] (['records']: dynamic)\n\n\
         .create-or-alter table ['{RECORDS}'] ingestion json mapping \"envelope\"\n\
         ```[{{\"column\":\"records\",\"Properties\":{{\"Path\":\"$.records\"}}}}]```\n"
    )
}

fn script(of: &FlatTable<'_>) -> String {
    let table = of.category.table();
    let mut text = format!(
        "// {}: its table, the mappings of its records, and the update policy for envelopes.\n\
         .create-merge table ['{table}'] (\n",
        NAMES.written(&of.category.name)
    );
    let definitions: Vec<String> = of
        .columns
        .iter()
        .map(|column| format!("    ['{}']: {}", column.column.name, column.kind().id()))
        .collect();
    let _ = write!(
        text,
        "{}\n) with (docstring = {}, folder = \"acslint\")\n\n",
        definitions.join(",\n"),
        literal(of.about())
    );
    let docstrings: Vec<String> = of
        .columns
        .iter()
        .filter_map(|column| Some(format!("    ['{}']: {}", column.column.name, literal(&column.comment()?))))
        .collect();
    if !docstrings.is_empty() {
        let _ = write!(
            text,
            ".alter-merge table ['{table}'] column-docstrings (\n{}\n)\n\n",
            docstrings.join(",\n")
        );
    }
    let logs = if of.category.known.is_some() { "resource-log" } else { "custom" };
    mapping(&mut text, &table, "table", &of.of_rows());
    mapping(&mut text, &table, logs, &of.of_logs());
    update_policy(&mut text, of, &table);
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Writes the mapping of one form of records, if any column comes from it.
fn mapping(text: &mut String, table: &str, name: &str, columns: &[Placed<'_>]) {
    let entries: Vec<String> = columns
        .iter()
        .map(|(FlatColumn { column, .. }, path)| {
            let path: Vec<String> = path.iter().map(|key| format!("['{}']", escaped(key, '\''))).collect();
            let path = path.concat();
            json!({ "column": column.name, "Properties": { "Path": format!("${path}") } }).to_string()
        })
        .collect();
    if !entries.is_empty() {
        let _ = write!(
            text,
            ".create-or-alter table ['{table}'] ingestion json mapping \"{name}\"\n```[\n  {}\n]```\n\n",
            entries.join(",\n  ")
        );
    }
}

/// Writes the function that takes the category's records out of envelopes, and the policy that calls it.
fn update_policy(text: &mut String, of: &FlatTable<'_>, table: &str) {
    let projected: Vec<String> = of
        .of_logs()
        .into_iter()
        .map(|(column, path)| {
            let path = indexed(path);
            let value = match column.kind() {
                KustoType::Dynamic => format!("record{path}"),
                kind => format!("to{}(record{path})", kind.id()),
            };
            format!("        ['{}'] = {value}", column.column.name)
        })
        .collect();
    if projected.is_empty() {
        return;
    }
    let function = format!("{table}_from_records");
    let condition = condition(of.category);
    let _ = write!(
        text,
        ".create-or-alter function with (folder = \"acslint\") ['{function}']() {{\n    \
         ['{RECORDS}']\n    | mv-expand record = records\n    | where {condition}\n    | project\n{}\n}}\n\n",
        projected.join(",\n"),
    );
    let policy = json!([{
        "IsEnabled": true,
        "Source": RECORDS,
        "Query": format!("['{function}']()"),
        "IsTransactional": false,
    }]);
    let _ = write!(text, ".alter table ['{table}'] policy update\n```{policy}```\n");
}

/// Condition on the record of an envelope. acslint identifies a category of Communication Services in any letter case.
fn condition(category: &ExportedCategory) -> String {
    let (path, value) = category.identity();
    let operator = if path == ["category"] { "=~" } else { "==" };
    format!("tostring(record{}) {operator} {}", indexed(&path), literal(value))
}

/// Keys as the indices that lead to a value of KQL.
fn indexed(path: &[String]) -> String {
    let keys: Vec<String> = path.iter().map(|key| format!("[{}]", literal(key))).collect();
    keys.concat()
}

/// String literal of KQL.
fn literal(text: &str) -> String {
    let text: String =
        text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    format!("\"{}\"", escaped(&text, '"'))
}

/// Text with a backslash before each backslash and each quote.
fn escaped(text: &str, quote: char) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\\' || character == quote {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
