//! Recovery: finds the place where reading continues behind invalid bytes. `docs/recovery.md` lists the places.

use std::collections::BTreeMap;

use super::{Container, NeedMore, Text, envelope::RECORDS};
use crate::document::{Fault, FaultKind, Kind, LOOK_AHEAD, NOWHERE, Node, Tree, is_key, key_length, opening};

/// Number of bytes searched for the next record before the broken bytes are reported.
pub(super) const WINDOW: usize = 1 << 20;

/// Frequent first keys of records, which objects inside records do not have first.
const USUAL_KEYS: [&[u8]; 6] =
    [b"\"time\"", b"\"TimeGenerated\"", b"\"TenantId\"", b"\"resourceId\"", b"\"category\"", b"\"Category\""];

/// Returns true if the key is a frequent first key, or one of the earlier first keys.
fn is_usual(key: &[u8], first_keys: &[Vec<u8>]) -> bool {
    is_key(key, RECORDS) || USUAL_KEYS.contains(&key) || first_keys.iter().any(|known| known == key)
}

/// Returns true if the text begins with an object that has a frequent first key, or one of the earlier first keys.
pub(super) fn begins_usual(text: &[u8], first_keys: &[Vec<u8>]) -> bool {
    opening(text).is_some_and(|opening| is_usual(opening.key, first_keys))
}

/// Largest number of open brackets that are kept one by one; further ones are counted.
const KEPT_BRACKETS: usize = 1024;

/// Place where reading continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Start of a record; on a line of its own with this much white space before it.
    Record { at: usize, indentation: Option<usize> },
    /// Start of the records of an envelope, behind the bracket.
    Records(usize),
    /// Bracket that closes the container.
    Close(usize),
    /// No place before this offset; the bytes from it on are undecided.
    None(usize),
}

impl Place {
    pub(super) fn at(self) -> usize {
        match self {
            Self::Record { at, .. } | Self::Records(at) | Self::Close(at) | Self::None(at) => at,
        }
    }

    pub(super) fn is_found(self) -> bool {
        !matches!(self, Self::None(_))
    }
}

/// Open brackets since the beginning of the broken bytes.
#[derive(Debug, Clone, Default)]
struct Brackets {
    /// True for each open brace, false for each open bracket.
    open: Vec<bool>,
    /// Number of open brackets inside these that are not kept.
    beyond: u64,
    braces: usize,
}

impl Brackets {
    fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    fn in_object(&self) -> bool {
        self.beyond == 0 && self.open.last() == Some(&true)
    }

    fn only_objects(&self) -> bool {
        self.beyond == 0 && self.braces == self.open.len()
    }

    fn open(&mut self, brace: bool) {
        if self.open.len() == KEPT_BRACKETS {
            self.beyond += 1;
        } else {
            self.braces += usize::from(brace);
            self.open.push(brace);
        }
    }

    /// Closes the innermost bracket of a kind, with those open inside it; returns true if there was one.
    fn close(&mut self, brace: bool) -> bool {
        if self.beyond > 0 {
            self.beyond -= 1;
            return true;
        }
        let of_kind = if brace { self.braces } else { self.open.len() - self.braces };
        if of_kind == 0 {
            return false;
        }
        while let Some(last) = self.open.pop() {
            self.braces -= usize::from(last);
            if last == brace {
                break;
            }
        }
        true
    }
}

/// Search for the next place, which continues in the next buffer.
#[derive(Debug, Clone)]
pub(super) struct Search {
    /// Container of the broken bytes.
    container: Option<Container>,
    /// First key of the broken record, with quotes.
    own_key: Vec<u8>,
    /// Length of white space before the broken record, if it begins its line.
    indentation: usize,
    brackets: Brackets,
    in_string: bool,
    escaped: bool,
    /// Last byte that is not white space.
    before: Option<u8>,
    /// Length of white space so far on a line that has nothing else.
    line: Option<usize>,
    /// True if only records on lines of their own count.
    only_lines: bool,
}

impl Search {
    /// Search for what follows the broken value that begins with `text`.
    pub(super) fn new(
        text: &[u8],
        end: bool,
        container: Option<Container>,
        indentation: usize,
    ) -> Result<Self, NeedMore> {
        if !end && text.len() < LOOK_AHEAD {
            return Err(NeedMore);
        }
        let own_key = opening(text).map_or_else(Vec::new, |opening| opening.key.to_vec());
        Ok(Self {
            container,
            own_key,
            indentation,
            brackets: Brackets::default(),
            in_string: false,
            escaped: false,
            before: None,
            line: None,
            only_lines: false,
        })
    }

    /// Restricts the search to records on lines of their own, for broken bytes that may contain objects like
    /// records.
    pub(super) fn by_lines(self) -> Self {
        Self { only_lines: true, ..self }
    }

    /// Searches from behind the bracket that opens the rows of a broken query answer.
    pub(super) fn in_rows(mut self) -> Self {
        // The brackets of the answer, its tables, the table and its rows.
        for brace in [true, false, true, false] {
            self.brackets.open(brace);
        }
        Self { before: Some(b'['), ..self }
    }

    /// Searches for the next place from `from` on and before `limit`.
    pub(super) fn run(
        &mut self,
        buffer: &[u8],
        from: usize,
        limit: usize,
        end: bool,
        first_keys: &[Vec<u8>],
    ) -> Place {
        let mut at = from;
        while at < limit {
            let byte = buffer[at];
            if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                self.white_space(byte);
                at += 1;
                continue;
            }
            if std::mem::take(&mut self.escaped) {
                (self.line, self.before) = (None, Some(byte));
                at += 1;
                continue;
            }
            let looks_ahead =
                matches!(byte, b'{' | b'"' | b']') || (matches!(byte, b'\'' | b'r') && !self.in_string);
            if looks_ahead && !end && buffer.len() - at < LOOK_AHEAD {
                return Place::None(at);
            }
            if let Some(place) = self.token(byte, &buffer[at..], at, first_keys) {
                return place;
            }
            (self.line, self.before) = (None, Some(byte));
            at += 1;
        }
        Place::None(at)
    }

    fn white_space(&mut self, byte: u8) {
        if byte == b'\n' {
            self.in_string = false;
            self.line = Some(0);
        } else if let Some(indentation) = &mut self.line {
            *indentation += 1;
        }
        self.escaped = false;
    }

    /// Handles a byte that is not white space, with which the text begins.
    fn token(&mut self, byte: u8, text: &[u8], at: usize, first_keys: &[Vec<u8>]) -> Option<Place> {
        match byte {
            b'{' => {
                if self.begins_record(text, first_keys) {
                    return Some(Place::Record { at, indentation: self.line });
                }
                if !self.in_string {
                    self.brackets.open(true);
                }
            }
            b'\\' => self.escaped = self.in_string,
            b'"' if self.in_string => self.in_string = false,
            b'"' => {
                if let Some(length) = self.records(text) {
                    return Some(Place::Records(at + length));
                }
                self.in_string = true;
            }
            _ if self.in_string => {}
            b'\'' | b'r' => {
                if let Some(length) = self.records(text) {
                    return Some(Place::Records(at + length));
                }
            }
            b'[' => self.brackets.open(false),
            b']' => {
                let inside = self.brackets.close(false);
                let goes_on = !self.brackets.is_empty() && next(text, 1) == Some(b',');
                if !inside && !goes_on && self.container == Some(Container::Array) && self.before.is_some() {
                    return Some(Place::Close(at));
                }
            }
            b'}' => {
                let inside = self.brackets.close(true);
                if !inside && self.container == Some(Container::Envelope) && self.before.is_some() {
                    return Some(Place::Close(at));
                }
            }
            _ => {}
        }
        None
    }

    /// Returns true if the text, which begins with a brace, begins with a record.
    fn begins_record(&mut self, text: &[u8], first_keys: &[Vec<u8>]) -> bool {
        let opening = opening(text);
        let is_known = opening.is_some_and(|opening| is_usual(opening.key, first_keys));
        let is_custom = opening.is_some_and(|opening| opening.key == self.own_key);
        let is_plain = opening.is_some_and(|opening| opening.colon) || is_known || is_custom;
        // An object with a well-formed opening is not inside a string: a quote before it is missing or superfluous.
        if self.in_string && !is_plain {
            return false;
        }
        self.in_string = false;
        let Some(before) = self.before else {
            // This is the broken value itself, unless it begins with white space only.
            return false;
        };
        if self.line.is_some_and(|indentation| indentation <= self.indentation) {
            return true;
        }
        match before {
            _ if self.only_lines => false,
            b':' => is_known && self.line.is_some(),
            b'[' => is_known,
            _ if is_known || is_custom => true,
            b',' if self.brackets.is_empty() && self.container == Some(Container::Array) => true,
            _ if !is_plain => false,
            _ if self.brackets.is_empty() => true,
            b',' | b'}' | b']' => self.brackets.in_object(),
            _ => false,
        }
    }

    /// Returns the length of `"records": [`, in any quotes or none, if the text begins with it where an envelope can have it.
    fn records(&self, text: &[u8]) -> Option<usize> {
        // An array has no keys among its items, so something in it was not closed.
        let in_envelope = !self.brackets.is_empty() || self.container == Some(Container::Envelope);
        let is_member = in_envelope && (self.brackets.only_objects() || !self.brackets.in_object());
        // Without quotes, it may be a word of any text. A key begins the object or follows a comma.
        let is_key = match text.first() {
            Some(b'r') => matches!(self.before, Some(b'{' | b',')),
            _ => self.before.is_some(),
        };
        if self.only_lines || !is_member || !is_key {
            return None;
        }
        let key = key_length(text, RECORDS)?;
        let near = &text[..text.len().min(LOOK_AHEAD)];
        // Another byte in the place of the colon is tolerated.
        let between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b':' | b'=' | b',' | b';');
        let length = near[key..].iter().take_while(|byte| between(byte)).count();
        let bracket = key + length;
        (length > 0 && near.get(bracket) == Some(&b'[')).then_some(bracket + 1)
    }
}

/// Returns the next byte from `from` on that is not white space, if it is near.
fn next(text: &[u8], from: usize) -> Option<u8> {
    let near = text.get(from..text.len().min(LOOK_AHEAD))?;
    near.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// Strings of a value in which a record may be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strings {
    All,
    /// Those outside the rows of a query answer: a row is one whatever its cells contain.
    OutsideRows,
}

/// Finds an object inside a string or a comment of a value that was parsed whole into `tree`, if it reads as a record: its
/// first key is a known one or the value's own. Reading the bytes as one value would hide that object. Returns the offset of
/// the quote that begins the string.
pub(super) fn hidden_record(
    Text { bytes: buffer, end }: Text<'_>,
    range: &std::ops::Range<usize>,
    first_keys: &[Vec<u8>],
    (tree, faults): (&Tree, &[Fault]),
    strings: Strings,
) -> Result<Option<usize>, NeedMore> {
    let own_key = opening(&buffer[range.clone()]).map(|opening| opening.key);
    let is_text = buffer[range.start] != b'{';
    let braces = memchr::memchr_iter(b'{', &buffer[range.start + 1..range.end]);
    for brace in braces.map(|brace| range.start + 1 + brace) {
        if !end && buffer.len() - brace < LOOK_AHEAD {
            return Err(NeedMore);
        }
        let Some(opening) = opening(&buffer[brace..]) else {
            continue;
        };
        let at = (brace - range.start) as u32;
        let is_json_text =
            |fault: &Fault| fault.kind == FaultKind::UnescapedJson && fault.start < at && at < fault.end;
        if tree.begins_at(at) || faults.iter().any(is_json_text) {
            continue;
        }
        let Some(node) = tree.last_before(at) else {
            continue;
        };
        let around = tree.node(node);
        let quote = range.start + around.start as usize;
        let is_usual = is_usual(opening.key, first_keys);
        let is_known = is_usual || own_key == Some(opening.key);
        let head = &buffer[range.start..brace];
        let text = head.trim_ascii_end();
        let (before, begins_line) = (text.last(), head[text.len()..].contains(&b'\n'));
        let reads_as_record = match before {
            Some(b':') if !begins_line => false,
            Some(b',' | b'}') => is_known || (is_text && opening.colon),
            // The quotes of the object's keys end the string, which goes on only because they were taken for its text.
            before if at < around.end && is_prose(&buffer[quote..]) => {
                is_usual || (is_known && before != Some(&b'['))
            }
            Some(b'[') => false,
            // The string that was read as a value ends behind the brace.
            _ => is_text && opening.colon && brace + 2 >= range.end,
        };
        let is_cell = || strings == Strings::OutsideRows && is_in_rows(&buffer[range.start..], tree, node);
        if reads_as_record && !is_cell() {
            return Ok(Some(quote));
        }
    }
    Ok(None)
}

/// Returns true if a node of a value with this text is in the rows of a query answer.
fn is_in_rows(text: &[u8], tree: &Tree, node: u32) -> bool {
    let parent = |node: &u32| Some(tree.parent(*node)).filter(|parent| *parent != NOWHERE);
    let is_key_of_rows = |node: u32| {
        let Node { kind, start, end, .. } = tree.node(node);
        let key = &text[start as usize..end as usize];
        kind == Kind::String && (is_key(key, b"rows") || is_key(key, b"Rows"))
    };
    std::iter::successors(parent(&node), parent).any(is_key_of_rows)
}

/// Returns true if the text begins with a string in double quotes that does not begin like a JSON object or array.
fn is_prose(text: &[u8]) -> bool {
    text.first() == Some(&b'"') && !matches!(text.get(1), Some(b'{' | b'['))
}

/// Returns true if a value may contain records that follow it, provided it has a fault.
pub(crate) fn has_objects_in_arrays(tree: &Tree) -> bool {
    objects_in_arrays(tree).next().is_some()
}

/// Objects that are items of arrays, each with its array.
fn objects_in_arrays(tree: &Tree) -> impl Iterator<Item = (u32, Node)> {
    let with_parents = tree.objects().map(|(node, object)| (tree.parent(node), object));
    with_parents.filter(|(parent, _)| tree.kind(*parent) == Kind::Array)
}

/// Objects in arrays of a faulty value that may be records themselves.
pub(super) struct TakenIn<'t> {
    /// Text of the value; it begins a line behind this much white space, or is not the first on its line.
    pub(super) text: &'t [u8],
    pub(super) indentation: usize,
    pub(super) tree: &'t Tree,
    pub(super) faults: &'t [Fault],
    /// True if the value is an item of an array or an envelope.
    pub(super) inside: bool,
    /// True if the beginning of a line is not sufficient: a frequent first key or a wrong comma must be there as
    /// well.
    pub(super) only_usual: bool,
}

impl TakenIn<'_> {
    /// Returns true if there is such an object. It begins a line and is not indented deeper than the value; or it
    /// has a frequent first key behind a comma that is missing or superfluous in the same array.
    ///
    /// A value without a fault contains no such object.
    pub(super) fn is_any(&self, first_keys: &[Vec<u8>]) -> bool {
        if self.faults.is_empty() {
            return false;
        }
        let broken_arrays = if self.inside { self.broken_arrays() } else { BTreeMap::new() };
        objects_in_arrays(self.tree).any(|(array, node)| {
            let at = node.start as usize;
            let is_usual = || begins_usual(&self.text[at..], first_keys);
            let is_broken = || broken_arrays.get(&array).is_some_and(|fault| *fault < node.start);
            if self.begins_line(at) {
                !self.only_usual || is_usual() || is_broken()
            } else {
                is_broken() && is_usual()
            }
        })
    }

    fn begins_line(&self, at: usize) -> bool {
        let before = self.text[..at].trim_ascii_end().len();
        let space = &self.text[before..at];
        let newline = memchr::memrchr(b'\n', space);
        newline.is_some_and(|newline| space.len() - newline - 1 <= self.indentation)
    }

    /// Returns the arrays with a missing or superfluous comma between their items, each with the offset of the
    /// first.
    fn broken_arrays(&self) -> BTreeMap<u32, u32> {
        let mut arrays = BTreeMap::new();
        let commas = |fault: &&Fault| matches!(fault.kind, FaultKind::ExtraComma | FaultKind::MissingComma);
        for fault in self.faults.iter().filter(commas) {
            let mut node = self.tree.last_before(fault.start).unwrap_or_default();
            while node != NOWHERE && self.tree.node(node).end <= fault.start {
                node = self.tree.parent(node);
            }
            if self.tree.kind(node) == Kind::Array {
                arrays.entry(node).or_insert(fault.start);
            }
        }
        arrays
    }
}

/// Returns true if an array in a value holds an object with a usual first key, or one that begins a line.
pub(super) fn holds_records(text: &[u8], tree: &Tree, first_keys: &[Vec<u8>]) -> bool {
    objects_in_arrays(tree).any(|(_, node)| {
        let at = node.start as usize;
        let before = &text[..at];
        let begins_line = before[before.trim_ascii_end().len()..].contains(&b'\n');
        begins_line || begins_usual(&text[at..], first_keys)
    })
}

/// Returns true if two objects begin with the same key.
pub(super) fn begins_alike(text: &[u8], other: &[u8], end: bool) -> Result<bool, NeedMore> {
    if !end && (other.is_empty() || (other[0] == b'{' && other.len() < LOOK_AHEAD)) {
        return Err(NeedMore);
    }
    let key = first_key(text);
    Ok(key.is_some() && key == first_key(other))
}

/// Returns true if the text begins with a record.
pub(super) fn begins_record(text: &[u8], end: bool, first_keys: &[Vec<u8>]) -> Result<bool, NeedMore> {
    if text.first() != Some(&b'{') {
        return Ok(false);
    }
    if !end && text.len() < LOOK_AHEAD {
        return Err(NeedMore);
    }
    let Some(key) = first_key(text) else {
        return Ok(false);
    };
    Ok(first_keys.is_empty() || first_keys.iter().any(|known| known == key))
}

/// Returns the first key of the object that begins with the text, with its quotes.
fn first_key(text: &[u8]) -> Option<&[u8]> {
    let inside = text[..text.len().min(LOOK_AHEAD)].strip_prefix(b"{")?.trim_ascii_start();
    let key = inside.strip_prefix(b"\"")?;
    let length = memchr::memchr(b'"', key)?;
    Some(&inside[..length + 2])
}
