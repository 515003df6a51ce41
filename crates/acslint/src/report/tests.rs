//! Reports of hand-made events, with exact output, independent of the rules.

#![allow(clippy::needless_raw_string_hashes, reason = "snapbox writes the snapshots")]

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acslint_check::{
    Applicability, Edit, Event, Excerpt, Finding, Fix, Label, Level, Position, RecordType, Report as _, Span,
    Subject, Text,
};
use acslint_types::{Category, Shape};
use clap::ValueEnum as _;
use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

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
            shown: &[],
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

#[test]
fn concise_matrix() {
    assert_data_eq!(
        matrix(Format::Concise),
        str![[r#"
== findings
a.json:1:52: error[wrong-type] `Quantity` is text, not a number
-- beside it
1 finding in 1 record of 1 file: 1 finding at or above `error`
== clean
-- beside it
0 findings in 1 record of 1 file: no findings
== unreadable file
b.json:1:1: error[unreadable] not read: Permission denied (os error 13)
-- beside it
0 findings in 1 record of 1 file: 1 input could not be read
== broken document
a.json:1:7: error[invalid-json] trailing comma
-- beside it
1 finding in 1 record of 1 file: 1 finding at or above `error`
== nothing checked
-- beside it
0 findings in 0 records of 0 files: nothing was checked: no inputs
== interrupted
-- beside it
0 findings in 1 record of 1 file: interrupted: not everything was read

"#]]
    );
}

/// Returns the text of a SARIF report without its rules, which have pages of their own.
fn without_rules(report: &str) -> String {
    let lines = report.lines().map(|line| match line.split_once("\"rules\":[") {
        Some((before, rules)) => {
            format!("{before}\"rules\":[…{}", &rules[rules.find("]}},\"columnKind\"").unwrap_or(0)..])
        }
        None => line.to_owned(),
    });
    lines.map(|line| line + "\n").collect()
}

#[test]
fn grouped_matrix() {
    assert_data_eq!(
        matrix(Format::Grouped),
        str![[r#"
== findings
error[wrong-type] Usage (table), `Quantity`: 1 finding in 1 record of 1 file
  a.json:1:52: `Quantity` is text, not a number
1 finding of 1 kind in 1 record of 1 file: 1 finding at or above `error`
== clean
0 findings of 0 kinds in 1 record of 1 file: no findings
== unreadable file
error: b.json: Permission denied (os error 13)
0 findings of 0 kinds in 1 record of 1 file: 1 input could not be read
== broken document
error[invalid-json] unknown category: 1 finding in 1 record of 1 file
  a.json:1:7: trailing comma
1 finding of 1 kind in 1 record of 1 file: 1 finding at or above `error`
== nothing checked
0 findings of 0 kinds in 0 records of 0 files: nothing was checked: no inputs
== interrupted
0 findings of 0 kinds in 1 record of 1 file: interrupted: not everything was read

"#]]
    );
}

#[test]
fn sarif_matrix() {
    assert_data_eq!(
        without_rules(&matrix(Format::Sarif)),
        str![[r#"
== findings
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[
{"ruleId":"wrong-type","ruleIndex":26,"level":"error","message":{"text":"`Quantity` is text, not a number. drop the quotes"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.json"},"region":{"startLine":1,"startColumn":52,"endLine":1,"endColumn":56,"byteOffset":51,"byteLength":4,"snippet":{"text":"/"57/""}}},"logicalLocations":[{"fullyQualifiedName":"/Quantity","kind":"property"}]}],"partialFingerprints":{"acslint/v2":"5f1cd16fa4a85c6c97830c22963ed730"},"fixes":[{"artifactChanges":[{"artifactLocation":{"uri":"a.json"},"replacements":[{"deletedRegion":{"byteOffset":51,"byteLength":4},"insertedContent":{"text":"57"}}]}]}]}
],"invocations":[{"executionSuccessful":true,"exitCode":1,"exitCodeDescription":"1 finding at or above `error`","toolExecutionNotifications":[]}]}]}
== clean
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[

],"invocations":[{"executionSuccessful":true,"exitCode":0,"exitCodeDescription":"no findings","toolExecutionNotifications":[]}]}]}
== unreadable file
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[

],"invocations":[{"executionSuccessful":false,"exitCode":2,"exitCodeDescription":"1 input could not be read","toolExecutionNotifications":[{"level":"error","message":{"text":"not read: Permission denied (os error 13)"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"b.json"}}}]}]}]}]}
== broken document
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[
{"ruleId":"invalid-json","ruleIndex":8,"level":"error","message":{"text":"trailing comma"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.json"},"region":{"startLine":1,"startColumn":7,"endLine":1,"endColumn":8,"byteOffset":6,"byteLength":1,"snippet":{"text":","}}},"logicalLocations":[{"fullyQualifiedName":"","kind":"property"}]}],"partialFingerprints":{"acslint/v2":"8b731b66263a9f8346c69c2b3615c0ec"}}
],"invocations":[{"executionSuccessful":true,"exitCode":1,"exitCodeDescription":"1 finding at or above `error`","toolExecutionNotifications":[]}]}]}
== nothing checked
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[

],"invocations":[{"executionSuccessful":false,"exitCode":3,"exitCodeDescription":"nothing was checked: no inputs","toolExecutionNotifications":[{"level":"error","message":{"text":"nothing was checked: no inputs"}}]}]}]}
== interrupted
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[

],"invocations":[{"executionSuccessful":false,"exitCode":2,"exitCodeDescription":"interrupted: not everything was read","toolExecutionNotifications":[{"level":"error","message":{"text":"interrupted: not everything was read"}}]}]}]}

"#]]
    );
}

#[test]
fn junit_matrix() {
    assert_data_eq!(
        matrix(Format::Junit),
        str![[r#"
== findings
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="2" failures="1" errors="0" time="0.500">
  <testsuite name="acslint" tests="2" failures="1" errors="0" time="0.500">
    <testcase classname="categories" name="Usage (table)">
      <system-out>1 record</system-out>
    </testcase>
    <testcase classname="Usage (table)" name="wrong-type: Quantity" file="a.json" line="1">
      <failure message="`Quantity` is text, not a number" type="wrong-type">a.json:1:52: error[wrong-type] `Quantity` is text, not a number&#10;help: drop the quotes</failure>
    </testcase>
  </testsuite>
</testsuites>
== clean
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="1" failures="0" errors="0" time="0.500">
  <testsuite name="acslint" tests="1" failures="0" errors="0" time="0.500">
    <testcase classname="categories" name="Usage (table)">
      <system-out>1 record</system-out>
    </testcase>
  </testsuite>
</testsuites>
== unreadable file
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="2" failures="0" errors="1" time="0.500">
  <testsuite name="acslint" tests="2" failures="0" errors="1" time="0.500">
    <testcase classname="categories" name="Usage (table)">
      <system-out>1 record</system-out>
    </testcase>
    <testcase classname="inputs" name="b.json">
      <error message="Permission denied (os error 13)" type="unreadable"/>
    </testcase>
  </testsuite>
</testsuites>
== broken document
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="1" failures="1" errors="0" time="0.500">
  <testsuite name="acslint" tests="1" failures="1" errors="0" time="0.500">
    <testcase classname="unknown category" name="invalid-json" file="a.json" line="1">
      <failure message="trailing comma" type="invalid-json">a.json:1:7: error[invalid-json] trailing comma</failure>
    </testcase>
  </testsuite>
</testsuites>
== nothing checked
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="1" failures="0" errors="1" time="0.500">
  <testsuite name="acslint" tests="1" failures="0" errors="1" time="0.500">
    <testcase classname="inputs" name="everything was checked">
      <error message="nothing was checked: no inputs" type="not-checked"/>
    </testcase>
  </testsuite>
</testsuites>
== interrupted
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="2" failures="0" errors="1" time="0.500">
  <testsuite name="acslint" tests="2" failures="0" errors="1" time="0.500">
    <testcase classname="categories" name="Usage (table)">
      <system-out>1 record</system-out>
    </testcase>
    <testcase classname="inputs" name="everything was checked">
      <error message="interrupted: not everything was read" type="not-checked"/>
    </testcase>
  </testsuite>
</testsuites>

"#]]
    );
}

#[test]
fn github_matrix() {
    assert_data_eq!(
        matrix(Format::Github),
        str![[r#"
== findings
::error file=a.json,line=1,endLine=1,col=52,endColumn=56,title=wrong-type::`Quantity` is text, not a number
1 finding in 1 record of 1 file: 1 finding at or above `error`
== clean
0 findings in 1 record of 1 file: no findings
== unreadable file
::error file=b.json,title=unreadable::Permission denied (os error 13)
0 findings in 1 record of 1 file: 1 input could not be read
== broken document
::error file=a.json,line=1,endLine=1,col=7,endColumn=8,title=invalid-json::trailing comma
1 finding in 1 record of 1 file: 1 finding at or above `error`
== nothing checked
::error title=acslint::nothing was checked: no inputs
0 findings in 0 records of 0 files: nothing was checked: no inputs
== interrupted
::error title=acslint::interrupted: not everything was read
0 findings in 1 record of 1 file: interrupted: not everything was read

"#]]
    );
}

#[test]
fn gitlab_matrix() {
    assert_data_eq!(
        matrix(Format::Gitlab),
        str![[r#"
== findings
[
{"description":"`Quantity` is text, not a number","check_name":"wrong-type","fingerprint":"782abdac564d30ab2f13c9b77bbce2b2","severity":"major","location":{"path":"a.json","lines":{"begin":1,"end":1}}}
]
== clean
[]
== unreadable file
[
{"description":"not read: Permission denied (os error 13)","check_name":"unreadable","fingerprint":"48e3aced0538ee7e0b327ffaa1cd07c1","severity":"critical","location":{"path":"b.json","lines":{"begin":1}}}
]
== broken document
[
{"description":"trailing comma","check_name":"invalid-json","fingerprint":"5320ca24407d27454c5f189caa965edc","severity":"major","location":{"path":"a.json","lines":{"begin":1,"end":1}}}
]
== nothing checked
[
{"description":"nothing was checked: no inputs","check_name":"not-checked","fingerprint":"07491559e5fe7392e9efe347bc6bf12a","severity":"critical","location":{"path":".","lines":{"begin":1}}}
]
== interrupted
[
{"description":"interrupted: not everything was read","check_name":"not-checked","fingerprint":"07491559e5fe7392e9efe347bc6bf12a","severity":"critical","location":{"path":".","lines":{"begin":1}}}
]

"#]]
    );
}

#[test]
fn azure_matrix() {
    assert_data_eq!(
        matrix(Format::Azure),
        str![[r#"
== findings
##vso[task.logissue type=error;sourcepath=a.json;linenumber=1;columnnumber=52;code=wrong-type;]`Quantity` is text, not a number
1 finding in 1 record of 1 file: 1 finding at or above `error`
== clean
0 findings in 1 record of 1 file: no findings
== unreadable file
##vso[task.logissue type=error;sourcepath=b.json;]Permission denied (os error 13)
0 findings in 1 record of 1 file: 1 input could not be read
== broken document
##vso[task.logissue type=error;sourcepath=a.json;linenumber=1;columnnumber=7;code=invalid-json;]trailing comma
1 finding in 1 record of 1 file: 1 finding at or above `error`
== nothing checked
##vso[task.logissue type=error;]nothing was checked: no inputs
0 findings in 0 records of 0 files: nothing was checked: no inputs
== interrupted
##vso[task.logissue type=error;]interrupted: not everything was read
0 findings in 1 record of 1 file: interrupted: not everything was read

"#]]
    );
}

#[test]
fn rdjson_matrix() {
    assert_data_eq!(
        matrix(Format::Rdjson),
        str![[r#"
== findings
{"source":{"name":"acslint"},"diagnostics":[
{"message":"`Quantity` is text, not a number/nhelp: drop the quotes","location":{"path":"a.json","range":{"start":{"line":1,"column":52},"end":{"line":1,"column":56}}},"severity":"ERROR","code":{"value":"wrong-type"},"suggestions":[{"range":{"start":{"line":1,"column":52},"end":{"line":1,"column":56}},"text":"57"}]}
]}
== clean
{"source":{"name":"acslint"},"diagnostics":[]}
== unreadable file
{"source":{"name":"acslint"},"diagnostics":[
{"message":"not read: Permission denied (os error 13)","location":{"path":"b.json"},"severity":"ERROR","code":{"value":"unreadable"}}
]}
== broken document
{"source":{"name":"acslint"},"diagnostics":[
{"message":"trailing comma","location":{"path":"a.json","range":{"start":{"line":1,"column":7},"end":{"line":1,"column":8}}},"severity":"ERROR","code":{"value":"invalid-json"}}
]}
== nothing checked
{"source":{"name":"acslint"},"diagnostics":[
{"message":"nothing was checked: no inputs","location":{"path":"."},"severity":"ERROR","code":{"value":"not-checked"}}
]}
== interrupted
{"source":{"name":"acslint"},"diagnostics":[
{"message":"interrupted: not everything was read","location":{"path":"."},"severity":"ERROR","code":{"value":"not-checked"}}
]}

"#]]
    );
}

#[test]
fn markdown_matrix() {
    assert_data_eq!(
        matrix(Format::Markdown),
        str![[r#"
== findings
## acslint: 1 finding at or above `error`

1 record, 56 bytes in 1 file: 1 error, 0 warnings, 0 infos

| | Rule | Records of | Findings | First |
|---|---|---|---:|---|
| error | `wrong-type` | Usage (table) | 1 | `a.json:1:52`: `Quantity` is text, not a number |

| Category | Shape | Records | Findings |
|---|---|---:|---:|
| Usage | table | 1 | 1 |

== clean
## acslint: no findings

1 record, 56 bytes in 1 file: 0 errors, 0 warnings, 0 infos

| Category | Shape | Records | Findings |
|---|---|---:|---:|
| Usage | table | 1 | 0 |

== unreadable file
## acslint: 1 input could not be read

1 record, 56 bytes in 1 file: 0 errors, 0 warnings, 0 infos

| Not read | why |
|---|---|
| `b.json` | Permission denied (os error 13) |

| Category | Shape | Records | Findings |
|---|---|---:|---:|
| Usage | table | 1 | 0 |

== broken document
## acslint: 1 finding at or above `error`

1 record, 8 bytes in 1 file: 1 error, 0 warnings, 0 infos

| | Rule | Records of | Findings | First |
|---|---|---|---:|---|
| error | `invalid-json` | unknown category | 1 | `a.json:1:7`: trailing comma |

== nothing checked
## acslint: nothing was checked: no inputs

0 records, 0 bytes in 0 files: 0 errors, 0 warnings, 0 infos

== interrupted
## acslint: interrupted: not everything was read

1 record, 56 bytes in 1 file: 0 errors, 0 warnings, 0 infos

| Category | Shape | Records | Findings |
|---|---|---:|---:|
| Usage | table | 1 | 0 |


"#]]
    );
}

/// Returns the visible part of a page, without its policy, whose token changes with every byte.
fn without_head(report: &str) -> String {
    let lines = report.lines();
    let mut told = String::new();
    let mut is_shown = true;
    for line in lines {
        match line {
            "<!DOCTYPE html>" => is_shown = false,
            "<main>" => is_shown = true,
            "</main>" => is_shown = false,
            _ if line.starts_with("== ") => is_shown = true,
            _ => {}
        }
        if is_shown || line.starts_with("<h1>") {
            told.extend([line, "\n"]);
        }
    }
    told
}

#[test]
fn html_matrix() {
    assert_data_eq!(without_head(&matrix(Format::Html)), snapbox::file!["html/matrix.txt"]);
}

/// Records, names of files and reasons stay text in markup.
#[test]
fn nothing_becomes_markup() {
    let hostile =
        "</script></pre><script>alert(1)</script><img src=x onerror=\"alert(1)\">'`--><!--\u{202E}\u{7}";
    let text = format!("{{\"Quantity\":{}}}", json!(hostile));
    let mut finding = about(text.as_bytes(), b"alert(1)", "wrong-type", Level::Error, hostile);
    finding.help = Some(Text::known(hostile));
    finding.field = Some(hostile.to_owned());
    finding.primary.text = Text::known(hostile);
    let mut run = Run::new(&options(Format::Html));
    run.record(hostile, text.as_bytes(), usage(), &[finding]);
    run.record("b", b"{}", Subject::Foreign { kind: hostile.to_owned() }, &[]);
    run.reports.unreadable(hostile, hostile.to_owned(), 0);
    let (page, _) = run.finish();
    // Only the page's own script: without a time there is no picture.
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    assert_eq!(page.matches("</script").count(), 1);
    for markup in ["<img", "<!--", "onerror=\"", "\u{202E}", "\u{7}"] {
        assert!(!page.contains(markup), "{markup:?} in {page}");
    }
    assert_eq!(page.matches("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;").count(), 12, "{page}");
}

/// A page has the first findings of each kind and the number of the others, however many there are.
#[test]
fn a_page_does_not_grow_with_the_findings() {
    let page = |records: u64, show| {
        let mut run = Run::new(&PlannedReport { show, ..options(Format::Html) });
        run.reports.begin("a.json", 0);
        for record in 1..=records {
            run.event(RECORD, record, 0, RECORD.len(), usage(), &[wrong_type()]);
        }
        run.finish().0
    };
    for (show, shown) in [(Some(3), 3), (None, 20), (Some(0), 0), (Some(1_000), 20)] {
        let page = page(1_000, show);
        assert_eq!(page.matches("<figure class=\"example").count(), shown, "{show:?}");
        let more = match shown {
            0 => "None of 1,000 is shown.".to_owned(),
            _ => format!("{} more are not shown.", 1_000 - shown),
        };
        assert!(page.contains(&more), "{show:?}");
    }
    // Only numbers may have more digits.
    assert!(page(100_000, Some(3)).len() < page(1_000, Some(3)).len() + 100);
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

/// Services get one annotation for a repeated defect, and no more annotations than they show.
#[test]
fn annotations_are_few_and_say_how_many_there_are() {
    for format in [Format::Github, Format::Azure, Format::Junit, Format::Markdown, Format::Grouped] {
        let mut run = Run::new(&options(format));
        for _ in 0..1000 {
            run.record("a.json", RECORD, usage(), &[wrong_type()]);
        }
        let (report, _) = run.finish();
        assert_eq!(report.matches("a.json").count() - usize::from(format == Format::Junit), 1, "{report}");
        assert!(report.contains("1,000"), "{report}");
    }
}

#[test]
fn a_step_shows_ten_annotations_of_a_level() {
    let names: Vec<String> = (0..30).map(|number| format!("Field{number}")).collect();
    let mut run = Run::new(&options(Format::Github));
    for name in &names {
        let mut finding = wrong_type();
        finding.field = Some(name.clone());
        run.record("a.json", RECORD, usage(), &[finding]);
    }
    let (report, _) = run.finish();
    assert_eq!(report.matches("::error ").count(), 10);
    assert!(
        report.contains("::notice title=acslint::20 kinds of findings without an annotation"),
        "{report}"
    );
}

#[test]
fn sarif_has_room_for_every_kind() {
    let mut run = Run::new(&options(Format::Sarif));
    run.reports.begin("a.json", 0);
    for number in 0..21_000 {
        run.event(RECORD, number, 0, RECORD.len(), usage(), &[wrong_type()]);
    }
    let mut last = wrong_type();
    last.field = Some("Other".to_owned());
    run.event(RECORD, 21_000, 0, RECORD.len(), usage(), &[last]);
    let (report, _) = run.finish();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["runs"][0]["results"].as_array().unwrap().len(), 20_001);
    assert_eq!(
        report["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"],
        "1,000 of 21,001 findings are left out; each kind has at least one"
    );
}

#[test]
fn jsonl_matrix() {
    assert_data_eq!(
        matrix(Format::Jsonl),
        str![[r#"
== findings
{"rule":"wrong-type","level":"error","message":"`Quantity` is text, not a number","help":"drop the quotes","file":"a.json","record":1,"line":1,"column":52,"end_line":1,"end_column":56,"byte_offset":51,"byte_length":4,"pointer":"/Quantity","field":"Quantity","category":"Usage","shape":"table","fix":{"applicability":"safe","edits":[{"byte_offset":51,"byte_length":4,"text":"57"}]}}
{"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":1,"errors":1,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":1}],"foreign":[]}}
== clean
{"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}
== unreadable file
{"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[{"file":"b.json","error":"Permission denied (os error 13)"}],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}
== broken document
{"rule":"invalid-json","level":"error","message":"trailing comma","help":null,"file":"a.json","record":1,"line":1,"column":7,"end_line":1,"end_column":8,"byte_offset":6,"byte_length":1,"pointer":"","field":null,"category":null,"shape":null,"fix":null}
{"summary":{"files":1,"bytes":8,"records":1,"records_with_findings":1,"errors":1,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[],"foreign":[]}}
== nothing checked
{"summary":{"files":0,"bytes":0,"records":0,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[],"foreign":[]}}
== interrupted
{"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"interrupted":true,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}

"#]]
    );
}

#[test]
fn json_matrix() {
    assert_data_eq!(
        matrix(Format::Json),
        str![[r#"
== findings
{"version":1,"findings":[
{"rule":"wrong-type","level":"error","message":"`Quantity` is text, not a number","help":"drop the quotes","file":"a.json","record":1,"line":1,"column":52,"end_line":1,"end_column":56,"byte_offset":51,"byte_length":4,"pointer":"/Quantity","field":"Quantity","category":"Usage","shape":"table","fix":{"applicability":"safe","edits":[{"byte_offset":51,"byte_length":4,"text":"57"}]}}
],
"groups":[{"rule":"wrong-type","level":"error","category":"Usage","shape":"table","field":"Quantity","count":1,"records":1,"first":{"file":"a.json","record":1,"line":1}}],
"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":1,"errors":1,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":1}],"foreign":[]}}
== clean
{"version":1,"findings":[],
"groups":[],
"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}
== unreadable file
{"version":1,"findings":[],
"groups":[],
"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[{"file":"b.json","error":"Permission denied (os error 13)"}],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}
== broken document
{"version":1,"findings":[
{"rule":"invalid-json","level":"error","message":"trailing comma","help":null,"file":"a.json","record":1,"line":1,"column":7,"end_line":1,"end_column":8,"byte_offset":6,"byte_length":1,"pointer":"","field":null,"category":null,"shape":null,"fix":null}
],
"groups":[{"rule":"invalid-json","level":"error","category":null,"shape":null,"field":null,"count":1,"records":1,"first":{"file":"a.json","record":1,"line":1}}],
"summary":{"files":1,"bytes":8,"records":1,"records_with_findings":1,"errors":1,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[],"foreign":[]}}
== nothing checked
{"version":1,"findings":[],
"groups":[],
"summary":{"files":0,"bytes":0,"records":0,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[],"foreign":[]}}
== interrupted
{"version":1,"findings":[],
"groups":[],
"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"interrupted":true,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}

"#]]
    );
}

#[test]
fn human_matrix() {
    assert_data_eq!(
        matrix(Format::Human),
        str![[r#"
== findings
error[wrong-type]: `Quantity` is text, not a number
   ╭─[a.json:1:52]
 1 │ {"TimeGenerated":"2023-06-30T12:00:00Z","Quantity":"57"}
   ·                                                    ──┬─
   ·                                                      ╰── a string
   ╰────
  help: drop the quotes
        run `acslint explain wrong-type` for details

1 record in 1 file (56 bytes), 1 record with findings

records
  Usage (table)  1

findings
  error  wrong-type  1

took 0.500 s, 112 bytes/s
exit code 1: 1 finding at or above `error`
== clean
1 record in 1 file (56 bytes)

records
  Usage (table)  1

took 0.500 s, 112 bytes/s
exit code 0: no findings
== unreadable file
1 record in 1 file (56 bytes)

records
  Usage (table)  1

not read
  b.json: Permission denied (os error 13)

took 0.500 s, 112 bytes/s
exit code 2: 1 input could not be read
== broken document
error[invalid-json]: trailing comma
   ╭─[a.json:1:7]
 1 │ {"a":1,}
   ·       ─
   ╰────
  help: run `acslint explain invalid-json` for details

1 record in 1 file (8 bytes), 1 record with findings

records
  not a record  1

findings
  error  invalid-json  1

took 0.500 s, 16 bytes/s
exit code 1: 1 finding at or above `error`
== nothing checked
0 records in 0 files (0 bytes)

took 0.500 s, 0 bytes/s
exit code 3: nothing was checked: no inputs
== interrupted
1 record in 1 file (56 bytes)

records
  Usage (table)  1

took 0.500 s, 112 bytes/s
exit code 2: interrupted: not everything was read

"#]]
    );
}

/// Committed schema of reports, or one of its definitions.
fn schema(definition: Option<&str>) -> jsonschema::Validator {
    let text = include_str!("../../../../schemas/report.schema.json");
    let mut schema: Value = serde_json::from_str(text).unwrap();
    if let Some(definition) = definition {
        let definitions = schema["$defs"].take();
        schema = json!({ "$ref": format!("#/$defs/{definition}"), "$defs": definitions });
    }
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn validate(validator: &jsonschema::Validator, report: &str) -> Value {
    let report: Value = serde_json::from_str(report).unwrap_or_else(|error| panic!("{error}: {report}"));
    let errors: Vec<_> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{report:#}");
    report
}

#[test]
fn json_reports_follow_their_schema() {
    let (whole, finding, last) = (schema(None), schema(Some("finding")), schema(Some("last-line")));
    for (_, fill) in MATRIX {
        for max_findings in [None, Some(0)] {
            let mut run = Run::new(&PlannedReport { max_findings, ..options(Format::Json) });
            fill(&mut run);
            validate(&whole, &run.finish().0);

            let mut run = Run::new(&PlannedReport { max_findings, ..options(Format::Jsonl) });
            fill(&mut run);
            let report = run.finish().0;
            let (summary, findings) = report
                .lines()
                .collect::<Vec<_>>()
                .split_last()
                .map(|(last, rest)| (*last, rest.to_vec()))
                .unwrap();
            validate(&last, summary);
            for line in findings {
                validate(&finding, line);
            }
        }
    }
}

#[test]
fn the_schema_is_closed() {
    let report = json!({ "version": 1, "findings": [], "groups": [], "summary": {}, "extra": 1 });
    assert!(!schema(None).is_valid(&report));
    assert!(!schema(Some("finding")).is_valid(&json!({})));
}

#[test]
fn groups_add_up_to_all_findings() {
    let second = about(RECORD, b"\"Quantity\"", "unknown-field", Level::Warning, "unknown");
    for max_findings in [None, Some(0), Some(1), Some(5), Some(1000)] {
        let mut run = Run::new(&PlannedReport { max_findings, ..options(Format::Json) });
        for file in ["a.json", "b.json", "c.json"] {
            run.record(file, RECORD, usage(), &[wrong_type(), wrong_type(), second.clone()]);
        }
        let report = validate(&schema(None), &run.finish().0);
        let groups = report["groups"].as_array().unwrap();
        let count = |key| groups.iter().map(|group| group[key].as_u64().unwrap()).collect::<Vec<_>>();
        assert_eq!(count("count"), [6, 3]);
        assert_eq!(count("records"), [3, 3]);
        let listed = report["findings"].as_array().unwrap().len() as u64;
        assert_eq!(listed, max_findings.unwrap_or(9).min(9));
        assert_eq!(report["summary"]["findings_omitted"].as_u64().unwrap_or(0), 9 - listed);
        assert_eq!(report["summary"]["errors"], 6);
        assert_eq!(report["summary"]["warnings"], 3);
        assert_eq!(report["summary"]["records_with_findings"], 3);
        assert_eq!(report["summary"]["categories"][0]["findings"], 9);
    }
}

#[test]
fn a_verbose_summary_says_how_the_checking_went() {
    let mut run = Run::new(&PlannedReport { verbose: true, ..options(Format::Human) });
    run.record("a.json", RECORD, usage(), &[]);
    let category = |id| Category::by_id(id).unwrap();
    for (id, shape, records) in [
        ("Usage", Shape::Table, 1999),
        ("Usage", Shape::ResourceLog, 1200),
        ("ChatOperational", Shape::Table, 2),
    ] {
        run.reports.proved_clean(RecordType::of(category(id), shape), records);
    }
    run.record(
        "b.json",
        RECORD,
        Subject::Known(RecordType::of(category("SMSOperational"), Shape::Table)),
        &[],
    );
    let report = run.finish().0;
    assert_data_eq!(
        report,
        str![[r#"
3,203 records in 2 files (112 bytes)

records
  ChatOperational (table)      2     all proved clean
  SMSOperational (table)       1    none proved clean
  Usage (table)            2,000  99.9 % proved clean
  Usage (resource-log)     1,200     all proved clean

took 0.500 s, 224 bytes/s, with 2 threads
exit code 0: no findings

"#]]
    );
}

#[test]
fn what_repeats_is_shown_a_few_times_and_then_counted() {
    let mut run = Run::new(&PlannedReport { show: Some(1), ..options(Format::Human) });
    for file in ["a.json", "b.json", "c.json"] {
        run.record(file, RECORD, usage(), &[wrong_type(), wrong_type()]);
    }
    assert_data_eq!(
        run.finish().0,
        str![[r#"
error[wrong-type]: `Quantity` is text, not a number
   ╭─[a.json:1:52]
 1 │ {"TimeGenerated":"2023-06-30T12:00:00Z","Quantity":"57"}
   ·                                                    ──┬─
   ·                                                      ╰── a string
   ╰────
  help: drop the quotes
        run `acslint explain wrong-type` for details

error[wrong-type] `Quantity` of Usage (table): 5 more like this, in 3 records of 3 files

3 records in 3 files (168 bytes), 3 records with findings

records
  Usage (table)  3

findings
  error  wrong-type  6

took 0.500 s, 336 bytes/s
exit code 1: 6 findings at or above `error`

"#]]
    );
}

#[test]
fn each_of_several_unknown_fields_is_shown() {
    let unknown = |name: &str| Finding {
        rule: "unknown-field",
        message: Text::known(format!("unknown field `{name}`")),
        field: None,
        ..wrong_type()
    };
    let mut run = Run::new(&PlannedReport { show: Some(1), ..options(Format::Human) });
    for name in ["A", "A", "B", "A", "B"] {
        run.record("a.json", RECORD, usage(), &[unknown(name)]);
    }
    for number in 0..100 {
        run.record("a.json", RECORD, usage(), &[unknown(&number.to_string())]);
    }
    let report = run.finish().0;
    assert_eq!(report.matches("unknown field `A`").count(), 1);
    assert_eq!(report.matches("unknown field `B`").count(), 1);
    // Twenty messages are distinguished; 105 findings less the 20 shown ones are counted.
    assert_eq!(report.matches("unknown field `").count(), 20);
    assert!(report.contains("of Usage (table): 85 more like this, in 85 records"), "{report}");
}

#[test]
fn showing_all_counts_nothing_as_more() {
    let mut run = Run::new(&PlannedReport { show: None, ..options(Format::Human) });
    for _ in 0..5 {
        run.record("a.json", RECORD, usage(), &[wrong_type()]);
    }
    let report = run.finish().0;
    assert_eq!(report.matches("error[wrong-type]: `Quantity`").count(), 5);
    assert_eq!(report.matches("acslint explain wrong-type").count(), 1);
    assert!(!report.contains("more like this"));
}

#[test]
fn a_bound_on_findings_holds_for_people_too() {
    let mut run = Run::new(&PlannedReport {
        show: None,
        max_findings: Some(2),
        summary: false,
        ..options(Format::Human)
    });
    for _ in 0..5 {
        run.record("a.json", RECORD, usage(), &[wrong_type()]);
    }
    let report = run.finish().0;
    assert_eq!(report.matches("error[wrong-type]: `Quantity`").count(), 2);
    assert!(report.ends_with(
        "error[wrong-type] `Quantity` of Usage (table): 3 more like this, in 3 records of 3 files\n"
    ));
}

/// Returns the excerpt of one finding, without the summary.
fn excerpt(input: &[u8], finding: Finding, width: usize) -> String {
    let mut run = Run::new(&PlannedReport { width, summary: false, ..options(Format::Human) });
    run.record("a.json", input, usage(), &[finding]);
    run.finish().0
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let input = [&[b'a'; 500][..], b"\"needle\"", &[b'z'; 500]].concat();
    let finding = about(&input, b"\"needle\"", "wrong-type", Level::Error, "here");
    assert_data_eq!(
        excerpt(&input, finding, 60),
        str![[r#"
error[wrong-type]: here
   ╭─[a.json:1:501]
 1 │ …aaaaaaaaaaaaaaaaaaa"needle"zzzzzzzzzzzzzzzzzzz…
   ·                     ────────
   ╰────
  help: run `acslint explain wrong-type` for details


"#]]
    );
}

#[test]
fn wide_characters_are_cut_by_their_columns() {
    let input = ["日本語".repeat(50), "\"語\"".to_owned(), "文字".repeat(50)].concat().into_bytes();
    let mut finding = about(&input, "\"語\"".as_bytes(), "wrong-type", Level::Warning, "here");
    finding.primary.text = "this one".into();
    assert_data_eq!(
        excerpt(&input, finding, 60),
        str![[r#"
warning[wrong-type]: here
   ╭─[a.json:1:151]
 1 │ …語日本語日本語日本語"語"文字文字文字文字文字文…
   ·                      ──┬─
   ·                        ╰── this one
   ╰────
  help: run `acslint explain wrong-type` for details


"#]]
    );
}

#[test]
fn a_long_value_is_shown_from_its_beginning() {
    let input = [b"{\"a\":\"", &[b'x'; 3000][..], b"\",\"b\":1}"].concat();
    let finding = about(&input, &input[5..3007], "wrong-type", Level::Error, "long");
    assert_data_eq!(
        excerpt(&input, finding, 60),
        str![[r#"
error[wrong-type]: long
   ╭─[a.json:1:6]
 1 │ {"a":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
   ·      ─────────────────────────────────────────
   ╰────
  help: run `acslint explain wrong-type` for details


"#]]
    );
}

#[test]
fn two_distant_places_of_a_line_are_both_shown() {
    let input = [b"{\"key\":1,", &[b' '; 300][..], b"\"Key\":2}"].concat();
    let mut finding = about(&input, b"\"Key\"", "duplicate-key", Level::Warning, "`key` occurs twice");
    finding.primary.text = "again".into();
    finding.secondary = vec![Label { span: Span::new(1, 6), text: "first".into() }];
    assert_data_eq!(
        excerpt(&input, finding, 80),
        str![[r#"
warning[duplicate-key]: `key` occurs twice
   ╭─[a.json:1:310]
 1 │ {"key":1,                       …                        "Key":2}
   ·  ──┬──                                                   ──┬──
   ·    │                                                       ╰── again
   ·    ╰── first
   ╰────
  help: run `acslint explain duplicate-key` for details


"#]]
    );
}

#[test]
fn two_distant_lines_are_both_shown() {
    let input = [b"{\n\"key\": 1,\n", &b"\"x\": 0,\n".repeat(20)[..], b"\"Key\": 2\n}"].concat();
    let mut finding = about(&input, b"\"Key\"", "duplicate-key", Level::Warning, "`key` occurs twice");
    finding.primary.text = "again".into();
    finding.secondary = vec![Label { span: Span::new(2, 7), text: "first".into() }];
    assert_data_eq!(
        excerpt(&input, finding, 80),
        str![[r#"
warning[duplicate-key]: `key` occurs twice
   ╭─[a.json:2:1]
 2 │ "key": 1,
   · ──┬──
   ·   ╰── first
   ╰────
    ╭─[a.json:23:1]
 22 │ "x": 0,
 23 │ "Key": 2
    · ──┬──
    ·   ╰── again
 24 │ }
    ╰────
  help: run `acslint explain duplicate-key` for details


"#]]
    );
}

#[test]
fn an_object_over_several_lines_is_marked_at_its_brace() {
    let input = b"{\n  \"properties\": {\"a\": 1,\n    \"c\": 1\n  }\n}";
    let finding =
        about(input, b"{\"a\": 1,\n    \"c\": 1\n  }", "missing-field", Level::Error, "`b` is missing");
    assert_data_eq!(
        excerpt(input, finding, 80),
        str![[r#"
error[missing-field]: `b` is missing
   ╭─[a.json:2:17]
 1 │ {
 2 │   "properties": {"a": 1,
   ·                 ─
 3 │     "c": 1
   ╰────
  help: run `acslint explain missing-field` for details


"#]]
    );
}

#[test]
fn a_place_between_bytes_is_shown() {
    let input = b"{\"a\": 1";
    let mut end = about(input, b"1", "truncated-record", Level::Warning, "the record is cut off");
    end.primary = Label { span: Span::new(7, 7), text: "here".into() };
    assert_data_eq!(
        excerpt(input, end.clone(), 80),
        str![[r#"
warning[truncated-record]: the record is cut off
   ╭─[a.json:1:8]
 1 │ {"a": 1
   ·        ▲
   ·        ╰── here
   ╰────
  help: run `acslint explain truncated-record` for details


"#]]
    );
    end.primary.span = Span::new(5, 5);
    assert_data_eq!(
        excerpt(input, end, 80),
        str![[r#"
warning[truncated-record]: the record is cut off
   ╭─[a.json:1:6]
 1 │ {"a": 1
   ·      ▲
   ·      ╰── here
   ╰────
  help: run `acslint explain truncated-record` for details


"#]]
    );
}

#[test]
fn other_records_are_no_context() {
    let input = b"{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n";
    let mut run = Run::new(&PlannedReport { summary: false, ..options(Format::Human) });
    let finding = about(input, b"2", "wrong-type", Level::Error, "two");
    run.reports.begin("a.json", 0);
    run.event(input, 2, 8, 15, usage(), &[finding]);
    assert_data_eq!(
        run.finish().0,
        str![[r#"
error[wrong-type]: two
   ╭─[a.json:2:6]
 2 │ {"n":2}
   ·      ─
   ╰────
  help: run `acslint explain wrong-type` for details


"#]]
    );
}

/// Returns the excerpt of a finding about `2` in the record `record`, between `before` and `behind`.
fn between(before: &str, record: &str, behind: &str, position: Position) -> String {
    let input = [before, record, behind].concat().into_bytes();
    let mut run = Run::new(&PlannedReport { summary: false, ..options(Format::Human) });
    run.reports.begin("a.json", 0);
    run.reports.event(&Event {
        record: 2,
        span: Span::new(100, 100 + record.len() as u64),
        subject: Some(usage()),
        findings: &[Finding {
            primary: Label {
                span: Span::new(100, 101 + record.find('2').unwrap() as u64),
                text: Text::default(),
            },
            ..about(b"2", b"2", "wrong-type", Level::Error, "two")
        }],
        contents: None,
        shown: &[],
        excerpt: Excerpt {
            bytes: &input,
            offset: 100 - before.len() as u64,
            anchor: 100,
            anchor_position: position,
        },
    });
    run.finish().0
}

#[test]
fn neighbours_on_the_same_line_are_never_shown() {
    let alone = between("", "{\"n\":2}", "", Position { line: 3, column: 9 });
    assert_data_eq!(
        &alone,
        str![[r#"
error[wrong-type]: two
   ╭─[a.json:3:9]
 3 │ …{"n":2}
   ·  ──────
   ╰────
  help: run `acslint explain wrong-type` for details


"#]]
    );
    let others = between("{\"n\":1},", "{\"n\":2}", ",{\"n\":3}\n", Position { line: 3, column: 9 });
    assert_eq!(others, alone);
}

#[test]
fn the_first_line_of_a_record_is_indented_as_its_last_is() {
    let record = "{\n    \"n\": 2\n  }";
    let alone = between("", record, "", Position { line: 3, column: 3 });
    assert_data_eq!(
        &alone,
        str![[r#"
error[wrong-type]: two
   ╭─[a.json:3:3]
 3 │   {
   ·   ─
 4 │     "n": 2
   ╰────
  help: run `acslint explain wrong-type` for details


"#]]
    );
    assert_eq!(between("  ", record, ",\n  {", Position { line: 3, column: 3 }), alone);
    let shared = between("{}, ", record, ",\n  {", Position { line: 3, column: 5 });
    assert_eq!(shared, alone.replace(":3:3", ":3:5").replace("  {", "…{").replace("   ·   ─", "   ·  ─"));
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let input = "{\"a\x1b]0;x\x07\":\"\u{202E}b\",\r\n\t\"c\":\"\u{9B}31m\u{0}\"}".as_bytes();
    let mut finding = about(input, b"\"c\"", "unknown-field", Level::Warning, "a\x1b[2J message");
    finding.help = Some("help\x07".into());
    finding.primary.text = "a\x1blabel".into();
    finding.field = Some("f\x1bield".to_owned());
    for format in [Format::Human, Format::Concise] {
        for show in [Some(0), Some(3)] {
            let mut run = Run::new(&PlannedReport { show, ..options(format) });
            run.record(
                "a\x1b[31m.json",
                input,
                Subject::Foreign { kind: "k\x1b".to_owned() },
                &[finding.clone()],
            );
            run.reports.unreadable("b\x1b.json", "reason\x1b".to_owned(), 0);
            let (report, notes) = run.finish();
            let harmful = |character: &char| {
                (character.is_control() && *character != '\n')
                    || ('\u{202A}'..='\u{202E}').contains(character)
            };
            assert_eq!(report.chars().chain(notes.chars()).find(harmful), None, "{report}{notes}");
        }
    }
    assert_data_eq!(
        excerpt(input, finding, 80),
        str![[r#"
warning[unknown-field]: a␛[2J message
   ╭─[a.json:2:2]
 1 │ {"a␛]0;x␇":"<U+202E>b",
 2 │     "c":"<U+009B>31m␀"}
   ·     ─┬─
   ·      ╰── a␛label
   ╰────
  help: help␇
        run `acslint explain unknown-field` for details


"#]]
    );
}

#[test]
fn bytes_that_are_no_text_are_replaced() {
    let input = b"{\"a\":\"\xFF\xFE\xE6\x97\"}";
    let finding = about(input, b"\xFF\xFE", "invalid-encoding", Level::Error, "not UTF-8");
    assert_data_eq!(
        excerpt(input, finding, 80),
        str![[r#"
error[invalid-encoding]: not UTF-8
   ╭─[a.json:1:7]
 1 │ {"a":"����"}
   ·       ──
   ╰────
  help: run `acslint explain invalid-encoding` for details


"#]]
    );
}

#[test]
fn colours_are_used_only_when_wanted() {
    for format in [Format::Human, Format::Concise] {
        for colors in [true, false] {
            let mut run = Run::new(&PlannedReport { colors, show: Some(1), ..options(format) });
            run.record("a.json", RECORD, usage(), &[wrong_type(), wrong_type()]);
            assert_eq!(run.finish().0.contains('\x1b'), colors, "{format:?}");
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
