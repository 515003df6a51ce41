//! Errors of verbs, worded for the developer who ran the verb.

use std::{fmt, io, path::PathBuf, process::ExitStatus};

/// An error of a verb.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Invalid arguments.
    #[error("{0}")]
    Usage(String),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The repository's files could not be listed.
    #[error("cannot list the files of the repository: {0}")]
    List(#[from] ignore::Error),
    /// A program could not be started.
    #[error("cannot start `{command}`: {source}")]
    Start {
        /// The command.
        command: String,
        /// The error of the system.
        source: io::Error,
    },
    /// A program ran and failed.
    #[error("failed ({status}): {command}")]
    Command {
        /// The command.
        command: String,
        /// Its exit status.
        status: ExitStatus,
    },
    /// A program printed unexpected output.
    #[error("cannot read what `{command}` printed: {source}")]
    Output {
        /// The command.
        command: String,
        /// The syntax error.
        source: serde_json::Error,
    },
    /// A file of the repository has unexpected content.
    #[error("{}: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// The syntax error.
        source: serde_json::Error,
    },
    /// A schema has a constraint that the generator of conformance cases does not support.
    #[error("no conformance suite for `{schema}`: {why}")]
    NoSuite {
        /// The schema, below `schemas`.
        schema: String,
        /// The constraint, and its place.
        why: String,
    },
    /// A measurement is impossible: the program fails, or does not do the work that is measured.
    #[error("cannot measure {what}: {why}")]
    Unmeasurable {
        /// The program or the case.
        what: String,
        /// The reason.
        why: String,
    },
    /// A required program is not installed.
    #[error("`{program}` is required but not installed: {advice}")]
    Missing {
        /// Its name.
        program: &'static str,
        /// Advice for installing it.
        advice: &'static str,
    },
    /// Problems of the repository.
    #[error("{}\n{} found; {advice}", listing(problems), count(problems.len()))]
    Problems {
        /// All problems.
        problems: Vec<Problem>,
        /// Advice for the developer.
        advice: &'static str,
    },
}

/// One problem of the repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, from the root of the repository.
    pub file: String,
    /// The line, from 1; 0 if the problem concerns the whole file.
    pub line: usize,
    /// The problem, and its fix.
    pub message: String,
}

impl Problem {
    /// A problem at a line of a file.
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
