//! What can be written into `acslint.toml`: the types that are read, from which the schema for editors is generated.
//!
//! A value remembers where it stands, because whoever is told that it is wrong, or where a setting comes from, wants to
//! be told the line. Names of rules and levels are known here; names of categories and properties are looked up once the
//! whole file has been read.

use std::fmt;
use std::num::NonZero;
use std::ops::Range;

use acslint_check::{Group, Level, RULES};
use acslint_types::{CATEGORIES, Shape};
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
    /// What the levels of the rules begin with.
    pub(crate) preset: Option<At<Preset>>,
    /// The level of a rule, or of all rules of a group. What is said of a rule counts more than what is said of its group.
    pub(crate) levels: Levels,
    /// The lowest level of a finding that fails the run.
    pub(crate) fail_on: Option<At<FailOn>>,

    /// The file of known findings, relative to this file's directory: they are left out of the reports and fail no run.
    pub(crate) baseline: Option<At<String>>,
    /// How many records a run must have checked at least: of all categories, or in a table by category, which may be one
    /// of your own, or by its table.
    pub(crate) min_records: Option<At<MinRecords>>,
    /// The categories, or their tables, or categories of your own, of which a run must have checked a record.
    pub(crate) require_category: Option<At<Vec<At<CategoryName>>>>,

    /// Which files are read in directories, as patterns like those in a `.gitignore`, relative to this file's directory;
    /// instead of `*.json`, `*.jsonl` and `*.ndjson`, also with `.gz`, `.zst` or `.zstd` behind it.
    pub(crate) include: Option<At<Vec<At<String>>>>,
    /// Which files and directories are not read in directories, as patterns like those in a `.gitignore`, relative to
    /// this file's directory. A file that is given by name is always read.
    pub(crate) exclude: Option<At<Vec<At<String>>>>,

    /// Levels for some files, categories or properties; the last one that says something of a rule counts.
    pub(crate) overrides: Vec<At<Override>>,
    /// What is known of some files; the last one that says something counts.
    pub(crate) hints: Vec<At<Hint>>,
    /// Findings that are left out of the reports and fail no run, each with the reason.
    pub(crate) suppress: Vec<At<Suppress>>,

    /// The category of records that do not name theirs: a category, or its table.
    pub(crate) category: Option<At<CategoryName>>,
    /// The form of records that could have either.
    pub(crate) shape: Option<At<ShapeName>>,

    /// Categories of your own, by name: their records are checked by the JSON Schema that you give.
    pub(crate) categories: Categories,

    /// The reports to write, where the command line names none.
    pub(crate) reports: Vec<At<Report>>,
    /// Whether personal data is left out of every form of the report, or of none; else of those that leave the machine.
    pub(crate) redact: Option<At<bool>>,
    /// How many findings of one kind to show before counting the rest (`human` only).
    pub(crate) show: Option<At<AtMost>>,
    /// How many findings to write at most; the rest are counted.
    pub(crate) max_findings: Option<At<u64>>,
    /// How many bytes of what a compressed input holds are read at most: a number, or a text such as `512MiB`.
    pub(crate) max_decompressed: Option<At<Size>>,
    /// How many bytes a compressed input may hold at most for each byte of it, from the first MiB on.
    pub(crate) max_ratio: Option<At<Ratio>>,
    /// How many threads may check at the same time.
    pub(crate) threads: Option<At<Threads>>,
}

/// Levels for some files, categories or properties: for findings of which all that is said here is true.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Override {
    /// In these files: patterns like those in a `.gitignore`, relative to this file's directory.
    pub(crate) paths: Option<Names<String>>,
    /// In records of these categories: a category, or its table, or one of your own.
    pub(crate) categories: Option<Names<CategoryName>>,
    /// About these properties: their names as the documentation of the category has them, those of unknown ones, or as
    /// reports have them for categories of your own.
    pub(crate) fields: Option<Names<String>>,
    /// The level of a rule, or of all rules of a group.
    pub(crate) levels: Levels,
}

/// What is known of some files.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Hint {
    /// The files: patterns like those in a `.gitignore`, relative to this file's directory.
    pub(crate) paths: Names<String>,
    /// The category of their records that do not name theirs: a category, or its table.
    pub(crate) category: Option<At<CategoryName>>,
    /// The form of their records that could have either.
    pub(crate) shape: Option<At<ShapeName>>,
}

/// Findings that are left out: those of which all that is said here is true.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Suppress {
    /// The rule.
    pub(crate) rule: At<OneRule>,
    /// In these files: patterns like those in a `.gitignore`, relative to this file's directory.
    pub(crate) paths: Option<Names<String>>,
    /// In records of these categories: a category, or its table, or one of your own.
    pub(crate) categories: Option<Names<CategoryName>>,
    /// About these properties: their names as the documentation of the category has them, those of unknown ones, or as
    /// reports have them for categories of your own.
    pub(crate) fields: Option<Names<String>>,
    /// Why they are left out.
    pub(crate) reason: At<Reason>,
    /// The last day, in UTC, on which they are: `2027-03-31`.
    pub(crate) until: Option<At<Date>>,
}

/// Categories of the user's own, in the order of the file.
#[derive(Debug, Default, Clone)]
pub(crate) struct Categories(pub(crate) Vec<(At<String>, Category)>);

/// A category of your own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Category {
    /// The file of the JSON Schema of its records, relative to this file's directory. It may refer to other files, and
    /// to the schemas of acslint by their `$id`.
    pub(crate) schema: At<String>,
    /// What tells its records from others. Without it, they have the name of the category as `category` or `Category`.
    pub(crate) discriminator: Option<Discriminator>,
    /// The names of properties whose valid values say nothing about a person, so that reports may show them to anybody. In the
    /// schema, `"x-safe": true` says the same of a property.
    pub(crate) safe: Option<Names<String>>,
}

/// What tells the records of a category from others.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Discriminator {
    /// The JSON Pointer (RFC 6901) to the text that tells, such as `/kind`. Without it, it is `category` or `Category`.
    pub(crate) pointer: Option<At<String>>,
    /// The text. Without it, it is what the schema has there as its `const`, or else the name of the category.
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
    /// The form of the report.
    pub(crate) format: At<Format>,
    /// The file to write it to, relative to this file's directory; without one, it goes to standard output.
    pub(crate) output: Option<At<String>>,
}

/// What the levels of the rules begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Preset {
    /// Whatever is suspicious is an error: what is recommended is required, and unknown properties are not allowed.
    Strict,
    /// Only what is wrong counts: what is suspicious is information, and what is recommended or unknown is not looked at.
    Lenient,
}

impl Preset {
    /// The levels of rules and groups that it stands for; the last one for a rule counts.
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

/// A value, and the bytes of the file where it stands.
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

/// What a level is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// A group, by its id.
    Group(&'static str),
    /// A rule, by its id.
    Rule(&'static str),
}

impl Named {
    /// The id of the rule or the group.
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
    /// Levels by id, those of groups first: so that the last one for a rule counts.
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

/// The id of a rule or a group.
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

/// The id of a rule.
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

/// A list that is not empty: one that names nothing would mean nothing, or everything.
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

/// Why findings are left out: a text that says something.
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

/// A day, written as TOML writes dates, or the same in quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Date {
    pub(crate) year: u16,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

impl Date {
    /// The day in UTC, so many days after that on which 1970 began.
    pub(crate) fn of_days(days: u64) -> Self {
        // From the first of March of the year 0, so that a leap day is the last of its year.
        let days = days + 719_468;
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
        let year = era * 400 + year + u64::from(month <= 2);
        Self { year: u16::try_from(year).unwrap_or(u16::MAX), month: month as u8, day: day as u8 }
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
            other => Err(D::Error::custom(format!("expected {EXPECTED}, but this is `{other}`"))),
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

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LevelName {
    /// The record is not what it should be.
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

/// The name of a category, or of its table; whether there is one of this name is asked once the file has been read.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub(crate) struct CategoryName(pub(crate) String);

impl JsonSchema for CategoryName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CategoryName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // Editors offer examples.
        let ids: Vec<&str> = CATEGORIES.iter().map(|category| category.id).collect();
        json_schema!({ "type": "string", "examples": ids })
    }
}

/// The form of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ShapeName {
    /// A row of a Log Analytics table.
    Table,
    /// A resource log, as a storage account or an Event Hub gets it.
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

/// How many records there must be.
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

/// A number of threads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Threads(pub(crate) NonZero<u16>);

impl<'de> Deserialize<'de> for Threads {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        let threads = u16::try_from(number).ok().and_then(NonZero::new).map(Self);
        threads.ok_or_else(|| D::Error::custom(format!("{number} is no number from 1 to {}", u16::MAX)))
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
                f.write_str("a number of bytes from 1 on, or a text such as \"512MiB\"")
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Size, E> {
                let number = u64::try_from(number).ok().filter(|number| *number > 0);
                number.map(Size).ok_or_else(|| E::custom("expected a number of bytes from 1 on"))
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

/// A number of bytes for each byte.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio(pub(crate) NonZero<u32>);

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        let ratio = u32::try_from(number).ok().and_then(NonZero::new).map(Self);
        ratio.ok_or_else(|| D::Error::custom(format!("{number} is not a number from 1 to {}", u32::MAX)))
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

/// Makes a generated schema plain: nothing is null in TOML, a key is absent instead; one line a description.
fn plain(schema: &mut Schema) {
    schemars::transform::transform_subschemas(&mut plain, schema);
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    // Sizes of numbers in Rust are nobody else's business.
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
