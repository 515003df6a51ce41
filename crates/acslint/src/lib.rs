//! The `acslint` command line: arguments, files, terminal and clock.
//!
//! [`Args`] holds the arguments, a plan their meaning, and a command carries it out. `acslint-types` describes
//! records, `acslint-check` finds faults in them, and `acslint-schema` compares, infers and exports schemas; this crate
//! reads bytes and shows results.

mod args;
mod baseline;
mod bounded;
mod breakdown;
mod caller;
mod commands;
mod config;
mod content_statistics;
mod cursor;
mod destination;
pub mod embed;
mod environment;
mod error;
mod exit;
mod fingerprint;
mod fix;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod gate;
mod grouping;
mod guard;
mod identity;
mod input;
mod interrupt;
mod losses;
mod markdown;
mod output;
mod pipeline;
mod plan;
mod progress;
mod recognize;
mod redact;
mod replay;
mod report;
mod repository;
mod sanitize;
mod setup;
mod shard;
mod split;
mod stats;
mod suggest;
mod suppress;
mod tally;
mod text;
mod unfinished;
mod values;
mod verdict;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use acslint_types::Document;

use config::ConfigError;
use error::Error;
use sanitize::Form;

#[cfg(any(test, fuzzing))]
pub use report::leaks::redaction_holds;

pub use args::Args;
pub use exit::Exit;

/// Documents under `schemas/` that are generated from the types of this crate.
pub fn documents() -> Vec<Document> {
    let configuration = Document::json("acslint.schema.json".to_owned(), &config::schema());
    vec![configuration, baseline::schema(), stats::schema()]
}

/// Runs the program with the arguments and the environment of this process.
pub fn main() -> ExitCode {
    ExitCode::from(program(std::env::args_os()))
}

/// Runs the program with these arguments, of which the first one is its name, and returns its exit code.
pub fn program(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let environment = environment::Environment::of_process();
    let code = match Args::read(arguments) {
        Ok(args) => match commands::run(args, &environment) {
            Ok(exit) => exit.code(),
            Err(error) => {
                complain(&error, &environment);
                Exit::Failure.code()
            }
        },
        Err(error) => refuse(&args::with_suggestion(error), &environment),
    };
    // Another program that calls this one does not do so at its end.
    let _ = sanitize::raw_stdout().flush();
    code
}

/// Writes an error about the arguments, or the requested help.
fn refuse(error: &clap::Error, environment: &environment::Environment) -> u8 {
    let drawn = |colors: bool| {
        let text = error.render();
        if colors { text.ansi().to_string() } else { text.to_string() }
    };
    // A closed output is not a failure.
    let _ = if error.use_stderr() {
        sanitize::stderr().write_all(drawn(environment.error_colors()).as_bytes())
    } else {
        let text = drawn(environment.colors(values::Color::Auto, false));
        sanitize::stdout(Form::Text).write_all(text.as_bytes())
    };
    u8::try_from(error.exit_code()).unwrap_or(Exit::Failure.code())
}

/// Writes an error and its causes to standard error; a closed standard error is not a failure.
fn complain(error: &Error, environment: &environment::Environment) {
    if let Error::Config(ConfigError::Fault(fault)) = error {
        let drawn = report::draw_fault(fault, environment.error_colors(), environment.error_width());
        let _ = sanitize::stderr().write_all(drawn.as_bytes());
        return;
    }
    sanitize::say(&format!("error: {}", error::with_causes(error)));
}
