//! The `acslint` program, which calls the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    acslint::main()
}
