//! Reports in the format `junit`.

use acslint_check::Level;
use snapbox::{assert_data_eq, str};

use super::github::add;
use super::{Run, matrix, options};
use crate::report::PlannedReport;
use crate::values::{Annotate, Format};

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
    <testcase classname="files" name="a.json" file="a.json" line="1">
      <failure message="`Quantity` is text, not a number" type="wrong-type">a.json:1:52: error[wrong-type] `Quantity` is text, not a number&#10;help: drop the quotes</failure>
    </testcase>
  </testsuite>
</testsuites>
== clean
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="2" failures="0" errors="0" time="0.500">
  <testsuite name="acslint" tests="2" failures="0" errors="0" time="0.500">
    <testcase classname="categories" name="Usage (table)">
      <system-out>1 record</system-out>
    </testcase>
    <testcase classname="files" name="a.json"/>
  </testsuite>
</testsuites>
== unreadable file
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="3" failures="0" errors="1" time="0.500">
  <testsuite name="acslint" tests="3" failures="0" errors="1" time="0.500">
    <testcase classname="categories" name="Usage (table)">
      <system-out>1 record</system-out>
    </testcase>
    <testcase classname="files" name="a.json"/>
    <testcase classname="inputs" name="b.json">
      <error message="Permission denied (os error 13)" type="unreadable"/>
    </testcase>
  </testsuite>
</testsuites>
== broken document
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="1" failures="1" errors="0" time="0.500">
  <testsuite name="acslint" tests="1" failures="1" errors="0" time="0.500">
    <testcase classname="files" name="a.json" file="a.json" line="1">
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
<testsuites name="acslint" tests="3" failures="0" errors="1" time="0.500">
  <testsuite name="acslint" tests="3" failures="0" errors="1" time="0.500">
    <testcase classname="categories" name="Usage (table)">
      <system-out>1 record</system-out>
    </testcase>
    <testcase classname="files" name="a.json"/>
    <testcase classname="inputs" name="everything was checked">
      <error message="interrupted: not everything was read" type="not-checked"/>
    </testcase>
  </testsuite>
</testsuites>

"#]]
    );
}

/// Returns the test case of this name.
fn case<'r>(report: &'r str, name: &str) -> &'r str {
    let start = report.find(&format!(" name=\"{name}\"")).unwrap_or_else(|| panic!("{name} in {report}"));
    let rest = &report[start..];
    &rest[..rest.find("<testcase").unwrap_or(rest.len())]
}

#[test]
fn a_file_has_a_case_with_its_findings() {
    let mut run = Run::new(&options(Format::Junit));
    add(&mut run, "a.json", 2, &[Level::Warning, Level::Error]);
    add(&mut run, "b.json", 1, &[Level::Warning]);
    add(&mut run, "c.json", 1, &[]);
    let (report, _) = run.finish();
    assert!(report.contains("tests=\"4\" failures=\"1\" errors=\"0\""), "{report}");
    let a = case(&report, "a.json");
    assert!(a.starts_with(" name=\"a.json\" file=\"a.json\" line=\"1\">"), "{a}");
    for (line, level) in [(1, "warning"), (1, "error"), (2, "warning"), (2, "error")] {
        assert!(a.contains(&format!("a.json:{line}:52: {level}[wrong-type]")), "{a}");
    }
    assert!(
        a.contains("<failure message=\"`Quantity` is text, not a number and 1 more at the failing level\""),
        "{a}"
    );
    assert!(case(&report, "b.json").contains("<system-out>b.json:1:52: warning"), "{report}");
    assert!(case(&report, "c.json").starts_with(" name=\"c.json\"/>"), "{report}");
    assert!(!report.contains("wrong-type: Quantity"), "{report}");
}

#[test]
fn beyond_a_thousand_findings_there_are_kinds() {
    let mut run = Run::new(&options(Format::Junit));
    add(&mut run, "a.json", 1_500, &[Level::Error]);
    add(&mut run, "b.json", 1, &[Level::Warning]);
    add(&mut run, "c.json", 1, &[Level::Error]);
    let (report, _) = run.finish();
    let places = |file: &str| report.matches(&format!("{file}:")).count();
    // The kind names its first place too.
    assert_eq!((places("a.json"), places("b.json"), places("c.json")), (1_000, 1, 1), "{report}");
    let kind = case(&report, "wrong-type: Quantity");
    assert!(kind.contains("(1,501 like this in 1,501 records)"), "{kind}");
    assert!(kind.contains("501 of them are not in the cases of files"), "{kind}");
}

#[test]
fn there_can_be_cases_of_kinds_only() {
    let mut run = Run::new(&PlannedReport { annotate: Annotate::Kind, ..options(Format::Junit) });
    add(&mut run, "a.json", 3, &[Level::Error]);
    let (report, _) = run.finish();
    assert!(!report.contains("classname=\"files\""), "{report}");
    assert!(case(&report, "wrong-type: Quantity").contains("(3 like this in 3 records)"), "{report}");
}

#[test]
fn many_clean_files_are_counted() {
    let mut run = Run::new(&options(Format::Junit));
    for number in 0..1_002 {
        add(&mut run, &format!("{number}.json"), 1, &[]);
    }
    let (report, _) = run.finish();
    assert!(case(&report, "more files").contains("2 more files without findings"), "{report}");
    assert!(report.contains("tests=\"1002\""), "{report}");
}
