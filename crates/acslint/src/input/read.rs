//! The bytes of an input, decompressed, in a buffer that grows with the longest record only.
//!
//! Files are read, never mapped: a mapped log that is being rotated ends the process.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use super::{Input, Origin};

const FIRST_CAPACITY: usize = 256 * 1024;

/// The decompressed bytes of an input.
pub(crate) struct Source {
    bytes: Box<dyn Read>,
    compression: Option<&'static str>,
}

impl Source {
    /// Opens an input; its first bytes say whether it is compressed.
    pub(crate) fn open(input: &Input) -> io::Result<Self> {
        match &input.origin {
            Origin::Stdin => Self::decompressed(io::stdin().lock()),
            Origin::File(path) => Self::decompressed(File::open(path)?),
        }
    }

    fn decompressed(mut bytes: impl Read + 'static) -> io::Result<Self> {
        let mut magic = Vec::with_capacity(4);
        (&mut bytes).take(4).read_to_end(&mut magic)?;
        let compression = compression(&magic);
        let whole = BufReader::with_capacity(64 * 1024, io::Cursor::new(magic).chain(bytes));
        Ok(Self {
            bytes: match compression {
                None => Box::new(whole),
                Some("gzip") => Box::new(MultiGzDecoder::new(whole)),
                Some(_) => Box::new(zstd_decoder(whole)?),
            },
            compression,
        })
    }

    /// Says of an error where in the input it happened; `offset` counts decompressed bytes.
    fn explain(&self, error: &io::Error, offset: u64) -> io::Error {
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

fn zstd_decoder(bytes: impl BufRead + 'static) -> io::Result<impl Read> {
    zstd::stream::read::Decoder::with_buffer(bytes)
}

/// A stretch of an input: what has been read and is not done with.
///
/// Where reading fails, what was read before stays, so that it can be checked first.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    bytes: Vec<u8>,
    filled: usize,
    read: u64,
}

impl Buffer {
    /// Forgets everything, so that another input can be read; the memory stays.
    pub(crate) fn clear(&mut self) {
        self.filled = 0;
        self.read = 0;
    }

    /// What is in the buffer.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.filled]
    }

    /// Number of bytes that were read of the input.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// Drops the first `count` bytes; where there are none to drop, makes the buffer larger instead.
    pub(crate) fn advance(&mut self, count: usize) {
        let count = count.min(self.filled);
        if count == 0 {
            self.bytes.resize((self.bytes.len() * 2).max(FIRST_CAPACITY), 0);
        } else {
            self.bytes.copy_within(count..self.filled, 0);
            self.filled -= count;
        }
    }

    /// Reads until the buffer is full or the input ends, and says whether it has ended.
    ///
    /// It fills up even where bytes arrive in drops, or a long record would be looked at anew with each of them.
    pub(crate) fn fill(&mut self, source: &mut Source) -> io::Result<bool> {
        if self.bytes.is_empty() {
            self.bytes.resize(FIRST_CAPACITY, 0);
        }
        while self.filled < self.bytes.len() {
            match source.bytes.read(&mut self.bytes[self.filled..]) {
                Ok(0) => return Ok(true),
                Ok(count) => {
                    self.filled += count;
                    self.read += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(source.explain(&error, self.read)),
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};

    use flate2::{Compression, write::GzEncoder};

    use super::{Buffer, FIRST_CAPACITY, Source};

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
            match buffer.fill(&mut source) {
                Ok(true) => return (buffer.bytes().to_vec(), None),
                Ok(false) => buffer.advance(0),
                Err(error) => return (buffer.bytes().to_vec(), Some(error.to_string())),
            }
        }
    }

    #[test]
    fn plain_bytes_come_as_they_are() {
        assert_eq!(read(Vec::new()), (Vec::new(), None));
        assert_eq!(read(b"{}".to_vec()), (b"{}".to_vec(), None));
        let long = vec![b'x'; 3 * FIRST_CAPACITY];
        assert_eq!(read(long.clone()), (long, None));
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
        assert!(buffer.fill(&mut source).unwrap());
        assert_eq!(buffer.bytes().len(), 1000);
    }

    #[test]
    fn the_buffer_grows_only_when_nothing_was_done_with() {
        let mut source = Source::decompressed(Cursor::new(vec![b'x'; 4 * FIRST_CAPACITY])).unwrap();
        let mut buffer = Buffer::default();
        assert!(!buffer.fill(&mut source).unwrap());
        buffer.advance(FIRST_CAPACITY - 1);
        assert!(!buffer.fill(&mut source).unwrap());
        assert_eq!(buffer.bytes().len(), FIRST_CAPACITY);
        buffer.advance(0);
        assert!(!buffer.fill(&mut source).unwrap());
        assert_eq!(buffer.bytes().len(), 2 * FIRST_CAPACITY);
    }
}
