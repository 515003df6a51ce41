//! Property of redacted reports for any input: no part of personal data gets into one, in any notation.
//!
//! A canary stands for such data. It is not the name of a property or a known value, and its letters do not occur in
//! hashes. A canary replaces each mark [`HERE`] of an input, and stays whole: only the text around it is mutated. An input
//! without a mark gets one, at a place that depends on its bytes.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use acslint_check::{Checker, Event, Hints, RecordType, Report, Session, Settings, Subject, WorkerState};
use clap::ValueEnum;

use super::{PlannedReport, Reports, reporter};
use crate::baseline::message;
use crate::fingerprint::Key;
use crate::values::{Annotate, Format};
use crate::verdict::Criteria;

/// Mark for a canary: a character that occurs in no record.
pub(super) const HERE: char = '\u{E000}';

/// An address, a name, and an identity; each also occurs in other notations.
pub(super) const CANARIES: [&str; 3] = ["kqxjz@wvzqx.jkwqz", "Kqxjzw Vzqxjkw", "8:kqxjz:wvzqxjkwqz-zxqkjvw"];

/// Number of consecutive characters of a canary that count as a leak.
const RUN: usize = 5;

/// Checkers without and with the contents of records. Compiling the schemas takes longer than checking an input.
static CHECKERS: LazyLock<[Checker; 2]> = LazyLock::new(|| [false, true].map(checker));

/// Sink whose bytes stay readable after its end.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writer of the keys for baselines and fingerprints, and of the messages for baselines.
struct Keys(String);

impl Report for Keys {
    fn event(&mut self, event: &Event<'_>) {
        for finding in event.findings {
            let _ = writeln!(
                self.0,
                "{:?} {}",
                Key::of(finding, event.subject.as_ref().and_then(Subject::record_type)),
                message(finding)
            );
        }
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

/// Returns all redacted reports of an input, by format.
pub(super) fn redacted_reports(checker: &Checker, input: &[u8]) -> Vec<(String, String)> {
    let mut reports = Reports::new(Some("key"));
    let mut sinks = Vec::new();
    for format in Format::value_variants() {
        let (report, notes) = (Shared::default(), Shared::default());
        let options = PlannedReport {
            format: *format,
            output: None,
            show: None,
            max_findings: None,
            colors: false,
            width: 100,
            summary: true,
            verbose: true,
            redacts: true,
            annotate: Annotate::Each,
            step_summary: None,
            agent_directory: None,
            opening: crate::output::Opening::default(),
        };
        reports.add(reporter(&options, Box::new(report.clone()), Box::new(notes.clone())), None, true);
        sinks.push((format!("{format:?}"), report));
        sinks.push((format!("beside {format:?}"), notes));
    }
    reports.begin("a.json", 0);
    Session::new(checker, Hints::default()).advance(&mut WorkerState::default(), input, true, &mut reports);
    reports.end_of_file(input.len() as u64);
    let criteria = Criteria::default();
    // Writing to memory does not fail.
    let _ = reports.finish(&criteria, Duration::ZERO, 1);
    let mut keys = Keys(String::new());
    Session::new(checker, Hints::default()).advance(&mut WorkerState::default(), input, true, &mut keys);
    let text = |sink: Shared| {
        String::from_utf8_lossy(&sink.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    };
    let reports = sinks.into_iter().map(|(name, sink)| (name, text(sink)));
    reports.chain([("the keys of findings".to_owned(), keys.0)]).collect()
}

/// Checker of a run with redaction.
pub(super) fn checker(contents: bool) -> Checker {
    let levels = [("foreign-record".to_owned(), acslint_check::Level::Info)].into();
    let settings = Settings { contents, levels, ..Settings::default() };
    Checker::new(settings).expect("the settings are right")
}

/// Returns the notations of a canary.
pub(super) fn notations(canary: &str) -> [String; 4] {
    let escaped = canary.encode_utf16().fold(String::new(), |mut text, unit| {
        let _ = write!(text, "\\u{unit:04x}");
        text
    });
    let long = format!("{}{canary}", "_".repeat(60));
    let within = format!("to <{canary}>; {canary}, 550 5.1.1 {canary}");
    [canary.to_owned(), escaped, long, within]
}

/// Returns the first part of a canary in a text.
pub(super) fn leak<'t>(text: &'t str, canary: &str, notation: &str) -> Option<&'t str> {
    let pieces = |of: &str, length: usize| -> Vec<String> {
        let characters: Vec<char> = of.chars().collect();
        characters.windows(length).map(|piece| piece.iter().collect()).collect()
    };
    let mut pieces_of_it = pieces(canary, RUN);
    if notation.starts_with("\\u") {
        pieces_of_it.extend(pieces(notation, 6 * RUN));
    }
    pieces_of_it.iter().find_map(|piece| {
        let at = text.find(piece.as_str())?;
        let from = text[..at].char_indices().rev().nth(60).map_or(0, |(from, _)| from);
        Some(&text[from..at + piece.len()])
    })
}

/// Returns a number that depends on all bytes.
fn sum(input: &[u8]) -> usize {
    input.iter().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)))
}

/// Returns the text of an input, with a mark.
fn marked(input: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(input).into_owned();
    if !text.contains(HERE) {
        let place = sum(input) % (text.len() + 1);
        let boundary = (0..=place).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.insert(boundary, HERE);
    }
    text
}

/// Returns each canary in each notation.
fn disguises() -> Vec<(&'static str, String)> {
    let each = |canary| notations(canary).map(|notation| (canary, notation));
    CANARIES.into_iter().flat_map(each).collect()
}

/// Asserts that no redacted report shows a part of a canary in the input.
///
/// The bytes choose the canary and its notation: with all of them one run would take twelve times as long, and any change of
/// the bytes may choose the others.
///
/// # Panics
///
/// If a report shows one.
pub fn redaction_holds(input: &[u8]) {
    let disguises = disguises();
    let (canary, notation) = &disguises[sum(input) % disguises.len()];
    is_kept(&marked(input), canary, notation);
}

/// Asserts that no redacted report shows a part of a canary in this notation.
fn is_kept(input: &str, canary: &str, notation: &str) {
    let input = input.replace(HERE, notation);
    for checker in &*CHECKERS {
        for (form, text) in redacted_reports(checker, input.as_bytes()) {
            if let Some(leak) = leak(&text, canary, notation) {
                panic!("{form} leaks {leak:?} of {input:?}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use acslint_schema::sample;
    use acslint_types::{CATEGORIES, Kind, Place, Property, Safe, Shape};
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::{
        CANARIES, HERE, RUN, checker, disguises, is_kept, leak, marked, notations, redacted_reports,
        redaction_holds,
    };

    /// Records of all categories in a shape, every other one with a defect.
    fn records(shape: Shape, seed: u64) -> Vec<Value> {
        let settings = sample::Settings { defects: 0.5, shuffle: true, ..sample::Settings::new(shape, seed) };
        let mut sampler = sample::Sampler::new(&settings).expect("every setting has a meaning");
        let record = || {
            let mut record = Vec::new();
            sampler.append(&mut record);
            record
        };
        let records = std::iter::repeat_with(record);
        records.filter_map(|record| serde_json::from_slice(&record).ok()).take(3).collect()
    }

    /// Mutation of one member of a record.
    #[derive(Debug, Clone, Copy)]
    enum Put {
        Value,
        InArray,
        InObject,
        Key,
        KeyOfObject,
        Added,
        AddedNear,
        Repeated,
    }

    const PUTS: [Put; 8] = [
        Put::Value,
        Put::InArray,
        Put::InObject,
        Put::Key,
        Put::KeyOfObject,
        Put::Added,
        Put::AddedNear,
        Put::Repeated,
    ];

    /// Puts the mark at a place of a record.
    fn put(record: &mut Map<String, Value>, at: usize, what: Put) {
        let here = || json!(HERE.to_string());
        let keys: Vec<String> = record.keys().cloned().collect();
        let Some(key) = keys.get(at % keys.len().max(1)) else {
            return;
        };
        if let (Value::Object(inner), true) = (&mut record[key], !at.is_multiple_of(3)) {
            return put(inner, at / 3, what);
        }
        match what {
            Put::Value => record[key] = here(),
            Put::InArray => record[key] = json!([1, here()]),
            Put::InObject => record[key] = json!({ "mail": here(), "n": 7 }),
            Put::KeyOfObject => record[key] = json!({ HERE.to_string(): 1 }),
            Put::Key => {
                let value = record.remove(key).unwrap_or_default();
                record.insert(HERE.to_string(), value);
            }
            Put::Added => {
                record.insert("Notes".to_owned(), here());
            }
            Put::AddedNear => {
                record.insert(format!("{key}s"), here());
            }
            Put::Repeated => {
                record.insert(key.to_uppercase(), here());
            }
        }
    }

    /// Framing of records in a file.
    #[derive(Debug, Clone, Copy)]
    enum Form {
        Lines,
        Array,
        Envelope,
        Pretty,
        Stringified,
        Answer,
        Csv,
        Python,
    }

    const FORMS: [Form; 8] = [
        Form::Lines,
        Form::Array,
        Form::Envelope,
        Form::Pretty,
        Form::Stringified,
        Form::Answer,
        Form::Csv,
        Form::Python,
    ];

    fn written(records: &[Value], form: Form) -> String {
        let lines = || records.iter().map(Value::to_string).collect::<Vec<_>>();
        let columns = || records[0].as_object().map(|record| record.keys().cloned().collect::<Vec<_>>());
        match form {
            Form::Lines => lines().join("\n"),
            Form::Array => format!("[{}]", lines().join(",")),
            Form::Envelope => json!({ "records": records }).to_string(),
            Form::Pretty => format!("{:#}", json!(records)),
            Form::Stringified => {
                let mut records = records.to_vec();
                for record in records.iter_mut().filter_map(Value::as_object_mut) {
                    if let Some(inner) = record.get_mut("properties") {
                        *inner = json!(inner.to_string());
                    }
                }
                records.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
            }
            Form::Answer => {
                let columns = columns().unwrap_or_default();
                let rows: Vec<Vec<Value>> = records
                    .iter()
                    .map(|record| columns.iter().map(|name| record[name].clone()).collect())
                    .collect();
                let columns: Vec<Value> =
                    columns.iter().map(|name| json!({ "name": name, "type": "string" })).collect();
                json!({ "tables": [{ "name": "PrimaryResult", "columns": columns, "rows": rows }] })
                    .to_string()
            }
            Form::Csv => {
                let values = records.iter().map(|record| {
                    let values = record.as_object().into_iter().flat_map(Map::values);
                    values.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                });
                let rows = values.map(|values| values.collect::<Vec<_>>().join(","));
                [columns().unwrap_or_default().join(",")]
                    .into_iter()
                    .chain(rows)
                    .collect::<Vec<_>>()
                    .join("\n")
            }
            Form::Python => lines().join("\n").replace('"', "'").replace("true", "True"),
        }
    }

    /// Breaks a text at a place; the text that replaces the mark stays whole.
    fn broken(text: &mut String, at: usize, how: usize) {
        let place = text.char_indices().map(|(place, _)| place).nth(at % text.chars().count().max(1));
        let Some(place) = place.filter(|_| how > 0) else {
            return;
        };
        let near_here = text.find(HERE).filter(|_| how.is_multiple_of(2));
        let place =
            near_here.map_or(place, |here| if at.is_multiple_of(2) { here } else { here + HERE.len_utf8() });
        match how {
            1 => text.truncate(place),
            2 => text.insert(place, '"'),
            3 => text.insert(place, '\n'),
            4 => text.insert_str(place, "\\z"),
            5 => {
                if let Some(quote) = text[place..].find('"') {
                    text.remove(place + quote);
                }
            }
            6 => {
                // Removes the quotes around it.
                *text = text.replace(&format!("\"{HERE}\""), &HERE.to_string());
            }
            7 => {
                if let Some(comma) = text[place..].find(',') {
                    text.remove(place + comma);
                }
            }
            8 => *text = text.replace(&format!("\"{HERE}\""), &format!("'{HERE}'")),
            9 => text.insert(place, ':'),
            10 => *text = text.replace(&format!("\"{HERE}\""), &format!("+{HERE}")),
            11 => text.insert_str(place, "// "),
            12 => *text = text.replace(HERE, &format!("\"{HERE}\"")),
            _ => text.insert(place, '}'),
        }
    }

    proptest! {
        #![proptest_config(acslint_testing::cases(96))]

        #[test]
        fn no_piece_of_a_person_gets_into_a_redacted_report(
            (seed, is_table) in (0..10_000_u64, any::<bool>()),
            puts in prop::collection::vec((any::<u16>(), prop::sample::select(&PUTS[..])), 1..4),
            form in prop::sample::select(&FORMS[..]),
            breaks in prop::collection::vec((any::<u16>(), 0..14_usize), 0..3),
            (canary, notation) in (0..CANARIES.len(), 0..4_usize),
            contents in any::<bool>(),
        ) {
            let mut records = records(if is_table { Shape::Table } else { Shape::ResourceLog }, seed);
            for (number, (at, what)) in puts.into_iter().enumerate() {
                let count = records.len();
                if let Some(record) = records[number % count].as_object_mut() {
                    put(record, at.into(), what);
                }
            }
            let mut text = written(&records, form);
            for (at, how) in breaks {
                broken(&mut text, at.into(), how);
            }
            let notation = &notations(CANARIES[canary])[notation];
            let text = text.replace(HERE, notation);
            for (form, report) in redacted_reports(&checker(contents), text.as_bytes()) {
                let leak = leak(&report, CANARIES[canary], notation);
                prop_assert!(leak.is_none(), "{form} leaks {leak:?} of {text}");
            }
        }
    }

    /// Telephone number. Hashes have digits too, so only many digits in a row count.
    const NUMBER: u64 = 36_925_814_703;

    /// Returns true if a key identifies the type of the record, or is a property with numbers that are never private.
    fn keeps_its_value(key: &str) -> bool {
        let mut properties = CATEGORIES.iter().flat_map(|category| category.properties);
        key.to_lowercase().ends_with("category")
            || properties.any(|property| {
                let log_name = property.log.map_or(property.name, |log| log.name);
                property.safe == Some(Safe::Number)
                    && [property.name, log_name].iter().any(|name| name.eq_ignore_ascii_case(key))
            })
    }

    /// Puts a value in the place of every other value, and beside it.
    fn put_everywhere(record: &mut Value, key: &str, put: &Value) {
        match record {
            Value::Object(members) => {
                for (key, value) in &mut *members {
                    put_everywhere(value, key, put);
                }
                members.insert(NUMBER.to_string(), put.clone());
                members.insert("Notes".to_owned(), json!([put, { "phone": put }]));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| put_everywhere(item, key, put)),
            _ if keeps_its_value(key) => {}
            _ => *record = put.clone(),
        }
    }

    /// Examples of all categories in all shapes, with a value in the place of each chosen property.
    fn examples_with(value: &str, is_chosen: impl Fn(&Property) -> bool) -> Vec<String> {
        let mut examples = Vec::new();
        for category in CATEGORIES {
            for shape in category.shapes() {
                let mut example: Value = serde_json::from_str(category.example(shape)).unwrap();
                let mut count = 0;
                for property in category.properties.iter().filter(|property| is_chosen(property)) {
                    let (name, is_inner) = match (shape, property.log) {
                        (Shape::ResourceLog, Some(log)) => (log.name, log.place == Place::Properties),
                        _ => (property.name, false),
                    };
                    let object = if is_inner { &mut example["properties"] } else { &mut example };
                    if let Some(object) = object.as_object_mut() {
                        object.insert(name.to_owned(), json!(HERE.to_string()));
                        count += 1;
                    }
                }
                if count > 0 {
                    examples.push(example.to_string().replace(&format!("\"{HERE}\""), value));
                }
            }
        }
        examples
    }

    /// Asserts that no report shows a part of a canary in examples.
    fn assert_hidden(canary: &str, examples: &[String]) {
        assert!(examples.len() > 20, "{}", examples.len());
        let checker = checker(true);
        for example in examples {
            for (form, report) in redacted_reports(&checker, example.as_bytes()) {
                // Hashes have digits too, but not so many in a row.
                let run = if canary.starts_with(|first: char| first.is_ascii_digit()) { 8 } else { RUN };
                let mut pieces = (0..=canary.len() - run).map(|from| &canary[from..from + run]);
                let leak = pieces.find(|piece| report.contains(piece));
                assert!(leak.is_none(), "{form} leaks {leak:?} of {example}");
            }
        }
    }

    /// A telephone number is not a JSON number, or not one within the range of a counter.
    #[test]
    fn telephone_numbers_under_number_properties_are_hidden() {
        let number = "61374829506";
        let is_number = |property: &Property| property.kind.is_numeric();
        for written in ["+", "0", "0x", "\"+", "\"0", "\"0x", "'", "'+"] {
            let quote = written.get(..1).filter(|quote| matches!(*quote, "\"" | "'")).unwrap_or("");
            let value = format!("{written}{number}{quote}");
            assert_hidden(number, &examples_with(&value, is_number));
        }
        let is_short = |property: &Property| matches!(property.kind, Kind::Count | Kind::Duration);
        for value in [number.to_owned(), format!("-{number}"), format!("\"{number}\"")] {
            assert_hidden(number, &examples_with(&value, is_short));
        }
    }

    #[test]
    fn no_telephone_number_gets_into_a_redacted_report() {
        let (digits, checkers) = (NUMBER.to_string(), [checker(false), checker(true)]);
        for put in [json!(NUMBER), json!(digits), json!(format!("+{digits}"))] {
            for (seed, shape) in [(1, Shape::Table), (2, Shape::ResourceLog), (3, Shape::Table)] {
                let mut records = records(shape, seed);
                for record in &mut records {
                    put_everywhere(record, "", &put);
                }
                for form in FORMS {
                    let text = written(&records, form);
                    // In the first one, the number is invalid JSON.
                    let texts = [text.replace(&format!(":{digits}"), &format!(":+{digits}")), text];
                    for (text, checker) in texts.iter().zip(&checkers) {
                        for (name, report) in redacted_reports(checker, text.as_bytes()) {
                            let leaked = (0..4).find(|start| report.contains(&digits[*start..*start + 8]));
                            assert_eq!(leaked, None, "{name} leaks it: {text}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn words_without_double_quotes_are_hidden_in_every_property() {
        let word = "Kqxjzwvq";
        for value in [word.to_owned(), format!("'{word}'")] {
            assert_hidden(word, &examples_with(&value, |_| true));
            let is_other = |property: &Property| !matches!(property.name, "Category" | "Type");
            assert_hidden(word, &examples_with(&value, is_other));
        }
    }

    /// Only these files may access the private parts of a record.
    const RAW: [&str; 5] = ["disclosed.rs", "leaks.rs", "mod.rs", "redact.rs", "tests.rs"];

    #[test]
    fn no_reporter_gets_anything_else_than_what_is_disclosed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
        let entries = [root.clone(), root.join("html")].map(|directory| fs::read_dir(directory).unwrap());
        let mut files = 0;
        for path in entries.into_iter().flatten().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.extension().is_none_or(|extension| extension != "rs")
                || path.parent() == Some(&root) && RAW.contains(&&*name)
            {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let imports =
                text.split("use acslint_check::").skip(1).map(|rest| rest.split(';').next().unwrap());
            let imported: Vec<&str> =
                imports.flat_map(|list| list.split(['{', '}', ',', ' ', '\n'])).collect();
            for raw in ["Event", "Finding", "Label", "Fix", "Edit", "Text"] {
                assert!(!imported.contains(&raw), "{name} uses `acslint_check::{raw}`");
                assert!(
                    !text.contains(&format!("acslint_check::{raw}")),
                    "{name} uses `acslint_check::{raw}`"
                );
            }
            assert!(!text.contains("verbatim("), "{name} shows a text without redaction");
            files += 1;
        }
        assert!(files > 15, "{files}");
    }

    #[test]
    fn a_leak_is_found() {
        let [canary, ..] = CANARIES;
        let [_, escaped, ..] = notations(canary);
        assert!(leak("x kqxjz y", canary, canary).is_some() && leak("x kqxj y", canary, canary).is_none());
        assert!(leak(&format!("{{{escaped}}}"), canary, &escaped).is_some());
        // The verbatim report shows it.
        let input = r#"{"TimeGenerated":"2025-09-14T08:12:44Z","Category":"SMSOperational","Level":"kqxjz@wvzqx.jkwqz"}"#;
        let reports = redacted_reports(&checker(false), input.as_bytes());
        assert!(
            reports.iter().any(|(form, text)| form == "Human" && text.contains("redacted-")),
            "{reports:?}"
        );
    }

    #[test]
    fn an_input_without_a_mark_gets_one() {
        for input in ["", "{}", "é", "{\"a\":\"x\"}"] {
            let text = marked(input.as_bytes());
            assert_eq!((text.matches(HERE).count(), text.replace(HERE, "").as_str()), (1, input));
            assert_eq!(marked(text.as_bytes()), text);
            redaction_holds(input.as_bytes());
        }
    }

    #[test]
    fn seeds_of_the_fuzz_target_redaction_hold() {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/redaction");
        let mut count = 0;
        for seed in fs::read_dir(seeds).unwrap() {
            let seed = fs::read(seed.unwrap().path()).unwrap();
            assert!(String::from_utf8_lossy(&seed).contains(HERE));
            for (canary, notation) in disguises() {
                is_kept(&marked(&seed), canary, &notation);
            }
            count += 1;
        }
        assert!(count > 0);
    }
}
