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

/// Finds the next record behind `start`.
pub(super) fn next_record(buffer: &[u8], end: bool, start: usize, first_keys: &[Vec<u8>]) -> Result<Resume, NeedMore> {
    let own = own_first_key(&buffer[start..]);
    let mut from = start + 1;
    while let Some(brace) = buffer.get(from..).and_then(|rest| memchr::memchr(b'{', rest)) {
        let at = from + brace;
        if !end && buffer.len() - at < LOOK_AHEAD {
            return if at - start > LOOK_AHEAD { Ok(Resume { at, found: false }) } else { Err(NeedMore) };
        }
        if is_record(buffer, at, first_keys, own) {
            return Ok(Resume { at, found: true });
        }
        from = at + 1;
    }
    if end {
        return Ok(Resume { at: buffer.len(), found: false });
    }
    if buffer.len() - start < WINDOW {
        return Err(NeedMore);
    }
    // The last bytes stay, since they tell what stands before a brace.
    Ok(Resume { at: buffer.len() - 2, found: false })
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
