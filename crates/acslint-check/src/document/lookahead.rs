//! Look-ahead: decisions from the next few bytes, about openings of objects and ends of comments.

/// Longest opening of an object: a first key with the white space before it.
pub(crate) const LOOK_AHEAD: usize = 128;

/// Opening of an object: a brace and a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Opening<'t> {
    /// The key, with its quotes.
    pub(crate) key: &'t [u8],
    /// True if a colon follows the key.
    pub(crate) colon: bool,
}

/// Parses the opening of the object that begins with the text.
///
/// A string of valid JSON cannot contain such an opening. The quote behind the brace would end the string, and only
/// `,`, `:` or a bracket may follow it.
pub(crate) fn opening(text: &[u8]) -> Option<Opening<'_>> {
    let near = &text[..text.len().min(LOOK_AHEAD)];
    let inside = near.strip_prefix(b"{")?.trim_ascii_start();
    let text_of_key = inside.strip_prefix(b"\"")?;
    let length = memchr::memchr2(b'"', b'\n', text_of_key)?;
    let begins = text_of_key[..length].trim_ascii_start().first();
    if text_of_key[length] == b'\n' || matches!(begins, Some(b',' | b':' | b'}' | b']')) {
        return None;
    }
    let colon = text_of_key[length + 1..].trim_ascii_start().first() == Some(&b':');
    Some(Opening { key: &inside[..length + 2], colon })
}

/// Returns the length of the key that a text begins with, if it is this name: in double quotes, in single quotes or in none.
pub(crate) fn key_length(text: &[u8], name: &[u8]) -> Option<usize> {
    let quote = text.first().filter(|first| matches!(first, b'"' | b'\''));
    let behind = text[usize::from(quote.is_some())..].strip_prefix(name)?;
    let ends = match quote {
        Some(quote) => behind.first() == Some(quote),
        None => behind.first().is_none_or(|byte| !is_word(*byte)),
    };
    ends.then_some(name.len() + 2 * usize::from(quote.is_some()))
}

/// Returns true where a key is this name, in double quotes, in single quotes or in none.
pub(crate) fn is_key(key: &[u8], name: &[u8]) -> bool {
    key_length(key, name) == Some(key.len())
}

/// Returns true for a byte that can be part of a literal or of an unquoted word.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

/// The end of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comment {
    /// The comment has this length.
    Ends(usize),
    /// It does not end before bytes that look like a record; the number of bytes that decided this.
    Open(usize),
    /// The text ends inside the comment.
    Short,
    /// The text does not begin with a comment.
    Not,
}

/// Finds the end of the comment that the text begins with; `end` is true if nothing follows the text.
///
/// A comment to the end of its line is open if an object begins behind a `,` or `}` in it. Another comment is open
/// if a line in it begins with `{`, or if it has no end.
pub(crate) fn comment(text: &[u8], end: bool) -> Comment {
    match text.get(1) {
        Some(b'/') => line_comment(text, end),
        Some(b'*') => block_comment(text, end),
        None if !end => Comment::Short,
        _ => Comment::Not,
    }
}

fn line_comment(text: &[u8], end: bool) -> Comment {
    let newline = memchr::memchr(b'\n', text);
    let line = &text[..newline.unwrap_or(text.len())];
    let decided = if newline.is_some() || end { line.len() } else { line.len().saturating_sub(LOOK_AHEAD) };
    let braces = memchr::memchr_iter(b'{', &line[..decided]);
    let mut records = braces.filter(|&brace| {
        let before = line[..brace].trim_ascii_end().last();
        matches!(before, Some(b',' | b'}')) && opening(&line[brace..]).is_some_and(|opening| opening.colon)
    });
    match (records.next(), newline) {
        (Some(brace), _) => Comment::Open(brace),
        (None, Some(newline)) => Comment::Ends(newline),
        (None, None) if end => Comment::Ends(text.len()),
        (None, None) => Comment::Short,
    }
}

fn block_comment(text: &[u8], end: bool) -> Comment {
    let close = memchr::memmem::find(&text[2..], b"*/").map(|close| close + 2);
    let inside = &text[..close.unwrap_or(text.len())];
    let record = memchr::memchr_iter(b'\n', inside).find(|&newline| {
        let line = &inside[newline + 1..];
        let indentation = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        line.get(indentation) == Some(&b'{')
    });
    match (record, close) {
        (Some(newline), _) => Comment::Open(newline),
        (None, Some(close)) => Comment::Ends(close + 2),
        (None, None) if end => Comment::Open(text.len()),
        (None, None) => Comment::Short,
    }
}

#[cfg(test)]
mod tests {
    use super::{Comment, comment, opening};

    #[test]
    fn an_object_plainly_begins_with_a_key() {
        let key = |text: &'static str| opening(text.as_bytes()).map(|opening| (opening.key, opening.colon));
        assert_eq!(key("{\"a\":1"), Some((&b"\"a\""[..], true)));
        assert_eq!(key("{\n  \"a\" : 1"), Some((&b"\"a\""[..], true)));
        assert_eq!(key("{\"a\" 1"), Some((&b"\"a\""[..], false)));
        assert_eq!(key("{\"\":1"), Some((&b"\"\""[..], true)));
        for text in ["{}", "{", "{\"a", "{a:1", "[\"a\":1", "{\", \":x\"", "{\" ,\"x\":1", "{\"a\n\":1"] {
            assert_eq!(key(text), None, "{text}");
        }
    }

    #[test]
    fn a_comment_ends_or_is_open() {
        for (text, end, expected) in [
            ("// a\n{", false, Comment::Ends(4)),
            ("// a", false, Comment::Short),
            ("// a", true, Comment::Ends(4)),
            ("// {\"a\":1}\n", false, Comment::Ends(10)),
            ("//,{\"a\":1}\n", false, Comment::Open(3)),
            ("/* a */ 1", false, Comment::Ends(7)),
            ("/* a \n b */ 1", false, Comment::Ends(11)),
            ("/*\n {\"a\":1}\n*/", false, Comment::Open(2)),
            ("/* a", false, Comment::Short),
            ("/* a", true, Comment::Open(4)),
            ("/", false, Comment::Short),
            ("/", true, Comment::Not),
            ("/a", false, Comment::Not),
            ("/*/", false, Comment::Short),
        ] {
            assert_eq!(comment(text.as_bytes(), end), expected, "{text}");
        }
    }
}
