//! Parquet, whose rows are decoded as JSON objects on lines of their own.
//!
//! Columns are read side by side, some rows at a time, so that neither a row group nor a column is in memory as a whole. A part of
//! each column is: a page, its dictionary, and the values of those rows.

mod columns;
mod file;
mod nested;
#[cfg(test)]
mod tests;
mod values;

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use acslint_check::{CATEGORY_COLUMNS, TableColumn, category_of_cell, is_log_member, json_on_one_line};
use acslint_types::{Category, KustoType};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};

use super::odometer::Odometer;
use columns::FlatColumn;
use file::ParquetFile;
use nested::Nested;
use values::{Cell, Format};

/// Number of rows that are read of each column at once.
const BATCH: usize = 256;

/// Number of bytes of text that are made at once, at least.
const TEXT: usize = 64 * 1024;

/// Column of the file, in its order.
struct Column {
    column: TableColumn,
    source: Values,
}

/// Source of the values of a column.
#[derive(Debug, Clone, Copy)]
enum Values {
    /// Column of single values, by its number among those.
    Flat(usize),
    /// Column of structs, lists or maps, by its number among those.
    Nested(usize),
}

/// Column of single values.
struct Flat {
    /// Number of the column among all single ones that the file has, also those inside of others.
    leaf: usize,
    format: Format,
    /// Values in the current row group.
    values: Option<FlatColumn>,
}

/// Rows of a file as text.
pub(super) struct Rows {
    file: Arc<ParquetFile>,
    metadata: Arc<ParquetMetaData>,
    columns: Vec<Column>,
    flat: Vec<Flat>,
    nested: Option<Nested>,
    /// Flat columns that tell the category of a row of a table.
    telling: Vec<usize>,
    /// Flat column that tells the category of a resource log.
    telling_log: Option<usize>,
    /// Number of the next row group.
    group: usize,
    /// Number of rows of the current row group that are not read yet.
    left: usize,
    /// Number of rows that are read and not written yet.
    ready: usize,
    /// Number of rows that are written.
    written: u64,
    text: Vec<u8>,
    /// Number of bytes of the text that are passed on.
    at: usize,
    /// Error behind the text.
    failure: Option<io::Error>,
    /// Number of bytes of the file whose rows are read.
    done: Odometer,
}

impl Rows {
    /// Opens a file. The bytes that are read count for `odometer`; those of rows that are read for `done`.
    pub(super) fn open(path: &Path, odometer: Odometer, done: Odometer) -> io::Result<Self> {
        let opened = quietly(|| Self::begin(path, odometer, done));
        opened.map_err(|error| io::Error::new(error.kind(), format!("cannot read the Parquet file: {error}")))
    }

    /// Returns the number of bytes of the file.
    pub(super) fn length(&self) -> u64 {
        self.file.length()
    }

    fn begin(path: &Path, odometer: Odometer, done: Odometer) -> io::Result<Self> {
        let file = Arc::new(ParquetFile::open(path, odometer)?);
        let metadata = ParquetMetaDataReader::new().parse_and_finish(&*file);
        let metadata = metadata.map_err(|error| undecodable("metadata", error))?;
        let metadata = Arc::new(metadata);
        check_compressions(&metadata)?;
        let mut rows = Self {
            file,
            metadata,
            columns: Vec::new(),
            flat: Vec::new(),
            nested: None,
            telling: Vec::new(),
            telling_log: None,
            group: 0,
            left: 0,
            ready: 0,
            written: 0,
            text: Vec::new(),
            at: 0,
            failure: None,
            done,
        };
        rows.find_columns()?;
        Ok(rows)
    }

    /// Finds the columns, and which of them tell the category of a row.
    fn find_columns(&mut self) -> io::Result<()> {
        let schema = self.metadata.file_metadata().schema_descr_ptr();
        let fields = schema.root_schema().get_fields();
        let (mut nested, mut leaves) = (Vec::new(), vec![None; fields.len()]);
        for leaf in (0..schema.num_columns()).rev() {
            leaves[schema.get_column_root_idx(leaf)] = Some(leaf);
        }
        for (field, leaf) in fields.iter().zip(leaves) {
            let Some(leaf) = leaf else {
                return Err(damaged(&format!("the column `{}` has no values", field.name())));
            };
            let column = TableColumn::new(field.name());
            let source = if field.is_primitive() && schema.column(leaf).max_rep_level() == 0 {
                self.flat.push(Flat { leaf, format: Format::of(&schema.column(leaf)), values: None });
                Values::Flat(self.flat.len() - 1)
            } else {
                nested.push(Arc::clone(field));
                Values::Nested(nested.len() - 1)
            };
            self.columns.push(Column { column, source });
        }
        self.telling_log = self.flat_column("category");
        self.telling = CATEGORY_COLUMNS.into_iter().filter_map(|name| self.flat_column(name)).collect();
        if !nested.is_empty() {
            self.nested = Some(Nested::new(&self.file, nested).map_err(of_values)?);
        }
        Ok(())
    }

    /// Returns the number of a column of single values with this name.
    fn flat_column(&self, name: &str) -> Option<usize> {
        match self.columns.iter().find(|column| column.column.name() == name)?.source {
            Values::Flat(number) => Some(number),
            Values::Nested(_) => None,
        }
    }

    /// Makes more text; returns false at the end of the file.
    fn write_more(&mut self) -> io::Result<bool> {
        self.text.clear();
        self.at = 0;
        while self.text.len() < TEXT {
            if self.ready == 0 && !self.read_batch()? {
                break;
            }
            self.write_row()?;
            self.ready -= 1;
            self.written += 1;
        }
        Ok(!self.text.is_empty())
    }

    /// Reads the values of the next rows; returns false at the end of the file.
    fn read_batch(&mut self) -> io::Result<bool> {
        while self.left == 0 {
            if self.group == self.metadata.num_row_groups() {
                self.done.add(self.file.length().saturating_sub(self.done.read()));
                return Ok(false);
            }
            self.begin_group()?;
        }
        let count = self.left.min(BATCH);
        for Flat { leaf, values, .. } in &mut self.flat {
            let read = values.as_mut().map_or(Ok(0), |values| values.read(count)).map_err(of_values)?;
            if read < count {
                let schema = self.metadata.file_metadata().schema_descr();
                let name = schema.column(*leaf).name().to_owned();
                return Err(damaged(&format!("the column `{name}` has fewer values than there are rows")));
            }
        }
        self.left -= count;
        self.ready = count;
        Ok(true)
    }

    fn begin_group(&mut self) -> io::Result<()> {
        let group = self.metadata.row_group(self.group);
        let before =
            self.group.checked_sub(1).map(|before| self.metadata.row_group(before).compressed_size());
        self.done.add(before.and_then(|size| u64::try_from(size).ok()).unwrap_or_default());
        self.group += 1;
        self.left =
            usize::try_from(group.num_rows()).map_err(|_| damaged("a row group has no number of rows"))?;
        for Flat { leaf, values, .. } in &mut self.flat {
            let Some(chunk) = group.columns().get(*leaf) else {
                return Err(damaged("a row group has fewer columns than the file"));
            };
            *values = Some(FlatColumn::open(&self.file, chunk, self.left).map_err(of_values)?);
        }
        Ok(())
    }

    /// Writes the next row as a JSON object on a line.
    fn write_row(&mut self) -> io::Result<()> {
        let nested = match &mut self.nested {
            Some(nested) => Some(nested.next_row().map_err(of_values)?),
            None => None,
        };
        let cells: Vec<(Cell<'_>, &Format)> = self
            .flat
            .iter_mut()
            .map(|Flat { values, format, .. }| {
                (values.as_mut().map_or(Cell::Null, FlatColumn::next_cell), &*format)
            })
            .collect();
        let told = |number: &usize| match cells.get(*number) {
            Some((Cell::Bytes(text), _)) => category_of_cell(text),
            _ => None,
        };
        let category = self.telling.iter().find_map(told);
        let of_log = self.telling_log.as_ref().filter(|_| category.is_none()).and_then(told);
        let is_of_log = |name: &str| of_log.is_some_and(|category| is_log_member(category, name));
        let text = &mut self.text;
        text.push(b'{');
        let start = text.len();
        for Column { column, source } in &self.columns {
            let begin = text.len();
            if begin > start {
                text.push(b',');
            }
            text.extend_from_slice(column.key());
            text.push(b':');
            let is_null = match source {
                Values::Flat(number) => {
                    let (cell, format) = &cells[*number];
                    write_cell(cell, format, column, category, text)?;
                    matches!(cell, Cell::Null)
                }
                Values::Nested(number) => {
                    let field = nested.as_ref().and_then(|row| row.get(*number));
                    !field.is_some_and(|field| nested::write_field(field, &is_of_log, text))
                }
            };
            // As in CSV, no value in a column that the category does not have is nothing.
            if is_null && !column.is_of(category) && !is_of_log(column.name()) {
                text.truncate(begin);
            } else if is_null && matches!(source, Values::Nested(_)) {
                text.extend_from_slice(b"null");
            }
        }
        text.extend_from_slice(b"}\n");
        Ok(())
    }
}

/// Column of resource logs that has JSON in a text, unless it is a struct.
const PROPERTIES: &str = "properties";

/// Writes a value. JSON in a text becomes the value where the column has the type `dynamic`.
fn write_cell(
    cell: &Cell<'_>,
    format: &Format,
    column: &TableColumn,
    category: Option<&'static Category>,
    text: &mut Vec<u8>,
) -> io::Result<()> {
    if let (Cell::Bytes(bytes), Format::Text | Format::Json) = (cell, format)
        && (matches!(format, Format::Json)
            || column.name() == PROPERTIES
            || column.type_in(category) == KustoType::Dynamic)
        && let Some(json) = std::str::from_utf8(bytes).ok().and_then(json_on_one_line)
    {
        text.extend_from_slice(json.as_bytes());
        return Ok(());
    }
    format
        .write(cell, text)
        .map_err(|problem| unsupported(&format!("the column `{}` has {problem}", column.name())))
}

impl Read for Rows {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.text.len() {
            if let Some(error) = self.failure.take() {
                return Err(error);
            }
            if let Err(error) = quietly(|| self.write_more()) {
                let is_signed = quietly(|| Ok(self.file.is_signed())).unwrap_or_default();
                let error = if is_signed { unsupported("columns of the file are encrypted") } else { error };
                let message = format!("cannot read the Parquet file behind row {}: {error}", self.written);
                // The rows before are passed on first.
                self.text.truncate(memchr::memrchr(b'\n', &self.text).map_or(0, |end| end + 1));
                self.failure = Some(io::Error::new(error.kind(), message));
                return self.read(buffer);
            }
        }
        let count = buffer.len().min(self.text.len() - self.at);
        buffer[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Fails if a column is compressed in a way that is not read.
fn check_compressions(metadata: &ParquetMetaData) -> io::Result<()> {
    for chunk in metadata.row_groups().iter().flat_map(RowGroupMetaData::columns) {
        let name = match chunk.compression() {
            Compression::BROTLI(_) => "Brotli",
            Compression::LZO => "LZO",
            _ => continue,
        };
        let column = chunk.column_path().string();
        return Err(unsupported(&format!(
            "the column `{column}` is compressed with {name}, which is not read"
        )));
    }
    Ok(())
}

fn unsupported(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, message)
}

fn damaged(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// Returns an error of the crate about a part of the file.
fn undecodable(part: &str, error: ParquetError) -> io::Error {
    let problem = match error {
        ParquetError::General(text) | ParquetError::NYI(text) | ParquetError::EOF(text) => text,
        ParquetError::External(cause) => cause.to_string(),
        error => error.to_string(),
    };
    damaged(&format!("its {part} cannot be decoded: {problem}"))
}

fn of_values(error: ParquetError) -> io::Error {
    undecodable("values", error)
}

std::thread_local! {
    /// True while this thread decodes Parquet.
    static IS_DECODING: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Runs a decoder. The crate asserts what a damaged file can break; its panic becomes an error, without a message of its own.
fn quietly<T>(decode: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    static HOOK: std::sync::Once = std::sync::Once::new();
    HOOK.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_DECODING.get() {
                report(panic);
            }
        }));
    });
    IS_DECODING.set(true);
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(decode));
    IS_DECODING.set(false);
    result.unwrap_or_else(|_| Err(damaged("the values contradict what the file says about them")))
}
