//! `masked-address`: an IP address with masked parts.

use acslint_types::scalar::is_masked_address;

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{clean_when::CleanWhen, names::Column, record::Record, text::text};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "masked-address",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("masked_address.md"),
    },
    Check::Record(check),
)
.clean_when(CleanWhen::Text {
    of: |property, _| property.name == "CallerIpAddress",
    passes: |_, text| {
        memchr::memchr3(b'x', b'X', b'*', text).is_none()
            || std::str::from_utf8(text).is_ok_and(|text| !is_masked_address(text))
    },
})
.about_values();

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Some((value, _)) = record.property(Column::CallerIpAddress) else {
        return;
    };
    // Most addresses have no masking character.
    let masked = |address: &str| {
        memchr::memchr3(b'x', b'X', b'*', address.as_bytes()).is_some() && is_masked_address(address)
    };
    if let Some(address) = value.string().filter(|address| masked(address)) {
        let message = text![record.name(value), " is masked: \"", record.quote_as(value, &address), "\""];
        sink.report(
            Draft::value(record, value, message)
                .label("not a whole address")
                .help("leave it empty to hide an address: readers that parse addresses refuse a masked one"),
        );
    }
}
