//! Redaction of reports, so that they show no personal data.
//!
//! The check marks the safe parts of findings' texts and of records' bytes; this module replaces all other parts. In
//! excerpts, a character of the same length replaces each one, so that underlines stay right. In texts, a keyed hash
//! replaces a value: equal values stay equal within a run, but nobody can test a guess.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};

use acslint_check::{Span, Text, is_known_name};

/// Replaces private values in the reports of one run.
#[derive(Debug)]
pub(crate) struct Redactor {
    key: [u8; 32],
}

impl Redactor {
    /// Creates a redactor with the given key, or with a new random key.
    pub(super) fn new(key: Option<&str>) -> Self {
        Self { key: key_of("acslint 2026 redaction", key) }
    }

    /// Returns the replacement of a value.
    pub(super) fn token(&self, value: &str) -> String {
        let [first, second, third, fourth, ..] = *blake3::keyed_hash(&self.key, value.as_bytes()).as_bytes();
        format!("redacted-{:08x}", u32::from_be_bytes([first, second, third, fourth]))
    }

    /// Returns a text of a finding, with a hash for each private part.
    pub(super) fn text<'a>(&self, text: &'a Text) -> Cow<'a, str> {
        text.redacted(|part| self.token(part))
    }
}

/// Returns the key of a purpose, made of the given key, or a random one.
pub(crate) fn key_of(purpose: &str, key: Option<&str>) -> [u8; 32] {
    if let Some(key) = key {
        return blake3::derive_key(purpose, key.as_bytes());
    }
    // The standard library seeds its hashers from the system.
    let seed = RandomState::new();
    let mut key = [0; 32];
    for (number, part) in key.chunks_exact_mut(8).enumerate() {
        part.copy_from_slice(&seed.hash_one(number).to_le_bytes());
    }
    key
}

/// Returns the bytes, the first of them at `offset` in the input, with a stand-in for each character outside of the
/// spans.
///
/// Punctuation of JSON outside of strings, white space, `true`, `false` and `null`, and names from the catalog stay:
/// in invalid JSON they show the error. In broken JSON, the assumed strings only determine which punctuation stays.
pub(super) fn mask(bytes: &[u8], offset: u64, shown: &[Span]) -> Vec<u8> {
    mask_all_but(bytes, offset, shown, Span::new(0, u64::MAX))
}

/// Does what [`mask`] does, and hides all that is not near a span without a look at it.
pub(super) fn mask_all_but(bytes: &[u8], offset: u64, shown: &[Span], near: Span) -> Vec<u8> {
    let mut masked = bytes.to_vec();
    let index =
        |at: u64| usize::try_from(at.saturating_sub(offset)).map_or(bytes.len(), |at| at.min(bytes.len()));
    let near = index(near.start)..index(near.end);
    let mut shown =
        shown.iter().map(|span| index(span.start)..index(span.end)).filter(|span| !span.is_empty());
    let mut next = shown.next();
    let mut at = 0;
    while at < bytes.len() {
        while next.as_ref().is_some_and(|span| span.end <= at) {
            next = shown.next();
        }
        if let Some(span) = next.as_ref().filter(|span| span.start <= at) {
            at = span.end;
            continue;
        }
        if at >= near.end {
            cover(&mut masked[at..]);
            break;
        }
        // What is shown is shown, whatever stands around it.
        let limit = next.as_ref().map_or(bytes.len(), |span| span.start);
        let (content, end) = token(&bytes[..limit], at);
        if content.is_empty() {
            // Punctuation or white space.
            at = end;
            continue;
        }
        let whole = next.as_ref().is_none_or(|span| end <= span.start);
        let is_near = end > near.start;
        let word =
            Some(&bytes[content.clone()]).filter(|word| is_near && whole && word.len() <= LONGEST_WORD);
        let is_told = word.and_then(|word| std::str::from_utf8(word).ok()).is_some_and(is_told);
        if !is_told {
            cover(&mut masked[content]);
        }
        at = end;
    }
    masked
}

/// Returns the range to hide of the token at `at`, and the start of the next token.
pub(crate) fn token(bytes: &[u8], at: usize) -> (std::ops::Range<usize>, usize) {
    let rest = &bytes[at..];
    match rest.first() {
        Some(quote @ (b'"' | b'\'')) => {
            let mut end = at + 1;
            while let Some(length) = memchr::memchr3(*quote, b'\n', b'\\', &bytes[end..]) {
                end += length;
                if bytes[end] != b'\\' {
                    break;
                }
                // A newline ends the string, escaped or not.
                let is_pair = bytes.get(end + 1).is_some_and(|escaped| *escaped != b'\n');
                end += 1 + usize::from(is_pair);
            }
            if !matches!(bytes.get(end), Some(byte) if byte == quote || *byte == b'\n') {
                end = bytes.len();
            }
            let behind = if bytes.get(end) == Some(quote) { end + 1 } else { end };
            // An empty string has nothing to hide.
            (at + 1..end, behind)
        }
        Some(sign) if is_sign(*sign) => (at..at, at + 1),
        _ => {
            let length =
                rest.iter().take_while(|byte| !is_sign(**byte) && !matches!(byte, b'"' | b'\'')).count();
            (at..at + length, at + length)
        }
    }
}

/// Returns true if bytes are one text, word or number, so that the bytes around them do not decide whether they are
/// hidden.
pub(super) fn is_token(bytes: &[u8]) -> bool {
    let (content, end) = token(bytes, 0);
    !content.is_empty() && end == bytes.len()
}

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'{' | b'}' | b'[' | b']' | b':' | b',' | b' ' | b'\t' | b'\n' | b'\r')
}

/// No name is longer that the catalog has, in bytes.
const LONGEST_WORD: usize = 100;

/// Returns true if any reader may see a word, in any place.
pub(crate) fn is_told(word: &str) -> bool {
    matches!(word, "true" | "false" | "null" | "True" | "False" | "None" | "NaN" | "undefined")
        || is_known_name(word)
}

/// Replaces each character, except line ends, by a stand-in of the same length.
fn cover(bytes: &mut [u8]) {
    // Few are in another alphabet.
    if bytes.is_ascii() {
        for byte in bytes.iter_mut().filter(|byte| !matches!(**byte, b'\n' | b'\r')) {
            *byte = b'*';
        }
        return;
    }
    let mut at = 0;
    while at < bytes.len() {
        let length = (1..4)
            .take_while(|length| bytes.get(at + length).is_some_and(|byte| byte & 0xC0 == 0x80))
            .count()
            + 1;
        let filler = match length {
            1 if matches!(bytes[at], b'\n' | b'\r') => {
                at += 1;
                continue;
            }
            1 => "*",
            2 => "\u{B7}",
            3 => "\u{2022}",
            _ => "\u{1F784}",
        };
        bytes[at..at + length].copy_from_slice(filler.as_bytes());
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use acslint_check::{Span, Text};
    use proptest::prelude::*;

    use super::{LONGEST_WORD, Redactor, cover, mask, mask_all_but};

    fn masked(text: &str, shown: &[&str]) -> String {
        let span = |part: &&str| {
            let start = text.find(part).unwrap() as u64 + 10;
            Span::new(start, start + part.len() as u64)
        };
        let shown: Vec<Span> = shown.iter().map(span).collect();
        String::from_utf8(mask(text.as_bytes(), 10, &shown)).unwrap()
    }

    #[test]
    fn what_is_not_allowed_is_hidden_and_the_structure_stays() {
        assert_eq!(
            masked(r#"{"a": "zoe@x", "b": [12, true, null], "c\"": "\"x,\" y"}"#, &["\"a\"", "12"]),
            r#"{"a": "*****", "*": [12, true, null], "***": "********"}"#
        );
        // Names from the catalog stay, since they show the error in invalid JSON.
        assert_eq!(
            masked("{'RecipientId': 'zoe', Level: zoe.canary@x, \"DeliveryStatus\": Lost", &[]),
            "{'RecipientId': '***', Level: ************, \"DeliveryStatus\": ****"
        );
        assert_eq!(
            masked("TimeGenerated,RecipientId\n2025-09-14,zoe@x\n", &[]),
            "TimeGenerated,RecipientId\n**********,*****\n"
        );
        // An unterminated string covers the rest of its line.
        assert_eq!(masked("{\"a\": \"zoe, x: {\n\"Level\"", &[]), "{\"*\": \"*********\n\"Level\"");
        assert_eq!(masked("\"\" \"a\\", &[]), "\"\" \"**");
        // A safe value inside a private string.
        assert_eq!(masked(r#""{\"Level\": \"x\"}""#, &[r#"\"Level\""#]), r#""*\"Level\": *"****""#);
    }

    #[test]
    fn what_is_covered_keeps_its_length_and_its_lines() {
        let mut bytes = "a\u{e4}\u{2093}\u{1F642}\r\n".as_bytes().to_vec();
        cover(&mut bytes);
        assert_eq!(String::from_utf8(bytes).unwrap(), "*\u{B7}\u{2022}\u{1F784}\r\n");
    }

    #[test]
    fn equal_values_stay_equal_and_tell_nothing() {
        let text = Text::private("198.51.100.7");
        let redacted = |key| Redactor::new(key).text(&text).into_owned();
        let token = redacted(Some("key"));
        assert!(token.starts_with("redacted-") && token.len() == 17, "{token}");
        assert_eq!(redacted(Some("key")), token);
        assert_ne!(redacted(Some("other")), token);
        assert_ne!(redacted(None), redacted(None));
    }

    #[test]
    fn what_is_near_is_masked_like_the_rest_and_nothing_else_is_shown() {
        let text = r#"{"Level": "x y", "b": [1, true], "Category": "zoe", "n": 7}"#;
        let shown: Vec<Span> = ["\"Level\"", "true", "\"Category\""]
            .iter()
            .map(|part| text.find(part).unwrap() as u64)
            .zip([7, 4, 10])
            .map(|(start, length)| Span::new(start, start + length))
            .collect();
        let whole = mask(text.as_bytes(), 0, &shown);
        for start in 0..text.len() {
            for end in start + 1..=text.len() {
                let near = Span::new(start as u64, end as u64);
                let touching: Vec<Span> = shown
                    .iter()
                    .copied()
                    .filter(|span| span.start < near.end && near.start < span.end)
                    .collect();
                let masked = mask_all_but(text.as_bytes(), 0, &touching, near);
                assert_eq!(masked[start..end], whole[start..end], "{start}..{end}");
                assert_eq!(masked.len(), text.len());
                let told = |byte: &&u8| byte.is_ascii_alphanumeric();
                assert!(masked.iter().filter(told).count() <= whole.iter().filter(told).count());
            }
        }
    }

    #[test]
    fn no_name_of_the_catalog_is_too_long_to_be_looked_up() {
        let names = acslint_types::CATEGORIES.iter().flat_map(|category| {
            category.properties.iter().map(|property| property.name).chain([category.id])
        });
        for name in names {
            assert!(name.len() <= LONGEST_WORD, "{name}");
        }
    }

    #[test]
    fn a_newline_behind_a_backslash_stays() {
        let masked = mask(b"\"\\\n\x80", 0, &[]);
        assert_eq!((masked.len(), masked[2]), (4, b'\n'));
    }

    proptest! {
        #[test]
        fn lengths_and_lines_stay_and_letters_do_not(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let masked = mask(&bytes, 0, &[]);
            prop_assert_eq!(masked.len(), bytes.len());
            let lines = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).collect::<Vec<_>>();
            prop_assert_eq!(lines(&masked), lines(&bytes));
        }
    }
}
