//! Files that are written: complete or not at all.
//!
//! A regular file is written beside the one that it replaces and takes its place once it is complete, so that a run that
//! fails, is ended or finds the disk full leaves what was there. Devices and pipes are written directly. [`Guard`] refuses
//! outputs that would destroy what a run reads.

mod guard;
mod place;
mod unfinished;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

pub(crate) use guard::{Clash, Guard, Purpose, Use};
pub(crate) use unfinished::discard_all;

use self::place::Place;
use self::unfinished::Unfinished;

/// A file while it is being written. If it is dropped before [`OutputFile::commit`], nothing has happened to what was there.
#[derive(Debug)]
pub(crate) enum OutputFile {
    /// A regular file, written beside its place.
    Beside(Unfinished),
    /// A device, a pipe or an open descriptor.
    Direct(File),
}

impl OutputFile {
    /// Begins a file that replaces what is there; links are followed.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Self::begin(path, true)
    }

    /// Begins a file where there must be none, neither now nor when it is complete.
    pub(crate) fn create_new(path: &Path) -> io::Result<Self> {
        match path.symlink_metadata() {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => Self::begin(path, false),
        }
    }

    fn begin(path: &Path, overwrites: bool) -> io::Result<Self> {
        crate::interrupt::listen();
        match Place::of(path)? {
            Place::Direct(open) => open.open().map(Self::Direct),
            Place::File { path, replaced } => {
                Unfinished::begin(path, replaced.as_ref(), overwrites).map(Self::Beside)
            }
        }
    }

    /// Tells whether it is a file that stays, and no device or pipe.
    pub(crate) fn is_regular(&self) -> bool {
        matches!(self, Self::Beside(_))
    }

    /// Another handle to write with; what is written shows when the file is committed.
    pub(crate) fn writer(&self) -> io::Result<File> {
        self.file().try_clone()
    }

    /// Puts the file in its place; all that it holds must have been written.
    pub(crate) fn commit(self) -> io::Result<()> {
        match self {
            Self::Beside(unfinished) => unfinished.commit(),
            Self::Direct(_) => Ok(()),
        }
    }

    fn file(&self) -> &File {
        match self {
            Self::Beside(unfinished) => unfinished.file(),
            Self::Direct(file) => file,
        }
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file().flush()
    }
}

/// Writes a file as a whole.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    let mut file = OutputFile::create(path)?;
    file.write_all(bytes.as_ref())?;
    file.commit()
}

#[cfg(test)]
mod tests;
