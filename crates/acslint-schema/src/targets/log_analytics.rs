//! Log Analytics: for each category a template for Azure Resource Manager with a custom table, and with the data
//! collection rule that fills it from both shapes.

use acslint_types::{Document, KustoType};
use serde_json::{Map, Value, json};

use super::flat::{FlatTable, Language, Placed, tables};
use super::names::Names;
use super::{ExportedCategory, Unsaid};

/// Names of columns: letters, digits and `_` after a letter, at most 45; some are the workspace's own.
const NAMES: Names = Names {
    begins: |character| character.is_ascii_alphabetic(),
    most: 45,
    folds_case: true,
    reserved: &[
        "BilledSize",
        "id",
        "InvalidTimeGenerated",
        "IsBillable",
        "TenantId",
        "Title",
        "Type",
        "UniqueId",
    ],
    ..Names::PLAIN
};

/// Names of tables, which end in `_CL`.
const TABLES: Names = Names { begins: |character| character.is_ascii_alphabetic(), most: 60, ..Names::PLAIN };

/// The tables have all digits of a time, and no column that is never null.
pub(crate) const LANGUAGE: Language = Language { names: NAMES, has_ticks: true, has_nullability: false };

/// Column of the time, which every table has.
const TIME: &str = "TimeGenerated";

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let mut written: Vec<String> = Vec::new();
    let documents = tables(categories, LANGUAGE, "", unsaid).into_iter().map(|table| {
        let name = TABLES.written(&table.category.table());
        let name = TABLES.distinct(&name, |name| written.iter().any(|known| TABLES.are_equal(known, name)));
        let text = format!("{:#}\n", template(&table, &name));
        written.push(name);
        Document { file: format!("{}.template.json", table.file), text }
    });
    documents.collect()
}

fn template(of: &FlatTable<'_>, name: &str) -> Value {
    let table = format!("{name}_CL");
    let workspaces = "Microsoft.OperationalInsights/workspaces";
    json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {
            "workspace": { "type": "string", "metadata": { "description": "Name of the Log Analytics workspace." } },
            "location": { "type": "string", "defaultValue": "[resourceGroup().location]" },
        },
        "resources": [
            {
                "type": format!("{workspaces}/tables"),
                "apiVersion": "2022-10-01",
                "name": format!("[concat(parameters('workspace'), '/{table}')]"),
                "properties": {
                    "schema": { "name": table, "description": plain(of.about()), "columns": columns(of) },
                },
            },
            {
                "type": "Microsoft.Insights/dataCollectionRules",
                "apiVersion": "2023-03-11",
                "name": format!("acs-{name}"),
                "location": "[parameters('location')]",
                "kind": "Direct",
                "dependsOn": [format!("[resourceId('{workspaces}/tables', parameters('workspace'), '{table}')]")],
                "properties": rule(of, name, &format!("[resourceId('{workspaces}', parameters('workspace'))]")),
            },
        ],
    })
}

/// Columns of the table.
fn columns(of: &FlatTable<'_>) -> Vec<Value> {
    let mut columns: Vec<Value> = of
        .columns
        .iter()
        .map(|column| {
            let kind = if column.kind() == KustoType::Datetime { "dateTime" } else { type_of(column.kind()) };
            let mut entry = json!({ "name": column.column.name, "type": kind });
            if let (Some(comment), Some(entry)) = (column.comment(), entry.as_object_mut()) {
                entry.insert("description".to_owned(), plain(&comment).into());
            }
            entry
        })
        .collect();
    if !has_time(of) {
        columns.insert(0, json!({ "name": TIME, "type": "dateTime" }));
    }
    columns
}

fn has_time(of: &FlatTable<'_>) -> bool {
    of.columns.iter().any(|column| column.column.name == TIME)
}

/// Properties of the data collection rule: a stream for each form of record, with the transform of its records.
fn rule(of: &FlatTable<'_>, name: &str, workspace: &str) -> Value {
    let (mut streams, mut flows) = (Map::new(), Vec::new());
    for (form, columns) in of.forms() {
        let stream = format!("Custom-{name}_{form}");
        let mut keys: Vec<(&str, KustoType)> = Vec::new();
        for (column, path) in &columns {
            // An object of a record is one value, whichever of its members have columns.
            let kind = if path.len() > 1 { KustoType::Dynamic } else { column.kind() };
            if let Some(key) = path.first().filter(|key| keys.iter().all(|(known, _)| known != key)) {
                keys.push((key, kind));
            }
        }
        let declared: Vec<Value> =
            keys.iter().map(|(key, kind)| json!({ "name": key, "type": type_of(*kind) })).collect();
        streams.insert(stream.clone(), json!({ "columns": declared }));
        flows.push(json!({
            "streams": [stream],
            "destinations": ["workspace"],
            "transformKql": transform(of, &columns),
            "outputStream": format!("Custom-{name}_CL"),
        }));
    }
    json!({
        "streamDeclarations": streams,
        "destinations": { "logAnalytics": [{ "workspaceResourceId": workspace, "name": "workspace" }] },
        "dataFlows": flows,
    })
}

/// Query that makes a row of each record.
fn transform(of: &FlatTable<'_>, columns: &[Placed<'_>]) -> String {
    let mut projected: Vec<String> = columns
        .iter()
        .map(|(column, path)| {
            let (first, inner) =
                path.split_first().map_or(("", [].as_slice()), |(first, rest)| (first.as_str(), rest));
            let inner: Vec<String> = inner.iter().map(|key| format!("[{}]", literal(key))).collect();
            let value = format!("[{}]{}", literal(first), inner.concat());
            let value = match column.kind() {
                KustoType::Dynamic => value,
                kind => format!("to{}({value})", kind.id()),
            };
            format!("{} = {value}", column.column.name)
        })
        .collect();
    if !has_time(of) {
        let is_time = |(column, path): &&Placed<'_>| {
            column.kind() == KustoType::Datetime && path.as_slice() == ["time"]
        };
        let time =
            if columns.iter().any(|column| is_time(&column)) { "todatetime(['time'])" } else { "now()" };
        projected.insert(0, format!("{TIME} = {time}"));
    }
    format!("source | project {}", projected.join(", "))
}

/// Type in the declaration of a stream.
const fn type_of(kind: KustoType) -> &'static str {
    match kind {
        KustoType::Bool => "boolean",
        kind => kind.id(),
    }
}

/// Literal of KQL.
fn literal(text: &str) -> String {
    let text: String =
        text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// Text that Azure Resource Manager does not take for an expression.
fn plain(text: &str) -> String {
    if text.starts_with('[') { format!("[{text}") } else { text.to_owned() }
}
