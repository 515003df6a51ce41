//! `cargo xtask suites`: fetches the official JSON Schema test suites, which custom categories and the fast path are tested with.
//!
//! Their npm package only points to a repository. The source of python's jsonschema, which a registry serves, holds all of it:
//! the suites of every draft, and the schemas that they refer to.

use std::fs;
use std::path::Path;

use crate::{Error, Repository, command, no_arguments, toolchain};

/// Where the tests look for the suites, below the repository.
const SUITES: &str = "target/suites/json-schema";

/// What there is last, once all are there.
const LAST: &str = "remotes";

/// The source package, and the directories in it that hold the suites.
const PACKAGE: &str = "jsonschema-4.25.1";
const DIRECTORIES: [&str; 2] = ["json/tests", "json/remotes"];

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    fetch(repository)
}

/// Fetches the suites, unless they are there: those of each draft, and beside them `remotes`.
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
