//! `acslint schema diff`: changes between two versions of schemas, and their effect on readers and writers.

mod human;
mod json;
mod markdown;

use std::collections::BTreeSet;
use std::fmt::Write;

use acslint_schema::diff::{SchemaComparison, Verdict, compare_sets};
use acslint_types::pointer;
use serde_json::Value;

use crate::args::{Diff, DiffFormat};
use crate::error::Error;
use crate::exit::Exit;
use crate::input::schemas;
use crate::plan::Environment;
use crate::text::{counted, thousands};

/// Report about all compared schemas.
pub(super) struct Report {
    old: String,
    new: String,
    compared: Vec<SchemaComparison>,
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

    fn count(&self, counts: impl Fn(&SchemaComparison) -> bool) -> u64 {
        self.compared.iter().filter(|compared| counts(compared)).count() as u64
    }
}

/// Compares the schemas; returns the report and the exit code.
pub(super) fn run(args: &Diff, environment: &Environment) -> Result<(String, Exit), Error> {
    let old = schemas::read(&args.old, &args.new)?;
    let new = schemas::read(&args.new, &args.old)?;
    let others: BTreeSet<&String> = old.others().iter().chain(new.others()).collect();
    let report = Report {
        old: args.old.clone(),
        new: args.new.clone(),
        compared: compare_sets(&old, &new),
        others: others.into_iter().cloned().collect(),
    };
    let text = match args.format {
        DiffFormat::Human => {
            human::write(&report, environment.colors(args.color, false), environment.width(false))
        }
        DiffFormat::Markdown => markdown::write(&report),
        DiffFormat::Json => json::write(&report),
    };
    Ok((text, report.exit()))
}

/// Returns true if the report only counts a schema: nothing changed but annotations.
fn is_quiet(compared: &SchemaComparison) -> bool {
    compared.is_same() || compared.has_annotations_only()
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
    let same = report.count(SchemaComparison::is_same);
    let verdict = |readers, writers| report.count(|compared| compared.verdicts() == Some((readers, writers)));
    let breaking = report.count(|compared| {
        compared.verdicts().is_some_and(|(readers, writers)| readers.max(writers) == Verdict::Breaks)
    });
    let notes = report.count(SchemaComparison::has_annotations_only);
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
    .map(|(number, what)| format!("{} {what}", thousands(number)))
    .collect();
    format!("{}: {}", counted(report.compared.len() as u64, "schema"), parts.join(", "))
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
