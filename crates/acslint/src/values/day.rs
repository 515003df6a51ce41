//! Days in UTC.

use std::fmt;

use acslint_types::calendar::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A day, as a TOML date, or the same in quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Day {
    pub(crate) year: u16,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

impl Day {
    /// Returns the day in UTC that is this many days after 1970-01-01.
    pub(crate) fn of_days(days: u64) -> Self {
        let Date { year, month, day } = Date::from_epoch_days(days.cast_signed());
        // A month and a day fit; a year may be too large.
        let number = |part: i64| u8::try_from(part).unwrap_or_default();
        Self { year: u16::try_from(year).unwrap_or(u16::MAX), month: number(month), day: number(day) }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use toml::value::Datetime;

        const EXPECTED: &str = "a date, such as 2027-03-31";

        struct Written;

        impl<'de> Visitor<'de> for Written {
            type Value = Datetime;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(EXPECTED)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Datetime, E> {
                text.parse().map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Datetime, M::Error> {
                Datetime::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    .map_err(|_| M::Error::custom(format!("expected {EXPECTED}")))
            }
        }

        match deserializer.deserialize_any(Written)? {
            Datetime { date: Some(date), time: None, offset: None } => {
                Ok(Self { year: date.year, month: date.month, day: date.day })
            }
            other => Err(D::Error::custom(format!("expected {EXPECTED}, found `{other}`"))),
        }
    }
}

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}
