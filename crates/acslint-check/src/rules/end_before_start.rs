//! `end-before-start`: a consumption that ends before it begins.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    clean_when::{CleanWhen, Plain},
    names::Column,
    record::Record,
    time,
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "end-before-start",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("end_before_start.md"),
    },
    Check::Record(check),
)
.clean_when(CleanWhen::CrossField {
    properties: &["StartTime", "EndTime"],
    passes: |values| match values {
        [start, end] => match (Plain::of(start), Plain::of(end)) {
            (Plain::Text(start), Plain::Text(end)) if !are_in_order(start, end) => {
                let text = |text| std::str::from_utf8(text).ok();
                !ends_before(text(start), text(end))
            }
            _ => true,
        },
        _ => true,
    },
});

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

/// Returns true if two times are certainly in order: times in the same format compare as their texts do.
fn are_in_order(start: &[u8], end: &[u8]) -> bool {
    let written_alike = start.len() == end.len() && start.get(10) == end.get(10);
    let in_utc = start.ends_with(b"Z") && end.ends_with(b"Z");
    let leap_second = start.get(17) == Some(&b'6');
    written_alike && in_utc && !leap_second && start <= end
}

/// Returns true if both are times and the second is before the first.
fn ends_before(start: Option<&str>, end: Option<&str>) -> bool {
    let instant = |text: Option<&str>| text.and_then(time::instant);
    matches!((instant(start), instant(end)), (Some(start), Some(end)) if end < start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{are_in_order, ends_before};

    proptest! {
        #[test]
        fn times_in_order_do_not_end_before_they_start(
            [start, end] in proptest::array::uniform2(
                "2016-12-31[Tt]2[23]:5[89]:[56][019](\\.[0-9]{1,2})?(Z|z|[+]00:0[0-2])|2017-01-01T00:00:00(\\.[0-9])?Z"
            ),
        ) {
            prop_assert!(!are_in_order(start.as_bytes(), end.as_bytes()) || !ends_before(Some(&start), Some(&end)));
        }
    }
}
