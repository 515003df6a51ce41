//! Tables of a configuration file, and the values that only stand in them.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::at::{At, Names, Written};
use super::levels::{Levels, OneRule};
use crate::values::{CategoryName, Day, Format, ShapeName};

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
    pub(crate) until: Option<At<Day>>,
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
    /// Names of properties that hold personal data, so that redacted reports show nothing of their values. In the
    /// schema, `"x-personal": true` marks such a property. The mark has precedence over `safe`.
    pub(crate) personal: Option<Names<String>>,
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

impl Written for Categories {
    fn start(&self) -> Option<usize> {
        self.0.first().map(|(name, _)| name.span.start)
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
