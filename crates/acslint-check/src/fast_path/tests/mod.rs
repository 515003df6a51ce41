//! The fast path compared with its references: the jsonschema crate, and the full path.

pub(super) mod comparison;

use acslint_types::{CATEGORIES, Category, Shape, scalar::FORMS};
use jsonschema::PatternOptions;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{
    Counts, ENDS_REST, MOST_MISSES, Program, REST,
    matcher::{self, Scratch},
    value::{Recall, TextForm, TextTest, ValidatedValues, begins_with_ipv4, is_ipv4, is_plain_ipv6},
};
use crate::{
    Checker, CustomCategories, CustomCategory, Discriminator, Event, Hints, Level, Override, RULES,
    RecordType, Report, Session, Settings, WorkerState, levels::Levels, names::Names,
};

/// Number of records on each path.
#[derive(Debug, Default)]
struct Shares {
    full: u64,
    proved: u64,
}

impl Report for Shares {
    fn event(&mut self, event: &Event<'_>) {
        let record = String::from_utf8_lossy(event.excerpt.slice(event.span));
        assert_eq!(event.findings, [], "{record}");
        self.full += 1;
    }

    fn proved_clean(&mut self, _: RecordType, records: u64) {
        self.proved += records;
    }
}

/// Checks clean records, and counts how many were proved clean.
fn shares(records: impl IntoIterator<Item = Json>, before: &str, between: &str, behind: &str) -> Shares {
    let checker = Checker::new(Settings::default()).unwrap();
    let records: Vec<String> = records.into_iter().map(|record| record.to_string()).collect();
    let input = format!("{before}{}{behind}", records.join(between));
    let (mut state, mut shares) = (WorkerState::default(), Shares::default());
    Session::new(&checker, Hints::default()).advance(&mut state, input.as_bytes(), true, &mut shares);
    assert_eq!(shares.full + shares.proved, records.len() as u64);
    shares
}

fn example(category: &Category, shape: Shape) -> Json {
    serde_json::from_str(category.example(shape)).unwrap()
}

#[test]
fn every_schema_has_a_program_whichever_rules_are_on() {
    let all_on: Vec<_> = RULES.iter().map(|rule| (rule.id.to_owned(), Level::Warning)).collect();
    let all_off: Vec<_> = RULES.iter().map(|rule| (rule.id.to_owned(), Level::Allow)).collect();
    let mut without = Vec::new();
    for chosen in [Vec::new(), all_on, all_off] {
        let levels = Levels::new(&chosen, &[]);
        for category in CATEGORIES {
            for shape in category.shapes() {
                let names = Names::new(category, shape);
                let schema = category.schema(shape);
                let program = Program::of_records(&names, &schema, &levels, &Settings::default());
                if program.is_none() {
                    without.push(category.schema_file(shape));
                }
            }
        }
    }
    assert_eq!(without, Vec::<String>::new());
}

/// Number of records before the first is proved clean: the first of the input, then eight of the kind.
const BEFORE_PROOF: u64 = 9;

#[test]
fn clean_records_of_every_category_are_proved_clean() {
    for category in CATEGORIES {
        for shape in category.shapes() {
            for (before, between, behind) in
                [("", "\n", "\n"), ("[", ",", "]"), ("{\"records\": [\n  ", ",\n  ", "\n]}")]
            {
                let shares = shares(vec![example(category, shape); 100], before, between, behind);
                assert!(shares.full <= BEFORE_PROOF + 1, "{} ({shape}) {before:?}: {shares:?}", category.id);
            }
        }
    }
}

#[test]
fn mixed_records_are_proved_clean() {
    let kinds: Vec<Json> = CATEGORIES
        .iter()
        .flat_map(|category| category.shapes().map(|shape| example(category, shape)))
        .collect();
    let number = kinds.len() as u64;
    let shares = shares(kinds.iter().cycle().take(kinds.len() * 100).cloned(), "", "\n", "\n");
    assert!(shares.full <= number * (BEFORE_PROOF + 1), "{shares:?}");
}

/// Some rows are identified by their table, some by their category, at varying distances. The predictor must not
/// take the key of the next row for that of this row.
#[test]
fn rows_are_proved_clean_wherever_they_name_their_category() {
    let row = |number: usize| {
        let (id, other) = if number.is_multiple_of(3) {
            ("CallAutomationOperational", "Category")
        } else {
            ("ChatOperational", "Type")
        };
        let mut row = example(Category::by_id(id).unwrap(), Shape::Table);
        row["OperationName"] = json!("o".repeat(1 + number * number % 97));
        row.as_object_mut().unwrap().remove(other);
        row
    };
    for (before, between, behind) in [("", "\n", "\n"), ("[", ",", "]")] {
        let shares = shares((0..4000).map(row), before, between, behind);
        assert!(shares.full <= 2 * (BEFORE_PROOF + 1), "{before}{behind}: {shares:?}");
    }
}

/// Number of records with findings.
#[derive(Debug, Default)]
struct Faulty(u64);

impl Report for Faulty {
    fn event(&mut self, event: &Event<'_>) {
        self.0 += u64::from(!event.findings.is_empty());
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

#[test]
fn a_place_where_objects_were_learnt_takes_no_other_kind_of_value() {
    let category = Category::by_id("SMSOperational").unwrap();
    let with = |identity: Json| {
        let mut record = example(category, Shape::ResourceLog);
        record["identity"] = identity;
        format!("{record}\n")
    };
    let learnt = with(json!({ "claims": ["a"] })).repeat(100);
    let checker = Checker::new(Settings::default()).unwrap();
    for wrong in [json!(true), json!(7), json!(["a"])] {
        let input = format!("{learnt}{}{}", with(wrong), with(Json::Null));
        let (mut state, mut faulty) = (WorkerState::default(), Faulty::default());
        Session::new(&checker, Hints::default()).advance(&mut state, input.as_bytes(), true, &mut faulty);
        assert_eq!(faulty.0, 1);
    }
}

/// A habit of a producer affects all of its records, so none may leave the fast path.
#[test]
fn habits_of_producers_are_proved_clean() {
    type Habit = (&'static str, fn(&mut Json));
    let category = Category::by_id("SMSOperational").unwrap();
    let habits: [Habit; 8] = [
        ("an offset instead of Z", |record| record["time"] = json!("2024-02-19T07:30:51.6028413+00:00")),
        ("nine digits of a fraction", |record| record["time"] = json!("2024-02-19T07:30:51.602841312Z")),
        ("no fraction", |record| record["time"] = json!("2024-02-29T07:30:51Z")),
        ("an exponent in quotes", |record| record["durationMs"] = json!("3.146336E-05")),
        ("a number with a fraction", |record| record["durationMs"] = json!(73.3857)),
        ("escapes", |record| record["resultDescription"] = json!("a \"quoted\" word and \u{1F600}\n")),
        ("IPv6 with a port", |record| record["callerIpAddress"] = json!("[2001:db8::7]:443")),
        ("null for no value", |record| record["properties"]["MessageId"] = Json::Null),
    ];
    for (habit, take_on) in habits {
        let mut record = example(category, Shape::ResourceLog);
        take_on(&mut record);
        let shares = shares(vec![record; 100], "", "\n", "\n");
        assert!(shares.full <= BEFORE_PROOF, "{habit}: {shares:?}");
    }
    let spaced = serde_json::to_string_pretty(&example(category, Shape::ResourceLog)).unwrap();
    let pretty = format!("[{}]", vec![spaced; 100].join(",\n"));
    let (mut state, mut shares) = (WorkerState::default(), Shares::default());
    let checker = Checker::new(Settings::default()).unwrap();
    Session::new(&checker, Hints::default()).advance(&mut state, pretty.as_bytes(), true, &mut shares);
    assert!(shares.full <= BEFORE_PROOF + 1, "on several lines: {shares:?}");
}

/// Number of records proved clean, and of the others.
#[derive(Debug, Default, PartialEq, Eq)]
struct Paths {
    proved: u64,
    full: u64,
}

impl Report for Paths {
    fn event(&mut self, _: &Event<'_>) {
        self.full += 1;
    }

    fn proved_clean(&mut self, _: RecordType, records: u64) {
        self.proved += records;
    }
}

/// The fast path is not tried while nearly every record is bad, until a few are good.
#[test]
fn the_fast_path_rests_among_bad_records() {
    let good = example(Category::by_id("SMSOperational").unwrap(), Shape::ResourceLog);
    let mut bad = good.clone();
    bad["category"] = json!("Nothing");
    let checker = Checker::new(Settings::default()).unwrap();
    let paths = |records: &[(&Json, u32)]| {
        let lines = |(record, times): &(&Json, u32)| {
            [record.to_string().as_str(), "\n"].concat().repeat(*times as usize)
        };
        let learnt = lines(&(&good, 20));
        let mut state = WorkerState::default();
        let mut paths = Paths::default();
        for input in [
            learnt.clone() + &lines(&(&bad, MOST_MISSES)),
            learnt + &records.iter().map(lines).collect::<String>(),
        ] {
            paths = Paths::default();
            Session::new(&checker, Hints::default()).advance(&mut state, input.as_bytes(), true, &mut paths);
        }
        paths
    };
    let misses = u64::from(MOST_MISSES);
    // The first record of an input is never proved clean.
    assert_eq!(paths(&[]), Paths { proved: 19, full: 1 });
    let few = [(&bad, MOST_MISSES - 1), (&good, 10)];
    assert_eq!(paths(&few), Paths { proved: 19 + 10, full: 1 + misses - 1 });
    // The records that were proved before count for the first bad ones.
    let many = [(&bad, 2 * MOST_MISSES), (&good, 10), (&bad, 1), (&good, 10)];
    let rests = u64::from(ENDS_REST);
    assert_eq!(paths(&many), Paths { proved: 19 + 10 - rests + 10, full: 1 + 2 * misses + rests + 1 });
    let all = [(&bad, 2 * MOST_MISSES + REST), (&good, 10)];
    assert_eq!(paths(&all), Paths { proved: 19 + 10, full: 1 + 2 * misses + u64::from(REST) });
}

#[test]
fn nothing_is_proved_clean_where_every_record_shall_be_checked() {
    let checker = Checker::new(Settings { full_path_only: true, ..Settings::default() }).unwrap();
    let record = example(CATEGORIES[0], Shape::Table);
    let input = format!("{record}\n").repeat(50);
    let (mut state, mut shares) = (WorkerState::default(), Shares::default());
    Session::new(&checker, Hints::default()).advance(&mut state, input.as_bytes(), true, &mut shares);
    assert_eq!((shares.full, shares.proved), (50, 0));
}

#[test]
fn counts_name_what_they_count() {
    let mut counts = Counts::default();
    let sms = Category::by_id("SMSOperational").unwrap();
    counts.count(super::kind(sms, Shape::ResourceLog).unwrap());
    let checker = Checker::new(Settings::default()).unwrap();
    let counted: Vec<_> = checker.counted(&counts).collect();
    assert_eq!(counted, [(RecordType::of(sms, Shape::ResourceLog), 1)]);
}

/// The official suite of JSON Schema, which `cargo xtask ci` fetches. For each schema with a program, each value
/// that the program passes is valid by jsonschema. Values that it rejects are not compared.
#[test]
#[expect(clippy::disallowed_methods, reason = "the suite is read from files")]
fn official_suite_agrees() {
    let suite =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/suites/json-schema/draft2020-12");
    let files = std::fs::read_dir(&suite).unwrap_or_else(|error| {
        panic!("{}: {error}; `cargo xtask suites` fetches the suite", suite.display())
    });
    let (mut with_program, mut sure, mut valid, mut cases) = (0, 0, 0, 0);
    for file in files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
    {
        let groups: Vec<Json> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        for group in groups {
            let Some(program) = Program::of_schema(&group["schema"]) else {
                continue;
            };
            with_program += 1;
            let validator = jsonschema::options()
                .should_validate_formats(true)
                .with_pattern_options(PatternOptions::regex())
                .build(&group["schema"])
                .unwrap();
            for case in group["tests"].as_array().unwrap() {
                let text = case["data"].to_string();
                let mut scratch = Scratch::default();
                let end = matcher::value(&program, program.root, text.as_bytes(), 0, true, &mut scratch);
                let verdict = validator.is_valid(&case["data"]);
                let clean = end == Some(text.len());
                assert!(
                    !clean || verdict,
                    "{}: {}: {}",
                    file.display(),
                    group["description"],
                    case["description"]
                );
                cases += 1;
                sure += u32::from(clean);
                valid += u32::from(verdict);
            }
        }
    }
    assert!(with_program >= 50 && cases >= 200, "{with_program} schemas, {cases} cases: is it complete?");
    assert!(sure * 10 >= valid * 8, "programs pass only {sure} of {valid} valid cases");
}

#[test]
fn quick_tests_of_texts_agree_with_the_slow_ones() {
    let times = TextTest { forms: vec![TextForm::Time], ..TextTest::default() };
    let mut recall = Recall::default();
    for text in [
        "2024-03-05T09:14:27.441Z",
        "2024-03-05T09:14:59Z",
        "2024-03-05T09:14:60Z",
        "2024-03-05T09:14:27.1234567890Z",
        "2024-03-05T09:14:27.Z",
        "2024-03-05T09:14:7Z",
        "2024-03-05T09:14:27.441",
        "2024-03-05T09:14:27+01:00",
        "2024-03-05T09:14:27é",
        "2016-12-31T23:59:58Z",
        "2016-12-31T23:59:60Z",
        "2016-12-31T23:58:60Z",
        "2023-02-29T00:00:00Z",
        "2024-02-29T00:00:00Z",
        "",
    ] {
        let slow = acslint_types::scalar::is_time(text);
        for behind in ["\"", "\",\"resourceId\":\"/SUBSCRIPTIONS/7F1F8C06-2B4E-4D7B\""] {
            let quoted = format!("{text}{behind}");
            let is_usual = !text.contains(":60");
            let end = (slow && is_usual).then_some(text.len());
            for time in ["", ", again"] {
                assert_eq!(times.end(quoted.as_bytes(), 0, &mut recall), end, "{text}{time}");
            }
        }
    }
}

fn validator_of(branches: &[Json]) -> jsonschema::Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .with_pattern_options(PatternOptions::regex())
        .build(&json!({ "anyOf": branches }))
        .unwrap()
}

/// Texts that are similar to one of the grammars.
fn nearly() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9xX*]{1,3}(:[0-9]{0,6})?",
        "\\[?[0-9a-f:.]{2,30}\\]?(:[0-9]{1,6})?",
        "20[0-9]{2}-[01][0-9]-[0-3][0-9][Tt][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,10})?([Zz]|[+-][0-2][0-9]:[0-6][0-9])",
        "-?[0-9]{1,12}(\\.[0-9]{0,4})?([eE][+-]?[0-9]{0,2})?",
        ".{0,6}",
    ]
}

#[test]
fn a_text_that_passed_passes_again_and_no_other_in_its_place() {
    let bytes: Vec<u8> = (0..400).map(|place: u32| b'a' + (place % 23) as u8).collect();
    for length in [0, 1, 7, 8, 9, 16, 23, 24, 31, 32, 33, 48, 64, 200, 256, 257] {
        let (start, end) = (50, 50 + length);
        let only = |text: &[u8], number| TextTest {
            forms: vec![TextForm::OneOf(vec![String::from_utf8(text.to_vec()).unwrap()])],
            number,
            ..TextTest::default()
        };
        let (test, other) = (only(&bytes[start..end], 1), only(b"other", 2));
        let mut passed = ValidatedValues::default();
        for time in ["first", "again"] {
            assert!(passed.passes(&test, &bytes, start, end), "{length}, {time}");
            assert!(passed.passes(&test, &bytes[..end], start, end), "{length}, {time}, at the end");
            assert!(!passed.passes(&other, &bytes, start, end), "{length}, {time}, of another test");
            assert!(!passed.passes(&test, &bytes, start, end + 1), "{length}, {time}, longer");
            assert!(!passed.passes(&test, &bytes, start - 1, end), "{length}, {time}, longer in front");
            for wrong in start..end {
                let mut bytes = bytes.clone();
                bytes[wrong] ^= 0x20;
                assert!(!passed.passes(&test, &bytes, start, end), "{length}, {time}, changed at {wrong}");
            }
        }
    }
}

proptest! {
    #![proptest_config(acslint_testing::cases(2000))]

    #[test]
    fn forms_are_their_schemas(text in nearly()) {
        thread_local! {
            static VALIDATORS: Vec<jsonschema::Validator> =
                FORMS.iter().map(|form| validator_of(&form.branches())).collect();
        }
        VALIDATORS.with(|validators| {
            for (form, validator) in FORMS.iter().zip(validators) {
                assert_eq!((form.accepts)(&text), validator.is_valid(&json!(text)), "{}: {text:?}", form.name);
            }
        });
    }

    #[test]
    fn ipv4_is_an_address(
        text in prop_oneof![nearly(), "[0-9.:]{0,32}", "([0-9]{1,4}\\.){3}[0-9]{1,4}([.:][0-9]{0,6}){0,2}", "([0-9]{1,2}[.:]){3,4}[0-9]{1,3}"],
        behind in "[\"0-9.:]{0,8}",
    ) {
        let (address, port) = text.split_once(':').map_or((&*text, None), |(address, port)| (address, Some(port)));
        let is_port = |port: &str| (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
        let expected = address.parse::<std::net::Ipv4Addr>().is_ok() && port.is_none_or(is_port);
        prop_assert_eq!(is_ipv4(text.as_bytes()), expected, "{:?}", text);
        prop_assert!(!expected || acslint_types::scalar::is_address(&text), "{:?}", text);
        let bytes = format!("{text}{behind:\"<32}");
        prop_assert_eq!(begins_with_ipv4(bytes.as_bytes().first_chunk().unwrap(), text.len()), expected, "{:?}", bytes);
    }

    #[test]
    fn plain_ipv6_is_ipv6_without_points(text in prop_oneof![nearly(), "([0-9a-fA-F]{0,5}:){1,8}[0-9a-fA-F]{0,4}"]) {
        let is_ipv6 = text.parse::<std::net::Ipv6Addr>().is_ok();
        prop_assert_eq!(is_plain_ipv6(text.as_bytes()), is_ipv6 && !text.contains('.'), "{:?}", text);
    }
}

/// Returns how many of many equal records take the full path, and the number of findings.
fn full_path(overrides: Vec<Override>, record: &Json) -> (u64, usize) {
    #[derive(Default)]
    struct Counting(u64, usize);

    impl Report for Counting {
        fn event(&mut self, event: &Event<'_>) {
            self.0 += 1;
            self.1 += event.findings.len();
        }

        fn proved_clean(&mut self, _: RecordType, _: u64) {}
    }

    let checker = Checker::new(Settings { overrides, ..Settings::default() }).unwrap();
    let (input, mut counting) = (format!("{record}\n").repeat(100), Counting::default());
    Session::new(&checker, Hints::default()).advance(
        &mut WorkerState::default(),
        input.as_bytes(),
        true,
        &mut counting,
    );
    (counting.0, counting.1)
}

/// The fast path must not require a property that no rule requires: records without it would be slow.
#[test]
fn records_that_an_override_allows_are_proved_clean() {
    let category = Category::by_id("SMSOperational").unwrap();
    let other = Category::by_id("Usage").unwrap();
    let mut record = example(category, Shape::ResourceLog);
    record.as_object_mut().unwrap().shift_remove("level").unwrap();
    let levels = vec![("missing-recommended-field".to_owned(), Level::Allow)];
    let fields = vec!["Level".to_owned()];
    let given = |categories: &[&'static str], fields: &[String]| {
        vec![Override { categories: categories.to_vec(), fields: fields.to_vec(), levels: levels.clone() }]
    };
    assert_eq!(full_path(Vec::new(), &record), (100, 100));
    assert_eq!(full_path(given(&[other.id], &[]), &record), (100, 100));
    assert_eq!(full_path(given(&[], &["Quantity".to_owned()]), &record), (100, 100));
    for (categories, fields) in
        [(vec![], fields.clone()), (vec![category.id], Vec::new()), (vec![category.id], fields)]
    {
        assert_eq!(full_path(given(&categories, &fields), &record), (BEFORE_PROOF - 1, 0));
    }
}

#[test]
fn the_last_override_that_says_something_of_a_rule_counts() {
    let category = Category::by_id("SMSOperational").unwrap();
    let mut record = example(category, Shape::ResourceLog);
    record["properties"]["Colour"] = json!(1);
    record["durationMs"] = json!("fast");
    let given = |fields: &[&str], id: &str, level| Override {
        categories: vec![category.id],
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        levels: vec![(id.to_owned(), level)],
    };
    let levels = |overrides| {
        struct Told(Vec<(&'static str, Level)>);
        impl Report for Told {
            fn event(&mut self, event: &Event<'_>) {
                self.0.extend(event.findings.iter().map(|finding| (finding.rule, finding.level)));
            }
            fn proved_clean(&mut self, _: RecordType, _: u64) {}
        }
        let checker = Checker::new(Settings { overrides, ..Settings::default() }).unwrap();
        let mut identified = Told(Vec::new());
        let input = record.to_string();
        Session::new(&checker, Hints::default()).advance(
            &mut WorkerState::default(),
            input.as_bytes(),
            true,
            &mut identified,
        );
        identified.0.sort_unstable();
        identified.0
    };
    let plain = [("unknown-field", Level::Warning), ("wrong-type", Level::Error)];
    assert_eq!(levels(Vec::new()), plain);
    let off = given(&["Colour"], "unknown-field", Level::Allow);
    assert_eq!(levels(vec![off.clone()]), plain[1..]);
    let group = given(&[], "suspicious", Level::Info);
    assert_eq!(levels(vec![off.clone(), group.clone()]), [("unknown-field", Level::Info), plain[1]]);
    assert_eq!(levels(vec![group, off]), plain[1..]);
    assert_eq!(levels(vec![given(&["DurationMs"], "suspicious", Level::Allow)]), plain);
    assert_eq!(levels(vec![given(&["DurationMs"], "wrong-type", Level::Allow)]), plain[..1]);
}

/// State learnt with one checker does not affect another checker.
#[test]
fn memory_serves_any_checker() {
    let category = Category::by_id("SMSOperational").unwrap();
    let mut record = example(category, Shape::ResourceLog);
    record.as_object_mut().unwrap().shift_remove("level").unwrap();
    let allow = vec![("missing-recommended-field".to_owned(), Level::Allow)];
    let lenient = Checker::new(Settings { levels: allow, ..Settings::default() }).unwrap();
    let usual = Checker::new(Settings::default()).unwrap();
    let input = format!("{record}\n").repeat(100);
    let mut state = WorkerState::default();
    let mut shares = Shares::default();
    Session::new(&lenient, Hints::default()).advance(&mut state, input.as_bytes(), true, &mut shares);
    assert_eq!(shares.proved, 100 - (BEFORE_PROOF - 1));
    let mut seen = 0;
    for _ in 0..2 {
        struct Finds<'s>(&'s mut usize);
        impl Report for Finds<'_> {
            fn event(&mut self, event: &Event<'_>) {
                *self.0 += event.findings.len();
            }
            fn proved_clean(&mut self, _: RecordType, _: u64) {}
        }
        Session::new(&usual, Hints::default()).advance(
            &mut state,
            input.as_bytes(),
            true,
            &mut Finds(&mut seen),
        );
    }
    assert_eq!(seen, 200);
}

/// Returns a custom category with this schema.
fn custom_category(schema: &Json) -> CustomCategories {
    // The discriminator takes the constant that the schema has.
    let discriminator = Discriminator { pointer: None, value: Some("A".to_owned()) };
    let category = CustomCategory {
        name: "A".to_owned(),
        schema: "/a".to_owned(),
        discriminator,
        ..CustomCategory::default()
    };
    CustomCategories::load(&[category], &|_| Ok(schema.to_string())).unwrap()
}

/// Records of custom categories take the fast path too, in either layout, each category among others.
#[test]
#[expect(clippy::disallowed_methods, reason = "the schemas are files")]
fn own_records_are_proved_clean() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata/custom")
        .canonicalize()
        .unwrap();
    let text = |path: &str| std::fs::read_to_string(path).map_err(|error| error.to_string());
    let category = |name: &str, file: &str, pointer: Option<&str>| CustomCategory {
        name: name.to_owned(),
        schema: folder.join("schemas").join(file).to_str().unwrap().to_owned(),
        discriminator: Discriminator { pointer: pointer.map(str::to_owned), value: None },
        ..CustomCategory::default()
    };
    let categories = [
        category("SignIn", "sign-in.schema.json", Some("/meta/kind")),
        category("Audit", "audit.schema.json", None),
    ];
    let custom = CustomCategories::load(&categories, &text).unwrap();
    let checker = Checker::new(Settings { custom, ..Settings::default() }).unwrap();
    let lines = text(folder.join("valid.jsonl").to_str().unwrap()).unwrap();
    // A recursive schema, a text that only jsonschema checks, and a union of objects are among them.
    let known: Vec<String> =
        CATEGORIES.iter().map(|known| example(known, Shape::ResourceLog).to_string()).collect();
    let records: Vec<&str> = lines.lines().take(2).chain(known.iter().map(String::as_str)).collect();
    for (before, between, behind) in [("", "\n", "\n"), ("[", ",", "]")] {
        let input = format!("{before}{}{behind}", records.repeat(100).join(between));
        let (mut state, mut shares) = (WorkerState::default(), Shares::default());
        Session::new(&checker, Hints::default()).advance(&mut state, input.as_bytes(), true, &mut shares);
        assert_eq!(shares.full + shares.proved, 100 * records.len() as u64);
        assert!(shares.full <= (BEFORE_PROOF + 1) * records.len() as u64, "{shares:?}");
    }
}

/// A record that a custom category claims is never proved clean as another.
#[test]
fn no_program_passes_what_another_category_claims() {
    let category = |name: &str, pointer: Option<&str>, value: Option<&str>| CustomCategory {
        name: name.to_owned(),
        schema: format!("/{name}"),
        discriminator: Discriminator { pointer: pointer.map(str::to_owned), value: value.map(str::to_owned) },
        ..CustomCategory::default()
    };
    let schemas = |path: &str| {
        Ok(match path {
            "/First" => json!({ "required": ["never"] }),
            "/Second" => json!({ "properties": { "category": { "type": "string" } } }),
            _ => json!({ "properties": { "kind": { "type": "string" }, "name": true } }),
        }
        .to_string())
    };
    let categories = [
        category("First", Some("/kind"), Some("x")),
        category("Second", None, None),
        category("Third", Some("/name"), Some("third")),
        category("Fourth", Some("/operationName"), Some("SMSMessagesSent")),
    ];
    let custom = CustomCategories::load(&categories, &schemas).unwrap();
    let settings = Settings { custom, ..Settings::default() };
    // The second schema rejects `kind`, which it does not describe. The third describes it, and may thus match the
    // first's.
    assert!(Program::of_custom(1, &settings).is_some());
    assert!(Program::of_custom(2, &settings).is_none());
    let sms = Category::by_id("SMSOperational").unwrap();
    let (names, schema) = (Names::new(sms, Shape::ResourceLog), sms.schema(Shape::ResourceLog));
    assert!(Program::of_records(&names, &schema, &Levels::new(&[], &[]), &settings).is_none());
    let mut record = example(sms, Shape::ResourceLog);
    record["operationName"] = json!("SMSMessagesSent");
    let mut second = json!({ "category": "Second", "a": 1 });
    let mut lines = vec![record.to_string(); 30];
    lines.extend(vec![second.to_string(); 30]);
    second["kind"] = json!("x");
    lines.push(second.to_string());
    let checker = Checker::new(settings).unwrap();
    let (mut state, mut gist) = (WorkerState::default(), Types::default());
    let input = lines.join("\n") + "\n";
    Session::new(&checker, Hints::default()).advance(&mut state, input.as_bytes(), true, &mut gist);
    let counted: Vec<_> = gist.0.iter().map(|(name, records)| (*name, *records)).collect();
    assert_eq!(counted, [("First", 1), ("Fourth", 30), ("Second", 30)]);
}

/// Number of records by category, on either path.
#[derive(Debug, Default)]
struct Types(std::collections::BTreeMap<&'static str, u64>);

impl Report for Types {
    fn event(&mut self, event: &Event<'_>) {
        if let Some(crate::Subject::Known(RecordType { category, .. })) = event.subject {
            *self.0.entry(category).or_default() += 1;
        }
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        *self.0.entry(record_type.category).or_default() += records;
    }
}

/// Schemas of single values.
fn leaf() -> impl Strategy<Value = Json> {
    prop::sample::select(vec![
        json!({ "type": "string" }),
        json!({ "type": ["string", "null"], "maxLength": 2 }),
        json!({ "type": "string", "format": "date-time" }),
        json!({ "format": "uuid" }),
        json!({ "type": "string", "pattern": "^a" }),
        json!({ "enum": ["a", "b", null] }),
        json!({ "const": "a" }),
        json!({ "const": 1 }),
        json!({ "type": "integer", "minimum": 0, "exclusiveMaximum": 3 }),
        json!({ "type": "number", "exclusiveMinimum": 0 }),
        json!({ "type": "boolean" }),
        json!({ "oneOf": [{ "type": "null" }, { "type": "integer" }] }),
        json!({ "oneOf": [{ "type": "number" }, { "type": "integer" }] }),
        json!({ "anyOf": [{ "enum": ["a"] }, { "type": "null" }] }),
        json!({ "allOf": [{ "type": "string" }, { "minLength": 1, "maxLength": 3 }], "maxLength": 2 }),
        json!({ "$ref": "#/$defs/d" }),
        json!({ "$ref": "#/$defs/d", "maxLength": 1 }),
        json!({ "$ref": "#" }),
        json!({ "type": "array", "items": { "type": "integer" }, "maxItems": 2 }),
        json!({ "multipleOf": 2 }),
        json!({ "not": { "type": "string" } }),
        json!(true),
        json!(false),
    ])
}

fn schema_object() -> impl Strategy<Value = Json> {
    let members =
        prop::collection::btree_map(prop::sample::select(vec!["a", "b", "c", "category"]), leaf(), 0..4);
    let names = prop::sample::subsequence(vec!["a", "b", "x"], 0..2);
    let closes = prop::sample::select(vec![None, Some(json!(false)), Some(json!({ "type": "integer" }))]);
    (
        members,
        names,
        closes,
        prop::sample::select(vec![None, Some("additionalProperties"), Some("unevaluatedProperties")]),
    )
        .prop_map(|(members, names, closes, keyword)| {
            let mut schema = json!({ "properties": members });
            if !names.is_empty() {
                schema["required"] = json!(names);
            }
            if let (Some(keyword), Some(closes)) = (keyword, closes) {
                schema[keyword] = closes;
            }
            schema
        })
}

fn schema_of_records() -> impl Strategy<Value = Json> {
    let parts = prop::collection::vec(schema_object(), 0..3);
    (schema_object(), parts, leaf(), schema_object(), any::<bool>()).prop_map(
        |(mut schema, parts, d, inner, nested)| {
            if !parts.is_empty() {
                schema["allOf"] = json!(parts);
            }
            if nested {
                schema["properties"]["c"] = inner;
            }
            let d = if d.get("$ref").is_some_and(|uri| uri == "#/$defs/d") { json!(true) } else { d };
            schema["$defs"] = json!({ "d": d });
            schema
        },
    )
}

fn value() -> impl Strategy<Value = Json> {
    let leaf = prop::sample::select(vec![
        json!(null),
        json!(true),
        json!("a"),
        json!("ab"),
        json!("abcd"),
        json!("A"),
        json!("2024-03-05T09:14:27Z"),
        json!("7f1f8c06-2b4e-4d7b-9a52-7c1d3e5f9b02"),
        json!(0),
        json!(1),
        json!(2.5),
        json!(-3),
        json!([1, 2]),
        json!([1, "a"]),
        json!({}),
    ]);
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop::collection::btree_map(prop::sample::select(vec!["a", "b", "c", "x", "category"]), inner, 0..4)
            .prop_map(|members| json!(members))
    })
}

proptest! {
    #![proptest_config(acslint_testing::cases(1500))]

    /// A value that a program passes is a record of its category, and valid by jsonschema.
    #[test]
    fn own_programs_are_sound(schema in schema_of_records(), values in prop::collection::vec(value(), 24)) {
        let settings = Settings { custom: custom_category(&schema), ..Settings::default() };
        let Some(program) = Program::of_custom(0, &settings) else {
            return Ok(());
        };
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        for mut value in values {
            if let Some(members) = value.as_object_mut().filter(|members| members.len() > 1) {
                members.entry("category").or_insert(json!("A"));
            }
            let text = value.to_string();
            let mut scratch = Scratch::default();
            let source = (text.as_bytes(), true);
            let mut matcher = matcher::Matcher::new(&program, source, &mut scratch, matcher::NoVisitor);
            if matcher.record(0) == Some(text.len()) {
                let identified = ["category", "Category"].iter().any(|key| value.get(key) == Some(&json!("A")));
                prop_assert!(identified && validator.is_valid(&value), "{schema} passes {text}");
            }
        }
    }
}
