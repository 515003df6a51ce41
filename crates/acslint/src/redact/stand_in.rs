//! Stand-ins: values of the same form as private ones, made with a keyed hash, so that equal values stay equal.
//!
//! A text is replaced word by word. A word that occurs in several texts has the same stand-in in each, and
//! punctuation stays, so that a telephone number, an identity or a list keeps its form. Addresses and identifiers that
//! have rules of their own are recognized first.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Length of a GUID.
const GUID: usize = 36;

/// Prefixes of communication identifiers, which say what follows and are not personal.
const KINDS: [&str; 8] = ["acs", "orgid", "gcch-acs", "dod-acs", "gcch", "dod", "spool", "echo123"];

/// Maker of stand-ins.
#[derive(Debug)]
pub(super) struct StandIns {
    key: [u8; 32],
}

/// Pseudorandom numbers that depend on the key and a value.
struct Dice(blake3::OutputReader);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        (u64::from_le_bytes(bytes) % u64::from(bound)) as u32
    }

    /// Returns a character of the same kind; digits are hexadecimal if `hex` is true.
    fn like(&mut self, character: char, hex: bool) -> char {
        let pick = |dice: &mut Self, from: &[u8]| char::from(from[dice.below(from.len() as u32) as usize]);
        match character {
            '0'..='9' => pick(self, b"0123456789"),
            'a'..='f' if hex => pick(self, b"abcdef"),
            'A'..='F' if hex => pick(self, b"ABCDEF"),
            'A'..='Z' => pick(self, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            _ => pick(self, b"abcdefghijklmnopqrstuvwxyz"),
        }
    }
}

impl StandIns {
    pub(super) fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    fn dice(&self, kind: &str, value: &str, round: u32) -> Dice {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        for part in [kind.as_bytes(), b"\0", value.as_bytes(), b"\0", &round.to_le_bytes()] {
            hasher.update(part);
        }
        Dice(hasher.finalize_xof())
    }

    /// Returns the stand-in of a text.
    pub(super) fn text(&self, text: &str) -> String {
        let mut made = String::with_capacity(text.len());
        let mut rest = text;
        if let Some(length) = kind_prefix(rest) {
            made.push_str(&rest[..length]);
            rest = &rest[length..];
        }
        let mut behind_word = false;
        let provider = provider(text);
        while let Some(first) = rest.chars().next() {
            if let Some(provider) =
                provider.clone().filter(|provider| provider.start == text.len() - rest.len())
            {
                made.push_str(&text[provider.clone()]);
                rest = &text[provider.end..];
                behind_word = true;
                continue;
            }
            if !behind_word && let Some((length, stand_in)) = self.recognized(rest) {
                made.push_str(&stand_in);
                rest = &rest[length..];
                behind_word = true;
                continue;
            }
            if first == '%'
                && rest.as_bytes().get(1..3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
            {
                // It may stand for a letter.
                made.push_str("%2D");
                rest = &rest[3..];
                behind_word = false;
                continue;
            }
            let word = word_length(rest);
            if word > 0 {
                match &rest[..word] {
                    // In JSON as text.
                    literal @ ("true" | "false" | "null") => made.push_str(literal),
                    // What masks an address masks it still.
                    mask if mask.bytes().all(|byte| matches!(byte, b'x' | b'X')) => made.push_str(mask),
                    word => made.push_str(&self.word(word)),
                }
                rest = &rest[word..];
                behind_word = true;
                continue;
            }
            made.push(first);
            rest = &rest[first.len_utf8()..];
            behind_word = false;
        }
        made
    }

    /// Returns the stand-in of a JSON number: other digits behind the first one, so that its size stays.
    pub(super) fn number(&self, number: &str) -> String {
        let mut dice = self.dice("number", number, 0);
        let exponent = number.find(['e', 'E']).unwrap_or(number.len());
        let digits = number[..exponent].bytes().filter(u8::is_ascii_digit).count();
        let mut made = String::with_capacity(number.len());
        let (mut seen, mut differs) = (0, false);
        for (at, character) in number.char_indices() {
            if at >= exponent || !character.is_ascii_digit() {
                made.push(character);
                continue;
            }
            seen += 1;
            let is_first = seen == 1;
            let other = match character {
                '0' if is_first => '0',
                _ if is_first && digits > 1 => character,
                _ => {
                    // The last digit differs for certain, and none becomes the zero at the beginning.
                    let least = u32::from(is_first);
                    let mut other = dice.below(10 - least) + least;
                    let own = u32::from(character) - u32::from('0');
                    if other == own && (is_first || (seen == digits && !differs)) {
                        other = if own == 9 { 8 } else { own + 1 };
                    }
                    char::from_digit(other, 10).unwrap_or(character)
                }
            };
            differs |= other != character;
            made.push(other);
        }
        made
    }

    /// Returns the stand-in of what looks like a number and is not one in JSON, such as `007` or `0x1F`; `None` for any other
    /// text.
    pub(super) fn odd_number(&self, text: &str) -> Option<String> {
        let word = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
        if matches!(&*word, "nan" | "inf" | "infinity") {
            return Some(text.to_owned());
        }
        let is_sign = |byte: u8| matches!(byte, b'.' | b'_' | b'+' | b'-' | b'e' | b'E' | b'x' | b'X');
        let is_odd = text.bytes().all(|byte| byte.is_ascii_digit() || is_sign(byte))
            && text.bytes().any(|byte| byte.is_ascii_digit());
        is_odd.then(|| self.number(text))
    }

    /// Returns the stand-in of a word: characters of the same kinds, the first of which differs.
    fn word(&self, word: &str) -> String {
        let mut round = 0;
        loop {
            let mut dice = self.dice("word", word, round);
            let mut made: String = word.chars().map(|character| dice.like(character, false)).collect();
            if word.len() > 1
                && word.starts_with(|first: char| ('1'..='9').contains(&first))
                && made.starts_with('0')
            {
                made.replace_range(..1, "1");
            }
            let differs = !made.eq_ignore_ascii_case(word);
            if differs {
                return made;
            }
            round += 1;
        }
    }

    /// Returns the length and the stand-in of a value with a form of its own at the beginning of a text.
    fn recognized(&self, text: &str) -> Option<(usize, String)> {
        if let Some(guid) = text.get(..GUID).filter(|guid| is_guid(guid))
            && word_length(&text[GUID..]) == 0
        {
            let mut dice = self.dice("guid", &guid.to_ascii_lowercase(), 0);
            let like = |character| if character == '-' { '-' } else { dice.like(character, true) };
            return Some((GUID, guid.chars().map(like).collect()));
        }
        if let Some((length, host)) = address_of_resource(text) {
            // The scheme and the host stay; the names before an `@` do not.
            let kept = match text[host.clone()].rfind('@') {
                Some(at) => {
                    format!(
                        "{}{}{}",
                        &text[..host.start],
                        self.text(&text[host.start..host.start + at]),
                        &text[host.start + at..length]
                    )
                }
                None => text[..length].to_owned(),
            };
            return Some((length, kept));
        }
        let length =
            text.bytes().take_while(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.')).count();
        if word_length(&text[length..]) > 0 {
            return None;
        }
        let candidate = text[..length].trim_end_matches(['.', ':']);
        if candidate.matches(':').count() > 1
            && let Ok(address) = candidate.parse::<Ipv6Addr>()
        {
            let mut dice = self.dice("address", &address.to_string(), 0);
            let end = candidate.rfind(':').map_or(0, |colon| colon + 1);
            let tail = candidate[end..].contains('.').then(|| self.text(&candidate[end..]));
            let groups = if tail.is_some() { &candidate[..end] } else { candidate };
            let like = |character| if character == ':' { ':' } else { dice.like(character, true) };
            let groups: String = groups.chars().map(like).collect();
            return Some((candidate.len(), groups + tail.as_deref().unwrap_or_default()));
        }
        let (address, port) =
            candidate.split_once(':').map_or((candidate, None), |(address, port)| (address, Some(port)));
        let parsed: Ipv4Addr = address.parse().ok()?;
        let mut dice = self.dice("address", &parsed.to_string(), 0);
        let mut octets = address.split('.').map(|octet| match octet.len() {
            1 => 1 + dice.below(9),
            2 => 10 + dice.below(90),
            _ => 100 + dice.below(155),
        });
        let mut made: Vec<String> = Vec::with_capacity(4);
        made.extend(octets.by_ref().map(|octet| octet.to_string()));
        let mut made = made.join(".");
        if made == address {
            // One digit more or less than the last one.
            let last = parsed.octets()[3];
            let other = if last % 10 == 9 || last == 255 { last - 1 } else { last + 1 };
            made.truncate(made.rfind('.').map_or(0, |dot| dot + 1));
            made += &other.to_string();
        }
        match port.filter(|port| port.len() < 6 && port.bytes().all(|byte| byte.is_ascii_digit())) {
            Some(port) => {
                let most = 10_u32.pow(port.len() as u32 - u32::from(!port.is_empty()));
                let other =
                    if port.is_empty() { String::new() } else { (most + dice.below(most * 5)).to_string() };
                Some((address.len() + 1 + port.len(), format!("{made}:{other}")))
            }
            None => Some((address.len(), made)),
        }
    }
}

/// Returns the range of the provider and the type in the identifier of a resource of Azure, which say what the resource is
/// and not whose.
fn provider(text: &str) -> Option<std::ops::Range<usize>> {
    const BEFORE: &str = "/providers/";
    if !text.starts_with('/') {
        return None;
    }
    let start = text.to_ascii_lowercase().find(BEFORE)?;
    let names = start + BEFORE.len();
    let length: usize = text[names..].split_inclusive('/').take(2).map(str::len).sum();
    let end = names + length;
    let is_plain =
        text[names..end].bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'.' | b'/'));
    is_plain.then_some(start + 1..end)
}

/// Returns the length of the word at the beginning of a text.
fn word_length(text: &str) -> usize {
    text.find(|character: char| !character.is_alphanumeric()).unwrap_or(text.len())
}

/// Returns the length of the prefix of a communication identifier, such as `8:acs:`, `acs:` or `4:` before a `+`.
fn kind_prefix(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (start, rest) = match text[digits..].strip_prefix(':') {
        Some(rest) if (1..=2).contains(&digits) => (digits + 1, rest),
        _ if digits == 0 => (0, text),
        _ => return None,
    };
    let kind = KINDS.iter().find(|kind| rest.strip_prefix(**kind).is_some_and(|rest| rest.starts_with(':')));
    match kind {
        Some(kind) => Some(start + kind.len() + 1),
        None => (start > 0 && rest.starts_with('+')).then_some(start),
    }
}

fn is_guid(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

/// Returns the length of the scheme and the host at the beginning of a URI, and the range of the host.
fn address_of_resource(text: &str) -> Option<(usize, std::ops::Range<usize>)> {
    let scheme = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'+').count();
    let rest = text[scheme..]
        .strip_prefix("://")
        .filter(|_| text.starts_with(|first: char| first.is_ascii_alphabetic()))?;
    let host = rest.find(|character: char| {
        matches!(character, '/' | '?' | '#' | '"' | '\\') || character.is_whitespace()
    });
    let start = scheme + 3;
    let end = start + host.unwrap_or(rest.len());
    Some((end, start..end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::StandIns;

    fn stand_ins() -> StandIns {
        StandIns::new([7; 32])
    }

    /// Form of a text: its kinds of characters.
    fn form(text: &str) -> String {
        let like = |character: char| match character {
            '0'..='9' => '0',
            'a'..='z' => 'a',
            'A'..='Z' => 'A',
            other => other,
        };
        text.chars().map(like).collect()
    }

    #[test]
    fn values_keep_their_form() {
        for value in [
            "+14255550123",
            "8:acs:6d8f2a1e-0b1c-4d2e-9f3a-1b2c3d4e5f60_0000000d-1e2f-4a5b-8c6d-7e8f9a0b1c2d",
            "acs:6d8f2a1e-0b1c-4d2e-9f3a-1b2c3d4e5f60",
            "4:+14255550123",
            "zoe.canary@example.org",
            "203.0.113.xxx",
            "3/6/23",
            "Zo\u{EB} Canary",
        ] {
            let made = stand_ins().text(value);
            assert_eq!(form(&made), form(&value.replace('\u{EB}', "e")), "{value} -> {made}");
            assert_ne!(made, value);
        }
        assert!(stand_ins().text("8:acs:6d8f2a1e-0b1c-4d2e-9f3a-1b2c3d4e5f60_x").starts_with("8:acs:"));
        assert!(stand_ins().text("4:+14255550123").starts_with("4:+"));
    }

    #[test]
    fn addresses_stay_addresses() {
        for value in [
            "203.0.113.7",
            "0.0.0.0",
            "255.255.255.255",
            "10.1.2.3:5061",
            "2001:db8::1",
            "::ffff:192.0.2.1",
            "::",
        ] {
            let made = stand_ins().text(value);
            let is_address =
                made.parse::<std::net::IpAddr>().is_ok() || made.parse::<std::net::SocketAddr>().is_ok();
            assert!(is_address, "{value} -> {made}");
            assert!(made != value || value == "::");
        }
        let made = stand_ins().text("[2001:db8::1]:443");
        assert!(made.parse::<std::net::SocketAddr>().is_ok(), "{made}");
    }

    #[test]
    fn the_host_of_a_uri_stays_and_its_path_does_not() {
        let made = stand_ins().text("https://zoe:pw@acs.example.com:443/chat/threads/19%3Azoe?user=zoe#1");
        assert!(made.starts_with("https://") && made.contains("@acs.example.com:443/"), "{made}");
        assert!(!made.contains("zoe") && !made.contains("pw@") && !made.contains("threads"), "{made}");
    }

    #[test]
    fn equal_words_stay_equal_in_any_text() {
        let one = stand_ins().text("zoe");
        assert!(stand_ins().text("a zoe, [zoe]").ends_with(&format!(" {one}, [{one}]")));
        assert_ne!(StandIns::new([8; 32]).text("zoe canary"), stand_ins().text("zoe canary"));
    }

    proptest! {
        #[test]
        fn numbers_keep_their_size_and_differ(number in "-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,5})?(e[+-]?[0-9])?") {
            let made = stand_ins().number(&number);
            prop_assert_eq!(made.len(), number.len());
            let first = |text: &str| text.trim_start_matches('-').chars().next();
            let digits = number.split('e').next().unwrap().bytes().filter(u8::is_ascii_digit).count();
            prop_assert!(digits == 1 || first(&made) == first(&number));
            prop_assert!(made != number || (digits == 1 && number.contains('0')));
        }

        #[test]
        fn no_word_stays(text in "\\PC{0,40}") {
            let made = stand_ins().text(&text);
            let words = |text: &str| -> Vec<String> {
                text.split(|character: char| !character.is_alphanumeric()).filter(|word| word.chars().count() > 8).map(str::to_owned).collect()
            };
            for word in words(&text) {
                prop_assert!(!made.contains(&word), "{} -> {}", text, made);
            }
        }
    }
}
