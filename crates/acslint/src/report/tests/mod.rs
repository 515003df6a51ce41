//! Reports of hand-made events, with exact output, independent of the rules.

#![allow(clippy::needless_raw_string_hashes, reason = "snapbox writes the snapshots")]

mod azure;
mod concise;
mod github;
mod gitlab;
mod grouped;
mod html;
mod human;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod rdjson;
mod sarif;

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acslint_check::{
    Applicability, Disclosure, Edit, Event, Excerpt, Finding, Fix, Label, Level, Position, RecordType,
    Report as _, Span, Subject, Text,
};
use acslint_types::{Category, Shape};
use clap::ValueEnum as _;

use super::{End, Located, PlannedReport, Reporter, Reports, reporter};
use crate::gate::Gates;
use crate::recognize::{self, Written};
use crate::values::Format;
use crate::verdict::Criteria;

/// Written bytes, readable after the writer is gone.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Report that panics on a finding.
pub(crate) fn panicking() -> Reports {
    struct Panics;
    impl Reporter for Panics {
        fn event(&mut self, _: &Located<'_>) -> io::Result<()> {
            panic!("as the test wants it")
        }
        fn finish(&mut self, _: &End<'_>) -> io::Result<()> {
            Ok(())
        }
    }
    let mut reports = Reports::new(None);
    reports.add(Box::new(Panics), None, false);
    reports
}

/// Run with hand-made events.
struct Run {
    reports: Reports,
    gates: Gates,
    report: Shared,
    notes: Shared,
}

fn options(format: Format) -> PlannedReport {
    PlannedReport {
        format,
        output: None,
        show: Some(3),
        max_findings: None,
        colors: false,
        width: 80,
        summary: true,
        verbose: false,
        redacts: false,
        step_summary: None,
        opening: crate::output::Opening::default(),
    }
}

impl Run {
    fn new(options: &PlannedReport) -> Self {
        let (report, notes) = (Shared::default(), Shared::default());
        let mut reports = Reports::new(Some("key"));
        reports.add(
            reporter(options, Box::new(report.clone()), Box::new(notes.clone())),
            None,
            options.redacts,
        );
        Self::of(reports, report, notes)
    }

    fn of(reports: Reports, report: Shared, notes: Shared) -> Self {
        Self { reports, gates: Gates::default(), report, notes }
    }

    /// Adds an input of one record with these findings.
    fn record(&mut self, file: &str, text: &[u8], subject: Subject, findings: &[Finding]) -> &mut Self {
        self.reports.begin(file, 0);
        self.event(text, 1, 0, text.len(), subject, findings);
        self.reports.end_of_file(text.len() as u64);
        self
    }

    fn event(
        &mut self,
        input: &[u8],
        record: u64,
        start: usize,
        end: usize,
        subject: Subject,
        findings: &[Finding],
    ) {
        let line = memchr::memchr_iter(b'\n', &input[..start]).count() as u64 + 1;
        self.reports.event(&Event {
            record,
            span: Span::new(start as u64, end as u64),
            subject: Some(subject),
            findings,
            contents: None,
            part: None,
            disclosure: Disclosure::default(),
            excerpt: Excerpt {
                bytes: input,
                offset: 0,
                anchor: start as u64,
                anchor_position: Position { line, column: 1 },
            },
        });
    }

    /// Returns the report, and the messages beside it.
    fn finish(self) -> (String, String) {
        let criteria = Criteria { fail_on: Some(Level::Error), gates: self.gates };
        self.reports.finish(&criteria, Duration::from_millis(500), 2).unwrap();
        (self.report.text(), self.notes.text())
    }
}

fn usage() -> Subject {
    Subject::Known(RecordType::of(Category::by_id("Usage").unwrap(), Shape::Table))
}

/// Finding about the first occurrence of `bytes`.
fn about(input: &[u8], bytes: &[u8], rule: &'static str, level: Level, message: &str) -> Finding {
    let start = input.windows(bytes.len()).position(|snippet| snippet == bytes).unwrap() as u64;
    Finding {
        rule,
        level,
        message: Text::known(message),
        help: None,
        primary: Label { span: Span::new(start, start + bytes.len() as u64), text: Text::default() },
        secondary: Vec::new(),
        pointer: Text::default(),
        field: None,
        fix: None,
    }
}

const RECORD: &[u8] = br#"{"TimeGenerated":"2023-06-30T12:00:00Z","Quantity":"57"}"#;

fn wrong_type() -> Finding {
    let mut finding =
        about(RECORD, br#""57""#, "wrong-type", Level::Error, "`Quantity` is text, not a number");
    finding.primary.text = "a string".into();
    finding.help = Some("drop the quotes".into());
    finding.pointer = "/Quantity".into();
    finding.field = Some("Quantity".to_owned());
    finding.fix = Some(Fix {
        applicability: Applicability::Safe,
        edits: vec![Edit { span: finding.primary.span, text: "57".into() }],
    });
    finding
}

type Fill = fn(&mut Run);

/// Kinds of runs that every format must be able to report.
const MATRIX: [(&str, Fill); 6] = [
    ("findings", |run| {
        run.record("a.json", RECORD, usage(), &[wrong_type()]);
    }),
    ("clean", |run| {
        run.record("a.json", RECORD, usage(), &[]);
    }),
    ("unreadable file", |run| {
        run.record("a.json", RECORD, usage(), &[]);
        run.reports.unreadable("b.json", "Permission denied (os error 13)".to_owned(), 0);
    }),
    ("broken document", |run| {
        let cut = about(b"{\"a\":1,}", b",", "invalid-json", Level::Error, "trailing comma");
        run.record("a.json", b"{\"a\":1,}", Subject::Unreadable, &[cut]);
    }),
    ("nothing checked", |_| {}),
    ("interrupted", |run| {
        run.record("a.json", RECORD, usage(), &[]);
        run.reports.interrupted();
    }),
];

fn matrix(format: Format) -> String {
    let mut all = String::new();
    for (name, fill) in MATRIX {
        let mut run = Run::new(&options(format));
        fill(&mut run);
        let (report, notes) = run.finish();
        all.extend(["== ", name, "\n", &report]);
        if !notes.is_empty() {
            all.extend(["-- beside it\n", &notes]);
        }
    }
    all
}

/// A report in a file is recognized as one of its format and no other, however the run ended.
#[test]
fn every_report_is_recognized() {
    for format in Format::value_variants() {
        for (name, fill) in MATRIX {
            let mut run = Run::new(&options(*format));
            fill(&mut run);
            let file = recognize::marker(*format).unwrap_or_default() + &run.finish().0;
            let kind = recognize::recognize(file.as_bytes()).unwrap();
            assert_eq!(kind, Some(Written::Report(*format)), "{name}: {file}");
        }
    }
}

/// All formats of reports.
const FORMATS: [Format; 13] = [
    Format::Human,
    Format::Concise,
    Format::Grouped,
    Format::Json,
    Format::Jsonl,
    Format::Sarif,
    Format::Junit,
    Format::Github,
    Format::Gitlab,
    Format::Azure,
    Format::Rdjson,
    Format::Markdown,
    Format::Html,
];

#[test]
fn no_format_tells_personal_data_where_it_must_not() {
    let address = "198.51.100.777";
    let text =
        format!(r#"{{"TimeGenerated":"2023-06-30T12:00:00Z","CallerIpAddress":"{address}","Level":"x"}}"#);
    for format in FORMATS {
        for redacts in [false, true] {
            let mut finding = about(text.as_bytes(), address.as_bytes(), "invalid-format", Level::Error, "");
            let parts = [
                Text::known("`CallerIpAddress` is not an IP address: \""),
                Text::private(address),
                Text::known("\""),
            ];
            finding.message = parts.into_iter().collect();
            finding.help = Some(Text::from(format!("not `{address}`")));
            let mut run = Run::new(&PlannedReport { redacts, ..options(format) });
            run.record("a.json", text.as_bytes(), usage(), &[finding]);
            let (report, _) = run.finish();
            assert_eq!(report.contains(address), !redacts, "{format:?}: {report}");
            if redacts && format != Format::Human {
                assert!(report.contains("redacted-"), "{format:?}: {report}");
            }
        }
    }
}

#[test]
fn a_closed_pipe_ends_the_report_quietly_and_another_failure_does_not() {
    struct Fails(io::ErrorKind);
    impl Write for Fails {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for (kind, fails) in [(io::ErrorKind::BrokenPipe, false), (io::ErrorKind::StorageFull, true)] {
        for format in [Format::Human, Format::Concise, Format::Json, Format::Jsonl] {
            let sink = reporter(&options(format), Box::new(Fails(kind)), Box::new(Shared::default()));
            let mut reports = Reports::new(None);
            reports.add(sink, None, false);
            let mut run = Run::of(reports, Shared::default(), Shared::default());
            run.record("a.json", RECORD, usage(), &[wrong_type()]);
            reports = run.reports;
            assert!(!reports.is_open());
            assert_eq!(reports.tally().findings(), 1);
            assert_eq!(reports.finish(&Criteria::default(), Duration::ZERO, 1).is_err(), fails);
        }
    }
}
