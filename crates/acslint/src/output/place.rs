//! Resolution of an output's name: a file, or something that the process has open already.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use crate::identity::link_chain;

/// Target of an output's name.
#[derive(Debug)]
pub(crate) enum Place {
    /// Regular file, existing or not, with all links followed.
    File { path: PathBuf, replaced: Option<Metadata> },
    /// Anything that is written directly.
    Direct(Open),
}

/// Device, pipe, or open descriptor of the process.
#[derive(Debug)]
pub(crate) enum Open {
    Path(PathBuf),
    /// Standard output or standard error.
    #[cfg(unix)]
    Stream(Stream),
}

#[cfg(unix)]
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    Output,
    Error,
}

#[cfg(unix)]
impl Stream {
    /// Returns another handle of the stream.
    #[expect(clippy::disallowed_methods, reason = "what is written to the handle went through the sanitizer")]
    pub(crate) fn open(self) -> io::Result<File> {
        use std::os::fd::AsFd;
        let descriptor = match self {
            Self::Output => io::stdout().as_fd().try_clone_to_owned(),
            Self::Error => io::stderr().as_fd().try_clone_to_owned(),
        };
        descriptor.map(File::from)
    }
}

impl Place {
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        let ends_in_separator = path
            .as_os_str()
            .as_encoded_bytes()
            .last()
            .is_some_and(|last| std::path::is_separator(char::from(*last)));
        if ends_in_separator || path.file_name().is_none() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let links = link_chain(path)?;
        if let Some(open) = links.iter().find_map(|place| descriptor(place)) {
            return Ok(Self::Direct(open));
        }
        match fs::metadata(path) {
            Ok(there) if there.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(there) if there.is_file() => {
                Ok(Self::File { path: fs::canonicalize(path)?, replaced: Some(there) })
            }
            Ok(_) => Ok(Self::Direct(Open::Path(path.to_owned()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let end = links.into_iter().next_back().unwrap_or_else(|| path.to_owned());
                Ok(Self::File { path: end, replaced: None })
            }
            Err(error) => Err(error),
        }
    }
}

/// Returns the open descriptor that a name below `/dev/fd` or `/proc` stands for: opening it by name would truncate
/// it.
#[cfg(unix)]
fn descriptor(place: &Path) -> Option<Open> {
    let directory = place.parent()?.to_str()?;
    let number = place.file_name()?.to_str()?;
    let own = format!("/proc/{}/fd", std::process::id());
    let is_custom = directory == own || directory == "/proc/self/fd" || directory == "/dev/fd";
    let is_other = directory.starts_with("/proc/") && directory.ends_with("/fd");
    match number {
        "1" if is_custom => Some(Open::Stream(Stream::Output)),
        "2" if is_custom => Some(Open::Stream(Stream::Error)),
        _ if is_custom || is_other => Some(Open::Path(place.to_owned())),
        // On systems where these are not links.
        _ if place == Path::new("/dev/stdout") && !place.is_symlink() => Some(Open::Stream(Stream::Output)),
        _ if place == Path::new("/dev/stderr") && !place.is_symlink() => Some(Open::Stream(Stream::Error)),
        _ => None,
    }
}

#[cfg(not(unix))]
fn descriptor(_: &Path) -> Option<Open> {
    None
}

impl Open {
    /// Opens it for writing; an open regular file is appended to.
    pub(super) fn open(&self) -> io::Result<File> {
        match self {
            // Opening a pipe blocks until it has a reader.
            Self::Path(path) => crate::interrupt::stuck(|| File::options().append(true).open(path)),
            #[cfg(unix)]
            Self::Stream(stream) => stream.open(),
        }
    }
}
