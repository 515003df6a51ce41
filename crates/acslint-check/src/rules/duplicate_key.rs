//! `duplicate-key`: one key twice in one object.

use std::collections::BTreeMap;

use super::{Check, Draft, Group, RecordRule, Rule, Sink, wide};
use crate::{
    record::Record,
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "duplicate-key",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("duplicate_key.md"),
    },
    Check::Record(check),
);

/// Maximum number of different keys reported for one record; no producer of logs writes more.
const MOST: usize = 100;

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let duplicates = &record.document.tree.duplicates;
    let mut groups: BTreeMap<u32, (u32, usize)> = BTreeMap::new();
    for duplicate in duplicates {
        if groups.len() < MOST || groups.contains_key(&duplicate.first) {
            groups.entry(duplicate.first).or_insert((duplicate.again, 1)).1 += 1;
        }
    }
    for (first, (again, times)) in groups {
        let name = record.key_text(again);
        let message = match times {
            2 => text!["duplicate key `", name, "`"],
            times => {
                text!["duplicate key `", name, Text::known(format!("`, {times} times in one object"))]
            }
        };
        let mut draft = Draft::new(wide(record.key_span(again)), message)
            .label("again here")
            .also(record.key_span(first), "first here")
            .help("keep one of them; readers differ in which one they take");
        draft.pointer = record.pointer(again);
        let value = record.document.tree.behind(again);
        draft.field = record.field(value);
        sink.report(if draft.field.is_none() { draft.name(record.unknown_name(again)) } else { draft });
    }
}
