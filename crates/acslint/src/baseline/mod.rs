//! A baseline: findings that are known, so that only new ones are reported and fail a run.
//!
//! It stands between the check and the reports, in the order of the inputs: what is left out is left out of all reports
//! alike, and does not depend on threads. Where a baseline knows a finding `k` times and it occurs more often, the later
//! ones are new. A finding is known by its [key](crate::fingerprint::Key), never by file or line, since those change
//! when files are moved and records inserted.
//!
//! It needs a few hundred bytes for each distinct key that is known, however large the inputs are.

mod file;
mod legacy;

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use acslint_check::{Event, Finding, RecordType};

pub(crate) use file::schema;
use legacy::Content;

use crate::error::Error;
use crate::fingerprint::{Fingerprint, Key};
use crate::output::OutputFile;
use crate::tally;
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
    index: HashMap<Key<'static>, usize>,
    counts: Vec<Count>,
    /// Those of a file that has not been written anew since it was made by a former version.
    legacy: Legacy,
}

/// Known findings of a file of version 1.
#[derive(Debug, Default)]
struct Legacy {
    index: HashMap<Fingerprint, usize>,
    entries: Vec<(Count, usize)>,
    kinds: Vec<Kind>,
    by_kind: HashMap<Kind, usize>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    /// How often it is known.
    known: u64,
    /// How often it was found, at most as often as it is known.
    found: u64,
}

/// What is said of findings that are known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Kind {
    rule: String,
    category: Option<String>,
    shape: Option<String>,
    field: Option<String>,
}

impl Count {
    /// Takes one more finding in, if it is known.
    fn find(&mut self) -> bool {
        let is_known = self.found < self.known;
        self.found += u64::from(is_known);
        is_known
    }
}

impl Known {
    /// The count of a key, a new one if there is none.
    fn count(&mut self, key: &Key<'_>) -> &mut Count {
        let index = find(&self.index, key).unwrap_or_else(|| {
            self.index.insert(key.clone().into_owned(), self.counts.len());
            self.counts.push(Count::default());
            self.counts.len() - 1
        });
        &mut self.counts[index]
    }

    /// What was not found any more, by kind.
    fn missing(&self) -> BTreeMap<Kind, u64> {
        let mut missing: BTreeMap<Kind, u64> = BTreeMap::new();
        let keys = self.index.iter().map(|(key, index)| (Kind::of(key), self.counts[*index]));
        let legacy =
            self.legacy.entries.iter().map(|(count, kind)| (self.legacy.kinds[*kind].clone(), *count));
        for (kind, count) in keys.chain(legacy).filter(|(_, count)| count.found < count.known) {
            *missing.entry(kind).or_default() += count.known - count.found;
        }
        missing
    }
}

/// Where the count of a key stands.
fn find<'k>(index: &HashMap<Key<'k>, usize>, key: &Key<'k>) -> Option<usize> {
    index.get(key).copied()
}

impl Legacy {
    /// Takes in that a finding is known so many times.
    fn add(&mut self, fingerprint: Fingerprint, kind: Kind, known: u64) {
        let next = self.entries.len();
        let index = *self.index.entry(fingerprint).or_insert(next);
        if index == next {
            let kinds = self.kinds.len();
            let number = *self.by_kind.entry(kind).or_insert_with_key(|kind| {
                self.kinds.push(kind.clone());
                kinds
            });
            self.entries.push((Count::default(), number));
        }
        let (count, _) = &mut self.entries[index];
        count.known = count.known.max(known);
    }

    /// Whether a finding is known; if so, it is counted.
    fn knows(&mut self, fingerprint: Fingerprint) -> bool {
        self.index.get(&fingerprint).is_some_and(|index| self.entries[*index].0.find())
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
        let content = LazyCell::new(|| Content::of(event));
        let record_type = tally::known(event.subject.as_ref());
        let new: Vec<&Finding> =
            event.findings.iter().filter(|finding| !self.knows(finding, record_type, &content)).collect();
        match new.len() {
            0 => Cow::Borrowed(&[]),
            all if all == event.findings.len() => Cow::Borrowed(event.findings),
            _ => Cow::Owned(new.into_iter().cloned().collect()),
        }
    }

    /// Whether a finding is known; if so, it is counted.
    fn knows(
        &mut self,
        finding: &Finding,
        record_type: Option<RecordType>,
        content: &LazyCell<Content, impl FnOnce() -> Content>,
    ) -> bool {
        let key = Key::of(finding, record_type);
        let is_legacy = !self.known.legacy.entries.is_empty();
        match self.task {
            Task::Write => {}
            Task::Compare | Task::Prune if !is_legacy => {
                let index = find(&self.known.index, &key);
                return index.is_some_and(|index| self.known.counts[index].find());
            }
            task => {
                let is_known = self.known.legacy.knows(content.fingerprint(finding));
                if !is_known || task == Task::Compare {
                    return is_known;
                }
            }
        }
        let count = self.known.count(&key);
        *count = Count { known: count.known + 1, found: count.found + 1 };
        true
    }

    /// Ends the run: writes the file if that was asked for, and says what became of the baseline.
    ///
    /// `is_complete` says that all there is was checked; of less, nobody can know what is not there any more.
    pub(crate) fn finish(self, is_complete: bool) -> (Outcome, Result<(), Error>) {
        let Self { path, task, mut known, output } = self;
        let is_legacy = !known.legacy.entries.is_empty();
        let found = if is_legacy {
            known.legacy.entries.iter().map(|(count, _)| count.found).sum()
        } else {
            known.counts.iter().map(|count| count.found).sum()
        };
        let stale = is_complete.then(|| stale(&known));
        let mut written = Ok(());
        if let Some(output) = output.filter(|_| is_complete) {
            for count in &mut known.counts {
                count.known = count.found;
            }
            written = file::write(output, &path, &known);
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

/// What was not found any more, by kind, the most frequent first.
fn stale(known: &Known) -> Vec<(String, u64)> {
    let mut stale: Vec<_> = known.missing().into_iter().collect();
    stale.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    stale.into_iter().map(|(kind, count)| (kind.describe(), count)).collect()
}

impl Kind {
    fn of(key: &Key<'_>) -> Self {
        Self {
            rule: key.rule.clone().into_owned(),
            category: key.category.as_deref().map(str::to_owned),
            shape: key.shape.as_deref().map(str::to_owned),
            field: key.field.as_deref().map(str::to_owned),
        }
    }

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
