//! Kusto types of properties: the type of a column in Log Analytics and Azure Data Explorer. It is the one fact that
//! the schemas for all other destinations derive their types from.

use crate::{Category, Kind, Property};

/// Scalar type of Kusto.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KustoType {
    /// `true` or `false`.
    Bool,
    /// 32-bit integer.
    Int,
    /// 64-bit integer.
    Long,
    /// 64-bit floating-point number.
    Real,
    /// Point in time, in units of 100 nanoseconds.
    Datetime,
    /// Text.
    String,
    /// Any JSON.
    Dynamic,
}

impl KustoType {
    /// Every type.
    pub const ALL: [Self; 7] =
        [Self::Bool, Self::Int, Self::Long, Self::Real, Self::Datetime, Self::String, Self::Dynamic];

    /// Name in the Kusto Query Language and in `catalog.json`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Long => "long",
            Self::Real => "real",
            Self::Datetime => "datetime",
            Self::String => "string",
            Self::Dynamic => "dynamic",
        }
    }
}

/// Columns that the reference of their table declares as `int`, although records have text or larger numbers there.
const DECLARED_INT: [(&str, &str); 5] = [
    ("ChatOperational", "ChatMessageId"),
    ("CallAutomationOperational", "ResultSignature"),
    ("CallClientOperations", "ResultSignature"),
    ("CallClientServiceRequestAndOutcome", "ResultSignature"),
    ("CallRecordingOperational", "ResultSignature"),
];

impl Category {
    /// Returns the type of a property's column. Where a table's reference has the column, it declares this type; other
    /// columns have the type of columns of the same kind.
    pub fn kusto_type(&self, property: &Property) -> KustoType {
        if DECLARED_INT.contains(&(self.id, property.name)) {
            return KustoType::Int;
        }
        match property.kind {
            Kind::Time => KustoType::Datetime,
            Kind::Count | Kind::Duration => KustoType::Int,
            Kind::LongCount => KustoType::Long,
            Kind::Amount | Kind::Real => KustoType::Real,
            Kind::Boolean => KustoType::Bool,
            Kind::Any => KustoType::Dynamic,
            Kind::Text
            | Kind::Address
            | Kind::Id
            | Kind::Flag
            | Kind::Signature
            | Kind::Identity
            | Kind::Closed => KustoType::String,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DECLARED_INT, KustoType};
    use crate::{Category, Kind};

    #[test]
    fn each_exception_is_a_column_of_text_or_numbers() {
        for (category, name) in DECLARED_INT {
            let category = Category::by_id(category).unwrap();
            let property = category.property(name).unwrap();
            assert!(matches!(property.kind, Kind::Signature | Kind::Id) && property.in_table, "{name}");
            assert_eq!(category.kusto_type(property), KustoType::Int);
        }
    }
}
