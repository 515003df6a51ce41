//! `github`: workflow commands, which GitHub shows at the lines of a pull request, and the summary of the step.
//!
//! A step shows ten annotations of a level, so the most useful findings get one, and a notice counts the others:
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use acslint_check::{Level, Position};

use super::annotations::{self, Levels, PER_LEVEL, Rest};
use super::{End, groups::Shown, markdown};
use crate::sanitize::{self, Form, Sanitizer};
use crate::text::{counted, printable};

/// Place and content of an annotation.
struct Annotation<'a> {
    level: Level,
    rule: &'a str,
    file: &'a str,
    start: Position,
    end: Position,
    message: String,
}

/// Writes the commands, and the summary to the file that GitHub shows on the page of the run. Without `levels`, each
/// kind of finding gets an annotation.
pub(super) fn write(
    sink: &mut dyn Write,
    groups: &[Shown<'_>],
    levels: Option<&Levels>,
    end: &End<'_>,
    step_summary: Option<&Path>,
) -> io::Result<()> {
    let taken = about_run(sink, end)?;
    // One of the notices is for what is left out.
    let most = [PER_LEVEL.saturating_sub(taken), PER_LEVEL, PER_LEVEL - 1];
    let (annotations, rest) = match levels {
        Some(levels) => of_findings(levels, most),
        None => of_kinds(groups, most),
    };
    for annotation in &annotations {
        annotation.write(sink)?;
    }
    let left_out = match levels {
        Some(_) => rest.count(),
        None => (groups.len() - annotations.len()) as u64,
    };
    if left_out > 0 {
        let findings = match levels {
            Some(_) => counted(left_out, "finding"),
            None => format!("{} of findings", counted(left_out, "kind")),
        };
        let place = if step_summary.is_some() { "summary of the step" } else { "log" };
        writeln!(sink, "::notice title=acslint::{findings} without an annotation; see the {place}")?;
        for group in groups {
            writeln!(sink, "{}", sanitize::text(&printable(&group.line())))?;
        }
        if step_summary.is_none() {
            log(sink, &rest)?;
        }
    }
    writeln!(sink, "{}", sanitize::text(&printable(&format!("{}: {}", end.counts(), end.reason()))))?;
    if let Some(path) = step_summary {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let mut file = Sanitizer::new(file, Form::Text);
        markdown::write_for_service(&mut file, groups, &rest, end)?;
        file.flush()?;
    }
    Ok(())
}

/// Writes the annotations about the run as a whole, and returns their number.
fn about_run(sink: &mut dyn Write, end: &End<'_>) -> io::Result<usize> {
    for unreadable in &end.tally.unreadable {
        let file = property(&end.service_path(&unreadable.file));
        writeln!(sink, "::error file={file},title=unreadable::{}", data(&unreadable.reason))?;
    }
    let failure = end.failure();
    if let Some(failure) = &failure {
        writeln!(sink, "::error title=acslint::{}", data(failure))?;
    }
    Ok(end.tally.unreadable.len() + usize::from(failure.is_some()))
}

fn of_findings(levels: &Levels, most: [usize; 3]) -> (Vec<Annotation<'_>>, Rest<'_>) {
    let (annotated, rest) = levels.split(most);
    (annotated.into_iter().map(annotation).collect(), rest)
}

fn annotation(found: &annotations::Annotation) -> Annotation<'_> {
    Annotation {
        level: found.level,
        rule: found.rule,
        file: &found.file,
        start: found.start,
        end: found.end,
        message: found.advice(),
    }
}

fn of_kinds<'a>(groups: &'a [Shown<'_>], most: [usize; 3]) -> (Vec<Annotation<'a>>, Rest<'a>) {
    let mut annotations = Vec::new();
    for (level, most) in [Level::Error, Level::Warning, Level::Info].into_iter().zip(most) {
        let of_level = groups.iter().filter(|group| group.level == level);
        annotations.extend(of_level.take(most).map(|group| Annotation {
            level,
            rule: group.rule,
            file: &group.first.file,
            start: group.first.start,
            end: group.first.end,
            message: group.message(),
        }));
    }
    (annotations, Rest::default())
}

/// Writes the findings without an annotation to the log.
pub(super) fn log(sink: &mut dyn Write, rest: &Rest<'_>) -> io::Result<()> {
    for finding in &rest.listed {
        writeln!(sink, "{}", sanitize::text(&printable(&finding.line())))?;
    }
    if rest.more > 0 {
        writeln!(sink, "{} not listed", counted(rest.more, "more finding"))?;
    }
    Ok(())
}

impl Annotation<'_> {
    fn write(&self, sink: &mut dyn Write) -> io::Result<()> {
        let command = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info | Level::Allow => "notice",
        };
        let (start, end) = (self.start, self.end);
        writeln!(
            sink,
            "::{command} file={},line={},endLine={},{}title={}::{}",
            property(self.file),
            start.line,
            end.line,
            // Columns apply to annotations within one line only.
            if start.line == end.line {
                format!("col={},endColumn={},", start.column, end.column)
            } else {
                String::new()
            },
            property(self.rule),
            data(&self.message),
        )
    }
}

/// Returns the message of a command: one line, as [`printable`] returns it, without a command in it.
fn data(text: &str) -> String {
    sanitize::text(&printable(text)).replace('%', "%25")
}

/// Returns a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
