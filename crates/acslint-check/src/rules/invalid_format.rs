//! `invalid-format`: text that does not have the format of the property.

use acslint_types::{Kind as Holds, Property};

use super::{Check, Draft, Group, RecordRule, Rule, Sink, wide};
use crate::{
    quote::{quoted, visible},
    record::Record,
    text::{Text, text},
    time,
    violation::{Violation, ViolationKind},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "invalid-format",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("invalid_format.md"),
    },
    Check::Violation(check),
)
.about_values();

/// Quotes a time that the fix writes. It is not private if it is public as a value of the property.
fn mended_time(property: Option<&Property>, time: &str) -> Text {
    let quoted = quoted(time);
    match property {
        Some(property) if property.shows_text(time) => Text::known(quoted),
        _ => Text::private(quoted),
    }
}

fn check(violation: &Violation<'_>, record: &Record<'_>, sink: &mut Sink<'_>) {
    let flaw = match &violation.kind {
        ViolationKind::Undecided(pattern) => {
            let name = record.name(violation.value);
            let pattern = Text::known(visible(pattern));
            let message = text![name, " could not be matched with `", pattern, "`: it takes too many steps"];
            let help = "write the pattern without a backreference, or so that it can match in fewer ways";
            return sink.report(Draft::value(record, violation.value, message).help(help));
        }
        ViolationKind::Form => None,
        ViolationKind::Text(flaw) => Some(flaw),
        _ => return,
    };
    let Some(text) = violation.value.string() else {
        return;
    };
    let holds = match flaw {
        Some(flaw) if flaw == "is not a valid `date-time`" => Some(Holds::Time),
        _ => violation.property.map(|property| property.kind),
    };
    let said = flaw.map_or(Text::known("has an invalid format"), Text::known);
    let name = || record.name(violation.value);
    let draft = match holds {
        Some(Holds::Time) => {
            let flaw = time::flaw(&text);
            let message = text![name(), " ", Text::known(flaw.message)];
            let mut draft = Draft::value(record, violation.value, message);
            if let Some(mended) = flaw.mended {
                let mended = mended_time(violation.property, &mended);
                draft = draft.safe_fix(wide(record.span(violation.value)), mended);
            }
            draft.help(flaw.help)
        }
        Some(Holds::Address) => {
            let message =
                text![name(), " is not an IP address: \"", record.quote_as(violation.value, &text), "\""];
            Draft::value(record, violation.value, message)
                .help("write an IPv4 or IPv6 address, with a port if there is one, or leave it empty")
        }
        Some(kind) if kind.is_numeric() => return,
        _ => {
            let quoted = record.quote_as(violation.value, &text);
            Draft::value(record, violation.value, text![name(), " ", said, ": \"", quoted, "\""])
        }
    };
    sink.report(draft);
}
