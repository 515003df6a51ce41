//! `missing-example`: a schema without an example of what it describes.

use super::{Role, Schema, SchemaRule, Subschema, at_subschema};
use crate::{Group, Rule, draft::Sink};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "missing-example",
        group: Group::Style,
        since: "0.1.0",
        page: include_str!("missing_example.md"),
    },
    check,
};

fn check(part: &Subschema<'_, '_>, _: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    let has_one =
        part.get("examples").is_some_and(|examples| examples.as_array().is_none_or(|list| !list.is_empty()));
    if part.role == Role::Root && part.json.is_object() && !has_one {
        let draft = at_subschema(part, "the schema has no example");
        sink.report(draft.help("add a whole record to `examples`; this lint checks it against the schema"));
    }
}
