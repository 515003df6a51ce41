//! What was observed of texts: their formats and, where they are few and are names of things, which there are.
//!
//! Texts of log records may be personal data, and a draft is meant to be committed. So nothing is remembered of a text
//! that could be somebody's: only short words as programs use them for states and kinds, and only while they are few.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

/// More different texts than this are no vocabulary.
pub(super) const MOST_WORDS: usize = 24;
/// Longer texts are no words.
const LONGEST_WORD: usize = 48;

/// Longer texts are not written down either where they were asked for.
const LONGEST_WANTED: usize = 200;

/// The formats that are looked for, the narrowest first; a draft names the first that all texts have.
pub(super) const FORMATS: [&str; 8] = ["date-time", "date", "time", "uuid", "ipv4", "ipv6", "email", "uri"];

static VALIDATORS: LazyLock<Vec<Option<Validator>>> = LazyLock::new(|| {
    let validator = |format: &&str| {
        jsonschema::options().should_validate_formats(true).offline().build(&json!({ "format": format })).ok()
    };
    FORMATS.iter().map(validator).collect()
});

/// What was observed of texts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Texts {
    count: u64,
    /// The lengths of the shortest and the longest, in characters.
    lengths: Option<(usize, usize)>,
    /// Which formats all of them have.
    formats: [bool; FORMATS.len()],
    /// How often each was seen, while they are few and all are words.
    words: Option<BTreeMap<String, u64>>,
    /// Whether they were asked for by the property's name, so that they need not be words.
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
    /// None yet, of a property whose values were asked for.
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

    /// The format that all texts have.
    pub(super) fn format(&self) -> Option<&'static str> {
        let found = self.formats.iter().position(|holds| *holds);
        found.filter(|_| self.count > 0).map(|place| FORMATS[place])
    }

    /// The words, and how often each was seen.
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
        // Nothing observed says nothing of the property.
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

/// Whether a text looks like a name that a program gives to a kind or a state, such as `Succeeded`, `sms/send`, `200` or
/// `1.0`. It is a single word: people have names of several, and addresses have points between their parts.
fn is_word(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let starts = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-/".contains(&byte));
    let is_version = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.len() <= 6;
    let hexadecimal = text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    starts && (plain || is_version) && text.len() <= LONGEST_WORD && digits <= 4 && !hexadecimal
}

/// Whether a property's name says that its values are about somebody, or tell things apart that are many.
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
    // Whose name it is says whether it is somebody's.
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

/// Whether a property's name is itself data: an address, a number, an identifier, somebody's name. It is none only if it has
/// the form of a name: letters first, no spaces but those of documented names, no long numbers.
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
