//! `unexpected-value`: a value outside an open vocabulary.

use acslint_types::{ValueKind, Values};

use super::{Check, Draft, Group, RecordRule, Rule, Sink, wide};
use crate::{
    clean_when::CleanWhen,
    identify::is_nothing,
    names::nearest,
    quote::{alternatives, quoted},
    record::Record,
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "unexpected-value",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("unexpected_value.md"),
    },
    Check::Record(check),
)
.clean_when(CleanWhen::Text {
    of: |property, _| property.values.is_some_and(|values| values.kind == ValueKind::Open),
    passes: |values, text| {
        let text = std::str::from_utf8(text);
        text.is_ok_and(|text| values.is_none_or(|values| is_expected(values, text)))
    },
})
.about_values();

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Some(known) = record.known else {
        return;
    };
    for key in known.names.open.iter().filter_map(|&index| known.understanding.key_of(index)) {
        let Some(values) = key.named.and_then(|named| named.property.values) else {
            continue;
        };
        let value = record.document.value(key.value);
        let Some(text) = value.string() else {
            continue;
        };
        if is_expected(&values, &text) {
            continue;
        }
        let name = record.name(value);
        let message = text!["undocumented value \"", record.quote(value), "\" for ", name];
        let draft = Draft::value(record, value, message);
        let listed: Vec<String> = values.known.iter().map(|known| format!("`{known}`")).collect();
        sink.report(match nearest(&text, values.known.iter().copied()) {
            Some(meant) if !value.data().embedded => {
                let fix = Text::known(quoted(meant));
                draft.unsafe_fix(wide(value.span()), fix).help(text!["did you mean `", meant, "`?"])
            }
            Some(meant) => draft.help(text!["did you mean `", meant, "`?"]),
            None => draft.help(text!["use a documented value: ", Text::known(alternatives(&listed))]),
        });
    }
}

fn is_expected(values: &Values, text: &str) -> bool {
    is_nothing(text) || values.known.contains(&text)
}
