//! Reports in the formats of other programs, from runs of every kind, to be validated by those programs.
//!
//! The program itself makes the reports from the test data; they are below `target/reports`.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{Error, Repository, command};

/// The directory of the reports, below the repository.
const DIRECTORY: &str = "target/reports";

/// The formats, and the file name of each.
const FORMATS: [(&str, &str); 7] = [
    ("html", "html"),
    ("json", "json"),
    ("sarif", "sarif"),
    ("junit", "xml"),
    ("rdjson", "rdjson"),
    ("gitlab", "gitlab.json"),
    ("markdown", "md"),
];

/// A kind of run: its name, its inputs, and its exit code.
const RUNS: [(&str, &[&str], i32); 5] = [
    (
        "findings",
        &["testdata/table", "testdata/resource-log", "testdata/framing", "xtask/tools/html/hostile.jsonl"],
        1,
    ),
    ("clean", &["testdata/table/valid"], 0),
    (
        "unreadable",
        &["testdata/table/valid/sms-of-a-workspace-export.jsonl", "target/reports/missing.jsonl"],
        2,
    ),
    ("broken", &["testdata/framing/invalid/lines-broken-in-the-middle.jsonl"], 1),
    ("nothing", &["target/reports/empty"], 3),
];

/// Writes the reports and returns their directory.
pub(crate) fn write(repository: &Repository) -> Result<PathBuf, Error> {
    let directory = repository.root().join(DIRECTORY);
    let empty = directory.join("empty");
    fs::create_dir_all(&empty).map_err(|source| Error::File { path: empty, source })?;
    for (name, inputs, code) in RUNS {
        let mut check = command::acslint(repository)?;
        check.arg("check").args(inputs).arg("--quiet");
        for (format, extension) in FORMATS {
            check.args(["--format", format, "--output", &format!("{DIRECTORY}/{name}.{extension}")]);
        }
        run(&mut check, code)?;
    }
    Ok(directory)
}

/// Runs the program and expects this exit code.
pub(crate) fn run(acslint: &mut Command, code: i32) -> Result<(), Error> {
    let words = acslint.get_args().map(|word| word.to_string_lossy()).collect::<Vec<_>>();
    let shown = format!("acslint {}", words.join(" "));
    println!("$ {shown}");
    let status = acslint.stdin(Stdio::null()).stderr(Stdio::null()).status();
    let status = status.map_err(|source| Error::Start { command: shown.clone(), source })?;
    if status.code() == Some(code) { Ok(()) } else { Err(Error::Command { command: shown, status }) }
}
