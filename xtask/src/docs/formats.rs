//! The output formats: their index, and the check that each has a page.
//!
//! The purpose and the limits of a format are written by hand in `docs/formats/<format>.md`. Each page shows the
//! output of the program, which a test compares. The command line provides the list of formats.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use acslint_types::Document;

use super::{MARK, escaped};
use crate::{Error, Problem, Repository};

const DIRECTORY: &str = "docs/formats/";

/// The formats by name, each with its help text.
fn formats() -> BTreeMap<String, String> {
    let command = super::cli::definition();
    let check = command.find_subcommand("check").map(clap::Command::get_arguments);
    let format = check.into_iter().flatten().find(|argument| argument.get_id() == "format");
    let values = format.map(clap::Arg::get_possible_values).unwrap_or_default();
    let named = values.iter().filter(|value| !value.is_hide_set());
    named
        .map(|value| {
            (value.get_name().to_owned(), value.get_help().map(ToString::to_string).unwrap_or_default())
        })
        .collect()
}

pub(super) fn index() -> Document {
    let mut text = format!(
        "{MARK}# Output formats\n\n`acslint check --format FORMAT` writes the report in one of these formats. One run can write \
         several: every `--format` but one then needs an `--output FILE` after it.\n\n| format | what it is |\n|---|---|\n"
    );
    for (name, help) in formats() {
        let _ = writeln!(text, "| [`{name}`]({name}.md) | {} |", escaped(&help));
    }
    Document { file: format!("{DIRECTORY}README.md"), text }
}

/// Problems: formats without a page, pages without a run of their format, and pages of unknown formats.
pub(crate) fn problems(repository: &Repository) -> Result<Vec<Problem>, Error> {
    let mut problems = Vec::new();
    let formats = formats();
    for name in formats.keys() {
        let file = format!("{DIRECTORY}{name}.md");
        let Some(bytes) = repository.bytes(&file)? else {
            problems.push(Problem::new(file, 0, "is missing: each output format has a page"));
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        if !text.starts_with(&format!("# {name}\n")) {
            problems.push(Problem::new(file.as_str(), 1, format!("must open with `# {name}`")));
        }
        let runs = |line: &str| {
            line.starts_with("$ ")
                && line.contains("acslint check ")
                && line.contains(&format!("--format {name}"))
        };
        if !text.lines().any(runs) {
            problems.push(Problem::new(file, 0, format!("shows no run with `--format {name}`")));
        }
    }
    let is_stray = |file: &String| {
        let name = file.strip_prefix(DIRECTORY).and_then(|name| name.strip_suffix(".md"));
        name.is_some_and(|name| name != "README" && !formats.contains_key(name))
    };
    let strays = repository.files()?.into_iter().filter(is_stray);
    problems.extend(strays.map(|file| Problem::new(file, 0, "is not about an output format")));
    Ok(problems)
}
