//! Keywords about a value itself: its type, bounds, text and required properties.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::{At, Comparer, Probe, StepKind, step};
use crate::diff::declared::conjoined;
use crate::diff::document::{Document, Node};

/// A bound: its keyword, true for lower bounds, and the type of the values.
pub(super) const BOUNDS: &[(&str, bool, &str)] = &[
    ("minimum", true, "number"),
    ("exclusiveMinimum", true, "number"),
    ("minLength", true, "string"),
    ("minItems", true, "array"),
    ("minProperties", true, "object"),
    ("minContains", true, "array"),
    ("maximum", false, "number"),
    ("exclusiveMaximum", false, "number"),
    ("maxLength", false, "string"),
    ("maxItems", false, "array"),
    ("maxProperties", false, "object"),
    ("maxContains", false, "array"),
];

impl<'a> Comparer<'_, 'a> {
    pub(super) fn types(&mut self, at: &At<'a>) {
        let (old, new) = (types(&at.old), types(&at.new));
        if old == new || at.old.get("type") == at.new.get("type") {
            return;
        }
        let narrows = old.iter().any(|kind| !allows(&new, kind));
        let widens = new.iter().any(|kind| !allows(&old, kind));
        let what = match (at.old.get("type"), at.new.get("type")) {
            (None, _) => format!("type is now {}, was anything", listed(&new)),
            (_, None) => format!("type is now anything, was {}", listed(&old)),
            _ => format!("type {} → {}", listed(&old), listed(&new)),
        };
        let is_listed = |node: &Node<'_>| node.get("enum").or(node.get("const")).is_some();
        let is_equal = !narrows && !widens;
        let difference = self.note(at, "type", what, narrows, widens);
        // A list of values on both sides is the type.
        if !(is_equal || is_listed(&at.old) && is_listed(&at.new)) {
            difference.breaks_code("its type changes");
        }
    }

    pub(super) fn values(&mut self, at: &At<'a>) {
        let values = |node: &Node<'a>| -> Option<Vec<&'a Value>> {
            match (node.get("const"), node.get("enum")) {
                (Some(value), _) => Some(vec![value]),
                (None, Some(Value::Array(values))) => Some(values.iter().collect()),
                _ => None,
            }
        };
        let keyword = if at.old.get("const").or(at.new.get("const")).is_some() { "const" } else { "enum" };
        match (values(&at.old), values(&at.new)) {
            (None, None) => {}
            (None, Some(new)) => {
                self.note(at, keyword, format!("only {} allowed now", quoted(&new)), true, false)
                    .breaks_code("its type has no other values any more");
            }
            (Some(old), None) => {
                self.note(at, keyword, format!("no longer only {}", quoted(&old)), false, true)
                    .breaks_code("its type has other values now");
            }
            (Some(old), Some(new)) => {
                let less: Vec<&Value> = old.iter().copied().filter(|value| !new.contains(value)).collect();
                let more: Vec<&Value> = new.iter().copied().filter(|value| !old.contains(value)).collect();
                if keyword == "const" && !less.is_empty() && !more.is_empty() {
                    let what = format!("value {} → {}", quoted(&old), quoted(&new));
                    self.note(at, keyword, what, true, true).breaks_code("its type has another value");
                    return;
                }
                if !less.is_empty() {
                    let what = format!("{} removed from the values", quoted(&less));
                    let reason = format!("its type no longer has {}", quoted(&less));
                    self.note(at, keyword, what, true, false).breaks_code(reason);
                }
                if !more.is_empty() {
                    self.note(at, keyword, format!("{} added to the values", quoted(&more)), false, true);
                }
            }
        }
    }

    /// Returns true if both sides accept values of a type; otherwise the change of the type covers everything.
    fn concerns(at: &At<'a>, kind: &str) -> bool {
        [&at.old, &at.new].into_iter().all(|node| {
            let types = types(node);
            types.iter().any(|known| *known == kind || (kind == "number" && *known == "integer"))
        })
    }

    pub(super) fn bound(&mut self, at: &At<'a>, keyword: &str, up: bool, kind: &str) {
        let (old, new) = (at.old.get(keyword), at.new.get(keyword));
        if old == new {
            return;
        }
        let number = |value: &Value| value.as_f64();
        let order = match (old.map(number), new.map(number)) {
            (Some(Some(old)), Some(Some(new))) => old.partial_cmp(&new),
            (None, Some(Some(_))) => {
                Some(if up { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater })
            }
            (Some(Some(_)), None) => {
                Some(if up { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less })
            }
            _ => None,
        };
        let concerned = Self::concerns(at, kind);
        let (narrows, widens) = match order {
            Some(std::cmp::Ordering::Less) => (up, !up),
            Some(std::cmp::Ordering::Greater) => (!up, up),
            Some(std::cmp::Ordering::Equal) => (false, false),
            None => (true, true),
        };
        self.note(
            at,
            keyword,
            changed(&format!("`{keyword}`"), old, new),
            narrows && concerned,
            widens && concerned,
        );
    }

    pub(super) fn multiple_of(&mut self, at: &At<'a>) {
        let (old, new) = (at.old.get("multipleOf"), at.new.get("multipleOf"));
        if old == new {
            return;
        }
        let divides = |small: &Value, large: &Value| match (whole(small), whole(large)) {
            (Some(small), Some(large)) if small != 0 => large % small == 0,
            _ => false,
        };
        let (narrows, widens) = match (old, new) {
            (None, _) => (true, false),
            (_, None) => (false, true),
            (Some(old), Some(new)) => (!divides(new, old), !divides(old, new)),
        };
        let concerned = Self::concerns(at, "number");
        let what = changed("`multipleOf`", old, new);
        self.note(at, "multipleOf", what, narrows && concerned, widens && concerned);
    }

    pub(super) fn uniqueness(&mut self, at: &At<'a>) {
        let unique = |node: &Node<'_>| node.get("uniqueItems") == Some(&Value::Bool(true));
        match (unique(&at.old), unique(&at.new)) {
            (false, true) => self.note(at, "uniqueItems", "items must differ now", true, false),
            (true, false) => self.note(at, "uniqueItems", "items no longer have to differ", false, true),
            _ => return,
        }
        .may_break_code("some generators make a set of it");
    }

    pub(super) fn text(&mut self, at: &At<'a>, keyword: &str, kind: &str) {
        let (old, new) = (at.old.get(keyword), at.new.get(keyword));
        if old != new {
            let concerned = Self::concerns(at, kind);
            let says = |document: &Document<'_>, value: Option<&Value>| {
                let known = |value: &Value| {
                    keyword != "format" || value.as_str().is_some_and(|name| document.knows_format(name))
                };
                concerned && value.is_some_and(known)
            };
            let (narrows, widens) = (says(self.new, new), says(self.old, old));
            let difference =
                self.note(at, keyword, changed(&format!("`{keyword}`"), old, new), narrows, widens);
            if keyword == "format" && concerned && [old, new].into_iter().flatten().any(has_own_type) {
                difference.may_break_code("some generators give the format a type of its own");
            }
        }
    }

    pub(super) fn required(&mut self, at: &At<'a>) {
        let names = |node: &Node<'a>| -> Vec<&'a str> {
            let names = node.get("required").and_then(Value::as_array).into_iter().flatten();
            names.filter_map(Value::as_str).collect()
        };
        let (old, new) = (names(&at.old), names(&at.new));
        let (old_set, new_set): (BTreeSet<&str>, BTreeSet<&str>) =
            (old.iter().copied().collect(), new.iter().copied().collect());
        let more: Vec<&str> = new.into_iter().filter(|name| !old_set.contains(name)).collect();
        let less: Vec<&str> = old.into_iter().filter(|name| !new_set.contains(name)).collect();
        let (old_whole, new_whole) = at.whole();
        let (old_parts, new_parts) = (conjoined(self.old, old_whole), conjoined(self.new, new_whole));
        let code = |names: &[&str], gone: bool| {
            let other = if gone { &new_parts } else { &old_parts };
            let is_still_required = |name: &str| other.iter().any(|node| requires(node, name));
            let is_member =
                |name: &str| [&old_parts, &new_parts].into_iter().flatten().any(|node| declares(node, name));
            let name = names.iter().find(|name| !is_still_required(name) && is_member(name))?;
            // A member that is gone altogether has its own difference.
            let is_gone = gone && !new_parts.iter().any(|node| declares(node, name));
            (!is_gone).then_some(if gone {
                "code that reads it must handle its absence"
            } else {
                "code that makes records must set it"
            })
        };
        for (names, other, effect, [known, unknown], gone) in [
            (more, &at.old, (true, false), ["required now, was optional", "required"], false),
            (less, &at.new, (false, true), ["optional now, was required", "no longer required"], true),
        ] {
            if let [first, ..] = names.as_slice()
                && names.len() > MOST_LISTED
            {
                let what = format!("{unknown}: {}", several(&names));
                let reason = code(&names, gone);
                let difference =
                    self.note_with(at, "required", what, effect, Probe::Without((*first).to_owned()));
                if let Some(reason) = reason {
                    difference.breaks_code(reason);
                }
                continue;
            }
            for name in names {
                let mut property = at.clone();
                property.place.push(step(&property, StepKind::Property(name.to_owned(), None)));
                let is_known =
                    other.get("properties").is_some_and(|properties| properties.get(name).is_some());
                let reason = code(&[name], gone);
                let what = if is_known { known } else { unknown };
                let difference =
                    self.note_with(at, "required", what, effect, Probe::Without(name.to_owned()));
                // It is shown at the property, and probed at the object.
                difference.places = vec![property.place.into()];
                if let Some(reason) = reason {
                    difference.breaks_code(reason);
                }
            }
        }
    }
}

/// Returns true if a schema itself requires a property.
fn requires(node: &Node<'_>, name: &str) -> bool {
    let names = node.get("required").and_then(Value::as_array).into_iter().flatten();
    names.filter_map(Value::as_str).any(|required| required == name)
}

/// Returns true if a schema itself declares a property.
fn declares(node: &Node<'_>, name: &str) -> bool {
    node.get("properties").and_then(|properties| properties.get(name)).is_some()
}

/// Returns true for a format that has a type of its own in the standard library of some language.
fn has_own_type(format: &Value) -> bool {
    let formats = ["date-time", "date", "time", "duration", "uuid", "uri", "ipv4", "ipv6", "regex"];
    format.as_str().is_some_and(|format| formats.contains(&format))
}

/// Maximum number of names at one place whose differences are listed separately.
pub(super) const MOST_LISTED: usize = 50;

/// The first few names.
pub(super) fn several(names: &[&str]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    format!(
        "{} and {} more",
        shown.join(", "),
        crate::numbers::thousands(names.len().saturating_sub(SHOWN) as u64)
    )
}

/// Types that the keyword `type` permits.
fn types<'a>(node: &Node<'a>) -> Vec<&'a str> {
    match node.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => vec!["array", "boolean", "integer", "null", "number", "object", "string"],
    }
}

fn allows(types: &[&str], kind: &str) -> bool {
    types.contains(&kind) || (kind == "integer" && types.contains(&"number"))
}

fn listed(types: &[&str]) -> String {
    types.join(" or ")
}

/// An integer, also one written as `10.0`.
fn whole(value: &Value) -> Option<i64> {
    let whole = |number: &Number| {
        number.as_i64().or_else(|| {
            number
                .as_f64()
                .filter(|float| float.fract() == 0.0 && float.abs() < 1e15)
                .map(|float| float as i64)
        })
    };
    value.as_number().and_then(whole)
}

/// The first few values as JSON.
fn quoted(values: &[&Value]) -> String {
    const MOST: usize = 8;
    let mut texts: Vec<String> = values.iter().take(MOST).map(|value| short(value)).collect();
    if values.len() > MOST {
        texts.push(format!("{} more", values.len() - MOST));
    }
    texts.join(", ")
}

/// A value as JSON, shortened.
fn short(value: &Value) -> String {
    const MOST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

pub(super) fn changed(subject: &str, old: Option<&Value>, new: Option<&Value>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => format!("{subject} {} → {}", short(old), short(new)),
        (None, Some(new)) => format!("{subject} {} added", short(new)),
        (Some(old), None) => format!("{subject} {} removed", short(old)),
        (None, None) => subject.to_owned(),
    }
}
