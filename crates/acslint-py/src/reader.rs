//! Readers of Python as inputs.

use std::io::{self, Cursor, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use acslint::embed::Given;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyString};

/// State that the readers of a run share: the first exception, of which a report has only the text, and the end of the run.
#[derive(Clone, Default)]
pub(crate) struct Readers {
    raised: Arc<Mutex<Option<PyErr>>>,
    interrupted: Arc<AtomicBool>,
}

impl Readers {
    /// True once a signal has ended the run, so that nothing more is read.
    pub(crate) fn interrupted(&self) -> &AtomicBool {
        &self.interrupted
    }

    /// Keeps an exception, and returns it as an error of a reader.
    fn keep(&self, py: Python<'_>, error: PyErr) -> io::Error {
        let text = error.to_string();
        let mut first = self.raised.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| error.clone_ref(py));
        io::Error::other(text)
    }

    /// Returns the exception.
    pub(crate) fn take(&self) -> Option<PyErr> {
        self.raised.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Input: its name, its stored size if that is known, and its bytes, or a function that opens it at an offset.
pub(crate) type Input = (String, Option<u64>, Py<PyAny>);

/// Returns an input for a run.
pub(crate) fn given((name, size, opener): Input, py: Python<'_>, readers: &Readers) -> Given {
    if let Ok(bytes) = opener.extract::<PyBackedBytes>(py) {
        let (size, bytes) = (bytes.len() as u64, Arc::new(bytes));
        return Given::new(name, Some(size), move |offset| {
            let mut reader = Cursor::new(Shared(Arc::clone(&bytes)));
            reader.set_position(offset);
            Ok(Box::new(reader))
        });
    }
    let readers = readers.clone();
    Given::new(name, size, move |offset| {
        Python::attach(|py| {
            let object = opener.call1(py, (offset,)).map_err(|error| readers.keep(py, error))?;
            Ok(Box::new(Reader { object, readers: readers.clone() }) as Box<dyn Read + Send>)
        })
    })
}

/// Bytes of Python that several readers have.
struct Shared(Arc<PyBackedBytes>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Object with a method `read`.
struct Reader {
    object: Py<PyAny>,
    readers: Readers,
}

impl Reader {
    fn fill(&self, py: Python<'_>, buffer: &mut [u8]) -> PyResult<usize> {
        let read = self.object.bind(py).call_method1("read", (buffer.len(),))?;
        if read.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("`read` returned text; open the file in binary mode"));
        }
        let bytes = match read.cast_into::<PyBytes>() {
            Ok(bytes) => bytes,
            // Another object with the bytes, such as a memory view.
            Err(other) => py.get_type::<PyBytes>().call1((other.into_inner(),))?.cast_into()?,
        };
        let bytes = bytes.as_bytes();
        let Some(room) = buffer.get_mut(..bytes.len()) else {
            return Err(PyValueError::new_err("`read` returned more bytes than it was asked for"));
        };
        room.copy_from_slice(bytes);
        Ok(bytes.len())
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.readers.interrupted.load(Ordering::Relaxed) {
            return Err(io::Error::other("interrupted"));
        }
        Python::attach(|py| self.fill(py, buffer).map_err(|error| self.readers.keep(py, error)))
    }
}
