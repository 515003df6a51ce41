//! `cargo xtask consumers`: validates reports against the definitions of their consumers.
//!
//! The definitions come from registries, with pinned versions: the SARIF schema and its validator from Microsoft, the
//! schema of reviewdog's diagnostics, and Jenkins' schema for test results, which pytest uses in its own tests. No
//! registry has a schema for GitLab's code quality reports; `xtask/tools/consumers/check.mjs` checks them against its
//! documentation.

use std::fs;

use crate::{Error, Repository, command, no_arguments, reports, suites, toolchain};

/// The directory of Jenkins' schema, below the repository.
const XSD: &str = "target/suites/junit";

/// The source package that contains it.
const PACKAGE: &str = "pytest-8.4.2";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    check(repository)
}

/// Validates the reports of runs of every kind.
pub(crate) fn check(repository: &Repository) -> Result<(), Error> {
    toolchain::need_node(repository)?;
    if !command::is_there("xmllint") {
        command::install(repository, &["libxml2-utils"])?;
    }
    let advice = "install xmllint, of libxml2, from your system's packages";
    if !command::is_there("xmllint") {
        return Err(Error::Missing { program: "xmllint", advice });
    }
    fetch_xsd(repository)?;
    let npm = ["ci", "--no-audit", "--no-fund", "--prefix", "xtask/tools/consumers"];
    command::run(&mut command::program(repository, "npm", npm))?;
    let reports = reports::write(repository)?;
    let mut check = command::program(repository, "node", ["--test", "xtask/tools/consumers/check.mjs"]);
    let xsd = repository.root().join(XSD).join("junit-10.xsd");
    command::run(check.env("ACSLINT_REPORTS", reports).env("ACSLINT_JUNIT_XSD", xsd))
}

fn fetch_xsd(repository: &Repository) -> Result<(), Error> {
    let directory = repository.root().join(XSD);
    if directory.join("junit-10.xsd").is_file() {
        return Ok(());
    }
    fs::create_dir_all(&directory).map_err(|source| Error::File { path: directory.clone(), source })?;
    suites::download(repository, "xtask/tools/consumers/requirements.txt", &directory)?;
    let mut tar =
        command::program(repository, "tar", ["--extract", "--gzip", "--strip-components=3", "--file"]);
    tar.arg(directory.join(format!("{PACKAGE}.tar.gz"))).arg("--directory").arg(&directory);
    command::run(tar.arg(format!("{PACKAGE}/testing/example_scripts/junit-10.xsd")))
}
