//! Observations of texts: their formats, and their vocabulary if it is small and made of identifiers.
//!
//! Texts of log records may be personal data, and drafts are committed. So only short words that programs use for
//! states and kinds are kept, and only while they are few.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

/// Maximum number of different texts in a vocabulary.
pub(super) const MOST_WORDS: usize = 24;
/// Maximum length of a word.
const LONGEST_WORD: usize = 48;

/// Maximum length of a text that is listed on request.
const LONGEST_WANTED: usize = 200;

/// Recognized formats, the narrowest first; a draft names the first that all texts have.
pub(super) const FORMATS: [&str; 8] = ["date-time", "date", "time", "uuid", "ipv4", "ipv6", "email", "uri"];

static VALIDATORS: LazyLock<Vec<Option<Validator>>> = LazyLock::new(|| {
    let validator = |format: &&str| {
        jsonschema::options().should_validate_formats(true).offline().build(&json!({ "format": format })).ok()
    };
    FORMATS.iter().map(validator).collect()
});

/// Observations of texts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Texts {
    count: u64,
    /// Lengths of the shortest and the longest text, in characters.
    lengths: Option<(usize, usize)>,
    /// Formats that all texts have.
    formats: [bool; FORMATS.len()],
    /// Number of occurrences of each text, while they are few and all are words.
    words: Option<BTreeMap<String, u64>>,
    /// True if the user requested the values of the property, which then need not be words.
    wanted: bool,
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            count: 0,
            lengths: None,
            formats: [true; FORMATS.len()],
            words: Some(BTreeMap::new()),
            wanted: false,
        }
    }
}

impl Texts {
    /// Empty observations of a property whose values were requested.
    pub(super) fn wanted() -> Self {
        Self { wanted: true, ..Self::default() }
    }

    pub(super) fn are_wanted(&self) -> bool {
        self.wanted
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn lengths(&self) -> Option<(usize, usize)> {
        self.lengths
    }

    /// Format that all texts have.
    pub(super) fn format(&self) -> Option<&'static str> {
        let found = self.formats.iter().position(|holds| *holds);
        found.filter(|_| self.count > 0).map(|place| FORMATS[place])
    }

    /// Words with their numbers of occurrences.
    pub(super) fn words(&self) -> Option<&BTreeMap<String, u64>> {
        self.words.as_ref().filter(|words| !words.is_empty())
    }

    pub(super) fn observe(&mut self, text: &str) {
        self.count += 1;
        let length = text.chars().count();
        self.lengths = Some(
            self.lengths.map_or((length, length), |(least, most)| (least.min(length), most.max(length))),
        );
        if self.formats.contains(&true) {
            let value = Value::String(text.to_owned());
            for (holds, validator) in self.formats.iter_mut().zip(VALIDATORS.iter()) {
                *holds = *holds && validator.as_ref().is_some_and(|validator| validator.is_valid(&value));
            }
        }
        let Some(words) = &mut self.words else { return };
        if let Some(count) = words.get_mut(text) {
            *count += 1;
        } else if words.len() < MOST_WORDS && (is_word(text) || (self.wanted && length <= LONGEST_WANTED)) {
            words.insert(text.to_owned(), 1);
        } else {
            self.words = None;
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        // Empty observations are compatible with any.
        let agrees = |texts: &Self| texts.wanted || texts.count == 0;
        self.wanted = agrees(self) && agrees(&other) && (self.wanted || other.wanted);
        self.count += other.count;
        self.lengths = match (self.lengths, other.lengths) {
            (Some((least, most)), Some((less, more))) => Some((least.min(less), most.max(more))),
            (one, other) => one.or(other),
        };
        for (holds, also) in self.formats.iter_mut().zip(other.formats) {
            *holds &= also;
        }
        self.words = match (self.words.take(), other.words) {
            (Some(mut words), Some(others)) => {
                for (word, count) in others {
                    *words.entry(word).or_default() += count;
                }
                (words.len() <= MOST_WORDS).then_some(words)
            }
            _ => None,
        };
    }
}

/// Returns true if a text looks like a program's name for a kind or a state, such as `Succeeded`, `sms/send`,
/// `200` or `1.0`. It must be a single word: people's names have several, and addresses have dots.
fn is_word(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let starts = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-/".contains(&byte));
    let is_version = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.len() <= 6;
    let hexadecimal = text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    starts && (plain || is_version) && text.len() <= LONGEST_WORD && digits <= 4 && !hexadecimal
}

/// Returns true if a property's name suggests values about a person, or unique identifiers.
pub(super) fn is_private(name: &str) -> bool {
    const PARTS: [&str; 48] = [
        "agent",
        "approver",
        "assign",
        "attendee",
        "author",
        "client",
        "driver",
        "employee",
        "guest",
        "handle",
        "manager",
        "member",
        "nick",
        "operator",
        "organizer",
        "owner",
        "patient",
        "responsible",
        "subject",
        "supervisor",
        "title",
        "worker",
        "user",
        "email",
        "mail",
        "phone",
        "address",
        "recipient",
        "participant",
        "caller",
        "callee",
        "sender",
        "person",
        "customer",
        "contact",
        "outcome",
        "identity",
        "display",
        "given",
        "surname",
        "firstname",
        "lastname",
        "fullname",
        "login",
        "principal",
        "tenant",
        "subscription",
        "ipaddr",
    ];
    // The owner of a name decides if the name is personal data.
    const THINGS: [&str; 9] =
        ["operation", "metric", "event", "category", "table", "type", "status", "state", "service"];
    let lower = name.to_ascii_lowercase();
    let ends = ["id", "guid", "upn", "ip", "key", "token", "secret", "host", "number", "by"];
    let exact = ["name", "from", "to", "cc", "bcc"];
    exact.contains(&lower.as_str())
        || (lower.ends_with("name") && !THINGS.iter().any(|thing| lower.contains(thing)))
        || PARTS.iter().any(|part| lower.contains(part))
        || ends.iter().any(|end| lower.ends_with(end))
}

/// Returns true if a property's name is itself data: an address, a number, an identifier, a person's name. Other
/// names begin with letters, and have no long numbers and no spaces except those of documented names.
pub(super) fn is_data(name: &str) -> bool {
    let plain = name.strip_suffix(" [UTC]").unwrap_or(name);
    if acslint_check::is_known_name(plain) {
        return false;
    }
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let hexadecimal = plain.len() >= 16 && plain.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let named = plain.strip_prefix(['@', '$', '_']).unwrap_or(plain);
    let is_inner = |character: char| character.is_alphanumeric() || "_-.:$".contains(character);
    !named.starts_with(char::is_alphabetic)
        || !named.chars().all(is_inner)
        || hexadecimal
        || digits >= 5
        || plain.len() > 128
}

#[cfg(test)]
mod tests {
    use super::{is_data, is_private, is_word};

    #[test]
    fn only_words_of_programs_are_remembered() {
        for word in ["Succeeded", "sms/send", "200", "1.0", "in-progress", "x"] {
            assert!(is_word(word), "{word}");
        }
        for text in [
            "",
            "+14255550123",
            "4255550123",
            "someone@example.org",
            "Jo Martin",
            "jo.martin",
            "192.0.2.17",
            "deadbeef",
            "José",
            "3f0f1d5c-9a55-4c37-8f8c-7d1c2f8a6b10",
            "a text of several words",
            "2024-03-05T09:01:57Z",
        ] {
            assert!(!is_word(text), "{text}");
        }
    }

    #[test]
    fn names_tell_what_is_private() {
        for name in
            ["name", "UserName", "callerIpAddress", "PhoneNumber", "correlationId", "From", "displayName"]
        {
            assert!(is_private(name), "{name}");
        }
        for name in ["createdBy", "clientName", "assignedTo", "title", "host", "cc", "agent", "reportedBy"] {
            assert!(is_private(name), "{name}");
        }
        for name in ["operationName", "ResultType", "level", "category", "SdkType", "status"] {
            assert!(!is_private(name), "{name}");
        }
        for name in [
            "someone@example.org",
            "+14255550123",
            "3f0f1d5c-9a55-4c37-8f8c-7d1c2f8a6b10",
            "10.0.0.1",
            "2001:db8::1",
            "Jo Martin",
            "8:acs:1b2c",
            "",
        ] {
            assert!(is_data(name), "{name}");
        }
        for name in ["@odata.type", "time", "ClientIP", "p99", "_ResourceId", "log.level", "Operation Name"] {
            assert!(!is_data(name), "{name}");
        }
    }
}
