//! The cases of a schema's suite: for each constraint, records that satisfy it and records that break it.
//!
//! The verdict of a case follows from the construction of its record: in a valid record, one value is replaced by a
//! value that a keyword accepts or rejects. No validator takes part. A keyword without a rule here is an error, so no
//! constraint of a schema is left out.
//!
//! Many properties are alike. The first of a kind in a suite gets all known values of the kind, the others take
//! turns. So each constraint is broken at least once, and the corpus stays small enough to be read and shipped.

use std::collections::{BTreeMap, BTreeSet};

use acslint_types::pointer;
use serde_json::{Map, Value, json};

use super::grammars::{Grammar, grammar};

/// A record and its expected verdict.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Case {
    /// Difference from the least record; unique in a suite.
    pub(super) description: String,
    /// The record.
    pub(super) data: Value,
    /// The constraint that it breaks, if it is invalid.
    pub(super) breaks: Option<Constraint>,
}

/// A keyword of a schema, and the value that it is applied to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Constraint {
    /// Its name.
    pub(super) keyword: &'static str,
    /// JSON Pointer of the keyword in the schema.
    pub(super) schema: String,
    /// JSON Pointer of the value in the record.
    pub(super) instance: String,
}

/// Annotation keywords.
const ANNOTATIONS: [&str; 5] = ["$id", "$schema", "description", "examples", "title"];

/// Keywords that [`Cases`] has rules for.
const ASSERTIONS: [&str; 11] = [
    "anyOf",
    "const",
    "enum",
    "format",
    "maxLength",
    "maximum",
    "minimum",
    "pattern",
    "properties",
    "required",
    "type",
];

/// The cases of a schema, or the constraint without a rule.
pub(super) fn cases(schema: &Value) -> Result<Vec<Case>, String> {
    let root = Place { schema: String::new(), steps: Vec::new() };
    let example = schema["examples"][0].clone();
    let least = least(schema, &example);
    let mut cases = Cases { root: schema, example, least, turns: BTreeMap::new(), made: Vec::new() };
    cases.push("the example of the schema", cases.example.clone(), None);
    cases.push("only what is required, and what says which record it is", cases.least.clone(), None);
    for (name, value) in samples() {
        if name != "an object" {
            cases.push(&root.describe(name), value, Some(root.breaks("type")));
        }
    }
    cases.object(schema, &root)?;
    let mut descriptions = BTreeSet::new();
    match cases.made.iter().find(|case| !descriptions.insert(case.description.as_str())) {
        None => Ok(cases.made),
        Some(case) => Err(format!("two cases have the description `{}`", case.description)),
    }
}

/// The required members of an example, and those that identify the record, which can have only one value.
fn least(schema: &Value, example: &Value) -> Value {
    let is_required =
        |name: &String| schema["required"].as_array().is_some_and(|names| names.contains(&json!(name)));
    let is_fixed = |name: &String| {
        let property = &schema["properties"][name];
        property.get("const").is_some() || property.get("enum").is_some()
    };
    let members = example.as_object().into_iter().flatten();
    let members = members.filter(|(name, _)| is_required(name) || is_fixed(name));
    Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// A value of each kind, with its name in descriptions.
fn samples() -> [(&'static str, Value); 6] {
    [
        ("null", Value::Null),
        ("a boolean", json!(true)),
        ("an integer", json!(7)),
        ("a text", json!("text")),
        ("an array", json!([])),
        ("an object", json!({})),
    ]
}

/// A subschema and its place in a record.
#[derive(Debug, Clone)]
struct Place {
    /// JSON Pointer of the subschema.
    schema: String,
    /// The names that lead to the value.
    steps: Vec<String>,
}

impl Place {
    /// The place of a property of the objects here.
    fn property(&self, name: &str) -> Self {
        let steps = self.steps.iter().cloned().chain([name.to_owned()]).collect();
        Self { schema: format!("{}/properties/{}", self.schema, pointer::token(name)), steps }
    }

    /// A branch of the choice here.
    fn branch(&self, index: usize) -> Self {
        Self { schema: format!("{}/anyOf/{index}", self.schema), ..self.clone() }
    }

    /// JSON Pointer of the value.
    fn instance(&self) -> String {
        self.steps.iter().flat_map(|step| ["/".into(), pointer::token(step)]).collect()
    }

    /// This keyword, broken by the value at this place.
    fn breaks(&self, keyword: &'static str) -> Constraint {
        Constraint { keyword, schema: format!("{}/{keyword}", self.schema), instance: self.instance() }
    }

    /// Description of a record by its difference at this place.
    fn describe(&self, what: &str) -> String {
        match self.instance().as_str() {
            "" => format!("the record: {what}"),
            instance => format!("{instance}: {what}"),
        }
    }
}

/// One of the forms of a value: the branch of a choice, or the only one.
struct Form<'s> {
    schema: &'s Map<String, Value>,
    place: Place,
}

impl Form<'_> {
    /// The JSON types that it allows: all, if it names none.
    fn types(&self) -> Vec<&str> {
        match self.schema.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => vec!["null", "boolean", "number", "string", "array", "object"],
        }
    }

    /// Returns true if every value of this type is valid.
    fn takes_all(&self, name: &str) -> bool {
        self.types().contains(&name)
            && ["const", "enum", "format", "maxLength", "pattern"]
                .iter()
                .all(|keyword| !self.schema.contains_key(*keyword))
    }

    /// Returns true if it allows values of the kind of a sample.
    fn admits(&self, sample: &Value) -> bool {
        self.types().into_iter().any(|name| match name {
            "null" => sample.is_null(),
            "boolean" => sample.is_boolean(),
            "integer" | "number" => sample.is_number(),
            "string" => sample.is_string(),
            "array" => sample.is_array(),
            "object" => sample.is_object(),
            _ => false,
        })
    }
}

/// The cases of one schema so far.
struct Cases<'s> {
    root: &'s Value,
    example: Value,
    /// The record that all others are made from.
    least: Value,
    /// Number of properties so far, by kind.
    turns: BTreeMap<String, usize>,
    made: Vec<Case>,
}

impl Cases<'_> {
    fn push(&mut self, description: &str, data: Value, breaks: Option<Constraint>) {
        self.made.push(Case { description: description.to_owned(), data, breaks });
    }

    /// Adds a case with this value at a place.
    fn value(&mut self, place: &Place, what: &str, value: Value, breaks: Option<Constraint>) {
        let data = self.with(place, value);
        self.push(&place.describe(what), data, breaks);
    }

    /// The least record, with a value at this place, and the required members on the way.
    fn with(&self, place: &Place, value: Value) -> Value {
        let mut data = self.least.clone();
        let (mut node, mut schema, mut example) = (&mut data, self.root, &self.example);
        for step in &place.steps {
            (schema, example) = (&schema["properties"][step], &example[step]);
            let Value::Object(members) = node else {
                break;
            };
            node = members.entry(step.clone()).or_insert_with(|| least(schema, example));
        }
        *node = value;
        data
    }

    /// Adds the cases of objects: required, named and unnamed properties.
    fn object(&mut self, schema: &Value, place: &Place) -> Result<(), String> {
        known_keywords(schema, place)?;
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let mut here = self.with_least_at(place);
            if let Some(Value::Object(members)) = here.pointer_mut(&place.instance()) {
                members.shift_remove(name);
            }
            let description = place.describe(&format!("without `{name}`"));
            self.push(&description, here, Some(place.breaks("required")));
        }
        let mut open = self.with_least_at(place);
        if let Some(Value::Object(members)) = open.pointer_mut(&place.instance()) {
            members.insert("notInTheSchema".to_owned(), json!(1));
        }
        self.push(&place.describe("with a property that the schema does not name"), open, None);
        for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
            self.property(schema, &place.property(name))?;
        }
        Ok(())
    }

    /// The least record that has an object at this place.
    fn with_least_at(&self, place: &Place) -> Value {
        let (mut schema, mut example) = (self.root, &self.example);
        for step in &place.steps {
            (schema, example) = (&schema["properties"][step], &example[step]);
        }
        self.with(place, least(schema, example))
    }

    /// The known values of a kind that are due: all of them the first time, then one at a time.
    fn due<T>(&mut self, kind: &str, known: Vec<T>) -> Vec<T> {
        let turn = self.turns.entry(kind.to_owned()).or_default();
        *turn += 1;
        if *turn == 1 || known.is_empty() {
            return known;
        }
        let next = *turn % known.len();
        known.into_iter().skip(next).take(1).collect()
    }

    /// Adds the cases of a property: each of its forms, and the kinds that it does not allow.
    fn property(&mut self, schema: &Value, place: &Place) -> Result<(), String> {
        let forms = forms(schema, place)?;
        for (number, form) in forms.iter().enumerate() {
            let others =
                || forms.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, form)| form);
            let is_only = |name: &str| !others().any(|other| other.takes_all(name));
            self.form(form, &is_only)?;
        }
        let keyword = if schema.get("anyOf").is_some() { "anyOf" } else { "type" };
        let refused = |value: &Value| forms.iter().all(|form| !form.admits(value));
        let (null, others): (Vec<_>, Vec<_>) =
            samples().into_iter().filter(|(_, value)| refused(value)).partition(|(_, value)| value.is_null());
        let kinds: Vec<&str> = others.iter().map(|(name, _)| *name).collect();
        let due = self.due(&kinds.join(", "), others);
        for (name, value) in null.into_iter().chain(due) {
            self.value(place, name, value, Some(place.breaks(keyword)));
        }
        Ok(())
    }

    /// Adds the cases of one form. A broken form breaks the property only if no other form takes such values.
    fn form(&mut self, form: &Form<'_>, is_only: &dyn Fn(&str) -> bool) -> Result<(), String> {
        let place = &form.place;
        if let Some(values) = fixed(form.schema) {
            self.fixed(place, values);
            return Ok(());
        }
        for name in form.types() {
            match name {
                "null" => self.value(place, "null", Value::Null, None),
                "boolean" => {
                    self.value(place, "true", json!(true), None);
                    self.value(place, "false", json!(false), None);
                }
                "integer" | "number" => self.number(form, name, is_only("number"))?,
                "string" => self.text(form, is_only("string"))?,
                "array" => self.value(place, "an array of anything", json!([1, "text", [null]]), None),
                "object" => {
                    self.value(place, "an object", self.object_at(place), None);
                    let schema = Value::Object(form.schema.clone());
                    self.object(&schema, place)?;
                }
                _ => {
                    return Err(format!("no rule for values of type `{name}`, at {}", place.schema));
                }
            }
        }
        Ok(())
    }

    /// The least object at a place.
    fn object_at(&self, place: &Place) -> Value {
        self.with_least_at(place).pointer(&place.instance()).cloned().unwrap_or_default()
    }

    /// Adds the cases of a value from a fixed list.
    fn fixed(&mut self, place: &Place, (keyword, values): (&'static str, Vec<Value>)) {
        for value in &values {
            self.value(place, &format!("the value {value}"), value.clone(), None);
        }
        for text in values.iter().filter_map(Value::as_str) {
            let others = [text.to_lowercase(), format!("{text} "), format!("{text}Other")];
            for other in others.into_iter().filter(|other| !values.contains(&json!(other))) {
                let what = format!("another value, {}", json!(other));
                self.value(place, &what, json!(other), Some(place.breaks(keyword)));
            }
        }
        if !values.contains(&json!("")) {
            self.value(place, "another value, \"\"", json!(""), Some(place.breaks(keyword)));
        }
    }

    fn number(&mut self, form: &Form<'_>, name: &str, is_only: bool) -> Result<(), String> {
        let place = &form.place;
        let bound = |keyword: &str| match form.schema.get(keyword) {
            None => Ok(None),
            Some(bound) => match bound.as_i64() {
                Some(bound) => Ok(Some(i128::from(bound))),
                None => Err(format!("no rule for a bound of {bound}, at {}", place.schema)),
            },
        };
        let (minimum, maximum) = (bound("minimum")?, bound("maximum")?);
        let least = minimum.unwrap_or(-1);
        self.value(place, &format!("the number {least}"), integer(least), None);
        if name == "integer" {
            self.value(place, "the integer 1.0", json!(1.0), None);
            if is_only {
                self.value(place, "the fraction 1.5", json!(1.5), Some(place.breaks("type")));
            }
        } else {
            self.value(place, "the fraction 0.25", json!(0.25), None);
            self.value(place, "negative zero", json!(-0.0), None);
        }
        if let Some(maximum) = maximum {
            self.value(place, &format!("the number {maximum}"), integer(maximum), None);
        }
        for (keyword, beyond) in [("minimum", minimum.map(|n| n - 1)), ("maximum", maximum.map(|n| n + 1))] {
            if let Some(beyond) = beyond.filter(|_| is_only) {
                let what = format!("the number {beyond}");
                self.value(place, &what, integer(beyond), Some(place.breaks(keyword)));
            }
        }
        Ok(())
    }

    fn text(&mut self, form: &Form<'_>, is_only: bool) -> Result<(), String> {
        let place = &form.place;
        let named = |text: &str| format!("the text {}", json!(text));
        let length = form.schema.get("maxLength").map(Value::as_u64);
        let Some(pattern) = form.schema.get("pattern").and_then(Value::as_str) else {
            if form.schema.contains_key("format") {
                return Err(format!("no rule for a format without a pattern, at {}", place.schema));
            }
            match length {
                None => {
                    let texts = vec![
                        ("the text \"\"", json!("")),
                        ("a text with escapes", json!("Gr\u{fc}\u{df}e \u{1f980}, \"a\\b\"\n")),
                    ];
                    for (what, text) in self.due("text", texts) {
                        self.value(place, what, text, None);
                    }
                }
                Some(length) => {
                    let length =
                        length.ok_or_else(|| format!("`maxLength` is not a length, at {}", place.schema))?;
                    // Two code units each in UTF-16, and four bytes in UTF-8: lengths are counted in neither.
                    let text = |length: u64| "\u{1f980}".repeat(usize::try_from(length).unwrap_or_default());
                    self.value(place, &format!("a text of length {length}"), json!(text(length)), None);
                    if is_only {
                        let longer = length + 1;
                        let what = format!("a text of length {longer}");
                        self.value(place, &what, json!(text(longer)), Some(place.breaks("maxLength")));
                    }
                }
            }
            return Ok(());
        };
        let Some(Grammar { takes, refuses, no_format, .. }) = grammar(pattern).filter(|_| length.is_none())
        else {
            return Err(format!(
                "xtask/src/conformance/grammars.rs has no texts for the pattern `{pattern}`"
            ));
        };
        if form.schema.contains_key("format") == no_format.is_empty() {
            return Err(format!(
                "the pattern `{pattern}` has a format, or texts that break one, but not both"
            ));
        }
        for text in self.due(&format!("takes {pattern}"), takes.to_vec()) {
            self.value(place, &named(text), json!(text), None);
        }
        for (keyword, texts) in [("pattern", refuses), ("format", no_format)] {
            if !is_only {
                continue;
            }
            for text in self.due(&format!("{keyword} {pattern}"), texts.to_vec()) {
                self.value(place, &named(text), json!(text), Some(place.breaks(keyword)));
            }
        }
        Ok(())
    }
}

/// The forms of a value.
fn forms<'s>(schema: &'s Value, place: &Place) -> Result<Vec<Form<'s>>, String> {
    known_keywords(schema, place)?;
    let Some(Value::Array(branches)) = schema.get("anyOf") else {
        return form(schema, place).map(|form| vec![form]);
    };
    let asserts = |keyword: &str| schema.get(keyword).is_some() && keyword != "anyOf";
    if let Some(keyword) = ASSERTIONS.into_iter().find(|keyword| asserts(keyword)) {
        return Err(format!("no rule for `{keyword}` beside `anyOf`, at {}", place.schema));
    }
    branches.iter().enumerate().map(|(index, branch)| form(branch, &place.branch(index))).collect()
}

fn form<'s>(schema: &'s Value, place: &Place) -> Result<Form<'s>, String> {
    known_keywords(schema, place)?;
    let no_rule = || format!("no rule for a schema that is not an object, at {}", place.schema);
    schema.as_object().ok_or_else(no_rule).map(|schema| Form { schema, place: place.clone() })
}

fn known_keywords(schema: &Value, place: &Place) -> Result<(), String> {
    let mut keywords = schema.as_object().into_iter().flat_map(Map::keys).map(String::as_str);
    match keywords.find(|keyword| !ANNOTATIONS.contains(keyword) && !ASSERTIONS.contains(keyword)) {
        None => Ok(()),
        Some(keyword) => Err(format!("no rule for `{keyword}`, at {}", place.schema)),
    }
}

/// The only values that a schema accepts, if it lists them, and the keyword of the list.
fn fixed(schema: &Map<String, Value>) -> Option<(&'static str, Vec<Value>)> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => Some(("const", vec![value.clone()])),
        (None, Some(Value::Array(values))) => Some(("enum", values.clone())),
        _ => None,
    }
}

/// A number that fits into a 64-bit integer, signed or unsigned.
fn integer(number: i128) -> Value {
    i64::try_from(number)
        .map_or_else(|_| json!(u64::try_from(number).unwrap_or(u64::MAX)), |number| json!(number))
}
