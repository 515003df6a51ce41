//! Tests that the steps of explaining a record grow linearly with the record.

use crate::{
    Checker, CustomCategories, CustomCategory, Discriminator, Event, Hints, RecordType, Report, Session,
    Settings, WorkerState, document::steps,
};

/// Report that counts findings.
#[derive(Default)]
struct Counted(usize);

impl Report for Counted {
    fn event(&mut self, event: &Event<'_>) {
        self.0 += event.findings.len();
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

/// Returns the number of findings in a record of a category with this schema, and the number of steps.
fn checked(schema: &str, record: &str) -> (usize, u64) {
    let discriminator = Discriminator { pointer: None, value: Some("A".to_owned()) };
    let category = CustomCategory {
        name: "A".to_owned(),
        schema: "/a.json".to_owned(),
        discriminator,
        safe: Vec::new(),
        personal: Vec::new(),
    };
    let custom = CustomCategories::load(&[category], &|_| Ok(schema.to_owned())).unwrap();
    let checker = Checker::new(Settings { custom, ..Settings::default() }).unwrap();
    let mut counted = Counted::default();
    let steps = steps::taken(|| {
        let mut session = Session::new(&checker, Hints::default());
        session.advance(&mut WorkerState::default(), record.as_bytes(), true, &mut counted);
    });
    (counted.0, steps)
}

/// Constructor of a record with a number of parts.
type Record<'m> = &'m dyn Fn(usize) -> String;

/// Returns a record whose member `a` holds `count` items.
fn record(count: usize, open: char, item: impl Fn(usize) -> String, close: char) -> String {
    let items: Vec<String> = (0..count).map(item).collect();
    format!("{{\"category\":\"A\",\"a\":{open}{}{close}}}", items.join(","))
}

#[test]
fn four_times_the_mistakes_take_about_four_times_the_steps() {
    type Make = fn(usize) -> String;
    let members = |item: Make| move |count: usize| record(count, '{', item, '}');
    let items = |item: Make| move |count: usize| record(count, '[', item, ']');
    let unknown = members(|number| format!("\"x{number}\":1"));
    let bad = items(|number| format!("\"{number}\""));
    let objects = items(|_| "{\"b\":\"c\",\"d\":1}".to_owned());
    let cases: [(&str, &str, Record<'_>, usize); 8] = [
        ("unknown members", r#"{"additionalProperties":false,"properties":{"b":true}}"#, &unknown, 1),
        ("unevaluated members", r#"{"unevaluatedProperties":false,"properties":{"b":true}}"#, &unknown, 1),
        ("bad members", r#"{"additionalProperties":{"type":"string"}}"#, &unknown, 1),
        ("bad names", r#"{"propertyNames":{"maxLength":1}}"#, &unknown, 1),
        ("bad items", r#"{"items":{"type":"integer"}}"#, &bad, 1),
        ("no branch fits", r#"{"items":{"oneOf":[{"type":"integer"},{"maxLength":0}]}}"#, &bad, 1),
        ("bad objects", r#"{"items":{"properties":{"b":{"type":"integer"}},"required":["e"]}}"#, &objects, 2),
        (
            "closed objects",
            r#"{"items":{"unevaluatedProperties":false,"properties":{"b":true}}}"#,
            &objects,
            1,
        ),
    ];
    for (what, schema, record, each) in cases {
        let schema = format!("{{\"properties\":{{\"a\":{schema}}}}}");
        let (few, some) = checked(&schema, &record(500));
        let (many, more) = checked(&schema, &record(2000));
        assert_eq!((few, many), (500 * each, 2000 * each), "{what}");
        assert!(some >= 500, "{what}: {some} steps");
        assert!(more * 10 <= some * 44, "{what}: {some} steps become {more}");
    }
}

#[test]
fn known_categories_grow_alike() {
    let checker = Checker::new(Settings { full_path_only: true, ..Settings::default() }).unwrap();
    let record = |count: usize| {
        let members: Vec<String> = (0..count).map(|number| format!("\"x{number}\":1")).collect();
        format!(
            "{{\"Category\":\"SMSOperational\",\"Type\":\"ACSSMSIncomingOperations\",{}}}",
            members.join(",")
        )
    };
    let found = |count: usize| {
        let mut counted = Counted::default();
        let record = record(count);
        let steps = steps::taken(|| {
            let mut session = Session::new(&checker, Hints::default());
            session.advance(&mut WorkerState::default(), record.as_bytes(), true, &mut counted);
        });
        (counted.0, steps)
    };
    let ((few, some), (many, more)) = (found(500), found(2000));
    assert_eq!(many - few, 1500);
    assert!(some >= 500 && more * 10 <= some * 44, "{some} steps become {more}");
}
