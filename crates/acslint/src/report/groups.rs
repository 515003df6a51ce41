//! Formats with groups of findings: they keep the first finding of each until the counts are known.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use acslint_check::{Level, Position, RecordType};

use super::{End, Located, Reporter, Sink};
use crate::grouping::{Group, Head, Name, Spread, Times};
use crate::text::{counted, thousands};

/// Maximum number of names of one rule and type of record that have a row of their own; the others share one.
const MOST_NAMES: usize = 100;

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
    pub(super) fn new(sink: Sink, firsts: Firsts, write: W) -> Self {
        Self { sink, firsts, write }
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
        (self.write)(&mut self.sink, &self.firsts.shown(end), end)?;
        self.sink.flush()
    }
}

/// Shown parts of a group.
pub(super) struct Shown<'a> {
    pub(super) rule: &'static str,
    pub(super) level: Level,
    pub(super) record_type: Option<RecordType>,
    pub(super) about: About<'a>,
    pub(super) spread: Spread,
    /// Times of the records, if the report may show them.
    pub(super) times: Option<Times>,
    pub(super) first: &'a First,
    /// Index in the tally; `None` for several groups.
    pub(super) index: Option<usize>,
}

/// Subject of the findings of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About<'a> {
    /// Nothing with a name.
    Nothing,
    /// Property, by its canonical name.
    Field(&'a str),
    /// Name that no schema knows.
    Name(Cow<'a, str>),
    /// All names that are not shown.
    OtherNames,
}

impl<'a> About<'a> {
    /// Returns the subject of a group, redacted if the report is.
    pub(super) fn of(group: &'a Group, end: &End<'a>) -> Self {
        match (&group.name, group.field.as_deref()) {
            (Some(Name::Of(name)), _) => Self::Name(end.disclose(name)),
            (Some(Name::Others), _) => Self::OtherNames,
            (None, Some(field)) => Self::Field(field),
            (None, None) => Self::Nothing,
        }
    }

    /// Returns the subject as text, with backticks around a name.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Field(field) => Some(format!("`{field}`")),
            Self::Name(name) => Some(format!("`{name}`")),
            Self::OtherNames => Some("other names".to_owned()),
        }
    }

    /// Returns the subject as text without backticks.
    pub(super) fn plain(&self) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::Field(field) => Some(field),
            Self::Name(name) => Some(name),
            Self::OtherNames => Some("other names"),
        }
    }
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
pub(super) struct Firsts {
    all: Vec<First>,
    /// True if their paths are for services.
    for_service: bool,
}

impl Firsts {
    /// First findings with paths for services.
    pub(super) fn for_service() -> Self {
        Self { for_service: true, ..Self::default() }
    }

    /// Takes the findings of an event; groups are numbered in the order of their first findings.
    pub(super) fn event(&mut self, event: &Located<'_>) {
        for spot in &event.findings {
            if spot.group == self.all.len() {
                let file = if self.for_service { event.service_path() } else { event.file };
                self.all.push(First {
                    file: file.to_owned(),
                    start: spot.start,
                    end: spot.end,
                    message: spot.finding.message().into_owned(),
                    help: spot.finding.help().map(Cow::into_owned),
                });
            }
        }
    }

    /// Returns the groups with their first findings: the worst level first, then the most frequent. Of many names,
    /// the most frequent have a group each, and one for all others follows them.
    pub(super) fn shown<'a>(&'a self, end: &End<'a>) -> Vec<Shown<'a>> {
        let shown = |(index, (group, first)): (usize, (&'a Group, &'a First))| Shown {
            rule: group.rule,
            level: group.level,
            record_type: group.record_type,
            about: About::of(group, end),
            spread: group.spread,
            times: end.times(group),
            first,
            index: Some(index),
        };
        let groups = end.tally.groups().iter().zip(&self.all).enumerate();
        let mut groups: Vec<_> = groups.map(shown).collect();
        groups.sort_by_key(|group| std::cmp::Reverse((group.level, group.spread.findings)));
        let mut names: BTreeMap<Head, usize> = BTreeMap::new();
        let mut others: BTreeMap<Head, Shown<'a>> = BTreeMap::new();
        groups.retain_mut(|group| {
            let head = (group.rule, group.level, group.record_type);
            let is_shown = match group.about {
                About::Nothing | About::Field(_) => true,
                About::OtherNames => false,
                About::Name(_) => {
                    let names = names.entry(head).or_default();
                    *names += 1;
                    *names <= MOST_NAMES
                }
            };
            if !is_shown {
                match others.get_mut(&head) {
                    None => {
                        let about = About::OtherNames;
                        others.insert(head, Shown { about, index: None, ..*group });
                    }
                    Some(other) => {
                        other.spread = other.spread.with(group.spread);
                        other.times = Times::of_both(other.times, group.times);
                    }
                }
            }
            is_shown
        });
        if !others.is_empty() {
            groups.extend(others.into_values());
            groups.sort_by_key(|group| std::cmp::Reverse((group.level, group.spread.findings)));
        }
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

    /// Returns the numbers of findings, records and files; for several names, only of findings.
    pub(super) fn counts(&self) -> String {
        let Spread { findings, records, files, .. } = self.spread;
        let findings = counted(findings, "finding");
        match self.about {
            About::OtherNames => findings,
            _ => format!("{findings} in {} of {}", counted(records, "record"), counted(files, "file")),
        }
    }

    /// Returns the message of the first finding.
    pub(super) fn example(&self) -> Cow<'_, str> {
        match self.about {
            About::OtherNames => format!("other names, such as: {}", self.first.message).into(),
            _ => self.first.message.as_str().into(),
        }
    }

    /// Returns the message of the first finding, with the number of others like it.
    pub(super) fn message(&self) -> String {
        let message = &self.first.message;
        match (self.spread.findings, &self.about) {
            (1, _) => message.clone(),
            (count, About::OtherNames) => {
                format!("{message} ({} with names that are not listed)", thousands(count))
            }
            (count, _) => {
                format!(
                    "{message} ({} like this in {})",
                    thousands(count),
                    counted(self.spread.records, "record")
                )
            }
        }
    }
}
