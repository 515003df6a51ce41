//! Runs: each function of [`acslint::embed`] as a function of Python.

use std::ffi::OsString;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use acslint::embed::{self, Failure, Given, Outcome};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::error::{caught, raised};
use crate::reader::{Input, Readers, given};

/// Time between two looks at the signals of Python.
const PAUSE: Duration = Duration::from_millis(50);

/// Report, notes and exit code of a run.
type Ended<'py> = (Bound<'py, PyBytes>, Vec<String>, u8);

/// Runs the program, and returns its exit code.
#[pyfunction]
pub(crate) fn main(py: Python<'_>, arguments: Vec<OsString>) -> PyResult<u8> {
    caught(py, || acslint::program(arguments))
}

/// Checks files, or the given inputs.
#[pyfunction]
pub(crate) fn check(
    py: Python<'_>,
    arguments: Vec<OsString>,
    inputs: Option<Vec<Input>>,
) -> PyResult<Ended<'_>> {
    let readers = Readers::default();
    let inputs = inputs.map(|inputs| all(inputs, py, &readers));
    let outcome = interruptible(py, &readers, |interrupted| embed::check(&arguments, inputs, interrupted))?;
    ended(py, outcome, &readers)
}

/// Cuts inputs into tasks, of which an engine runs so many at once.
#[pyfunction]
pub(crate) fn tasks(
    py: Python<'_>,
    arguments: Vec<OsString>,
    size: u64,
    at_once: u32,
    inputs: Option<Vec<Input>>,
) -> PyResult<Vec<String>> {
    let readers = Readers::default();
    let inputs = inputs.map(|inputs| all(inputs, py, &readers));
    let tasks = interruptible(py, &readers, |_| embed::tasks(&arguments, size, at_once, inputs))?;
    tasks.map_err(|failure| with_cause(py, raised(py, &failure), &readers))
}

/// Checks the inputs of a task. `open` opens inputs that are not files.
#[pyfunction]
pub(crate) fn check_task(
    py: Python<'_>,
    arguments: Vec<OsString>,
    task: String,
    open: Option<Py<PyAny>>,
) -> PyResult<Ended<'_>> {
    let readers = Readers::default();
    let outcome = interruptible(py, &readers, |interrupted| {
        embed::check_task(
            &arguments,
            &task,
            &mut |name, size| opened(open.as_ref(), name, size, &readers),
            interrupted,
        )
    })?;
    ended(py, outcome, &readers)
}

/// Merges the reports of tasks.
#[pyfunction]
pub(crate) fn merge(
    py: Python<'_>,
    arguments: Vec<OsString>,
    reports: Vec<Vec<u8>>,
    open: Option<Py<PyAny>>,
) -> PyResult<Ended<'_>> {
    let readers = Readers::default();
    let outcome = interruptible(py, &readers, |interrupted| {
        embed::merge(
            &arguments,
            &reports,
            &mut |name, size| opened(open.as_ref(), name, size, &readers),
            interrupted,
        )
    })?;
    ended(py, outcome, &readers)
}

/// Returns the report of a task without its findings, and true if it has some.
#[pyfunction]
pub(crate) fn outline<'py>(py: Python<'py>, report: &[u8]) -> PyResult<(Bound<'py, PyBytes>, bool)> {
    let outline = caught(py, || embed::outline(report))?.map_err(|failure| raised(py, &failure))?;
    Ok((PyBytes::new(py, &outline.report), outline.has_findings))
}

/// Places of the reports of all tasks, and reports of what was checked again with theirs.
type Placed<'py> = (Vec<String>, Vec<(Bound<'py, PyBytes>, String)>);

/// Finds the places of what all tasks found.
#[pyfunction]
pub(crate) fn places(
    py: Python<'_>,
    arguments: Vec<OsString>,
    outlines: Vec<Vec<u8>>,
    open: Option<Py<PyAny>>,
) -> PyResult<Placed<'_>> {
    let readers = Readers::default();
    let placed = interruptible(py, &readers, |interrupted| {
        embed::places(
            &arguments,
            &outlines,
            &mut |name, size| opened(open.as_ref(), name, size, &readers),
            interrupted,
        )
    })?;
    let placed = placed.map_err(|failure| with_cause(py, raised(py, &failure), &readers))?;
    let again = placed.again.into_iter().map(|(report, places)| (PyBytes::new(py, &report), places));
    Ok((placed.shards, again.collect()))
}

/// Returns the findings of a task at their places, one in JSON on each line.
#[pyfunction]
pub(crate) fn findings<'py>(
    py: Python<'py>,
    arguments: Vec<OsString>,
    report: &[u8],
    places: String,
) -> PyResult<Bound<'py, PyBytes>> {
    let found = caught(py, || embed::findings(&arguments, report, &places))?;
    Ok(PyBytes::new(py, &found.map_err(|failure| raised(py, &failure))?))
}

fn all(inputs: Vec<Input>, py: Python<'_>, readers: &Readers) -> Vec<Given> {
    inputs.into_iter().map(|input| given(input, py, readers)).collect()
}

/// Asks a function of Python for an input, by its name and stored size.
fn opened(open: Option<&Py<PyAny>>, name: &str, size: u64, readers: &Readers) -> Option<Given> {
    let open = open?;
    Python::attach(|py| {
        let input: Option<Input> = open.call1(py, (name, size)).and_then(|input| input.extract(py)).ok()?;
        input.map(|input| given(input, py, readers))
    })
}

/// Runs something without the interpreter lock, until it ends or Python has a signal.
///
/// Only the calling thread may look at signals, so the work has a thread of its own. Its panic goes on in the calling thread.
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method is of one lifetime, and the closure of all"
)]
fn interruptible<T: Send>(
    py: Python<'_>,
    readers: &Readers,
    run: impl FnOnce(&AtomicBool) -> T + Send,
) -> PyResult<T> {
    let interrupted = readers.interrupted();
    caught(py, || {
        thread::scope(|scope| {
            let (running, ended) = channel::<()>();
            let worker = scope.spawn(move || {
                // Its end, also by a panic, disconnects the channel.
                let _running = running;
                run(interrupted)
            });
            let mut signal = None;
            while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(PAUSE) {
                if signal.is_none() {
                    signal = Python::attach(|py| py.check_signals()).err();
                    interrupted.store(signal.is_some(), Ordering::Relaxed);
                }
            }
            match (signal, worker.join()) {
                (Some(signal), _) => Err(signal),
                (None, Ok(result)) => Ok(result),
                (None, Err(panic)) => resume_unwind(panic),
            }
        })
    })?
}

fn ended<'py>(py: Python<'py>, outcome: Result<Outcome, Failure>, readers: &Readers) -> PyResult<Ended<'py>> {
    match outcome {
        Ok(outcome) => Ok((PyBytes::new(py, &outcome.report), outcome.notes, outcome.exit.code())),
        Err(failure) => Err(with_cause(py, raised(py, &failure), readers)),
    }
}

/// Adds the exception of a reader as the cause.
fn with_cause(py: Python<'_>, error: PyErr, readers: &Readers) -> PyErr {
    if let Some(cause) = readers.take() {
        error.set_cause(py, Some(cause));
    }
    error
}
