//! Detection of an input's format from its first bytes: text that can be JSON, a table in CSV, or another format, reported once.

use acslint_types::scalar::is_time;

use super::{NeedMore, Problem};

/// Format of a text that is not JSON, in words with an article where it needs one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OtherText {
    Html,
    Xml,
    Yaml,
    /// File that stands for one in Git LFS.
    LfsPointer,
}

/// Format of an input.
pub(super) enum Sniffed {
    /// UTF-8 text, behind a byte order mark of this length.
    Text { skip: usize },
    /// CSV behind a byte order mark of this length, whose cells end with this byte.
    Table { skip: usize, delimiter: u8 },
    /// Another format, recognized by these first bytes.
    Other { problem: Problem, length: usize },
}

/// Signature of a ZIP archive.
const ZIP: &[u8] = b"PK\x03\x04";

/// Formats with a fixed signature.
const SIGNATURES: [(&[u8], &str); 7] = [
    (b"\x1F\x8B", "gzip data"),
    (b"\x28\xB5\x2F\xFD", "Zstandard data"),
    (b"Obj\x01", "an Avro file"),
    (b"BZh", "bzip2 data"),
    (b"\xFD7zXZ", "xz data"),
    (b"ORC", "an ORC file"),
    (b"SQLite format", "a SQLite database"),
];

/// Signature of Parquet.
const PARQUET: &[u8] = b"PAR1";

/// Number of bytes by which a form is decided, and in which the first line of CSV must end.
const HEAD: usize = 4096;

/// Number of ASCII characters at the beginning by which UTF-16 is recognized: fewer may be null characters between others.
const UTF_16_UNITS: usize = 4;

/// Returns the name of the encoding if a text without a byte order mark is UTF-16.
///
/// It begins like ASCII in UTF-16, and its first bytes contain no record in UTF-8: null characters may stand between others.
fn utf_16(head: &[u8], is_whole: bool) -> Result<Option<&'static str>, NeedMore> {
    let name = if begins_utf_16(head, |unit| unit) {
        "UTF-16LE"
    } else if begins_utf_16(head, |[high, low]| [low, high]) {
        "UTF-16BE"
    } else {
        return Ok(None);
    };
    Ok(is_without_records(head, is_whole)?.then_some(name))
}

/// Returns true if the beginning of an input contains no object of JSON.
fn is_without_records(head: &[u8], is_whole: bool) -> Result<bool, NeedMore> {
    match memchr::memmem::find(head, b"{\"") {
        Some(_) => Ok(false),
        None if is_whole => Ok(true),
        None => Err(NeedMore),
    }
}

/// Returns true if a text begins like ASCII in UTF-16; `order` puts the low byte of a unit first.
fn begins_utf_16(buffer: &[u8], order: fn([u8; 2]) -> [u8; 2]) -> bool {
    let units = buffer.as_chunks::<2>().0;
    let units = &units[..units.len().min(UTF_16_UNITS)];
    units.len() >= 2 && units.iter().all(|unit| matches!(order(*unit), [1..=0x7F, 0]))
}

/// Size of the header that a tar archive begins with.
const TAR_HEADER: usize = 512;

/// Returns the length of the name that a tar archive begins with, if the bytes are one.
fn is_tar(buffer: &[u8], end: bool) -> Result<Option<usize>, NeedMore> {
    let head = &buffer[..buffer.len().min(TAR_HEADER)];
    let begins_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b'_' | 0x80..);
    if !head.first().is_some_and(begins_name) || buffer.starts_with(b"\xEF\xBB\xBF") {
        return Ok(None);
    }
    if head.len() < TAR_HEADER && !end {
        return Err(NeedMore);
    }
    let is_tar = head.get(257..262) == Some(b"ustar");
    Ok(memchr::memchr(0, head).filter(|_| is_tar))
}

pub(super) fn sniff(buffer: &[u8], end: bool) -> Result<Sniffed, NeedMore> {
    if buffer.len() < 16 && !end {
        return Err(NeedMore);
    }
    let other = |problem, length: usize| Ok(Sniffed::Other { problem, length: length.min(buffer.len()) });
    match buffer {
        [0xFF, 0xFE, 0, 0, ..] => return other(Problem::OtherEncoding("UTF-32LE"), 4),
        [0, 0, 0xFE, 0xFF, ..] => return other(Problem::OtherEncoding("UTF-32BE"), 4),
        [0xFF, 0xFE, ..] => return other(Problem::OtherEncoding("UTF-16LE"), 2),
        [0xFE, 0xFF, ..] => return other(Problem::OtherEncoding("UTF-16BE"), 2),
        _ => {}
    }
    if buffer.starts_with(ZIP) {
        return other(Problem::Archive("a ZIP archive"), ZIP.len());
    }
    let is_whole = end || buffer.len() >= HEAD;
    let head = &buffer[..buffer.len().min(HEAD)];
    if let Some(name) = utf_16(head, is_whole)? {
        return other(Problem::OtherEncoding(name), 2);
    }
    if let Some((signature, name)) = SIGNATURES.iter().find(|(signature, _)| buffer.starts_with(signature)) {
        return other(Problem::Binary(name), signature.len());
    }
    if buffer.starts_with(PARQUET) {
        return other(Problem::Parquet, PARQUET.len());
    }
    if let Some(length) = is_tar(buffer, end)? {
        return other(Problem::Archive("a tar archive"), length);
    }
    let skip = if buffer.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    match &buffer[skip..] {
        // A record separator, and a colour code of a terminal.
        [0x1E, ..] | [0x1B, b'[', ..] => {}
        [0..=8 | 0x0E..=0x1F, ..] if is_without_records(head, is_whole)? => {
            return other(Problem::Binary("binary data"), skip + 1);
        }
        _ => {}
    }
    let head = &head[skip..];
    if let Some((format, length)) = other_text(head, is_whole)? {
        return other(Problem::OtherText(format), skip + length);
    }
    let line = match memchr::memchr(b'\n', head) {
        Some(length) => &head[..length],
        None if is_whole => head,
        None if may_be_csv(head) || may_be_headerless(head) => return Err(NeedMore),
        None => head,
    };
    if may_be_csv(line)
        && let Some(delimiter) = delimiter(line)
    {
        return Ok(Sniffed::Table { skip, delimiter });
    }
    if may_be_headerless(line) && is_headerless(line) {
        return other(Problem::HeaderlessTable, skip + line.len());
    }
    Ok(Sniffed::Text { skip })
}

/// Returns the format of a text that certainly contains no JSON record at its beginning, and the length of its first line;
/// `is_whole` is true if no further bytes can be had for the decision.
fn other_text(head: &[u8], is_whole: bool) -> Result<Option<(OtherText, usize)>, NeedMore> {
    let text = head.trim_ascii_start();
    let may_be_other = match text {
        [b'<', second, ..] => second.is_ascii_alphabetic() || matches!(second, b'!' | b'?'),
        [b'%' | b'#', ..] | [b'-', b'-' | b' ', ..] => true,
        [first, ..] => first.is_ascii_alphabetic() || *first == b'_',
        [] => false,
    };
    if !may_be_other {
        return Ok(None);
    }
    if !is_whole {
        return Err(NeedMore);
    }
    let begins_value = |line: &[u8]| matches!(line.trim_ascii_start(), [b'{' | b'[', ..]);
    if memchr::memmem::find(text, b"{\"").is_some() || text.split(|byte| *byte == b'\n').any(begins_value) {
        return Ok(None);
    }
    let begins = |name: &[u8]| text.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
    let format = if begins(b"version https://git-lfs.github.com/spec/") {
        Some(OtherText::LfsPointer)
    } else if begins(b"<!doctype html") || begins(b"<html") || begins(b"<head") || begins(b"<body") {
        Some(OtherText::Html)
    } else if text[0] == b'<' {
        Some(OtherText::Xml)
    } else {
        is_yaml(text).then_some(OtherText::Yaml)
    };
    let before = head.len() - text.len();
    let line = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    Ok(format.map(|format| (format, before + line)))
}

/// Returns true if the first lines are those of a YAML document: keys with values, or items.
fn is_yaml(text: &[u8]) -> bool {
    let mut lines = text
        .split(|byte| *byte == b'\n')
        .filter(|line| !matches!(line.trim_ascii_start(), [] | [b'#', ..]))
        .map(<[u8]>::trim_ascii_end);
    let is_pair = |line: &[u8]| {
        let line = line.strip_prefix(b"- ").unwrap_or(line);
        let key = line.iter().position(|byte| *byte == b':').map(|colon| line.split_at(colon));
        key.is_some_and(|(key, value)| {
            let is_key =
                |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$');
            !key.is_empty() && key.iter().all(is_key) && matches!(value, [b':'] | [b':', b' ', ..])
        })
    };
    match lines.next() {
        Some(b"---") => true,
        Some(first) if first.starts_with(b"%YAML") => true,
        Some(first) => {
            is_pair(first)
                && lines.next().is_some_and(|second| {
                    is_pair(second.trim_ascii_start())
                        || second.starts_with(b" ")
                        || second.starts_with(b"- ")
                })
        }
        None => false,
    }
}

fn may_be_csv(line: &[u8]) -> bool {
    line.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'"' | b'_'))
}

/// Returns the byte between column names, if the line is a list of them and one is common to the records of all categories.
fn delimiter(line: &[u8]) -> Option<u8> {
    let is_common = |name: &[u8]| {
        let name = name.trim_ascii();
        let name = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\"")).unwrap_or(name);
        let name = name.strip_suffix(b" [UTC]").unwrap_or(name);
        name == b"TimeGenerated" || name == b"OperationName"
    };
    let separates = |delimiter: &u8| {
        let names = || line.split(|byte| byte == delimiter);
        names().nth(1).is_some() && names().any(is_common)
    };
    b",;\t".iter().copied().find(|delimiter| !line.contains(&b'{') && separates(delimiter))
}

/// Smallest number of values in a row without column names.
const HEADERLESS: usize = 4;

fn may_be_headerless(line: &[u8]) -> bool {
    line.first().is_some_and(u8::is_ascii_alphanumeric) && line.contains(&b'\t') && !line.contains(&b'{')
}

/// Returns true if the line is a row of values between tabs, one of them a time.
fn is_headerless(line: &[u8]) -> bool {
    let values = || line.split(|byte| *byte == b'\t').map(<[u8]>::trim_ascii);
    values().count() >= HEADERLESS && values().any(|value| std::str::from_utf8(value).is_ok_and(is_time))
}
