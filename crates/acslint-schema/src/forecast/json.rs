//! Scanner of JSON text: syntax as a destination reads it, and the extent of each value.
//!
//! It is stricter than the parser of the check, which repairs what people may have meant.

use std::borrow::Cow;

/// Text that a destination cannot read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// Syntax besides that of JSON.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the extensions are independent")]
pub(super) struct Syntax {
    /// Strings in single quotes.
    pub(super) single_quotes: bool,
    /// Comments, to the end of the line or between `/*` and `*/`.
    pub(super) comments: bool,
    /// `NaN` and infinite numbers.
    pub(super) non_numbers: bool,
    /// Anything behind the value, which is ignored.
    pub(super) trailing: bool,
}

/// Type of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JsonType {
    Null,
    Boolean,
    Number,
    /// `NaN` or an infinite number.
    NonNumber,
    Text,
    Array,
    Object,
}

/// Value, as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Json<'a> {
    pub(super) of: JsonType,
    /// Text of the value; that of a string has its quotes.
    pub(super) raw: &'a str,
}

impl<'a> Json<'a> {
    /// Returns the text of a string without quotes and escapes, and that of other values as it is written.
    pub(super) fn text(&self) -> Cow<'a, str> {
        if self.of == JsonType::Text { unquoted(self.raw) } else { Cow::Borrowed(self.raw) }
    }
}

/// Returns the content of a string; an escape that means no character stands for one.
pub(super) fn unquoted(raw: &str) -> Cow<'_, str> {
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((before, escape)) = rest.split_once('\\') {
        text.push_str(before);
        let mut characters = escape.chars();
        let character = match characters.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let (character, length) = unicode(characters.as_str());
                characters = characters.as_str().get(length..).unwrap_or_default().chars();
                character
            }
            Some(other) => other,
            None => break,
        };
        text.push(character);
        rest = characters.as_str();
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Returns the character of an escape behind `\u`, and its length there. Two escapes can make one character.
fn unicode(text: &str) -> (char, usize) {
    let unit = |at: usize| u32::from_str_radix(text.get(at..at + 4)?, 16).ok();
    let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, 0) };
    if let (0xD800..=0xDBFF, Some("\\u"), Some(second @ 0xDC00..=0xDFFF)) = (first, text.get(4..6), unit(6)) {
        let point = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER), 10);
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 4)
}

/// Scanner of a text.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    syntax: Syntax,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, syntax: Syntax) -> Self {
        Self { text, at: 0, syntax }
    }

    /// Returns the next byte that is not white space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            let byte = *bytes.get(self.at)?;
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'/' if self.syntax.comments => self.comment()?,
                _ => return Some(byte),
            }
        }
    }

    /// Passes a comment.
    fn comment(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        let length = match rest.as_bytes().get(1)? {
            b'/' => rest.find('\n').unwrap_or(rest.len()),
            b'*' => rest.find("*/")? + 2,
            _ => return None,
        };
        self.at += length;
        Some(())
    }

    /// Passes a byte, with white space before it.
    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        match self.peek() {
            Some(found) if found == byte => {
                self.at += 1;
                Ok(())
            }
            _ => Err(Malformed),
        }
    }

    /// Passes a comma, or the bracket that closes a list; returns false for the bracket. `is_first` is true before the
    /// first item.
    pub(super) fn goes_on(&mut self, closing: u8, is_first: bool) -> Result<bool, Malformed> {
        match self.peek() {
            Some(byte) if byte == closing => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !is_first => {
                self.at += 1;
                // A comma before a bracket is malformed.
                if self.peek() == Some(closing) { Err(Malformed) } else { Ok(true) }
            }
            Some(_) if is_first => Ok(true),
            _ => Err(Malformed),
        }
    }

    /// Passes the key of a member, and returns its name.
    pub(super) fn key(&mut self) -> Result<Cow<'a, str>, Malformed> {
        self.peek();
        let raw = self.string()?;
        self.expect(b':')?;
        Ok(unquoted(raw))
    }

    /// Passes a value.
    pub(super) fn value(&mut self) -> Result<Json<'a>, Malformed> {
        let first = self.peek().ok_or(Malformed)?;
        let start = self.at;
        let of = match first {
            b'{' | b'[' => self.container()?,
            _ => self.scalar(first)?,
        };
        Ok(Json { of, raw: &self.text[start..self.at] })
    }

    /// Passes an array or an object, however deep.
    fn container(&mut self) -> Result<JsonType, Malformed> {
        let mut open: Vec<u8> = Vec::new();
        let of = if self.peek() == Some(b'{') { JsonType::Object } else { JsonType::Array };
        loop {
            match self.peek().ok_or(Malformed)? {
                b'{' => {
                    self.at += 1;
                    open.push(b'}');
                    if self.begins(b'}')? {
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    open.push(b']');
                    if self.begins(b']')? {
                        continue;
                    }
                }
                first => {
                    self.scalar(first)?;
                }
            }
            // Behind a value.
            while let Some(closing) = open.last().copied() {
                if self.goes_on(closing, false)? {
                    if closing == b'}' {
                        self.key()?;
                    }
                    break;
                }
                open.pop();
            }
            if open.is_empty() {
                return Ok(of);
            }
        }
    }

    /// Passes the key before the first value of a container; returns true if there is a value.
    fn begins(&mut self, closing: u8) -> Result<bool, Malformed> {
        if self.peek() == Some(closing) {
            return Ok(false);
        }
        if closing == b'}' {
            self.key()?;
        }
        Ok(true)
    }

    fn scalar(&mut self, first: u8) -> Result<JsonType, Malformed> {
        match first {
            b'"' | b'\'' => self.string().map(|_| JsonType::Text),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.word(),
        }
    }

    /// Passes a string, and returns it with its quotes.
    fn string(&mut self) -> Result<&'a str, Malformed> {
        let bytes = self.text.as_bytes();
        let quote = match bytes.get(self.at) {
            Some(b'"') => b'"',
            Some(b'\'') if self.syntax.single_quotes => b'\'',
            _ => return Err(Malformed),
        };
        let start = self.at;
        self.at += 1;
        loop {
            match bytes.get(self.at).ok_or(Malformed)? {
                byte if *byte == quote => {
                    self.at += 1;
                    return Ok(&self.text[start..self.at]);
                }
                b'\\' => self.escape()?,
                ..b' ' => return Err(Malformed),
                _ => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Result<(), Malformed> {
        let bytes = self.text.as_bytes();
        let length = match bytes.get(self.at + 1).ok_or(Malformed)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
            b'\'' if self.syntax.single_quotes => 2,
            b'u' if bytes
                .get(self.at + 2..self.at + 6)
                .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) =>
            {
                6
            }
            _ => return Err(Malformed),
        };
        self.at += length;
        Ok(())
    }

    fn number(&mut self) -> Result<JsonType, Malformed> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        if bytes[start] == b'-' {
            self.at += 1;
            if self.syntax.non_numbers && bytes.get(self.at) == Some(&b'I') {
                self.at = start;
                return self.word();
            }
        }
        match self.digits() {
            0 => return Err(Malformed),
            1 => {}
            // A number has no leading zero.
            length if bytes[self.at - length] == b'0' => return Err(Malformed),
            _ => {}
        }
        if bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return Err(Malformed);
            }
        }
        if let Some(b'e' | b'E') = bytes.get(self.at) {
            self.at += 1;
            self.at += usize::from(matches!(bytes.get(self.at), Some(b'+' | b'-')));
            if self.digits() == 0 {
                return Err(Malformed);
            }
        }
        Ok(JsonType::Number)
    }

    /// Passes digits, and returns their number.
    fn digits(&mut self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += length;
        length
    }

    fn word(&mut self) -> Result<JsonType, Malformed> {
        const NON_NUMBERS: [&str; 6] = ["NaN", "+INF", "-INF", "Infinity", "+Infinity", "-Infinity"];
        let rest = &self.text[self.at..];
        let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-".contains(byte);
        let length = rest.bytes().take_while(is_of_word).count();
        let of = match &rest[..length] {
            "null" => JsonType::Null,
            "true" | "false" => JsonType::Boolean,
            word if self.syntax.non_numbers && NON_NUMBERS.contains(&word) => JsonType::NonNumber,
            _ => return Err(Malformed),
        };
        self.at += length;
        Ok(of)
    }

    /// Requires the end of the text, if the syntax does.
    pub(super) fn end(&mut self) -> Result<(), Malformed> {
        if self.syntax.trailing {
            return Ok(());
        }
        match self.peek() {
            None if self.at == self.text.len() => Ok(()),
            _ => Err(Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{JsonType, Malformed, Scanner, Syntax, unquoted};

    fn scanned(text: &str, syntax: Syntax) -> Result<JsonType, Malformed> {
        let mut scanner = Scanner::new(text, syntax);
        let value = scanner.value()?;
        scanner.end()?;
        Ok(value.of)
    }

    #[test]
    fn it_agrees_with_the_parser_of_serde_json() {
        for text in [
            "{}",
            "[]",
            " [ 1 , {\"a\":[true,null,-0.5e+3]} , \"x\\u00e9\\n\" ]",
            "[1,]",
            "{\"a\":1,}",
            "{,}",
            "[,1]",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "nul",
            "truex",
            "\"a",
            "\"\\x\"",
            "\"\\u12\"",
            "'a'",
            "[1 2]",
            "{\"a\" 1}",
            "{a:1}",
            "[[[[]]]]",
            "{\"a\":{}}",
            "[}",
            "{]",
            "",
            " ",
            "1 2",
            "\"\t\"",
            "NaN",
            "/* */1",
            "[\"a\",{\"b\":[]}]",
            "-0",
            "0",
            "10",
            "1E5",
            "\"\\/\"",
            "{\"\":\"\"}",
        ] {
            let known = serde_json::from_str::<serde_json::Value>(text).is_ok();
            assert_eq!(scanned(text, Syntax::default()).is_ok(), known, "{text}");
        }
    }

    #[test]
    fn destinations_read_more() {
        let all = Syntax { single_quotes: true, comments: true, non_numbers: true, trailing: false };
        for text in ["{'a':'it\\'s'}", "{/* x */\"a\":1} // y", "[NaN,-INF,Infinity,-Infinity,+INF]"] {
            assert!(scanned(text, all).is_ok(), "{text}");
            assert!(scanned(text, Syntax::default()).is_err(), "{text}");
        }
        assert!(scanned("{} behind", Syntax { trailing: true, ..all }).is_ok());
        for text in ["{\"a\":1} /", "/*", "[nan]", "[INF]", "'a\""] {
            assert!(scanned(text, all).is_err(), "{text}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = "[".repeat(200_000) + &"]".repeat(200_000);
        assert_eq!(scanned(&deep, Syntax::default()), Ok(JsonType::Array));
    }

    #[test]
    fn escapes_are_decoded() {
        for text in ["\"a\\n\\u0041\\ud83d\\ude00\\\\\\\"b\"", "\"plain\"", "\"\\u00e9é\""] {
            assert_eq!(unquoted(text), serde_json::from_str::<String>(text).unwrap());
        }
        assert_eq!(unquoted("\"\\ud83dx\""), "\u{FFFD}x");
    }
}
