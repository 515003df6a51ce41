//! Findings as Arrow data: a struct with the names of the format `json`, and signed numbers, which every engine has.

use std::sync::Arc;

use acslint::embed::Row;
use arrow_array::builder::{ArrayBuilder, Int64Builder, StringBuilder};
use arrow_array::{Array, ArrayRef, ListArray, StructArray};
use arrow_buffer::{NullBufferBuilder, OffsetBuffer};
use arrow_schema::{DataType, Field, FieldRef, Fields};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::error::PyArrowResult;

use crate::chunks::Chunks;
use crate::error::caught;

/// Builder of findings.
pub(crate) struct FindingsBuilder {
    /// Column `file`, which the findings of a column have not.
    file: Option<StringBuilder>,
    /// Columns of texts: those in [`TEXTS`].
    texts: [StringBuilder; TEXTS.len()],
    /// Columns of numbers: those in [`NUMBERS`].
    numbers: [Int64Builder; NUMBERS.len()],
    cell_row: Int64Builder,
    cell_column: StringBuilder,
    cells: NullBufferBuilder,
    applicability: StringBuilder,
    fixes: NullBufferBuilder,
    edits: Ends,
    edit_offset: Int64Builder,
    edit_length: Int64Builder,
    edit_text: StringBuilder,
    /// Number of bytes of all texts.
    size: usize,
}

/// Number of bytes of texts after which an array ends: Arrow counts them with 31 bits.
const MOST_BYTES: usize = 1 << 28;

/// Columns of texts, with true for those that may be null.
const TEXTS: [(&str, bool); 12] = [
    ("rule", false),
    ("level", false),
    ("message", false),
    ("help", true),
    ("pointer", false),
    ("field", true),
    ("name", true),
    ("category", true),
    ("shape", true),
    ("time", true),
    ("resource", true),
    ("loss", true),
];

/// Columns of numbers.
const NUMBERS: [&str; 7] =
    ["record", "line", "column", "end_line", "end_column", "byte_offset", "byte_length"];

/// Ends of the lists in an array of lists.
pub(crate) struct Ends(Vec<i32>);

impl Ends {
    pub(crate) fn new() -> Self {
        Self(vec![0])
    }

    /// Ends a list at the number of items so far.
    pub(crate) fn push(&mut self, items: usize) {
        self.0.push(i32::try_from(items).unwrap_or(i32::MAX));
    }

    fn take(&mut self) -> OffsetBuffer<i32> {
        OffsetBuffer::new(std::mem::replace(&mut self.0, vec![0]).into())
    }

    /// Returns the lists of these items.
    pub(crate) fn lists(&mut self, items: StructArray) -> ListArray {
        ListArray::new(item(items.fields().clone()), self.take(), Arc::new(items), None)
    }
}

fn item(fields: Fields) -> FieldRef {
    Arc::new(Field::new("item", DataType::Struct(fields), true))
}

impl FindingsBuilder {
    /// Builder of findings, with the column `file` or without.
    pub(crate) fn new(has_file: bool) -> Self {
        Self {
            file: has_file.then(StringBuilder::new),
            texts: std::array::from_fn(|_| StringBuilder::new()),
            numbers: std::array::from_fn(|_| Int64Builder::new()),
            cell_row: Int64Builder::new(),
            cell_column: StringBuilder::new(),
            cells: NullBufferBuilder::new(0),
            applicability: StringBuilder::new(),
            fixes: NullBufferBuilder::new(0),
            edits: Ends::new(),
            edit_offset: Int64Builder::new(),
            edit_length: Int64Builder::new(),
            edit_text: StringBuilder::new(),
            size: 0,
        }
    }

    /// Number of findings.
    pub(crate) fn len(&self) -> usize {
        self.cell_row.len()
    }

    /// Returns true if an array should end here.
    pub(crate) fn is_full(&self) -> bool {
        self.size >= MOST_BYTES
    }

    /// Adds a finding.
    pub(crate) fn add(&mut self, row: &Row<'_>) {
        if let Some(file) = &mut self.file {
            file.append_value(&row.file);
            self.size += row.file.len();
        }
        let texts: [Option<&str>; TEXTS.len()] = [
            Some(&row.rule),
            Some(&row.level),
            Some(&row.message),
            row.help.as_deref(),
            Some(&row.pointer),
            row.field.as_deref(),
            row.name.as_deref(),
            row.category.as_deref(),
            row.shape.as_deref(),
            row.time.as_deref(),
            row.resource.as_deref(),
            row.loss.as_deref(),
        ];
        for (builder, text) in self.texts.iter_mut().zip(texts) {
            builder.append_option(text);
            self.size += text.map_or(0, str::len);
        }
        let numbers = [
            row.record,
            row.line,
            row.column,
            row.end_line,
            row.end_column,
            row.byte_offset,
            row.byte_length,
        ];
        for (builder, number) in self.numbers.iter_mut().zip(numbers) {
            builder.append_value(number.cast_signed());
        }
        self.cell_row.append_option(row.cell.as_ref().map(|cell| cell.row.cast_signed()));
        self.cell_column.append_option(row.cell.as_ref().and_then(|cell| cell.column.as_deref()));
        self.cells.append(row.cell.is_some());
        self.applicability.append_option(row.fix.as_ref().map(|fix| &*fix.applicability));
        self.fixes.append(row.fix.is_some());
        for edit in row.fix.iter().flat_map(|fix| &fix.edits) {
            self.edit_offset.append_value(edit.byte_offset.cast_signed());
            self.edit_length.append_value(edit.byte_length.cast_signed());
            self.edit_text.append_value(&edit.text);
            self.size += edit.text.len();
        }
        self.edits.push(self.edit_text.len());
    }

    /// Returns the findings, and begins anew.
    pub(crate) fn finish(&mut self) -> StructArray {
        let length = self.len();
        self.size = 0;
        let cells: [ArrayRef; 2] = [Arc::new(self.cell_row.finish()), Arc::new(self.cell_column.finish())];
        let cell = StructArray::new(cell_fields(), cells.into(), self.cells.finish());
        let edits: [ArrayRef; 3] = [
            Arc::new(self.edit_offset.finish()),
            Arc::new(self.edit_length.finish()),
            Arc::new(self.edit_text.finish()),
        ];
        let edits = self.edits.lists(StructArray::new(edit_fields(), edits.into(), None));
        let fixes: [ArrayRef; 2] = [Arc::new(self.applicability.finish()), Arc::new(edits)];
        let fix = StructArray::new(fix_fields(), fixes.into(), self.fixes.finish());
        let texts = TEXTS.iter().zip(&mut self.texts);
        let numbers = NUMBERS.iter().zip(&mut self.numbers);
        let mut columns: Vec<ArrayRef> =
            self.file.iter_mut().map(|file| Arc::new(file.finish()) as ArrayRef).collect();
        columns.extend(texts.map(|(_, builder)| Arc::new(builder.finish()) as ArrayRef));
        columns.extend(numbers.map(|(_, builder)| Arc::new(builder.finish()) as ArrayRef));
        columns.extend([Arc::new(cell) as ArrayRef, Arc::new(fix)]);
        debug_assert!(columns.iter().all(|column| column.len() == length));
        StructArray::new(fields(self.file.is_some()), columns, None)
    }
}

fn text(name: &str, is_nullable: bool) -> Field {
    Field::new(name, DataType::Utf8, is_nullable)
}

fn number(name: &str, is_nullable: bool) -> Field {
    Field::new(name, DataType::Int64, is_nullable)
}

fn cell_fields() -> Fields {
    vec![number("row", true), text("column", true)].into()
}

fn edit_fields() -> Fields {
    vec![number("byte_offset", false), number("byte_length", false), text("text", false)].into()
}

fn fix_fields() -> Fields {
    let edits = DataType::List(item(edit_fields()));
    vec![text("applicability", true), Field::new("edits", edits, false)].into()
}

/// Fields of a finding, with the column `file` or without.
pub(crate) fn fields(has_file: bool) -> Fields {
    let file = has_file.then(|| text("file", false));
    let texts = TEXTS.iter().map(|(name, is_nullable)| text(name, *is_nullable));
    let numbers = NUMBERS.iter().map(|name| number(name, false));
    let structs = [
        Field::new("cell", DataType::Struct(cell_fields()), true),
        Field::new("fix", DataType::Struct(fix_fields()), true),
    ];
    file.into_iter().chain(texts).chain(numbers).chain(structs).collect()
}

/// Findings as a table of Arrow.
#[pyclass(frozen, module = "acslint._native")]
pub(crate) struct Table {
    /// Batches: a batch is a struct of its columns.
    batches: Chunks,
}

#[pymethods]
impl Table {
    /// Exports the table as a stream of batches.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        self.batches.stream(py, requested_schema)
    }

    /// Exports the types of the columns.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        self.batches.schema(py)
    }

    fn __len__(&self) -> usize {
        self.batches.rows()
    }

    /// Names of the columns, in their order.
    #[classattr]
    fn column_names() -> Vec<String> {
        fields(true).iter().map(|field| field.name().clone()).collect()
    }

    fn __repr__(&self) -> String {
        format!("<Table of {} findings>", self.batches.rows())
    }
}

/// Returns findings in JSON, one on each line, as a table.
#[pyfunction]
pub(crate) fn table(py: Python<'_>, lines: &[u8]) -> PyResult<Table> {
    caught(py, || table_of(lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty())))?
}

/// Returns findings in JSON as a table.
pub(crate) fn table_of<'l>(lines: impl Iterator<Item = &'l [u8]>) -> PyResult<Table> {
    let (mut findings, mut batches) = (FindingsBuilder::new(true), Vec::<ArrayRef>::new());
    for line in lines {
        let row: Row<'_> = serde_json::from_slice(line)
            .map_err(|error| PyValueError::new_err(format!("not a finding of acslint: {error}")))?;
        findings.add(&row);
        if findings.is_full() {
            batches.push(Arc::new(findings.finish()));
        }
    }
    if findings.len() > 0 {
        batches.push(Arc::new(findings.finish()));
    }
    let field = Field::new("", DataType::Struct(fields(true)), false);
    Ok(Table { batches: Chunks::new(batches, Arc::new(field)) })
}
