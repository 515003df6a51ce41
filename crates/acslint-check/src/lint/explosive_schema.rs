//! `explosive-schema`: a schema that applies the same subschemas too often for any validator.

use super::{Role, Schema, SchemaRule, Subschema, at_subschema, located};
use crate::{
    Group, Rule,
    document::Lookup,
    draft::{Draft, Sink},
    limits::{Cost, Explosive},
};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "explosive-schema",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("explosive_schema.md"),
    },
    check,
};

fn check(part: &Subschema<'_, '_>, schema: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    if part.role != Role::Root {
        return;
    }
    let (pointer, message, help) = match &schema.cost {
        Cost::Linear | Cost::Counted => return,
        Cost::Doubling(pointer) => (
            pointer,
            "it applies itself to one value in two ways, so that each level of a record doubles the steps"
                .to_owned(),
            "refer to it once, where both branches need it",
        ),
        Cost::TooMuch(Explosive { pointer, message, help }) => {
            (pointer, format!("the schema {message}"), *help)
        }
    };
    sink.report(at_beginning(part, pointer, message).help(help));
}

/// Returns a draft at the beginning of the subschema that a pointer refers to.
fn at_beginning(part: &Subschema<'_, '_>, pointer: &str, message: String) -> Draft {
    match Lookup::default().walk(part.value, pointer).filter(|_| !pointer.is_empty()) {
        Some(value) => {
            let parent = value.parent();
            located(parent, pointer.to_owned(), message)
        }
        None => at_subschema(part, message),
    }
}
