//! The native half of the Python package `acslint`: what its Python half calls. `python/acslint/_native.pyi` describes it.
//!
//! Runs release the interpreter lock. Arrow data goes in and out through the `PyCapsule` interface, without a copy.

mod chunks;
mod column;
mod document;
mod error;
mod findings;
mod reader;
mod run;
mod texts;

use pyo3::prelude::*;

/// Fills the module.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<column::ColumnChecker>()?;
    module.add_class::<column::Column>()?;
    module.add_class::<document::Document>()?;
    module.add_class::<findings::Table>()?;
    module.add_function(wrap_pyfunction!(run::main, module)?)?;
    module.add_function(wrap_pyfunction!(run::check, module)?)?;
    module.add_function(wrap_pyfunction!(run::tasks, module)?)?;
    module.add_function(wrap_pyfunction!(run::check_task, module)?)?;
    module.add_function(wrap_pyfunction!(run::merge, module)?)?;
    module.add_function(wrap_pyfunction!(run::outline, module)?)?;
    module.add_function(wrap_pyfunction!(run::places, module)?)?;
    module.add_function(wrap_pyfunction!(run::findings, module)?)?;
    module.add_function(wrap_pyfunction!(findings::table, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}
