//! Query answers: `{"tables": [{"columns": […], "rows": [[…]]}]}`, and the older spelling with capitals.

use crate::document::{Document, Kind, Tree, Value, opening};

/// Row of a query answer.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    answer: Document<'a>,
    columns: &'a [Value<'a>],
    cells: Value<'a>,
    text: &'a [u8],
}

impl Row<'_> {
    /// Composes the record of the row: its keys are the names of the columns, at their place in the answer.
    pub(crate) fn tree(&self) -> Tree {
        object(self.answer, self.columns, self.cells, self.text)
    }

    /// Array of its cells.
    pub(crate) fn cells(&self) -> Value<'_> {
        self.cells
    }

    /// Writes the record of the row: an object with the names of the columns and the texts of the cells, both as they are
    /// in `source`, the bytes of the answer.
    pub(crate) fn record_text(&self, source: &[u8]) -> Vec<u8> {
        let text = |value: &Value<'_>| {
            let span = value.span();
            source.get(span.start as usize..span.end as usize).unwrap_or_default()
        };
        let mut record = vec![b'{'];
        for (column, cell) in self.columns.iter().zip(self.cells.items()) {
            if record.len() > 1 {
                record.push(b',');
            }
            if column.kind() == Kind::String {
                record.extend_from_slice(text(column));
            } else {
                let escaped = text(column).escape_ascii().map(|byte| if byte == b'\'' { b' ' } else { byte });
                record.push(b'"');
                record.extend(escaped.filter(|byte| !matches!(byte, b'"' | b'\\')));
                record.push(b'"');
            }
            record.push(b':');
            record.extend_from_slice(text(&cell));
        }
        record.push(b'}');
        record
    }

    /// Range of its bytes in the answer.
    pub(crate) fn span(&self) -> std::ops::Range<u32> {
        self.cells.span()
    }
}

/// Item of the tables of a query answer.
pub(crate) enum Rows<'a> {
    /// Table that has the rows after it.
    Table(Value<'a>),
    Row(Row<'a>),
    /// Value that is not a row.
    NoRow(Value<'a>),
    /// Value that is not a table.
    NoTable(Value<'a>),
}

/// Passes all tables and each of their rows to `take`.
pub(crate) fn rows(answer: Document<'_>, text: &[u8], mut take: impl FnMut(Rows<'_>)) {
    let root = answer.root();
    let tables = member(root, "tables", "Tables");
    for table in tables.into_iter().flat_map(Value::items) {
        table_rows(table, text, &mut take);
    }
}

/// Passes a table and each of its rows to `take`.
pub(crate) fn table_rows(table: Value<'_>, text: &[u8], take: &mut impl FnMut(Rows<'_>)) {
    let answer = table.document;
    let columns: Vec<Value<'_>> = member(table, "columns", "Columns")
        .or_else(|| table.member("columnDescriptors"))
        .into_iter()
        .flat_map(Value::items)
        .filter_map(|column| column.member("name").or_else(|| column.member("ColumnName")))
        .collect();
    let Some(rows) = member(table, "rows", "Rows") else {
        return take(Rows::NoTable(table));
    };
    take(Rows::Table(table));
    for row in rows.items() {
        if row.kind() == Kind::Array && row.items().count() == columns.len() {
            take(Rows::Row(Row { answer, columns: &columns, cells: row, text }));
        } else {
            take(Rows::NoRow(row));
        }
    }
}

/// Returns the errors in a frame of a Kusto query answer, or in an item of its rows, if it has any.
pub(crate) fn frame_errors(frame: Value<'_>) -> Option<Value<'_>> {
    frame.member("OneApiErrors").filter(|errors| errors.items().next().is_some())
}

/// Returns true if the text begins with a query answer, by its first key.
pub(super) fn begins(text: &[u8]) -> bool {
    opening(text).is_some_and(|opening| matches!(opening.key, b"\"tables\"" | b"\"Tables\""))
}

/// Returns the `error` of the query answer, if it has one, or its `Exceptions`.
pub(crate) fn error(answer: Document<'_>) -> Option<Value<'_>> {
    let root = answer.root();
    let error = root.member("error").filter(|error| error.kind() != Kind::Null);
    error.or_else(|| root.member("Exceptions").filter(|errors| errors.items().next().is_some()))
}

fn member<'a>(value: Value<'a>, name: &str, old_name: &str) -> Option<Value<'a>> {
    value.member(name).or_else(|| value.member(old_name))
}

/// Composes the object of a row; its keys have the spans of the columns' names.
fn object(answer: Document<'_>, columns: &[Value<'_>], row: Value<'_>, text: &[u8]) -> Tree {
    let mut tree = Tree::default();
    let span = row.span();
    tree.push(Kind::Object, span.start as usize, span.end as usize);
    let mut keys = Vec::with_capacity(columns.len());
    for (column, cell) in columns.iter().zip(row.items()) {
        keys.push(tree.append(column.data()));
        tree.copy(answer.tree, cell.node);
    }
    tree.close_object(&keys, text);
    tree
}
