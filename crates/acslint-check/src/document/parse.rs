//! The parser: RFC 8259 over bytes, without recursion. It reports faults, and continues where the meaning is clear.

use wide::u8x16;

use super::{
    Fault, FaultKind, Foreign, Kind, NOWHERE, Tree,
    lookahead::{Comment, comment, is_key, is_word},
};
use crate::key_interner::key_interner;

/// Result of parsing one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The value ends before this offset. It may have faults.
    Complete(usize),
    /// The text ends inside the value.
    Incomplete {
        /// True if the text ends inside a string.
        in_string: bool,
    },
    /// The value is broken at this offset, and its rest has no meaning; the last fault describes it.
    Broken(usize),
}

/// Deepest nesting of open objects and arrays; deeper ones are a fault.
///
/// It bounds the memory for unclosed brackets, and the recursion of tree traversals.
pub(crate) const MAX_NESTING: usize = 512;

/// Result of a parse, and its effort.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) outcome: Outcome,
    /// Offset behind the last byte that was read.
    pub(crate) looked: usize,
    /// Number of bytes that were read; bytes that a look-ahead read count twice.
    pub(crate) steps: u64,
}

/// Parses the value at the beginning of `text` into `tree`, replacing the contents of `tree` and `faults`.
///
/// `end` is true if nothing follows `text`. Leading white space is skipped. Values are nested [`MAX_NESTING`] deep
/// at most. A value is at most 4 GiB long, since offsets have 32 bits: the caller ensures that.
pub(crate) fn parse(text: &[u8], end: bool, tree: &mut Tree, faults: &mut Vec<Fault>) -> Outcome {
    read(text, end, tree, faults).outcome
}

/// Parses like [`parse`], and counts the effort.
pub(crate) fn read(text: &[u8], end: bool, tree: &mut Tree, faults: &mut Vec<Fault>) -> Reading {
    let mut parser = Parser::new(text, end, tree, faults);
    let result = parser.document();
    parser.reading(&result)
}

/// Parses one member of an object, from its key to the end of its value. Returns true for an array under the key
/// `records`, which it does not read: the member then ends before the bracket.
pub(crate) fn read_member(
    text: &[u8],
    end: bool,
    tree: &mut Tree,
    faults: &mut Vec<Fault>,
) -> (Reading, bool) {
    let mut parser = Parser::new(text, end, tree, faults);
    let result = parser.member();
    let is_records = matches!(result, Ok(true));
    (parser.reading(&result.map(|_| ())), is_records)
}

/// Next token that the parser expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expect {
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

pub(super) enum Stop {
    Incomplete { in_string: bool },
    Broken,
}

/// Number of numbers in an array before others become a run, which takes less memory.
const MANY_NUMBERS: u32 = 64;

/// Largest number of faults in one value; after it, the parser gives up the rest.
const MAX_FAULTS: usize = 100;

pub(super) const CUT: Stop = Stop::Incomplete { in_string: false };

/// Faults that are reported once in a value: a value that has them has them in many places.
#[derive(Debug, Default)]
pub(super) struct Once {
    single_quotes: bool,
    pub(super) typographic: bool,
    /// True after a string was taken for JSON text that is not escaped, and is not: the next one is not tried.
    pub(super) json_text_failed: bool,
}

pub(super) struct Parser<'t> {
    pub(super) text: &'t [u8],
    pub(super) end: bool,
    pub(super) at: usize,
    pub(super) tree: &'t mut Tree,
    faults: &'t mut Vec<Fault>,
    /// Innermost open object or array.
    container: u32,
    /// True if the container is an object.
    pub(super) in_object: bool,
    /// End of the last token.
    pub(super) previous_end: usize,
    /// Number of open objects and arrays.
    depth: usize,
    /// Object that is not in the text, whose members are read one by one.
    outer: u32,
    /// Offset behind the last byte that a look-ahead read.
    pub(super) looked: usize,
    /// Number of bytes that look-aheads read.
    pub(super) searched: u64,
    /// Number of faults that ends the parse.
    pub(super) most_faults: usize,
    pub(super) once: Once,
    /// Kinds of text between tokens that were reported.
    pub(super) foreign: Vec<Foreign>,
    /// Number of numbers before the next item, without another value between them.
    numbers: u32,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t [u8], end: bool, tree: &'t mut Tree, faults: &'t mut Vec<Fault>) -> Self {
        tree.clear();
        faults.clear();
        Self {
            text,
            end,
            at: 0,
            tree,
            faults,
            container: NOWHERE,
            in_object: false,
            previous_end: 0,
            depth: 0,
            outer: NOWHERE,
            looked: 0,
            searched: 0,
            most_faults: MAX_FAULTS,
            once: Once::default(),
            foreign: Vec::new(),
            numbers: 0,
        }
    }

    pub(super) fn reading(&self, result: &Result<(), Stop>) -> Reading {
        let (outcome, looked) = match *result {
            Ok(()) => (Outcome::Complete(self.at), self.at),
            Err(Stop::Incomplete { in_string }) => (Outcome::Incomplete { in_string }, self.text.len()),
            Err(Stop::Broken) => (Outcome::Broken(self.at), self.at),
        };
        Reading { outcome, looked: looked.max(self.looked), steps: self.at as u64 + self.searched }
    }

    /// Counts the bytes that a look-ahead reads.
    pub(super) fn search(&mut self, from: usize, to: usize) {
        self.looked = self.looked.max(to);
        self.searched += to.saturating_sub(from) as u64;
    }

    /// Parses a member of an object that is not in the text.
    fn member(&mut self) -> Result<bool, Stop> {
        let object = self.tree.push(Kind::Object, 0, 0);
        (self.container, self.in_object, self.outer) = (object, true, object);
        let mut expect = Expect::FirstKey;
        loop {
            let byte = self.next_byte()?;
            if self.container == object {
                match expect {
                    Expect::CommaOrEnd => return Ok(false),
                    Expect::Value if byte == b'[' && is_key(self.last_text(), b"records") => return Ok(true),
                    _ => {}
                }
            }
            expect = self.step(expect, byte)?;
            if self.container == object && expect == Expect::CommaOrEnd {
                return Ok(false);
            }
            if self.faults.len() >= MAX_FAULTS {
                return Err(Stop::Broken);
            }
        }
    }

    /// Text of the node that was appended last.
    fn last_text(&self) -> &[u8] {
        let node = self.tree.last();
        node.map_or(&[], |node| &self.text[node.start as usize..node.end as usize])
    }

    fn step(&mut self, expect: Expect, byte: u8) -> Result<Expect, Stop> {
        match expect {
            Expect::Value => self.value(byte),
            Expect::FirstItem | Expect::Item(_) => self.item(byte, expect),
            Expect::FirstKey | Expect::Key(_) => self.key(byte, expect),
            Expect::CommaOrEnd => self.comma_or_end(byte),
        }
    }

    pub(super) fn document(&mut self) -> Result<(), Stop> {
        let mut expect = Expect::Value;
        loop {
            let byte = self.next_byte()?;
            expect = self.step(expect, byte)?;
            if self.at_root() {
                return Ok(());
            }
            if self.faults.len() >= self.most_faults {
                return Err(Stop::Broken);
            }
        }
    }

    /// Returns the next byte that is neither white space nor in a comment.
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
        let start = self.at;
        match comment(&self.text[start..], false) {
            Comment::Ends(length) => {
                self.fault(FaultKind::Comment, start, start + length);
                self.at += length;
                Ok(())
            }
            Comment::Open(length) => {
                self.search(start, start + length);
                self.fault(FaultKind::OpenComment, start, start + 2);
                Err(Stop::Broken)
            }
            Comment::Short => {
                self.at = self.text.len();
                Err(CUT)
            }
            Comment::Not => Err(self.broken(FaultKind::Unexpected)),
        }
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
            (b'-' | b'0'..=b'9', _) if self.numbers == MANY_NUMBERS => self.run_of_numbers(byte),
            (b'-' | b'0'..=b'9', _) => {
                self.numbers += 1;
                self.value(byte)
            }
            _ => {
                self.numbers = 0;
                self.value(byte)
            }
        }
    }

    /// Parses numbers with nothing but commas between them, and at most one space behind each comma; returns the token that is
    /// expected next.
    #[cold]
    fn run_of_numbers(&mut self, byte: u8) -> Result<Expect, Stop> {
        self.numbers = 0;
        let Some(end) = self.plain_number(self.at) else {
            return self.value(byte);
        };
        self.tree.open_run(self.at, end);
        (self.at, self.previous_end) = (end, end);
        while self.text.get(self.at) == Some(&b',') {
            let (comma, next) = (self.at, self.behind_space(self.at + 1));
            let Some(end) = self.plain_number(next).filter(|end| self.tree.push_in_run(next, *end)) else {
                self.at = next;
                return Ok(Expect::Item(comma));
            };
            (self.at, self.previous_end) = (end, end);
        }
        Ok(Expect::CommaOrEnd)
    }

    /// Returns the end of the number at the offset, if it has no fault.
    fn plain_number(&self, start: usize) -> Option<usize> {
        let rest = self.text.get(start..)?;
        let length = number_length(rest)?;
        is_number(&rest[..length]).then_some(start + length)
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
        if byte == b'"' && self.outer == NOWHERE {
            let before = self.at;
            let expect = self.plain_members(expect);
            if self.at != before {
                return Ok(expect);
            }
        }
        match byte {
            b'"' => self.string()?,
            b'\'' => self.single_quoted(FaultKind::SingleQuotedKey)?,
            _ if is_word(byte) && byte.is_ascii_alphabetic() => self.unquoted_key()?,
            _ if self.typographic_string()? => {}
            _ if self.skip_foreign()? => return Ok(expect),
            _ => return Err(self.broken(FaultKind::Unexpected)),
        }
        self.tree.know_key(self.text);
        self.colon()
    }

    /// Parses the colon behind a key.
    fn colon(&mut self) -> Result<Expect, Stop> {
        loop {
            match self.next_byte()? {
                b':' => {
                    self.at += 1;
                    return Ok(Expect::Value);
                }
                byte if is_word(byte) && self.unclosed_key() => return Ok(Expect::Value),
                b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                    self.fault(FaultKind::MissingColon, self.previous_end, self.previous_end);
                    return Ok(Expect::Value);
                }
                _ if self.skip_foreign()? => {}
                _ => return Err(self.broken(FaultKind::Unexpected)),
            }
        }
    }

    /// Parses members in the notation of programs, from the quote of a key on; returns the token that is expected
    /// next.
    ///
    /// Members in other notations are left to the rest of the parser, which accepts all notations.
    fn plain_members(&mut self, mut expect: Expect) -> Expect {
        let interner = key_interner();
        loop {
            let key = self.at;
            let Some(key_end) = self.plain_string(key) else {
                return expect;
            };
            if self.text.get(key_end) != Some(&b':') {
                return expect;
            }
            let value = self.behind_space(key_end + 1);
            let Some((kind, end)) = self.plain_scalar(value) else {
                return expect;
            };
            self.tree.push_key(key, key_end, interner.find(&self.text[key + 1..key_end - 1]));
            self.at = end;
            self.scalar(kind, value);
            if self.text.get(end) != Some(&b',') {
                return Expect::CommaOrEnd;
            }
            expect = Expect::Key(end);
            self.at = self.behind_space(end + 1);
            if self.text.get(self.at) != Some(&b'"') {
                return expect;
            }
        }
    }

    /// Returns the offset, or the next one if there is a space at the offset.
    fn behind_space(&self, at: usize) -> usize {
        at + usize::from(self.text.get(at) == Some(&b' '))
    }

    /// Returns the end of the string that begins at the offset, if it has no escapes and no faults.
    fn plain_string(&self, start: usize) -> Option<usize> {
        let end = plain_end(self.text, start + 1);
        (self.text.get(end) == Some(&b'"')).then_some(end + 1)
    }

    /// Returns the kind and the end of the string, number or literal at the offset, if it has no faults.
    fn plain_scalar(&self, start: usize) -> Option<(Kind, usize)> {
        let (kind, literal): (Kind, &[u8]) = match self.text.get(start)? {
            b'"' => return Some((Kind::String, self.plain_string(start)?)),
            b'-' | b'0'..=b'9' => {
                let rest = &self.text[start..];
                let length = number_length(rest)?;
                return is_number(&rest[..length]).then_some((Kind::Number, start + length));
            }
            b'n' => (Kind::Null, b"null"),
            b't' => (Kind::True, b"true"),
            b'f' => (Kind::False, b"false"),
            _ => return None,
        };
        let behind = self.text[start..].strip_prefix(literal)?.first()?;
        (!is_word(*behind)).then_some((kind, start + literal.len()))
    }

    fn comma_or_end(&mut self, byte: u8) -> Result<Expect, Stop> {
        let in_object = self.in_object;
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
            // A string before a colon is a key, even without an enclosing object; its closing quote is not an
            // unescaped one.
            b':' if !in_object => Err(self.broken(FaultKind::Unexpected)),
            _ if self.skip_foreign()? || self.misread_string()? => Ok(Expect::CommaOrEnd),
            _ => Err(self.broken(FaultKind::Unexpected)),
        }
    }

    /// Returns true if no object or array is open.
    pub(super) fn at_root(&self) -> bool {
        self.container == NOWHERE
    }

    fn missing_comma(&mut self, expect: Expect) -> Expect {
        self.fault(FaultKind::MissingComma, self.previous_end, self.previous_end);
        expect
    }

    /// Accepts a quote inside a string, where the string clearly ends at a later quote of the line.
    pub(super) fn unescaped_quote(&mut self) -> Result<bool, Stop> {
        let Some(node) = self.tree.last() else {
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
                self.search(self.at, self.text.len());
                return self.undecided(false);
            };
            if self.text[found] == b'\n' {
                self.search(self.at, found);
                return Ok(false);
            }
            match self.text[found + 1..].trim_ascii_start().first() {
                None if !self.end => return Err(CUT),
                Some(b',' | b'}' | b']') if self.text[found - 1] != b'\\' => break found,
                _ => from = found + 1,
            }
        };
        self.search(self.at, closing);
        self.fault(FaultKind::UnescapedQuote, quote, quote + 1);
        self.tree.amend_last(node.start as usize, closing + 1, true);
        self.at = closing + 1;
        self.previous_end = self.at;
        Ok(true)
    }

    /// Returns `at_end` at the end of the input; before it, the bytes to come may decide otherwise.
    pub(super) fn undecided<T>(&self, at_end: T) -> Result<T, Stop> {
        if self.end { Ok(at_end) } else { Err(CUT) }
    }

    /// Parses the beginning of a value; returns the token that is expected next.
    fn value(&mut self, byte: u8) -> Result<Expect, Stop> {
        match byte {
            b'{' => self.open(Kind::Object, Expect::FirstKey),
            b'[' => self.open(Kind::Array, Expect::FirstItem),
            b'"' => self.string().map(|()| Expect::CommaOrEnd),
            b'-' | b'0'..=b'9' | b'+' | b'.' => self.number().map(|()| Expect::CommaOrEnd),
            b'\'' => self.single_quoted(FaultKind::SingleQuotes).map(|()| Expect::CommaOrEnd),
            _ if is_word(byte) => self.word().map(|()| Expect::CommaOrEnd),
            _ if self.typographic_string()? => Ok(Expect::CommaOrEnd),
            _ if self.skip_foreign()? => Ok(self.expect_value()),
            _ => Err(self.broken(FaultKind::Unexpected)),
        }
    }

    fn open(&mut self, kind: Kind, inside: Expect) -> Result<Expect, Stop> {
        if self.depth == MAX_NESTING {
            return Err(self.broken(FaultKind::TooDeep));
        }
        self.depth += 1;
        self.numbers = 0;
        self.container = self.tree.open(kind, self.at, self.at + 1);
        self.in_object = kind == Kind::Object;
        self.at += 1;
        self.previous_end = self.at;
        Ok(inside)
    }

    fn close(&mut self) -> Expect {
        self.depth -= 1;
        self.at += 1;
        self.previous_end = self.at;
        self.tree.close(self.at, self.text);
        self.container = self.tree.innermost();
        self.in_object = self.container != NOWHERE && self.tree.kind(self.container) == Kind::Object;
        Expect::CommaOrEnd
    }

    pub(super) fn scalar(&mut self, kind: Kind, start: usize) {
        self.tree.push_scalar(kind, start, self.at);
        self.previous_end = self.at;
    }

    fn string(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let at = plain_end(self.text, start + 1);
        if self.text.get(at) == Some(&b'"') {
            self.at = at + 1;
            self.scalar(Kind::String, start);
            return Ok(());
        }
        self.escaped_string(start, at)
    }

    /// Continues a string that begins at `start` and is plain up to `at`.
    fn escaped_string(&mut self, start: usize, mut at: usize) -> Result<(), Stop> {
        let mut escaped = false;
        let mut goes_on = false;
        loop {
            at = plain_end(self.text, at);
            let Some(&byte) = self.text.get(at) else {
                return Err(self.cut_in_string());
            };
            match byte {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    at = self.escape(at)?;
                }
                byte => {
                    goes_on = goes_on || (byte == b'\n' && self.string_goes_on(at)?);
                    if byte == b'\n' && !goes_on && self.end_at_line(start, at)? {
                        return Ok(());
                    }
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
        self.tree.push_scalar(Kind::String, start, self.at);
        if escaped {
            self.tree.amend_last(start, self.at, true);
        }
        self.previous_end = self.at;
        Ok(())
    }

    /// Returns true if a string with a raw newline at the offset is closed further on, not by the quote of the next
    /// key.
    fn string_goes_on(&mut self, newline: usize) -> Result<bool, Stop> {
        let rest = &self.text[newline..];
        let Some(quote) = memchr::memchr(b'"', rest) else {
            self.search(newline, self.text.len());
            return self.undecided(false);
        };
        self.search(newline, newline + quote);
        if rest[..quote].trim_ascii_end().ends_with(b"{") {
            return Ok(false);
        }
        match rest[quote + 1..].trim_ascii_start().first() {
            None => self.undecided(false),
            next => Ok(matches!(next, Some(b',' | b'}' | b']' | b':'))),
        }
    }

    /// Checks the escape at the offset; returns the offset behind it.
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

    /// Returns the value of the four hexadecimal digits of a `\u` escape at the offset.
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
        if !self.once.single_quotes {
            self.once.single_quotes = true;
            self.fault(kind, start, end + 1);
        }
        self.at = end + 1;
        self.scalar(Kind::String, start);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let length = number_length(&self.text[start..]);
        let end = match length {
            Some(length) => start + length,
            None if self.end && self.at_root() => self.text.len(),
            None => {
                self.at = self.text.len();
                return Err(CUT);
            }
        };
        let is_valid = is_number(&self.text[start..end]);
        if !is_valid && self.unopened_value(start)? {
            return Ok(());
        }
        self.at = end;
        if !is_valid {
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
                        if self.at_root() || !matches!(rest.first(), Some(b',' | b'}' | b']')) {
                            if self.unopened_value(start)? {
                                return Ok(());
                            }
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
            Some(b'"') if self.text[end] == b'"' => {
                match self.text[end + 1..].trim_ascii_start().first() {
                    None if !self.end => return Err(CUT),
                    Some(b':') => {}
                    _ => return Err(self.broken(FaultKind::Unexpected)),
                }
                self.fault(FaultKind::MissingQuote, start, start);
                self.at = end;
                self.scalar(Kind::String, start);
                self.at = end + 1;
                self.previous_end = self.at;
                Ok(())
            }
            _ => Err(self.broken(FaultKind::Unexpected)),
        }
    }

    /// Returns the end of the word at the current offset; `None` if it may continue behind the text.
    fn word_end(&mut self) -> Option<usize> {
        let length = self.text[self.at..].iter().position(|byte| !is_word(*byte));
        match length {
            Some(length) => Some(self.at + length),
            None if self.end && (self.at_root() || !self.is_cut_literal()) => Some(self.text.len()),
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

    pub(super) fn fault(&mut self, kind: FaultKind, start: usize, end: usize) {
        self.faults.push(Fault { kind, start: start as u32, end: end as u32 });
    }
}

/// Returns the offset of the first quote, backslash or control character from `from` on, or the end of the text.
#[inline]
fn plain_end(text: &[u8], from: usize) -> usize {
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1F);
    let mut at = from;
    while let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk) {
        let bytes = u8x16::new(*chunk);
        let found = bytes.simd_eq(u8x16::splat(b'"'))
            | bytes.simd_eq(u8x16::splat(b'\\'))
            | bytes.simd_eq(bytes.min(u8x16::splat(0x1F)));
        let mask = found.to_bitmask();
        if mask != 0 {
            return at + mask.trailing_zeros() as usize;
        }
        at += 16;
    }
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().position(special).unwrap_or(rest.len())
}

/// Returns the number of bytes of the first character, or of the invalid byte, that the text begins with; `None` if
/// the text is too short to decide.
pub(crate) fn character_width(text: &[u8], end: bool) -> Option<usize> {
    match text.first() {
        None => Some(0),
        Some(byte) if byte.is_ascii() => Some(1),
        Some(_) if text.len() < 4 && !end => None,
        Some(_) => Some(1 + text[1..].iter().take(3).take_while(|byte| (**byte & 0xC0) == 0x80).count()),
    }
}

/// Returns the length of a number, valid or not, that the text begins with; `None` if it may continue behind the
/// text.
fn number_length(text: &[u8]) -> Option<usize> {
    text.iter().position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'-' | b'.' | b'_'))
}

/// Returns true if the text follows the JSON grammar of numbers.
pub(crate) fn is_number(text: &[u8]) -> bool {
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    // Most numbers consist of digits only.
    if let [b'1'..=b'9', rest @ ..] = unsigned
        && rest.iter().all(u8::is_ascii_digit)
    {
        return true;
    }
    std::str::from_utf8(unsigned).is_ok_and(acslint_types::scalar::is_unsigned_number)
}
