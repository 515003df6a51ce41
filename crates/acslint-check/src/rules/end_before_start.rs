//! `end-before-start`: a consumption that ends before it begins.

use super::{Check, Draft, Group, Rule, Sink};
use crate::{names::Column, record::Record, time};

pub(super) static RULE: Rule = Rule {
    id: "end-before-start",
    group: Group::Suspicious,
    since: "0.1.0",
    page: include_str!("end_before_start.md"),
    check: Check::Record(check),
};

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let (Some((start, _)), Some((end, _))) =
        (record.property(Column::StartTime), record.property(Column::EndTime))
    else {
        return;
    };
    let (Some(start_text), Some(end_text)) = (start.string(), end.string()) else {
        return;
    };
    let (Some(start_time), Some(end_time)) = (time::nanoseconds(&start_text), time::nanoseconds(&end_text))
    else {
        return;
    };
    if end_time < start_time {
        sink.report(
            Draft::value(record, end, "`EndTime` is before `StartTime`")
                .label("ends here")
                .also(record.span(start), "begins here")
                .help("check the order of the two, and their time zones"),
        );
    }
}
