//! Entries of tar archives: those of POSIX (ustar and pax) and of GNU tar.

use std::io::{self, BufReader, Read};

use super::{Entry, Kind, Listing, MOST_MEMBERS, too_many};

/// Size of a block; an archive consists of blocks.
pub(super) const BLOCK: usize = 512;
/// Maximum number of bytes of an extended header, and of a long name.
const MOST_EXTENDED: u64 = 1 << 20;

type Block = [u8; BLOCK];

/// Returns true if the bytes begin with the header of an entry.
pub(super) fn begins(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// Reader that can leave bytes out.
pub(super) trait Skip: Read {
    /// Leaves bytes out. Returns false if there are not as many.
    fn skip(&mut self, count: u64) -> io::Result<bool>;
}

/// Reader of a file.
pub(super) struct Seeking<F> {
    file: BufReader<F>,
    left: u64,
}

impl<F> Seeking<F> {
    pub(super) fn new(file: BufReader<F>, length: u64) -> Self {
        Self { file, left: length }
    }
}

impl<F: Read> Read for Seeking<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}

impl<F: Read + io::Seek> Skip for Seeking<F> {
    fn skip(&mut self, count: u64) -> io::Result<bool> {
        if count > self.left {
            return Ok(false);
        }
        self.file.seek_relative(i64::try_from(count).map_err(io::Error::other)?)?;
        self.left -= count;
        Ok(true)
    }
}

/// Reader of a stream.
pub(super) struct Streaming<R>(R);

impl<R> Streaming<R> {
    pub(super) fn new(stream: R) -> Self {
        Self(stream)
    }
}

impl<R: Read> Read for Streaming<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl<R: Read> Skip for Streaming<R> {
    fn skip(&mut self, count: u64) -> io::Result<bool> {
        Ok(io::copy(&mut (&mut self.0).take(count), &mut io::sink())? == count)
    }
}

/// Lists the entries of an archive.
pub(super) fn list(archive: &mut impl Skip) -> Listing {
    let mut lister = Lister { archive, position: 0, entries: Vec::new(), extended: Extended::default() };
    let fault = lister.run().err();
    Listing { entries: lister.entries, fault }
}

/// Values for the next entry that do not fit into its header.
#[derive(Default)]
struct Extended {
    name: Option<String>,
    size: Option<u64>,
    is_sparse: bool,
}

struct Lister<'r, R> {
    archive: &'r mut R,
    /// Offset behind the bytes read.
    position: u64,
    entries: Vec<Entry>,
    extended: Extended,
}

fn fault(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

impl<R: Skip> Lister<'_, R> {
    fn run(&mut self) -> io::Result<()> {
        loop {
            let start = self.position;
            let Some(block) = self.block()? else {
                return Err(fault(format!("the tar archive is cut off at byte {start}")));
            };
            if block.iter().all(|byte| *byte == 0) {
                return self.end();
            }
            let header = Header(&block);
            if !header.has_its_sum() {
                return Err(fault(format!(
                    "the tar archive is damaged at byte {start}: this is not a header"
                )));
            }
            let size = match self.extended.size.take() {
                Some(size) => size,
                None => header
                    .size()
                    .ok_or_else(|| fault(format!("the tar archive is damaged at byte {start}: no size")))?,
            };
            self.entry(header, size)?;
        }
    }

    /// Reads an entry with so many bytes.
    fn entry(&mut self, header: Header<'_>, size: u64) -> io::Result<()> {
        let name = self.extended.name.take().unwrap_or_else(|| header.name());
        let is_sparse = std::mem::take(&mut self.extended.is_sparse);
        let kind = match header.kind() {
            b'x' => return self.extended_header(size),
            b'L' => {
                let name = self.content(size)?;
                let name = name.strip_suffix(b"\0").unwrap_or(&name);
                self.extended.name = Some(String::from_utf8_lossy(name).into_owned());
                return Ok(());
            }
            // Values for all entries, and the long name of a link's target.
            b'g' | b'K' => return self.pass(size),
            b'S' => Kind::Unreadable("the member is sparse, which is not read".to_owned()),
            _ if is_sparse => Kind::Unreadable("the member is sparse, which is not read".to_owned()),
            b'5' => Kind::Directory,
            b'0' | 0 | b'7' if name.ends_with('/') => Kind::Directory,
            b'0' | 0 | b'7' => Kind::Tar(self.position),
            _ => Kind::Other,
        };
        if self.entries.len() == MOST_MEMBERS {
            self.entries.clear();
            return Err(too_many());
        }
        self.entries.push(Entry { name, kind, size });
        self.pass(size)
    }

    /// Returns the next block, or `None` at the end.
    fn block(&mut self) -> io::Result<Option<Block>> {
        let (mut block, mut filled) = ([0; BLOCK], 0);
        while filled < BLOCK {
            match self.archive.read(&mut block[filled..]) {
                Ok(0) => return Ok(None),
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.position += BLOCK as u64;
        Ok(Some(block))
    }

    /// Leaves out so many bytes, and those up to the next block.
    fn pass(&mut self, size: u64) -> io::Result<()> {
        let cut = || fault(format!("the tar archive is cut off: a member of {size} bytes is not complete"));
        let whole = size.checked_next_multiple_of(BLOCK as u64).ok_or_else(cut)?;
        if !self.archive.skip(whole)? {
            return Err(cut());
        }
        self.position = self.position.checked_add(whole).ok_or_else(cut)?;
        Ok(())
    }

    /// Returns the content of an entry with values for the next one.
    fn content(&mut self, size: u64) -> io::Result<Vec<u8>> {
        if size > MOST_EXTENDED {
            return Err(fault(format!("a header of the tar archive has {size} bytes; the limit is 1 MiB")));
        }
        let mut content = Vec::new();
        while (content.len() as u64) < size {
            let Some(block) = self.block()? else {
                return Err(fault("the tar archive is cut off in a header".to_owned()));
            };
            content.extend_from_slice(&block);
        }
        content.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        Ok(content)
    }

    /// Reads values as lines: the length of the line, a space, and `key=value`.
    fn extended_header(&mut self, size: u64) -> io::Result<()> {
        let content = self.content(size)?;
        let mut rest = content.as_slice();
        while let Some(space) = rest.iter().position(|byte| *byte == b' ') {
            let length = std::str::from_utf8(&rest[..space]).ok().and_then(|text| text.parse::<usize>().ok());
            let line = length.filter(|length| *length > space + 1).and_then(|length| rest.get(..length));
            let Some(line) = line else {
                return Err(fault("a header of the tar archive is damaged".to_owned()));
            };
            rest = &rest[line.len()..];
            let line = &line[space + 1..];
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let Some(equals) = line.iter().position(|byte| *byte == b'=') else { continue };
            let (key, value) = (&line[..equals], &line[equals + 1..]);
            match key {
                b"path" => self.extended.name = Some(String::from_utf8_lossy(value).into_owned()),
                b"size" => {
                    let size = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
                    self.extended.size =
                        Some(size.ok_or_else(|| fault("a header of the tar archive is damaged".to_owned()))?);
                }
                key if key.starts_with(b"GNU.sparse.") => self.extended.is_sparse = true,
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads what follows the first block of zeros: only more of them.
    fn end(&mut self) -> io::Result<()> {
        let mut buffer = [0; 16 * 1024];
        loop {
            match self.archive.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(count) if buffer[..count].iter().all(|byte| *byte == 0) => {}
                Ok(_) => {
                    let end = self.position;
                    return Err(fault(format!(
                        "the tar archive ends at byte {end}, with data behind its end"
                    )));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Header of an entry.
#[derive(Clone, Copy)]
struct Header<'b>(&'b Block);

impl Header<'_> {
    fn kind(self) -> u8 {
        self.0[156]
    }

    fn name(self) -> String {
        let text = |range: std::ops::Range<usize>| {
            let field = &self.0[range];
            let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
            String::from_utf8_lossy(&field[..end]).into_owned()
        };
        let (name, prefix) = (text(0..100), text(345..500));
        // GNU tar has other fields there.
        let has_prefix = self.0[257..263] == *b"ustar\0" && !prefix.is_empty();
        if has_prefix { format!("{prefix}/{name}") } else { name }
    }

    fn size(self) -> Option<u64> {
        number(&self.0[124..136])
    }

    fn has_its_sum(self) -> bool {
        let sum =
            |range: std::ops::Range<usize>| self.0[range].iter().map(|byte| u64::from(*byte)).sum::<u64>();
        number(&self.0[148..156]) == Some(sum(0..148) + 8 * u64::from(b' ') + sum(156..BLOCK))
    }
}

/// Returns a number in octal digits, or with its first bit set in bytes.
fn number(field: &[u8]) -> Option<u64> {
    if let [first, rest @ ..] = field
        && first & 0x80 != 0
    {
        let bytes = std::iter::once(first & 0x7F).chain(rest.iter().copied());
        return bytes
            .into_iter()
            .try_fold(0_u64, |number, byte| number.checked_mul(256).map(|number| number + u64::from(byte)));
    }
    let text = std::str::from_utf8(field).ok()?;
    u64::from_str_radix(text.trim_matches([' ', '\0']), 8).ok()
}
