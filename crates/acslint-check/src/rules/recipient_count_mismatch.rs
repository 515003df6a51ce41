//! `recipient-count-mismatch`: a number of unique recipients that the three lists of recipients cannot give.

use super::{Check, Draft, Group, Rule, Sink};
use crate::{document::Value, names::Column, record::Record};

pub(super) static RULE: Rule = Rule {
    id: "recipient-count-mismatch",
    group: Group::Suspicious,
    since: "0.1.0",
    page: include_str!("recipient_count_mismatch.md"),
    check: Check::Record(check),
};

const LISTS: [Column; 3] = [Column::ToRecipientsCount, Column::CcRecipientsCount, Column::BccRecipientsCount];

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Some((unique, _)) = record.property(Column::UniqueRecipientsCount) else {
        return;
    };
    let lists = LISTS.map(|column| record.property(column).and_then(|(value, _)| count(value)));
    let (Some(number), [Some(to), Some(cc), Some(bcc)]) = (count(unique), lists) else {
        return;
    };
    let (largest, sum) = (to.max(cc).max(bcc), to + cc + bcc);
    let message = if number > sum {
        format!("{number} unique recipients, but only {sum} in `To`, `Cc` and `Bcc` together")
    } else if number < largest {
        format!("{number} unique recipients, but {largest} in one of `To`, `Cc` and `Bcc`")
    } else {
        return;
    };
    sink.report(
        Draft::value(record, unique, message)
            .label(format!("must be from {largest} to {sum}"))
            .help("each list counts unique addresses; an address in several lists counts once"),
    );
}

fn count(value: Value<'_>) -> Option<u64> {
    match value.string() {
        Some(text) => text.parse().ok(),
        None => value.raw().parse().ok(),
    }
}
