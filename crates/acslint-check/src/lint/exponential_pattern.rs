//! `exponential-pattern`: a pattern whose matching time can double with each character.

use serde_json::Value as Json;

use super::{Schema, SchemaRule, Subschema, at_value};
use crate::{Group, Rule, draft::Sink, quote::visible};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "exponential-pattern",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("exponential_pattern.md"),
    },
    check,
};

fn check(part: &Subschema<'_, '_>, _: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    let of_values = part.get("pattern").and_then(Json::as_str).map(|pattern| ("pattern", pattern));
    let by_name = part.get("patternProperties").and_then(Json::as_object).into_iter().flatten();
    let by_name = by_name.map(|(pattern, _)| ("patternProperties", pattern.as_str()));
    for (keyword, pattern) in of_values.into_iter().chain(by_name) {
        let Some(range) = nested_repetition(pattern) else {
            continue;
        };
        let message = format!(
            "`{}` repeats a repetition: it can match a text in too many ways",
            visible(&pattern[range])
        );
        let help =
            "write it so that each repetition begins or ends with something that the others cannot match";
        sink.report(at_value(part, keyword, message).help(help));
    }
}

/// Properties of a part of a pattern.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    /// True if the part matches the empty text.
    empty: bool,
    /// True if one repetition inside the part can match all that the part matches.
    loops: bool,
}

/// Returns the range of the first repeated group whose content is itself a repetition: `(a+)+`, `(\w+\s?)*`. The group
/// `([a-z]+\.)+` does not count, since each round ends with a dot.
fn nested_repetition(pattern: &str) -> Option<std::ops::Range<usize>> {
    let mut reader = Reader { bytes: pattern.as_bytes(), at: 0, found: None, depth: 0 };
    reader.choice();
    reader.found.filter(|range| pattern.is_char_boundary(range.start) && pattern.is_char_boundary(range.end))
}

/// Parser of a pattern's repetitions; reads any other construct one character at a time.
struct Reader<'p> {
    bytes: &'p [u8],
    at: usize,
    found: Option<std::ops::Range<usize>>,
    depth: usize,
}

/// Maximum depth of nested groups that the parser enters.
const DEPTH: usize = 100;

impl Reader<'_> {
    /// Parses alternatives up to the end of their group.
    fn choice(&mut self) -> Piece {
        let mut whole = self.sequence();
        while self.bytes.get(self.at) == Some(&b'|') {
            self.at += 1;
            let other = self.sequence();
            whole = Piece { empty: whole.empty || other.empty, loops: whole.loops || other.loops };
        }
        whole
    }

    fn sequence(&mut self) -> Piece {
        let mut pieces = Vec::new();
        while !matches!(self.bytes.get(self.at), None | Some(b'|' | b')')) {
            pieces.push(self.repeated());
        }
        let others_empty =
            |index: usize| pieces.iter().enumerate().all(|(other, piece)| other == index || piece.empty);
        let loops = pieces.iter().enumerate().any(|(index, piece)| piece.loops && others_empty(index));
        Piece { empty: pieces.iter().all(|piece| piece.empty), loops }
    }

    /// Parses an atom and its quantifier.
    fn repeated(&mut self) -> Piece {
        let start = self.at;
        let (mut piece, is_group) = self.atom();
        let (least, is_unbounded, length) = match &self.bytes[self.at..] {
            [b'*', ..] => (0, true, 1),
            [b'+', ..] => (1, true, 1),
            [b'?', ..] => (0, false, 1),
            [b'{', rest @ ..] => match bounds(rest) {
                Some((least, is_unbounded, length)) => (least, is_unbounded, length + 1),
                None => return piece,
            },
            _ => return piece,
        };
        self.at += length;
        if is_unbounded && is_group && piece.loops && self.found.is_none() {
            self.found = Some(start..self.at);
        }
        piece.empty |= least == 0;
        piece.loops |= is_unbounded;
        // A `?` or `+` after the quantifier changes its greediness.
        if matches!(self.bytes.get(self.at), Some(b'?' | b'+')) {
            self.at += 1;
        }
        piece
    }

    fn atom(&mut self) -> (Piece, bool) {
        let one = (Piece::default(), false);
        match self.bytes.get(self.at) {
            Some(b'\\') => {
                let is_edge = matches!(self.bytes.get(self.at + 1), Some(b'b' | b'B'));
                self.at = (self.at + 2).min(self.bytes.len());
                (Piece { empty: is_edge, loops: false }, false)
            }
            Some(b'^' | b'$') => {
                self.at += 1;
                (Piece { empty: true, loops: false }, false)
            }
            Some(b'[') => {
                self.class();
                one
            }
            Some(b'(') if self.depth < DEPTH => {
                self.at += 1;
                let looks_around = self.group_kind();
                self.depth += 1;
                let inner = self.choice();
                self.depth -= 1;
                self.at = (self.at + 1).min(self.bytes.len());
                if looks_around { (Piece { empty: true, loops: false }, false) } else { (inner, true) }
            }
            _ => {
                self.at += 1;
                one
            }
        }
    }

    /// Skips the marker of the group's kind. Returns true for lookaround.
    fn group_kind(&mut self) -> bool {
        let rest = &self.bytes[self.at..];
        for (mark, looks_around) in [("?:", false), ("?=", true), ("?!", true), ("?<=", true), ("?<!", true)]
        {
            if rest.starts_with(mark.as_bytes()) {
                self.at += mark.len();
                return looks_around;
            }
        }
        if rest.starts_with(b"?<") {
            self.at += rest.iter().position(|byte| *byte == b'>').map_or(2, |end| end + 1);
        }
        false
    }

    /// Skips a character class.
    fn class(&mut self) {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 2,
                b']' => {
                    self.at += 1;
                    return;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.bytes.len());
    }
}

/// Parses `{2}`, `{2,}` or `{2,5}` after its brace: the minimum, true if there is no maximum, and the length in bytes.
fn bounds(rest: &[u8]) -> Option<(u32, bool, usize)> {
    let end = rest.iter().position(|byte| *byte == b'}')?;
    let inside = str::from_utf8(&rest[..end]).ok()?;
    let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
    let least = least.parse().ok()?;
    let is_unbounded = most.is_empty();
    (is_unbounded || most.parse::<u32>().is_ok()).then_some((least, is_unbounded, end + 1))
}

#[cfg(test)]
mod tests {
    use super::nested_repetition;

    #[test]
    fn repetitions_of_repetitions_are_found() {
        for (pattern, expected) in [
            ("^(a+)+$", "(a+)+"),
            (r"^(\w+\s?)*$", r"(\w+\s?)*"),
            ("x([^,]*)*", "([^,]*)*"),
            ("((a|b+)c?)+", "((a|b+)c?)+"),
            ("(?:a{2,})+", "(?:a{2,})+"),
            ("(?<name>[a-z]+)*!", "(?<name>[a-z]+)*"),
        ] {
            let found = nested_repetition(pattern).map(|range| &pattern[range]);
            assert_eq!(found, Some(expected), "{pattern}");
        }
    }

    #[test]
    fn what_cannot_be_cut_in_several_ways_is_left_alone() {
        for pattern in [
            "^([0-9]{1,3}\\.){3}[0-9]{1,3}$",
            "^([a-z]+\\.)+[a-z]+$",
            "^[a-z]+(-[a-z]+)*$",
            "^(a+)?$",
            "^(a+){2,3}$",
            "[(a+)+]",
            r"\(a+\)+",
            "(?=a+)*",
            "",
            "(((",
            "a{",
            "[",
            "\\",
        ] {
            assert_eq!(nested_repetition(pattern), None, "{pattern}");
        }
    }
}
