//! Comparison of two sets of schemas: which schemas belong together, and what became of each.

use std::collections::{BTreeMap, BTreeSet};

use acslint_check::{DocumentKind, document_kind};
use acslint_types::pointer;
use serde_json::Value;

use super::definitions::{definition, definitions};
use super::{Comparison, Verdict, compare, usable};
use crate::documents::DocumentSet;

/// Result for one schema of a set.
#[derive(Clone, Debug)]
pub struct SchemaComparison {
    /// Name in the set; for a definition of a library, followed by `#` and its JSON Pointer.
    pub name: String,
    /// `title` of the schema, the newer one if both sides have it.
    pub title: Option<String>,
    /// Outcome of the comparison.
    pub outcome: Outcome,
}

/// Outcome of the comparison of one schema.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// On both sides.
    Both(Comparison),
    /// On the new side only.
    Added,
    /// On the old side only.
    Removed,
    /// Unusable on one side, for this reason.
    Unusable(String),
}

impl SchemaComparison {
    /// Returns the effects on readers and on writers; `None` for an unusable schema. A removed schema breaks
    /// everything that refers to it.
    pub fn verdicts(&self) -> Option<(Verdict, Verdict)> {
        match &self.outcome {
            Outcome::Both(comparison) => Some((comparison.readers, comparison.writers)),
            Outcome::Added => Some((Verdict::Fine, Verdict::Fine)),
            Outcome::Removed => Some((Verdict::Breaks, Verdict::Breaks)),
            Outcome::Unusable(_) => None,
        }
    }

    /// Returns the effect on code that uses types generated from the schemas; `None` for an unusable schema.
    pub fn code(&self) -> Option<Verdict> {
        match &self.outcome {
            Outcome::Both(comparison) => Some(comparison.code),
            Outcome::Added => Some(Verdict::Fine),
            Outcome::Removed => Some(Verdict::Breaks),
            Outcome::Unusable(_) => None,
        }
    }

    /// Returns true if nothing changed.
    pub fn is_same(&self) -> bool {
        matches!(&self.outcome, Outcome::Both(comparison)
            if comparison.changes.is_empty() && comparison.annotations.is_empty())
    }

    /// Returns true if only annotations changed, such as titles and descriptions.
    pub fn has_annotations_only(&self) -> bool {
        matches!(&self.outcome, Outcome::Both(comparison)
            if comparison.changes.is_empty() && !comparison.annotations.is_empty())
    }

    fn new(name: &str, schema: &Value, outcome: Outcome) -> Self {
        let title = schema.get("title").and_then(Value::as_str).map(str::to_owned);
        Self { name: name.to_owned(), title, outcome }
    }

    fn of_both(name: &str, old: &Value, new: &Value) -> Self {
        let outcome = match compare(old, new) {
            Ok(comparison) => Outcome::Both(comparison),
            Err(error) => Outcome::Unusable(error.to_string()),
        };
        Self::new(name, new, outcome)
    }
}

/// Compares the schemas of two sets in the order of their names. Two single schemas are compared whatever their names
/// are; others belong together if their names are equal, or their `$id`s. Of libraries of definitions, the definitions
/// with the same name belong together.
///
/// The schemas are complete: see [`DocumentSet::embed_references`].
pub fn compare_sets(old: &DocumentSet, new: &DocumentSet) -> Vec<SchemaComparison> {
    let mut compared: Vec<SchemaComparison> = if old.is_single() && new.is_single() {
        let pairs = old.schemas().iter().zip(new.schemas());
        pairs.flat_map(|((_, old), (name, new))| documents(name, old, new)).collect()
    } else {
        let names: BTreeSet<&String> = old.schemas().keys().chain(new.schemas().keys()).collect();
        names.into_iter().flat_map(|name| named(name, old, new)).collect()
    };
    join_moved(&mut compared, old, new);
    compared
}

fn named(name: &str, old: &DocumentSet, new: &DocumentSet) -> Vec<SchemaComparison> {
    match (old.schemas().get(name), new.schemas().get(name)) {
        (Some(old), Some(new)) => documents(name, old, new),
        (None, Some(new)) => vec![added(name, new)],
        (Some(old), None) => vec![SchemaComparison::new(name, old, Outcome::Removed)],
        (None, None) => Vec::new(),
    }
}

fn added(name: &str, new: &Value) -> SchemaComparison {
    let outcome = match document_kind(new) {
        DocumentKind::Other(what) => Outcome::Unusable(format!("the new document {what}")),
        _ => added_if_usable(new),
    };
    SchemaComparison::new(name, new, outcome)
}

fn added_if_usable(new: &Value) -> Outcome {
    match usable(new) {
        Ok(()) => Outcome::Added,
        Err(message) => Outcome::Unusable(format!("the new schema cannot be used: {message}")),
    }
}

/// Compares two documents: two schemas, or the definitions of two libraries by name.
fn documents(name: &str, old: &Value, new: &Value) -> Vec<SchemaComparison> {
    let unusable = |message| vec![SchemaComparison::new(name, new, Outcome::Unusable(message))];
    match (document_kind(old), document_kind(new)) {
        (DocumentKind::Other(what), _) => unusable(format!("the old document {what}")),
        (_, DocumentKind::Other(what)) => unusable(format!("the new document {what}")),
        (DocumentKind::Library, DocumentKind::Library) => libraries(name, old, new),
        _ => vec![SchemaComparison::of_both(name, old, new)],
    }
}

/// Compares the definitions of two libraries.
fn libraries(file: &str, old: &Value, new: &Value) -> Vec<SchemaComparison> {
    let held = |document: &Value| -> BTreeMap<String, (&'static str, Value)> {
        let definitions = definitions(document);
        // Embedded copies of referenced documents are compared as files.
        let own = definitions.filter(|(_, name, _)| !name.contains("://"));
        own.map(|(keyword, name, _)| (name.clone(), (keyword, definition(document, keyword, name)))).collect()
    };
    let (old, new) = (held(old), held(new));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let compared = names.into_iter().filter_map(|name| {
        let title = |keyword: &str| format!("{file}#/{keyword}/{}", pointer::token(name));
        Some(match (old.get(name), new.get(name)) {
            (Some((_, old)), Some((keyword, new))) => SchemaComparison::of_both(&title(keyword), old, new),
            (None, Some((keyword, new))) => SchemaComparison::new(&title(keyword), new, added_if_usable(new)),
            (Some((keyword, old)), None) => SchemaComparison::new(&title(keyword), old, Outcome::Removed),
            (None, None) => return None,
        })
    });
    compared.collect()
}

/// Joins a removed and an added schema with the same `$id`: the schema was moved.
fn join_moved(compared: &mut Vec<SchemaComparison>, old: &DocumentSet, new: &DocumentSet) {
    let id = |schema: Option<&Value>| schema?.get("$id")?.as_str().map(str::to_owned);
    let added: Vec<String> = compared
        .iter()
        .filter(|compared| matches!(compared.outcome, Outcome::Added))
        .map(|compared| compared.name.clone())
        .collect();
    for name in added {
        let identity = id(new.schemas().get(&name));
        let before = compared.iter().position(|compared| {
            matches!(compared.outcome, Outcome::Removed)
                && identity.is_some()
                && id(old.schemas().get(&compared.name)) == identity
        });
        let Some(before) = before else { continue };
        let moved = compared.remove(before);
        let (Some(old), Some(new)) = (old.schemas().get(&moved.name), new.schemas().get(&name)) else {
            continue;
        };
        if let Some(after) = compared.iter_mut().find(|compared| compared.name == name) {
            *after = SchemaComparison::of_both(&name, old, new);
        }
    }
}
