//! Findings that a service shows: a bounded number, chosen so that they help most.
//!
//! Errors come first. Of one level, each file gets its first finding before any file gets its second, so that as many
//! files as possible have one. Of equal findings, those in files of the change under review precede the others.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use acslint_check::{Level, Position};

use super::fold::{Folded, fold};
use super::groups::{Firsts, Shown};
use super::{End, Located, Reporter, Sink};

/// Number of annotations of one level that GitHub and Azure Pipelines show for a step.
pub(super) const PER_LEVEL: usize = 10;
/// Number of findings of one level beyond these that the summary of the step lists.
const LISTED: usize = 1_000;

/// Finding that may get an annotation.
#[derive(Debug)]
pub(super) struct Annotation {
    pub(super) rule: &'static str,
    pub(super) level: Level,
    /// Path for services.
    pub(super) file: String,
    pub(super) start: Position,
    pub(super) end: Position,
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// Indexes of the groups of its findings.
    pub(super) groups: Vec<usize>,
    /// Number of its file in the run.
    input: u64,
}

impl Annotation {
    fn new(event: &Located<'_>, folded: &Folded<'_, '_>) -> Self {
        let spot = folded.first();
        Self {
            rule: spot.finding.rule(),
            level: folded.level(),
            file: event.service_path().to_owned(),
            start: spot.start,
            end: spot.end,
            message: folded.message().into_owned(),
            help: spot.finding.help().map(Cow::into_owned),
            groups: folded.spots.iter().map(|spot| spot.group).collect(),
            input: event.place.input,
        }
    }

    /// Returns file, line and column.
    pub(super) fn place(&self) -> String {
        format!("{}:{}:{}", self.file, self.start.line, self.start.column)
    }

    /// Returns the message with the help.
    pub(super) fn advice(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; help: {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// Returns place, level, rule and message in one line.
    pub(super) fn line(&self) -> String {
        format!("{}: {}[{}] {}", self.place(), self.level, self.rule, self.message)
    }
}

/// Order in which findings are chosen.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    level: Reverse<Level>,
    is_unchanged: bool,
    /// Number of findings of the same level and file before it.
    round: u64,
    /// Number of findings before it, in input order.
    number: u64,
}

/// The findings with the lowest ranks so far.
#[derive(Debug)]
pub(super) struct Selection {
    most: usize,
    chosen: BTreeMap<Rank, Annotation>,
    /// Number of findings so far.
    all: u64,
    input: u64,
    rounds: [u64; Level::ALL.len()],
}

impl Selection {
    /// Creates a selection of at most this many findings.
    pub(super) fn new(most: usize) -> Self {
        Self { most, chosen: BTreeMap::new(), all: 0, input: 0, rounds: [0; Level::ALL.len()] }
    }

    /// Takes the findings of an event into account, folded.
    pub(super) fn event(&mut self, event: &Located<'_>) {
        for folded in fold(event) {
            self.add(event, &folded);
        }
    }

    /// Takes a finding into account; all findings of a file come in a row.
    fn add(&mut self, event: &Located<'_>, folded: &Folded<'_, '_>) {
        if self.input != event.place.input {
            self.input = event.place.input;
            self.rounds = [0; Level::ALL.len()];
        }
        let round = &mut self.rounds[folded.level() as usize];
        let rank = Rank {
            level: Reverse(folded.level()),
            is_unchanged: !event.is_changed(),
            round: *round,
            number: self.all,
        };
        *round += 1;
        self.all += 1;
        let is_full = self.chosen.len() == self.most;
        if is_full && self.chosen.last_key_value().is_none_or(|(last, _)| *last < rank) {
            return;
        }
        self.chosen.insert(rank, Annotation::new(event, folded));
        if is_full {
            self.chosen.pop_last();
        }
    }

    /// Returns the chosen findings, the first choice first.
    pub(super) fn chosen(&self) -> impl Iterator<Item = &Annotation> {
        self.chosen.values()
    }

    /// Returns the number of findings that were not chosen.
    pub(super) fn others(&self) -> u64 {
        self.all - self.chosen.len() as u64
    }

    /// Returns the chosen findings of each file, in input order.
    pub(super) fn by_file(&self) -> Vec<Vec<&Annotation>> {
        let mut files: BTreeMap<u64, Vec<(u64, &Annotation)>> = BTreeMap::new();
        for (rank, annotation) in &self.chosen {
            files.entry(annotation.input).or_default().push((rank.number, annotation));
        }
        let in_order = |mut annotations: Vec<(u64, _)>| {
            annotations.sort_by_key(|(number, _)| *number);
            annotations.into_iter().map(|(_, annotation)| annotation).collect()
        };
        files.into_values().map(in_order).collect()
    }
}

/// Findings for a service, level by level.
#[derive(Debug)]
pub(super) struct Levels([Selection; 3]);

impl Default for Levels {
    fn default() -> Self {
        Self([(); 3].map(|()| Selection::new(PER_LEVEL + LISTED)))
    }
}

impl Levels {
    fn selection(&mut self, level: Level) -> &mut Selection {
        &mut self.0[match level {
            Level::Error => 0,
            Level::Warning => 1,
            Level::Info | Level::Allow => 2,
        }]
    }

    /// Returns the findings that get an annotation, at most `most` of each level, and the other ones.
    pub(super) fn split(&self, most: [usize; 3]) -> (Vec<&Annotation>, Rest<'_>) {
        let (mut annotated, mut rest) = (Vec::new(), Rest::default());
        for (selection, most) in self.0.iter().zip(most) {
            annotated.extend(selection.chosen().take(most));
            let mut listed: Vec<_> = selection.chosen().skip(most).collect();
            listed
                .sort_by_key(|annotation| (annotation.input, annotation.start.line, annotation.start.column));
            rest.listed.extend(listed);
            rest.more += selection.others();
        }
        (annotated, rest)
    }
}

/// Findings without an annotation.
#[derive(Debug, Default)]
pub(super) struct Rest<'a> {
    /// Findings to list, the worst level first.
    pub(super) listed: Vec<&'a Annotation>,
    /// Number of further findings.
    pub(super) more: u64,
}

impl Rest<'_> {
    /// Returns the number of findings.
    pub(super) fn count(&self) -> u64 {
        self.listed.len() as u64 + self.more
    }
}

/// Format of a service, with an annotation for each finding.
pub(super) struct Each<W> {
    sink: Sink,
    firsts: Firsts,
    levels: Levels,
    write: W,
}

impl<W> Each<W>
where
    W: Fn(&mut dyn Write, &[Shown<'_>], &Levels, &End<'_>) -> io::Result<()>,
{
    /// Creates the format; `write` writes it, with the groups in the order of [`Firsts::shown`].
    pub(super) fn new(sink: Sink, write: W) -> Self {
        Self { sink, firsts: Firsts::for_service(), levels: Levels::default(), write }
    }
}

impl<W> Reporter for Each<W>
where
    W: Fn(&mut dyn Write, &[Shown<'_>], &Levels, &End<'_>) -> io::Result<()> + Send,
{
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        self.firsts.event(event);
        for folded in fold(event) {
            self.levels.selection(folded.level()).add(event, &folded);
        }
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        (self.write)(&mut self.sink, &self.firsts.shown(end), &self.levels, end)?;
        self.sink.flush()
    }
}
