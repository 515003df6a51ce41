//! Baseline: a set of known findings, so that only new ones are reported and fail a run.
//!
//! The baseline stands between the check and the reports, in the order of the inputs. A known finding is therefore
//! absent from all reports alike, independently of the number of threads. If a finding is known `k` times and occurs
//! more often, the later occurrences are new. The identity of a finding is its [key](crate::fingerprint::Key), never
//! a file or a line, since those change when files are moved and records inserted. The file also has a message and the
//! first place of each, for people who read it; these do not decide anything.
//!
//! Memory: a few hundred bytes for each distinct known key, independently of the size of the inputs.

mod error;
mod file;
mod legacy;

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use acslint_check::{Event, Finding, Subject};

pub(crate) use error::BaselineError;
pub(crate) use file::{begins_like_baseline, schema};
use legacy::Content;

use crate::cursor::Cursor;
use crate::fingerprint::{Fingerprint, Key};
use crate::output::OutputFile;
use crate::text::{counted, meaning};

/// Use of a baseline file in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// Leave out the findings in the file.
    Compare,
    /// Leave out the findings in the file, then remove the stale ones from it.
    Prune,
    /// Write all findings into the file.
    Write,
}

/// Known findings of a run, and the number of times that each occurred so far.
#[derive(Debug)]
pub(crate) struct Baseline {
    path: PathBuf,
    task: Task,
    known: Known,
    /// Baseline file being written, if any, and the findings for it.
    output: Option<(OutputFile, Entries)>,
}

/// Known findings.
#[derive(Debug, Default)]
struct Known {
    counts: ByKey<Count>,
    /// Findings of a version 1 file.
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
    /// Number of known occurrences.
    known: u64,
    /// Number of occurrences so far, at most `known`.
    found: u64,
}

/// Findings of a run, for a file. Those of two parts of the inputs are combined key by key: the counts add up, and the
/// entry of the earlier part has the place and the message.
type Entries = ByKey<Entry>;

/// Findings with the same key.
#[derive(Debug)]
struct Entry {
    count: u64,
    /// Message of the first one, without values.
    message: String,
    /// Place of the first one: its file, the number of its record there, and its line.
    file: String,
    record: u64,
    line: u64,
}

/// Values by key, in the order of their insertion.
#[derive(Debug)]
struct ByKey<T> {
    index: HashMap<Key<'static>, usize>,
    values: Vec<T>,
}

/// Kind of a known finding, as the list of stale findings groups it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Kind {
    rule: String,
    category: Option<String>,
    shape: Option<String>,
    field: Option<String>,
    /// Name that no schema knows.
    name: Option<String>,
}

/// Rules about names that no schema knows; the pointer of such a finding ends with the name.
const ABOUT_NAMES: [&str; 2] = ["unknown-field", "duplicate-key"];

impl Count {
    /// Counts one more occurrence; returns true if it is known.
    fn find(&mut self) -> bool {
        let is_known = self.found < self.known;
        self.found += u64::from(is_known);
        is_known
    }
}

impl<T> Default for ByKey<T> {
    fn default() -> Self {
        Self { index: HashMap::new(), values: Vec::new() }
    }
}

impl<T> ByKey<T> {
    /// Returns the value of a key.
    fn get_mut(&mut self, key: &Key<'_>) -> Option<&mut T> {
        find(&self.index, key).map(|index| &mut self.values[index])
    }

    /// Returns the value of a key, making a new one if necessary.
    fn or_insert_with(&mut self, key: &Key<'_>, make: impl FnOnce() -> T) -> &mut T {
        let index = find(&self.index, key).unwrap_or_else(|| {
            self.index.insert(key.clone().into_owned(), self.values.len());
            self.values.push(make());
            self.values.len() - 1
        });
        &mut self.values[index]
    }

    /// Returns all keys with their values, in no particular order.
    fn iter(&self) -> impl Iterator<Item = (&Key<'static>, &T)> {
        self.index.iter().map(|(key, index)| (key, &self.values[*index]))
    }
}

/// Returns the position of a key's value.
fn find<'k>(index: &HashMap<Key<'k>, usize>, key: &Key<'k>) -> Option<usize> {
    index.get(key).copied()
}

impl Known {
    /// Returns the numbers of stale findings by kind.
    fn missing(&self) -> BTreeMap<Kind, u64> {
        let mut missing: BTreeMap<Kind, u64> = BTreeMap::new();
        let keys = self.counts.iter().map(|(key, count)| (Kind::of(key), *count));
        let legacy =
            self.legacy.entries.iter().map(|(count, kind)| (self.legacy.kinds[*kind].clone(), *count));
        for (kind, count) in keys.chain(legacy).filter(|(_, count)| count.found < count.known) {
            *missing.entry(kind).or_default() += count.known - count.found;
        }
        missing
    }

    /// Returns the number of known findings that occurred.
    fn found(&self) -> u64 {
        let legacy = self.legacy.entries.iter().map(|(count, _)| count);
        self.counts.values.iter().chain(legacy).map(|count| count.found).sum()
    }
}

impl Legacy {
    /// Adds a finding with its number of known occurrences.
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

    /// Returns true, and counts the finding, if it is known.
    fn knows(&mut self, fingerprint: Fingerprint) -> bool {
        self.index.get(&fingerprint).is_some_and(|index| self.entries[*index].0.find())
    }
}

impl Baseline {
    /// Opens a baseline; one to be written starts empty.
    pub(crate) fn open(path: &Path, task: Task) -> Result<Self, BaselineError> {
        let known = match task {
            Task::Write => Known::default(),
            Task::Compare | Task::Prune => file::read(path)?,
        };
        let output = match task {
            Task::Write | Task::Prune => Some((file::begin(path)?, Entries::default())),
            Task::Compare => None,
        };
        Ok(Self { path: path.to_owned(), task, known, output })
    }

    /// Returns true if the run changes the file, and therefore must check everything.
    pub(crate) fn is_written(&self) -> bool {
        self.task != Task::Compare
    }

    /// Returns the findings of an event in a file that are not known.
    pub(crate) fn sift<'f>(&mut self, file: &str, event: &Event<'f>) -> Cow<'f, [Finding]> {
        if event.findings.is_empty() {
            return Cow::Borrowed(event.findings);
        }
        let content = LazyCell::new(|| Content::of(event));
        let record_type = event.subject.as_ref().and_then(Subject::record_type);
        let mut cursor = Cursor::new(event.excerpt);
        let mut new: Vec<&Finding> = Vec::new();
        for finding in event.findings {
            let key = Key::of(finding, record_type);
            if self.task != Task::Write && !self.knows(&key, || content.fingerprint(finding)) {
                new.push(finding);
            } else if let Some((_, entries)) = &mut self.output {
                let entry = entries.or_insert_with(&key, || Entry {
                    count: 0,
                    message: message(finding).into_owned(),
                    file: file.to_owned(),
                    record: event.record,
                    line: cursor.position(finding.primary.span.start).line,
                });
                entry.count += 1;
            }
        }
        match new.len() {
            0 => Cow::Borrowed(&[]),
            all if all == event.findings.len() => Cow::Borrowed(event.findings),
            _ => Cow::Owned(new.into_iter().cloned().collect()),
        }
    }

    /// Returns true, and counts the finding, if it is known. A file of version 1 knows the fingerprint only.
    fn knows(&mut self, key: &Key<'_>, fingerprint: impl FnOnce() -> Fingerprint) -> bool {
        let Known { counts, legacy } = &mut self.known;
        counts.get_mut(key).is_some_and(Count::find)
            || !legacy.entries.is_empty() && legacy.knows(fingerprint())
    }

    /// Ends the run: writes the file if the task requires it, and returns the outcome.
    ///
    /// `is_complete` is true if everything was checked. Otherwise the baseline cannot determine the stale findings.
    pub(crate) fn finish(self, is_complete: bool) -> (Outcome, Result<(), BaselineError>) {
        let Self { path, task, known, output } = self;
        let found = match (&output, task) {
            (Some((_, entries)), Task::Write) => entries.values.iter().map(|entry| entry.count).sum(),
            _ => known.found(),
        };
        let stale = is_complete.then(|| stale(&known));
        let output = output.filter(|_| is_complete);
        let written = output.map_or(Ok(()), |(output, entries)| file::write(output, &path, &entries));
        let change = match task {
            Task::Compare => Change::None,
            _ if !is_complete || written.is_err() => Change::Refused,
            Task::Prune => Change::Pruned,
            Task::Write => Change::Written,
        };
        (Outcome { file: path.to_string_lossy().into_owned(), known: found, stale, change }, written)
    }
}

/// Returns the message of a finding without values, or the meaning of its rule if the whole message may hold them.
pub(crate) fn message(finding: &Finding) -> Cow<'_, str> {
    if finding.message.is_all_private() {
        return meaning(finding.rule);
    }
    finding.message.template()
}

/// Returns the stale findings by kind, the most frequent first.
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
            name: unknown_name(key),
        }
    }

    fn describe(&self) -> String {
        let Self { rule, category, shape, field, name } = self;
        let mut text = rule.clone();
        if let Some(category) = category {
            text.extend([" of ", category]);
        }
        if let Some(shape) = shape {
            text.extend([" (", shape, ")"]);
        }
        if let Some(about) = field.as_ref().or(name.as_ref()) {
            text.extend([", ", about]);
        }
        text
    }
}

/// Returns the name that a finding is about, if no schema knows it.
fn unknown_name(key: &Key<'_>) -> Option<String> {
    let is_about_name = key.field.is_none() && ABOUT_NAMES.contains(&key.rule.as_ref());
    let last = key.pointer.rsplit('/').next().filter(|_| is_about_name && !key.pointer.is_empty())?;
    Some(acslint_types::pointer::name(last).into_owned())
}

/// Outcome of a run with a baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// File of the baseline, as given.
    pub(crate) file: String,
    /// Findings in the file that occurred.
    pub(crate) known: u64,
    /// Findings in the file that did not occur, by kind; `None` if not everything was checked.
    pub(crate) stale: Option<Vec<(String, u64)>>,
    pub(crate) change: Change,
}

/// Change to the file of a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// No change requested.
    None,
    /// The file now has all findings.
    Written,
    /// The file has no stale findings any more.
    Pruned,
    /// The file should have been written, and stays as it was.
    Refused,
}

impl Outcome {
    /// Returns a phrase: the number of findings left out of the reports, and the change to the file.
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

    /// Returns the number of known findings that did not occur.
    pub(crate) fn stale(&self) -> u64 {
        self.stale.iter().flatten().map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests;
