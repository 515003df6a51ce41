//! From paths to bytes: discovery of inputs and their decompressed contents.

mod archive;
mod base;
mod buffer;
mod changes;
mod decompress;
mod discover;
mod encoded;
mod git;
mod given;
mod left_out;
mod limits;
mod odometer;
#[cfg(feature = "parquet")]
mod parquet;
mod read;
pub(crate) mod schemas;
mod utf_16;
mod wait;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

pub(crate) use archive::Member;
#[cfg(any(test, fuzzing))]
pub(crate) use archive::trial::{Contents, contents};
pub(crate) use base::changed_since;
pub(crate) use buffer::Buffer;
pub(crate) use changes::{Changes, Snapshot};
pub(crate) use discover::{
    Discovered, DiscoveredInput, PATTERNS, Selection, discover, is_pattern, literal_base,
};
pub(crate) use encoded::refusal;
pub use given::Given;
pub(crate) use left_out::{Entries, LeftOut, Reason, Unread};
pub(crate) use limits::Limits;
pub(crate) use odometer::Odometer;
pub(crate) use read::{Filled, Source, compression};
pub(crate) use wait::stdin_waits;

/// Input of a check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Input {
    /// Name in reports: relative to the working directory if it lies below it, with `/` between the parts.
    pub(crate) name: String,
    /// Origin of its bytes.
    pub(crate) origin: Origin,
}

/// Origin of bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// Standard input.
    Stdin,
    /// File.
    File(PathBuf),
    /// Member of an archive.
    Member(Member),
    /// Reader of the caller.
    Given(Given),
}

impl Origin {
    /// Returns the file that the bytes come from: for a member, its archive.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::Stdin | Self::Given(_) => None,
            Self::File(path) => Some(path),
            Self::Member(member) => Some(member.archive()),
        }
    }

    /// Returns the path that decides which configuration applies. That of a reader of the caller is its name, as if it lay
    /// below the working directory.
    pub(crate) fn configured(&self) -> Option<&Path> {
        match self {
            Self::Given(given) => Some(Path::new(given.name())),
            _ => self.file(),
        }
    }

    /// Opens the stored bytes at an offset; `None` if they can only be read from the beginning.
    pub(crate) fn open_at(&self, offset: u64) -> io::Result<Option<Box<dyn Read + Send>>> {
        match self {
            Self::File(path) => {
                let mut file = File::open(path)?;
                if !file.metadata()?.is_file() {
                    return Ok(None);
                }
                file.seek(SeekFrom::Start(offset))?;
                Ok(Some(Box::new(file)))
            }
            Self::Given(given) => given.open(offset).map(Some),
            Self::Member(_) | Self::Stdin => Ok(None),
        }
    }
}
