//! Translation of a pattern into the syntax of the Rust engines, with each class written out.
//!
//! The result means the same in ECMA-262, in Rust's `regex` and in jsonschema's engine, since it has only literals,
//! ranges, groups, counts, `^` and `$`. Assertions within the text use the syntax of one of them.

use super::{
    class::Class,
    syntax::{Look, Node, Repeat},
};

/// Engine that reads the translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// The crate `regex`, which has no lookaround.
    Regex,
    /// jsonschema's engine, which has lookaround, and reads the text as ECMA-262 does.
    Jsonschema,
}

/// Translates a pattern for an engine; `None` if the engine has no syntax for it.
pub(super) fn translate(node: &Node, reader: Reader) -> Option<String> {
    let mut out = String::new();
    write(node, reader, &mut out)?;
    Some(out)
}

fn write(node: &Node, reader: Reader, out: &mut String) -> Option<()> {
    match node {
        Node::Class(class) => write_class(class, out),
        Node::Start => out.push('^'),
        Node::End => out.push('$'),
        Node::WordBoundary { negated } => match (reader, negated) {
            (Reader::Regex, false) => out.push_str(r"(?-u:\b)"),
            // `regex` also tests `\B` between the bytes of a character, where ECMA-262 has no place.
            (Reader::Regex, true) => return None,
            (Reader::Jsonschema, false) => {
                out.push_str("(?:(?<=[0-9A-Z_a-z])(?![0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?=[0-9A-Z_a-z]))");
            }
            (Reader::Jsonschema, true) => {
                out.push_str("(?:(?<=[0-9A-Z_a-z])(?=[0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?![0-9A-Z_a-z]))");
            }
        },
        Node::Sequence(nodes) => {
            for node in nodes {
                if let Node::Choice(_) = node {
                    write_group(node, reader, out)?;
                } else {
                    write(node, reader, out)?;
                }
            }
        }
        Node::Choice(branches) => {
            for (number, branch) in branches.iter().enumerate() {
                if number > 0 {
                    out.push('|');
                }
                write(branch, reader, out)?;
            }
        }
        Node::Capture(_, inner) => write_group(inner, reader, out)?,
        Node::Repeat(repeat) => write_repeat(repeat, reader, out)?,
        Node::Look(look) => write_look(look, reader, out)?,
        Node::Reference(_) => return None,
    }
    Some(())
}

fn write_group(node: &Node, reader: Reader, out: &mut String) -> Option<()> {
    out.push_str("(?:");
    write(node, reader, out)?;
    out.push(')');
    Some(())
}

fn write_repeat(repeat: &Repeat, reader: Reader, out: &mut String) -> Option<()> {
    // jsonschema's engine does not repeat assertions. One round is equivalent to many, and none to an empty pattern.
    if takes_nothing(&repeat.inner) {
        return if repeat.least == 0 { Some(()) } else { write_group(&repeat.inner, reader, out) };
    }
    match &repeat.inner {
        Node::Class(class) => write_class(class, out),
        inner => write_group(inner, reader, out)?,
    }
    let counts = match (repeat.least, repeat.most) {
        (0, None) => "*".to_owned(),
        (1, None) => "+".to_owned(),
        (0, Some(1)) => "?".to_owned(),
        (least, None) => format!("{{{least},}}"),
        (least, Some(most)) if least == most => format!("{{{least}}}"),
        (least, Some(most)) => format!("{{{least},{most}}}"),
    };
    out.push_str(&counts);
    Some(())
}

/// Translates lookaround. Lookbehind of jsonschema's engine rereads the text at every place, so it is cheap only for
/// one character.
fn write_look(look: &Look, reader: Reader, out: &mut String) -> Option<()> {
    if reader == Reader::Regex || look.behind && width(&look.inner).is_none() {
        return None;
    }
    out.push_str(match (look.behind, look.negated) {
        (false, false) => "(?=",
        (false, true) => "(?!",
        (true, false) => "(?<=",
        (true, true) => "(?<!",
    });
    write(&look.inner, reader, out)?;
    out.push(')');
    Some(())
}

/// Returns true if a node matches the empty text only.
fn takes_nothing(node: &Node) -> bool {
    match node {
        Node::Class(_) | Node::Reference(_) => false,
        Node::Start | Node::End | Node::WordBoundary { .. } | Node::Look(_) => true,
        Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().all(takes_nothing),
        Node::Capture(_, inner) => takes_nothing(inner),
        Node::Repeat(repeat) => repeat.most == Some(0) || takes_nothing(&repeat.inner),
    }
}

/// Returns the number of characters of every match, if it is constant.
fn width(node: &Node) -> Option<u32> {
    match node {
        Node::Class(_) => Some(1),
        Node::Start | Node::End | Node::WordBoundary { .. } | Node::Look(_) => Some(0),
        Node::Sequence(nodes) => nodes.iter().try_fold(0_u32, |sum, node| sum.checked_add(width(node)?)),
        Node::Choice(branches) => {
            let mut widths = branches.iter().map(width);
            let first = widths.next()??;
            widths.all(|width| width == Some(first)).then_some(first)
        }
        Node::Capture(_, inner) => width(inner),
        Node::Repeat(repeat) if repeat.most == Some(repeat.least) => {
            width(&repeat.inner)?.checked_mul(repeat.least)
        }
        Node::Repeat(_) | Node::Reference(_) => None,
    }
}

fn write_class(class: &Class, out: &mut String) {
    let literal = |character: char, out: &mut String, special: &str| {
        if special.contains(character) {
            out.push('\\');
        }
        out.push(character);
    };
    match class.ranges() {
        [(only, end)] if only == end => literal(*only, out, r"^$\.*+?()[]{}|"),
        // The empty class: the complement of all characters.
        [] => out.push_str("[^\0-\u{10ffff}]"),
        ranges => {
            out.push('[');
            for (start, end) in ranges {
                literal(*start, out, r"\[]^-");
                if start != end {
                    out.push('-');
                    literal(*end, out, r"\[]^-");
                }
            }
            out.push(']');
        }
    }
}
