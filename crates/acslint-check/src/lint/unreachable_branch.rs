//! `unreachable-branch`: a branch of a choice without an effect.

use serde_json::{Value as Json, json};

use super::{Schema, SchemaRule, Subschema, located, subschema::types};
use crate::{Group, Rule, draft::Sink};
use crate::{document::Value, quote::alternatives};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "unreachable-branch",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("unreachable_branch.md"),
    },
    check,
};

fn check(part: &Subschema<'_, '_>, _: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    for keyword in ["anyOf", "oneOf"] {
        let Some(Json::Array(branches)) = part.get(keyword) else {
            continue;
        };
        let values: Vec<_> = part.value.member(keyword).into_iter().flat_map(Value::items).collect();
        for (index, (branch, value)) in branches.iter().zip(values).enumerate() {
            let Some((message, help)) = fault(keyword, branches, index, part) else {
                continue;
            };
            let pointer = format!("{}/{keyword}/{index}", part.pointer);
            sink.report(located(value, pointer, message).help(help));
            if is_open(branch) {
                break;
            }
        }
    }
}

/// Returns the message and the help about a branch without an effect.
fn fault(
    keyword: &str,
    branches: &[Json],
    index: usize,
    part: &Subschema<'_, '_>,
) -> Option<(String, &'static str)> {
    let branch = &branches[index];
    if let Some(same) = branches[..index].iter().position(|earlier| earlier == branch) {
        let (same, number) = (same + 1, index + 1);
        return Some(if keyword == "oneOf" {
            (
                format!(
                    "branch {number} of `oneOf` is the same as branch {same}: a value that fits both is refused"
                ),
                "remove one of them",
            )
        } else {
            (format!("branch {number} of `anyOf` is the same as branch {same}"), "remove it")
        });
    }
    if keyword == "anyOf" && branches.len() > 1 && is_open(branch) {
        return Some((
            "this branch of `anyOf` accepts everything, so that the others have no effect".to_owned(),
            "remove it, or the whole choice",
        ));
    }
    if *branch == json!(false) {
        return Some((format!("this branch of `{keyword}` accepts nothing"), "remove it"));
    }
    let (outer, inner) = (part.types()?, types(branch)?);
    let overlap = |name: &str| {
        outer.contains(&name)
            || (name == "integer" && outer.contains(&"number"))
            || (name == "number" && outer.contains(&"integer"))
    };
    (!inner.iter().any(|name| overlap(name))).then(|| {
        let message =
            format!("no value reaches this branch: `type` beside `{keyword}` is {}", alternatives(&outer));
        (message, "fix one of the types")
    })
}

fn is_open(branch: &Json) -> bool {
    *branch == json!(true) || *branch == json!({})
}
