//! CSV: a table says as CSV what its records say as JSON Lines, however the cells are written.

use acslint_types::KustoType;
use serde_json::Value as Json;

use super::checking_holds;
use super::tables::{Choices, Table, has_the_findings_of_lines};

/// First lines of CSV, for texts that are not tables of known records.
const HEADERS: [&str; 4] = [
    "TimeGenerated,OperationName,Category\n",
    "\u{FEFF}TimeGenerated [UTC];Category;DurationMs\r\n",
    "\"OperationName\"\t\"Type\"\t\"Properties\"\n",
    "Category,TimeGenerated,Quantity,Quantity\n",
];

/// Asserts that records written as CSV have the findings of the records as JSON Lines. Damaged or not, a check does not panic,
/// reports places inside the input, and does not depend on how the input is cut.
///
/// The first byte chooses how the input is cut, the second one what is behind it: text below a header, or choices of which the table and
/// its form are made, and edits of its bytes.
///
/// # Panics
///
/// If one of these does not hold: fuzzing searches for such bytes.
pub fn csv_holds(bytes: &[u8]) {
    let [cut, kind, rest @ ..] = bytes else {
        return;
    };
    if kind % 4 == 0 {
        let header = HEADERS[usize::from(kind / 4) % HEADERS.len()];
        return checking_holds(&[&[*cut], header.as_bytes(), rest].concat());
    }
    let mut choices = Choices::new(rest);
    let table = Table::draw(&mut choices);
    let mut input = written(&table, &mut choices);
    if kind % 4 == 1 {
        choices.edit(&mut input);
    } else {
        has_the_findings_of_lines(&table, &input);
    }
    checking_holds(&[&[*cut], &input[..]].concat());
}

/// Form of cells and rows.
struct Form {
    delimiter: char,
    newline: &'static str,
    /// True to quote also what needs no quotes.
    quotes_all: bool,
    has_decimal_commas: bool,
    /// True to write JSON over several lines.
    is_pretty: bool,
}

/// Returns a table as CSV.
fn written(table: &Table, choices: &mut Choices<'_>) -> Vec<u8> {
    let delimiter = choices.of(&[',', ';', '\t']);
    let form = Form {
        delimiter,
        newline: choices.of(&["\n", "\r\n"]),
        quotes_all: choices.flip(),
        has_decimal_commas: choices.flip() && delimiter == ';',
        is_pretty: choices.flip(),
    };
    let (begin, names_zone, ends_line, blank) =
        (choices.of(&["", "\u{FEFF}"]), choices.flip(), choices.flip(), choices.of(&["", "\n", "\r\n\r\n"]));
    let mut text = begin.to_owned();
    let names = table.columns.iter().map(|column| {
        let zone = if names_zone && column.of_type == KustoType::Datetime { " [UTC]" } else { "" };
        form.cell(&format!("{}{zone}", column.name))
    });
    text.push_str(&form.row(names));
    for (number, row) in table.rows.iter().enumerate() {
        let cells = table.columns.iter().zip(row);
        let row = form.row(cells.map(|(column, value)| form.cell(&form.text(value, column.of_type))));
        text.extend([form.newline, if number == 0 { "" } else { blank }, &row]);
    }
    if ends_line {
        text.push_str(form.newline);
    }
    text.into_bytes()
}

impl Form {
    fn row(&self, cells: impl Iterator<Item = String>) -> String {
        cells.collect::<Vec<_>>().join(&self.delimiter.to_string())
    }

    /// Returns the text of a value in a column.
    fn text(&self, value: &Json, of_type: KustoType) -> String {
        match value {
            Json::Null => String::new(),
            Json::String(text) => text.clone(),
            Json::Number(number) if self.has_decimal_commas && of_type != KustoType::Dynamic => {
                number.to_string().replace('.', ",")
            }
            value if self.is_pretty => format!("{value:#}"),
            value => value.to_string(),
        }
    }

    /// Returns a text as a cell.
    fn cell(&self, text: &str) -> String {
        let needs_quotes = text.contains(['"', '\r', '\n', self.delimiter]);
        if self.quotes_all || needs_quotes {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    }
}
