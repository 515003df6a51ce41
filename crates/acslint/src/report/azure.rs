//! `azure`: logging commands of Azure Pipelines, one for each kind of finding:
//! <https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands>.

use std::io::{self, Write};

use acslint_check::Level;

use super::{End, groups::Shown};
use crate::sanitize;
use crate::text::printable;

/// Writes the commands.
pub(super) fn write(sink: &mut dyn Write, groups: &[Shown<'_>], end: &End<'_>) -> io::Result<()> {
    for unreadable in &end.tally.unreadable {
        let file = property(&unreadable.file);
        let reason = data(&unreadable.reason);
        writeln!(sink, "##vso[task.logissue type=error;sourcepath={file};]{reason}")?;
    }
    if let Some(failure) = end.failure() {
        writeln!(sink, "##vso[task.logissue type=error;]{}", data(&failure))?;
    }
    for group in groups {
        let first = group.first;
        let (line, column) = (first.start.line, first.start.column);
        let kind = match group.level {
            Level::Error => "error",
            Level::Warning => "warning",
            // A warning is the lowest severity of an issue.
            Level::Info | Level::Allow => {
                writeln!(sink, "{}", sanitize::text(&printable(&group.line())))?;
                continue;
            }
        };
        writeln!(
            sink,
            "##vso[task.logissue type={kind};sourcepath={};linenumber={line};columnnumber={column};code={};]{}",
            property(&first.file),
            property(group.rule),
            data(&group.message()),
        )?;
    }
    writeln!(sink, "{}", sanitize::text(&printable(&format!("{}: {}", end.counts(), end.reason()))))
}

/// Returns the message of a command: one line, as [`printable`] returns it, without a command in it.
fn data(text: &str) -> String {
    sanitize::text(&printable(text)).replace('%', "%AZP25")
}

/// Returns a property of a command.
fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
