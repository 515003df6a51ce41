//! Programs: a schema, and the rules that are on, compiled to checks that prove a value clean from its bytes alone.
//!
//! A program accepts less than its schema. A keyword that it cannot express leaves the whole schema without a
//! program, and the full path checks what the program rejects. A program therefore costs time at worst, not
//! correctness.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use acslint_types::{
    Property,
    scalar::{FORMS, Form},
};
use jsonschema::Draft;
use serde_json::{Map, Value as Json};

use super::{
    Kind,
    expansion::{DIALECT, ExpansionBudget},
    extra_names::ExtraNames,
    inline,
    keys::{Keys, Member},
    property_set::{PropertySet, slot},
    rejected::Rejectable,
    value::{ArrayTest, Check, Keywords, NumberTest, ObjectTest, TextForm, TextTest},
};
use crate::{clean_when::Passes, custom::CustomCategories, exact_keywords::exact, keywords::is_annotation};

impl ProvenancePlace {
    /// Number of captured ranges that it may have; they are the first ones.
    pub(super) const RANGES: usize = 2;
}

/// Compiled program that recognizes clean values of one schema.
#[derive(Debug)]
pub(crate) struct Program {
    pub(super) kind: Kind,
    pub(super) checks: Vec<Check>,
    pub(super) plans: Vec<Plan>,
    pub(super) root: u16,
    /// Number of slots of the members of the record's plans; extra members get the slots behind them.
    pub(super) slots: usize,
    /// Properties that identify the category of a record; a record must have one of them.
    pub(super) identifying: PropertySet,
    /// Properties that a record must have.
    pub(super) required: PropertySet,
    /// Properties whose absence a rule reports.
    pub(super) expected: PropertySet,
    /// Properties that tell the time of a record.
    pub(super) times: PropertySet,
    /// Points of each slot for the shape of the program, from the key with the fewest.
    pub(super) points: Vec<i8>,
    /// Properties whose values may be rejected.
    pub(super) rejectable: Rejectable,
    /// True if the settings identify the category of a record that does not name it.
    pub(super) identified: bool,
    /// Cross-field conditions of the rules.
    pub(super) cross_field: Vec<CrossField>,
    pub(super) provenance: ProvenancePlace,
}

/// Place of the time and the resource in the records of a program.
#[derive(Debug, Clone, Copy)]
pub(super) enum ProvenancePlace {
    /// Captured ranges, by their numbers, of the properties that the category has.
    Captured { time: Option<u8>, resource: Option<(u8, &'static Property)> },
    /// Members with the usual names.
    Named,
}

/// Plan of an object: its known members, and the conditions on all others.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) keys: Keys,
    pub(super) required: PropertySet,
    /// Condition on members that the plan does not have; `None` where they have a finding.
    pub(super) others: Option<Others>,
    /// True if its slots are those of the enclosing object.
    pub(super) shared: bool,
}

/// Condition on the members of an object that its plan does not have.
#[derive(Debug)]
pub(super) struct Others {
    /// Check of their values.
    pub(super) check: u16,
    /// Condition on their names, if the object is a record or its `properties`. Any name passes in other objects.
    pub(super) names: Option<ExtraNames>,
}

impl Others {
    /// Condition that accepts any name.
    fn of_any_name(check: u16) -> Self {
        Self { check, names: None }
    }

    /// Returns true if a member of this name may pass.
    pub(super) fn allows(&self, name: &[u8]) -> bool {
        self.names.as_ref().is_none_or(|names| names.allows(name))
    }
}

/// Cross-field condition of a rule.
#[derive(Debug, Clone)]
pub(super) struct CrossField {
    /// Slots of the properties that it compares.
    pub(super) slots: PropertySet,
    /// Numbers of their captured ranges.
    pub(super) captured: Vec<u8>,
    pub(super) passes: Passes,
}

/// Largest number of captured ranges of a record, those of its time and resource included.
pub(super) const MOST_CAPTURED: usize = 18;

/// Largest number of values in one cross-field condition.
pub(super) const MOST_CROSS_FIELD: usize = 4;

/// Byte range of a value as written in the record, for cross-field conditions.
pub(super) type CapturedRange = (usize, usize);

impl Program {
    /// Compiles the program of a schema, if a program can express it.
    #[cfg(test)]
    pub(super) fn of_schema(schema: &Json) -> Option<Self> {
        let none = CustomCategories::default();
        let mut compiler = Compiler::new(&none);
        let root = compiler.check(schema)?;
        compiler.program.root = compiler.add(root)?;
        compiler.program.set_kind(0);
        Some(compiler.program)
    }

    /// Sets the kind of records, and gives each test of texts a number that is unique across all kinds.
    pub(super) fn set_kind(&mut self, kind: Kind) {
        self.kind = kind;
        for (check, index) in self.checks.iter_mut().zip(1..) {
            check.text.iter_mut().for_each(|test| {
                test.number = u32::from(kind) << u16::BITS | index;
                test.is_address = test.forms.contains(&TextForm::Address);
            });
        }
    }

    /// Returns true if an object that passes the check shares the slots of the enclosing object.
    pub(super) fn is_shared(&self, check: &Check) -> bool {
        matches!(check.object, Some(ObjectTest::Plan(plan)) if self.plans[usize::from(plan)].shared)
    }

    pub(super) const fn empty() -> Self {
        Self {
            kind: 0,
            checks: Vec::new(),
            plans: Vec::new(),
            root: 0,
            slots: 0,
            identifying: 0,
            required: 0,
            expected: 0,
            times: 0,
            points: Vec::new(),
            rejectable: Rejectable { any: 0, other_than_text: 0 },
            identified: false,
            cross_field: Vec::new(),
            provenance: ProvenancePlace::Named,
        }
    }
}

/// Compiler of one program.
pub(super) struct Compiler<'s> {
    pub(super) program: Program,
    /// Resolves references.
    pub(super) custom: &'s CustomCategories,
    /// Checks of referenced schemas, by URI.
    referred: BTreeMap<String, u16>,
    /// Referenced checks that are not compiled yet.
    pending: Vec<u16>,
    budget: ExpansionBudget,
}

impl<'s> Compiler<'s> {
    pub(super) fn new(custom: &'s CustomCategories) -> Self {
        Self {
            program: Program::empty(),
            custom,
            referred: BTreeMap::new(),
            pending: Vec::new(),
            budget: ExpansionBudget::default(),
        }
    }

    pub(super) fn add(&mut self, check: Check) -> Option<u16> {
        let mut known = (0..).zip(&self.program.checks);
        if let Some((same, _)) =
            known.find(|(number, known)| **known == check && !self.pending.contains(number))
        {
            return Some(same);
        }
        self.program.checks.push(check);
        u16::try_from(self.program.checks.len() - 1).ok()
    }

    pub(super) fn add_plan(&mut self, plan: Plan) -> Option<u16> {
        self.program.plans.push(plan);
        u16::try_from(self.program.plans.len() - 1).ok()
    }

    /// Returns the number of the check of a schema.
    ///
    /// A referenced schema has one number for all references, so a schema may refer to itself.
    pub(super) fn number(&mut self, schema: &Json) -> Option<u16> {
        let Some(uri) = only_reference(schema) else {
            let check = self.check(schema)?;
            return self.add(check);
        };
        if let Some(known) = self.referred.get(uri) {
            return Some(*known);
        }
        let referred = self.custom.referred(uri)?;
        let number = u16::try_from(self.program.checks.len()).ok()?;
        self.program.checks.push(Check::default());
        self.referred.insert(uri.to_owned(), number);
        self.pending.push(number);
        let check = self.check(referred)?;
        self.pending.retain(|pending| *pending != number);
        self.program.checks[usize::from(number)] = check;
        Some(number)
    }

    /// Compiles the check of a schema.
    pub(super) fn check(&mut self, schema: &Json) -> Option<Check> {
        self.budget.enter()?;
        let check = self.check_inside(schema);
        self.budget.leave();
        check
    }

    fn check_inside(&mut self, schema: &Json) -> Option<Check> {
        let keywords = match schema {
            Json::Bool(true) => return Some(Check::any()),
            Json::Bool(false) => return Some(Check::default()),
            Json::Object(keywords) => keywords,
            _ => return None,
        };
        if keywords.get("$schema").is_some_and(|dialect| dialect != DIALECT) {
            return None;
        }
        if inline::is_composed(keywords) {
            let inlined = inline::inlined(keywords, self.custom, &mut self.budget)?;
            return self.check(&Json::Object(inlined));
        }
        let mut check = Check::any();
        if let Some(types) = keywords.get("type") {
            restrict_to_types(&mut check, types)?;
        }
        if let Some(branches) = keywords.get("anyOf") {
            check = self.any_of(branches.as_array()?)?.within(&check)?;
        }
        if let Some(branches) = keywords.get("oneOf") {
            check = self.one_of(branches.as_array()?)?.within(&check)?;
        }
        let text = text_keywords(keywords);
        if !text.is_empty() {
            restrict(&mut check.text, |test| restrict_text(test, &[Json::Object(text)]))?;
        }
        restrict(&mut check.number, |test| restrict_number(test, keywords))?;
        if keywords.keys().any(|key| OBJECT_KEYWORDS.contains(&key.as_str())) {
            let plan = self.object(keywords)?;
            restrict(&mut check.object, |test| replace_any(test, &ObjectTest::Any, ObjectTest::Plan(plan)))?;
        }
        if keywords.keys().any(|key| ARRAY_KEYWORDS.contains(&key.as_str())) {
            let items = self.array(keywords)?;
            restrict(&mut check.array, |test| replace_any(test, &ArrayTest::Any, items))?;
        }
        for (keyword, values) in keywords {
            match keyword.as_str() {
                "enum" => restrict_to_values(&mut check, values.as_array()?)?,
                "const" => restrict_to_values(&mut check, std::slice::from_ref(values))?,
                keyword if is_annotation(keyword) => {}
                keyword if UNDERSTOOD.iter().any(|keywords| keywords.contains(&keyword)) => {}
                // Keywords of no dialect: a validator ignores them.
                keyword if keyword.starts_with("x-") => {}
                _ => return None,
            }
        }
        Some(check)
    }

    /// Compiles `anyOf`; branches that are about texts become one test.
    fn any_of(&mut self, branches: &[Json]) -> Option<Check> {
        let known =
            |key: &String| TEXT_KEYWORDS.contains(&key.as_str()) || is_annotation(key) || key == "type";
        let is_text = |branch: &&Json| {
            branch.get("type").is_some_and(|kind| kind == "string")
                && branch.as_object().is_some_and(|keywords| keywords.keys().all(known))
        };
        let (texts, others): (Vec<&Json>, Vec<&Json>) = branches.iter().partition(is_text);
        let mut union = Check::default();
        if !texts.is_empty() {
            let keywords = texts.iter().filter_map(|text| text.as_object());
            let plain: Vec<Json> = keywords.map(|keywords| Json::Object(text_keywords(keywords))).collect();
            let mut text = TextTest::default();
            if !plain.iter().any(|keywords| keywords.as_object().is_some_and(Map::is_empty)) {
                restrict_text(&mut text, &plain)?;
            }
            union.text = Some(text);
        }
        for other in others {
            let branch = self.check(other)?;
            union = union.or(branch)?;
        }
        Some(union)
    }

    /// Compiles `oneOf`, whose branches must not have a type in common.
    fn one_of(&mut self, branches: &[Json]) -> Option<Check> {
        let mut union = Check::default();
        for branch in branches {
            let check = self.check(branch)?;
            union = if union.is_apart_from(&check) { union.or(check)? } else { return None };
        }
        Some(union)
    }

    fn object(&mut self, keywords: &Map<String, Json>) -> Option<u16> {
        let mut others = Some(self.add(Check::any())?);
        if let Some(schema) = keywords.get("additionalProperties") {
            others = if *schema == false { None } else { Some(self.number(schema)?) };
        }
        let mut members: Vec<(Vec<u8>, Member)> = Vec::new();
        for (name, schema) in keywords.get("properties").and_then(Json::as_object).into_iter().flatten() {
            let check = self.number(schema)?;
            let slot = slot(members.len())?;
            members.push((name.clone().into_bytes(), Member { slot, check, flags: 0, captured: 0 }));
        }
        let (mut required, none) = (0, self.add(Check::default())?);
        for name in keywords.get("required").and_then(Json::as_array).into_iter().flatten() {
            let name = name.as_str()?.as_bytes();
            let known = members.iter().find(|(known, _)| known == name).map(|(_, member)| member.slot);
            let slot = if let Some(slot) = known {
                slot
            } else {
                let slot = slot(members.len())?;
                let check = others.unwrap_or(none);
                members.push((name.to_vec(), Member { slot, check, flags: 0, captured: 0 }));
                slot
            };
            required |= 1 << slot;
        }
        if keywords.get("properties").is_some_and(|properties| !properties.is_object()) {
            return None;
        }
        self.add_plan(Plan {
            keys: Keys::new(&members)?,
            required,
            others: others.map(Others::of_any_name),
            shared: false,
        })
    }

    fn array(&mut self, keywords: &Map<String, Json>) -> Option<ArrayTest> {
        let check = match keywords.get("items") {
            Some(items) => self.number(items)?,
            None => self.add(Check::any())?,
        };
        let bound = |keyword: &str| match keywords.get(keyword) {
            Some(bound) => bound.as_u64().map(Some),
            None => Some(None),
        };
        Some(ArrayTest::Items {
            check,
            least: bound("minItems")?.unwrap_or(0),
            most: bound("maxItems")?.unwrap_or(u64::MAX),
        })
    }
}

const TEXT_KEYWORDS: [&str; 4] = ["pattern", "format", "minLength", "maxLength"];
const NUMBER_KEYWORDS: [&str; 4] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
const OBJECT_KEYWORDS: [&str; 3] = ["properties", "required", "additionalProperties"];
const ARRAY_KEYWORDS: [&str; 3] = ["items", "minItems", "maxItems"];
const CHOICES: [&str; 3] = ["type", "anyOf", "oneOf"];

/// Keywords that a program can express, besides annotations; a schema with any other has no program.
const UNDERSTOOD: [&[&str]; 5] =
    [&TEXT_KEYWORDS, &NUMBER_KEYWORDS, &OBJECT_KEYWORDS, &ARRAY_KEYWORDS, &CHOICES];

/// Applies a restriction to a test, if values of its type may pass at all.
fn restrict<T>(test: &mut Option<T>, with: impl FnOnce(&mut T) -> Option<()>) -> Option<()> {
    match test {
        Some(test) => with(test),
        None => Some(()),
    }
}

/// Replaces a test that accepts anything; `None` if the test is restricted already.
fn replace_any<T: PartialEq>(test: &mut T, any: &T, by: T) -> Option<()> {
    let free = test == any;
    *test = by;
    free.then_some(())
}

pub(super) fn restrict_to_types(check: &mut Check, types: &Json) -> Option<()> {
    let types: Vec<&str> = match types {
        Json::String(kind) => vec![kind],
        Json::Array(kinds) => kinds.iter().map(Json::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    let has = |kind: &str| types.contains(&kind);
    check.null &= has("null");
    check.yes &= has("boolean");
    check.no &= has("boolean");
    check.text = check.text.take().filter(|_| has("string"));
    check.array = check.array.filter(|_| has("array"));
    check.object = check.object.filter(|_| has("object"));
    check.number = check.number.filter(|_| has("number") || has("integer"));
    if !has("number") {
        restrict(&mut check.number, |number| {
            number.integer = true;
            Some(())
        })?;
    }
    let known = ["null", "boolean", "string", "array", "object", "number", "integer"];
    types.iter().all(|kind| known.contains(kind)).then_some(())
}

/// Restricts a check to the values of a list: texts, booleans and null. Other constants are too rare to be worth a
/// test.
fn restrict_to_values(check: &mut Check, values: &[Json]) -> Option<()> {
    let texts: Vec<String> = values.iter().filter_map(Json::as_str).map(str::to_owned).collect();
    check.null &= values.contains(&Json::Null);
    check.yes &= values.contains(&Json::Bool(true));
    check.no &= values.contains(&Json::Bool(false));
    if texts.is_empty() {
        check.text = None;
    } else {
        restrict(&mut check.text, |test| {
            let free = test.forms.is_empty();
            test.forms = vec![TextForm::OneOf(texts)];
            free.then_some(())
        })?;
    }
    let compound = |value: &Json| matches!(value, Json::Number(_) | Json::Array(_) | Json::Object(_));
    (check.number, check.array, check.object) = (None, None, None);
    (!values.iter().any(compound)).then_some(())
}

fn text_keywords(keywords: &Map<String, Json>) -> Map<String, Json> {
    let of_text = keywords.iter().filter(|(key, _)| TEXT_KEYWORDS.contains(&key.as_str()));
    of_text.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Grammars of `acslint-types`, with the keywords of each of their branches.
static KNOWN_FORMS: LazyLock<Vec<(&Form, Vec<Json>)>> = LazyLock::new(|| {
    let keywords = |branch: &Json| branch.as_object().map(|keywords| Json::Object(text_keywords(keywords)));
    FORMS.iter().map(|form| (form, form.branches().iter().filter_map(keywords).collect())).collect()
});

/// Restricts a test to texts that satisfy one of the branches.
fn restrict_text(test: &mut TextTest, branches: &[Json]) -> Option<()> {
    if !test.forms.is_empty() {
        return None;
    }
    let mut rest: Vec<&Json> = branches.iter().collect();
    for (form, of_form) in &*KNOWN_FORMS {
        if of_form.iter().all(|branch| rest.contains(&branch)) {
            rest.retain(|branch| !of_form.contains(branch));
            test.forms.push(match form.name {
                "time" => TextForm::Time,
                "address" => TextForm::Address,
                name if name.ends_with("in quotes") => TextForm::Numeral(form),
                _ => TextForm::Scalar(form),
            });
        }
    }
    for branch in rest {
        let keywords = branch.as_object()?;
        let bound = |keyword: &str, otherwise| match keywords.get(keyword) {
            Some(bound) => bound.as_u64(),
            None => Some(otherwise),
        };
        if keywords.contains_key("pattern") || keywords.contains_key("format") {
            test.forms.push(form_of(keywords)?);
            continue;
        }
        test.forms.push(TextForm::Length(bound("minLength", 0)?, bound("maxLength", u64::MAX)?));
    }
    Some(())
}

fn restrict_number(test: &mut NumberTest, keywords: &Map<String, Json>) -> Option<()> {
    for (keyword, bound) in [("minimum", &mut test.least), ("maximum", &mut test.greatest)] {
        if let Some(limit) = keywords.get(keyword) {
            if bound.is_some() {
                return None;
            }
            *bound = Some(limit.as_i64()?);
        }
    }
    // Fractions between two whole numbers are left to the full path.
    if let Some(limit) = keywords.get("exclusiveMinimum") {
        let least = limit.as_i64()?.checked_add(1)?;
        test.least = Some(test.least.map_or(least, |other| other.max(least)));
    }
    if let Some(limit) = keywords.get("exclusiveMaximum") {
        let greatest = limit.as_i64()?.checked_sub(1)?;
        test.greatest = Some(test.greatest.map_or(greatest, |other| other.min(greatest)));
    }
    Some(())
}

/// Returns the reference of a schema that has no other keyword but annotations.
fn only_reference(schema: &Json) -> Option<&str> {
    let keywords = schema.as_object()?;
    let uri = keywords.get("$ref")?.as_str()?;
    let annotates = |keyword: &String| *keyword == "$ref" || is_annotation(keyword);
    keywords.keys().all(annotates).then_some(uri)
}

/// Returns the texts that are valid by keywords with a pattern or a format.
fn form_of(keywords: &Map<String, Json>) -> Option<TextForm> {
    // The test for times accepts only what `date-time` allows, and is fast.
    if keywords.len() == 1 && keywords.get("format").is_some_and(|format| format == "date-time") {
        return Some(TextForm::Time);
    }
    let schema = Json::Object(keywords.clone());
    let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
    let validator = exact(options).build(&schema);
    Some(TextForm::Keywords(Arc::new(Keywords { validator: validator.ok()?, schema })))
}

impl Check {
    /// Returns true if the two checks accept no common type.
    fn is_apart_from(&self, other: &Self) -> bool {
        !(self.null && other.null
            || self.yes && other.yes
            || self.no && other.no
            || self.number.is_some() && other.number.is_some()
            || self.text.is_some() && other.text.is_some()
            || self.array.is_some() && other.array.is_some()
            || self.object.is_some() && other.object.is_some())
    }

    /// Returns the union of two checks; `None` if their tests of one type differ.
    fn or(self, other: Self) -> Option<Self> {
        #[expect(clippy::option_option, reason = "no test of a type, and no way to express the test of one")]
        fn either<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
            match (a, b) {
                (Some(a), Some(b)) if a != b => None,
                (a, b) => Some(a.or(b)),
            }
        }
        Some(Self {
            null: self.null || other.null,
            yes: self.yes || other.yes,
            no: self.no || other.no,
            number: either(self.number, other.number)?,
            text: either(self.text, other.text)?,
            array: either(self.array, other.array)?,
            object: either(self.object, other.object)?,
        })
    }

    /// Returns the intersection of two checks; `None` if `other` restricts values within a type.
    fn within(self, other: &Self) -> Option<Self> {
        #[expect(clippy::option_option, reason = "no test of a type, and no way to express the test of one")]
        fn both<T: PartialEq + Default>(a: Option<T>, b: Option<&T>, any: &T) -> Option<Option<T>> {
            match b {
                None => Some(None),
                Some(b) if b == any => Some(a),
                Some(_) => None,
            }
        }
        Some(Self {
            null: self.null && other.null,
            yes: self.yes && other.yes,
            no: self.no && other.no,
            number: both(self.number, other.number.as_ref(), &NumberTest::default())?,
            text: both(self.text, other.text.as_ref(), &TextTest::default())?,
            array: self.array.filter(|_| other.array.is_some()),
            object: self.object.filter(|_| other.object.is_some()),
        })
    }
}
