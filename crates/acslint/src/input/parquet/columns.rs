//! Columns of single values, read some rows at a time.

use std::sync::Arc;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{
    BoolType, ByteArrayType, DataType, DoubleType, FixedLenByteArrayType, FloatType, Int32Type, Int64Type,
    Int96Type,
};
use parquet::errors::Result;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::SerializedPageReader;

use super::file::ParquetFile;
use super::values::Cell;

/// Values of one type, in a row group.
pub(super) struct Typed<T: DataType> {
    reader: ColumnReaderImpl<T>,
    /// Definition level of a value that is there.
    whole: i16,
    /// Levels of the rows that were read; empty if every row has a value.
    levels: Vec<i16>,
    values: Vec<T::T>,
    /// Numbers of the rows, and of the values, that were passed on.
    row: usize,
    value: usize,
}

impl<T: DataType> Typed<T> {
    fn new(reader: ColumnReaderImpl<T>, whole: i16) -> Self {
        Self { reader, whole, levels: Vec::new(), values: Vec::new(), row: 0, value: 0 }
    }

    /// Reads the next rows in place of those before; returns their number.
    fn read(&mut self, count: usize) -> Result<usize> {
        self.levels.clear();
        self.values.clear();
        (self.row, self.value) = (0, 0);
        let (rows, ..) = self.reader.read_records(count, Some(&mut self.levels), None, &mut self.values)?;
        Ok(rows)
    }

    /// Returns the value of the next row, if it has one.
    fn next(&mut self) -> Option<&T::T> {
        let is_there = self.levels.get(self.row).is_none_or(|level| *level == self.whole);
        self.row += 1;
        if !is_there {
            return None;
        }
        self.value += 1;
        self.values.get(self.value - 1)
    }
}

/// Column in a row group.
pub(super) enum FlatColumn {
    Bool(Typed<BoolType>),
    Int32(Typed<Int32Type>),
    Int64(Typed<Int64Type>),
    Int96(Typed<Int96Type>),
    Float(Typed<FloatType>),
    Double(Typed<DoubleType>),
    Bytes(Typed<ByteArrayType>),
    FixedBytes(Typed<FixedLenByteArrayType>),
}

impl FlatColumn {
    pub(super) fn open(file: &Arc<ParquetFile>, chunk: &ColumnChunkMetaData, rows: usize) -> Result<Self> {
        let pages = SerializedPageReader::new(Arc::clone(file), chunk, rows, None)?;
        let column = chunk.column_descr_ptr();
        let whole = column.max_def_level();
        Ok(match get_column_reader(column, Box::new(pages)) {
            ColumnReader::BoolColumnReader(reader) => Self::Bool(Typed::new(reader, whole)),
            ColumnReader::Int32ColumnReader(reader) => Self::Int32(Typed::new(reader, whole)),
            ColumnReader::Int64ColumnReader(reader) => Self::Int64(Typed::new(reader, whole)),
            ColumnReader::Int96ColumnReader(reader) => Self::Int96(Typed::new(reader, whole)),
            ColumnReader::FloatColumnReader(reader) => Self::Float(Typed::new(reader, whole)),
            ColumnReader::DoubleColumnReader(reader) => Self::Double(Typed::new(reader, whole)),
            ColumnReader::ByteArrayColumnReader(reader) => Self::Bytes(Typed::new(reader, whole)),
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                Self::FixedBytes(Typed::new(reader, whole))
            }
        })
    }

    /// Reads the values of the next rows; returns the number of rows.
    pub(super) fn read(&mut self, count: usize) -> Result<usize> {
        match self {
            Self::Bool(typed) => typed.read(count),
            Self::Int32(typed) => typed.read(count),
            Self::Int64(typed) => typed.read(count),
            Self::Int96(typed) => typed.read(count),
            Self::Float(typed) => typed.read(count),
            Self::Double(typed) => typed.read(count),
            Self::Bytes(typed) => typed.read(count),
            Self::FixedBytes(typed) => typed.read(count),
        }
    }

    /// Returns the cell of the next row that was read.
    pub(super) fn next_cell(&mut self) -> Cell<'_> {
        let cell = match self {
            Self::Bool(typed) => typed.next().map(|value| Cell::Bool(*value)),
            Self::Int32(typed) => typed.next().map(|value| Cell::Int(i64::from(*value))),
            Self::Int64(typed) => typed.next().map(|value| Cell::Int(*value)),
            Self::Int96(typed) => typed.next().map(Cell::Int96),
            Self::Float(typed) => typed.next().map(|value| Cell::Float(*value)),
            Self::Double(typed) => typed.next().map(|value| Cell::Double(*value)),
            Self::Bytes(typed) => typed.next().map(|value| Cell::Bytes(value.data())),
            Self::FixedBytes(typed) => typed.next().map(|value| Cell::Bytes(value.data())),
        };
        cell.unwrap_or(Cell::Null)
    }
}
