//! The context of all measurements: the acslint to measure, its features, the directory for files, the cores.

use std::{
    fs,
    num::NonZero,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use super::options::Options;
use crate::{Error, Repository, command};

/// Directory below the repository for temporary files.
const DIRECTORY: &str = "target/bench";

/// The context of all measurements.
#[derive(Debug)]
pub(super) struct Context<'r> {
    repository: &'r Repository,
    acslint: PathBuf,
    /// True if the program was given with an option instead of built.
    is_given: bool,
    /// True if the program has a `--threads` option; without it, there is one thread.
    has_threads: bool,
    can_pin: bool,
    cores: usize,
}

impl<'r> Context<'r> {
    /// Builds acslint, unless a program is given, and creates the directory.
    pub(super) fn new(repository: &'r Repository, options: &Options) -> Result<Self, Error> {
        let directory = repository.root().join(DIRECTORY);
        fs::create_dir_all(&directory).map_err(|source| Error::File { path: directory, source })?;
        let acslint = match &options.acslint {
            Some(program) => {
                program.canonicalize().map_err(|source| Error::File { path: program.clone(), source })?
            }
            None => build(repository)?,
        };
        let help = said(&acslint, ["check", "--help"])?;
        let can_pin = command::is_there("taskset");
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let is_given = options.acslint.is_some();
        Ok(Self { repository, acslint, is_given, has_threads: help.contains("--threads"), can_pin, cores })
    }

    /// The repository.
    pub(super) fn repository(&self) -> &Repository {
        self.repository
    }

    /// The program that is measured.
    pub(super) fn acslint(&self) -> &Path {
        &self.acslint
    }

    /// Returns true if the program was given instead of built.
    pub(super) fn is_given(&self) -> bool {
        self.is_given
    }

    /// Returns true if the program has a `--threads` option.
    pub(super) fn has_threads(&self) -> bool {
        self.has_threads
    }

    /// Returns true if programs can be pinned to a core.
    pub(super) fn can_pin(&self) -> bool {
        self.can_pin
    }

    /// Number of cores.
    pub(super) fn cores(&self) -> usize {
        self.cores
    }

    /// A path in the directory of the benchmarks.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.repository.root().join(DIRECTORY).join(name)
    }

    /// Command prefix that pins a program to this number of cores: the last ones, since the first serve interrupts.
    pub(super) fn pin(&self, cores: usize) -> Vec<String> {
        if !self.can_pin {
            return Vec::new();
        }
        let first = self.cores.saturating_sub(cores);
        vec!["taskset".to_owned(), "-c".to_owned(), format!("{first}-{}", self.cores.saturating_sub(1))]
    }

    /// Reason for leaving something out, fit for publication: with paths from the root of the repository.
    pub(super) fn reason(&self, error: &Error) -> String {
        error.to_string().replace(&format!("{}/", self.repository.root().display()), "")
    }

    /// The output of acslint with these arguments.
    pub(super) fn ask<const N: usize>(&self, arguments: [&str; N]) -> Result<String, Error> {
        said(&self.acslint, arguments)
    }
}

fn build(repository: &Repository) -> Result<PathBuf, Error> {
    let build = ["build", "--profile", "dist", "--package", "acslint", "--target-dir", "target"];
    command::run(&mut command::cargo(repository, build))?;
    Ok(repository.root().join("target/dist/acslint"))
}

fn said<const N: usize>(program: &Path, arguments: [&str; N]) -> Result<String, Error> {
    command::text(Command::new(program).args(arguments))
}
