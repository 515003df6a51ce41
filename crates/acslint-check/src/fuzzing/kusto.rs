//! Answers of Kusto: the rows of a table say in each frame what its records say as JSON Lines.

use serde_json::{Value as Json, json};

use super::checking_holds;
use super::tables::{Choices, Table, has_the_findings_of_lines};

/// Form of an answer.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// Of the REST API of Log Analytics.
    LogAnalytics,
    /// Several of them in one.
    Batch,
    /// Of the client libraries.
    Library,
    V1,
    V2,
    /// Of v2, with the rows of a table in several frames.
    Progressive,
}

const FORMS: [Form; 6] =
    [Form::LogAnalytics, Form::Batch, Form::Library, Form::V1, Form::V2, Form::Progressive];

/// Asserts that the rows of an answer have the findings of the records as JSON Lines. Damaged or not, a check does not panic,
/// reports places inside the input, and does not depend on how the input is cut.
///
/// The first byte chooses how the input is cut. The rest are choices of which the table and its form are made, and edits of its bytes if
/// the second one is odd.
///
/// # Panics
///
/// If one of these does not hold: fuzzing searches for such bytes.
pub fn kusto_holds(bytes: &[u8]) {
    let [cut, is_edited, rest @ ..] = bytes else {
        return;
    };
    let mut choices = Choices::new(rest);
    let table = Table::draw(&mut choices);
    let mut input = written(&table, &mut choices);
    if is_edited % 2 == 1 {
        choices.edit(&mut input);
    } else {
        has_the_findings_of_lines(&table, &input);
    }
    checking_holds(&[&[*cut], &input[..]].concat());
}

/// Returns an answer with the table.
fn written(table: &Table, choices: &mut Choices<'_>) -> Vec<u8> {
    let form = choices.of(&FORMS);
    let (first, second) = table.rows.split_at(choices.choice() % (table.rows.len() + 1));
    let answer = match form {
        Form::LogAnalytics => {
            json!({"tables": [of_log_analytics(table, first), of_log_analytics(table, second)]})
        }
        Form::Batch => {
            let response = |id: &str, rows: &[Vec<Json>]| json!({"id": id, "status": 200, "body": {"tables": [of_log_analytics(table, rows)]}});
            json!({"responses": [response("1", first), response("2", second)]})
        }
        Form::Library => {
            let columns = columns(table, ["name", "type"]);
            json!({"status": "Success", "tables": [
                {"name": "PrimaryResult", "columnDescriptors": columns, "rows": table.rows}
            ]})
        }
        Form::V1 => {
            let columns = columns(table, ["ColumnName", "ColumnType"]);
            json!({"Tables": [{"TableName": "Table_0", "Columns": columns, "Rows": table.rows}]})
        }
        Form::V2 => json!([data_set_header(), properties(), data_table(table), completion()]),
        Form::Progressive => {
            let fragment = |rows: &[Vec<Json>]| {
                json!({"FrameType": "TableFragment", "TableId": 1, "FieldCount": table.columns.len(),
                       "TableFragmentType": "DataAppend", "Rows": rows})
            };
            let header = json!({"FrameType": "TableHeader", "TableId": 1, "TableKind": "PrimaryResult",
                "TableName": "PrimaryResult", "Columns": columns(table, ["ColumnName", "ColumnType"])});
            let end = json!({"FrameType": "TableCompletion", "TableId": 1, "RowCount": table.rows.len()});
            json!([
                data_set_header(),
                properties(),
                header,
                fragment(first),
                fragment(second),
                end,
                completion()
            ])
        }
    };
    let text = match (choices.choice() % 3, &answer) {
        (0, _) => answer.to_string(),
        (1, _) => format!("{answer:#}\r\n"),
        (_, Json::Array(frames)) => {
            let frames: Vec<String> = frames.iter().map(Json::to_string).collect();
            format!("[{}]\r\n", frames.join("\r\n,"))
        }
        _ => format!("\u{FEFF}{answer}"),
    };
    text.into_bytes()
}

/// Returns the columns with names and types in members of these names.
fn columns(table: &Table, [name, of_type]: [&str; 2]) -> Json {
    table.columns.iter().map(|column| json!({name: column.name, of_type: column.of_type.id()})).collect()
}

fn of_log_analytics(table: &Table, rows: &[Vec<Json>]) -> Json {
    json!({"name": "PrimaryResult", "columns": columns(table, ["name", "type"]), "rows": rows})
}

/// Frame that an answer of v2 begins with.
fn data_set_header() -> Json {
    json!({"FrameType": "DataSetHeader", "IsProgressive": false, "Version": "v2.0"})
}

fn properties() -> Json {
    json!({"FrameType": "DataTable", "TableId": 0, "TableKind": "QueryProperties", "TableName": "@ExtendedProperties",
           "Columns": [{"ColumnName": "Key", "ColumnType": "string"}], "Rows": [["Visualization"]]})
}

fn data_table(table: &Table) -> Json {
    json!({"FrameType": "DataTable", "TableId": 1, "TableKind": "PrimaryResult", "TableName": "PrimaryResult",
           "Columns": columns(table, ["ColumnName", "ColumnType"]), "Rows": table.rows})
}

fn completion() -> Json {
    json!({"FrameType": "DataSetCompletion", "HasErrors": false, "Cancelled": false})
}
