//! CSV, as the portal, Kusto clients and spreadsheets write it: each row becomes the text of a record, whose values have the
//! types of their columns. The places in that text are those of the cells.

mod cell;
mod row;

use std::ops::Range;

use crate::table_column::{CATEGORY_COLUMNS, TableColumn, category_of_cell, property};
use crate::{Span, derived::DerivedText, spreadsheet::Damage};
use cell::{Dates, Style};
use row::{Next, Row};

/// Part of a table.
#[derive(Debug)]
pub(crate) enum Item {
    /// Rows, as records on lines of their own.
    Rows(DerivedText),
    /// Row, as a record, with damaged cells.
    Damaged { row: DerivedText, cells: Vec<DamagedCell>, category: Option<&'static str> },
    /// Row with more or fewer cells than the header, at this range.
    WrongLength { number: u64, row: Range<usize>, cells: usize, columns: usize },
    /// Row that the input ends in, inside quotes that began at `quote`.
    Cut { number: u64, row: Range<usize>, quote: usize },
}

/// Cell that a spreadsheet damaged.
#[derive(Debug)]
pub(crate) struct DamagedCell {
    /// Range in the buffer.
    pub(crate) place: Range<usize>,
    /// Range of its value in the text of the row.
    pub(crate) value: Span,
    /// Name of the column in the catalog.
    pub(crate) column: &'static str,
    pub(crate) damage: Damage,
}

/// Column of a table.
#[derive(Debug)]
struct Column {
    column: TableColumn,
    /// True if the name says that its times are in UTC.
    is_utc: bool,
}

/// Table of one input.
#[derive(Debug)]
pub(crate) struct Table {
    delimiter: u8,
    /// Columns, once the header was read.
    columns: Option<Vec<Column>>,
    /// Indexes of the columns that tell the category, by its name or by that of its table.
    categories: Vec<usize>,
    dates: Dates,
    /// Number of rows so far, without the header.
    rows: u64,
}

impl Table {
    /// Table whose cells end with this byte.
    pub(crate) fn new(delimiter: u8) -> Self {
        Self { delimiter, columns: None, categories: Vec::new(), dates: Dates::default(), rows: 0 }
    }

    /// Reads the complete rows of the buffer from `start` on, which is at `offset` in the input; returns them and the offset
    /// behind them.
    pub(crate) fn take(&mut self, buffer: &[u8], start: usize, offset: u64, end: bool) -> (Vec<Item>, usize) {
        let (mut items, mut at, mut row) = (Vec::new(), start, Row::new(self.delimiter));
        loop {
            match row.read(buffer, at, end) {
                Next::End => return (items, buffer.len()),
                Next::NeedMore => return (items, at),
                Next::Row(behind) => {
                    match &self.columns {
                        None => self.take_header(&row),
                        Some(_) => self.take_row(buffer, &row, offset, &mut items),
                    }
                    at = behind;
                }
            }
        }
    }

    fn take_header(&mut self, row: &Row) {
        let columns: Vec<Column> = row.cells().map(|(text, _)| Column::new(text)).collect();
        let named = |name: &str| columns.iter().position(|column| column.column.name() == name);
        self.categories = CATEGORY_COLUMNS.into_iter().filter_map(named).collect();
        self.columns = Some(columns);
    }

    fn take_row(&mut self, buffer: &[u8], row: &Row, offset: u64, items: &mut Vec<Item>) {
        let Some(columns) = &self.columns else { return };
        self.rows += 1;
        let number = self.rows;
        if let Some(quote) = row.open_quote(buffer) {
            return items.push(Item::Cut { number, row: row.range(), quote });
        }
        let surplus = row.cells().skip(columns.len());
        if row.len() < columns.len() || surplus.clone().any(|(text, _)| !text.is_empty()) {
            let (cells, columns) = (row.len(), columns.len());
            return items.push(Item::WrongLength { number, row: row.range(), cells, columns });
        }
        let telling = self.categories.iter().filter_map(|index| row.cells().nth(*index));
        let category = telling.into_iter().find_map(|(text, _)| category_of_cell(text));
        let mut record = DerivedText::default();
        let mut damaged = Vec::new();
        let span = |range: &Range<usize>| Span::new(offset + range.start as u64, offset + range.end as u64);
        let whole = span(&row.range());
        record.begin_row(number);
        record.append_new(b"{", whole);
        let mut separator: &[u8] = b"";
        for (Column { column, is_utc }, (text, place)) in columns.iter().zip(row.cells()) {
            if text.is_empty() && (column.name() == "Category" || !column.is_of(category)) {
                // A column of another category, in rows of several; one table has no category.
                continue;
            }
            record.append_new(separator, whole);
            separator = b",";
            record.append_new(column.key(), span(&place));
            record.append_new(b":", span(&place));
            let style = Style {
                of_type: column.type_in(category),
                is_utc: *is_utc,
                has_decimal_commas: self.delimiter == b';',
            };
            let value = cell::value(text, style, &mut self.dates);
            let start = record.bytes.len() as u64;
            record.append_decoded(&value.json, span(&place));
            let property = category.and_then(|category| property(category, column.name()));
            if let (Some(damage), Some(property)) = (value.damage, property) {
                let value = Span::new(start, record.bytes.len() as u64);
                damaged.push(DamagedCell { place, value, column: property.name, damage });
            }
        }
        record.append_new(b"}", whole);
        record.append_new(b"\n", Span::new(whole.end, whole.end));
        match items.last_mut() {
            _ if !damaged.is_empty() => {
                let category = category.map(|category| category.id);
                items.push(Item::Damaged { row: record, cells: damaged, category });
            }
            Some(Item::Rows(rows)) => rows.append(record),
            _ => items.push(Item::Rows(record)),
        }
    }
}

impl Column {
    fn new(text: &[u8]) -> Self {
        let text = String::from_utf8_lossy(text);
        let text = text.trim();
        let name = text.strip_suffix("[UTC]").map_or(text, str::trim_end);
        Self { is_utc: name.len() < text.len(), column: TableColumn::new(name) }
    }
}
