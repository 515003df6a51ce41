//! `cargo xtask changelog`: the program writes the changes of the schemas since the last release into `CHANGELOG.md`.
//! With `--release`, the current schemas become the released ones.
//!
//! The released schemas are stored without descriptions and examples, which may change at any time.

use std::process::Stdio;

use acslint_types::schemas;
use serde_json::Value;

use crate::{Error, Repository, command};

const CHANGELOG: &str = "CHANGELOG.md";
const RELEASED: &str = "testdata/released/";
const BEGIN: &str = "<!-- What follows is written by `cargo xtask changelog`. -->\n";
const NOTHING: &str = "The schemas accept what they accepted in the last release.";
const END: &str = "<!-- This was written by `cargo xtask changelog`. -->\n";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [] => {}
        [release] if release == "--release" => record(repository)?,
        _ => return Err(Error::Usage("usage: cargo xtask changelog [--release]".to_owned())),
    }
    let entries = entries(repository)?;
    let changelog = repository.text(CHANGELOG)?;
    let Some(changelog) = with_entries(&changelog, &entries) else {
        return Err(Error::Usage(format!(
            "{CHANGELOG} lacks the lines between which entries are written:\n{BEGIN}{END}"
        )));
    };
    repository.write(CHANGELOG, &changelog)
}

/// The changelog with these entries in place of the ones generated before.
pub fn with_entries(changelog: &str, entries: &str) -> Option<String> {
    let (before, rest) = changelog.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{}\n\n{END}{after}", entries.trim_end()))
}

/// The changes that the program reports between the released schemas and the current ones.
fn entries(repository: &Repository) -> Result<String, Error> {
    let mut entries = String::new();
    for directory in ["table", "resource-log"] {
        let (released, current) = (format!("{RELEASED}{directory}"), format!("schemas/{directory}"));
        let mut command = command::acslint(repository)?;
        command.args(["schema", "diff", &released, &current, "--format", "markdown"]);
        let shown = format!("acslint schema diff {released} {current} --format markdown");
        let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
        let output = output.map_err(|source| Error::Start { command: shown.clone(), source })?;
        // A test objects to breaking changes, not this verb.
        if !matches!(output.status.code(), Some(0 | 1 | 3)) {
            return Err(Error::Command { command: shown, status: output.status });
        }
        // The last paragraph counts schemas.
        if let Some((changes, _)) = String::from_utf8_lossy(&output.stdout).rsplit_once("\n\n") {
            entries.push_str(changes);
            entries.push('\n');
        }
    }
    Ok(if entries.is_empty() { NOTHING.to_owned() } else { entries })
}

/// Makes the current schemas the released ones.
fn record(repository: &Repository) -> Result<(), Error> {
    for (file, text) in released() {
        repository.write(&file, &text)?;
    }
    let known: Vec<String> = released().into_iter().map(|(file, _)| file).collect();
    for file in repository.files()?.into_iter().filter(|file| file.starts_with(RELEASED)) {
        if file.ends_with(".schema.json") && !known.contains(&file) {
            repository.remove(&file)?;
        }
    }
    repository.write(&format!("{RELEASED}declared.json"), "[]\n")
}

/// The schemas of records, each on one line.
pub fn released() -> Vec<(String, String)> {
    let of_records = |file: &str| file.starts_with("table/") || file.starts_with("resource-log/");
    let documents = schemas().into_iter().filter(|document| of_records(&document.file));
    let compact = |text: &str| {
        let mut schema: Value = serde_json::from_str(text).unwrap_or_default();
        strip(&mut schema);
        format!("{schema}\n")
    };
    documents.map(|document| (format!("{RELEASED}{}", document.file), compact(&document.text))).collect()
}

/// Removes annotations, which do not decide what is valid.
fn strip(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("description").is_some_and(Value::is_string) {
                members.shift_remove("description");
            }
            if members.get("examples").is_some_and(Value::is_array) {
                members.shift_remove("examples");
            }
            members.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}
