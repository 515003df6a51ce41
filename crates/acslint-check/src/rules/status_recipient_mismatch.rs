//! `status-recipient-mismatch`: the status of a message on the row of a recipient, or the reverse.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    clean_when::{CleanWhen, Plain},
    identify::is_nothing,
    names::Column,
    record::Record,
    text::Text,
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "status-recipient-mismatch",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("status_recipient_mismatch.md"),
    },
    Check::Record(check),
)
.clean_when(CleanWhen::CrossField {
    properties: &["DeliveryStatus", "RecipientId"],
    passes: |values| match values {
        [status, recipient] => match (Plain::of(status), Plain::of(recipient)) {
            (Plain::Other(_), _) => true,
            // A text of five or more bytes cannot stand for "no recipient".
            (Plain::Text(status), Plain::Text([_, _, _, _, _, ..])) => status != OUT_FOR_DELIVERY.as_bytes(),
            (Plain::Text(status), recipient) => {
                let text = |text| std::str::from_utf8(text).unwrap_or_default();
                let has_recipient =
                    matches!(recipient, Plain::Text(recipient) if !is_nothing(text(recipient)));
                mismatch(text(status), has_recipient).is_none()
            }
        },
        _ => true,
    },
});

/// Status of a message.
const OUT_FOR_DELIVERY: &str = "OutForDelivery";

/// Statuses of one recipient's copy.
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
    let Some(message) = mismatch(&text, has_recipient) else {
        return;
    };
    sink.report(Draft::value(record, status, Text::known(message)).also(record.span(recipient), "the recipient").help(
        "without a recipient, write the status of the message (OutForDelivery or none); with one, that of its delivery",
    ));
}

/// Returns the message about a status that does not fit a row with, or without, a recipient.
fn mismatch(status: &str, has_recipient: bool) -> Option<String> {
    match status {
        OUT_FOR_DELIVERY if has_recipient => {
            Some("`OutForDelivery` is the status of a message, but the row has a recipient".to_owned())
        }
        status if OF_RECIPIENT.contains(&status) && !has_recipient => {
            Some(format!("`{status}` is the status of a recipient, but the row has none"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{CleanWhen, OF_RECIPIENT, OUT_FOR_DELIVERY, RULE, mismatch};
    use crate::identify::is_nothing;

    #[test]
    fn it_is_silent_where_there_is_no_mismatch() {
        let CleanWhen::CrossField { passes, .. } = RULE.clean_when else {
            panic!("it looks at two values");
        };
        for status in OF_RECIPIENT.into_iter().chain([OUT_FOR_DELIVERY, "", "OutForDeliverY", "Other"]) {
            for recipient in ["", "null", "None", "none", "a", "nulls", "someone@contoso.com"] {
                let expected = mismatch(status, !is_nothing(recipient)).is_none();
                let values = [format!("\"{status}\""), format!("\"{recipient}\"")];
                assert_eq!(passes(&values.each_ref().map(String::as_bytes)), expected, "{values:?}");
            }
        }
    }
}
