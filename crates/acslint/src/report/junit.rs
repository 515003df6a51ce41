//! `junit`: test cases for viewers of test results: one for each category, for each file, and for each kind of finding
//! that the files do not list.
//!
//! A case with a finding at or above the failing level fails. One with lower findings passes, with the findings as
//! output. An unreadable input is an error.

use std::borrow::Cow;
use std::io::{self, Write};

use super::annotations::{Annotation, Selection};
use super::groups::{Firsts, Shown};
use super::{End, Located, Reporter, Sink};
use crate::text::{counted, printable, thousands};
use crate::values::Annotate;

/// Maximum number of findings in the cases of files.
const MOST_FINDINGS: usize = 1_000;
/// Maximum number of files without findings that have a case.
const MOST_CLEAN: usize = 1_000;

pub(super) struct Junit {
    sink: Sink,
    firsts: Firsts,
    /// Findings for the cases of files; `None` if there are only cases of kinds.
    files: Option<Files>,
}

/// Files of a run.
struct Files {
    findings: Selection,
    /// Names of the first files without findings.
    clean: Vec<String>,
    /// Number of further files without findings.
    more_clean: u64,
    /// True if the current input has findings.
    has_findings: bool,
}

/// Case of a test.
struct Case {
    class: String,
    name: String,
    /// File and line.
    place: Option<(String, u64)>,
    result: Outcome,
}

enum Outcome {
    /// Passed, perhaps with an output.
    Passed(Option<String>),
    /// Failed.
    Failed { message: String, rule: String, text: String },
    /// Could not be carried out.
    Error { message: String, kind: &'static str },
}

impl Junit {
    pub(super) fn new(sink: Sink, annotate: Annotate) -> Self {
        let files = (annotate == Annotate::Each).then(|| Files {
            findings: Selection::new(MOST_FINDINGS),
            clean: Vec::new(),
            more_clean: 0,
            has_findings: false,
        });
        Self { sink, firsts: Firsts::for_service(), files }
    }
}

impl Reporter for Junit {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        self.firsts.event(event);
        if let Some(files) = &mut self.files {
            files.findings.event(event);
            files.has_findings |= !event.findings.is_empty();
        }
        Ok(())
    }

    fn end_of_input(&mut self, file: &str) {
        let Some(files) = &mut self.files else {
            return;
        };
        if !std::mem::take(&mut files.has_findings) {
            if files.clean.len() < MOST_CLEAN {
                files.clean.push(file.to_owned());
            } else {
                files.more_clean += 1;
            }
        }
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        let groups = self.firsts.shown(end);
        let mut cases: Vec<Case> = end.tally.types().iter().map(category).collect();
        match &self.files {
            Some(files) => {
                cases.extend(files.findings.by_file().iter().map(|found| file(found, end)));
                cases.extend(files.clean.iter().map(|name| clean(name, end)));
                if files.more_clean > 0 {
                    let text = format!("{} without findings", counted(files.more_clean, "more file"));
                    cases.push(Case::passed("files", "more files", text));
                }
                let listed = listed(&files.findings, end.tally.groups().len());
                let rest = groups.iter().filter_map(|group| rest(group, &listed, end));
                cases.extend(rest);
            }
            None => cases.extend(groups.iter().map(|group| kind(group, end))),
        }
        cases.extend(end.known().map(|known| Case::passed("baseline", "known findings", known)));
        cases.extend(end.tally.unreadable.iter().map(|unreadable| Case {
            class: "inputs".to_owned(),
            name: end.service_path(&unreadable.file).into_owned(),
            place: None,
            result: Outcome::Error { message: unreadable.reason.clone(), kind: "unreadable" },
        }));
        cases.extend(end.failure().map(|message| Case {
            class: "inputs".to_owned(),
            name: "everything was checked".to_owned(),
            place: None,
            result: Outcome::Error { message, kind: "not-checked" },
        }));
        write(&mut self.sink, &cases, end)?;
        self.sink.flush()
    }
}

/// Returns the number of findings of each group in the cases of files.
fn listed(findings: &Selection, groups: usize) -> Vec<u64> {
    let mut listed = vec![0; groups];
    for group in findings.chosen().flat_map(|finding| &finding.groups) {
        listed[*group] += 1;
    }
    listed
}

fn category(count: &crate::tally::TypeCount) -> Case {
    Case::passed("categories", &count.record_type.to_string(), counted(count.records, "record"))
}

/// Returns the case of a file with these findings.
fn file(found: &[&Annotation], end: &End<'_>) -> Case {
    let fails = |finding: &&&Annotation| end.criteria.fail_on.is_some_and(|level| finding.level >= level);
    let lines = found.iter().map(|finding| match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.line()),
        None => finding.line(),
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let failing = found.iter().filter(fails).count();
    let first = found.iter().find(fails).or(found.first());
    let place = first.map(|finding| (finding.file.clone(), finding.start.line));
    let result = match first.filter(|_| failing > 0) {
        None => Outcome::Passed(Some(text)),
        Some(first) => Outcome::Failed {
            message: match failing {
                1 => first.message.clone(),
                _ => format!(
                    "{} and {} more at the failing level",
                    first.message,
                    thousands(failing as u64 - 1)
                ),
            },
            rule: first.rule.to_owned(),
            text,
        },
    };
    let name = first.map(|finding| finding.file.clone()).unwrap_or_default();
    Case { class: "files".to_owned(), name, place, result }
}

fn clean(name: &str, end: &End<'_>) -> Case {
    let name = end.service_path(name).into_owned();
    Case { class: "files".to_owned(), place: None, name, result: Outcome::Passed(None) }
}

/// Returns the case of a kind of finding, if the cases of files do not have all of them.
fn rest(group: &Shown<'_>, listed: &[u64], end: &End<'_>) -> Option<Case> {
    let in_files = group.index.and_then(|index| listed.get(index)).copied().unwrap_or(0);
    let more = group.spread.findings.saturating_sub(in_files);
    if more == 0 {
        return None;
    }
    let mut case = kind(group, end);
    if in_files > 0 {
        let note = format!("\n{} of them are not in the cases of files", thousands(more));
        match &mut case.result {
            Outcome::Passed(Some(text)) | Outcome::Failed { text, .. } => text.push_str(&note),
            Outcome::Passed(None) | Outcome::Error { .. } => {}
        }
    }
    Some(case)
}

/// Returns the case of a kind of finding.
fn kind(group: &Shown<'_>, end: &End<'_>) -> Case {
    let first = group.first;
    let help = first.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let text = group.line() + &help;
    let fails = end.criteria.fail_on.is_some_and(|level| group.level >= level);
    Case {
        class: group.kind(),
        name: match group.about.plain() {
            Some(about) => format!("{}: {about}", group.rule),
            None => group.rule.to_owned(),
        },
        place: Some((first.file.clone(), first.start.line)),
        result: if fails {
            Outcome::Failed { message: first.message.clone(), rule: group.rule.to_owned(), text }
        } else {
            Outcome::Passed(Some(text))
        },
    }
}

impl Case {
    fn passed(class: &str, name: &str, text: String) -> Self {
        let (class, name) = (class.to_owned(), name.to_owned());
        Self { class, name, place: None, result: Outcome::Passed(Some(text)) }
    }

    fn write(&self, sink: &mut dyn Write) -> io::Result<()> {
        write!(
            sink,
            "    <testcase classname=\"{}\" name=\"{}\"",
            escaped(&self.class),
            escaped(&self.name)
        )?;
        if let Some((file, line)) = &self.place {
            write!(sink, " file=\"{}\" line=\"{line}\"", escaped(file))?;
        }
        match &self.result {
            Outcome::Passed(None) => return writeln!(sink, "/>"),
            Outcome::Passed(Some(text)) => {
                writeln!(sink, ">\n      <system-out>{}</system-out>", escaped(text))?;
            }
            Outcome::Failed { message, rule, text } => {
                let (message, rule, text) = (escaped(message), escaped(rule), escaped(text));
                writeln!(sink, ">\n      <failure message=\"{message}\" type=\"{rule}\">{text}</failure>")?;
            }
            Outcome::Error { message, kind } => {
                writeln!(sink, ">\n      <error message=\"{}\" type=\"{kind}\"/>", escaped(message))?;
            }
        }
        writeln!(sink, "    </testcase>")
    }
}

fn write(sink: &mut dyn Write, cases: &[Case], end: &End<'_>) -> io::Result<()> {
    let count = |is: fn(&Outcome) -> bool| cases.iter().filter(|case| is(&case.result)).count();
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{:.3}\"",
        cases.len(),
        count(|result| matches!(result, Outcome::Failed { .. })),
        count(|result| matches!(result, Outcome::Error { .. })),
        end.elapsed.as_secs_f64()
    );
    writeln!(sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(sink, "<testsuites name=\"acslint\" {counts}>\n  <testsuite name=\"acslint\" {counts}>")?;
    for case in cases {
        case.write(sink)?;
    }
    writeln!(sink, "  </testsuite>\n</testsuites>")
}

/// Escapes text for an element or an attribute of XML; the allowed control characters stay.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, newline) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "&#10;"));
        for character in printable(line).chars() {
            let entity: Cow<'static, str> = match character {
                '&' => "&amp;".into(),
                '<' => "&lt;".into(),
                '>' => "&gt;".into(),
                '"' => "&quot;".into(),
                '\u{FFFE}' | '\u{FFFF}' => "\u{FFFD}".into(),
                other => other.to_string().into(),
            };
            escaped.push_str(&entity);
        }
        escaped.push_str(newline);
    }
    escaped
}
