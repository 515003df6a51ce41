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
use jsonschema::{Draft, PatternOptions, Validator};
use serde_json::Value as Json;

use crate::{
    document::{Kind, SpanTree, Value},
    exact_keywords,
    fast_path::Precheck,
    key_interner::{KeyId, key_interner},
    keywords::is_annotation,
    names::Names,
    violation::{Violation, ViolationKind, choose_branch, violation_kind},
};

/// Compiled schema of one category in one shape.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) names: Names,
    pub(crate) schema: Json,
    whole: ObjectSchema,
}

/// Meaning of members that an object does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Absent {
    /// They are missing.
    Reported,
    /// They are in another part of the record.
    Elsewhere,
}

/// Schema of an object.
#[derive(Debug)]
struct ObjectSchema {
    /// Schema without `properties` and `required`.
    itself: ValueSchema,
    members: Vec<Member>,
    /// Index of the member with this name, by interned key.
    by_key: Vec<Option<u16>>,
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
    validators: Arc<Validators>,
    /// Validator of all values that the precheck does not accept; many inputs have none.
    validator: OnceLock<Arc<Validator<SpanTree>>>,
    /// Validators of the branches, if the schema consists of a choice.
    branches: OnceLock<Vec<Arc<Validator<SpanTree>>>>,
}

/// Validators by schema: a few of them serve all categories.
#[derive(Debug, Default)]
pub(crate) struct Validators(Mutex<BTreeMap<String, Arc<Validator<SpanTree>>>>);

impl Validators {
    /// Returns the validator of a schema, compiling it first if necessary.
    fn get(&self, schema: &Json) -> Arc<Validator<SpanTree>> {
        let mut validators = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let validator = validators.entry(schema.to_string()).or_insert_with(|| {
            let options = jsonschema::options_for::<SpanTree>()
                .with_draft(Draft::Draft202012)
                .should_validate_formats(true)
                .with_pattern_options(PatternOptions::regex());
            let validator = exact_keywords::exact_numbers(options).build(schema);
            Arc::new(validator.expect("the schemas of acslint-types are valid, as their tests prove"))
        });
        Arc::clone(validator)
    }
}

/// Context of compiling the schemas of one category.
struct Source<'a> {
    names: &'a Names,
    /// True to turn the precheck off.
    ask_always: bool,
    validators: &'a Arc<Validators>,
}

impl Compiled {
    /// Compiles the schema, with validators from these; `ask_always` turns the precheck off.
    pub(crate) fn new(
        category: &'static Category,
        shape: Shape,
        ask_always: bool,
        validators: &Arc<Validators>,
    ) -> Self {
        let names = Names::new(category, shape);
        let schema = category.schema(shape);
        let source = Source { names: &names, ask_always, validators };
        let whole = ObjectSchema::new(schema.clone(), Place::Top, &source);
        Self { names, schema, whole }
    }

    /// Returns every violation in the record; `inner_only` is true if it is only the object under `properties`.
    pub(crate) fn violations<'r>(&self, record: Value<'r>, inner_only: bool) -> Vec<Violation<'r>> {
        let mut violations = Vec::new();
        let schema = if inner_only { self.whole.inner() } else { Some(&self.whole) };
        if let Some(schema) = schema {
            schema.check(record, None, Absent::Reported, &mut violations);
        }
        violations
    }

    /// Returns every violation of the members that a part of a record has.
    pub(crate) fn violations_of_members<'r>(&self, part: Value<'r>) -> Vec<Violation<'r>> {
        let mut violations = Vec::new();
        self.whole.check(part, None, Absent::Elsewhere, &mut violations);
        violations
    }
}

impl ObjectSchema {
    fn new(mut schema: Json, place: Place, source: &Source<'_>) -> Self {
        let mut take = |keyword| schema.as_object_mut().and_then(|schema| schema.remove(keyword));
        let (members, required) = (take("properties"), take("required"));
        let mut object = Self {
            itself: ValueSchema::new(schema, source),
            members: Vec::new(),
            by_key: vec![None; key_interner().len()],
            required: Vec::new(),
        };
        let required = required.iter().filter_map(Json::as_array).flatten().filter_map(Json::as_str);
        object.required.extend(required.enumerate().map(|(index, name)| (name.to_owned(), 1 << index)));
        if let Some(Json::Object(members)) = members {
            for (name, schema) in members {
                object.add(&name, schema, place, source);
            }
        }
        object
    }

    fn add(&mut self, name: &str, schema: Json, place: Place, source: &Source<'_>) {
        if let Some(key_id) = key_interner().find(name.as_bytes()).index() {
            self.by_key[key_id] = Some(self.members.len() as u16);
        }
        let property = source.names.property(place, name);
        self.members.push(Member {
            property,
            required: self.required.iter().find(|(required, _)| required == name).map_or(0, |(_, bit)| *bit),
            schema: if schema.get("properties").is_some() {
                MemberSchema::Object(Self::new(schema, Place::Properties, source))
            } else {
                MemberSchema::Value(ValueSchema::new(schema, source))
            },
        });
    }

    fn member(&self, key_id: KeyId) -> Option<&Member> {
        Some(&self.members[usize::from(self.by_key[key_id.index()?]?)])
    }

    /// Returns the schema of the object under `properties`.
    fn inner(&self) -> Option<&Self> {
        self.members.iter().find_map(|member| match &member.schema {
            MemberSchema::Object(schema) => Some(schema),
            MemberSchema::Value(_) => None,
        })
    }

    /// Appends the violations of a value and its members in the order of jsonschema: missing members first.
    fn check<'r>(
        &self,
        value: Value<'r>,
        property: Option<&'static Property>,
        absent: Absent,
        out: &mut Vec<Violation<'r>>,
    ) {
        self.itself.check(value, property, out);
        if value.kind() != Kind::Object {
            return;
        }
        let before = out.len();
        let mut missing = self.required.iter().fold(0, |missing, (_, bit)| missing | bit);
        value.entries().for_each(|entry| {
            if let Some(member) = self.member(entry.key_id) {
                let value = value.document.value(entry.value);
                missing &= !member.required;
                match &member.schema {
                    MemberSchema::Value(schema) => schema.check(value, member.property, out),
                    MemberSchema::Object(schema) => schema.check(value, member.property, absent, out),
                }
            }
        });
        if missing != 0 && absent == Absent::Reported {
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

impl ValueSchema {
    fn new(mut schema: Json, source: &Source<'_>) -> Self {
        if let Some(keywords) = schema.as_object_mut() {
            // Schemas that differ only in annotations share a validator.
            keywords.retain(|keyword, _| !is_annotation(keyword));
        }
        let precheck = if source.ask_always { OnceLock::from(Precheck::nothing()) } else { OnceLock::new() };
        let validators = Arc::clone(source.validators);
        Self { schema, precheck, validators, validator: OnceLock::new(), branches: OnceLock::new() }
    }

    fn is_prechecked(&self, value: Value<'_>) -> bool {
        self.precheck.get_or_init(|| Precheck::of(&self.schema)).passes(value)
    }

    fn validator(&self) -> &Validator<SpanTree> {
        self.validator.get_or_init(|| self.validators.get(&self.schema))
    }

    fn check<'r>(&self, value: Value<'r>, property: Option<&'static Property>, out: &mut Vec<Violation<'r>>) {
        if !self.is_prechecked(value) && !self.validator().is_valid(value) {
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
            Some(("anyOf", Json::Array(branches))) => {
                branches.iter().map(|branch| self.validators.get(branch)).collect()
            }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use acslint_types::CATEGORIES;
    use serde_json::Value as Json;

    use super::{Compiled, MemberSchema, ObjectSchema, ValueSchema};
    use crate::{
        document::{Document, Embedded, Outcome, Tree, parse},
        key_interner::key_interner,
        keywords::is_annotation,
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
                annotation => assert!(is_annotation(annotation), "`{annotation}` is not understood"),
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
        let validators = Arc::default();
        let compiled: Vec<Compiled> =
            compiled.map(|(category, shape)| Compiled::new(category, shape, false, &validators)).collect();
        let schemas: Vec<&ValueSchema> =
            compiled.iter().flat_map(|compiled| value_schemas(&compiled.whole)).collect();
        let mut counts = [0; 3];
        for text in values() {
            let (mut tree, mut faults) = (Tree::default(), Vec::new());
            assert_eq!(parse(text.as_bytes(), true, &mut tree, &mut faults), Outcome::Complete(text.len()));
            let embedded = Embedded::default();
            let value = Document { text: &text, tree: &tree, embedded: &embedded }.root();
            for schema in &schemas {
                let (is_prechecked, is_valid) =
                    (schema.is_prechecked(value), schema.validator().is_valid(value));
                assert!(is_valid || !is_prechecked, "{text}: {:?}", schema.schema);
                counts[usize::from(is_valid) + usize::from(is_prechecked)] += 1;
            }
        }
        // The precheck determines the cost of checking, so it must accept most valid values.
        let [invalid, left, prechecked] = counts;
        assert!(invalid > 0 && prechecked > 9 * left, "{counts:?}");
    }
}
