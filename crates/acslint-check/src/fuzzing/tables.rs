//! Tables of records, made from bytes: what a form of tables says must be what the same records say as JSON Lines.

use std::sync::LazyLock;

use acslint_types::{CATEGORIES, Category, KustoType, Shape};
use serde_json::{Map, Value as Json, json};

use super::{CHECKER, Seen, events};
use crate::Subject;

/// Bytes as choices; behind the last one, each choice is 0.
pub(super) struct Choices<'b>(&'b [u8]);

impl<'b> Choices<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// Returns the next choice.
    pub(super) fn choice(&mut self) -> usize {
        let [first, rest @ ..] = self.0 else { return 0 };
        self.0 = rest;
        usize::from(*first)
    }

    /// Returns true for every second value of the next choice.
    pub(super) fn flip(&mut self) -> bool {
        self.choice() % 2 == 1
    }

    /// Returns one of these.
    pub(super) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.choice() % all.len()]
    }

    /// Returns the next bytes as a text of up to 15 of them.
    fn text(&mut self) -> String {
        let length = (self.choice() % 16).min(self.0.len());
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        String::from_utf8_lossy(text).into_owned()
    }

    /// Changes bytes of an input: each edit is a place, a kind and a byte.
    pub(super) fn edit(mut self, input: &mut Vec<u8>) {
        while !self.0.is_empty() && !input.is_empty() {
            let at = (self.choice() << 8 | self.choice()) % input.len();
            let (kind, byte) = (self.choice(), self.choice() as u8);
            match kind % 4 {
                0 => input[at] = byte,
                1 => input.insert(at, byte),
                2 => drop(input.drain(at..(at + usize::from(byte)).min(input.len()))),
                _ => input.truncate(at),
            }
        }
    }
}

/// Column of a table.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) of_type: KustoType,
}

/// Records of one category with the same members.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Json>>,
}

/// Categories with a table, and the example of each.
static EXAMPLES: LazyLock<Vec<(&Category, Map<String, Json>)>> = LazyLock::new(|| {
    let with_table = CATEGORIES.iter().filter(|category| category.table.is_some());
    let examples = with_table.map(|category| {
        let example = serde_json::from_str(category.example(Shape::Table));
        (*category, example.expect("examples are JSON objects"))
    });
    examples.collect()
});

/// Columns that every table keeps as they are: they make it a table of records of its category.
const IDENTIFYING: [&str; 4] = ["TimeGenerated", "OperationName", "Category", "Type"];

/// Texts of cells.
const TEXTS: [&str; 16] = [
    "",
    "x",
    "a,b;c\td",
    "\"",
    "\"\"",
    "a \"b\" c",
    "two\nlines",
    "\r\n",
    " x ",
    "{\"a\":1}",
    "\u{e9}",
    "'",
    "12",
    "null",
    "[UTC]",
    "203.0.113.7:50000",
];

impl Table {
    /// Makes a table of one to four records, each the example of a category with a few other values. Each value is the one that
    /// its text has in a column of its type.
    pub(super) fn draw(choices: &mut Choices<'_>) -> Self {
        let (category, example) = &EXAMPLES[choices.choice() % EXAMPLES.len()];
        let mut columns: Vec<Column> = example.keys().map(|name| Column::new(category, name)).collect();
        let cells = columns.iter().zip(example.values());
        let mut row: Vec<Json> = cells.map(|(column, value)| read_back(value, column.of_type)).collect();
        for _ in 0..choices.choice() % 3 {
            let at = choices.choice() % columns.len();
            if !IDENTIFYING.contains(&columns[at].name.as_str()) {
                columns.remove(at);
                row.remove(at);
            }
        }
        if choices.flip() {
            columns.push(Column { name: "Colour".to_owned(), of_type: KustoType::String });
            row.push(json!("blue"));
        }
        let count = 1 + choices.choice() % 4;
        let mut rows = vec![row; count];
        for row in &mut rows {
            for _ in 0..choices.choice() % 5 {
                let at = choices.choice() % columns.len();
                let Column { name, of_type } = &columns[at];
                if !matches!(name.as_str(), "Category" | "Type" | "Colour") {
                    row[at] = value(*of_type, choices);
                }
            }
        }
        Self { columns, rows }
    }

    /// Returns the records as JSON Lines.
    fn lines(&self) -> Vec<u8> {
        let record = |row: &Vec<Json>| {
            let names = self.columns.iter().map(|column| column.name.clone());
            Json::Object(names.zip(row.iter().cloned()).collect()).to_string() + "\n"
        };
        self.rows.iter().map(record).collect::<String>().into_bytes()
    }
}

impl Column {
    fn new(category: &Category, name: &str) -> Self {
        let property = category.property(name).filter(|property| property.in_table);
        let of_type = property.map_or(KustoType::String, |property| category.kusto_type(property));
        Self { name: name.to_owned(), of_type }
    }
}

/// Returns the value that the text of a value has in a column of this type.
fn read_back(value: &Json, of_type: KustoType) -> Json {
    match (value, of_type) {
        (Json::Null, KustoType::String) => json!(""),
        (Json::String(text), KustoType::Int | KustoType::Long | KustoType::Real | KustoType::Dynamic) => {
            serde_json::from_str(text).unwrap_or_else(|_| value.clone())
        }
        _ => value.clone(),
    }
}

/// Returns a value that a column of this type can have, right or wrong.
fn value(of_type: KustoType, choices: &mut Choices<'_>) -> Json {
    match of_type {
        KustoType::String => match choices.choice() {
            choice @ 0..0x80 => json!(TEXTS[choice % TEXTS.len()]),
            _ => json!(choices.text()),
        },
        KustoType::Int | KustoType::Long | KustoType::Real => {
            choices.of(&[&json!(7), &json!(-1), &json!(2.5), &json!("many"), &Json::Null]).clone()
        }
        KustoType::Bool => choices.of(&[&json!(true), &json!(false), &json!("maybe"), &Json::Null]).clone(),
        KustoType::Datetime => {
            let [time, finer, wrong] =
                ["2024-06-18T13:27:58Z", "2024-06-18T13:27:58.1234567Z", "yesterday"].map(Json::from);
            choices.of(&[&time, &finer, &wrong, &Json::Null]).clone()
        }
        KustoType::Dynamic => choices
            .of(&[&json!({"a": [1, "x\n"]}), &json!([]), &json!("{a}"), &json!(7), &Json::Null])
            .clone(),
    }
}

/// Finding, without its place: rule, level, property and pointer.
type Gist = (&'static str, &'static str, Option<String>, String);

/// Returns the findings of each record of a known category.
fn gists(seen: &[Seen]) -> Vec<(Subject, Vec<Gist>)> {
    let known = seen.iter().filter_map(|seen| match &seen.subject {
        Some(subject @ Subject::Known(_)) => Some((subject.clone(), seen)),
        _ => None,
    });
    let gists = known.map(|(subject, seen)| {
        let findings = seen.findings.iter().map(|(finding, ..)| {
            let pointer = finding.pointer.verbatim().to_owned();
            (finding.rule, finding.level.id(), finding.field.clone(), pointer)
        });
        let mut findings: Vec<Gist> = findings.collect();
        findings.sort();
        (subject, findings)
    });
    gists.collect()
}

/// Asserts that the records of a table have the findings in an input of another form that they have as JSON Lines; values that a
/// spreadsheet may have damaged are findings of tables alone.
pub(super) fn has_the_findings_of_lines(table: &Table, input: &[u8]) {
    let whole = |input: &[u8]| gists(&events(&CHECKER, input, input.len().max(1)));
    let found = whole(input);
    if found.iter().flat_map(|(_, findings)| findings).any(|finding| finding.0 == "damaged-cell") {
        return;
    }
    let expected = whole(&table.lines());
    assert_eq!(expected.len(), table.rows.len(), "{}", String::from_utf8_lossy(&table.lines()));
    assert_eq!(
        found,
        expected,
        "{}\n--\n{}",
        String::from_utf8_lossy(input),
        String::from_utf8_lossy(&table.lines())
    );
}
