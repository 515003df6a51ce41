//! `damaged-version`: an operation's version that a spreadsheet rewrote as a date.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{clean_when::CleanWhen, names::Column, record::Record, text::text};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "damaged-version",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("damaged_version.md"),
    },
    Check::Record(check),
)
.clean_when(CleanWhen::Text {
    of: |property, _| property.name == "OperationVersion",
    passes: |_, text| {
        memchr::memchr(b'/', text).is_none()
            || std::str::from_utf8(text).is_ok_and(|text| !is_spreadsheet_date(text))
    },
})
.about_values();

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Some((value, _)) = record.property(Column::OperationVersion) else {
        return;
    };
    let Some(version) = value.string().filter(|version| is_spreadsheet_date(version)) else {
        return;
    };
    let message =
        text![record.name(value), " is the date \"", record.quote_as(value, &version), "\", not a version"];
    sink.report(Draft::value(record, value, message).label("a date as a spreadsheet writes it").help(
        "export the records again without a spreadsheet, which rewrote a version such as `2023-03-06`",
    ));
}

/// Returns true for `3/6/23` or `03/06/2023`: two short numbers and a year, as spreadsheets write dates.
fn is_spreadsheet_date(text: &str) -> bool {
    if !matches!(text.as_bytes(), [_, b'/', ..] | [_, _, b'/', ..]) {
        return false;
    }
    let mut parts = text.split('/');
    let mut digits = |lengths: &[usize]| {
        parts.next().is_some_and(|part| {
            lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    digits(&[1, 2]) && digits(&[1, 2]) && digits(&[2, 4]) && parts.next().is_none()
}
