//! Azure Data Explorer: for each category the commands that create its table, the mappings that ingest JSON into it, and
//! the update policy that fills it from `records` envelopes.
//!
//! A document is a script: its commands are separated by empty lines.

use std::fmt::Write;

use acslint_types::{Document, KustoType, Place, Shape};
use serde_json::{Value, json};

use super::table::{Column, ColumnType, Facts, columns};
use super::{ExportedCategory, Unsaid, plain_name};

/// Table that takes `records` envelopes as they are.
const RECORDS: &str = "AcsRecords";

/// Column of a table, with its place in the records of each mapping.
struct KustoColumn {
    column: Column,
    /// Keys from the record to the value: in a row, and in a resource log or a record of a custom category.
    row: Option<Vec<String>>,
    log: Option<Vec<String>>,
}

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let mut documents: Vec<Document> = vec![Document { file: format!("{RECORDS}.kql"), text: records() }];
    for category in categories {
        let folder = if category.known.is_some() { "" } else { "custom/" };
        let mut stem = plain_name(&category.name);
        while documents.iter().any(|document| document.file == format!("{folder}{stem}.kql")) {
            stem.push('_');
        }
        let file = format!("{folder}{stem}");
        if plain_name(&category.name) != category.name {
            unsaid.add(&file, "name", "");
        }
        let columns = columns_of(category, &file, unsaid);
        documents.push(Document { file: format!("{file}.kql"), text: script(category, &columns) });
    }
    documents
}

/// Columns of both shapes: those of the row, and then those that only a resource log has.
fn columns_of(category: &ExportedCategory, file: &str, unsaid: &mut Unsaid) -> Vec<KustoColumn> {
    let mut all: Vec<KustoColumn> = Vec::new();
    for (shape, schema) in &category.schemas {
        unsaid.add_constraints(file, schema);
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            unsaid.add(file, "required", name.as_str().unwrap_or_default());
        }
        let facts = category.known.zip(*shape).map(|(category, shape)| Facts { category, shape });
        for column in columns(schema, facts) {
            match (facts, &column.kind) {
                (Some(Facts { shape: Shape::ResourceLog, .. }), ColumnType::Object(members))
                    if column.name == "properties" =>
                {
                    let inner = schema.pointer("/properties/properties/required").and_then(Value::as_array);
                    for name in inner.into_iter().flatten().filter_map(Value::as_str) {
                        unsaid.add(file, "required", &format!("properties.{name}"));
                    }
                    for member in members {
                        let path = vec![column.name.clone(), member.name.clone()];
                        add(&mut all, member.clone(), facts, Place::Properties, path, (file, unsaid));
                    }
                }
                _ => {
                    let path = vec![column.name.clone()];
                    add(&mut all, column, facts, Place::Top, path, (file, unsaid));
                }
            }
        }
    }
    all
}

fn add(
    all: &mut Vec<KustoColumn>,
    mut column: Column,
    facts: Option<Facts>,
    place: Place,
    path: Vec<String>,
    (file, unsaid): (&str, &mut Unsaid),
) {
    let is_row = facts.is_some_and(|facts| facts.shape == Shape::Table);
    if column.is_mixed {
        unsaid.add(file, "type", &path.join("."));
    }
    if column.is_inferred {
        unsaid.add(file, "place", &path.join("."));
    }
    // A property has the name of its column in both shapes.
    let property =
        facts.filter(|_| !is_row).and_then(|facts| {
            facts.category.properties.iter().find(|property| {
                property.log.is_some_and(|log| log.place == place && log.name == column.name)
            })
        });
    if let Some(property) = property {
        property.name.clone_into(&mut column.name);
    }
    let name = entity(&column.name);
    if name != column.name {
        unsaid.add(file, "name", &path.join("."));
        column.name = name;
    }
    if facts.is_none() {
        while all.iter().any(|known| known.column.name == column.name) {
            column.name.push('_');
        }
    }
    match all.iter_mut().find(|known| known.column.name == column.name) {
        Some(known) => known.log = known.log.take().or(Some(path)),
        None => all.push(if is_row {
            KustoColumn { column, row: Some(path), log: None }
        } else {
            KustoColumn { column, row: None, log: Some(path) }
        }),
    }
}

/// Returns a name that Kusto accepts in brackets: letters, digits, `_`, spaces, dots and dashes.
fn entity(name: &str) -> String {
    let is_allowed = |character: char| character.is_ascii_alphanumeric() || "_ .-".contains(character);
    let name: String =
        name.chars().map(|character| if is_allowed(character) { character } else { '_' }).collect();
    if name.trim().is_empty() { "_".to_owned() } else { name }
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

fn script(category: &ExportedCategory, columns: &[KustoColumn]) -> String {
    let table = category.table();
    let description = category.schemas.iter().find_map(|(_, schema)| schema.get("description")?.as_str());
    let docstring = literal(description.unwrap_or(&category.name));
    let mut text = format!(
        "// {}: its table, the mappings of its records, and the update policy for envelopes.\n\
         .create-merge table ['{table}'] (\n",
        entity(&category.name)
    );
    let definitions: Vec<String> = columns
        .iter()
        .map(|KustoColumn { column, .. }| format!("    ['{}']: {}", column.name, type_of(column).id()))
        .collect();
    let _ = write!(
        text,
        "{}\n) with (docstring = {docstring}, folder = \"acslint\")\n\n",
        definitions.join(",\n")
    );
    let docstrings: Vec<String> = columns
        .iter()
        .filter_map(|KustoColumn { column, .. }| {
            let personal = column.personal.as_ref().map(|kind| format!("Personal data: {kind}."));
            let parts: Vec<&str> =
                [column.description.as_deref(), personal.as_deref()].into_iter().flatten().collect();
            (!parts.is_empty()).then(|| format!("    ['{}']: {}", column.name, literal(&parts.join(" "))))
        })
        .collect();
    if !docstrings.is_empty() {
        let _ = write!(
            text,
            ".alter-merge table ['{table}'] column-docstrings (\n{}\n)\n\n",
            docstrings.join(",\n")
        );
    }
    let logs = if category.known.is_some() { "resource-log" } else { "custom" };
    mapping(&mut text, &table, "table", columns.iter().filter_map(|of| Some((&of.column, of.row.as_ref()?))));
    mapping(&mut text, &table, logs, columns.iter().filter_map(|of| Some((&of.column, of.log.as_ref()?))));
    update_policy(&mut text, category, &table, columns);
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Writes the mapping of one form of records, if any column comes from it.
fn mapping<'c>(
    text: &mut String,
    table: &str,
    name: &str,
    columns: impl Iterator<Item = (&'c Column, &'c Vec<String>)>,
) {
    let entries: Vec<String> = columns
        .map(|(column, path)| {
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
fn update_policy(text: &mut String, category: &ExportedCategory, table: &str, columns: &[KustoColumn]) {
    let projected: Vec<String> = columns
        .iter()
        .filter_map(|KustoColumn { column, log, .. }| {
            let path = indexed(log.as_ref()?);
            let kind = type_of(column);
            let value = match kind {
                KustoType::Dynamic => format!("record{path}"),
                kind => format!("to{}(record{path})", kind.id()),
            };
            Some(format!("        ['{}'] = {value}", column.name))
        })
        .collect();
    if projected.is_empty() {
        return;
    }
    let function = format!("{table}_from_records");
    // acslint identifies a category of Communication Services in any letter case.
    let condition = match &category.discriminator {
        Some((path, value)) if path.as_slice() != ["category"] => {
            let path = indexed(path);
            format!("tostring(record{path}) == {}", literal(value))
        }
        Some((_, value)) => format!("tostring(record[\"category\"]) =~ {}", literal(value)),
        None => {
            let value = category.known.and_then(|category| category.value).unwrap_or(&category.name);
            format!("tostring(record[\"category\"]) =~ {}", literal(value))
        }
    };
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

fn type_of(column: &Column) -> KustoType {
    match column.kind {
        ColumnType::Scalar(kind) => kind,
        ColumnType::Object(_) | ColumnType::Array(_) => KustoType::Dynamic,
    }
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
