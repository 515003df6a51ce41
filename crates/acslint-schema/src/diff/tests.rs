//! Cases of `testdata/schema-diff/`, and random schemas whose verdicts are tested with random records.

#![expect(clippy::disallowed_methods, reason = "the cases are files")]

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::bounds::COMPARED;
use super::{Comparison, Effect, Verdict, compare};

fn cases() -> Vec<PathBuf> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/schema-diff");
    let entries = fs::read_dir(directory).expect("the cases are there");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    cases.sort();
    cases
}

fn parsed(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fine => "fine",
        Verdict::Unknown => "unknown",
        Verdict::Breaks => "breaks",
    }
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options().should_validate_formats(true).offline().build(schema).expect("it is a schema")
}

/// Validates every witness with fresh validators.
fn assert_witnesses(old: &Value, new: &Value, comparison: &Comparison) {
    let (old, new) = (validator(old), validator(new));
    for change in &comparison.changes {
        if let Effect::Breaks(witness) = &change.writers {
            assert!(old.is_valid(&witness.record), "{change:?}");
            assert!(!new.is_valid(&witness.record), "{change:?}");
            assert!(witness.record.pointer(&witness.pointer).is_some(), "{change:?}");
        }
        if let Effect::Breaks(witness) = &change.readers {
            assert!(new.is_valid(&witness.record), "{change:?}");
            assert!(!old.is_valid(&witness.record), "{change:?}");
            assert!(witness.record.pointer(&witness.pointer).is_some(), "{change:?}");
        }
    }
}

#[test]
fn every_case_has_the_verdict_it_should_have() {
    let cases = cases();
    assert!(cases.len() >= 40, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (old, new) = (parsed(&case.join("old.json")), parsed(&case.join("new.json")));
        let expected = parsed(&case.join("expected.json"));
        let comparison = match compare(&old, &new) {
            Ok(comparison) => comparison,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        assert_witnesses(&old, &new, &comparison);
        let verdicts = (word(comparison.writers), word(comparison.readers));
        let mut shown: Vec<&str> = comparison
            .changes
            .iter()
            .filter(|change| {
                [&change.readers, &change.writers].iter().any(|effect| matches!(effect, Effect::Breaks(_)))
            })
            .map(|change| change.property.as_str())
            .collect();
        shown.sort_unstable();
        shown.dedup();
        let code = word(comparison.code);
        let at_matches = expected.get("at").is_none_or(|at| at == &json!(shown));
        let of_all = json!([verdicts.0, verdicts.1, code]);
        if of_all != json!([expected["writers"], expected["readers"], expected["code"]]) || !at_matches {
            wrong.push(format!("{name}: {of_all} at {shown:?}, but expected {expected}: {comparison:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_other_way_round_readers_and_writers_change_places() {
    for case in cases() {
        let (old, new) = (parsed(&case.join("old.json")), parsed(&case.join("new.json")));
        let there = compare(&old, &new).expect("it can be compared");
        let back = compare(&new, &old).expect("it can be compared");
        assert_eq!((there.readers, there.writers), (back.writers, back.readers), "{}", case.display());
    }
}

#[test]
fn a_schema_does_not_differ_from_itself() {
    for document in acslint_types::schemas() {
        let schema: Value = serde_json::from_str(&document.text).expect("it is JSON");
        let comparison = compare(&schema, &schema).expect("it is a schema");
        assert_eq!(comparison.verdict(), Verdict::Fine, "{}", document.file);
        assert!(comparison.changes.is_empty() && comparison.annotations.is_empty(), "{}", document.file);
    }
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        (-4_i64..8).prop_map(|value| json!(value)),
        Just(json!(0.5)),
        "[ab]{0,3}".prop_map(|text| json!(text)),
    ]
}

fn record() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::vec((prop::sample::select(vec!["a", "b", "c"]), inner), 0..3).prop_map(
                |members| {
                    let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
                    Value::Object(members.collect::<Map<_, _>>())
                }
            ),
        ]
    })
}

fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        prop::sample::select(vec!["string", "integer", "number", "boolean", "null", "object", "array"])
            .prop_map(|kind| json!({ "type": kind })),
        prop::collection::vec(scalar(), 1..4).prop_map(|values| json!({ "enum": values })),
        (-3_i64..6, 0_i64..4)
            .prop_map(|(low, more)| json!({ "type": "integer", "minimum": low, "maximum": low + more })),
        (0_u8..3, 0_u8..3)
            .prop_map(|(low, more)| json!({ "type": "string", "minLength": low, "maxLength": low + more })),
        prop::sample::select(vec!["^a", "b$", "^[ab]$"])
            .prop_map(|pattern| json!({ "type": "string", "pattern": pattern })),
        (1_i64..4).prop_map(|factor| json!({ "type": "number", "multipleOf": factor })),
        Just(json!({})),
        any::<bool>().prop_map(Value::Bool),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        let branches = prop::collection::vec(inner.clone(), 1..3);
        let names = || prop::sample::subsequence(vec!["a", "b", "c"], 0..3);
        prop_oneof![
            4 => (
                prop::collection::vec((prop::sample::select(vec!["a", "b", "c"]), inner.clone()), 0..3),
                names(),
                prop::option::of(prop_oneof![Just(json!(false)), inner.clone()]),
            )
                .prop_map(|(properties, required, others)| {
                    let properties = properties.into_iter().map(|(name, schema)| (name.to_owned(), schema));
                    let mut schema = json!({
                        "type": "object",
                        "properties": properties.collect::<Map<_, _>>(),
                        "required": required,
                    });
                    if let Some(others) = others {
                        schema["additionalProperties"] = others;
                    }
                    schema
                }),
            1 => (inner.clone(), 0_u8..2, prop::option::of(0_u8..3)).prop_map(|(items, least, most)| {
                let mut schema = json!({ "type": "array", "items": items, "minItems": least });
                if let Some(most) = most {
                    schema["maxItems"] = json!(most);
                }
                schema
            }),
            1 => (prop::sample::select(vec!["allOf", "anyOf", "oneOf"]), branches)
                .prop_map(|(keyword, branches)| json!({ keyword: branches })),
            1 => inner.clone().prop_map(|schema| json!({ "not": schema })),
            1 => (inner.clone(), inner.clone(), inner)
                .prop_map(|(test, then, other)| json!({ "if": test, "then": then, "else": other })),
        ]
    })
}

/// Two schemas, mostly related.
fn pair() -> impl Strategy<Value = (Value, Value)> {
    prop_oneof![
        (schema(), schema()),
        (schema(), schema(), schema()).prop_map(|(common, one, other)| {
            let with = |schema| json!({ "type": "object", "properties": { "a": common, "b": schema } });
            (with(one), with(other))
        }),
        (schema(), schema()).prop_map(|(one, other)| (json!({ "allOf": [one, other] }), one)),
        (schema(), schema()).prop_map(|(one, other)| (one.clone(), json!({ "anyOf": [other, one] }))),
    ]
}

proptest! {
    #![proptest_config(acslint_testing::cases(400))]

    #[test]
    fn no_record_contradicts_a_verdict((old, new) in pair(), records in prop::collection::vec(record(), 40)) {
        let comparison = compare(&old, &new).expect("both are schemas");
        assert_witnesses(&old, &new, &comparison);
        for (verdict, from, to) in [(comparison.writers, &old, &new), (comparison.readers, &new, &old)] {
            if verdict != Verdict::Fine {
                continue;
            }
            let registry = super::document::registry(from, jsonschema::Draft::default()).expect("it has no reference");
            let document = super::Document::new(from, &registry, jsonschema::Draft::default()).expect("it is a schema");
            let (accepts, must) = (validator(from), validator(to));
            let made = super::instance::values(&document, &[document.root()]);
            for record in records.iter().chain(&made) {
                let written = accepts.is_valid(record) && super::declared::keeps_to_names(&document, record);
                prop_assert!(!written || must.is_valid(record), "{old} → {new}: {record}: {comparison:#?}");
            }
        }
    }
}

/// Schemas of objects with this many properties, of which every second one changes its type.
fn types_change(count: usize) -> (Value, Value) {
    let object = |kind: &dyn Fn(usize) -> &'static str| {
        let member = |number: usize| (format!("p{number}"), json!({ "type": kind(number) }));
        json!({ "type": "object", "properties": (0..count).map(member).collect::<Map<_, _>>() })
    };
    let new = object(&|number| if number % 2 == 0 { "string" } else { "integer" });
    (object(&|_| "string"), new)
}

#[test]
fn many_changes_take_the_algebra_no_more_than_its_bound() {
    for count in [20, 80, 240, 320] {
        let (old, new) = types_change(count);
        let before = COMPARED.with(std::cell::Cell::get);
        let comparison = compare(&old, &new).unwrap();
        let compared = COMPARED.with(std::cell::Cell::get) - before;
        assert_eq!((comparison.readers, comparison.writers), (Verdict::Breaks, Verdict::Breaks));
        assert_eq!(comparison.changes.len(), count / 2);
        let shown = |effect: &Effect| matches!(effect, Effect::Breaks(_));
        let all = comparison.changes.iter().all(|change| shown(&change.readers) && shown(&change.writers));
        assert!(all, "{count}");
        assert!(compared > 0 && compared <= 4_000_000, "{count}: {compared}");
    }
}
