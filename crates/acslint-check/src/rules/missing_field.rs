//! `missing-field`: an absent required property.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    names::{name_now, nearest},
    record::Record,
    spelling::fold,
    text::{Text, text},
    violation::{Violation, ViolationKind},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "missing-field",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("missing_field.md"),
    },
    Check::Violation(check),
)
.replayable();

/// Maximum number of unknown names compared with the missing one; with more, the rule suggests none.
const MOST_UNKNOWN: usize = 100;

/// Number of unknown names of a known category that are in memory at once.
const AT_ONCE: usize = 1000;

fn check(violation: &Violation<'_>, record: &Record<'_>, sink: &mut Sink<'_>) {
    let ViolationKind::Missing(name) = &violation.kind else {
        return;
    };
    let known_name = Text::known(name);
    let mut draft = Draft::value(record, violation.value, text!["missing `", known_name, "`"])
        .field(field(violation, name, record))
        .label(text!["has no `", known_name, "`"])
        .help(text!["add `", known_name, "`"]);
    if let Some(known) = record.known.filter(|known| known.understanding.has_unknown) {
        let is_old = |text: &&str| name_now(text).is_some_and(|now| fold(now) == fold(name));
        let unknown = known.understanding.unknown(record.document.tree);
        let mut texts = unknown.filter_map(|key| record.document.value(key.key).string());
        let (mut old, mut meant) = (None, None);
        loop {
            let some: Vec<_> = texts.by_ref().take(AT_ONCE).collect();
            if some.is_empty() || old.is_some() {
                break;
            }
            let names = || some.iter().map(AsRef::<str>::as_ref);
            old = names().find(is_old).map(str::to_owned);
            meant = nearest(name, meant.as_deref().into_iter().chain(names())).map(str::to_owned);
        }
        if let Some(old) = old {
            let old = record.key(&old);
            draft = draft.help(text!["write `", known_name, "` for `", old, "`, its name in a preview"]);
        } else if let Some(meant) = meant {
            draft =
                draft.help(text!["add `", known_name, "`; is `", record.key(&meant), "` meant to be it?"]);
        }
    }
    if record.custom.is_some() {
        // A name that the schema describes was not meant to be the missing one.
        let present = violation.value.members().filter_map(|(key, _)| key.string());
        let unknown = present.filter(|key| !record.describes(key));
        let unknown: Vec<_> = unknown.take(MOST_UNKNOWN + 1).collect();
        let unknown = if unknown.len() > MOST_UNKNOWN { &[] } else { unknown.as_slice() };
        if let Some(meant) = nearest(name, unknown.iter().map(AsRef::as_ref)) {
            draft = draft.help(text!["add `", known_name, "`; is `", record.key(meant), "` meant to be it?"]);
        }
    }
    sink.report(draft);
}

/// Returns the canonical name of the missing property.
fn field(violation: &Violation<'_>, name: &str, record: &Record<'_>) -> String {
    match (violation.property, record.field(violation.value.node)) {
        (Some(property), _) => property.name.to_owned(),
        (None, Some(object)) if record.custom.is_some() => [&object, ".", name].concat(),
        (None, _) => name.to_owned(),
    }
}
