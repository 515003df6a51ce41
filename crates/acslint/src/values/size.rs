//! Numbers of bytes in the notation of users.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;

use crate::text::bytes;

/// Number of bytes in the notation of users: `512MiB`, `10 GB`, `4096`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Size(pub(crate) u64);

const UNITS: [(&str, u64); 9] = [
    ("", 1),
    ("b", 1),
    ("kb", 1000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("tb", 1_000_000_000_000),
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
];

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || "expected a number of bytes, such as `512MiB` or `10GB`".to_owned();
        let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let unit = unit.trim_start().to_ascii_lowercase();
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(expected)?;
        let number: u64 = number.parse().map_err(|_| expected())?;
        match number.checked_mul(*factor) {
            None | Some(0) => Err(expected()),
            Some(bytes) => Ok(Self(bytes)),
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bytes(self.0 as f64))
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrText;

        impl Visitor<'_> for NumberOrText {
            type Value = Size;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of bytes (at least 1), or a text such as \"512MiB\"")
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Size, E> {
                let number = u64::try_from(number).ok().filter(|number| *number > 0);
                number.map(Size).ok_or_else(|| E::custom("expected a number of bytes (at least 1)"))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Size, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_any(NumberOrText)
    }
}

impl JsonSchema for Size {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Size".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let text = json!({ "type": "string", "pattern": "^[0-9]+ *(([kKmMgG][iI]?|[tT])?[bB])?$" });
        json_schema!({ "anyOf": [{ "type": "integer", "minimum": 1 }, text] })
    }
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, size) in
            [("4096", 4096), ("1b", 1), ("10GB", 10_000_000_000), ("512 MiB", 512 << 20), ("3kB", 3000)]
        {
            assert_eq!(text.parse(), Ok(Size(size)), "{text}");
        }
        for text in ["", "GB", "0", "1.5GB", "-1", "10 apples", "99999999999 TB", "1 0"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }
}
