//! `stringified-object`: an object written as a string.

use super::{Check, Draft, Group, RecordRule, Rule, Sink, wide};
use crate::{record::Record, text::Text};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "stringified-object",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("stringified_object.md"),
    },
    Check::Record(check),
);

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Some(value) = record.known.and_then(|known| known.understanding.decoded_properties) else {
        return;
    };
    let value = record.document.value(value);
    sink.report(
        Draft::value(record, value, "`properties` is a JSON string; decode it first")
            .field("properties")
            .label("text that holds an object")
            .help("write the object itself; what it holds is checked all the same")
            .safe_fix(wide(value.span()), Text::private(in_one_line(&value.string().unwrap_or_default()))),
    );
}

/// Returns an object in one line, so that a record stays on its line. Line breaks in valid JSON have no meaning.
fn in_one_line(object: &str) -> String {
    if object.contains('\n') { object.split('\n').map(str::trim).collect() } else { object.to_owned() }
}
