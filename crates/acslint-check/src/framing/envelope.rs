//! Envelopes: `{"records": […]}`, as Event Hubs and old blobs have it, opened before the whole of it is read.

use std::ops::Range;

use super::NeedMore;
use crate::document::{Document, Kind, Node, Tree, is_key, is_word, key_length};

/// Key of an envelope's records. It is recognized without double quotes too: their absence is a fault of the envelope, and
/// not of its records.
pub(super) const RECORDS: &[u8] = b"records";

/// Keys of arrays by which an object is opened instead of being read as a record.
pub(crate) const CONTAINER_KEYS: [&str; 3] = ["records", "tables", "Tables"];

/// Largest number of members before `records`, and of the bytes they take.
const LEADING: usize = 16;
const LEADING_BYTES: usize = 4096;

/// Returns the length of the envelope's opening up to the first record, brackets included, if the text begins with
/// one.
///
/// `leading` allows other members before `records`, if none of them contains an object or an array.
pub(super) fn opening(text: &[u8], end: bool, leading: bool) -> Result<Option<usize>, NeedMore> {
    let mut scan = Scan { text: &text[..text.len().min(LEADING_BYTES)], at: 1 };
    match scan.opening(leading) {
        Ok(found) => Ok(found),
        // The text ends within the members: more bytes may decide.
        Err(Short) if !end && text.len() < LEADING_BYTES => Err(NeedMore),
        Err(Short) => Ok(None),
    }
}

/// Returns true if the text begins with an object whose first key is `records`.
pub(super) fn begins(text: &[u8]) -> bool {
    let inside = text.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inside.is_some_and(|inside| key_length(inside, RECORDS).is_some())
}

struct Short;

struct Scan<'t> {
    text: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn opening(&mut self, leading: bool) -> Result<Option<usize>, Short> {
        for _ in 0..if leading { LEADING } else { 1 } {
            let Some(key) = self.key()? else {
                return Ok(None);
            };
            let is_records = &self.text[key] == RECORDS;
            if self.next()? != b':' {
                return Ok(None);
            }
            self.at += 1;
            let first = self.next()?;
            if is_records {
                return Ok((first == b'[').then_some(self.at + 1));
            }
            match first {
                b'"' => {
                    self.string()?;
                }
                b'\'' => {
                    if self.single_quoted()?.is_none() {
                        return Ok(None);
                    }
                }
                b'{' | b'[' | b'}' | b']' | b',' => return Ok(None),
                _ => {
                    let plain = |byte: &u8| !matches!(byte, b',' | b'}' | b']' | b'{' | b'[' | b'"');
                    let rest = &self.text[self.at..];
                    self.at += rest.iter().position(|byte| !plain(byte)).ok_or(Short)?;
                }
            }
            if self.next()? != b',' {
                return Ok(None);
            }
            self.at += 1;
        }
        Ok(None)
    }

    /// Returns the next byte that is not white space.
    fn next(&mut self) -> Result<u8, Short> {
        let rest = self.text.get(self.at..).ok_or(Short)?;
        let skip = rest.iter().position(|byte| !byte.is_ascii_whitespace()).ok_or(Short)?;
        self.at += skip;
        Ok(self.text[self.at])
    }

    /// Passes a key, if there is one; returns its range without quotes.
    fn key(&mut self) -> Result<Option<Range<usize>>, Short> {
        match self.next()? {
            b'"' => self.string().map(Some),
            b'\'' => self.single_quoted(),
            first if first.is_ascii_alphabetic() => {
                let start = self.at;
                let length = self.text[start..].iter().position(|byte| !is_word(*byte)).ok_or(Short)?;
                self.at = start + length;
                Ok(Some(start..self.at))
            }
            _ => Ok(None),
        }
    }

    /// Passes a string in single quotes, if it ends on its line; returns the range between its quotes.
    fn single_quoted(&mut self) -> Result<Option<Range<usize>>, Short> {
        let start = self.at + 1;
        let end = start + memchr::memchr2(b'\'', b'\n', &self.text[start..]).ok_or(Short)?;
        self.at = end + 1;
        Ok((self.text[end] == b'\'').then_some(start..end))
    }

    /// Passes a string; returns the range between its quotes.
    fn string(&mut self) -> Result<Range<usize>, Short> {
        let start = self.at + 1;
        let mut at = start;
        loop {
            match self.text.get(at) {
                None => return Err(Short),
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(start..at);
                }
                Some(b'\\') => at += 2,
                Some(_) => at += 1,
            }
        }
    }
}

/// Contents of an object that is not a record itself.
pub(super) enum Inside {
    /// Records; the offset of their array.
    Records(usize),
    /// `records` has a value of this kind, at this range, instead of an array.
    NoArray(Kind, Range<usize>),
    /// Tables of a query answer.
    Tables,
    /// None of these.
    Nothing,
}

/// Determines the contents of an object that was read whole.
pub(super) fn inside(document: Document<'_>, text: &[u8]) -> Inside {
    let entries = document.root().entries();
    let is = |key: Node, name: &[u8]| is_key(&text[key.start as usize..key.end as usize], name);
    let find = |name: &[u8]| {
        let entry = entries.clone().find(|entry| is(document.tree.node(entry.key), name));
        entry.map(|entry| document.tree.node(entry.value))
    };
    // Most keys are interned, and those of containers are not.
    let is_plain =
        document.tree.duplicates.is_empty() && entries.clone().all(|entry| entry.key_id.index().is_some());
    if is_plain {
        return Inside::Nothing;
    }
    // Of equal keys an object keeps the last; the records under the others are records as well.
    if !document.tree.duplicates.is_empty()
        && let Some(records) = first_array(document.tree, |key| is(key, RECORDS))
    {
        return Inside::Records(records.start as usize);
    }
    if let Some(records) = find(RECORDS) {
        let range = records.start as usize..records.end as usize;
        return match records.kind {
            Kind::Array => Inside::Records(range.start),
            _ if find(b"category").is_some() || find(b"Category").is_some() => Inside::Nothing,
            kind => Inside::NoArray(kind, range),
        };
    }
    match find(b"tables").or_else(|| find(b"Tables")) {
        Some(tables) if tables.kind == Kind::Array => Inside::Tables,
        _ => Inside::Nothing,
    }
}

/// Returns the first member of the root that is an array and has such a key.
fn first_array(tree: &Tree, is: impl Fn(Node) -> bool) -> Option<Node> {
    let (mut key, end) = (1, tree.behind(0));
    while key < end {
        let value = key + 1;
        if tree.kind(value) == Kind::Array && is(tree.node(key)) {
            return Some(tree.node(value));
        }
        key = tree.behind(value);
    }
    None
}
