//! `cargo xtask suites`: fetches the official JSON Schema test suite, which the fast path is tested with.
//!
//! Its npm package only points to a repository. The source of python's jsonschema, which a registry serves, holds it whole.

use std::fs;
use std::path::Path;

use crate::{Error, Repository, command, no_arguments, toolchain};

/// Where the tests look for it, below the repository.
const SUITE: &str = "target/suites/json-schema/draft2020-12";

/// The source package, and where it holds the suite.
const PACKAGE: &str = "jsonschema-4.25.1";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    fetch(repository)
}

/// Fetches the suite, unless it is there.
pub(crate) fn fetch(repository: &Repository) -> Result<(), Error> {
    if repository.root().join(SUITE).is_dir() {
        return Ok(());
    }
    let directory = repository.root().join("target/suites/json-schema");
    fs::create_dir_all(&directory).map_err(|source| Error::File { path: directory.clone(), source })?;
    download(repository, "xtask/tools/json-schema-suite/requirements.txt", &directory)?;
    let mut tar =
        command::program(repository, "tar", ["--extract", "--gzip", "--strip-components=3", "--file"]);
    tar.arg(directory.join(format!("{PACKAGE}.tar.gz"))).arg("--directory").arg(&directory);
    command::run(tar.arg(format!("{PACKAGE}/json/tests/draft2020-12")))
}

/// Downloads the source packages that the requirements pin.
pub(crate) fn download(repository: &Repository, requirements: &str, directory: &Path) -> Result<(), Error> {
    toolchain::need_python(repository)?;
    let download =
        ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--require-hashes"];
    let mut pip = command::program(repository, "python3", download);
    command::run(pip.args(["--requirement", requirements, "--dest"]).arg(directory))
}
