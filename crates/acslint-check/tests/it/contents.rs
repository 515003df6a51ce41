//! Tests of the contents of records in events.

use acslint_check::{
    Checker, Contents, Event, Hints, Presence, RecordType, Report, Session, Settings, Time, WorkerState,
};
use acslint_types::{CATEGORIES, Category};

/// Report that collects the contents of each event.
#[derive(Default)]
struct Contained(Vec<Option<(&'static Category, Option<i64>, Contents)>>);

impl Report for Contained {
    fn event(&mut self, event: &Event<'_>) {
        let category = match event.subject {
            Some(acslint_check::Subject::Known(found)) => {
                Category::by_id(found.category).expect("it was found")
            }
            _ => CATEGORIES[0],
        };
        let hour = event.provenance.and_then(|of| of.time).map(Time::hour);
        self.0.push(event.contents.map(|contents| (category, hour, contents.clone())));
    }

    fn proved_clean(&mut self, record_type: RecordType, _: u64) {
        unreachable!("{record_type} was proved clean, so its contents are unknown");
    }
}

/// Hour of a record, its properties with a value, and those without one.
type Outline = (Option<i64>, Vec<&'static str>, Vec<&'static str>);

/// Returns the contents of each record.
fn contents(input: &str) -> Vec<Option<Outline>> {
    let checker =
        Checker::new(Settings { contents: true, ..Settings::default() }).expect("the settings are right");
    let mut contained = Contained::default();
    Session::new(&checker, Hints::default()).advance(
        &mut WorkerState::default(),
        input.as_bytes(),
        true,
        &mut contained,
    );
    let spelt_out = |(category, hour, contents): (&'static Category, Option<i64>, Contents)| {
        assert_eq!(contents.properties.len(), category.properties.len());
        let such = |held| {
            let properties = category.properties.iter().zip(&contents.properties);
            properties.filter(|(_, is)| **is == held).map(|(property, _)| property.name).collect()
        };
        (hour, such(Presence::Value), such(Presence::Empty))
    };
    contained.0.into_iter().map(|held| held.map(spelt_out)).collect()
}

#[test]
fn properties_are_known_by_any_spelling_and_times_by_their_hour() {
    let row = r#"{"TimeGenerated":"1970-01-02T01:59:59.9Z","Category":"Usage","Record ID":"r","Quantity":0,"UnitType":"","UsageType":null,"Nonsense":1}"#;
    let log = r#"{"time":"1969-12-31T23:00:00+02:00","category":"Usage","operationName":"Usage","resourceId":"/a","properties":"{\"quantity\":1}"}"#;
    assert_eq!(
        contents(&format!("{row}\n{log}\n")),
        [
            Some((
                Some(25),
                vec!["TimeGenerated", "Category", "RecordId", "Quantity"],
                vec!["UsageType", "UnitType"]
            )),
            Some((
                Some(-3),
                vec!["TimeGenerated", "OperationName", "Category", "Quantity", "_ResourceId"],
                vec![]
            )),
        ]
    );
}

#[test]
fn what_is_no_record_of_a_known_category_holds_nothing_and_a_time_must_be_one() {
    let records = concat!(
        r#"{"TimeGenerated":"yesterday","Category":"Usage"}"#,
        "\n",
        r#"{"TimeGenerated":"2024-01-01T00:00:00Z","Category":"Cabbage"}"#,
        "\n5\n{\"a\":\n"
    );
    assert_eq!(
        contents(records),
        [Some((None, vec!["TimeGenerated", "Category"], vec![])), None, None, None]
    );
}

#[test]
fn nothing_is_said_unless_it_is_asked_for() {
    let checker = Checker::new(Settings { full_path_only: true, ..Settings::default() }).unwrap();
    let mut contained = Contained::default();
    let input = br#"{"TimeGenerated":"2024-01-01T00:00:00Z","Category":"Usage"}"#;
    Session::new(&checker, Hints::default()).advance(
        &mut WorkerState::default(),
        input,
        true,
        &mut contained,
    );
    assert_eq!(contained.0, [None]);
}
