//! Destinations of records: the interface to a forecast of what is lost when a record is loaded into a table.
//!
//! `acslint-schema` has the tables and makes the forecasts. The check asks for one with each record that has an event,
//! and compiles the fast path so that a record that is proved clean loses nothing.

use std::fmt;
use std::sync::Arc;

use crate::{Effect, Finding, Loss, RecordType};

/// Forecast for one record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forecast {
    /// Effect on the whole record, if it is not loaded.
    pub record: Option<Effect>,
    /// Effects on values, in the order of the record; none if the record is not loaded.
    pub values: Vec<ValueEffect>,
}

/// Effect on one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueEffect {
    /// Effect.
    pub effect: Effect,
    /// Column; `None` for a member that has none, since its name may be personal data.
    pub column: Option<Arc<str>>,
    /// JSON Pointer to the value, in the record's own spelling.
    pub pointer: String,
}

impl Forecast {
    /// Returns true if the record loses nothing.
    pub fn is_lossless(&self) -> bool {
        self.record.is_none() && self.values.is_empty()
    }

    /// Returns the worst loss of the record.
    pub fn worst(&self) -> Loss {
        match self.record {
            Some(Effect::FileDiscarded) => Loss::File,
            Some(_) => Loss::Record,
            None => self.values.iter().map(ValueEffect::loss).max().unwrap_or(Loss::None),
        }
    }

    /// Approximate size in memory outside of it, in bytes.
    pub fn heap_size(&self) -> usize {
        let of_value = |value: &ValueEffect| size_of::<ValueEffect>() + value.pointer.capacity();
        self.values.iter().map(of_value).sum()
    }

    /// Returns the loss at the place of a finding about the record, and the effect that is the reason.
    pub fn of(&self, finding: &Finding) -> (Loss, Option<Effect>) {
        if self.record.is_some() {
            return (self.worst(), self.record);
        }
        let pointer = finding.pointer.verbatim();
        let is_at = |value: &&ValueEffect| {
            let rest = pointer.strip_prefix(value.pointer.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        match self.values.iter().find(is_at) {
            Some(value) => (value.loss(), Some(value.effect)),
            None => (Loss::None, None),
        }
    }
}

impl ValueEffect {
    /// Loss of the value.
    pub fn loss(&self) -> Loss {
        match self.effect {
            Effect::LeftOut | Effect::NewColumn => Loss::Column,
            Effect::Rescued | Effect::NotIndexed if self.column.is_none() => Loss::Column,
            _ => Loss::Value,
        }
    }
}

/// Values of a member that a column keeps as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeps {
    /// True if it keeps `true` and `false`.
    pub booleans: bool,
    /// Range of the integers that it keeps, if it does not keep all numbers.
    pub integers: Option<(i64, i64)>,
    /// True if it keeps all numbers.
    pub numbers: bool,
    /// Texts that it keeps.
    pub texts: KeptTexts,
    /// True if it keeps arrays and objects.
    pub containers: bool,
}

/// Texts that a column keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptTexts {
    /// None.
    Nothing,
    /// Times in the form of RFC 3339.
    Times,
    /// Numbers.
    Numerals,
    /// All texts that are not longer than the [longest one](Destination::longest_text).
    All,
}

/// Place of a member in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberPlace {
    /// The record itself.
    Record,
    /// The object `properties` of the record.
    Properties,
}

/// Record to be loaded.
#[derive(Debug, Clone, Copy)]
pub struct LoadedRecord<'a> {
    /// Type, if the record is of a known category.
    pub record_type: Option<RecordType>,
    /// Bytes.
    pub text: &'a [u8],
    /// True if it is an item of an array or of an envelope, which is loaded as a whole.
    pub is_inside: bool,
}

/// Destination that records are loaded into.
pub trait Destination: fmt::Debug + Send + Sync {
    /// Forecasts what becomes of a record.
    fn forecast(&self, record: &LoadedRecord<'_>) -> Forecast;

    /// Returns the values of a member that its column keeps; `None` if the member has no column.
    fn column(&self, record_type: RecordType, place: MemberPlace, name: &str) -> Option<Keeps>;

    /// Returns the largest number of bytes of a text that every column keeps.
    fn longest_text(&self) -> usize;
}

#[cfg(test)]
mod tests {
    use super::{Effect, Forecast, Loss, ValueEffect};
    use crate::{Finding, Label, Level, Span, Text};

    fn at(pointer: &str) -> Finding {
        Finding {
            rule: "wrong-type",
            level: Level::Error,
            message: Text::default(),
            help: None,
            primary: Label { span: Span::new(0, 1), text: Text::default(), is_open: false },
            secondary: Vec::new(),
            pointer: Text::known(pointer),
            field: None,
            name: None,
            fix: None,
            loss: None,
        }
    }

    fn effect(effect: Effect, column: Option<&str>, pointer: &str) -> ValueEffect {
        ValueEffect { effect, column: column.map(Into::into), pointer: pointer.to_owned() }
    }

    #[test]
    fn a_record_has_its_worst_loss() {
        let worst = |record, values: &[ValueEffect]| Forecast { record, values: values.to_vec() }.worst();
        let other = effect(Effect::LeftOut, None, "/Other");
        let null = effect(Effect::Null, Some("DurationMs"), "/DurationMs");
        assert_eq!(worst(None, &[]), Loss::None);
        assert_eq!(worst(None, std::slice::from_ref(&other)), Loss::Column);
        assert_eq!(worst(None, &[null.clone(), other]), Loss::Value);
        assert_eq!(worst(Some(Effect::Rejected), &[null]), Loss::Record);
        assert_eq!(worst(Some(Effect::FileDiscarded), &[]), Loss::File);
    }

    #[test]
    fn a_finding_has_the_loss_of_its_value() {
        let values = vec![
            effect(Effect::Null, Some("DurationMs"), "/DurationMs"),
            effect(Effect::LeftOut, None, "/Other"),
            effect(Effect::Rescued, None, "/More"),
            effect(Effect::Rescued, Some("List"), "/List"),
        ];
        let forecast = Forecast { record: None, values };
        for (pointer, loss) in [
            ("/DurationMs", Loss::Value),
            ("/DurationMs2", Loss::None),
            ("/Other", Loss::Column),
            ("/More", Loss::Column),
            ("/List/0", Loss::Value),
            ("", Loss::None),
        ] {
            assert_eq!(forecast.of(&at(pointer)).0, loss, "{pointer}");
        }
        let lost = |effect| Forecast { record: Some(effect), values: Vec::new() }.of(&at("/DurationMs"));
        assert_eq!(lost(Effect::Dropped), (Loss::Record, Some(Effect::Dropped)));
        assert_eq!(lost(Effect::FileDiscarded), (Loss::File, Some(Effect::FileDiscarded)));
    }
}
