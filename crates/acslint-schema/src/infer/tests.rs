//! Additivity of observations, and validity of all observed records under the draft.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{MOST_NAMES, Profile};

fn observed(records: &[Value]) -> Profile {
    let mut profile = Profile::default();
    for record in records {
        profile.observe(record);
    }
    profile
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| json!(number)),
        (-5_i64..5).prop_map(|number| json!(number)),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| json!(number)),
        prop::sample::select(vec![
            "Succeeded",
            "Failed",
            "2024-03-05T09:01:57Z",
            "192.0.2.1",
            "2001:db8::1",
            "someone@example.org",
            "3f0f1d5c-9a55-4c37-8f8c-7d1c2f8a6b10",
            "https://example.org/",
            "",
            "+14255550123",
        ])
        .prop_map(|text| json!(text)),
        "[a-z]{1,3}".prop_map(|text| json!(text)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            members(inner).prop_map(Value::Object),
        ]
    })
}

fn members(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    let name = prop_oneof![
        8 => prop::sample::select(vec!["a", "b", "category", "state", "user"]).prop_map(str::to_owned),
        1 => "[a-z@+0-9]{1,12}",
    ];
    prop::collection::vec((name, value), 0..5).prop_map(|members| members.into_iter().collect())
}

fn records() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(members(value()).prop_map(Value::Object), 0..30)
}

proptest! {
    #[test]
    fn observations_of_two_inputs_add_up((one, other) in (records(), records())) {
        let whole: Vec<Value> = one.iter().chain(&other).cloned().collect();
        let mut merged = observed(&one);
        merged.merge(observed(&other));
        prop_assert_eq!(&merged, &observed(&whole));
        let mut reversed = observed(&other);
        reversed.merge(observed(&one));
        prop_assert_eq!(&merged, &reversed);
        let mut neutral = Profile::default();
        neutral.merge(merged.clone());
        prop_assert_eq!(neutral, merged);
    }

    #[test]
    fn a_draft_accepts_what_it_was_made_from(records in records()) {
        let schema = observed(&records).draft(None).schema;
        let validator =
            jsonschema::options().should_validate_formats(true).offline().build(&schema).expect("it is a schema");
        for record in &records {
            prop_assert!(validator.is_valid(record), "{record}\n{schema:#}");
        }
    }
}

#[test]
fn nothing_personal_is_written_down() {
    let secrets = ["+14255550123", "someone@example.org", "Alice", "192.0.2.77", "8:acs:1b2c_0000-11"];
    let records: Vec<Value> = (0..200)
        .map(|number| {
            json!({
                "userName": secrets[2],
                "phone": secrets[0],
                "contact": secrets[1],
                "note": secrets[number % secrets.len()],
                "name": "Alice",
                "by_user": { secrets[1]: 1, secrets[0]: 2 },
                "size": 4_255_550_123_u64,
            })
        })
        .collect();
    let draft = observed(&records).draft(Some("Mine"));
    let text = format!("{:#}\n{:?}", draft.schema, draft.omissions);
    for secret in secrets.into_iter().chain(["4255550123"]) {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

#[test]
fn a_small_vocabulary_is_closed_only_if_it_was_seen_often() {
    let states = |times: usize| -> Vec<Value> {
        ["Active", "Resolved"].iter().cycle().take(2 * times).map(|state| json!({ "state": state })).collect()
    };
    let state = |times| observed(&states(times)).draft(None).schema["properties"]["state"].clone();
    assert_eq!(state(20)["enum"], json!(["Active", "Resolved"]));
    assert_eq!(state(19)["enum"], Value::Null);
    assert_eq!(state(19)["examples"], json!(["Active", "Resolved"]));
    assert_eq!(state(1)["examples"], Value::Null);
}

#[test]
fn presence_decides_what_is_required_and_is_said() {
    let mut records = vec![json!({ "a": 1, "b": null }); 98];
    records.extend(vec![json!({ "a": 0.5 }); 2]);
    let schema = observed(&records).draft(None).schema;
    assert_eq!(schema["required"], json!(["a"]));
    assert_eq!(schema["properties"]["a"]["type"], "number");
    let said = schema["properties"]["b"]["description"].as_str().expect("there is one");
    assert!(said.starts_with("In 98 of 100 objects observed (98 %). Null in 100 %."), "{said}");
}

#[test]
fn memory_is_bounded() {
    let wide: Vec<Value> = (0..=MOST_NAMES).map(|number| json!({ format!("n{number}"): number })).collect();
    let map = observed(&wide).draft(None);
    assert_eq!(map.schema["additionalProperties"]["type"], "integer");
    assert!(map.omissions[0].contains("too many different names"), "{:?}", map.omissions);
    let deep = (0..40).fold(json!(1), |inner, _| json!({ "a": inner }));
    let cut = observed(&[deep]).draft(None);
    assert!(cut.omissions[0].contains("nested too deeply"), "{:?}", cut.omissions);
    let bushy = (0..4).fold(json!(1), |inner: Value, _| {
        let names = (0..13).map(|number| (format!("n{number}"), inner.clone()));
        Value::Object(names.collect())
    });
    let mut profile = Profile::default();
    profile.observe(&bushy);
    assert!(profile.shape.size() <= super::MOST_SHAPES, "{}", profile.shape.size());
}
