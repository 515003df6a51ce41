//! Identity of files and directories: comparison of two names, for inputs and for outputs.

#[cfg(unix)]
use std::fs::File;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// Maximum number of links followed in a row; the same as on Linux.
const MOST_LINKS: usize = 40;

/// Identity of a file or directory under any name: its inode, or on systems without inodes its path without links.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Identity {
    #[cfg(unix)]
    Inode { device: u64, inode: u64 },
    /// Path of a file that does not exist yet.
    Path(PathBuf),
}

impl Identity {
    /// Returns the identity of a file, a directory, or anything else that a path leads to or would lead to.
    pub(crate) fn of(path: &Path) -> Self {
        match fs::metadata(path) {
            Ok(metadata) => Self::of_existing(path, &metadata),
            Err(_) => Self::of_absent(path),
        }
        .unwrap_or_else(|| Self::Path(path.to_owned()))
    }

    /// Returns the identity of what can have content to lose: not of a terminal or another such device, and not of a path
    /// that leads nowhere.
    pub(crate) fn of_content(path: &Path) -> Option<Self> {
        match fs::metadata(path) {
            Ok(metadata) if has_content(&metadata) => Self::of_existing(path, &metadata),
            Ok(_) => None,
            Err(_) => Self::of_absent(path),
        }
    }

    /// Returns the identity of a regular file that is open.
    #[cfg(unix)]
    pub(crate) fn of_open(file: &File) -> Option<Self> {
        let metadata = file.metadata().ok().filter(Metadata::is_file)?;
        Self::of_existing(Path::new(""), &metadata)
    }

    /// Returns the identity of the regular file that standard input comes from.
    pub(crate) fn of_input_stream() -> Option<Self> {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd;
            let stream = io::stdin().as_fd().try_clone_to_owned().ok()?;
            Self::of_open(&File::from(stream))
        }
        #[cfg(not(unix))]
        None
    }

    #[cfg(unix)]
    #[expect(
        clippy::unnecessary_wraps,
        reason = "where there are no inodes, the path can lead nowhere by now"
    )]
    fn of_existing(_: &Path, metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self::Inode { device: metadata.dev(), inode: metadata.ino() })
    }

    #[cfg(not(unix))]
    fn of_existing(path: &Path, _: &Metadata) -> Option<Self> {
        fs::canonicalize(path).ok().map(Self::Path)
    }

    fn of_absent(path: &Path) -> Option<Self> {
        link_chain(path).ok()?.pop().map(Self::Path)
    }
}

#[cfg(unix)]
fn has_content(metadata: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    !metadata.file_type().is_char_device()
}

#[cfg(not(unix))]
fn has_content(metadata: &Metadata) -> bool {
    metadata.is_file()
}

/// Returns the path, and the target of each link on it; the last one is not a link. The directories are without
/// links.
pub(crate) fn link_chain(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut links = Vec::new();
    let mut next = path.to_owned();
    loop {
        let (Some(name), parent) = (next.file_name(), parent(&next)) else {
            // A link to `..` or to the root.
            links.push(fs::canonicalize(&next)?);
            return Ok(links);
        };
        let directory = fs::canonicalize(parent)?;
        let place = directory.join(name);
        let is_link = place.symlink_metadata().is_ok_and(|there| there.is_symlink());
        links.push(place.clone());
        if !is_link {
            return Ok(links);
        }
        if links.len() > MOST_LINKS {
            return Err(io::Error::other("too many levels of symbolic links"));
        }
        next = directory.join(fs::read_link(&place)?);
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::Identity;

    #[test]
    fn names_of_one_file_have_one_identity() {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        fs::write(path("a"), "a").unwrap();
        fs::write(path("b"), "a").unwrap();
        fs::hard_link(path("a"), path("linked")).unwrap();
        fs::create_dir(path("c")).unwrap();
        let of_content = |path: &Path| Identity::of_content(path).unwrap();
        let ways: [fn(&Path) -> Identity; 2] = [Identity::of, of_content];
        for identity in ways {
            assert_eq!(identity(&path("a")), identity(&path("c/../a")));
            assert_ne!(identity(&path("a")), identity(&path("b")));
            assert_eq!(identity(&path("absent")), identity(&path("c/../absent")));
            assert_ne!(identity(&path("absent")), identity(&path("gone")));
            #[cfg(unix)]
            {
                assert_eq!(identity(&path("a")), identity(&path("linked")));
                assert_eq!(identity(&path("c")), identity(&path("c/.")));
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_device_has_no_content_and_still_is_one_thing() {
        let null = Path::new("/dev/null");
        assert_eq!(Identity::of_content(null), None);
        assert_eq!(Identity::of(null), Identity::of(Path::new("/dev/../dev/null")));
    }
}
