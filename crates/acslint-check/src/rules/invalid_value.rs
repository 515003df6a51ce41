//! `invalid-value`: a value outside a closed vocabulary, or out of range.

use acslint_types::{Kind as Holds, ValueKind};

use super::{Check, Draft, Group, RecordRule, Rule, Sink, wide};
use crate::{
    document::{Kind, Value, is_number},
    names::nearest,
    quote::{alternatives, quoted, visible},
    record::Record,
    text::{Text, text},
    violation::{Violation, ViolationKind},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "invalid-value",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("invalid_value.md"),
    },
    Check::Violation(check),
)
.about_values();

fn check(violation: &Violation<'_>, record: &Record<'_>, sink: &mut Sink<'_>) {
    let value = violation.value;
    let misnamed = record.known.and_then(|known| known.misnamed);
    if misnamed.is_some_and(|misnamed| misnamed.value == value.node) {
        return;
    }
    match &violation.kind {
        ViolationKind::Values(values) => unknown_value(violation, values, record, sink),
        ViolationKind::Range(limit) => sink.report(out_of_range(record, value, limit)),
        ViolationKind::Form if violation.property.is_some_and(|property| property.kind.is_numeric()) => {
            if let Some(text) = value.string().filter(|text| is_number(text.as_bytes())) {
                let limit = match violation.property.map(|property| property.kind) {
                    Some(Holds::Real) => "a number without quotes",
                    _ if text.starts_with('-') => "at least 0",
                    Some(Holds::Count) => "an integer of at most 2147483647",
                    Some(Holds::LongCount) => "an integer of at most 9223372036854775807",
                    _ => "a number",
                };
                sink.report(out_of_range(record, value, limit));
            }
        }
        ViolationKind::Must { what, keyword } => {
            let name = record.name(value);
            let message = match value.kind() {
                Kind::Array | Kind::Object => text![name, " must ", Text::known(what)],
                _ => {
                    let written = record.quote_as(value, value.raw());
                    text![name, " is ", written, ", but must ", Text::known(what)]
                }
            };
            sink.report(Draft::value(record, value, message).label(text![
                "`",
                Text::known(keyword),
                "` of the schema"
            ]));
        }
        ViolationKind::Name { name, key, flaw } => {
            let message = text!["the name `", record.key(name), "` ", Text::known(flaw)];
            let mut draft = Draft::value(record, value, message);
            if let Some(key) = *key {
                let member = record.document.tree.behind(key);
                draft.span = wide(record.key_span(key));
                draft.pointer = record.pointer(member);
                draft.field = record.field(member);
            }
            sink.report(draft);
        }
        ViolationKind::Unchecked(why) => {
            let start = u64::from(record.span(value).start);
            let mut draft = Draft::new(start..start + 1, text![record.name(value), " ", Text::known(why)]);
            draft.pointer = record.pointer(value.node);
            sink.report(
                draft.help("simplify the schema; `acslint schema lint` shows the part that can grow"),
            );
        }
        ViolationKind::Other(keyword) => {
            let name = record.name(value);
            let message = text![name, " breaks the constraint `", Text::known(keyword), "` of its schema"];
            sink.report(Draft::value(record, value, message));
        }
        _ => {}
    }
}

fn out_of_range(record: &Record<'_>, value: Value<'_>, limit: &str) -> Draft {
    let limit = Text::known(limit);
    // A number out of range may be a telephone number.
    let written = value.string().unwrap_or_else(|| value.raw().into());
    let written = Text::private(visible(&written));
    let message = text![record.name(value), " is ", written, ", but must be ", limit];
    Draft::value(record, value, message).label(text!["must be ", limit])
}

fn unknown_value(
    violation: &Violation<'_>,
    values: &[serde_json::Value],
    record: &Record<'_>,
    sink: &mut Sink<'_>,
) {
    let value = violation.value;
    let name = record.name(value);
    let Some(text) = value.string() else {
        return;
    };
    let known: Vec<&str> = match violation.property.and_then(|property| property.values) {
        Some(values) if values.kind == ValueKind::Closed => values.known.to_vec(),
        _ => values.iter().filter_map(serde_json::Value::as_str).filter(|known| !known.is_empty()).collect(),
    };
    let message = text!["invalid value \"", record.quote(value), "\" for ", name];
    let mut draft = Draft::value(record, value, message);
    let listed: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
    let listed = alternatives(&listed);
    draft = match nearest(&text, known.iter().copied()) {
        Some(meant) => {
            let help = if known.len() > 1 {
                format!("did you mean `{meant}`? Use {listed}")
            } else {
                format!("use {listed}")
            };
            draft.unsafe_fix(wide(record.span(value)), Text::known(quoted(meant))).help(Text::known(help))
        }
        None => draft.help(Text::known(format!("use {listed}"))),
    };
    sink.report(draft);
}
