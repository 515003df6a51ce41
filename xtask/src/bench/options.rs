//! Arguments of `cargo xtask bench`, parsed.

use std::path::PathBuf;

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

/// A request of the developer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Measure, and publish the results.
    Measure(Options),
    /// Count instructions; `write` saves the counts.
    Instructions {
        /// True if the counts are saved.
        write: bool,
    },
    /// Render the committed results again.
    Render,
}

/// Options for measuring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Small data and few runs.
    pub quick: bool,
    /// Size of the data in bytes.
    pub bytes: u64,
    /// Number of runs of each pair.
    pub runs: usize,
    /// The cases to measure.
    pub cases: Vec<String>,
    /// The tools to measure. If no case and no tool is named, all are measured.
    pub tools: Vec<String>,
    /// A program to measure instead of building one.
    pub acslint: Option<PathBuf>,
}

/// The names that `--only` takes.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) cases: Vec<&'static str>,
    pub(super) tools: Vec<&'static str>,
}

impl Request {
    /// Reads the arguments.
    pub(super) fn of(arguments: &[String], names: &Names) -> Result<Self, Error> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["--render"] => Ok(Self::Render),
            ["--instructions"] => Ok(Self::Instructions { write: false }),
            ["--instructions", "--write"] => Ok(Self::Instructions { write: true }),
            words => Options::of(words, names).map(Self::Measure),
        }
    }
}

impl Options {
    fn of(words: &[&str], names: &Names) -> Result<Self, Error> {
        let (cases, tools) = (Vec::new(), Vec::new());
        let mut options = Self { quick: false, bytes: 0, runs: 0, cases, tools, acslint: None };
        let (mut bytes, mut runs) = (None, None);
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| usage(&format!("`{word}` needs a value")));
            match *word {
                "--quick" => options.quick = true,
                "--size" => bytes = Some(size(value()?)?),
                "--runs" => runs = Some(number(value()?)?),
                "--only" => options.choose(value()?, names)?,
                "--acslint" => options.acslint = Some(value()?.into()),
                other => return Err(usage(&format!("unexpected argument `{other}`"))),
            }
        }
        options.bytes = bytes.unwrap_or(if options.quick { 20_000_000 } else { 1_000_000_000 });
        options.runs = runs.unwrap_or(if options.quick { 3 } else { 7 });
        Ok(options)
    }

    /// Adds a case or a tool to those that are measured.
    fn choose(&mut self, name: &str, names: &Names) -> Result<(), Error> {
        if names.cases.contains(&name) {
            self.cases.push(name.to_owned());
        } else if names.tools.contains(&name) {
            self.tools.push(name.to_owned());
        } else {
            let names = [names.cases.as_slice(), &names.tools].concat().join(", ");
            return Err(usage(&format!("`{name}` is neither a case nor a tool; the names are {names}")));
        }
        Ok(())
    }

    /// Returns true if the case is measured. The name of a tool selects the case that compares tools.
    pub fn wants_case(&self, case: &str) -> bool {
        let names_none = self.cases.is_empty() && self.tools.is_empty();
        let compares_tools = case == "lines" && !self.tools.is_empty();
        names_none || compares_tools || self.cases.iter().any(|name| name == case)
    }

    /// Returns true if the tool is measured. The name of a case selects all tools.
    pub fn wants_peer(&self, peer: &str) -> bool {
        self.tools.is_empty() || self.tools.iter().any(|name| name == peer)
    }

    /// Returns true if the results are fit for publication: nothing left out, and full sizes.
    pub fn is_complete(&self) -> bool {
        let names_none = self.cases.is_empty() && self.tools.is_empty();
        !self.quick && names_none && self.acslint.is_none()
    }
}

/// A size such as `5MB`; the units are powers of ten, as in acslint's own options.
fn size(text: &str) -> Result<u64, Error> {
    let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("B", 1), ("", 1)];
    let parse = |(unit, factor): (&str, u64)| {
        text.strip_suffix(unit)?.trim_end().parse::<u64>().ok()?.checked_mul(factor)
    };
    let bytes = units.into_iter().find_map(parse).filter(|bytes| *bytes >= 5_000_000);
    bytes.ok_or_else(|| usage(&format!("`{text}` is not a size of at least 5MB, such as 100MB")))
}

fn number(text: &str) -> Result<usize, Error> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| usage(&format!("`{text}` is not a number of runs")))
}

fn usage(complaint: &str) -> Error {
    Error::Usage(format!("{complaint}\n\n{USAGE}"))
}
