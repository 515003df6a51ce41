//! The bounds on what a schema may cost: how deep the engine may recurse, and how many times it may apply a subschema.
//!
//! The engine has neither bound. It recurses with the nesting of schema and record, and where two references lead to one
//! subschema it follows both, so that thirty short definitions make a billion steps. What a schema costs for any record is
//! bounded when it is loaded, from its graph alone. What remains depends on the record, and is counted before the engine is
//! asked, each pair of a subschema and a value once.

mod budget;
mod graph;
#[cfg(test)]
mod tests;

use jsonschema::{Draft, Registry, uri};
use serde_json::Value as Json;

use crate::document::Value;
use graph::{Graph, Parts, Reach};

/// The most subschemas that may apply to one value, each inside the one before.
pub(crate) const MOST_NESTED: u32 = 512;

/// The most subschemas that may apply to one value, one that applies in several ways counted for each.
pub(crate) const MOST_WAYS: u64 = 100_000;

/// More than this for one value and they are counted for each record.
const FEW_WAYS: u64 = 64;

/// The most subschemas that the engine may be in at once, over all values around the innermost.
pub(crate) const MOST_LEVELS: usize = 16_384;

/// The most subschemas that may be applied in a record of no size, and for each of its values.
const MOST_STEPS: u64 = 1_000_000;
const STEPS_PER_VALUE: u64 = 64;

/// Bytes of stack that a subschema takes at most. Builds for development take the most.
const FRAME: usize = if cfg!(debug_assertions) { 12 * 1024 } else { 4 * 1024 };

/// Bytes of stack beside that.
const BASE: usize = 128 * 1024;

/// The bounds that one schema needs.
#[derive(Debug)]
pub(crate) struct Limits {
    /// The most subschemas that apply to one value, each inside the one before.
    nested: usize,
    /// The same over all values of a record, unless there is no such bound because the schema applies itself.
    whole: Option<usize>,
    /// The parts of the schema, if the steps must be counted for each record.
    counted: Option<Vec<Parts>>,
}

/// Why a schema cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Explosive {
    /// JSON Pointer to the subschema, if it is in the document that was asked about.
    pub pointer: String,
    /// What is too much.
    pub message: String,
    /// What to do about it.
    pub help: &'static str,
}

/// Whether a schema by itself, with no other document, would take too much of any validator that follows every reference.
///
/// References that lead nowhere are passed over: other checks are about those.
pub fn explosive(schema: &Json, draft: Draft) -> Option<Explosive> {
    /// Where a document is that does not say it.
    const NOWHERE: &str = "acslint://schema/";
    let id = schema.get("$id").or_else(|| schema.get("id")).and_then(Json::as_str).unwrap_or_default();
    let nowhere = uri::from_str(NOWHERE).ok()?;
    let base = uri::resolve_against(&nowhere.borrow(), id.split('#').next().unwrap_or_default()).ok()?;
    let registry = Registry::new().draft(draft).add(base.as_str(), schema).ok()?.prepare().ok()?;
    Limits::new(schema, &registry, base.as_str(), draft).err()
}

impl Limits {
    /// The limits for a schema that is in a registry, at `base`.
    pub(crate) fn new(
        root: &Json,
        registry: &Registry<'_>,
        base: &str,
        draft: Draft,
    ) -> Result<Self, Explosive> {
        let Ok(base) = uri::from_str(base) else {
            return Ok(Self { nested: 1, whole: None, counted: None });
        };
        let (graph, schemas) = Graph::new(root, registry.resolver(base), draft);
        let here = graph.reach(|parts| parts.here.iter().copied());
        // The innermost subschema that is too much says best where.
        let worst = (0..schemas.len())
            .filter(|number| here.depth[*number] > MOST_NESTED || here.ways[*number] > MOST_WAYS)
            .min_by_key(|number| (here.depth[*number], here.ways[*number]));
        if let Some(worst) = worst {
            let (message, help) = if here.ways[worst] > MOST_WAYS {
                (
                    format!("applies subschemas to one value in more than {} ways", crate::limits::thousands(MOST_WAYS)),
                    "let each subschema be referred to once where it applies to the same value",
                )
            } else {
                (
                    format!("applies more than {MOST_NESTED} subschemas to one value, each inside the one before"),
                    "shorten the chain of references",
                )
            };
            let pointer = pointer_to(root, schemas[worst]).unwrap_or_default();
            return Err(Explosive { pointer, message, help });
        }
        let whole = graph.reach(Parts::all);
        let is_bounded = !whole.circular.contains(&true);
        let nested = here.depth.iter().copied().max().unwrap_or(1) as usize;
        let counted = graph.multiplies(&here).then_some(graph.parts);
        Ok(Self { nested, whole: is_bounded.then_some(whole.depth.first().copied().unwrap_or(1) as usize), counted })
    }

    /// Whether the steps must be counted for each record: nothing may be taken for clean without.
    pub(crate) fn is_counted(&self) -> bool {
        self.counted.is_some()
    }

    /// Asks the engine something about a record, with as much stack as that takes; or says why that is too much.
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
            let values = root.document.tree.nodes.len() as u64;
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

    /// How many subschemas the engine can be in at once.
    fn levels(&self, root: Value<'_>) -> usize {
        let values = root.document.tree.nodes.len();
        // A value is at most as deep as there are values, which is enough to know of most records.
        let deep = if values <= 64 { values } else { root.depth() };
        let levels = (deep + 1).saturating_mul(self.nested);
        self.whole.map_or(levels, |whole| levels.min(whole))
    }
}

impl Graph {
    /// Whether subschemas may be applied to one value more often the deeper it is, or very often.
    fn multiplies(&self, here: &Reach) -> bool {
        let mut grows: Vec<bool> = self.parts.iter().map(|parts| parts.inside().next().is_some()).collect();
        // Through schemas of the same value: as many rounds as there are of those inside each other.
        for _ in 0..here.depth.iter().copied().max().unwrap_or(0) {
            let mut changed = false;
            for number in 0..self.parts.len() {
                if !grows[number] && self.parts[number].here.iter().any(|other| grows[*other as usize]) {
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
            here.circular[index] || here.ways[index] > FEW_WAYS || self.meets(number, &grows)
        })
    }

    /// Whether two of the schemas that apply to a value apply schemas to the same value inside it, which go on.
    fn meets(&self, number: u32, grows: &[bool]) -> bool {
        let mut together = vec![number];
        let mut next = 0;
        while let Some(number) = together.get(next) {
            together.extend(&self.parts[*number as usize].here);
            next += 1;
        }
        let together: Vec<&Parts> = together.iter().map(|number| &self.parts[*number as usize]).collect();
        let growing = |numbers: &[u32]| numbers.iter().filter(|number| grows[**number as usize]).count();
        let any_member: usize = together.iter().map(|parts| growing(&parts.any_member)).sum();
        let others = |name: &str| -> usize {
            let open = together.iter().filter(|parts| !parts.members.contains_key(name));
            open.map(|parts| growing(&parts.other_members)).sum()
        };
        let all_others: usize = together.iter().map(|parts| growing(&parts.other_members)).sum();
        let any_item: usize =
            together.iter().map(|parts| growing(&parts.any_item) + growing(&parts.other_items)).sum();
        let longest = together.iter().map(|parts| parts.first_items.len()).max().unwrap_or(0);
        let first = (0..longest).any(|place| {
            let at = together.iter().filter_map(|parts| *parts.first_items.get(place)?);
            at.filter(|number| grows[*number as usize]).count() + any_item >= 2
        });
        if first || any_item >= 2 || any_member + all_others >= 2 {
            return true;
        }
        let name_meets = |name: &str| {
            let named = together.iter().filter_map(|parts| parts.members.get(name));
            let named = named.filter(|number| grows[**number as usize]).count();
            named > 0 && named + any_member + others(name) >= 2
        };
        // A schema alone names each member once.
        let several = together.iter().filter(|parts| !parts.members.is_empty()).count() > 1;
        let closed = any_member + all_others == 0;
        (several || !closed)
            && together.iter().any(|parts| parts.members.keys().any(|name| name_meets(name)))
    }
}

/// JSON Pointer to a value inside another one.
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

/// A number with commas between its thousands.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}
