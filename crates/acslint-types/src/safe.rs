//! Values that are safe to show, recognized by their form: the allow-list of redacted reports.
//!
//! A property is marked with the form of its values, and a value of another form is not shown. No form allows
//! an address, a telephone number or a sentence.

use crate::CATEGORIES;

/// Form of values that are safe to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Safe {
    /// A time, RFC 3339.
    Time,
    /// A number that is valid for the property, in JSON notation; in a text, without a sign.
    Number,
    /// `true` or `false`, in JSON or as text.
    Truth,
    /// A known value, or a value close to one.
    Vocabulary,
    /// The name of a category or of a table, or a text close to one.
    Category,
    /// An Azure region, or a text close to one.
    Region,
    /// A version: a date or up to three short numbers, with an optional suffix.
    Version,
    /// A status: up to three short numbers.
    Code,
    /// One word in the form of a key, such as the name of an operation, or a text close to a known value; also the
    /// name of an Azure SDK.
    Name,
    /// A language or a country: two or three letters, optionally with two more.
    Locale,
    /// The identifier of an Azure resource.
    Resource,
    /// A GUID.
    Guid,
}

impl Safe {
    /// Every form.
    pub const ALL: [Self; 12] = [
        Self::Time,
        Self::Number,
        Self::Truth,
        Self::Vocabulary,
        Self::Category,
        Self::Region,
        Self::Version,
        Self::Code,
        Self::Name,
        Self::Locale,
        Self::Resource,
        Self::Guid,
    ];

    /// The name in `catalog.json`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Number => "number",
            Self::Truth => "truth",
            Self::Vocabulary => "vocabulary",
            Self::Category => "category",
            Self::Region => "region",
            Self::Version => "version",
            Self::Code => "code",
            Self::Name => "name",
            Self::Locale => "locale",
            Self::Resource => "resource",
            Self::Guid => "guid",
        }
    }

    /// Returns true if a text has the form; `known` are the known values of its property.
    pub fn admits(self, known: &[&'static str], text: &str) -> bool {
        let known = || known.iter().copied();
        match self {
            _ if is_absent(text) => true,
            Self::Time => crate::scalar::is_time(text),
            Self::Number => is_number(text),
            Self::Truth => text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"),
            Self::Vocabulary => is_near(text, known()),
            Self::Category => is_near(text, category_names()),
            Self::Region => is_near(&text.replace(' ', ""), REGIONS.iter().copied()),
            Self::Version => is_version(text),
            Self::Code => is_code(text),
            Self::Name => is_plain_name(text) || is_sdk(text) || is_near(text, known()),
            Self::Locale => is_locale(text),
            Self::Resource => is_resource(text),
            Self::Guid => is_guid(text),
        }
    }
}

/// Returns true if a text has the form of a property name: at most 64 letters, digits and `_`, beginning with a
/// letter and without five digits in a row.
pub fn is_plain_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= 64
        && bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        && !bytes.windows(5).any(|run| run.iter().all(u8::is_ascii_digit))
}

/// The names of all categories and tables.
fn category_names() -> impl Iterator<Item = &'static str> + Clone {
    CATEGORIES.iter().flat_map(|category| [Some(category.id), category.table]).flatten()
}

/// Maximum edit distance of two texts that are close.
const EDITS: usize = 2;

/// Returns true if a text is within two edits of one of the words; fewer for short words. Letter case does not
/// matter.
fn is_near(text: &str, words: impl Iterator<Item = &'static str> + Clone) -> bool {
    // Fast case: most values are known.
    words.clone().any(|word| word.eq_ignore_ascii_case(text))
        || words.into_iter().any(|word| {
            let edits = EDITS.min(word.len() / 3);
            word.len().abs_diff(text.len()) <= edits && within(text.as_bytes(), word.as_bytes(), edits)
        })
}

/// Returns true if at most `edits` edits of a byte turn one text into the other; letter case does not matter.
fn within(one: &[u8], other: &[u8], edits: usize) -> bool {
    let same = one.iter().zip(other).take_while(|(one, other)| one.eq_ignore_ascii_case(other)).count();
    let (one, other) = (&one[same..], &other[same..]);
    match (one, other) {
        ([], rest) | (rest, []) => rest.len() <= edits,
        ([_, one_rest @ ..], [_, other_rest @ ..]) => {
            edits > 0
                && (within(one_rest, other_rest, edits - 1)
                    || within(one_rest, other, edits - 1)
                    || within(one, other_rest, edits - 1))
        }
    }
}

/// Returns true if a text stands for a missing value.
pub(crate) fn is_absent(text: &str) -> bool {
    matches!(text, "" | "null" | "None")
}

/// Returns true if a text is an unsigned JSON number.
fn is_number(text: &str) -> bool {
    text.len() <= 32 && crate::scalar::is_unsigned_number(text)
}

/// Returns true if a text has at most `parts` parts of at most `digits` digits, separated by `between`.
fn is_digits(text: &str, between: char, parts: usize, digits: usize) -> bool {
    let is_part =
        |part: &str| (1..=digits).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split(between).count() <= parts && text.split(between).all(is_part)
}

/// Returns true for `2023-03-31`, `2020-07-20-preview1`, `1.0-dev`, `v1.33.1`, `1.2.0-beta.1`, and for `3/6/23`, a date
/// written by a spreadsheet.
fn is_version(text: &str) -> bool {
    let is_word = |word: &str| {
        let letters = word.trim_end_matches(|last: char| last.is_ascii_digit() || last == '.');
        let is_short = |part: &str| part.len() <= 3;
        (1..=10).contains(&letters.len())
            && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
            && word.len() <= 16
            && word[letters.len()..].split('.').all(is_short)
    };
    let is_date = |date: &str| {
        let shape =
            |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
        date.len() == 10 && date.starts_with(['1', '2']) && date.bytes().enumerate().all(shape)
    };
    let plain = text.strip_prefix(['v', 'V']).unwrap_or(text);
    if let Some(date) = plain.get(..10).filter(|date| is_date(date)) {
        let rest = &plain[date.len()..];
        return rest.is_empty() || rest.strip_prefix('-').is_some_and(is_word);
    }
    let (numbers, word) =
        plain.split_once('-').map_or((plain, None), |(numbers, word)| (numbers, Some(word)));
    (is_digits(numbers, '.', 3, 3) && word.is_none_or(is_word))
        || is_digits(text, '/', 3, 4) && text.len() <= 10
}

/// Returns true for a status such as `202` or `5.1.1`.
fn is_code(text: &str) -> bool {
    is_digits(text, '.', 3, 3)
}

/// Returns true for an SDK name such as `azsdk-net-Communication.Sms`.
fn is_sdk(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphabetic() || b"-._".contains(&byte);
    text.strip_prefix("azsdk-").is_some_and(|name| name.len() <= 64 && name.bytes().all(is_part))
}

/// Returns true for a locale such as `US` or `en-US`.
fn is_locale(text: &str) -> bool {
    let is_letters = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    match text.split_once('-') {
        None => is_letters(text, 2..=3),
        Some((language, country)) => is_letters(language, 2..=3) && is_letters(country, 2..=2),
    }
}

fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Returns true for `/subscriptions/<GUID>/…` with names that Azure allows, which contain no `@` and no space.
fn is_resource(text: &str) -> bool {
    const ROOT: &str = "/subscriptions/";
    let is_segment = |segment: &str| {
        (1..=90).contains(&segment.len())
            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.()".contains(&byte))
    };
    text.len() <= 500
        && text.get(..ROOT.len()).is_some_and(|root| root.eq_ignore_ascii_case(ROOT))
        && text[ROOT.len()..]
            .split('/')
            .enumerate()
            .all(|(at, segment)| if at == 0 { is_guid(segment) } else { is_segment(segment) })
}

/// Regions of Azure and of Communication Services, in lower case without spaces.
const REGIONS: [&str; 79] = [
    "africa",
    "asiapacific",
    "australia",
    "australiacentral",
    "australiacentral2",
    "australiaeast",
    "australiasoutheast",
    "austriaeast",
    "belgiumcentral",
    "brazil",
    "brazilsouth",
    "brazilsoutheast",
    "canada",
    "canadacentral",
    "canadaeast",
    "centralindia",
    "centralus",
    "chilecentral",
    "chinaeast",
    "chinaeast2",
    "chinanorth",
    "chinanorth2",
    "eastasia",
    "eastus",
    "eastus2",
    "europe",
    "france",
    "francecentral",
    "francesouth",
    "germany",
    "germanynorth",
    "germanywestcentral",
    "global",
    "india",
    "indonesiacentral",
    "israelcentral",
    "italynorth",
    "japan",
    "japaneast",
    "japanwest",
    "jioindiacentral",
    "jioindiawest",
    "korea",
    "koreacentral",
    "koreasouth",
    "malaysiawest",
    "mexicocentral",
    "newzealandnorth",
    "northcentralus",
    "northeurope",
    "norway",
    "norwayeast",
    "norwaywest",
    "polandcentral",
    "qatarcentral",
    "southafricanorth",
    "southafricawest",
    "southcentralus",
    "southeastasia",
    "southindia",
    "spaincentral",
    "swedencentral",
    "swedensouth",
    "switzerland",
    "switzerlandnorth",
    "switzerlandwest",
    "uae",
    "uaecentral",
    "uaenorth",
    "uk",
    "uksouth",
    "ukwest",
    "unitedstates",
    "usgovvirginia",
    "westcentralus",
    "westeurope",
    "westindia",
    "westus",
    "westus2",
];

#[cfg(test)]
mod tests {
    use super::{REGIONS, Safe, is_near, is_plain_name, within};
    use crate::{CATEGORIES, Shape};

    const STATES: [&str; 3] = ["Succeeded", "Failed", "US"];

    #[test]
    fn each_form_takes_its_values_and_none_of_a_person() {
        let values = [
            (Safe::Time, "2024-03-05T09:14:27.441Z"),
            (Safe::Number, "73.3857"),
            (Safe::Number, "3.146336E-05"),
            (Safe::Truth, "False"),
            (Safe::Vocabulary, "Succeeded"),
            (Safe::Vocabulary, "suceeeded"),
            (Safe::Category, "SMSOperational"),
            (Safe::Category, "ACSSMSIncomingOperation"),
            (Safe::Region, "West Europe"),
            (Safe::Region, "westeurope"),
            (Safe::Version, "2020-07-20-preview1"),
            (Safe::Version, "2023-03-31"),
            (Safe::Version, "1.0-dev"),
            (Safe::Version, "1.33.1"),
            (Safe::Version, "1.2.0-beta.1"),
            (Safe::Version, "3/6/23"),
            (Safe::Code, "202"),
            (Safe::Code, "5.1.1"),
            (Safe::Name, "SMSMessagesSent"),
            (Safe::Locale, "en-US"),
            (
                Safe::Resource,
                "/SUBSCRIPTIONS/3F0A6D52-11AB-4C1E-9E0D-7B2C4A5D6E7F/RESOURCEGROUPS/RG(1)/PROVIDERS/X.Y/Z",
            ),
            (Safe::Guid, "3f0a6d52-11ab-4c1e-9e0d-7b2c4a5d6e7f"),
        ];
        for (safe, value) in values {
            assert!(safe.admits(&STATES, value), "{safe:?} {value}");
        }
        for safe in Safe::ALL {
            for value in [
                "zoe.canary@example.org",
                "+33612345678x",
                "+33612345678",
                "033612345678",
                "0x33612345678",
                "+1 425 555 0123",
                "425-555-0123",
                "203.0.113.77",
                "2001:db8::1",
                "Zoe Canary",
                "8:acs:1b2c_0000-11",
                "/subscriptions/zoe@example.org/x",
                "https://contoso.example/identities/8:acs:1b2c",
            ] {
                assert!(!safe.admits(&STATES, value), "{safe:?} {value}");
            }
        }
        assert!(!Safe::Vocabulary.admits(&STATES, "Zoe") && !Safe::Vocabulary.admits(&[], "Succeeded"));
    }

    #[test]
    fn near_is_two_edits_at_most() {
        for (one, other, edits, expected) in [
            ("", "", 0, true),
            ("a", "", 0, false),
            ("abc", "abd", 1, true),
            ("abc", "ac", 1, true),
            ("ac", "abc", 1, true),
            ("abcd", "badc", 2, false),
            ("abcdef", "bcdefg", 2, true),
            ("abcdef", "uvwdef", 2, false),
        ] {
            assert_eq!(within(one.as_bytes(), other.as_bytes(), edits), expected, "{one} {other}");
        }
        assert!(is_near("Delivred", ["Delivered"].into_iter()) && !is_near("Bob", ["UDP"].into_iter()));
    }

    #[test]
    fn names_are_plain() {
        for name in ["a", "CallerIpAddress", "x_1234", "Dwell_4Ms"] {
            assert!(is_plain_name(name), "{name}");
        }
        for name in
            ["", "_a", "1a", "x12345", "zoe@example.org", "zoe.canary", "a b", "Zo\u{eb}", &"a".repeat(65)]
        {
            assert!(!is_plain_name(name), "{name}");
        }
    }

    #[test]
    fn regions_are_folded_and_sorted() {
        assert!(REGIONS.is_sorted());
        assert!(
            REGIONS.iter().all(|region| region.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9')))
        );
    }

    /// A mark that contradicts the examples would hide their values.
    #[test]
    fn marked_properties_of_the_examples_are_shown() {
        let (mut shown, mut hidden) = (0, Vec::new());
        for category in CATEGORIES {
            for shape in category.shapes() {
                let example: serde_json::Value = serde_json::from_str(category.example(shape)).unwrap();
                let inner = example.get("properties").filter(|_| shape == Shape::ResourceLog);
                for property in category.properties.iter().filter(|property| property.safe.is_some()) {
                    let log_name = property.log.map_or(property.name, |log| log.name);
                    let name = if shape == Shape::Table { property.name } else { log_name };
                    let value =
                        example.get(name).or_else(|| inner?.get(name)).and_then(|value| value.as_str());
                    if let Some(text) = value {
                        shown += 1;
                        // The first could be an address; the second is more than a name.
                        let is_odd = ["1.24.2.0", "Microsoft Windows 10.0.22631"].contains(&text);
                        if property.shows_text(text) == is_odd {
                            hidden.push(format!("{} {name}: {text}", category.id));
                        }
                    }
                }
            }
        }
        assert_eq!(hidden, Vec::<String>::new());
        assert!(shown > 300, "{shown}");
    }

    #[test]
    fn numbers_are_those_that_a_property_can_have() {
        let of = |category: &str, name: &str| {
            let category = CATEGORIES.iter().find(|found| found.id == category).unwrap();
            category.property(name).unwrap()
        };
        let count = of("SMSOperational", "OutgoingMessageLength");
        let duration = of("SMSOperational", "DurationMs");
        let amount = of("Usage", "Quantity");
        let operation = of("SMSOperational", "OperationName");
        for property in [count, duration, amount] {
            for number in ["+61234567890", "061234567890", "0x61234567890", "-61234567890", "1_000", ""] {
                assert!(!property.shows_number(number), "{} {number}", property.name);
                assert!(number.is_empty() || !property.shows_text(number), "{} {number}", property.name);
            }
            assert!(property.shows_number("88") && property.shows_text("88"), "{}", property.name);
        }
        for (property, number, expected) in [
            (count, "61234567890", false),
            (count, "2147483648", false),
            (count, "2147483647", true),
            (count, "1.5", false),
            (duration, "61234567890", false),
            (duration, "1.5", true),
            (amount, "12.5", true),
            (amount, "1e999", false),
            (operation, "7", false),
        ] {
            assert_eq!(property.shows_number(number), expected, "{} {number}", property.name);
        }
        assert!(!count.shows_text("2147483648") && count.shows_text("2147483647"));
    }

    /// A word outside of a vocabulary is not shown; names of operations and of products are not listed completely.
    #[test]
    fn a_documented_vocabulary_is_marked_as_one() {
        let names = ["OperationName", "OperationType", "SdkType"];
        for property in CATEGORIES.iter().flat_map(|category| category.properties) {
            if property.values.is_some() && !names.contains(&property.name) {
                assert_ne!(property.safe, Some(Safe::Name), "{}", property.name);
            }
        }
    }

    #[test]
    fn nothing_personal_is_marked() {
        let properties = || CATEGORIES.iter().flat_map(|category| category.properties);
        assert!(properties().all(|property| property.personal_data.is_none() || property.safe.is_none()));
        let is_told =
            |name: &str| properties().any(|property| property.name == name && property.safe.is_some());
        for name in
            ["FailureMessage", "ResultDescription", "URI", "EngagementContext", "EntityId", "CorrelationId"]
        {
            assert!(!is_told(name), "{name}");
        }
    }
}
