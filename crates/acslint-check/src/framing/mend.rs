//! Mending of a query answer that cannot be parsed: broken rows are blanked, so that the others keep their offsets.

use std::ops::Range;

use super::effort::Effort;
use crate::document::{Fault, FaultKind, Outcome, Tree, read};

/// Query answer without its broken rows.
#[derive(Debug)]
pub(crate) struct Mended {
    /// Bytes of the answer, with spaces in place of the broken rows.
    pub(crate) bytes: Vec<u8>,
    /// Offset up to which the bytes do not depend on what follows the text.
    pub(super) decided: usize,
    /// Broken rows in order: their ranges in the answer, and their faults.
    pub(crate) broken: Vec<(Range<usize>, Fault)>,
}

/// Keys of rows.
const ROWS: [&[u8]; 2] = [b"\"rows\"", b"\"Rows\""];

/// Blanks the broken rows of a query answer.
pub(super) fn mend(text: &[u8], effort: &mut Effort) -> Mended {
    let mut mending = Mending {
        text,
        effort,
        bytes: text.to_vec(),
        broken: Vec::new(),
        tree: Tree::default(),
        faults: Vec::new(),
        known: (0, 0),
        solid: text.trim_ascii_end().len(),
        decided: text.len(),
    };
    let mut at = 0;
    while let Some(begin) = next_rows(text, at) {
        at = mending.rows(begin);
    }
    let Mending { bytes, decided, broken, .. } = mending;
    Mended { bytes, decided, broken }
}

/// Returns the range of the rows of an answer that is broken elsewhere: from the bracket that opens the first ones to behind
/// the one that closes the last ones.
pub(super) fn rows(text: &[u8], effort: &mut Effort) -> Option<Range<usize>> {
    let mut rows: Option<Range<usize>> = None;
    let mut from = 0;
    while let Some(begin) = next_rows(text, from) {
        // Rows behind the key of another answer do not belong to this one.
        if rows
            .as_ref()
            .is_some_and(|rows| memchr::memmem::find(&text[rows.end..begin], b"ables\"").is_some())
        {
            break;
        }
        let end = end_of_rows(text, begin);
        effort.steps += (end - from) as u64;
        from = end;
        rows = Some(rows.map_or(begin - 1, |rows| rows.start)..end);
    }
    rows
}

/// Returns the end of the rows that begin at `at`, behind their bracket: the offset behind the bracket that closes them.
fn end_of_rows(text: &[u8], at: usize) -> usize {
    let mut at = at;
    loop {
        at += text[at..].iter().take_while(|byte| is_between(**byte)).count();
        match text.get(at) {
            None => return at,
            Some(b']') if ends_rows(text, at) => return at + 1,
            Some(_) => at = next_row(text, at, text.len()),
        }
    }
}

struct Mending<'t> {
    text: &'t [u8],
    effort: &'t mut Effort,
    bytes: Vec<u8>,
    broken: Vec<(Range<usize>, Fault)>,
    tree: Tree,
    faults: Vec<Fault>,
    /// Offset of a row, and of the next row behind it, which is the next one of each row between the two.
    known: (usize, usize),
    /// Length of the text without white space at its end.
    solid: usize,
    /// Offset of the first row whose end depends on the end of the text.
    decided: usize,
}

impl Mending<'_> {
    /// Checks the rows that begin behind a bracket at `at`; returns their end.
    fn rows(&mut self, at: usize) -> usize {
        let mut at = at;
        // The end of the last valid row, and a flag for anything broken behind it.
        let (mut good_end, mut is_first, mut is_broken) = (at, true, false);
        loop {
            at += self.text[at..].iter().take_while(|byte| is_between(**byte)).count();
            let row = match self.text.get(at) {
                None => break,
                Some(b']') if ends_rows(self.text, at) => {
                    self.note_look(at, at + 1);
                    break;
                }
                Some(b'[') => self.row(at),
                Some(_) => Err(Fault { kind: FaultKind::Unexpected, start: 0, end: 1 }),
            };
            match row {
                Ok(end) => {
                    if is_broken {
                        self.blank(good_end..at, !is_first);
                    }
                    (at, good_end, is_first, is_broken) = (end, end, false, false);
                }
                Err(fault) => {
                    let end = self.next_row(at);
                    let blank = self.text[at..end].iter().rev().take_while(|byte| is_between(**byte)).count();
                    self.broken.push((at..(end - blank).max(at + 1), fault));
                    (at, is_broken) = (end, true);
                }
            }
        }
        if is_broken {
            self.blank(good_end..at, false);
        }
        at
    }

    /// Parses the row at `at`; returns its end or its fault.
    fn row(&mut self, at: usize) -> Result<usize, Fault> {
        let worn = self.effort.worn_until(at as u64).is_some();
        let limit = if worn { self.next_row(at) } else { self.text.len() };
        let reading = read(&self.text[at..limit], true, &mut self.tree, &mut self.faults);
        self.effort.steps += reading.steps;
        self.note_look(at, at + reading.looked);
        match reading.outcome {
            Outcome::Complete(length) if !self.hides_row(at, length) => return Ok(at + length),
            Outcome::Complete(_) => self.faults.clear(),
            Outcome::Incomplete { .. } => {
                self.faults.push(Fault { kind: FaultKind::Unclosed, start: 0, end: 1 });
            }
            Outcome::Broken(_) => {}
        }
        self.effort.note_failure((at + reading.looked) as u64);
        // A fault behind the start of the next row does not belong to this row.
        let length = self.next_row(at) - at;
        let fault = self.faults.pop().filter(|fault| (fault.start as usize) < length);
        Err(fault.unwrap_or(Fault { kind: FaultKind::Unclosed, start: 0, end: 1 }))
    }

    /// Notes that the decision about the byte at `at` depends on the bytes before the offset `until`.
    fn note_look(&mut self, at: usize, until: usize) {
        if until >= self.solid {
            self.decided = self.decided.min(at);
        }
    }

    /// Returns true if another row begins inside a string of the row of this length at `at`.
    fn hides_row(&mut self, at: usize, length: usize) -> bool {
        if !self.faults.iter().any(|fault| fault.kind.may_hide_records()) {
            return false;
        }
        let next = next_row(self.text, at, at + length) - at;
        self.effort.steps += next as u64;
        next < length && !self.tree.begins_at(next as u32)
    }

    /// Returns the start of the next row behind `at`, or the end of the rows. For rows, it looks at no byte twice.
    fn next_row(&mut self, at: usize) -> usize {
        let (from, next) = self.known;
        let is_row = self.text[at] == b'[';
        if is_row && from <= at && at < next {
            return next;
        }
        let next = next_row(self.text, at, self.text.len());
        self.effort.steps += (next - at) as u64;
        self.note_look(at, next + 1);
        if is_row {
            self.known = (at, next);
        }
        next
    }

    /// Fills the range with spaces, and adds a comma if one is needed.
    fn blank(&mut self, range: Range<usize>, comma: bool) {
        let (start, length) = (range.start, range.len());
        self.bytes[range].fill(b' ');
        if comma && length > 0 {
            self.bytes[start] = b',';
        }
    }
}

fn is_between(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b','
}

/// Returns the offset of the next rows, behind their bracket, from `from` on.
fn next_rows(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(quote) = memchr::memchr(b'"', text.get(at..)?).map(|quote| at + quote) {
        let rest = &text[quote..];
        if let Some(key) = ROWS.iter().find(|key| rest.starts_with(key)) {
            let between = |byte: &u8| byte.is_ascii_whitespace() || *byte == b':';
            let length = rest[key.len()..].iter().take_while(|byte| between(byte)).count();
            let bracket = quote + key.len() + length;
            if length > 0 && text.get(bracket) == Some(&b'[') {
                return Some(bracket + 1);
            }
        }
        at = quote + 1;
    }
    None
}

/// Returns true if the bracket at `at` ends the rows, and not one row.
fn ends_rows(text: &[u8], at: usize) -> bool {
    let behind = text[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(behind, None | Some(b'}'))
}

/// Returns the start of the next row behind broken bytes at `at`, or the end of the rows. A row begins with `[`
/// behind a bracket and a comma, or at the beginning of a line. If the broken bytes are not a row, any comma
/// precedes a row. The result is at most `limit`.
fn next_row(text: &[u8], at: usize, limit: usize) -> usize {
    let in_row = text[at] == b'[';
    let (mut before, mut before_comma, mut begins_line) = (text[at], 0, false);
    for (index, &byte) in text[..limit].iter().enumerate().skip(at + 1) {
        match byte {
            b'\n' => begins_line = true,
            _ if byte.is_ascii_whitespace() => {}
            b'[' if begins_line || (before == b',' && (!in_row || matches!(before_comma, b']' | b'}'))) => {
                return index;
            }
            b']' if before != b'[' && ends_rows(text, index) => return index,
            _ => {
                if byte == b',' {
                    before_comma = before;
                }
                (before, begins_line) = (byte, false);
            }
        }
    }
    limit
}

#[cfg(test)]
mod tests {
    use super::{Effort, mend};

    #[test]
    fn broken_rows_are_blanked() {
        for (rows, expected, broken) in [
            ("[1],@,[2]", "[1],  [2]", vec!["@"]),
            ("[1],[@],[2]", "[1],    [2]", vec!["[@]"]),
            ("@,[2]", "  [2]", vec!["@"]),
            ("[1],@", "[1]  ", vec!["@"]),
            ("[1],[\"x],[2]", "[1],     [2]", vec!["[\"x]"]),
            ("[1],\",[2],[3]", "[1],  [2],[3]", vec!["\""]),
            ("[1],\n[2,@\n[3]", "[1],     \n[3]", vec!["[2,@"]),
        ] {
            let text = |rows: &str| format!("{{\"tables\":[{{\"rows\":[{rows}]}}]}}");
            let given = text(rows);
            let mended = mend(given.as_bytes(), &mut Effort::new());
            let blanks = |text: &str| text.replace('\n', " ");
            assert_eq!(blanks(&String::from_utf8_lossy(&mended.bytes)), blanks(&text(expected)), "{rows}");
            let found: Vec<&str> = mended.broken.iter().map(|(range, _)| &given[range.clone()]).collect();
            assert_eq!(found, broken, "{rows}");
        }
        assert_eq!(mend(b"{\"tables\":[{\"rows\":[[1],[2]]}]}", &mut Effort::new()).broken, []);
    }
}
