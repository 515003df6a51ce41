//! `cargo xtask python`: the Python package: its native half, its types, and its tests, which run in real engines.
//!
//! The tests of Spark run in the current version and in the oldest one. `--compare` measures the package and other checks of the
//! same data instead, and `--speed` the package and the program, both in the profile of a release.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{
    Error, Repository, command,
    spark::{self, Spark},
    toolchain::{self, text},
};

/// Manifest of the native half, which is a workspace of its own.
const MANIFEST: &str = "crates/acslint-py/Cargo.toml";
/// Everything that the package is built and tested with, in pinned versions.
const TOOLS: &str = "xtask/tools/python";

/// Category of the records that other checks are measured with.
const COMPARED: &str = "SMSOperational";

/// Sizes of the files that the package and the program are measured with: in a process, and in Spark.
const MEASURED: [&str; 2] = ["400MB", "2GB"];

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [] => check(repository),
        [option] if option == "--compare" => compare(repository),
        [option] if option == "--speed" => speed(repository),
        _ => Err(Error::Usage("usage: cargo xtask python [--compare | --speed]".to_owned())),
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
    command::run(package.script("compare.py").args([&*log, COMPARED, "schemas"]))
}

/// Measures the package and the program on the same clean records.
fn speed(repository: &Repository) -> Result<(), Error> {
    toolchain::need_java(repository)?;
    let package = Package::of(repository)?;
    package.install(&package.build("wheel")?)?;
    command::run(&mut command::cargo(repository, ["build", "--release", "--package", "acslint"]))?;
    let program = text(&target(repository).join("release/acslint"));
    let mut measure = package.script("speed.py");
    for size in MEASURED {
        let log = text(&package.directory.join(format!("{size}.jsonl")));
        let sample = ["sample", "--bytes", size, "--output", &log];
        command::run(&mut command::program(repository, &program, sample))?;
        measure.arg(log);
    }
    command::run(measure.arg(program))
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
    command::run(&mut package.tests()?)?;
    let spark = Spark::unpacked(repository, spark::OLDEST)?;
    let older = Package { spark, ..package };
    command::run(older.tests()?.args(["python/tests/test_engines.py", "-k", "spark"]))
}

/// The package, and the environment that it is tested in.
struct Package<'a> {
    repository: &'a Repository,
    /// Directory below which everything is installed.
    directory: PathBuf,
    /// Interpreter of the environment.
    python: PathBuf,
    /// Version of Spark that the modules find.
    spark: Spark,
}

impl<'a> Package<'a> {
    /// Installs what the package is built and tested with.
    fn of(repository: &'a Repository) -> Result<Self, Error> {
        let directory = repository.root().join("target/python");
        let requirements = format!("{TOOLS}/requirements.txt");
        let python = toolchain::python(repository, &requirements, &directory.join("environment"))?;
        toolchain::node(repository, TOOLS, &directory.join("node"))?;
        let spark = Spark::unpacked(repository, spark::CURRENT)?;
        Ok(Self { repository, directory, python, spark })
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
        self.interpreter(["-m", module])
    }

    /// A program that measures.
    fn script(&self, name: &str) -> Command {
        self.interpreter([&*format!("{TOOLS}/{name}")])
    }

    /// The interpreter with these arguments, run in the repository.
    fn interpreter<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = command::program(self.repository, &text(&self.python), arguments);
        self.spark.add_to(&mut command);
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
