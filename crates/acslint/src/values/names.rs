//! Names of categories and shapes.

use acslint_check::CustomCategories;
use acslint_types::{CATEGORIES, Category, Shape};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// Returns the category with this name or table, in any letter case.
pub(crate) fn known_category(given: &str) -> Option<&'static Category> {
    CATEGORIES.iter().copied().find(|category| {
        category.id.eq_ignore_ascii_case(given)
            || category.table.is_some_and(|table| table.eq_ignore_ascii_case(given))
    })
}

/// Names of all known categories, and their tables.
pub(crate) fn category_names() -> impl Iterator<Item = &'static str> {
    CATEGORIES.iter().flat_map(|category| std::iter::once(category.id).chain(category.table))
}

/// Category by name: a known one, or one of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CategoryChoice {
    /// Category of Communication Services.
    Known(&'static Category),
    /// Custom category.
    Custom(&'static str),
}

/// Name of a category that is neither known nor one of the configuration, with the nearest name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownCategory {
    pub(crate) given: String,
    pub(crate) suggestion: Option<&'static str>,
}

impl CategoryChoice {
    /// Returns the category that a name given on the command line means: a known one or its table, in any letter
    /// case, or a custom one.
    pub(crate) fn new(given: &str, custom: &CustomCategories) -> Result<Self, UnknownCategory> {
        let same = |name: &&str| name.eq_ignore_ascii_case(given);
        let of_configuration = || custom.names().find(same).map(Self::Custom);
        known_category(given).map(Self::Known).or_else(of_configuration).ok_or_else(|| {
            let suggestion = acslint_check::nearest(given, category_names().chain(custom.names()));
            UnknownCategory { given: given.to_owned(), suggestion }
        })
    }

    /// Name of the category.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Known(category) => category.id,
            Self::Custom(name) => name,
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
