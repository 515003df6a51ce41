//! File of one side: compressed or not, complete or growing.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::SplitError;
use crate::input::{Buffer, Limits, Origin, Source};
use crate::output::{Encoder, FileError, Opening, OutputFile};
use crate::sanitize::{self, Form, Sanitizer};
use crate::values::Compression;

/// Bytes of an existing file that are read at once.
const PIECE: usize = 64 * 1024;

/// Writer of one side.
pub(crate) struct Writer {
    /// Name in messages and findings.
    pub(crate) name: String,
    /// Path and file; `None` for standard output.
    file: Option<(PathBuf, OutputFile)>,
    encoder: Encoder,
    /// True if the last line contains more than white space.
    is_open: bool,
    /// Number of the last line.
    line: u64,
}

impl Writer {
    /// Begins standard output. Text for a terminal is sanitized.
    pub(crate) fn stdout(compression: Compression, is_terminal: bool) -> Result<Self, SplitError> {
        let stdout = sanitize::raw_stdout();
        let sink: Box<dyn Write + Send> =
            if is_terminal { Box::new(Sanitizer::new(stdout, Form::Text)) } else { Box::new(stdout) };
        let encoder = Encoder::new(sink, compression).map_err(SplitError::Stdout)?;
        Ok(Self { name: "<stdout>".to_owned(), file: None, encoder, is_open: false, line: 1 })
    }

    /// Begins a file.
    pub(crate) fn file(path: &Path, compression: Compression, opening: Opening) -> Result<Self, SplitError> {
        let error = |source| FileError::Create { path: path.to_owned(), source };
        let last = if opening.continues() { Last::of(path, compression)? } else { Last::default() };
        let file = OutputFile::open(path, opening).map_err(error)?;
        let sink: Box<dyn Write + Send> = Box::new(file.writer().map_err(error)?);
        let encoder = Encoder::new(sink, compression).map_err(error)?;
        let Last { is_open, line } = last;
        let name = path.to_string_lossy().into_owned();
        Ok(Self { name, file: Some((path.to_owned(), file)), encoder, is_open, line })
    }

    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Writes bytes; `counts` is true if the number of lines matters.
    pub(crate) fn write(&mut self, bytes: &[u8], counts: bool) -> io::Result<()> {
        let blank = bytes.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        if let Some(last) = bytes[..bytes.len() - blank].last() {
            self.is_open = *last != b'\n';
        }
        if counts {
            self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
        }
        self.encoder.as_writer().write_all(bytes)
    }

    /// Writes everything through to the file.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.encoder.as_writer().flush()
    }

    /// Completes the file, and moves it to its place.
    pub(crate) fn commit(self) -> Result<(), SplitError> {
        let Self { file, encoder, .. } = self;
        let written = encoder.finish();
        match file {
            Some((path, file)) => written
                .and_then(|()| file.commit())
                .map_err(|source| FileError::Write { path, source }.into()),
            None => written.map_err(SplitError::Stdout),
        }
    }

    /// Returns the error of a failed write.
    pub(crate) fn error(&self, source: io::Error) -> SplitError {
        match &self.file {
            Some((path, _)) => FileError::Write { path: path.clone(), source }.into(),
            None => SplitError::Stdout(source),
        }
    }
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.encoder.as_writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.encoder.as_writer().flush()
    }
}

/// Last line of an existing file that is continued.
struct Last {
    is_open: bool,
    line: u64,
}

impl Default for Last {
    fn default() -> Self {
        Self { is_open: false, line: 1 }
    }
}

impl Last {
    /// Reads an existing file; fails if its compression is another one.
    fn of(path: &Path, compression: Compression) -> Result<Self, SplitError> {
        let is_file = path.metadata().is_ok_and(|there| there.is_file() && there.len() > 0);
        if !is_file {
            return Ok(Self::default());
        }
        let error = |source| FileError::Create { path: path.to_owned(), source };
        let origin = Origin::File(path.to_owned());
        let mut source = Source::open_undecoded(&origin, Limits::default()).map_err(error)?;
        if source.compression() != compression {
            return Err(SplitError::OtherCompression {
                path: path.to_owned(),
                found: source.compression(),
                wanted: compression,
            });
        }
        let (mut last, mut buffer) = (Self::default(), Buffer::default());
        loop {
            let is_end = source.fill(&mut buffer, PIECE).map_err(error)?;
            let bytes = buffer.bytes();
            last.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
            if let Some(byte) = bytes.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')) {
                last.is_open = *byte != b'\n';
            }
            if is_end {
                return Ok(last);
            }
            buffer.clear(PIECE);
        }
    }
}
