//! Entries of directories that are not inputs although their names match, with the reasons.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

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

    /// Returns true for a report of acslint.
    pub(crate) const fn is_report(self) -> bool {
        matches!(self, Self::Document(Document::Report))
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

/// Entries that a search for inputs left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// Entries that a user excluded. A directory counts as one entry, without its contents.
    pub(crate) ignored: Entries,
    /// Entries that cannot be inputs.
    pub(crate) skipped: Entries,
}

impl LeftOut {
    /// Collects the left out entries by name, except those that are inputs under another name.
    pub(super) fn new(reasons: BTreeMap<String, Reason>, known: &BTreeSet<&str>) -> Self {
        let mut left_out = Self::default();
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
        let parts: Vec<_> =
            [self.ignored.phrase("ignored"), self.skipped.phrase("skipped")].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// Maximum number of skipped entries that are named; the others are counted.
    pub(crate) const SHOWN: usize = 10;

    /// Returns notes about skipped entries.
    pub(crate) fn notes(&self) -> Vec<Note> {
        let named = self.skipped.named().iter().take(Self::SHOWN);
        let mut notes: Vec<_> = named
            .map(|(name, reason)| Note {
                text: format!("skipped `{name}`: {}", reason.phrase()),
                is_warning: !matches!(reason, Reason::Document(_)),
            })
            .collect();
        let more = self.skipped.count() - notes.len() as u64;
        if more > 0 {
            let is_warning = notes.iter().any(|note| note.is_warning);
            notes.push(Note { text: format!("skipped {} more", thousands(more)), is_warning });
        }
        notes
    }
}

/// Note about a skipped entry. It displays as a warning or a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) text: String,
    /// True if a user may have expected the entry to be read; nobody expects that of a document.
    pub(crate) is_warning: bool,
}

impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = if self.is_warning { "warning" } else { "note" };
        write!(formatter, "{level}: {}", self.text)
    }
}
