//! The graph of a schema: its subschemas, the targets of references, and the subschemas that apply together.

use std::{
    collections::{BTreeMap, VecDeque},
    hash::{BuildHasherDefault, DefaultHasher},
};

use jsonschema::Draft;
use referencing::Resolver;
use serde_json::{Map, Value as Json};

use crate::keywords::REFERENCES;

/// A map for look-ups, with the same hashes in every run.
pub(super) type HashMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// Subschemas of a schema by number; the schema itself is the first.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) parts: Vec<Parts>,
}

/// Schemas that a subschema applies, by number, without booleans, which take one step.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// To the value itself.
    pub(super) here: Vec<u32>,
    /// To the value itself, without names of members. A cycle of these never ends.
    pub(super) same: Vec<u32>,
    /// One of each list to the value itself, depending on the path to the reference.
    pub(super) either: Vec<Vec<u32>>,
    /// To members, by name; `None` for a boolean.
    pub(super) members: BTreeMap<String, Option<u32>>,
    /// To members that `members` does not name.
    pub(super) other_members: Vec<u32>,
    /// To members of any name, as far as known without matching patterns.
    pub(super) any_member: Vec<u32>,
    /// To the first items.
    pub(super) first_items: Vec<Option<u32>>,
    /// To the items after them.
    pub(super) other_items: Vec<u32>,
    /// To all items.
    pub(super) any_item: Vec<u32>,
}

impl Parts {
    /// Returns the schemas that it applies to the members and items of the value.
    pub(super) fn inside(&self) -> impl Iterator<Item = u32> {
        let first = self.first_items.iter().flatten();
        let lists = [&self.other_members, &self.any_member, &self.other_items, &self.any_item];
        self.members.values().flatten().chain(first).chain(lists.into_iter().flatten()).copied()
    }

    /// Returns the schemas that it may apply to the value itself.
    pub(super) fn possible(&self) -> impl Iterator<Item = u32> {
        self.here.iter().chain(self.either.iter().flatten()).copied()
    }

    /// Returns the schemas that it applies to the value itself, on every path.
    pub(super) fn sure(&self) -> impl Iterator<Item = u32> {
        let only = self.either.iter().filter(|list| list.len() == 1).flatten();
        self.same.iter().chain(only).copied()
    }

    /// Returns all schemas that it may apply.
    pub(super) fn all(&self) -> impl Iterator<Item = u32> {
        self.possible().chain(self.inside())
    }
}

/// A subschema with the scope of its references.
struct Scoped<'s> {
    schema: &'s Json,
    scope: Resolver<'s>,
    draft: Draft,
}

/// Collector of the subschemas.
struct Builder<'s> {
    scoped: Vec<Scoped<'s>>,
    /// Numbers of the subschemas, by address.
    numbers: HashMap<usize, u32>,
    /// Subschemas with a dynamic anchor, by its name; `$recursiveAnchor` has the empty name.
    anchored: BTreeMap<&'s str, Vec<u32>>,
    /// Subschemas that refer to a dynamic anchor, each with the index of the list of its possible targets.
    dynamic: Vec<(u32, usize, &'s str)>,
    parts: Vec<Parts>,
}

/// Keywords with one schema for the same value, or for the name of a member.
const HERE: [&str; 5] = ["else", "if", "not", "propertyNames", "then"];
/// Keywords with a list of schemas for the same value.
const HERE_LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];
/// Keywords with schemas by name for the same value.
const HERE_MAPS: [&str; 2] = ["dependencies", "dependentSchemas"];

impl Graph {
    /// Builds the graph of a schema; also returns its subschemas, for messages.
    pub(super) fn new<'s>(root: &'s Json, scope: &Resolver<'s>, draft: Draft) -> (Self, Vec<&'s Json>) {
        let mut builder = Builder {
            scoped: Vec::new(),
            numbers: HashMap::default(),
            anchored: BTreeMap::new(),
            dynamic: Vec::new(),
            parts: Vec::new(),
        };
        builder.number(root, scope, draft);
        while let Some(Scoped { schema, scope, draft }) = builder.scoped.get(builder.parts.len()) {
            let (schema, scope, draft) = (*schema, scope.clone(), *draft);
            let parts = match schema {
                Json::Object(keywords) => builder.parts_of(keywords, &scope, draft),
                _ => Parts::default(),
            };
            builder.parts.push(parts);
        }
        for (from, place, name) in std::mem::take(&mut builder.dynamic) {
            let either = &mut builder.parts[from as usize].either[place];
            let anchored = builder.anchored.get(name).into_iter().flatten();
            let missing: Vec<u32> = anchored.copied().filter(|number| !either.contains(number)).collect();
            either.extend(missing);
        }
        let schemas = builder.scoped.iter().map(|scoped| scoped.schema).collect();
        (Self { parts: builder.parts }, schemas)
    }
}

impl<'s> Builder<'s> {
    /// Returns the number of a subschema; `None` for a boolean, or a value that is not a schema.
    fn number(&mut self, schema: &'s Json, scope: &Resolver<'s>, draft: Draft) -> Option<u32> {
        if !schema.is_object() && !self.scoped.is_empty() {
            return None;
        }
        let address = std::ptr::from_ref(schema).addr();
        if let Some(known) = self.numbers.get(&address) {
            return Some(*known);
        }
        let draft = draft.detect(schema);
        let scope = scope.in_subresource(draft.create_resource_ref(schema)).unwrap_or_else(|_| scope.clone());
        let number = self.scoped.len() as u32;
        self.numbers.insert(address, number);
        if let Some(name) = schema.get("$dynamicAnchor").and_then(Json::as_str) {
            self.anchored.entry(name).or_default().push(number);
        }
        if schema.get("$recursiveAnchor") == Some(&Json::Bool(true)) {
            self.anchored.entry("").or_default().push(number);
        }
        self.scoped.push(Scoped { schema, scope, draft });
        Some(number)
    }

    fn parts_of(&mut self, keywords: &'s Map<String, Json>, scope: &Resolver<'s>, draft: Draft) -> Parts {
        let mut parts = Parts::default();
        let this = self.parts.len() as u32;
        for keyword in REFERENCES {
            let Some(reference) = keywords.get(keyword).and_then(Json::as_str) else {
                continue;
            };
            let found = scope.lookup(reference).ok().and_then(|found| {
                let (schema, scope, draft) = found.into_inner();
                self.number(schema, &scope, draft)
            });
            if keyword == "$ref" {
                parts.here.extend(found);
                parts.same.extend(found);
            } else {
                let name = reference.rsplit('#').next().unwrap_or_default();
                self.dynamic.push((this, parts.either.len(), name));
                parts.either.push(found.into_iter().collect());
            }
        }
        // Up to draft 7, a reference hides its sibling keywords.
        let hidden =
            matches!(draft, Draft::Draft4 | Draft::Draft6 | Draft::Draft7) && keywords.contains_key("$ref");
        let mut number = |schema: &'s Json| self.number(schema, scope, draft);
        for keyword in HERE {
            let found = keywords.get(keyword).and_then(&mut number);
            parts.here.extend(found);
            let is_idle = matches!(keyword, "then" | "else") && !keywords.contains_key("if");
            if !hidden && !is_idle && keyword != "propertyNames" {
                parts.same.extend(found);
            }
        }
        let before = parts.here.len();
        for keyword in HERE_LISTS {
            parts.here.extend(list(keywords.get(keyword)).filter_map(&mut number));
        }
        for keyword in HERE_MAPS {
            parts.here.extend(map(keywords.get(keyword)).filter_map(|(_, schema)| number(schema)));
        }
        if !hidden {
            parts.same.extend_from_slice(&parts.here[before..]);
        }
        for (name, schema) in map(keywords.get("properties")) {
            parts.members.insert(name.clone(), number(schema));
        }
        parts
            .any_member
            .extend(map(keywords.get("patternProperties")).filter_map(|(_, schema)| number(schema)));
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            parts.other_members.extend(keywords.get(keyword).and_then(&mut number));
        }
        parts.first_items.extend(list(keywords.get("prefixItems")).map(&mut number));
        match keywords.get("items") {
            Some(Json::Array(items)) => parts.first_items.extend(items.iter().map(&mut number)),
            items => parts.other_items.extend(items.and_then(&mut number)),
        }
        for keyword in ["additionalItems", "unevaluatedItems"] {
            parts.other_items.extend(keywords.get(keyword).and_then(&mut number));
        }
        parts.any_item.extend(keywords.get("contains").and_then(&mut number));
        parts
    }
}

fn list(value: Option<&Json>) -> impl Iterator<Item = &Json> {
    value.and_then(Json::as_array).into_iter().flatten()
}

fn map(value: Option<&Json>) -> impl Iterator<Item = (&String, &Json)> {
    value.and_then(Json::as_object).into_iter().flatten()
}

impl Parts {
    /// Returns the number of paths to the schemas that apply to the value itself, given the number of each of them.
    fn ways(&self, of: &[u64]) -> u64 {
        let each = self.here.iter().map(|other| of[*other as usize]);
        let either = self.either.iter().filter_map(|list| list.iter().map(|other| of[*other as usize]).max());
        each.chain(either).fold(1, u64::saturating_add)
    }
}

/// Reach of the schemas that a subschema applies, directly or through others, by number of the subschema.
pub(super) struct Reach {
    /// Length of the longest chain of nested schemas.
    pub(super) depth: Vec<u32>,
    /// Number of paths to the schemas that apply to the value itself.
    pub(super) ways: Vec<u64>,
    /// True if a chain of schemas is a cycle.
    pub(super) circular: Vec<bool>,
}

impl Graph {
    /// Computes the reach over the edges that `edges` returns for each subschema.
    pub(super) fn reach<'g, I: Iterator<Item = u32> + 'g>(&'g self, edges: impl Fn(&'g Parts) -> I) -> Reach {
        let count = self.parts.len();
        let mut reach = Reach { depth: vec![1; count], ways: vec![1; count], circular: vec![true; count] };
        let mut left = vec![0_u32; count];
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); count];
        for (number, parts) in (0_u32..).zip(&self.parts) {
            for other in edges(parts) {
                left[number as usize] += 1;
                before[other as usize].push(number);
            }
        }
        let mut ready: VecDeque<u32> =
            (0..count as u32).filter(|number| left[*number as usize] == 0).collect();
        while let Some(number) = ready.pop_front() {
            let index = number as usize;
            reach.circular[index] = false;
            for other in edges(&self.parts[index]) {
                reach.depth[index] = reach.depth[index].max(1 + reach.depth[other as usize]);
            }
            reach.ways[index] = self.parts[index].ways(&reach.ways);
            for other in std::mem::take(&mut before[index]) {
                left[other as usize] -= 1;
                if left[other as usize] == 0 {
                    ready.push_back(other);
                }
            }
        }
        self.go_round(&mut reach, edges);
        reach
    }

    /// Returns a cycle of schemas that apply to one value.
    pub(super) fn circle(&self) -> Option<Vec<u32>> {
        let Reach { circular, .. } = self.reach(Parts::sure);
        let (mut chain, mut at) = (Vec::new(), vec![None; circular.len()]);
        let mut number = circular.iter().position(|circular| *circular)? as u32;
        // A subschema that is in a cycle, or leads to one, applies another such subschema.
        loop {
            if let Some(begin) = at[number as usize].replace(chain.len()) {
                return Some(chain.split_off(begin));
            }
            chain.push(number);
            number = self.parts[number as usize].sure().find(|other| circular[*other as usize])?;
        }
    }

    /// Computes the reach of subschemas that are in a cycle, or lead to one. The engine enters none of them twice for
    /// the same value. So a chain has each once, and the number of paths is that of the orders of the branches.
    fn go_round<'g, I: Iterator<Item = u32> + 'g>(
        &'g self,
        reach: &mut Reach,
        edges: impl Fn(&'g Parts) -> I,
    ) {
        let circular: Vec<usize> = (0..self.parts.len()).filter(|number| reach.circular[*number]).collect();
        if circular.is_empty() {
            return;
        }
        let (mut inner, mut below, mut ways) = (0_u32, 0, 1_u64);
        for number in &circular {
            for other in edges(&self.parts[*number]) {
                let other = other as usize;
                if reach.circular[other] {
                    inner += 1;
                } else {
                    below = below.max(reach.depth[other]);
                    ways = ways.saturating_add(reach.ways[other]);
                }
            }
        }
        let choices = inner.saturating_sub(circular.len() as u32).min(63);
        for number in circular.iter().copied() {
            reach.depth[number] = below.saturating_add(circular.len() as u32);
            reach.ways[number] = ways.saturating_add(circular.len() as u64).saturating_mul(1 << choices);
        }
    }
}
