//! Tests of statistics: they add up, have bounds, and contain public values only.

use acslint_check::{Checker, Hints, Level, RecordType, Report, Session, Settings, WorkerState};
use acslint_types::{CATEGORIES, Shape};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ChangeKind, Gap, Range, Stats, TypeName, TypeStats, changes, coverage};

/// Report that collects statistics.
#[derive(Default)]
struct Collecting(Stats);

impl Report for Collecting {
    fn event(&mut self, event: &acslint_check::Event<'_>) {
        self.0.event(event);
    }

    fn proved_clean(&mut self, record_type: RecordType, _: u64) {
        unreachable!("{record_type} was proved clean, so its contents are unknown");
    }
}

fn stats(input: &str) -> Stats {
    let settings = Settings { contents: true, values: true, ..Settings::default() };
    let checker = Checker::new(settings).unwrap();
    let mut collecting = Collecting::default();
    let mut session = Session::new(&checker, Hints::default());
    session.advance(&mut WorkerState::default(), input.as_bytes(), true, &mut collecting);
    collecting.0
}

/// A row of `Usage` with these members changed; null removes one.
fn usage(changes: &Value) -> String {
    let usage = CATEGORIES.iter().find(|category| category.id == "Usage").unwrap();
    let mut record: Value = serde_json::from_str(usage.example(Shape::Table)).unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            record.as_object_mut().unwrap().remove(name);
        } else {
            record[name] = value.clone();
        }
    }
    record.to_string() + "\n"
}

fn of_usage(stats: &Stats) -> &TypeStats {
    &stats.types[&name()]
}

fn name() -> TypeName {
    TypeName { category: "Usage".into(), shape: Some(Shape::Table) }
}

#[test]
fn records_times_and_properties_are_counted() {
    let input =
        usage(&json!({ "TimeGenerated": "2024-03-05T09:10:00Z", "UsageType": "Chat", "Quantity": 2 }))
            + &usage(
                &json!({ "TimeGenerated": "2024-03-05T12:10:00Z", "UsageType": "Chat", "Quantity": 0.5 }),
            )
            + &usage(&json!({ "TimeGenerated": "2024-03-05T13:00:00Z", "UsageType": "", "UnitType": null }))
            + "{\"category\":\"Nothing\"}\n1\n";
    let stats = stats(&input.replace("\"Quantity\":0.5", "\"Quantity\":null"));
    assert_eq!((stats.records(), stats.others), (5, 2));
    let usage = of_usage(&stats);
    assert_eq!((usage.records, usage.undated), (3, 0));
    let times = usage.times.map(|(first, last)| [first, last].map(|time| time.to_string()));
    assert_eq!(times, Some(["2024-03-05T09:10:00Z".to_owned(), "2024-03-05T13:00:00Z".to_owned()]));
    let first = usage.hours.keys().next().copied().unwrap();
    assert_eq!(usage.gaps().collect::<Vec<_>>(), [Gap { first: first + 1, hours: 2 }]);
    let counts = |name: &str| {
        let property = &usage.properties[name];
        (property.present, property.null, property.empty)
    };
    assert_eq!(counts("UsageType"), (2, 0, 1));
    assert_eq!(counts("UnitType"), (2, 0, 0));
    assert_eq!(counts("Quantity"), (2, 1, 0));
    let values: Vec<_> = usage.properties["UsageType"].values.iter().collect();
    assert_eq!(values, [(&"Chat".to_owned(), &2)]);
    assert!(matches!(usage.properties["Quantity"].range, Some(Range::Numbers(2.0, _))));
    assert!(matches!(usage.properties["TimeGenerated"].range, Some(Range::Times(..))));
    let (seen, all) = coverage(&name(), usage);
    assert!(0 < seen && seen <= all, "{seen} of {all}");
}

#[test]
fn values_that_may_be_personal_do_not_enter() {
    for category in CATEGORIES {
        for shape in category.shapes() {
            let mut record: Value = serde_json::from_str(category.example(shape)).unwrap();
            fill(&mut record);
            let stats = stats(&format!("{record}\n"));
            assert!(!format!("{stats:?}").contains("zoe"), "{}: {stats:?}", category.id);
        }
    }
}

/// Replaces texts that do not identify the record by a personal value.
fn fill(value: &mut Value) {
    for (key, value) in value.as_object_mut().into_iter().flatten() {
        match value {
            Value::Object(_) => fill(value),
            Value::String(text)
                if !matches!(&*key.to_lowercase(), "category" | "type" | "time" | "timegenerated") =>
            {
                "zoe@example.org".clone_into(text);
            }
            _ => {}
        }
    }
}

#[test]
fn hours_and_values_have_bounds() {
    let mut of_type = TypeStats::new(&name());
    for hour in 0..20_000 {
        of_type.hour(hour, 1);
    }
    assert_eq!((of_type.hours.len(), of_type.earlier), (10_000, 10_000));
    assert_eq!(of_type.hours.keys().next(), Some(&10_000));
    let property = of_type.properties.get_mut("UsageType").unwrap();
    for number in 0..300 {
        property.value(&format!("v{number:03}"), 1);
    }
    assert_eq!((property.values.len(), property.other_values), (100, 200));
    assert_eq!(property.values.keys().last().map(String::as_str), Some("v099"));
}

#[test]
fn changes_are_told_by_their_kind_and_the_worst_comes_first() {
    let record = |time: &str, quantity: f64, usage_type: &str| {
        usage(&json!({ "TimeGenerated": time, "UsageType": usage_type, "Quantity": quantity }))
    };
    let time = "2024-03-05T09:10:00Z";
    let log = CATEGORIES.iter().find(|category| category.id == "ChatOperational").unwrap();
    let chat = log.example(Shape::ResourceLog).replace('\n', "") + "\n";
    let before = stats(&(record(time, 1.0, "Chat").repeat(10) + &chat));
    let without =
        usage(&json!({ "TimeGenerated": time, "UsageType": "PSTN", "Quantity": 3.0, "UnitType": null }));
    let now = stats(&(without.repeat(4) + &record(time, 1.0, "PSTN").repeat(6)));
    let seen: Vec<(Level, String, Option<String>, &str)> = changes(&before, &now)
        .iter()
        .map(|change| {
            let property = change.property.as_ref().map(ToString::to_string);
            (change.level(), change.record_type.to_string(), property, change.kind.id())
        })
        .collect();
    let of =
        |level, property: &str, kind| (level, "Usage (table)".to_owned(), Some(property.to_owned()), kind);
    assert_eq!(
        seen,
        [
            (Level::Error, "ChatOperational (resource-log)".to_owned(), None, "vanished"),
            of(Level::Warning, "UnitType", "rarer"),
            of(Level::Info, "Quantity", "wider"),
            of(Level::Info, "UsageType", "new-value"),
            of(Level::Info, "UsageType", "vanished-value"),
        ]
    );
    assert_eq!(changes(&before, &before), []);
    let gone = stats(&usage(&json!({ "TimeGenerated": time, "UnitType": null })));
    let all = changes(&before, &gone);
    assert!(all.iter().any(|change| {
        change.property.as_deref() == Some("UnitType") && change.kind == ChangeKind::Vanished
    }));
    let back = changes(&gone, &before);
    assert!(
        back.iter()
            .any(|change| change.property.as_deref() == Some("UnitType") && change.kind == ChangeKind::New)
    );
}

/// Records of all kinds.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let line = (0..CATEGORIES.len(), 0..40_i64, any::<bool>(), 0..6_usize).prop_map(
        |(category, hour, is_table, odd)| {
            let category = CATEGORIES[category];
            let shape = if is_table && category.table.is_some() { Shape::Table } else { Shape::ResourceLog };
            let mut record: Value = serde_json::from_str(category.example(shape)).unwrap();
            let name = if shape == Shape::Table { "TimeGenerated" } else { "time" };
            record[name] = format!("2024-03-{:02}T{:02}:10:00Z", 1 + hour / 24, hour % 24).into();
            match odd {
                0 => record[name] = "yesterday".into(),
                1 => return "{\"category\":\"Nothing\"}".to_owned(),
                2 => return "1".to_owned(),
                _ => {}
            }
            record.to_string()
        },
    );
    prop::collection::vec(line, 0..12)
}

proptest! {
    #![proptest_config(acslint_testing::cases(60))]

    #[test]
    fn merging_parts_gives_the_whole(lines in lines(), cut in 0..12_usize, turned: bool) {
        let whole = stats(&lines.join("\n"));
        let (before, behind) = lines.split_at(cut.min(lines.len()));
        let (mut one, mut other) = (stats(&before.join("\n")), stats(&behind.join("\n")));
        if turned {
            std::mem::swap(&mut one, &mut other);
        }
        one.merge(&other);
        prop_assert_eq!(one, whole);
    }
}
