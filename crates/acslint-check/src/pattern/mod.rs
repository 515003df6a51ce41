//! Patterns of own schemas, as ECMA-262 has them with the `u` flag, which is what JSON Schema means.
//!
//! A pattern is read here, and not handed to an engine of another language as it is: what means something else there would be
//! a wrong verdict. Then the cheapest way that is exact is taken: a translation for the engine of Rust; if there is
//! lookaround, passes of our own; if the pattern refers to what it captured, backtracking within a bound. All but the last
//! take time that is linear in the text.

mod backtrack;
mod class;
mod lookaround;
mod property;
mod syntax;
mod translate;

use std::ops::Range;

use regex::Regex;

pub(crate) use syntax::Unportable;
use {
    class::Class,
    syntax::{Node, Parsed},
    translate::Reader,
};

/// A pattern, ready to be matched.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    matcher: Matcher,
}

#[derive(Debug)]
enum Matcher {
    /// So many characters of a class, and no others.
    Count {
        class: Class,
        least: u64,
        most: u64,
    },
    Regular(Regex),
    Lookaround(lookaround::Passes),
    Backtrack(backtrack::Program),
}

/// Why a text is not a pattern here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{construct}` {why}")]
pub(crate) struct PatternError {
    /// The construct in the pattern, in bytes.
    pub(crate) span: Range<usize>,
    pub(crate) construct: String,
    /// Behind the construct.
    pub(crate) why: String,
    /// What to write instead.
    pub(crate) help: String,
}

/// The search took more steps than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Undecided;

/// Checks that a text is a pattern.
pub(crate) fn check(source: &str) -> Result<(), PatternError> {
    syntax::parse(source).map(drop)
}

/// The constructs of a pattern that engines of other languages take differently, or not at all.
pub(crate) fn unportable(source: &str) -> Vec<Unportable> {
    syntax::parse(source).map(|parsed| parsed.unportable).unwrap_or_default()
}

/// The same pattern in syntax that jsonschema's engine takes as it is meant.
pub(crate) fn translated(source: &str) -> Result<String, PatternError> {
    let parsed = syntax::parse(source)?;
    translate::translate(&parsed.root, Reader::Jsonschema).ok_or_else(|| PatternError {
        span: 0..source.len(),
        construct: source.to_owned(),
        why: "has a reference or a lookbehind of variable length, which the name of a property cannot be matched with"
            .to_owned(),
        help: "write it without, or use `propertyNames`".to_owned(),
    })
}

impl Pattern {
    /// Reads a pattern.
    pub(crate) fn new(source: &str) -> Result<Self, PatternError> {
        let Parsed { root, groups, .. } = syntax::parse(source)?;
        let matcher = if let Some((class, least, most)) = counted(&root) {
            Some(Matcher::Count { class, least, most })
        } else if let Some(translated) = translate::translate(&root, Reader::Regex) {
            Regex::new(&translated).ok().map(Matcher::Regular)
        } else if refers(&root) {
            backtrack::Program::new(&root, groups).map(Matcher::Backtrack)
        } else {
            lookaround::Passes::new(&root).map(Matcher::Lookaround)
        };
        let Some(matcher) = matcher else {
            return Err(PatternError {
                span: 0..source.len(),
                construct: source.to_owned(),
                why: "is too large".to_owned(),
                help: "repeat less, or use `maxLength`".to_owned(),
            });
        };
        Ok(Self { source: source.to_owned(), matcher })
    }

    /// The pattern as it is written.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Whether it matches somewhere in a text.
    pub(crate) fn is_match(&self, text: &str) -> Result<bool, Undecided> {
        match &self.matcher {
            Matcher::Count { class, least, most } => {
                let mut count = 0_u64;
                let fits = text.chars().all(|character| {
                    count += 1;
                    count <= *most && class.has(character)
                });
                Ok(fits && count >= *least)
            }
            Matcher::Regular(regex) => Ok(regex.is_match(text)),
            Matcher::Lookaround(passes) => Ok(passes.is_match(text)),
            Matcher::Backtrack(program) => program.is_match(text),
        }
    }
}

/// The class of `^[…]{n,m}$`, which says how long a text may be: as a program it would have a step for each character.
fn counted(root: &Node) -> Option<(Class, u64, u64)> {
    fn inner(node: &Node) -> &Node {
        match node {
            Node::Capture(_, node) => inner(node),
            Node::Sequence(nodes) if nodes.len() == 1 => nodes.first().map_or(node, inner),
            _ => node,
        }
    }
    let Node::Sequence(nodes) = root else {
        return None;
    };
    let [Node::Start, repeated, Node::End] = nodes.as_slice() else {
        return None;
    };
    let Node::Repeat(repeat) = inner(repeated) else {
        return None;
    };
    let Node::Class(class) = inner(&repeat.inner) else {
        return None;
    };
    Some((class.clone(), u64::from(repeat.least), repeat.most.map_or(u64::MAX, u64::from)))
}

/// Whether a pattern refers to what it captured.
fn refers(node: &Node) -> bool {
    match node {
        Node::Reference(_) => true,
        Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().any(refers),
        Node::Capture(_, inner) => refers(inner),
        Node::Repeat(repeat) => refers(&repeat.inner),
        Node::Look(look) => refers(&look.inner),
        Node::Class(_) | Node::Start | Node::End | Node::WordBoundary { .. } => false,
    }
}

#[cfg(test)]
mod tests;
