//! `acslint completions`: a script for shell completion, made from the definition of the command line.

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use crate::args::Args;

/// Completion script for a shell.
pub(crate) fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    generate(shell, &mut Args::command(), "acslint", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
