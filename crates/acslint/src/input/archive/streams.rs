//! Streams of a compressed tar archive, from which its members are read in order.
//!
//! A compressed archive can be read only from its beginning. Each worker that reads members has a stream of its own, which goes on
//! from one member to the next that is still ahead. So an archive is decompressed at most once for each worker.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::decoder;
use crate::input::limits::Limits;
use crate::values::Compression;

/// Maximum number of streams that are kept for the next members.
const IDLE: usize = 64;

/// Streams of one archive.
pub(super) struct Streams {
    path: PathBuf,
    compression: Compression,
    limits: Limits,
    /// Streams that no member is read from.
    idle: Mutex<Vec<Stream>>,
}

/// Decompressed archive at a position.
struct Stream {
    bytes: Box<dyn Read + Send>,
    position: u64,
}

impl Streams {
    pub(super) fn new(path: &Path, compression: Compression, limits: Limits) -> Self {
        Self { path: path.to_owned(), compression, limits, idle: Mutex::new(Vec::new()) }
    }

    /// Returns the archive from its beginning.
    pub(super) fn begin(&self) -> io::Result<Box<dyn Read + Send>> {
        decoder(&self.path, self.compression, self.limits)
    }

    /// Returns the bytes at this position.
    pub(super) fn at(self: &Arc<Self>, position: u64, size: u64) -> io::Result<MemberBytes> {
        let nearest = {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            let before = idle.iter().enumerate().filter(|(_, stream)| stream.position <= position);
            let nearest = before.max_by_key(|(_, stream)| stream.position).map(|(index, _)| index);
            nearest.map(|index| idle.swap_remove(index))
        };
        let mut stream = match nearest {
            Some(stream) => stream,
            None => Stream { bytes: self.begin()?, position: 0 },
        };
        let gap = position - stream.position;
        let skipped = io::copy(&mut (&mut stream.bytes).take(gap), &mut io::sink())?;
        if skipped < gap {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends before the member"));
        }
        stream.position = position;
        Ok(MemberBytes { stream: Some(stream), left: size, streams: Arc::clone(self) })
    }
}

impl fmt::Debug for Streams {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Streams").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Bytes of a member.
pub(super) struct MemberBytes {
    /// Absent after an error.
    stream: Option<Stream>,
    left: u64,
    streams: Arc<Streams>,
}

impl Read for MemberBytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(stream) = &mut self.stream else { return Ok(0) };
        let room = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        match stream.bytes.read(&mut buffer[..room]) {
            Ok(count) => {
                stream.position += count as u64;
                self.left -= count as u64;
                Ok(count)
            }
            Err(error) => {
                if error.kind() != io::ErrorKind::Interrupted {
                    self.stream = None;
                }
                Err(error)
            }
        }
    }
}

impl Drop for MemberBytes {
    fn drop(&mut self) {
        if let Some(stream) = self.stream.take() {
            let mut idle = self.streams.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < IDLE {
                idle.push(stream);
            }
        }
    }
}
