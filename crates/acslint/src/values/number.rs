//! Numbers with a range of their own: upper bounds, ratios and numbers of threads.

use std::fmt;
use std::num::NonZero;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Upper bound, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AtMost(pub(crate) Option<u64>);

impl Serialize for AtMost {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(number) => serializer.serialize_u64(number),
            None => serializer.serialize_str("all"),
        }
    }
}

impl FromStr for AtMost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self(None)),
            number => number
                .parse()
                .map(|number| Self(Some(number)))
                .map_err(|_| "expected a number or `all`".to_owned()),
        }
    }
}

impl<'de> Deserialize<'de> for AtMost {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrAll;

        impl Visitor<'_> for NumberOrAll {
            type Value = AtMost;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number from 0 on, or \"all\"")
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<AtMost, E> {
                let number = u64::try_from(number);
                number.map(|number| AtMost(Some(number))).map_err(|_| E::custom("the number is negative"))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<AtMost, E> {
                let all = text == "all";
                all.then_some(AtMost(None))
                    .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(NumberOrAll)
    }
}

impl JsonSchema for AtMost {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AtMost".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "const": "all" }] })
    }
}

/// Ratio of decompressed to compressed size.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Ratio(pub(crate) NonZero<u32>);

impl From<NonZero<u32>> for Ratio {
    fn from(number: NonZero<u32>) -> Self {
        Self(number)
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        let ratio = u32::try_from(number).ok().and_then(NonZero::new).map(Self);
        ratio.ok_or_else(|| {
            D::Error::custom(format!("expected a number from 1 to {}, found {number}", u32::MAX))
        })
    }
}

impl JsonSchema for Ratio {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ratio".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": u32::MAX })
    }
}

/// Number of threads.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Threads(pub(crate) NonZero<u16>);

impl Threads {
    /// Returns the number of threads that occupies these processors: at least 1.
    pub(crate) fn of(processors: usize) -> Self {
        let number = u16::try_from(processors).unwrap_or(u16::MAX);
        Self(NonZero::new(number).unwrap_or(NonZero::<u16>::MIN))
    }
}

impl From<NonZero<u16>> for Threads {
    fn from(number: NonZero<u16>) -> Self {
        Self(number)
    }
}

impl<'de> Deserialize<'de> for Threads {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        let threads = u16::try_from(number).ok().and_then(NonZero::new).map(Self);
        threads.ok_or_else(|| {
            D::Error::custom(format!("expected a number from 1 to {}, found {number}", u16::MAX))
        })
    }
}

impl JsonSchema for Threads {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Threads".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": u16::MAX })
    }
}
