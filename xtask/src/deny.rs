//! `cargo xtask deny`: checks licences, sources and duplicates of the dependencies against `deny.toml`.
//!
//! Not a part of `ci`: building cargo-deny takes minutes, longer than all source checks of `ci`, and its result changes
//! only with `Cargo.lock`.

use crate::{Error, Repository, command, no_arguments};

/// The version that `deny.toml` was written for.
const VERSION: &str = "0.20.2";

/// Runs the verb. It skips the advisories, which come from a database on the network.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    let directory = format!("target/tools/cargo-deny-{VERSION}");
    let program = repository.root().join(&directory).join("bin/cargo-deny");
    if !program.exists() {
        let package = format!("cargo-deny@{VERSION}");
        let install = ["install", "--locked", &package, "--root", &directory];
        command::run(&mut command::cargo(repository, install))?;
    }
    for manifest in ["Cargo.toml", "crates/acslint-py/Cargo.toml"] {
        let check = ["--manifest-path", manifest, "check", "--hide-inclusion-graph"];
        let mut check = command::program(repository, &program.to_string_lossy(), check);
        command::run(check.args(["--config", "deny.toml", "bans", "licenses", "sources"]))?;
    }
    Ok(())
}
