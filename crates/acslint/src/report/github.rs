//! `github`: workflow commands, which GitHub shows at the lines of a pull request, and the summary of the step.
//!
//! A step shows ten annotations of a level. So each kind of finding gets one, at its first place, and a notice counts
//! the others: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use acslint_check::Level;

use super::{End, groups::Shown, markdown};
use crate::sanitize::{self, Form, Sanitizer};
use crate::text::{counted, printable};

/// Number of annotations of one level that a step shows.
const SHOWN: usize = 10;

/// Writes the commands, and the summary to the file that GitHub shows on the page of the run.
pub(super) fn write(
    sink: &mut dyn Write,
    groups: &[Shown<'_>],
    end: &End<'_>,
    step_summary: Option<&Path>,
) -> io::Result<()> {
    for unreadable in &end.tally.unreadable {
        let file = property(&unreadable.file);
        writeln!(sink, "::error file={file},title=unreadable::{}", data(&unreadable.reason))?;
    }
    if let Some(failure) = end.failure() {
        writeln!(sink, "::error title=acslint::{}", data(&failure))?;
    }
    let mut left_out = 0;
    // One of the notices is for the kinds left out.
    for (level, command, shown) in [
        (Level::Error, "error", SHOWN),
        (Level::Warning, "warning", SHOWN),
        (Level::Info, "notice", SHOWN - 1),
    ] {
        let of_level = || groups.iter().filter(|group| group.level == level);
        left_out += of_level().skip(shown).count();
        for group in of_level().take(shown) {
            let first = group.first;
            writeln!(
                sink,
                "::{command} file={},line={},endLine={},{}title={}::{}",
                property(&first.file),
                first.start.line,
                first.end.line,
                // Columns apply to annotations within one line only.
                if first.start.line == first.end.line {
                    format!("col={},endColumn={},", first.start.column, first.end.column)
                } else {
                    String::new()
                },
                property(group.rule),
                data(&group.message()),
            )?;
        }
    }
    if left_out > 0 {
        let kinds = counted(left_out as u64, "kind");
        writeln!(sink, "::notice title=acslint::{kinds} of findings without an annotation; see the log")?;
        for group in groups {
            writeln!(sink, "{}", sanitize::text(&printable(&group.line())))?;
        }
    }
    writeln!(sink, "{}", sanitize::text(&printable(&format!("{}: {}", end.counts(), end.reason()))))?;
    if let Some(path) = step_summary {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let mut file = Sanitizer::new(file, Form::Text);
        markdown::write(&mut file, groups, end)?;
        file.flush()?;
    }
    Ok(())
}

/// Returns the message of a command: one line, as [`printable`] returns it, without a command in it.
fn data(text: &str) -> String {
    sanitize::text(&printable(text)).replace('%', "%25")
}

/// Returns a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
