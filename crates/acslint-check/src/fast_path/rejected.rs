//! Rejected values: values that a program rejects in records that it accepts otherwise.
//!
//! Some rules report a record for one value alone, such as `wrong-type`. Such a record does not need the full path: the
//! rules are run on a record that has no other member. Many records have the same bad value, so what the rules find for a
//! member is cached by its bytes, as a [`Template`].

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use super::{Kind, property_set::PropertySet, template::Template};
use crate::{Finding, Span, record::RecordPlace};

/// Largest number of rejected values of a record, and the longest member with one, in bytes.
const MOST: usize = 4;
const LONGEST: usize = 1024;

/// Binary logarithm of the number of entries of a [`ValueCache`].
const ENTRIES: u32 = 11;

/// Value of a property that a program rejects, in a record that it accepts otherwise.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RejectedValue {
    /// Offset of the quote before its key.
    pub(crate) key: usize,
    /// Offset behind the value.
    pub(crate) end: usize,
    /// True if it is a member of `properties`.
    pub(crate) inside: bool,
}

impl RejectedValue {
    /// Returns its member in a record of this kind, which is part of these bytes.
    pub(super) fn member<'b>(&self, kind: Kind, place: RecordPlace, bytes: &'b [u8]) -> RejectedMember<'b> {
        let bytes = bytes.get(self.key..self.end).unwrap_or_default();
        RejectedMember { kind, place, inside: self.inside, bytes }
    }
}

/// Rejected values of the record that is being matched.
#[derive(Debug, Clone, Default)]
pub(super) struct RejectedValues(Vec<RejectedValue>);

impl RejectedValues {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds a value; returns false if there are too many, or if it is too long.
    pub(super) fn add(&mut self, value: RejectedValue) -> bool {
        self.0.push(value);
        self.0.len() <= MOST && value.end - value.key <= LONGEST
    }

    pub(super) fn as_slice(&self) -> &[RejectedValue] {
        &self.0
    }
}

/// Properties whose values can be checked apart from their record, so that a program may reject them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rejectable {
    /// Properties of which any value may be rejected.
    pub(super) any: PropertySet,
    /// Properties of which any value but a text may be rejected.
    pub(super) other_than_text: PropertySet,
}

/// Everything that the findings about a member depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RejectedMember<'b> {
    pub(super) kind: Kind,
    pub(super) place: RecordPlace,
    /// True if it is a member of `properties`.
    pub(super) inside: bool,
    /// Bytes from the quote before its key to the end of the value.
    pub(super) bytes: &'b [u8],
}

/// Cache of the findings about members with rejected values. A member is cached when it comes for the second time.
///
/// Without it, records with a bad value or without a field took 29,300 instead of 20,100 instructions (sample of nine
/// categories); on the full path alone, 40,200.
#[derive(Debug, Clone, Default)]
pub(super) struct ValueCache(Vec<Entry>);

/// Entry of a member, by its digest.
#[derive(Debug, Clone, Default)]
struct Entry {
    digest: u64,
    cached: Option<Cached>,
}

#[derive(Debug, Clone)]
struct Cached {
    kind: Kind,
    place: RecordPlace,
    inside: bool,
    bytes: Box<[u8]>,
    template: Arc<Template>,
}

impl Cached {
    fn is_of(&self, member: &RejectedMember<'_>) -> bool {
        let Self { kind, place, inside, bytes, .. } = self;
        *member == RejectedMember { kind: *kind, place: *place, inside: *inside, bytes }
    }
}

fn digest(member: &RejectedMember<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    member.hash(&mut hasher);
    hasher.finish()
}

impl ValueCache {
    /// Returns the template of the findings about a member.
    pub(super) fn get(&self, member: &RejectedMember<'_>) -> Option<&Arc<Template>> {
        if self.0.is_empty() {
            return None;
        }
        let entries = entries_of(digest(member)).map(|entry| self.0[entry].cached.as_ref());
        let cached = entries.into_iter().flatten().find(|cached| cached.is_of(member))?;
        Some(&cached.template)
    }

    /// Learns the findings of a record, all of which are about this member at `span`.
    pub(super) fn learn(
        &mut self,
        member: &RejectedMember<'_>,
        findings: &[Finding],
        record: Span,
        span: Span,
    ) {
        if self.0.is_empty() {
            self.0 = vec![Entry::default(); 1 << ENTRIES];
        }
        let digest = digest(member);
        let free = entries_of(digest).into_iter().find(|entry| self.0[*entry].cached.is_none());
        let Some(free) = free.filter(|_| !findings.is_empty()) else {
            return;
        };
        let entry = &mut self.0[free];
        if std::mem::replace(&mut entry.digest, digest) == digest
            && let Some(template) = Template::new(findings, record, &[(0, span)])
        {
            let RejectedMember { kind, place, inside, bytes } = *member;
            entry.cached =
                Some(Cached { kind, place, inside, bytes: bytes.into(), template: Arc::new(template) });
        }
    }
}

/// Returns the entries that a member may have.
fn entries_of(digest: u64) -> [usize; 2] {
    let entry = (digest >> (u64::BITS - ENTRIES)) as usize;
    [entry, entry ^ 1]
}

#[cfg(test)]
mod tests {
    use acslint_types::{CATEGORIES, Category, Place, Property, Shape};
    use serde_json::{Value as Json, json};

    use super::{ENTRIES, MOST};
    use crate::{
        CustomCategories, CustomCategory, Discriminator, Level, Override, Settings,
        fast_path::tests::comparison::{agreed, example, lines, sms, with, with_inside, without},
        rules::{RULES, is_found_early, is_replayable},
    };

    /// Texts of values of every kind; some are valid for any property, others for none.
    const VALUES: [&str; 16] = [
        "null",
        "true",
        "0",
        "-1",
        "2147483648",
        "1.5",
        "1e400",
        "\"\"",
        "\"x\"",
        "\"12\"",
        "\"\\u0031\\\"\"",
        "\"2024-03-05 09:14:27\"",
        "\"203.0.113.XXX\"",
        "\"gr\u{fc}n\"",
        "[1, {\"a\": \"b\"}]",
        "{\"a\": 1}",
    ];

    /// Returns the line of a record with another value of a property; `None` if it does not have the property.
    fn with_value(record: &Json, name: &str, value: &str) -> Option<String> {
        let mut record = record.clone();
        let marker = "value of a test";
        let place = if record.get(name).is_some() { &mut record } else { record.get_mut("properties")? };
        *place.get_mut(name)? = json!(marker);
        Some(record.to_string().replacen(&format!("\"{marker}\""), value, 1))
    }

    fn schema_name(property: &'static Property, shape: Shape) -> &'static str {
        match (shape, property.log) {
            (Shape::ResourceLog, Some(log)) => log.name,
            _ => property.name,
        }
    }

    #[test]
    fn the_registry_declares_which_findings_are_about_one_value() {
        let early = RULES.iter().map(|rule| rule.id).filter(|id| is_found_early(id) && !is_replayable(id));
        assert_eq!(
            early.collect::<Vec<_>>(),
            [
                "damaged-version",
                "invalid-format",
                "invalid-value",
                "masked-address",
                "stringified-number",
                "unexpected-value",
                "wrong-type",
            ]
        );
    }

    /// Each property of each category with values of every kind, some of them several times, on lines and as items.
    #[test]
    fn findings_about_any_value_of_any_property_are_those_of_the_full_path() {
        let rules = ["stringified-number", "masked-address"].map(|rule| (rule.to_owned(), Level::Info));
        let settings = Settings { levels: rules.to_vec(), ..Settings::default() };
        for category in CATEGORIES {
            for shape in category.shapes() {
                let record = example(category.id, shape);
                let mut all = vec![record.to_string(); 12];
                for property in category.properties {
                    let name = schema_name(property, shape);
                    all.extend(VALUES.iter().filter_map(|value| with_value(&record, name, value)));
                }
                let again: Vec<String> = all.iter().skip(12).step_by(3).cloned().collect();
                all.extend_from_slice(&again);
                all.extend(again);
                agreed(&settings, &lines(&all, 1));
                agreed(&Settings::default(), &format!("{{\"records\":[{}]}}", all.join(" ,\n")));
            }
        }
    }

    /// The rest of such a record takes no full path, whether its value is new or not.
    #[test]
    fn records_with_one_bad_value_do_not_take_the_full_path() {
        for (name, value) in [
            ("durationMs", "\"fast\""),
            ("time", "\"2024-03-05 09:14:27\""),
            ("callerIpAddress", "7"),
            ("correlationId", "[]"),
            ("MessageId", "false"),
            ("resourceId", "7"),
            ("level", "\"Informationnal\""),
        ] {
            let same = vec![with_value(&sms(), name, value).unwrap(); 60];
            let outcome = agreed(&Settings::default(), &lines(&same, 1));
            assert_eq!(outcome.found.len(), 60, "{name}");
            assert!(
                outcome.met <= 12 && outcome.replayed >= 40,
                "{name}: {} {}",
                outcome.met,
                outcome.replayed
            );
        }
        let all: Vec<String> = (0..60)
            .map(|number| with_value(&sms(), "durationMs", &format!("\"{number} ms\"")).unwrap())
            .collect();
        let outcome = agreed(&Settings::default(), &lines(&all, 1));
        assert_eq!((outcome.found.len(), outcome.replayed), (60, 0));
        assert!(outcome.met <= 12, "{}", outcome.met);
    }

    #[test]
    fn several_bad_values_and_a_new_member_are_found_together() {
        let mut bad = sms();
        for (count, name) in
            ["durationMs", "time", "correlationId", "operationName", "level"].iter().enumerate()
        {
            bad[*name] = json!(["x"]);
            let new = with(&bad, "\"Colour\":1");
            let mut all = vec![with(&sms(), "\"Colour\":1"); 12];
            all.extend(vec![bad.to_string(); 20]);
            all.extend(vec![new; 20]);
            let outcome = agreed(&Settings::default(), &lines(&all, 1));
            let few = if count < MOST { 0..=14 } else { 40..=60 };
            assert!(few.contains(&outcome.met), "{count}: {}", outcome.met);
        }
    }

    /// A value that the program does not know, but that is valid, has no finding.
    #[test]
    fn a_valid_value_beyond_the_program_is_clean() {
        let line = with_value(&sms(), "level", "\"Inform\\u0061tional\"").unwrap();
        assert_eq!(agreed(&Settings::default(), &lines(&[line], 40)).found, []);
    }

    #[test]
    fn a_member_that_is_not_json_or_comes_twice_is_found() {
        let line = with_value(&sms(), "durationMs", "\"fast\"").unwrap();
        let input = lines(std::slice::from_ref(&line), 30)
            + &lines(
                &[
                    line.replacen("\"fast\"", "\"fa\tst\"", 1),
                    line.replacen("\"fast\"", "{\"a\":1,\"a\":2}", 1),
                ],
                2,
            )
            + &lines(&[line.replacen("\"fast\"", "\"fast\",\"durationMs\":1", 1)], 1);
        let outcome = agreed(&Settings::default(), &input);
        let rules = |event: usize| -> Vec<&str> {
            outcome.found[event].2.iter().map(|(finding, _)| finding.rule).collect()
        };
        assert_eq!(rules(30), ["invalid-json"]);
        assert_eq!(rules(31), ["wrong-type", "duplicate-key"]);
        assert_eq!(rules(34), ["duplicate-key"]);
    }

    #[test]
    fn levels_of_a_property_apply_to_its_values() {
        let allowed = Override {
            fields: vec!["DurationMs".to_owned()],
            levels: vec![("wrong-type".to_owned(), Level::Allow)],
            ..Override::default()
        };
        let settings = Settings { overrides: vec![allowed], ..Settings::default() };
        let all = [("durationMs", "\"fast\""), ("correlationId", "7")]
            .map(|(name, value)| with_value(&sms(), name, value).unwrap());
        let outcome = agreed(&settings, &lines(&all, 30));
        assert_eq!(outcome.found.len(), 30);
    }

    /// A value by which a custom category claims the record is never checked apart from it.
    #[test]
    fn a_custom_category_may_claim_a_record_by_a_value_that_a_program_rejects() {
        let category = CustomCategory {
            name: "A".to_owned(),
            schema: "/a".to_owned(),
            discriminator: Discriminator {
                pointer: Some("/properties/MessageId".to_owned()),
                value: Some("7".to_owned()),
            },
            ..CustomCategory::default()
        };
        let schema = json!({ "required": ["never"] }).to_string();
        let custom = CustomCategories::load(&[category], &|_| Ok(schema.clone())).unwrap();
        let settings = Settings { custom, ..Settings::default() };
        let all = ["7", "\"7\""].map(|value| with_value(&sms(), "MessageId", value).unwrap());
        agreed(&settings, &lines(&all, 30));
    }

    #[test]
    fn a_missing_field_is_replayed() {
        for category in CATEGORIES {
            for shape in category.shapes() {
                let record = example(category.id, shape);
                for property in category.properties {
                    let name = schema_name(property, shape);
                    if record.get(name).is_some() {
                        agreed(&Settings::default(), &lines(&[without(&record, name).to_string()], 12));
                    }
                }
            }
        }
        for name in ["time", "resourceId", "operationName"] {
            let outcome = agreed(&Settings::default(), &lines(&[without(&sms(), name).to_string()], 40));
            let (_, _, findings) = outcome.found.last().expect(name);
            assert_eq!(
                findings.iter().map(|(finding, _)| finding.rule).collect::<Vec<_>>(),
                ["missing-field"]
            );
            assert!(outcome.replayed >= 25, "{name}: {}", outcome.replayed);
        }
    }

    /// Inside of `properties`, a category does not identify its record, whichever rules are on.
    #[test]
    fn what_identifies_a_record_does_not_inside_of_properties() {
        let levels = vec![("misplaced-field".to_owned(), Level::Allow)];
        let settings = Settings { levels, ..Settings::default() };
        for name in ["category", "time", "resourceId", "operationName"] {
            let record = sms();
            let value = record[name].to_string();
            let moved = with_inside(&without(&record, name), &format!("\"{name}\":{value}"));
            let input = lines(&[record.to_string()], 30) + &lines(&[moved], 3);
            let outcome = agreed(&settings, &input);
            if name == "category" {
                let rules: Vec<_> = outcome.found.iter().map(|(.., findings)| findings[0].0.rule).collect();
                assert_eq!(rules, ["missing-category"; 3]);
            }
        }
    }

    /// The same member in more forms than the cache has entries.
    #[test]
    fn the_cache_is_bounded() {
        let numbers = 0..(1 << ENTRIES) + 500;
        let all: Vec<String> = numbers
            .map(|number| with_value(&sms(), "durationMs", &format!("\"{number} ms\"")).unwrap())
            .collect();
        let outcome = agreed(&Settings::default(), &lines(&all, 3));
        assert_eq!(outcome.found.len(), all.len() * 3);
        assert!(outcome.replayed > 300, "{}", outcome.replayed);
    }

    #[test]
    fn a_property_inside_of_properties_has_the_pointer_of_its_place() {
        let category = Category::by_id("SMSOperational").unwrap();
        let inside = category.properties.iter().filter_map(|property| property.log);
        let log = inside
            .filter(|log| log.place == Place::Properties)
            .find(|log| sms()["properties"].get(log.name).is_some());
        let name = log.unwrap().name;
        let line = with_value(&sms(), name, "[7]").unwrap();
        let outcome = agreed(&Settings::default(), &lines(std::slice::from_ref(&line), 30));
        let (finding, position) = &outcome.found[29].2[0];
        assert_eq!(finding.pointer.verbatim(), format!("/properties/{name}"));
        assert_eq!((position.line, position.column as usize), (30, line.find("[7]").unwrap() + 1));
    }
}
