//! Entries of directories that are not inputs although their names say that they could be: what they are, and why.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::thousands;

/// Entries that are named for each list; the others are counted.
const NAMED: usize = 100;

/// Why an entry is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// A `.gitignore` names it.
    Gitignore,
    /// Its name begins with a dot.
    Hidden,
    /// The configuration excludes it.
    Exclude,
    /// A link to a file outside of the directory and its repository.
    LinkOutside,
    /// A link to a directory.
    LinkToDirectory,
    /// A link that leads nowhere.
    BrokenLink,
    /// A link to a directory that has been searched already.
    SameDirectory,
    /// Another name of a file that is an input already.
    SameFile,
    /// A pipe, a device, or something else that is neither file nor directory.
    NotAFile,
    /// A `.gitignore` that cannot be read, so that it ignores nothing.
    UnreadableGitignore,
}

impl Reason {
    /// The name that reports use.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Gitignore => "gitignore",
            Self::Hidden => "hidden",
            Self::Exclude => "exclude",
            Self::LinkOutside => "link-outside",
            Self::LinkToDirectory => "link-to-directory",
            Self::BrokenLink => "broken-link",
            Self::SameDirectory => "same-directory",
            Self::SameFile => "same-file",
            Self::NotAFile => "not-a-file",
            Self::UnreadableGitignore => "unreadable-gitignore",
        }
    }

    /// Whether somebody wants it to be left out; the other reasons are the program's own.
    const fn is_wanted(self) -> bool {
        matches!(self, Self::Gitignore | Self::Hidden | Self::Exclude)
    }

    /// The reason as people read it.
    pub(crate) const fn phrase(self) -> &'static str {
        match self {
            Self::Gitignore => "by `.gitignore`",
            Self::Hidden => "hidden",
            Self::Exclude => "by `exclude`",
            Self::LinkOutside => "link out of the directory and the repository",
            Self::LinkToDirectory => "link to a directory",
            Self::BrokenLink => "broken link",
            Self::SameDirectory => "link to a directory already searched",
            Self::SameFile => "another name of an input",
            Self::NotAFile => "not a regular file",
            Self::UnreadableGitignore => "unreadable `.gitignore`",
        }
    }
}

/// Entries that are left out for reasons of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entries {
    counts: BTreeMap<Reason, u64>,
    named: Vec<(String, Reason)>,
}

impl Entries {
    fn add(&mut self, name: String, reason: Reason) {
        *self.counts.entry(reason).or_default() += 1;
        if self.named.len() < NAMED {
            self.named.push((name, reason));
        }
    }

    /// Number of entries.
    pub(crate) fn count(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Numbers of entries by reason.
    pub(crate) fn by_reason(&self) -> impl Iterator<Item = (Reason, u64)> {
        self.counts.iter().map(|(reason, count)| (*reason, *count))
    }

    /// The first entries in the order of their names.
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

/// What a search for inputs has left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// What somebody wants to be left out. A directory counts as one entry; it is not looked into.
    pub(crate) ignored: Entries,
    /// What cannot be an input.
    pub(crate) skipped: Entries,
}

impl LeftOut {
    /// What is left out by its name, apart from what is known by another way.
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

    /// How many entries, and why: a phrase.
    pub(crate) fn phrase(&self) -> Option<String> {
        let parts: Vec<_> =
            [self.ignored.phrase("ignored"), self.skipped.phrase("skipped")].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// What is skipped, for those who should know: some lines.
    pub(crate) fn notes(&self, most: usize) -> Vec<String> {
        let named = self.skipped.named().iter().take(most);
        let mut notes: Vec<_> =
            named.map(|(name, reason)| format!("skipped `{name}`: {}", reason.phrase())).collect();
        let more = self.skipped.count() - notes.len() as u64;
        if more > 0 {
            notes.push(format!("skipped {} more", thousands(more)));
        }
        notes
    }
}
