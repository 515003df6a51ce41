//! Report in the format `json`, whose findings are read when they are asked for.

use std::ops::Range;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::error::caught;
use crate::findings::{Table, table_of};

/// Report, with the places of its findings.
#[pyclass(frozen, module = "acslint._native")]
pub(crate) struct Document {
    json: Vec<u8>,
    findings: Vec<Range<usize>>,
    /// Place of the text behind the list of findings.
    rest: usize,
}

impl Document {
    fn finding(&self, place: &Range<usize>) -> &[u8] {
        &self.json[place.clone()]
    }
}

#[pymethods]
impl Document {
    /// Finds the findings: each has a line of its own.
    #[new]
    fn new(json: Vec<u8>) -> PyResult<Self> {
        let invalid = || PyValueError::new_err("not a report of acslint in the format `json`");
        let (mut findings, mut offset, mut rest) = (Vec::new(), 0, None);
        for line in json.split_inclusive(|byte| *byte == b'\n') {
            let begins = offset;
            offset += line.len();
            let text = line.trim_ascii_end();
            if begins == 0 {
                if text.ends_with(b"\"findings\":[],") {
                    rest = Some(offset);
                    break;
                }
                if !text.ends_with(b"\"findings\":[") {
                    break;
                }
            } else if text.starts_with(b"]") {
                rest = Some(offset);
                break;
            } else {
                findings.push(begins..begins + text.strip_suffix(b",").unwrap_or(text).len());
            }
        }
        let rest = rest.ok_or_else(invalid)?;
        Ok(Self { json, findings, rest })
    }

    /// Number of findings.
    fn __len__(&self) -> usize {
        self.findings.len()
    }

    /// Finding at a place, in JSON.
    fn line<'py>(&self, py: Python<'py>, place: usize) -> PyResult<Bound<'py, PyBytes>> {
        let range = self.findings.get(place);
        let range = range.ok_or_else(|| pyo3::exceptions::PyIndexError::new_err("no such finding"))?;
        Ok(PyBytes::new(py, self.finding(range)))
    }

    /// Everything but the findings, as a JSON object.
    fn rest(&self) -> String {
        format!("{{{}", String::from_utf8_lossy(&self.json[self.rest..]))
    }

    /// Findings as a table.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        caught(py, || table_of(self.findings.iter().map(|range| self.finding(range))))?
    }

    /// The whole report.
    fn json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        PyString::from_bytes(py, &self.json)
    }

    /// The whole report as bytes.
    fn bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.json)
    }
}
