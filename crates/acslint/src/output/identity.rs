//! Identity of files: comparison of two names.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::place;

/// Identity of a file under any name: its inode, or on systems without inodes its path without links.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Identity {
    #[cfg(unix)]
    Inode { device: u64, inode: u64 },
    /// Path of a file that does not exist yet.
    Path(PathBuf),
}

impl Identity {
    /// Returns the identity of a file; `None` for a terminal or another such device, which has no content to lose.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        match fs::metadata(path) {
            Ok(metadata) => Self::of_existing(&metadata).or_else(|| Self::without_inode(path, &metadata)),
            Err(_) => place::link_chain(path).ok()?.pop().map(Self::Path),
        }
    }

    #[cfg(unix)]
    fn of_existing(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::{FileTypeExt, MetadataExt};
        let is_device = metadata.file_type().is_char_device();
        (!is_device).then(|| Self::Inode { device: metadata.dev(), inode: metadata.ino() })
    }

    #[cfg(not(unix))]
    fn of_existing(_: &Metadata) -> Option<Self> {
        None
    }

    fn without_inode(path: &Path, metadata: &Metadata) -> Option<Self> {
        let has_inode = cfg!(unix) || !metadata.is_file();
        if has_inode { None } else { fs::canonicalize(path).ok().map(Self::Path) }
    }

    /// Returns the identities of the regular files that standard output and standard error go to.
    pub(crate) fn of_output_streams() -> Vec<Self> {
        #[cfg(unix)]
        {
            use super::place::Stream;
            let streams = [Stream::Output, Stream::Error].into_iter().flat_map(Stream::open);
            streams.filter_map(|stream| Self::of_regular(&stream)).collect()
        }
        #[cfg(not(unix))]
        Vec::new()
    }

    /// Returns the identity of the regular file that standard input comes from.
    pub(crate) fn of_input_stream() -> Option<Self> {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd;
            let stream = io::stdin().as_fd().try_clone_to_owned().ok()?;
            Self::of_regular(&File::from(stream))
        }
        #[cfg(not(unix))]
        None
    }

    #[cfg(unix)]
    fn of_regular(file: &File) -> Option<Self> {
        let metadata = file.metadata().ok().filter(Metadata::is_file)?;
        Self::of_existing(&metadata)
    }
}
