//! `missing-category`: a record that does not say which category it belongs to.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    custom::NearDiscriminator,
    identify::{Identity, Suggestion},
    record::Record,
    text::Text,
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
    let Identity::NoCategory { value, suggestion } = record.identity else {
        return;
    };
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
