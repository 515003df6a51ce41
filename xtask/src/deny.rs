//! `cargo xtask deny`: licences, sources and duplicates of the dependencies, as `deny.toml` wants them.
//!
//! Not a part of `ci`: cargo-deny takes minutes to build, more than all that `ci` checks of the sources, and what it
//! looks at changes only with `Cargo.lock`.

use crate::{Error, Repository, command, no_arguments};

/// The version that `deny.toml` was written for.
const VERSION: &str = "0.20.2";

/// Runs the verb. The advisories are left out: they come from a database that is fetched over the network.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    let directory = format!("target/tools/cargo-deny-{VERSION}");
    let program = repository.root().join(&directory).join("bin/cargo-deny");
    if !program.exists() {
        let package = format!("cargo-deny@{VERSION}");
        let install = ["install", "--locked", &package, "--root", &directory];
        command::run(&mut command::cargo(repository, install))?;
    }
    let check = ["check", "--hide-inclusion-graph", "bans", "licenses", "sources"];
    command::run(&mut command::program(repository, &program.to_string_lossy(), check))
}
