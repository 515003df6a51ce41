//! Frames of a progressive Kusto query answer: a header has the columns of a table, and the fragments behind it its rows.

use crate::{
    Span,
    derived::DerivedText,
    document::{Kind, Value},
};

/// Largest number of tables of an answer whose columns are kept.
const MOST_TABLES: usize = 64;

/// Columns of the tables whose headers came, as far as they have records.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    tables: Vec<Table>,
}

/// Columns of a table.
#[derive(Debug)]
struct Table {
    id: String,
    /// Names, as written with their quotes.
    columns: Vec<String>,
    /// Number of rows so far.
    rows: u64,
}

/// Part of a fragment of a table.
pub(crate) enum Fragment<'a> {
    /// Rows, as records on lines of their own.
    Rows(DerivedText),
    /// Value that is not a row, with its number among the rows.
    NoRow(Value<'a>, u64),
    /// Rows without known columns.
    Unread(Value<'a>),
}

impl Frames {
    /// Returns true if no header came that a fragment can refer to.
    pub(crate) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// Takes the columns of a header, or returns the rows of a fragment that begins at `offset` in the input. Returns `None`
    /// for another frame and for a fragment of a table without records.
    pub(crate) fn take<'a>(&mut self, frame: Value<'a>, offset: u64) -> Option<Vec<Fragment<'a>>> {
        let id = frame.member("TableId")?.raw();
        match &*frame.member("FrameType")?.string()? {
            "TableHeader" => {
                self.take_header(id, frame.member("Columns")?);
                None
            }
            "TableFragment" => {
                let rows = frame.member("Rows").filter(|rows| rows.kind() == Kind::Array)?;
                match self.tables.iter_mut().find(|table| table.id == id) {
                    Some(table) if table.has_records() => Some(table.fragments(rows, offset)),
                    Some(_) => None,
                    None => Some(vec![Fragment::Unread(rows)]),
                }
            }
            _ => None,
        }
    }

    fn take_header(&mut self, id: &str, columns: Value<'_>) {
        self.tables.retain(|table| table.id != id);
        if self.tables.len() < MOST_TABLES {
            let names = columns.items().filter_map(|column| column.member("ColumnName"));
            let names = names.filter(|name| name.kind() == Kind::String);
            let columns = names.map(|name| name.raw().to_owned()).collect();
            self.tables.push(Table { id: id.to_owned(), columns, rows: 0 });
        }
    }
}

impl Table {
    /// Returns true if rows of the table can be log records.
    fn has_records(&self) -> bool {
        self.columns.iter().any(|column| column == "\"TimeGenerated\"")
    }

    fn fragments<'a>(&mut self, rows: Value<'a>, offset: u64) -> Vec<Fragment<'a>> {
        let mut fragments = Vec::new();
        let place = |value: Value<'_>| {
            let span = value.span();
            Span::new(offset + u64::from(span.start), offset + u64::from(span.end))
        };
        for row in rows.items() {
            self.rows += 1;
            if row.kind() != Kind::Array || row.items().count() != self.columns.len() {
                fragments.push(Fragment::NoRow(row, self.rows));
                continue;
            }
            if !matches!(fragments.last(), Some(Fragment::Rows(_))) {
                fragments.push(Fragment::Rows(DerivedText::default()));
            }
            if let Some(Fragment::Rows(text)) = fragments.last_mut() {
                let whole = place(row);
                text.begin_row(self.rows);
                for (index, (column, cell)) in self.columns.iter().zip(row.items()).enumerate() {
                    text.append_new(if index == 0 { b"{" } else { b"," }, whole);
                    text.append_new(column.as_bytes(), place(cell));
                    text.append_new(b":", place(cell));
                    // Each row is on a line of its own, however the frame is written.
                    let raw = cell.raw().replace(['\r', '\n'], " ");
                    text.append_verbatim(raw.as_bytes(), place(cell));
                }
                text.append_new(b"}", whole);
                text.append_new(b"\n", Span::new(whole.end, whole.end));
            }
        }
        fragments
    }
}
