//! `missing-description`: a property, or a whole schema, without a description.

use super::{Role, Schema, SchemaRule, Subschema, at_subschema};
use crate::{Group, Rule, draft::Sink, quote::visible};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "missing-description",
        group: Group::Style,
        since: "0.1.0",
        page: include_str!("missing_description.md"),
    },
    check,
};

/// Keywords that describe a schema to a reader; one is enough.
const TELLING: [&str; 6] = ["description", "title", "markdownDescription", "$comment", "$ref", "$dynamicRef"];

fn check(part: &Subschema<'_, '_>, _: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    if part.role == Role::Other
        || !part.json.is_object()
        || TELLING.iter().any(|keyword| part.get(keyword).is_some())
    {
        return;
    }
    let name = acslint_types::pointer::name(part.pointer.rsplit('/').next().unwrap_or_default());
    let message = match part.role {
        Role::Root => "the schema has no description".to_owned(),
        _ => format!("`{}` has no description", visible(&name)),
    };
    sink.report(at_subschema(part, message).help("add a `description` of what it holds, and in which unit"));
}
