//! Comparison of schemas: the effect of a change on readers and writers of records.
//!
//! Writers produce records by the old schema: they break if the new schema rejects such a record. Readers accept
//! records by the old schema: they break if it rejects a record that is valid by the new one. In both cases, only
//! records with names that their writer's schema declares count. So an added optional property does not break
//! anything, in open or closed objects.
//!
//! The comparison claims a break only with a record that shows it and that the validator confirms. It claims the
//! absence of a break only if a rule or the algebra proves it. Everything else is reported as unknown. This module
//! does no I/O.

mod algebra;
mod bounds;
mod comparer;
mod declared;
mod definitions;
mod dialect;
mod document;
mod instance;
mod likeness;
mod records;
mod sets;
mod witness;

#[cfg(test)]
mod tests;

use jsonschema::Draft;
use serde_json::Value;

use algebra::{Algebra, Covered};
use comparer::{Difference, Differences};
use document::Document;
use witness::Search;

pub(crate) use records::records;
pub use sets::{Outcome, SchemaComparison, compare_sets};
pub use witness::Witness;

/// Side that a change can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Accepts records by the old schema, written by the new one.
    Readers,
    /// Writes records by the old schema, accepted by the new one.
    Writers,
}

/// Effect of a change on one side.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// No effect, by a rule.
    Fine,
    /// No effect, proved by the algebra.
    Covered,
    /// Break, shown by this record.
    Breaks(Witness),
    /// Undecided: neither a proof nor a record was found.
    Unknown,
}

/// Effect of a change on code that uses types generated from the schemas, by rules that hold for the usual generators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeEffect {
    /// All such code still compiles.
    Fine,
    /// Some code stops compiling, for this reason.
    Breaks(String),
    /// The generator decides, for this reason.
    Unknown(String),
}

impl CodeEffect {
    /// Returns the verdict without its reason.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Fine => Verdict::Fine,
            Self::Unknown(_) => Verdict::Unknown,
            Self::Breaks(_) => Verdict::Breaks,
        }
    }
}

/// Effect of all changes together on one side, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing breaks, by rules or by proof.
    Fine,
    /// Undecided for at least one change.
    Unknown,
    /// A record shows a break.
    Breaks,
}

/// A difference between two schemas.
#[derive(Clone, Debug)]
pub struct Change {
    /// Property in a record, such as `properties.DurationMs` or `records[].time`; empty for the record itself.
    pub property: String,
    /// Keyword that differs.
    pub keyword: String,
    /// Phrase that describes the difference.
    pub what: String,
    /// Number of places in a record where the same schemas apply.
    pub places: usize,
    /// Effect on those who accept records by the old schema.
    pub readers: Effect,
    /// Effect on those who write records by the old schema.
    pub writers: Effect,
    /// Effect on code that uses types generated from the schemas.
    pub code: CodeEffect,
}

/// All differences between two schemas.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Effect on those who accept records by the old schema.
    pub readers: Verdict,
    /// Effect on those who write records by the old schema.
    pub writers: Verdict,
    /// Effect on code that uses types generated from the schemas.
    pub code: Verdict,
    /// Changes that can affect validity, in the order of the old schema.
    pub changes: Vec<Change>,
    /// Changed annotations such as titles: property and keyword.
    pub annotations: Vec<(String, String)>,
}

impl Comparison {
    /// Returns the worse of the verdicts about records.
    pub fn verdict(&self) -> Verdict {
        self.readers.max(self.writers)
    }
}

/// Reason why two schemas cannot be compared: one of them is invalid, too large, or too expensive to check records
/// by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {} schema cannot be used: {message}", if *.is_old { "old" } else { "new" })]
pub struct UnusableSchema {
    /// True if the old schema is the unusable one.
    pub is_old: bool,
    /// Phrase that describes the reason.
    pub message: String,
}

/// Checks that a document is a usable schema by itself.
fn usable(schema: &Value) -> Result<(), String> {
    let draft = draft_of(schema).unwrap_or_default();
    bounds::usable(schema, draft)?;
    let registry = document::registry(schema, draft)?;
    Document::new(schema, &registry, draft).map(|_| ())
}

/// Compares two schemas, each of which is complete: it refers to nothing but its own parts.
///
/// The dialect of a schema is the one that its `$schema` names, or else that of the other one, or else draft 2020-12.
/// A schema has up to 100,000 values (objects, arrays and scalars). The effort is bounded: beyond it, changes are
/// undecided.
///
/// ```
/// use acslint_schema::diff::{Effect, Verdict, compare};
/// use serde_json::json;
///
/// let old = json!({ "properties": { "DurationMs": { "type": "integer" } } });
/// let new = json!({ "properties": { "DurationMs": { "type": "integer", "minimum": 0 } } });
/// let comparison = compare(&old, &new)?;
/// assert_eq!((comparison.readers, comparison.writers), (Verdict::Fine, Verdict::Breaks));
/// let Effect::Breaks(witness) = &comparison.changes[0].writers else { panic!("there is a record") };
/// assert_eq!(witness.record, json!({ "DurationMs": -1 }));
/// # Ok::<(), acslint_schema::diff::UnusableSchema>(())
/// ```
pub fn compare(old: &Value, new: &Value) -> Result<Comparison, UnusableSchema> {
    let unusable = |is_old: bool| move |message: String| UnusableSchema { is_old, message };
    let (old_draft, new_draft) = drafts(old, new);
    bounds::usable(old, old_draft).map_err(unusable(true))?;
    bounds::usable(new, new_draft).map_err(unusable(false))?;
    let both = old_draft != new_draft;
    let newest = |schema, draft| dialect::upgraded(schema, draft).filter(|_| both);
    bounds::with_stack(old, new, || match (newest(old, old_draft), newest(new, new_draft)) {
        (Some(old), Some(new)) => {
            let newest = Draft::Draft202012;
            compare_in((&old, newest), (&new, newest))
        }
        _ => compare_in((old, old_draft), (new, new_draft)),
    })
}

/// Compares two schemas, each in its dialect.
fn compare_in(
    (old, old_draft): (&Value, Draft),
    (new, new_draft): (&Value, Draft),
) -> Result<Comparison, UnusableSchema> {
    let unusable = |is_old: bool| move |message: String| UnusableSchema { is_old, message };
    let old_registry = document::registry(old, old_draft).map_err(unusable(true))?;
    let new_registry = document::registry(new, new_draft).map_err(unusable(false))?;
    let old = Document::new(old, &old_registry, old_draft).map_err(unusable(true))?;
    let new = Document::new(new, &new_registry, new_draft).map_err(unusable(false))?;
    let mut differences = comparer::differences(&old, &new);
    if old_draft != new_draft {
        differences.each.push(of_dialects(&old, &new));
    }
    let readers = effects(&new, &old, Side::Readers, &differences);
    let writers = effects(&old, &new, Side::Writers, &differences);
    Ok(assembled(differences, readers, writers))
}

/// Differences from one side's view: effects in the order of the differences. If no single difference can be
/// shown, `whole` is a record that shows that the schemas differ.
struct Effects {
    each: Vec<Effect>,
    whole: Option<Witness>,
}

/// Effects of the differences on one side: records are written by `from` and must be accepted by `to`.
fn effects<'a>(from: &Document<'a>, to: &Document<'a>, side: Side, differences: &Differences<'a>) -> Effects {
    let risky = |difference: &Difference<'_>| match side {
        Side::Writers => difference.narrows,
        Side::Readers => difference.widens,
    };
    let mut each: Vec<Effect> = vec![Effect::Fine; differences.each.len()];
    if !differences.each.iter().any(risky) {
        return Effects { each, whole: None };
    }
    let closed = declared::closed(from);
    let is_small =
        bounds::suits_algebra(&closed, from.draft()) && bounds::suits_algebra(to.value(), to.draft());
    let number = differences.each.iter().filter(|difference| risky(difference)).count();
    let algebra =
        is_small.then(|| Algebra::new((&closed, from.draft()), (to.value(), to.draft()), number)).flatten();
    let covered = |one: &str, other: &str| {
        algebra.as_ref().map_or(Covered::Unknown, |algebra| algebra.covered(one, other))
    };
    let all = covered("", "");
    let budget = bounds::SearchBudget::new(from.value(), to.value());
    let search = Search { from, to, from_old: side == Side::Writers, algebra: algebra.as_ref(), budget };
    for (difference, effect) in differences.each.iter().zip(&mut each) {
        if !risky(difference) {
            continue;
        }
        let (one, other) = match side {
            Side::Writers => (&difference.anchor.0, &difference.anchor.1),
            Side::Readers => (&difference.anchor.1, &difference.anchor.0),
        };
        let here = || match (from.pointer(one), to.pointer(other)) {
            (Some(one), Some(other)) => covered(one, other),
            _ => Covered::Unknown,
        };
        *effect = if all == Covered::Yes || here() == Covered::Yes {
            Effect::Covered
        } else {
            search.find(difference).map_or(Effect::Unknown, Effect::Breaks)
        };
    }
    let shown = each.iter().any(|effect| matches!(effect, Effect::Breaks(_)));
    let open = each.contains(&Effect::Unknown);
    let whole = if open && !shown { search.find_any() } else { None };
    Effects { each, whole }
}

fn assembled(differences: Differences<'_>, readers: Effects, writers: Effects) -> Comparison {
    let mut changes: Vec<Change> = differences
        .each
        .iter()
        .zip(readers.each.into_iter().zip(writers.each))
        .map(|(difference, (readers, writers))| Change {
            property: difference.places.first().map(|place| comparer::path(place)).unwrap_or_default(),
            keyword: difference.keyword.clone(),
            what: difference.what.clone(),
            places: difference.places.len(),
            code: if is_rewriting(difference, &readers, &writers) {
                CodeEffect::Fine
            } else {
                difference.code.clone()
            },
            readers,
            writers,
        })
        .collect();
    changes = joined(changes);
    let readers = attributed(readers.whole, &mut changes, |change| &mut change.readers);
    let writers = attributed(writers.whole, &mut changes, |change| &mut change.writers);
    if readers.is_some() || writers.is_some() {
        changes.push(Change {
            property: String::new(),
            keyword: String::new(),
            what: "the schema as a whole".to_owned(),
            places: 1,
            readers: readers.map_or(Effect::Fine, Effect::Breaks),
            writers: writers.map_or(Effect::Fine, Effect::Breaks),
            code: CodeEffect::Fine,
        });
    }
    let verdict = |effect: fn(&Change) -> &Effect| {
        changes
            .iter()
            .map(|change| match effect(change) {
                Effect::Fine | Effect::Covered => Verdict::Fine,
                Effect::Unknown => Verdict::Unknown,
                Effect::Breaks(_) => Verdict::Breaks,
            })
            .max()
            .unwrap_or(Verdict::Fine)
    };
    Comparison {
        readers: verdict(|change| &change.readers),
        writers: verdict(|change| &change.writers),
        code: changes.iter().map(|change| change.code.verdict()).max().unwrap_or(Verdict::Fine),
        changes,
        annotations: differences.annotations,
    }
}

/// Returns true if a difference is another notation of the same type, since the same values are valid.
fn is_rewriting(difference: &Difference<'_>, readers: &Effect, writers: &Effect) -> bool {
    let is_type = matches!(
        difference.keyword.as_str(),
        "type" | "enum" | "const" | "allOf" | "anyOf" | "oneOf" | "$ref"
    );
    is_type && [readers, writers].iter().all(|effect| matches!(effect, Effect::Fine | Effect::Covered))
}

/// Joins changes of `additionalProperties` and its like that say the same about an object, at the most affected
/// place.
fn joined(changes: Vec<Change>) -> Vec<Change> {
    let weight = |effect: &Effect| match effect {
        Effect::Fine | Effect::Covered => 0,
        Effect::Unknown => 1,
        Effect::Breaks(_) => 2,
    };
    let mut joined: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        let is_about_rest =
            matches!(change.keyword.as_str(), "additionalProperties" | "unevaluatedProperties");
        let same = |known: &&mut Change| known.keyword == change.keyword && known.what == change.what;
        let Some(known) = joined.iter_mut().filter(|_| is_about_rest).find(same) else {
            joined.push(change);
            continue;
        };
        let before = weight(&known.readers).max(weight(&known.writers));
        if weight(&change.readers).max(weight(&change.writers)) > before {
            known.property = change.property;
        }
        known.places += change.places;
        if change.code.verdict() > known.code.verdict() {
            known.code = change.code;
        }
        for (effect, other) in [(&mut known.readers, change.readers), (&mut known.writers, change.writers)] {
            if weight(&other) > weight(effect) {
                *effect = other;
            }
        }
    }
    joined
}

/// Attributes a record that shows a difference of the whole schemas to the only undecided change, if there is just
/// one.
fn attributed(
    whole: Option<Witness>,
    changes: &mut [Change],
    effect: fn(&mut Change) -> &mut Effect,
) -> Option<Witness> {
    let witness = whole?;
    let mut open = changes.iter_mut().map(effect).filter(|effect| **effect == Effect::Unknown);
    match (open.next(), open.next()) {
        (Some(only), None) => {
            *only = Effect::Breaks(witness);
            None
        }
        _ => Some(witness),
    }
}

/// Dialect that a schema names, if published.
fn draft_of(schema: &Value) -> Option<Draft> {
    let named = schema.get("$schema").and_then(Value::as_str)?;
    Some(Draft::from_schema_uri(named)).filter(|draft| *draft != Draft::Unknown)
}

/// Dialects of two schemas: the same one if both schemas mean the same in either.
fn drafts(old: &Value, new: &Value) -> (Draft, Draft) {
    let (old_draft, new_draft) = (draft_of(old), draft_of(new));
    match (old_draft, new_draft) {
        (Some(one), None) | (None, Some(one)) => (one, one),
        (None, None) => (Draft::default(), Draft::default()),
        (Some(_), Some(both)) if means_the_same(old) && means_the_same(new) => (both, both),
        (Some(one), Some(other)) => (one, other),
    }
}

/// Returns true if a schema has no keyword that some dialect ignores or interprets differently.
fn means_the_same(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => {
            let plain = members.iter().all(|(keyword, value)| match keyword.as_str() {
                "exclusiveMinimum" | "exclusiveMaximum" => !value.is_boolean(),
                "items" => !value.is_array(),
                "additionalItems"
                | "prefixItems"
                | "dependencies"
                | "dependentRequired"
                | "dependentSchemas"
                | "unevaluatedItems"
                | "unevaluatedProperties"
                | "contentEncoding"
                | "contentMediaType"
                | "contentSchema"
                | "$recursiveRef"
                | "$dynamicRef"
                | "contains"
                | "minContains"
                | "maxContains"
                | "id"
                | "$anchor"
                | "$dynamicAnchor"
                | "if"
                | "then"
                | "else"
                | "const"
                | "propertyNames" => false,
                "$ref" => members.keys().all(|other| other == "$ref" || declared::is_annotation(other)),
                _ => true,
            });
            plain && members.values().all(means_the_same)
        }
        Value::Array(items) => items.iter().all(means_the_same),
        _ => true,
    }
}

/// Difference of the dialects, which may change the meaning of everything else.
fn of_dialects<'a>(old: &Document<'a>, new: &Document<'a>) -> Difference<'a> {
    let (old_root, new_root) = (old.root(), new.root());
    Difference {
        old: old_root.clone(),
        new: new_root.clone(),
        places: vec![Vec::new().into()],
        keyword: "$schema".to_owned(),
        what: format!("dialect {:?} → {:?}", old.draft(), new.draft()),
        narrows: true,
        widens: true,
        probe: comparer::Probe::Value,
        anchor: (old_root, new_root),
        is_typed: false,
        code: CodeEffect::Fine,
    }
}
