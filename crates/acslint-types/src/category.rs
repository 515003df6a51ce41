//! Metadata of a category as plain data: names, table, status and properties, for lookups and for
//! `catalog.json`.

use std::fmt;

use crate::{
    Kind, Safe,
    safe::is_absent,
    scalar::{Amount, Bounded, Count, LongCount, is_unsigned_number},
};

/// The two shapes in which Azure Monitor delivers a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// A row of a Log Analytics table: one flat object with `PascalCase` columns.
    Table,
    /// A resource log, as a storage account or an Event Hub receives it: a `camelCase` envelope around
    /// `properties`.
    ResourceLog,
}

impl Shape {
    /// Both shapes, in the order in which reports list them.
    pub const ALL: [Self; 2] = [Self::Table, Self::ResourceLog];

    /// The name that file names, `$id`s, options and reports use: `table` or `resource-log`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::ResourceLog => "resource-log",
        }
    }

    /// The shape with this [id](Self::id).
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.id() == id)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// State of the service behind a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Records are being written.
    Active,
    /// The service was shut down; old exports remain.
    Retired {
        /// The day of the shutdown, `YYYY-MM-DD`.
        since: &'static str,
    },
}

/// Expected presence of a property in a record of the table shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// Its absence is an error.
    Required,
    /// Documented and unconditional: its absence is a warning.
    Recommended,
    /// Present only on some records: its absence is not a finding.
    Optional,
    /// Added by the Log Analytics workspace; never expected.
    System,
}

impl Requirement {
    /// The name that `catalog.json` uses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Recommended => "recommended",
            Self::Optional => "optional",
            Self::System => "system",
        }
    }
}

/// Source of the metadata of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The Azure Monitor table reference.
    Reference,
    /// One schema file outside Microsoft's documentation.
    ThirdParty,
    /// The product documentation names it, but no table has such a column.
    Documented,
    /// Seen in workspace exports only.
    Observed,
}

impl Source {
    /// The name that `catalog.json` uses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::ThirdParty => "third-party",
            Self::Documented => "documented",
            Self::Observed => "observed",
        }
    }
}

/// Certainty of a property's place and letter case in the resource-log shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// A published record shows it there.
    Seen,
    /// Derived from the common-schema rule only: both places and both letter cases are accepted.
    Inferred,
}

impl Evidence {
    /// The name that `catalog.json` uses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Inferred => "inferred",
        }
    }
}

/// The object of a resource log that holds a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The envelope itself.
    Top,
    /// The object under `properties`.
    Properties,
}

impl Place {
    /// The name that `catalog.json` uses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Top => "top",
            Self::Properties => "properties",
        }
    }
}

/// A property's place and name in the resource-log shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogPlace {
    /// The object that holds it.
    pub place: Place,
    /// Its name there.
    pub name: &'static str,
    /// Certainty of the place and the name.
    pub evidence: Evidence,
}

/// Meaning of a list of known values for other values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// Any other value is an error.
    Closed,
    /// Any other value is a warning.
    Open,
    /// Examples: any other value is valid.
    Examples,
}

impl ValueKind {
    /// The name that `catalog.json` uses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::Examples => "examples",
        }
    }
}

/// Known values of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values {
    /// Meaning of the list.
    pub kind: ValueKind,
    /// The list, in the order of the documentation.
    pub known: &'static [&'static str],
}

/// Metadata of a property, beyond the JSON Schemas, for the linter and for `catalog.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// The canonical name: the column's name.
    pub name: &'static str,
    /// Kind of its values.
    pub kind: Kind,
    /// Expected presence.
    pub requirement: Requirement,
    /// Source of this metadata.
    pub source: Source,
    /// Other names for it in the documentation.
    pub spellings: &'static [&'static str],
    /// Its place in the resource-log shape; `None` for columns that only a workspace adds.
    pub log: Option<LogPlace>,
    /// True if a row of the table can have it.
    pub in_table: bool,
    /// Known values, if any.
    pub values: Option<Values>,
    /// Kind of its personal data, such as `ip-address`, if any.
    pub personal_data: Option<&'static str>,
    /// Form of its values that are safe to show in a report, if any.
    pub safe: Option<Safe>,
}

/// A log category.
///
/// Comparisons use its [id](Self::id), which is unique.
#[derive(Debug)]
pub struct Category {
    /// The name in options, file names and reports: the value of `category`, such as `SMSOperational`,
    /// or the name of the table if that value is undocumented.
    pub id: &'static str,
    /// The value of `category`, if documented.
    pub value: Option<&'static str>,
    /// The name in the product documentation.
    pub title: &'static str,
    /// The Log Analytics table, if one exists.
    pub table: Option<&'static str>,
    /// State of the service.
    pub status: Status,
    /// Notes for readers of such records: history, and differences between documentation and records. One
    /// sentence or more each.
    pub notes: &'static [&'static str],
    /// True if published records show that the object under `properties` names its category, which identifies it
    /// without its envelope.
    pub inner_object_seen: bool,
    /// True if the object under `properties` may have undocumented members.
    pub open_properties: bool,
    /// The properties: columns in the order of the table's schema, with those of resource logs only among them.
    pub properties: &'static [Property],
    pub(crate) schema: fn(Shape) -> schemars::Schema,
    pub(crate) examples: fn(Shape) -> &'static str,
}

impl PartialEq for Category {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Category {}

impl Property {
    /// Returns true if this text is safe to show as a value of the property: it has the safe form and, if that form is
    /// a number, is valid for the property.
    pub fn shows_text(&self, text: &str) -> bool {
        let known = self.values.map_or(&[][..], |values| values.known);
        self.safe.is_some_and(|safe| {
            safe.admits(known, text)
                && (safe != Safe::Number || is_absent(text) || !text.starts_with('-') && self.can_be(text))
        })
    }

    /// Returns true if this number is safe to show as a value of the property: it is in JSON notation, and valid.
    pub fn shows_number(&self, number: &str) -> bool {
        match self.safe {
            Some(Safe::Number) => self.can_be(number),
            Some(Safe::Code) if matches!(self.kind, Kind::Signature | Kind::Id) => {
                number.len() <= 4 && is_unsigned_number(number)
            }
            _ => false,
        }
    }

    /// Returns true if a number in JSON notation has the kind and the range of the property.
    fn can_be(&self, number: &str) -> bool {
        if number.len() > 32 || !is_unsigned_number(number.strip_prefix('-').unwrap_or(number)) {
            return false;
        }
        number.parse().ok().filter(|value: &f64| value.is_finite()).is_some_and(|value| match self.kind {
            Kind::Count => Count::from_f64(value).is_some(),
            Kind::LongCount => LongCount::from_f64(value).is_some(),
            // A resource log may have a fraction.
            Kind::Duration => (0.0..=f64::from(i32::MAX)).contains(&value),
            Kind::Amount => Amount::from_f64(value).is_some(),
            Kind::Real => true,
            _ => false,
        })
    }
}

impl Category {
    /// The category with this `category` value, letter case included.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        crate::CATEGORIES.iter().copied().find(|category| category.id == id)
    }

    /// The category whose records this table holds, letter case included.
    pub fn by_table(table: &str) -> Option<&'static Self> {
        crate::CATEGORIES.iter().copied().find(|category| category.table == Some(table))
    }

    /// The shapes of the category's records: a category without a table has no row shape.
    pub fn shapes(&self) -> impl Iterator<Item = Shape> + use<> {
        let has_table = self.table.is_some();
        Shape::ALL.into_iter().filter(move |shape| has_table || *shape == Shape::ResourceLog)
    }

    /// The property with this canonical name.
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Returns true if a record of this shape is invalid without the property.
    ///
    /// In the resource-log shape, a property inside `properties` is required only if published records show it
    /// there. Some fields of the envelope are required that a table may lack.
    pub fn requires(&self, property: &Property, shape: Shape) -> bool {
        let required = property.requirement == Requirement::Required;
        match (shape, property.log) {
            (Shape::Table, _) => required && property.in_table,
            (Shape::ResourceLog, None) => false,
            (Shape::ResourceLog, Some(log)) => match log.place {
                Place::Top => {
                    required || matches!(log.name, "time" | "resourceId" | "operationName" | "category")
                }
                Place::Properties => required && log.evidence == Evidence::Seen,
            },
        }
    }
}
