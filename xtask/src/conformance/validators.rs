//! The validators, their origin, and their invocation: each runs once, on the complete corpus.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde::Deserialize;
use serde_json::Value;

use super::corpus::{DIRECTORY, Suite};
use crate::{
    Error, Repository, command,
    toolchain::{self, text},
};

/// Verdicts of a validator on the tests of each suite.
pub type Verdicts = BTreeMap<String, Vec<bool>>;

/// A validator of the corpus.
#[derive(Debug)]
pub struct Validator {
    /// Its name in the list of differences.
    pub name: &'static str,
    /// Runs it.
    pub judge: fn(&Repository, &[Suite]) -> Result<Verdicts, Error>,
}

/// All validators except Rust's jsonschema. A test runs that one, so that xtask need not compile it.
pub static VALIDATORS: &[Validator] = &[
    Validator { name: "acslint", judge: acslint },
    Validator { name: "ajv", judge: |repository, _| node(repository, "ajv") },
    Validator { name: "hyperjump", judge: |repository, _| node(repository, "hyperjump") },
    Validator { name: "jsonschema (Python)", judge: |repository, _| python(repository, "jsonschema") },
    Validator { name: "fastjsonschema", judge: |repository, _| python(repository, "fastjsonschema") },
    Validator { name: "sourcemeta", judge: sourcemeta },
];

const NODE: &str = "xtask/tools/conformance/node";
const PYTHON: &str = "xtask/tools/conformance/python";

/// Installs them in pinned versions.
pub(super) fn install(repository: &Repository) -> Result<(), Error> {
    toolchain::need_node(repository)?;
    let npm = ["ci", "--no-audit", "--no-fund", "--prefix", NODE];
    command::run(&mut command::program(repository, "npm", npm))?;
    let requirements = format!("{PYTHON}/requirements.txt");
    toolchain::python(repository, &requirements, &place(repository, "python")).map(|_| ())
}

/// Path for intermediate files.
fn place(repository: &Repository, name: &str) -> PathBuf {
    repository.root().join("target/conformance").join(name)
}

fn interpreter(repository: &Repository) -> String {
    text(&place(repository, "python").join("bin/python"))
}

fn node(repository: &Repository, library: &str) -> Result<Verdicts, Error> {
    let program = format!("{NODE}/judge.mjs");
    verdicts(&mut command::program(repository, "node", [&program, library, "schemas", DIRECTORY]))
}

fn python(repository: &Repository, library: &str) -> Result<Verdicts, Error> {
    let program = format!("{PYTHON}/judge.py");
    let arguments = [&program, library, "schemas", DIRECTORY];
    verdicts(&mut command::program(repository, &interpreter(repository), arguments))
}

/// Verdicts of an acslint tool, which prints for each suite a text of ones and zeros.
fn verdicts(command: &mut Command) -> Result<Verdicts, Error> {
    let said = command::json(command)?;
    let suites = said.as_object().into_iter().flatten();
    let suite = |(file, said): (&String, &Value)| {
        (file.clone(), said.as_str().unwrap_or_default().bytes().map(|byte| byte == b'1').collect())
    };
    Ok(suites.map(suite).collect())
}

/// Verdicts of acslint on all records as lines of one file: a record is invalid if its line has an error.
fn acslint(repository: &Repository, suites: &[Suite]) -> Result<Verdicts, Error> {
    #[derive(Deserialize)]
    struct Finding {
        level: String,
        line: usize,
    }
    let file = lines(repository, "records.jsonl", suites)?;
    let check = ["check", "--format", "jsonl", "--fail-on", "never"];
    let report = command::text(command::acslint(repository)?.args(check).arg(file))?;
    let findings = report.lines().filter_map(|line| serde_json::from_str::<Finding>(line).ok());
    let wrong: BTreeSet<usize> =
        findings.filter(|finding| finding.level == "error").map(|finding| finding.line).collect();
    let mut numbers = 1..;
    let suite = |suite: &Suite| {
        let said = suite.tests.iter().zip(&mut numbers).map(|(_, line)| !wrong.contains(&line)).collect();
        (suite.file.clone(), said)
    };
    Ok(suites.iter().map(suite).collect())
}

/// Verdicts of sourcemeta's command line, which takes one schema and the lines of a file.
fn sourcemeta(repository: &Repository, suites: &[Suite]) -> Result<Verdicts, Error> {
    let mut verdicts = Verdicts::new();
    for suite in suites {
        let file = lines(repository, "records-of-one.jsonl", std::slice::from_ref(suite))?;
        let program = format!("{NODE}/node_modules/.bin/jsonschema");
        // With `--fast` it stops at a number that does not fit into 64 bits.
        let arguments = ["validate", "--format-assertion", "--continue", "--verbose"];
        let mut command = command::program(repository, &program, arguments);
        command.arg(suite.schema_file()).arg(file).stdin(Stdio::null());
        // It fails if a record fails. It names good records on one stream, and bad ones on the other.
        let output = command.output().map_err(|source| Error::Start { command: program.clone(), source })?;
        let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
        let said: BTreeMap<usize, bool> =
            said.iter().flat_map(|said| said.lines()).filter_map(entry).collect();
        let of_suite = (1..=suite.tests.len()).map_while(|number| said.get(&number).copied()).collect();
        verdicts.insert(suite.file.clone(), of_suite);
    }
    Ok(verdicts)
}

/// Index and validity of a record, from `ok: records.jsonl (entry #7)`.
fn entry(line: &str) -> Option<(usize, bool)> {
    let (verdict, rest) = line.split_once(": ")?;
    let number = rest.split_once(" (entry #")?.1.strip_suffix(')')?.parse().ok()?;
    match verdict {
        "ok" => Some((number, true)),
        "fail" => Some((number, false)),
        _ => None,
    }
}

/// Writes the records of suites, one per line.
fn lines(repository: &Repository, name: &str, suites: &[Suite]) -> Result<PathBuf, Error> {
    let path = place(repository, name);
    let tests = suites.iter().flat_map(|suite| &suite.tests);
    let text: String = tests.flat_map(|test| [test.data.to_string(), "\n".to_owned()]).collect();
    let directory = path.parent().map_or(Ok(()), fs::create_dir_all);
    directory
        .and_then(|()| fs::write(&path, text))
        .map_err(|source| Error::File { path: path.clone(), source })?;
    Ok(path)
}
