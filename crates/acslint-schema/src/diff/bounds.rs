//! Bounds of a comparison: oversized schemas are rejected, and the search for records is limited.

use std::cell::Cell;

use jsonschema::Draft;
use serde_json::Value;

use super::declared::is_annotation;

/// Maximum number of values in a schema.
const MOST_VALUES: usize = 100_000;
/// Maximum number of values and patterns in a schema for the algebra, which compares all pairs.
const MOST_VALUES_OF_ALGEBRA: usize = 5_000;
const MOST_PATTERNS_OF_ALGEBRA: usize = 50;
/// Bytes of stack for each value: a recursion over a schema visits no value twice on its path.
const FRAME: usize = 4 * 1024;
const BASE: usize = 4 * 1024 * 1024;
/// Budget of the search, in records of a small schema.
const MOST_SEARCHED: u64 = 1_000_000;
/// Size of a small schema, in values.
const SMALL: u64 = 50;

/// Checks that a schema is small enough to be compared.
pub(super) fn usable(schema: &Value, draft: Draft) -> Result<(), String> {
    if size(schema) > MOST_VALUES {
        return Err(format!(
            "it consists of more than {} values",
            crate::numbers::thousands(MOST_VALUES as u64)
        ));
    }
    match acslint_check::explosive(schema, draft) {
        Some(explosive) => Err(format!("it {}", explosive.message)),
        None => Ok(()),
    }
}

/// Returns true if a schema is small enough for the algebra.
pub(super) fn suits_algebra(schema: &Value, draft: Draft) -> bool {
    size(schema) <= MOST_VALUES_OF_ALGEBRA
        && patterns(schema) <= MOST_PATTERNS_OF_ALGEBRA
        && acslint_check::is_linear(schema, draft)
}

/// Runs a closure with enough stack for two schemas.
pub(super) fn with_stack<T>(old: &Value, new: &Value, run: impl FnOnce() -> T) -> T {
    let stack = BASE + FRAME * (size(old) + size(new));
    stacker::maybe_grow(stack, stack, run)
}

/// Remaining budget for the search of one side.
#[derive(Debug)]
pub(super) struct SearchBudget {
    left: Cell<u64>,
    /// Cost of one record.
    weight: u64,
}

impl SearchBudget {
    pub(super) fn new(from: &Value, to: &Value) -> Self {
        let weight = 1 + (size(from) + size(to)) as u64 / SMALL;
        Self { left: Cell::new(MOST_SEARCHED), weight }
    }

    /// Spends the cost of this many records; returns false if the budget is exhausted.
    pub(super) fn spend(&self, records: u64) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(records.saturating_mul(self.weight)));
        left > 0
    }
}

/// Budget of the algebra for one side, in compared values.
const MOST_COMPARED: u64 = 2_000_000;

/// Remaining budget of the algebra for one side. The algebra splits two objects into a piece for each differing
/// property, and compares all pairs of pieces.
#[derive(Debug)]
pub(super) struct ComparisonBudget {
    left: Cell<u64>,
    /// Number of differences between the two schemas.
    differences: u64,
    /// Size of both schemas.
    size: u64,
}

impl ComparisonBudget {
    pub(super) fn new(from: &Value, to: &Value, differences: usize) -> Self {
        let size = (size(from) + size(to)) as u64;
        Self { left: Cell::new(MOST_COMPARED), differences: differences as u64, size }
    }

    /// Spends the cost of a comparison of two parts; returns false if the budget is exhausted.
    pub(super) fn spend(&self, from: &Value, to: &Value) -> bool {
        let apart = apart(from, to);
        // The target of a reference is unknown here, so the whole schema counts.
        let (pieces, size) = if refers(from) || refers(to) {
            (apart.max(self.differences), self.size)
        } else {
            (apart, (size(from) + size(to)) as u64)
        };
        let cost = size.saturating_mul((1 + pieces).saturating_pow(2));
        let left = self.left.get();
        if cost > left {
            return false;
        }
        self.left.set(left - cost);
        #[cfg(test)]
        COMPARED.with(|compared| compared.set(compared.get() + cost));
        true
    }
}

#[cfg(test)]
thread_local! {
    /// Cost of the algebra in this thread.
    pub(super) static COMPARED: Cell<u64> = const { Cell::new(0) };
}

/// Number of places at which two schemas differ; keywords with defaults and annotations do not count.
fn apart(from: &Value, to: &Value) -> u64 {
    match (from, to) {
        (Value::Object(from), Value::Object(to)) => {
            let counts = |name: &str| {
                !matches!(name, "additionalProperties" | "unevaluatedProperties") && !is_annotation(name)
            };
            let missing = to.keys().filter(|name| !from.contains_key(*name) && counts(name)).count();
            let others = from.iter().map(|(name, value)| match to.get(name) {
                Some(other) => apart(value, other),
                None => u64::from(counts(name)),
            });
            missing as u64 + others.sum::<u64>()
        }
        (Value::Array(from), Value::Array(to)) => {
            let pairs = from.iter().zip(to).map(|(from, to)| apart(from, to));
            from.len().abs_diff(to.len()) as u64 + pairs.sum::<u64>()
        }
        _ => u64::from(from != to),
    }
}

/// Returns true if a schema contains a reference.
fn refers(schema: &Value) -> bool {
    let own =
        ["$ref", "$dynamicRef", "$recursiveRef"].into_iter().any(|keyword| schema.get(keyword).is_some());
    own || inner(schema).any(refers)
}

fn inner(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Object(members) => Box::new(members.values()),
        Value::Array(items) => Box::new(items.iter()),
        _ => Box::new(std::iter::empty()),
    }
}

/// Number of values in a value, including itself.
fn size(value: &Value) -> usize {
    1 + inner(value).map(size).sum::<usize>()
}

/// Number of `patternProperties` in a schema.
fn patterns(schema: &Value) -> usize {
    let own = schema.get("patternProperties").and_then(Value::as_object).map_or(0, serde_json::Map::len);
    own + inner(schema).map(patterns).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use jsonschema::Draft;
    use serde_json::json;

    use super::{
        ComparisonBudget, MOST_COMPARED, MOST_SEARCHED, SearchBudget, apart, patterns, size, suits_algebra,
        usable,
    };

    #[test]
    fn what_is_counted_is_counted_once() {
        let schema = json!({ "patternProperties": { "^a": { "patternProperties": { "^b": true } } }, "enum": [1, [2]] });
        assert_eq!(size(&schema), 9);
        assert_eq!(patterns(&schema), 2);
    }

    #[test]
    fn schemas_that_are_too_much_are_refused() {
        let draft = Draft::Draft202012;
        assert_eq!(usable(&json!({ "enum": vec![1; 99_000] }), draft), Ok(()));
        let message = "it consists of more than 100,000 values".to_owned();
        assert_eq!(usable(&json!({ "enum": vec![1; 100_000] }), draft), Err(message));
        let many = (0..60).map(|number| (format!("^{number}"), json!({}))).collect::<serde_json::Map<_, _>>();
        assert!(!suits_algebra(&json!({ "patternProperties": many }), draft));
        assert!(suits_algebra(&json!({ "patternProperties": { "^a": {} } }), draft));
    }

    #[test]
    fn a_search_budget_ends() {
        let budget = SearchBudget::new(&json!({ "enum": vec![1; 100] }), &json!({}));
        assert!(budget.spend(MOST_SEARCHED / 6));
        assert!(budget.spend(MOST_SEARCHED / 6));
        assert!(budget.spend(MOST_SEARCHED));
        assert!(!budget.spend(1));
    }

    #[test]
    fn pieces_are_what_differs_and_not_what_is_there_by_default() {
        let old =
            json!({ "properties": { "a": { "type": "string" }, "b": {} }, "additionalProperties": false });
        let new = json!({ "properties": { "a": { "type": "integer" }, "c": {} }, "title": "A" });
        assert_eq!(apart(&old, &new), 3);
        assert_eq!(apart(&json!({ "anyOf": [1, 2, 3] }), &json!({ "anyOf": [1, 4] })), 2);
    }

    #[test]
    fn a_comparison_takes_the_square_of_what_differs() {
        let object = |kind: &str| {
            let member = |number: usize| (format!("p{number}"), json!({ "type": kind }));
            json!({ "properties": (0..50).map(member).collect::<serde_json::Map<_, _>>() })
        };
        let (old, new) = (object("string"), object("integer"));
        let left = |comparisons: &ComparisonBudget| comparisons.left.get();
        let comparisons = ComparisonBudget::new(&old, &new, 50);
        assert!(comparisons.spend(&old, &new));
        assert_eq!(left(&comparisons), MOST_COMPARED - 2 * 102 * 51 * 51);
        // A reference may mean any of the differences.
        let reference = json!({ "$ref": "#" });
        assert!(comparisons.spend(&reference, &reference));
        assert_eq!(left(&comparisons), MOST_COMPARED - 4 * 102 * 51 * 51);
        assert!(!ComparisonBudget::new(&old, &new, 2_000).spend(&reference, &reference));
    }
}
