//! `invalid-schema`: what is no schema of its dialect.

use jsonschema::{Draft as Dialect, draft4, draft6, draft7, draft201909, draft202012};
use serde_json::{Value as Json, json};

use super::{Role, Schema, Subschema, at_value, located, shown};
use crate::{
    document::Value,
    names::nearest,
    rules::{Check, Draft, Group, Rule, Sink, Vouch, visible},
};

pub(super) static RULE: Rule = Rule {
    id: "invalid-schema",
    group: Group::Correctness,
    since: "0.1.0",
    page: include_str!("invalid_schema.md"),
    check: Check::Schema(check),
    vouch: Vouch::Plain,
};

/// The values of `type`.
const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

fn check(part: &Subschema<'_, '_>, schema: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    patterns(part, sink);
    if part.role != Role::Root {
        return;
    }
    let root = part.value;
    if !part.json.is_object() && !part.json.is_boolean() {
        let message = format!("a schema is an object or a boolean, not {}", root.kind().described());
        sink.report(located(root, String::new(), message).help("write `{}` around keywords"));
        return;
    }
    let Some(dialect) = schema.draft else {
        return;
    };
    let validator = match dialect {
        Dialect::Draft4 => draft4::meta::validator(),
        Dialect::Draft6 => draft6::meta::validator(),
        Dialect::Draft7 => draft7::meta::validator(),
        Dialect::Draft201909 => draft201909::meta::validator(),
        _ => draft202012::meta::validator(),
    };
    let mut said: Vec<(String, String)> = Vec::new();
    for error in validator.iter_errors(part.json) {
        let pointer = error.instance_path().to_string();
        let draft = violation(root, schema.json, &pointer, &error.masked_with("the value").to_string());
        let key = (pointer, draft.message.verbatim().to_owned());
        if !said.contains(&key) {
            said.push(key);
            sink.report(draft);
        }
    }
}

/// A place where the schema is not as its dialect has it.
fn violation(root: Value<'_>, json: &Json, pointer: &str, why: &str) -> Draft {
    let value = find(root, pointer).unwrap_or(root);
    let names: Vec<&str> = pointer.rsplit('/').take(2).collect();
    let found = json.pointer(pointer).unwrap_or(json);
    let is_type = names.first() == Some(&"type")
        || (names.get(1) == Some(&"type") && names[0].bytes().all(|byte| byte.is_ascii_digit()));
    if is_type && let Some(name) = found.as_str() {
        let draft =
            located(value, pointer.to_owned(), format!("`{}` is not the name of a JSON type", visible(name)));
        return match nearest(name, TYPES) {
            Some(known) => draft.help(format!("did you mean `{known}`?")),
            None => draft.help(format!("use one of `{}`", TYPES.join("`, `"))),
        };
    }
    let keyword = names
        .first()
        .filter(|name| !name.is_empty())
        .map_or("the schema".to_owned(), |name| format!("`{}`", visible(name)));
    located(value, pointer.to_owned(), format!("{keyword} is not as its dialect has it: {why}"))
        .help(format!("it is {} here", shown(found)))
}

/// The value that a JSON Pointer leads to.
pub(super) fn find<'a>(root: Value<'a>, pointer: &str) -> Option<Value<'a>> {
    pointer.split('/').skip(1).try_fold(root, |value, step| {
        let step = step.replace("~1", "/").replace("~0", "~");
        value.member(&step).or_else(|| value.items().nth(step.parse().ok()?))
    })
}

/// Patterns that are no regular expressions.
fn patterns(part: &Subschema<'_, '_>, sink: &mut Sink<'_>) {
    let own = part.get("pattern").and_then(Json::as_str).map(|pattern| ("pattern", pattern));
    let by_name = part.get("patternProperties").and_then(Json::as_object).into_iter().flatten();
    let by_name = by_name.map(|(pattern, _)| ("patternProperties", pattern.as_str()));
    for (keyword, pattern) in own.into_iter().chain(by_name) {
        if jsonschema::options().build(&json!({ "pattern": pattern })).is_err() {
            let message = format!("`{}` is not a regular expression", visible(pattern));
            sink.report(at_value(part, keyword, message).help("write it as ECMA-262 has it"));
        }
    }
}
