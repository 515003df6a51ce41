//! The parser: RFC 8259 over bytes, without recursion, that names what is wrong and goes on where the meaning is clear.

use super::{Fault, FaultKind, Kind, Tree};

/// How the parse of one value ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The value ends before this offset. Faults may have been found in it.
    Complete(usize),
    /// The text ends inside the value.
    Incomplete {
        /// Whether it ends inside a string.
        in_string: bool,
    },
    /// The value is broken at this offset in a way that leaves its rest without meaning; the last fault says how.
    Broken(usize),
}

/// Parses the value at the beginning of `text` into `tree`; what `tree` and `faults` held before is gone.
///
/// `end` says that nothing follows `text`. Leading white space is skipped. The depth of nesting is limited by memory only.
/// A value is at most 4 GiB long, since offsets have 32 bits: the caller sees to that.
pub(crate) fn parse(text: &[u8], end: bool, tree: &mut Tree, faults: &mut Vec<Fault>) -> Outcome {
    tree.clear();
    faults.clear();
    let mut parser = Parser {
        text,
        end,
        at: 0,
        tree,
        faults,
        stack: Vec::new(),
        keys: Vec::new(),
        previous_end: 0,
        single_quotes: false,
    };
    match parser.document() {
        Ok(()) => Outcome::Complete(parser.at),
        Err(Stop::Incomplete { in_string }) => Outcome::Incomplete { in_string },
        Err(Stop::Broken) => Outcome::Broken(parser.at),
    }
}

/// What the parser looks for next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    /// Behind `{`.
    FirstKey,
    /// Behind the comma at this offset, in an object.
    Key(usize),
    /// Behind `[`.
    FirstItem,
    /// Behind the comma at this offset, in an array.
    Item(usize),
    /// Behind a member or an item.
    CommaOrEnd,
}

/// An open object or array.
#[derive(Debug, Clone, Copy)]
struct Frame {
    node: u32,
    /// Where its keys begin in the stack of keys.
    first_key: usize,
}

enum Stop {
    Incomplete { in_string: bool },
    Broken,
}

/// Faults in one value after which the rest of it is given up.
const MAX_FAULTS: usize = 100;

const CUT: Stop = Stop::Incomplete { in_string: false };

struct Parser<'t> {
    text: &'t [u8],
    end: bool,
    at: usize,
    tree: &'t mut Tree,
    faults: &'t mut Vec<Fault>,
    stack: Vec<Frame>,
    /// Nodes of the keys of the open objects.
    keys: Vec<u32>,
    /// Where the last token ended.
    previous_end: usize,
    /// Reported once: a record that has single quotes has them everywhere.
    single_quotes: bool,
}

impl Parser<'_> {
    fn document(&mut self) -> Result<(), Stop> {
        let mut expect = Expect::Value;
        loop {
            let byte = self.next_byte()?;
            expect = match expect {
                Expect::Value => self.value(byte)?,
                Expect::FirstItem | Expect::Item(_) => self.item(byte, expect)?,
                Expect::FirstKey | Expect::Key(_) => self.key(byte, expect)?,
                Expect::CommaOrEnd => self.comma_or_end(byte)?,
            };
            if self.stack.is_empty() {
                return Ok(());
            }
            if self.faults.len() >= MAX_FAULTS {
                return Err(Stop::Broken);
            }
        }
    }

    /// The next byte that is neither white space nor in a comment.
    fn next_byte(&mut self) -> Result<u8, Stop> {
        loop {
            match self.text.get(self.at) {
                None => return Err(CUT),
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(b'/') => self.comment()?,
                Some(byte) => return Ok(*byte),
            }
        }
    }

    fn comment(&mut self) -> Result<(), Stop> {
        let rest = &self.text[self.at..];
        let length = match rest.get(1) {
            Some(b'/') => memchr::memchr(b'\n', rest),
            Some(b'*') => memchr::memmem::find(&rest[2..], b"*/").map(|end| end + 4),
            Some(_) => return Err(self.broken(FaultKind::Unexpected)),
            None => return Err(CUT),
        };
        let Some(length) = length else {
            self.at = self.text.len();
            return Err(CUT);
        };
        self.fault(FaultKind::Comment, self.at, self.at + length);
        self.at += length;
        Ok(())
    }

    fn item(&mut self, byte: u8, expect: Expect) -> Result<Expect, Stop> {
        match (byte, expect) {
            (b']', Expect::Item(comma)) => {
                self.fault(FaultKind::TrailingComma, comma, comma + 1);
                Ok(self.close())
            }
            (b']', _) => Ok(self.close()),
            (b',', _) => {
                self.fault(FaultKind::ExtraComma, self.at, self.at + 1);
                self.at += 1;
                Ok(expect)
            }
            _ => self.value(byte),
        }
    }

    fn key(&mut self, byte: u8, expect: Expect) -> Result<Expect, Stop> {
        match (byte, expect) {
            (b'}', Expect::Key(comma)) => {
                self.fault(FaultKind::TrailingComma, comma, comma + 1);
                return Ok(self.close());
            }
            (b'}', _) => return Ok(self.close()),
            (b',', _) => {
                self.fault(FaultKind::ExtraComma, self.at, self.at + 1);
                self.at += 1;
                return Ok(expect);
            }
            _ => {}
        }
        let key = self.tree.nodes.len() as u32;
        match byte {
            b'"' => self.string()?,
            b'\'' => self.single_quoted(FaultKind::SingleQuotedKey)?,
            _ if is_word(byte) && byte.is_ascii_alphabetic() => self.unquoted_key()?,
            _ => return Err(self.broken(FaultKind::Unexpected)),
        }
        self.keys.push(key);
        match self.next_byte()? {
            b':' => {
                self.at += 1;
                Ok(Expect::Value)
            }
            b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                self.fault(FaultKind::MissingColon, self.previous_end, self.previous_end);
                Ok(Expect::Value)
            }
            _ => Err(self.broken(FaultKind::Unexpected)),
        }
    }

    fn comma_or_end(&mut self, byte: u8) -> Result<Expect, Stop> {
        let in_object = self.in_object();
        match byte {
            b',' => {
                let comma = self.at;
                self.at += 1;
                Ok(if in_object { Expect::Key(comma) } else { Expect::Item(comma) })
            }
            b'}' if in_object => Ok(self.close()),
            b']' if !in_object => Ok(self.close()),
            b'"' if in_object => Ok(self.missing_comma(Expect::FirstKey)),
            b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' if !in_object => Ok(self.missing_comma(Expect::Value)),
            b']' | b'}' => Err(self.broken(FaultKind::Mismatched)),
            _ if self.unescaped_quote()? => Ok(Expect::CommaOrEnd),
            _ => Err(self.broken(FaultKind::Unexpected)),
        }
    }

    fn in_object(&self) -> bool {
        self.stack.last().is_some_and(|frame| self.tree.nodes[frame.node as usize].kind == Kind::Object)
    }

    fn missing_comma(&mut self, expect: Expect) -> Expect {
        self.fault(FaultKind::MissingComma, self.previous_end, self.previous_end);
        expect
    }

    /// Takes a quote inside a string for part of it, where the string plainly ends at a later quote of the line.
    fn unescaped_quote(&mut self) -> Result<bool, Stop> {
        let Some(node) = self.tree.nodes.last().copied() else {
            return Ok(false);
        };
        if node.kind != Kind::String || node.end as usize != self.previous_end || node.end == 0 {
            return Ok(false);
        }
        if self.text[self.previous_end..self.at].contains(&b'\n') {
            return Ok(false);
        }
        let quote = self.previous_end - 1;
        let mut from = self.at;
        let closing = loop {
            let Some(found) = memchr::memchr2(b'"', b'\n', &self.text[from..]).map(|found| from + found)
            else {
                return self.undecided(false);
            };
            if self.text[found] == b'\n' {
                return Ok(false);
            }
            match self.text[found + 1..].trim_ascii_start().first() {
                None if !self.end => return Err(CUT),
                Some(b',' | b'}' | b']') if self.text[found - 1] != b'\\' => break found,
                _ => from = found + 1,
            }
        };
        self.fault(FaultKind::UnescapedQuote, quote, quote + 1);
        if let Some(node) = self.tree.nodes.last_mut() {
            node.end = closing as u32 + 1;
            node.escaped = true;
        }
        self.at = closing + 1;
        self.previous_end = self.at;
        Ok(true)
    }

    /// What the text does not show may still follow it: the answer is known at the end of the input only.
    fn undecided<T>(&self, at_end: T) -> Result<T, Stop> {
        if self.end { Ok(at_end) } else { Err(CUT) }
    }

    /// A value begins; what is expected behind it, or inside it.
    fn value(&mut self, byte: u8) -> Result<Expect, Stop> {
        match byte {
            b'{' => Ok(self.open(Kind::Object, Expect::FirstKey)),
            b'[' => Ok(self.open(Kind::Array, Expect::FirstItem)),
            b'"' => self.string().map(|()| Expect::CommaOrEnd),
            b'-' | b'0'..=b'9' | b'+' | b'.' => self.number().map(|()| Expect::CommaOrEnd),
            b'\'' => self.single_quoted(FaultKind::SingleQuotes).map(|()| Expect::CommaOrEnd),
            _ if is_word(byte) => self.word().map(|()| Expect::CommaOrEnd),
            _ => Err(self.broken(FaultKind::Unexpected)),
        }
    }

    fn open(&mut self, kind: Kind, inside: Expect) -> Expect {
        let node = self.tree.push(kind, self.at, self.at + 1);
        self.stack.push(Frame { node, first_key: self.keys.len() });
        self.at += 1;
        self.previous_end = self.at;
        inside
    }

    fn close(&mut self) -> Expect {
        self.at += 1;
        self.previous_end = self.at;
        if let Some(frame) = self.stack.pop() {
            self.tree.close(frame.node, self.at, &self.keys[frame.first_key..], self.text);
            self.keys.truncate(frame.first_key);
        }
        Expect::CommaOrEnd
    }

    fn scalar(&mut self, kind: Kind, start: usize) {
        self.tree.push(kind, start, self.at);
        self.previous_end = self.at;
    }

    fn string(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let mut escaped = false;
        let mut goes_on = false;
        let mut at = start + 1;
        loop {
            let rest = &self.text[at..];
            let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
            let Some(plain) = plain else {
                self.at = self.text.len();
                return Err(Stop::Incomplete { in_string: true });
            };
            at += plain;
            match self.text[at] {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    at = self.escape(at)?;
                }
                byte => {
                    goes_on = goes_on || (byte == b'\n' && self.string_goes_on(at)?);
                    if (byte == b'\n' && !goes_on) || self.faults.len() >= MAX_FAULTS {
                        self.at = at;
                        return Err(self.broken(FaultKind::UnclosedString));
                    }
                    let width = 1 + usize::from(byte == b'\r' && self.text.get(at + 1) == Some(&b'\n'));
                    self.fault(FaultKind::ControlCharacter(byte), at, at + width);
                    at += width;
                }
            }
        }
        self.at = at + 1;
        let node = self.tree.push(Kind::String, start, self.at);
        self.tree.nodes[node as usize].escaped = escaped;
        self.previous_end = self.at;
        Ok(())
    }

    /// Whether a string that holds a raw newline at the offset is closed plainly further on, not by the quote of a next key.
    fn string_goes_on(&self, newline: usize) -> Result<bool, Stop> {
        let rest = &self.text[newline..];
        let Some(quote) = memchr::memchr(b'"', rest) else {
            return self.undecided(false);
        };
        if rest[..quote].trim_ascii_end().ends_with(b"{") {
            return Ok(false);
        }
        match rest[quote + 1..].trim_ascii_start().first() {
            None => self.undecided(false),
            next => Ok(matches!(next, Some(b',' | b'}' | b']' | b':'))),
        }
    }

    /// Checks the escape at the offset; the offset behind it.
    fn escape(&mut self, at: usize) -> Result<usize, Stop> {
        match self.text.get(at + 1) {
            None => Err(self.cut_in_string()),
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
            Some(b'u') => self.unicode_escape(at),
            Some(_) => {
                self.fault(FaultKind::BadEscape, at, at + 1);
                Ok(at + 1)
            }
        }
    }

    fn cut_in_string(&mut self) -> Stop {
        self.at = self.text.len();
        Stop::Incomplete { in_string: true }
    }

    fn unicode_escape(&mut self, at: usize) -> Result<usize, Stop> {
        let Some(unit) = self.code_unit(at)? else {
            self.fault(FaultKind::BadEscape, at, at + 1);
            return Ok(at + 1);
        };
        if !(0xD800..=0xDFFF).contains(&unit) {
            return Ok(at + 6);
        }
        if unit < 0xDC00 {
            match (self.text.get(at + 6), self.text.get(at + 7)) {
                (None, _) | (Some(b'\\'), None) => return Err(self.cut_in_string()),
                (Some(b'\\'), Some(b'u')) => {
                    if let Some(0xDC00..=0xDFFF) = self.code_unit(at + 6)? {
                        return Ok(at + 12);
                    }
                }
                _ => {}
            }
        }
        self.fault(FaultKind::LoneSurrogate, at, at + 6);
        Ok(at + 6)
    }

    /// The four hexadecimal digits of a `\u` escape at the offset.
    fn code_unit(&mut self, at: usize) -> Result<Option<u32>, Stop> {
        let digits = &self.text[at + 2..self.text.len().min(at + 6)];
        let value = digits
            .iter()
            .try_fold(0, |sum, digit| char::from(*digit).to_digit(16).map(|digit| sum * 16 + digit));
        match value {
            Some(_) if digits.len() < 4 => Err(self.cut_in_string()),
            value => Ok(value),
        }
    }

    fn single_quoted(&mut self, kind: FaultKind) -> Result<(), Stop> {
        let start = self.at;
        let Some(length) = memchr::memchr2(b'\'', b'\n', &self.text[start + 1..]) else {
            return Err(self.cut_in_string());
        };
        let end = start + 1 + length;
        if self.text[end] == b'\n' {
            return Err(self.broken(kind));
        }
        if !self.single_quotes {
            self.single_quotes = true;
            self.fault(kind, start, end + 1);
        }
        self.at = end + 1;
        self.scalar(Kind::String, start);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let length = self.text[start..].iter().position(|byte| {
            !matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'_') && !byte.is_ascii_alphabetic()
        });
        let end = match length {
            Some(length) => start + length,
            None if self.end && self.stack.is_empty() => self.text.len(),
            None => {
                self.at = self.text.len();
                return Err(CUT);
            }
        };
        self.at = end;
        if !is_number(&self.text[start..end]) {
            self.fault(FaultKind::BadNumber, start, end);
        }
        self.scalar(Kind::Number, start);
        Ok(())
    }

    fn word(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let Some(end) = self.word_end() else {
            return Err(CUT);
        };
        let kind = match &self.text[start..end] {
            b"true" => Kind::True,
            b"false" => Kind::False,
            b"null" => Kind::Null,
            word => {
                let kind = match word.to_ascii_lowercase().as_slice() {
                    b"true" => Kind::True,
                    b"false" => Kind::False,
                    b"null" | b"none" | b"nil" | b"undefined" | b"nan" | b"infinity" => Kind::Null,
                    _ => {
                        let rest = self.text[end..].trim_ascii_start();
                        if rest.is_empty() && !self.end {
                            return Err(CUT);
                        }
                        if self.stack.is_empty() || !matches!(rest.first(), Some(b',' | b'}' | b']')) {
                            return Err(self.broken(FaultKind::Unexpected));
                        }
                        self.fault(FaultKind::UnquotedText, start, end);
                        Kind::String
                    }
                };
                if kind != Kind::String {
                    self.fault(FaultKind::BadLiteral(kind), start, end);
                }
                kind
            }
        };
        self.at = end;
        self.scalar(kind, start);
        Ok(())
    }

    fn unquoted_key(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let Some(end) = self.word_end() else {
            return Err(CUT);
        };
        match self.text[end..].trim_ascii_start().first() {
            Some(b':') => {
                self.fault(FaultKind::UnquotedKey, start, end);
                self.at = end;
                self.scalar(Kind::String, start);
                Ok(())
            }
            None if !self.end => Err(CUT),
            _ => Err(self.broken(FaultKind::Unexpected)),
        }
    }

    /// Where the word at the current offset ends; `None` if it may go on behind the text.
    fn word_end(&mut self) -> Option<usize> {
        let length = self.text[self.at..].iter().position(|byte| !is_word(*byte));
        match length {
            Some(length) => Some(self.at + length),
            None if self.end && (self.stack.is_empty() || !self.is_cut_literal()) => Some(self.text.len()),
            None => {
                self.at = self.text.len();
                None
            }
        }
    }

    fn is_cut_literal(&self) -> bool {
        let word = &self.text[self.at..];
        ["true", "false", "null"].iter().any(|literal| literal.as_bytes().starts_with(word))
    }

    fn broken(&mut self, kind: FaultKind) -> Stop {
        let Some(width) = character_width(&self.text[self.at..], self.end) else {
            return CUT;
        };
        self.fault(kind, self.at, self.at + width);
        Stop::Broken
    }

    fn fault(&mut self, kind: FaultKind, start: usize, end: usize) {
        self.faults.push(Fault { kind, start: start as u32, end: end as u32 });
    }
}

/// Number of bytes of the first character, or of the stray byte, that the text begins with; `None` if the text is too short
/// to tell.
pub(crate) fn character_width(text: &[u8], end: bool) -> Option<usize> {
    match text.first() {
        None => Some(0),
        Some(byte) if byte.is_ascii() => Some(1),
        Some(_) if text.len() < 4 && !end => None,
        Some(_) => Some(1 + text[1..].iter().take(3).take_while(|byte| (**byte & 0xC0) == 0x80).count()),
    }
}

/// Whether the byte can be part of a literal or of an unquoted word.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

/// Whether the text follows the JSON grammar of numbers.
pub(crate) fn is_number(text: &[u8]) -> bool {
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    std::str::from_utf8(unsigned).is_ok_and(acslint_types::scalar::is_unsigned_number)
}
