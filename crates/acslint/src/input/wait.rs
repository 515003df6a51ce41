//! Inputs that can block their reader, such as pipes: the end of the run wakes the reader.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Open input.
pub(super) enum Raw {
    /// Input that never blocks, such as a regular file.
    Ready(File),
    /// Pipe, terminal or socket.
    #[cfg(unix)]
    Waiting(File),
}

/// Opens a file. A pipe without a writer blocks at the first read, not here.
#[cfg(target_os = "linux")]
pub(super) fn open(path: &Path) -> io::Result<Raw> {
    use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};

    let mut options = File::options();
    options.read(true);
    if std::fs::metadata(path).is_ok_and(|there| there.file_type().is_fifo()) {
        options.custom_flags(nix::libc::O_NONBLOCK);
    }
    options.open(path).and_then(Raw::new)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn open(path: &Path) -> io::Result<Raw> {
    File::open(path).and_then(Raw::new)
}

/// Returns standard input without a buffer: polling does not see the contents of a buffer.
#[cfg(unix)]
pub(super) fn stdin() -> io::Result<Raw> {
    use std::os::fd::AsFd;
    let stdin = io::stdin().as_fd().try_clone_to_owned()?;
    Raw::new(File::from(stdin))
}

#[cfg(not(unix))]
pub(super) fn stdin() -> io::Result<io::Stdin> {
    Ok(io::stdin())
}

/// Returns true if standard input is a pipe with bytes that nobody has read. Reads nothing, and never blocks.
#[cfg(unix)]
pub(crate) fn stdin_waits() -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;

    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

    let stdin = io::stdin();
    let file = stdin.as_fd().try_clone_to_owned().map(File::from);
    let is_pipe = file.and_then(|file| file.metadata()).is_ok_and(|there| there.file_type().is_fifo());
    let mut polled = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
    is_pipe
        && poll(&mut polled, PollTimeout::ZERO).is_ok()
        && polled[0].revents().is_some_and(|events| events.contains(PollFlags::POLLIN))
}

/// Returns false: the standard library cannot look into a pipe without a wait.
#[cfg(not(unix))]
pub(crate) fn stdin_waits() -> bool {
    false
}

impl Raw {
    #[cfg(unix)]
    fn new(file: File) -> io::Result<Self> {
        let is_regular = file.metadata()?.is_file();
        Ok(if is_regular { Self::Ready(file) } else { Self::Waiting(file) })
    }

    /// Returns another handle of an input that can block its reader; `None` for any other.
    #[cfg(unix)]
    pub(super) fn stream(&self) -> io::Result<Option<File>> {
        match self {
            Self::Ready(_) => Ok(None),
            Self::Waiting(file) => file.try_clone().map(Some),
        }
    }

    #[cfg(not(unix))]
    fn new(file: File) -> io::Result<Self> {
        Ok(Self::Ready(file))
    }
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Ready(file) => file.read(buffer),
            #[cfg(unix)]
            Self::Waiting(file) => loop {
                use std::os::fd::AsFd;
                crate::interrupt::wait_readable(file.as_fd())?;
                match file.read(buffer) {
                    // Another reader was faster.
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    read => return read,
                }
            },
        }
    }
}
