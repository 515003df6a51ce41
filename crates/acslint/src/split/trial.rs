//! Sides of a split in memory, for tests.

use std::io;

use super::{Side, Sides};

/// Text of each side.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Texts(pub(crate) [Vec<u8>; 3]);

impl Sides for Texts {
    fn write(&mut self, side: Side, bytes: &[u8]) -> io::Result<()> {
        self.0[side as usize].extend_from_slice(bytes);
        Ok(())
    }

    fn is_open(&self, side: Side) -> bool {
        let last = self.0[side as usize].rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        !last.trim_ascii().is_empty()
    }

    fn line(&self, side: Side) -> u64 {
        1 + memchr::memchr_iter(b'\n', &self.0[side as usize]).count() as u64
    }
}
