//! `unportable-pattern`: a pattern that engines of other languages read differently, or refuse.

use super::{Schema, SchemaRule, Subschema, at_construct, patterns};
use crate::{
    Group, Rule,
    draft::Sink,
    pattern::{Unportable, unportable},
    quote::visible,
};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "unportable-pattern",
        group: Group::Style,
        since: "0.1.0",
        page: include_str!("unportable_pattern.md"),
    },
    check,
};

fn check(part: &Subschema<'_, '_>, _: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    for pattern in patterns(part) {
        let mut said = Vec::new();
        for Unportable { span, why } in unportable(&pattern.source) {
            if said.contains(&why) {
                continue;
            }
            said.push(why);
            let construct = visible(&pattern.source[span.clone()]);
            let message = format!("`{construct}` is not portable: {why}");
            let draft = at_construct(&pattern, &span, message);
            sink.report(
                draft.help("write it so that every engine reads it alike, such as `[0-9]` for `\\d`"),
            );
        }
    }
}
