//! Encoder of a file: compresses its bytes, or not.

use std::io::{self, BufWriter, Write};

use flate2::write::GzEncoder;

use crate::values::Compression;

/// Size of the buffer of a file. Longer texts, such as runs of clean records, are written without a copy.
const BUFFER: usize = 64 * 1024;

/// Level of zstd: its default.
const ZSTD_LEVEL: i32 = 0;

type Bytes = BufWriter<Box<dyn Write + Send>>;

/// Encoder of a file.
pub(crate) enum Encoder {
    Plain(Bytes),
    Gzip(GzEncoder<Bytes>),
    Zstd(zstd::stream::write::Encoder<'static, Bytes>),
}

impl Encoder {
    /// Begins a file with this compression.
    pub(crate) fn new(sink: Box<dyn Write + Send>, compression: Compression) -> io::Result<Self> {
        let bytes = BufWriter::with_capacity(BUFFER, sink);
        Ok(match compression {
            Compression::None => Self::Plain(bytes),
            Compression::Gzip => Self::Gzip(GzEncoder::new(bytes, flate2::Compression::default())),
            Compression::Zstd => Self::Zstd(zstd::stream::write::Encoder::new(bytes, ZSTD_LEVEL)?),
        })
    }

    /// Returns the writer of uncompressed bytes.
    pub(crate) fn as_writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Plain(bytes) => bytes,
            Self::Gzip(encoder) => encoder,
            Self::Zstd(encoder) => encoder,
        }
    }

    /// Writes the end of the compressed data, and everything through to the file.
    pub(crate) fn finish(self) -> io::Result<()> {
        let mut bytes = match self {
            Self::Plain(bytes) => bytes,
            Self::Gzip(encoder) => encoder.finish()?,
            Self::Zstd(encoder) => encoder.finish()?,
        };
        bytes.flush()
    }
}
