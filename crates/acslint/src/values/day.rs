//! Days in UTC.

use std::fmt;

use acslint_types::calendar::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A day, as a TOML date, or the same in quotes: the number of days after 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Day(i64);

impl Day {
    /// Returns the day in UTC that is this many days after 1970-01-01.
    pub(crate) fn of_days(days: u64) -> Self {
        Self(days.cast_signed())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Date { year, month, day } = Date::from_epoch_days(self.0);
        write!(f, "{year:04}-{month:02}-{day:02}")
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
                let (year, month, day) = (date.year.into(), date.month.into(), date.day.into());
                Ok(Self(Date { year, month, day }.epoch_days()))
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
