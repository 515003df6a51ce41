//! Types of `acslint.toml`; the schema for editors is generated from them.
//!
//! Each value keeps its place, so that messages and `config show` can name its line. Parsing resolves names of
//! rules and levels; names of categories and properties are resolved once the whole file has been read.

use std::fmt;
use std::num::NonZero;
use std::ops::Range;

use acslint_check::{Group, Level, RULES};
use acslint_types::{CATEGORIES, Shape, calendar};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use toml::Spanned;

use crate::args::{AtMost, FailOn, Format};
use crate::input::Size;

/// The configuration of acslint: `acslint.toml`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct File {
    /// Preset that the levels of the rules start from.
    pub(crate) preset: Option<At<Preset>>,
    /// The level of a rule, or of all rules of a group. The level of a rule overrides the level of its group.
    pub(crate) levels: Levels,
    /// Lowest level of a finding that fails the run.
    pub(crate) fail_on: Option<At<FailOn>>,

    /// File of known findings, relative to this file's directory. Reports leave out known findings, and they do
    /// not fail the run.
    pub(crate) baseline: Option<At<String>>,
    /// Minimum number of records that a run must check: in total, or in a table by category, custom category or
    /// table.
    pub(crate) min_records: Option<At<MinRecords>>,
    /// Categories, custom categories or tables of which a run must check at least one record.
    pub(crate) require_category: Option<At<Vec<At<CategoryName>>>>,

    /// Files to read in directories, as patterns like those in a `.gitignore`, relative to this file's directory.
    /// They replace the default `*.json`, `*.jsonl` and `*.ndjson`, also with `.gz`, `.zst` or `.zstd` appended.
    pub(crate) include: Option<At<Vec<At<String>>>>,
    /// Files and directories to skip in directories, as patterns like those in a `.gitignore`, relative to this
    /// file's directory. A file given by name is always read.
    pub(crate) exclude: Option<At<Vec<At<String>>>>,

    /// Levels for some files, categories or properties; the last entry with a level for a rule applies.
    pub(crate) overrides: Vec<At<Override>>,
    /// Category and shape of records in some files; the last matching entry applies.
    pub(crate) hints: Vec<At<Hint>>,
    /// Findings that reports leave out and that do not fail the run, each with a reason.
    pub(crate) suppress: Vec<At<Suppress>>,

    /// Category, or table, of records that do not name theirs.
    pub(crate) category: Option<At<CategoryName>>,
    /// Shape to assume where a record fits both.
    pub(crate) shape: Option<At<ShapeName>>,

    /// Custom categories by name: their records are checked against your JSON Schema.
    pub(crate) categories: Categories,

    /// Reports to write if the command line does not select any.
    pub(crate) reports: Vec<At<Report>>,
    /// True if all formats mask personal data, false if none does. By default, formats meant for sharing mask it.
    pub(crate) redact: Option<At<bool>>,
    /// Number of findings to show per group before counting the rest (`human` and `html` only).
    pub(crate) show: Option<At<AtMost>>,
    /// Maximum number of findings to write; the report counts the rest.
    pub(crate) max_findings: Option<At<u64>>,
    /// Maximum number of bytes of decompressed data per input: a number, or a text such as `512MiB`.
    pub(crate) max_decompressed: Option<At<Size>>,
    /// Maximum ratio of decompressed to compressed size, from the first MiB on.
    pub(crate) max_ratio: Option<At<Ratio>>,
    /// Number of threads that check.
    pub(crate) threads: Option<At<Threads>>,
}

/// Levels for some files, categories or properties: for findings that match all keys given here.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Override {
    /// Files: patterns like those in a `.gitignore`, relative to this file's directory.
    pub(crate) paths: Option<Names<String>>,
    /// Categories of records: ids, tables, or custom categories.
    pub(crate) categories: Option<Names<CategoryName>>,
    /// Properties: their documented names, unknown names, or, for custom categories, their names in reports.
    pub(crate) fields: Option<Names<String>>,
    /// The level of a rule, or of all rules of a group.
    pub(crate) levels: Levels,
}

/// Category and shape of records in some files.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Hint {
    /// Files: patterns like those in a `.gitignore`, relative to this file's directory.
    pub(crate) paths: Names<String>,
    /// Category, or table, of their records that do not name theirs.
    pub(crate) category: Option<At<CategoryName>>,
    /// Shape to assume where a record fits both.
    pub(crate) shape: Option<At<ShapeName>>,
}

/// Findings to leave out: those that match all keys given here.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Suppress {
    /// The rule.
    pub(crate) rule: At<OneRule>,
    /// Files: patterns like those in a `.gitignore`, relative to this file's directory.
    pub(crate) paths: Option<Names<String>>,
    /// Categories of records: ids, tables, or custom categories.
    pub(crate) categories: Option<Names<CategoryName>>,
    /// Properties: their documented names, unknown names, or, for custom categories, their names in reports.
    pub(crate) fields: Option<Names<String>>,
    /// Reason for leaving them out.
    pub(crate) reason: At<Reason>,
    /// Last day, in UTC, on which they are left out: `2027-03-31`.
    pub(crate) until: Option<At<Date>>,
}

/// Custom categories, in the order of the file.
#[derive(Debug, Default, Clone)]
pub(crate) struct Categories(pub(crate) Vec<(At<String>, Category)>);

/// A custom category.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Category {
    /// File of the JSON Schema of its records, relative to this file's directory. The schema may refer to other
    /// files, and to the schemas of acslint by their `$id`.
    pub(crate) schema: At<String>,
    /// Property that identifies its records. By default, `category` or `Category` holds the name of the category.
    pub(crate) discriminator: Option<Discriminator>,
    /// Names of properties whose valid values contain no personal data, so that reports may show them. In the
    /// schema, `"x-safe": true` marks such a property.
    pub(crate) safe: Option<Names<String>>,
}

/// Property and value that identify the records of a category.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Discriminator {
    /// JSON Pointer (RFC 6901) to the property, such as `/kind`. The default is `category` or `Category`.
    pub(crate) pointer: Option<At<String>>,
    /// Value of the property. The default is the `const` of the property in the schema, or else the name of the
    /// category.
    pub(crate) value: Option<At<String>>,
}

impl<'de> Deserialize<'de> for Categories {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Table;

        impl<'de> Visitor<'de> for Table {
            type Value = Categories;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of categories by name")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Categories, M::Error> {
                let mut categories = Vec::new();
                while let Some(category) = map.next_entry()? {
                    categories.push(category);
                }
                Ok(Categories(categories))
            }
        }

        deserializer.deserialize_map(Table)
    }
}

impl JsonSchema for Categories {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Categories".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let category = generator.subschema_for::<Category>();
        json_schema!({ "type": "object", "additionalProperties": category })
    }
}

/// A report to write.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Report {
    /// Format of the report.
    pub(crate) format: At<Format>,
    /// File to write it to, relative to this file's directory; without one, it goes to standard output.
    pub(crate) output: Option<At<String>>,
}

/// Preset that the levels of the rules start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Preset {
    /// Suspicious records are errors: recommended properties are required, and unknown properties are not allowed.
    Strict,
    /// Only wrong records count: suspicious ones are information, and recommended or unknown properties are
    /// ignored.
    Lenient,
}

impl Preset {
    /// Levels of rules and groups in the preset; the last one for a rule applies.
    pub(crate) const fn levels(self) -> &'static [(&'static str, Level)] {
        match self {
            Self::Strict => &[("suspicious", Level::Error)],
            Self::Lenient => &[
                ("suspicious", Level::Info),
                ("missing-recommended-field", Level::Allow),
                ("unexpected-value", Level::Allow),
                ("unknown-field", Level::Allow),
            ],
        }
    }
}

/// A value, and its bytes in the file.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::deserialize(deserializer)?;
        Ok(Self { span: spanned.span(), value: spanned.into_inner() })
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Levels of rules and groups, in the order of the file.
#[derive(Debug, Default, Clone)]
pub(crate) struct Levels(pub(crate) Vec<(At<Named>, At<Level>)>);

/// Rule or group that a level applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// A group, by its id.
    Group(&'static str),
    /// A rule, by its id.
    Rule(&'static str),
}

impl Named {
    /// Id of the rule or the group.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Group(id) | Self::Rule(id) => id,
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        let groups = Group::ALL.into_iter().map(|group| Self::Group(group.id()));
        groups.chain(RULES.iter().map(|rule| Self::Rule(rule.id)))
    }
}

impl Levels {
    /// Levels by id, groups first, so that the last one for a rule applies.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &(At<Named>, At<Level>)> {
        let of_group = |(named, _): &&(At<Named>, _)| matches!(named.value, Named::Group(_));
        let (groups, rules): (Vec<_>, Vec<_>) = self.0.iter().partition(of_group);
        groups.into_iter().chain(rules)
    }
}

impl<'de> Deserialize<'de> for Levels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Table;

        impl<'de> Visitor<'de> for Table {
            type Value = Levels;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of levels by rule or group")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Levels, M::Error> {
                let mut levels = Vec::new();
                while let Some(key) = map.next_key::<At<RuleName>>()? {
                    let level = map.next_value::<At<LevelName>>()?;
                    levels.push((
                        At { value: key.value.0, span: key.span },
                        At { value: level.value.into(), span: level.span },
                    ));
                }
                Ok(Levels(levels))
            }
        }

        deserializer.deserialize_map(Table)
    }
}

impl JsonSchema for Levels {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Levels".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<LevelName>();
        let mut properties = Map::new();
        for named in Named::all() {
            let mut schema = level.clone();
            let description = match acslint_check::rule(named.id()) {
                Some(rule) => format!("{} Its level is `{}`.", rule.meaning(), rule.group.level()),
                None => format!("All rules of the group `{}`.", named.id()),
            };
            schema.insert("description".to_owned(), json!(description));
            properties.insert(named.id().to_owned(), schema.to_value());
        }
        json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
    }
}

/// Id of a rule or a group.
#[derive(Debug, Clone, Copy)]
struct RuleName(Named);

impl<'de> Deserialize<'de> for RuleName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        let known = Named::all().find(|named| named.id() == id);
        known.map(Self).ok_or_else(|| {
            let ids: Vec<&str> = Named::all().map(Named::id).collect();
            D::Error::custom(super::fault::unknown("rule", &id, &ids))
        })
    }
}

/// Id of a rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OneRule(pub(crate) &'static str);

impl<'de> Deserialize<'de> for OneRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        let known = acslint_check::rule(&id);
        known.map(|rule| Self(rule.id)).ok_or_else(|| {
            let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
            D::Error::custom(super::fault::unknown("rule", &id, &ids))
        })
    }
}

impl JsonSchema for OneRule {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rule".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        json_schema!({ "type": "string", "enum": ids })
    }
}

/// List that must not be empty: an empty list could mean nothing or everything.
#[derive(Debug, Clone)]
pub(crate) struct Names<T>(pub(crate) Vec<At<T>>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Names<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::deserialize(deserializer)?;
        if names.is_empty() {
            return Err(D::Error::custom("the list is empty; leave the key out to mean all"));
        }
        Ok(Self(names))
    }
}

impl<T: JsonSchema> JsonSchema for Names<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Names_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let name = generator.subschema_for::<T>();
        json_schema!({ "type": "array", "items": name, "minItems": 1 })
    }
}

/// Reason for leaving findings out; must not be blank.
#[derive(Debug, Clone)]
pub(crate) struct Reason(pub(crate) String);

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let reason = String::deserialize(deserializer)?;
        if reason.trim().is_empty() {
            return Err(D::Error::custom("the reason is empty; say why these findings are left out"));
        }
        Ok(Self(reason.trim().to_owned()))
    }
}

impl JsonSchema for Reason {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Reason".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "\\S" })
    }
}

/// A day, as a TOML date, or the same in quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Date {
    pub(crate) year: u16,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

impl Date {
    /// The day in UTC that is this many days after 1970-01-01.
    pub(crate) fn of_days(days: u64) -> Self {
        let calendar::Date { year, month, day } = calendar::Date::from_epoch_days(days.cast_signed());
        // A month and a day fit; a year may be too large.
        let number = |part: i64| u8::try_from(part).unwrap_or_default();
        Self { year: u16::try_from(year).unwrap_or(u16::MAX), month: number(month), day: number(day) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use toml::value::Datetime;

        const EXPECTED: &str = "a date, such as 2027-03-31";

        struct Day;

        impl<'de> Visitor<'de> for Day {
            type Value = Datetime;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(EXPECTED)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Datetime, E> {
                text.parse().map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Datetime, M::Error> {
                Datetime::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    .map_err(|_| M::Error::custom(format!("expected {EXPECTED}")))
            }
        }

        match deserializer.deserialize_any(Day)? {
            Datetime { date: Some(date), time: None, offset: None } => {
                Ok(Self { year: date.year, month: date.month, day: date.day })
            }
            other => Err(D::Error::custom(format!("expected {EXPECTED}, found `{other}`"))),
        }
    }
}

impl JsonSchema for Date {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

/// Severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LevelName {
    /// The record is wrong.
    Error,
    /// Probably a mistake, but the record can be used.
    Warning,
    /// Worth knowing.
    Info,
    /// The rule is off.
    Allow,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Error => Self::Error,
            LevelName::Warning => Self::Warning,
            LevelName::Info => Self::Info,
            LevelName::Allow => Self::Allow,
        }
    }
}

/// Name of a category or of its table; resolved once the whole file has been read.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub(crate) struct CategoryName(pub(crate) String);

impl JsonSchema for CategoryName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CategoryName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // Editors offer the examples.
        let ids: Vec<&str> = CATEGORIES.iter().map(|category| category.id).collect();
        json_schema!({ "type": "string", "examples": ids })
    }
}

/// Shape of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ShapeName {
    /// A row of a Log Analytics table.
    Table,
    /// A resource log, as delivered to a storage account or an event hub.
    ResourceLog,
}

impl From<ShapeName> for Shape {
    fn from(name: ShapeName) -> Self {
        match name {
            ShapeName::Table => Self::Table,
            ShapeName::ResourceLog => Self::ResourceLog,
        }
    }
}

/// Minimum number of records.
#[derive(Debug, Clone)]
pub(crate) enum MinRecords {
    /// Of all categories together.
    All(u64),
    /// Of some categories.
    By(Vec<(At<CategoryName>, u64)>),
}

impl<'de> Deserialize<'de> for MinRecords {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrTable;

        impl<'de> Visitor<'de> for NumberOrTable {
            type Value = MinRecords;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number from 0 on, or a table of numbers by category")
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<MinRecords, E> {
                u64::try_from(number).map(MinRecords::All).map_err(|_| E::custom("the number is negative"))
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<MinRecords, M::Error> {
                let mut numbers = Vec::new();
                while let Some(entry) = map.next_entry::<At<CategoryName>, u64>()? {
                    numbers.push(entry);
                }
                Ok(MinRecords::By(numbers))
            }
        }

        deserializer.deserialize_any(NumberOrTable)
    }
}

impl JsonSchema for MinRecords {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "MinRecords".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let number = json!({ "type": "integer", "minimum": 0 });
        json_schema!({ "anyOf": [number, { "type": "object", "additionalProperties": number }] })
    }
}

/// Number of threads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Threads(pub(crate) NonZero<u16>);

impl<'de> Deserialize<'de> for Threads {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        let threads = u16::try_from(number).ok().and_then(NonZero::new).map(Self);
        threads.ok_or_else(|| {
            D::Error::custom(format!("expected a number from 1 to {}, found {number}", u16::MAX))
        })
    }
}

impl JsonSchema for Threads {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Threads".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": u16::MAX })
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrText;

        impl Visitor<'_> for NumberOrText {
            type Value = Size;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of bytes (at least 1), or a text such as \"512MiB\"")
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Size, E> {
                let number = u64::try_from(number).ok().filter(|number| *number > 0);
                number.map(Size).ok_or_else(|| E::custom("expected a number of bytes (at least 1)"))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Size, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_any(NumberOrText)
    }
}

impl JsonSchema for Size {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Size".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let text = json!({ "type": "string", "pattern": "^[0-9]+ *(([kKmMgG][iI]?|[tT])?[bB])?$" });
        json_schema!({ "anyOf": [{ "type": "integer", "minimum": 1 }, text] })
    }
}

/// Ratio of decompressed to compressed size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio(pub(crate) NonZero<u32>);

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        let ratio = u32::try_from(number).ok().and_then(NonZero::new).map(Self);
        ratio.ok_or_else(|| {
            D::Error::custom(format!("expected a number from 1 to {}, found {number}", u32::MAX))
        })
    }
}

impl JsonSchema for Ratio {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ratio".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": u32::MAX })
    }
}

impl<'de> Deserialize<'de> for AtMost {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrAll;

        impl Visitor<'_> for NumberOrAll {
            type Value = AtMost;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number from 0 on, or \"all\"")
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<AtMost, E> {
                let number = u64::try_from(number);
                number.map(|number| AtMost(Some(number))).map_err(|_| E::custom("the number is negative"))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<AtMost, E> {
                let all = text == "all";
                all.then_some(AtMost(None))
                    .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(NumberOrAll)
    }
}

impl JsonSchema for AtMost {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AtMost".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "const": "all" }] })
    }
}

/// The JSON Schema (draft 2020-12) of the file.
pub(crate) fn schema() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let generator = settings.with_transform(plain).into_generator();
    let generated = generator.into_root_schema_for::<File>().to_value();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("$id".to_owned(), json!("urn:acslint:schema:v1:configuration"));
    schema.insert("title".to_owned(), json!("acslint.toml"));
    if let Value::Object(generated) = generated {
        schema.extend(generated.into_iter().filter(|(key, _)| !matches!(key.as_str(), "$schema" | "title")));
    }
    Value::Object(schema)
}

/// Simplifies a generated schema: TOML has no null, so a key is absent instead; descriptions become one line.
fn plain(schema: &mut Schema) {
    schemars::transform::transform_subschemas(&mut plain, schema);
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    // Formats such as `uint64` are Rust types.
    if object.get("format").is_some_and(|format| format != "date") {
        object.remove("format");
    }
    object.remove("default");
    if let Some(Value::String(description)) = object.get_mut("description") {
        *description = description.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(branches)) = object.get_mut("anyOf") {
        branches.retain(|branch| *branch != json!({ "type": "null" }));
        if let [Value::Object(only)] = branches.as_slice() {
            let only = only.clone();
            object.remove("anyOf");
            for (keyword, value) in only {
                object.entry(keyword).or_insert(value);
            }
        }
    }
    if let Some(Value::Array(values)) = object.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
}
