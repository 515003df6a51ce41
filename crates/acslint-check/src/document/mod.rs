//! Parsed records: a flat tree with the byte span of every key and value, and the traits by which jsonschema reads
//! it.

mod decimal;
mod exact;
mod foreign;
mod json;
mod lookahead;
mod lookup;
mod parse;
mod quotes;
pub(crate) mod steps;

use std::{borrow::Cow, ops::Range, sync::OnceLock};

use crate::key_interner::{KeyId, KeyInterner, key_interner};

pub(crate) use decimal::Decimal;
pub(crate) use exact::Exact;
pub(crate) use foreign::{Foreign, Found, foreign};
pub(crate) use json::SpanTree;
pub(crate) use lookahead::{Comment, LOOK_AHEAD, comment, is_key, is_word, key_length, opening};
pub(crate) use lookup::Lookup;
pub(crate) use parse::{MAX_NESTING, Outcome, Reading, character_width, is_number, parse, read, read_member};
pub(crate) use quotes::typographic;

/// Kind of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Null,
    False,
    True,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    /// Name in messages, with its article.
    pub(crate) const fn described(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::False | Self::True => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// Kind of a syntax fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultKind {
    TrailingComma,
    ExtraComma,
    MissingComma,
    MissingColon,
    SingleQuotes,
    SingleQuotedKey,
    UnquotedKey,
    UnquotedText,
    /// Literal in the spelling of another language, and the kind that it stands for.
    BadLiteral(Kind),
    BadNumber,
    /// Raw control character inside a string.
    ControlCharacter(u8),
    BadEscape,
    LoneSurrogate,
    Comment,
    /// Comment that does not end before bytes that look like a record.
    OpenComment,
    UnescapedQuote,
    /// JSON text inside a string, whose quotes are not escaped.
    UnescapedJson,
    /// Quote that begins or ends a string or a key, and is not there.
    MissingQuote,
    /// Typographic quotes around a string or a key.
    TypographicQuotes,
    /// Text between tokens that is not JSON's white space.
    Foreign(Foreign),
    UnclosedString,
    /// Bracket or quote that is not closed before the next record begins.
    Unclosed,
    /// Bracket or quote that is not closed before the array of the record ends.
    UnclosedItem,
    Mismatched,
    /// Bracket beyond the deepest nesting that is allowed.
    TooDeep,
    Unexpected,
}

impl FaultKind {
    /// Returns true if the parser continues behind such a fault although the text it read as one string may contain
    /// records.
    pub(crate) const fn may_hide_records(self) -> bool {
        matches!(
            self,
            Self::ControlCharacter(b'\n') | Self::SingleQuotedKey | Self::SingleQuotes | Self::UnescapedQuote
        )
    }

    /// Returns true if the value with such a fault is not the one that was meant, so that no further finding about it is true.
    pub(crate) const fn spoils_value(self) -> bool {
        matches!(
            self,
            Self::UnquotedText
                | Self::BadLiteral(_)
                | Self::BadNumber
                | Self::ControlCharacter(_)
                | Self::BadEscape
                | Self::LoneSurrogate
                | Self::UnescapedQuote
                | Self::UnescapedJson
                | Self::MissingQuote
        )
    }
}

/// Syntax fault, and its range from the beginning of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Value, or the key before it. Nodes are in the order of the text, a container before its contents.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// True if the string has escapes, so that the text between the quotes is not the string itself.
    pub(crate) escaped: bool,
    /// True if the span refers to the decoded text of a string, not to the record.
    pub(crate) embedded: bool,
    /// Id of a key.
    pub(crate) key_id: KeyId,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Index of the node behind this one and its contents.
    pub(crate) next: u32,
    /// Parent: the object of a key, the key of a member's value, the array of an item; [`NOWHERE`] for a root.
    pub(crate) parent: u32,
    /// First entry of an object.
    pub(crate) first_entry: u32,
    /// Number of items or entries.
    pub(crate) count: u32,
}

/// Parent of a root.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// Member of an object: under its own key, or under its name in the schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// Id of its name, if the name is interned; otherwise the key's own text is the name.
    pub(crate) key_id: KeyId,
    pub(crate) key: u32,
    pub(crate) value: u32,
}

/// Key that occurs twice in one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Duplicate {
    pub(crate) first: u32,
    pub(crate) again: u32,
}

/// Nodes of a value, in buffers that are reused for the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    entries: Vec<Entry>,
    pub(crate) duplicates: Vec<Duplicate>,
    /// Index of each item in its array, by node; computed on first use.
    places: OnceLock<Vec<u32>>,
}

/// Largest number of keys that are compared in pairs; more are sorted.
const PAIRWISE: usize = 48;

impl Tree {
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.entries.clear();
        self.duplicates.clear();
        self.places.take();
    }

    /// Returns the index of an item in its array. The first call counts the items of all arrays.
    pub(crate) fn place(&self, item: u32) -> u32 {
        let places = self.places.get_or_init(|| {
            let mut places = vec![0; self.nodes.len()];
            for (array, node) in (0_u32..).zip(&self.nodes).filter(|(_, node)| node.kind == Kind::Array) {
                let (mut child, mut place) = (array + 1, 0);
                while child < node.next {
                    places[child as usize] = place;
                    (child, place) = (self.behind(child), place + 1);
                }
            }
            places
        });
        places.get(item as usize).copied().unwrap_or_default()
    }

    /// Returns true if the tree has a single node.
    pub(crate) fn is_single(&self) -> bool {
        self.nodes.len() == 1
    }

    /// Appends a root.
    pub(crate) fn push(&mut self, kind: Kind, start: usize, end: usize) -> u32 {
        self.push_below(NOWHERE, kind, start, end)
    }

    #[inline]
    fn push_below(&mut self, parent: u32, kind: Kind, start: usize, end: usize) -> u32 {
        let index = self.nodes.len() as u32;
        self.nodes.push(Node {
            kind,
            escaped: false,
            embedded: false,
            key_id: KeyId::UNKNOWN,
            start: start as u32,
            end: end as u32,
            next: index + 1,
            parent,
            first_entry: 0,
            count: 0,
        });
        index
    }

    /// Returns the index of the node behind a node and its contents; for a key, that of its value.
    pub(crate) fn behind(&self, node: u32) -> u32 {
        self.nodes[node as usize].next
    }

    /// Returns the object around the value of a member.
    pub(crate) fn around(&self, value: u32) -> u32 {
        let key = self.nodes[value as usize].parent;
        self.nodes.get(key as usize).map_or(value, |key| key.parent)
    }

    /// Interns the key that was appended last.
    fn know_key(&mut self, text: &[u8]) {
        if let Some(node) = self.nodes.last_mut() {
            node.key_id = key_interner().find(&unquote(*node, text));
        }
    }

    /// Ends a container.
    fn close(&mut self, container: u32, end: usize, text: &[u8]) {
        let next = self.nodes.len() as u32;
        let node = &mut self.nodes[container as usize];
        node.end = end as u32;
        node.next = next;
        let mut child = container + 1;
        if node.kind == Kind::Object {
            let mut members = Members::new(self);
            while child < next {
                members.add(self, child, text);
                child = self.behind(self.behind(child));
            }
            members.close(self, container, text);
        } else {
            let mut count = 0;
            while child < next {
                count += 1;
                child = self.behind(child);
            }
            self.nodes[container as usize].count = count;
        }
    }

    /// Removes the entries from `first` on whose key a later entry repeats.
    fn drop_repeated(&mut self, first: usize, text: &[u8]) {
        let nodes = &self.nodes;
        let name = |entry: &Entry| unquote(nodes[entry.key as usize], text);
        let entries = &self.entries[first..];
        let before = self.duplicates.len();
        let mut shadowed = Vec::new();
        if entries.len() <= PAIRWISE {
            for (index, entry) in entries.iter().enumerate() {
                let same = |other: &Entry| other.key_id == entry.key_id && name(other) == name(entry);
                if let Some(earlier) = entries[..index].iter().position(same) {
                    self.duplicates.push(Duplicate { first: entries[earlier].key, again: entry.key });
                    shadowed.extend(entries[..index].iter().rposition(same).map(|index| entries[index].key));
                }
            }
        } else {
            let mut order: Vec<&Entry> = entries.iter().collect();
            order.sort_by(|a, b| name(a).cmp(&name(b)).then(a.key.cmp(&b.key)));
            for run in order.chunk_by(|a, b| name(a) == name(b)) {
                for pair in run.windows(2) {
                    self.duplicates.push(Duplicate { first: run[0].key, again: pair[1].key });
                    shadowed.push(pair[0].key);
                }
            }
        }
        if shadowed.is_empty() {
            return;
        }
        self.duplicates[before..].sort_unstable_by_key(|duplicate| duplicate.again);
        shadowed.sort_unstable();
        let kept: Vec<Entry> =
            self.entries.drain(first..).filter(|entry| shadowed.binary_search(&entry.key).is_err()).collect();
        self.entries.extend(kept);
    }
}

/// Collects the members of an object into a tree.
struct Members {
    /// Index of their first entry.
    first: usize,
    /// One bit for each interned key so far.
    seen: [u64; KeyInterner::MOST / 64],
    /// Number of keys that are not interned.
    unknown: usize,
    /// True if a key may occur twice. With many keys that are not interned, repetitions are searched for later.
    repeats: bool,
}

impl Members {
    fn new(tree: &Tree) -> Self {
        Self { first: tree.entries.len(), seen: [0; KeyInterner::MOST / 64], unknown: 0, repeats: false }
    }

    #[inline]
    fn add(&mut self, tree: &mut Tree, key: u32, text: &[u8]) {
        let key_id = tree.nodes[key as usize].key_id;
        if let Some(key_id) = key_id.index() {
            let (bits, bit) = (&mut self.seen[key_id / 64], 1 << (key_id % 64));
            self.repeats |= *bits & bit != 0;
            *bits |= bit;
        } else {
            self.add_unknown(tree, key, text);
        }
        tree.entries.push(Entry { key_id, key, value: tree.behind(key) });
    }

    #[cold]
    fn add_unknown(&mut self, tree: &Tree, key: u32, text: &[u8]) {
        self.unknown += 1;
        let name = |key: u32| unquote(tree.nodes[key as usize], text);
        let mut before = tree.entries[self.first..].iter().filter(|entry| entry.key_id == KeyId::UNKNOWN);
        self.repeats =
            self.repeats || self.unknown > PAIRWISE || before.any(|entry| name(entry.key) == name(key));
    }

    /// Adds the entries to the object. Of equal keys the last one counts, as in other parsers.
    fn close(self, tree: &mut Tree, object: u32, text: &[u8]) {
        if self.repeats {
            tree.drop_repeated(self.first, text);
        }
        let node = &mut tree.nodes[object as usize];
        node.first_entry = self.first as u32;
        node.count = tree.entries.len() as u32 - self.first as u32;
    }
}

/// Returns the text of a string node, without quotes and escapes.
///
/// Bytes that are not UTF-8 and invalid escapes become U+FFFD.
pub(crate) fn unquote(node: Node, text: &[u8]) -> Cow<'_, [u8]> {
    let bytes = &text[node.start as usize..node.end as usize];
    let inner = match bytes {
        [b'"', inner @ .., b'"'] | [b'\'', inner @ .., b'\''] => inner,
        bare => bare,
    };
    if node.escaped { Cow::Owned(unescape(inner, |_, _| {})) } else { Cow::Borrowed(inner) }
}

/// Resolves escapes; calls `mapped` with the length and the original offset of each part of the result.
pub(crate) fn unescape(inner: &[u8], mut mapped: impl FnMut(usize, usize)) -> Vec<u8> {
    let mut out = Vec::with_capacity(inner.len());
    let mut at = 0;
    while let Some(&byte) = inner.get(at) {
        let before = out.len();
        let from = at;
        if byte == b'\\' {
            at = unescape_one(inner, at, &mut out);
        } else {
            out.push(byte);
            at += 1;
        }
        mapped(out.len() - before, from);
    }
    out
}

fn unescape_one(inner: &[u8], at: usize, out: &mut Vec<u8>) -> usize {
    let plain = match inner.get(at + 1) {
        Some(b'b') => 0x08,
        Some(b'f') => 0x0C,
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(&byte @ (b'"' | b'\\' | b'/')) => byte,
        Some(b'u') => {
            let unit = |at: usize| {
                let digits = std::str::from_utf8(inner.get(at + 2..at + 6)?).ok()?;
                (inner.get(at..at + 2)? == b"\\u").then(|| u16::from_str_radix(digits, 16).ok())?
            };
            let units = [unit(at), unit(at + 6)];
            let decoded = char::decode_utf16(units.into_iter().map_while(|unit| unit)).next();
            let (character, width) = match decoded {
                Some(Ok(character)) => (character, 6 * character.len_utf16()),
                Some(Err(_)) => (char::REPLACEMENT_CHARACTER, 6),
                None => ('\\', 1),
            };
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            return at + width;
        }
        _ => {
            out.push(b'\\');
            return at + 1;
        }
    };
    out.push(plain);
    at + 2
}

/// Decoded text of a string that contains JSON, and the origin of each of its bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Embedded {
    pub(crate) text: String,
    /// Offset in the record of each byte of `text`, and of its end.
    pub(crate) origin: Vec<u32>,
}

/// Text of a record, and its tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document<'a> {
    /// Text of the record. Each byte that is not UTF-8 is replaced by `?`, so that offsets hold.
    pub(crate) text: &'a str,
    pub(crate) tree: &'a Tree,
    pub(crate) embedded: &'a Embedded,
}

/// Value of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'a> {
    pub(crate) document: Document<'a>,
    pub(crate) node: u32,
}

impl<'a> Document<'a> {
    pub(crate) fn root(self) -> Value<'a> {
        self.value(0)
    }

    pub(crate) fn value(self, node: u32) -> Value<'a> {
        Value { document: self, node }
    }
}

impl<'a> Value<'a> {
    pub(crate) fn data(self) -> Node {
        self.document.tree.nodes[self.node as usize]
    }

    pub(crate) fn kind(self) -> Kind {
        self.data().kind
    }

    /// Text as written, with quotes.
    pub(crate) fn raw(self) -> &'a str {
        let node = self.data();
        let text = if node.embedded { self.document.embedded.text.as_str() } else { self.document.text };
        text.get(node.start as usize..node.end as usize).unwrap_or("")
    }

    /// Text of a string.
    pub(crate) fn string(self) -> Option<Cow<'a, str>> {
        if self.kind() != Kind::String {
            return None;
        }
        let raw = self.raw();
        let inner = match raw.as_bytes() {
            [b'"', .., b'"'] | [b'\'', .., b'\''] => &raw[1..raw.len() - 1],
            _ => raw,
        };
        if !self.data().escaped {
            return Some(Cow::Borrowed(inner));
        }
        Some(Cow::Owned(String::from_utf8_lossy(&unescape(inner.as_bytes(), |_, _| {})).into_owned()))
    }

    /// Range of its bytes, from the beginning of the record.
    pub(crate) fn span(self) -> Range<u32> {
        let node = self.data();
        if !node.embedded {
            return node.start..node.end;
        }
        let origin = |offset: u32| {
            let origins = &self.document.embedded.origin;
            origins.get(offset as usize).or(origins.last()).copied().unwrap_or(0)
        };
        origin(node.start)..origin(node.end)
    }

    /// Range of its bytes, as an index.
    pub(crate) fn place(self) -> Range<usize> {
        let span = self.span();
        span.start as usize..span.end as usize
    }

    /// Members under their names in the schema.
    pub(crate) fn entries(self) -> &'a [Entry] {
        let node = self.data();
        if node.kind != Kind::Object {
            return &[];
        }
        steps::count(node.count as usize);
        &self.document.tree.entries[node.first_entry as usize..][..node.count as usize]
    }

    /// Members with their own keys, in the order of the text; of equal keys the last.
    pub(crate) fn members(self) -> impl Iterator<Item = (Value<'a>, Value<'a>)> {
        self.entries()
            .iter()
            .map(move |entry| (self.document.value(entry.key), self.document.value(entry.value)))
    }

    /// Returns the member with exactly this key.
    #[inline]
    pub(crate) fn member(self, key: &str) -> Option<Value<'a>> {
        let entry = self.entry(key_interner().find(key.as_bytes()), key)?;
        Some(self.document.value(entry.value))
    }

    /// Returns the member with this name, whose id is `key_id`.
    pub(crate) fn entry(self, key_id: KeyId, name: &str) -> Option<&'a Entry> {
        let mut entries = self.entries().iter();
        entries.find(|entry| {
            entry.key_id == key_id
                && (key_id != KeyId::UNKNOWN || self.entry_name(entry, key_interner()) == name)
        })
    }

    fn entry_name(self, entry: &Entry, interner: &'static KeyInterner) -> Cow<'a, str> {
        match interner.text(entry.key_id) {
            Some(name) => Cow::Borrowed(name),
            None => self.document.value(entry.key).string().unwrap_or_default(),
        }
    }

    /// Depth of nested objects and arrays, including the value itself.
    pub(crate) fn depth(self) -> usize {
        let nodes = &self.document.tree.nodes;
        let (mut open, mut deepest): (Vec<u32>, usize) = (Vec::new(), 0);
        for index in self.node..self.data().next {
            while open.pop_if(|end| *end <= index).is_some() {}
            let node = nodes[index as usize];
            if matches!(node.kind, Kind::Array | Kind::Object) {
                open.push(node.next);
                deepest = deepest.max(open.len());
            }
        }
        deepest
    }

    /// Items of an array.
    pub(crate) fn items(self) -> Items<'a> {
        let node = self.data();
        let (next, end) = if node.kind == Kind::Array { (self.node + 1, node.next) } else { (0, 0) };
        Items { document: self.document, next, end }
    }
}

/// Iterator over the items of an array.
#[derive(Debug)]
pub(crate) struct Items<'a> {
    document: Document<'a>,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Items<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        if self.next >= self.end {
            return None;
        }
        steps::count(1);
        let value = self.document.value(self.next);
        self.next = value.data().next;
        Some(value)
    }
}

impl Tree {
    /// Sets the members of an object as the schema sees them.
    pub(crate) fn set_entries(&mut self, object: u32, entries: impl IntoIterator<Item = Entry>) {
        let first_entry = self.entries.len();
        self.entries.extend(entries);
        let count = self.entries.len() - first_entry;
        let node = &mut self.nodes[object as usize];
        node.first_entry = first_entry as u32;
        node.count = count as u32;
    }

    /// Appends the value of another tree, as embedded; returns its node.
    pub(crate) fn embed(&mut self, other: &Self) -> u32 {
        let (nodes, entries) = (self.nodes.len() as u32, self.entries.len() as u32);
        self.nodes.extend(other.nodes.iter().map(|node| Node {
            embedded: true,
            next: node.next + nodes,
            parent: if node.parent == NOWHERE { NOWHERE } else { node.parent + nodes },
            first_entry: node.first_entry + entries,
            ..*node
        }));
        self.entries.extend(other.entries.iter().map(|entry| Entry {
            key: entry.key + nodes,
            value: entry.value + nodes,
            ..*entry
        }));
        self.duplicates.extend(
            other.duplicates.iter().map(|duplicate| Duplicate {
                first: duplicate.first + nodes,
                again: duplicate.again + nodes,
            }),
        );
        nodes
    }

    /// Returns a copy of a value as a tree of its own.
    pub(crate) fn alone(&self, value: u32) -> Self {
        let mut tree = Self::default();
        tree.copy(self, value);
        tree
    }

    /// Appends a copy of a value; returns its node.
    pub(crate) fn copy(&mut self, other: &Self, value: u32) -> u32 {
        let here = self.nodes.len() as u32;
        let range = value..other.nodes[value as usize].next;
        for index in range {
            let node = other.nodes[index as usize];
            let first_entry = self.entries.len() as u32;
            if node.kind == Kind::Object {
                let entries = &other.entries[node.first_entry as usize..][..node.count as usize];
                self.entries.extend(entries.iter().map(|entry| Entry {
                    key: entry.key - value + here,
                    value: entry.value - value + here,
                    ..*entry
                }));
            }
            let parent = if index == value { NOWHERE } else { node.parent - value + here };
            self.nodes.push(Node { next: node.next - value + here, parent, first_entry, ..node });
        }
        let end = other.nodes[value as usize].next;
        let inside = other.duplicates.iter().filter(|duplicate| (value..end).contains(&duplicate.first));
        self.duplicates.extend(inside.map(|duplicate| Duplicate {
            first: duplicate.first - value + here,
            again: duplicate.again - value + here,
        }));
        here
    }

    /// Ends an object that was composed of other nodes: keys, each followed by its value.
    pub(crate) fn close_object(&mut self, object: u32, keys: &[u32], text: &[u8]) {
        let mut members = Members::new(self);
        for &key in keys {
            let node = self.nodes[key as usize];
            self.nodes[key as usize] =
                Node { parent: object, key_id: key_interner().find(&unquote(node, text)), ..node };
            self.nodes[node.next as usize].parent = key;
            members.add(self, key, text);
        }
        self.nodes[object as usize].next = self.nodes.len() as u32;
        members.close(self, object, text);
    }
}

impl Embedded {
    /// Decodes the string between the quotes of a node's raw text, which begins at `start` in the record.
    pub(crate) fn decode(&mut self, raw: &str, start: u32) {
        self.origin.clear();
        let inner = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')).unwrap_or(raw);
        let origins = &mut self.origin;
        let decoded = unescape(inner.as_bytes(), |length, from| {
            origins.extend(std::iter::repeat_n(start + 1 + from as u32, length));
        });
        self.origin.push(start + 1 + inner.len() as u32);
        self.text = String::from_utf8_lossy(&decoded).into_owned();
    }
}

impl Tree {
    /// Replaces a value by another one in an object or in its `properties`.
    pub(crate) fn replace_value(&mut self, object: u32, value: u32, by: u32) {
        let node = self.nodes[object as usize];
        let range = node.first_entry as usize..(node.first_entry + node.count) as usize;
        for entry in &mut self.entries[range] {
            if entry.value == value {
                entry.value = by;
            }
        }
    }
}
