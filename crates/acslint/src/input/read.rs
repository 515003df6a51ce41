//! The bytes of an input, decompressed.
//!
//! Files are read, never mapped: a mapped log that is being rotated ends the process.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::Origin;
use super::decompress::Decompressed;

/// Number of bytes read of all inputs so far, as they are stored.
#[derive(Debug, Clone, Default)]
pub(crate) struct Odometer(Arc<AtomicU64>);

impl Odometer {
    pub(crate) fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Bytes that are counted as they are read.
struct Counted<R> {
    bytes: R,
    odometer: Odometer,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.odometer.0.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// The decompressed bytes of an input.
pub(crate) struct Source {
    bytes: Box<dyn Read + Send>,
    compression: Option<&'static str>,
    /// Number of bytes so far.
    read: u64,
}

impl Source {
    /// Opens an input; its first bytes say whether it is compressed.
    pub(crate) fn open(origin: &Origin, odometer: &Odometer) -> io::Result<Self> {
        let odometer = odometer.clone();
        match origin {
            Origin::Stdin => Self::decompressed(Counted { bytes: io::stdin(), odometer }),
            Origin::File(path) => Self::decompressed(Counted { bytes: File::open(path)?, odometer }),
        }
    }

    /// Whether a thread of its own decompresses it.
    pub(crate) fn is_compressed(&self) -> bool {
        self.compression.is_some()
    }

    fn decompressed(mut bytes: impl Read + Send + 'static) -> io::Result<Self> {
        let mut magic = Vec::with_capacity(4);
        (&mut bytes).take(4).read_to_end(&mut magic)?;
        let compression = compression(&magic);
        let whole = io::Cursor::new(magic).chain(bytes);
        let buffered = |whole| BufReader::with_capacity(64 * 1024, whole);
        Ok(Self {
            bytes: match compression {
                None => Box::new(whole),
                Some("gzip") => Box::new(Decompressed::start(MultiGzDecoder::new(buffered(whole)))?),
                Some(_) => Box::new(Decompressed::start(zstd_decoder(buffered(whole))?)?),
            },
            compression,
            read: 0,
        })
    }

    /// Number of bytes that were read, decompressed.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// Says of an error where in the input it happened.
    fn explain(&self, error: &io::Error) -> io::Error {
        let offset = self.read;
        let what = match self.compression {
            Some(compression) => {
                format!("the {compression} data cannot be decompressed behind byte {offset} of its content")
            }
            None => format!("cannot read on behind byte {offset}"),
        };
        io::Error::new(error.kind(), format!("{what}: {error}"))
    }
}

fn compression(magic: &[u8]) -> Option<&'static str> {
    match magic {
        [0x1F, 0x8B, ..] => Some("gzip"),
        [0x28, 0xB5, 0x2F, 0xFD] => Some("zstd"),
        _ => None,
    }
}

fn zstd_decoder<B: BufRead + Send + 'static>(bytes: B) -> io::Result<impl Read + Send + 'static> {
    zstd::stream::read::Decoder::with_buffer(bytes)
}

/// A stretch of an input that is in memory; the memory is used again for others.
///
/// Where reading fails, what was read before stays, so that it can be checked first.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    bytes: Vec<u8>,
    filled: usize,
}

impl Buffer {
    /// What is in the buffer.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.filled]
    }

    /// Forgets what is in it, and memory beyond `capacity`.
    pub(crate) fn clear(&mut self, capacity: usize) {
        self.filled = 0;
        if self.bytes.len() > capacity {
            self.bytes.truncate(capacity);
            self.bytes.shrink_to_fit();
        }
    }

    /// Drops the first `count` bytes.
    pub(crate) fn advance(&mut self, count: usize) {
        let count = count.min(self.filled);
        self.bytes.copy_within(count..self.filled, 0);
        self.filled -= count;
    }

    /// Moves the bytes from `start` on to another buffer, behind what it has.
    pub(crate) fn move_to(&mut self, other: &mut Self, start: usize) {
        let moved = &self.bytes[start..self.filled];
        let end = other.filled + moved.len();
        other.bytes.resize(end.max(other.bytes.len()), 0);
        other.bytes[other.filled..end].copy_from_slice(moved);
        other.filled = end;
        self.filled = start;
    }

    /// Reads until it holds `size` bytes or the input ends, and says whether it has ended.
    ///
    /// It fills up even where bytes arrive in drops, or a long record would be looked at anew with each of them.
    pub(crate) fn fill(&mut self, source: &mut Source, size: usize) -> io::Result<bool> {
        self.bytes.resize(size.max(self.bytes.len()), 0);
        while self.filled < size {
            match source.bytes.read(&mut self.bytes[self.filled..size]) {
                Ok(0) => return Ok(true),
                Ok(count) => {
                    self.filled += count;
                    source.read += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(source.explain(&error)),
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};

    use flate2::{Compression, write::GzEncoder};

    use super::{Buffer, Source};

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Everything that can be read, and the error that ends it.
    fn read(input: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let mut source = Source::decompressed(Cursor::new(input)).unwrap();
        let mut buffer = Buffer::default();
        loop {
            match buffer.fill(&mut source, buffer.bytes().len() + 100_000) {
                Ok(true) => return (buffer.bytes().to_vec(), None),
                Ok(false) => {}
                Err(error) => return (buffer.bytes().to_vec(), Some(error.to_string())),
            }
        }
    }

    #[test]
    fn plain_bytes_come_as_they_are() {
        assert_eq!(read(Vec::new()), (Vec::new(), None));
        assert_eq!(read(b"{}".to_vec()), (b"{}".to_vec(), None));
        let long = vec![b'x'; 1_000_000];
        assert_eq!(read(long.clone()), (long, None));
    }

    #[test]
    fn compressed_bytes_come_as_they_were() {
        let long: Vec<u8> = (0..2_000_000_u32).flat_map(u32::to_le_bytes).collect();
        assert_eq!(read(gzip(&long)), (long.clone(), None));
        assert_eq!(read(zstd::encode_all(&long[..], 1).unwrap()), (long, None));
    }

    #[test]
    fn every_member_of_a_gzip_stream_is_read() {
        let members = [gzip(b"{\"a\":1}\n"), gzip(b"{\"b\":2}\n")].concat();
        assert_eq!(read(members), (b"{\"a\":1}\n{\"b\":2}\n".to_vec(), None));
    }

    #[test]
    fn every_frame_of_a_zstd_stream_is_read() {
        let frames = [zstd::encode_all(&b"{}\n"[..], 1).unwrap(), zstd::encode_all(&b"[]\n"[..], 1).unwrap()];
        assert_eq!(read(frames.concat()), (b"{}\n[]\n".to_vec(), None));
    }

    #[test]
    fn what_precedes_a_cut_is_kept() {
        let mut members = gzip(b"first\n");
        members.extend(&gzip(b"second\n")[..10]);
        let (bytes, error) = read(members);
        assert_eq!(bytes, b"first\n");
        assert_eq!(
            error.unwrap().split(": ").next(),
            Some("the gzip data cannot be decompressed behind byte 6 of its content")
        );
    }

    #[test]
    fn bytes_that_arrive_in_drops_fill_the_buffer() {
        struct Drops(u64);
        impl Read for Drops {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                self.0 -= 1;
                buffer[0] = b'x';
                Ok(usize::from(self.0 > 0))
            }
        }
        let mut source = Source::decompressed(Drops(1001)).unwrap();
        let mut buffer = Buffer::default();
        assert!(!buffer.fill(&mut source, 600).unwrap());
        assert_eq!(buffer.bytes().len(), 600);
        assert!(buffer.fill(&mut source, 1200).unwrap());
        assert_eq!(buffer.bytes().len(), 1000);
    }

    #[test]
    fn bytes_move_behind_those_of_another_buffer() {
        let mut source = Source::decompressed(Cursor::new(b"abcdefgh".to_vec())).unwrap();
        let (mut buffer, mut other) = (Buffer::default(), Buffer::default());
        buffer.fill(&mut source, 4).unwrap();
        buffer.move_to(&mut other, 3);
        assert_eq!((buffer.bytes(), other.bytes()), (&b"abc"[..], &b"d"[..]));
        other.fill(&mut source, 3).unwrap();
        other.move_to(&mut buffer, 1);
        assert_eq!((buffer.bytes(), other.bytes()), (&b"abcef"[..], &b"d"[..]));
        buffer.advance(2);
        assert_eq!(buffer.bytes(), b"cef");
        buffer.clear(2);
        assert_eq!(buffer.bytes(), b"");
    }
}
