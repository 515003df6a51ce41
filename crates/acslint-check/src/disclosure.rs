//! Disclosure: the bytes of a record that are public, by its [permissions](crate::permissions).

use crate::{
    Checker, Excerpt, Span,
    document::{Document, Kind, Outcome, Tree, parse},
    heap::block,
    permissions::{is_json, is_personal, is_public_key, is_safe},
    reading::Manner,
    record_check::{read_again, readable},
    worker_state::Scratch,
};

/// Source of the spans of an event that are public, which are determined on demand.
///
/// Most findings are counted and not shown, so nothing is determined before. A record that was checked speculatively is
/// parsed again.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disclosure<'a>(Source<'a>);

#[derive(Debug, Clone, Copy, Default)]
enum Source<'a> {
    /// The event is not about a record: nothing is public.
    #[default]
    Nothing,
    /// The event's bytes, to be read again in this manner.
    Record { checker: &'a Checker, manner: Manner },
    /// The last record, whose reading is still in memory; for a row of a query answer, with the answer's text and offset.
    Last { checker: &'a Checker, scratch: &'a Scratch, tree: &'a Tree, row: Option<(&'a str, u64)> },
    /// The spans themselves.
    Spans(&'a [Span]),
}

/// A [`Disclosure`] that outlives the check of its record.
#[derive(Debug, Clone, Default)]
pub struct KeptDisclosure(Kept);

#[derive(Debug, Clone, Default)]
enum Kept {
    #[default]
    Nothing,
    Record(Manner),
    Spans(Vec<Span>),
}

impl<'a> Disclosure<'a> {
    /// Disclosure of a record that was checked before.
    pub(crate) fn of_record(checker: &'a Checker, manner: Manner) -> Self {
        Self(Source::Record { checker, manner })
    }

    /// Disclosure of the record that was checked last.
    pub(crate) fn of_last(checker: &'a Checker, scratch: &'a Scratch, tree: &'a Tree) -> Self {
        Self(Source::Last { checker, scratch, tree, row: None })
    }

    /// Disclosure of the row that was checked last, in the answer with this text and offset.
    pub(crate) fn of_row(
        checker: &'a Checker,
        scratch: &'a Scratch,
        answer: (&'a str, u64),
        tree: &'a Tree,
    ) -> Self {
        Self(Source::Last { checker, scratch, tree, row: Some(answer) })
    }

    /// Disclosure of these spans, which are in input order and do not overlap.
    pub fn of_spans(spans: &'a [Span]) -> Self {
        Self(Source::Spans(spans))
    }

    /// Returns the public spans that have a byte in common with `near`, of the event at `span`.
    pub(crate) fn spans(self, near: Span, span: Span, excerpt: Excerpt<'_>) -> Vec<Span> {
        match self.0 {
            Source::Nothing => Vec::new(),
            Source::Spans(spans) => spans.iter().copied().filter(|span| touches(*span, near)).collect(),
            Source::Last { checker, scratch, tree, row: Some((text, offset)) } => {
                gather(checker, scratch, (text, tree), offset, near)
            }
            Source::Last { checker, scratch, tree, row: None } => {
                let (text, _) = readable(excerpt.slice(span));
                gather(checker, scratch, (&text, tree), span.start, near)
            }
            Source::Record { checker, manner } => {
                let (text, _) = readable(excerpt.slice(span));
                let (mut tree, mut faults) = (Tree::default(), Vec::new());
                let outcome = parse(text.as_bytes(), true, &mut tree, &mut faults);
                if !matches!(outcome, Outcome::Complete(length) if length == text.len()) {
                    return Vec::new();
                }
                let mut scratch = Scratch::default();
                read_again(checker, manner, &text, &mut tree, &mut scratch);
                gather(checker, &scratch, (&text, &tree), span.start, near)
            }
        }
    }

    /// Returns a disclosure that needs only the event's bytes, of the event at `span`.
    pub(crate) fn kept(self, span: Span, excerpt: Excerpt<'_>) -> KeptDisclosure {
        KeptDisclosure(match self.0 {
            Source::Nothing => Kept::Nothing,
            Source::Record { manner, .. } => Kept::Record(manner),
            Source::Last { scratch, row: None, .. } => Kept::Record(scratch.reading.manner()),
            Source::Last { row: Some(_), .. } | Source::Spans(_) => {
                Kept::Spans(self.spans(EVERYWHERE, span, excerpt))
            }
        })
    }
}

impl KeptDisclosure {
    /// Returns the disclosure of an event of this checker.
    pub fn disclosure<'a>(&'a self, checker: &'a Checker) -> Disclosure<'a> {
        Disclosure(match &self.0 {
            Kept::Nothing => Source::Nothing,
            Kept::Record(manner) => Source::Record { checker, manner: *manner },
            Kept::Spans(spans) => Source::Spans(spans),
        })
    }

    /// Number of bytes on the heap.
    pub fn heap_size(&self) -> usize {
        match &self.0 {
            Kept::Nothing | Kept::Record(_) => 0,
            Kept::Spans(spans) => block(spans.capacity() * size_of::<Span>()),
        }
    }
}

/// Span of a whole input.
pub(crate) const EVERYWHERE: Span = Span { start: 0, end: u64::MAX };

/// Returns true if two spans have a byte in common.
fn touches(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// Returns the public spans that have a byte in common with `near`, in input order.
///
/// The record was read last; `text` begins at `offset` in the input.
fn gather(
    checker: &Checker,
    scratch: &Scratch,
    (text, tree): (&str, &Tree),
    offset: u64,
    near: Span,
) -> Vec<Span> {
    let Scratch { embedded, understanding, reading, .. } = scratch;
    let document = Document { text, tree, embedded };
    let mut shown = Vec::new();
    let (mut properties, mut decoded) = (Vec::new(), None);
    if let Manner::Known { .. } = reading.manner() {
        properties.reserve_exact(understanding.keys.len());
        let keys = understanding.keys.iter();
        properties.extend(keys.filter_map(|key| Some((key.value, key.named?.property))));
        properties.sort_unstable_by_key(|(value, _)| *value);
        decoded = understanding.decoded_object();
    }
    let custom = match reading.manner() {
        Manner::Custom(number) => checker.settings.custom.all().get(number),
        Manner::Known { .. } | Manner::Other => None,
    };
    let whole = document.root().span();
    let root = 1..tree.behind(0);
    let inner = decoded.map_or(0..0, |object| object + 1..tree.behind(object));
    for node in root.chain(inner) {
        let value = document.value(node);
        let within = value.span();
        let span = Span::new(offset + u64::from(within.start), offset + u64::from(within.end));
        if !touches(span, near) {
            continue;
        }
        let is_key = tree.is_key(node);
        let is_shown = if is_personal(value, custom) {
            false
        } else if is_key {
            let is_inside = whole.start <= within.start && within.end <= whole.end;
            let is_known = || value.data().key_id.index().is_some();
            is_inside && (is_known() || is_public_key(value, &value.string().unwrap_or_default(), custom))
        } else {
            match value.kind() {
                Kind::Array | Kind::Object => false,
                Kind::Null | Kind::False | Kind::True => true,
                Kind::Number | Kind::String => match custom {
                    None => {
                        properties
                            .binary_search_by_key(&node, |(value, _)| *value)
                            .is_ok_and(|found| is_safe(properties[found].1, value))
                            && (value.kind() == Kind::String || reading.is_valid(node))
                    }
                    Some(custom) => {
                        let parent = tree.parent(node);
                        let name = document.value(parent);
                        let name = tree.is_key(parent).then(|| name.string()).flatten();
                        name.is_some_and(|name| custom.safe.contains(&*name))
                            && is_json(value)
                            && reading.is_valid(node)
                    }
                },
            }
        };
        if is_shown {
            shown.push(span);
        }
    }
    if decoded.is_some() {
        shown.sort_unstable();
    }
    shown
}
