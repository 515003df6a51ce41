//! `unknown-field`: a property that no source documents.

use acslint_types::{Place, Requirement};

use super::{Check, Draft, Group, RecordRule, Rule, Sink, wide};
use crate::{
    custom::Unknown,
    names::{Candidate, name_now, nearest, nearest_folded},
    quote::quoted,
    record::{CustomRecord, Record},
    spelling::fold,
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "unknown-field",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("unknown_field.md"),
    },
    Check::Record(check),
)
.replayable();

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    if let Some(custom) = record.custom {
        custom.unknown.iter().for_each(|unknown| check_custom(custom, unknown, record, sink));
    }
    let Some(known) = record.known else {
        return;
    };
    if !known.understanding.has_unknown {
        return;
    }
    let is_open = known.category().open_properties;
    for key in known.understanding.unknown(record.document.tree) {
        if is_open && key.place == Place::Properties {
            continue;
        }
        let written = record.document.value(key.key);
        let text = written.string().unwrap_or_default();
        let message = text!["unknown field `", record.key_text(key.key), "`"];
        let category = known.category().id;
        let label = text!["not a property of ", category, " (", known.shape().id(), ")"];
        let draft = Draft::key(record, &key, message).label(label).name(record.unknown_name(key.key));
        // A property that the record already has was not meant.
        let absent = |candidate: &&Candidate| known.understanding.key_of(candidate.property).is_none();
        let candidates = || known.names.candidates(key.place).iter().filter(absent);
        if let Some(now) = name_now(&text)
            && let folded = fold(now)
            && let Some(candidate) = candidates().find(|candidate| candidate.name.folded == folded)
        {
            // Where the property is required, the finding about its absence says so.
            if known.category().properties[candidate.property].requirement != Requirement::Required {
                let now = candidate.name.text;
                let help = text!["write `", now, "`: the other is its name in a preview"];
                let fix = Text::known(quoted(now));
                sink.report(draft.unsafe_fix(wide(record.key_span(key.key)), fix).help(help));
            }
            continue;
        }
        sink.report(match nearest_folded(&text, candidates().map(|candidate| &candidate.name)) {
            Some(meant) if !written.data().embedded && record.is_key_inside(key.key) => {
                let fix = Text::known(quoted(meant));
                draft.unsafe_fix(wide(written.span()), fix).help(text!["did you mean `", meant, "`?"])
            }
            Some(meant) => draft.help(text!["did you mean `", meant, "`?"]),
            None => draft,
        });
    }
}

/// Reports a key that the schema of a custom category does not allow.
fn check_custom(custom: CustomRecord<'_>, unknown: &Unknown, record: &Record<'_>, sink: &mut Sink<'_>) {
    let written = record.document.value(unknown.key);
    let text = written.string().unwrap_or_default();
    let message = text!["unknown field `", record.key_text(unknown.key), "`"];
    let mut draft = Draft::new(wide(record.key_span(unknown.key)), message)
        .label(text!["not a property of ", custom.category.name])
        .name(record.unknown_name(unknown.key));
    draft.pointer = record.pointer(unknown.value);
    sink.report(match nearest(&text, unknown.candidates.iter().map(String::as_str)) {
        Some(meant) => {
            let help = text!["did you mean `", Text::known(meant), "`?"];
            draft.unsafe_fix(wide(written.span()), Text::known(quoted(meant))).help(help)
        }
        None => draft,
    });
}
