//! A comparison for programs, in a versioned format; see `docs/schema-diff.md`.

use acslint_schema::diff::{Change, CodeEffect, Effect, Outcome, SchemaComparison, Verdict, Witness};
use serde::Serialize;
use serde_json::Value;

use super::Report;

/// Version of the format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'r> {
    version: u32,
    old: &'r str,
    new: &'r str,
    readers: &'static str,
    writers: &'static str,
    code: &'static str,
    schemas: Vec<Schema<'r>>,
    /// JSON files that are not schemas.
    skipped: &'r [String],
}

#[derive(Serialize)]
struct Schema<'r> {
    name: &'r str,
    title: Option<&'r str>,
    status: &'static str,
    readers: &'static str,
    writers: &'static str,
    code: &'static str,
    error: Option<&'r str>,
    changes: Vec<WireChange<'r>>,
    annotations: Vec<Annotation<'r>>,
}

#[derive(Serialize)]
struct WireChange<'r> {
    property: &'r str,
    keyword: &'r str,
    what: &'r str,
    places: usize,
    readers: WireEffect<'r>,
    writers: WireEffect<'r>,
    code: WireCode<'r>,
}

#[derive(Serialize)]
struct WireCode<'r> {
    verdict: &'static str,
    /// Reason why code breaks, or why the generator of the types decides.
    reason: Option<&'r str>,
}

#[derive(Serialize)]
struct WireEffect<'r> {
    verdict: &'static str,
    /// Evidence: `rule`, `algebra` or `witness`, if any.
    by: Option<&'static str>,
    witness: Option<WireWitness<'r>>,
}

#[derive(Serialize)]
struct WireWitness<'r> {
    record: &'r Value,
    pointer: &'r str,
    reason: &'r str,
}

#[derive(Serialize)]
struct Annotation<'r> {
    property: &'r str,
    keyword: &'r str,
}

pub(super) fn write(report: &Report) -> String {
    let side = |pick: fn((Verdict, Verdict)) -> Verdict| {
        let verdicts = report.compared.iter().filter_map(SchemaComparison::verdicts);
        word(verdicts.map(pick).max().unwrap_or(Verdict::Fine))
    };
    let document = Document {
        version: VERSION,
        old: &report.old,
        new: &report.new,
        readers: side(|(readers, _)| readers),
        writers: side(|(_, writers)| writers),
        code: word(report.compared.iter().filter_map(SchemaComparison::code).max().unwrap_or(Verdict::Fine)),
        schemas: report.compared.iter().map(schema).collect(),
        skipped: &report.others,
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fine => "fine",
        Verdict::Unknown => "unknown",
        Verdict::Breaks => "breaks",
    }
}

fn schema(compared: &SchemaComparison) -> Schema<'_> {
    let comparison = match &compared.outcome {
        Outcome::Both(comparison) => Some(comparison),
        _ => None,
    };
    let (readers, writers) = compared
        .verdicts()
        .map_or(("unknown", "unknown"), |(readers, writers)| (word(readers), word(writers)));
    Schema {
        name: &compared.name,
        title: compared.title.as_deref(),
        status: match &compared.outcome {
            Outcome::Both(_) if compared.is_same() => "same",
            Outcome::Both(_) => "changed",
            Outcome::Added => "added",
            Outcome::Removed => "removed",
            Outcome::Unusable(_) => "unusable",
        },
        readers,
        writers,
        code: compared.code().map_or("unknown", word),
        error: match &compared.outcome {
            Outcome::Unusable(message) => Some(message),
            _ => None,
        },
        changes: comparison
            .into_iter()
            .flat_map(|comparison| comparison.changes.iter().map(change))
            .collect(),
        annotations: comparison
            .into_iter()
            .flat_map(|comparison| &comparison.annotations)
            .map(|(property, keyword)| Annotation { property, keyword })
            .collect(),
    }
}

fn change(change: &Change) -> WireChange<'_> {
    WireChange {
        property: &change.property,
        keyword: &change.keyword,
        what: &change.what,
        places: change.places,
        readers: effect(&change.readers),
        writers: effect(&change.writers),
        code: WireCode {
            verdict: word(change.code.verdict()),
            reason: match &change.code {
                CodeEffect::Fine => None,
                CodeEffect::Breaks(reason) | CodeEffect::Unknown(reason) => Some(reason),
            },
        },
    }
}

fn effect(effect: &Effect) -> WireEffect<'_> {
    let plain = |verdict, by| WireEffect { verdict, by, witness: None };
    match effect {
        Effect::Fine => plain("fine", Some("rule")),
        Effect::Covered => plain("fine", Some("algebra")),
        Effect::Unknown => plain("unknown", None),
        Effect::Breaks(Witness { record, pointer, reason }) => WireEffect {
            verdict: "breaks",
            by: Some("witness"),
            witness: Some(WireWitness { record, pointer, reason }),
        },
    }
}
