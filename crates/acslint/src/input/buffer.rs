//! Contiguous part of an input in memory.

use std::io;

/// Free space in front of a decompressed block, in bytes: most incomplete records fit there.
pub(super) const HEADROOM: usize = 16 * 1024;

/// Largest number of bytes that are written at once.
const MOST_AT_ONCE: usize = 1 << 20;

/// Bytes of an input, in reusable memory.
///
/// After a read error, the bytes read before stay, so that they can be checked first.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    memory: Vec<u8>,
    /// Start of the bytes in the memory.
    start: usize,
    end: usize,
}

impl Buffer {
    /// Returns the bytes in the buffer.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.memory[self.start..self.end]
    }

    pub(super) fn len(&self) -> usize {
        self.end - self.start
    }

    /// Removes all bytes, and memory beyond `capacity`.
    pub(crate) fn clear(&mut self, capacity: usize) {
        (self.start, self.end) = (0, 0);
        if self.memory.len() > capacity {
            self.memory.truncate(capacity);
            self.memory.shrink_to_fit();
        }
    }

    /// Drops the first `count` bytes.
    pub(crate) fn advance(&mut self, count: usize) {
        self.start += count.min(self.len());
    }

    /// Moves the bytes from `start` on to the end of another buffer.
    pub(crate) fn move_to(&mut self, other: &mut Self, start: usize) {
        let moved = &self.bytes()[start..];
        other.room(moved.len())[..moved.len()].copy_from_slice(moved);
        other.end += moved.len();
        self.end = self.start + start;
    }

    /// Returns the memory after the bytes: at least `count` bytes.
    fn room(&mut self, count: usize) -> &mut [u8] {
        if self.end + count > self.memory.len() && self.start > 0 {
            self.memory.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        self.memory.resize((self.end + count).max(self.memory.len()), 0);
        &mut self.memory[self.end..]
    }

    /// Calls `write` for at most `count` bytes after the existing ones, and returns the number of bytes written.
    /// Retries after an interruption. A large count is written in parts, so that memory is used for bytes that exist.
    pub(super) fn write(
        &mut self,
        count: usize,
        mut write: impl FnMut(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        let count = count.min(MOST_AT_ONCE);
        let room = &mut self.room(count)[..count];
        let written = loop {
            match write(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                written => break written?,
            }
        };
        self.end += written;
        Ok(written)
    }

    /// Appends the bytes of another buffer. If the own bytes fit into the headroom of that buffer, they move there
    /// instead.
    pub(super) fn take(&mut self, other: &mut Self) {
        if self.len() <= other.start {
            let start = other.start - self.len();
            other.memory[start..other.start].copy_from_slice(self.bytes());
            other.start = start;
            std::mem::swap(self, other);
        } else {
            other.move_to(self, 0);
        }
    }

    /// Empties the buffer, leaving headroom in front of `count` bytes that follow.
    pub(super) fn make_headroom(&mut self, count: usize) {
        self.memory.resize((HEADROOM + count).max(self.memory.len()), 0);
        (self.start, self.end) = (HEADROOM, HEADROOM);
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::{Buffer, HEADROOM};

    fn buffer(bytes: &[u8]) -> Buffer {
        let mut buffer = Buffer::default();
        let count = buffer.write(bytes.len(), |room| {
            room.copy_from_slice(bytes);
            Ok(bytes.len())
        });
        assert_eq!(count.unwrap(), bytes.len());
        buffer
    }

    #[test]
    fn bytes_move_behind_those_of_another_buffer() {
        let (mut buffer, mut other) = (buffer(b"abcd"), Buffer::default());
        buffer.move_to(&mut other, 3);
        assert_eq!((buffer.bytes(), other.bytes()), (&b"abc"[..], &b"d"[..]));
        other
            .write(5, |room| {
                room[..2].copy_from_slice(b"ef");
                Ok(2)
            })
            .unwrap();
        other.move_to(&mut buffer, 1);
        assert_eq!((buffer.bytes(), other.bytes()), (&b"abcef"[..], &b"d"[..]));
        buffer.advance(2);
        assert_eq!(buffer.bytes(), b"cef");
        other.move_to(&mut buffer, 0);
        assert_eq!((buffer.bytes(), other.bytes()), (&b"cefd"[..], &b""[..]));
        buffer.clear(2);
        assert_eq!(buffer.bytes(), b"");
    }

    #[test]
    fn an_interrupted_read_is_tried_again_and_a_failed_one_is_not() {
        let (mut buffer, mut tries) = (buffer(b"ab"), 0);
        let count = buffer.write(3, |room| {
            tries += 1;
            if tries < 3 {
                return Err(ErrorKind::Interrupted.into());
            }
            room[..1].copy_from_slice(b"c");
            Ok(1)
        });
        assert_eq!((count.unwrap(), tries, buffer.bytes()), (1, 3, &b"abc"[..]));
        let failed = buffer.write(3, |_| {
            tries += 1;
            Err(ErrorKind::UnexpectedEof.into())
        });
        assert_eq!((failed.unwrap_err().kind(), tries), (ErrorKind::UnexpectedEof, 4));
        assert_eq!(buffer.bytes(), b"abc");
    }

    #[test]
    fn a_block_is_taken_behind_few_bytes_without_moving_and_behind_many() {
        let block = |block: &mut Buffer, bytes: &[u8]| {
            block.make_headroom(bytes.len());
            for half in bytes.chunks(2) {
                buffer(half).move_to(block, 0);
            }
            block.bytes().as_ptr()
        };
        for length in [0, 1, HEADROOM, HEADROOM + 1] {
            let rest = vec![b'x'; length];
            let (mut whole, mut given) = (buffer(&rest), Buffer::default());
            for again in ["abc", "defg", "h"] {
                whole.clear(usize::MAX);
                buffer(&rest).move_to(&mut whole, 0);
                let place = block(&mut given, again.as_bytes());
                whole.take(&mut given);
                assert_eq!(whole.bytes(), [&rest[..], again.as_bytes()].concat(), "{length}");
                assert_eq!(
                    whole.bytes()[length..].as_ptr() == place,
                    length <= HEADROOM,
                    "{length}, {again}"
                );
            }
            block(&mut given, b"def");
            whole.take(&mut given);
            assert_eq!(whole.bytes(), [&rest[..], b"hdef"].concat(), "{length}");
        }
    }
}
