//! Keywords by dialect: those that constrain values, and those of references.

use jsonschema::Draft;

/// A keyword that not every dialect has.
#[derive(Debug)]
pub(super) struct Spanning {
    pub(super) keyword: &'static str,
    /// First and last dialect that have the keyword.
    first: Draft,
    last: Draft,
    /// Replacement in the dialects without the keyword: a help, or empty.
    instead: &'static str,
}

/// The dialects, the oldest first.
const DRAFTS: [(Draft, &str); 5] = [
    (Draft::Draft4, "draft 4"),
    (Draft::Draft6, "draft 6"),
    (Draft::Draft7, "draft 7"),
    (Draft::Draft201909, "draft 2019-09"),
    (Draft::Draft202012, "draft 2020-12"),
];

const fn since(keyword: &'static str, first: Draft, instead: &'static str) -> Spanning {
    Spanning { keyword, first, last: Draft::Draft202012, instead }
}

const fn until(keyword: &'static str, last: Draft, instead: &'static str) -> Spanning {
    Spanning { keyword, first: Draft::Draft4, last, instead }
}

/// Keywords that not every dialect has.
const SPANNING: [Spanning; 23] = [
    since("const", Draft::Draft6, "write `enum` with one value"),
    since("contains", Draft::Draft6, ""),
    since("propertyNames", Draft::Draft6, "write `patternProperties` beside a closed object"),
    since("$id", Draft::Draft6, "write `id`"),
    since("if", Draft::Draft7, "write `anyOf` with `not`"),
    since("then", Draft::Draft7, "write `anyOf` with `not`"),
    since("else", Draft::Draft7, "write `anyOf` with `not`"),
    since("$anchor", Draft::Draft201909, "write `$id` with a fragment, or refer to it by a pointer"),
    since("dependentRequired", Draft::Draft201909, "write `dependencies`"),
    since("dependentSchemas", Draft::Draft201909, "write `dependencies`"),
    since("maxContains", Draft::Draft201909, ""),
    since("minContains", Draft::Draft201909, ""),
    since("unevaluatedItems", Draft::Draft201909, "write `additionalItems`"),
    since("unevaluatedProperties", Draft::Draft201909, "write `additionalProperties`"),
    since("prefixItems", Draft::Draft202012, "write a list as `items`"),
    since("$dynamicAnchor", Draft::Draft202012, ""),
    since("$dynamicRef", Draft::Draft202012, "write `$ref`"),
    Spanning {
        keyword: "$recursiveAnchor",
        first: Draft::Draft201909,
        last: Draft::Draft201909,
        instead: "write `$dynamicAnchor`, which draft 2020-12 has",
    },
    Spanning {
        keyword: "$recursiveRef",
        first: Draft::Draft201909,
        last: Draft::Draft201909,
        instead: "write `$dynamicRef`, which draft 2020-12 has",
    },
    until("id", Draft::Draft4, "write `$id`"),
    until("additionalItems", Draft::Draft201909, "write `items` beside `prefixItems`"),
    until("dependencies", Draft::Draft7, "write `dependentRequired` or `dependentSchemas`"),
    until("extends", Draft::Draft4, "write `allOf`"),
];

/// A keyword that a dialect does not have.
#[derive(Debug)]
pub(super) struct Lacking {
    /// Name of the dialect.
    pub(super) dialect: &'static str,
    /// Phrase for the dialects that have the keyword.
    pub(super) known: String,
    pub(super) help: String,
}

/// Returns the index of a dialect, from the oldest.
fn number(draft: Draft) -> usize {
    DRAFTS.iter().position(|(known, _)| *known == draft).unwrap_or(DRAFTS.len() - 1)
}

/// Describes a keyword that a dialect does not have, but others have; `None` for any other keyword.
pub(super) fn lacking(keyword: &str, draft: Draft) -> Option<Lacking> {
    let Spanning { first, last, instead, .. } = SPANNING.iter().find(|known| known.keyword == keyword)?;
    let (first, last, here) = (number(*first), number(*last), number(draft));
    if (first..=last).contains(&here) {
        return None;
    }
    let name = |number: usize| DRAFTS[number].1;
    let known = match (first, last) {
        (first, last) if first == last => name(first).to_owned(),
        (first, last) if last == DRAFTS.len() - 1 => format!("{} and later", name(first)),
        (_, last) => format!("{} and earlier", name(last)),
    };
    let help = match (*instead, here < first) {
        ("", _) => format!("name {} in `$schema`", name(first)),
        (instead, true) => format!("{instead}, or name {} in `$schema`", name(first)),
        (instead, false) => instead.to_owned(),
    };
    Some(Lacking { dialect: name(here), known, help })
}

#[cfg(test)]
mod tests {
    use super::{Draft, SPANNING, lacking};
    use crate::lint::keywords;

    #[test]
    fn each_keyword_is_known_and_missing_somewhere() {
        for known in &SPANNING {
            assert!(keywords::known().any(|keyword| keyword == known.keyword), "{}", known.keyword);
            let drafts = super::DRAFTS.map(|(draft, _)| lacking(known.keyword, draft).is_some());
            assert!(drafts.contains(&true), "{}", known.keyword);
        }
        assert!(lacking("type", Draft::Draft4).is_none());
    }

    #[test]
    fn it_is_said_which_dialects_have_it() {
        let said = |keyword, draft| lacking(keyword, draft).map(|lacking| (lacking.known, lacking.help));
        let text = |known: &str, help: &str| Some((known.to_owned(), help.to_owned()));
        assert_eq!(
            said("prefixItems", Draft::Draft7),
            text("draft 2020-12", "write a list as `items`, or name draft 2020-12 in `$schema`")
        );
        assert_eq!(
            said("additionalItems", Draft::Draft202012),
            text("draft 2019-09 and earlier", "write `items` beside `prefixItems`")
        );
        assert_eq!(
            said("minContains", Draft::Draft4),
            text("draft 2019-09 and later", "name draft 2019-09 in `$schema`")
        );
        assert_eq!(said("minContains", Draft::Draft202012), None);
    }
}
