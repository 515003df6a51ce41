//! Arrow data for other programs: arrays of one type, exported through the `PyCapsule` interface.

use arrow_array::{Array, ArrayRef};
use arrow_schema::FieldRef;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};

/// Rows of one type, in arrays: there can be more than one array holds.
pub(crate) struct Chunks {
    arrays: Vec<ArrayRef>,
    field: FieldRef,
}

impl Chunks {
    /// Arrays of the type of a field.
    pub(crate) fn new(arrays: Vec<ArrayRef>, field: FieldRef) -> Self {
        Self { arrays, field }
    }

    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.arrays.iter().map(Array::len).sum()
    }

    /// Exports the only array.
    pub(crate) fn array<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyTuple>> {
        let [array] = &self.arrays[..] else {
            let message = "the column is too long for one array; import it as a stream";
            return Err(PyValueError::new_err(message).into());
        };
        to_array_pycapsules(py, self.field.clone(), array, requested_schema)
    }

    /// Exports a stream of the arrays.
    pub(crate) fn stream<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let arrays: Vec<_> = self.arrays.iter().cloned().map(Ok).collect();
        to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, self.field.clone())), requested_schema)
    }

    /// Exports the type.
    pub(crate) fn schema<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, &*self.field)
    }
}
