//! `missing-category`: a record that does not say which category it belongs to.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    custom::NearDiscriminator,
    identify::{Identity, Suggestion, Wrapped, WrappedForm},
    record::Record,
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "missing-category",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("missing_category.md"),
    },
    Check::Record(check),
);

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Identity::NoCategory { value, suggestion, wrapped } = record.identity else {
        return;
    };
    if let Some(wrapped) = wrapped {
        return sink.report(wrapper(record, *wrapped));
    }
    let message = "no `category`: not a log record, or its category is missing";
    let draft =
        Draft::value(record, value.map_or(record.root(), |node| record.document.value(node)), message)
            .field("Category");
    sink.report(match suggestion {
        Some(Suggestion::Category(category, reason)) => draft.help(Text::known(format!(
            "add `category`, or check with `--category {category}`: the record looks like `{category}` ({reason})"
        ))),
        Some(Suggestion::Discriminator(NearDiscriminator { category, pointer, value })) => draft.help(Text::known(format!(
            "did you mean `{value}` at `{pointer}`? It identifies a record of `{category}`"
        ))),
        None => draft.help("add `category`, or name it with `--category`"),
    });
}

/// Describes an object that wraps records.
fn wrapper(record: &Record<'_>, Wrapped { node, form }: Wrapped) -> Draft {
    let value = record.document.value(node);
    let form_of_it = match form {
        WrappedForm::Objects => "",
        WrappedForm::Text => ", as text",
        WrappedForm::Base64 => ", as text in Base64",
        WrappedForm::Rows => ", as rows of a table",
    };
    let message = text!["no `category`: the records are inside, at `", record.pointer(node), "`", form_of_it];
    let draft = Draft::value(record, record.root(), message)
        .field("Category")
        .label("not a record itself")
        .also(record.span(value), "records begin here");
    let of_it = match form {
        WrappedForm::Rows => record.document.tree.around(node),
        WrappedForm::Objects | WrappedForm::Text | WrappedForm::Base64 => node,
    };
    draft.help(match (record.jq_filter(of_it), form) {
        (Some(filter), WrappedForm::Objects) => {
            text!["take the records out first, for example with `jq -c '", filter, "'`"]
        }
        (Some(filter), WrappedForm::Text) => {
            text!["take the records out first, for example with `jq -c '", filter, " | fromjson'`"]
        }
        (Some(filter), WrappedForm::Base64) => {
            text!["take the records out first, for example with `jq -c '", filter, " | @base64d | fromjson'`"]
        }
        (Some(filter), WrappedForm::Rows) => {
            text!["take the table out first, for example with `jq -c '{tables: [", filter, "]}'`"]
        }
        (None, _) => Text::from("take the records out first"),
    })
}
