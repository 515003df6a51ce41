//! Exceptions: those of the Python half, made from failures.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use acslint::embed::Failure;
use pyo3::prelude::*;

/// Module that defines the exceptions.
const MODULE: &str = "acslint._errors";

/// Returns the exception for a failure.
pub(crate) fn raised(py: Python<'_>, failure: &Failure) -> PyErr {
    exception(py, if failure.is_usage() { "UsageError" } else { "Error" }, &failure.to_string())
}

/// Runs something without the interpreter lock; a panic becomes an exception. Each function of the module does its work in here.
pub(crate) fn caught<T: Send>(py: Python<'_>, run: impl FnOnce() -> T + Send) -> PyResult<T> {
    let result = py.detach(|| catch_unwind(AssertUnwindSafe(run)));
    result.map_err(|panic| panicked(py, &*panic))
}

/// Returns the exception for a panic, which is a bug of acslint.
fn panicked(py: Python<'_>, panic: &(dyn Any + Send)) -> PyErr {
    let text = panic.downcast_ref::<&str>().copied();
    let text =
        text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no description");
    exception(py, "InternalError", &format!("a bug of acslint, please report it: {text}"))
}

fn exception(py: Python<'_>, class: &str, message: &str) -> PyErr {
    let made = py.import(MODULE).and_then(|module| module.getattr(class)?.call1((message,)));
    made.map_or_else(|error| error, PyErr::from_value)
}
