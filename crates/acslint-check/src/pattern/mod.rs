//! Patterns of custom schemas: regular expressions of ECMA-262 with the `u` flag, as JSON Schema requires.
//!
//! This module parses a pattern instead of handing it to an engine of another language, where a construct with another
//! meaning would give a wrong verdict. Then it picks the cheapest exact matcher: a translation for the engine of Rust;
//! for lookaround, passes of this crate; for backreferences, backtracking within a bound. All but the last take time
//! that is linear in the text.

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

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    matcher: Matcher,
}

#[derive(Debug)]
enum Matcher {
    /// A number of characters of one class only.
    Count {
        class: Class,
        least: u64,
        most: u64,
    },
    Regular(Regex),
    Lookaround(lookaround::Passes),
    Backtrack(backtrack::Program),
}

/// Error of an invalid or unsupported pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{construct}` {why}")]
pub(crate) struct PatternError {
    /// Byte range of the construct in the pattern.
    pub(crate) span: Range<usize>,
    pub(crate) construct: String,
    /// Message that follows the construct.
    pub(crate) why: String,
    /// Advice on a replacement.
    pub(crate) help: String,
}

/// Verdict of a search that exceeded its limit on steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Undecided;

/// Checks that a text is a pattern.
pub(crate) fn check(source: &str) -> Result<(), PatternError> {
    syntax::parse(source).map(drop)
}

/// Returns the constructs of a pattern that engines of other languages read differently, or refuse.
pub(crate) fn unportable(source: &str) -> Vec<Unportable> {
    syntax::parse(source).map(|parsed| parsed.unportable).unwrap_or_default()
}

/// Translates a pattern into syntax with the same meaning in jsonschema's engine.
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
    /// Compiles a pattern.
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

    /// Returns the pattern as it is written.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Returns true if the pattern matches somewhere in a text.
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

/// Returns the class and the bounds of `^[…]{n,m}$`, which limits the length of a text. A program for it would have a
/// step for each character.
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

/// Returns true if a pattern has a backreference.
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
