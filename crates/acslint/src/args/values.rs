//! Values that several commands take, with their parsers and shell completions.

use std::ffi::OsStr;
use std::str::FromStr;

use acslint_check::{Level, RULES, SCHEMA_RULES};
use acslint_types::{CATEGORIES, Category, Shape};
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::suggest;

/// Format of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// Aligned columns
    Table,
    /// A JSON array
    Json,
}

/// Use of color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Lowest level that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Info,
    /// None: findings do not fail the run
    Never,
}

/// Upper bound, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AtMost(pub(crate) Option<u64>);

pub(super) fn at_least_one<N: FromStr>(given: &str) -> Result<N, String> {
    given.parse().map_err(|_| "expected a number of at least 1".to_owned())
}

pub(super) fn at_most(given: &str) -> Result<AtMost, String> {
    match given {
        "all" => Ok(AtMost(None)),
        number => number
            .parse()
            .map(|number| AtMost(Some(number)))
            .map_err(|_| "expected a number or `all`".to_owned()),
    }
}

pub(super) fn rule_level(given: &str) -> Result<(String, Level), String> {
    let (rule, level) =
        given.split_once('=').ok_or("expected RULE=LEVEL, such as `unknown-field=error`".to_owned())?;
    let level = Level::from_id(level)
        .ok_or_else(|| format!("unknown level `{level}`; expected `error`, `warning`, `info` or `allow`"))?;
    Ok((rule.to_owned(), level))
}

pub(super) fn category(given: &str) -> Result<&'static Category, String> {
    known_category(given).ok_or_else(|| {
        let nearest = acslint_check::nearest(given, category_names());
        format!("unknown category{}", suggest::did_you_mean(nearest))
    })
}

/// Returns the category with this name or table, in any letter case.
pub(crate) fn known_category(given: &str) -> Option<&'static Category> {
    CATEGORIES.iter().copied().find(|category| {
        category.id.eq_ignore_ascii_case(given)
            || category.table.is_some_and(|table| table.eq_ignore_ascii_case(given))
    })
}

/// Names of all known categories, and their tables.
pub(crate) fn category_names() -> impl Iterator<Item = &'static str> {
    CATEGORIES.iter().flat_map(|category| std::iter::once(category.id).chain(category.table))
}

/// Parser of names with shell completions; the help does not list them, since there are too many.
#[derive(Debug, Clone)]
pub(super) struct Completed<P> {
    pub(super) parser: P,
    pub(super) names: fn() -> Vec<PossibleValue>,
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

pub(super) fn categories() -> Vec<PossibleValue> {
    CATEGORIES.iter().map(|category| PossibleValue::new(category.id).help(category.title)).collect()
}

pub(super) fn rules() -> Vec<PossibleValue> {
    RULES.iter().chain(SCHEMA_RULES).map(|rule| PossibleValue::new(rule.id).help(rule.meaning())).collect()
}

pub(super) fn shape() -> impl TypedValueParser<Value = Shape> {
    PossibleValuesParser::new(Shape::ALL.map(Shape::id))
        .try_map(|id| Shape::from_id(&id).ok_or_else(|| format!("unknown shape `{id}`")))
}
