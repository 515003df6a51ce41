//! `acslint schema diff`: changes between two versions of schemas, and their effect on readers and writers.

mod human;
mod json;
mod markdown;

use std::collections::BTreeSet;
use std::fmt::Write;

use acslint_schema::diff::{SchemaComparison, Verdict, compare_sets};
use acslint_types::pointer;
use clap::ValueEnum;
use serde_json::Value;

use crate::args::{Diff, DiffFormat, Side};
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::schemas;
use crate::text::{counted, thousands};

/// Report about all compared schemas.
pub(super) struct Report {
    old: String,
    new: String,
    compared: Vec<SchemaComparison>,
    /// Sides that decide the exit code.
    sides: Vec<Side>,
    /// JSON files that are not schemas, on either side.
    others: Vec<String>,
}

impl Report {
    fn exit(&self) -> Exit {
        let mut exit = Exit::Success;
        for compared in &self.compared {
            exit = exit.max(match self.verdict(compared) {
                None => Exit::Failure,
                Some(Verdict::Breaks) => Exit::Findings,
                Some(Verdict::Unknown) => Exit::NothingChecked,
                Some(Verdict::Fine) => Exit::Success,
            });
        }
        exit
    }

    /// Worst effect of a schema on the sides that decide.
    fn verdict(&self, compared: &SchemaComparison) -> Option<Verdict> {
        self.sides.iter().filter_map(|side| verdict(compared, *side)).max()
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
        sides: args.sides.clone(),
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

/// Effect of a schema on a side; `None` for an unusable schema.
fn verdict(compared: &SchemaComparison, side: Side) -> Option<Verdict> {
    Some(match side {
        Side::Readers => compared.verdicts()?.0,
        Side::Writers => compared.verdicts()?.1,
        Side::Code => compared.code()?,
    })
}

/// Phrase for the effects of a schema, and the worst of them; `None` for an unusable schema.
fn phrase(compared: &SchemaComparison) -> Option<(String, Verdict)> {
    const SIDES: [(Side, &str); 3] =
        [(Side::Readers, "readers"), (Side::Writers, "writers"), (Side::Code, "code")];
    let effects = SIDES.map(|(side, name)| verdict(compared, side).map(|verdict| (verdict, name)));
    let [Some(readers), Some(writers), Some(code)] = effects else {
        return None;
    };
    let effects = [readers, writers, code];
    let worst = effects.iter().map(|(verdict, _)| *verdict).max()?;
    let names: Vec<&str> =
        effects.iter().filter(|(verdict, _)| *verdict == worst).map(|(_, name)| *name).collect();
    let phrase = match (worst, names.as_slice()) {
        (Verdict::Fine, _) => "not breaking".to_owned(),
        (Verdict::Unknown, ["code"]) => "undecided for code".to_owned(),
        (Verdict::Unknown, _) => "undecided".to_owned(),
        (Verdict::Breaks, [only]) => format!("breaks {only}"),
        (Verdict::Breaks, [first @ .., last]) => format!("breaks {} and {last}", first.join(", ")),
        (Verdict::Breaks, []) => return None,
    };
    Some((phrase, worst))
}

/// Summary line of a report.
fn summary(report: &Report) -> String {
    let same = report.count(SchemaComparison::is_same);
    let breaking = report.count(|compared| report.verdict(compared) == Some(Verdict::Breaks));
    let notes = report.count(SchemaComparison::has_annotations_only);
    let fine = report.count(|compared| report.verdict(compared) == Some(Verdict::Fine)) - same - notes;
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
    let summary = format!("{}: {}", counted(report.compared.len() as u64, "schema"), parts.join(", "));
    if report.sides == [Side::Readers, Side::Writers] {
        return summary;
    }
    let names: Vec<_> = report.sides.iter().filter_map(Side::to_possible_value).collect();
    let names: Vec<&str> = names.iter().map(clap::builder::PossibleValue::get_name).collect();
    format!("{summary} (for {})", names.join(", "))
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
