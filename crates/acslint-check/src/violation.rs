//! Violations: each is a value of a record and the constraint that it violates, translated from jsonschema's errors.

use acslint_types::Property;
use jsonschema::{
    JsonType, ValidationError,
    error::{TypeKind, ValidationErrorKind},
};
use serde_json::Value as Json;

use crate::{document::Value, exact_keywords};

/// Value that violates a constraint of the schema.
#[derive(Debug, Clone)]
pub(crate) struct Violation<'r> {
    /// The value; for a missing member, the object.
    pub(crate) value: Value<'r>,
    /// Property that the value is, or that is missing; `None` deeper inside a property.
    pub(crate) property: Option<&'static Property>,
    pub(crate) kind: ViolationKind,
}

/// Violation kind: the constraint that a value violates.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ViolationKind {
    /// The object lacks a member of this name.
    Missing(String),
    /// The value has none of these types.
    Type(Vec<&'static str>),
    /// The text has another form.
    Form,
    /// The value is none of these.
    Values(Vec<Json>),
    /// The value is not in this range.
    Range(String),
    /// The text does not have this form.
    Text(String),
    /// The value violates a keyword of the schema; the message is "must" and `what`.
    Must { what: String, keyword: String },
    /// A member, given by its key, has an invalid name, for the reason in `flaw`.
    Name { name: String, key: Option<u32>, flaw: String },
    /// The value was not validated, as it would take too much, for this reason.
    Unchecked(String),
    /// A match with this pattern could not be decided within the allowed steps.
    Undecided(String),
    /// The value violates another constraint, given by its keyword.
    Other(String),
}

pub(crate) fn violation_kind(kind: &ValidationErrorKind) -> ViolationKind {
    match kind {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            choose_branch(context.iter().map(Vec::as_slice))
        }
        ValidationErrorKind::Required { property } => {
            ViolationKind::Missing(property.as_str().unwrap_or_default().to_owned())
        }
        ValidationErrorKind::Type { kind } => ViolationKind::Type(type_names(kind)),
        ValidationErrorKind::Format { .. }
        | ValidationErrorKind::Pattern { .. }
        | ValidationErrorKind::MaxLength { .. }
        | ValidationErrorKind::MinLength { .. } => ViolationKind::Form,
        ValidationErrorKind::Constant { expected_value } => {
            ViolationKind::Values(vec![(**expected_value).clone()])
        }
        ValidationErrorKind::Enum { options } => match &**options {
            Json::Array(options) => ViolationKind::Values(options.clone()),
            option => ViolationKind::Values(vec![option.clone()]),
        },
        ValidationErrorKind::Minimum { limit } => ViolationKind::Range(format!("at least {limit}")),
        ValidationErrorKind::Maximum { limit } => ViolationKind::Range(format!("at most {limit}")),
        ValidationErrorKind::ExclusiveMinimum { limit } => {
            ViolationKind::Range(format!("greater than {limit}"))
        }
        ValidationErrorKind::ExclusiveMaximum { limit } => ViolationKind::Range(format!("less than {limit}")),
        // A custom limit; its message is used as it is.
        ValidationErrorKind::Custom { keyword, message } if keyword.ends_with("imum") => {
            ViolationKind::Range(message.clone())
        }
        ValidationErrorKind::Custom { keyword, message } => ViolationKind::Must {
            what: exact_keywords::phrase(keyword, message),
            keyword: exact_keywords::original(keyword, message).to_owned(),
        },
        kind => ViolationKind::Other(kind.keyword().to_owned()),
    }
}

/// Returns the violation of a value that matches no branch, from the errors of each. The branch whose type matches
/// was meant; if there is none, the type is wrong.
pub(crate) fn choose_branch<'e, B: AsRef<[ValidationError<'e>]>>(
    branches: impl Iterator<Item = B>,
) -> ViolationKind {
    let mut types = Vec::new();
    for errors in branches {
        let errors = errors.as_ref();
        let before = types.len();
        for error in errors {
            if let ValidationErrorKind::Type { kind } = error.kind() {
                types.extend(type_names(kind));
            }
        }
        if let Some(error) = errors.first().filter(|_| types.len() == before) {
            return violation_kind(error.kind());
        }
    }
    types.dedup();
    ViolationKind::Type(types)
}

pub(crate) fn type_names(kind: &TypeKind) -> Vec<&'static str> {
    match kind {
        TypeKind::Single(kind) => vec![type_name(*kind)],
        TypeKind::Multiple(kinds) => kinds.iter().map(type_name).collect(),
    }
}

const fn type_name(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Array => "an array",
        JsonType::Boolean => "a boolean",
        JsonType::Integer => "an integer",
        JsonType::Null => "null",
        JsonType::Number => "a number",
        JsonType::Object => "an object",
        JsonType::String => "a string",
    }
}
