//! Values compared as JSON Schema compares them: `1` and `1.0` are equal, and no digit is lost.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{Document, Embedded, Kind, Outcome, Tree, Value, decimal::Decimal, parse};
use crate::key_interner::key_interner;

/// Canonical form of a JSON value. Its order is total, and has no further meaning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exact {
    Null,
    Boolean(bool),
    Number(Decimal),
    Text(String),
    Array(Vec<Self>),
    Object(BTreeMap<String, Self>),
}

impl Exact {
    /// Parses a JSON text.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (mut tree, mut faults) = (Tree::default(), Vec::new());
        match parse(text.as_bytes(), true, &mut tree, &mut faults) {
            Outcome::Complete(_) => {
                let embedded = Embedded::default();
                Some(Self::of(Document { text, tree: &tree, embedded: &embedded }.root()))
            }
            _ => None,
        }
    }

    pub(crate) fn of(value: Value<'_>) -> Self {
        match value.kind() {
            Kind::Null => Self::Null,
            Kind::False => Self::Boolean(false),
            Kind::True => Self::Boolean(true),
            Kind::Number => Self::Number(Decimal::parse(value.raw())),
            Kind::String => Self::Text(value.string().unwrap_or_default().into_owned()),
            Kind::Array => Self::Array(value.items().map(Self::of).collect()),
            Kind::Object => {
                let members = value.entries().map(|entry| {
                    let name = value.entry_name(entry, key_interner()).into_owned();
                    (name, Self::of(value.document.value(entry.value)))
                });
                Self::Object(members.collect())
            }
        }
    }

    /// Returns true if a value of the schema engine is equal.
    pub(crate) fn is(&self, other: &Json) -> bool {
        match (self, other) {
            (Self::Null, Json::Null) => true,
            (Self::Boolean(one), Json::Bool(other)) => one == other,
            (Self::Number(one), Json::Number(other)) => *one == Decimal::parse(&other.to_string()),
            (Self::Text(one), Json::String(other)) => one == other,
            (Self::Array(one), Json::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.is(other))
            }
            (Self::Object(one), Json::Object(other)) => {
                let same =
                    |(name, value): (&String, &Self)| other.get(name).is_some_and(|other| value.is(other));
                one.len() == other.len() && one.iter().all(same)
            }
            _ => false,
        }
    }
}
