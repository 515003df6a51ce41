//! `unresolved-reference`: a reference within the schema that cannot be resolved.

use percent_encoding::percent_decode_str;
use serde_json::Value as Json;

use super::{Schema, Subschema, at_value};
use crate::{
    custom::is_pointer,
    rules::{Check, CleanWhen, Group, Rule, Sink, visible},
};

pub(super) static RULE: Rule = Rule {
    id: "unresolved-reference",
    group: Group::Correctness,
    since: "0.1.0",
    page: include_str!("unresolved_reference.md"),
    check: Check::Schema(check),
    clean_when: CleanWhen::Plain,
};

/// Keywords that hold a reference.
const REFERENCES: [&str; 3] = ["$dynamicRef", "$recursiveRef", "$ref"];

fn check(part: &Subschema<'_, '_>, schema: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    for keyword in REFERENCES {
        let Some(reference) = part.get(keyword).and_then(Json::as_str) else {
            continue;
        };
        // Other documents are not available here.
        let Some(fragment) = reference.strip_prefix('#') else {
            continue;
        };
        let Some(base) = schema.json.pointer(&part.base) else {
            continue;
        };
        if !leads_somewhere(fragment, base, part, schema) {
            let message = format!("`{}` cannot be resolved", visible(reference));
            sink.report(
                at_value(part, keyword, message)
                    .help("refer to an existing subschema, such as one in `$defs`"),
            );
        }
    }
}

fn leads_somewhere(fragment: &str, base: &Json, part: &Subschema<'_, '_>, schema: &Schema<'_, '_>) -> bool {
    let fragment = percent_decode_str(fragment).decode_utf8_lossy();
    if fragment.is_empty() || fragment.starts_with('/') {
        return is_pointer(&fragment) && base.pointer(&fragment).is_some();
    }
    let names = |other: &Subschema<'_, '_>, keyword: &str, name: &str| {
        other.get(keyword).and_then(Json::as_str) == Some(name)
    };
    let inside = |other: &&Subschema<'_, '_>| other.pointer.starts_with(&part.base);
    schema.subschemas.iter().filter(inside).any(|other| {
        ["$anchor", "$dynamicAnchor"].iter().any(|keyword| names(other, keyword, &fragment))
            || ["$id", "id"].iter().any(|keyword| names(other, keyword, &format!("#{fragment}")))
    })
}
