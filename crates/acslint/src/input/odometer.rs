//! Count of the bytes read, before decompression.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Number of bytes read of all inputs so far, before decompression.
#[derive(Debug, Clone, Default)]
pub(crate) struct Odometer(Arc<AtomicU64>);

impl Odometer {
    /// Counts bytes.
    pub(super) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Reader that counts its bytes.
pub(super) struct Counted<R> {
    pub(super) bytes: R,
    pub(super) odometer: Odometer,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.odometer.add(count as u64);
        Ok(count)
    }
}
