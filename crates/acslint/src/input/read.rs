//! Decompressed bytes of an input.
//!
//! acslint reads files and never maps them into memory: the rotation of a mapped log would end the process.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use acslint_check::DecodedFrom;
use flate2::bufread::MultiGzDecoder;

use super::decompress::Decompressed;
use super::limits::{Limited, Limits};
use super::odometer::{Counted, Odometer};
#[cfg(feature = "parquet")]
use super::parquet::Rows;
use super::utf_16::{Decoded, Order};
use super::wait::{open, stdin};
use super::{Buffer, Origin};
use crate::interrupt::is_interruption;
use crate::values::Compression;

/// Kinds of content.
enum Bytes {
    /// Uncompressed bytes.
    Plain(Box<dyn Read + Send>),
    Decompressed(Decompressed),
}

/// Reason for the end of a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filled {
    /// The buffer has the requested size.
    Full,
    /// No more bytes arrive for a moment.
    Pause,
    /// The input ends.
    End,
}

/// Reader of the decompressed bytes of an input.
pub(crate) struct Source {
    bytes: Bytes,
    compression: Compression,
    /// Pipe or terminal that plain bytes come from, to look whether more are there.
    #[cfg(unix)]
    stream: Option<std::fs::File>,
    /// Number of decompressed bytes so far.
    read: u64,
    decoded_from: DecodedFrom,
    /// Counter of the decompressed bytes before they are decoded, if they are.
    undecoded: Odometer,
}

impl Source {
    /// Opens an input. Its first bytes determine the compression; `limits` apply to a compressed input.
    pub(crate) fn open(origin: &Origin, odometer: &Odometer, limits: Limits) -> io::Result<Self> {
        Self::open_as(origin, odometer, limits, true)
    }

    /// Opens an input whose text stays in its encoding.
    pub(crate) fn open_undecoded(origin: &Origin, limits: Limits) -> io::Result<Self> {
        Self::open_as(origin, &Odometer::default(), limits, false)
    }

    fn open_as(origin: &Origin, odometer: &Odometer, limits: Limits, as_text: bool) -> io::Result<Self> {
        let odometer = odometer.clone();
        #[cfg(unix)]
        {
            let bytes = match origin {
                Origin::Stdin => stdin()?,
                Origin::File(path) => open(path)?,
                Origin::Member(member) => {
                    let bytes = Counted { bytes: member.read()?, odometer };
                    return Self::decompressed(bytes, limits, as_text);
                }
                Origin::Given(given) => {
                    let bytes = Counted { bytes: given.open(0)?, odometer };
                    return Self::decompressed(bytes, limits, as_text);
                }
            };
            let stream = bytes.stream()?;
            let (magic, bytes) = begun(Counted { bytes, odometer: odometer.clone() })?;
            if let Origin::File(path) = origin
                && as_text
                && is_parquet(magic, path)
            {
                return Self::rows(path, odometer, limits);
            }
            let mut source = Self::decompressed(bytes, limits, as_text)?;
            source.stream = stream.filter(|_| source.compression == Compression::None);
            Ok(source)
        }
        #[cfg(not(unix))]
        match origin {
            Origin::Stdin => Self::decompressed(Counted { bytes: stdin()?, odometer }, limits, as_text),
            Origin::File(path) => {
                let bytes = Counted { bytes: open(path)?, odometer: odometer.clone() };
                let (magic, bytes) = begun(bytes)?;
                if as_text && is_parquet(magic, path) {
                    return Self::rows(path, odometer, limits);
                }
                Self::decompressed(bytes, limits, as_text)
            }
            Origin::Member(member) => {
                Self::decompressed(Counted { bytes: member.read()?, odometer }, limits, as_text)
            }
            Origin::Given(given) => {
                Self::decompressed(Counted { bytes: given.open(0)?, odometer }, limits, as_text)
            }
        }
    }

    /// Returns the compression of the stored bytes.
    pub(crate) fn compression(&self) -> Compression {
        self.compression
    }

    /// Returns a flag that is true while a decompression thread is idle; `None` without such a thread.
    pub(crate) fn decompression_rests(&self) -> Option<Arc<AtomicBool>> {
        match &self.bytes {
            Bytes::Plain(_) => None,
            Bytes::Decompressed(bytes) => Some(bytes.rests()),
        }
    }

    fn decompressed(bytes: impl Read + Send + 'static, limits: Limits, as_text: bool) -> io::Result<Self> {
        let (magic, whole) = begun(bytes)?;
        let compression = compression(&magic);
        let stored = Odometer::default();
        let buffered = |bytes| {
            let counted = Counted { bytes, odometer: stored.clone() };
            BufReader::with_capacity(64 * 1024, counted)
        };
        let decoder: Box<dyn Read + Send> = match compression {
            Compression::None => Box::new(whole),
            Compression::Gzip => Box::new(MultiGzDecoder::new(buffered(whole))),
            Compression::Zstd => Box::new(zstd_decoder(buffered(whole))?),
        };
        let undecoded = Odometer::default();
        let (decoder, decoded_from) =
            if as_text { decoded(decoder, undecoded.clone()) } else { (decoder, DecodedFrom::Nothing) };
        Ok(Self {
            bytes: match compression {
                Compression::None => Bytes::Plain(decoder),
                Compression::Gzip | Compression::Zstd => {
                    Bytes::Decompressed(Decompressed::start(Limited::new(decoder, limits, stored))?)
                }
            },
            compression,
            #[cfg(unix)]
            stream: None,
            read: 0,
            decoded_from,
            undecoded,
        })
    }

    /// Opens a Parquet file, whose rows are decoded on a separate thread.
    #[cfg(feature = "parquet")]
    fn rows(path: &Path, odometer: Odometer, limits: Limits) -> io::Result<Self> {
        let (undecoded, stored) = (Odometer::default(), Odometer::default());
        let rows = Rows::open(path, odometer, undecoded.clone())?;
        stored.add(rows.length());
        Ok(Self {
            bytes: Bytes::Decompressed(Decompressed::start(Limited::new(rows, limits.with_ratio(), stored))?),
            compression: Compression::None,
            #[cfg(unix)]
            stream: None,
            read: 0,
            decoded_from: DecodedFrom::Parquet,
            undecoded,
        })
    }

    /// Refuses a Parquet file.
    #[cfg(not(feature = "parquet"))]
    fn rows(_: &Path, _: Odometer, _: Limits) -> io::Result<Self> {
        let message = "this build does not read Parquet: build it with `--features parquet`";
        Err(io::Error::new(io::ErrorKind::Unsupported, message))
    }

    /// Returns the form that the bytes are decoded from.
    pub(crate) fn decoded_from(&self) -> DecodedFrom {
        self.decoded_from
    }

    /// Returns the number of decompressed bytes read.
    pub(crate) fn read(&self) -> u64 {
        match self.decoded_from {
            DecodedFrom::Nothing => self.read,
            DecodedFrom::Utf16 | DecodedFrom::Parquet => self.undecoded.read(),
        }
    }

    /// Reads until a buffer holds at least `size` bytes, or the input ends. Returns true at the end of the input.
    ///
    /// It fills the buffer even if bytes arrive a few at a time. Otherwise each arrival would scan a long record
    /// anew.
    pub(crate) fn fill(&mut self, buffer: &mut Buffer, size: usize) -> io::Result<bool> {
        while buffer.len() < size {
            if self.read_into(buffer, size - buffer.len())? == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads like [`Self::fill`], but returns early if the input pauses behind a complete line.
    pub(crate) fn fill_until_pause(&mut self, buffer: &mut Buffer, size: usize) -> io::Result<Filled> {
        let mut has_line = false;
        while buffer.len() < size {
            let before = buffer.len();
            if self.read_into(buffer, size - before)? == 0 {
                return Ok(Filled::End);
            }
            has_line = has_line || memchr::memchr(b'\n', &buffer.bytes()[before..]).is_some();
            if has_line && self.pauses() {
                return Ok(Filled::Pause);
            }
        }
        Ok(Filled::Full)
    }

    /// Returns true if nothing more arrives for a moment.
    fn pauses(&self) -> bool {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd;
            self.stream.as_ref().is_some_and(|stream| !crate::interrupt::is_readable_soon(stream.as_fd()))
        }
        #[cfg(not(unix))]
        false
    }

    /// Appends about `count` bytes to a buffer, or as many as are available at once. Returns 0 at the end.
    fn read_into(&mut self, buffer: &mut Buffer, count: usize) -> io::Result<usize> {
        let read = match &mut self.bytes {
            Bytes::Plain(bytes) => buffer.write(count, |room| bytes.read(room)),
            Bytes::Decompressed(bytes) => bytes.read_into(buffer),
        };
        let read = read.map_err(|error| self.explain(error))?;
        self.read += read as u64;
        Ok(read)
    }

    /// Adds the position in the input to an error.
    fn explain(&self, error: io::Error) -> io::Error {
        if is_interruption(&error) {
            return error;
        }
        if self.decoded_from == DecodedFrom::Parquet {
            return match error.kind() {
                io::ErrorKind::FileTooLarge => {
                    io::Error::new(error.kind(), format!("the Parquet file {error}"))
                }
                _ => error,
            };
        }
        let offset = self.read;
        let what = match self.compression {
            Compression::None if error.kind() == io::ErrorKind::FileTooLarge => {
                return io::Error::new(error.kind(), format!("the member {error}"));
            }
            Compression::None => format!("cannot read after byte {offset}"),
            compression if error.kind() == io::ErrorKind::FileTooLarge => {
                let compression = compression.id();
                return io::Error::new(error.kind(), format!("the {compression} data {error}"));
            }
            compression => {
                let compression = compression.id();
                format!("cannot decompress the {compression} data after byte {offset} of its content")
            }
        };
        io::Error::new(error.kind(), format!("{what}: {error}"))
    }
}

/// First bytes, and all of them.
type Begun<R> = ([u8; 4], io::Chain<io::Cursor<Vec<u8>>, R>);

fn begun<R: Read>(mut bytes: R) -> io::Result<Begun<R>> {
    let head = head(&mut bytes)?;
    let mut magic = [0; 4];
    magic[..head.len()].copy_from_slice(&head);
    Ok((magic, io::Cursor::new(head).chain(bytes)))
}

/// Returns true if a file begins as Parquet does. An encrypted one begins like a word, so that the name decides too.
fn is_parquet(magic: [u8; 4], path: &Path) -> bool {
    let is_named = || path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
    magic == *b"PAR1" || (magic == *b"PARE" && is_named())
}

/// Returns the first bytes, by which forms are recognized.
fn head(bytes: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(4);
    bytes.take(4).read_to_end(&mut head)?;
    Ok(head)
}

/// Returns the bytes as UTF-8 if they are UTF-16, and as they are otherwise.
fn decoded(mut bytes: Box<dyn Read + Send>, counter: Odometer) -> (Box<dyn Read + Send>, DecodedFrom) {
    let mut head = Vec::with_capacity(4);
    // An error is found again, behind these bytes.
    let failed = (&mut bytes).take(4).read_to_end(&mut head).err();
    let order = Order::of(&head);
    let whole = io::Cursor::new(head).chain(Failing(failed)).chain(bytes);
    match order {
        Some(order) => (Box::new(Decoded::new(whole, order, counter)), DecodedFrom::Utf16),
        None => (Box::new(whole), DecodedFrom::Nothing),
    }
}

/// Reader that fails once, if it has an error, and has no bytes.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Returns the compression of bytes that begin like this.
pub(crate) fn compression(magic: &[u8]) -> Compression {
    match magic {
        [0x1F, 0x8B, ..] => Compression::Gzip,
        // A stream may also begin with a skippable frame, which some programs write for their own use.
        [0x28, 0xB5, 0x2F, 0xFD] | [0x50..=0x5F, 0x2A, 0x4D, 0x18] => Compression::Zstd,
        _ => Compression::None,
    }
}

fn zstd_decoder<B: BufRead + Send + 'static>(bytes: B) -> io::Result<impl Read + Send + 'static> {
    zstd::stream::read::Decoder::with_buffer(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};

    use flate2::{Compression, write::GzEncoder};

    use super::{Buffer, DecodedFrom, Limits, Source};

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Returns all readable bytes, and the error that ends the input.
    fn read(input: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let mut source = Source::decompressed(Cursor::new(input), Limits::default(), true).unwrap();
        let mut buffer = Buffer::default();
        loop {
            let size = buffer.bytes().len() + 100_000;
            match source.fill(&mut buffer, size) {
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

    /// Programs put indexes and notes there.
    #[test]
    fn what_a_stream_begins_with_need_not_hold_anything() {
        let skipped = |kind: u8, bytes: &[u8]| {
            [&[0x50 + kind, 0x2A, 0x4D, 0x18], &(bytes.len() as u32).to_le_bytes()[..], bytes].concat()
        };
        let frame = zstd::encode_all(&b"{}\n"[..], 1).unwrap();
        let nothing = zstd::encode_all(&b""[..], 1).unwrap();
        for (frames, content) in [
            ([skipped(0, b"a note"), frame.clone()].concat(), &b"{}\n"[..]),
            (
                [skipped(15, &vec![b'x'; 300_000]), frame.clone(), skipped(3, b""), frame.clone()].concat(),
                b"{}\n{}\n",
            ),
            ([nothing.clone(), nothing, frame].concat(), b"{}\n"),
            (skipped(0, b"alone"), b""),
            ([gzip(b""), gzip(b""), gzip(b"{}\n"), gzip(b"")].concat(), b"{}\n"),
        ] {
            assert_eq!(read(frames), (content.to_vec(), None));
        }
        // Another compression has skippable frames too.
        let (bytes, error) =
            read([skipped(0, b""), vec![0x04, 0x22, 0x4D, 0x18, 0x64, 0x40, 0xA7, 0, 0]].concat());
        assert_eq!(bytes, b"");
        assert!(error.unwrap().starts_with("cannot decompress the zstd data after byte 0 of its content: "));
    }

    #[test]
    fn utf_16_is_decoded_also_in_compressed_inputs() {
        let text = "\u{FEFF}{\"a\":\"\u{e9}\"}\n";
        let stored: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for input in [stored.clone(), gzip(&stored), zstd::encode_all(&stored[..], 1).unwrap()] {
            assert_eq!(read(input.clone()), (text.as_bytes().to_vec(), None));
            let mut source = Source::decompressed(Cursor::new(input), Limits::default(), true).unwrap();
            assert!(source.fill(&mut Buffer::default(), 1000).unwrap());
            assert_eq!((source.read(), source.decoded_from()), (stored.len() as u64, DecodedFrom::Utf16));
        }
        // An error within the first bytes is reported.
        let (bytes, error) = read(gzip(&stored)[..12].to_vec());
        assert!(bytes.len() < 4, "{bytes:?}");
        assert!(error.unwrap().starts_with("cannot decompress the gzip data after byte "));
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
            Some("cannot decompress the gzip data after byte 6 of its content")
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
        let mut source = Source::decompressed(Drops(1001), Limits::default(), true).unwrap();
        let mut buffer = Buffer::default();
        assert!(!source.fill(&mut buffer, 600).unwrap());
        assert_eq!(buffer.bytes().len(), 600);
        assert!(source.fill(&mut buffer, 1200).unwrap());
        assert_eq!(buffer.bytes().len(), 1000);
    }
}
