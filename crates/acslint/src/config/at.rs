//! Values with their places in a configuration file.

use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

/// A value, and its bytes in the file.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::deserialize(deserializer)?;
        Ok(Self { span: spanned.span(), value: spanned.into_inner() })
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Place of what a file says under a key.
pub(crate) trait Written {
    /// Offset of its first value; `None` if the file does not have the key.
    fn start(&self) -> Option<usize>;
}

impl<T> Written for Option<At<T>> {
    fn start(&self) -> Option<usize> {
        self.as_ref().map(|at| at.span.start)
    }
}

impl<T> Written for Vec<At<T>> {
    fn start(&self) -> Option<usize> {
        self.first().map(|at| at.span.start)
    }
}

/// List that must not be empty: an empty list could mean nothing or everything.
#[derive(Debug, Clone)]
pub(crate) struct Names<T>(pub(crate) Vec<At<T>>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Names<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::deserialize(deserializer)?;
        if names.is_empty() {
            return Err(D::Error::custom("the list is empty; leave the key out to mean all"));
        }
        Ok(Self(names))
    }
}

impl<T: JsonSchema> JsonSchema for Names<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Names_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let name = generator.subschema_for::<T>();
        json_schema!({ "type": "array", "items": name, "minItems": 1 })
    }
}
