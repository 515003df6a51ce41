//! `duplicate-key`: one key twice in one object.

use std::{collections::BTreeMap, ops::Range};

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
        if draft.field.is_none() {
            draft = draft.name(record.unknown_name(again));
        }
        sink.report(match (times, equal_member(record, first, again)) {
            (2, Some(member)) => draft.safe_fix(wide(member), ""),
            _ => draft,
        });
    }
}

/// Returns the range of the second of two members with the same key, with the comma before it, if both have the same text
/// as their value.
fn equal_member(record: &Record<'_>, first: u32, again: u32) -> Option<Range<u32>> {
    let tree = record.document.tree;
    let [first_value, value] = [first, again].map(|key| record.document.value(tree.behind(key)));
    let [first_key, key] = [first, again].map(|key| record.document.value(key));
    if key.data().embedded || first_key.raw() != key.raw() || first_value.raw() != value.raw() {
        return None;
    }
    let before = record.document.text.get(..key.span().start as usize)?.trim_end();
    let comma = before.strip_suffix(',')?.len() as u32;
    Some(comma..value.span().end)
}
