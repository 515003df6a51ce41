//! Findings: what is wrong, where, and how it can be mended. Plain data; each output format owns its own wire form.

use std::{borrow::Cow, fmt};

use crate::Text;

/// The bytes that an allocator takes for a block of memory beyond those that were asked for, rounded.
const BLOCK: usize = 16;

/// The bytes that a block of memory takes; one that holds nothing is not allocated.
pub(crate) const fn block(bytes: usize) -> usize {
    if bytes == 0 { 0 } else { bytes + BLOCK }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The rule is off.
    Allow,
    /// Worth knowing.
    Info,
    /// Probably a mistake, but the record can be used.
    Warning,
    /// The record is not what it should be.
    Error,
}

impl Level {
    /// Every level, from the least to the greatest.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Info, Self::Warning, Self::Error];

    /// The name that options and reports use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level with this [id](Self::id).
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.id() == id)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// A range of bytes of the (decompressed) input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte, from the beginning of the input.
    pub start: u64,
    /// Offset behind the last byte.
    pub end: u64,
}

impl Span {
    /// The range from `start` to `end`.
    pub const fn new(start: u64, end: u64) -> Self {
        Self { start, end }
    }

    /// Number of bytes.
    pub const fn len(self) -> u64 {
        self.end - self.start
    }

    /// Whether it marks a point between two bytes.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A place in the input and what to say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The bytes.
    pub span: Span,
    /// What is said of them; may be empty.
    pub text: Text,
}

/// Whether a fix can be applied without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// It keeps the meaning of the record.
    Safe,
    /// It is a guess at what was meant.
    Unsafe,
}

impl Applicability {
    /// The name that reports use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; empty to insert.
    pub span: Span,
    /// What takes their place; empty to delete.
    pub text: Text,
}

/// A way to mend what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Whether it can be applied without asking.
    pub applicability: Applicability,
    /// The replacements, in input order, none overlapping.
    pub edits: Vec<Edit>,
}

/// One thing that is wrong with one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule that found it.
    pub rule: &'static str,
    /// The level that the rule has for such findings in this run.
    pub level: Level,
    /// What is wrong: a phrase in lower case without a full stop, the record's own names in backticks.
    pub message: Text,
    /// What to do about it.
    pub help: Option<Text>,
    /// What the finding is about: a key or a value; for a missing property the object it is missing from.
    pub primary: Label,
    /// Other places that matter, such as the first of two equal keys.
    pub secondary: Vec<Label>,
    /// JSON Pointer (RFC 6901) from the record's root, in the record's own spelling; of the parent for a missing property.
    pub pointer: Text,
    /// Canonical name of the property, if the finding is about one: a name that the catalog or a schema has.
    pub field: Option<String>,
    /// A mend, where one is certain.
    pub fix: Option<Fix>,
}

impl Finding {
    /// What it is about, as settings name it: a property, or a member of the record that is none.
    pub fn subject(&self) -> Option<Cow<'_, str>> {
        if let Some(field) = &self.field {
            return Some(Cow::Borrowed(field));
        }
        let member = self.pointer.verbatim().rsplit('/').next().filter(|_| !self.pointer.is_empty())?;
        if member.contains('~') {
            return Some(Cow::Owned(member.replace("~1", "/").replace("~0", "~")));
        }
        Some(Cow::Borrowed(member))
    }

    /// About the number of bytes that it takes in memory, for bounds on what is kept.
    pub fn size_in_memory(&self) -> usize {
        let label = |label: &Label| size_of::<Label>() + label.text.heap_size();
        let optional = |text: &Option<Text>| text.as_ref().map_or(0, Text::heap_size);
        let edit = |edit: &Edit| size_of::<Edit>() + edit.text.heap_size();
        size_of::<Self>()
            + self.message.heap_size()
            + optional(&self.help)
            + self.primary.text.heap_size()
            + self.secondary.iter().map(label).sum::<usize>()
            + self.pointer.heap_size()
            + self.field.as_ref().map_or(0, |field| block(field.capacity()))
            + self.fix.iter().flat_map(|fix| &fix.edits).map(edit).sum::<usize>()
    }

    /// The bytes of all its labels, the primary one first.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        std::iter::once(self.primary.span).chain(self.secondary.iter().map(|label| label.span))
    }
}
