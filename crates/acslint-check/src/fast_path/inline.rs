//! Inlining: turns a schema that is composed of others, by `$ref` and `allOf`, into an equivalent one without them.
//!
//! A composition that cannot be inlined with certainty returns `None`; jsonschema then checks the values.

use serde_json::{Map, Value as Json, json};

use super::expansion::{DIALECT, ExpansionBudget};
use crate::{custom::CustomCategories, keywords::is_annotation};

type Keywords = Map<String, Json>;

/// Returns true if a schema is composed of others, or restricts what they leave unevaluated.
pub(super) fn is_composed(keywords: &Keywords) -> bool {
    ["$ref", "allOf", "unevaluatedProperties"].into_iter().any(|keyword| keywords.contains_key(keyword))
}

/// Returns the schema without `$ref`, `allOf` and `unevaluatedProperties`.
pub(super) fn inlined(
    keywords: &Keywords,
    custom: &CustomCategories,
    budget: &mut ExpansionBudget,
) -> Option<Keywords> {
    budget.enter()?;
    let mut parts = vec![without(keywords, &["$ref", "allOf", "unevaluatedProperties"])];
    if let Some(uri) = keywords.get("$ref") {
        parts.push(part(custom.referred(uri.as_str()?)?, custom, budget)?);
    }
    for schema in keywords.get("allOf").map_or(Some(&[][..]), |all| all.as_array().map(Vec::as_slice))? {
        parts.push(part(schema, custom, budget)?);
    }
    let mut parts = parts.into_iter();
    let mut joined = parts.next()?;
    for other in parts {
        joined = join(joined, other)?;
    }
    match keywords.get("unevaluatedProperties") {
        None | Some(Json::Bool(true)) => {}
        // The properties that a branch evaluates depend on the record.
        Some(_) if ["anyOf", "oneOf"].into_iter().any(|choice| joined.contains_key(choice)) => return None,
        // Every other property is evaluated by `additionalProperties`.
        Some(_) if joined.contains_key("additionalProperties") => {}
        Some(others) => {
            joined.insert("additionalProperties".to_owned(), others.clone());
        }
    }
    budget.leave();
    Some(joined)
}

fn part(schema: &Json, custom: &CustomCategories, budget: &mut ExpansionBudget) -> Option<Keywords> {
    match schema {
        Json::Bool(true) => Some(Keywords::new()),
        Json::Object(keywords) if is_foreign(keywords) => None,
        Json::Object(keywords) if is_composed(keywords) => inlined(keywords, custom, budget),
        Json::Object(keywords) => Some(without(keywords, &[])),
        _ => None,
    }
}

/// Returns true if a schema names another dialect.
fn is_foreign(keywords: &Keywords) -> bool {
    keywords.get("$schema").is_some_and(|dialect| dialect != DIALECT)
}

fn without(keywords: &Keywords, left_out: &[&str]) -> Keywords {
    let says = |name: &str| !left_out.contains(&name) && !is_annotation(name) && !name.starts_with("x-");
    keywords
        .iter()
        .filter(|(name, _)| says(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Keywords whose meaning does not depend on other keywords.
const ALONE: [&str; 11] = [
    "type",
    "enum",
    "const",
    "pattern",
    "format",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "required",
    "properties",
];

/// Returns a schema that is valid where both are.
fn join(mut one: Keywords, other: Keywords) -> Option<Keywords> {
    let closes = |keywords: &Keywords| {
        keywords.get("additionalProperties").is_some_and(|others| *others != true && *others != json!({}))
    };
    // `additionalProperties` depends on the `properties` of the same schema.
    if closes(&one) || closes(&other) {
        return None;
    }
    for (keyword, value) in other {
        let Some(before) = one.get(&keyword) else {
            if !ALONE.contains(&keyword.as_str()) && keyword != "additionalProperties" && !one.is_empty() {
                return None;
            }
            one.insert(keyword, value);
            continue;
        };
        if *before == value {
            continue;
        }
        let both = match keyword.as_str() {
            "required" => {
                let names = before.as_array()?.iter().chain(value.as_array()?.iter()).cloned();
                let mut all: Vec<Json> = Vec::new();
                names.for_each(|name| {
                    if !all.contains(&name) {
                        all.push(name);
                    }
                });
                Json::Array(all)
            }
            "properties" => join_properties(before.as_object()?, value.as_object()?),
            "type" => join_types(before, &value)?,
            "minimum" | "minLength" => json!(before.as_i64()?.max(value.as_i64()?)),
            "maximum" | "maxLength" => json!(before.as_i64()?.min(value.as_i64()?)),
            "additionalProperties" => json!(true),
            _ => return None,
        };
        one.insert(keyword, both);
    }
    Some(one)
}

fn join_properties(one: &Keywords, other: &Keywords) -> Json {
    let mut all = one.clone();
    for (name, schema) in other {
        let both = match all.get(name) {
            Some(known) if known != schema => json!({ "allOf": [known, schema] }),
            _ => schema.clone(),
        };
        all.insert(name.clone(), both);
    }
    Json::Object(all)
}

fn join_types(one: &Json, other: &Json) -> Option<Json> {
    let list = |types: &Json| match types {
        Json::Array(types) => types.clone(),
        only => vec![only.clone()],
    };
    let (one, other) = (list(one), list(other));
    let mut both: Vec<Json> = one.iter().filter(|kind| other.contains(kind)).cloned().collect();
    // Every integer is a number.
    let narrows = |types: &[Json], wider: &[Json]| {
        types.contains(&json!("integer"))
            && wider.contains(&json!("number"))
            && !both.contains(&json!("integer"))
    };
    if narrows(&one, &other) || narrows(&other, &one) {
        both.push(json!("integer"));
    }
    (!both.is_empty()).then_some(Json::Array(both))
}
