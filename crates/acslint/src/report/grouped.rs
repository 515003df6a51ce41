//! `grouped`: two lines for each kind of finding, with counts, however often it occurs.

use std::io::{self, Write};

use anstyle::Style;

use super::{End, Located, Reporter, Sink, concise::style, firsts::Firsts};
use crate::text::{counted, visible};

pub(super) struct Grouped {
    pub(super) sink: Sink,
    pub(super) firsts: Firsts,
    pub(super) summary: bool,
    pub(super) colors: bool,
}

impl Reporter for Grouped {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        self.firsts.event(event);
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        for group in self.firsts.shown(end.tally) {
            let style = if self.colors { style(group.level) } else { Style::new() };
            let field = group.field.map(|field| format!(", `{field}`")).unwrap_or_default();
            writeln!(
                self.sink,
                "{style}{}[{}]{style:#} {}{}: {} in {} of {}",
                group.level,
                group.rule,
                group.kind(),
                visible(&field),
                counted(group.spread.findings, "finding"),
                counted(group.spread.records, "record"),
                counted(group.spread.files, "file"),
            )?;
            let first = group.first;
            writeln!(
                self.sink,
                "  {}:{}:{}: {}",
                visible(&first.file),
                first.start.line,
                first.start.column,
                visible(&first.message)
            )?;
        }
        for unreadable in &end.tally.unreadable {
            writeln!(self.sink, "error: {}: {}", visible(&unreadable.file), visible(&unreadable.reason))?;
        }
        if self.summary {
            writeln!(
                self.sink,
                "{} of {} in {} of {}: {}",
                counted(end.tally.findings(), "finding"),
                counted(end.tally.groups().len() as u64, "kind"),
                counted(end.tally.records, "record"),
                counted(end.tally.files, "file"),
                end.reason(),
            )?;
        }
        self.sink.flush()
    }
}
