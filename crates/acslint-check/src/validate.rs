//! From jsonschema's errors to violations: which value of the record breaks which kind of constraint.

use std::sync::OnceLock;

use acslint_types::{Category, Place, Property, Shape};
use jsonschema::{
    JsonType, PatternOptions, ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind},
};

use crate::{
    Settings,
    accept::Program,
    document::{SpanTree, Value},
    names::Names,
    record::Record,
    rules::Levels,
};

/// The schema of one category in one shape, ready to be used.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) names: Names,
    whole: Validator<SpanTree>,
    /// For the object under `properties` alone, where such records are known.
    inner: Option<Validator<SpanTree>>,
    /// Made when it is first asked for.
    program: OnceLock<Option<Program>>,
}

/// What a value does wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Offence {
    /// The object has no member of this name.
    Missing(String),
    /// It has none of these types.
    Type(Vec<&'static str>),
    /// It is text of another form.
    Form,
    /// It is none of these.
    Values(Vec<serde_json::Value>),
    /// It is out of range, as this says.
    Range(String),
    /// It breaks another constraint, named by its keyword.
    Other(String),
}

/// A value that breaks a constraint of the schema.
#[derive(Debug, Clone)]
pub(crate) struct Violation<'r> {
    /// The value; of a missing member the object.
    pub(crate) value: Value<'r>,
    /// The property that the value is, or that is missing; `None` deeper inside one.
    pub(crate) property: Option<&'static Property>,
    pub(crate) offence: Offence,
}

impl Compiled {
    pub(crate) fn new(category: &'static Category, shape: Shape) -> Self {
        let schema = category.schema(shape);
        let compile = |schema: &serde_json::Value| {
            jsonschema::options_for::<SpanTree>()
                .should_validate_formats(true)
                .with_pattern_options(PatternOptions::regex())
                .build(schema)
                .expect("the schemas of acslint-types are valid, which a test of theirs proves")
        };
        let inner = (category.inner_object_seen && shape == Shape::ResourceLog)
            .then(|| compile(&schema["properties"]["properties"]));
        Self { names: Names::new(category, shape), whole: compile(&schema), inner, program: OnceLock::new() }
    }

    /// The program that vouches for records of this schema, if there is one.
    pub(crate) fn program(&self, levels: &Levels, settings: &Settings) -> Option<&Program> {
        self.program.get_or_init(|| Program::of_records(&self.names, levels, settings)).as_ref()
    }

    /// Every violation of the schema in the record.
    pub(crate) fn violations<'r>(&self, record: &Record<'r>, inner_only: bool) -> Vec<Violation<'r>> {
        let (validator, place) = match &self.inner {
            Some(inner) if inner_only => (inner, Place::Properties),
            _ => (&self.whole, Place::Top),
        };
        let root = record.root();
        if validator.is_valid(root) {
            return Vec::new();
        }
        let mut violations = Vec::new();
        for error in validator.iter_errors(root) {
            self.collect(root, place, &error, &mut violations);
        }
        violations
    }

    fn collect<'r>(
        &self,
        root: Value<'r>,
        place: Place,
        error: &ValidationError<'_>,
        out: &mut Vec<Violation<'r>>,
    ) {
        let segments: Vec<String> = error
            .instance_path()
            .as_str()
            .split('/')
            .skip(1)
            .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
            .collect();
        let Some(value) = walk(root, &segments) else {
            return;
        };
        let (place, name) = match segments.as_slice() {
            [name] => (place, Some(name)),
            [outer, name] if place == Place::Top && outer == "properties" => (Place::Properties, Some(name)),
            _ => (place, None),
        };
        let property = name.and_then(|name| self.names.property(place, name));
        match error.kind() {
            ValidationErrorKind::Required { property: missing } => {
                let missing = missing.as_str().unwrap_or_default();
                let inside = match segments.as_slice() {
                    [] => Some(place),
                    [outer] if place == Place::Top && outer == "properties" => Some(Place::Properties),
                    _ => None,
                };
                out.push(Violation {
                    value,
                    property: inside.and_then(|place| self.names.property(place, missing)),
                    offence: Offence::Missing(missing.to_owned()),
                });
            }
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                out.push(Violation { value, property, offence: choose_branch(context) });
            }
            kind => out.push(Violation { value, property, offence: offence(kind) }),
        }
    }
}

/// Follows the path of an error through the record as the schema sees it.
fn walk<'r>(root: Value<'r>, segments: &[String]) -> Option<Value<'r>> {
    segments.iter().try_fold(root, |value, segment| match value.member(segment) {
        Some(member) => Some(member),
        None => value.items().nth(segment.parse().ok()?),
    })
}

/// What is wrong where none of several branches fits: the branch whose type fits was meant; if none, the type is wrong.
fn choose_branch(branches: &[Vec<ValidationError<'static>>]) -> Offence {
    let mut types = Vec::new();
    for branch in branches {
        let mut wrong_type = false;
        for error in branch {
            if let ValidationErrorKind::Type { kind } = error.kind() {
                wrong_type = true;
                types.extend(type_names(kind));
            }
        }
        if wrong_type {
            continue;
        }
        match branch.first().map(ValidationError::kind) {
            Some(ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context }) => {
                return choose_branch(context);
            }
            Some(kind) => return offence(kind),
            None => {}
        }
    }
    types.dedup();
    Offence::Type(types)
}

fn offence(kind: &ValidationErrorKind) -> Offence {
    match kind {
        ValidationErrorKind::Type { kind } => Offence::Type(type_names(kind)),
        ValidationErrorKind::Format { .. }
        | ValidationErrorKind::Pattern { .. }
        | ValidationErrorKind::MaxLength { .. }
        | ValidationErrorKind::MinLength { .. } => Offence::Form,
        ValidationErrorKind::Constant { expected_value } => Offence::Values(vec![(**expected_value).clone()]),
        ValidationErrorKind::Enum { options } => match &**options {
            serde_json::Value::Array(options) => Offence::Values(options.clone()),
            option => Offence::Values(vec![option.clone()]),
        },
        ValidationErrorKind::Minimum { limit } => Offence::Range(format!("at least {limit}")),
        ValidationErrorKind::Maximum { limit } => Offence::Range(format!("at most {limit}")),
        ValidationErrorKind::ExclusiveMinimum { limit } => Offence::Range(format!("greater than {limit}")),
        ValidationErrorKind::ExclusiveMaximum { limit } => Offence::Range(format!("less than {limit}")),
        kind => Offence::Other(kind.keyword().to_owned()),
    }
}

fn type_names(kind: &TypeKind) -> Vec<&'static str> {
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
