//! Files that are read as a whole: configurations, schemas and baselines, each of a size at most.
//!
//! A file that the user did not name may be a pipe, a device, or one that the system makes up as it is read: it is opened
//! without waiting for anybody, and is read only if it is a regular file that holds no more than its size says.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::text::bytes;

/// The largest configuration file.
pub(crate) const CONFIGURATION: u64 = 1 << 20;
/// The largest baseline that a configuration may name which was found: some five million findings.
pub(crate) const BASELINE: u64 = 1 << 30;
/// The largest schema.
pub(crate) const SCHEMA: u64 = 16 << 20;

/// Reads a file of any kind, of `most` bytes at most.
pub(crate) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    up_to(File::open(path)?, most)
}

/// Reads a regular file of `most` bytes at most.
pub(crate) fn read_regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open_regular(path, most)?;
    let size = file.metadata()?.len();
    let read = up_to(file, most)?;
    if read.len() as u64 > size {
        return Err(invalid("it holds more than its size says".to_owned()));
    }
    Ok(read)
}

/// Opens a regular file of `most` bytes at most, and waits for nobody.
pub(crate) fn open_regular(path: &Path, most: u64) -> io::Result<File> {
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
        return Err(invalid("it is not a regular file".to_owned()));
    }
    if metadata.len() > most {
        return Err(too_large(most));
    }
    Ok(file)
}

fn up_to(file: File, most: u64) -> io::Result<Vec<u8>> {
    let mut read = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut read)?;
    if read.len() as u64 > most {
        return Err(too_large(most));
    }
    Ok(read)
}

fn too_large(most: u64) -> io::Error {
    invalid(format!("it is larger than {}", bytes(most as f64)))
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{read, read_regular};

    #[test]
    fn no_more_is_read_than_there_may_be() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a");
        fs::write(&file, "abc").unwrap();
        for read in [read, read_regular] {
            assert_eq!(read(&file, 3).unwrap(), b"abc");
            assert_eq!(read(&file, 2).unwrap_err().to_string(), "it is larger than 2 bytes");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn only_what_is_a_regular_file_is_one() {
        let refused = |path: &str| read_regular(Path::new(path), 1 << 20).unwrap_err().to_string();
        assert_eq!(refused("/proc/self/environ"), "it holds more than its size says");
        assert_eq!(refused("/proc/self/status"), "it holds more than its size says");
        assert_eq!(refused("/dev/zero"), "it is not a regular file");
        assert_eq!(refused("/"), "it is not a regular file");
        assert_eq!(read(Path::new("/dev/zero"), 10).unwrap_err().to_string(), "it is larger than 10 bytes");
    }
}
