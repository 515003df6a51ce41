//! Programs in other languages and their dependencies: installed below `target`, in pinned versions.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{Error, Repository, command};

/// Requires Node.js and npm, and installs them if no permission is needed.
pub(crate) fn need_node(repository: &Repository) -> Result<(), Error> {
    let missing = || ["node", "npm"].into_iter().find(|program| !command::is_there(program));
    if missing().is_some() {
        command::install(repository, &["nodejs", "npm"])?;
    }
    let advice = "install Node.js 18 or newer with npm, from https://nodejs.org or your system's packages";
    missing().map_or(Ok(()), |program| Err(Error::Missing { program, advice }))
}

/// Requires Python with pip and venv, and installs it if no permission is needed.
pub(crate) fn need_python(repository: &Repository) -> Result<(), Error> {
    let is_there = || {
        let check = "import ensurepip, pip, sys, venv; sys.exit(sys.version_info < (3, 11))";
        command::succeeds(&mut command::program(repository, "python3", ["-c", check]))
    };
    if !is_there() {
        command::install(repository, &["python3", "python3-pip", "python3-venv"])?;
    }
    let advice =
        "install Python 3.11 or newer with pip and venv, from https://python.org or your system's packages";
    if is_there() { Ok(()) } else { Err(Error::Missing { program: "python3", advice }) }
}

/// Requires a Java runtime, which runs Spark, and installs it if no permission is needed.
pub(crate) fn need_java(repository: &Repository) -> Result<(), Error> {
    if !command::is_there("java") {
        command::install(repository, &["default-jre-headless"])?;
    }
    let advice = "install a Java runtime, version 17 or newer, from your system's packages";
    if !command::is_there("java") {
        return Err(Error::Missing { program: "java", advice });
    }
    Ok(())
}

/// Copies programs for Node.js into a directory, and installs their modules beside them.
pub(crate) fn node(repository: &Repository, sources: &str, directory: &Path) -> Result<(), Error> {
    need_node(repository)?;
    copy_all(repository, sources, directory)?;
    let lock = repository.text(&format!("{sources}/package-lock.json"))?;
    once(&lock, &directory.join("node_modules/.installed"), || {
        let npm = ["ci", "--no-audit", "--no-fund", "--prefix", &text(directory)];
        command::run(&mut command::program(repository, "npm", npm))
    })
}

/// Makes a Python environment with the packages that a file lists, and returns its interpreter.
pub(crate) fn python(
    repository: &Repository,
    requirements: &str,
    directory: &Path,
) -> Result<PathBuf, Error> {
    let python = directory.join("bin/python");
    once(&repository.text(requirements)?, &directory.join("installed"), || {
        need_python(repository)?;
        let venv = ["-m", "venv", "--clear", &text(directory)];
        command::run(&mut command::program(repository, "python3", venv))?;
        let pip =
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"];
        command::run(command::program(repository, &text(&python), pip).arg(requirements))
    })?;
    Ok(python)
}

/// Makes the Python environment of the programs of destinations, which others share, and returns its interpreter.
pub(crate) fn python_of_targets(repository: &Repository) -> Result<PathBuf, Error> {
    let directory = repository.root().join("target/targets/python");
    python(repository, "xtask/tools/targets/requirements.txt", &directory)
}

/// Installs the packages of a lock file, unless it was the last one installed.
pub(crate) fn once(
    lock: &str,
    installed: &Path,
    install: impl FnOnce() -> Result<(), Error>,
) -> Result<(), Error> {
    if fs::read_to_string(installed).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    install()?;
    fs::write(installed, lock).map_err(|source| Error::File { path: installed.to_owned(), source })
}

/// Copies the files of a directory of the repository.
pub(crate) fn copy_all(repository: &Repository, sources: &str, directory: &Path) -> Result<(), Error> {
    let below = format!("{sources}/");
    for file in repository.files()? {
        if let Some(name) = file.strip_prefix(&below) {
            copy(&repository.root().join(&file), &directory.join(name))?;
        }
    }
    Ok(())
}

/// Copies a file, and creates its directories.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let directory = to.parent().map_or(Ok(()), fs::create_dir_all);
    let copied = directory.and_then(|()| fs::copy(from, to));
    copied.map(|_| ()).map_err(|source| Error::File { path: to.to_owned(), source })
}

/// The path as an argument.
pub(crate) fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
