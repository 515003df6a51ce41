//! `end-before-start`: a consumption that ends before it begins.

use super::{Check, Draft, Group, Plain, Rule, Sink, Vouch};
use crate::{names::Column, record::Record, time};

pub(super) static RULE: Rule = Rule {
    id: "end-before-start",
    group: Group::Suspicious,
    since: "0.1.0",
    page: include_str!("end_before_start.md"),
    check: Check::Record(check),
    vouch: Vouch::Together {
        properties: &["StartTime", "EndTime"],
        silent: |values| match values {
            [Some(start), Some(end)] => match (Plain::of(start), Plain::of(end)) {
                (Plain::Text(start), Plain::Text(end)) => {
                    let text = |text| std::str::from_utf8(text).ok();
                    !ends_before(text(start), text(end))
                }
                (Plain::Escaped, _) | (_, Plain::Escaped) => false,
                _ => true,
            },
            _ => true,
        },
    },
};

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let (Some((start, _)), Some((end, _))) =
        (record.property(Column::StartTime), record.property(Column::EndTime))
    else {
        return;
    };
    if ends_before(start.string().as_deref(), end.string().as_deref()) {
        sink.report(
            Draft::value(record, end, "`EndTime` is before `StartTime`")
                .label("ends here")
                .also(record.span(start), "begins here")
                .help("check the order of the two, and their time zones"),
        );
    }
}

/// Whether both are times, and the second is before the first.
fn ends_before(start: Option<&str>, end: Option<&str>) -> bool {
    let nanoseconds = |text: Option<&str>| text.and_then(time::nanoseconds);
    matches!((nanoseconds(start), nanoseconds(end)), (Some(start), Some(end)) if end < start)
}
