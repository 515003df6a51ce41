//! Reports in the format `human`.

use acslint_check::{
    Disclosure, Event, Excerpt, Finding, Label, Level, Position, RecordType, Report as _, Span, Subject, Text,
};
use acslint_types::{Category, Shape};
use snapbox::{assert_data_eq, str};

use super::{RECORD, Run, about, matrix, options, usage, wrong_type};
use crate::report::PlannedReport;
use crate::values::Format;

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
  `acslint fix` can mend 1

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
  `acslint fix` can mend 6

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
    finding.secondary = vec![Label { span: Span::new(1, 6), text: "first".into(), is_open: false }];
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
    finding.secondary = vec![Label { span: Span::new(2, 7), text: "first".into(), is_open: false }];
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
    end.primary = Label { span: Span::new(7, 7), text: "here".into(), is_open: false };
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
        row: None,
        subject: Some(usage()),
        findings: &[Finding {
            primary: Label {
                span: Span::new(100, 101 + record.find('2').unwrap() as u64),
                text: Text::default(),
                is_open: false,
            },
            ..about(b"2", b"2", "wrong-type", Level::Error, "two")
        }],
        replayed: false,
        contents: None,
        provenance: None,
        forecast: None,
        part: None,
        disclosure: Disclosure::default(),
        excerpt: Excerpt {
            bytes: &input,
            offset: 100 - before.len() as u64,
            anchor: 100,
            anchor_position: position,
            stored: acslint_check::Stored::Same,
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

/// Returns an excerpt of a line with a place near its end.
fn labelled(label: &str, width: usize) -> String {
    let line = format!("{{\"a\":\"{}\",\"Region\":1}}", "x".repeat(48));
    let mut finding = about(line.as_bytes(), b"\"Region\"", "unknown-field", Level::Warning, "unknown");
    finding.primary.text = Text::known(label);
    excerpt(line.as_bytes(), finding, width)
}

#[test]
fn a_long_label_stays_in_the_frame() {
    let label = "not a property of CallClientMediaStatsTimeSeries (resource-log)";
    for width in [60, 70, 80, 100, 140] {
        let drawn = labelled(label, width);
        for line in drawn.lines() {
            assert!(
                line.chars().count() <= width,
                "{width}: {line:?} of {} in\n{drawn}",
                line.chars().count()
            );
        }
        let words: Vec<&str> = drawn.split_whitespace().filter(|word| !"╰──┤│·".contains(*word)).collect();
        assert!(words.join(" ").contains(label), "{width}:\n{drawn}");
    }
    assert_data_eq!(
        labelled(label, 80),
        str![[r#"
warning[unknown-field]: unknown
   ╭─[a.json:1:57]
 1 │ …xxxxxxxxxxxxxxxxxxxxxxxxxxxxx","Region":1}
   ·                                 ────┬───
   ·                                     ╰─┤ not a property of
   ·                                       │ CallClientMediaStatsTimeSeries
   ·                                       │ (resource-log)
   ╰────
  help: run `acslint explain unknown-field` for details


"#]]
    );
}

#[test]
fn a_long_path_is_shortened_in_the_middle() {
    let path = "resourceId=/SUBSCRIPTIONS/8d1f/RESOURCEGROUPS/PROD/PROVIDERS/COMMUNICATION/y=2024/m=03/d=12/h=09/m=00/PT1H.json";
    let mut run = Run::new(&options(Format::Human));
    run.record(path, RECORD, usage(), &[wrong_type()]);
    let (report, _) = run.finish();
    let frame = report.lines().find(|line| line.contains("╭─[")).unwrap();
    assert_eq!(frame, "   ╭─[resourceId=/SUBSCRIP…TION/y=2024/m=03/d=12/h=09/m=00/PT1H.json:1:52]");
    assert!(frame.chars().count() <= 80, "{frame}");
}

#[test]
fn errors_of_a_record_precede_its_warnings() {
    let text = br#"{"Region":1,"Quantity":"57"}"#;
    let mut error = about(text, b"\"57\"", "wrong-type", Level::Error, "an error");
    error.field = Some("Quantity".to_owned());
    let findings = [
        about(text, b"\"Region\"", "unknown-field", Level::Info, "an info"),
        about(text, b"\"Quantity\"", "field-spelling", Level::Warning, "a warning"),
        error,
    ];
    let mut run = Run::new(&options(Format::Human));
    run.record("a.json", text, usage(), &findings);
    let (report, _) = run.finish();
    let places: Vec<usize> =
        ["an error", "a warning", "an info"].map(|message| report.find(message).unwrap()).into();
    assert!(places.is_sorted(), "{report}");
}

#[test]
fn of_something_without_an_end_only_the_start_is_underlined() {
    let text = br#"{"TimeGenerated":"2023-06-30T12:00:00Z","Quantity":"57"#;
    let mut finding = about(text, text, "truncated-record", Level::Warning, "cut off");
    finding.primary.text = Text::known("begins here, and has no end");
    finding.primary.is_open = true;
    assert_data_eq!(
        excerpt(text, finding, 80),
        str![[r#"
warning[truncated-record]: cut off
   ╭─[a.json:1:1]
 1 │ {"TimeGenerated":"2023-06-30T12:00:00Z","Quantity":"57
   · ┬
   · ╰── begins here, and has no end
   ╰────
  help: run `acslint explain truncated-record` for details


"#]]
    );
}
