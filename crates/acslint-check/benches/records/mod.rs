//! Inputs of both benchmarks: a few lines of JSON, so small that only the check is measured.

use acslint_check::{
    Along, Checker, Event, Hints, Level, RecordType, Report, Session, Settings, WorkerState,
};
use acslint_types::{CATEGORIES, Shape};
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
    errors: u64,
}

impl Report for Count {
    fn event(&mut self, event: &Event<'_>) {
        self.records += u64::from(event.subject.is_some());
        self.errors += event.findings.iter().filter(|finding| finding.level == Level::Error).count() as u64;
    }

    fn proved_clean(&mut self, _: RecordType, records: u64) {
        self.records += records;
        self.proved_clean += records;
    }
}

/// Records of each category, in several conditions.
pub(crate) fn inputs() -> [Input; 6] {
    // The default for users: jsonschema does not validate values that the precheck accepts.
    let full_path = Settings { contents: true, ..Settings::default() };
    let by_hour = Settings { along: Some(Along::Hour), ..Settings::default() };
    let bad = lines(|record| record["operationName"] = json!(7));
    let each = CATEGORIES.len() as u64;
    let input =
        |name, text, settings| Input { name, text, settings, records: each, proved_clean: 0, errors: 0 };
    [
        proved_clean("clean", &lines(|_| {})),
        // They name their category at varying distances.
        proved_clean("rows", &lines_of(Shape::Table, |_| {})),
        Input { settings: by_hour, ..proved_clean("hours", &lines(|_| {})) },
        input("full", lines(|_| {}), full_path),
        Input { errors: each, ..input("bad", bad, Settings::default()) },
        // Recognized, but not checked: the cost of the full path without schemas and rules.
        input("foreign", lines(make_foreign), Settings::default()),
    ]
}

/// Clean lines, repeated so that the first record, which is never proved clean, has little weight.
fn proved_clean(name: &'static str, lines: &str) -> Input {
    let text = lines.repeat(10);
    let records = text.lines().count() as u64;
    Input { name, text, settings: Settings::default(), records, proved_clean: records - 1, errors: 0 }
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
        let Count { records, proved_clean, errors } = bench.check(input);
        assert_eq!(
            (records, proved_clean, errors),
            (input.records, input.proved_clean, input.errors),
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

fn make_foreign(record: &mut Value) {
    record["category"] = json!("AuditEvent");
    record["resourceId"] = json!("/SUBSCRIPTIONS/0/RESOURCEGROUPS/A/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/A");
}
