//! Fingerprints: what makes a finding the same in the next run, wherever its record stands then.
//!
//! A fingerprint is a hash of the rule, of the place in the record, and of the record as it is written, but for the white
//! space between its tokens. So it survives what happens to files: records are inserted, reordered, moved into another
//! file, indented, or put into an array. Keys in another order or other escapes make another record: to tell that it means
//! the same would need a parse, and of a record that has been written anew it is better to say too much than too little.

use std::fmt;
use std::str::FromStr;

use acslint_check::{Event, Finding, RecordType};
use acslint_types::Shape;

use crate::tally::known;

/// Rules that speak of an input as a whole: which of its records they say it at depends on the order of the records.
const OF_THE_INPUT: [&str; 2] = ["empty-input", "not-json-lines"];

/// 128 bits of a hash, which are written as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Fingerprint(u128);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Fingerprint {
    type Err = &'static str;

    fn from_str(digits: &str) -> Result<Self, Self::Err> {
        let is_digit = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
        if digits.len() != 32 || !digits.bytes().all(is_digit) {
            return Err("a fingerprint is 32 hexadecimal digits");
        }
        u128::from_str_radix(digits, 16).map(Self).map_err(|_| "a fingerprint is 32 hexadecimal digits")
    }
}

/// The fingerprint of some parts, which do not run into each other.
pub(crate) fn of(parts: &[&[u8]]) -> Fingerprint {
    let mut first = [0; 16];
    first.copy_from_slice(&hash(parts).as_bytes()[..16]);
    Fingerprint(u128::from_be_bytes(first))
}

fn hash(parts: &[&[u8]]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize()
}

/// What the fingerprints of all findings of a record have in common.
#[derive(Debug)]
pub(crate) struct Content {
    hash: blake3::Hash,
    kind: Option<RecordType>,
}

impl Content {
    /// That of a record, or of a stretch between records.
    pub(crate) fn of(event: &Event<'_>) -> Self {
        let written = tokens(event.excerpt.slice(event.span));
        Self { hash: hash(&[&written]), kind: known(event.subject.as_ref()) }
    }

    /// The type of the record that a finding is about.
    pub(crate) fn kind(&self, finding: &Finding) -> Option<RecordType> {
        self.kind.filter(|_| !OF_THE_INPUT.contains(&finding.rule))
    }

    /// The fingerprint of a finding in the record.
    pub(crate) fn fingerprint(&self, finding: &Finding) -> Fingerprint {
        let kind = self.kind(finding);
        let category = kind.map_or("", |kind| kind.category);
        let shape = kind.and_then(|kind| kind.shape).map_or("", Shape::id);
        let of_the_input = OF_THE_INPUT.contains(&finding.rule);
        of(&[
            finding.rule.as_bytes(),
            category.as_bytes(),
            shape.as_bytes(),
            finding.field.as_deref().unwrap_or_default().as_bytes(),
            finding.pointer.as_bytes(),
            if of_the_input { &[] } else { self.hash.as_bytes() },
        ])
    }
}

/// JSON without the white space between its tokens. What is no JSON comes out as something, the same each time.
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

/// Number of bytes up to and with the quote that ends a string; all of them, where none does.
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
    use super::{Fingerprint, OF_THE_INPUT, of, tokens};

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(of(&[b"ab", b"c"]), of(&[b"a", b"bc"]));
    }

    #[test]
    fn a_fingerprint_is_read_as_it_is_written() {
        let fingerprint = of(&[b"a"]);
        assert_eq!(fingerprint.to_string().len(), 32);
        assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
        let digits = "0".repeat(32);
        assert_eq!(digits.parse(), Ok(Fingerprint(0)));
        for wrong in [&digits[1..], &digits.replacen('0', "+", 1), &digits.replacen('0', "A", 1), ""] {
            assert!(wrong.parse::<Fingerprint>().is_err(), "{wrong}");
        }
    }

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

    #[test]
    fn what_is_said_of_an_input_are_rules() {
        assert!(OF_THE_INPUT.iter().all(|rule| acslint_check::rule(rule).is_some()));
    }
}
