//! `cargo xtask bless`: every test that owns an expectation rewrites it. The developer reviews the difference instead
//! of editing expectations by hand.

use crate::{Error, Repository, command, generate, no_arguments};

/// Runs the verb. A test that fails for another reason does not prevent the other tests from rewriting theirs.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    generate::run(repository, &[])?;
    let cargo = |arguments| {
        let mut command = command::cargo(repository, arguments);
        command.env("ACSLINT_BLESS", "1");
        command
    };
    let results = [
        command::run(&mut cargo(["test", "--no-fail-fast", "--package", "acslint-check"])),
        command::run(
            cargo(["test", "--no-fail-fast", "--package", "acslint"])
                .env("SNAPSHOTS", "overwrite")
                .env("TRYCMD", "overwrite"),
        ),
        command::run(&mut cargo(["test", "--no-fail-fast", "--package", "xtask"])),
    ];
    results.into_iter().collect()
}
