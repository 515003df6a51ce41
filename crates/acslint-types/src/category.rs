//! What is known of a category as plain data: names, table, status and properties, for lookups and for
//! `catalog.json`.

use std::fmt;

use crate::{
    Kind, Safe,
    safe::is_absent,
    scalar::{Amount, Bounded, Count, LongCount, is_unsigned_number},
};

/// The two forms in which Azure Monitor delivers one record.
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

/// Whether the service behind a category still writes records.
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

/// How strongly a property is expected to be present in a record of the table shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// Its absence is an error.
    Required,
    /// Documented and unconditional: its absence is a warning.
    Recommended,
    /// Present only on some records: its absence says nothing.
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

/// Where the knowledge of a property comes from.
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

/// How sure the place and letter case of a property in the resource-log shape are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// A published record shows it there.
    Seen,
    /// It follows from the common-schema rule only: both places and both letter cases are accepted.
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
    /// How sure that is.
    pub evidence: Evidence,
}

/// What a list of known values means for other values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// Anything else is an error.
    Closed,
    /// Anything else is a warning.
    Open,
    /// Illustrations: anything else is fine.
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

/// The values that are known of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values {
    /// What the list means.
    pub kind: ValueKind,
    /// The list, in the order of the documentation.
    pub known: &'static [&'static str],
}

/// One property of a category: what the linter and `catalog.json` know beyond the JSON Schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// The canonical name: the column's name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// How strongly it is expected.
    pub requirement: Requirement,
    /// Where the knowledge comes from.
    pub source: Source,
    /// Other names that the documentation uses for it.
    pub spellings: &'static [&'static str],
    /// Its place in the resource-log shape; `None` for what only a workspace adds.
    pub log: Option<LogPlace>,
    /// Whether a row of the table can hold it.
    pub in_table: bool,
    /// Known values.
    pub values: Option<Values>,
    /// The kind of personal data it holds, such as `ip-address`, if any.
    pub personal_data: Option<&'static str>,
    /// The form of those of its values that a report may show to anybody, if any may be shown.
    pub safe: Option<Safe>,
}

/// One log category.
///
/// Compared by its [id](Self::id), of which there is only one.
#[derive(Debug)]
pub struct Category {
    /// The name that options, file names and reports use: the value of `category`, such as `SMSOperational`,
    /// or the name of the table where no source has that value.
    pub id: &'static str,
    /// The value of `category`, if any source has it.
    pub value: Option<&'static str>,
    /// The name in the product documentation.
    pub title: &'static str,
    /// The Log Analytics table, if there is one.
    pub table: Option<&'static str>,
    /// Whether records are still being written.
    pub status: Status,
    /// What a reader of such records should know: history, and where documentation and records differ. One
    /// sentence or more each.
    pub notes: &'static [&'static str],
    /// Whether published records show that the object under `properties` names its category, and so is
    /// recognised without its envelope.
    pub inner_object_seen: bool,
    /// Whether the object under `properties` may hold what no source lists.
    pub open_properties: bool,
    /// The properties: columns in the order of the table's schema, among them what only a resource log has.
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
    /// Whether anybody may see this text as a value of the property: in its form, and of a number one that the property can have.
    pub fn shows_text(&self, text: &str) -> bool {
        let known = self.values.map_or(&[][..], |values| values.known);
        self.safe.is_some_and(|safe| {
            safe.admits(known, text)
                && (safe != Safe::Number || is_absent(text) || !text.starts_with('-') && self.can_be(text))
        })
    }

    /// Whether anybody may see this number as a value of the property: one in the notation of JSON that the property can have.
    pub fn shows_number(&self, number: &str) -> bool {
        match self.safe {
            Some(Safe::Number) => self.can_be(number),
            Some(Safe::Code) if matches!(self.kind, Kind::Signature | Kind::Id) => {
                number.len() <= 4 && is_unsigned_number(number)
            }
            _ => false,
        }
    }

    /// Whether a number in the notation of JSON is of the kind and in the range that the property has.
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

    /// The shapes in which records of the category come: without a table there is no row of one.
    pub fn shapes(&self) -> impl Iterator<Item = Shape> + use<> {
        let has_table = self.table.is_some();
        Shape::ALL.into_iter().filter(move |shape| has_table || *shape == Shape::ResourceLog)
    }

    /// The property with this canonical name.
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Whether a record of this shape is invalid without the property.
    ///
    /// In the resource-log shape nothing is demanded inside `properties` unless published records show it
    /// there, and some of the envelope is demanded that a table may lack.
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
