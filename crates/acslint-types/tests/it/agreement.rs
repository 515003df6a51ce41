//! The Rust types accept exactly what the schemas accept.
//!
//! They agree without exception. Duplicate keys are out of scope, because a JSON Schema cannot see them.

use std::sync::LazyLock;

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{READERS, Reader, fields, validator, with, without};

/// Boundary values of the properties.
static POOL: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let mut pool = vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(1.0),
        json!(1.5),
        json!(-0.0),
        json!(-1),
        json!(-1.5),
        json!(202),
        json!(2_147_483_647),
        json!(2_147_483_647.0),
        json!(2_147_483_647.5),
        json!(2_147_483_648_u32),
        json!(-2_147_483_649_i64),
        json!(9_007_199_254_740_993_u64),
        json!(i64::MAX),
        json!(i64::MAX as u64 + 1),
        json!(9_223_372_036_854_775_808.0),
        json!(9_223_372_036_854_774_784.0),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e300),
        json!(1e-300),
        json!([]),
        json!([null]),
        json!(["chat", 1]),
        json!({}),
        json!({ "x": 1 }),
        json!({ "LongCodeNumber": null }),
        json!([{ "x": [] }]),
    ];
    let texts = [
        "",
        "x",
        "null",
        "None",
        "True",
        "false",
        "0",
        "12",
        "012",
        "-1",
        "1.5",
        "1.",
        "1e3",
        "1e",
        "2147483647",
        "2147483648",
        "12345678901",
        "9223372036854775807",
        "12345678901234567890",
        "-3.5",
        "3.146336E-05",
        " 1",
        "1\n",
        "2024-03-05T09:14:27Z",
        "2024-03-05t09:14:27z",
        "2024-03-05T09:14:27.1234567Z",
        "2024-03-05T09:14:27.123456789Z",
        "2024-03-05T09:14:27.1234567890Z",
        "2024-03-05T09:14:27.Z",
        "2024-03-05T09:14:27+05:30",
        "2024-03-05T09:14:27+0530",
        "2024-03-05T09:14:27",
        "2024-03-05 09:14:27Z",
        "2016-12-31T23:59:60Z",
        "2016-12-31T23:58:60Z",
        "2017-01-01T00:59:60+01:00",
        "2023-02-29T00:00:00Z",
        "06/22/2022 10:24:59",
        "5/25/2023, 5:43:25.746 PM",
        "203.0.113.7",
        "203.0.113.256",
        "203.0.113.7:38208",
        "203.0.113.7:",
        "2001:db8::1",
        "2001:db8::1::",
        "[2001:db8::1]:443",
        "[2001:db8::1]",
        "[203.0.113.7]:443",
        "203.0.113.XXX",
        "203.0.*.*",
        "x.x.x.x",
        "Usage",
        "usage",
        "SMSOperational",
        "ACSBillingUsage",
        "LongCodeNumber",
        "longCodeNumber",
        "DynamicAlphaSenderID",
        "Informational",
        "Verbose",
        "Delivered",
    ];
    pool.extend(texts.map(Value::from));
    pool
});

/// A type, its schema and its fields.
struct Subject {
    reader: &'static Reader,
    schema: Validator,
    fields: Vec<String>,
    example: Value,
}

static SUBJECTS: LazyLock<Vec<Subject>> = LazyLock::new(|| {
    let subject = |reader: &'static Reader| {
        let schema = reader.category.schema(reader.shape);
        Subject { reader, schema: validator(&schema), fields: fields(&schema), example: reader.example() }
    };
    READERS.iter().map(subject).collect()
});

impl Subject {
    /// The verdict on a record of the type and of the schema, which must be equal.
    fn verdict(&self, record: &Value) -> bool {
        // Both read the same text, so that rounding of numbers affects both equally.
        let text = record.to_string();
        let record: Value = serde_json::from_str(&text).unwrap();
        let by_schema = self.schema.is_valid(&record);
        match (self.reader.read)(&text) {
            Ok(_) => assert!(by_schema, "{}: only the type accepts {text}", self.reader.name()),
            Err(error) => {
                assert!(!by_schema, "{}: only the schema accepts {text}: {error}", self.reader.name());
            }
        }
        by_schema
    }
}

#[test]
fn every_field_with_every_value_of_the_pool() {
    for subject in &*SUBJECTS {
        let (mut accepted, mut refused) = (0, 0);
        for field in &subject.fields {
            for value in &*POOL {
                let verdict = subject.verdict(&with(subject.example.clone(), field, value.clone()));
                *(if verdict { &mut accepted } else { &mut refused }) += 1;
            }
        }
        assert!(accepted > 100 && refused > 100, "{}: {accepted}, {refused}", subject.reader.name());
    }
}

#[test]
fn every_field_taken_away() {
    for subject in &*SUBJECTS {
        let schema = subject.reader.category.schema(subject.reader.shape);
        let required = ["/required", "/properties/properties/required"]
            .map(|pointer| schema.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len));
        let verdicts =
            subject.fields.iter().map(|field| subject.verdict(&without(subject.example.clone(), field)));
        let refused = verdicts.filter(|verdict| !verdict).count();
        assert_eq!(refused, required.iter().sum::<usize>(), "{}", subject.reader.name());
    }
}

#[test]
fn unknown_fields_are_accepted() {
    for subject in &*SUBJECTS {
        assert!(subject.verdict(&with(subject.example.clone(), "/Unheard", json!({ "of": [null] }))));
        if !subject.example["properties"].is_null() {
            assert!(subject.verdict(&with(subject.example.clone(), "/properties/Unheard", json!(-1))));
        }
    }
}

#[test]
fn what_is_no_object_is_refused() {
    for subject in &*SUBJECTS {
        for value in POOL.iter().filter(|value| !value.is_object()) {
            assert!(!subject.verdict(value));
        }
        // A derived implementation of serde accepts a struct's values without names, and an enum as an
        // object.
        let values = |object: &Value| -> Value { object.as_object().unwrap().values().cloned().collect() };
        assert!(!subject.verdict(&values(&subject.example)));
        let all = Value::from(vec![Value::Null; subject.fields.len()]);
        assert!(!subject.verdict(&all));
        if let Some(inner) = subject.example.get("properties") {
            for length in 0..=subject.fields.len() {
                let nulls = Value::from(vec![Value::Null; length]);
                assert!(!subject.verdict(&with(subject.example.clone(), "/properties", nulls)));
            }
            assert!(!subject.verdict(&with(subject.example.clone(), "/properties", values(inner))));
        }
        for name in ["/Category", "/category", "/Type"] {
            if let Some(text) = subject.example.pointer(name).and_then(Value::as_str) {
                assert!(!subject.verdict(&with(subject.example.clone(), name, json!({ text: null }))));
            }
        }
    }
}

/// Any small JSON.
fn any_json() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i32>().prop_map(|number| Value::from(f64::from(number))),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number,
        any::<String>().prop_map(Value::from),
        "[0-9TZ:.+xX-]{0,24}".prop_map(Value::from),
        prop::sample::select(POOL.clone()),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..4).prop_map(Value::from_iter),
        ]
    })
}

/// A change to a record.
#[derive(Debug, Clone)]
enum Change {
    Set(prop::sample::Index, Value),
    Remove(prop::sample::Index),
    Add(String, Value),
}

fn any_change() -> impl Strategy<Value = Change> {
    let index = any::<prop::sample::Index>;
    let pooled = prop::sample::select(POOL.clone());
    prop_oneof![
        4 => (index(), any_json()).prop_map(|(field, value)| Change::Set(field, value)),
        2 => (index(), pooled).prop_map(|(field, value)| Change::Set(field, value)),
        1 => index().prop_map(Change::Remove),
        1 => ("[A-Za-z_]{1,12}", any_json()).prop_map(|(name, value)| Change::Add(name, value)),
    ]
}

proptest! {
    #![proptest_config(acslint_testing::cases(4_000))]

    #[test]
    fn changed_records(subject in 0..READERS.len(), changes in prop::collection::vec(any_change(), 1..5)) {
        let subject = &SUBJECTS[subject];
        let mut record = subject.example.clone();
        for change in changes {
            record = match change {
                Change::Set(field, value) => with(record, field.get::<String>(&subject.fields), value),
                Change::Remove(field) => without(record, field.get::<String>(&subject.fields)),
                Change::Add(name, value) => with(record, &format!("/{name}"), value),
            };
        }
        subject.verdict(&record);
    }

    #[test]
    fn arbitrary_values(subject in 0..READERS.len(), value in any_json()) {
        SUBJECTS[subject].verdict(&value);
    }
}
