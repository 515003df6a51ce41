//! Reports in the format `github`.

use std::fs;

use acslint_check::{Finding, Label, Level, Span};
use snapbox::{assert_data_eq, str};

use super::{RECORD, Run, matrix, options, usage, wrong_type};
use crate::report::paths::Paths;
use crate::report::{PlannedReport, Roots};
use crate::values::{Annotate, Format};

#[test]
fn github_matrix() {
    assert_data_eq!(
        matrix(Format::Github),
        str![[r#"
== findings
::error file=a.json,line=1,endLine=1,col=52,endColumn=56,title=wrong-type::`Quantity` is text, not a number; help: drop the quotes
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

/// With `--annotate kind`, services get one annotation for a repeated defect.
#[test]
fn annotations_of_kinds_are_few_and_say_how_many_there_are() {
    for format in [Format::Github, Format::Azure, Format::Junit, Format::Markdown, Format::Grouped] {
        let mut run = Run::new(&PlannedReport { annotate: Annotate::Kind, ..options(format) });
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
    for annotate in [Annotate::Each, Annotate::Kind] {
        let mut run = Run::new(&PlannedReport { annotate, ..options(Format::Github) });
        for number in 0..30 {
            let mut finding = wrong_type();
            finding.field = Some(format!("Field{number}"));
            run.record("a.json", RECORD, usage(), &[finding]);
        }
        let (report, _) = run.finish();
        assert_eq!(report.matches("::error ").count(), 10);
        let notice = match annotate {
            Annotate::Each => "::notice title=acslint::20 findings without an annotation; see the log",
            Annotate::Kind => {
                "::notice title=acslint::20 kinds of findings without an annotation; see the log"
            }
        };
        assert!(report.contains(notice), "{report}");
    }
}

/// Returns file and line of each annotation of a level, in order.
fn annotated(report: &str, level: &str) -> Vec<String> {
    let commands = report.lines().filter_map(|line| line.strip_prefix(&format!("::{level} file=")));
    commands.map(|command| command.split(",end").next().unwrap().replace(",line=", ":")).collect()
}

pub(super) fn at_level(level: Level) -> Finding {
    Finding { level, ..wrong_type() }
}

/// Adds a file with this many lines, each with findings of these levels.
pub(super) fn add(run: &mut Run, file: &str, lines: usize, levels: &[Level]) {
    let findings: Vec<Finding> = levels.iter().map(|level| at_level(*level)).collect();
    let text = [RECORD, b"\n"].concat();
    let input = text.repeat(lines);
    run.reports.begin(file, 0);
    for line in 0..lines {
        let start = line * text.len();
        let moved = |finding: &Finding| {
            let span = finding.primary.span;
            let span = Span::new(span.start + start as u64, span.end + start as u64);
            Finding { primary: Label { span, ..finding.primary.clone() }, fix: None, ..finding.clone() }
        };
        let findings: Vec<Finding> = findings.iter().map(moved).collect();
        run.event(&input, line as u64 + 1, start, start + RECORD.len(), usage(), &findings);
    }
    run.reports.end_of_file(input.len() as u64);
}

#[test]
fn each_file_gets_an_annotation_before_any_gets_a_second() {
    for (format, command) in [(Format::Github, "::error "), (Format::Azure, "type=error")] {
        let mut run = Run::new(&options(format));
        add(&mut run, "big.json", 50, &[Level::Error]);
        for number in 0..8 {
            add(&mut run, &format!("{number}.json"), 1, &[Level::Error]);
        }
        let (report, _) = run.finish();
        assert_eq!(report.matches(command).count(), 10, "{report}");
        let commands: Vec<&str> = report.lines().filter(|line| line.contains(command)).collect();
        for number in 0..8 {
            assert!(commands.iter().any(|line| line.contains(&format!("{number}.json"))), "{report}");
        }
        let of_big = commands.iter().filter(|line| line.contains("big.json"));
        assert_eq!(of_big.count(), 2, "{report}");
    }
}

#[test]
fn errors_precede_warnings_and_have_their_own_number() {
    let mut run = Run::new(&options(Format::Github));
    add(&mut run, "a.json", 12, &[Level::Warning, Level::Error]);
    let (report, _) = run.finish();
    let lines: Vec<String> = (1..=10).map(|line| format!("a.json:{line}")).collect();
    assert_eq!(annotated(&report, "error"), lines);
    assert_eq!(annotated(&report, "warning"), lines);
    assert!(report.find("::error").unwrap() < report.find("::warning").unwrap());
    assert!(report.contains("::notice title=acslint::4 findings without an annotation"), "{report}");
    assert!(report.contains("; help: drop the quotes\n"), "{report}");
    // Without a summary of the step, the log has the others.
    for place in
        ["a.json:11:52: error[", "a.json:12:52: error[", "a.json:11:52: warning[", "a.json:12:52: warning["]
    {
        assert!(report.contains(&format!("\n{place}")), "{report}");
    }
}

#[test]
fn files_of_the_change_come_first() {
    let directory = tempfile::tempdir().unwrap();
    let name =
        |number: usize| directory.path().join(format!("{number:02}.json")).to_string_lossy().into_owned();
    let mut run = Run::new(&options(Format::Github));
    run.reports.paths = Paths::new(&Roots::default(), [name(13).into(), name(14).into()].into());
    for number in 0..15 {
        add(&mut run, &name(number), 4, &[Level::Error]);
    }
    let (report, _) = run.finish();
    let files: Vec<String> = annotated(&report, "error");
    let of = |number: usize, line: usize| format!("{}:{line}", name(number));
    let (changed, others) = files.split_at(8);
    let both = |line| [of(13, line), of(14, line)];
    assert_eq!(changed, [both(1), both(2), both(3), both(4)].concat());
    assert_eq!(others, [of(0, 1), of(1, 1)]);
}

#[test]
fn the_summary_of_the_step_lists_the_others() {
    let directory = tempfile::tempdir().unwrap();
    let summary = directory.path().join("summary.md");
    let plan = PlannedReport { step_summary: Some(summary.clone()), ..options(Format::Github) };
    let mut run = Run::new(&plan);
    add(&mut run, "a.json", 12, &[Level::Error]);
    add(&mut run, "b.json", 2_000, &[Level::Warning]);
    let (report, _) = run.finish();
    assert!(report.contains(
        "::notice title=acslint::1,992 findings without an annotation; see the summary of the step"
    ));
    assert!(!report.contains("\nb.json:11:52"), "{report}");
    let summary = fs::read_to_string(summary).unwrap();
    assert!(
        summary.contains("\n1,992 findings without an annotation:\n\n- `a.json:11:52` error `wrong-type`: "),
        "{summary}"
    );
    assert_eq!(summary.matches("\n- `b.json:").count(), 1_000);
    assert!(summary.contains("\n- `b.json:1010:52` warning"));
    assert!(summary.ends_with("\n990 more findings not listed; the table has their kinds.\n\n"), "{summary}");
}

#[test]
fn unreadable_inputs_take_the_place_of_errors() {
    let mut run = Run::new(&options(Format::Github));
    add(&mut run, "a.json", 12, &[Level::Error]);
    for number in 0..3 {
        run.reports.unreadable(&format!("{number}.json"), "Permission denied".to_owned(), 0);
    }
    let (report, _) = run.finish();
    assert_eq!(report.matches("::error ").count(), 10, "{report}");
    assert!(report.contains("5 findings without an annotation"), "{report}");
}
