//! Recovery: where the next record begins behind bytes that make no sense.

use super::NeedMore;

/// How far the next record is looked for before what was broken is reported, in bytes.
const WINDOW: usize = 1 << 20;

/// The longest key that can tell a record, with the white space before it.
const LOOK_AHEAD: usize = 128;

/// Where to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Resume {
    pub(super) at: usize,
    /// Whether a record begins there; else the bytes before it are known to hold none.
    pub(super) found: bool,
}

/// Finds the next record behind `start`, where something broken begins.
pub(super) fn next_record(
    buffer: &[u8],
    end: bool,
    start: usize,
    first_keys: &[Vec<u8>],
) -> Result<Resume, NeedMore> {
    let limit = start + WINDOW;
    let text = &buffer[..buffer.len().min(limit + LOOK_AHEAD)];
    let whole = end || text.len() == limit + LOOK_AHEAD;
    match search(text, whole, start, start + 1, first_keys) {
        Search::Found(at) if at < limit => Ok(Resume { at, found: true }),
        Search::Undecided(_) => Err(NeedMore),
        _ if buffer.len() >= limit => Ok(Resume { at: limit, found: false }),
        _ if end => Ok(Resume { at: buffer.len(), found: false }),
        _ => Err(NeedMore),
    }
}

/// Finds the next record behind `start` on the line that ends with the text.
pub(super) fn next_on_line(line: &[u8], start: usize, first_keys: &[Vec<u8>]) -> Resume {
    match search(line, true, start, start + 1, first_keys) {
        Search::Found(at) => Resume { at, found: true },
        _ => Resume { at: line.len(), found: false },
    }
}

/// Goes on looking, from two bytes behind `at` on: those tell what stands before a brace.
pub(super) fn look_on(buffer: &[u8], end: bool, at: usize, first_keys: &[Vec<u8>]) -> Resume {
    match search(buffer, end, at, at + 2, first_keys) {
        Search::Found(at) => Resume { at, found: true },
        Search::Undecided(brace) => Resume { at: brace - 2, found: false },
        Search::Nothing if end => Resume { at: buffer.len(), found: false },
        Search::Nothing => Resume { at: at.max(buffer.len().saturating_sub(2)), found: false },
    }
}

enum Search {
    Found(usize),
    /// What is behind the brace there is still to come.
    Undecided(usize),
    Nothing,
}

fn search(text: &[u8], whole: bool, start: usize, from: usize, first_keys: &[Vec<u8>]) -> Search {
    let own = if whole || text.len() - start >= LOOK_AHEAD { own_first_key(&text[start..]) } else { None };
    let mut from = from;
    while let Some(brace) = text.get(from..).and_then(|rest| memchr::memchr(b'{', rest)) {
        let at = from + brace;
        if !whole && text.len() - at < LOOK_AHEAD {
            return Search::Undecided(at);
        }
        if is_record(text, at, first_keys, own) {
            return Search::Found(at);
        }
        from = at + 1;
    }
    Search::Nothing
}

/// Whether two objects begin with the same key.
pub(super) fn begins_alike(text: &[u8], other: &[u8], end: bool) -> Result<bool, NeedMore> {
    if !end && (other.is_empty() || (other[0] == b'{' && other.len() < LOOK_AHEAD)) {
        return Err(NeedMore);
    }
    let key = own_first_key(text);
    Ok(key.is_some() && key == own_first_key(other))
}

/// Whether a record begins with the text.
pub(super) fn begins_record(text: &[u8], end: bool, first_keys: &[Vec<u8>]) -> Result<bool, NeedMore> {
    if text.first() != Some(&b'{') {
        return Ok(false);
    }
    if !end && text.len() < LOOK_AHEAD {
        return Err(NeedMore);
    }
    let Some(key) = own_first_key(text) else {
        return Ok(false);
    };
    Ok(first_keys.is_empty() || first_keys.iter().any(|known| known == key))
}

fn is_record(buffer: &[u8], brace: usize, first_keys: &[Vec<u8>], own: Option<&[u8]>) -> bool {
    let Some(key) = own_first_key(&buffer[brace..]) else {
        return false;
    };
    let before = |distance: usize| brace.checked_sub(distance).map(|at| buffer[at]);
    let inside_member = before(1) == Some(b':') || (before(1) == Some(b' ') && before(2) == Some(b':'));
    if first_keys.iter().any(|known| known == key) || own == Some(key) {
        return !inside_member;
    }
    first_keys.is_empty() && matches!(before(1), None | Some(b'\n' | b'}'))
}

/// The first key of the object that begins with the text, with its quotes.
fn own_first_key(text: &[u8]) -> Option<&[u8]> {
    let inside = text[..text.len().min(LOOK_AHEAD)].strip_prefix(b"{")?.trim_ascii_start();
    let key = inside.strip_prefix(b"\"")?;
    let length = memchr::memchr(b'"', key)?;
    Some(&inside[..length + 2])
}
