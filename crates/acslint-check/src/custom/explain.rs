//! Explanation of a custom category's violations: each error of jsonschema, at the value that causes it.
//!
//! No error of jsonschema is left out. An error about several alternatives becomes the errors of the alternative that
//! was probably meant, since a reader has to fix those.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use jsonschema::{ValidationError, error::ValidationErrorKind};
use serde_json::Value as Json;

use super::{CustomCategories, LoadedCategory, Unknown, Violations};
use crate::{
    document::{Lookup, Value},
    quote::{alternatives, visible},
    violation::{Violation, ViolationKind, type_names, violation_kind},
};

/// Returns every violation of the category's schema in a record.
pub(super) fn explain<'r>(
    custom: &LoadedCategory,
    all: &CustomCategories,
    root: Value<'r>,
) -> Violations<'r> {
    let mut found = Found::new(custom, all, root);
    found.all();
    found.violations
}

struct Found<'r, 'o> {
    custom: &'o LoadedCategory,
    all: &'o CustomCategories,
    root: Value<'r>,
    lookup: Lookup,
    violations: Violations<'r>,
    /// Reported violations, by value.
    said: BTreeMap<u32, Said>,
    /// Keys that are already reported as unknown.
    unknown: BTreeSet<u32>,
}

/// Reported violations of one value.
#[derive(Debug, Default)]
struct Said {
    /// First few violations, as indexes into the list.
    first: Vec<usize>,
    /// The other violations, as text.
    others: BTreeSet<String>,
}

impl Said {
    /// Maximum number of violations of one value that are compared one by one.
    const FEW: usize = 8;
}

impl<'r, 'o> Found<'r, 'o> {
    fn new(custom: &'o LoadedCategory, all: &'o CustomCategories, root: Value<'r>) -> Self {
        Self {
            custom,
            all,
            root,
            lookup: Lookup::default(),
            violations: Violations::default(),
            said: BTreeMap::new(),
            unknown: BTreeSet::new(),
        }
    }

    fn all(&mut self) {
        if self.custom.validator.is_valid(self.root) {
            return;
        }
        let leaves_over = |error: &ValidationError<'_>| {
            matches!(error.kind(), ValidationErrorKind::UnevaluatedProperties { .. })
        };
        let errors = self.custom.validator.iter_errors(self.root);
        let (left_over, errors): (Vec<_>, Vec<_>) = errors.partition(leaves_over);
        for error in errors.iter().chain(&left_over) {
            self.error(error);
        }
        let Violations { violations, unknown } = &self.violations;
        if violations.is_empty() && unknown.is_empty() {
            self.push(self.root, ViolationKind::Other("schema".to_owned()));
        }
    }

    fn push(&mut self, value: Value<'r>, kind: ViolationKind) {
        let said = self.said.entry(value.node).or_default();
        let known = &self.violations.violations;
        if said.first.iter().any(|place| known[*place].kind == kind) {
            return;
        }
        if said.first.len() < Said::FEW {
            said.first.push(known.len());
        } else if !said.others.insert(format!("{kind:?}")) {
            return;
        }
        self.violations.violations.push(Violation { value, property: None, kind });
    }

    fn error(&mut self, error: &ValidationError<'_>) {
        // An unresolved path would be a fault of the engine; the record is invalid all the same.
        let value = self.lookup.walk(self.root, error.instance_path().as_str()).unwrap_or(self.root);
        match error.kind() {
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                self.alternatives(value, context, error);
            }
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                self.unknown(value, unexpected.iter(), error);
            }
            ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                // A failed schema evaluates no property. So the properties that it describes are left over, but are
                // not unknown.
                let failed = self.said.range(value.node..value.behind()).next().is_some();
                let described = &self.custom.described;
                let unexpected = unexpected.iter().filter(|name| !failed || !described.contains(*name));
                self.unknown(value, unexpected, error);
            }
            ValidationErrorKind::PropertyNames { error: inner } => {
                let name = inner.instance().as_str().unwrap_or_default();
                let flaw =
                    if is_of_text(inner.kind()) { phrase(inner) } else { format!("must {}", phrase(inner)) };
                let key = self.lookup.member(value, name).map(|entry| entry.key);
                self.push(value, ViolationKind::Name { name: name.to_owned(), key, flaw });
            }
            _ => self.push(value, kind_of(error, value)),
        }
    }

    /// Reports each key that the schema does not allow in its object.
    fn unknown<'n>(
        &mut self,
        object: Value<'r>,
        unexpected: impl Iterator<Item = &'n String>,
        error: &ValidationError<'_>,
    ) {
        let mut candidates: Option<Rc<[String]>> = None;
        for name in unexpected {
            let Some(entry) = self.lookup.member(object, name) else {
                self.push(object, ViolationKind::Other(error.kind().keyword().to_owned()));
                continue;
            };
            if self.unknown.insert(entry.key) {
                let candidates = candidates.get_or_insert_with(|| self.candidates(object, error)).clone();
                self.violations.unknown.push(Unknown { key: entry.key, value: entry.value, candidates });
            }
        }
    }

    /// Returns the names that the schema describes beside the keyword of an error, or else anywhere, without those that
    /// the object already has.
    fn candidates(&mut self, object: Value<'_>, error: &ValidationError<'_>) -> Rc<[String]> {
        let beside = error.absolute_keyword_location().and_then(|uri| {
            let (schema, _) = uri.as_str().rsplit_once('/')?;
            let schema = self.all.referred(schema)?;
            Some(schema.get("properties")?.as_object()?.keys().cloned().collect())
        });
        let only_here = matches!(error.kind(), ValidationErrorKind::AdditionalProperties { .. });
        let mut names: Vec<String> =
            beside.filter(|_| only_here).unwrap_or_else(|| self.custom.described.iter().cloned().collect());
        names.retain(|name| self.lookup.member(object, name).is_none());
        names.into()
    }

    /// Reports a value that matches none of several schemas.
    fn alternatives(
        &mut self,
        value: Value<'r>,
        branches: &[Vec<ValidationError<'static>>],
        error: &ValidationError<'_>,
    ) {
        let here = error.instance_path().as_str();
        let wrong_type = |branch: &[ValidationError<'_>]| {
            branch.iter().find_map(|error| match error.kind() {
                ValidationErrorKind::Type { kind } if error.instance_path().as_str() == here => {
                    Some(type_names(kind))
                }
                _ => None,
            })
        };
        let fitting: Vec<&Vec<ValidationError<'_>>> =
            branches.iter().filter(|branch| !branch.is_empty() && wrong_type(branch).is_none()).collect();
        if fitting.is_empty() {
            let mut types: Vec<&str> =
                branches.iter().filter_map(|branch| wrong_type(branch)).flatten().collect();
            types.dedup();
            let kind = if types.is_empty() {
                ViolationKind::Other(error.kind().keyword().to_owned())
            } else {
                ViolationKind::Type(types)
            };
            return self.push(value, kind);
        }
        let tags: Vec<Vec<Tag>> = fitting.iter().map(|branch| tags(branch, here)).collect();
        let nearness: Vec<Nearness> = fitting
            .iter()
            .zip(&tags)
            .map(|(branch, own)| {
                // A constant that only one alternative has does not tell it from the others.
                let discriminates = |tag: &&Tag| {
                    tag.is_constant
                        || tags
                            .iter()
                            .filter(|other| other.iter().any(|other| other.path == tag.path))
                            .count()
                            > 1
                };
                Nearness::of(branch, here, own.iter().filter(discriminates).count())
            })
            .collect();
        if let Some(path) = tags[0]
            .iter()
            .map(|tag| &tag.path)
            .find(|path| tags.len() > 1 && tags.iter().all(|tags| tags.iter().any(|tag| tag.path == **path)))
            && nearness.iter().filter(|nearness| nearness.keys == 0).count() != 1
            && let Some(value) = self.lookup.walk(self.root, path)
        {
            // No alternative has the constant that is present: these are the ones to choose from.
            let mut values: Vec<Json> = Vec::new();
            for option in tags.iter().flatten().filter(|tag| tag.path == *path).flat_map(|tag| &tag.values) {
                if !values.contains(option) {
                    values.push(option.clone());
                }
            }
            return self.push(value, kind_of_values(value, values));
        }
        let Some(nearest) = nearness.iter().min() else {
            return;
        };
        let mut tied = fitting.iter().zip(&nearness).filter(|(_, other)| *other == nearest);
        if let (Some((branch, _)), None) = (tied.next(), tied.next()) {
            for error in *branch {
                self.error(error);
            }
            return;
        }
        let tied = fitting.iter().zip(&nearness).filter(|(_, other)| *other == nearest);
        let choices: Vec<String> = tied
            .take(MOST_CHOICES)
            .enumerate()
            .map(|(number, (branch, _))| format!("({}) {}", number + 1, self.choice(branch, here)))
            .collect();
        let keyword = error.kind().keyword().to_owned();
        self.push(value, ViolationKind::Must { what: format!("fit one of {}", choices.join(", ")), keyword });
    }

    /// Describes an alternative by its schema, which the first error about the value itself leads to.
    fn choice(&self, branch: &[ValidationError<'_>], here: &str) -> String {
        let error = branch.iter().find(|error| error.instance_path().as_str() == here);
        let schema = error.and_then(|error| {
            let uri = error.absolute_keyword_location()?;
            self.all.referred(uri.as_str().rsplit_once('/')?.0)
        });
        let described = schema.and_then(|schema| {
            if let Some(title) = schema.get("title").and_then(Json::as_str) {
                return Some(format!("\"{}\"", visible(title)));
            }
            let properties = schema.get("properties")?.as_object()?;
            let names: Vec<String> = properties
                .iter()
                .take(MOST_NAMES)
                .map(|(name, schema)| match schema.get("const") {
                    Some(constant) => format!("`{}` {}", visible(name), visible(&constant.to_string())),
                    None => format!("`{}`", visible(name)),
                })
                .collect();
            Some(format!("an object with {}", names.join(", ")))
        });
        described.or_else(|| branch.first().map(phrase)).unwrap_or_default()
    }
}

/// Largest number of alternatives that a message lists, and of names for each.
const MOST_CHOICES: usize = 4;
const MOST_NAMES: usize = 6;

/// Constant that an alternative requires, where another value is.
struct Tag {
    /// Path of the value.
    path: String,
    values: Vec<Json>,
    /// True if exactly one value is allowed.
    is_constant: bool,
}

/// Returns the constants of an alternative that the value at `here`, or a member of it, does not have.
fn tags(branch: &[ValidationError<'_>], here: &str) -> Vec<Tag> {
    let tag = |error: &ValidationError<'_>| {
        let path = error.instance_path().as_str();
        let is_near = path.strip_prefix(here)?.matches('/').count() <= 1;
        let values = match error.kind() {
            ValidationErrorKind::Constant { expected_value } => vec![(**expected_value).clone()],
            ValidationErrorKind::Enum { options } => options.as_array().cloned().unwrap_or_default(),
            _ => return None,
        };
        is_near.then(|| Tag { path: path.to_owned(), is_constant: values.len() == 1, values })
    };
    branch.iter().filter_map(tag).collect()
}

/// Distance of a value from an alternative: the smaller, the nearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Nearness {
    /// Number of discriminating constants that differ.
    constants: usize,
    /// Number of keys that are missing or not allowed.
    keys: usize,
    errors: usize,
    /// Depth of the deepest error; the value fits down to there.
    depth: std::cmp::Reverse<usize>,
}

impl Nearness {
    fn of(branch: &[ValidationError<'_>], here: &str, constants: usize) -> Self {
        let mut nearness = Self { constants, keys: 0, errors: 0, depth: std::cmp::Reverse(0) };
        for error in branch {
            let path = error.instance_path().as_str();
            let (keys, errors) = match error.kind() {
                ValidationErrorKind::Required { .. } => (1, 1),
                ValidationErrorKind::AdditionalProperties { unexpected }
                | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                    (unexpected.len(), unexpected.len())
                }
                _ => (0, 1),
            };
            nearness.keys += if path == here { keys } else { 0 };
            nearness.errors += errors;
            nearness.depth = nearness.depth.min(std::cmp::Reverse(path.matches('/').count()));
        }
        nearness
    }
}

/// Translates an error about a value.
fn kind_of(error: &ValidationError<'_>, value: Value<'_>) -> ViolationKind {
    use ValidationErrorKind as Kind;
    match error.kind() {
        kind if is_of_text(kind) => ViolationKind::Text(phrase(error)),
        Kind::Custom { .. } => violation_kind(error.kind()),
        Kind::Constant { expected_value } => kind_of_values(value, vec![(**expected_value).clone()]),
        Kind::Enum { options } => kind_of_values(value, options.as_array().cloned().unwrap_or_default()),
        Kind::Required { .. }
        | Kind::Type { .. }
        | Kind::Minimum { .. }
        | Kind::Maximum { .. }
        | Kind::ExclusiveMinimum { .. }
        | Kind::ExclusiveMaximum { .. } => violation_kind(error.kind()),
        kind => ViolationKind::Must { what: phrase(error), keyword: kind.keyword().to_owned() },
    }
}

/// Translates a value that is not one of several.
fn kind_of_values(value: Value<'_>, values: Vec<Json>) -> ViolationKind {
    if value.string().is_some() && !values.is_empty() && values.iter().all(Json::is_string) {
        return ViolationKind::Values(values);
    }
    let listed: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    let keyword = if values.len() == 1 { "const" } else { "enum" };
    ViolationKind::Must { what: format!("be {}", alternatives(&listed)), keyword: keyword.to_owned() }
}

/// Returns true if an error is about the format of a text.
fn is_of_text(kind: &ValidationErrorKind) -> bool {
    use ValidationErrorKind as Kind;
    match kind {
        Kind::Format { .. } | Kind::Pattern { .. } | Kind::MaxLength { .. } | Kind::MinLength { .. } => true,
        Kind::Custom { keyword, .. } => keyword == "pattern",
        _ => false,
    }
}

/// Returns the phrase of an error: after "must", or, about a text, after the name of its property.
fn phrase(error: &ValidationError<'_>) -> String {
    use ValidationErrorKind as Kind;
    let counted = |count: u64, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    match error.kind() {
        Kind::Format { format } => format!("is not a valid `{format}`"),
        Kind::Pattern { pattern } | Kind::Custom { message: pattern, .. } => {
            format!("does not match `{}`", visible(pattern))
        }
        Kind::MinLength { limit } => format!("has fewer than {}", counted(*limit, "character")),
        Kind::MaxLength { limit } => format!("has more than {}", counted(*limit, "character")),
        Kind::MinItems { limit } => format!("have at least {}", counted(*limit, "item")),
        Kind::MaxItems { limit } => format!("have at most {}", counted(*limit, "item")),
        Kind::AdditionalItems { limit } => format!("have at most {}", counted(*limit as u64, "item")),
        Kind::MinProperties { limit } => format!("have at least {}", counted(*limit, "member")),
        Kind::MaxProperties { limit } => format!("have at most {}", counted(*limit, "member")),
        Kind::MultipleOf { multiple_of } => format!("be a multiple of {multiple_of}"),
        Kind::UniqueItems => "have unique items".to_owned(),
        Kind::UnevaluatedItems { .. } => "not have other items".to_owned(),
        Kind::FalseSchema => "not be present".to_owned(),
        Kind::OneOfMultipleValid { .. } => "fit only one alternative".to_owned(),
        Kind::Not { .. } => "not be what the schema excludes".to_owned(),
        Kind::Type { kind } => format!("be {}", alternatives(&type_names(kind))),
        kind => format!("satisfy `{}` of the schema", kind.keyword()),
    }
}
