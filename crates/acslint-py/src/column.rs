//! Check of columns: texts in, a struct for each out.

use std::cell::RefCell;
use std::ffi::OsString;
use std::sync::Arc;

use acslint::embed::{Batch, ColumnCheck, Rejects};
use acslint_check::WorkerState;
use arrow_array::builder::StringBuilder;
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_buffer::NullBufferBuilder;
use arrow_schema::{DataType, Field, FieldRef, Fields};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::input::AnyArray;

use crate::chunks::Chunks;
use crate::error::{caught, raised};
use crate::findings::{Ends, FindingsBuilder, fields};
use crate::texts::Texts;

thread_local! {
    /// State of this thread, from earlier batches.
    static STATE: RefCell<WorkerState> = RefCell::default();
}

/// Number of rows after which an array ends.
const MOST_ROWS: usize = 1 << 22;

/// Checker of columns.
#[pyclass(frozen, module = "acslint._native")]
pub(crate) struct ColumnChecker {
    check: ColumnCheck,
}

#[pymethods]
impl ColumnChecker {
    /// Prepares the check with options of `acslint check`. `reject_on` is `error`, `warning` or `loss`.
    #[new]
    fn new(py: Python<'_>, arguments: Vec<OsString>, reject_on: &str) -> PyResult<Self> {
        let unknown = || PyValueError::new_err(format!("`reject_on` must not be {reject_on}"));
        let rejects = Rejects::of(reject_on).ok_or_else(unknown)?;
        let check = caught(py, || ColumnCheck::new(&arguments, rejects))?;
        Ok(Self { check: check.map_err(|failure| raised(py, &failure))? })
    }

    /// Checks a column of texts or binary values.
    fn check(&self, py: Python<'_>, column: AnyArray) -> PyResult<Column> {
        caught(py, || {
            let (chunks, _) = column.into_chunked_array()?.into_inner();
            let texts = chunks.iter().map(|chunk| {
                let unknown = || {
                    let kind = chunk.data_type();
                    PyTypeError::new_err(format!(
                        "a column of texts or binary values is needed, not of {kind}"
                    ))
                };
                Ok((Texts::of(chunk).ok_or_else(unknown)?, chunk.len()))
            });
            Ok(self.check_all(&texts.collect::<PyResult<Vec<_>>>()?))
        })?
    }
}

impl ColumnChecker {
    fn check_all(&self, texts: &[(Texts, usize)]) -> Column {
        // A panic leaves no state behind.
        let mut state = STATE.take();
        let mut batch = self.check.batch(&mut state);
        let (mut builder, mut chunks) = (ColumnBuilder::new(), Vec::new());
        for (texts, length) in texts {
            for place in 0..*length {
                builder.add(texts.get(place), &mut batch);
                if builder.is_full() {
                    chunks.push(builder.finish());
                }
            }
        }
        if builder.rows > 0 || chunks.is_empty() {
            chunks.push(builder.finish());
        }
        STATE.set(state);
        Column { chunks: Chunks::new(chunks, result_field()) }
    }
}

/// Builder of an array of the results.
struct ColumnBuilder {
    rows: usize,
    verdict: StringBuilder,
    category: StringBuilder,
    shape: StringBuilder,
    loss: StringBuilder,
    findings: FindingsBuilder,
    ends: Ends,
    valid: NullBufferBuilder,
}

impl ColumnBuilder {
    fn new() -> Self {
        Self {
            rows: 0,
            verdict: StringBuilder::new(),
            category: StringBuilder::new(),
            shape: StringBuilder::new(),
            loss: StringBuilder::new(),
            findings: FindingsBuilder::new(false),
            ends: Ends::new(),
            valid: NullBufferBuilder::new(0),
        }
    }

    /// Adds the result of a text; a null for a null.
    fn add(&mut self, text: Option<&[u8]>, batch: &mut Batch<'_>) {
        self.rows += 1;
        self.valid.append(text.is_some());
        let checked = text.map(|text| batch.check(text, |row| self.findings.add(row)));
        // What a null has below it is not shown.
        self.verdict.append_value(checked.map_or("", |checked| checked.verdict.id()));
        self.category.append_option(checked.and_then(|checked| checked.category));
        self.shape.append_option(checked.and_then(|checked| checked.shape));
        self.loss.append_option(checked.and_then(|checked| checked.loss));
        self.ends.push(self.findings.len());
    }

    fn is_full(&self) -> bool {
        self.rows >= MOST_ROWS || self.findings.is_full()
    }

    fn finish(&mut self) -> ArrayRef {
        self.rows = 0;
        let findings = self.ends.lists(self.findings.finish());
        let columns: [ArrayRef; 5] = [
            Arc::new(self.verdict.finish()),
            Arc::new(self.category.finish()),
            Arc::new(self.shape.finish()),
            Arc::new(self.loss.finish()),
            Arc::new(findings),
        ];
        Arc::new(StructArray::new(result_fields(), columns.into(), self.valid.finish()))
    }
}

fn result_fields() -> Fields {
    let findings = DataType::Struct(fields(false));
    let findings = DataType::List(Arc::new(Field::new("item", findings, true)));
    vec![
        Field::new("verdict", DataType::Utf8, false),
        Field::new("category", DataType::Utf8, true),
        Field::new("shape", DataType::Utf8, true),
        Field::new("loss", DataType::Utf8, true),
        Field::new("findings", findings, false),
    ]
    .into()
}

fn result_field() -> FieldRef {
    Arc::new(Field::new("acslint", DataType::Struct(result_fields()), true))
}

/// Column of results, for any program with the `PyCapsule` interface of Arrow.
#[pyclass(frozen, module = "acslint._native")]
pub(crate) struct Column {
    chunks: Chunks,
}

#[pymethods]
impl Column {
    /// Exports the column as one array.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyTuple>> {
        self.chunks.array(py, requested_schema)
    }

    /// Exports the column as a stream of arrays.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        self.chunks.stream(py, requested_schema)
    }

    /// Exports the type of the column.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        self.chunks.schema(py)
    }

    fn __len__(&self) -> usize {
        self.chunks.rows()
    }

    fn __repr__(&self) -> String {
        format!("<Column of {} results>", self.chunks.rows())
    }
}
