//! `legacy-table`: a row of the table that all services shared.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    identify::{Identity, LEGACY_TABLE},
    record::Record,
    text::text,
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "legacy-table",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("legacy_table.md"),
    },
    Check::Record(check),
);

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Identity::LegacyRow(name) = record.identity else {
        return;
    };
    let message = text!["a row of the legacy table `", LEGACY_TABLE, "`"];
    let draft = Draft::value(record, record.document.value(*name), message).field("Type");
    sink.report(draft.label("not a table of one category").help(
        "choose resource-specific tables in the diagnostic setting, and export those; the columns of this one are not checked",
    ));
}
