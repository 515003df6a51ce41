//! `cargo xtask python`: the Python package: its native half, its types, and its tests, which run in real engines.
//!
//! `--spark-3.5` then runs the tests of Spark in that version too, which `ci` does not: the program of Spark is 300 MB.
//! `--compare` measures the package and other checks of the same data instead, in the profile of a release.

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

/// Category of the records that other checks are measured with.
const COMPARED: &str = "SMSOperational";

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
        [option] if option == "--compare" => compare(repository),
        _ => Err(Error::Usage("usage: cargo xtask python [--spark-3.5 | --compare]".to_owned())),
    }
}

/// Measures the package and other checks of the same records, some of which have a defect.
fn compare(repository: &Repository) -> Result<(), Error> {
    toolchain::need_java(repository)?;
    let build = Package::of(repository)?;
    let requirements = format!("{TOOLS}/compare.txt");
    let python = toolchain::python(repository, &requirements, &build.directory.join("compare"))?;
    let wheels = build.build("wheel")?;
    let package = Package { python, ..build };
    package.install(&wheels)?;
    let log = package.directory.join("compare.jsonl");
    let [log, labels] = [text(&log), text(&log.with_extension("labels"))];
    let records = ["--category", COMPARED, "--shape", "table", "--count", "200000"];
    let defects = ["--defects", "0.5%", "--labels", &labels, "--output", &log];
    command::run(package.module("acslint").arg("sample").args(records).args(defects))?;
    let script = format!("{TOOLS}/compare.py");
    let line = [&*script, &log, COMPARED, "schemas"];
    command::run(&mut command::program(repository, &text(&package.python), line))
}

/// Checks the package.
pub(crate) fn check(repository: &Repository) -> Result<(), Error> {
    toolchain::need_java(repository)?;
    let format = ["fmt", "--manifest-path", MANIFEST, "--check"];
    command::run(&mut command::cargo(repository, format))?;
    let clippy = ["clippy", "--manifest-path", MANIFEST, "--locked", "--", "--deny", "warnings"];
    command::run(command::cargo(repository, clippy).env("CARGO_TARGET_DIR", target(repository)))?;
    let package = Package::of(repository)?;
    package.install(&package.build("dev")?)?;
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

    /// Builds the package in a profile, and returns the directory with its wheel.
    fn build(&self, profile: &str) -> Result<PathBuf, Error> {
        let wheels = self.directory.join("wheels").join(profile);
        let fault = |source| Error::File { path: wheels.clone(), source };
        if wheels.exists() {
            fs::remove_dir_all(&wheels).map_err(fault)?;
        }
        let mut build = self.module("maturin");
        build.args([
            "build",
            "--quiet",
            "--profile",
            profile,
            "--locked",
            "--interpreter",
            &text(&self.python),
        ]);
        let target = target(self.repository);
        command::run(build.arg("--out").arg(&wheels).env("CARGO_TARGET_DIR", target))?;
        Ok(wheels)
    }

    /// Installs the wheel in a directory in the environment.
    fn install(&self, wheels: &Path) -> Result<(), Error> {
        let fault = |source| Error::File { path: wheels.to_owned(), source };
        let entries = fs::read_dir(wheels).map_err(fault)?.flatten();
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
