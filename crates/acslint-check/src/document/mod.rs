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
mod tree;

use std::{borrow::Cow, ops::Range};

use crate::key_interner::{KeyId, KeyInterner, key_interner};

pub(crate) use decimal::Decimal;
pub(crate) use exact::Exact;
pub(crate) use foreign::{Foreign, Found, foreign};
pub(crate) use json::SpanTree;
pub(crate) use lookahead::{Comment, LOOK_AHEAD, comment, is_key, is_word, key_length, opening};
pub(crate) use lookup::Lookup;
pub(crate) use parse::{MAX_NESTING, Outcome, Reading, character_width, is_number, parse, read, read_member};
pub(crate) use quotes::typographic;
pub(crate) use tree::{Entries, NOWHERE, Node, Tree};

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

/// Member of an object: under its own key, or under its name in the schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// Id of its name, if the name is interned; otherwise the key's own text is the name.
    pub(crate) key_id: KeyId,
    pub(crate) key: u32,
    pub(crate) value: u32,
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
        self.document.tree.node(self.node)
    }

    pub(crate) fn kind(self) -> Kind {
        self.document.tree.kind(self.node)
    }

    /// Parent of the value: the key of a member's value, the object of a key, the array of an item.
    pub(crate) fn parent(self) -> Self {
        Value { node: self.document.tree.parent(self.node), ..self }
    }

    /// Node behind the value and its contents.
    pub(crate) fn behind(self) -> u32 {
        self.document.tree.behind(self.node)
    }

    /// Number of its members or items.
    pub(crate) fn count(self) -> u32 {
        self.document.tree.count(self.node)
    }

    /// Text as written, with quotes.
    pub(crate) fn raw(self) -> &'a str {
        self.raw_of(self.data())
    }

    fn raw_of(self, node: Node) -> &'a str {
        let text = if node.embedded { self.document.embedded.text.as_str() } else { self.document.text };
        text.get(node.start as usize..node.end as usize).unwrap_or("")
    }

    /// Text of a string.
    pub(crate) fn string(self) -> Option<Cow<'a, str>> {
        if self.kind() != Kind::String {
            return None;
        }
        let node = self.data();
        let raw = self.raw_of(node);
        let inner = match raw.as_bytes() {
            [b'"', .., b'"'] | [b'\'', .., b'\''] => &raw[1..raw.len() - 1],
            _ => raw,
        };
        if !node.escaped {
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
    #[inline]
    pub(crate) fn entries(self) -> Entries<'a> {
        steps::count_of(|| self.count() as usize);
        self.document.tree.entries(self.node)
    }

    /// Members with their own keys, in the order of the text; of equal keys the last.
    pub(crate) fn members(self) -> impl Iterator<Item = (Value<'a>, Value<'a>)> {
        self.entries().map(move |entry| (self.document.value(entry.key), self.document.value(entry.value)))
    }

    /// Returns the member with exactly this key.
    #[inline]
    pub(crate) fn member(self, key: &str) -> Option<Value<'a>> {
        let entry = self.entry(key_interner().find(key.as_bytes()), key)?;
        Some(self.document.value(entry.value))
    }

    /// Returns the member with this name, whose id is `key_id`.
    #[inline]
    pub(crate) fn entry(self, key_id: KeyId, name: &str) -> Option<Entry> {
        let is_it = |entry: &Entry| {
            entry.key_id == key_id
                && (key_id != KeyId::UNKNOWN || self.entry_name(*entry, key_interner()) == name)
        };
        match self.entries() {
            Entries::Listed(mut entries) => entries.find(|entry| is_it(entry)).copied(),
            Entries::Read(mut entries) => entries.find(is_it),
        }
    }

    fn entry_name(self, entry: Entry, interner: &'static KeyInterner) -> Cow<'a, str> {
        match interner.text(entry.key_id) {
            Some(name) => Cow::Borrowed(name),
            None => self.document.value(entry.key).string().unwrap_or_default(),
        }
    }

    /// Depth of nested objects and arrays, including the value itself.
    pub(crate) fn depth(self) -> usize {
        let tree = self.document.tree;
        let (mut open, mut deepest): (Vec<u32>, usize) = (Vec::new(), 0);
        for node in self.node..self.behind() {
            while open.pop_if(|end| *end <= node).is_some() {}
            if matches!(tree.kind(node), Kind::Array | Kind::Object) {
                open.push(tree.behind(node));
                deepest = deepest.max(open.len());
            }
        }
        deepest
    }

    /// Items of an array.
    pub(crate) fn items(self) -> Items<'a> {
        let is_array = self.kind() == Kind::Array;
        let nodes = if is_array { self.node + 1..self.behind() } else { 0..0 };
        Items { document: self.document, nodes, run: 0..0 }
    }
}

/// Iterator over the items of an array.
#[derive(Debug)]
pub(crate) struct Items<'a> {
    document: Document<'a>,
    /// The next item, or the run of the numbers that come next, and the node behind the array.
    nodes: Range<u32>,
    /// Numbers of a run that come before.
    run: Range<u32>,
}

impl<'a> Iterator for Items<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let tree = self.document.tree;
        loop {
            if let Some(node) = self.run.next() {
                steps::count(1);
                return Some(self.document.value(node));
            }
            let node = self.nodes.start;
            if self.nodes.is_empty() {
                return None;
            }
            self.nodes.start = tree.behind(node);
            let Some(run) = tree.run_at(node) else {
                steps::count(1);
                return Some(self.document.value(node));
            };
            self.run = run;
        }
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
