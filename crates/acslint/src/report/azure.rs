//! `azure`: logging commands of Azure Pipelines, and a file for the page of the run:
//! <https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands>.
//!
//! The agent keeps ten errors and ten warnings of a step, so the most useful findings become issues.

use std::io::{self, Write};
use std::path::Path;

use acslint_check::Level;

use super::annotations::{Levels, PER_LEVEL, Rest};
use super::{End, github, groups::Shown, markdown};
use crate::output;
use crate::sanitize::{self, Form, Sanitizer};
use crate::text::{counted, printable};

/// Writes the commands, and the summary to a new file in the directory. Without `levels`, each kind of finding becomes
/// an issue.
pub(super) fn write(
    sink: &mut dyn Write,
    groups: &[Shown<'_>],
    levels: Option<&Levels>,
    end: &End<'_>,
    directory: Option<&Path>,
) -> io::Result<()> {
    for unreadable in &end.tally.unreadable {
        let file = property(&end.service_path(&unreadable.file));
        let reason = data(&unreadable.reason);
        writeln!(sink, "##vso[task.logissue type=error;sourcepath={file};]{reason}")?;
    }
    let failure = end.failure();
    if let Some(failure) = &failure {
        writeln!(sink, "##vso[task.logissue type=error;]{}", data(failure))?;
    }
    let taken = end.tally.unreadable.len() + usize::from(failure.is_some());
    let rest = if let Some(levels) = levels {
        // The agent has no issues below a warning.
        let (annotated, rest) = levels.split([PER_LEVEL.saturating_sub(taken), PER_LEVEL, 0]);
        for finding in annotated {
            let place = (finding.file.as_str(), finding.start.line, finding.start.column);
            issue(sink, finding.level, finding.rule, place, &finding.advice())?;
        }
        rest
    } else {
        kinds(sink, groups)?;
        Rest::default()
    };
    let summary = directory.filter(|_| !groups.is_empty());
    if rest.count() > 0 {
        let place = if summary.is_some() { "summary of the run" } else { "following lines" };
        let findings = counted(rest.count(), "finding");
        writeln!(sink, "{findings} without an issue; see the {place}")?;
        for group in groups {
            writeln!(sink, "{}", sanitize::text(&printable(&group.line())))?;
        }
        if summary.is_none() {
            github::log(sink, &rest)?;
        }
    }
    if let Some(directory) = summary {
        let mut text = Vec::new();
        let mut sanitizer = Sanitizer::new(&mut text, Form::Text);
        markdown::write_for_service(&mut sanitizer, groups, &rest, end)?;
        sanitizer.flush()?;
        drop(sanitizer);
        // The agent reads the file once the step has ended: each summary needs a name of its own.
        let name = format!("acslint-{}.md", &blake3::hash(&text).to_hex()[..16]);
        let file = directory.join(name);
        output::write(&file, &text)?;
        writeln!(sink, "##vso[task.uploadsummary]{}", data(&file.to_string_lossy()))?;
    }
    writeln!(sink, "{}", sanitize::text(&printable(&format!("{}: {}", end.counts(), end.reason()))))
}

/// Writes an issue for each kind of finding; those below a warning are lines of the log.
fn kinds(sink: &mut dyn Write, groups: &[Shown<'_>]) -> io::Result<()> {
    for group in groups {
        if group.level < Level::Warning {
            writeln!(sink, "{}", sanitize::text(&printable(&group.line())))?;
            continue;
        }
        let first = group.first;
        let place = (first.file.as_str(), first.start.line, first.start.column);
        issue(sink, group.level, group.rule, place, &group.message())?;
    }
    Ok(())
}

fn issue(
    sink: &mut dyn Write,
    level: Level,
    rule: &str,
    (file, line, column): (&str, u64, u64),
    message: &str,
) -> io::Result<()> {
    writeln!(
        sink,
        "##vso[task.logissue type={};sourcepath={};linenumber={line};columnnumber={column};code={};]{}",
        if level == Level::Error { "error" } else { "warning" },
        property(file),
        property(rule),
        data(message),
    )
}

/// Returns the message of a command: one line, as [`printable`] returns it, without a command in it.
fn data(text: &str) -> String {
    sanitize::text(&printable(text)).replace('%', "%AZP25")
}

/// Returns a property of a command.
fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
