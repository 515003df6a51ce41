//! `cargo xtask suites`: fetches the official JSON Schema test suites for tests of custom categories and the fast path.
//!
//! Their npm package only points to a repository. The source package of Python's jsonschema, which a registry serves,
//! contains the suites of every draft and the schemas that they refer to.

use std::fs;
use std::path::Path;

use crate::{Error, Repository, command, no_arguments, toolchain};

/// The directory in which tests look for the suites, below the repository.
const SUITES: &str = "target/suites/json-schema";

/// The directory that is copied last: if it exists, the suites are complete.
const LAST: &str = "remotes";

/// The source package, and its directories with the suites.
const PACKAGE: &str = "jsonschema-4.25.1";
const DIRECTORIES: [&str; 2] = ["json/tests", "json/remotes"];

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    fetch(repository)
}

/// Fetches the suites unless they exist: those of each draft, and `remotes`.
pub(crate) fn fetch(repository: &Repository) -> Result<(), Error> {
    let directory = repository.root().join(SUITES);
    if directory.join(LAST).is_dir() {
        return Ok(());
    }
    fs::create_dir_all(&directory).map_err(|source| Error::File { path: directory.clone(), source })?;
    download(repository, "xtask/tools/json-schema-suite/requirements.txt", &directory)?;
    for (inside, stripped) in DIRECTORIES.into_iter().zip(["3", "2"]) {
        let mut tar =
            command::program(repository, "tar", ["--extract", "--gzip", "--strip-components", stripped]);
        tar.arg("--file").arg(directory.join(format!("{PACKAGE}.tar.gz"))).arg("--directory").arg(&directory);
        command::run(tar.arg(format!("{PACKAGE}/{inside}")))?;
    }
    Ok(())
}

/// Downloads the source packages that the requirements pin.
pub(crate) fn download(repository: &Repository, requirements: &str, directory: &Path) -> Result<(), Error> {
    toolchain::need_python(repository)?;
    let download =
        ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--require-hashes"];
    let mut pip = command::program(repository, "python3", download);
    command::run(pip.args(["--requirement", requirements, "--dest"]).arg(directory))
}
