//! `acslint schema diff`: changes between two versions of schemas, and their effect on readers and writers.

mod human;
mod json;
mod markdown;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use acslint_types::pointer;
use serde_json::Value;

use crate::args::{Diff, DiffFormat};
use crate::diff::{self, Comparison, DocumentKind, Verdict};
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::schemas::{self, Schemas};

/// Result for one schema.
pub(super) struct Compared {
    /// Path relative to its side, or file name.
    name: String,
    /// Its `title`.
    title: Option<String>,
    outcome: Outcome,
}

/// Outcome of a comparison.
enum Outcome {
    /// On both sides.
    Both(Comparison),
    /// On the new side only.
    Added,
    /// On the old side only.
    Removed,
    /// Unusable on one side.
    Unusable(String),
}

impl Compared {
    /// Effect on readers and writers. A removed schema breaks everything that refers to it.
    fn verdicts(&self) -> Option<(Verdict, Verdict)> {
        match &self.outcome {
            Outcome::Both(comparison) => Some((comparison.readers, comparison.writers)),
            Outcome::Added => Some((Verdict::Fine, Verdict::Fine)),
            Outcome::Removed => Some((Verdict::Breaks, Verdict::Breaks)),
            Outcome::Unusable(_) => None,
        }
    }

    /// Returns true if nothing changed.
    fn is_same(&self) -> bool {
        matches!(&self.outcome, Outcome::Both(comparison)
            if comparison.changes.is_empty() && comparison.annotations.is_empty())
    }
}

impl Compared {
    /// Returns true if only annotations changed, such as titles and descriptions.
    fn has_notes_only(&self) -> bool {
        matches!(&self.outcome, Outcome::Both(comparison)
            if comparison.changes.is_empty() && !comparison.annotations.is_empty())
    }

    /// Returns true if the report only counts it.
    fn is_quiet(&self) -> bool {
        self.is_same() || self.has_notes_only()
    }
}

/// Report about all compared schemas.
pub(super) struct Report {
    old: String,
    new: String,
    compared: Vec<Compared>,
    /// JSON files that are not schemas, on either side.
    others: Vec<String>,
}

impl Report {
    fn exit(&self) -> Exit {
        let mut exit = Exit::Success;
        for compared in &self.compared {
            exit = exit.max(match compared.verdicts().map(|(readers, writers)| readers.max(writers)) {
                None => Exit::Failure,
                Some(Verdict::Breaks) => Exit::Findings,
                Some(Verdict::Unknown) => Exit::NothingChecked,
                Some(Verdict::Fine) => Exit::Success,
            });
        }
        exit
    }

    fn count(&self, counts: impl Fn(&Compared) -> bool) -> u64 {
        self.compared.iter().filter(|compared| counts(compared)).count() as u64
    }
}

/// Compares the schemas; returns the report and the exit code.
pub(super) fn run(args: &Diff, environment: &Environment) -> Result<(String, Exit), Error> {
    let old = schemas::read(&args.old, &args.new)?;
    let new = schemas::read(&args.new, &args.old)?;
    let report = compared(args, &old, &new);
    let text = match args.format {
        DiffFormat::Human => {
            human::write(&report, environment.colors(args.color, false), environment.width(false))
        }
        DiffFormat::Markdown => markdown::write(&report),
        DiffFormat::Json => json::write(&report),
    };
    Ok((text, report.exit()))
}

fn compared(args: &Diff, old: &Schemas, new: &Schemas) -> Report {
    let mut others: BTreeSet<&String> = old.others.iter().collect();
    others.extend(&new.others);
    let mut compared: Vec<Compared> = if old.single && new.single {
        let pairs = old.by_name.iter().zip(&new.by_name);
        pairs.flat_map(|((_, old), (name, new))| documents(name, old, new)).collect()
    } else {
        let names: BTreeSet<&String> = old.by_name.keys().chain(new.by_name.keys()).collect();
        names.into_iter().flat_map(|name| of_sets(name, old, new)).collect()
    };
    joined_by_identity(&mut compared, old, new);
    Report {
        old: args.old.clone(),
        new: args.new.clone(),
        compared,
        others: others.into_iter().cloned().collect(),
    }
}

fn of_sets(name: &str, old: &Schemas, new: &Schemas) -> Vec<Compared> {
    match (old.by_name.get(name), new.by_name.get(name)) {
        (Some(old), Some(new)) => documents(name, old, new),
        (None, Some(new)) => vec![added(name, new)],
        (Some(old), None) => vec![alone(name, old, Outcome::Removed)],
        (None, None) => Vec::new(),
    }
}

fn alone(name: &str, schema: &Value, outcome: Outcome) -> Compared {
    Compared { name: name.to_owned(), title: title(schema), outcome }
}

fn added(name: &str, new: &Value) -> Compared {
    let outcome = match (diff::document_kind(new), diff::usable(new)) {
        (DocumentKind::Other(what), _) => Outcome::Unusable(format!("the new document {what}")),
        (_, Err(message)) => Outcome::Unusable(format!("the new schema cannot be used: {message}")),
        (_, Ok(())) => Outcome::Added,
    };
    alone(name, new, outcome)
}

/// Compares two documents: two schemas, or the definitions of two libraries by name.
fn documents(name: &str, old: &Value, new: &Value) -> Vec<Compared> {
    match (diff::document_kind(old), diff::document_kind(new)) {
        (DocumentKind::Other(what), _) => {
            vec![alone(name, new, Outcome::Unusable(format!("the old document {what}")))]
        }
        (_, DocumentKind::Other(what)) => {
            vec![alone(name, new, Outcome::Unusable(format!("the new document {what}")))]
        }
        (DocumentKind::Library, DocumentKind::Library) => libraries(name, old, new),
        _ => vec![both(name, old, new)],
    }
}

/// Compares the definitions of two libraries.
fn libraries(file: &str, old: &Value, new: &Value) -> Vec<Compared> {
    let held = |document: &Value| -> BTreeMap<String, (&'static str, Value)> {
        let definitions = diff::definitions(document);
        // Embedded copies of referenced documents are compared as files.
        let own = definitions.filter(|(_, name, _)| !name.contains("://"));
        own.map(|(keyword, name, _)| (name.clone(), (keyword, diff::definition(document, keyword, name))))
            .collect()
    };
    let (old, new) = (held(old), held(new));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let compared = names.into_iter().filter_map(|name| {
        let title = |keyword: &str| format!("{file}#/{keyword}/{}", pointer::token(name));
        Some(match (old.get(name), new.get(name)) {
            (Some((_, old)), Some((keyword, new))) => both(&title(keyword), old, new),
            (None, Some((keyword, new))) => match diff::usable(new) {
                Ok(()) => alone(&title(keyword), new, Outcome::Added),
                Err(message) => {
                    let message = format!("the new schema cannot be used: {message}");
                    alone(&title(keyword), new, Outcome::Unusable(message))
                }
            },
            (Some((keyword, old)), None) => alone(&title(keyword), old, Outcome::Removed),
            (None, None) => return None,
        })
    });
    compared.collect()
}

fn both(name: &str, old: &Value, new: &Value) -> Compared {
    let outcome = match diff::compare(old, new) {
        Ok(comparison) => Outcome::Both(comparison),
        Err(error) => Outcome::Unusable(error.to_string()),
    };
    Compared { name: name.to_owned(), title: title(new), outcome }
}

/// Joins a removed and an added schema with the same `$id`: the schema was moved.
fn joined_by_identity(compared: &mut Vec<Compared>, old: &Schemas, new: &Schemas) {
    let id = |schema: Option<&Value>| schema?.get("$id")?.as_str().map(str::to_owned);
    let added: Vec<String> = compared
        .iter()
        .filter(|compared| matches!(compared.outcome, Outcome::Added))
        .map(|compared| compared.name.clone())
        .collect();
    for name in added {
        let identity = id(new.by_name.get(&name));
        let before = compared.iter().position(|compared| {
            matches!(compared.outcome, Outcome::Removed)
                && identity.is_some()
                && id(old.by_name.get(&compared.name)) == identity
        });
        let Some(before) = before else { continue };
        let moved = compared.remove(before);
        let (Some(old), Some(new)) = (old.by_name.get(&moved.name), new.by_name.get(&name)) else { continue };
        if let Some(after) = compared.iter_mut().find(|compared| compared.name == name) {
            *after = both(&name, old, new);
        }
    }
}

fn title(schema: &Value) -> Option<String> {
    schema.get("title").and_then(Value::as_str).map(str::to_owned)
}

/// Phrase for two verdicts.
fn phrase((readers, writers): (Verdict, Verdict)) -> &'static str {
    match (readers, writers) {
        (Verdict::Breaks, Verdict::Breaks) => "breaks readers and writers",
        (Verdict::Breaks, _) => "breaks readers",
        (_, Verdict::Breaks) => "breaks writers",
        (Verdict::Fine, Verdict::Fine) => "not breaking",
        _ => "undecided",
    }
}

/// Summary line of a report.
fn summary(report: &Report) -> String {
    let same = report.count(Compared::is_same);
    let verdict = |readers, writers| report.count(|compared| compared.verdicts() == Some((readers, writers)));
    let breaking = report.count(|compared| {
        compared.verdicts().is_some_and(|(readers, writers)| readers.max(writers) == Verdict::Breaks)
    });
    let notes = report.count(Compared::has_notes_only);
    let fine = verdict(Verdict::Fine, Verdict::Fine) - same - notes;
    let unusable = report.count(|compared| compared.verdicts().is_none());
    let open = report.compared.len() as u64 - same - notes - breaking - fine - unusable;
    let parts: Vec<String> = [
        (breaking, "breaking"),
        (open, "undecided"),
        (fine, "not breaking"),
        (notes, "with changed annotations only"),
        (same, "unchanged"),
        (unusable, "unusable"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| format!("{} {what}", crate::text::thousands(number)))
    .collect();
    format!("{}: {}", crate::text::counted(report.compared.len() as u64, "schema"), parts.join(", "))
}

/// A record on one line, and the range of the value at a pointer.
fn located(record: &Value, pointer: &str) -> (String, std::ops::Range<usize>) {
    let mut text = String::new();
    let mut place = 0..0;
    write_located(record, &mut String::new(), pointer, &mut text, &mut place);
    if pointer.is_empty() {
        place = 0..text.len();
    }
    (text, place)
}

fn write_located(
    value: &Value,
    at: &mut String,
    pointer: &str,
    text: &mut String,
    place: &mut std::ops::Range<usize>,
) {
    let start = text.len();
    let length = at.len();
    match value {
        Value::Object(members) => {
            text.push('{');
            for (number, (name, value)) in members.iter().enumerate() {
                let comma = if number == 0 { "" } else { ", " };
                let _ = write!(text, "{comma}{}: ", Value::String(name.clone()));
                let _ = write!(at, "/{}", pointer::token(name));
                write_located(value, at, pointer, text, place);
                at.truncate(length);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (number, value) in items.iter().enumerate() {
                text.push_str(if number == 0 { "" } else { ", " });
                let _ = write!(at, "/{number}");
                write_located(value, at, pointer, text, place);
                at.truncate(length);
            }
            text.push(']');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
    if at == pointer {
        *place = start..text.len();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::located;

    #[test]
    fn a_value_is_found_in_the_text_of_its_record() {
        let record = json!({ "a": [1, { "b/c": "é\n" }], "d": {} });
        let at = |pointer| {
            let (text, place) = located(&record, pointer);
            text[place].to_owned()
        };
        assert_eq!(at("/a/1/b~1c"), r#""é\n""#);
        assert_eq!(at("/a/0"), "1");
        assert_eq!(at("/d"), "{}");
        assert_eq!(at(""), r#"{"a": [1, {"b/c": "é\n"}], "d": {}}"#);
    }
}
