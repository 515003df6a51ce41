//! Exact replacements of keywords that jsonschema evaluates inexactly: patterns, and comparisons of numbers.
//!
//! jsonschema matches patterns with engines of other languages, and compares numbers in machine types. Here patterns
//! are those of ECMA-262, and comparisons use the written numbers. The text of a number that no machine type can hold
//! is beside its keyword, under [`EXACT`].

use jsonschema::{
    Keyword, ValidationError, ValidationOptions,
    json::{Array, Json, JsonNumber, Node, Object},
    paths::Location,
};
use serde_json::{Map, Value};

use crate::{
    document::{Decimal, Exact, SpanTree},
    pattern::{Pattern, Undecided},
    quote::alternatives,
    undecided,
};

/// Key beside keywords: the numbers of their values as the schema writes them, by keyword.
pub(crate) const EXACT: &str = "x-acslint-exact";

/// Key in place of `const` or `enum`: the name of the keyword, then the values as JSON texts.
pub(crate) const VALUES: &str = "x-acslint-values";

/// Representation of a record in the schema engine, as far as keywords depend on it.
pub(crate) trait Representation: Json {
    /// Returns the verdict on a text whose match is undecided.
    fn undecided(pattern: &str, text: &str, node: &Self::Node<'_>) -> bool;
}

impl Representation for SpanTree {
    fn undecided(pattern: &str, text: &str, node: &Self::Node<'_>) -> bool {
        // The name of a property is a separate document that holds a text only.
        let is_name = node.document.tree.is_single();
        undecided::note(pattern, text, (!is_name).then_some(node.node))
    }
}

impl Representation for jsonschema::json::SerdeJson {
    /// The fast path checks a text by itself; an undecided text is not proved clean.
    fn undecided(_: &str, _: &str, _: &Self::Node<'_>) -> bool {
        false
    }
}

/// Adds the keywords to the options of a validator for a user's schema.
pub(crate) fn exact<R, F: Representation>(
    options: ValidationOptions<'_, R, F>,
) -> ValidationOptions<'_, R, F> {
    exact_numbers(options)
        .with_keyword("pattern", matching::<F>)
        .with_keyword(VALUES, values::<F>)
        .with_format("regex", |text| crate::pattern::check(text).is_ok())
}

/// Adds the keywords about numbers.
pub(crate) fn exact_numbers<R, F: Json>(options: ValidationOptions<'_, R, F>) -> ValidationOptions<'_, R, F> {
    options
        .with_keyword("multipleOf", multiple::<F>)
        .with_keyword("minimum", |parent, value, _| bound::<F>("minimum", parent, value))
        .with_keyword("maximum", |parent, value, _| bound::<F>("maximum", parent, value))
        .with_keyword("exclusiveMinimum", |parent, value, _| bound::<F>("exclusiveMinimum", parent, value))
        .with_keyword("exclusiveMaximum", |parent, value, _| bound::<F>("exclusiveMaximum", parent, value))
}

/// Returns the phrase after "must" for one of these keywords and the text of its error.
pub(crate) fn phrase(keyword: &str, message: &str) -> String {
    match keyword {
        "pattern" => format!("match `{message}`"),
        "multipleOf" => format!("be a multiple of {message}"),
        VALUES => {
            let texts: Vec<String> = serde_json::from_str(message).unwrap_or_default();
            let listed: Vec<String> = texts.iter().skip(1).map(|value| format!("`{value}`")).collect();
            format!("be {}", alternatives(&listed))
        }
        _ => format!("be {message}"),
    }
}

/// Returns the schema's keyword that one of these replaces.
pub(crate) fn original<'k>(keyword: &'k str, message: &'k str) -> &'k str {
    match keyword {
        VALUES if message.starts_with("[\"enum\"") => "enum",
        VALUES => "const",
        other => other,
    }
}

type Compiled<'a, F> = Result<Box<dyn for<'i> Keyword<'i, F>>, ValidationError<'a>>;

/// A keyword about values of one type; values of other types pass.
struct Test<T> {
    test: T,
    /// Text of the error about a value that fails.
    message: String,
}

/// The verdict of a test on a value.
trait Verdict<F: Json>: Send + Sync {
    fn passes(&self, value: &F::Node<'_>) -> bool;
}

impl<'i, F: Json, T: Verdict<F>> Keyword<'i, F> for Test<T> {
    fn validate(&self, instance: F::Node<'i>) -> Result<(), ValidationError<'i>> {
        if self.test.passes(&instance) { Ok(()) } else { Err(ValidationError::custom(self.message.clone())) }
    }

    fn is_valid(&self, instance: F::Node<'i>) -> bool {
        self.test.passes(&instance)
    }
}

impl<F: Representation> Verdict<F> for Pattern {
    fn passes(&self, value: &F::Node<'_>) -> bool {
        value.as_string().is_none_or(|text| match self.is_match(&text) {
            Ok(verdict) => verdict,
            Err(Undecided) => F::undecided(self.source(), &text, value),
        })
    }
}

fn matching<'a, F: Representation>(
    _: &'a Map<String, Value>,
    value: &'a Value,
    _: Location,
) -> Compiled<'a, F> {
    let source = value.as_str().ok_or_else(|| ValidationError::schema("`pattern` must be a string"))?;
    let test = Pattern::new(source).map_err(|error| ValidationError::schema(error.to_string()))?;
    Ok(Box::new(Test { test, message: source.to_owned() }))
}

/// A limit of numbers.
struct Bound {
    limit: Decimal,
    /// True for a lower bound, false for an upper bound.
    is_least: bool,
    is_exclusive: bool,
}

impl<F: Json> Verdict<F> for Bound {
    fn passes(&self, value: &F::Node<'_>) -> bool {
        value.as_number().is_none_or(|number| {
            let order = Decimal::parse(&number.as_str()).cmp(&self.limit);
            let is_inside = if self.is_least { order.is_gt() } else { order.is_lt() };
            is_inside || order.is_eq() && !self.is_exclusive
        })
    }
}

/// A test that every value passes.
struct Nothing;

impl<F: Json> Verdict<F> for Nothing {
    fn passes(&self, _: &F::Node<'_>) -> bool {
        true
    }
}

fn bound<'a, F: Json>(keyword: &str, parent: &'a Map<String, Value>, value: &'a Value) -> Compiled<'a, F> {
    // In draft 4 these keywords are not limits, but say whether the limit itself is valid.
    if value.is_boolean() {
        return Ok(Box::new(Test { test: Nothing, message: String::new() }));
    }
    let limit = written(keyword, parent, value)?;
    let is_least = keyword.ends_with("inimum");
    let flag = if is_least { "exclusiveMinimum" } else { "exclusiveMaximum" };
    let is_exclusive = keyword == flag || parent.get(flag) == Some(&Value::Bool(true));
    let message = match (is_least, is_exclusive) {
        (true, false) => format!("at least {limit}"),
        (true, true) => format!("greater than {limit}"),
        (false, false) => format!("at most {limit}"),
        (false, true) => format!("less than {limit}"),
    };
    Ok(Box::new(Test { test: Bound { limit: Decimal::parse(&limit), is_least, is_exclusive }, message }))
}

/// Returns the number of a keyword as the schema writes it.
fn written<'a>(
    keyword: &str,
    parent: &'a Map<String, Value>,
    value: &'a Value,
) -> Result<String, ValidationError<'a>> {
    let exact = parent.get(EXACT).and_then(|exact| exact.get(keyword)).and_then(Value::as_str);
    match (exact, value) {
        (Some(exact), _) => Ok(exact.to_owned()),
        (None, Value::Number(number)) => Ok(number.to_string()),
        _ => Err(ValidationError::schema(format!("`{keyword}` must be a number"))),
    }
}

struct MultipleOf(Decimal);

impl<F: Json> Verdict<F> for MultipleOf {
    fn passes(&self, value: &F::Node<'_>) -> bool {
        value.as_number().is_none_or(|number| Decimal::parse(&number.as_str()).is_multiple_of(&self.0))
    }
}

fn multiple<'a, F: Json>(parent: &'a Map<String, Value>, value: &'a Value, _: Location) -> Compiled<'a, F> {
    let of = written("multipleOf", parent, value)?;
    Ok(Box::new(Test { test: MultipleOf(Decimal::parse(&of)), message: of }))
}

/// Values of which a value must be one.
struct OneOf(Vec<Exact>);

impl<F: Json> Verdict<F> for OneOf {
    fn passes(&self, value: &F::Node<'_>) -> bool {
        let value = exact_of::<F>(value);
        self.0.contains(&value)
    }
}

fn exact_of<F: Json>(value: &F::Node<'_>) -> Exact {
    if let Some(text) = value.as_string() {
        return Exact::Text(text.into_owned());
    }
    if let Some(number) = value.as_number() {
        return Exact::Number(Decimal::parse(&number.as_str()));
    }
    if let Some(boolean) = value.as_boolean() {
        return Exact::Boolean(boolean);
    }
    if let Some(array) = value.as_array() {
        return Exact::Array(array.elements().map(|item| exact_of::<F>(&item)).collect());
    }
    match value.as_object() {
        Some(object) => {
            let members =
                object.members().map(|(name, value)| (name.into().into_owned(), exact_of::<F>(&value)));
            Exact::Object(members.collect())
        }
        None => Exact::Null,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "keywords are made so")]
fn values<'a, F: Json>(_: &'a Map<String, Value>, value: &'a Value, _: Location) -> Compiled<'a, F> {
    let texts = value.as_array().into_iter().flatten().skip(1).filter_map(Value::as_str);
    let values = texts.clone().filter_map(Exact::parse).collect();
    // The text of the error is the keyword's own value: the name of the keyword, and the values.
    Ok(Box::new(Test { test: OneOf(values), message: value.to_string() }))
}
