//! `acslint completions`: a script that lets a shell complete what is typed, made from the definition of the command line.

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use crate::args::Args;

/// The script for a shell.
pub(crate) fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    generate(shell, &mut Args::command(), "acslint", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
