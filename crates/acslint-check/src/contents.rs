//! Contents of a record, clean or not: the presence of its properties.
//!
//! Content statistics use them. Only the full path determines them, so they are optional.

use std::sync::Arc;

use acslint_types::{Property, Safe};

use crate::{
    Time,
    document::{Kind, Value},
    identify::is_nothing,
    permissions::is_safe,
    record::{Known, Record},
};

/// Contents of a record of a known category.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contents {
    /// Presence of each property of its category, in their order.
    pub properties: Vec<Presence>,
    /// Value of each property, as far as it is public; empty unless the [settings](crate::Settings::values) ask for them.
    pub values: Vec<Option<PublicValue>>,
}

/// Value that any reader may see.
#[derive(Debug, Clone, PartialEq)]
pub enum PublicValue {
    /// Text of a vocabulary: a known value or one word, a version, a region, a status or a truth value.
    Text(Arc<str>),
    /// Number.
    Number(f64),
    /// Time.
    Time(Time),
}

/// Presence of a property in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The record does not have the property.
    Absent,
    /// The value is null.
    Null,
    /// The value is a text that stands for null, such as an empty one.
    Empty,
    /// The property has a value.
    Value,
}

/// Returns the value of a property, if it is public and is counted by statistics; `before` is an earlier one.
fn public(property: &Property, value: Value<'_>, before: Option<PublicValue>) -> Option<PublicValue> {
    if !is_safe(property, value) {
        return None;
    }
    let text = value.string().unwrap_or_else(|| value.raw().into());
    match property.safe? {
        Safe::Time => Time::parse(&text).map(PublicValue::Time),
        Safe::Number => text.parse().ok().filter(|number: &f64| number.is_finite()).map(PublicValue::Number),
        // Each of them is mostly another one.
        Safe::Resource | Safe::Guid => None,
        Safe::Truth
        | Safe::Vocabulary
        | Safe::Category
        | Safe::Region
        | Safe::Version
        | Safe::Code
        | Safe::Name
        | Safe::Locale => match before {
            Some(PublicValue::Text(known)) if *known == *text => Some(PublicValue::Text(known)),
            _ => Some(PublicValue::Text(text.into())),
        },
    }
}

impl Contents {
    /// Replaces the contents by those of a record.
    pub(crate) fn take(&mut self, record: &Record<'_>, known: &Known<'_>, with_values: bool) {
        self.properties.clear();
        let held = |(index, _): (usize, &Property)| match known.understanding.key_of(index) {
            None => Presence::Absent,
            Some(key) => {
                let value = record.document.value(key.value);
                match value.kind() {
                    Kind::Null => Presence::Null,
                    _ if value.string().is_some_and(|text| is_nothing(&text)) => Presence::Empty,
                    _ => Presence::Value,
                }
            }
        };
        let properties = known.category().properties;
        self.properties.extend(properties.iter().enumerate().map(held));
        if !with_values {
            self.values.clear();
            return;
        }
        self.values.resize(properties.len(), None);
        for (index, property) in properties.iter().enumerate() {
            let key = known.understanding.key_of(index).filter(|_| self.properties[index] == Presence::Value);
            let value = key.map(|key| record.document.value(key.value));
            // A text that repeats is kept.
            let before = self.values[index].take();
            self.values[index] = value.and_then(|value| public(property, value, before));
        }
    }
}
