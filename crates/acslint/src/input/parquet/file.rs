//! File that columns are read from, at several places at once, with a bound on the size of a page.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ParquetMetaDataReader;
use parquet::file::reader::{ChunkReader, Length};

use crate::bounded::open_regular;
use crate::input::odometer::Odometer;

/// Maximum number of bytes of a page, decompressed. Programs write pages of 1 MiB.
const MOST_OF_PAGE: u64 = 256 << 20;

/// Maximum number of bytes of the metadata of a file.
const MOST_METADATA: u64 = 256 << 20;

/// Number of bytes that have the sizes of a page: two fields before the second one, each with its tag.
const HEAD: usize = 18;

/// Number of bytes that the header of a page is read with.
const HEADER: usize = 1024;

pub(super) struct ParquetFile {
    file: File,
    length: u64,
    /// Counter of the bytes read.
    odometer: Odometer,
}

impl ParquetFile {
    pub(super) fn open(path: &Path, odometer: Odometer) -> io::Result<Self> {
        let file = open_regular(path, u64::MAX)?;
        let length = file.metadata()?.len();
        let file = Self { file, length, odometer };
        file.check_end()?;
        Ok(file)
    }

    /// Returns another reader of the file.
    pub(super) fn again(&self) -> io::Result<Self> {
        Ok(Self { file: self.file.try_clone()?, length: self.length, odometer: self.odometer.clone() })
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Fails if the file does not end as one that can be read.
    fn check_end(&self) -> io::Result<()> {
        let mut end = [0; 8];
        let at = self.length.saturating_sub(end.len() as u64);
        self.at(at)?.read_exact(&mut end).map_err(|_| super::damaged("the file is cut off"))?;
        let [a, b, c, d, mark @ ..] = end;
        match &mark {
            b"PARE" => return Err(super::unsupported("the file is encrypted")),
            b"PAR1" => {}
            _ => return Err(super::damaged("the file is cut off: it does not end with `PAR1`")),
        }
        let metadata = u64::from(u32::from_le_bytes([a, b, c, d]));
        if metadata > MOST_METADATA {
            return Err(super::damaged("the metadata is larger than 256 MiB, which is the limit"));
        }
        Ok(())
    }

    /// Returns true if the metadata is readable and has a signature behind it, as if columns are encrypted.
    pub(super) fn is_signed(&self) -> bool {
        const SIGNATURE: usize = 28;
        let end = self.length.saturating_sub(8);
        let mut length = [0; 4];
        let read = self.at(end).and_then(|mut file| file.read_exact(&mut length));
        let length = u32::from_le_bytes(length);
        let metadata = end.checked_sub(length.into()).filter(|_| read.is_ok());
        let metadata = metadata.and_then(|start| self.get_bytes(start, length as usize).ok());
        metadata.is_some_and(|metadata| {
            let unsigned = metadata.len().checked_sub(SIGNATURE).map(|length| &metadata[..length]);
            // Without its last bytes, other metadata has no end.
            unsigned.is_some_and(|bytes| ParquetMetaDataReader::decode_metadata(bytes).is_ok())
        })
    }

    fn at(&self, start: u64) -> io::Result<File> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(file)
    }
}

impl Length for ParquetFile {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for ParquetFile {
    type T = BufReader<io::Chain<io::Cursor<Vec<u8>>, File>>;

    /// Reads from the header of a page on.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut file = self.at(start)?;
        let mut head = Vec::with_capacity(HEAD);
        (&mut file).take(HEAD as u64).read_to_end(&mut head)?;
        if decompressed_size(&head).is_some_and(|size| size > MOST_OF_PAGE) {
            return Err(ParquetError::General(
                "a page is larger than 256 MiB, which is the limit".to_owned(),
            ));
        }
        Ok(BufReader::with_capacity(HEADER, io::Cursor::new(head).chain(file)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<bytes::Bytes> {
        let end = start.checked_add(length as u64).filter(|end| *end <= self.length);
        if end.is_none() {
            return Err(ParquetError::EOF("the file ends before a page that it should have".to_owned()));
        }
        let mut bytes = vec![0; length];
        self.at(start)?.read_exact(&mut bytes)?;
        self.odometer.add(length as u64);
        Ok(bytes.into())
    }
}

/// Returns the decompressed size that the header of a page says. Its first two fields are numbers: the type of the page, and
/// this size.
fn decompressed_size(header: &[u8]) -> Option<u64> {
    /// Tag of a field with a number of 32 bits, behind the field before.
    const NUMBER: u8 = 0x15;
    let rest = header.strip_prefix(&[NUMBER])?;
    let (_, rest) = number(rest)?;
    let (size, _) = number(rest.strip_prefix(&[NUMBER])?)?;
    // Even numbers stand for those that are not negative.
    (size % 2 == 0).then_some(size / 2)
}

/// Reads a number of seven bits in each byte.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let end = bytes.iter().take(9).position(|byte| byte & 0x80 == 0)?;
    let (digits, rest) = bytes.split_at(end + 1);
    let number = digits.iter().rev().fold(0, |number, byte| number << 7 | u64::from(byte & 0x7F));
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use parquet::file::reader::ChunkReader;

    use super::{MOST_OF_PAGE, Odometer, ParquetFile, decompressed_size};

    #[test]
    fn a_page_that_is_too_large_is_not_read() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.parquet");
        for (size, is_read) in [(MOST_OF_PAGE, true), (MOST_OF_PAGE + 1, false)] {
            let mut header = vec![0x15, 0, 0x15];
            let mut number = 2 * size;
            while number >= 0x80 {
                header.push(number as u8 | 0x80);
                number >>= 7;
            }
            header.push(number as u8);
            fs::write(&path, [&header[..], b"\x15\x08", &[0; 20], b"PAR1"].concat()).unwrap();
            let file = ParquetFile::open(&path, Odometer::default()).unwrap();
            assert_eq!(file.get_read(0).is_ok(), is_read, "{size}");
        }
    }

    #[test]
    fn the_size_of_a_page_is_in_its_header() {
        assert_eq!(decompressed_size(&[0x15, 0, 0x15, 0x20, 0x15, 0x08]), Some(16));
        assert_eq!(decompressed_size(&[0x15, 0x84, 0x01, 0x15, 0x80, 0x80, 0x01, 0x15]), Some(8192));
        for other in
            [&[][..], &[0x15], &[0x15, 0, 0x19, 0x20], &[0x15, 0, 0x15, 0x80], &[0x15, 0, 0x15, 0x21]]
        {
            assert_eq!(decompressed_size(other), None, "{other:?}");
        }
    }
}
