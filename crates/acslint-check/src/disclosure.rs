//! Disclosure: the bytes of a record that anybody may see.
//!
//! The rules are permissions. A key is public if a schema has it, or if it looks like the name of a property. A value
//! is public only if the catalog marks its property as safe and the value has the form of the mark. `true`, `false`
//! and `null` are always public. Everything else is hidden: values of unknown properties, values nested in others, and
//! everything that is not JSON.

use std::sync::LazyLock;

use acslint_types::{CATEGORIES, Category, Property, Shape, is_plain_name};

use crate::{
    Checker, Excerpt, Hints, Span, Text,
    checker::{Input, Scratch},
    custom::LoadedCategory,
    document::{Document, Kind, Outcome, Tree, Value, is_number, parse},
    finding::block,
    key_interner::key_interner,
    names::is_portal_column,
    record::Record,
    rules::visible,
    validate::Violation,
    worker_state::readable,
};

/// What tells which bytes of an event anybody may see, once somebody asks for them.
///
/// Most findings are counted and not shown, so nothing is gathered before. A record that was checked ahead is parsed again.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disclosure<'a>(Source<'a>);

#[derive(Debug, Clone, Copy, Default)]
enum Source<'a> {
    /// The event is not about a record: nothing may be seen.
    #[default]
    Nothing,
    /// The event's own bytes, read like this.
    Record { checker: &'a Checker, manner: Manner },
    /// The same, and what was found out about them is in memory; a row of a query's answer has its text and its offset.
    Last { checker: &'a Checker, scratch: &'a Scratch, tree: &'a Tree, row: Option<(&'a str, u64)> },
    /// They are known.
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

/// What a record was read as.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Manner {
    Known {
        category: &'static Category,
        shape: Shape,
        inner_only: bool,
    },
    /// By the number of the custom category.
    LoadedCategory(usize),
    #[default]
    Other,
}

/// How a record was read, and what is wrong in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    manner: Manner,
    /// The nodes that break the schema, in order.
    wrong: Vec<u32>,
}

impl Reading {
    pub(crate) fn set(&mut self, manner: Manner, violations: &[Violation<'_>]) {
        self.manner = manner;
        self.wrong.clear();
        self.wrong.extend(violations.iter().map(|violation| violation.value.node));
        self.wrong.sort_unstable();
    }

    pub(crate) fn manner(&self) -> Manner {
        self.manner
    }
}

impl<'a> Disclosure<'a> {
    pub(crate) fn of_record(checker: &'a Checker, manner: Manner) -> Self {
        Self(Source::Record { checker, manner })
    }

    /// Of the record that was checked last.
    pub(crate) fn of_last(checker: &'a Checker, scratch: &'a Scratch, tree: &'a Tree) -> Self {
        Self(Source::Last { checker, scratch, tree, row: None })
    }

    /// Of the row that was checked last, in the answer with this text that begins at an offset.
    pub(crate) fn of_row(
        checker: &'a Checker,
        scratch: &'a Scratch,
        answer: (&'a str, u64),
        tree: &'a Tree,
    ) -> Self {
        Self(Source::Last { checker, scratch, tree, row: Some(answer) })
    }

    /// The spans near another one, of an event with these bytes.
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
                let input =
                    Input { text: &text, offset: span.start, hints: Hints::default(), aggregated: false };
                checker.shown(manner, &input, &mut tree, near)
            }
        }
    }

    /// The same, to be kept longer than what the check has in memory besides the event's bytes.
    pub(crate) fn kept(self, span: Span, excerpt: Excerpt<'_>) -> KeptDisclosure {
        KeptDisclosure(match self.0 {
            Source::Nothing => Kept::Nothing,
            Source::Record { manner, .. } => Kept::Record(manner),
            Source::Last { scratch, row: None, .. } => Kept::Record(scratch.reading.manner),
            Source::Last { row: Some(_), .. } | Source::Spans(_) => {
                Kept::Spans(self.spans(EVERYWHERE, span, excerpt))
            }
        })
    }
}

impl KeptDisclosure {
    /// The disclosure of a record that this checker has checked.
    pub fn disclosure<'a>(&'a self, checker: &'a Checker) -> Disclosure<'a> {
        Disclosure(match &self.0 {
            Kept::Nothing => Source::Nothing,
            Kept::Record(manner) => Source::Record { checker, manner: *manner },
            Kept::Spans(spans) => Source::Spans(spans),
        })
    }

    /// The number of bytes that it takes in memory besides itself.
    pub fn heap_size(&self) -> usize {
        match &self.0 {
            Kept::Nothing | Kept::Record(_) => 0,
            Kept::Spans(spans) => block(spans.capacity() * size_of::<Span>()),
        }
    }
}

/// All of an input.
pub(crate) const EVERYWHERE: Span = Span { start: 0, end: u64::MAX };

/// Whether two spans have a byte in common.
fn touches(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// The names of all categories and tables, sorted.
static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let names = CATEGORIES.iter().flat_map(|category| [Some(category.id), category.table]);
    let mut names: Vec<_> = names.flatten().collect();
    names.sort_unstable();
    names
});

/// Whether a text is a name that the catalog has: of a property in any spelling that is documented, of a category or a table.
pub fn is_known_name(text: &str) -> bool {
    key_interner().find(text.as_bytes()).index().is_some() || NAMES.binary_search(&text).is_ok()
}

/// Returns a name without the suffix that the portal appends.
fn column(key: &str) -> &str {
    if is_portal_column(key) { key.split(' ').next().unwrap_or(key) } else { key }
}

/// Returns true if a key is the name of a property, in any letter case and with any spaces.
fn is_of_catalog(key: &str) -> bool {
    key_interner().find_folded(column(key)).is_some()
}

/// Quotes a key without double quotes. It may be part of a value that lost its quotes, so only a known name is public.
pub(crate) fn bare_key(key: &str, shown: &str) -> Text {
    if is_known_key(key) { Text::known(shown) } else { Text::private(shown) }
}

/// Whether a key is one that records or envelopes have.
fn is_known_key(key: &str) -> bool {
    is_of_catalog(key) || key == "records"
}

/// Whether anybody may see a key, in double quotes.
fn is_safe_key(key: &str, custom: Option<&LoadedCategory>) -> bool {
    is_plain_name(column(key)) || is_of_catalog(key) || describes(custom, key)
}

/// Whether the schema of a custom category describes members of this name.
fn describes(custom: Option<&LoadedCategory>, name: &str) -> bool {
    custom.is_some_and(|custom| custom.described.contains(name))
}

/// Whether anybody may see a key, as it is written.
fn is_shown_key(written: Value<'_>, key: &str, custom: Option<&LoadedCategory>) -> bool {
    if is_json(written) || describes(custom, key) { is_safe_key(key, custom) } else { is_known_key(key) }
}

impl Record<'_> {
    fn own_category(&self) -> Option<&LoadedCategory> {
        self.custom.map(|custom| custom.category)
    }

    /// Quotes a key for messages.
    pub(crate) fn key(self, name: &str) -> Text {
        let is_safe = is_safe_key(name, self.own_category());
        if is_safe { Text::known(visible(name)) } else { Text::private(visible(name)) }
    }

    /// Quotes the key of this node for messages.
    pub(crate) fn key_text(self, node: u32) -> Text {
        let key = self.document.value(node).string().unwrap_or_default();
        self.key_as(node, &key, &visible(&key))
    }

    /// Quotes the key of this node as `shown`.
    pub(crate) fn key_as(self, node: u32, key: &str, shown: &str) -> Text {
        let is_shown = is_shown_key(self.document.value(node), key, self.own_category());
        if is_shown { Text::known(shown) } else { Text::private(shown) }
    }

    /// Quotes a value for messages; a text without its quotes.
    pub(crate) fn quote(self, value: Value<'_>) -> Text {
        match value.string() {
            Some(text) => self.quote_as(value, &text),
            None => self.quote_as(value, value.raw()),
        }
    }

    /// Quotes a value for messages as `written`, shortened.
    pub(crate) fn quote_as(self, value: Value<'_>, written: &str) -> Text {
        self.quote_whole(value, &visible(written))
    }

    /// Quotes a value for fixes as `written`.
    pub(crate) fn quote_whole(self, value: Value<'_>, written: &str) -> Text {
        let is_safe = self.property_of(value.node).is_some_and(|property| is_safe(property, value));
        if is_safe { Text::value(written) } else { Text::private(written) }
    }
}

/// Returns true if a text or a number is valid JSON as written, not repaired by the parser.
fn is_json(value: Value<'_>) -> bool {
    let raw = value.raw();
    match value.kind() {
        Kind::Number => is_number(raw.as_bytes()),
        _ => raw.len() >= 2 && raw.starts_with('"') && raw.ends_with('"'),
    }
}

/// Returns true if anybody may see a value of the property; a value that is not JSON only if it is documented.
fn is_safe(property: &Property, value: Value<'_>) -> bool {
    match value.kind() {
        Kind::Null | Kind::False | Kind::True => true,
        Kind::Number => is_json(value) && property.shows_number(value.raw()),
        Kind::String => value.string().is_some_and(|text| {
            property.shows_text(&text)
                && (is_json(value)
                    || is_known_name(&text)
                    || property.values.is_some_and(|values| values.known.contains(&&*text)))
        }),
        Kind::Array | Kind::Object => false,
    }
}

/// What anybody may see near a span, of the record that begins at `offset` in the input and was read last, in input order.
pub(crate) fn gather(
    checker: &Checker,
    scratch: &Scratch,
    (text, tree): (&str, &Tree),
    offset: u64,
    near: Span,
) -> Vec<Span> {
    let Scratch { embedded, understanding, reading: Reading { manner, wrong }, .. } = scratch;
    let document = Document { text, tree, embedded };
    let nodes = &tree.nodes;
    let mut shown = Vec::with_capacity(nodes.len());
    let (mut properties, mut decoded) = (Vec::new(), None);
    if let Manner::Known { .. } = manner {
        properties.reserve_exact(understanding.keys.len());
        let keys = understanding.keys.iter();
        properties.extend(keys.filter_map(|key| Some((key.value, key.named?.property))));
        properties.sort_unstable_by_key(|(value, _)| *value);
        decoded = understanding.decoded_object();
    }
    let custom = match manner {
        Manner::LoadedCategory(number) => checker.settings.custom.all().get(*number),
        Manner::Known { .. } | Manner::Other => None,
    };
    let is_right = |node| wrong.binary_search(&node).is_err();
    let whole = document.root().span();
    let root = 1..nodes[0].next;
    let inner = decoded.map_or(0..0, |object| object + 1..nodes[object as usize].next);
    for node in root.chain(inner) {
        let value = document.value(node);
        let within = value.span();
        let span = Span::new(offset + u64::from(within.start), offset + u64::from(within.end));
        if !touches(span, near) {
            continue;
        }
        let parent = nodes[node as usize].parent;
        let is_key = nodes.get(parent as usize).is_some_and(|parent| parent.kind == Kind::Object);
        let is_shown = if is_key {
            let is_inside = whole.start <= within.start && within.end <= whole.end;
            let is_known = || nodes[node as usize].word.index().is_some();
            is_inside && (is_known() || is_shown_key(value, &value.string().unwrap_or_default(), custom))
        } else {
            match value.kind() {
                Kind::Array | Kind::Object => false,
                Kind::Null | Kind::False | Kind::True => true,
                Kind::Number | Kind::String => match custom {
                    None => {
                        properties
                            .binary_search_by_key(&node, |(value, _)| *value)
                            .is_ok_and(|found| is_safe(properties[found].1, value))
                            && (value.kind() == Kind::String || is_right(node))
                    }
                    Some(custom) => {
                        let name = nodes.get(parent as usize).filter(|key| key.kind == Kind::String);
                        let name = name.and_then(|_| document.value(parent).string());
                        name.is_some_and(|name| custom.safe.contains(&*name))
                            && is_json(value)
                            && is_right(node)
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
