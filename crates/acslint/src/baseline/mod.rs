//! A baseline: findings that are known, so that only new ones are reported and fail a run.
//!
//! It stands between the check and the reports, in the order of the inputs: what is left out is left out of all reports
//! alike, and does not depend on threads. Where a baseline knows a finding `k` times and it occurs more often, the later
//! ones are new. A finding is known by its [fingerprint](crate::fingerprint), never by file or line, since those change
//! when files are moved and records inserted.
//!
//! It needs about 100 bytes for each distinct finding that is known, however large the inputs are.

mod file;

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use acslint_check::{Event, Finding};

pub(crate) use file::schema;

use crate::error::Error;
use crate::fingerprint::{Content, Fingerprint};
use crate::output::OutputFile;
use crate::text::counted;

/// What to do with the file of a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// Leave out the findings that are in it.
    Compare,
    /// The same, and then remove from it what was not found any more.
    Prune,
    /// Write all findings into it.
    Write,
}

/// The known findings of a run, and how many of them were found so far.
#[derive(Debug)]
pub(crate) struct Baseline {
    path: PathBuf,
    task: Task,
    known: Known,
    /// What is written, if it is.
    output: Option<OutputFile>,
}

/// Known findings.
#[derive(Debug, Default)]
struct Known {
    entries: Vec<Entry>,
    by_fingerprint: HashMap<Fingerprint, usize>,
    kinds: Vec<Kind>,
    by_kind: HashMap<Kind, usize>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    fingerprint: Fingerprint,
    /// Number of its kind.
    kind: usize,
    /// How often it is known.
    count: u64,
    /// How often it was found, at most as often as it is known.
    found: u64,
}

/// What can be said of a known finding to people; the same fingerprint means the same kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Kind {
    rule: String,
    category: Option<String>,
    shape: Option<String>,
    field: Option<String>,
}

impl Known {
    /// The entry of a fingerprint, a new one if there is none.
    fn entry(&mut self, fingerprint: Fingerprint, kind: impl FnOnce() -> Kind) -> &mut Entry {
        let next = self.entries.len();
        let index = *self.by_fingerprint.entry(fingerprint).or_insert(next);
        if index == next {
            let kind = self.number(kind());
            self.entries.push(Entry { fingerprint, kind, count: 0, found: 0 });
        }
        &mut self.entries[index]
    }

    fn number(&mut self, kind: Kind) -> usize {
        if let Some(number) = self.by_kind.get(&kind) {
            return *number;
        }
        self.kinds.push(kind.clone());
        self.by_kind.insert(kind, self.kinds.len() - 1);
        self.kinds.len() - 1
    }
}

impl Baseline {
    /// Opens a baseline; one that is to be written begins empty.
    pub(crate) fn open(path: &Path, task: Task) -> Result<Self, Error> {
        let known = match task {
            Task::Write => Known::default(),
            Task::Compare | Task::Prune => file::read(path)?,
        };
        let output = match task {
            Task::Write | Task::Prune => Some(file::begin(path)?),
            Task::Compare => None,
        };
        Ok(Self { path: path.to_owned(), task, known, output })
    }

    /// Whether the run changes the file, and so must see all there is.
    pub(crate) fn is_written(&self) -> bool {
        self.task != Task::Compare
    }

    /// The findings of an event that are not known.
    pub(crate) fn sift<'f>(&mut self, event: &Event<'f>) -> Cow<'f, [Finding]> {
        if event.findings.is_empty() {
            return Cow::Borrowed(event.findings);
        }
        let content = Content::of(event);
        let new: Vec<&Finding> =
            event.findings.iter().filter(|finding| !self.knows(&content, finding)).collect();
        match new.len() {
            0 => Cow::Borrowed(&[]),
            all if all == event.findings.len() => Cow::Borrowed(event.findings),
            _ => Cow::Owned(new.into_iter().cloned().collect()),
        }
    }

    /// Whether a finding is known; if so, it is counted.
    fn knows(&mut self, content: &Content, finding: &Finding) -> bool {
        let fingerprint = content.fingerprint(finding);
        if self.task == Task::Write {
            let entry = self.known.entry(fingerprint, || kind(content, finding));
            entry.count += 1;
            entry.found += 1;
            return true;
        }
        let Some(index) = self.known.by_fingerprint.get(&fingerprint) else {
            return false;
        };
        let entry = &mut self.known.entries[*index];
        let is_known = entry.found < entry.count;
        entry.found += u64::from(is_known);
        is_known
    }

    /// Ends the run: writes the file if that was asked for, and says what became of the baseline.
    ///
    /// `is_complete` says that all there is was checked; of less, nobody can know what is not there any more.
    pub(crate) fn finish(self, is_complete: bool) -> (Outcome, Result<(), Error>) {
        let Self { path, task, mut known, output } = self;
        let found = known.entries.iter().map(|entry| entry.found).sum();
        let stale = is_complete.then(|| stale(&known));
        let mut written = Ok(());
        if let Some(output) = output.filter(|_| is_complete) {
            known.entries.retain(|entry| entry.found > 0);
            for entry in &mut known.entries {
                entry.count = entry.found;
            }
            written = file::write(output, &path, &mut known);
        }
        let change = match task {
            Task::Compare => Change::None,
            _ if !is_complete || written.is_err() => Change::Refused,
            Task::Prune => Change::Pruned,
            Task::Write => Change::Written,
        };
        (Outcome { file: path.to_string_lossy().into_owned(), known: found, stale, change }, written)
    }
}

fn kind(content: &Content, finding: &Finding) -> Kind {
    let of = content.kind(finding);
    Kind {
        rule: finding.rule.to_owned(),
        category: of.map(|of| of.category.to_owned()),
        shape: of.and_then(|of| of.shape).map(|shape| shape.id().to_owned()),
        field: finding.field.clone(),
    }
}

/// What was not found any more, by kind, the most frequent first.
fn stale(known: &Known) -> Vec<(String, u64)> {
    let mut counts = vec![0; known.kinds.len()];
    for entry in &known.entries {
        counts[entry.kind] += entry.count - entry.found;
    }
    let mut stale: Vec<_> = known.kinds.iter().zip(counts).filter(|(_, count)| *count > 0).collect();
    stale.sort_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
    stale.into_iter().map(|(kind, count)| (kind.describe(), count)).collect()
}

impl Kind {
    fn describe(&self) -> String {
        let Self { rule, category, shape, field } = self;
        let mut text = rule.clone();
        if let Some(category) = category {
            text.extend([" of ", category]);
        }
        if let Some(shape) = shape {
            text.extend([" (", shape, ")"]);
        }
        if let Some(field) = field {
            text.extend([", ", field]);
        }
        text
    }
}

/// What became of a baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Its file, as it was given.
    pub(crate) file: String,
    /// Findings that are in it and were found.
    pub(crate) known: u64,
    /// Findings that are in it and were not found, by kind; nothing where not all there is was checked.
    pub(crate) stale: Option<Vec<(String, u64)>>,
    pub(crate) change: Change,
}

/// What was done to the file of a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing was to be done.
    None,
    /// It has all findings now.
    Written,
    /// It has no stale findings any more.
    Pruned,
    /// It should have been written, and stays as it was.
    Refused,
}

impl Outcome {
    /// What is left out of the reports, and what became of the file.
    pub(crate) fn phrase(&self) -> String {
        let Self { file, known, .. } = self;
        let findings = counted(*known, "known finding");
        match self.change {
            Change::Written => format!("{} written to `{file}`", counted(*known, "finding")),
            Change::Refused => format!("{findings} left out, and `{file}` not written"),
            Change::Pruned => format!("{findings} left out, {} removed from `{file}`", self.stale_findings()),
            Change::None if self.stale() > 0 => {
                format!("{findings} left out, {} not found any more", self.stale_findings())
            }
            Change::None => format!("{findings} left out"),
        }
    }

    fn stale_findings(&self) -> String {
        counted(self.stale(), "stale one")
    }

    /// Number of findings that are known and were not found.
    pub(crate) fn stale(&self) -> u64 {
        self.stale.iter().flatten().map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests;
