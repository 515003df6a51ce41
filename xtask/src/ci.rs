//! `cargo xtask ci`: every check there is, in the order in which they fail fastest. It stops at the first that fails.

use crate::{
    Error, Repository, command, conformance, consumers, dist, generate, html, integrations, no_arguments,
    suites, toolchain,
};

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    command::run(&mut command::cargo(repository, ["fmt", "--all", "--check"]))?;
    println!("$ cargo xtask generate --check");
    generate::check_drift(repository)?;
    command::run(&mut command::cargo(
        repository,
        ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"],
    ))?;
    suites::fetch(repository)?;
    command::run(&mut command::cargo(repository, ["test", "--workspace"]))?;
    command::run(
        command::cargo(repository, ["doc", "--workspace", "--no-deps"])
            .env("RUSTDOCFLAGS", "--deny warnings"),
    )?;
    check_schemas_with_ajv(repository)?;
    conformance::run(repository, &[])?;
    integrations::check(repository)?;
    consumers::check(repository)?;
    html::check(repository)?;
    println!("$ cargo xtask dist --check");
    dist::check(repository)
}

/// A second validator, from another ecosystem, must accept the schemas too.
fn check_schemas_with_ajv(repository: &Repository) -> Result<(), Error> {
    toolchain::need_node(repository)?;
    let npm = ["ci", "--no-audit", "--no-fund", "--prefix", "xtask/tools/ajv"];
    command::run(&mut command::program(repository, "npm", npm))?;
    command::run(&mut command::program(repository, "node", ["xtask/tools/ajv/check.mjs", "schemas"]))
}
