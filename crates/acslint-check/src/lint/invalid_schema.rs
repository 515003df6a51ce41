//! `invalid-schema`: a document that is not a schema of its dialect.

use std::collections::BTreeSet;

use jsonschema::{Draft as Dialect, draft4, draft6, draft7, draft201909, draft202012};
use serde_json::Value as Json;

use super::{
    Role, Schema, SchemaRule, Subschema, at_construct, at_subschema, at_value, located, patterns, shown,
    subschema::TYPES,
};
use crate::{
    Group, Rule,
    document::{Lookup, Value},
    document_kind::foreign,
    draft::{Draft, Sink},
    names::nearest,
    pattern,
    quote::visible,
};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "invalid-schema",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("invalid_schema.md"),
    },
    check,
};

fn check(part: &Subschema<'_, '_>, schema: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    check_patterns(part, sink);
    if part.role != Role::Root {
        return;
    }
    let root = part.value;
    if !part.json.is_object() && !part.json.is_boolean() {
        let message = format!("a schema must be an object or a boolean, not {}", root.kind().described());
        sink.report(located(root, String::new(), message).help("write `{}` around keywords"));
        return;
    }
    if let Some((message, help)) = foreign(part.json) {
        sink.report(at_subschema(part, format!("the document {message}")).help(help));
        return;
    }
    anchors(schema, sink);
    let Some(dialect) = schema.draft else {
        let named = part.get("$schema").and_then(Json::as_str).unwrap_or_default();
        let message = format!("unknown dialect `{}`", visible(named));
        sink.report(at_value(part, "$schema", message).help("use draft 2020-12, 2019-09, 7, 6 or 4"));
        return;
    };
    let validator = match dialect {
        Dialect::Draft4 => draft4::meta::validator(),
        Dialect::Draft6 => draft6::meta::validator(),
        Dialect::Draft7 => draft7::meta::validator(),
        Dialect::Draft201909 => draft201909::meta::validator(),
        _ => draft202012::meta::validator(),
    };
    let (mut said, mut lookup) = (BTreeSet::new(), Lookup::default());
    for error in validator.iter_errors(part.json) {
        let pointer = error.instance_path().to_string();
        let why = error.masked_with("the value").to_string();
        let draft = violation((root, &mut lookup), schema.json, &pointer, &why);
        if said.insert((pointer, draft.message.verbatim().to_owned())) {
            sink.report(draft);
        }
    }
}

/// Returns true if a value is a text that is not the name of a type.
fn is_no_type(value: &Json) -> bool {
    value.as_str().is_some_and(|name| !TYPES.contains(&name))
}

/// Reports duplicate anchors in one document: a reference to them is ambiguous.
fn anchors(schema: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for part in &schema.subschemas {
        for keyword in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = part.get(keyword).and_then(Json::as_str)
                && !seen.insert((&part.base, name))
            {
                let message = format!("duplicate anchor `{}`", visible(name));
                sink.report(
                    at_value(part, keyword, message).help("give each subschema an anchor of its own"),
                );
            }
        }
    }
}

/// Returns a draft about a violation of the dialect's metaschema.
fn violation((root, lookup): (Value<'_>, &mut Lookup), json: &Json, pointer: &str, why: &str) -> Draft {
    let value = lookup.walk(root, pointer).unwrap_or(root);
    let names: Vec<&str> = pointer.rsplit('/').take(2).collect();
    let found = json.pointer(pointer).unwrap_or(json);
    let is_type = names.first() == Some(&"type")
        || (names.get(1) == Some(&"type") && names[0].bytes().all(|byte| byte.is_ascii_digit()));
    // In a list of types, the finding is about the name that is not a type.
    if names.first() == Some(&"type")
        && let Some(place) = found.as_array().and_then(|listed| listed.iter().position(is_no_type))
    {
        return violation((root, lookup), json, &format!("{pointer}/{place}"), why);
    }
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
        .map_or("schema".to_owned(), |name| format!("`{}`", visible(name)));
    located(value, pointer.to_owned(), format!("invalid {keyword}: {why}"))
        .help(format!("replace {} with a valid value", shown(found)))
}

/// Reports patterns that are not valid in ECMA-262.
fn check_patterns(part: &Subschema<'_, '_>, sink: &mut Sink<'_>) {
    for pattern in patterns(part) {
        let error = if pattern.of_names {
            pattern::translated(&pattern.source).err()
        } else {
            pattern::Pattern::new(&pattern.source).err()
        };
        if let Some(error) = error {
            let message = format!("in a pattern, `{}` {}", visible(&error.construct), error.why);
            sink.report(at_construct(&pattern, &error.span, message).help(error.help));
        }
    }
}
