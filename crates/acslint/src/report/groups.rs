//! Formats with groups of findings: they keep the first finding of each until the counts are known.

use std::borrow::Cow;
use std::io::{self, Write};

use acslint_check::{Level, Position, RecordType};

use super::{End, Located, Reporter, Sink};
use crate::tally::{Group, Spread, Tally};

/// Format that is written once all groups are known.
pub(super) struct ByGroup<W> {
    sink: Sink,
    firsts: Firsts,
    write: W,
}

impl<W> ByGroup<W>
where
    W: Fn(&mut dyn Write, &[Shown<'_>], &End<'_>) -> io::Result<()>,
{
    /// Creates the format; `write` writes it, with the groups in the order of [`Firsts::shown`].
    pub(super) fn new(sink: Sink, write: W) -> Self {
        Self { sink, firsts: Firsts::default(), write }
    }
}

impl<W> Reporter for ByGroup<W>
where
    W: Fn(&mut dyn Write, &[Shown<'_>], &End<'_>) -> io::Result<()> + Send,
{
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        self.firsts.event(event);
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        (self.write)(&mut self.sink, &self.firsts.shown(end.tally), end)?;
        self.sink.flush()
    }
}

/// Shown parts of a group.
pub(super) struct Shown<'a> {
    pub(super) rule: &'static str,
    pub(super) level: Level,
    pub(super) record_type: Option<RecordType>,
    pub(super) field: Option<&'a str>,
    pub(super) spread: Spread,
    pub(super) first: &'a First,
}

/// First finding of a group.
#[derive(Debug)]
pub(super) struct First {
    pub(super) file: String,
    pub(super) start: Position,
    pub(super) end: Position,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// First findings by the index of their groups.
#[derive(Debug, Default)]
struct Firsts(Vec<First>);

impl Firsts {
    /// Takes the findings of an event; groups are numbered in the order of their first findings.
    fn event(&mut self, event: &Located<'_>) {
        for spot in &event.findings {
            if spot.group == self.0.len() {
                self.0.push(First {
                    file: event.file.to_owned(),
                    start: spot.start,
                    end: spot.end,
                    message: spot.finding.message().into_owned(),
                    help: spot.finding.help().map(Cow::into_owned),
                });
            }
        }
    }

    /// Returns the groups with their first findings: the worst level first, then the most frequent.
    fn shown<'a>(&'a self, tally: &'a Tally) -> Vec<Shown<'a>> {
        let shown = |(group, first): (&'a Group, &'a First)| Shown {
            rule: group.rule,
            level: group.level,
            record_type: group.record_type,
            field: group.field.as_deref(),
            spread: group.spread,
            first,
        };
        let mut groups: Vec<_> = tally.groups().iter().zip(&self.0).map(shown).collect();
        groups.sort_by_key(|group| std::cmp::Reverse((group.level, group.spread.findings)));
        groups
    }
}

impl First {
    /// Returns file, line and column.
    pub(super) fn place(&self) -> String {
        format!("{}:{}:{}", self.file, self.start.line, self.start.column)
    }
}

impl Shown<'_> {
    /// Returns place, level, rule and message in one line.
    pub(super) fn line(&self) -> String {
        format!("{}: {}[{}] {}", self.first.place(), self.level, self.rule, self.message())
    }

    /// Returns the type of the records, or that it is unknown.
    pub(super) fn kind(&self) -> String {
        self.record_type.map_or_else(|| "unknown category".to_owned(), |of| of.to_string())
    }

    /// Returns the message of the first finding, with the number of others like it.
    pub(super) fn message(&self) -> String {
        match self.spread.findings {
            1 => self.first.message.clone(),
            count => format!(
                "{} ({} like this in {})",
                self.first.message,
                crate::text::thousands(count),
                crate::text::counted(self.spread.records, "record")
            ),
        }
    }
}
