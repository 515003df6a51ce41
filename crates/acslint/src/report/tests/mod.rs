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
use crate::values::{Annotate, Format};
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
        annotate: Annotate::Each,
        step_summary: None,
        agent_directory: None,
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
            row: None,
            subject: Some(subject),
            findings,
            replayed: false,
            contents: None,
            provenance: None,
            forecast: None,
            part: None,
            disclosure: Disclosure::default(),
            excerpt: Excerpt {
                bytes: input,
                offset: 0,
                anchor: start as u64,
                anchor_position: Position { line, column: 1 },
                stored: acslint_check::Stored::Same,
            },
        });
    }

    /// Returns the report, and the messages beside it.
    fn finish(self) -> (String, String) {
        let criteria = Criteria { fail_on: Some(Level::Error), gates: self.gates, ..Criteria::default() };
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
        primary: Label {
            span: Span::new(start, start + bytes.len() as u64),
            text: Text::default(),
            is_open: false,
        },
        secondary: Vec::new(),
        pointer: Text::default(),
        field: None,
        name: None,
        fix: None,
        loss: None,
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
        run.record("a.json", b"{\"a\":1,}", Subject::Unreadable { record_type: None }, &[cut]);
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

fn unknown_field(text: &[u8], name: &str) -> Finding {
    let quoted = format!("\"{name}\"");
    let message = format!("unknown field `{name}`");
    let finding = about(text, quoted.as_bytes(), "unknown-field", Level::Warning, &message);
    Finding { name: Some(Text::known(name)), ..finding }
}

/// Runs two inputs with three records: two unknown names, one of them twice.
fn with_names(options: &PlannedReport) -> String {
    let text = br#"{"Region":1,"Tier":2}"#;
    let mut run = Run::new(options);
    let both = [unknown_field(text, "Region"), unknown_field(text, "Tier")];
    run.record("a.json", text, usage(), &both);
    run.record("b.json", text, usage(), &both[..1]);
    run.finish().0
}

#[test]
fn each_unknown_name_is_a_kind_with_its_own_counts() {
    let report = |format| with_names(&PlannedReport { annotate: Annotate::Kind, ..options(format) });
    for (format, first, second) in [
        (
            Format::Grouped,
            "warning[unknown-field] Usage (table), `Region`: 2 findings in 2 records of 2 files\n  a.json:1:2:",
            "warning[unknown-field] Usage (table), `Tier`: 1 finding in 1 record of 1 file\n  a.json:1:13:",
        ),
        (
            Format::Markdown,
            "| Usage (table) | 2 |  | `a.json:1:2`: unknown field `Region` |",
            "| Usage (table) | 1 |  | `a.json:1:13`: unknown field `Tier` |",
        ),
        (
            Format::Json,
            r#""field":null,"name":"Region","count":2,"records":2,"first_time":null,"last_time":null,"time":null,"resource":null,"first":{"file":"a.json","record":1,"line":1}"#,
            r#""field":null,"name":"Tier","count":1,"records":1"#,
        ),
        (Format::Junit, "name=\"unknown-field: Region\"", "name=\"unknown-field: Tier\""),
        (Format::Github, "unknown field `Region` (2 like this in 2 records)", "::unknown field `Tier`\n"),
        (Format::Azure, "unknown field `Region` (2 like this in 2 records)", "]unknown field `Tier`\n"),
        (
            Format::Html,
            "<code>Region</code>, Usage (table): 2 findings in 2 records of 2 files",
            "<code>Tier</code>, ",
        ),
    ] {
        let report = report(format);
        for expected in [first, second] {
            assert!(report.contains(expected), "{format:?}: {expected} in {report}");
        }
    }
    assert!(report(Format::Jsonl).contains(r#""field":null,"name":"Tier","cell":null,"category""#));
}

#[test]
fn a_private_name_is_masked_in_groups_too() {
    let name = "zoe@example.org";
    let text = format!("{{\"{name}\":1}}");
    let mut finding = unknown_field(text.as_bytes(), name);
    finding.name = Some(Text::private(name));
    finding.message =
        [Text::known("unknown field `"), Text::private(name), Text::known("`")].into_iter().collect();
    for format in FORMATS {
        for redacts in [false, true] {
            let mut run = Run::new(&PlannedReport { redacts, show: Some(1), ..options(format) });
            for _ in 0..3 {
                run.record("a.json", text.as_bytes(), usage(), std::slice::from_ref(&finding));
            }
            let (report, _) = run.finish();
            assert_eq!(report.contains(name), !redacts, "{format:?}: {report}");
        }
    }
}

/// Many names share a row; only JSON has them all.
#[test]
fn the_rows_of_names_are_bounded() {
    let text = br#"{"Name":1}"#;
    let report = |format| {
        let mut run = Run::new(&PlannedReport { annotate: Annotate::Kind, ..options(format) });
        for number in 0..150 {
            let mut finding = unknown_field(text, "Name");
            finding.name = Some(Text::known(format!("Name{number}")));
            run.record("a.json", text, usage(), &[finding]);
        }
        run.finish().0
    };
    assert_eq!(report(Format::Json).matches("\"name\":\"Name").count(), 300);
    let grouped = report(Format::Grouped);
    assert_eq!(grouped.matches("warning[unknown-field]").count(), 101, "{grouped}");
    assert!(
        grouped.contains("warning[unknown-field] Usage (table), other names: 50 findings\n"),
        "{grouped}"
    );
    let human = report(Format::Human);
    assert_eq!(human.matches("warning[unknown-field]: unknown").count(), 20, "{human}");
    assert!(
        human.contains("warning[unknown-field] 130 other names of Usage (table): 130 findings not shown\n"),
        "{human}"
    );
    let html = report(Format::Html);
    assert!(html.contains("other unknown names</th>") && html.contains("data-count=\"130\""), "{html}");
}

fn absent(property: &str) -> Finding {
    let message = format!("missing `{property}`, documented for every record");
    let mut finding = about(RECORD, RECORD, "missing-recommended-field", Level::Warning, &message);
    finding.field = Some(property.to_owned());
    finding.primary.text = Text::known(format!("has no `{property}`"));
    finding
}

/// Reports for people fold the absent recommended fields of a record; reports for programs have all of them.
#[test]
fn absent_recommended_fields_of_a_record_are_one_finding_for_people() {
    let fields = ["Type", "TenantId", "SourceSystem"].map(absent);
    let folded = "missing `Type`, `TenantId` and `SourceSystem`, documented for every record";
    for format in FORMATS {
        let mut run = Run::new(&options(format));
        run.record("a.json", RECORD, usage(), &fields);
        let (report, _) = run.finish();
        let folds =
            matches!(format, Format::Human | Format::Github | Format::Azure | Format::Junit | Format::Html);
        let plain = report.replace("<code>", "`").replace("</code>", "`").replace("\n  │ ", " ");
        assert_eq!(plain.contains(folded), folds, "{format:?}: {report}");
        let places = plain.matches("missing `TenantId`, documented").count();
        assert_eq!(places > 0, !folds, "{format:?}: {report}");
    }
    let mut run = Run::new(&PlannedReport { show: Some(1), ..options(Format::Human) });
    run.record("a.json", RECORD, usage(), &fields);
    run.record("b.json", RECORD, usage(), &fields[..2]);
    run.record("c.json", RECORD, usage(), &fields);
    let (report, _) = run.finish();
    assert!(report.contains("warning[missing-recommended-field] `Type` and `TenantId` of Usage (table): 2 more like this each, in 2 records of 2 files\n"), "{report}");
    assert!(report.contains("warning[missing-recommended-field] `SourceSystem` of Usage (table): 1 more like this, in 1 record of 1 file\n"), "{report}");
    assert!(report.contains("warning  missing-recommended-field  8"), "{report}");
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
