//! Tests of inspections: the fast path counts, selects and compares records as the full path does.

use std::collections::BTreeMap;

use acslint_check::{
    Along, AlongKey, Checker, Event, Hints, Level, Part, RecordType, Report, Session, Settings, Time, Window,
    WorkerState,
};
use acslint_types::{CATEGORIES, Shape};
use proptest::prelude::*;

/// Everything that a report receives, however records were checked.
#[derive(Debug, Default, PartialEq)]
struct Received {
    /// Number, rules and time of each record with findings.
    findings: Vec<(u64, Vec<&'static str>, Option<String>)>,
    records: u64,
    along: BTreeMap<AlongKey, u64>,
    unselected: u64,
}

/// Report with the counts along a dimension.
struct Counting {
    received: Received,
    along: Option<Along>,
    proved_clean: u64,
    parts: Option<Vec<u8>>,
}

impl Counting {
    fn new(along: Option<Along>) -> Self {
        Self { received: Received::default(), along, proved_clean: 0, parts: None }
    }
}

impl Report for Counting {
    fn event(&mut self, event: &Event<'_>) {
        self.received.records += 1;
        if let Some(along) = self.along {
            let key = AlongKey::of(along, event.provenance);
            *self.received.along.entry(key).or_default() += 1;
        }
        if !event.findings.is_empty() {
            let rules = event.findings.iter().map(|finding| finding.rule).collect();
            let time = event.provenance.and_then(|of| of.time).map(|time| time.to_string());
            self.received.findings.push((event.record, rules, time));
        }
        if let (Some(parts), Some(part)) = (&mut self.parts, event.part) {
            keep(parts, part);
        }
    }

    fn proved_clean(&mut self, _: RecordType, records: u64) {
        self.received.records += records;
        self.proved_clean += records;
    }

    fn proved_clean_along(&mut self, key: &AlongKey, records: u64) {
        *self.received.along.entry(key.clone()).or_default() += records;
    }

    fn unselected(&mut self, records: u64) {
        self.received.unselected += records;
    }

    fn wants_parts(&self) -> bool {
        self.parts.is_some()
    }

    fn part(&mut self, part: Part<'_>) {
        if let Some(parts) = &mut self.parts {
            keep(parts, part);
        }
    }
}

fn keep(parts: &mut Vec<u8>, part: Part<'_>) {
    if let Part::Record { text, .. } | Part::CleanLines(text) | Part::CleanItems(text) | Part::Between(text) =
        part
    {
        parts.extend_from_slice(text);
    }
}

fn check(settings: Settings, hints: Hints, input: &[u8]) -> (Received, u64) {
    let mut counting = Counting::new(settings.along);
    let checker = Checker::new(settings).expect("the settings are valid");
    let mut session = Session::new(&checker, hints);
    session.advance(&mut WorkerState::default(), input, true, &mut counting);
    (counting.received, counting.proved_clean)
}

/// Checks an input on both paths, and in speculatively checked pieces; returns what all of them report, and the number of
/// records that were proved clean.
fn checked(settings: &Settings, hints: Hints, input: &[u8]) -> (Received, u64) {
    let full = Settings { full_path_only: true, ..settings.clone() };
    let (expected, none) = check(full, hints, input);
    assert_eq!(none, 0);
    let (received, proved_clean) = check(settings.clone(), hints, input);
    assert_eq!(received, expected);
    let mut counting = Counting::new(settings.along);
    let checker = Checker::new(settings.clone()).expect("the settings are valid");
    let (mut session, mut state) = (Session::new(&checker, hints), WorkerState::default());
    let mut start = 0;
    while start < input.len() {
        let end = (start + 6000).min(input.len());
        let done = match session.layout().filter(|_| start > 0) {
            Some(layout) => {
                let ahead =
                    checker.check_speculatively(&mut state, &layout, &input[start..end], start as u64);
                session.follow(&mut state, &input[start..end], end == input.len(), ahead, &mut counting)
            }
            None => session.advance(&mut state, &input[start..end], end == input.len(), &mut counting),
        };
        assert!(done > 0, "6000 bytes hold a record");
        start += done;
    }
    assert_eq!(counting.received, expected);
    (received, proved_clean)
}

const TIMES: [&str; 6] = [
    "2024-03-05T09:14:27.441Z",
    "2024-03-05T08:54:00Z",
    "2024-03-05T11:14:27+01:00",
    "2024-03-05T10:04:59Z",
    "2024-03-04T23:59:59.9999999Z",
    "2016-12-31T23:59:60Z",
];

const RESOURCES: [&str; 3] = [
    "/SUBSCRIPTIONS/3F0A6D52-11AB-4C1E-9E0D-7B2C4A5D6E7F/RESOURCEGROUPS/A/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/B",
    "/subscriptions/3f0a6d52-11ab-4c1e-9e0d-7b2c4a5d6e7f/resourcegroups/a/providers/microsoft.communication/communicationservices/b",
    "/subscriptions/3f0a6d52-11ab-4c1e-9e0d-7b2c4a5d6e7f/resourcegroups/a/providers/microsoft.communication/communicationservices/c",
];

/// Returns the example of a category, by its number, on one line.
fn example(category: usize, shape: Shape, time: &str, resource: Option<&str>) -> String {
    let category = CATEGORIES[category % CATEGORIES.len()];
    let shape = if category.table.is_none() { Shape::ResourceLog } else { shape };
    let mut record: serde_json::Value =
        serde_json::from_str(category.example(shape)).expect("the example is JSON");
    let (at, of) = match shape {
        Shape::Table => ("TimeGenerated", "_ResourceId"),
        Shape::ResourceLog => ("time", "resourceId"),
    };
    record[at] = time.into();
    if let Some(resource) = resource {
        record[of] = resource.into();
    } else if shape == Shape::Table {
        record.as_object_mut().expect("the example is a record").remove(of);
    }
    record.to_string() + "\n"
}

fn lines(records: &[(usize, usize, usize)], shape: Shape) -> String {
    let line = |(category, time, resource): &(usize, usize, usize)| {
        example(*category, shape, TIMES[time % TIMES.len()], RESOURCES.get(*resource).copied())
    };
    records.iter().map(line).collect()
}

/// Records of one category, enough that the fast path proves the later ones clean.
fn many(category: &str, time: &str, count: usize) -> String {
    let number = CATEGORIES.iter().position(|known| known.id == category).expect("the category exists");
    example(number, Shape::Table, time, None).repeat(count)
}

/// A window from a time on, until another one.
fn window(since: &str, until: Option<&str>) -> Window {
    let time = |text: &str| Time::parse(text).expect("it is a time");
    Window { since: Some(time(since)), until: until.map(time) }
}

const FOLDER: &str = "insights-logs-usage/y=2024/m=03/d=05/h=09/m=00/PT1H.json";

#[test]
fn records_of_the_folder_are_proved_clean_and_others_are_reported() {
    let hints = Hints::from_path(FOLDER);
    let input =
        many("Usage", TIMES[0], 100) + &many("SMSOperational", TIMES[0], 20) + &many("Usage", TIMES[1], 5);
    let (received, proved_clean) = checked(&Settings::default(), hints, input.as_bytes());
    assert!(proved_clean > 80, "{proved_clean}");
    let expected: Vec<_> = (101..=125)
        .map(|record| {
            let time = if record <= 120 { TIMES[0] } else { TIMES[1] };
            (record, vec!["wrong-container"], Some(time.to_owned()))
        })
        .collect();
    assert_eq!(received.findings, expected);
    // The same records elsewhere are clean, and so they are where the rule is off.
    let off = vec![("wrong-container".to_owned(), Level::Allow)];
    for (settings, hints) in
        [(Settings::default(), Hints::default()), (Settings { levels: off, ..Settings::default() }, hints)]
    {
        let (received, proved_clean) = checked(&settings, hints, input.as_bytes());
        assert_eq!(received.findings, []);
        assert!(proved_clean > 100, "{proved_clean}");
    }
}

#[test]
fn a_window_selects_records_by_their_time_and_those_without_one() {
    let window = window("2024-03-05T09:00:00Z", Some("2024-03-05T10:14:27Z"));
    let settings = Settings { window: Some(window), ..Settings::default() };
    let input = many("Usage", TIMES[0], 100) + &many("Usage", TIMES[1], 50) + &many("Usage", TIMES[2], 50);
    let without = "{\"category\":\"Usage\",\"time\":\"yesterday\"}\n";
    let (received, proved_clean) = checked(&settings, Hints::default(), (input.clone() + without).as_bytes());
    assert_eq!((received.records, received.unselected), (101, 100));
    assert!(proved_clean > 80, "{proved_clean}");
    let rules: Vec<_> = received.findings.iter().map(|(record, ..)| *record).collect();
    assert_eq!(rules, [201]);
}

#[test]
fn parts_outside_of_a_window_are_left_out() {
    let window = window(TIMES[0], None);
    let settings = Settings { window: Some(window), keeps_apart: true, ..Settings::default() };
    let checker = Checker::new(settings).expect("the settings are valid");
    let kept = many("Usage", TIMES[0], 40);
    let input = many("Usage", TIMES[0], 20) + &many("Usage", TIMES[1], 20) + &many("Usage", TIMES[0], 20);
    let mut counting = Counting { parts: Some(Vec::new()), ..Counting::new(None) };
    let mut session = Session::new(&checker, Hints::default());
    session.advance(&mut WorkerState::default(), input.as_bytes(), true, &mut counting);
    assert_eq!(counting.parts.as_deref().map(String::from_utf8_lossy).as_deref(), Some(&*kept));
    assert_eq!((counting.received.records, counting.received.unselected), (40, 20));
}

#[test]
fn a_resource_counts_once_in_any_letter_case() {
    let settings = Settings { along: Some(Along::Resource), ..Settings::default() };
    let records: Vec<_> = (0..60).map(|number| (0, 0, number % 4)).collect();
    let (received, _) = checked(&settings, Hints::default(), lines(&records, Shape::Table).as_bytes());
    let counts: Vec<_> = received
        .along
        .iter()
        .map(|(key, records)| match key {
            AlongKey::Resource(resource) => (&*resource.id, resource.is_public, *records),
            AlongKey::Hour(_) | AlongKey::None => ("", false, *records),
        })
        .collect();
    assert_eq!(counts, [(RESOURCES[1], true, 30), (RESOURCES[2], true, 15), ("", false, 15)]);
}

proptest! {
    #![proptest_config(acslint_testing::cases(300))]

    #[test]
    fn both_paths_report_the_same(
        records in prop::collection::vec((0..CATEGORIES.len(), 0..TIMES.len(), 0..4_usize), 1..12),
        repetitions in 1..12_usize,
        is_table: bool,
        since in prop::option::of(prop::sample::select(&TIMES[..])),
        until in prop::option::of(prop::sample::select(&TIMES[..])),
        along in prop::sample::select(&[None, Some(Along::Hour), Some(Along::Resource)][..]),
        in_folder: bool,
    ) {
        let shape = if is_table { Shape::Table } else { Shape::ResourceLog };
        let input = lines(&records, shape).repeat(repetitions);
        let window = (since.is_some() || until.is_some())
            .then(|| Window { since: since.and_then(Time::parse), until: until.and_then(Time::parse) });
        let settings = Settings { window, along, ..Settings::default() };
        let hints = Hints::from_path(if in_folder { FOLDER } else { "" });
        checked(&settings, hints, input.as_bytes());
    }
}
