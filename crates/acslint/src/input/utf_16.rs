//! UTF-16 text, decoded as it is read.

use std::io::{self, Read};

use super::odometer::Odometer;

/// Order of the bytes of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

impl Order {
    /// Returns the order that a byte order mark at the beginning of a text tells. That of UTF-32 begins with the same bytes.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0xFF, 0xFE, 0, 0, ..] => None,
            [0xFF, 0xFE, ..] => Some(Self::Little),
            [0xFE, 0xFF, ..] => Some(Self::Big),
            _ => None,
        }
    }
}

/// Number of bytes read at once.
const BLOCK: usize = 64 * 1024;

/// Reader of UTF-16 as UTF-8.
///
/// Text that is not UTF-16 stays visible: half of a pair is written in the manner of UTF-8, which is not valid there, and the byte 0xFF
/// stands for half of a unit at the end.
pub(super) struct Decoded<R> {
    bytes: R,
    order: Order,
    /// Counter of the bytes before decoding.
    stored: Odometer,
    /// Bytes of an incomplete unit or pair.
    rest: Vec<u8>,
    block: Vec<u8>,
    /// Decoded bytes, and the number of those that were read.
    text: Vec<u8>,
    at: usize,
    is_end: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(bytes: R, order: Order, stored: Odometer) -> Self {
        let (rest, block, text) = (Vec::new(), vec![0; BLOCK], Vec::new());
        Self { bytes, order, stored, rest, block, text, at: 0, is_end: false }
    }

    /// Decodes the next bytes; at the end, also those that are incomplete.
    fn decode(&mut self) -> io::Result<()> {
        let count = self.bytes.read(&mut self.block)?;
        self.stored.add(count as u64);
        self.is_end = count == 0;
        self.rest.extend_from_slice(&self.block[..count]);
        self.text.clear();
        self.at = 0;
        let (pairs, half) = self.rest.as_chunks::<2>();
        let units: Vec<u16> = pairs
            .iter()
            .map(|pair| match self.order {
                Order::Little => u16::from_le_bytes(*pair),
                Order::Big => u16::from_be_bytes(*pair),
            })
            .collect();
        // The second half of a pair may still come.
        let waits = !self.is_end && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit));
        let length = units.len() - usize::from(waits);
        for character in char::decode_utf16(units[..length].iter().copied()) {
            match character {
                Ok(character) => {
                    self.text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
                Err(half) => {
                    let unit = half.unpaired_surrogate();
                    let bits = |shift: u16| 0x80 | (unit >> shift & 0x3F) as u8;
                    self.text.extend([0xED, bits(6), bits(0)]);
                }
            }
        }
        if self.is_end && !half.is_empty() {
            self.text.push(0xFF);
        }
        self.rest.drain(..2 * length);
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            if self.is_end {
                return Ok(0);
            }
            self.decode()?;
        }
        let count = buffer.len().min(self.text.len() - self.at);
        buffer[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Decoded, Order};
    use crate::input::Odometer;

    /// Reader of a few bytes at a time.
    struct Drops<'b>(&'b [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(buffer.len()).min(self.0.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn decoded(units: &[u16], behind: &[u8], order: Order, drop: usize) -> Vec<u8> {
        let bytes = units.iter().flat_map(|unit| match order {
            Order::Little => unit.to_le_bytes(),
            Order::Big => unit.to_be_bytes(),
        });
        let bytes: Vec<u8> = bytes.chain(behind.iter().copied()).collect();
        let mut text = Vec::new();
        let stored = Odometer::default();
        Decoded::new(Drops(&bytes, drop), order, stored.clone()).read_to_end(&mut text).unwrap();
        assert_eq!(stored.read(), bytes.len() as u64);
        text
    }

    #[test]
    fn text_is_decoded_however_it_arrives() {
        let text = "\u{FEFF}{\"a\":\"caf\u{e9} \u{1F600}\"}\n";
        let units: Vec<u16> = text.encode_utf16().collect();
        for order in [Order::Little, Order::Big] {
            for drop in [1, 2, 3, 5, 1000] {
                assert_eq!(decoded(&units, b"", order, drop), text.as_bytes(), "{order:?} {drop}");
            }
        }
        assert_eq!(decoded(&[], b"", Order::Little, 1), b"");
    }

    #[test]
    fn what_cannot_be_decoded_is_not_utf_8() {
        for drop in [1, 2, 1000] {
            let first = decoded(&[0x61, 0xD83D, 0x62], b"", Order::Big, drop);
            assert_eq!(first, b"a\xED\xA0\xBDb");
            assert_eq!(decoded(&[0xDE00], b"", Order::Little, drop), b"\xED\xB8\x80");
            assert_eq!(decoded(&[0x61, 0xD83D], b"x", Order::Little, drop), b"a\xED\xA0\xBD\xFF");
        }
    }

    #[test]
    fn the_mark_tells_the_order() {
        assert_eq!(Order::of(b"\xFF\xFE{\0"), Some(Order::Little));
        assert_eq!(Order::of(b"\xFE\xFF\0{"), Some(Order::Big));
        assert_eq!(Order::of(b"\xFF\xFE"), Some(Order::Little));
        for other in [&b"\xFF\xFE\0\0"[..], b"{\0}\0", b"\xEF\xBB\xBF", b""] {
            assert_eq!(Order::of(other), None);
        }
    }
}
