//! Tests of the counts, on events with forecasts.

use acslint_check::{
    Disclosure, Effect, Event, Excerpt, Forecast, Position, RecordType, Span, Stored, Subject, ValueEffect,
};
use acslint_types::{CATEGORIES, Shape};

use super::Losses;
use crate::values::TargetName;

fn event(losses: &mut Losses, subject: Option<Subject>, forecast: &Forecast) {
    let anchor_position = Position { line: 1, column: 1 };
    losses.event(&Event {
        record: 1,
        span: Span::new(0, 1),
        row: None,
        subject,
        findings: &[],
        replayed: false,
        contents: None,
        provenance: None,
        forecast: Some(forecast),
        disclosure: Disclosure::default(),
        excerpt: Excerpt { bytes: b"", offset: 0, anchor: 0, anchor_position, stored: Stored::Same },
        part: None,
    });
}

fn known() -> Subject {
    Subject::Known(RecordType::of(CATEGORIES[0], Shape::Table))
}

fn values(effects: &[(Effect, Option<&str>)]) -> Forecast {
    let value = |(effect, column): &(Effect, Option<&str>)| ValueEffect {
        effect: *effect,
        column: column.map(Into::into),
        pointer: String::new(),
    };
    Forecast { record: None, values: effects.iter().map(value).collect() }
}

#[test]
fn the_sentence_says_what_is_lost() {
    let mut losses = Losses::new(TargetName::Adx, None);
    losses.lossless(1_000);
    let null = Effect::Null;
    event(&mut losses, Some(known()), &values(&[(null, Some("DurationMs")), (null, Some("Latency"))]));
    event(&mut losses, Some(known()), &values(&[(null, Some("DurationMs")), (Effect::LeftOut, None)]));
    let unreadable = Some(Subject::Unreadable { record_type: None });
    event(&mut losses, unreadable, &Forecast { record: Some(Effect::Dropped), values: Vec::new() });
    losses.end_of_input();
    assert_eq!(
        losses.sentence(),
        "of 1,003 records, ADX would load 1,002; 1 dropped; 3 values become NULL, 2 of them `DurationMs`; 1 member is left \
         out"
    );
}

#[test]
fn a_fault_between_records_discards_those_of_its_file_only() {
    let mut losses = Losses::new(TargetName::Databricks, None);
    losses.lossless(3);
    losses.end_of_input();
    losses.lossless(5);
    event(&mut losses, Some(known()), &values(&[(Effect::Rescued, Some("DurationMs"))]));
    event(&mut losses, None, &Forecast { record: Some(Effect::FileDiscarded), values: Vec::new() });
    losses.end_of_input();
    assert_eq!(losses.sentence(), "of 9 records, Databricks would load 3; 6 discarded with their files");
}

#[test]
fn a_rejected_record_names_its_reason_and_nothing_else() {
    let mut losses = Losses::new(TargetName::Elasticsearch, None);
    let mut forecast = values(&[(Effect::NotIndexed, None), (Effect::Rejected, Some("DurationMs"))]);
    forecast.record = Some(Effect::Rejected);
    event(&mut losses, Some(known()), &forecast);
    losses.end_of_input();
    assert_eq!(
        losses.sentence(),
        "of 1 record, Elasticsearch would load 0; 1 rejected, because of `DurationMs`"
    );
}

#[test]
fn parts_of_an_input_add_up() {
    let mut whole = Losses::new(TargetName::Adx, None);
    let mut part = whole.alike();
    part.lossless(2);
    event(&mut part, Some(known()), &values(&[(Effect::Null, Some("DurationMs"))]));
    whole.lossless(1);
    whole.add(&part);
    whole.add(&part);
    whole.end_of_input();
    assert_eq!(whole.sentence(), "of 7 records, ADX would load 7; 2 values become NULL: `DurationMs`");
}
