//! `unknown-format`: a `format` that no specification defines.

use super::{Schema, SchemaRule, Subschema, at_value, formats};
use crate::{Group, Rule, draft::Sink, names::nearest, quote, quote::visible};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "unknown-format",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("unknown_format.md"),
    },
    check,
};

fn check(part: &Subschema<'_, '_>, _: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    let Some(format) = part.get("format").and_then(|format| format.as_str()) else {
        return;
    };
    let known = || formats::FORMATS.into_iter().chain(formats::MORE_FORMATS);
    if known().any(|name| name == format) {
        return;
    }
    let message = format!("unknown format `{}`", visible(format));
    let draft = at_value(part, "format", message).name(quote::name(format));
    sink.report(match nearest(format, known()) {
        Some(name) => draft.help(format!("did you mean `{name}`?")),
        None => draft.help("describe the text with `pattern`: validators ignore an unknown format"),
    });
}
