//! Caller of a run: the process of the program, or another program that uses the library.

use std::sync::atomic::AtomicBool;

use crate::input::Given;
use crate::interrupt;
use crate::progress::{Captured, Progress};

/// Caller of a run: who may interrupt it, and who gets what it writes.
#[derive(Debug)]
pub(crate) struct Caller<'c> {
    /// Set from outside to end the run early.
    pub(crate) interrupted: &'c AtomicBool,
    /// Takes the report and the notes in place of the standard streams.
    pub(crate) captured: Option<Captured>,
    /// Inputs that the caller reads, in place of the paths of the run.
    pub(crate) given: Option<Vec<Given>>,
}

impl Caller<'static> {
    /// The process itself: signals interrupt the run.
    pub(crate) fn process() -> Self {
        Self { interrupted: interrupt::watch(), captured: None, given: None }
    }
}

impl Caller<'_> {
    /// Returns a progress that shows nothing but notes.
    pub(crate) fn quiet(&self) -> Progress {
        self.captured.clone().map_or_else(Progress::none, Progress::captured)
    }
}
