//! Limits on the decompressed size of an input, if the user sets any.
//!
//! A few kilobytes can decompress to any number of bytes. Since acslint checks them as they come, they cost time, not
//! memory.

use std::io::{self, Read};

use super::odometer::Odometer;
use crate::text::thousands;
use crate::values::Size;

/// Size from which the ratio applies: little text may be compressed to almost nothing.
pub(super) const RATIO_FROM: u64 = 1 << 20;

/// Limits on a compressed input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Maximum number of decompressed bytes.
    pub(crate) size: Option<Size>,
    /// Maximum number of decompressed bytes for each compressed byte.
    pub(crate) ratio: Option<u64>,
}

/// Maximum number of bytes for each stored byte of an input that a few bytes can make endless, unless the user sets another one.
pub(super) const RATIO: u64 = 1000;

impl Limits {
    /// Returns the limits, with one on the ratio.
    pub(super) fn with_ratio(self) -> Self {
        Self { ratio: self.ratio.or(Some(RATIO)), ..self }
    }
}

/// Reader of a decompressed input within the limits.
pub(super) struct Limited<R> {
    decoder: R,
    limits: Limits,
    /// Counter of the compressed bytes of this input.
    stored: Odometer,
    /// Number of decompressed bytes so far.
    size: u64,
}

impl<R> Limited<R> {
    pub(super) fn new(decoder: R, limits: Limits, stored: Odometer) -> Self {
        Self { decoder, limits, stored, size: 0 }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(ratio) = self.limits.ratio
            && self.size > RATIO_FROM.max(self.stored.read().saturating_mul(ratio))
        {
            let ratio = thousands(ratio);
            return Err(too_large(format!(
                "holds more than {ratio} bytes for each byte of it, the most that `--max-ratio` allows"
            )));
        }
        let Some(most) = self.limits.size else {
            let count = self.decoder.read(buffer)?;
            self.size += count as u64;
            return Ok(count);
        };
        let left = usize::try_from(most.0 - self.size).unwrap_or(usize::MAX);
        if left == 0 && !buffer.is_empty() {
            // The limit is reached: one more byte exceeds it.
            return match self.decoder.read(&mut [0])? {
                0 => Ok(0),
                _ => Err(too_large(format!(
                    "holds more than {most}, the most that `--max-decompressed` allows"
                ))),
            };
        }
        let room = buffer.len().min(left);
        let count = self.decoder.read(&mut buffer[..room])?;
        self.size += count as u64;
        Ok(count)
    }
}

fn too_large(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, repeat};

    use super::{Limited, Limits, RATIO_FROM, Size};
    use crate::input::Odometer;

    fn read(limits: Limits, available: u64) -> (u64, Option<String>) {
        let mut limited = Limited::new(repeat(b'x').take(available), limits, Odometer::default());
        let (mut buffer, mut all) = (vec![0; 1000], 0);
        loop {
            match limited.read(&mut buffer) {
                Ok(0) => return (all, None),
                Ok(count) => all += count as u64,
                Err(error) => return (all, Some(error.to_string())),
            }
        }
    }

    #[test]
    fn what_may_be_is_read_and_not_a_byte_more() {
        let limits = Limits { size: Some(Size(2500)), ratio: None };
        assert_eq!(read(limits, 2500), (2500, None));
        let message = "holds more than 2.5 kB, the most that `--max-decompressed` allows";
        assert_eq!(read(limits, 2501), (2500, Some(message.to_owned())));
        assert_eq!(read(Limits::default(), 2_000_000), (2_000_000, None));
    }

    #[test]
    fn a_ratio_counts_from_a_megabyte_on() {
        let limits = Limits { size: None, ratio: Some(1000) };
        assert_eq!(read(limits, RATIO_FROM), (RATIO_FROM, None));
        let (read, error) = read(limits, 10 * RATIO_FROM);
        assert!((RATIO_FROM..RATIO_FROM + 2000).contains(&read), "{read}");
        let message = "holds more than 1,000 bytes for each byte of it, the most that `--max-ratio` allows";
        assert_eq!(error.as_deref(), Some(message));
    }
}
