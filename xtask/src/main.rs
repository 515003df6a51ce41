//! `cargo xtask <verb>`.

#![expect(clippy::print_stderr, reason = "the developer who ran the verb reads the failure")]

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
