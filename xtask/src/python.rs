//! `cargo xtask python`: the Python package: its native half, its types, and its tests, which run in real engines.
//!
//! `--spark-3.5` then runs the tests of Spark in that version too, which `ci` does not: the program of Spark is 300 MB.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{
    Error, Repository, command,
    toolchain::{self, text},
};

/// Manifest of the native half, which is a workspace of its own.
const MANIFEST: &str = "crates/acslint-py/Cargo.toml";
/// Everything that the package is built and tested with, in pinned versions.
const TOOLS: &str = "xtask/tools/python";

/// Versions of the packages for the older Spark.
const SPARK_3_5: [&str; 2] = ["pyspark==3.5.7", "py4j==0.10.9.7"];

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [] => check(repository),
        [option] if option == "--spark-3.5" => {
            check(repository)?;
            Package::of(repository)?.test_spark_3_5()
        }
        _ => Err(Error::Usage("usage: cargo xtask python [--spark-3.5]".to_owned())),
    }
}

/// Checks the package.
pub(crate) fn check(repository: &Repository) -> Result<(), Error> {
    toolchain::need_java(repository)?;
    let format = ["fmt", "--manifest-path", MANIFEST, "--check"];
    command::run(&mut command::cargo(repository, format))?;
    let clippy = ["clippy", "--manifest-path", MANIFEST, "--locked", "--", "--deny", "warnings"];
    command::run(command::cargo(repository, clippy).env("CARGO_TARGET_DIR", target(repository)))?;
    let package = Package::of(repository)?;
    package.install()?;
    command::run(&mut package.module("mypy"))?;
    command::run(package.module("pyright").args(["--pythonpath", &text(&package.python)]))?;
    command::run(&mut package.tests()?)
}

/// The package, and the environment that it is tested in.
struct Package<'a> {
    repository: &'a Repository,
    /// Directory below which everything is installed.
    directory: PathBuf,
    /// Interpreter of the environment.
    python: PathBuf,
}

impl<'a> Package<'a> {
    /// Installs what the package is built and tested with.
    fn of(repository: &'a Repository) -> Result<Self, Error> {
        let directory = repository.root().join("target/python");
        let requirements = format!("{TOOLS}/requirements.txt");
        let python = toolchain::python(repository, &requirements, &directory.join("environment"))?;
        toolchain::node(repository, TOOLS, &directory.join("node"))?;
        Ok(Self { repository, directory, python })
    }

    /// Builds the package in the development profile, and installs it in the environment.
    fn install(&self) -> Result<(), Error> {
        let wheels = self.directory.join("wheels");
        let fault = |source| Error::File { path: wheels.clone(), source };
        if wheels.exists() {
            fs::remove_dir_all(&wheels).map_err(fault)?;
        }
        let mut build = self.module("maturin");
        build.args([
            "build",
            "--quiet",
            "--profile",
            "dev",
            "--locked",
            "--interpreter",
            &text(&self.python),
        ]);
        let target = target(self.repository);
        command::run(build.arg("--out").arg(&wheels).env("CARGO_TARGET_DIR", target))?;
        let entries = fs::read_dir(&wheels).map_err(fault)?.flatten();
        let mut pip = self.module("pip");
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--force-reinstall"]);
        command::run(pip.args(entries.map(|entry| entry.path())))
    }

    /// Runs the tests of Spark in version 3.5, which hides the one of the environment.
    fn test_spark_3_5(&self) -> Result<(), Error> {
        let older = self.directory.join("spark-3.5");
        if !older.join("pyspark").exists() {
            let mut pip = self.module("pip");
            pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target"]);
            command::run(pip.arg(&older).args(SPARK_3_5))?;
        }
        let mut tests = self.tests()?;
        tests.args(["python/tests/test_engines.py", "-k", "spark"]);
        command::run(tests.env("PYTHONPATH", older))
    }

    /// The tests, which compare the package with the program.
    fn tests(&self) -> Result<Command, Error> {
        let acslint = command::acslint(self.repository)?.get_program().to_owned();
        let azurite = self.directory.join("node/node_modules/.bin/azurite-blob");
        let mut tests = self.module("pytest");
        tests.env("ACSLINT", acslint).env("AZURITE", azurite);
        Ok(tests)
    }

    /// A module of Python, run as a program in the repository.
    fn module(&self, module: &str) -> Command {
        let mut command = command::program(self.repository, &text(&self.python), ["-m", module]);
        // The programs of the environment come first, as in a shell where it is active.
        let others = env::var_os("PATH").unwrap_or_default();
        let folders = self.python.parent().map(Path::to_owned).into_iter().chain(env::split_paths(&others));
        if let Ok(path) = env::join_paths(folders) {
            command.env("PATH", path);
        }
        command
    }
}

/// The target directory of the workspace, which has the compiled dependencies.
fn target(repository: &Repository) -> PathBuf {
    repository.root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}
