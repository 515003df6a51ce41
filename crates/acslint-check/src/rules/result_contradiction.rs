//! `result-contradiction`: a result type that the HTTP status beside it denies.

use super::{Check, Draft, Group, Rule, Sink};
use crate::{names::Column, record::Record};

pub(super) static RULE: Rule = Rule {
    id: "result-contradiction",
    group: Group::Suspicious,
    since: "0.1.0",
    page: include_str!("result_contradiction.md"),
    check: Check::Record(check),
};

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let (Some((result, _)), Some((signature, _))) =
        (record.property(Column::ResultType), record.property(Column::ResultSignature))
    else {
        return;
    };
    let Some(result_text) = result.string() else {
        return;
    };
    let signature_text = signature.string().unwrap_or_else(|| signature.raw().into());
    let Ok(status @ 100..=599) = signature_text.parse::<u16>() else {
        return;
    };
    let contradicts = match result_text.as_ref() {
        "Succeeded" => status >= 400,
        "Failed" => (200..300).contains(&status),
        _ => false,
    };
    if contradicts {
        sink.report(
            Draft::value(
                record,
                result,
                format!("{} is {result_text}, but the HTTP status is {status}", record.name(result)),
            )
            .also(record.span(signature), "the status")
            .help("correct whichever of the two is wrong"),
        );
    }
}
