//! Reports in the format `github`.

use snapbox::{assert_data_eq, str};

use super::{RECORD, Run, matrix, options, usage, wrong_type};
use crate::values::Format;

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
