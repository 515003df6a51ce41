//! Archives, whose members are inputs of their own. Members are read as streams; nothing is unpacked.
//!
//! The list of members is read first, with bounds on their number and on the length of their names. Each member is then read like
//! a file. An archive in another one is not opened: its check names it.

mod member;
mod streams;
mod tar;
#[cfg(any(test, fuzzing))]
pub(crate) mod trial;
mod zip;

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;

use super::limits::{Limited, Limits};
use super::odometer::{Counted, Odometer};
use super::read::compression;
use crate::bounded::open_regular;
use crate::text::thousands;
use crate::values::Compression;
pub(crate) use member::Member;
use streams::Streams;

/// Maximum number of members of an archive.
const MOST_MEMBERS: usize = 100_000;

fn too_many() -> io::Error {
    let most = thousands(MOST_MEMBERS as u64);
    let message = format!("the archive has more than {most} members, which is the limit");
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// Archive with its list of members.
#[derive(Debug)]
pub(crate) struct Archive {
    path: PathBuf,
    form: Form,
    entries: Vec<Entry>,
    limits: Limits,
}

/// Form of an archive.
#[derive(Debug)]
enum Form {
    Zip,
    Tar,
    CompressedTar(Arc<Streams>),
}

/// Entry of an archive.
#[derive(Debug)]
struct Entry {
    name: String,
    kind: Kind,
    /// Number of its bytes.
    size: u64,
}

/// Kind of an entry.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Zip(zip::Stored),
    /// File in a tar archive, at this offset.
    Tar(u64),
    Directory,
    /// Link, device or pipe.
    Other,
    /// File that cannot be read, and the reason.
    Unreadable(String),
}

/// Entries as far as they can be read, and the fault that ends the list.
#[derive(Debug, Default)]
struct Listing {
    entries: Vec<Entry>,
    fault: Option<io::Error>,
}

/// Entry of an archive, for a search for inputs.
pub(super) enum Found {
    Input(Member),
    Hidden,
    NotAFile,
    Unreadable(io::Error),
}

/// Archive, and the fault that ends the list of its members.
pub(super) struct Opened {
    pub(super) archive: Arc<Archive>,
    pub(super) fault: Option<io::Error>,
}

/// Opens a file, if its content is that of an archive.
pub(super) fn open(path: &Path, limits: Limits) -> io::Result<Option<Opened>> {
    // Opening a pipe would disturb its writer.
    let is_file = std::fs::metadata(path).is_ok_and(|there| there.is_file());
    let Some(mut file) = is_file.then(|| open_regular(path, u64::MAX).ok()).flatten() else {
        return Ok(None);
    };
    let mut head = Vec::new();
    (&mut file).take(tar::BLOCK as u64).read_to_end(&mut head)?;
    file.rewind()?;
    let limits = limits.with_ratio();
    let (form, listing) = if zip::begins(&head) {
        (Form::Zip, zip::list(&mut file))
    } else if tar::begins(&head) {
        let length = file.metadata()?.len();
        (Form::Tar, tar::list(&mut tar::Seeking::new(BufReader::new(file), length)))
    } else {
        let compression = compression(&head[..head.len().min(4)]);
        if compression == Compression::None || !is_compressed_tar(path, compression) {
            return Ok(None);
        }
        let streams = Streams::new(path, compression, limits);
        let listing = match streams.begin() {
            Ok(stream) => tar::list(&mut tar::Streaming::new(stream)),
            Err(error) => Listing { entries: Vec::new(), fault: Some(error) },
        };
        (Form::CompressedTar(Arc::new(streams)), listing)
    };
    let Listing { mut entries, fault } = listing;
    check_names(&mut entries);
    let archive = Archive { path: path.to_owned(), form, entries, limits };
    Ok(Some(Opened { archive: Arc::new(archive), fault }))
}

/// Returns true if compressed data begins with a tar archive.
fn is_compressed_tar(path: &Path, compression: Compression) -> bool {
    let mut head = Vec::new();
    let stream = Streams::new(path, compression, Limits::default()).begin();
    // What cannot be decompressed is reported when it is read.
    let read = stream.and_then(|stream| stream.take(tar::BLOCK as u64).read_to_end(&mut head));
    read.is_ok() && tar::begins(&head)
}

/// Returns a decoder of a stored file within limits.
fn decoder(path: &Path, compression: Compression, limits: Limits) -> io::Result<Box<dyn Read + Send>> {
    let stored = Odometer::default();
    let bytes = BufReader::with_capacity(
        64 * 1024,
        Counted { bytes: open_regular(path, u64::MAX)?, odometer: stored.clone() },
    );
    let decoder: Box<dyn Read + Send> = match compression {
        Compression::None => Box::new(bytes),
        Compression::Gzip => Box::new(MultiGzDecoder::new(bytes)),
        Compression::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(bytes)?),
    };
    Ok(Box::new(Explained { bytes: Limited::new(decoder, limits, stored), compression }))
}

/// Reader of a decompressed archive, whose errors say so.
struct Explained<R> {
    bytes: R,
    compression: Compression,
}

impl<R: Read> Read for Explained<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            io::ErrorKind::FileTooLarge => {
                io::Error::new(io::ErrorKind::InvalidData, format!("the archive {error}"))
            }
            kind => {
                let compression = self.compression.id();
                io::Error::new(kind, format!("cannot decompress the {compression} data: {error}"))
            }
        })
    }
}

/// Makes the names plain, and marks entries with names that lead elsewhere or occur twice.
fn check_names(entries: &mut [Entry]) {
    let mut names = HashSet::new();
    for entry in entries {
        let plain = plain_name(&entry.name);
        if entry.kind == Kind::Directory || entry.kind == Kind::Other {
            continue;
        }
        match plain {
            None => {
                entry.kind = Kind::Unreadable("the name of the member leads out of the archive".to_owned());
            }
            Some(name) => {
                if !names.insert(name.clone()) {
                    entry.kind =
                        Kind::Unreadable("an earlier member of the archive has the same name".to_owned());
                }
                entry.name = name;
            }
        }
    }
}

/// Returns the name of a member with `/` between its parts, if it does not lead out of the archive.
fn plain_name(name: &str) -> Option<String> {
    let is_absolute = name.starts_with(['/', '\\']) || name.as_bytes().get(1) == Some(&b':');
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    let is_inside = !is_absolute && !parts.is_empty() && !parts.contains(&"..") && !name.contains('\0');
    is_inside.then(|| parts.join("/"))
}

impl Archive {
    /// Returns the entries that are not directories, with their names.
    pub(super) fn found(self: &Arc<Self>) -> impl Iterator<Item = (&str, Found)> {
        let found = |(index, entry): (usize, &Entry)| match &entry.kind {
            Kind::Directory => None,
            Kind::Unreadable(reason) => {
                Some(Found::Unreadable(io::Error::new(io::ErrorKind::InvalidData, reason.clone())))
            }
            Kind::Other => Some(Found::NotAFile),
            _ if is_hidden(&entry.name) => Some(Found::Hidden),
            Kind::Zip(_) | Kind::Tar(_) => Some(Found::Input(Member::new(Arc::clone(self), index))),
        };
        self.entries
            .iter()
            .enumerate()
            .filter_map(move |(index, entry)| Some((entry.name.as_str(), found((index, entry))?)))
    }

    /// Returns the bytes of a member.
    fn read(&self, index: usize) -> io::Result<Box<dyn Read + Send>> {
        let entry = &self.entries[index];
        let gone = || io::Error::new(io::ErrorKind::InvalidData, "the member cannot be read");
        match (&self.form, &entry.kind) {
            (Form::Zip, Kind::Zip(stored)) => zip::read(&self.path, stored, entry.size, self.limits),
            (Form::Tar, Kind::Tar(offset)) => {
                let mut file: File = open_regular(&self.path, u64::MAX)?;
                file.seek(io::SeekFrom::Start(*offset))?;
                Ok(Box::new(Whole::new(BufReader::with_capacity(64 * 1024, file), entry.size)))
            }
            (Form::CompressedTar(streams), Kind::Tar(offset)) => {
                Ok(Box::new(Whole::new(streams.at(*offset, entry.size)?, entry.size)))
            }
            _ => Err(gone()),
        }
    }
}

/// Returns true for a member with a part of its name that is hidden, or that macOS adds.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

/// Reader of a member, which must have all of its bytes.
struct Whole<R> {
    bytes: R,
    left: u64,
}

impl<R> Whole<R> {
    fn new(bytes: R, size: u64) -> Self {
        Self { bytes, left: size }
    }
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let count = self.bytes.read(&mut buffer[..room])?;
        if count == 0 && room > 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the archive ends inside of the member",
            ));
        }
        self.left -= count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Kind, check_names, is_hidden, plain_name};

    #[test]
    fn names_stay_inside_the_archive() {
        for (name, expected) in [
            ("a/b.json", Some("a/b.json")),
            ("./a//b.json", Some("a/b.json")),
            ("a\\b.json", Some("a/b.json")),
            ("a/..b", Some("a/..b")),
            ("../a", None),
            ("a/../../b", None),
            ("a\\..\\b", None),
            ("/etc/passwd", None),
            ("\\a", None),
            ("C:\\a", None),
            ("C:a", None),
            ("", None),
            (".", None),
            ("a\0b", None),
        ] {
            assert_eq!(plain_name(name).as_deref(), expected, "{name}");
        }
        assert!(is_hidden(".a") && is_hidden("a/.b/c") && is_hidden("__MACOSX/a") && !is_hidden("a.b/c"));
    }

    #[test]
    fn the_second_of_two_members_with_one_name_is_not_read() {
        let entry = |name: &str, kind| Entry { name: name.to_owned(), kind, size: 0 };
        let mut entries = [
            entry("a", Kind::Tar(512)),
            entry("./a", Kind::Tar(1024)),
            entry("d", Kind::Directory),
            entry("d", Kind::Tar(2048)),
        ];
        check_names(&mut entries);
        assert_eq!(entries[0].kind, Kind::Tar(512));
        assert!(matches!(&entries[1].kind, Kind::Unreadable(reason) if reason.contains("same name")));
        assert_eq!(entries[3].kind, Kind::Tar(2048));
    }
}
