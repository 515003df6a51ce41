//! `wrong-type`: a JSON type that the property cannot have.

use super::{Check, Draft, Group, RecordRule, Rule, Sink, wide};
use crate::{
    document::{Kind, is_number},
    quote::alternatives,
    record::{Record, truth},
    text::{Text, text},
    violation::{Violation, ViolationKind},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule { id: "wrong-type", group: Group::Correctness, since: "0.1.0", page: include_str!("wrong_type.md") },
    Check::Violation(check),
)
.about_values();

fn check(violation: &Violation<'_>, record: &Record<'_>, sink: &mut Sink<'_>) {
    let value = violation.value;
    let name = || record.name(value);
    match &violation.kind {
        ViolationKind::Type(expected) => {
            let mut expected = expected.clone();
            // An optional property may be `null`, but the message names the intended type only.
            if expected.len() > 1 {
                expected.retain(|kind| *kind != "null");
            }
            let expected = alternatives(&expected);
            let message = match value.kind() {
                Kind::Null if record.known.is_some() => text![name(), " is null, but is required"],
                kind => {
                    text![name(), " is ", kind.described(), ", but must be ", Text::known(&expected)]
                }
            };
            let label = text!["must be ", Text::known(&expected)];
            let draft = Draft::value(record, value, message).label(label);
            sink.report(match value.string().filter(|text| is_number(text.as_bytes())) {
                Some(number)
                    if (expected.contains("number") && !number.starts_with('-'))
                        || (expected.contains("integer") && is_digits(&number)) =>
                {
                    let number = record.quote_whole(value, &number);
                    draft.help("drop the quotes").safe_fix(wide(record.span(value)), number)
                }
                _ => match value.string().filter(|_| expected == "a boolean").as_deref().and_then(truth) {
                    Some(truth) => {
                        let truth = if truth { "true" } else { "false" };
                        draft
                            .help(text!["write ", truth, ", without quotes"])
                            .safe_fix(wide(record.span(value)), truth)
                    }
                    None if expected == "a string"
                        && value.kind() == Kind::Number
                        && !value.data().embedded
                        && record.known.is_some() =>
                    {
                        let quoted = text!["\"", Text::private(value.raw()), "\""];
                        draft.help("put the number in quotes").safe_fix(wide(record.span(value)), quoted)
                    }
                    None => draft,
                },
            });
        }
        ViolationKind::Form if violation.property.is_some_and(|property| property.kind.is_numeric()) => {
            let Some(text) = value.string().filter(|text| !is_number(text.as_bytes())) else {
                return;
            };
            let quoted = record.quote_as(value, &text);
            let message = text![name(), " is text that is not a number: \"", quoted, "\""];
            sink.report(Draft::value(record, value, message).label("must be a number"));
        }
        ViolationKind::Values(_) if value.kind() != Kind::String => {
            let message = match value.kind() {
                Kind::Null => text![name(), " is null, but is required"],
                kind => text![name(), " is ", kind.described(), ", but must be a string"],
            };
            sink.report(Draft::value(record, value, message).label("must be a string"));
        }
        _ => {}
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
