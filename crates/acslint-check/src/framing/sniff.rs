//! Detection of an input's format from its first bytes: text that can be JSON, or another format, reported once.

use super::{NeedMore, Problem};

/// Format of an input.
pub(super) enum Sniffed {
    /// UTF-8 text, behind a byte order mark of this length.
    Text { skip: usize },
    /// Another format, recognized by these first bytes.
    Other { problem: Problem, length: usize },
}

/// Formats with a fixed signature.
const SIGNATURES: [(&[u8], &str); 9] = [
    (b"\x1F\x8B", "gzip data"),
    (b"\x28\xB5\x2F\xFD", "Zstandard data"),
    (b"Obj\x01", "an Avro file"),
    (b"PAR1", "a Parquet file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"BZh", "bzip2 data"),
    (b"\xFD7zXZ", "xz data"),
    (b"ORC", "an ORC file"),
    (b"SQLite format", "a SQLite database"),
];

/// Number of bytes in which the first line of CSV must end.
const FIRST_LINE: usize = 4096;

pub(super) fn sniff(buffer: &[u8], end: bool) -> Result<Sniffed, NeedMore> {
    if buffer.len() < 16 && !end {
        return Err(NeedMore);
    }
    let other = |problem, length: usize| Ok(Sniffed::Other { problem, length: length.min(buffer.len()) });
    match buffer {
        [0xEF, 0xBB, 0xBF, ..] => return Ok(Sniffed::Text { skip: 3 }),
        [0xFF, 0xFE, 0, 0, ..] => return other(Problem::OtherEncoding("UTF-32LE"), 4),
        [0, 0, 0xFE, 0xFF, ..] => return other(Problem::OtherEncoding("UTF-32BE"), 4),
        [0xFF, 0xFE, ..] => return other(Problem::OtherEncoding("UTF-16LE"), 2),
        [0xFE, 0xFF, ..] => return other(Problem::OtherEncoding("UTF-16BE"), 2),
        [first, 0, second, 0, ..] if first.is_ascii() && second.is_ascii() && *first != 0 => {
            return other(Problem::OtherEncoding("UTF-16LE"), 2);
        }
        [0, first, 0, second, ..] if first.is_ascii() && second.is_ascii() && *first != 0 => {
            return other(Problem::OtherEncoding("UTF-16BE"), 2);
        }
        _ => {}
    }
    if let Some((signature, name)) = SIGNATURES.iter().find(|(signature, _)| buffer.starts_with(signature)) {
        return other(Problem::Binary(name), signature.len());
    }
    if buffer.first().is_some_and(|byte| matches!(byte, 0..=8 | 0x0E..=0x1F)) {
        return other(Problem::Binary("binary data"), 1);
    }
    let head = &buffer[..buffer.len().min(FIRST_LINE)];
    let line = match memchr::memchr(b'\n', head) {
        Some(length) => &head[..length],
        None if end || head.len() == FIRST_LINE => head,
        None if may_be_csv(head) => return Err(NeedMore),
        None => head,
    };
    if may_be_csv(line) && is_csv_header(line) {
        return other(Problem::Csv, line.len());
    }
    Ok(Sniffed::Text { skip: 0 })
}

fn may_be_csv(line: &[u8]) -> bool {
    line.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'"' | b'_'))
}

/// Returns true if the line is a list of column names, one of them common to the records of all categories.
fn is_csv_header(line: &[u8]) -> bool {
    let names: Vec<&[u8]> =
        line.split(|byte| matches!(byte, b',' | b';' | b'\t')).map(<[u8]>::trim_ascii).collect();
    let column = |name: &&[u8]| {
        let name = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\"")).unwrap_or(name);
        let name = name.strip_suffix(b" [UTC]").unwrap_or(name);
        name == b"TimeGenerated" || name == b"OperationName"
    };
    names.len() > 1 && !line.contains(&b'{') && names.iter().any(column)
}
