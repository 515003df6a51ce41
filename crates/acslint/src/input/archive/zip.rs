//! Entries of ZIP archives: those of their central directory.
//!
//! Readers differ on archives whose parts contradict each other, and bombs are made of entries that share data. So the directory
//! must end where the file ends, and the data of two entries must not overlap.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::{Entry, Kind, Listing, MOST_MEMBERS, too_many};
use crate::bounded::open_regular;
use crate::input::limits::{Limited, Limits};
use crate::input::odometer::{Counted, Odometer};

/// Data of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    /// Offset of its local header.
    header: u64,
    method: u16,
    /// Number of bytes in the archive.
    length: u64,
    /// Checksum of the content.
    crc: u32,
}

const LOCAL_HEADER: &[u8] = b"PK\x03\x04";
const ENTRY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_64: &[u8] = b"PK\x06\x07";

/// Sizes of the fixed parts.
const LOCAL_HEADER_SIZE: usize = 30;
const ENTRY_SIZE: usize = 46;
const END_SIZE: usize = 22;
const END_64_SIZE: usize = 56;
const LOCATOR_64_SIZE: usize = 20;

/// Methods of compression.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const ZSTD: u16 = 93;

/// Returns true if the bytes begin like a ZIP archive, perhaps an empty one.
pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(LOCAL_HEADER) || head.starts_with(END)
}

fn fault(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.into())
}

/// Lists the entries of an archive.
pub(super) fn list(archive: &mut (impl Read + Seek)) -> Listing {
    match entries(archive) {
        Ok(entries) => Listing { entries, fault: None },
        Err(error) => Listing { entries: Vec::new(), fault: Some(error) },
    }
}

/// Place of the central directory.
struct Directory {
    entries: u64,
    start: u64,
    end: u64,
}

fn entries(archive: &mut (impl Read + Seek)) -> io::Result<Vec<Entry>> {
    let directory = directory(archive)?;
    if directory.entries > MOST_MEMBERS as u64 {
        return Err(too_many());
    }
    archive.seek(SeekFrom::Start(directory.start))?;
    let length = directory.end.checked_sub(directory.start).ok_or_else(damaged)?;
    let mut bytes = BufReader::new(archive.take(length));
    let mut entries = Vec::new();
    for _ in 0..directory.entries {
        entries.push(entry(&mut bytes)?);
    }
    if bytes.bytes().next().transpose()?.is_some() {
        return Err(fault("the ZIP archive has more members than its end says"));
    }
    check_overlaps(&entries, directory.start)?;
    Ok(entries)
}

fn damaged() -> io::Error {
    fault("the directory of the ZIP archive is damaged")
}

/// Finds the central directory from the end of the file.
fn directory(archive: &mut (impl Read + Seek)) -> io::Result<Directory> {
    let length = archive.seek(SeekFrom::End(0))?;
    // A comment of up to 65,535 bytes may follow.
    let tail_start = length.saturating_sub((END_SIZE + usize::from(u16::MAX) + LOCATOR_64_SIZE) as u64);
    archive.seek(SeekFrom::Start(tail_start))?;
    let mut tail = Vec::new();
    archive.take(length - tail_start).read_to_end(&mut tail)?;
    let ends = memchr::memmem::rfind_iter(&tail, END);
    let is_last = |at: &usize| {
        tail.len() >= at + END_SIZE && usize::from(u16_at(&tail, at + 20)) == tail.len() - at - END_SIZE
    };
    let Some(at) = ends.into_iter().find(is_last) else {
        return Err(fault("the ZIP archive is cut off, or has data behind its end"));
    };
    let end = &tail[at..];
    let (disk, entries, size, start) = (u16_at(end, 4), u16_at(end, 10), u32_at(end, 12), u32_at(end, 16));
    let at = tail_start + at as u64;
    if entries == u16::MAX || size == u32::MAX || start == u32::MAX {
        return directory_64(archive, at);
    }
    if disk != 0 || entries != u16_at(end, 8) {
        return Err(fault("the ZIP archive is one of several parts, which are not read"));
    }
    let directory = Directory { entries: entries.into(), start: start.into(), end: at };
    if directory.start.checked_add(size.into()) != Some(at) {
        return Err(fault("the ZIP archive has data before its beginning or behind its members"));
    }
    Ok(directory)
}

/// Finds the central directory of a large archive, whose locator ends at this offset.
fn directory_64(archive: &mut (impl Read + Seek), end: u64) -> io::Result<Directory> {
    let locator_at = end.checked_sub(LOCATOR_64_SIZE as u64).ok_or_else(damaged)?;
    let locator: [u8; LOCATOR_64_SIZE] = bytes_at(archive, locator_at)?;
    let end_at = u64_at(&locator, 8);
    if !locator.starts_with(LOCATOR_64) || end_at.checked_add(END_64_SIZE as u64).is_none() {
        return Err(damaged());
    }
    let end: [u8; END_64_SIZE] = bytes_at(archive, end_at)?;
    let (entries, size, start) = (u64_at(&end, 32), u64_at(&end, 40), u64_at(&end, 48));
    let is_whole = end_at + END_64_SIZE as u64 == locator_at && start.checked_add(size) == Some(end_at);
    if !end.starts_with(END_64) || !is_whole {
        return Err(fault("the ZIP archive has data before its beginning or behind its members"));
    }
    Ok(Directory { entries, start, end: end_at })
}

fn bytes_at<const N: usize>(archive: &mut (impl Read + Seek), at: u64) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    archive.seek(SeekFrom::Start(at))?;
    archive.read_exact(&mut bytes).map_err(|_| damaged())?;
    Ok(bytes)
}

/// Reads the next entry of the central directory.
fn entry(bytes: &mut impl Read) -> io::Result<Entry> {
    let mut fixed = [0; ENTRY_SIZE];
    bytes.read_exact(&mut fixed).map_err(|_| damaged())?;
    if !fixed.starts_with(ENTRY) {
        return Err(damaged());
    }
    let lengths = [28, 30, 32].map(|at| usize::from(u16_at(&fixed, at)));
    let mut rest = vec![0; lengths.iter().sum()];
    bytes.read_exact(&mut rest).map_err(|_| damaged())?;
    let (name, extra) = (&rest[..lengths[0]], &rest[lengths[0]..lengths[0] + lengths[1]]);
    let [length, size, header] = sizes(&fixed, extra)?;
    let (flags, method, crc) = (u16_at(&fixed, 8), u16_at(&fixed, 10), u32_at(&fixed, 16));
    let name = String::from_utf8_lossy(name).into_owned();
    let kind = if flags & 1 != 0 {
        Kind::Unreadable("the member is encrypted".to_owned())
    } else if name.ends_with('/') {
        Kind::Directory
    } else if is_link(&fixed) {
        Kind::Other
    } else if matches!(method, STORED | DEFLATED | ZSTD) {
        Kind::Zip(Stored { header, method, length, crc })
    } else {
        Kind::Unreadable(format!("the member is compressed with method {method}, which is not read"))
    };
    Ok(Entry { name, kind, size })
}

/// Returns true for a symbolic link, which archives of Unix can have.
fn is_link(fixed: &[u8]) -> bool {
    const UNIX: u8 = 3;
    fixed[5] == UNIX && (u32_at(fixed, 38) >> 16) & 0o170_000 == 0o120_000
}

/// Returns the number of bytes in the archive, that of the content, and the offset of the local header.
fn sizes(fixed: &[u8], extra: &[u8]) -> io::Result<[u64; 3]> {
    // In the order in which the extra field has those that do not fit.
    let short = [u32_at(fixed, 24), u32_at(fixed, 20), u32_at(fixed, 42)];
    let mut large = large_sizes(extra);
    let mut all = [0; 3];
    for (size, short) in all.iter_mut().zip(short) {
        *size = if short == u32::MAX {
            let (first, rest) = large.split_first_chunk::<8>().ok_or_else(damaged)?;
            large = rest;
            u64::from_le_bytes(*first)
        } else {
            short.into()
        };
    }
    let [size, length, header] = all;
    Ok([length, size, header])
}

/// Returns the extra field with sizes of 64 bits.
fn large_sizes(mut extra: &[u8]) -> &[u8] {
    const SIZES: u16 = 1;
    while extra.len() >= 4 {
        let (kind, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        let Some(field) = extra.get(4..4 + length) else { break };
        if kind == SIZES {
            return field;
        }
        extra = &extra[4 + length..];
    }
    &[]
}

/// Fails if the data of two entries overlap, or are not before the directory.
fn check_overlaps(entries: &[Entry], directory: u64) -> io::Result<()> {
    let data = |entry: &Entry| match &entry.kind {
        Kind::Zip(stored) => {
            let behind = LOCAL_HEADER_SIZE as u64 + entry.name.len() as u64;
            Some((stored.header, stored.header.saturating_add(behind).saturating_add(stored.length)))
        }
        _ => None,
    };
    let mut ranges: Vec<(u64, u64)> = entries.iter().filter_map(data).collect();
    ranges.sort_unstable();
    ranges.push((directory, directory));
    if ranges.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(fault("members of the ZIP archive share data, as in an archive made to fill a disk"));
    }
    Ok(())
}

/// Returns the content of an entry of this size.
pub(super) fn read(
    path: &Path,
    stored: &Stored,
    size: u64,
    limits: Limits,
) -> io::Result<Box<dyn Read + Send>> {
    let mut file: File = open_regular(path, u64::MAX)?;
    let header: [u8; LOCAL_HEADER_SIZE] = bytes_at(&mut file, stored.header)?;
    if !header.starts_with(LOCAL_HEADER) || u16_at(&header, 8) != stored.method {
        return Err(fault("the member is not where the directory of the ZIP archive says"));
    }
    file.seek_relative(i64::from(u16_at(&header, 26)) + i64::from(u16_at(&header, 28)))?;
    let counter = Odometer::default();
    let bytes = Counted { bytes: file.take(stored.length), odometer: counter.clone() };
    let bytes = BufReader::with_capacity(64 * 1024, bytes);
    let content: Box<dyn Read + Send> = match stored.method {
        STORED => Box::new(bytes),
        DEFLATED => Box::new(DeflateDecoder::new(bytes)),
        _ => Box::new(zstd::stream::read::Decoder::with_buffer(bytes)?),
    };
    let content = Limited::new(content, limits, counter);
    Ok(Box::new(Verified { content, crc: Crc::new(), expected: stored.crc, left: size }))
}

/// Reader of a content with a known size and checksum.
struct Verified<R> {
    content: R,
    crc: Crc,
    expected: u32,
    left: u64,
}

impl<R: Read> Read for Verified<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.content.read(buffer)?;
        if buffer.is_empty() {
            return Ok(0);
        }
        let left = self.left.checked_sub(count as u64);
        self.left = left.ok_or_else(|| fault("the member has more bytes than the ZIP archive says"))?;
        self.crc.update(&buffer[..count]);
        if count == 0 && self.left > 0 {
            return Err(fault("the member ends before the bytes that the ZIP archive says it has"));
        }
        if count == 0 && self.crc.sum() != self.expected {
            return Err(fault("the content of the member does not have the checksum of the ZIP archive"));
        }
        Ok(count)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes)
}
