//! Matching of changed branches of a choice by similarity.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

/// Maximum number of parts compared per branch.
const MOST_PARTS: usize = 200;
/// Where more pairs would have to be compared, a part tells two branches to be alike only if few others have it.
const MOST_PAIRS: usize = 10_000;
/// How many branches of each schema may have such a part.
const RARE: usize = 4;

/// Index pairs of equally many branches, the old one first, in the order of the old ones.
pub(super) fn pairs(old: &[&Value], new: &[&Value]) -> Vec<(usize, usize)> {
    let old_parts: Vec<BTreeSet<String>> = old.iter().map(|branch| parts(branch)).collect();
    let new_parts: Vec<BTreeSet<String>> = new.iter().map(|branch| parts(branch)).collect();
    let few = old.len() * new.len() <= MOST_PAIRS;
    let compared = if few {
        (0..old.len()).flat_map(|one| (0..new.len()).map(move |other| (one, other))).collect()
    } else {
        with_rare_parts(&old_parts, &new_parts)
    };
    let mut scored: Vec<(usize, usize, usize)> = Vec::with_capacity(compared.len());
    for (one, other) in compared {
        let (old, new) = (&old_parts[one], &new_parts[other]);
        let common = old.intersection(new).count();
        let all = (old.len() + new.len() - common).max(1);
        scored.push((1000 * common / all, one, other));
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
    // What nothing tells is taken in its order.
    let free =
        |free: Vec<bool>| free.into_iter().enumerate().filter(|(_, free)| *free).map(|(place, _)| place);
    pairs.extend(free(old_free).zip(free(new_free)));
    pairs.sort_unstable();
    pairs
}

/// Pairs of branches that have a part in common which is rare on both sides: no more than [`RARE`] for each part.
fn with_rare_parts(old: &[BTreeSet<String>], new: &[BTreeSet<String>]) -> BTreeSet<(usize, usize)> {
    let mut places: BTreeMap<&str, [Vec<usize>; 2]> = BTreeMap::new();
    for (side, branches) in [old, new].into_iter().enumerate() {
        for (place, branch) in branches.iter().enumerate() {
            for part in branch {
                let places = &mut places.entry(part).or_default()[side];
                // One more than few is enough to know that there are too many.
                if places.len() <= RARE {
                    places.push(place);
                }
            }
        }
    }
    let rare = places.into_values().filter(|sides| sides.iter().all(|places| places.len() <= RARE));
    rare.flat_map(|[old, new]| {
        old.into_iter().flat_map(move |one| new.clone().into_iter().map(move |other| (one, other)))
    })
    .collect()
}

/// For each old branch the new one that is equal to it, each new one taken once, the first first.
pub(super) fn equal(old: &[Value], new: &[Value]) -> Vec<Option<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, branch) in new.iter().enumerate().rev() {
        places.entry(canonical(branch)).or_default().push(place);
    }
    old.iter().map(|branch| places.get_mut(&canonical(branch)).and_then(Vec::pop)).collect()
}

/// The text of a value, the same for values that are equal: objects are so in any order of their members.
fn canonical(value: &Value) -> String {
    let mut sorted = value.clone();
    sorted.sort_all_objects();
    sorted.to_string()
}

/// The members and plain values of a branch, each with the way to it.
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

    use super::{equal, pairs};

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

    #[test]
    fn many_branches_are_paired_by_what_few_have() {
        let branch = |number: usize, nullable: bool| {
            let kind = if nullable { json!(["string", "null"]) } else { json!("string") };
            json!({ "type": "object", "properties": { "kind": { "const": number }, "value": { "type": kind } } })
        };
        let count = 4000;
        let old: Vec<Value> = (0..count).map(|number| branch(number, false)).collect();
        // 1 and 4000 have no divisor in common, so each comes once.
        let place = |number: usize| number * 1777 % count;
        let new: Vec<Value> = (0..count).map(|number| branch(place(number), true)).collect();
        let pairs = pairs(&old.iter().collect::<Vec<_>>(), &new.iter().collect::<Vec<_>>());
        assert_eq!(pairs.len(), count);
        for (one, other) in pairs {
            assert_eq!(place(other), one);
        }
    }

    #[test]
    fn equal_branches_are_found_in_any_order_of_members() {
        let old = [json!({ "a": 1, "b": [{ "c": 2, "d": 3 }] }), json!(true), json!(true), json!(2)];
        let new = [json!(true), json!({ "b": [{ "d": 3, "c": 2 }], "a": 1 }), json!(2.0), json!(true)];
        assert_eq!(equal(&old, &new), [Some(1), Some(0), Some(3), None]);
    }
}
