//! Properties that a schema declares. Most schemas leave objects open, but writers do not write undeclared
//! properties. So a record counts as written by a schema only if all its names are declared. This makes an added
//! optional property harmless, as users expect.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::{Value, json};

use super::document::{Document, Node};

/// Keywords whose value is one schema that applies to the same value.
const IN_PLACE: &[&str] = &["if", "then", "else"];
/// Keywords whose value is a list of schemas that apply to the same value.
const IN_PLACE_LISTS: &[&str] = &["allOf", "anyOf", "oneOf"];

/// Declarations of property names in all schemas that apply to one object.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    pub(super) listed: BTreeSet<&'a str>,
    pub(super) patterns: BTreeSet<&'a str>,
    /// True if a nontrivial schema applies to other properties.
    others: bool,
    /// True if other properties are rejected.
    pub(super) closed: bool,
}

impl<'a> Names<'a> {
    /// Declarations of a schema and of those that apply with it.
    pub(super) fn of(document: &Document<'a>, node: &Node<'a>) -> Self {
        let mut names = Self::default();
        for node in in_place(document, node) {
            names.add(&node);
        }
        names
    }

    /// Names that a schema itself describes, so that its schema for other properties does not apply to them.
    pub(super) fn described(node: &Node<'a>) -> Self {
        Self {
            listed: members(node, "properties").map(|(name, _)| name).collect(),
            patterns: members(node, "patternProperties").map(|(pattern, _)| pattern).collect(),
            ..Self::default()
        }
    }

    /// Returns true if all the other names are among these, as the same text.
    pub(super) fn cover(&self, others: &Names<'_>) -> bool {
        others.listed.iter().all(|name| self.listed.contains(name))
            && others.patterns.iter().all(|pattern| self.patterns.contains(pattern))
    }

    fn add(&mut self, node: &Node<'a>) {
        self.listed.extend(members(node, "properties").map(|(name, _)| name));
        self.patterns.extend(members(node, "patternProperties").map(|(pattern, _)| pattern));
        let required = node.get("required").and_then(Value::as_array).into_iter().flatten();
        self.listed.extend(required.filter_map(Value::as_str));
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            match node.get(keyword) {
                Some(Value::Bool(false)) => self.closed = true,
                Some(Value::Object(schema)) if !schema.is_empty() => self.others = true,
                _ => {}
            }
        }
    }

    /// Returns true if no name is declared: writers may then use any name.
    pub(super) fn is_free(&self) -> bool {
        self.listed.is_empty() && self.patterns.is_empty() && !self.others && !self.closed
    }

    pub(super) fn declares(&self, document: &Document<'_>, name: &str) -> bool {
        self.others
            || self.listed.contains(name)
            || self.patterns.iter().any(|pattern| document.matches(pattern, name))
    }
}

/// Members of the object that a keyword holds.
pub(super) fn members<'a>(
    node: &Node<'a>,
    keyword: &str,
) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
    let members = node.get(keyword).and_then(Value::as_object);
    members.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

/// A schema and all that apply to the same value with it: references, branches, conditions.
pub(super) fn in_place<'a>(document: &Document<'a>, node: &Node<'a>) -> Vec<Node<'a>> {
    with_references(document, node, |node| {
        let single = IN_PLACE.iter().filter_map(|keyword| node.get(keyword));
        let lists = IN_PLACE_LISTS.iter().filter_map(|keyword| node.get(keyword)?.as_array()).flatten();
        let dependent = ["dependentSchemas", "dependencies"]
            .into_iter()
            .flat_map(|keyword| members(node, keyword).map(|(_, value)| value));
        single.chain(lists).chain(dependent).collect()
    })
}

/// A schema and all that a value must satisfy with it: references and parts of `allOf`.
pub(super) fn conjoined<'a>(document: &Document<'a>, node: &Node<'a>) -> Vec<Node<'a>> {
    with_references(document, node, |node| {
        node.get("allOf").and_then(Value::as_array).into_iter().flatten().collect()
    })
}

/// Returns a schema, and all that its references and `parts` lead to, each once.
fn with_references<'a>(
    document: &Document<'a>,
    node: &Node<'a>,
    parts: impl Fn(&Node<'a>) -> Vec<&'a Value>,
) -> Vec<Node<'a>> {
    let mut seen = HashSet::new();
    let mut nodes = Vec::new();
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        if !seen.insert(node.identity()) {
            continue;
        }
        open.extend(node.references());
        open.extend(parts(&node).into_iter().map(|value| document.child(&node, value)));
        nodes.push(node);
    }
    nodes
}

/// Returns true if a record has declared names only, at every depth.
pub(super) fn keeps_to_names(document: &Document<'_>, record: &Value) -> bool {
    keeps(document, &[document.root()], record)
}

fn keeps<'a>(document: &Document<'a>, schemas: &[Node<'a>], value: &Value) -> bool {
    let schemas: Vec<Node<'a>> = schemas.iter().flat_map(|node| in_place(document, node)).collect();
    match value {
        Value::Object(members) => {
            let mut names = Names::default();
            for node in &schemas {
                names.add(node);
            }
            members.iter().all(|(name, value)| {
                (names.is_free() || names.declares(document, name))
                    && keeps(document, &schemas_of(document, &schemas, name), value)
            })
        }
        Value::Array(items) => items.iter().enumerate().all(|(place, item)| {
            let schemas: Vec<Node<'a>> =
                schemas.iter().flat_map(|node| items_of(document, node, place)).collect();
            keeps(document, &schemas, item)
        }),
        _ => true,
    }
}

/// Schemas that apply to a property.
pub(super) fn schemas_of<'a>(document: &Document<'a>, nodes: &[Node<'a>], name: &str) -> Vec<Node<'a>> {
    let mut schemas = Vec::new();
    for node in nodes {
        let own = node.get("properties").and_then(|properties| properties.get(name));
        let matching: Vec<&Value> = members(node, "patternProperties")
            .filter(|(pattern, _)| document.matches(pattern, name))
            .map(|(_, value)| value)
            .collect();
        let others = || node.get("additionalProperties").or_else(|| node.get("unevaluatedProperties"));
        let others = if own.is_none() && matching.is_empty() { others() } else { None };
        schemas
            .extend(own.into_iter().chain(matching).chain(others).map(|value| document.child(node, value)));
    }
    schemas
}

/// Schemas that apply to an item of an array.
pub(super) fn items_of<'a>(document: &Document<'a>, node: &Node<'a>, place: usize) -> Vec<Node<'a>> {
    let (first, rest) = tuple(node);
    let item = first.get(place).or(rest);
    let contained = node.get("contains");
    item.into_iter().chain(contained).map(|value| document.child(node, value)).collect()
}

/// Schemas of the first items, and that of the others, in both spellings.
pub(super) fn tuple<'a>(node: &Node<'a>) -> (&'a [Value], Option<&'a Value>) {
    match (node.get("prefixItems"), node.get("items")) {
        (Some(Value::Array(first)), rest) => (first, rest),
        (_, Some(Value::Array(first))) => (first, node.get("additionalItems")),
        (_, rest) => (&[], rest),
    }
}

/// The document with objects closed to undeclared properties, as writers use it. An object stays open if closing
/// it could be wrong, so that proofs hold for all writers that keep to the names.
pub(super) fn closed(document: &Document<'_>) -> Value {
    let mut uses = HashMap::new();
    note_uses(document, &document.root(), true, &mut uses);
    let mut places = Vec::new();
    collect_open(document, &uses, &mut places);
    let mut closed = document.value().clone();
    for (pointer, names, patterns) in places {
        let Some(Value::Object(schema)) = closed.pointer_mut(&pointer) else { continue };
        for (keyword, declared) in [("properties", names), ("patternProperties", patterns)] {
            let members = schema.entry(keyword).or_insert_with(|| json!({}));
            if let Value::Object(members) = members {
                for name in declared {
                    members.entry(name).or_insert(Value::Bool(true));
                }
            }
        }
        schema.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    closed
}

/// Use of a schema: alone for a whole value, or as a part of the schemas of one.
#[derive(Debug, Default)]
struct Uses<'a> {
    node: Option<Node<'a>>,
    whole: bool,
    part: bool,
}

fn note_uses<'a>(document: &Document<'a>, node: &Node<'a>, whole: bool, uses: &mut HashMap<usize, Uses<'a>>) {
    let noted = uses.entry(node.identity()).or_default();
    let known = if whole { noted.whole } else { noted.part };
    if whole {
        noted.whole = true;
    } else {
        noted.part = true;
    }
    if known {
        return;
    }
    noted.node = Some(node.clone());
    let Some(keywords) = node.keywords() else { return };
    for (keyword, value) in keywords {
        match keyword.as_str() {
            "properties" | "patternProperties" => {
                let schemas = value.as_object().into_iter().flat_map(serde_json::Map::values);
                schemas.for_each(|value| note_uses(document, &document.child(node, value), true, uses));
            }
            "additionalProperties" | "unevaluatedProperties" | "additionalItems" | "unevaluatedItems" => {
                note_uses(document, &document.child(node, value), true, uses);
            }
            "items" | "prefixItems" => {
                let several = value.as_array().into_iter().flatten();
                let one = Some(value).filter(|value| !value.is_array());
                several
                    .chain(one)
                    .for_each(|value| note_uses(document, &document.child(node, value), true, uses));
            }
            "allOf" | "anyOf" | "oneOf" => {
                let branches = value.as_array().into_iter().flatten();
                branches.for_each(|value| note_uses(document, &document.child(node, value), false, uses));
            }
            "$ref" => {
                let target = value.as_str().and_then(|reference| node.target(reference));
                if let Some(target) = target {
                    let alone = keywords.keys().all(|keyword| keyword == "$ref" || is_annotation(keyword));
                    note_uses(document, &target, whole && alone, uses);
                }
            }
            // Schemas in these keywords apply in part, or are negated.
            "not" | "if" | "then" | "else" | "contains" | "propertyNames" => {
                everything_below(document, &document.child(node, value), uses);
            }
            "dependentSchemas" | "dependencies" => {
                let schemas = value.as_object().into_iter().flat_map(serde_json::Map::values);
                schemas.for_each(|value| everything_below(document, &document.child(node, value), uses));
            }
            _ => {}
        }
    }
}

/// Marks all schemas below as parts: closing an object there could make the document accept more.
fn everything_below<'a>(document: &Document<'a>, node: &Node<'a>, uses: &mut HashMap<usize, Uses<'a>>) {
    let noted = uses.entry(node.identity()).or_default();
    if noted.part && noted.node.is_none() {
        return;
    }
    noted.part = true;
    noted.node = None;
    node.references().for_each(|target| everything_below(document, &target, uses));
    match node.value {
        Value::Object(members) => {
            members.values().for_each(|value| everything_below(document, &document.child(node, value), uses));
        }
        Value::Array(items) => {
            for value in items {
                everything_below(document, &document.child(node, value), uses);
            }
        }
        _ => {}
    }
}

type Open = (String, Vec<String>, Vec<String>);

fn collect_open<'a>(document: &Document<'a>, uses: &HashMap<usize, Uses<'a>>, places: &mut Vec<Open>) {
    let whole = uses.values().filter(|uses| uses.whole && !uses.part).filter_map(|uses| uses.node.as_ref());
    for node in whole {
        let says_more = ["additionalProperties", "unevaluatedProperties"]
            .into_iter()
            .any(|keyword| node.get(keyword).is_some_and(|value| value != &Value::Bool(true)));
        let is_reference = node.get("$ref").is_some() || node.get("$dynamicRef").is_some();
        let names = Names::of(document, node);
        if says_more || is_reference || names.is_free() || names.others {
            continue;
        }
        if let Some(pointer) = document.pointer(node) {
            let owned = |names: &BTreeSet<&str>| names.iter().map(|name| (*name).to_owned()).collect();
            places.push((pointer.to_owned(), owned(&names.listed), owned(&names.patterns)));
        }
    }
    places.sort();
}

/// Annotation keywords, which do not affect validity.
pub(super) fn is_annotation(keyword: &str) -> bool {
    matches!(
        keyword,
        "$comment"
            | "$schema"
            | "$id"
            | "id"
            | "$anchor"
            | "$dynamicAnchor"
            | "$defs"
            | "definitions"
            | "$vocabulary"
            | "title"
            | "description"
            | "default"
            | "examples"
            | "example"
            | "deprecated"
            | "readOnly"
            | "writeOnly"
    ) || keyword.starts_with("x-")
}
