//! Conditions under which rules report nothing about records that the fast path considers clean.

use acslint_types::{Property, Shape, Values};

/// Condition under which a rule reports nothing about a record that the fast path considers clean.
///
/// Such a record is valid by its schema and written plainly: each key is its property's own name or an equivalent, and
/// occurs once in its object. See [`crate::fast_path`].
#[derive(Debug)]
pub(crate) enum CleanWhen {
    /// No condition: the rule reports nothing about any such record.
    Plain,
    /// Some properties must be present.
    Present(fn(&Property, Shape) -> bool),
    /// Condition on the texts of some properties.
    Text {
        /// Returns true if the condition applies to this property.
        of: fn(&Property, Shape) -> bool,
        /// Returns true if the rule reports nothing about the text, which has no escapes. The first argument holds
        /// the known values of the property.
        passes: fn(Option<&Values>, &[u8]) -> bool,
    },
    /// Condition on several values together, if a record has all of them.
    CrossField {
        /// Canonical names of the properties.
        properties: &'static [&'static str],
        /// Returns true if the rule reports nothing about the values.
        passes: Passes,
    },
    /// The record must be of the category and the hour of the folders of its input, which an
    /// [inspection](crate::fast_path::Inspection) compares.
    InFolder,
}

/// Returns true if a rule reports nothing about several values of a record, given as the record's JSON. The caller
/// passes no text with escapes.
pub(crate) type Passes = fn(&[&[u8]]) -> bool;

/// A JSON value as a rule that compares texts sees it.
pub(crate) enum Plain<'a> {
    /// The bytes between the quotes of a string.
    Text(&'a [u8]),
    /// The bytes of a number, a boolean or null.
    Other(&'a [u8]),
}

impl<'a> Plain<'a> {
    pub(crate) fn of(json: &'a [u8]) -> Self {
        match json {
            [b'"', text @ .., b'"'] => Self::Text(text),
            other => Self::Other(other),
        }
    }
}

/// Parses a text of digits as [`str::parse`] does; `None` unless the number is below `limit`.
pub(crate) fn whole_number(text: &[u8], limit: u64) -> Option<u64> {
    let digits = text.strip_prefix(b"+").unwrap_or(text);
    let mut number = 0_u64;
    for digit in digits {
        let digit = u64::from(digit.wrapping_sub(b'0'));
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(digit)?;
    }
    (!digits.is_empty() && number < limit).then_some(number)
}
