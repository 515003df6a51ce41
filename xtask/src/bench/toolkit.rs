//! Sources and installation of the tools: below `target/bench`, in pinned versions.

use std::fs;

use super::context::Context;
use crate::{
    Error, command,
    toolchain::{self, text},
};

/// The programs, their manifests and their lock files.
const SOURCES: &str = "xtask/tools/bench";

/// A source of tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toolkit {
    /// Programs of this repository with crates from crates.io.
    Rust,
    /// Packages from npm.
    Node,
    /// Packages from `PyPI`.
    Python,
    /// A library of the system, and a compiler for it.
    Cpp,
    /// Programs of every system.
    System,
}

impl Toolkit {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [Self::Rust, Self::Node, Self::Python, Self::Cpp, Self::System];

    /// Installs the tools.
    pub(super) fn install(self, context: &Context<'_>) -> Result<(), Error> {
        match self {
            Self::Rust => rust(context),
            Self::Node => node(context),
            Self::Python => python(context),
            Self::Cpp => cpp(context),
            Self::System => Ok(()),
        }
    }

    /// The pinned version of a package.
    pub(super) fn version(self, context: &Context<'_>, package: &str) -> Option<String> {
        let (file, before, behind) = match self {
            Self::Rust => ("rust/Cargo.lock", format!("name = \"{package}\"\nversion = \""), '"'),
            Self::Node => ("node/package.json", format!("\"{package}\": \""), '"'),
            Self::Python => ("python/requirements.txt", format!("\n{package}=="), '\n'),
            Self::Cpp | Self::System => return None,
        };
        let text = context.repository().text(&format!("{SOURCES}/{file}")).ok()?;
        let (_, rest) = text.split_once(&before)?;
        rest.split_once(behind).map(|(version, _)| version.to_owned())
    }
}

fn rust(context: &Context<'_>) -> Result<(), Error> {
    let manifest = format!("{SOURCES}/rust/Cargo.toml");
    let target = text(&context.place("peers"));
    let build = ["build", "--release", "--locked", "--manifest-path", &manifest, "--target-dir", &target];
    command::run(&mut command::cargo(context.repository(), build))
}

fn node(context: &Context<'_>) -> Result<(), Error> {
    toolchain::node(context.repository(), &format!("{SOURCES}/node"), &context.place("node"))
}

fn python(context: &Context<'_>) -> Result<(), Error> {
    let requirements = format!("{SOURCES}/python/requirements.txt");
    toolchain::python(context.repository(), &requirements, &context.place("python")).map(|_| ())
}

fn cpp(context: &Context<'_>) -> Result<(), Error> {
    let directory = context.place("cpp");
    fs::create_dir_all(&directory).map_err(|source| Error::File { path: directory.clone(), source })?;
    let source = format!("{SOURCES}/cpp/dom.cpp");
    let program = text(&directory.join("dom"));
    let compile = ["-std=c++17", "-O3", "-DNDEBUG", "-Wall", &source, "-o", &program, "-lsimdjson"];
    let compile = || command::run(&mut command::program(context.repository(), "g++", compile));
    if compile().is_ok() {
        return Ok(());
    }
    command::install(context.repository(), &["g++", "libsimdjson-dev"])?;
    compile()
}
