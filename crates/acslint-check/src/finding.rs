//! Findings: a fault, its place and its fix. Plain data; each output format has its own wire form.

use std::{borrow::Cow, fmt};

use crate::{Effect, Loss, Text, heap::block};

/// Level of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The rule is off.
    Allow,
    /// Noteworthy, but not a fault.
    Info,
    /// Probable mistake; the record can be used.
    Warning,
    /// Invalid record.
    Error,
}

impl Level {
    /// Every level, from the lowest to the highest.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Info, Self::Warning, Self::Error];

    /// Name in options and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Returns the level with this [id](Self::id).
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.id() == id)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Range of bytes of the (decompressed) input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte, from the beginning of the input.
    pub start: u64,
    /// Offset behind the last byte.
    pub end: u64,
}

impl Span {
    /// Range from `start` to `end`.
    pub const fn new(start: u64, end: u64) -> Self {
        Self { start, end }
    }

    /// Number of bytes.
    pub const fn len(self) -> u64 {
        self.end - self.start
    }

    /// Returns true if the span marks a point between two bytes.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Label: a place in the input with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Range of its bytes.
    pub span: Span,
    /// Text of the label; may be empty.
    pub text: Text,
    /// True if the place begins something that has no proper end, so that an excerpt marks its start only.
    pub is_open: bool,
}

/// Applicability of a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// The fix keeps the meaning of the record.
    Safe,
    /// The fix is based on a guess.
    Unsafe,
}

impl Applicability {
    /// Name in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// Replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Range to replace; empty to insert.
    pub span: Span,
    /// Replacement; empty to delete.
    pub text: Text,
}

/// Fix of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Safe to apply without review, or not.
    pub applicability: Applicability,
    /// Replacements, in input order, without overlaps.
    pub edits: Vec<Edit>,
}

/// Finding: one fault of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule.
    pub rule: &'static str,
    /// Level that the rule has for such findings in this run.
    pub level: Level,
    /// Fault: a phrase in lower case without a full stop, with the record's own names in backticks.
    pub message: Text,
    /// Advice to the user, in the imperative.
    pub help: Option<Text>,
    /// Place of the finding: a key or a value; for a missing property, the object that lacks it.
    pub primary: Label,
    /// Related places, such as the first of two equal keys.
    pub secondary: Vec<Label>,
    /// JSON Pointer (RFC 6901) from the record's root, in the record's own spelling; of the parent for a missing
    /// property.
    pub pointer: Text,
    /// Canonical name of the property, if the finding is about one: a name in the catalog or a schema.
    pub field: Option<String>,
    /// Name as the record spells it, shortened to 256 characters, if the finding is about a name that no schema knows.
    pub name: Option<Text>,
    /// Fix, if it is certain.
    pub fix: Option<Fix>,
    /// Loss in the [destination](crate::Destination) of the settings, with the effect that is the reason.
    pub loss: Option<(Loss, Option<Effect>)>,
}

impl Finding {
    /// Returns the property that the finding is about, as settings name it, or a member that is not a property.
    pub fn subject(&self) -> Option<Cow<'_, str>> {
        if let Some(field) = &self.field {
            return Some(Cow::Borrowed(field));
        }
        let member = self.pointer.verbatim().rsplit('/').next().filter(|_| !self.pointer.is_empty())?;
        Some(acslint_types::pointer::name(member))
    }

    /// Approximate size in memory, in bytes.
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
            + optional(&self.name)
            + self.fix.iter().flat_map(|fix| &fix.edits).map(edit).sum::<usize>()
    }

    /// Returns all of its spans: those of its labels and of the edits of its fix.
    pub(crate) fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        let labels = std::iter::once(&mut self.primary).chain(&mut self.secondary);
        let edits = self.fix.iter_mut().flat_map(|fix| &mut fix.edits);
        labels.map(|label| &mut label.span).chain(edits.map(|edit| &mut edit.span))
    }

    /// Returns the spans of all its labels, the primary one first.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        std::iter::once(self.primary.span).chain(self.secondary.iter().map(|label| label.span))
    }
}
