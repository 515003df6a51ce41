//! Reports in the format `azure`.

use std::fs;

use acslint_check::Level;
use snapbox::{assert_data_eq, str};

use super::github::add;
use super::{Run, matrix, options};
use crate::report::PlannedReport;
use crate::values::Format;

#[test]
fn azure_matrix() {
    assert_data_eq!(
        matrix(Format::Azure),
        str![[r#"
== findings
##vso[task.logissue type=error;sourcepath=a.json;linenumber=1;columnnumber=52;code=wrong-type;]`Quantity` is text, not a number; help: drop the quotes
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
fn the_agent_gets_a_file_with_the_other_findings() {
    let directory = tempfile::tempdir().unwrap();
    let plan = PlannedReport { agent_directory: Some(directory.path().to_owned()), ..options(Format::Azure) };
    let mut run = Run::new(&plan);
    add(&mut run, "a.json", 12, &[Level::Error, Level::Info]);
    let (report, _) = run.finish();
    assert_eq!(report.matches("##vso[task.logissue type=error;").count(), 10);
    assert!(report.contains("\n14 findings without an issue; see the summary of the run\n"), "{report}");
    let file = report.split("##vso[task.uploadsummary]").nth(1).unwrap().lines().next().unwrap();
    let summary = fs::read_to_string(file).unwrap();
    assert!(summary.contains("\n- `a.json:12:52` error `wrong-type`: "), "{summary}");
    assert!(summary.contains("\n- `a.json:1:52` info `wrong-type`: "), "{summary}");
    assert!(file.starts_with(directory.path().to_str().unwrap()));
}

#[test]
fn a_clean_run_has_no_page() {
    let directory = tempfile::tempdir().unwrap();
    let plan = PlannedReport { agent_directory: Some(directory.path().to_owned()), ..options(Format::Azure) };
    let mut run = Run::new(&plan);
    add(&mut run, "a.json", 1, &[]);
    assert!(!run.finish().0.contains("uploadsummary"));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}
