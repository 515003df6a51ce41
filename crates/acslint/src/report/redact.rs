//! Redaction: personal data of records goes into no report that leaves the machine.
//!
//! Which properties hold personal data is known of the categories; here a key is looked at, not the category, so that it
//! also works in records that are broken or unknown. In excerpts the values are covered; in messages a keyed hash takes
//! their place, so that equal values stay equal within a run, and nobody can try out which value it was.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::sync::LazyLock;

use acslint_check::{Excerpt, Finding, Span};
use acslint_types::CATEGORIES;

/// Shorter values are covered in excerpts, but not looked for in messages, where they stand for anything.
const SHORTEST: usize = 3;

/// Covers what one run must not tell.
#[derive(Debug)]
pub(super) struct Redactor {
    key: [u8; 32],
}

impl Redactor {
    /// A redactor whose hashes are those of the key; without one, of a new key that nobody knows.
    pub(super) fn new(key: Option<&str>) -> Self {
        if let Some(key) = key {
            return Self { key: blake3::derive_key("acslint 2026 redaction", key.as_bytes()) };
        }
        // The standard library seeds its hashers from the system.
        let seed = RandomState::new();
        let mut key = [0; 32];
        for (number, part) in key.chunks_exact_mut(8).enumerate() {
            part.copy_from_slice(&seed.hash_one(number).to_le_bytes());
        }
        Self { key }
    }

    /// What takes the place of a value.
    fn token(&self, value: &str) -> String {
        format!("redacted-{}", &blake3::keyed_hash(&self.key, value.as_bytes()).to_hex()[..8])
    }

    /// The excerpt of a record with its personal data covered, character by character, and the findings without it.
    pub(super) fn record(&self, excerpt: &Excerpt<'_>, span: Span, findings: &[Finding]) -> Redacted {
        let ends = findings.iter().flat_map(Finding::spans).map(|span| span.end);
        let starts = findings.iter().flat_map(Finding::spans).map(|span| span.start);
        let start =
            starts.chain([span.start, excerpt.anchor]).min().unwrap_or(span.start).max(excerpt.offset);
        let end = ends.chain([span.end]).max().unwrap_or(span.end).max(start);
        let mut bytes = excerpt.slice(Span::new(start, end)).to_vec();
        let mut values = Vec::new();
        for place in personal(&bytes) {
            values.push(String::from_utf8_lossy(&bytes[place.clone()]).into_owned());
            cover(&mut bytes[place]);
        }
        let values = told(&values);
        let findings = findings.iter().map(|finding| self.finding(finding, &values)).collect();
        Redacted { bytes, start, findings }
    }

    fn finding(&self, finding: &Finding, values: &[String]) -> Finding {
        let mut redacted = finding.clone();
        let texts = [&mut redacted.message, &mut redacted.primary.text, &mut redacted.pointer];
        let labels = redacted.secondary.iter_mut().map(|label| &mut label.text);
        for text in texts.into_iter().chain(labels).chain(redacted.help.as_mut()) {
            *text = self.text(text, values);
        }
        // A fix that would write such a value back cannot be told.
        let tells = |text: &str| values.iter().any(|value| text.contains(value.as_str()));
        if redacted.fix.as_ref().is_some_and(|fix| fix.edits.iter().any(|edit| tells(&edit.text))) {
            redacted.fix = None;
        }
        redacted
    }

    /// A text of a finding without the values. Messages cut long ones short.
    fn text(&self, text: &str, values: &[String]) -> String {
        let mut text = text.to_owned();
        for value in values {
            if text.contains(value.as_str()) {
                text = text.replace(value.as_str(), &self.token(value));
            }
        }
        let parts = text.split('`').enumerate().map(|(number, part)| {
            let shortened = part.trim_end_matches('…');
            let whole = values.iter().find(|value| {
                number % 2 == 1
                    && shortened.len() >= SHORTEST
                    && shortened.len() < part.len()
                    && value.starts_with(shortened)
            });
            whole.map_or_else(|| part.to_owned(), |value| self.token(value))
        });
        parts.collect::<Vec<_>>().join("`")
    }
}

/// An event without personal data.
#[derive(Debug)]
pub(super) struct Redacted {
    bytes: Vec<u8>,
    start: u64,
    pub(super) findings: Vec<Finding>,
}

impl Redacted {
    /// The excerpt, as much as there is of it.
    pub(super) fn excerpt<'a>(&'a self, original: &Excerpt<'_>) -> Excerpt<'a> {
        let Excerpt { anchor, anchor_position, .. } = *original;
        Excerpt { bytes: &self.bytes, offset: self.start, anchor, anchor_position }
    }
}

/// What may be looked for in messages: values as they are written and as they are meant, the longest first.
fn told(values: &[String]) -> Vec<String> {
    let meant = |value: &String| serde_json::from_str::<String>(&format!("\"{value}\"")).ok();
    let mut told: Vec<String> = values.iter().filter_map(meant).chain(values.iter().cloned()).collect();
    told.retain(|value| value.chars().count() >= SHORTEST);
    told.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    told.dedup();
    told
}

/// Puts something of the same length and about the same look in the place of each character.
fn cover(bytes: &mut [u8]) {
    let mut at = 0;
    while at < bytes.len() {
        let length = (1..4)
            .take_while(|length| bytes.get(at + length).is_some_and(|byte| byte & 0xC0 == 0x80))
            .count()
            + 1;
        let filler = match length {
            1 => "*",
            2 => "\u{B7}",
            3 => "\u{2022}",
            _ => "\u{1F784}",
        };
        bytes[at..at + length].copy_from_slice(filler.as_bytes());
        at += length;
    }
}

/// The names of properties that hold personal data, without letter case and spaces.
static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let personal = CATEGORIES
        .iter()
        .flat_map(|category| category.properties)
        .filter(|property| property.personal_data.is_some());
    personal
        .flat_map(|property| {
            let log_name = property.log.map(|log| log.name);
            property.spellings.iter().copied().chain([property.name]).chain(log_name)
        })
        .map(|name| fold(name.as_bytes()))
        .collect()
});

fn fold(name: &[u8]) -> String {
    let plain = name.iter().filter(|byte| !matches!(byte, b' ' | b'_'));
    String::from_utf8_lossy(&plain.map(u8::to_ascii_lowercase).collect::<Vec<_>>()).into_owned()
}

/// Where personal data stands in the text of a record: of texts what is between the quotes.
///
/// The tokens are looked at, not the structure, which may be broken.
fn personal(text: &[u8]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    // How deep the value is nested whose contents are all personal.
    let mut depth = 0_usize;
    let mut is_personal = false;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                let end = end_of_text(text, at + 1);
                let behind = end.saturating_add(1).min(text.len());
                let colon =
                    behind + text[behind..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                if text.get(colon) == Some(&b':') {
                    if depth == 0 {
                        let name = fold(&text[at + 1..end]);
                        is_personal = NAMES.contains(&name);
                        // An object given as text is not looked into.
                        let value = colon + 1;
                        let value = value
                            + text[value..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                        is_personal |= name == "properties" && text.get(value) == Some(&b'"');
                    }
                    at = colon + 1;
                    continue;
                }
                if is_personal && end > at + 1 {
                    places.push(at + 1..end);
                }
                is_personal &= depth > 0;
                at = behind;
                continue;
            }
            b'{' | b'[' if is_personal => depth += 1,
            b'}' | b']' if depth > 0 => {
                depth -= 1;
                is_personal = depth > 0;
            }
            b',' | b'}' | b']' if depth == 0 => is_personal = false,
            b'0'..=b'9' | b'-' if is_personal => {
                let length = text[at..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
                    .count();
                places.push(at..at + length.max(1));
                at += length.max(1);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    places
}

/// Where a text ends that begins at `at`: its closing quote, or the end.
fn end_of_text(text: &[u8], at: usize) -> usize {
    let mut at = at;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use acslint_check::{Excerpt, Finding, Label, Level, Position, Span};

    use super::{Redactor, cover, personal};

    fn values(text: &str) -> Vec<&str> {
        personal(text.as_bytes()).into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn personal_values_are_found_by_their_keys() {
        assert_eq!(values(r#"{"callerIpAddress": "10.0.0.1", "a": "10.0.0.2"}"#), ["10.0.0.1"]);
        assert_eq!(values(r#"{"CallerIPAddress":"x","CALLERIPADDRESS":"y","level":"z"}"#), ["x", "y"]);
        assert_eq!(values(r#"{"identity":{"claims":{"oid":"u1"},"n":7},"level":"z"}"#), ["u1", "7"]);
        assert_eq!(values(r#"{"properties":"{\"UserId\":\"u\"}"}"#), [r#"{\"UserId\":\"u\"}"#]);
        assert_eq!(values(r#"{"properties":{"UserId":"u","SdkType":"s"}}"#), ["u"]);
        // Broken records are covered as far as anything can be told of them.
        assert_eq!(values(r#"{"callerIpAddress":"10.0.0.1" "userId":"8:acs"#), ["10.0.0.1", "8:acs"]);
    }

    #[test]
    fn what_is_covered_keeps_its_length_and_its_columns() {
        let mut bytes = "aäₓ🙂".as_bytes().to_vec();
        cover(&mut bytes);
        assert_eq!(String::from_utf8(bytes).unwrap(), "*\u{B7}\u{2022}\u{1F784}");
    }

    #[test]
    fn equal_values_stay_equal_and_tell_nothing() {
        let text = br#"{"callerIpAddress":"10.0.0.300","userId":"10.0.0.300"}"#;
        let span = Span::new(0, text.len() as u64);
        let anchor_position = Position { line: 1, column: 1 };
        let excerpt = Excerpt { bytes: text, offset: 0, anchor: 0, anchor_position };
        let label = || Label { span, text: "not `10.0.0.300`".to_owned() };
        let finding = Finding {
            rule: "invalid-format",
            level: Level::Error,
            message: "`10.0.0.300` and `10.0.…` are no addresses".to_owned(),
            help: Some("10.0.0.300".to_owned()),
            primary: label(),
            secondary: vec![label()],
            pointer: String::new(),
            field: None,
            fix: None,
        };
        let redacted = |key| Redactor::new(key).record(&excerpt, span, std::slice::from_ref(&finding));
        let once = redacted(Some("key"));
        let shown = format!("{once:?} {}", String::from_utf8_lossy(once.excerpt(&excerpt).bytes));
        assert!(!shown.contains("10.0."), "{shown}");
        let message = &once.findings[0].message;
        let token = message.split('`').nth(1).unwrap();
        assert_eq!(*message, format!("`{token}` and `{token}` are no addresses"));
        assert_eq!(redacted(Some("key")).findings, once.findings);
        assert_ne!(redacted(Some("other")).findings, once.findings);
        assert_ne!(redacted(None).findings, redacted(None).findings);
    }
}
