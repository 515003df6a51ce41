//! `cargo xtask python`: the Python package: its native half, its types, and its tests, which run in real engines.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{
    Error, Repository, command, no_arguments,
    toolchain::{self, text},
};

/// Manifest of the native half, which is a workspace of its own.
const MANIFEST: &str = "crates/acslint-py/Cargo.toml";
/// Everything that the package is built and tested with, in pinned versions.
const TOOLS: &str = "xtask/tools/python";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    check(repository)
}

/// Checks the package.
pub(crate) fn check(repository: &Repository) -> Result<(), Error> {
    let directory = repository.root().join("target/python");
    let requirements = format!("{TOOLS}/requirements.txt");
    let python = toolchain::python(repository, &requirements, &directory.join("environment"))?;
    let node = directory.join("node");
    toolchain::node(repository, TOOLS, &node)?;
    toolchain::need_java(repository)?;
    let format = ["fmt", "--manifest-path", MANIFEST, "--check"];
    command::run(&mut command::cargo(repository, format))?;
    let clippy = ["clippy", "--manifest-path", MANIFEST, "--locked", "--", "--deny", "warnings"];
    command::run(command::cargo(repository, clippy).env("CARGO_TARGET_DIR", target(repository)))?;
    install(repository, &python, &directory)?;
    command::run(&mut module_of(repository, &python, "mypy"))?;
    command::run(module_of(repository, &python, "pyright").args(["--pythonpath", &text(&python)]))?;
    let acslint = command::acslint(repository)?.get_program().to_owned();
    let azurite = node.join("node_modules/.bin/azurite-blob");
    let mut tests = module_of(repository, &python, "pytest");
    command::run(tests.env("ACSLINT", acslint).env("AZURITE", azurite))
}

/// Builds the package in the development profile, and installs it in an environment.
fn install(repository: &Repository, python: &Path, directory: &Path) -> Result<(), Error> {
    let wheels = directory.join("wheels");
    if wheels.exists() {
        fs::remove_dir_all(&wheels).map_err(|source| Error::File { path: wheels.clone(), source })?;
    }
    let mut build = module_of(repository, python, "maturin");
    build.args(["build", "--quiet", "--profile", "dev", "--locked", "--interpreter", &text(python)]);
    command::run(build.arg("--out").arg(&wheels).env("CARGO_TARGET_DIR", target(repository)))?;
    let entries = fs::read_dir(&wheels).map_err(|source| Error::File { path: wheels.clone(), source })?;
    let wheels: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    let mut pip = module_of(repository, python, "pip");
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--force-reinstall"]);
    command::run(pip.args(wheels))
}

/// A module of Python, run as a program in the repository.
fn module_of(repository: &Repository, python: &Path, module: &str) -> Command {
    let mut command = command::program(repository, &text(python), ["-m", module]);
    // The programs of the environment come first, as in a shell where it is active.
    let others = env::var_os("PATH").unwrap_or_default();
    let folders = python.parent().map(Path::to_owned).into_iter().chain(env::split_paths(&others));
    if let Ok(path) = env::join_paths(folders) {
        command.env("PATH", path);
    }
    command
}

/// The target directory of the workspace, which has the compiled dependencies.
fn target(repository: &Repository) -> PathBuf {
    repository.root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}
