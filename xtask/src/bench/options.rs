//! What is typed behind `cargo xtask bench`, and what it means.

use std::path::PathBuf;

use super::{cases::CASES, peers::PEERS};
use crate::Error;

const USAGE: &str = "\
usage: cargo xtask bench [--quick] [--size BYTES] [--runs N] [--only NAME] [--acslint FILE]
       cargo xtask bench --instructions [--write]
       cargo xtask bench --render

  --quick         small data and few runs, to see that everything works
  --size BYTES    size of the data, such as 100MB [default: 1GB; 20MB with --quick]
  --runs N        how often each pair runs, short ones three times as often [default: 7; 3 with --quick]
  --only NAME     only this case or this tool; may be repeated
  --acslint FILE  measure this program instead of building one
  --instructions  count instructions with valgrind and compare with the counts that are committed
  --write         commit to the new counts
  --render        write the document and its plots again, from the results that are committed";

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Measure, and say what came of it.
    Measure(Options),
    /// Count instructions; `write` keeps the counts.
    Instructions {
        /// Whether to keep them.
        write: bool,
    },
    /// Render the committed results again.
    Render,
}

/// How to measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Small data and few runs.
    pub quick: bool,
    /// Size of the data in bytes.
    pub bytes: u64,
    /// How often each pair runs.
    pub runs: usize,
    /// The cases and tools to measure; all, where it is empty.
    pub only: Vec<String>,
    /// A program to measure instead of building one.
    pub acslint: Option<PathBuf>,
}

impl Request {
    /// Reads the arguments.
    pub fn of(arguments: &[String]) -> Result<Self, Error> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["--render"] => Ok(Self::Render),
            ["--instructions"] => Ok(Self::Instructions { write: false }),
            ["--instructions", "--write"] => Ok(Self::Instructions { write: true }),
            words => Options::of(words).map(Self::Measure),
        }
    }
}

impl Options {
    fn of(words: &[&str]) -> Result<Self, Error> {
        let mut options = Self { quick: false, bytes: 0, runs: 0, only: Vec::new(), acslint: None };
        let (mut bytes, mut runs) = (None, None);
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| usage(&format!("`{word}` needs a value")));
            match *word {
                "--quick" => options.quick = true,
                "--size" => bytes = Some(size(value()?)?),
                "--runs" => runs = Some(number(value()?)?),
                "--only" => options.only.push(name(value()?)?),
                "--acslint" => options.acslint = Some(value()?.into()),
                other => return Err(usage(&format!("`{other}` is not expected here"))),
            }
        }
        options.bytes = bytes.unwrap_or(if options.quick { 20_000_000 } else { 1_000_000_000 });
        options.runs = runs.unwrap_or(if options.quick { 3 } else { 7 });
        Ok(options)
    }

    /// Whether a case is to be measured. A tool's name asks for the case in which the tools are compared.
    pub fn wants_case(&self, case: &str) -> bool {
        let names_tool = || PEERS.iter().any(|peer| self.only.iter().any(|name| name == peer.name));
        self.only.is_empty() || self.only.iter().any(|name| name == case) || (case == "lines" && names_tool())
    }

    /// Whether a tool is to be measured. A case's name asks for all tools.
    pub fn wants_peer(&self, peer: &str) -> bool {
        let names_tool = PEERS.iter().any(|peer| self.only.iter().any(|name| name == peer.name));
        !names_tool || self.only.iter().any(|name| name == peer)
    }

    /// Whether what comes of it is fit to be published: nothing left out, nothing made small.
    pub fn is_complete(&self) -> bool {
        !self.quick && self.only.is_empty() && self.acslint.is_none()
    }
}

/// A size such as `5MB`; the units are powers of ten, as in acslint's own options.
fn size(text: &str) -> Result<u64, Error> {
    let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("B", 1), ("", 1)];
    let parse = |(unit, factor): (&str, u64)| {
        text.strip_suffix(unit)?.trim_end().parse::<u64>().ok()?.checked_mul(factor)
    };
    let bytes = units.into_iter().find_map(parse).filter(|bytes| *bytes >= 5_000_000);
    bytes.ok_or_else(|| usage(&format!("`{text}` is no size of at least 5MB, such as 100MB")))
}

fn number(text: &str) -> Result<usize, Error> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| usage(&format!("`{text}` is no number of runs")))
}

fn name(text: &str) -> Result<String, Error> {
    let known = || CASES.iter().map(|case| case.name).chain(PEERS.iter().map(|peer| peer.name));
    if known().any(|name| name == text) {
        return Ok(text.to_owned());
    }
    let names: Vec<&str> = known().collect();
    Err(usage(&format!("`{text}` is neither a case nor a tool; there are {}", names.join(", "))))
}

fn usage(complaint: &str) -> Error {
    Error::Usage(format!("{complaint}\n\n{USAGE}"))
}
