//! Repair of strings whose quotes are missing, not escaped or typographic: the end of the string that was meant.

use super::{
    FaultKind, Kind, LOOK_AHEAD, Outcome, Tree, is_word,
    parse::{CUT, Expect, Parser, Stop},
};

/// Returns the length of the typographic quote that a text begins with.
pub(crate) fn typographic(text: &[u8]) -> Option<usize> {
    match text {
        [0xE2, 0x80, 0x98..=0x9F, ..] | [0xEF, 0xBC, 0x82, ..] => Some(3),
        [0xC2, 0xAB | 0xBB, ..] => Some(2),
        _ => None,
    }
}

/// Returns the text without the typographic quote that it ends with.
fn without_typographic(text: &[u8]) -> Option<&[u8]> {
    [3, 2].into_iter().find_map(|length| {
        let (before, quote) = text.split_at_checked(text.len().checked_sub(length)?)?;
        (typographic(quote) == Some(length)).then_some(before)
    })
}

/// Returns true if a string ends before the text: a comma, a colon or a bracket follows it.
fn ends_string(text: &[u8]) -> bool {
    matches!(text.trim_ascii_start().first(), Some(b',' | b':' | b'}' | b']'))
}

impl Parser<'_> {
    /// Ends the last string where it was meant to end, if an unexpected byte follows it.
    #[cold]
    pub(super) fn misread_string(&mut self) -> Result<bool, Stop> {
        Ok(self.unescaped_json()? || self.unclosed_value()? || self.unescaped_quote()?)
    }

    /// Returns the last node, if it is a string in double quotes that ends with the last token.
    fn last_string(&self) -> Option<(usize, usize)> {
        let node = self.tree.last()?;
        let (start, end) = (node.start as usize, node.end as usize);
        let is_it = node.kind == Kind::String && end == self.previous_end && self.text[start] == b'"';
        (is_it && start + 1 < end).then_some((start, end))
    }

    /// Replaces the range of the last node; the token behind it begins at `at`.
    fn end_last(&mut self, start: usize, end: usize, at: usize) {
        let is_escaped = self.tree.last().is_some_and(|node| node.escaped);
        self.tree.amend_last(start, end, is_escaped);
        (self.previous_end, self.at) = (end, at);
    }

    /// Accepts a string that holds JSON text with quotes that are not escaped: `"{"a":1}"`. The text begins and ends directly
    /// at the quotes of the string, and is valid.
    fn unescaped_json(&mut self) -> Result<bool, Stop> {
        let Some((start, _)) = self.last_string() else {
            return Ok(false);
        };
        if self.most_faults == 1
            || self.once.json_text_failed
            || !matches!(self.text.get(start + 1), Some(b'{' | b'['))
        {
            return Ok(false);
        }
        let rest = &self.text[start + 1..];
        let (mut tree, mut faults) = (Tree::default(), Vec::new());
        let mut inner = Parser::new(rest, self.end, &mut tree, &mut faults);
        inner.most_faults = 1;
        let result = inner.document();
        let reading = inner.reading(&result);
        self.looked = self.looked.max(start + 1 + reading.looked);
        self.searched += reading.steps;
        let length = match reading.outcome {
            Outcome::Complete(length) if faults.is_empty() => Some(length),
            Outcome::Incomplete { .. } if !self.end => return Err(CUT),
            _ => None,
        };
        if let Some(length) = length.filter(|length| memchr::memchr(b'\n', &rest[..*length]).is_none()) {
            let end = start + 1 + length + 1;
            match rest.get(length) {
                None if !self.end => return Err(CUT),
                Some(b'"') => match self.text[end..].trim_ascii_start().first() {
                    None if !self.end => return Err(CUT),
                    Some(b',' | b'}' | b']') => {
                        self.fault(FaultKind::UnescapedJson, start, end);
                        self.end_last(start, end, end);
                        self.tree.amend_last(start, end, true);
                        return Ok(true);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        self.once.json_text_failed = true;
        Ok(false)
    }

    /// Accepts a value without its closing quote: `"a":"x,"b":1`. The next key has its quotes, a colon and a value.
    fn unclosed_value(&mut self) -> Result<bool, Stop> {
        let Some((start, end)) = self.last_string().filter(|(_, end)| self.in_object && *end == self.at)
        else {
            return Ok(false);
        };
        let content = &self.text[start + 1..end - 1];
        self.searched += content.len() as u64;
        let Some(value) = content.trim_ascii_end().strip_suffix(b",") else {
            return Ok(false);
        };
        if memchr::memchr2(b'{', b'}', content).is_some() {
            return Ok(false);
        }
        let comma = start + 1 + value.len();
        let key = &self.text[self.at..self.text.len().min(self.at + LOOK_AHEAD)];
        let Some(length) = key.iter().position(|byte| matches!(byte, b'"' | b'\n' | b',' | b'{' | b'}'))
        else {
            return if key.len() < LOOK_AHEAD { self.undecided(false) } else { Ok(false) };
        };
        let behind = self.text[self.at + length + 1..].trim_ascii_start();
        let value_follows = match behind.split_first() {
            None => return self.undecided(false),
            Some((b':', behind)) if key[length] == b'"' => match behind.trim_ascii_start().first() {
                None => return self.undecided(false),
                first => matches!(first, Some(b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')),
            },
            Some(_) => false,
        };
        if value_follows {
            self.end_before(start + 1, value.trim_ascii_end(), comma);
        }
        Ok(value_follows)
    }

    /// Ends the last node behind a text that begins at `start` and lacks its closing quote, or has a typographic one.
    fn end_before(&mut self, start: usize, text: &[u8], at: usize) {
        let end = start + text.len();
        if let Some(length) = without_typographic(text).map(<[u8]>::len) {
            self.note_typographic(start + length, end);
            self.end_last(start, start + length, at);
        } else {
            self.fault(FaultKind::MissingQuote, end, end);
            self.end_last(start, end, at);
        }
    }

    /// Accepts a key without its closing quote: `"a:1,"b":2`. The last node is the string that was read as the key.
    #[cold]
    pub(super) fn unclosed_key(&mut self) -> bool {
        let Some((start, end)) = self.last_string().filter(|(_, end)| *end == self.at) else {
            return false;
        };
        let content = &self.text[start + 1..end - 1];
        let Some(colon) = memchr::memchr(b':', &content[..content.len().min(LOOK_AHEAD)]) else {
            return false;
        };
        let key = content[..colon].trim_ascii_end();
        let is_key = |byte: &u8| is_word(*byte) || matches!(byte, b' ' | b'-' | b'.' | b'@' | 0x80..);
        if key.is_empty() || !key.iter().all(is_key) {
            return false;
        }
        let text = self.text;
        self.end_before(start + 1, &text[start + 1..start + 1 + key.len()], start + 1 + colon + 1);
        self.tree.know_key(text);
        true
    }

    /// Accepts a value without its opening quote: `"a":x y",`. It begins at `start`, and contains no bracket and no comma.
    #[cold]
    pub(super) fn unopened_value(&mut self, start: usize) -> Result<bool, Stop> {
        if self.at_root() {
            return Ok(false);
        }
        let near = &self.text[start..self.text.len().min(start + LOOK_AHEAD)];
        let ends = |byte: &u8| matches!(byte, b'"' | b'\n' | b',' | b'{' | b'}' | b'[' | b']');
        let length = near.iter().position(ends);
        self.search(start, start + length.unwrap_or(near.len()));
        let Some(length) = length else {
            return if near.len() < LOOK_AHEAD { self.undecided(false) } else { Ok(false) };
        };
        let quote = start + length;
        if near[length] != b'"' {
            return Ok(false);
        }
        match self.text[quote + 1..].trim_ascii_start().first() {
            None => return self.undecided(false),
            Some(b',' | b'}' | b']') => {}
            Some(_) => return Ok(false),
        }
        self.fault(FaultKind::MissingQuote, start, start);
        self.at = quote;
        self.scalar(Kind::String, start);
        self.at = quote + 1;
        self.previous_end = self.at;
        Ok(true)
    }

    /// Parses a string in typographic quotes; returns false if there is none. A straight quote may end it.
    #[cold]
    pub(super) fn typographic_string(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        let Some(width) = typographic(&self.text[start..]) else {
            return Ok(false);
        };
        let inner = start + width;
        let mut at = inner;
        loop {
            let quote = match self.text.get(at) {
                None => {
                    self.search(start, at);
                    return self.undecided(false);
                }
                Some(b'\n' | b'{') => {
                    self.search(start, at);
                    return Ok(false);
                }
                Some(b'"') => Some(1),
                Some(_) => typographic(&self.text[at..]),
            };
            if let Some(width) = quote {
                let behind = &self.text[at + width..];
                if behind.trim_ascii_start().is_empty() && !self.end {
                    return Err(CUT);
                }
                if ends_string(behind) {
                    self.note_typographic(start, at + width);
                    self.at = at;
                    self.scalar(Kind::String, inner);
                    self.tree.amend_last(inner, at, self.text[inner..at].contains(&b'\\'));
                    self.at = at + width;
                    self.previous_end = self.at;
                    return Ok(true);
                }
            }
            at += quote.unwrap_or(1);
        }
    }

    /// Ends a string that begins at `start` with its line, if it has a typographic quote there, or if it is the value of a
    /// member, a comma ends the line, and the next line begins with a key. Returns false otherwise.
    #[cold]
    pub(super) fn end_at_line(&mut self, start: usize, newline: usize) -> Result<bool, Stop> {
        let text = self.text;
        let line = &text[start + 1..newline];
        let is_behind = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b',' | b'}' | b']');
        let behind = line.iter().rev().take_while(|byte| is_behind(byte)).count();
        let is_typographic = without_typographic(&line[..line.len() - behind]).is_some();
        let (value, at) = if is_typographic {
            (&line[..line.len() - behind], newline - behind)
        } else {
            let is_value = self.tree.ends_with_key();
            let Some(value) = line.trim_ascii_end().strip_suffix(b",").filter(|_| is_value) else {
                return Ok(false);
            };
            match text[newline..].trim_ascii_start().first() {
                None => return self.undecided(false),
                Some(b'"') if memchr::memchr2(b'{', b'}', value).is_none() => {}
                Some(_) => return Ok(false),
            }
            (value.trim_ascii_end(), start + 1 + value.len())
        };
        self.at = newline;
        self.scalar(Kind::String, start + 1);
        self.end_before(start + 1, value, at);
        Ok(true)
    }

    /// Reports typographic quotes, once: a value that has them has them in many places.
    fn note_typographic(&mut self, start: usize, end: usize) {
        if !std::mem::replace(&mut self.once.typographic, true) {
            self.fault(FaultKind::TypographicQuotes, start, end);
        }
    }

    /// Passes text that is not JSON's white space and has a name; reports each kind once. Returns false if there is none.
    #[cold]
    pub(super) fn skip_foreign(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        let begins_line = start.checked_sub(1).is_some_and(|before| self.text[before] == b'\n');
        match super::foreign(&self.text[start..], self.end, begins_line) {
            super::Found::Nothing => Ok(false),
            super::Found::Short => Err(CUT),
            super::Found::Text(kind, length) => {
                if !self.foreign.contains(&kind) {
                    self.foreign.push(kind);
                    self.fault(FaultKind::Foreign(kind), start, start + length);
                }
                self.at += length;
                Ok(true)
            }
        }
    }

    /// Token that is expected behind a text that was passed in the place of a value.
    pub(super) fn expect_value(&self) -> Expect {
        if self.in_object || self.at_root() { Expect::Value } else { Expect::FirstItem }
    }
}
