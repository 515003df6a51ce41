//! Differences between two schemas, keyword by keyword. A difference is a claim about one place: the new schema
//! may accept less there, or more. The witness search looks for records that show it.

mod members;
mod values;

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::CodeEffect;
use super::declared::{Names, is_annotation};
use super::document::{Document, Node};
use super::likeness;
use crate::uri::MADE_UP_BASE;
use values::{BOUNDS, changed};

/// A step from a value to a nested value, or to another schema of the same value.
#[derive(Clone, Debug)]
pub(super) struct Step<'a> {
    pub(super) old: Node<'a>,
    pub(super) new: Node<'a>,
    pub(super) kind: StepKind,
}

/// Kind of a step.
#[derive(Clone, Debug)]
pub(super) enum StepKind {
    /// A property; with a display name if it stands for many.
    Property(String, Option<String>),
    /// An item; true if any index would do.
    Item(usize, bool),
    /// A schema that applies to the same value.
    Branch,
}

/// Shape of a record that may show a difference.
#[derive(Clone, Debug)]
pub(super) enum Probe {
    /// A value at the place.
    Value,
    /// An object at the place, without this property.
    Without(String),
}

/// A difference.
#[derive(Clone, Debug)]
pub(super) struct Difference<'a> {
    /// Schemas that contain the keyword.
    pub(super) old: Node<'a>,
    pub(super) new: Node<'a>,
    /// Paths from the root of a record; several if the schemas are shared.
    pub(super) places: Vec<Rc<[Step<'a>]>>,
    pub(super) keyword: String,
    pub(super) what: String,
    /// True if the new schema may reject what the old one accepts.
    pub(super) narrows: bool,
    /// True if the new schema may accept what the old one rejects.
    pub(super) widens: bool,
    pub(super) probe: Probe,
    /// Innermost schemas around the difference in which a wider part makes a wider whole.
    pub(super) anchor: (Node<'a>, Node<'a>),
    /// True if types generated from the schemas express this part of them.
    pub(super) is_typed: bool,
    /// Effect on code that uses types generated from the schemas.
    pub(super) code: CodeEffect,
}

impl Difference<'_> {
    /// Notes that code stops compiling, if types express this part of the schemas.
    fn breaks_code(&mut self, reason: impl Into<String>) {
        if self.is_typed {
            self.code = CodeEffect::Breaks(reason.into());
        }
    }

    /// Notes that the generator of the types decides about code, if types express this part of the schemas.
    fn may_break_code(&mut self, reason: impl Into<String>) {
        if self.is_typed {
            self.code = CodeEffect::Unknown(reason.into());
        }
    }
}

/// Relation between a part of a schema and the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sense {
    /// A wider part makes a wider whole.
    Same,
    /// A wider part makes a narrower whole.
    Opposite,
    /// Undetermined.
    Either,
}

/// Place at which two schemas are compared.
#[derive(Clone)]
struct At<'a> {
    old: Node<'a>,
    new: Node<'a>,
    place: Vec<Step<'a>>,
    sense: Sense,
    anchor: Option<(Node<'a>, Node<'a>)>,
    /// Names of the enclosing objects, if this is a part of the schemas that apply to them.
    names: Option<Rc<(Names<'a>, Names<'a>)>>,
    /// True unless the schemas are inside a condition, a negation or another keyword that types do not express.
    is_typed: bool,
}

impl<'a> At<'a> {
    /// Outermost schemas of the same value, of which these may be branches.
    fn whole(&self) -> (&Node<'a>, &Node<'a>) {
        let branches = self.place.iter().rev().take_while(|step| matches!(step.kind, StepKind::Branch));
        branches.last().map_or((&self.old, &self.new), |step| (&step.old, &step.new))
    }
}

/// All differences between two documents.
pub(super) struct Differences<'a> {
    pub(super) each: Vec<Difference<'a>>,
    /// Changed annotations such as titles: property and keyword.
    pub(super) annotations: Vec<(String, String)>,
}

/// Compares two documents.
pub(super) fn differences<'a>(old: &Document<'a>, new: &Document<'a>) -> Differences<'a> {
    let mut comparer = Comparer {
        old,
        new,
        differences: Vec::new(),
        annotations: Vec::new(),
        seen: HashMap::new(),
        groups: Vec::new(),
    };
    comparer.visit(At {
        old: old.root(),
        new: new.root(),
        place: Vec::new(),
        sense: Sense::Same,
        anchor: None,
        names: None,
        is_typed: true,
    });
    Differences { each: comparer.differences, annotations: comparer.annotations }
}

/// Two schemas, their sense, the names declared around them, and true if types express them.
type Pair = (usize, usize, Sense, usize, bool);

/// Comparison of two documents, under way.
struct Comparer<'d, 'a> {
    old: &'d Document<'a>,
    new: &'d Document<'a>,
    differences: Vec<Difference<'a>>,
    annotations: Vec<(String, String)>,
    /// Compared pairs of schemas, with the differences in them and the length of the path.
    seen: HashMap<Pair, (Range<usize>, usize)>,
    /// Names of all objects with parts; kept until the end, since their addresses identify them.
    groups: Vec<Rc<(Names<'a>, Names<'a>)>>,
}

/// Maximum number of paths kept per difference: all lead to the same schemas, and a few suffice to show it.
const MOST_PLACES: usize = 4;

/// Maximum number of steps from the root of a record.
const MOST_STEPS: usize = 200;

impl<'a> Comparer<'_, 'a> {
    fn visit(&mut self, mut at: At<'a>) {
        at.old = follow(at.old);
        at.new = follow(at.new);
        let key = (
            at.old.identity(),
            at.new.identity(),
            at.sense,
            at.names.as_ref().map_or(0, |names| Rc::as_ptr(names).addr()),
            at.is_typed,
        );
        if let Some((range, length)) = self.seen.get(&key).cloned() {
            for difference in &mut self.differences[range] {
                if difference.places.len() < MOST_PLACES {
                    let rest = &difference.places[0][length.min(difference.places[0].len())..];
                    let place = at.place.iter().chain(rest).cloned().collect();
                    difference.places.push(place);
                }
            }
            return;
        }
        if at.place.len() >= MOST_STEPS {
            self.note(&at, "", format!("nested deeper than {MOST_STEPS} steps: not compared"), true, true)
                .may_break_code("not compared at this depth");
            return;
        }
        let first = self.differences.len();
        // The path back into a recursive schema adds no differences.
        self.seen.insert(key, (first..first, at.place.len()));
        self.compare(&at);
        self.seen.insert(key, (first..self.differences.len(), at.place.len()));
    }

    fn compare(&mut self, at: &At<'a>) {
        let empty = Map::new();
        let refuses = |node: &Node<'_>| node.value == &Value::Bool(false);
        match (refuses(&at.old), refuses(&at.new)) {
            (true, true) => return,
            (false, true) => {
                let is_rest = matches!(at.place.last(), Some(Step { kind: StepKind::Item(_, true), .. }));
                let difference = self.note(at, "", "nothing is allowed now", true, false);
                return if is_rest {
                    difference.may_break_code("generators differ in the type of the other items");
                } else {
                    difference.breaks_code("its type has no value any more");
                };
            }
            (true, false) => {
                self.note(at, "", "was not allowed", false, true);
                return;
            }
            (false, false) => {}
        }
        let (old, new) =
            (at.old.keywords().unwrap_or(&empty).clone(), at.new.keywords().unwrap_or(&empty).clone());
        self.types(at);
        self.values(at);
        for (keyword, up, kind) in BOUNDS {
            self.bound(at, keyword, *up, kind);
        }
        self.multiple_of(at);
        self.uniqueness(at);
        for (keyword, kind) in [
            ("pattern", "string"),
            ("format", "string"),
            ("contentEncoding", "string"),
            ("contentMediaType", "string"),
        ] {
            self.text(at, keyword, kind);
        }
        self.required(at);
        self.properties(at);
        self.pattern_properties(at);
        self.other_properties(at);
        self.items(at);
        for keyword in ["allOf", "anyOf", "oneOf"] {
            self.branches(at, keyword);
        }
        for (keyword, sense) in [
            ("not", Sense::Opposite),
            ("if", Sense::Either),
            ("then", Sense::Same),
            ("else", Sense::Same),
            ("contains", Sense::Either),
            ("propertyNames", Sense::Same),
        ] {
            self.part(at, keyword, sense);
        }
        self.rest(at, &old, &new);
    }

    /// Records a difference of a keyword at the current place.
    fn note(
        &mut self,
        at: &At<'a>,
        keyword: &str,
        what: impl Into<String>,
        narrows: bool,
        widens: bool,
    ) -> &mut Difference<'a> {
        self.note_with(at, keyword, what, (narrows, widens), Probe::Value)
    }

    fn note_with(
        &mut self,
        at: &At<'a>,
        keyword: &str,
        what: impl Into<String>,
        (narrows, widens): (bool, bool),
        probe: Probe,
    ) -> &mut Difference<'a> {
        let (narrows, widens) = match at.sense {
            Sense::Same => (narrows, widens),
            Sense::Opposite => (widens, narrows),
            Sense::Either => (narrows || widens, narrows || widens),
        };
        let place = self.differences.len();
        self.differences.push(Difference {
            old: at.old.clone(),
            new: at.new.clone(),
            places: vec![at.place.clone().into()],
            keyword: keyword.to_owned(),
            what: what.into(),
            narrows,
            widens,
            probe,
            anchor: at.anchor.clone().unwrap_or_else(|| (at.old.clone(), at.new.clone())),
            is_typed: at.is_typed,
            code: CodeEffect::Fine,
        });
        &mut self.differences[place]
    }

    fn names(&mut self, at: &At<'a>) -> Rc<(Names<'a>, Names<'a>)> {
        at.names.clone().unwrap_or_else(|| {
            let names = Rc::new((Names::of(self.old, &at.old), Names::of(self.new, &at.new)));
            self.groups.push(Rc::clone(&names));
            names
        })
    }

    fn branches(&mut self, at: &At<'a>, keyword: &str) {
        let list =
            |node: &Node<'a>| node.get(keyword).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let (old, new) = (list(&at.old), list(&at.new));
        let one_of = keyword == "oneOf";
        let sense = if one_of { Sense::Either } else { at.sense };
        let names = self.names(at);
        let branch = |old: Node<'a>, new: Node<'a>| {
            let mut branch = inner(at, old, new, StepKind::Branch);
            branch.names = Some(Rc::clone(&names));
            if one_of && at.sense != Sense::Either {
                branch.sense = sense;
                branch.anchor = branch.anchor.or_else(|| Some((at.old.clone(), at.new.clone())));
            }
            branch
        };
        // Equal branches may hold references to what differs, so they are compared as well.
        let mut left: Vec<&'a Value> = Vec::new();
        let mut taken = vec![false; new.len()];
        for (value, same) in old.iter().zip(likeness::equal(old, new)) {
            match same {
                Some(place) => {
                    taken[place] = true;
                    let (old, new) = (self.old.child(&at.old, value), self.new.child(&at.new, &new[place]));
                    self.visit(branch(old, new));
                }
                None => left.push(value),
            }
        }
        let right: Vec<&'a Value> =
            new.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(value, _)| value).collect();
        // What is left on both sides in the same number is taken for the same branches, changed: the most alike are a pair.
        if left.len() == right.len() {
            for (one, other) in likeness::pairs(&left, &right) {
                let (old, new) = (self.old.child(&at.old, left[one]), self.new.child(&at.new, right[other]));
                self.visit(branch(old, new));
            }
            return;
        }
        let counts = format!("`{keyword}`: {} → {} branches", old.len(), new.len());
        let (narrows, widens) = match keyword {
            _ if one_of || old.is_empty() || new.is_empty() => match (keyword, old.is_empty()) {
                ("oneOf", false) if !new.is_empty() => (true, true),
                (_, true) => (true, false),
                (_, false) => (false, true),
            },
            "allOf" => (!right.is_empty(), !left.is_empty()),
            _ => (!left.is_empty(), !right.is_empty()),
        };
        let are_typed = left.iter().chain(&right).any(|branch| says_type(branch));
        let difference = self.note(at, keyword, counts, narrows, widens);
        match keyword {
            _ if !are_typed => {}
            "allOf" => difference.may_break_code("the parts of its type change"),
            _ => difference.breaks_code("the alternatives of its type change"),
        }
    }

    /// Compares a keyword whose value is one schema.
    fn part(&mut self, at: &At<'a>, keyword: &str, sense: Sense) {
        let (old, new) = (at.old.get(keyword), at.new.get(keyword));
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) => {
                let (old, new) = (self.old.child(&at.old, old), self.new.child(&at.new, new));
                let mut part = inner(at, old, new, StepKind::Branch);
                part.names = Some(self.names(at));
                part.is_typed = false;
                part.sense = match (at.sense, sense) {
                    (Sense::Either, _) | (_, Sense::Either) => Sense::Either,
                    (one, other) if one == other => Sense::Same,
                    _ => Sense::Opposite,
                };
                if sense != Sense::Same {
                    part.anchor = part.anchor.or_else(|| Some((at.old.clone(), at.new.clone())));
                }
                self.visit(part);
            }
            (old, _) => {
                let conditional = matches!(keyword, "if" | "then" | "else" | "contains");
                let what =
                    if old.is_some() { format!("`{keyword}` removed") } else { format!("`{keyword}` added") };
                self.note(at, keyword, what, conditional || old.is_none(), conditional || old.is_some());
            }
        }
    }

    /// Compares all other keywords: annotations are listed, and others may have any effect.
    fn rest(&mut self, at: &At<'a>, old: &Map<String, Value>, new: &Map<String, Value>) {
        const RULED: &[&str] = &[
            "type",
            "enum",
            "const",
            "multipleOf",
            "uniqueItems",
            "pattern",
            "format",
            "contentEncoding",
            "contentMediaType",
            "required",
            "properties",
            "patternProperties",
            "additionalProperties",
            "unevaluatedProperties",
            "items",
            "prefixItems",
            "additionalItems",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
        ];
        const OPEN: &[&str] = &[
            "$ref",
            "$dynamicRef",
            "$recursiveRef",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedItems",
            "contentSchema",
        ];
        for keyword in old.keys().chain(new.keys().filter(|keyword| !old.contains_key(*keyword))) {
            let (before, after) = (old.get(keyword), new.get(keyword));
            let keyword = keyword.as_str();
            let ruled = RULED.contains(&keyword) || BOUNDS.iter().any(|(bound, ..)| *bound == keyword);
            if ruled {
                continue;
            }
            if keyword == "$ref" {
                self.references(at, before, after);
            } else if before != after && OPEN.contains(&keyword) {
                let what = changed(&format!("`{keyword}`"), before, after);
                let difference = self.note(at, keyword, what, true, true);
                if matches!(keyword, "$dynamicRef" | "$recursiveRef") {
                    difference.may_break_code("its type may be another one");
                }
            } else if before != after
                && !matches!(keyword, "$defs" | "definitions")
                && !is_ours(before.or(after))
            {
                self.annotations.push((path(&at.place), keyword.to_owned()));
            } else if OPEN.contains(&keyword) && matches!(keyword, "$dynamicRef" | "$recursiveRef") {
                self.references(at, before, after);
            }
        }
    }

    /// Compares references that have sibling keywords.
    fn references(&mut self, at: &At<'a>, before: Option<&Value>, after: Option<&Value>) {
        let target = |node: &Node<'a>, value: Option<&Value>| {
            value.and_then(Value::as_str).and_then(|reference| node.target(reference))
        };
        let (old, new) = (target(&at.old, before), target(&at.new, after));
        if let (Some(old), Some(new)) = (old, new) {
            let mut part = inner(at, old, new, StepKind::Branch);
            part.names = Some(self.names(at));
            self.visit(part);
        } else if before != after {
            let what = changed("`$ref`", before, after);
            let difference = self.note(at, "$ref", what, after.is_some(), before.is_some());
            difference.may_break_code("its type may be another one");
        }
    }
}

/// Returns true for the made-up URI of a schema without an `$id`.
fn is_ours(value: Option<&Value>) -> bool {
    value.and_then(Value::as_str).is_some_and(|text| text.starts_with(MADE_UP_BASE))
}

/// Returns true if a schema says something that a generated type expresses.
fn says_type(schema: &Value) -> bool {
    let says = |keyword: &str| match keyword {
        "type" | "properties" | "enum" | "const" | "items" | "prefixItems" | "$ref" | "$dynamicRef"
        | "$recursiveRef" => true,
        "allOf" | "anyOf" | "oneOf" => schema[keyword].as_array().into_iter().flatten().any(says_type),
        _ => false,
    };
    schema.as_object().is_some_and(|keywords| keywords.keys().any(|keyword| says(keyword)))
}

/// Follows references without siblings.
fn follow(mut node: Node<'_>) -> Node<'_> {
    for _ in 0..64 {
        let Some(keywords) = node.keywords() else { break };
        let Some(reference) = keywords.get("$ref").and_then(Value::as_str) else { break };
        if !keywords.keys().all(|keyword| keyword == "$ref" || is_annotation(keyword)) {
            break;
        }
        match node.target(reference) {
            Some(target) => node = target,
            None => break,
        }
    }
    node
}

fn step<'a>(at: &At<'a>, kind: StepKind) -> Step<'a> {
    Step { old: at.old.clone(), new: at.new.clone(), kind }
}

fn inner<'a>(at: &At<'a>, old: Node<'a>, new: Node<'a>, kind: StepKind) -> At<'a> {
    let mut place = at.place.clone();
    place.push(step(at, kind));
    At { old, new, place, sense: at.sense, anchor: at.anchor.clone(), names: None, is_typed: at.is_typed }
}

/// A place in a record, for people: `records[].properties.DurationMs`.
pub(super) fn path(place: &[Step<'_>]) -> String {
    let mut path = String::new();
    for step in place {
        match &step.kind {
            StepKind::Property(name, label) => {
                let name = label.as_ref().unwrap_or(name);
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            StepKind::Item(_, true) => path.push_str("[]"),
            StepKind::Item(place, false) => {
                let _ = write!(path, "[{place}]");
            }
            StepKind::Branch => {}
        }
    }
    path
}
