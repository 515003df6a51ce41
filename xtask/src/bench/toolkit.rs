//! Where the tools come from, and how they are installed: below `target/bench`, in the versions that are committed.

use std::fs;

use super::lab::Lab;
use crate::{
    Error, command,
    toolchain::{self, text},
};

/// The programs, their manifests and their lock files.
const SOURCES: &str = "xtask/tools/bench";

/// A source of tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toolkit {
    /// Programs of our own with crates from crates.io.
    Rust,
    /// Packages from npm.
    Node,
    /// Packages from `PyPI`.
    Python,
    /// A library of the system, and a compiler for it.
    Cpp,
    /// What every system has.
    System,
}

impl Toolkit {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [Self::Rust, Self::Node, Self::Python, Self::Cpp, Self::System];

    /// Installs the tools.
    pub(super) fn install(self, lab: &Lab<'_>) -> Result<(), Error> {
        match self {
            Self::Rust => rust(lab),
            Self::Node => node(lab),
            Self::Python => python(lab),
            Self::Cpp => cpp(lab),
            Self::System => Ok(()),
        }
    }

    /// The version of a package that is committed.
    pub(super) fn version(self, lab: &Lab<'_>, package: &str) -> Option<String> {
        let (file, before, behind) = match self {
            Self::Rust => ("rust/Cargo.lock", format!("name = \"{package}\"\nversion = \""), '"'),
            Self::Node => ("node/package.json", format!("\"{package}\": \""), '"'),
            Self::Python => ("python/requirements.txt", format!("\n{package}=="), '\n'),
            Self::Cpp | Self::System => return None,
        };
        let text = lab.repository().text(&format!("{SOURCES}/{file}")).ok()?;
        let (_, rest) = text.split_once(&before)?;
        rest.split_once(behind).map(|(version, _)| version.to_owned())
    }
}

fn rust(lab: &Lab<'_>) -> Result<(), Error> {
    let manifest = format!("{SOURCES}/rust/Cargo.toml");
    let target = text(&lab.place("peers"));
    let build = ["build", "--release", "--locked", "--manifest-path", &manifest, "--target-dir", &target];
    command::run(&mut command::cargo(lab.repository(), build))
}

fn node(lab: &Lab<'_>) -> Result<(), Error> {
    toolchain::node(lab.repository(), &format!("{SOURCES}/node"), &lab.place("node"))
}

fn python(lab: &Lab<'_>) -> Result<(), Error> {
    let requirements = format!("{SOURCES}/python/requirements.txt");
    toolchain::python(lab.repository(), &requirements, &lab.place("python")).map(|_| ())
}

fn cpp(lab: &Lab<'_>) -> Result<(), Error> {
    let directory = lab.place("cpp");
    fs::create_dir_all(&directory).map_err(|source| Error::File { path: directory.clone(), source })?;
    let source = format!("{SOURCES}/cpp/dom.cpp");
    let program = text(&directory.join("dom"));
    let compile = ["-std=c++17", "-O3", "-DNDEBUG", "-Wall", &source, "-o", &program, "-lsimdjson"];
    let compile = || command::run(&mut command::program(lab.repository(), "g++", compile));
    if compile().is_ok() {
        return Ok(());
    }
    command::install(lab.repository(), &["g++", "libsimdjson-dev"])?;
    compile()
}
