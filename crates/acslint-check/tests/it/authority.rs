//! The jsonschema crate is the authority: a record has a finding of the schema's rules if and only if it is invalid.

use acslint_check::{Checker, Level, Settings};
use acslint_types::{CATEGORIES, Category, Shape};
use jsonschema::{PatternOptions, Validator};
use serde_json::{Value, json};

use crate::support::see_with;

/// Rules that report violations of the schema.
const RULES: [&str; 4] = ["invalid-format", "invalid-value", "missing-field", "wrong-type"];

fn validator(category: &Category, shape: Shape) -> Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .with_pattern_options(PatternOptions::regex())
        .build(&category.schema(shape))
        .expect("the schema is valid")
}

/// Returns values of every type, and texts of every grammar of a property.
fn values() -> Vec<Value> {
    let mut values = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.0),
        json!(1.5),
        json!(2_147_483_647_i64),
        json!(2_147_483_648_i64),
        json!(1e300),
        json!(-0.0),
        json!([]),
        json!({}),
        json!([1, {"a": null}]),
    ];
    values.extend(
        [
            "",
            "x",
            "null",
            "None",
            "12",
            "-1",
            "1.5",
            "1e3",
            "007",
            "2147483648",
            "99999999999",
            "2024-03-05T09:14:27.441Z",
            "2024-03-05t09:14:27z",
            "2016-12-31T23:59:60Z",
            "2024-03-05 09:14:27Z",
            "2024-03-05T09:14:27",
            "2024-02-30T00:00:00Z",
            "2024-03-05T09:14:27.1234567890Z",
            "03/05/2024 09:14:27",
            "203.0.113.7",
            "203.0.113.7:443",
            "203.0.113.XXX",
            "2001:db8::1",
            "[2001:db8::1]:443",
            "203.0.113.256",
            "LongCodeNumber",
            "Informational",
            "Succeeded",
            "Delivered",
            "Usage",
            "ACSBillingUsage",
        ]
        .map(Value::from),
    );
    values
}

/// Both checks of a record: the checker, and jsonschema.
struct Both {
    category: &'static Category,
    shape: Shape,
    validator: Validator,
    checker: Checker,
    /// Numbers of valid and of invalid records.
    compared: [usize; 2],
}

impl Both {
    fn compare(&mut self, record: &Value, changed: &str) {
        let Self { category, shape, validator, checker, compared } = self;
        let seen = see_with(checker, record.to_string().as_bytes());
        compared[usize::from(!validator.is_valid(record))] += 1;
        let of_schema = seen
            .iter()
            .flat_map(|event| &event.found)
            .any(|found| RULES.contains(&found.finding.rule) && found.finding.level == Level::Error);
        assert_eq!(
            of_schema,
            !validator.is_valid(record),
            "{} ({shape}), {changed}: {record}\n{:#?}",
            category.id,
            validator.iter_errors(record).map(|error| error.to_string()).collect::<Vec<_>>(),
        );
    }

    /// Replaces and removes each member of the record, or of an object in it.
    fn change_each(&mut self, example: &Value, object: Option<&str>) {
        let members = |record: &Value| match object {
            Some(object) => record[object].as_object().cloned().unwrap_or_default(),
            None => record.as_object().cloned().unwrap_or_default(),
        };
        for name in members(example).keys() {
            // These members identify the record, and decide if it is checked at all; another test covers them.
            if matches!(
                name.as_str(),
                "category" | "Category" | "Type" | "OperationCategory" | "resourceId" | "_ResourceId"
            ) {
                continue;
            }
            for value in values() {
                let mut record = example.clone();
                match object {
                    Some(object) => record[object][name] = value.clone(),
                    None => record[name] = value.clone(),
                }
                self.compare(&record, &format!("`{name}` = {value}"));
            }
            let mut record = example.clone();
            let target = match object {
                Some(object) => record[object].as_object_mut(),
                None => record.as_object_mut(),
            };
            target.expect("it is an object").shift_remove(name);
            self.compare(&record, &format!("without `{name}`"));
        }
    }
}

#[test]
fn findings_of_the_schema_are_what_jsonschema_says() {
    for category in CATEGORIES {
        for shape in category.shapes() {
            let example: Value = serde_json::from_str(category.example(shape)).unwrap();
            let mut both = Both {
                category,
                shape,
                validator: validator(category, shape),
                // Full path for every record, but without jsonschema for values that the precheck accepts.
                checker: Checker::new(Settings { contents: true, ..Settings::default() }).unwrap(),
                compared: [0, 0],
            };
            both.change_each(&example, None);
            if shape == Shape::ResourceLog {
                both.change_each(&example, Some("properties"));
            }
            let [valid, invalid] = both.compared;
            assert!(
                valid > 100 && invalid > 100,
                "{} ({shape}): {valid} valid, {invalid} invalid",
                category.id
            );
        }
    }
}
