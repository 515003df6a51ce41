//! `result-contradiction`: a result type that the HTTP status beside it denies.

use super::{Check, Draft, Group, Plain, Rule, Sink, Vouch, whole_number};
use crate::{names::Column, record::Record};

pub(super) static RULE: Rule = Rule {
    id: "result-contradiction",
    group: Group::Suspicious,
    since: "0.1.0",
    page: include_str!("result_contradiction.md"),
    check: Check::Record(check),
    vouch: Vouch::Together {
        properties: &["ResultType", "ResultSignature"],
        silent: |values| match values {
            [result, signature] => match (Plain::of(result), Plain::of(signature)) {
                (Plain::Text(result), Plain::Text(status) | Plain::Other(status)) => {
                    contradiction(result, status).is_none()
                }
                (Plain::Other(_), _) => true,
            },
            _ => true,
        },
    },
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
    if let Some(status) = contradiction(result_text.as_bytes(), signature_text.as_bytes()) {
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
fn contradiction(result: &[u8], signature: &[u8]) -> Option<u64> {
    let contradicts = match result {
        b"Succeeded" => 400..600,
        b"Failed" => 200..300,
        _ => return None,
    };
    whole_number(signature, 600).filter(|status| contradicts.contains(status))
}
