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
                let node = value.data();
                let failed = self.said.range(value.node..node.next).next().is_some();
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
        // Most alternatives differ in a constant; the alternative whose constant is present was meant.
        let tag = |branch: &[ValidationError<'_>]| {
            branch.iter().find_map(|error| {
                let path = error.instance_path().as_str();
                let below = path.strip_prefix(here)?;
                let is_near = below.matches('/').count() <= 1;
                match error.kind() {
                    ValidationErrorKind::Constant { expected_value } if is_near => {
                        Some((path.to_owned(), vec![(**expected_value).clone()]))
                    }
                    ValidationErrorKind::Enum { options } if is_near => {
                        Some((path.to_owned(), options.as_array().cloned().unwrap_or_default()))
                    }
                    _ => None,
                }
            })
        };
        let tags: Vec<_> = fitting.iter().map(|branch| tag(branch)).collect();
        let meant = fitting.iter().zip(&tags).filter(|(_, tag)| tag.is_none()).map(|(branch, _)| *branch);
        if let Some(branch) = meant.min_by_key(|branch| branch.len()) {
            for error in branch {
                self.error(error);
            }
            return;
        }
        let mut tags = tags.into_iter().flatten();
        let Some((path, mut values)) = tags.next() else {
            return;
        };
        if tags.clone().all(|(other, _)| other == path)
            && let Some(value) = self.lookup.walk(self.root, &path)
        {
            for option in tags.flat_map(|(_, values)| values) {
                if !values.contains(&option) {
                    values.push(option);
                }
            }
            return self.push(value, kind_of_values(value, values));
        }
        if let Some(branch) = fitting.into_iter().min_by_key(|branch| branch.len()) {
            for error in branch {
                self.error(error);
            }
        }
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
