//! `cargo xtask forms`: records with known defects, written in every form by programs of others, have the findings that they have
//! as JSON Lines, at the places that those programs read back.
//!
//! It needs the Python environment of the destinations, so that nothing is installed twice.

use std::path::Path;

use crate::{
    Error, Repository, command, no_arguments,
    toolchain::{self, text},
};

/// Directory of the programs.
const TOOLS: &str = "xtask/tools/forms";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    check(repository, &toolchain::python_of_targets(repository)?)
}

/// Checks all forms with this Python.
pub(crate) fn check(repository: &Repository, python: &Path) -> Result<(), Error> {
    let acslint = command::acslint(repository)?.get_program().to_string_lossy().into_owned();
    let arguments = ["-B", &format!("{TOOLS}/check.py"), acslint.as_str()];
    command::run(command::program(repository, &text(python), arguments).env("TZ", "UTC"))
}
