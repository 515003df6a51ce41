//! Changes to files in a repository, and their effect on a baseline.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use acslint_check::{
    Checker, Event, Finding, Hints, RecordType, Report, Session, Settings, Span, Subject, WorkerState,
};
use acslint_schema::sample;
use acslint_types::Shape;
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use super::{Baseline, Change, Known, Outcome, Task, file};
use crate::fingerprint::Key;

/// Records, most of them with a defect, some without any.
static RECORDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let settings = sample::Settings { defects: 0.8, ..sample::Settings::new(Shape::ResourceLog, 5) };
    let mut sampler = sample::Sampler::new(&settings).expect("every setting has a meaning");
    let record = || {
        let mut record = Vec::new();
        sampler.append(&mut record);
        record
    };
    // Invalid JSON ends at the end of its line or where the next record begins, and so depends on its neighbours.
    std::iter::repeat_with(record)
        .filter(|record| serde_json::from_slice::<Value>(record).is_ok())
        .take(60)
        .collect()
});

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(Settings::default()).unwrap());

/// Ways to put records into a file.
#[derive(Debug, Clone, Copy)]
enum Framing {
    Lines,
    Array,
    Envelope,
    /// Array with each token on a line of its own where JSON permits it.
    Pretty,
}

impl Framing {
    fn write(self, records: &[usize]) -> Vec<u8> {
        let records: Vec<&[u8]> = records.iter().map(|record| RECORDS[*record].as_slice()).collect();
        match self {
            Self::Lines => [&records.join(&b"\n"[..]), &b"\n"[..]].concat(),
            Self::Array => [b"[", &records.join(&b","[..])[..], b"]"].concat(),
            Self::Envelope => [b"{\"records\":[", &records.join(&b", "[..])[..], b"]}\n"].concat(),
            Self::Pretty => spread(&records),
        }
    }
}

/// Array of the records with line breaks wherever JSON permits them.
fn spread(records: &[&[u8]]) -> Vec<u8> {
    let mut text = b"[".to_vec();
    for (number, record) in records.iter().enumerate() {
        text.extend_from_slice(if number > 0 { b",\r\n" } else { b"\n" });
        let (mut in_string, mut escaped) = (false, false);
        for byte in *record {
            text.push(*byte);
            in_string ^= *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            if !in_string && b"{}[],:\"".contains(byte) {
                text.extend_from_slice(b"\n\t ");
            }
        }
    }
    text.push(b']');
    text
}

/// Checks some files and sifts the findings with a baseline. Returns the file numbers and rules of the new findings.
fn sift(baseline: &mut Baseline, files: &[Vec<u8>]) -> Vec<(usize, &'static str)> {
    struct Sift<'b> {
        baseline: &'b mut Baseline,
        file: usize,
        new: Vec<(usize, &'static str)>,
    }
    impl Report for Sift<'_> {
        fn event(&mut self, event: &Event<'_>) {
            let new = self.baseline.sift(&self.file.to_string(), event);
            self.new.extend(new.iter().map(|finding: &Finding| (self.file, finding.rule)));
        }
        fn proved_clean(&mut self, _: RecordType, _: u64) {}
    }
    let mut sift = Sift { baseline, file: 0, new: Vec::new() };
    for (number, file) in files.iter().enumerate() {
        sift.file = number;
        Session::new(&CHECKER, Hints::default()).advance(&mut WorkerState::default(), file, true, &mut sift);
    }
    sift.new
}

/// Directory with a baseline of some files.
fn written(files: &[Vec<u8>]) -> (TempDir, PathBuf, u64) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("baseline.json");
    let mut baseline = Baseline::open(&path, Task::Write).unwrap();
    assert_eq!(sift(&mut baseline, files), []);
    let (outcome, written) = baseline.finish(true);
    written.unwrap();
    assert_eq!(outcome.change, Change::Written);
    (directory, path, outcome.known)
}

/// Result of a comparison: the new findings and the outcome.
fn compared(path: &Path, files: &[Vec<u8>], task: Task) -> (Vec<(usize, &'static str)>, Outcome) {
    let mut baseline = Baseline::open(path, task).unwrap();
    let new = sift(&mut baseline, files);
    let (outcome, written) = baseline.finish(true);
    written.unwrap();
    (new, outcome)
}

/// Rules of all findings in a record.
fn rules(record: usize) -> Vec<&'static str> {
    static RULES: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
        let (_directory, path, _) = written(&[]);
        let found = |record| compared(&path, &[Framing::Lines.write(&[record])], Task::Compare).0;
        (0..RECORDS.len()).map(|record| found(record).into_iter().map(|(_, rule)| rule).collect()).collect()
    });
    RULES[record].clone()
}

/// Lines of the baseline of a record, without what does not identify a finding.
fn lines(record: usize) -> Vec<String> {
    static LINES: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
        let of = |record| {
            let (_directory, path, _) = written(&[Framing::Lines.write(&[record])]);
            let text = fs::read_to_string(path).unwrap();
            let lines = text.lines().filter_map(|line| Some(line.split_once(",\"message\"")?.0.to_owned()));
            lines.collect()
        };
        (0..RECORDS.len()).map(of).collect()
    });
    LINES[record].clone()
}

/// Returns true if a record has a finding that one of the others has as well.
fn shares(record: usize, others: &[usize]) -> bool {
    let others: Vec<String> = others.iter().flat_map(|other| lines(*other)).collect();
    lines(record).iter().any(|line| others.contains(line))
}

/// Some records in several files; a record may occur more than once.
fn arrangement() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..RECORDS.len(), 1..40)
}

/// Fewer records, so that others have findings of their own.
fn few() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..RECORDS.len(), 1..6)
}

/// The records cut into as many files as there are framings.
fn files(records: &[usize], framings: &[Framing]) -> Vec<Vec<u8>> {
    let size = records.len().div_ceil(framings.len()).max(1);
    records
        .chunks(size)
        .zip(framings.iter().cycle())
        .map(|(records, framing)| framing.write(records))
        .collect()
}

fn framings(number: Range<usize>) -> impl Strategy<Value = Vec<Framing>> {
    let framing =
        prop::sample::select(vec![Framing::Lines, Framing::Array, Framing::Envelope, Framing::Pretty]);
    prop::collection::vec(framing, number)
}

proptest! {
    #![proptest_config(acslint_testing::cases(16))]

    #[test]
    fn order_files_and_framing_do_not_matter(
        (before, after) in arrangement().prop_flat_map(|records| (Just(records.clone()), Just(records).prop_shuffle())),
        (first, second) in (framings(1..4), framings(1..6)),
    ) {
        let (_directory, path, known) = written(&files(&before, &first));
        let (new, outcome) = compared(&path, &files(&after, &second), Task::Compare);
        prop_assert_eq!(new, []);
        prop_assert_eq!((outcome.known, outcome.stale()), (known, 0));
    }

    #[test]
    fn what_is_added_is_new_and_what_is_removed_is_stale(
        (kept, added, removed) in (few(), arrangement(), arrangement()),
        place in any::<prop::sample::Index>(),
    ) {
        // Only records that are either added or removed, and share no finding with the kept ones, have a certain
        // result.
        let added: Vec<_> = added.into_iter().filter(|record| !shares(*record, &kept)).collect();
        let removed: Vec<_> = removed
            .into_iter()
            .filter(|record| !shares(*record, &kept) && !shares(*record, &added))
            .collect();
        let mut after = kept.clone();
        let place = place.index(kept.len());
        after.splice(place..place, added.iter().copied());
        let of = |records: &[usize]| records.iter().flat_map(|record| rules(*record)).count() as u64;

        let (_directory, path, _) = written(&[Framing::Lines.write(&[kept.as_slice(), &removed].concat())]);
        let (new, outcome) = compared(&path, &[Framing::Lines.write(&after)], Task::Prune);
        prop_assert_eq!(new.len() as u64, of(&added));
        prop_assert_eq!((outcome.known, outcome.stale()), (of(&kept), of(&removed)));

        // Pruning removed the stale findings and nothing else.
        let (again, outcome) = compared(&path, &[Framing::Lines.write(&after)], Task::Compare);
        prop_assert_eq!(again, new);
        prop_assert_eq!((outcome.known, outcome.stale()), (of(&kept), 0));
    }

    #[test]
    fn of_equal_findings_the_later_ones_are_new(record in 0..RECORDS.len(), (known, more) in (0..4_usize, 0..4_usize)) {
        let (_directory, path, _) = written(&[Framing::Lines.write(&vec![record; known])]);
        let files = vec![Framing::Lines.write(&[record]); known + more];
        let (new, _) = compared(&path, &files, Task::Compare);
        let expected: Vec<_> =
            (known..known + more).flat_map(|file| rules(record).into_iter().map(move |rule| (file, rule))).collect();
        prop_assert_eq!(new, expected);
    }

    #[test]
    fn only_places_and_messages_depend_on_the_order(
        (before, after) in arrangement().prop_flat_map(|records| (Just(records.clone()), Just(records).prop_shuffle())),
    ) {
        let (_first, first, _) = written(&files(&before, &[Framing::Lines]));
        let (_second, second, _) = written(&files(&after, &[Framing::Array, Framing::Pretty]));
        let entries = |path| {
            let whole: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            let mut entries = whole["findings"].as_array().unwrap().clone();
            for entry in &mut entries {
                let entry = entry.as_object_mut().unwrap();
                assert!(entry.remove("first").is_some() && entry.remove("message").is_some());
            }
            entries
        };
        let entries = [entries(first), entries(second)];
        prop_assert_eq!(&entries[0], &entries[1]);
        let known: Known = serde_json::from_value(Value::Array(entries[0].clone())).unwrap();
        prop_assert_eq!(entries[0].len(), known.counts.values.len());
    }
}

#[test]
fn the_records_have_something_to_find() {
    let rules: Vec<_> = (0..RECORDS.len()).flat_map(rules).collect();
    let mut distinct = rules.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert!(rules.len() > 30 && distinct.len() > 6, "{distinct:?}");
}

#[test]
fn a_file_is_one_entry_a_line_and_follows_its_schema() {
    let (_directory, path, known) = written(&[Framing::Lines.write(&(0..RECORDS.len()).collect::<Vec<_>>())]);
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let [first, entries @ .., last] = lines.as_slice() else {
        panic!("{text}");
    };
    assert_eq!((*first, *last), ("{\"version\":3,\"findings\":[", "]}"));
    assert!(entries.len() as u64 <= known && entries.len() > 15, "{text}");

    let schema = serde_json::from_str(&file::schema().text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut value: Value = serde_json::from_str(&text).unwrap();
    assert!(validator.is_valid(&value), "{text}");
    let keys = |entry: &Value| {
        ["rule", "category", "shape", "field", "pointer", "value"]
            .map(|key| entry[key].as_str().map(str::to_owned))
    };
    assert!(value["findings"].as_array().unwrap().is_sorted_by_key(keys), "{text}");
    assert!(validator.is_valid(&serde_json::json!({ "version": 1, "findings": [] })));
    assert!(validator.is_valid(&serde_json::from_str(&of_version_2(&text)).unwrap()));
    assert!(validator.is_valid(&serde_json::from_str(&legacy(&[0, 1, 2])).unwrap()));
    for (pointer, wrong) in [
        ("/version", 4.into()),
        ("/findings/0/count", 0.into()),
        ("/findings/0/pointer", Value::Null),
        ("/findings/0/rule", Value::Null),
    ] {
        let right = std::mem::replace(value.pointer_mut(pointer).unwrap(), wrong);
        assert!(!validator.is_valid(&value), "{pointer}");
        *value.pointer_mut(pointer).unwrap() = right;
    }
}

/// Error for a file that is not a valid baseline.
fn refused(text: &str) -> String {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("baseline.json");
    fs::write(&path, text).unwrap();
    let error = Baseline::open(&path, Task::Compare).unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(error.to_string(), format!("`{}` cannot be used as a baseline", path.display()));
    cause
}

#[test]
fn what_is_no_baseline_is_refused_with_its_place() {
    let line = |fingerprint: &str, count: &str| {
        format!(
            "{{\"version\":1,\"findings\":[\n{{\"rule\":\"wrong-type\",\"category\":null,\"shape\":null,\"field\":null,\
             \"fingerprint\":\"{fingerprint}\",\"count\":{count}}}\n]}}"
        )
    };
    let good = "0".repeat(32);
    for (text, expected) in [
        (String::new(), "EOF while parsing a value at line 1 column 0"),
        ("[]".to_owned(), "invalid length 0, expected a baseline at line 1 column 2"),
        ("{\"version\":1}".to_owned(), "missing field `findings` at line 1 column 13"),
        (
            "{\"version\":4,\"findings\":{}}".to_owned(),
            "a baseline of version 4, but this acslint reads versions up to 3 at line 1 column 13",
        ),
        (line("12", "1"), "a fingerprint is 32 hexadecimal digits at line 2 column 82"),
        (line(&good, "0"), "invalid value: integer `0`, expected a nonzero u64 at line 2 column 122"),
        (line(&good, "1") + "\n<<<<<<< HEAD", "trailing characters at line 4 column 1"),
    ] {
        assert_eq!(refused(&text), expected, "{text}");
    }
}

/// Baseline of records as version 1 wrote it.
fn legacy(records: &[usize]) -> String {
    struct Write(Vec<String>);
    impl Report for Write {
        fn event(&mut self, event: &Event<'_>) {
            let content = super::legacy::Content::of(event);
            self.0.extend(event.findings.iter().map(|finding| {
                let fingerprint = content.fingerprint(finding);
                format!(
                    "{{\"rule\":\"{}\",\"category\":null,\"shape\":null,\"field\":null,\
                     \"fingerprint\":\"{fingerprint}\",\"count\":1}}",
                    finding.rule
                )
            }));
        }
        fn proved_clean(&mut self, _: RecordType, _: u64) {}
    }
    let mut write = Write(Vec::new());
    let file = Framing::Lines.write(records);
    Session::new(&CHECKER, Hints::default()).advance(&mut WorkerState::default(), &file, true, &mut write);
    format!("{{\"version\":1,\"findings\":[{}]}}", write.0.join(","))
}

#[test]
fn a_file_of_version_1_counts_until_it_is_written_anew() {
    let mut distinct = Vec::new();
    for record in 0..RECORDS.len() {
        if !rules(record).is_empty() && distinct.len() < 4 && !shares(record, &distinct) {
            distinct.push(record);
        }
    }
    let [kept, gone @ .., new] = distinct.as_slice() else { panic!("{distinct:?}") };
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("baseline.json");
    let text = legacy(&[&[*kept], gone].concat());
    fs::write(&path, &text).unwrap();
    let of = |records: &[usize]| records.iter().flat_map(|record| rules(*record)).count();
    let file = [Framing::Lines.write(&[*kept, *new])];

    let (found, outcome) = compared(&path, &file, Task::Compare);
    assert_eq!((found.len(), outcome.known), (of(&[*new]), of(&[*kept]) as u64));
    assert_eq!(outcome.stale(), of(gone) as u64);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    let (_, outcome) = compared(&path, &file, Task::Prune);
    assert_eq!((outcome.known, outcome.stale()), (of(&[*kept]) as u64, of(gone) as u64));
    let pruned = fs::read_to_string(&path).unwrap();
    assert!(pruned.starts_with("{\"version\":3,") && !pruned.contains("fingerprint"), "{pruned}");
    let (again, outcome) = compared(&path, &file, Task::Compare);
    assert_eq!((again, outcome.known, outcome.stale()), (found, of(&[*kept]) as u64, 0));
}

/// Baseline as version 2 wrote it, from one of this version.
fn of_version_2(text: &str) -> String {
    let mut whole: Value = serde_json::from_str(text).unwrap();
    whole["version"] = 2.into();
    for entry in whole["findings"].as_array_mut().unwrap() {
        let entry = entry.as_object_mut().unwrap();
        for key in ["name", "message", "first"] {
            entry.remove(key);
        }
    }
    whole.to_string()
}

#[test]
fn a_file_of_version_2_counts_and_pruning_makes_it_readable() {
    let all: Vec<_> = (0..RECORDS.len()).collect();
    let file = [Framing::Lines.write(&all)];
    let (_directory, path, known) = written(&file);
    let text = fs::read_to_string(&path).unwrap();
    let old = of_version_2(&text);
    fs::write(&path, &old).unwrap();
    let (new, outcome) = compared(&path, &file, Task::Compare);
    assert_eq!((new, outcome.known, outcome.stale()), (vec![], known, 0));
    assert_eq!(fs::read_to_string(&path).unwrap(), old);
    compared(&path, &file, Task::Prune);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn entries_of_version_1_and_of_this_one_may_stand_in_one_file() {
    let distinct: Vec<_> = (0..RECORDS.len()).filter(|record| !rules(*record).is_empty()).take(2).collect();
    let [one, other] = distinct.as_slice() else { panic!("{distinct:?}") };
    let (_directory, path, _) = written(&[Framing::Lines.write(&[*one])]);
    let mut whole: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let more: Value = serde_json::from_str(&legacy(&[*other])).unwrap();
    whole["findings"].as_array_mut().unwrap().extend(more["findings"].as_array().unwrap().iter().cloned());
    fs::write(&path, whole.to_string()).unwrap();
    let (new, outcome) = compared(&path, &[Framing::Lines.write(&[*other, *one])], Task::Compare);
    assert_eq!((new, outcome.stale()), (vec![], 0));
}

/// Keys of the findings in a record, with the bytes that each is about.
fn keys(record: &[u8]) -> Vec<(Key<'static>, Vec<Span>)> {
    struct Keys(Vec<(Key<'static>, Vec<Span>)>);
    impl Report for Keys {
        fn event(&mut self, event: &Event<'_>) {
            let record_type = event.subject.as_ref().and_then(Subject::record_type);
            self.0.extend(event.findings.iter().map(|finding| {
                (Key::of(finding, record_type).into_owned(), finding.spans().collect::<Vec<_>>())
            }));
        }
        fn proved_clean(&mut self, _: RecordType, _: u64) {}
    }
    let mut keys = Keys(Vec::new());
    Session::new(&CHECKER, Hints::default()).advance(&mut WorkerState::default(), record, true, &mut keys);
    keys.0
}

/// Records that `serde_json` reads and writes without a change.
fn parsed() -> impl Iterator<Item = Value> {
    RECORDS.iter().filter_map(|record| {
        let value: Value = serde_json::from_slice(record).ok()?;
        (value.is_object() && value.to_string().as_bytes() == record).then_some(value)
    })
}

#[test]
fn sorted_keys_keep_what_is_known() {
    let mut sorted_ones = 0;
    for record in parsed() {
        let mut sorted = record.clone();
        sorted.sort_all_objects();
        let of = |record: &Value| {
            let mut keys: Vec<_> =
                keys(record.to_string().as_bytes()).into_iter().map(|(key, _)| key).collect();
            keys.sort_unstable();
            keys
        };
        let before = of(&record);
        let [one, other] = [&record, &sorted].map(Value::to_string);
        sorted_ones += usize::from(!before.is_empty() && one != other);
        assert_eq!(of(&sorted), before, "{record}");
    }
    assert!(sorted_ones > 20, "{sorted_ones}");
}

#[test]
fn a_change_of_another_value_keeps_what_is_known() {
    let others: Vec<Value> = parsed().collect();
    let mut kept = 0;
    for record in &others {
        let text = record.to_string();
        let before = keys(text.as_bytes());
        for (name, value) in record.as_object().unwrap() {
            // A value that no finding touches, written once and so found by its text.
            let written = format!("{}:{value}", Value::from(name.as_str()));
            let Some(start) = text.find(&written).filter(|_| !value.is_object()) else { continue };
            let (start, end) = (start as u64, (start + written.len()) as u64);
            let touches =
                |span: &Span| span.start < end && start < span.end && span.len() < text.len() as u64;
            if before.iter().flat_map(|(_, spans)| spans).any(touches) || name == "category" {
                continue;
            }
            for other in others.iter().filter_map(|other| other.get(name)).filter(|other| *other != value) {
                let mut changed = record.clone();
                changed[name] = other.clone();
                let same = |one: &Key<'_>, other: &Key<'_>| {
                    (&one.rule, &one.pointer, &one.field) == (&other.rule, &other.pointer, &other.field)
                };
                let is_same_type = |one: &Key<'_>, other: &Key<'_>| {
                    (&one.category, &one.shape) == (&other.category, &other.shape)
                };
                for (key, _) in keys(changed.to_string().as_bytes()) {
                    let known: Vec<_> = before.iter().filter(|(known, _)| same(known, &key)).collect();
                    if known.iter().all(|(known, _)| is_same_type(known, &key)) && !known.is_empty() {
                        kept += 1;
                        assert!(known.iter().any(|(known, _)| *known == key), "{record}\n{changed}\n{key:?}");
                    }
                }
            }
        }
    }
    assert!(kept > 100, "{kept}");
}

#[test]
fn an_entry_tells_people_what_and_where_it_is() {
    let record = r#"{"TimeGenerated":"2024-03-05T09:01:57Z","OperationName":"SmsSent","Tpye":"zoe.canary@example.org"}"#;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("baseline.json");
    let mut baseline = Baseline::open(&path, Task::Write).unwrap();
    let mut text = b"{\"Category\":\"SMSOperational\",".to_vec();
    text.extend_from_slice(&record.as_bytes()[1..]);
    text.push(b'\n');
    sift(&mut baseline, &[Vec::new(), text.repeat(2)]);
    baseline.finish(true).1.unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        text.contains(
            r#"{"rule":"unknown-field","category":"SMSOperational","shape":"table","field":null,"name":"Tpye","pointer":"/Tpye","value":null,"message":"unknown field `Tpye`","first":{"file":"1","record":1,"line":1},"count":2}"#
        ),
        "{text}"
    );
    assert!(!text.contains("zoe"), "{text}");
}

#[test]
fn of_two_entries_for_one_finding_the_larger_counts() {
    let record = (0..RECORDS.len()).find(|record| rules(*record).len() == 1).unwrap();
    let (_directory, path, _) = written(&[Framing::Lines.write(&[record])]);
    let text = fs::read_to_string(&path).unwrap();
    let entry = text.lines().nth(1).unwrap();
    let twice = entry.replace("\"count\":1", "\"count\":2");
    fs::write(&path, text.replace(entry, &format!("{entry},\n{twice},\n{entry}"))).unwrap();
    let (new, outcome) = compared(&path, &[Framing::Lines.write(&[record; 3])], Task::Prune);
    assert_eq!((new.len(), outcome.known, outcome.stale()), (1, 2, 0));
    assert_eq!(fs::read_to_string(&path).unwrap(), text.replace(entry, &twice));
}

#[test]
fn less_than_all_changes_no_file() {
    let (_directory, path, _) = written(&[Framing::Lines.write(&[0, 1, 2])]);
    let before = fs::read(&path).unwrap();
    for task in [Task::Prune, Task::Write] {
        let mut baseline = Baseline::open(&path, task).unwrap();
        sift(&mut baseline, &[Framing::Lines.write(&[0])]);
        let (outcome, written) = baseline.finish(false);
        written.unwrap();
        assert_eq!((outcome.change, outcome.stale), (Change::Refused, None));
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}
