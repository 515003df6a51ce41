//! Sample values for a schema: guesses from its keywords, which the validator checks before use. Small values come
//! first, since people read the resulting records.

use std::collections::{BTreeMap, BTreeSet};

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Number, Value, json};

use super::declared::{members, schemas_of};
use super::document::{Document, Node};

/// Maximum depth of generated values.
const DEPTH: usize = 8;
/// Maximum number of values for one place.
const MOST: usize = 12;
/// Maximum number of combinations of branches.
const PICKS: usize = 6;

/// Additional condition on a generated object.
#[derive(Clone, Debug)]
pub(super) enum Wish<'v> {
    /// Has this property with this value.
    With(&'v str, &'v Value),
    /// Lacks this property.
    Without(&'v str),
}

/// Values that all these schemas accept.
pub(super) fn values<'a>(document: &Document<'a>, nodes: &[Node<'a>]) -> Vec<Value> {
    values_at(document, nodes, 0)
}

fn values_at<'a>(document: &Document<'a>, nodes: &[Node<'a>], depth: usize) -> Vec<Value> {
    if depth > DEPTH {
        return Vec::new();
    }
    document.made(nodes, depth, || make(document, nodes, depth))
}

fn make<'a>(document: &Document<'a>, nodes: &[Node<'a>], depth: usize) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for pick in 0..PICKS {
        let view = View::of(document, nodes, pick);
        for value in view.guesses(document, depth) {
            if !found.contains(&value) && nodes.iter().all(|node| document.accepts_at(node, &value)) {
                found.push(value);
            }
        }
        if found.len() >= MOST || (view.branches <= pick + 1 && !found.is_empty()) {
            break;
        }
    }
    found.truncate(MOST);
    found
}

/// Objects for schemas that apply together, with a condition; not validated.
pub(super) fn objects<'a>(document: &Document<'a>, nodes: &[Node<'a>], wish: &Wish<'_>) -> Vec<Value> {
    let mut found = Vec::new();
    for pick in 0..PICKS {
        let view = View::of(document, nodes, pick);
        let object = Value::Object(view.object(document, Some(wish), 0));
        if !found.contains(&object) {
            found.push(object);
        }
        if view.branches <= pick + 1 {
            break;
        }
    }
    found
}

/// Arrays for schemas that apply together, with a value at a place.
pub(super) fn arrays<'a>(
    document: &Document<'a>,
    nodes: &[Node<'a>],
    place: usize,
    value: &Value,
) -> Vec<Value> {
    let view = View::of(document, nodes, 0);
    let mut items: Vec<Value> = (0..place).map(|place| view.item(document, place, 0)).collect();
    items.push(value.clone());
    while items.len() < view.size("minItems").unwrap_or(0).min(64) {
        items.push(view.item(document, items.len(), 0));
    }
    vec![Value::Array(items)]
}

/// All keywords that apply to a value, with one branch selected in each choice.
struct View<'a> {
    nodes: Vec<Node<'a>>,
    /// Maximum number of branches in a choice.
    branches: usize,
}

impl<'a> View<'a> {
    fn of(document: &Document<'a>, nodes: &[Node<'a>], pick: usize) -> Self {
        let mut view = Self { nodes: Vec::new(), branches: 1 };
        let mut seen = BTreeSet::new();
        let mut open: Vec<Node<'a>> = nodes.iter().rev().cloned().collect();
        while let Some(node) = open.pop() {
            if !seen.insert(node.identity()) {
                continue;
            }
            open.extend(node.references());
            for value in node.get("allOf").and_then(Value::as_array).into_iter().flatten() {
                open.push(document.child(&node, value));
            }
            for keyword in ["anyOf", "oneOf"] {
                if let Some(branches) =
                    node.get(keyword).and_then(Value::as_array).filter(|all| !all.is_empty())
                {
                    view.branches = view.branches.max(branches.len());
                    open.push(document.child(&node, &branches[pick % branches.len()]));
                }
            }
            if node.get("if").is_some() {
                view.branches = view.branches.max(3);
                let picked: &[&str] = [&["else"][..], &["if", "then"], &[]][pick % 3];
                for keyword in picked {
                    open.extend(node.get(keyword).map(|value| document.child(&node, value)));
                }
            }
            view.nodes.push(node);
        }
        view
    }

    fn all(&self, keyword: &str) -> impl Iterator<Item = &'a Value> {
        self.nodes.iter().filter_map(move |node| node.get(keyword))
    }

    /// Strictest of the lower bounds.
    fn size(&self, keyword: &str) -> Option<usize> {
        self.all(keyword).filter_map(Value::as_u64).map(|size| size as usize).max()
    }

    fn guesses(&self, document: &Document<'a>, depth: usize) -> Vec<Value> {
        let mut guesses: Vec<Value> = self.all("const").cloned().collect();
        for values in self.all("enum").filter_map(Value::as_array) {
            guesses.extend(values.iter().take(16).cloned());
        }
        if !guesses.is_empty() {
            return guesses;
        }
        for kind in self.types() {
            match kind {
                "object" => {
                    guesses.push(Value::Object(self.object(document, None, depth)));
                    guesses.extend(self.full_object(document, depth));
                }
                "array" => guesses.push(Value::Array(self.array(document, depth))),
                "string" => guesses.extend(self.strings().into_iter().map(Value::String)),
                "integer" => guesses.extend(self.numbers(true)),
                "number" => guesses.extend(self.numbers(false)),
                "boolean" => guesses.extend([json!(true), json!(false)]),
                "null" => guesses.push(Value::Null),
                _ => {}
            }
        }
        guesses.extend(self.all("examples").filter_map(Value::as_array).flatten().take(4).cloned());
        guesses.extend(self.all("default").cloned());
        guesses
    }

    /// Permitted types, those first that other keywords constrain.
    fn types(&self) -> Vec<&'a str> {
        let mut types: Vec<&str> = Vec::new();
        let listed: Vec<Vec<&str>> = self
            .all("type")
            .map(|value| match value {
                Value::String(kind) => vec![kind.as_str()],
                other => other.as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
            })
            .collect();
        if let Some(first) = listed.first() {
            types.extend(first);
            types.retain(|kind| {
                listed.iter().all(|others| {
                    others.contains(kind) || (*kind == "integer" && others.contains(&"number")) || {
                        *kind == "number" && others.contains(&"integer")
                    }
                })
            });
            return types;
        }
        let has = |keywords: &[&str]| keywords.iter().any(|keyword| self.all(keyword).next().is_some());
        for (kind, keywords) in [
            ("object", &["properties", "required", "additionalProperties", "patternProperties"][..]),
            ("array", &["items", "prefixItems", "minItems", "contains", "uniqueItems"]),
            ("string", &["pattern", "format", "minLength", "maxLength"]),
            ("number", &["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"]),
        ] {
            if has(keywords) {
                types.push(kind);
            }
        }
        for kind in ["string", "integer", "object", "null", "boolean", "array"] {
            if !types.contains(&kind) {
                types.push(kind);
            }
        }
        types
    }

    fn required(&self) -> Vec<&'a str> {
        let names = self.all("required").filter_map(Value::as_array).flatten().filter_map(Value::as_str);
        let mut seen = BTreeSet::new();
        names.filter(|name| seen.insert(*name)).collect()
    }

    /// Smallest plausible object.
    fn object(&self, document: &Document<'a>, wish: Option<&Wish<'_>>, depth: usize) -> Map<String, Value> {
        let mut object = Map::new();
        if let Some(Wish::With(name, value)) = wish {
            object.insert((*name).to_owned(), (*value).clone());
        }
        let spared = |name: &str| matches!(wish, Some(Wish::Without(spared)) if *spared == name);
        for name in self.required() {
            if !object.contains_key(name) && !spared(name) {
                object.insert(name.to_owned(), self.property(document, name, depth));
            }
        }
        // Adds dependencies of the properties so far.
        for _ in 0..2 {
            let present: Vec<String> = object.keys().cloned().collect();
            for node in &self.nodes {
                let dependent = members(node, "dependentRequired").chain(members(node, "dependencies"));
                for (name, needed) in dependent.filter(|(name, _)| present.iter().any(|known| known == name))
                {
                    let _ = name;
                    let needed = needed.as_array().into_iter().flatten().filter_map(Value::as_str);
                    for name in needed.filter(|name| !spared(name)) {
                        if !object.contains_key(name) {
                            object.insert(name.to_owned(), self.property(document, name, depth));
                        }
                    }
                }
            }
        }
        let least = self.size("minProperties").unwrap_or(0).min(64);
        let declared = self.nodes.iter().flat_map(|node| members(node, "properties")).map(|(name, _)| name);
        let others = (0..least).map(|number| format!("other{number}"));
        for name in declared.map(str::to_owned).chain(others) {
            if object.len() >= least {
                break;
            }
            if !object.contains_key(&name) && !spared(&name) {
                let value = self.property(document, &name, depth);
                object.insert(name, value);
            }
        }
        object
    }

    /// Object with all declared properties.
    fn full_object(&self, document: &Document<'a>, depth: usize) -> Option<Value> {
        if depth > 2 {
            return None;
        }
        let mut object = self.object(document, None, depth);
        for (name, _) in self.nodes.iter().flat_map(|node| members(node, "properties")) {
            if !object.contains_key(name) {
                let schemas = schemas_of(document, &self.nodes, name);
                if let Some(value) = values_at(document, &schemas, depth + 2).into_iter().next() {
                    object.insert(name.to_owned(), value);
                }
            }
        }
        Some(Value::Object(object))
    }

    fn property(&self, document: &Document<'a>, name: &str, depth: usize) -> Value {
        let schemas = schemas_of(document, &self.nodes, name);
        values_at(document, &schemas, depth + 1).into_iter().next().unwrap_or(Value::Null)
    }

    fn item(&self, document: &Document<'a>, place: usize, depth: usize) -> Value {
        let schemas: Vec<Node<'a>> = self
            .nodes
            .iter()
            .filter_map(|node| {
                let (first, rest) = super::declared::tuple(node);
                first.get(place).or(rest).map(|value| document.child(node, value))
            })
            .collect();
        let values = values_at(document, &schemas, depth + 1);
        let number = values.len().max(1);
        values.into_iter().nth(place % number).unwrap_or_else(|| json!(place))
    }

    fn array(&self, document: &Document<'a>, depth: usize) -> Vec<Value> {
        let least = self.size("minItems").unwrap_or(0).min(64);
        let mut items: Vec<Value> = Vec::new();
        for node in &self.nodes {
            let contained = node.get("contains").map(|value| document.child(node, value));
            let wanted = node.get("minContains").and_then(Value::as_u64).unwrap_or(1).min(16) as usize;
            if let Some(contained) = contained {
                let values = values_at(document, &[contained], depth + 1);
                items.extend(values.into_iter().take(wanted));
            }
        }
        while items.len() < least {
            items.push(self.item(document, items.len(), depth));
        }
        items
    }

    fn strings(&self) -> Vec<String> {
        let formats: Vec<&str> = self.all("format").filter_map(Value::as_str).collect();
        let mut texts: Vec<String> =
            formats.iter().flat_map(|format| samples(format)).map(|text| (*text).to_owned()).collect();
        for pattern in self.all("pattern").filter_map(Value::as_str) {
            texts.extend(text_of_pattern(pattern));
        }
        if texts.is_empty() {
            texts.extend(["a", "", "b", "0"].map(str::to_owned));
        }
        let least = self.size("minLength").unwrap_or(0).min(10_000);
        for text in &mut texts {
            let missing = least.saturating_sub(text.chars().count());
            text.extend(std::iter::repeat_n('a', missing));
        }
        texts
    }

    fn numbers(&self, whole: bool) -> Vec<Value> {
        let mut numbers = vec![0.0];
        for keyword in ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"] {
            for bound in self.all(keyword).filter_map(Value::as_f64) {
                numbers.extend([bound, bound + 1.0, bound - 1.0, bound.ceil(), bound.floor()]);
                if !whole {
                    numbers.extend([bound + 0.5, bound - 0.5]);
                }
            }
        }
        let factors: Vec<f64> = self.all("multipleOf").filter_map(Value::as_f64).collect();
        for factor in factors {
            let multiples: Vec<f64> = numbers
                .iter()
                .flat_map(|number| [(number / factor).ceil() * factor, (number / factor).floor() * factor])
                .collect();
            numbers.splice(0..0, multiples);
            numbers.push(factor);
        }
        numbers.extend([1.0, -1.0]);
        if !whole {
            numbers.push(0.5);
        }
        numbers.into_iter().filter(|number| !whole || number.fract() == 0.0).filter_map(number).collect()
    }
}

/// Number value, an integer if possible.
pub(super) fn number(number: f64) -> Option<Value> {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return Some(json!(number as i64));
    }
    Number::from_f64(number).map(Value::Number)
}

/// Texts that have a format.
pub(super) fn samples(format: &str) -> &'static [&'static str] {
    match format {
        "date-time" => &["2024-03-05T09:01:57Z", "2024-03-05T09:01:57.1234567+01:00"],
        "date" => &["2024-03-05"],
        "time" => &["09:01:57Z"],
        "duration" => &["PT1H"],
        "email" | "idn-email" => &["someone@example.org"],
        "hostname" | "idn-hostname" => &["example.org"],
        "ipv4" => &["192.0.2.1"],
        "ipv6" => &["2001:db8::1"],
        "uri" | "iri" => &["https://example.org/", "urn:example:a"],
        "uri-reference" | "iri-reference" => &["/a", "https://example.org/"],
        "uri-template" => &["/{a}"],
        "uuid" => &["3f0f1d5c-9a55-4c37-8f8c-7d1c2f8a6b10"],
        "json-pointer" => &["/a"],
        "relative-json-pointer" => &["0"],
        "regex" => &["a"],
        _ => &[],
    }
}

/// Texts without a format.
pub(super) const SHAPELESS: &[&str] = &["a", "", "-", "a b", "0", "::", "x@", "999.1.1.1", "(", "%"];

/// Text that matches a pattern, if the pattern can be parsed.
pub(super) fn text_of_pattern(pattern: &str) -> Option<String> {
    text_number(pattern, 0)
}

/// Text that matches a pattern; each number selects other characters and alternatives.
fn text_number(pattern: &str, number: usize) -> Option<String> {
    let parsed = regex_syntax::ParserBuilder::new().unicode(true).utf8(true).build().parse(pattern).ok()?;
    let mut text = String::new();
    write_match(&parsed, number, &mut text)?;
    Some(text)
}

/// Texts near a pattern: matches and near misses.
pub(super) fn texts_near(pattern: &str) -> Vec<String> {
    let Some(text) = text_of_pattern(pattern) else { return Vec::new() };
    let mut texts = vec![text.clone(), format!("{text}x"), format!("x{text}"), format!("{text} ")];
    if let Some((last, _)) = text.char_indices().next_back() {
        texts.push(text[..last].to_owned());
        texts.push(text[last..].repeat(2));
    }
    texts.push(text.repeat(2));
    texts.extend((1..6).filter_map(|number| text_number(pattern, number)));
    texts
}

fn write_match(hir: &Hir, number: usize, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => text.push(readable(class, number)?),
        HirKind::Class(Class::Bytes(class)) => {
            let byte = class.ranges().first()?.start();
            text.push(char::from(byte));
        }
        HirKind::Repetition(repetition) => {
            // One repetition is easier to read than none, if both match.
            let least = repetition.min.max(u32::from(repetition.max != Some(0) && repetition.max.is_none()));
            if least > 10_000 {
                return None;
            }
            for _ in 0..least {
                write_match(&repetition.sub, number, text)?;
            }
        }
        HirKind::Capture(capture) => write_match(&capture.sub, number, text)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write_match(part, number, text))?,
        HirKind::Alternation(parts) => write_match(&parts[number % parts.len()], number, text)?,
    }
    Some(())
}

/// Character of a class, readable if possible.
fn readable(class: &regex_syntax::hir::ClassUnicode, number: usize) -> Option<char> {
    let has =
        |wanted: char| class.ranges().iter().any(|range| range.start() <= wanted && wanted <= range.end());
    let all = ('a'..='z').chain('0'..='9').chain('A'..='Z').chain('!'..='~').filter(|wanted| has(*wanted));
    let readable: Vec<char> = all.collect();
    match readable.len() {
        0 => class.ranges().first().map(regex_syntax::hir::ClassUnicodeRange::start),
        // Spread over the class, so that a class of letters and digits shows both.
        length => Some(readable[number * length.div_ceil(6) % length]),
    }
}

/// Objects with names at the boundary of the constraints on names.
fn objects_named<'a>(document: &Document<'a>, node: &Node<'a>, view: &View<'a>) -> Vec<Value> {
    let mut names: Vec<String> = Vec::new();
    for node in super::declared::in_place(document, node) {
        if let Some(of_names) = node.get("propertyNames") {
            let of_names = document.child(&node, of_names);
            names.push("x".repeat(40));
            let texts = values(document, std::slice::from_ref(&of_names));
            names.extend(texts.iter().filter_map(Value::as_str).map(str::to_owned));
            let patterns = super::declared::in_place(document, &of_names);
            let patterns = patterns.iter().filter_map(|node| node.get("pattern")?.as_str());
            names.extend(patterns.flat_map(texts_near));
        }
    }
    let object = |name: String| {
        let mut object = view.object(document, None, 0);
        let value = view.property(document, &name, 0);
        object.insert(name, value);
        Value::Object(object)
    };
    names.into_iter().map(object).collect()
}

/// Values at the boundary of a schema's keywords, valid or not.
pub(super) fn edges<'a>(document: &Document<'a>, node: &Node<'a>) -> Vec<Value> {
    let mut edges: Vec<Value> = Vec::new();
    let mut lengths: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for node in super::declared::in_place(document, node) {
        for keyword in ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"] {
            if let Some(bound) = node.get(keyword).and_then(Value::as_f64) {
                let around =
                    [bound, bound + 1.0, bound - 1.0, bound + 0.5, bound - 0.5, bound * 2.0, bound * 3.0];
                edges.extend(around.into_iter().filter_map(number));
            }
        }
        for (kind, keywords) in [
            ("string", ["minLength", "maxLength"]),
            ("array", ["minItems", "maxItems"]),
            ("object", ["minProperties", "maxProperties"]),
        ] {
            for size in keywords.iter().filter_map(|keyword| node.get(keyword)?.as_u64()) {
                let size = size.min(2_000) as usize;
                lengths.entry(kind).or_default().extend([size.saturating_sub(1), size, size + 1]);
            }
        }
        edges.extend(node.get("const").cloned());
        edges.extend(node.get("enum").and_then(Value::as_array).into_iter().flatten().cloned());
        if let Some(pattern) = node.get("pattern").and_then(Value::as_str) {
            edges.extend(texts_near(pattern).into_iter().map(Value::String));
        }
        if let Some(format) = node.get("format").and_then(Value::as_str) {
            edges.extend(samples(format).iter().chain(SHAPELESS).map(|text| json!(text)));
        }
    }
    edges.extend(lengths.remove("string").into_iter().flatten().map(|size| json!("a".repeat(size))));
    let view = View::of(document, std::slice::from_ref(node), 0);
    edges.extend(objects_named(document, node, &view));
    for size in lengths.remove("array").into_iter().flatten() {
        let items: Vec<Value> = (0..size).map(|place| view.item(document, place, 0)).collect();
        edges.push(Value::Array(items));
    }
    let item = view.item(document, 0, 0);
    edges.push(json!([item, item]));
    for size in lengths.remove("object").into_iter().flatten() {
        let mut object = view.object(document, None, 0);
        let declared = view.nodes.iter().flat_map(|node| members(node, "properties"));
        for (name, _) in declared {
            if object.len() < size {
                object.insert(name.to_owned(), view.property(document, name, 0));
            }
        }
        for number in object.len()..size {
            object.insert(format!("other{number}"), json!(0));
        }
        edges.push(Value::Object(object));
    }
    edges
}
