//! Members of archives, as origins of bytes.

use std::cmp::Ordering;
use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::Archive;

/// Member of an archive.
#[derive(Clone)]
pub(crate) struct Member {
    archive: Arc<Archive>,
    index: usize,
}

impl Member {
    pub(super) fn new(archive: Arc<Archive>, index: usize) -> Self {
        Self { archive, index }
    }

    /// Path of the archive.
    pub(crate) fn archive(&self) -> &Path {
        &self.archive.path
    }

    /// Name in the archive, with `/` between its parts; it does not lead out of it.
    pub(crate) fn name(&self) -> &str {
        &self.archive.entries[self.index].name
    }

    /// Number among the entries of the archive. The members of a compressed archive are read in this order.
    pub(crate) fn index(&self) -> usize {
        self.index
    }

    /// Number of bytes.
    pub(crate) fn size(&self) -> u64 {
        self.archive.entries[self.index].size
    }

    /// Returns its bytes.
    pub(in crate::input) fn read(&self) -> io::Result<Box<dyn Read + Send>> {
        self.archive.read(self.index)
    }

    fn key(&self) -> (&Path, usize) {
        (self.archive(), self.index)
    }
}

impl fmt::Debug for Member {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}!/{}", self.archive().display(), self.name())
    }
}

impl PartialEq for Member {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Member {}

impl PartialOrd for Member {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Member {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}
