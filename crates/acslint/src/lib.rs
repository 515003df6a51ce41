//! The `acslint` command line: everything that touches files, the terminal and the clock.
//!
//! [`Args`] is what was typed, a plan is what it means, and a command does it. What a record is
//! stands in `acslint-types`, what is wrong with one in `acslint-check`; this crate reads bytes and shows findings.

mod args;
mod baseline;
mod commands;
mod error;
mod exit;
mod fingerprint;
mod gate;
mod input;
mod interrupt;
mod pipeline;
mod plan;
mod progress;
mod report;
mod sample;
mod suggest;
mod tally;
mod text;

use std::io::{self, Write};
use std::process::ExitCode;

use acslint_types::Document;
use clap::Parser;

pub use args::Args;
pub use exit::Exit;

/// The documents under `schemas/` that follow from the types of this crate.
pub fn documents() -> Vec<Document> {
    vec![baseline::schema()]
}

/// Runs the program with the arguments and the surroundings of this process.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let exit = commands::run(args, &plan::Surroundings::of_process()).unwrap_or_else(|error| {
        complain(&error);
        Exit::Failure
    });
    ExitCode::from(exit.code())
}

/// Writes an error and its causes to standard error; where that is closed, nobody wants to know.
fn complain(error: &dyn std::error::Error) {
    let mut message = format!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        message.extend([": ", &error.to_string()]);
        cause = error.source();
    }
    let _ = writeln!(io::stderr().lock(), "{}", text::visible(&message));
}
