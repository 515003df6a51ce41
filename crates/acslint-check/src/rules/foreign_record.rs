//! `foreign-record`: a record that is not of Communication Services.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    identify::Identity,
    record::Record,
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "foreign-record",
        group: Group::Restriction,
        since: "0.1.0",
        page: include_str!("foreign_record.md"),
    },
    Check::Record(check),
);

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    if let Identity::Foreign(kind) = record.identity {
        let message = text!["not a Communication Services record: ", Text::known(kind)];
        let draft = Draft::value(record, record.root(), message);
        let help =
            "export records of Communication Services only; acslint counts others, but does not check them";
        sink.report(draft.help(help));
    }
}
