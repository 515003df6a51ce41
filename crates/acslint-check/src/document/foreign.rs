//! Text that programs put between the tokens of JSON: invisible characters, terminal colours, marks of a merge.

use serde::{Deserialize, Serialize};

/// Text between tokens that is not JSON's white space, and has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Foreign {
    /// Character that is not visible, or that looks like a space.
    Character(char),
    /// Escape sequence of a terminal.
    Colour,
    /// Line that git writes into a file with a conflict.
    ConflictMarker,
}

/// Longest escape sequence and longest line of a conflict that are recognized, in bytes.
const LONGEST: usize = 256;

/// Characters without a visible form of their own, with their names. Control characters are named by their numbers.
const CHARACTERS: [(char, &str); 29] = [
    ('\0', "NUL character"),
    ('\u{B}', "vertical tab"),
    ('\u{C}', "form feed"),
    ('\u{1E}', "record separator"),
    ('\u{7F}', "delete character"),
    ('\u{85}', "next line"),
    ('\u{A0}', "no-break space"),
    ('\u{AD}', "soft hyphen"),
    ('\u{1680}', "Ogham space"),
    ('\u{2000}', "en quad"),
    ('\u{2001}', "em quad"),
    ('\u{2002}', "en space"),
    ('\u{2003}', "em space"),
    ('\u{2004}', "third-of-an-em space"),
    ('\u{2005}', "quarter-of-an-em space"),
    ('\u{2006}', "sixth-of-an-em space"),
    ('\u{2007}', "figure space"),
    ('\u{2008}', "punctuation space"),
    ('\u{2009}', "thin space"),
    ('\u{200A}', "hair space"),
    ('\u{200B}', "zero width space"),
    ('\u{200C}', "zero width non-joiner"),
    ('\u{200D}', "zero width joiner"),
    ('\u{2028}', "line separator"),
    ('\u{2029}', "paragraph separator"),
    ('\u{202F}', "narrow no-break space"),
    ('\u{2060}', "word joiner"),
    ('\u{3000}', "ideographic space"),
    ('\u{FEFF}', "byte order mark"),
];

impl Foreign {
    /// Name of a character, if it has one.
    pub(crate) fn name(character: char) -> Option<&'static str> {
        CHARACTERS.iter().find(|(other, _)| *other == character).map(|(_, name)| *name)
    }
}

/// Result of looking for a foreign text.
pub(crate) enum Found {
    /// There is one of this length.
    Text(Foreign, usize),
    /// The text is too short to decide.
    Short,
    /// There is none.
    Nothing,
}

/// Finds the foreign text that a text begins with; `end` is true if nothing follows it, and `begins_line` if it begins a line.
pub(crate) fn foreign(text: &[u8], end: bool, begins_line: bool) -> Found {
    match text.first() {
        Some(0x1B) => colour(text, end),
        Some(b'<' | b'=' | b'>' | b'|') if begins_line => conflict_marker(text, end),
        Some(0..=8 | 0x0B | 0x0C | 0x0E..=0x1F | 0x7F | 0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF) => {
            character(text, end)
        }
        _ => Found::Nothing,
    }
}

fn character(text: &[u8], end: bool) -> Found {
    let near = &text[..text.len().min(4)];
    let valid = match std::str::from_utf8(near) {
        Ok(valid) => valid,
        Err(error) if error.valid_up_to() == 0 && error.error_len().is_none() && !end => return Found::Short,
        Err(error) => std::str::from_utf8(&near[..error.valid_up_to()]).unwrap_or_default(),
    };
    match valid.chars().next() {
        Some(first) if first.is_ascii() || Foreign::name(first).is_some() => {
            Found::Text(Foreign::Character(first), first.len_utf8())
        }
        _ => Found::Nothing,
    }
}

fn colour(text: &[u8], end: bool) -> Found {
    match text.get(1) {
        Some(b'[') => {}
        None if !end => return Found::Short,
        _ => return Found::Text(Foreign::Character('\u{1B}'), 1),
    }
    let near = &text[..text.len().min(LONGEST)];
    let parameters = near[2..].iter().take_while(|byte| matches!(byte, b' '..=b'?')).count();
    match near.get(2 + parameters) {
        Some(b'@'..=b'~') => Found::Text(Foreign::Colour, 3 + parameters),
        None if near.len() < LONGEST && !end => Found::Short,
        _ => Found::Text(Foreign::Character('\u{1B}'), 1),
    }
}

fn conflict_marker(text: &[u8], end: bool) -> Found {
    let marker = text.iter().take(8).take_while(|byte| **byte == text[0]).count();
    if marker != 7 {
        return if marker == text.len() && marker < 7 && !end { Found::Short } else { Found::Nothing };
    }
    match text.get(7) {
        None if !end => return Found::Short,
        None | Some(b' ' | b'\r' | b'\n') => {}
        Some(_) => return Found::Nothing,
    }
    let near = &text[..text.len().min(LONGEST)];
    let newline = memchr::memchr(b'\n', near);
    if memchr::memchr(b'{', &near[..newline.unwrap_or(near.len())]).is_some() {
        // A record may follow on the line.
        return Found::Nothing;
    }
    match newline {
        Some(length) => Found::Text(Foreign::ConflictMarker, length),
        None if near.len() == LONGEST => Found::Nothing,
        None if end => Found::Text(Foreign::ConflictMarker, near.len()),
        None => Found::Short,
    }
}

#[cfg(test)]
mod tests {
    use super::{Foreign, Found, foreign};

    fn found(text: &[u8], end: bool) -> Option<(Option<Foreign>, usize)> {
        match foreign(text, end, true) {
            Found::Text(foreign, length) => Some((Some(foreign), length)),
            Found::Short => Some((None, 0)),
            Found::Nothing => None,
        }
    }

    #[test]
    fn foreign_texts_have_a_name_and_a_length() {
        let character = |character, length| Some((Some(Foreign::Character(character)), length));
        assert_eq!(found("\u{FEFF}{".as_bytes(), true), character('\u{FEFF}', 3));
        assert_eq!(found("\u{A0}x".as_bytes(), true), character('\u{A0}', 2));
        assert_eq!(found("\u{200B}".as_bytes(), true), character('\u{200B}', 3));
        assert_eq!(found(b"\x1E{", true), character('\u{1E}', 1));
        assert_eq!(found(b"\x07", true), character('\u{7}', 1));
        assert_eq!(found(b"\x1B[1;31m{", true), Some((Some(Foreign::Colour), 7)));
        assert_eq!(found(b"\x1B{", true), character('\u{1B}', 1));
        assert_eq!(found(b"<<<<<<< HEAD\n{", true), Some((Some(Foreign::ConflictMarker), 12)));
        assert_eq!(found(b"=======\n", true), Some((Some(Foreign::ConflictMarker), 7)));
        for text in
            ["\u{E9}", "\u{201C}", "<<<<<<<< ", "<<<<<< ", "=======x", "======= {\"a\":1}\n", "{", "\t"]
        {
            assert_eq!(found(text.as_bytes(), true), None, "{text}");
        }
        assert_eq!(found(b"\xC2", true), None);
        assert_eq!(found(b"\xFF", true), None);
    }

    #[test]
    fn a_text_that_is_too_short_is_not_decided() {
        for text in [&b"\xEF\xBB"[..], b"\x1B", b"\x1B[3", b"<<<", b"<<<<<<<", b"<<<<<<< HE"] {
            assert_eq!(found(text, false), Some((None, 0)), "{text:?}");
        }
    }
}
