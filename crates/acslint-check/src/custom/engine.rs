//! Translation of a schema as it is written into the schema for the engine.
//!
//! The engine's own reading of patterns and of numbers is not exact. So the translation rewrites the names of
//! `patternProperties`, and adds the text of numbers that no machine type can hold beside their keywords. It fails at
//! an invalid pattern.

use std::ops::Range;

use serde_json::{Map, Value as Json, json};

use super::subschemas::{inside, step};
use crate::{
    document::{Decimal, Document, Embedded, Kind, Lookup, Outcome, Tree, Value, parse, unescape},
    exact_keywords::{EXACT, VALUES},
    pattern::{self, Pattern, PatternError},
};

/// A pattern that cannot be used, and the place of its construct in the text of the schema.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) pointer: String,
    pub(super) span: Option<Range<u32>>,
    pub(super) error: Box<PatternError>,
}

/// Keywords whose value is a number of any size.
const NUMBERS: [&str; 5] = ["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"];

/// Returns the schema for the engine.
pub(super) fn prepared(schema: &Json, text: &str) -> Result<Json, Refused> {
    let mut schema = schema.clone();
    let (mut tree, mut faults) = (Tree::default(), Vec::new());
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    if let Outcome::Complete(_) = parse(&text.as_bytes()[start..], true, &mut tree, &mut faults) {
        let embedded = Embedded::default();
        let root = Document { text: &text[start..], tree: &tree, embedded: &embedded }.root();
        Preparation { start, lookup: Lookup::default() }.schema(
            &mut schema,
            Some(root),
            &mut String::new(),
        )?;
    }
    Ok(schema)
}

struct Preparation {
    /// Offset of the tree's text.
    start: usize,
    /// Member index, since a schema may have thousands of definitions.
    lookup: Lookup,
}

impl Preparation {
    fn schema(
        &mut self,
        schema: &mut Json,
        value: Option<Value<'_>>,
        pointer: &mut String,
    ) -> Result<(), Refused> {
        let Json::Object(keywords) = schema else {
            return Ok(());
        };
        let paths: Vec<Vec<String>> = inside(keywords).map(|(path, _)| path).collect();
        for path in paths {
            let before = pointer.len();
            let mut inner = keywords.get_mut(&path[0]);
            let mut there = value.and_then(|value| value.member(&path[0]));
            step(pointer, &path[0]);
            if let Some(name) = path.get(1) {
                step(pointer, name);
                (inner, there) = match inner {
                    Some(Json::Array(schemas)) => {
                        let at = name.parse().unwrap_or(usize::MAX);
                        (schemas.get_mut(at), there.and_then(|there| self.lookup.item(there, at)))
                    }
                    Some(Json::Object(schemas)) => {
                        (schemas.get_mut(name), there.and_then(|there| self.member(there, name)))
                    }
                    _ => (None, None),
                };
            }
            if let Some(inner) = inner {
                self.schema(inner, there, pointer)?;
            }
            pointer.truncate(before);
        }
        self.patterns(keywords, value, pointer)?;
        if let Some(value) = value {
            numbers(keywords, value);
        }
        Ok(())
    }

    fn member<'v>(&mut self, object: Value<'v>, name: &str) -> Option<Value<'v>> {
        self.lookup.member(object, name).map(|entry| object.document.value(entry.value))
    }

    fn patterns(
        &self,
        keywords: &mut Map<String, Json>,
        value: Option<Value<'_>>,
        pointer: &str,
    ) -> Result<(), Refused> {
        if let Some(Json::String(source)) = keywords.get("pattern") {
            let there = value.and_then(|value| value.member("pattern"));
            Pattern::new(source).map_err(|error| self.refuse(format!("{pointer}/pattern"), there, error))?;
        }
        let Some(Json::Object(by_name)) = keywords.get_mut("patternProperties") else {
            return Ok(());
        };
        let there = value.and_then(|value| value.member("patternProperties"));
        let mut translated: Map<String, Json> = Map::new();
        for (source, schema) in std::mem::take(by_name) {
            let key = || Some(there?.member(&source)?.parent());
            let name = pattern::translated(&source)
                .map_err(|error| self.refuse(format!("{pointer}/patternProperties"), key(), error))?;
            let both = match translated.remove(&name) {
                Some(other) => json!({ "allOf": [other, schema] }),
                None => schema,
            };
            translated.insert(name, both);
        }
        *by_name = translated;
        Ok(())
    }

    fn refuse(&self, pointer: String, there: Option<Value<'_>>, error: PatternError) -> Refused {
        let span = there.map(|there| {
            let span = construct(there, &error.span);
            (self.start + span.start) as u32..(self.start + span.end) as u32
        });
        Refused { pointer, span, error: Box::new(error) }
    }
}

/// Maps bytes of a string's text to bytes of its document.
pub(crate) fn construct(string: Value<'_>, span: &Range<usize>) -> Range<usize> {
    let raw = string.raw();
    let whole = string.span();
    let [b'"', inner @ .., b'"'] = raw.as_bytes() else {
        return whole.start as usize..whole.end as usize;
    };
    let mut origins = Vec::with_capacity(inner.len() + 1);
    unescape(inner, |length, from| origins.extend(std::iter::repeat_n(from, length)));
    let origin = |at: usize| whole.start as usize + 1 + origins.get(at).copied().unwrap_or(inner.len());
    origin(span.start)..origin(span.end)
}

/// Adds the exact text of numbers that no machine type can hold, beside their keywords.
fn numbers(keywords: &mut Map<String, Json>, value: Value<'_>) {
    let mut exact = Map::new();
    for keyword in NUMBERS {
        let number = keywords.get(keyword).filter(|number| number.is_number());
        if let (Some(number), Some(there)) = (number, value.member(keyword))
            && !is_held(number, there)
        {
            exact.insert(keyword.to_owned(), there.raw().into());
        }
    }
    if !exact.is_empty() {
        keywords.insert(EXACT.to_owned(), Json::Object(exact));
    }
    for keyword in ["const", "enum"] {
        let (Some(values), Some(there)) = (keywords.get(keyword), value.member(keyword)) else {
            continue;
        };
        if is_held(values, there) {
            continue;
        }
        let mut all = vec![Json::from(keyword)];
        match keyword {
            "const" => all.push(there.raw().into()),
            _ => all.extend(there.items().map(|item| Json::from(item.raw()))),
        }
        keywords.remove(keyword);
        // If `const` and `enum` are both present, the second goes into `allOf`, since the key is taken.
        if !keywords.contains_key(VALUES) {
            keywords.insert(VALUES.to_owned(), Json::Array(all));
        } else if let Json::Array(schemas) = keywords.entry("allOf").or_insert_with(|| json!([])) {
            schemas.push(json!({ VALUES: all }));
        }
    }
}

/// Returns true if every number of a value equals the one in the text.
fn is_held(value: &Json, written: Value<'_>) -> bool {
    match (value, written.kind()) {
        (Json::Number(number), Kind::Number) => {
            Decimal::parse(&number.to_string()) == Decimal::parse(written.raw())
        }
        (Json::Array(items), Kind::Array) => {
            items.iter().zip(written.items()).all(|(item, written)| is_held(item, written))
        }
        (Json::Object(members), Kind::Object) => members
            .iter()
            .all(|(name, value)| written.member(name).is_none_or(|written| is_held(value, written))),
        _ => true,
    }
}
