//! `grouped`: two lines for each kind of finding, with counts, independently of the number of findings.

use std::io::{self, Write};

use anstyle::Style;

use super::{End, concise::style, groups::Shown};
use crate::text::{counted, printable};

/// Writes the kinds, and a summary on request.
pub(super) fn write(
    sink: &mut dyn Write,
    groups: &[Shown<'_>],
    end: &End<'_>,
    summary: bool,
    colors: bool,
) -> io::Result<()> {
    for group in groups {
        let style = if colors { style(group.level) } else { Style::new() };
        let about = group.about.text().map(|about| format!(", {about}")).unwrap_or_default();
        writeln!(
            sink,
            "{style}{}[{}]{style:#} {}{}: {}{}",
            group.level,
            group.rule,
            group.kind(),
            printable(&about),
            group.counts(),
            group.times.map(|times| format!(", {times}")).unwrap_or_default(),
        )?;
        let first = group.first;
        writeln!(sink, "  {}: {}", printable(&first.place()), printable(&group.example()))?;
    }
    for unreadable in &end.tally.unreadable {
        writeln!(sink, "error: {}: {}", printable(&unreadable.file), printable(&unreadable.reason))?;
    }
    if summary {
        let line = format!(
            "{} of {} in {} of {}{}{}: {}",
            counted(end.tally.findings(), "finding"),
            counted(end.tally.groups().len() as u64, "kind"),
            counted(end.tally.records, "record"),
            counted(end.tally.files, "file"),
            end.known().map(|known| format!(" ({known})")).unwrap_or_default(),
            end.left_out(),
            end.reason(),
        );
        writeln!(sink, "{}", printable(&line))?;
    }
    Ok(())
}
