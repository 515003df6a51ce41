//! Entries of directories that are not inputs, with the reasons; those whose names do not match are counted by the ends of
//! their names.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt;
use std::path::Path;

use crate::recognize::Document;
use crate::text::thousands;

/// Maximum number of named entries in each list; the others are counted.
const NAMED: usize = 100;

/// Reason to leave out an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// Matched by a `.gitignore`.
    Gitignore,
    /// Hidden: the name begins with a dot.
    Hidden,
    /// Excluded by the configuration.
    Exclude,
    /// In a folder of an export for an hour that is not selected.
    OtherHour,
    /// Link to a file outside of the directory and its repository.
    LinkOutside,
    /// Link to a directory.
    LinkToDirectory,
    /// Broken link.
    BrokenLink,
    /// Link to a directory that has been searched already.
    SameDirectory,
    /// Another name of a file that is an input already.
    SameFile,
    /// Pipe, device, or anything else that is neither a file nor a directory.
    NotAFile,
    /// Unreadable `.gitignore`, which therefore ignores nothing.
    UnreadableGitignore,
    /// A document that is not a log, by its content.
    Document(Document),
}

impl Reason {
    /// Returns the name of the reason in reports.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Gitignore => "gitignore",
            Self::Hidden => "hidden",
            Self::Exclude => "exclude",
            Self::OtherHour => "other-hour",
            Self::LinkOutside => "link-outside",
            Self::LinkToDirectory => "link-to-directory",
            Self::BrokenLink => "broken-link",
            Self::SameDirectory => "same-directory",
            Self::SameFile => "same-file",
            Self::NotAFile => "not-a-file",
            Self::UnreadableGitignore => "unreadable-gitignore",
            Self::Document(document) => document.id(),
        }
    }

    /// Returns the reason of this name in reports.
    pub(crate) fn by_id(id: &str) -> Option<Self> {
        let own = [
            Self::Gitignore,
            Self::Hidden,
            Self::Exclude,
            Self::OtherHour,
            Self::LinkOutside,
            Self::LinkToDirectory,
            Self::BrokenLink,
            Self::SameDirectory,
            Self::SameFile,
            Self::NotAFile,
            Self::UnreadableGitignore,
        ];
        let documents = Document::ALL.map(Self::Document);
        own.into_iter().chain(documents).find(|reason| reason.id() == id)
    }

    /// Returns true for a report or statistics of acslint.
    pub(crate) const fn is_report(self) -> bool {
        matches!(self, Self::Document(Document::Report | Document::Statistics))
    }

    /// Returns true if a user asked for it; the other reasons are the program's own.
    const fn is_wanted(self) -> bool {
        matches!(self, Self::Gitignore | Self::Hidden | Self::Exclude | Self::OtherHour)
    }

    /// Returns the reason as a phrase for people.
    pub(crate) const fn phrase(self) -> &'static str {
        match self {
            Self::Gitignore => "by `.gitignore`",
            Self::Hidden => "hidden",
            Self::Exclude => "by `exclude`",
            Self::OtherHour => "of an hour outside of `--since` and `--until`",
            Self::LinkOutside => "link out of the directory and the repository",
            Self::LinkToDirectory => "link to a directory",
            Self::BrokenLink => "broken link",
            Self::SameDirectory => "link to a directory already searched",
            Self::SameFile => "another name of an input",
            Self::NotAFile => "not a regular file",
            Self::UnreadableGitignore => "unreadable `.gitignore`",
            Self::Document(document) => document.phrase(),
        }
    }
}

/// Entries left out for reasons of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entries {
    counts: BTreeMap<Reason, u64>,
    named: Vec<(String, Reason)>,
}

impl Entries {
    /// Entries with these counts, the first of which are named.
    pub(crate) fn new(counts: BTreeMap<Reason, u64>, named: Vec<(String, Reason)>) -> Self {
        Self { counts, named }
    }

    fn add(&mut self, name: String, reason: Reason) {
        *self.counts.entry(reason).or_default() += 1;
        if self.named.len() < NAMED {
            self.named.push((name, reason));
        }
    }

    /// Returns the number of entries.
    pub(crate) fn count(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Returns the numbers of entries by reason.
    pub(crate) fn by_reason(&self) -> impl Iterator<Item = (Reason, u64)> {
        self.counts.iter().map(|(reason, count)| (*reason, *count))
    }

    /// Returns the first entries in the order of their names.
    pub(crate) fn named(&self) -> &[(String, Reason)] {
        &self.named
    }

    fn phrase(&self, done: &str) -> Option<String> {
        let reasons: Vec<_> = self
            .by_reason()
            .map(|(reason, count)| format!("{} {}", thousands(count), reason.phrase()))
            .collect();
        (!reasons.is_empty()).then(|| format!("{done}: {}", reasons.join(", ")))
    }
}

/// Maximum number of distinguished extensions, and of those that a phrase names.
const EXTENSIONS: usize = 100;
const NAMED_EXTENSIONS: usize = 5;

/// Extensions of files that may hold records.
const MAY_HOLD_RECORDS: [&str; 11] =
    ["avro", "csv", "log", "orc", "parquet", "tar", "tgz", "tsv", "txt", "xlsx", "zip"];

/// Extensions of compressed files.
pub(super) const COMPRESSED: [&str; 3] = ["gz", "zst", "zstd"];

/// Files that are not read because of their names, by extension.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Unread {
    /// Numbers of files by extension, in lower case with its dot; empty for a name without one.
    by_extension: BTreeMap<String, u64>,
    /// Number of files with further extensions.
    others: u64,
    may_hold_records: bool,
}

impl Unread {
    /// Counts a file.
    pub(super) fn add(&mut self, path: &Path) {
        let extension = |path: &Path| path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
        let last = extension(path);
        let is_compressed = last.as_ref().is_some_and(|last| COMPRESSED.contains(&last.as_str()));
        let plain = if is_compressed { extension(&path.with_extension("")) } else { last.clone() };
        let holds = |extension: &String| MAY_HOLD_RECORDS.contains(&extension.as_str());
        self.may_hold_records |= is_compressed || plain.as_ref().is_some_and(holds);
        let compressed = plain.filter(|_| is_compressed).map(|plain| format!(".{plain}")).unwrap_or_default();
        let extension = last.map(|last| format!("{compressed}.{last}")).unwrap_or_default();
        let is_known = self.by_extension.contains_key(&extension);
        if is_known || self.by_extension.len() < EXTENSIONS {
            *self.by_extension.entry(extension).or_default() += 1;
        } else {
            self.others += 1;
        }
    }

    /// Files with these numbers by extension and with further extensions, some of which may hold records.
    pub(crate) fn of_parts(by_extension: BTreeMap<String, u64>, others: u64, may_hold_records: bool) -> Self {
        Self { by_extension, others, may_hold_records }
    }

    /// Returns what makes the same again.
    pub(crate) fn parts(&self) -> (&BTreeMap<String, u64>, u64, bool) {
        (&self.by_extension, self.others, self.may_hold_records)
    }

    /// Returns the number of files.
    pub(crate) fn count(&self) -> u64 {
        self.by_extension.values().sum::<u64>() + self.others
    }

    /// Returns the numbers of files by extension.
    pub(crate) fn by_extension(&self) -> &BTreeMap<String, u64> {
        &self.by_extension
    }

    /// Returns the numbers by extension as a phrase, the most frequent ones first.
    pub(crate) fn phrase(&self) -> Option<String> {
        let mut counts: Vec<_> =
            self.by_extension.iter().map(|(extension, count)| (*count, extension)).collect();
        counts.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
        let named = counts.iter().take(NAMED_EXTENSIONS);
        let mut parts: Vec<_> = named
            .map(|(count, extension)| match extension.as_str() {
                "" => format!("{} without an extension", thousands(*count)),
                extension => format!("{} {extension}", thousands(*count)),
            })
            .collect();
        let others = self.others + counts.iter().skip(NAMED_EXTENSIONS).map(|(count, _)| count).sum::<u64>();
        if others > 0 {
            parts.push(format!("{} others", thousands(others)));
        }
        (!parts.is_empty()).then(|| format!("{} not read", parts.join(", ")))
    }
}

/// Entries that a search for inputs left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// Entries that a user excluded. A directory counts as one entry, without its contents.
    pub(crate) ignored: Entries,
    /// Entries that cannot be inputs.
    pub(crate) skipped: Entries,
    /// Files that are not read because of their names.
    pub(crate) unread: Unread,
}

impl LeftOut {
    /// Collects the left out entries by name, except those that are inputs under another name.
    pub(super) fn new(reasons: BTreeMap<String, Reason>, known: &BTreeSet<&str>, unread: Unread) -> Self {
        let mut left_out = Self { unread, ..Self::default() };
        for (name, reason) in reasons {
            if !known.contains(name.as_str()) {
                let list = if reason.is_wanted() { &mut left_out.ignored } else { &mut left_out.skipped };
                list.add(name, reason);
            }
        }
        left_out
    }

    /// Returns the numbers of entries and the reasons as a phrase.
    pub(crate) fn phrase(&self) -> Option<String> {
        let phrases = [self.ignored.phrase("ignored"), self.skipped.phrase("skipped"), self.unread.phrase()];
        let parts: Vec<_> = phrases.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// Maximum number of skipped entries that are named; the others are counted.
    pub(crate) const SHOWN: usize = 10;

    /// Returns notes about skipped entries, and about files that are not read although they may hold records.
    pub(crate) fn notes(&self) -> Vec<Note> {
        let named = self.skipped.named().iter().take(Self::SHOWN);
        let mut notes: Vec<_> = named
            .map(|(name, reason)| Note {
                text: format!("skipped `{name}`: {}", reason.phrase()),
                is_warning: !matches!(reason, Reason::Document(_)),
                is_of_unread: false,
            })
            .collect();
        let more = self.skipped.count() - notes.len() as u64;
        if more > 0 {
            let is_warning = notes.iter().any(|note| note.is_warning);
            let text = format!("skipped {} more", thousands(more));
            notes.push(Note { text, is_warning, is_of_unread: false });
        }
        let unread = self.unread.phrase().filter(|_| self.unread.may_hold_records);
        notes.extend(unread.map(|text| Note {
            text: format!("{text}; name a file, or select such files with `include`, to read it"),
            is_warning: false,
            is_of_unread: true,
        }));
        notes
    }
}

/// Note about entries that are not read. It displays as a warning or a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) text: String,
    /// True if a user may have expected the entry to be read; nobody expects that of a document.
    pub(crate) is_warning: bool,
    /// True if it is about files that are not read because of their names.
    pub(crate) is_of_unread: bool,
}

impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = if self.is_warning { "warning" } else { "note" };
        write!(formatter, "{level}: {}", self.text)
    }
}
