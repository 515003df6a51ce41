//! `unknown-keyword`: a key of a schema that no dialect defines.

use super::{
    Schema, SchemaRule, Subschema, at_keyword,
    dialects::{Lacking, lacking},
};
use crate::{Group, Rule, draft::Sink, keywords, names::nearest, quote, quote::visible};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "unknown-keyword",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("unknown_keyword.md"),
    },
    check,
};

fn check(part: &Subschema<'_, '_>, schema: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    // An unknown dialect may have other keywords.
    let Some(draft) = schema.draft else {
        return;
    };
    for name in part.json.as_object().into_iter().flatten().map(|(name, _)| name) {
        if let Some(Lacking { dialect, known, help }) = lacking(name, draft) {
            let message = format!("`{name}` is not a keyword of {dialect}, but of {known}");
            sink.report(at_keyword(part, name, message).help(help).name(quote::name(name)));
            continue;
        }
        let is_extension = name.to_ascii_lowercase().starts_with("x-");
        if is_extension || keywords::is_keyword(name) {
            continue;
        }
        let message = format!("unknown keyword `{}`", visible(name));
        let draft = at_keyword(part, name, message).name(quote::name(name));
        sink.report(match nearest(name, keywords::known().map(|keyword| keyword.name)) {
            Some(known) => draft.help(format!("did you mean `{known}`?")),
            None => {
                draft.help("remove it, or begin its name with `x-`: validators ignore an unknown keyword")
            }
        });
    }
}
