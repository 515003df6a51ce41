//! What a change of a schema means to those who read and write records by it.
//!
//! Writers hold the old schema and write by it: they break if something that they may write is refused by the new
//! schema. Readers hold the old schema and read what is written by the new one: they break if something of it is refused
//! by theirs. In both cases only records count that keep to the properties that their writer's schema declares, so that an
//! added optional property breaks nobody, whether objects are open or closed to others.
//!
//! A break is claimed only with a record that shows it and that the validator agrees about; that there is none only if a
//! rule or the algebra proves it. Anything else is unknown, and said to be. There is no I/O here.

mod algebra;
mod bounds;
mod declared;
mod definitions;
mod dialect;
mod document;
mod instance;
mod likeness;
mod walk;
mod witness;

#[cfg(test)]
mod tests;

use jsonschema::Draft;
use serde_json::Value;

pub(crate) use acslint_check::{DocumentKind, document_kind};
use algebra::{Algebra, Covered};
pub(crate) use definitions::{definition, definitions};
use document::Document;
use walk::{Difference, Found};
use witness::Search;
pub(crate) use witness::Witness;

/// Those whom a change can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// They accept by the old schema what is written by the new one.
    Readers,
    /// They write by the old schema what is accepted by the new one.
    Writers,
}

/// What a change does to one side.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    /// Nothing: a rule says so.
    Fine,
    /// Nothing: the algebra proves it.
    Covered,
    /// It breaks, as this record shows.
    Breaks(Witness),
    /// Neither a proof nor a record was found.
    Unknown,
}

/// What all changes together do to one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Fine,
    Unknown,
    Breaks,
}

/// One difference between two schemas.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// The property in a record, such as `properties.DurationMs` or `records[].time`; empty for the record itself.
    pub(crate) property: String,
    /// The keyword that differs.
    pub(crate) keyword: String,
    /// What differs: a phrase.
    pub(crate) what: String,
    /// At how many places of a record the same schemas apply.
    pub(crate) places: usize,
    pub(crate) readers: Effect,
    pub(crate) writers: Effect,
}

/// All differences between two schemas.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    pub(crate) readers: Verdict,
    pub(crate) writers: Verdict,
    pub(crate) changes: Vec<Change>,
    /// Titles, descriptions and the like that differ: the property and the keyword.
    pub(crate) annotations: Vec<(String, String)>,
}

impl Comparison {
    /// The worse of both verdicts.
    #[cfg(test)]
    pub(crate) fn verdict(&self) -> Verdict {
        self.readers.max(self.writers)
    }
}

/// Why two schemas cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {} schema cannot be used: {message}", if *.old { "old" } else { "new" })]
pub(crate) struct Unusable {
    pub(crate) old: bool,
    message: String,
}

/// Checks that a document is a schema by itself.
pub(crate) fn usable(schema: &Value) -> Result<(), String> {
    let draft = draft_of(schema).unwrap_or_default();
    bounds::usable(schema, draft)?;
    let registry = document::registry(schema, draft)?;
    Document::new(schema, &registry, draft).map(|_| ())
}

/// Compares two schemas.
pub(crate) fn compare(old: &Value, new: &Value) -> Result<Comparison, Unusable> {
    let unusable = |old: bool| move |message: String| Unusable { old, message };
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
) -> Result<Comparison, Unusable> {
    let unusable = |old: bool| move |message: String| Unusable { old, message };
    let old_registry = document::registry(old, old_draft).map_err(unusable(true))?;
    let new_registry = document::registry(new, new_draft).map_err(unusable(false))?;
    let old = Document::new(old, &old_registry, old_draft).map_err(unusable(true))?;
    let new = Document::new(new, &new_registry, new_draft).map_err(unusable(false))?;
    let mut found = walk::walk(&old, &new);
    if old_draft != new_draft {
        found.differences.push(of_dialects(&old, &new));
    }
    let readers = effects(&new, &old, Side::Readers, &found);
    let writers = effects(&old, &new, Side::Writers, &found);
    Ok(assembled(found, readers, writers))
}

/// The differences of one side's view: effects in the order of the differences, and a record that shows that the
/// schemas differ where no single difference could be shown.
struct Effects {
    each: Vec<Effect>,
    whole: Option<Witness>,
}

/// What the differences do to one side: `from` is what its records are written by, `to` what must accept them.
fn effects<'a>(from: &Document<'a>, to: &Document<'a>, side: Side, found: &Found<'a>) -> Effects {
    let risky = |difference: &Difference<'_>| match side {
        Side::Writers => difference.narrows,
        Side::Readers => difference.widens,
    };
    let mut each: Vec<Effect> = vec![Effect::Fine; found.differences.len()];
    if !found.differences.iter().any(risky) {
        return Effects { each, whole: None };
    }
    let closed = declared::closed(from);
    let is_small =
        bounds::suits_algebra(&closed, from.draft()) && bounds::suits_algebra(to.value(), to.draft());
    let number = found.differences.iter().filter(|difference| risky(difference)).count();
    let algebra =
        is_small.then(|| Algebra::new((&closed, from.draft()), (to.value(), to.draft()), number)).flatten();
    let covered = |one: &str, other: &str| {
        algebra.as_ref().map_or(Covered::Unknown, |algebra| algebra.covered(one, other))
    };
    let all = covered("", "");
    let effort = bounds::Effort::new(from.value(), to.value());
    let search = Search { from, to, from_old: side == Side::Writers, algebra: algebra.as_ref(), effort };
    for (difference, effect) in found.differences.iter().zip(&mut each) {
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

fn assembled(found: Found<'_>, readers: Effects, writers: Effects) -> Comparison {
    let mut changes: Vec<Change> = found
        .differences
        .iter()
        .zip(readers.each.into_iter().zip(writers.each))
        .map(|(difference, (readers, writers))| Change {
            property: difference.places.first().map(|place| walk::path(place)).unwrap_or_default(),
            keyword: difference.keyword.clone(),
            what: difference.what.clone(),
            places: difference.places.len(),
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
        changes,
        annotations: found.annotations,
    }
}

/// The changes, with those that say the same of the rest of an object's properties as one, at the place where it matters most.
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
        for (effect, other) in [(&mut known.readers, change.readers), (&mut known.writers, change.writers)] {
            if weight(&other) > weight(effect) {
                *effect = other;
            }
        }
    }
    joined
}

/// Gives a record that shows a difference of the whole to the one change that is open, if there is just one.
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

/// The dialect that a schema names, if it is one of the published ones.
fn draft_of(schema: &Value) -> Option<Draft> {
    let named = schema.get("$schema").and_then(Value::as_str)?;
    Some(Draft::from_schema_uri(named)).filter(|draft| *draft != Draft::Unknown)
}

/// The dialects to compare two schemas in: one for both, where what they say means the same in either.
fn drafts(old: &Value, new: &Value) -> (Draft, Draft) {
    let (old_draft, new_draft) = (draft_of(old), draft_of(new));
    match (old_draft, new_draft) {
        (Some(one), None) | (None, Some(one)) => (one, one),
        (None, None) => (Draft::default(), Draft::default()),
        (Some(_), Some(both)) if means_the_same(old) && means_the_same(new) => (both, both),
        (Some(one), Some(other)) => (one, other),
    }
}

/// Whether a schema has no keyword that some dialect understands differently, or not at all.
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

/// The dialect differs, and with it perhaps the meaning of everything else.
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
        probe: walk::Probe::Value,
        anchor: (old_root, new_root),
    }
}
