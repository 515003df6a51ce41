//! `unknown-category`: a category that is none of the known ones.

use super::{Check, Draft, Group, Rule, Sink, Vouch, quoted, visible, wide};
use crate::{
    identify::{Identity, Meant, Misnamed},
    record::Record,
};

pub(super) static RULE: Rule = Rule {
    id: "unknown-category",
    group: Group::Correctness,
    since: "0.1.0",
    page: include_str!("unknown_category.md"),
    check: Check::Record(check),
    vouch: Vouch::Plain,
};

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    match (record.identity, record.known.and_then(|known| known.misnamed)) {
        (_, Some(misnamed)) | (Identity::UnknownCategory(misnamed), _) => report(record, misnamed, sink),
        _ => {}
    }
}

fn report(record: &Record<'_>, misnamed: &Misnamed, sink: &mut Sink<'_>) {
    let value = record.document.value(misnamed.value);
    let text = visible(&value.string().unwrap_or_default());
    let message = match misnamed.meant {
        Meant::TableOf(_) => format!("`{text}` is the name of a table, not of a category"),
        _ => format!("unknown category `{text}`"),
    };
    let draft = Draft::value(record, value, message).field("Category");
    let span = wide(value.span());
    sink.report(match misnamed.meant {
        Meant::TableOf(id) | Meant::Certainly(id) => {
            draft.help(format!("write `{id}`")).safe_fix(span, quoted(id))
        }
        Meant::Perhaps(id) => draft.help(format!("did you mean `{id}`?")).unsafe_fix(span, quoted(id)),
        Meant::Nothing => draft.help("`acslint schema list` prints the known categories"),
    });
}
