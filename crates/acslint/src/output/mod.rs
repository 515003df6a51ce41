//! Output files, written completely or not at all.
//!
//! acslint writes a regular file beside the one that it replaces, and moves it to its place once it is complete. A
//! run that fails, is interrupted or finds the disk full therefore leaves the existing file as it was. acslint writes
//! devices and pipes directly.

mod encoder;
mod place;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub(crate) use encoder::Encoder;
pub(crate) use place::Place;
#[cfg(unix)]
pub(crate) use place::Stream;

use crate::unfinished::Unfinished;

/// Reason why an output file is not complete.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// The file cannot be created.
    #[error("cannot create `{}`", path.display())]
    Create {
        /// Output file.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// File.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
}

/// Way to write a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Opening {
    /// It appears under its name once it is complete.
    #[default]
    Whole,
    /// The same, and no file has the name before.
    New,
    /// The same, with the content of the existing file first.
    WholeAfterExisting,
    /// It is under its name from the beginning, for readers that wait for more; `continues` if an existing one goes on.
    Growing {
        /// True if the existing content stays.
        continues: bool,
    },
}

impl Opening {
    /// Returns true if the content of the existing file stays.
    pub(crate) fn continues(self) -> bool {
        matches!(self, Self::WholeAfterExisting | Self::Growing { continues: true })
    }
}

/// File being written. Dropping it before [`OutputFile::commit`] leaves an existing file as it was.
#[derive(Debug)]
pub(crate) enum OutputFile {
    /// Regular file, written beside its place.
    Beside(Unfinished),
    /// Device, pipe or open descriptor.
    Direct(File),
}

impl OutputFile {
    /// Begins a file that replaces an existing one; follows links.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Self::begin(path, true)
    }

    /// Begins a new file. Fails if the file already exists, now or on completion.
    pub(crate) fn create_new(path: &Path) -> io::Result<Self> {
        match path.symlink_metadata() {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => Self::begin(path, false),
        }
    }

    /// Opens a file in one of the ways; follows links.
    pub(crate) fn open(path: &Path, opening: Opening) -> io::Result<Self> {
        match opening {
            Opening::Whole => Self::create(path),
            Opening::New => match Place::of(path)? {
                Place::Direct(open) => open.open().map(Self::Direct),
                Place::File { .. } => Self::create_new(path),
            },
            Opening::WholeAfterExisting => {
                let existing = match Place::of(path)? {
                    Place::File { path, replaced: Some(_) } => Some(File::open(path)?),
                    _ => None,
                };
                let file = Self::create(path)?;
                if let Some(mut existing) = existing {
                    io::copy(&mut existing, &mut file.file())?;
                }
                Ok(file)
            }
            Opening::Growing { continues } => match Place::of(path)? {
                Place::Direct(open) => open.open().map(Self::Direct),
                Place::File { path, .. } => {
                    let mut options = File::options();
                    options.create(true).append(continues).write(true).truncate(!continues);
                    options.open(path).map(Self::Direct)
                }
            },
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

    /// Returns true for a regular file, false for a device or a pipe.
    pub(crate) fn is_regular(&self) -> bool {
        matches!(self, Self::Beside(_))
    }

    /// Returns another handle for writing. Written bytes become visible at the commit.
    pub(crate) fn writer(&self) -> io::Result<File> {
        self.file().try_clone()
    }

    /// Moves the file to its place; all of its content must have been written.
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

/// Writes a whole file.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    let mut file = OutputFile::create(path)?;
    file.write_all(bytes.as_ref())?;
    file.commit()
}

#[cfg(test)]
mod tests;
