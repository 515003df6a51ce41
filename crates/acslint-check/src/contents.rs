//! Contents of a record, clean or not: the presence of its properties.
//!
//! Content statistics use them. Only the full path determines them, so they are optional.

use acslint_types::Property;

use crate::{
    document::Kind,
    identify::is_nothing,
    record::{Known, Record},
};

/// Contents of a record of a known category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Presence of each property of its category, in their order.
    pub properties: Vec<Presence>,
}

/// Presence of a property in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The record does not have the property.
    Absent,
    /// The value is empty: null, or a text that stands for it.
    Empty,
    /// The property has a value.
    Value,
}

impl Contents {
    /// Replaces the contents by those of a record.
    pub(crate) fn take(&mut self, record: &Record<'_>, known: &Known<'_>) {
        self.properties.clear();
        let held = |(index, _): (usize, &Property)| match known.understanding.key_of(index) {
            None => Presence::Absent,
            Some(key) => {
                let value = record.document.value(key.value);
                let is_empty =
                    value.kind() == Kind::Null || value.string().is_some_and(|text| is_nothing(&text));
                if is_empty { Presence::Empty } else { Presence::Value }
            }
        };
        self.properties.extend(known.category().properties.iter().enumerate().map(held));
    }
}
