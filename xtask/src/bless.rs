//! `cargo xtask bless`: lets every test that owns an expectation rewrite it. What has changed is then a difference to
//! review, not work to do by hand.

use crate::{Error, Repository, command, generate, no_arguments};

/// Runs the verb. A test that fails for another reason does not keep the rest from being rewritten.
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
