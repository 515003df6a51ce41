//! What is wrong with a record of an own category: each error of jsonschema, at the value that causes it.
//!
//! Nothing that jsonschema reports is left out. What it says of several alternatives is told as what is wrong with the one
//! that was probably meant, since that is what whoever reads it has to mend.

use jsonschema::{ValidationError, error::ValidationErrorKind};
use serde_json::Value as Json;

use super::{Own, OwnCategories, undecided};
use crate::{
    document::Value,
    rules::{alternatives, visible},
    validate::{Offence, Violation, offence, type_names, walk},
};

/// What is wrong with a record.
#[derive(Debug, Default)]
pub(crate) struct Violations<'r> {
    pub(crate) violations: Vec<Violation<'r>>,
    pub(crate) unknown: Vec<Unknown>,
}

/// A key that the schema has no place for.
#[derive(Debug)]
pub(crate) struct Unknown {
    pub(crate) key: u32,
    pub(crate) value: u32,
    /// The names that its object could have besides those that it has.
    pub(crate) candidates: Vec<String>,
}

/// Every violation of the category's schema in a record.
pub(crate) fn violations<'r>(own: &Own, all: &OwnCategories, root: Value<'r>) -> Violations<'r> {
    undecided::certain(root, || violations_as_assumed(own, all, root))
}

fn violations_as_assumed<'r>(own: &Own, all: &OwnCategories, root: Value<'r>) -> Violations<'r> {
    let mut found = Found { own, all, root, violations: Violations::default() };
    if !own.validator.is_valid(root) {
        let leaves_over = |error: &ValidationError<'_>| {
            matches!(error.kind(), ValidationErrorKind::UnevaluatedProperties { .. })
        };
        let (left_over, errors): (Vec<_>, Vec<_>) = own.validator.iter_errors(root).partition(leaves_over);
        for error in errors.iter().chain(&left_over) {
            found.error(error);
        }
        let Violations { violations, unknown } = &found.violations;
        if violations.is_empty() && unknown.is_empty() {
            found.push(root, Offence::Other("schema".to_owned()));
        }
    }
    found.violations
}

struct Found<'r, 'o> {
    own: &'o Own,
    all: &'o OwnCategories,
    root: Value<'r>,
    violations: Violations<'r>,
}

impl<'r> Found<'r, '_> {
    fn push(&mut self, value: Value<'r>, offence: Offence) {
        let said = |said: &Violation<'_>| said.value.node == value.node && said.offence == offence;
        if !self.violations.violations.iter().any(said) {
            self.violations.violations.push(Violation { value, property: None, offence });
        }
    }

    fn error(&mut self, error: &ValidationError<'_>) {
        // A path that leads nowhere would be a mistake of the engine; the record is wrong all the same.
        let value = walk(self.root, error.instance_path().as_str()).unwrap_or(self.root);
        match error.kind() {
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                self.alternatives(value, context, error);
            }
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                self.unknown(value, unexpected.iter(), error);
            }
            ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                // A schema that fails evaluates nothing: what it describes is left over then, and is not what is wrong.
                let node = value.data();
                let failed = self
                    .violations
                    .violations
                    .iter()
                    .any(|violation| (value.node..node.next).contains(&violation.value.node));
                let described = &self.own.described;
                let unexpected = unexpected.iter().filter(|name| !failed || !described.contains(*name));
                self.unknown(value, unexpected, error);
            }
            ValidationErrorKind::PropertyNames { error: inner } => {
                let name = inner.instance().as_str().unwrap_or_default();
                let flaw =
                    if is_of_text(inner.kind()) { phrase(inner) } else { format!("must {}", phrase(inner)) };
                self.push(value, Offence::Name { name: name.to_owned(), flaw });
            }
            _ => self.push(value, told(error, value)),
        }
    }

    /// Each key that has no place in its object.
    fn unknown<'n>(
        &mut self,
        object: Value<'r>,
        unexpected: impl Iterator<Item = &'n String>,
        error: &ValidationError<'_>,
    ) {
        for name in unexpected {
            let Some((key, value)) = object.members().find(|(key, _)| key.string().as_deref() == Some(name))
            else {
                self.push(object, Offence::Other(error.kind().keyword().to_owned()));
                continue;
            };
            if self.violations.unknown.iter().all(|unknown| unknown.key != key.node) {
                let candidates = self.candidates(object, error);
                self.violations.unknown.push(Unknown { key: key.node, value: value.node, candidates });
            }
        }
    }

    /// The names that the schema describes beside the keyword of an error, or else anywhere, which the object lacks.
    fn candidates(&self, object: Value<'_>, error: &ValidationError<'_>) -> Vec<String> {
        let beside = error.absolute_keyword_location().and_then(|uri| {
            let (schema, _) = uri.as_str().rsplit_once('/')?;
            let schema = self.all.referred(schema)?;
            Some(schema.get("properties")?.as_object()?.keys().cloned().collect())
        });
        let only_here = matches!(error.kind(), ValidationErrorKind::AdditionalProperties { .. });
        let mut names: Vec<String> =
            beside.filter(|_| only_here).unwrap_or_else(|| self.own.described.iter().cloned().collect());
        names.retain(|name| object.member(name).is_none());
        names
    }

    /// What is wrong where a value fits none of several schemas.
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
            let offence = if types.is_empty() {
                Offence::Other(error.kind().keyword().to_owned())
            } else {
                Offence::Type(types)
            };
            return self.push(value, offence);
        }
        // Alternatives are mostly told apart by a constant; the one whose constant is there was meant.
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
            && let Some(value) = walk(self.root, &path)
        {
            for option in tags.flat_map(|(_, values)| values) {
                if !values.contains(&option) {
                    values.push(option);
                }
            }
            return self.push(value, told_values(value, values));
        }
        if let Some(branch) = fitting.into_iter().min_by_key(|branch| branch.len()) {
            for error in branch {
                self.error(error);
            }
        }
    }
}

/// What an error says of the value that causes it.
fn told(error: &ValidationError<'_>, value: Value<'_>) -> Offence {
    use ValidationErrorKind as Kind;
    match error.kind() {
        kind if is_of_text(kind) => Offence::Text(phrase(error)),
        Kind::Custom { .. } => offence(error.kind()),
        Kind::Constant { expected_value } => told_values(value, vec![(**expected_value).clone()]),
        Kind::Enum { options } => told_values(value, options.as_array().cloned().unwrap_or_default()),
        Kind::Required { .. }
        | Kind::Type { .. }
        | Kind::Minimum { .. }
        | Kind::Maximum { .. }
        | Kind::ExclusiveMinimum { .. }
        | Kind::ExclusiveMaximum { .. } => offence(error.kind()),
        kind => Offence::Must { what: phrase(error), keyword: kind.keyword().to_owned() },
    }
}

/// A value that is none of several.
fn told_values(value: Value<'_>, values: Vec<Json>) -> Offence {
    if value.string().is_some() && !values.is_empty() && values.iter().all(Json::is_string) {
        return Offence::Values(values);
    }
    let listed: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    let keyword = if values.len() == 1 { "const" } else { "enum" };
    Offence::Must { what: format!("be {}", alternatives(&listed)), keyword: keyword.to_owned() }
}

/// Whether an error is about the form of a text.
fn is_of_text(kind: &ValidationErrorKind) -> bool {
    use ValidationErrorKind as Kind;
    match kind {
        Kind::Format { .. } | Kind::Pattern { .. } | Kind::MaxLength { .. } | Kind::MinLength { .. } => true,
        Kind::Custom { keyword, .. } => keyword == "pattern",
        _ => false,
    }
}

/// What must be, behind "must", or of a text what it is, behind its name.
fn phrase(error: &ValidationError<'_>) -> String {
    use ValidationErrorKind as Kind;
    let counted = |count: u64, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    match error.kind() {
        Kind::Format { format } => format!("is no `{format}`"),
        Kind::Pattern { pattern } | Kind::Custom { message: pattern, .. } => {
            format!("does not match `{}`", visible(pattern))
        }
        Kind::MinLength { limit } => format!("has less than {}", counted(*limit, "character")),
        Kind::MaxLength { limit } => format!("has more than {}", counted(*limit, "character")),
        Kind::MinItems { limit } => format!("have at least {}", counted(*limit, "item")),
        Kind::MaxItems { limit } => format!("have at most {}", counted(*limit, "item")),
        Kind::AdditionalItems { limit } => format!("have at most {}", counted(*limit as u64, "item")),
        Kind::MinProperties { limit } => format!("have at least {}", counted(*limit, "member")),
        Kind::MaxProperties { limit } => format!("have at most {}", counted(*limit, "member")),
        Kind::MultipleOf { multiple_of } => format!("be a multiple of {multiple_of}"),
        Kind::UniqueItems => "have no item twice".to_owned(),
        Kind::UnevaluatedItems { .. } => "have no other items".to_owned(),
        Kind::FalseSchema => "not be there".to_owned(),
        Kind::OneOfMultipleValid { .. } => "fit one alternative only".to_owned(),
        Kind::Not { .. } => "not be what the schema excludes".to_owned(),
        Kind::Type { kind } => format!("be {}", alternatives(&type_names(kind))),
        kind => format!("keep to `{}` of the schema", kind.keyword()),
    }
}
