//! Why a verb failed, in words for the developer who ran it.

use std::{fmt, io, path::PathBuf, process::ExitStatus};

/// Why a verb failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The command line means nothing.
    #[error("{0}")]
    Usage(String),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The repository's files could not be listed.
    #[error("cannot list the files of the repository: {0}")]
    List(#[from] ignore::Error),
    /// A program could not be started.
    #[error("cannot start `{command}`: {source}")]
    Start {
        /// What was to run.
        command: String,
        /// What the system said.
        source: io::Error,
    },
    /// A program ran and failed.
    #[error("failed ({status}): {command}")]
    Command {
        /// What ran.
        command: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// A program wrote something else than it should.
    #[error("cannot read what `{command}` printed: {source}")]
    Output {
        /// What ran.
        command: String,
        /// Where it stops making sense.
        source: serde_json::Error,
    },
    /// A file of ours does not hold what it should.
    #[error("{}: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// Where it stops making sense.
        source: serde_json::Error,
    },
    /// A schema has a constraint that the generator of conformance cases cannot follow.
    #[error("no conformance suite for `{schema}`: {why}")]
    NoSuite {
        /// The schema, below `schemas`.
        schema: String,
        /// Which constraint, and where.
        why: String,
    },
    /// Something cannot be measured: it fails, or does not do what it is measured for.
    #[error("cannot measure {what}: {why}")]
    Unmeasurable {
        /// The program or the case.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// A program is needed that is not there.
    #[error("`{program}` is needed and not there: {advice}")]
    Missing {
        /// Its name.
        program: &'static str,
        /// How to come by it.
        advice: &'static str,
    },
    /// Something in the repository is not as it should be.
    #[error("{}\n{} found; {advice}", listing(problems), count(problems.len()))]
    Problems {
        /// All of it.
        problems: Vec<Problem>,
        /// What to do about it.
        advice: &'static str,
    },
}

/// One thing in the repository that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, from the root of the repository.
    pub file: String,
    /// The line, from 1; 0 where it is about the whole file.
    pub line: usize,
    /// What is wrong, and how to mend it.
    pub message: String,
}

impl Problem {
    /// About a line of a file.
    pub fn new(file: impl Into<String>, line: usize, message: impl Into<String>) -> Self {
        Self { file: file.into(), line, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.message),
            line => write!(f, "{}:{line}: {}", self.file, self.message),
        }
    }
}

fn listing(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn count(number: usize) -> String {
    match number {
        1 => "1 problem".to_owned(),
        number => format!("{number} problems"),
    }
}
