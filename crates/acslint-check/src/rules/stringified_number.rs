//! `stringified-number`: a number in quotes, in a resource log.

use acslint_types::Shape;

use super::{Check, Draft, Group, RecordRule, Rule, Sink, wide};
use crate::{clean_when::CleanWhen, document::is_number, record::Record, text::text};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "stringified-number",
        group: Group::Restriction,
        since: "0.1.0",
        page: include_str!("stringified_number.md"),
    },
    Check::Record(check),
)
.clean_when(CleanWhen::Text {
    of: |property, shape| shape == Shape::ResourceLog && property.kind.is_numeric(),
    passes: |_, text| !is_number(text),
})
.about_values();

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Some(known) = record.known.filter(|known| known.shape() == Shape::ResourceLog) else {
        return;
    };
    for key in known.understanding.keys.iter().filter(|key| key.used) {
        if !key.named.is_some_and(|named| named.property.kind.is_numeric()) {
            continue;
        }
        let value = record.document.value(key.value);
        if let Some(number) = value.string().filter(|text| is_number(text.as_bytes())) {
            let message = text![record.name(value), " is a number in quotes"];
            let draft = Draft::value(record, value, message).help("drop the quotes");
            sink.report(if value.data().embedded {
                draft
            } else {
                draft.safe_fix(wide(value.span()), record.quote_whole(value, &number))
            });
        }
    }
}
