//! `wrong-container`: a record whose category or hour is not that of the folder it is in.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    Hints, Time,
    clean_when::CleanWhen,
    document::Value,
    folder::{is_outside_hour, start_of},
    names::Column,
    record::Record,
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "wrong-container",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("wrong_container.md"),
    },
    Check::Record(check),
)
.clean_when(CleanWhen::InFolder);

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Hints { category, hour, .. } = record.hints;
    let Some(known) = record.known else {
        return;
    };
    if let Some(folder) = category.filter(|folder| folder.id != known.category().id)
        && let Some(value) = category_of(record)
    {
        let message = text!["`", known.category().id, "` record in the folder of `", folder.id, "`"];
        sink.report(
            Draft::value(record, value, message)
                .label("another category than the folder has")
                .help("correct the route of the export: readers of a folder expect its category only"),
        );
    }
    if let Some(hour) = hour
        && let Some((value, _)) = record.property(Column::TimeGenerated)
        && let Some(time) = value.string().and_then(|time| Time::parse(&time))
        && is_outside_hour(time, hour)
        && let Some(start) = start_of(hour)
    {
        let message = text![
            record.name(value),
            " is outside of the hour of its folder, which begins ",
            Text::known(start.to_string())
        ];
        sink.report(Draft::value(record, value, message).label("another hour than the folder has").help(
            "select records by their own time: the folder is that of another hour, or a clock is wrong",
        ));
    }
}

/// Returns the value that names the category of a record.
fn category_of<'r>(record: &Record<'r>) -> Option<Value<'r>> {
    let named = [Column::Category, Column::Type].into_iter().filter_map(|column| record.property(column));
    named.map(|(value, _)| value).find(|value| value.string().is_some_and(|text| !text.is_empty()))
}
