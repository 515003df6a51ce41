//! `invalid-format`: text that is not what the property holds.

use acslint_types::Kind as Holds;

use super::{Check, Draft, Group, Rule, Sink, Vouch, visible};
use crate::{
    record::Record,
    time,
    validate::{Offence, Violation},
};

pub(super) static RULE: Rule = Rule {
    id: "invalid-format",
    group: Group::Correctness,
    since: "0.1.0",
    page: include_str!("invalid_format.md"),
    check: Check::Violation(check),
    vouch: Vouch::Plain,
};

fn check(violation: &Violation<'_>, record: &Record<'_>, sink: &mut Sink<'_>) {
    let flaw = match &violation.offence {
        Offence::Undecided(pattern) => {
            let name = record.name(violation.value);
            let message =
                format!("{name} could not be matched with `{}`: it takes too many steps", visible(pattern));
            let help = "write the pattern without a reference back, or so that fewer ways lead to it";
            return sink.report(Draft::value(record, violation.value, message).help(help));
        }
        Offence::Form => None,
        Offence::Text(flaw) => Some(flaw),
        _ => return,
    };
    let Some(text) = violation.value.string() else {
        return;
    };
    let holds = match flaw {
        Some(flaw) if flaw == "is no `date-time`" => Some(Holds::Time),
        _ => violation.property.map(|property| property.kind),
    };
    let said = flaw.map_or("has another form", String::as_str);
    let name = || record.name(violation.value);
    let draft = match holds {
        Some(Holds::Time) => {
            let flaw = time::flaw(&text);
            let mut draft = Draft::value(record, violation.value, [&name(), " ", &*flaw.message].concat());
            if let Some(mended) = flaw.mended {
                draft = draft.safe_fix(super::wide(record.span(violation.value)), super::quoted(&mended));
            }
            draft.help(flaw.help)
        }
        Some(Holds::Address) => {
            let message = [&name(), " is no IP address: \"", &visible(&text), "\""].concat();
            Draft::value(record, violation.value, message)
                .help("write an IPv4 or IPv6 address, with a port if there is one, or leave it empty")
        }
        Some(kind) if kind.is_numeric() => return,
        _ => Draft::value(record, violation.value, format!("{} {said}: \"{}\"", name(), visible(&text))),
    };
    sink.report(draft);
}
