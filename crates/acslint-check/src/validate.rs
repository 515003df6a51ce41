//! Validation: turns jsonschema's errors into violations, each a value of the record and the constraint it
//! violates.
//!
//! A record's schema only constrains each member, and requires some of them. Each member is therefore validated by
//! itself: its key is already interned, and only the members that violate the schema are validated again to explain
//! it. jsonschema alone decides what a valid value is.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use acslint_types::{Category, Place, Property, Shape};
use jsonschema::{
    Draft, JsonType, PatternOptions, ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind},
};
use serde_json::Value as Json;

use crate::{
    Settings, custom,
    document::{Kind, SpanTree, Value},
    fast_path::{Precheck, Program},
    key_interner::{KeyId, key_interner},
    names::Names,
    rules::Levels,
};

/// Compiled schema of one category in one shape.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) names: Names,
    schema: Json,
    whole: ObjectSchema,
    /// Compiled on first use.
    program: OnceLock<Option<Program>>,
}

/// Schema of an object.
#[derive(Debug)]
struct ObjectSchema {
    /// Schema without `properties` and `required`.
    itself: ValueSchema,
    members: Vec<Member>,
    /// Index of the member with this name, by interned key.
    by_word: Vec<Option<u16>>,
    /// Names of the required members, with one bit each.
    required: Vec<(String, u64)>,
}

/// Member in the schema of an object.
#[derive(Debug)]
struct Member {
    /// Property of the member; `None` for `properties`.
    property: Option<&'static Property>,
    /// Bit of the member, if it is required.
    required: u64,
    schema: MemberSchema,
}

#[derive(Debug)]
enum MemberSchema {
    Value(ValueSchema),
    Object(ObjectSchema),
}

/// Schema of a value.
#[derive(Debug)]
struct ValueSchema {
    schema: Json,
    /// Precheck, which decides without jsonschema; compiled, like the validators, for the first value.
    precheck: OnceLock<Precheck>,
    /// Validator of all values that the precheck does not accept; many inputs have none.
    validator: OnceLock<Arc<Validator<SpanTree>>>,
    /// Validators of the branches, if the schema consists of a choice.
    branches: OnceLock<Vec<Arc<Validator<SpanTree>>>>,
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

/// Value that violates a constraint of the schema.
#[derive(Debug, Clone)]
pub(crate) struct Violation<'r> {
    /// The value; for a missing member, the object.
    pub(crate) value: Value<'r>,
    /// Property that the value is, or that is missing; `None` deeper inside a property.
    pub(crate) property: Option<&'static Property>,
    pub(crate) kind: ViolationKind,
}

impl Compiled {
    /// Compiles the schema; `ask_always` turns the precheck off.
    pub(crate) fn new(category: &'static Category, shape: Shape, ask_always: bool) -> Self {
        let names = Names::new(category, shape);
        let schema = category.schema(shape);
        let whole = ObjectSchema::new(schema.clone(), &names, Place::Top, ask_always);
        Self { names, schema, whole, program: OnceLock::new() }
    }

    /// Returns the program of this schema, if a program can express it.
    pub(crate) fn program(&self, levels: &Levels, settings: &Settings) -> Option<&Program> {
        let compile = || Program::of_records(&self.names, &self.schema, levels, settings);
        self.program.get_or_init(compile).as_ref()
    }

    /// Every violation of the schema in the record; `inner_only` says that it is the object under `properties` alone.
    pub(crate) fn violations<'r>(&self, record: Value<'r>, inner_only: bool) -> Vec<Violation<'r>> {
        let mut violations = Vec::new();
        let schema = if inner_only { self.whole.inner() } else { Some(&self.whole) };
        if let Some(schema) = schema {
            schema.check(record, None, &mut violations);
        }
        violations
    }
}

impl ObjectSchema {
    fn new(mut schema: Json, names: &Names, place: Place, ask_always: bool) -> Self {
        let mut take = |keyword| schema.as_object_mut().and_then(|schema| schema.remove(keyword));
        let (members, required) = (take("properties"), take("required"));
        let mut object = Self {
            itself: ValueSchema::new(schema, ask_always),
            members: Vec::new(),
            by_word: vec![None; key_interner().len()],
            required: Vec::new(),
        };
        let required = required.iter().filter_map(Json::as_array).flatten().filter_map(Json::as_str);
        object.required.extend(required.enumerate().map(|(index, name)| (name.to_owned(), 1 << index)));
        if let Some(Json::Object(members)) = members {
            for (name, schema) in members {
                object.add(&name, schema, names, place, ask_always);
            }
        }
        object
    }

    fn add(&mut self, name: &str, schema: Json, names: &Names, place: Place, ask_always: bool) {
        if let Some(word) = key_interner().find(name.as_bytes()).index() {
            self.by_word[word] = Some(self.members.len() as u16);
        }
        let property = names.property(place, name);
        self.members.push(Member {
            property,
            required: self.required.iter().find(|(required, _)| required == name).map_or(0, |(_, bit)| *bit),
            schema: if schema.get("properties").is_some() {
                MemberSchema::Object(Self::new(schema, names, Place::Properties, ask_always))
            } else {
                MemberSchema::Value(ValueSchema::new(schema, ask_always))
            },
        });
    }

    fn member(&self, word: KeyId) -> Option<&Member> {
        Some(&self.members[usize::from(self.by_word[word.index()?]?)])
    }

    /// Returns the schema of the object under `properties`.
    fn inner(&self) -> Option<&Self> {
        self.members.iter().find_map(|member| match &member.schema {
            MemberSchema::Object(schema) => Some(schema),
            MemberSchema::Value(_) => None,
        })
    }

    /// Appends the violations of a value and its members in the order of jsonschema: missing members first.
    fn check<'r>(&self, value: Value<'r>, property: Option<&'static Property>, out: &mut Vec<Violation<'r>>) {
        self.itself.check(value, property, out);
        if value.kind() != Kind::Object {
            return;
        }
        let before = out.len();
        let mut missing = self.required.iter().fold(0, |missing, (_, bit)| missing | bit);
        for entry in value.entries() {
            if let Some(member) = self.member(entry.word) {
                let value = value.document.value(entry.value);
                missing &= !member.required;
                match &member.schema {
                    MemberSchema::Value(schema) => schema.check(value, member.property, out),
                    MemberSchema::Object(schema) => schema.check(value, member.property, out),
                }
            }
        }
        if missing != 0 {
            let absent = self.required.iter().filter(|(_, bit)| missing & bit != 0);
            let violations = absent.map(|(name, _)| Violation {
                value,
                property: self
                    .member(key_interner().find(name.as_bytes()))
                    .and_then(|member| member.property),
                kind: ViolationKind::Missing(name.clone()),
            });
            out.splice(before..before, violations);
        }
    }
}

/// Keywords that do not affect validity; schemas that differ only in them share a validator.
const ANNOTATIONS: [&str; 5] = ["$id", "$schema", "description", "examples", "title"];

/// Validators so far, by schema: a few of them serve all categories.
static VALIDATORS: Mutex<BTreeMap<String, Arc<Validator<SpanTree>>>> = Mutex::new(BTreeMap::new());

impl ValueSchema {
    fn new(mut schema: Json, ask_always: bool) -> Self {
        if let Some(keywords) = schema.as_object_mut() {
            keywords.retain(|keyword, _| !ANNOTATIONS.contains(&keyword.as_str()));
        }
        let precheck = if ask_always { OnceLock::from(Precheck::nothing()) } else { OnceLock::new() };
        Self { schema, precheck, validator: OnceLock::new(), branches: OnceLock::new() }
    }

    fn is_sure(&self, value: Value<'_>) -> bool {
        self.precheck.get_or_init(|| Precheck::of(&self.schema)).passes(value)
    }

    fn validator(&self) -> &Validator<SpanTree> {
        self.validator.get_or_init(|| validator(&self.schema))
    }

    fn check<'r>(&self, value: Value<'r>, property: Option<&'static Property>, out: &mut Vec<Violation<'r>>) {
        if !self.is_sure(value) && !self.validator().is_valid(value) {
            self.explain(value, property, out);
        }
    }

    #[cold]
    fn explain<'r>(
        &self,
        value: Value<'r>,
        property: Option<&'static Property>,
        out: &mut Vec<Violation<'r>>,
    ) {
        let branches = self.branches.get_or_init(|| match only_keyword(&self.schema) {
            Some(("anyOf", Json::Array(branches))) => branches.iter().map(validator).collect(),
            _ => Vec::new(),
        });
        if !branches.is_empty() {
            let errors = branches.iter().map(|branch| branch.iter_errors(value).collect::<Vec<_>>());
            out.push(Violation { value, property, kind: choose_branch(errors) });
            return;
        }
        let before = out.len();
        for error in self.validator().iter_errors(value) {
            let path = error.instance_path().as_str();
            let Some(value) = walk(value, path) else {
                continue;
            };
            let property = property.filter(|_| path.is_empty());
            let kind = violation_kind(error.kind());
            // Several constraints of one value can result in the same violation.
            let said = |said: &Violation<'_>| said.value.node == value.node && said.kind == kind;
            if !out[before..].iter().any(said) {
                out.push(Violation { value, property, kind });
            }
        }
    }
}

/// Returns the validator of a schema.
fn validator(schema: &Json) -> Arc<Validator<SpanTree>> {
    let mut validators = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let validator = validators.entry(schema.to_string()).or_insert_with(|| {
        let options = jsonschema::options_for::<SpanTree>()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .with_pattern_options(PatternOptions::regex());
        let validator = custom::exact_numbers(options).build(schema);
        Arc::new(validator.expect("the schemas of acslint-types are valid, as their tests prove"))
    });
    Arc::clone(validator)
}

/// Returns the keyword of a schema that has exactly one, with its value.
fn only_keyword(schema: &Json) -> Option<(&str, &Json)> {
    let keywords = schema.as_object().filter(|keywords| keywords.len() == 1)?;
    keywords.iter().next().map(|(keyword, value)| (keyword.as_str(), value))
}

/// Follows the path of an error, a JSON Pointer, through a value as the schema sees it.
fn walk<'r>(value: Value<'r>, path: &str) -> Option<Value<'r>> {
    path.split('/').skip(1).try_fold(value, |value, segment| {
        let segment = acslint_types::pointer::name(segment);
        match value.member(&segment) {
            Some(member) => Some(member),
            None => value.items().nth(segment.parse().ok()?),
        }
    })
}

/// Returns the violation of a value that matches no branch, from the errors of each. The branch whose type matches
/// was meant; if there is none, the type is wrong.
fn choose_branch<'e, B: AsRef<[ValidationError<'e>]>>(branches: impl Iterator<Item = B>) -> ViolationKind {
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
            what: custom::phrase(keyword, message),
            keyword: custom::original(keyword, message).to_owned(),
        },
        kind => ViolationKind::Other(kind.keyword().to_owned()),
    }
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

#[cfg(test)]
mod tests {
    use acslint_types::CATEGORIES;
    use serde_json::Value as Json;

    use super::{ANNOTATIONS, Compiled, MemberSchema, ObjectSchema, ValueSchema};
    use crate::{
        document::{Document, Embedded, Outcome, Tree, parse},
        key_interner::key_interner,
    };

    /// Asserts that a schema of an object only constrains each member, and requires some.
    fn assert_plain(schema: &Json) {
        for (keyword, value) in schema.as_object().unwrap() {
            match keyword.as_str() {
                "type" => {}
                "required" => assert!(value.as_array().unwrap().len() <= 64),
                "properties" => {
                    for (name, schema) in value.as_object().unwrap() {
                        assert!(
                            key_interner().find(name.as_bytes()).index().is_some(),
                            "`{name}` is not interned"
                        );
                        if schema.get("properties").is_some() {
                            assert_eq!(name, "properties");
                            assert_plain(schema);
                        }
                    }
                }
                annotation => assert!(ANNOTATIONS.contains(&annotation), "`{annotation}` is not understood"),
            }
        }
    }

    #[test]
    fn members_can_be_validated_each_by_itself() {
        for category in CATEGORIES {
            for shape in category.shapes() {
                assert_plain(&category.schema(shape));
            }
        }
    }

    /// Values at the limits of what properties accept, and known values.
    fn values() -> Vec<String> {
        let known = CATEGORIES.iter().flat_map(|category| category.properties);
        let known = known.filter_map(|property| property.values).flat_map(|values| values.known);
        let texts = [
            "2024-02-29T23:59:59.123456789Z",
            "2024-02-29T23:59:59.1234567890Z",
            "2023-02-29T00:00:00Z",
            "2016-12-31T23:59:60Z",
            "2016-12-31t18:59:60-05:00",
            "2016-12-31T18:59:60Z",
            "2024-03-05T09:14:27",
            "203.0.113.7",
            "203.0.113.256",
            "0203.0.113.7",
            "203.0.113.7:65536",
            "203.0.113.XXX",
            "2001:db8::1",
            "2001:db8::1%eth0",
            "::ffff:203.0.113.7",
            "[2001:db8::1]:443",
            "[localhost]",
            "",
            "12",
        ];
        let texts = texts.iter().chain(known).map(|text| format!("\"{text}\""));
        let others = [
            "null",
            "true",
            "[]",
            "{}",
            "0",
            "999999999",
            "2147483647",
            "2147483648",
            "9999999999",
            "-1",
            "1.5",
            "1e3",
        ];
        others.into_iter().map(str::to_owned).chain(texts).collect()
    }

    fn value_schemas(schema: &ObjectSchema) -> Vec<&ValueSchema> {
        let members = schema.members.iter().flat_map(|member| match &member.schema {
            MemberSchema::Value(schema) => vec![schema],
            MemberSchema::Object(schema) => value_schemas(schema),
        });
        std::iter::once(&schema.itself).chain(members).collect()
    }

    #[test]
    fn what_jsonschema_is_not_asked_about_is_right() {
        let compiled =
            CATEGORIES.iter().flat_map(|category| category.shapes().map(|shape| (*category, shape)));
        let compiled: Vec<Compiled> =
            compiled.map(|(category, shape)| Compiled::new(category, shape, false)).collect();
        let schemas: Vec<&ValueSchema> =
            compiled.iter().flat_map(|compiled| value_schemas(&compiled.whole)).collect();
        let mut counts = [0; 3];
        for text in values() {
            let (mut tree, mut faults) = (Tree::default(), Vec::new());
            assert_eq!(parse(text.as_bytes(), true, &mut tree, &mut faults), Outcome::Complete(text.len()));
            let embedded = Embedded::default();
            let value = Document { text: &text, tree: &tree, embedded: &embedded }.root();
            for schema in &schemas {
                let (is_sure, is_valid) = (schema.is_sure(value), schema.validator().is_valid(value));
                assert!(is_valid || !is_sure, "{text}: {:?}", schema.schema);
                counts[usize::from(is_valid) + usize::from(is_sure)] += 1;
            }
        }
        // The precheck determines the cost of checking, so it must accept most valid values.
        let [invalid, unsure, sure] = counts;
        assert!(invalid > 0 && sure > 9 * unsure, "{counts:?}");
    }
}
