//! `recipient-count-mismatch`: a number of unique recipients that contradicts the three lists of recipients.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    clean_when::{CleanWhen, Plain, whole_number},
    document::Value,
    names::Column,
    record::Record,
    text::Text,
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "recipient-count-mismatch",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("recipient_count_mismatch.md"),
    },
    Check::Record(check),
)
.clean_when(CleanWhen::CrossField {
    properties: &["UniqueRecipientsCount", "ToRecipientsCount", "CcRecipientsCount", "BccRecipientsCount"],
    passes: |values| {
        let count = |at: usize| match Plain::of(values.get(at)?) {
            Plain::Text(count) | Plain::Other(count) => whole_number(count, u64::MAX),
        };
        mismatch(count(0), [count(1), count(2), count(3)]).is_none()
    },
});

const LISTS: [Column; 3] = [Column::ToRecipientsCount, Column::CcRecipientsCount, Column::BccRecipientsCount];

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Some((unique, _)) = record.property(Column::UniqueRecipientsCount) else {
        return;
    };
    let lists = LISTS.map(|column| record.property(column).and_then(|(value, _)| count(value)));
    let Some(Mismatch { message, largest, sum }) = mismatch(count(unique), lists) else {
        return;
    };
    sink.report(
        Draft::value(record, unique, Text::known(message))
            .label(Text::known(format!("must be from {largest} to {sum}")))
            .help("correct the counts: each list counts unique addresses, and an address in several lists counts once"),
    );
}

/// An impossible number of unique recipients: the message, and the bounds of possible numbers.
struct Mismatch {
    message: String,
    largest: u64,
    sum: u64,
}

fn mismatch(unique: Option<u64>, lists: [Option<u64>; 3]) -> Option<Mismatch> {
    let (number, [to, cc, bcc]) = (unique?, [lists[0]?, lists[1]?, lists[2]?]);
    let (largest, sum) = (to.max(cc).max(bcc), to.saturating_add(cc).saturating_add(bcc));
    let message = if number > sum {
        format!("{number} unique recipients, but only {sum} in `To`, `Cc` and `Bcc` together")
    } else if number < largest {
        format!("{number} unique recipients, but {largest} in one of `To`, `Cc` and `Bcc`")
    } else {
        return None;
    };
    Some(Mismatch { message, largest, sum })
}

fn count(value: Value<'_>) -> Option<u64> {
    let text = value.string().unwrap_or_else(|| value.raw().into());
    whole_number(text.as_bytes(), u64::MAX)
}
