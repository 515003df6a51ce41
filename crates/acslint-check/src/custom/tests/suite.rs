//! Test of custom categories against the official test suites of JSON Schema, which `cargo xtask suites` fetches. The
//! list of differences, `suite.txt`, is exact.
#![expect(clippy::disallowed_methods, reason = "the suites are read from files")]

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Checker, CustomCategories, CustomCategory, Discriminator, Event, Hints, RecordType, Report, Session,
    Settings, WorkerState,
    document::{Document, Embedded, Tree, Value, parse},
};

/// Suites of the known drafts, each with the dialect of its schemas that do not name one.
const DRAFTS: [(&str, &str); 5] = [
    ("draft4", "http://json-schema.org/draft-04/schema#"),
    ("draft6", "http://json-schema.org/draft-06/schema#"),
    ("draft7", "http://json-schema.org/draft-07/schema#"),
    ("draft2019-09", "https://json-schema.org/draft/2019-09/schema"),
    ("draft2020-12", "https://json-schema.org/draft/2020-12/schema"),
];

/// Base URI of the schemas that the suites refer to; this test reads them from files, not from a network.
const REMOTES: &str = "http://localhost:1234/";

fn suites() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/suites/json-schema")
}

/// Collects the files with cases below a directory.
fn files(directory: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| {
        panic!("{}: {error}; `cargo xtask suites` fetches the suites", directory.display())
    });
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

/// Parses a JSON text, and calls a function with its value.
fn with_json<T>(text: &str, ask: impl FnOnce(Value<'_>) -> T) -> T {
    let (mut tree, mut faults) = (Tree::default(), Vec::new());
    parse(text.as_bytes(), true, &mut tree, &mut faults);
    let embedded = Embedded::default();
    ask(Document { text, tree: &tree, embedded: &embedded }.root())
}

/// Rewrites a schema of a suite so that it names its dialect and refers to files.
fn schema(raw: &str, dialect: &str) -> String {
    let has_dialect = with_json(raw, |schema| schema.member("$schema").is_some());
    let raw = raw.replace(REMOTES, "file:///remotes/");
    match raw.strip_prefix('{') {
        Some(rest) if !has_dialect => {
            let comma = if rest.trim_start().starts_with('}') { "" } else { "," };
            format!("{{\"$schema\":\"{dialect}\"{comma}{rest}")
        }
        _ => raw,
    }
}

/// Returns two checkers of records with a value for the schema as `x`: with the fast path, and without it.
fn checkers(raw: &str, dialect: &str) -> Result<[Checker; 2], String> {
    let category = CustomCategory {
        safe: Vec::new(),
        personal: Vec::new(),
        name: "A".to_owned(),
        schema: "/suite/wrapper.json".to_owned(),
        discriminator: Discriminator::default(),
    };
    let read = |path: &str| match path {
        "/suite/wrapper.json" => {
            Ok(format!("{{\"$schema\":\"{dialect}\",\"properties\":{{\"x\":{{\"$ref\":\"case.json\"}}}}}}"))
        }
        "/suite/case.json" => Ok(schema(raw, dialect)),
        _ => {
            let file = suites().join(path.trim_start_matches('/'));
            let text = fs::read_to_string(file).map_err(|error| error.kind().to_string())?;
            Ok(schema(text.trim(), dialect))
        }
    };
    let custom = CustomCategories::load(&[category], &read).map_err(|error| error.to_string())?;
    let checker = |full_path_only| {
        Checker::new(Settings { custom: custom.clone(), full_path_only, ..Settings::default() }).unwrap()
    };
    Ok([checker(false), checker(true)])
}

#[derive(Default)]
struct Findings(usize);

impl Report for Findings {
    fn event(&mut self, event: &Event<'_>) {
        self.0 += event.findings.len();
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

/// Returns true if a record has no finding.
fn is_clean(checker: &Checker, record: &str) -> bool {
    let mut findings = Findings::default();
    Session::new(checker, Hints::default()).advance(
        &mut WorkerState::default(),
        record.as_bytes(),
        true,
        &mut findings,
    );
    findings.0 == 0
}

/// Returns the cases of one draft on which custom categories and the suite differ.
fn differences(draft: &str, dialect: &str) -> String {
    let root = suites().join(draft);
    let mut all = Vec::new();
    files(&root, &mut all);
    all.sort();
    let (mut cases, mut differ, mut lines) = (0, 0, String::new());
    for file in all {
        let name = file.strip_prefix(suites()).unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&file).unwrap();
        with_json(&text, |groups| {
            for group in groups.items() {
                let said =
                    |value: Value<'_>| value.member("description").unwrap().string().unwrap().into_owned();
                let tests: Vec<Value<'_>> = group.member("tests").unwrap().items().collect();
                cases += tests.len();
                let checkers = match checkers(group.member("schema").unwrap().raw(), dialect) {
                    Ok(checkers) => checkers,
                    Err(error) => {
                        differ += tests.len();
                        let error = error.lines().next().unwrap_or_default();
                        writeln!(lines, "{name}: {}: refused: {error}", said(group)).unwrap();
                        continue;
                    }
                };
                for test in tests {
                    let data = test.member("data").unwrap().raw();
                    let record = format!("{{\"category\":\"A\",\"x\":{data}}}");
                    let [clean, clean_on_the_full_path] =
                        checkers.each_ref().map(|checker| is_clean(checker, &record));
                    assert_eq!(clean, clean_on_the_full_path, "{name}: {}: {}", said(group), said(test));
                    let valid = test.member("valid").unwrap().raw() == "true";
                    if clean != valid {
                        differ += 1;
                        let verdict = if clean { "valid" } else { "invalid" };
                        writeln!(lines, "{name}: {}: {}: {verdict}", said(group), said(test)).unwrap();
                    }
                }
            }
        });
    }
    format!("{draft}: {} of {cases} cases\n{lines}", cases - differ)
}

#[test]
fn official_suites_have_exactly_these_exceptions() {
    let found: String = DRAFTS.iter().map(|(draft, dialect)| differences(draft, dialect)).collect();
    let listed: String = include_str!("suite.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .flat_map(|line| [line, "\n"])
        .collect();
    let missing: Vec<&str> =
        found.lines().filter(|line| !listed.lines().any(|other| other == *line)).collect();
    let gone: Vec<&str> = listed.lines().filter(|line| !found.lines().any(|other| other == *line)).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not in `suite.txt`:\n{}\nin `suite.txt` only:\n{}",
        missing.join("\n"),
        gone.join("\n")
    );
}
