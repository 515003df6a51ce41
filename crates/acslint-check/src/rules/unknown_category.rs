//! `unknown-category`: a category that is not one of the known ones.

use acslint_types::Safe;

use super::{Check, Draft, Group, RecordRule, Rule, Sink, wide};
use crate::{
    identify::{Identity, Meant, Misnamed},
    quote::{quoted, visible},
    record::Record,
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "unknown-category",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("unknown_category.md"),
    },
    Check::Record(check),
);

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    match (record.identity, record.known.and_then(|known| known.misnamed)) {
        (_, Some(misnamed)) | (Identity::UnknownCategory(misnamed), _) => report(record, misnamed, sink),
        _ => {}
    }
}

fn report(record: &Record<'_>, misnamed: &Misnamed, sink: &mut Sink<'_>) {
    let value = record.document.value(misnamed.value);
    let text = quote(&value.string().unwrap_or_default(), misnamed.meant);
    let message = if let Meant::TableOf(_) = misnamed.meant {
        text!["`", text, "` is the name of a table, not of a category"]
    } else {
        text!["unknown category `", text, "`"]
    };
    let draft = Draft::value(record, value, message).field("Category");
    let span = wide(value.span());
    sink.report(match misnamed.meant {
        Meant::TableOf(id) | Meant::Certainly(id) => {
            draft.help(text!["write `", id, "`"]).safe_fix(span, Text::known(quoted(id)))
        }
        Meant::Perhaps(id) => {
            draft.help(text!["did you mean `", id, "`?"]).unsafe_fix(span, Text::known(quoted(id)))
        }
        Meant::Nothing => draft.help("use a known category; `acslint schema list` prints them"),
    });
}

/// Quotes the name for messages. A name close to that of a category is not private.
fn quote(name: &str, meant: Meant) -> Text {
    let is_safe =
        matches!(meant, Meant::TableOf(_) | Meant::Certainly(_)) || Safe::Category.admits(&[], name);
    if is_safe { Text::value(visible(name)) } else { Text::private(visible(name)) }
}
