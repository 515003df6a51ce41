//! Scanner: finds the end of the JSON token at an offset, without allocation and without a tree.
//!
//! Each function takes the offset of a token and returns the offset behind it. It returns `None` for invalid JSON,
//! for a token that the bytes cut off, and for a form too rare to be worth the code. A slower path then handles the
//! record.

use wide::u8x16;

use super::literal;

/// Deepest nesting of unchecked JSON.
const DEPTH: usize = 16;

/// Largest number of keys in the open objects of one value, together.
const KEYS: usize = 64;

/// Text between quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    /// Offset of the closing quote.
    pub(super) end: usize,
    /// True if the text has no escapes, so that the bytes between the quotes are the text.
    pub(super) literal: bool,
}

/// JSON number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    /// Offset behind it.
    pub(super) end: usize,
    /// True if it has neither a fraction nor an exponent.
    pub(super) whole: bool,
}

/// Look-ahead: the bytes from an offset on that are loaded first.
pub(super) type Lookahead = [u8; 48];

/// Returns a bit mask of the bytes that are a quote, a backslash, a control character or beyond ASCII.
#[inline]
fn special(bytes: &[u8; 16]) -> u32 {
    let bytes = u8x16::new(*bytes);
    let is = |byte| bytes.simd_eq(u8x16::splat(byte));
    let is_control = bytes.min(u8x16::splat(0x1F)).simd_eq(bytes);
    // A byte beyond ASCII has its highest bit set already.
    (is(b'"') | is(b'\\') | is_control | bytes).to_bitmask()
}

#[inline]
fn special_near(near: &Lookahead) -> u64 {
    let ([low, middle, high], []) = near.as_chunks() else {
        return 0;
    };
    let special = |bytes| u64::from(special(bytes));
    special(low) | special(middle) << 16 | special(high) << 32
}

/// Returns the offset of the first byte from `at` on that is a quote, a backslash, a control character or beyond
/// ASCII.
#[inline]
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let special = literal::by_halves(block, special);
        if special != 0 {
            return at + special.trailing_zeros() as usize;
        }
        at += block.len();
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | 0..=0x1F | 0x80..);
    at + rest.iter().take_while(|byte| plain(byte)).count()
}

/// Scans the text whose first byte is at `at`, behind the opening quote.
#[inline]
pub(super) fn text(bytes: &[u8], at: usize) -> Option<Text> {
    match near(bytes, at) {
        Some(near) => text_ahead(near, bytes, at),
        None => text_behind(bytes, at, at),
    }
}

/// Returns the look-ahead from an offset on, if there are enough bytes.
#[inline]
pub(super) fn near(bytes: &[u8], at: usize) -> Option<&Lookahead> {
    bytes.get(at..)?.first_chunk()
}

/// Scans a text whose look-ahead is loaded.
#[inline]
pub(super) fn text_ahead(near: &Lookahead, bytes: &[u8], at: usize) -> Option<Text> {
    // The look-ahead has room for an identifier of 36 characters and its quote.
    let special = special_near(near);
    let length = special.trailing_zeros() as usize;
    match near.get(length) {
        Some(b'"') => Some(Text { end: at + length, literal: true }),
        Some(_) => unusual_text(bytes, at, at + length),
        None => text_behind(bytes, at, at + near.len()),
    }
}

/// Scans a text that continues at `behind`, after plain bytes only.
#[inline(never)]
fn text_behind(bytes: &[u8], start: usize, behind: usize) -> Option<Text> {
    let end = plain_end(bytes, behind);
    match bytes.get(end)? {
        b'"' => Some(Text { end, literal: true }),
        _ => unusual_text(bytes, start, end),
    }
}

/// Scans a text with escapes or characters beyond ASCII, the first of them at `special`.
#[cold]
fn unusual_text(bytes: &[u8], start: usize, special: usize) -> Option<Text> {
    let (mut literal, mut ascii) = (true, true);
    let mut at = special;
    loop {
        match bytes.get(at)? {
            b'"' => break,
            b'\\' => {
                literal = false;
                at = escape(bytes, at)?;
            }
            0x80.. => {
                ascii = false;
                at += 1;
            }
            _ => return None,
        }
        at = plain_end(bytes, at);
    }
    let valid = ascii || simdutf8::basic::from_utf8(&bytes[start..at]).is_ok();
    valid.then_some(Text { end: at, literal })
}

/// Scans an escape; for a surrogate, both halves.
fn escape(bytes: &[u8], at: usize) -> Option<usize> {
    let unit = |at: usize| {
        let escaped = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        escaped.iter().try_fold(0, |unit, digit| Some(unit * 16 + char::from(*digit).to_digit(16)?))
    };
    match bytes.get(at + 1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 2),
        b'u' => match unit(at)? {
            0xD800..=0xDBFF => matches!(unit(at + 6)?, 0xDC00..=0xDFFF).then_some(at + 12),
            0xDC00..=0xDFFF => None,
            _ => Some(at + 6),
        },
        _ => None,
    }
}

/// Scans the number that begins at `at`.
#[inline]
pub(super) fn number(bytes: &[u8], at: usize) -> Option<Number> {
    let first = at + usize::from(bytes.get(at) == Some(&b'-'));
    let mut end = digits(bytes, first);
    if end == first || (bytes[first] == b'0' && end > first + 1) {
        return None;
    }
    let mut whole = true;
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(bytes, end + 1);
        if fraction == end + 1 {
            return None;
        }
        (end, whole) = (fraction, false);
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let signature = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(bytes, end + 1 + signature);
        if exponent == end + 1 + signature {
            return None;
        }
        (end, whole) = (exponent, false);
    }
    Some(Number { end, whole })
}

/// Parses a whole number of few digits and without a sign at the beginning of the bytes; returns its value and
/// length.
#[inline]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a lazy operator is a branch, and digits defeat branch prediction"
)]
pub(super) fn short_number(near: &Lookahead) -> Option<(i64, usize)> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let chunk = u64::from_le_bytes(*near.first_chunk()?);
    let values = chunk ^ (EACH * 0x30);
    // The highest bit of each byte that is not a digit. A carry only affects bytes behind such a byte.
    let others = (values.wrapping_add(EACH * 0x76) | values) & (EACH * 0x80);
    let count = others.trailing_zeros() / 8;
    let behind = (chunk >> (8 * count % u64::BITS)) as u8;
    let other = (count == 0) | (count == 8) | ((count > 1) & (values.trailing_zeros() >= 8));
    if other | (behind == b'.') | (behind | 0x20 == b'e') {
        return None;
    }
    // Neighbours are combined: digits to pairs, pairs to fours, fours to the number.
    let digits = values << (64 - 8 * count);
    let pairs = (digits.wrapping_mul(2561) >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs.wrapping_mul(6_553_601) >> 16) & 0x0000_FFFF_0000_FFFF;
    let value = fours.wrapping_mul(42_949_672_960_001) >> 32;
    Some((value.cast_signed(), count as usize))
}

/// Returns the end of the digits that begin at `at`.
#[inline]
pub(super) fn digits(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

/// Returns the end of the white space that begins at `at`; newlines belong to it only if `newlines` is true.
#[inline]
pub(super) fn white_space(bytes: &[u8], mut at: usize, newlines: bool) -> usize {
    while let Some(&byte @ (b' ' | b'\t' | b'\r' | b'\n')) = bytes.get(at) {
        if byte == b'\n' && !newlines {
            break;
        }
        at += 1;
    }
    at
}

/// Scanner of any JSON value whose objects have unique keys.
#[derive(Debug)]
pub(super) struct Free<'b, 'k> {
    pub(super) bytes: &'b [u8],
    /// True if white space may contain newlines.
    pub(super) newlines: bool,
    /// Ranges of the keys of the open objects.
    pub(super) keys: &'k mut Vec<(usize, usize)>,
}

impl Free<'_, '_> {
    /// Scans the value that begins at `at`.
    pub(super) fn value(&mut self, at: usize) -> Option<usize> {
        self.nested(at, DEPTH)
    }

    fn nested(&mut self, at: usize, depth: usize) -> Option<usize> {
        match self.bytes.get(at)? {
            b'"' => text(self.bytes, at + 1).map(|text| text.end + 1),
            b'{' => self.object(at, depth.checked_sub(1)?),
            b'[' => self.array(at, depth.checked_sub(1)?),
            b't' => literal(self.bytes, at, b"true"),
            b'f' => literal(self.bytes, at, b"false"),
            b'n' => literal(self.bytes, at, b"null"),
            _ => number(self.bytes, at).map(|number| number.end),
        }
    }

    fn array(&mut self, at: usize, depth: usize) -> Option<usize> {
        let mut at = self.skip(at + 1);
        if self.bytes.get(at)? == &b']' {
            return Some(at + 1);
        }
        loop {
            at = self.nested(at, depth)?;
            at = self.skip(at);
            match self.bytes.get(at)? {
                b',' => at = self.skip(at + 1),
                b']' => return Some(at + 1),
                _ => return None,
            }
        }
    }

    fn object(&mut self, at: usize, depth: usize) -> Option<usize> {
        let mut at = self.skip(at + 1);
        if self.bytes.get(at)? == &b'}' {
            return Some(at + 1);
        }
        let first = self.keys.len();
        loop {
            at = self.key(at, first)?;
            at = self.nested(at, depth)?;
            at = self.skip(at);
            match self.bytes.get(at)? {
                b',' => at = self.skip(at + 1),
                b'}' => break,
                _ => return None,
            }
        }
        self.keys.truncate(first);
        Some(at + 1)
    }

    /// Scans a key that differs from the object's earlier keys, which begin at index `first`; returns the offset
    /// of its value.
    pub(super) fn key(&mut self, at: usize, first: usize) -> Option<usize> {
        let key = key(self.bytes, at)?;
        let text = |(start, end): (usize, usize)| &self.bytes[start..end];
        if self.keys.len() == KEYS || self.keys[first..].iter().any(|other| text(*other) == text(key)) {
            return None;
        }
        self.keys.push(key);
        colon(self.bytes, key.1 + 1, self.newlines)
    }

    fn skip(&self, at: usize) -> usize {
        white_space(self.bytes, at, self.newlines)
    }
}

/// Scans the key at `at`, which must begin with a quote; returns the range between its quotes.
#[inline]
pub(super) fn key(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    if bytes.get(at)? != &b'"' {
        return None;
    }
    let text = text(bytes, at + 1)?;
    text.literal.then_some((at + 1, text.end))
}

/// Returns the offset behind the colon that follows a key, and behind the white space around it.
#[inline]
pub(super) fn colon(bytes: &[u8], at: usize, newlines: bool) -> Option<usize> {
    let at = white_space(bytes, at, newlines);
    (bytes.get(at)? == &b':').then(|| white_space(bytes, at + 1, newlines))
}

/// Returns the offset behind the literal, if it stands at `at`.
#[inline]
pub(super) fn literal(bytes: &[u8], at: usize, literal: &[u8]) -> Option<usize> {
    let end = at + literal.len();
    (bytes.get(at..end)? == literal).then_some(end)
}
