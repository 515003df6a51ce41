//! `cargo xtask <verb>`.

#![expect(clippy::print_stderr, reason = "a failure is said to the developer who ran the verb")]

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match xtask::run(&xtask::Repository::here(), &arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
