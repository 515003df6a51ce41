//! Columns of a table, at the places of their values in a record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use acslint_check::Effect;

/// Members of an object that are loaded.
#[derive(Debug)]
pub(super) struct Fields {
    /// Members with their numbers, by name.
    by_name: BTreeMap<String, (usize, Field)>,
    /// Effect on all other members; `None` if the object is kept as a whole.
    pub(super) others: Option<Effect>,
}

impl Fields {
    /// Object without known members.
    pub(super) fn new(others: Option<Effect>) -> Self {
        Self { by_name: BTreeMap::new(), others }
    }

    /// Number of known members.
    pub(super) fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Returns the names of all columns, nested ones included.
    pub(super) fn columns(&self) -> BTreeSet<Arc<str>> {
        let mut columns = BTreeSet::new();
        for (_, field) in self.by_name.values() {
            columns.extend(field.column.clone());
            if let Kind::Object(fields) = &field.kind {
                columns.extend(fields.columns());
            }
        }
        columns
    }

    /// Returns a member with its number.
    pub(super) fn get(&self, name: &str) -> Option<(usize, &Field)> {
        self.by_name.get(name).map(|(number, field)| (*number, field))
    }

    /// Adds a member, unless there is one of its name.
    pub(super) fn add(&mut self, name: String, field: Field) {
        let number = self.by_name.len();
        self.by_name.entry(name).or_insert((number, field));
    }

    /// Adds a column at a place, given by keys from the record. Objects on the way have no columns of their own, except
    /// where one is kept as a whole.
    pub(super) fn add_at(&mut self, path: &[String], column: Arc<str>, kind: Kind) {
        match path {
            [] => {}
            [name] => match self.by_name.get_mut(name) {
                // The object is a column, and so are members of it.
                Some((_, Field { column: whole @ None, kind: Kind::Object(fields), .. })) => {
                    (*whole, fields.others) = (Some(column), None);
                }
                _ => self.add(name.clone(), Field::new(Some(column), kind)),
            },
            [name, rest @ ..] => {
                let others = self.others;
                let number = self.by_name.len();
                let object = || (number, Field::new(None, Kind::Object(Self::new(others))));
                let (_, field) = self.by_name.entry(name.clone()).or_insert_with(object);
                if let Kind::Json = field.kind {
                    field.kind = Kind::Object(Self::new(None));
                }
                if let Kind::Object(fields) = &mut field.kind {
                    fields.add_at(rest, column, kind);
                }
            }
        }
    }
}

/// Member that is loaded.
#[derive(Debug)]
pub(super) struct Field {
    /// Column; `None` for an object that only holds values of columns.
    pub(super) column: Option<Arc<str>>,
    pub(super) kind: Kind,
    /// True if a value of another type is left out of the index instead of spoiling the record.
    pub(super) ignores_malformed: bool,
    /// True if a value of another type is not converted.
    pub(super) is_strict: bool,
}

impl Field {
    pub(super) fn new(column: Option<Arc<str>>, kind: Kind) -> Self {
        Self { column, kind, ignores_malformed: false, is_strict: false }
    }
}

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    Boolean,
    /// Integer in a range.
    Integer {
        least: i128,
        greatest: i128,
    },
    /// Any number.
    Number,
    Time,
    Date,
    /// Text, perhaps up to a number of characters that can be searched for.
    Text(Option<usize>),
    Uuid,
    /// Address of the Internet Protocol.
    Address,
    /// Object with any members.
    AnyObject,
}

/// Type of a value.
#[derive(Debug)]
pub(super) enum Kind {
    Scalar(Scalar),
    Object(Fields),
    Array(Box<Field>),
    /// Any JSON.
    Json,
    /// Type about whose values there is no forecast: all count as kept.
    Other,
}

impl Scalar {
    /// Integer of so many bits.
    pub(super) const fn integer(bits: u32) -> Self {
        let greatest = (1_i128 << (bits - 1)) - 1;
        Self::Integer { least: -greatest - 1, greatest }
    }
}
