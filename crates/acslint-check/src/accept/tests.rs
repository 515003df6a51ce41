//! The fast path against what it speaks for: the jsonschema crate, and the full path.

use acslint_types::{CATEGORIES, Category, Shape, scalar::FORMS};
use jsonschema::PatternOptions;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{
    Counts, Program,
    value::{Recall, TextForm, TextTest, is_ipv4, is_plain_ipv6},
    walk::{self, Tools},
};
use crate::{
    Checker, Event, Hints, Level, Memory, Override, RULES, Report, Settings, names::Names, rules::Levels,
};

/// How many records took which path.
#[derive(Debug, Default)]
struct Shares {
    full: u64,
    vouched: u64,
}

impl Report for Shares {
    fn event(&mut self, event: &Event<'_>) {
        let record = String::from_utf8_lossy(event.excerpt.slice(event.span));
        assert_eq!(event.findings, [], "{record}");
        self.full += 1;
    }

    fn vouched(&mut self, _: &'static Category, _: Shape, records: u64) {
        self.vouched += records;
    }
}

/// Checks clean records, and tells how many were vouched for.
fn shares(records: impl IntoIterator<Item = Json>, before: &str, between: &str, behind: &str) -> Shares {
    let checker = Checker::new(Settings::default()).unwrap();
    let records: Vec<String> = records.into_iter().map(|record| record.to_string()).collect();
    let input = format!("{before}{}{behind}", records.join(between));
    let (mut memory, mut shares) = (Memory::default(), Shares::default());
    checker.session(Hints::default()).advance(&mut memory, input.as_bytes(), true, &mut shares);
    assert_eq!(shares.full + shares.vouched, records.len() as u64);
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
                let program = Program::of_records(&names, &levels, &Settings::default());
                if program.is_none() {
                    without.push(category.schema_file(shape));
                }
            }
        }
    }
    assert_eq!(without, Vec::<String>::new());
}

/// The full path sees the first record, then eight of the kind, the last of which is learnt.
const BEFORE_VOUCHING: u64 = 9;

#[test]
fn clean_records_of_every_category_are_vouched_for() {
    for category in CATEGORIES {
        for shape in category.shapes() {
            for (before, between, behind) in
                [("", "\n", "\n"), ("[", ",", "]"), ("{\"records\": [\n  ", ",\n  ", "\n]}")]
            {
                let shares = shares(vec![example(category, shape); 100], before, between, behind);
                assert!(
                    shares.full <= BEFORE_VOUCHING + 1,
                    "{} ({shape}) {before:?}: {shares:?}",
                    category.id
                );
            }
        }
    }
}

#[test]
fn mixed_records_are_vouched_for() {
    let kinds: Vec<Json> = CATEGORIES
        .iter()
        .flat_map(|category| category.shapes().map(|shape| example(category, shape)))
        .collect();
    let number = kinds.len() as u64;
    let shares = shares(kinds.iter().cycle().take(kinds.len() * 100).cloned(), "", "\n", "\n");
    assert!(shares.full <= number * (BEFORE_VOUCHING + 1), "{shares:?}");
}

/// Counts records that have findings.
#[derive(Debug, Default)]
struct Faulty(u64);

impl Report for Faulty {
    fn event(&mut self, event: &Event<'_>) {
        self.0 += u64::from(!event.findings.is_empty());
    }

    fn vouched(&mut self, _: &'static Category, _: Shape, _: u64) {}
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
        let (mut memory, mut faulty) = (Memory::default(), Faulty::default());
        checker.session(Hints::default()).advance(&mut memory, input.as_bytes(), true, &mut faulty);
        assert_eq!(faulty.0, 1);
    }
}

/// Whatever a producer does always is learnt, or walked over: none of it may make every record slow.
#[test]
fn habits_of_producers_are_vouched_for() {
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
        assert!(shares.full <= BEFORE_VOUCHING, "{habit}: {shares:?}");
    }
    let spaced = serde_json::to_string_pretty(&example(category, Shape::ResourceLog)).unwrap();
    let pretty = format!("[{}]", vec![spaced; 100].join(",\n"));
    let (mut memory, mut shares) = (Memory::default(), Shares::default());
    let checker = Checker::new(Settings::default()).unwrap();
    checker.session(Hints::default()).advance(&mut memory, pretty.as_bytes(), true, &mut shares);
    assert!(shares.full <= BEFORE_VOUCHING + 1, "on several lines: {shares:?}");
}

#[test]
fn nothing_is_vouched_for_where_every_record_shall_be_checked() {
    let checker = Checker::new(Settings { full_path_only: true, ..Settings::default() }).unwrap();
    let record = example(CATEGORIES[0], Shape::Table);
    let input = format!("{record}\n").repeat(50);
    let (mut memory, mut shares) = (Memory::default(), Shares::default());
    checker.session(Hints::default()).advance(&mut memory, input.as_bytes(), true, &mut shares);
    assert_eq!((shares.full, shares.vouched), (50, 0));
}

#[test]
fn counts_name_what_they_count() {
    let mut counts = Counts::default();
    let sms = Category::by_id("SMSOperational").unwrap();
    counts.count(super::kind(sms, Shape::ResourceLog).unwrap());
    let counted: Vec<_> = counts.iter().collect();
    assert_eq!(counted, [(sms, Shape::ResourceLog, 1)]);
}

/// The official suite of JSON Schema, which `cargo xtask ci` fetches: of each schema that has a program, whatever the walk is
/// sure of is valid by jsonschema. The others are jsonschema's alone.
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
                let mut tools = Tools::default();
                let end = walk::value(&program, program.root, text.as_bytes(), 0, true, &mut tools);
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
    assert!(with_program >= 50 && cases >= 200, "{with_program} schemas, {cases} cases: is the suite whole?");
    assert!(sure * 10 >= valid * 8, "sure of {sure} of {valid} valid cases only");
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
            let end = slow.then_some(text.len());
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

/// Texts that are nearly of one of the grammars.
fn nearly() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9xX*]{1,3}(:[0-9]{0,6})?",
        "\\[?[0-9a-f:.]{2,30}\\]?(:[0-9]{1,6})?",
        "20[0-9]{2}-[01][0-9]-[0-3][0-9][Tt][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,10})?([Zz]|[+-][0-2][0-9]:[0-6][0-9])",
        "-?[0-9]{1,12}(\\.[0-9]{0,4})?([eE][+-]?[0-9]{0,2})?",
        ".{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

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
    fn ipv4_is_an_address(text in nearly()) {
        prop_assert!(!is_ipv4(text.as_bytes()) || acslint_types::scalar::is_address(&text));
        let (address, _) = text.split_once(':').unwrap_or((&text, ""));
        if address.parse::<std::net::Ipv4Addr>().is_ok() && acslint_types::scalar::is_address(&text) {
            prop_assert!(is_ipv4(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn plain_ipv6_is_ipv6_without_points(text in prop_oneof![nearly(), "([0-9a-fA-F]{0,5}:){1,8}[0-9a-fA-F]{0,4}"]) {
        let is_ipv6 = text.parse::<std::net::Ipv6Addr>().is_ok();
        prop_assert_eq!(is_plain_ipv6(text.as_bytes()), is_ipv6 && !text.contains('.'), "{:?}", text);
    }
}

/// How many of many equal records take the full path, and how many findings there are.
fn full_path(overrides: Vec<Override>, record: &Json) -> (u64, usize) {
    #[derive(Default)]
    struct Counting(u64, usize);

    impl Report for Counting {
        fn event(&mut self, event: &Event<'_>) {
            self.0 += 1;
            self.1 += event.findings.len();
        }

        fn vouched(&mut self, _: &'static Category, _: Shape, _: u64) {}
    }

    let checker = Checker::new(Settings { overrides, ..Settings::default() }).unwrap();
    let (input, mut counting) = (format!("{record}\n").repeat(100), Counting::default());
    checker.session(Hints::default()).advance(&mut Memory::default(), input.as_bytes(), true, &mut counting);
    (counting.0, counting.1)
}

/// What no rule asks of a property is not asked by the fast path either: else records without it would be slow.
#[test]
fn records_that_an_override_allows_are_vouched_for() {
    let category = Category::by_id("SMSOperational").unwrap();
    let other = Category::by_id("Usage").unwrap();
    let mut record = example(category, Shape::ResourceLog);
    record.as_object_mut().unwrap().shift_remove("level").unwrap();
    let levels = vec![("missing-recommended-field".to_owned(), Level::Allow)];
    let fields = vec!["Level".to_owned()];
    let given = |categories: &[&'static Category], fields: &[String]| {
        vec![Override { categories: categories.to_vec(), fields: fields.to_vec(), levels: levels.clone() }]
    };
    assert_eq!(full_path(Vec::new(), &record), (100, 100));
    assert_eq!(full_path(given(&[other], &[]), &record), (100, 100));
    assert_eq!(full_path(given(&[], &["Quantity".to_owned()]), &record), (100, 100));
    for (categories, fields) in
        [(vec![], fields.clone()), (vec![category], Vec::new()), (vec![category], fields)]
    {
        assert_eq!(full_path(given(&categories, &fields), &record), (BEFORE_VOUCHING - 1, 0));
    }
}

#[test]
fn the_last_override_that_says_something_of_a_rule_counts() {
    let category = Category::by_id("SMSOperational").unwrap();
    let mut record = example(category, Shape::ResourceLog);
    record["properties"]["Colour"] = json!(1);
    record["durationMs"] = json!("fast");
    let given = |fields: &[&str], id: &str, level| Override {
        categories: vec![category],
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        levels: vec![(id.to_owned(), level)],
    };
    let levels = |overrides| {
        struct Told(Vec<(&'static str, Level)>);
        impl Report for Told {
            fn event(&mut self, event: &Event<'_>) {
                self.0.extend(event.findings.iter().map(|finding| (finding.rule, finding.level)));
            }
            fn vouched(&mut self, _: &'static Category, _: Shape, _: u64) {}
        }
        let checker = Checker::new(Settings { overrides, ..Settings::default() }).unwrap();
        let mut told = Told(Vec::new());
        let input = record.to_string();
        checker.session(Hints::default()).advance(&mut Memory::default(), input.as_bytes(), true, &mut told);
        told.0.sort_unstable();
        told.0
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

/// What was learnt with one checker says nothing of another.
#[test]
fn memory_serves_any_checker() {
    let category = Category::by_id("SMSOperational").unwrap();
    let mut record = example(category, Shape::ResourceLog);
    record.as_object_mut().unwrap().shift_remove("level").unwrap();
    let allow = vec![("missing-recommended-field".to_owned(), Level::Allow)];
    let lenient = Checker::new(Settings { levels: allow, ..Settings::default() }).unwrap();
    let usual = Checker::new(Settings::default()).unwrap();
    let input = format!("{record}\n").repeat(100);
    let mut memory = Memory::default();
    let mut shares = Shares::default();
    lenient.session(Hints::default()).advance(&mut memory, input.as_bytes(), true, &mut shares);
    assert_eq!(shares.vouched, 100 - (BEFORE_VOUCHING - 1));
    let mut seen = 0;
    for _ in 0..2 {
        struct Finds<'s>(&'s mut usize);
        impl Report for Finds<'_> {
            fn event(&mut self, event: &Event<'_>) {
                *self.0 += event.findings.len();
            }
            fn vouched(&mut self, _: &'static Category, _: Shape, _: u64) {}
        }
        usual.session(Hints::default()).advance(&mut memory, input.as_bytes(), true, &mut Finds(&mut seen));
    }
    assert_eq!(seen, 200);
}
