//! `redundant-keyword`: a keyword without an effect.

use serde_json::Value as Json;

use super::{Schema, SchemaRule, Subschema, at_keyword, shown, subschema::is_of};
use crate::{Group, Rule, draft::Sink, is_keyword, keywords, quote::alternatives};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "redundant-keyword",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("redundant_keyword.md"),
    },
    check,
};

/// Keywords that have an effect only beside another one.
const COMPANIONS: [(&str, &[&str]); 5] = [
    ("then", &["if"]),
    ("else", &["if"]),
    ("if", &["then", "else"]),
    ("minContains", &["contains"]),
    ("maxContains", &["contains"]),
];

/// Keywords that keep their meaning beside a reference in dialects that ignore its siblings: they address people only.
const BESIDE_REFERENCE: [&str; 16] = [
    "$ref",
    "$comment",
    "$id",
    "$schema",
    "default",
    "definitions",
    "deprecated",
    "deprecationMessage",
    "description",
    "example",
    "examples",
    "markdownDescription",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

fn check(part: &Subschema<'_, '_>, schema: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    beside_reference(part, schema, sink);
    for (keyword, companions) in COMPANIONS {
        if part.get(keyword).is_some() && companions.iter().all(|companion| part.get(companion).is_none()) {
            let message = format!("`{keyword}` has no effect without `{}`", companions.join("` or `"));
            sink.report(at_keyword(part, keyword, message).help("remove it"));
        }
    }
    if part.get("const").is_some() && part.get("enum").is_some() {
        sink.report(
            at_keyword(part, "enum", "`enum` has no effect beside `const`").help("remove one of them"),
        );
    }
    let Some(types) = part.types().filter(|types| !types.is_empty()) else {
        return;
    };
    for keyword in keywords::known().filter(|keyword| part.get(keyword.name).is_some()) {
        let (name, Some(values)) = (keyword.name, keyword.applies_to) else {
            continue;
        };
        if types.iter().any(|name| values.types().contains(name)) {
            continue;
        }
        let (types, what) = (alternatives(&types), values.phrase());
        let message = format!("`{name}` has no effect: no value of type {types} is {what}");
        sink.report(at_keyword(part, name, message).help("remove it, or fix `type`"));
    }
    let values: &[Json] = part.get("enum").and_then(Json::as_array).map_or(&[], Vec::as_slice);
    let (fit, others): (Vec<_>, Vec<_>) = values.iter().partition(|value| is_of(&types, value));
    // If no value fits, the schema is unsatisfiable, not redundant.
    if !fit.is_empty() && !others.is_empty() {
        let others: Vec<String> = others.into_iter().map(shown).collect();
        let message =
            format!("`type` is {}, so that `enum` cannot be {}", alternatives(&types), alternatives(&others));
        sink.report(at_keyword(part, "enum", message).help("fix `type`, or remove the value"));
    }
}

/// Reports keywords beside a reference, which dialects up to draft 7 ignore.
fn beside_reference(part: &Subschema<'_, '_>, schema: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    if !schema.ignores_siblings() || part.get("$ref").is_none() {
        return;
    }
    let names = part.json.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    let ignored = names.filter(|name| !BESIDE_REFERENCE.contains(name) && is_keyword(name));
    for keyword in ignored {
        let message = format!("`{keyword}` has no effect beside `$ref` in this dialect");
        sink.report(
            at_keyword(part, keyword, message).help("put both into `allOf`, or use draft 2019-09 or newer"),
        );
    }
}
