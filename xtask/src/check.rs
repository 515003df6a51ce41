//! `cargo xtask check`: the loop of a contributor: formatting, generated files, clippy, and the tests with few cases each.
//!
//! It needs nothing but Rust and, for the official suites, Python. `cargo xtask ci` runs all cases and everything else.

use crate::ci::{self, Step};
use crate::{Error, Repository, command, no_arguments};

/// The largest number of cases of each random test.
const CASES: &str = "12";

static STEPS: &[Step] = &[ci::FORMAT, ci::GENERATED, ci::CLIPPY, ci::SUITES, Step::alone("test", test)];

/// Runs the verb, and ends with a table of the seconds that each step took.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    ci::run_steps(repository, STEPS)
}

fn test(repository: &Repository) -> Result<(), Error> {
    command::run(command::cargo(repository, ["test", "--workspace"]).env(acslint_testing::VARIABLE, CASES))
}
