//! Matching of changed branches of a choice by similarity.

use std::collections::BTreeSet;

use serde_json::Value;

/// Maximum number of parts compared per branch.
const MOST_PARTS: usize = 200;
/// Maximum number of compared pairs; beyond it, branches are matched in order.
const MOST_PAIRS: usize = 10_000;

/// Index pairs of equally many branches, the old one first, in the order of the old ones.
pub(super) fn pairs(old: &[&Value], new: &[&Value]) -> Vec<(usize, usize)> {
    if old.len() * new.len() > MOST_PAIRS {
        return (0..old.len().min(new.len())).map(|place| (place, place)).collect();
    }
    let old_parts: Vec<BTreeSet<String>> = old.iter().map(|branch| parts(branch)).collect();
    let new_parts: Vec<BTreeSet<String>> = new.iter().map(|branch| parts(branch)).collect();
    let mut scored: Vec<(usize, usize, usize)> = Vec::new();
    for (one, old) in old_parts.iter().enumerate() {
        for (other, new) in new_parts.iter().enumerate() {
            let common = old.intersection(new).count();
            let all = (old.len() + new.len() - common).max(1);
            scored.push((1000 * common / all, one, other));
        }
    }
    // Ties are broken by the order of the branches.
    scored.sort_by_key(|(score, one, other)| (std::cmp::Reverse(*score), one.abs_diff(*other), *one));
    let (mut old_free, mut new_free) = (vec![true; old.len()], vec![true; new.len()]);
    let mut pairs = Vec::new();
    for (_, one, other) in scored {
        if old_free[one] && new_free[other] {
            (old_free[one], new_free[other]) = (false, false);
            pairs.push((one, other));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Members and plain values of a branch, each with its path.
fn parts(branch: &Value) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    let mut open = vec![(String::new(), branch)];
    while let Some((path, value)) = open.pop() {
        if parts.len() >= MOST_PARTS {
            break;
        }
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let path = format!("{path}/{name}");
                    parts.insert(path.clone());
                    open.push((path, value));
                }
            }
            Value::Array(items) => open.extend(items.iter().map(|item| (format!("{path}/-"), item))),
            plain => {
                parts.insert(format!("{path}={plain}"));
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::pairs;

    #[test]
    fn the_most_alike_are_a_pair() {
        let branch = |name: &str, closed: bool| json!({ "type": "object", "properties": { name: {} }, "additionalProperties": !closed });
        let (old, new) = ([branch("a", true), branch("b", true)], [branch("b", false), branch("a", false)]);
        let list =
            |values: &[Value; 2]| pairs(&old.iter().collect::<Vec<_>>(), &values.iter().collect::<Vec<_>>());
        assert_eq!(list(&new), [(0, 1), (1, 0)]);
        assert_eq!(list(&old), [(0, 0), (1, 1)]);
        let plain = [json!({ "const": 1 }), json!({ "const": 2 })];
        assert_eq!(list(&plain), [(0, 0), (1, 1)]);
    }
}
