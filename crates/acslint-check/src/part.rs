//! Parts of an input: its bytes in order, for a receiver that writes them elsewhere.

/// Part of an input. The parts of an input follow each other without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// White space, and the structure of arrays, envelopes and query answers. A byte order mark is one too.
    Between(&'a [u8]),
    /// Records proved clean, each on lines of its own: whole lines, with blank ones between them.
    CleanLines(&'a [u8]),
    /// Items of an array that were proved clean, with commas before and between them.
    CleanItems(&'a [u8]),
    /// The record of an event.
    Record {
        /// Text of the record; of a row of a query answer, an object with the names of the columns and the text of the cells.
        text: &'a [u8],
        /// True if the record is in no array, envelope or query answer.
        outside: bool,
    },
    /// Bytes that cannot be read as a record, or as the structure around records.
    Broken {
        /// The bytes.
        text: &'a [u8],
        /// True if they are in no array, envelope or query answer.
        outside: bool,
    },
    /// Bytes skipped behind the broken ones, up to the next record. A long stretch comes in several parts.
    Skipped(&'a [u8]),
}

/// Returns the texts of the objects in a part of [`Part::CleanItems`].
pub fn clean_items(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + memchr::memchr(b'{', &bytes[at..])?;
        at = end_of_object(bytes, start);
        Some(&bytes[start..at])
    })
}

/// Returns the end of the valid object that begins at `start`.
fn end_of_object(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(found) = memchr::memchr3(b'"', b'{', b'}', &bytes[at..]) {
        at += found;
        match bytes[at] {
            b'"' => at = end_of_string(bytes, at),
            b'{' => depth += 1,
            _ if depth <= 1 => return at + 1,
            _ => depth -= 1,
        }
        at = (at + 1).min(bytes.len());
    }
    bytes.len()
}

/// Returns the offset of the quote that closes the string at `start`.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found;
        if bytes[at] == b'"' {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::clean_items;

    #[test]
    fn items_are_found_between_their_commas() {
        let texts = |bytes: &'static str| -> Vec<&str> {
            clean_items(bytes.as_bytes()).map(|item| std::str::from_utf8(item).unwrap()).collect()
        };
        assert_eq!(
            texts(", {\"a\":\"}\\\"{\"} ,\n{\"b\":{\"c\":[{}]}},"),
            ["{\"a\":\"}\\\"{\"}", "{\"b\":{\"c\":[{}]}}"]
        );
        assert_eq!(texts(" ,\n"), [""; 0]);
        assert_eq!(texts(",{\"a\\\\\":1}"), ["{\"a\\\\\":1}"]);
    }
}
