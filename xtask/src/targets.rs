//! `cargo xtask targets`: the schemas for destinations are accepted by the programs of their kind, in pinned versions, and
//! samples of all categories are loaded with them and come back equal. Their Python environment checks the forms of inputs too.

use std::fs;

use crate::{
    Error, Repository, command, forms, no_arguments,
    spark::{self, Spark},
    toolchain::{self, text},
};

/// Directory of the programs.
const TOOLS: &str = "xtask/tools/targets";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    check(repository)
}

/// Checks the schemas of all targets.
pub(crate) fn check(repository: &Repository) -> Result<(), Error> {
    let python = toolchain::python_of_targets(repository)?;
    forms::check(repository, &python)?;
    let directory = repository.root().join("target/targets");
    toolchain::node(repository, TOOLS, &directory)?;
    let program = text(&directory.join("check-kql.mjs"));
    let schemas = repository.root().join("schemas");
    command::run(command::program(repository, "node", ["--test", &program]).env("ACSLINT_SCHEMAS", schemas))?;
    toolchain::need_java(repository)?;
    need_postgresql(repository)?;
    let acslint = command::acslint(repository)?.get_program().to_string_lossy().into_owned();
    let arguments = ["-B", &format!("{TOOLS}/check.py"), acslint.as_str(), "schemas"];
    let mut check = command::program(repository, &text(&python), arguments);
    Spark::unpacked(repository, spark::CURRENT)?.add_to(&mut check);
    command::run(check.env("TZ", "UTC"))
}

/// Requires the server of `PostgreSQL`, and installs it if no permission is needed. Debian keeps it out of the `PATH`.
fn need_postgresql(repository: &Repository) -> Result<(), Error> {
    let is_there = || {
        let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        command::is_there("initdb")
            || versions.into_iter().any(|version| version.path().join("bin/initdb").exists())
    };
    if !is_there() {
        command::install(repository, &["postgresql"])?;
    }
    let advice = "install the server of PostgreSQL from your system's packages";
    if is_there() { Ok(()) } else { Err(Error::Missing { program: "initdb", advice }) }
}
