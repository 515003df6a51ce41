//! Fingerprints of findings in baselines of version 1: a hash of the rule, the place and the whole record as written,
//! without the white space between its tokens.
//!
//! acslint no longer writes them, for two reasons. A hash of a record reveals whether a guessed record is the right
//! one, and any change to a record made its findings new. acslint reads files of version 1 until the user writes them
//! anew.

use acslint_check::{Event, Finding, RecordType, Subject};
use acslint_types::Shape;

use crate::fingerprint::{Fingerprint, OF_THE_INPUT, hash, of};

/// Common part of the fingerprints of all findings of a record.
#[derive(Debug)]
pub(crate) struct Content {
    hash: blake3::Hash,
    kind: Option<RecordType>,
}

impl Content {
    /// Returns the content of a record, or of the bytes between records.
    pub(crate) fn of(event: &Event<'_>) -> Self {
        let written = tokens(event.excerpt.slice(event.span));
        Self { hash: hash(&[&written]), kind: event.subject.as_ref().and_then(Subject::record_type) }
    }

    /// Returns the fingerprint of a finding in the record.
    pub(crate) fn fingerprint(&self, finding: &Finding) -> Fingerprint {
        let kind = self.kind.filter(|_| !OF_THE_INPUT.contains(&finding.rule));
        let category = kind.map_or("", |kind| kind.category);
        let shape = kind.and_then(|kind| kind.shape).map_or("", Shape::id);
        let of_the_input = OF_THE_INPUT.contains(&finding.rule);
        of(&[
            finding.rule.as_bytes(),
            category.as_bytes(),
            shape.as_bytes(),
            finding.field.as_deref().unwrap_or_default().as_bytes(),
            finding.pointer.verbatim().as_bytes(),
            if of_the_input { &[] } else { self.hash.as_bytes() },
        ])
    }
}

/// Returns JSON without the white space between its tokens; for invalid JSON, an arbitrary but deterministic text.
fn tokens(written: &[u8]) -> Vec<u8> {
    let mut tokens = Vec::with_capacity(written.len());
    let mut rest = written;
    while let Some(quote) = memchr::memchr(b'"', rest) {
        let (between, string) = rest.split_at(quote);
        tokens.extend(between.iter().filter(|byte| !is_white_space(**byte)));
        let (string, behind) = string.split_at(end_of_string(string));
        tokens.extend_from_slice(string);
        rest = behind;
    }
    tokens.extend(rest.iter().filter(|byte| !is_white_space(**byte)));
    tokens
}

fn is_white_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Returns the number of bytes up to and including the quote that ends a string; all bytes if the string does not
/// end.
fn end_of_string(string: &[u8]) -> usize {
    let mut at = 1;
    while let Some(next) = string.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += next;
        if string[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    string.len()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn only_white_space_between_tokens_is_nothing() {
        let without = |written: &str| String::from_utf8(tokens(written.as_bytes())).unwrap();
        assert_eq!(
            without("{ \"a b\" :\t[1,\r\n 2], \"c\\\" d\": \" \\\\\" }"),
            r#"{"a b":[1,2],"c\" d":" \\"}"#
        );
        for cut in ["{\"a\": \"b c", "\"", "\"\\", "\"\\\"", ""] {
            assert_eq!(without(cut), cut.replacen(": ", ":", 1));
        }
    }
}
