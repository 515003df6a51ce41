//! What a record holds, clean or not: its time, and which properties it has.
//!
//! Statistics over all records need it. Only the full path knows it, so that it is an extra that must be asked for.

use acslint_types::Property;

use crate::{
    document::Kind,
    identify::is_nothing,
    names::Column,
    record::{Known, Record},
    time::nanoseconds,
};

const HOUR: i128 = 3_600_000_000_000;

/// What a record of a known category holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The hour that its time is in, counted from 1970-01-01T00:00:00Z; `None` where no time can be read.
    pub hour: Option<i64>,
    /// How it holds each property of its category, in their order.
    pub properties: Vec<Presence>,
}

/// How a record holds a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Not at all.
    Absent,
    /// With a value that says nothing: null, or a text that stands for that.
    Empty,
    /// With a value.
    Value,
}

impl Contents {
    /// Takes in what a record holds, in place of what was held before.
    pub(crate) fn take(&mut self, record: &Record<'_>, known: &Known<'_>) {
        let time = record.property(Column::TimeGenerated).and_then(|(value, _)| value.string());
        let nanoseconds = time.and_then(|time| nanoseconds(&time));
        self.hour = nanoseconds.and_then(|nanoseconds| i64::try_from(nanoseconds.div_euclid(HOUR)).ok());
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
