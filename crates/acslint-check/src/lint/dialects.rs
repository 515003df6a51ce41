//! Messages about a keyword that the dialect of a schema does not have.

use jsonschema::Draft;

use crate::keywords;

/// The dialects, the oldest first.
const DRAFTS: [(Draft, &str); 5] = [
    (Draft::Draft4, "draft 4"),
    (Draft::Draft6, "draft 6"),
    (Draft::Draft7, "draft 7"),
    (Draft::Draft201909, "draft 2019-09"),
    (Draft::Draft202012, "draft 2020-12"),
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
    let keyword = keywords::find(keyword)?;
    let (first, last) = keyword.dialects?;
    let (first, last, here) = (number(first), number(last), number(draft));
    if (first..=last).contains(&here) {
        return None;
    }
    let name = |number: usize| DRAFTS[number].1;
    let known = match (first, last) {
        (first, last) if first == last => name(first).to_owned(),
        (first, last) if last == DRAFTS.len() - 1 => format!("{} and later", name(first)),
        (_, last) => format!("{} and earlier", name(last)),
    };
    let help = match (keyword.instead, here < first) {
        ("", _) => format!("name {} in `$schema`", name(first)),
        (instead, true) => format!("{instead}, or name {} in `$schema`", name(first)),
        (instead, false) => instead.to_owned(),
    };
    Some(Lacking { dialect: name(here), known, help })
}

#[cfg(test)]
mod tests {
    use super::{Draft, keywords, lacking};

    #[test]
    fn each_keyword_that_not_every_dialect_has_is_missing_somewhere() {
        for keyword in keywords::known().filter(|keyword| keyword.dialects.is_some()) {
            let drafts = super::DRAFTS.map(|(draft, _)| lacking(keyword.name, draft).is_some());
            assert!(drafts.contains(&true), "{}", keyword.name);
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
