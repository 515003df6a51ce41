//! Identity of a finding across runs, independent of the position of its record.
//!
//! It consists of the finding's own content: the rule, the type of the record, the property or the place in the
//! record, and the quoted value if it is not personal data. It contains nothing that a redacted report would mask,
//! not even as a hash, and it survives changes to files and to the rest of a record. A number distinguishes equal
//! findings.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use acslint_check::{Finding, RecordType};
use acslint_types::Shape;

/// Rules about an input as a whole: the record that they report at depends on the order of the records.
pub(crate) const OF_THE_INPUT: [&str; 2] = ["empty-input", "not-json-lines"];

/// Identity of a finding, without its number.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key<'a> {
    pub(crate) rule: Cow<'a, str>,
    pub(crate) category: Option<Cow<'a, str>>,
    pub(crate) shape: Option<Cow<'a, str>>,
    pub(crate) field: Option<Cow<'a, str>>,
    /// JSON Pointer, with `*` for the index of an item in an array and `?` for a name that may identify a person.
    pub(crate) pointer: Cow<'a, str>,
    /// Value that the message quotes from the record, if it is not personal data.
    pub(crate) value: Option<Cow<'a, str>>,
}

impl<'a> Key<'a> {
    /// Returns the key of a finding in a record of this type.
    pub(crate) fn of(finding: &'a Finding, record_type: Option<RecordType>) -> Self {
        let record_type = record_type.filter(|_| !OF_THE_INPUT.contains(&finding.rule));
        let mut values = finding.message.values();
        let value = values.next().map(|first| match values.next() {
            None => Cow::Borrowed(first),
            Some(second) => {
                let all: Vec<&str> = [first, second].into_iter().chain(values).collect();
                Cow::Owned(all.join(", "))
            }
        });
        Self {
            rule: finding.rule.into(),
            category: record_type.map(|of| of.category.into()),
            shape: record_type.and_then(|of| of.shape).map(|shape| Shape::id(shape).into()),
            field: finding.field.as_deref().map(Into::into),
            pointer: finding.pointer.pattern(),
            value,
        }
    }

    /// Returns the name that the finding is about, if it is not a known property: the last step of the pointer, or `?`
    /// for a name that may identify a person.
    pub(crate) fn name(&self) -> Option<Cow<'_, str>> {
        let (_, name) =
            self.pointer.rsplit_once('/').filter(|(_, step)| self.field.is_none() && *step != "*")?;
        Some(acslint_types::pointer::name(name))
    }

    /// Returns an owned copy of the key.
    pub(crate) fn into_owned(self) -> Key<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        Key {
            rule: owned(self.rule),
            category: self.category.map(owned),
            shape: self.shape.map(owned),
            field: self.field.map(owned),
            pointer: owned(self.pointer),
            value: self.value.map(owned),
        }
    }

    fn fingerprint<'k>(&'k self) -> Fingerprint {
        let bytes = |text: &'k Option<Cow<'a, str>>| text.as_deref().unwrap_or_default().as_bytes();
        of(&[
            self.rule.as_bytes(),
            bytes(&self.category),
            bytes(&self.shape),
            bytes(&self.field),
            self.pointer.as_bytes(),
            bytes(&self.value),
        ])
    }
}

/// Numbers of equal findings in a file.
#[derive(Debug, Default)]
pub(crate) struct Occurrences {
    file: String,
    counts: HashMap<Fingerprint, u64>,
}

impl Occurrences {
    /// Returns the fingerprint of the next finding of a file; all findings of a file must come in a row.
    pub(crate) fn next(&mut self, file: &str, key: &Key<'_>) -> Fingerprint {
        if self.file != file {
            file.clone_into(&mut self.file);
            self.counts.clear();
        }
        let same = key.fingerprint();
        let count = self.counts.entry(same).or_default();
        *count += 1;
        of(&[&same.0.to_be_bytes(), &count.to_be_bytes()])
    }
}

/// 128 bits of a hash, written as 32 hexadecimal digits.
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

/// Returns the fingerprint of some parts; each part counts separately, as if delimited.
pub(crate) fn of(parts: &[&[u8]]) -> Fingerprint {
    let mut first = [0; 16];
    first.copy_from_slice(&hash(parts).as_bytes()[..16]);
    Fingerprint(u128::from_be_bytes(first))
}

pub(crate) fn hash(parts: &[&[u8]]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, Key, OF_THE_INPUT, Occurrences, of};

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
    fn the_same_finding_again_has_another_number_and_each_file_begins_anew() {
        let key = |pointer: &'static str| Key {
            rule: "wrong-type".into(),
            category: None,
            shape: None,
            field: None,
            pointer: pointer.into(),
            value: None,
        };
        let mut occurrences = Occurrences::default();
        let mut next = |file, pointer| occurrences.next(file, &key(pointer));
        let (first, second, other) = (next("a", "/x"), next("a", "/x"), next("a", "/y"));
        assert!(first != second && first != other && second != other);
        assert_eq!([next("b", "/x"), next("b", "/x")], [first, second]);
    }

    #[test]
    fn a_finding_without_a_property_has_the_name_of_its_place() {
        let name = |field: Option<&'static str>, pointer: &'static str| {
            let key = Key { field: field.map(Into::into), pointer: pointer.into(), ..Key::default() };
            key.name().map(std::borrow::Cow::into_owned)
        };
        assert_eq!(name(None, "/properties/Dura~1tion"), Some("Dura/tion".to_owned()));
        assert_eq!(name(None, "/a/?"), Some("?".to_owned()));
        assert_eq!(name(Some("DurationMs"), "/properties/durationMs"), None);
        assert_eq!(name(None, "/a/*"), None);
        assert_eq!(name(None, ""), None);
    }

    #[test]
    fn what_is_said_of_an_input_are_rules() {
        assert!(OF_THE_INPUT.iter().all(|rule| acslint_check::rule(rule).is_some()));
    }
}
