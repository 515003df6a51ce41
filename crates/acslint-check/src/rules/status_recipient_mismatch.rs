//! `status-recipient-mismatch`: the delivery status of a message on a recipient's row, or the reverse.

use super::{Check, Draft, Group, Rule, Sink};
use crate::{identify::is_nothing, names::Column, record::Record};

pub(super) static RULE: Rule = Rule {
    id: "status-recipient-mismatch",
    group: Group::Suspicious,
    since: "0.1.0",
    page: include_str!("status_recipient_mismatch.md"),
    check: Check::Record(check),
};

/// What becomes of one recipient's copy.
const OF_RECIPIENT: [&str; 7] =
    ["Delivered", "Bounced", "Suppressed", "Failed", "FilteredSpam", "Quarantined", "Expanded"];

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let (Some((status, _)), Some((recipient, _))) =
        (record.property(Column::DeliveryStatus), record.property(Column::RecipientId))
    else {
        return;
    };
    let Some(text) = status.string() else {
        return;
    };
    let has_recipient = recipient.string().is_some_and(|recipient| !is_nothing(&recipient));
    let message = match text.as_ref() {
        "OutForDelivery" if has_recipient => {
            "`OutForDelivery` is the status of a message, but the row has a recipient".to_owned()
        }
        text if OF_RECIPIENT.contains(&text) && !has_recipient => {
            format!("`{text}` is the status of a recipient, but the row has none")
        }
        _ => return,
    };
    sink.report(Draft::value(record, status, message).also(record.span(recipient), "the recipient").help(
        "a row without a recipient tells of the message (OutForDelivery or no status), one with a recipient of its delivery",
    ));
}
