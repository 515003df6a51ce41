//! Inputs of both benchmarks: a few lines of JSON, so small that only the check is measured.

use acslint_check::{
    Along, Checker, Event, Hints, Level, RecordType, Report, Session, Settings, WorkerState,
};
use acslint_types::{CATEGORIES, Place, Requirement, Shape};
use serde_json::{Value, json};

/// Input, its settings, and the expected counts: a wrong count would mean that something else is measured.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) text: String,
    settings: Settings,
    records: u64,
    /// Number of records that are proved clean.
    proved_clean: u64,
    /// Number of records whose findings are replayed.
    replayed: u64,
    /// Number of findings that are errors.
    errors: u64,
}

/// Number of checks before the counts are compared: a kind of record is proved clean only after some were checked
/// in full.
const LEARNING: u64 = 16;

/// Result of checking an input.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    records: u64,
    proved_clean: u64,
    replayed: u64,
    errors: u64,
}

impl Report for Count {
    fn event(&mut self, event: &Event<'_>) {
        self.records += u64::from(event.subject.is_some());
        self.replayed += u64::from(event.replayed);
        self.errors += event.findings.iter().filter(|finding| finding.level == Level::Error).count() as u64;
    }

    fn proved_clean(&mut self, _: RecordType, records: u64) {
        self.records += records;
        self.proved_clean += records;
    }
}

/// Records of each category, in several conditions.
pub(crate) fn inputs() -> [Input; 11] {
    // The default for users: jsonschema does not validate values that the precheck accepts.
    let allowing =
        Settings { levels: vec![("unknown-field".to_owned(), Level::Allow)], ..Settings::default() };
    let full_path = Settings { contents: true, ..Settings::default() };
    let by_hour = Settings { along: Some(Along::Hour), ..Settings::default() };
    let bad = lines(|record| record["operationName"] = json!(7));
    let repaired = lines(|_| {}).replace("}\n", ",}\n");
    let drifted = lines(|record| record["colourOfTheDay"] = json!("green"));
    let each = CATEGORIES.len() as u64;
    let input = |name, text, settings| Input {
        name,
        text,
        settings,
        records: each,
        proved_clean: 0,
        replayed: 0,
        errors: 0,
    };
    [
        proved_clean("clean", &lines(|_| {})),
        // They name their category at varying distances.
        proved_clean("rows", &lines_of(Shape::Table, |_| {})),
        // Members that not every record has.
        proved_clean("varied", &varied(|_, _| {})),
        proved_clean("shuffled", &varied(shuffle)),
        // A service has added a member to every record: the settings allow it, or a rule reports it.
        Input { settings: allowing, ..proved_clean("allowed", &drifted) },
        replayed("reported", &drifted),
        Input { settings: by_hour, ..proved_clean("hours", &lines(|_| {})) },
        input("full", lines(|_| {}), full_path),
        // A bad value, the same in each record of a category, and a fault that is repaired: the full path with a finding.
        Input { errors: 10 * each, ..replayed("bad", &bad) },
        Input { errors: each, ..input("repaired", repaired, Settings::default()) },
        // Recognized, but not checked: the cost of the full path without schemas and rules.
        input("foreign", lines(make_foreign), Settings::default()),
    ]
}

/// Clean lines, repeated so that the first record, which is never proved clean, has little weight.
fn proved_clean(name: &'static str, lines: &str) -> Input {
    let text = lines.repeat(10);
    let records = text.lines().count() as u64;
    let settings = Settings::default();
    Input { name, text, settings, records, proved_clean: records - 1, replayed: 0, errors: 0 }
}

/// Lines of records that all have a finding which is replayed.
fn replayed(name: &'static str, lines: &str) -> Input {
    let input = proved_clean(name, lines);
    Input { proved_clean: 0, replayed: input.proved_clean, ..input }
}

/// Checker of an input, and the state of its thread.
#[derive(Debug)]
pub(crate) struct Bench {
    checker: Checker,
    state: WorkerState,
}

impl Bench {
    /// Bench without learnt state.
    pub(crate) fn new(input: &Input) -> Self {
        let checker = Checker::new(input.settings.clone()).expect("the settings are valid");
        Self { checker, state: WorkerState::default() }
    }

    /// Checks the input from its first record to its end, with the state of earlier checks.
    pub(crate) fn check(&mut self, input: &Input) -> Count {
        let mut count = Count::default();
        let mut session = Session::new(&self.checker, Hints::default());
        session.advance(&mut self.state, input.text.as_bytes(), true, &mut count);
        count
    }
}

/// Checks the input this many times, and asserts its counts.
pub(crate) fn run(input: &Input, rounds: u64) {
    let mut bench = Bench::new(input);
    for _ in 0..LEARNING {
        bench.check(input);
    }
    for _ in 0..rounds {
        let Count { records, proved_clean, replayed, errors } = bench.check(input);
        assert_eq!(
            (records, proved_clean, replayed, errors),
            (input.records, input.proved_clean, input.replayed, input.errors),
            "{}",
            input.name
        );
    }
}

/// Resource logs of [`lines_of`].
fn lines(change: impl Fn(&mut Value)) -> String {
    lines_of(Shape::ResourceLog, change)
}

/// Examples of all categories that have the shape, each changed, as JSON Lines.
fn lines_of(shape: Shape, change: impl Fn(&mut Value)) -> String {
    let having = CATEGORIES.iter().filter(|category| category.shapes().any(|known| known == shape));
    let examples = having.map(|category| category.example(shape));
    let line = |example: &str| {
        let mut record: Value = serde_json::from_str(example).expect("the example is JSON");
        change(&mut record);
        format!("{record}\n")
    };
    examples.map(line).collect()
}

/// Resource logs of all categories, ten of each: each without some optional members, and changed.
fn varied(change: impl Fn(&mut Value, &mut Numbers)) -> String {
    let mut numbers = Numbers(1);
    let mut text = String::new();
    for category in CATEGORIES.iter().copied().cycle().take(10 * CATEGORIES.len()) {
        let example = category.example(Shape::ResourceLog);
        let mut record: Value = serde_json::from_str(example).expect("the example is JSON");
        for property in category.properties.iter().filter(|of| of.requirement == Requirement::Optional) {
            if let Some(log) =
                property.log.filter(|log| log.place == Place::Properties && numbers.below(3) == 0)
            {
                remove(&mut record["properties"], log.name);
            }
        }
        change(&mut record, &mut numbers);
        text.push_str(&record.to_string());
        text.push('\n');
    }
    text
}

fn remove(object: &mut Value, name: &str) {
    if let Some(members) = object.as_object_mut() {
        members.shift_remove(name);
    }
}

/// Shuffles the members of an object and of the objects in it.
fn shuffle(value: &mut Value, numbers: &mut Numbers) {
    let Some(members) = value.as_object_mut() else { return };
    let mut shuffled: Vec<(usize, (String, Value))> =
        std::mem::take(members).into_iter().map(|member| (numbers.below(usize::MAX), member)).collect();
    shuffled.sort_by_key(|(rank, _)| *rank);
    for (_, (name, mut value)) in shuffled {
        shuffle(&mut value, numbers);
        members.insert(name, value);
    }
}

/// Pseudorandom numbers, the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        (self.0 >> 33) as usize % bound
    }
}

fn make_foreign(record: &mut Value) {
    record["category"] = json!("AuditEvent");
    record["resourceId"] = json!("/SUBSCRIPTIONS/0/RESOURCEGROUPS/A/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/A");
}
