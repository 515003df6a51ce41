//! Differential test: the fast path and several workers change no byte of a report. It checks mutated samples with
//! them, and on the full path alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use acslint_check::{CustomCategories, CustomCategory, Discriminator, Level, Override, Settings};
use acslint_schema::sample::{self, Sampler};
use acslint_types::{CATEGORIES, Shape};
use clap::Parser;

use super::Pipeline;
use crate::args::{Args, Command};
use crate::environment::Environment;
use crate::input::{DiscoveredInput, Input, Odometer, Origin};
use crate::plan::Plan;
use crate::progress::Progress;
use crate::report::Reports;
use crate::setup::Setups;
use crate::verdict::Criteria;

/// Compared formats; `html` takes the full path in any case.
const FORMATS: [&str; 12] = [
    "human", "concise", "grouped", "json", "jsonl", "sarif", "junit", "github", "gitlab", "azure", "rdjson",
    "markdown",
];

/// Number of records in each input.
const RECORDS: usize = 700;

/// Framings of the records in an input: text before, between and after them.
const FRAMINGS: [[&str; 3]; 3] = [["", "\n", "\n"], ["[\n", ",\n", "\n]\n"], ["{\"records\":[", ",", "]}"]];

/// Pseudorandom numbers, determined by the seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        (self.0 >> 33) as usize % bound
    }
}

/// Members that a writer adds to its records: with values of several kinds, in other spellings, and such that a custom
/// category may claim the record.
const ADDED: [&str; 8] = [
    "\"colourOfTheDay\":null",
    "\"colourOfTheDay\":true",
    "\"colourOfTheDay\":\"green\"",
    "\"colourOfTheDay\": {\"a\":[1]}",
    "\"DURATIONms\":7",
    "\"levle\":\"x\",\"colourOfTheDay\":1",
    "\"kind\":7",
    "\"kind\":\"custom\"",
];

/// Samples with and without defects, and of a writer that adds members. One of every few records is mutated.
fn contents() -> Vec<Vec<u8>> {
    let mut numbers = Numbers(7);
    let mut contents = Vec::new();
    let inputs = [(1, Shape::Table, false), (2, Shape::ResourceLog, false), (3, Shape::ResourceLog, true)];
    for (seed, shape, is_drifted) in inputs {
        for [before, between, behind] in FRAMINGS {
            let (defects, mutated) = if is_drifted { (0.0, 16) } else { (0.1, 4) };
            // Few categories, so that most records have the members of an earlier one.
            let categories = if is_drifted { CATEGORIES[..3].to_vec() } else { Vec::new() };
            let settings = sample::Settings { defects, categories, ..sample::Settings::new(shape, seed) };
            let mut sampler = Sampler::new(&settings).expect("every setting has a meaning");
            let mut content = before.as_bytes().to_vec();
            for number in 0..RECORDS {
                if number > 0 {
                    content.extend_from_slice(between.as_bytes());
                }
                let start = content.len();
                sampler.append(&mut content);
                if is_drifted {
                    let rest = content.split_off(start + 1);
                    content.extend(ADDED[numbers.below(ADDED.len())].bytes().chain(*b",").chain(rest));
                }
                if numbers.below(mutated) == 0 {
                    mutate(&mut content, start, &mut numbers);
                }
            }
            content.extend_from_slice(behind.as_bytes());
            contents.push(content);
        }
    }
    contents
}

/// Mutates one place of the record that begins at `start`.
fn mutate(content: &mut Vec<u8>, start: usize, numbers: &mut Numbers) {
    let at = start + numbers.below(content.len() - start);
    let bytes = [b'"', b'\\', b',', b' ', b'0', b'{', b'x', 0xC3];
    match numbers.below(4) {
        0 => content[at] = bytes[numbers.below(bytes.len())],
        1 => content.insert(at, bytes[numbers.below(bytes.len())]),
        2 => drop(content.remove(at)),
        _ => {
            // A value of another type, which keeps the record valid JSON.
            let values = ["null", "true", "-1", "1e3", "\"x\"", "{}", "[]", "\"2024-02-30T00:00:00Z\""];
            let colon =
                content[start..at].iter().rposition(|byte| *byte == b':').map(|colon| start + colon + 1);
            let end = content[at..].iter().position(|byte| matches!(byte, b',' | b'}')).map(|end| at + end);
            if let (Some(from), Some(to)) = (colon, end) {
                content.splice(from..to, values[numbers.below(values.len())].bytes());
            }
        }
    }
}

/// Results of a run: reports by format, numbers of records proved clean and replayed, number of findings.
struct Said {
    reports: BTreeMap<&'static str, String>,
    proved_clean: u64,
    replayed: u64,
    findings: u64,
    records: u64,
}

fn check(directory: &Path, inputs: usize, settings: Settings, threads: usize) -> Said {
    let mut args = vec!["acslint".to_owned(), "check".to_owned(), "--no-config".to_owned()];
    let output = |format: &str| directory.join(format).display().to_string();
    for format in FORMATS {
        args.extend(["--format".to_owned(), format.to_owned(), "--output".to_owned(), output(format)]);
    }
    let Command::Check(args) = Args::try_parse_from(args).unwrap().command else {
        panic!("another command");
    };
    let environment = Environment { redact_key: Some("key".to_owned()), ..Environment::default() };
    let plan = Plan::new(args, &environment).unwrap();
    let reports = Reports::open(&plan.reports, None, &Progress::none()).unwrap();
    let input = |index: usize| Input {
        name: format!("{index}.json"),
        origin: Origin::File(directory.join(format!("{index}.json"))),
    };
    let found: Vec<DiscoveredInput> = (0..inputs).map(|index| Ok(input(index))).collect();
    let pipeline = Pipeline {
        setups: &Setups::from(settings),
        threads,
        piece: 1 << 16,
        verbose: false,
        interrupted: &AtomicBool::new(false),
        progress: &Progress::none(),
        limits: plan.limits,
        odometer: &Odometer::default(),
    };
    let reports = pipeline.run(found, reports);
    let tally = reports.tally();
    let proved_clean = tally.types().iter().map(|count| count.proved_clean).sum();
    let replayed = tally.types().iter().map(|count| count.replayed).sum();
    let (findings, records) = (tally.findings(), tally.records);
    reports.finish(&Criteria::default(), Duration::ZERO, 1).unwrap();
    let read = |format: &'static str| (format, fs::read_to_string(output(format)).unwrap());
    Said { reports: FORMATS.map(read).into(), proved_clean, replayed, findings, records }
}

/// Settings with custom categories by members that other records may have, and with levels for single names.
fn custom() -> Settings {
    let category = CustomCategory {
        name: "Custom".to_owned(),
        schema: "/custom.json".to_owned(),
        discriminator: Discriminator { pointer: Some("/kind".to_owned()), value: Some("custom".to_owned()) },
        ..CustomCategory::default()
    };
    let schema = r#"{"properties": {"kind": true, "time": {"format": "date-time"}}, "required": ["level"]}"#;
    let named = |field: &str, level| Override {
        fields: vec![field.to_owned()],
        levels: vec![("unknown-field".to_owned(), level)],
        ..Override::default()
    };
    Settings {
        custom: CustomCategories::load(&[category], &|_| Ok(schema.to_owned())).unwrap(),
        overrides: vec![named("colourOfTheDay", Level::Allow), named("levle", Level::Error)],
        ..Settings::default()
    }
}

#[test]
fn a_report_is_that_of_the_full_path_alone() {
    let directory = tempfile::tempdir().unwrap();
    let contents = contents();
    for (index, content) in contents.iter().enumerate() {
        fs::write(directory.path().join(format!("{index}.json")), content).unwrap();
    }
    // The number of records that several workers prove clean is not deterministic: the test counts it with one
    // worker.
    for (settings, threads) in [(Settings::default(), &[1, 3][..]), (custom(), &[1])] {
        let full_path = Settings { full_path_only: true, ..settings.clone() };
        let full = check(directory.path(), contents.len(), full_path, 1);
        for threads in threads {
            let fast = check(directory.path(), contents.len(), settings.clone(), *threads);
            assert_eq!((full.records, full.findings), (fast.records, fast.findings));
            for (format, report) in &full.reports {
                assert!(report == &fast.reports[format], "{format}, {threads} threads");
            }
            let Said { records, proved_clean, replayed, .. } = fast;
            let is_enough = proved_clean > 1_500 && replayed > 200;
            assert!(*threads > 1 || is_enough, "{proved_clean} and {replayed} of {records}");
        }
        let Said { records, findings, proved_clean, replayed, .. } = full;
        assert!(records > 6_000 && findings > 2_000, "{records} records, {findings} findings");
        assert_eq!((proved_clean, replayed), (0, 0));
    }
}
