//! `cargo xtask targets`: the schemas for destinations are accepted by the programs of their kind, in pinned versions:
//! Microsoft's parser of KQL, and Spark, which reads samples of all categories with them.

use crate::{
    Error, Repository, command, no_arguments,
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
    let directory = repository.root().join("target/targets");
    toolchain::node(repository, TOOLS, &directory)?;
    let program = text(&directory.join("check-kql.mjs"));
    let scripts = repository.root().join("schemas/adx");
    command::run(command::program(repository, "node", ["--test", &program]).env("ACSLINT_ADX", scripts))?;
    if !command::is_there("java") {
        command::install(repository, &["default-jre-headless"])?;
    }
    let advice = "install a Java runtime, version 17 or newer, from your system's packages";
    if !command::is_there("java") {
        return Err(Error::Missing { program: "java", advice });
    }
    let requirements = format!("{TOOLS}/requirements.txt");
    let python = toolchain::python(repository, &requirements, &directory.join("python"))?;
    let acslint = command::acslint(repository)?.get_program().to_string_lossy().into_owned();
    let arguments = [&format!("{TOOLS}/check_spark.py"), acslint.as_str(), "schemas/databricks"];
    command::run(command::program(repository, &text(&python), arguments).env("TZ", "UTC"))
}
