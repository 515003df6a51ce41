//! Parsers of options that several commands have, with their shell completions.

use std::ffi::OsStr;
use std::str::FromStr;

use acslint_check::{Level, RULES, SCHEMA_RULES};
use acslint_types::{CATEGORIES, Category, Shape};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::names::{category_names, known_category};
use crate::suggest;

/// Parses a number of at least 1, `N`, into a value that holds it.
pub(crate) fn at_least_one<N: FromStr, V: From<N>>(given: &str) -> Result<V, String> {
    given.parse().map(N::into).map_err(|_| "expected a number of at least 1".to_owned())
}

/// Parses a share of a whole, such as `0.05` or `5%`.
pub(crate) fn share(given: &str) -> Result<f64, String> {
    let (number, whole) = given.strip_suffix('%').map_or((given, 1.0), |number| (number, 100.0));
    let share = number.trim_end().parse::<f64>().ok().map(|number| number / whole);
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "expected a share from 0 to 1, or a percentage such as `5%`".to_owned())
}

pub(crate) fn rule_level(given: &str) -> Result<(String, Level), String> {
    let (rule, level) =
        given.split_once('=').ok_or("expected RULE=LEVEL, such as `unknown-field=error`".to_owned())?;
    let known = if level == "off" { Some(Level::Allow) } else { Level::from_id(level) };
    let level = known
        .ok_or_else(|| format!("unknown level `{level}`; expected `error`, `warning`, `info` or `allow`"))?;
    Ok((rule.to_owned(), level))
}

pub(crate) fn category(given: &str) -> Result<&'static Category, String> {
    known_category(given).ok_or_else(|| {
        let nearest = acslint_check::nearest(given, category_names());
        format!("unknown category{}", suggest::did_you_mean(nearest))
    })
}

/// Parser of names with shell completions; the help does not list them, since there are too many.
#[derive(Debug, Clone)]
pub(crate) struct Completed<P> {
    pub(crate) parser: P,
    pub(crate) names: fn() -> Vec<PossibleValue>,
}

impl<P: TypedValueParser> TypedValueParser for Completed<P> {
    type Value = P::Value;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        self.parser.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.names)().into_iter()))
    }
}

pub(crate) fn categories() -> Vec<PossibleValue> {
    CATEGORIES.iter().map(|category| PossibleValue::new(category.id).help(category.title)).collect()
}

pub(crate) fn rules() -> Vec<PossibleValue> {
    RULES.iter().chain(SCHEMA_RULES).map(|rule| PossibleValue::new(rule.id).help(rule.meaning())).collect()
}

pub(crate) fn shape() -> impl TypedValueParser<Value = Shape> {
    PossibleValuesParser::new(Shape::ALL.map(Shape::id))
        .try_map(|id| Shape::from_id(&id).ok_or_else(|| format!("unknown shape `{id}`")))
}
