//! `field-spelling`: a known property under another spelling.

use super::{Check, Draft, Group, RecordRule, Rule, Sink, wide};
use crate::{
    names::{MatchQuality, is_portal_column},
    quote::quoted,
    record::Record,
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "field-spelling",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("field_spelling.md"),
    },
    Check::Record(check),
)
.replayable();

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Some(known) = record.known else {
        return;
    };
    for (key, named) in known.understanding.misspelled() {
        if named.quality != MatchQuality::Spelling {
            continue;
        }
        let written = record.document.value(key.key);
        let text = record.key_text(key.key);
        let name = known.names.schema_name(named.property);
        let span = wide(written.span());
        if key.used {
            let draft = Draft::key(record, key, text!["`", text, "` is a spelling of `", name, "`"])
                .label("understood, but spelled differently")
                .help(text!["write `", name, "`"]);
            let written = Text::known(written_name(record, key.key, name));
            sink.report(if !record.is_key_inside(key.key) {
                draft
            } else if is_portal_column(text.verbatim()) {
                // The portal's name implies that numbers are text in the record. Under another name they are wrong.
                draft.unsafe_fix(span, written)
            } else {
                draft.safe_fix(span, written)
            });
        } else {
            let message = text!["`", text, "` is a spelling of `", name, "`, which the record also has"];
            sink.report(Draft::key(record, key, message).label("not read").help("keep one of them"));
        }
    }
}

/// Writes the name in place of a key; inside a string that holds JSON, its quotes are escaped.
fn written_name(record: &Record<'_>, key: u32, name: &str) -> String {
    let plain = quoted(name);
    if record.document.value(key).data().embedded { plain.replace('"', "\\\"") } else { plain }
}
