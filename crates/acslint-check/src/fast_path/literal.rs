//! Literals: short known byte strings, compared with the bytes at an offset in one step.

use wide::u8x16;

/// Length of the longest literal, in bytes.
pub(super) const LONGEST: usize = 32;

/// Literal of at most [`LONGEST`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Literal {
    bytes: [u8; LONGEST],
    /// One bit for each byte of the literal, the lowest for the first byte.
    present: u32,
    length: u8,
}

impl Literal {
    /// Literal of the first bytes of a text, as many as fit.
    pub(super) fn new(text: &[u8]) -> Self {
        let length = text.len().min(LONGEST);
        let mut bytes = [0; LONGEST];
        bytes[..length].copy_from_slice(&text[..length]);
        let present = if length == 0 { 0 } else { u32::MAX >> (LONGEST - length) };
        Self { bytes, present, length: length as u8 }
    }

    /// Length in bytes.
    #[inline]
    pub(super) fn len(&self) -> usize {
        usize::from(self.length)
    }

    /// Bytes of the literal, padded with zeros.
    pub(super) fn bytes(&self) -> &[u8; LONGEST] {
        &self.bytes
    }

    /// Returns a bit mask of the positions of a byte.
    pub(super) fn find(&self, byte: u8) -> u32 {
        find(byte, &self.bytes) & self.present
    }

    pub(super) fn text(&self) -> &[u8] {
        &self.bytes[..self.len()]
    }

    /// Returns true if the literal stands at this offset.
    #[inline]
    pub(super) fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let Some(rest) = bytes.get(at..) else {
            return false;
        };
        match rest.first_chunk() {
            Some(text) => self.begins(text),
            None => rest.starts_with(self.text()),
        }
    }

    /// Returns true if the bytes begin with the literal.
    #[inline]
    pub(super) fn begins(&self, bytes: &[u8; LONGEST]) -> bool {
        self.equal_bytes(bytes) & self.present == self.present
    }

    #[inline]
    fn equal_bytes(&self, text: &[u8; LONGEST]) -> u32 {
        let ([low, high], [low_text, high_text]) = (self.bytes.as_chunks().0, text.as_chunks().0) else {
            return 0;
        };
        let equal =
            |known: &[u8; 16], text: &[u8; 16]| u8x16::new(*known).simd_eq(u8x16::new(*text)).to_bitmask();
        equal(low, low_text) | equal(high, high_text) << 16
    }
}

/// Combines the bit masks of both halves; the lowest bit stands for the first byte.
#[inline]
pub(super) fn by_halves(bytes: &[u8; LONGEST], bits: impl Fn(&[u8; 16]) -> u32) -> u32 {
    let ([low, high], []) = bytes.as_chunks() else {
        return 0;
    };
    bits(low) | bits(high) << 16
}

/// Returns a bit mask of the positions of a byte.
#[inline]
pub(super) fn find(byte: u8, bytes: &[u8; LONGEST]) -> u32 {
    by_halves(bytes, |bytes| u8x16::new(*bytes).simd_eq(u8x16::splat(byte)).to_bitmask())
}

/// Returns a bit mask of the positions of digits.
#[inline]
pub(super) fn find_digits(bytes: &[u8; LONGEST]) -> u32 {
    by_halves(bytes, |bytes| {
        let values = u8x16::new(*bytes) - u8x16::splat(b'0');
        values.min(u8x16::splat(9)).simd_eq(values).to_bitmask()
    })
}

/// Text of any length, the beginning of which is compared as a literal.
#[derive(Debug, Clone)]
pub(super) struct Text {
    head: Literal,
    rest: Box<[u8]>,
}

impl Text {
    pub(super) fn new(text: &[u8]) -> Self {
        Self { head: Literal::new(text), rest: text.get(LONGEST..).unwrap_or_default().into() }
    }

    /// Length in bytes.
    pub(super) fn len(&self) -> usize {
        self.head.len() + self.rest.len()
    }

    /// Returns true if the bytes between these offsets are the text.
    #[inline]
    pub(super) fn is(&self, bytes: &[u8], start: usize, end: usize) -> bool {
        self.len() == end - start && self.head.stands_at(bytes, start) && self.goes_on(bytes, start, end)
    }

    /// Returns true if the bytes begin with the text, as far as a literal goes.
    #[inline]
    pub(super) fn begins(&self, bytes: &[u8; LONGEST]) -> bool {
        self.head.begins(bytes)
    }

    /// Returns true if the bytes between these offsets continue like the text behind the literal.
    #[inline]
    pub(super) fn goes_on(&self, bytes: &[u8], start: usize, end: usize) -> bool {
        self.rest.is_empty() || *self.rest == bytes[start + LONGEST..end]
    }
}

/// Multiplier of hashes: an odd number with irregular bits.
pub(super) const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// First eight bytes as a number; 0 if there are fewer.
#[inline]
pub(super) fn first(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Last eight bytes as a number; 0 if there are fewer.
#[inline]
pub(super) fn last(bytes: &[u8]) -> u64 {
    bytes.last_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Hash of the text between these offsets, from its two ends and its length.
#[inline]
pub(super) fn digest(bytes: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    let number = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    let (head, tail) = match bytes.get(start..).and_then(<[u8]>::first_chunk) {
        Some(head) if length < 8 => (number(head) & !(u64::MAX << (8 * length)), 0),
        Some(head) => (number(head), last(&bytes[..end])),
        None => {
            let mut head = [0; 8];
            head[..length].copy_from_slice(&bytes[start..end]);
            (number(&head), 0)
        }
    };
    head ^ tail.rotate_left(29) ^ length as u64
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Literal, Text, digest};

    #[test]
    fn a_literal_stands_where_its_bytes_are_and_nowhere_else() {
        let text: Vec<u8> = (0..100).map(|number| b'a' + number % 23).collect();
        for length in 0..=LONGEST {
            let literal = Literal::new(&text[40..40 + length]);
            assert_eq!((literal.len(), literal.text()), (length, &text[40..40 + length]));
            for cut in [40 + length, 71, 72, 73, 100] {
                let bytes = &text[..cut.max(40 + length)];
                assert!(literal.stands_at(bytes, 40), "{length} in {cut}");
                assert!(!literal.stands_at(&text[..40 + length], 41) || length == 0, "{length} in {cut}");
                for wrong in 40..40 + length {
                    let mut bytes = bytes.to_vec();
                    bytes[wrong] ^= 0x20;
                    assert!(!literal.stands_at(&bytes, 40), "{length} in {cut}, changed at {wrong}");
                }
            }
            assert!(!literal.stands_at(&text, 101));
        }
    }

    #[test]
    fn a_text_is_itself_and_no_other() {
        let bytes: Vec<u8> = (0..200_u8).collect();
        for length in [0, 1, 7, 8, 9, 31, 32, 33, 64, 150] {
            let text = Text::new(&bytes[10..10 + length]);
            let alone = &bytes[10..10 + length];
            assert!(text.is(&bytes, 10, 10 + length) && text.is(alone, 0, length), "{length}");
            assert_eq!(digest(&bytes, 10, 10 + length), digest(alone, 0, length));
            assert!(
                !text.is(&bytes, 10, 11 + length) && !text.is(&bytes, 11, 11 + length.max(1)),
                "{length}"
            );
            if length > 0 {
                assert!(!text.is(&bytes, 10, 9 + length), "{length}");
            }
        }
    }
}
