//! Reading what is needed whole, such as configurations, schemas and baselines: a file of a stated size at most.
//!
//! Such a file is an argument, not data: one that is larger than anybody writes, or that never ends, is refused by name
//! before it takes the memory of the machine. One that nobody named may also be a pipe, a device, or made up by the system
//! as it is read: it is opened without waiting for anybody, and must be a regular file.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::text::bytes;

/// The most bytes that a configuration file may have.
pub(crate) const CONFIG_SIZE: u64 = 1 << 20;
/// The most bytes that a schema may have.
pub(crate) const SCHEMA_SIZE: u64 = 32 << 20;
/// The most bytes that a baseline may have: about a million kinds of known findings in different records.
pub(crate) const BASELINE_SIZE: u64 = 256 << 20;

/// Reads a file of at most `limit` bytes; what was named by hand may also be a pipe.
pub(crate) fn read_limited(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream_limited(path, limit)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a regular file of at most `limit` bytes, which holds no more than its size says.
pub(crate) fn read_regular(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = open_regular(path, limit)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::new();
    file.take(size.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > size {
        let message = "it is not a regular file: it contains more than its reported size";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    Ok(bytes)
}

/// Opens a regular file of at most `limit` bytes. Anything else, which might keep the program waiting, is not waited for.
pub(crate) fn open_regular(path: &Path, limit: u64) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        use nix::fcntl::OFlag;

        options.custom_flags((OFlag::O_NONBLOCK | OFlag::O_NOCTTY).bits());
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    if metadata.len() > limit {
        return Err(too_large(limit));
    }
    Ok(file)
}

/// Opens a file that is read as far as `limit` bytes, and fails behind them.
pub(crate) fn stream_limited(path: &Path, limit: u64) -> io::Result<impl BufRead + use<>> {
    let file = File::open(path)?;
    if file.metadata()?.len() > limit {
        return Err(too_large(limit));
    }
    Ok(BufReader::with_capacity(1 << 16, Limited { bytes: file, left: limit, limit }))
}

/// Bytes of which only so many may come.
struct Limited<R> {
    bytes: R,
    left: u64,
    limit: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)? as u64;
        self.left = self.left.checked_sub(count).ok_or_else(|| too_large(self.limit))?;
        Ok(count as usize)
    }
}

/// The error of a file that has more bytes than are read of such a one.
pub(crate) fn too_large(limit: u64) -> io::Error {
    let message = format!("it is larger than {}, the limit for such a file", bytes(limit as f64));
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::ErrorKind;
    use std::path::Path;

    use super::{read_limited, read_regular};

    #[test]
    fn a_file_is_read_up_to_its_limit_and_not_further() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a");
        fs::write(&file, vec![b'x'; 1000]).unwrap();
        for read in [read_limited, read_regular] {
            assert_eq!(read(&file, 1000).unwrap().len(), 1000);
            let error = read(&file, 999).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::FileTooLarge);
            assert_eq!(
                error.to_string(),
                "it is larger than 999 bytes, the limit for such a file"
            );
        }
    }

    /// Neither of them says beforehand how much there is.
    #[cfg(unix)]
    #[test]
    fn what_never_ends_is_not_read_to_its_end() {
        let endless = Path::new("/dev/zero");
        assert_eq!(read_limited(endless, 100_000).unwrap_err().kind(), ErrorKind::FileTooLarge);
        assert_eq!(read_regular(endless, 100_000).unwrap_err().kind(), ErrorKind::InvalidInput);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn only_what_is_a_regular_file_is_one() {
        let refused = |path: &str| read_regular(Path::new(path), 1 << 20).unwrap_err().to_string();
        let made_up = "it is not a regular file: it contains more than its reported size";
        assert_eq!(refused("/proc/self/environ"), made_up);
        assert_eq!(refused("/proc/self/status"), made_up);
        assert_eq!(refused("/dev/zero"), "it is not a regular file");
        assert_eq!(refused("/"), "it is not a regular file");
    }
}
