//! `concise`: one line per finding, `path:line:column: level[rule] message`, for editors and fast reading.
//!
//! Besides the findings, the output only has the unreadable inputs, in the same form; the summary is one line on
//! standard error.

use std::io::{self, Write};

use acslint_check::Level;
use anstyle::{AnsiColor, Style};

use super::{End, Limit, Located, Reporter, Sink};
use crate::text::{printable, thousands};

pub(super) struct Concise {
    pub(super) sink: Sink,
    pub(super) notes: Sink,
    pub(super) limit: Limit,
    pub(super) summary: bool,
    pub(super) colors: bool,
}

impl Reporter for Concise {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        for spot in &event.findings {
            if !self.limit.admits() {
                continue;
            }
            let style = if self.colors { style(spot.finding.level()) } else { Style::new() };
            writeln!(
                self.sink,
                "{}:{}:{}: {style}{}[{}]{style:#} {}",
                printable(event.file),
                spot.start.line,
                spot.start.column,
                spot.finding.level(),
                spot.finding.rule(),
                printable(&spot.finding.message()),
            )?;
        }
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        for unreadable in &end.tally.unreadable {
            let style = if self.colors { style(Level::Error) } else { Style::new() };
            let (file, reason) = (printable(&unreadable.file), printable(&unreadable.reason));
            writeln!(self.sink, "{file}:1:1: {style}error[unreadable]{style:#} not read: {reason}")?;
        }
        self.sink.flush()?;
        if self.summary {
            let omitted = match self.limit.omitted {
                0 => String::new(),
                omitted => format!(" ({} not shown)", thousands(omitted)),
            };
            let line = format!("{}{omitted}: {}", end.counts(), end.reason());
            writeln!(self.notes, "{}", printable(&line))?;
        }
        Ok(())
    }
}

/// Returns the colour of a level.
pub(super) fn style(level: Level) -> Style {
    let color = match level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
        Level::Info | Level::Allow => AnsiColor::Cyan,
    };
    color.on_default().bold()
}
