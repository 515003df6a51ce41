//! `result-contradiction`: a result type that the HTTP status beside it denies.

use super::{Check, Draft, Group, Rule, Sink, Vouch, plain_text};
use crate::record::Record;

pub(super) static RULE: Rule = Rule {
    id: "result-contradiction",
    group: Group::Suspicious,
    since: "0.1.0",
    page: include_str!("result_contradiction.md"),
    check: Check::Record(check),
    vouch: Vouch::Together {
        properties: &["ResultType", "ResultSignature"],
        silent: |values| match values {
            [Some(result), Some(signature)] => {
                let status = plain_text(signature).unwrap_or(signature);
                plain_text(result).is_none_or(|result| contradiction(result, status).is_none())
                    && !result.contains('\\')
            }
            _ => true,
        },
    },
};

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let (Some((result, _)), Some((signature, _))) =
        (record.property("ResultType"), record.property("ResultSignature"))
    else {
        return;
    };
    let Some(result_text) = result.string() else {
        return;
    };
    let signature_text = signature.string().unwrap_or_else(|| signature.raw().into());
    if let Some(status) = contradiction(&result_text, &signature_text) {
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

/// The HTTP status that a result contradicts.
fn contradiction(result: &str, signature: &str) -> Option<u16> {
    let status = signature.parse::<u16>().ok().filter(|status| (100..=599).contains(status))?;
    let contradicts = match result {
        "Succeeded" => status >= 400,
        "Failed" => (200..300).contains(&status),
        _ => false,
    };
    contradicts.then_some(status)
}
