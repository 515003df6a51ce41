//! Bounds on the cost of a schema: the engine's recursion depth, and the number of times that it applies subschemas.
//!
//! The engine has neither bound. It recurses with the nesting of schema and record. Where two references lead to one
//! subschema, it follows both, so that thirty short definitions make a billion steps. Loading bounds the cost of a
//! schema for any record, from its graph alone. The remaining cost depends on the record. Before the engine runs, a
//! count that visits each pair of a subschema and a value once bounds it, too.

mod budget;
mod graph;
#[cfg(test)]
mod tests;
mod worst;

use std::collections::BTreeMap;

use jsonschema::{Draft, Registry, Retrieve, Uri, uri};
use serde_json::Value as Json;

use crate::{document::Value, keywords::REFERENCES};
use graph::{Graph, Parts, Reach};

/// Maximum number of nested subschemas that may apply to one value.
pub(crate) const MOST_NESTED: u32 = 512;

/// Maximum number of subschemas that may apply to one value; one that applies on several paths counts for each.
pub(crate) const MOST_WAYS: u64 = 100_000;

/// Maximum number for one value without a count for each record.
const FEW_WAYS: u64 = 64;

/// Maximum number of subschemas that the engine may be in at once, over all values around the innermost one.
pub(crate) const MOST_LEVELS: usize = 16_384;

/// Maximum number of subschemas that may be applied in an empty record, plus as many for each value.
const MOST_STEPS: u64 = 1_000_000;
const STEPS_PER_VALUE: u64 = 64;

/// Maximum bytes of stack for a subschema, in development builds; other builds take less.
const FRAME: usize = 12 * 1024;

/// Number of simultaneous subschemas up to which the depth of a record is not computed.
const FEW_LEVELS: usize = 64;

/// Additional bytes of stack.
const BASE: usize = 128 * 1024;

/// Bounds of one schema.
#[derive(Debug)]
pub(crate) struct Limits {
    /// Maximum number of nested subschemas that apply to one value.
    nested: usize,
    /// The same over all values of a record; `None` if the schema applies itself, and so has no bound.
    whole: Option<usize>,
    /// Parts of the schema, if each record needs a count of the steps.
    counted: Option<Vec<Parts>>,
}

/// Error of a schema that costs too much.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Explosive {
    /// JSON Pointer to the subschema, if it is in the checked document; empty otherwise.
    pub pointer: String,
    /// Description of the excess.
    pub message: String,
    /// Advice on the fix.
    pub help: &'static str,
}

/// Base URI of a document without one.
const NOWHERE: &str = "acslint://schema/";

/// Returns the error about a schema that, without other documents, costs too much for any validator that follows each
/// reference.
///
/// Ignores unresolved references, which other checks report.
pub fn explosive(schema: &Json, draft: Draft) -> Option<Explosive> {
    Graph::alone(schema, draft, |graph, schemas| graph.extent(schema, &schemas).err())?
}

/// Returns true if the size of a record alone bounds the steps that checking it takes, without a count.
pub fn is_linear(schema: &Json, draft: Draft) -> bool {
    matches!(Cost::of(schema, draft), Cost::Linear)
}

/// Cost of a schema, as far as its graph shows.
#[derive(Debug)]
pub(crate) enum Cost {
    /// Bounded by the size of a record.
    Linear,
    /// Dependent on the record.
    Counted,
    /// Doubles with each level of a record, in the subschema at this pointer.
    Doubling(String),
    /// Too much for any record, or for one that is as deep as the schema.
    TooMuch(Explosive),
}

impl Cost {
    /// Returns the cost of a schema without other documents.
    pub(crate) fn of(schema: &Json, draft: Draft) -> Self {
        let cost = Graph::alone(schema, draft, |graph, schemas| match graph.extent(schema, &schemas) {
            Err(explosive) => Self::TooMuch(explosive),
            Ok(Extent { counted: false, .. }) => Self::Linear,
            Ok(_) => {
                let doubles = graph.doubles().and_then(|number| pointer_to(schema, schemas[number as usize]));
                match doubles {
                    Some(pointer) => Self::Doubling(pointer),
                    None => graph.deepest(schema, &schemas).map_or(Self::Counted, Self::TooMuch),
                }
            }
        });
        cost.unwrap_or(Self::Counted)
    }
}

impl Graph {
    /// Calls `make` with the graph of a single document; `None` if its references cannot be read at all.
    fn alone<T>(schema: &Json, draft: Draft, make: impl FnOnce(Self, Vec<&Json>) -> T) -> Option<T> {
        let id = schema.get("$id").or_else(|| schema.get("id")).and_then(Json::as_str).unwrap_or_default();
        let nowhere = uri::from_str(NOWHERE).ok()?;
        let base = uri::resolve_against(&nowhere.borrow(), id.split('#').next().unwrap_or_default()).ok()?;
        let registry = Registry::new().draft(draft).retriever(Nothing);
        let registry = registry.add(base.as_str(), draft.create_resource_ref(schema)).ok()?.prepare().ok()?;
        let (graph, schemas) = Self::new(schema, &registry.resolver(base), draft);
        Some(make(graph, schemas))
    }
}

/// Retriever that replaces other documents by schemas without constraints.
struct Nothing;

impl Retrieve for Nothing {
    fn retrieve(&self, _: &Uri<String>) -> Result<Json, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Json::Bool(true))
    }
}

impl Limits {
    /// Returns the limits for a schema that is in a registry, at `base`.
    pub(crate) fn new(
        root: &Json,
        registry: &Registry<'_>,
        base: &str,
        draft: Draft,
    ) -> Result<Self, Explosive> {
        let Ok(base) = uri::from_str(base) else {
            return Ok(Self { nested: 1, whole: None, counted: None });
        };
        let (graph, schemas) = Graph::new(root, &registry.resolver(base), draft);
        let Extent { nested, whole, counted } = graph.extent(root, &schemas)?;
        Ok(Self { nested, whole, counted: counted.then_some(graph.parts) })
    }

    /// Returns true if each record needs a count of the steps; without it, no record may be proved clean.
    pub(crate) fn is_counted(&self) -> bool {
        self.counted.is_some()
    }

    /// Calls the engine for a record, on a sufficient stack. Returns the message if the record exceeds the limits.
    pub(crate) fn within<T>(&self, root: Value<'_>, ask: impl FnOnce() -> T) -> Result<T, String> {
        let levels = self.levels(root);
        if levels > MOST_LEVELS {
            return Err(format!(
                "is nested too deep to be checked: its schema would be applied within itself more than {} times",
                thousands(MOST_LEVELS as u64)
            ));
        }
        let stack = BASE + levels * FRAME;
        stacker::maybe_grow(stack, stack, || {
            let values = root.document.tree.len() as u64;
            let most = MOST_STEPS.saturating_add(STEPS_PER_VALUE.saturating_mul(values));
            if let Some(parts) = &self.counted
                && budget::steps(parts, root, most).is_none()
            {
                return Err(format!(
                    "takes more than {} steps to check: its schema applies the same subschemas again and again",
                    thousands(most)
                ));
            }
            Ok(ask())
        })
    }

    /// Returns the number of subschemas that the engine can be in at once.
    fn levels(&self, root: Value<'_>) -> usize {
        let levels = |deep: usize| (deep + 1).saturating_mul(self.nested);
        let bounded = |levels: usize| self.whole.map_or(levels, |whole| levels.min(whole));
        // The number of values bounds the depth, which is enough for most records.
        let most = bounded(levels(root.document.tree.len()));
        if most <= FEW_LEVELS { most } else { bounded(levels(root.depth())) }
    }
}

/// Extent of the subschemas of a schema.
struct Extent {
    nested: usize,
    whole: Option<usize>,
    /// True if each record needs a count of the steps.
    counted: bool,
}

impl Graph {
    /// Returns the extent of the subschemas, given the schema of each, or the error about one that costs too much for
    /// any record.
    fn extent(&self, root: &Json, schemas: &[&Json]) -> Result<Extent, Explosive> {
        if let Some(circle) = self.circle() {
            return Err(endless(root, schemas, &circle));
        }
        let here = self.reach(Parts::possible);
        // The innermost subschema that costs too much is the best place for the error.
        let worst = (0..schemas.len())
            .filter(|number| here.depth[*number] > MOST_NESTED || here.ways[*number] > MOST_WAYS)
            .min_by_key(|number| (here.depth[*number], here.ways[*number]));
        if let Some(worst) = worst {
            let (message, help) = if here.ways[worst] > MOST_WAYS {
                (
                    format!("applies subschemas to one value in more than {} ways", thousands(MOST_WAYS)),
                    "let each subschema be referred to once where it applies to the same value",
                )
            } else {
                (
                    format!(
                        "applies more than {MOST_NESTED} subschemas to one value, each inside the one before"
                    ),
                    "shorten the chain of references",
                )
            };
            let pointer = pointer_to(root, schemas[worst]).unwrap_or_default();
            return Err(Explosive { pointer, message, help });
        }
        let whole = self.reach(Parts::all);
        let is_bounded = !whole.circular.contains(&true);
        let nested = here.depth.iter().copied().max().unwrap_or(1) as usize;
        let whole = is_bounded.then(|| whole.depth.first().copied().unwrap_or(1) as usize);
        Ok(Extent { nested, whole, counted: self.multiplies(&here) })
    }

    /// Returns the error about a record that is as deep as the schema, if it costs too much.
    fn deepest(&self, root: &Json, schemas: &[&Json]) -> Option<Explosive> {
        let worst = worst::worst(&self.parts, &self.reach(Parts::possible).depth)?;
        let message = format!(
            "takes {}{} steps to check a record that is as deep as the schema; with more than {} a record is not checked",
            if worst.steps < MOST_SHOWN { "" } else { "more than " },
            thousands(worst.steps.min(MOST_SHOWN)),
            thousands(MOST_STEPS),
        );
        let help = "let one subschema alone apply to each value inside";
        Some(Explosive {
            pointer: pointer_to(root, schemas[worst.first as usize]).unwrap_or_default(),
            message,
            help,
        })
    }

    /// Returns true if the number of subschemas applied to a value may grow with its depth, or is very large.
    fn multiplies(&self, here: &Reach) -> bool {
        let mut grows: Vec<bool> = self.parts.iter().map(|parts| parts.inside().next().is_some()).collect();
        // One round for each level of nested schemas of the same value.
        for _ in 0..here.depth.iter().copied().max().unwrap_or(0) {
            let mut changed = false;
            for number in 0..self.parts.len() {
                if !grows[number] && self.parts[number].possible().any(|other| grows[other as usize]) {
                    grows[number] = true;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        (0..self.parts.len() as u32).any(|number| {
            let index = number as usize;
            here.circular[index]
                || here.ways[index] > FEW_WAYS
                || self.meet_inside(&self.together(number, Parts::possible), |other| grows[other as usize])
        })
    }

    /// Returns the first subschema that applies itself to one inner value on two paths, so that each level doubles the
    /// steps.
    fn doubles(&self) -> Option<u32> {
        let together = |number: u32| {
            self.together(number, |parts| {
                let either = parts.either.iter().filter_map(|list| list.first());
                parts.here.iter().chain(either).copied()
            })
        };
        let several =
            (0..self.parts.len() as u32).filter(|number| self.meet_inside(&together(*number), |_| true));
        several
            .take(Self::MOST_SEARCHED)
            .find(|number| self.meet_inside(&together(*number), |other| self.leads(other, *number)))
    }

    /// Maximum number of subschemas that are searched for a path back to themselves.
    const MOST_SEARCHED: usize = 100;

    /// Returns the subschemas that apply to a value together with one of them, each as often as it applies.
    fn together<'g, I: Iterator<Item = u32> + 'g>(
        &'g self,
        number: u32,
        edges: impl Fn(&'g Parts) -> I,
    ) -> Vec<u32> {
        let (mut together, mut next) = (vec![number], 0);
        while let Some(number) = together.get(next).filter(|_| together.len() <= Self::MOST_TOGETHER) {
            together.extend(edges(&self.parts[*number as usize]));
            next += 1;
        }
        together
    }

    /// Maximum number of subschemas that are compared together.
    const MOST_TOGETHER: usize = 1000;

    /// Returns true if the subschemas in `together` apply two subschemas for which `counts` is true to one inner value.
    fn meet_inside(&self, together: &[u32], counts: impl Fn(u32) -> bool) -> bool {
        let number_of = |list: &[u32]| list.iter().filter(|other| counts(**other)).count();
        let (mut any, mut others, mut items, mut longest) = (0, 0, 0, 0);
        // By name: the number that apply to it, and the number of others that it excludes.
        let mut named: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let parts = || together.iter().map(|number| &self.parts[*number as usize]);
        for parts in parts() {
            let own_others = number_of(&parts.other_members);
            others += own_others;
            any += number_of(&parts.any_member);
            items += number_of(&parts.other_items) + number_of(&parts.any_item);
            longest = longest.max(parts.first_items.len());
            for (name, other) in &parts.members {
                let (count, covered) = named.entry(name).or_default();
                *count += usize::from(other.is_some_and(&counts));
                *covered += own_others;
            }
        }
        let first = (0..longest).any(|place| {
            let here =
                parts().filter_map(|parts| *parts.first_items.get(place)?).filter(|other| counts(*other));
            here.count() + items >= 2
        });
        let by_name = |(count, covered): &(usize, usize)| *count > 0 && count + any + others - covered >= 2;
        first || items >= 2 || any + others >= 2 || named.values().any(by_name)
    }

    /// Returns true if one subschema applies another one, directly or through others.
    fn leads(&self, from: u32, to: u32) -> bool {
        let (mut seen, mut open) = (vec![false; self.parts.len()], vec![from]);
        while let Some(number) = open.pop() {
            if number == to {
                return true;
            }
            if !std::mem::replace(&mut seen[number as usize], true) {
                open.extend(self.parts[number as usize].all());
            }
        }
        false
    }
}

/// Maximum count of steps that messages show exactly.
const MOST_SHOWN: u64 = 1_000_000_000_000;

/// Returns the error about a cycle of schemas that apply to one value, at one of their references in this document, if
/// it has any.
fn endless(root: &Json, schemas: &[&Json], circle: &[u32]) -> Explosive {
    let here = circle.iter().filter_map(|number| {
        let schema = schemas[*number as usize];
        let reference = REFERENCES.into_iter().find(|key| schema.get(key).is_some());
        let pointer = pointer_to(root, schema)?;
        Some((
            reference.is_none(),
            reference.map_or(pointer.clone(), |keyword| format!("{pointer}/{keyword}")),
        ))
    });
    let pointer = here.min().map(|(_, pointer)| pointer).unwrap_or_default();
    Explosive {
        pointer,
        message: "applies itself to the same value again without end: infinite recursion".to_owned(),
        help: "remove the reference, or let it apply to a value inside, such as one of `properties` or `items`",
    }
}

/// Returns the JSON Pointer to a value inside another one.
fn pointer_to(root: &Json, wanted: &Json) -> Option<String> {
    if std::ptr::eq(root, wanted) {
        return Some(String::new());
    }
    let behind = |token: &str, inner: &Json| {
        let rest = pointer_to(inner, wanted)?;
        Some(["/", &acslint_types::pointer::token(token), &rest].concat())
    };
    match root {
        Json::Object(members) => members.iter().find_map(|(name, inner)| behind(name, inner)),
        Json::Array(items) => {
            items.iter().enumerate().find_map(|(place, inner)| behind(&place.to_string(), inner))
        }
        _ => None,
    }
}

/// Formats a number with commas between its thousands.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).unwrap_or_default()).collect();
    groups.join(",")
}
