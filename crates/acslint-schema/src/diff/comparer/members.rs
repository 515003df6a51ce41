//! Keywords about the content of a value: properties and items.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::values::{MOST_LISTED, changed, several};
use super::{At, Comparer, StepKind, inner, step};
use crate::diff::CodeEffect;
use crate::diff::declared::{Names, conjoined, members, schemas_of, tuple};
use crate::diff::document::Node;
use crate::diff::instance::text_of_pattern;

/// Reason why a change of undeclared members is undecided for code.
const OTHER_MEMBERS: &str = "generators differ in the type of undeclared members";

impl<'a> Comparer<'_, 'a> {
    pub(super) fn properties(&mut self, at: &At<'a>) {
        let names = self.names(at);
        let old: HashMap<&str, &Value> = members(&at.old, "properties").collect();
        let new: HashMap<&str, &Value> = members(&at.new, "properties").collect();
        for (name, schema) in members(&at.old, "properties") {
            let here = self.old.child(&at.old, schema);
            let Some(schema) = new.get(name) else {
                self.lonely(at, name, &here, &names, true);
                continue;
            };
            let there = self.new.child(&at.new, schema);
            self.visit(inner(at, here, there, StepKind::Property(name.to_owned(), None)));
        }
        for (name, schema) in members(&at.new, "properties").filter(|(name, _)| !old.contains_key(name)) {
            let there = self.new.child(&at.new, schema);
            self.lonely(at, name, &there, &names, false);
        }
    }

    /// Compares a property that only one side lists: the old one if `removed`.
    fn lonely(
        &mut self,
        at: &At<'a>,
        name: &str,
        node: &Node<'a>,
        names: &(Names<'a>, Names<'a>),
        removed: bool,
    ) {
        let (document, other, others) =
            if removed { (self.new, &at.new, &names.1) } else { (self.old, &at.old, &names.0) };
        let mut here = at.clone();
        here.place.push(step(at, StepKind::Property(name.to_owned(), None)));
        let code = if removed { self.code_of_removed(at, name, node) } else { CodeEffect::Fine };
        let first = self.differences.len();
        let verb = if removed { "removed" } else { "added" };
        let keyword = "properties";
        let covering = schemas_of(document, std::slice::from_ref(other), name);
        let refused = node.value == &Value::Bool(false);
        match covering.first() {
            Some(cover) if cover.value == &Value::Bool(false) => {
                let what = format!("{verb}; objects are closed in the {} schema", age(removed));
                let effect = if refused { (false, false) } else { (removed, !removed) };
                self.note(&here, keyword, what, effect.0, effect.1);
            }
            Some(cover) if !cover.is_trivial() => {
                self.note(
                    &here,
                    keyword,
                    format!("{verb}; the {} schema covers its name", age(removed)),
                    false,
                    false,
                );
                let (old, new) =
                    if removed { (node.clone(), cover.clone()) } else { (cover.clone(), node.clone()) };
                let mut here = inner(at, old, new, StepKind::Property(name.to_owned(), None));
                here.is_typed = false;
                self.visit(here);
            }
            _ => {
                // Writers by the other schema write this property only if it is declared elsewhere, or if nothing
                // is declared.
                let written = others.is_free() || others.declares(document, name);
                let elsewhere = written && !node.is_trivial();
                let closed = others.closed && !refused;
                let (narrows, widens) = if removed { (closed, elsewhere) } else { (elsewhere, closed) };
                let what = if refused { format!("{verb}, not allowed") } else { verb.to_owned() };
                self.note(&here, keyword, what, narrows, widens);
            }
        }
        match (self.differences.get_mut(first), code) {
            (Some(difference), CodeEffect::Breaks(reason)) => difference.breaks_code(reason),
            (Some(difference), CodeEffect::Unknown(reason)) => difference.may_break_code(reason),
            _ => {}
        }
    }

    /// Effect on code of the removal of a property from one of the schemas of an object.
    fn code_of_removed(&self, at: &At<'a>, name: &str, node: &Node<'a>) -> CodeEffect {
        let (_, whole) = at.whole();
        let parts = conjoined(self.new, whole);
        let elsewhere = parts.iter().find_map(|part| part.get("properties")?.get(name));
        match elsewhere {
            _ if node.value == &Value::Bool(false) => CodeEffect::Fine,
            Some(same) if same == node.value => CodeEffect::Fine,
            Some(_) => {
                CodeEffect::Unknown("declared in another part of the schema, with another type".to_owned())
            }
            None => CodeEffect::Breaks("code that uses it no longer compiles".to_owned()),
        }
    }

    pub(super) fn pattern_properties(&mut self, at: &At<'a>) {
        let old: HashMap<&str, &Value> = members(&at.old, "patternProperties").collect();
        let new: HashMap<&str, &Value> = members(&at.new, "patternProperties").collect();
        let matching = |pattern: &str| {
            let name = text_of_pattern(pattern).unwrap_or_else(|| "x".to_owned());
            StepKind::Property(name, Some(format!("/{pattern}/")))
        };
        let (mut less, mut more) = (Vec::new(), Vec::new());
        for (pattern, schema) in members(&at.old, "patternProperties") {
            let here = self.old.child(&at.old, schema);
            if let Some(schema) = new.get(pattern) {
                let there = self.new.child(&at.new, schema);
                self.visit(inner(at, here, there, matching(pattern)));
            } else {
                less.push(pattern);
            }
        }
        more.extend(
            members(&at.new, "patternProperties")
                .map(|(name, _)| name)
                .filter(|name| !old.contains_key(name)),
        );
        for (patterns, verb) in [(less, "removed"), (more, "added")] {
            if patterns.len() > MOST_LISTED {
                let what = format!("properties of patterns {verb}: {}", several(&patterns));
                self.note(at, "patternProperties", what, true, true).may_break_code(OTHER_MEMBERS);
                continue;
            }
            for pattern in patterns {
                let mut here = at.clone();
                here.place.push(step(at, matching(pattern)));
                self.note(
                    &here,
                    "patternProperties",
                    format!("properties of this pattern {verb}"),
                    true,
                    true,
                )
                .may_break_code(OTHER_MEMBERS);
            }
        }
    }

    pub(super) fn other_properties(&mut self, at: &At<'a>) {
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            let (old, new) = (at.old.get(keyword), at.new.get(keyword));
            let open = |value: Option<&Value>| {
                value.is_none_or(|value| {
                    value == &Value::Bool(true) || value.as_object().is_some_and(Map::is_empty)
                })
            };
            if old == new && !old.is_some_and(Value::is_object) || (open(old) && open(new)) {
                continue;
            }
            let names = self.names(at);
            let (old_refuses, new_refuses) =
                (old == Some(&Value::Bool(false)), new == Some(&Value::Bool(false)));
            if (open(old) || old_refuses) && (open(new) || new_refuses) {
                let closes = new_refuses;
                let what = if closes {
                    "other properties are no longer allowed"
                } else {
                    "other properties are allowed now"
                };
                // This also rejects properties that other parts declare.
                let narrows = closes && (names.0.is_free() || !Names::described(&at.new).cover(&names.0));
                let widens = !closes && (names.1.is_free() || !Names::described(&at.old).cover(&names.1));
                let has_members = at.old.get("properties").or(at.new.get("properties")).is_some();
                let difference = self.note(at, keyword, what, narrows, widens);
                if !has_members && names.0.listed.is_empty() && names.1.listed.is_empty() {
                    difference.may_break_code(OTHER_MEMBERS);
                }
                continue;
            }
            if let (Some(Value::Object(_)), Some(Value::Object(_))) = (old, new) {
                let (old, new) =
                    (old.map(|v| self.old.child(&at.old, v)), new.map(|v| self.new.child(&at.new, v)));
                if let (Some(old), Some(new)) = (old, new) {
                    self.visit(inner(
                        at,
                        old,
                        new,
                        StepKind::Property("other".to_owned(), Some("*".to_owned())),
                    ));
                }
                continue;
            }
            let mut here = at.clone();
            here.place.push(step(at, StepKind::Property("other".to_owned(), Some("*".to_owned()))));
            // Only one side describes other properties. Writers of the other side write them only if everything is
            // free, or if a required name has no schema.
            let (narrows, widens) = if new.is_some_and(Value::is_object) {
                let written = names.0.is_free() || !Names::described(&at.new).cover(&names.0);
                (open(old) && written, old_refuses || !open(old))
            } else {
                let written = names.1.is_free() || !Names::described(&at.old).cover(&names.1);
                (new_refuses, open(new) && written)
            };
            self.note(&here, keyword, changed("other properties:", old, new), narrows, widens)
                .may_break_code(OTHER_MEMBERS);
        }
    }

    pub(super) fn items(&mut self, at: &At<'a>) {
        let ((old, old_rest), (new, new_rest)) = (tuple(&at.old), tuple(&at.new));
        let everything: &'a Value = &Value::Bool(true);
        for place in 0..old.len().max(new.len()) {
            let pick =
                |first: &'a [Value], rest: Option<&'a Value>| first.get(place).or(rest).unwrap_or(everything);
            let old = self.old.child(&at.old, pick(old, old_rest));
            let new = self.new.child(&at.new, pick(new, new_rest));
            self.visit(inner(at, old, new, StepKind::Item(place, false)));
        }
        if old_rest != new_rest || old_rest.is_some_and(Value::is_object) {
            let place = old.len().max(new.len());
            let old = self.old.child(&at.old, old_rest.unwrap_or(everything));
            let new = self.new.child(&at.new, new_rest.unwrap_or(everything));
            self.visit(inner(at, old, new, StepKind::Item(place, true)));
        }
    }
}

fn age(new: bool) -> &'static str {
    if new { "new" } else { "old" }
}
