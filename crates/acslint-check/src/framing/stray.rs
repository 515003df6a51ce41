//! Steps over text between records that is not part of any: invisible characters, commas, and what a program put before them.

use super::{Expect, Framer, NeedMore, OnceKind, Phase, Problem, Step, Text};
use crate::document::{FaultKind, Foreign, Found, LOOK_AHEAD, foreign, opening};

/// Longest text before a record on its line, in bytes.
const LONGEST_PREFIX: usize = 512;

/// Kinds of stray text that were reported: each is reported once in an input.
#[derive(Debug, Default)]
pub(super) struct Reported {
    pub(super) foreign: Vec<Foreign>,
    pub(super) comma: bool,
    pub(super) prefix: bool,
}

/// Result of looking for stray text.
pub(super) enum Passed {
    /// There is none.
    Nothing,
    /// It was passed, and its kind is known already.
    Known,
    /// It was passed, and this reports it.
    New(Step),
}

impl Framer {
    /// Passes the stray text that begins here with this byte, if there is one.
    pub(super) fn pass_stray(&mut self, byte: u8, text: Text<'_>) -> Result<Passed, NeedMore> {
        let start = self.at;
        if byte == b'{' {
            return Ok(Passed::Nothing);
        }
        let begins_line = self.indentation.0 == self.offset + start as u64;
        let rest = &text.bytes[start..];
        let is_marker = begins_line && self.indentation.1 == 0;
        match foreign(rest, text.end, is_marker) {
            Found::Short => return Err(NeedMore),
            Found::Text(kind, length) => {
                // Each conflict begins with a marker of its own; the others belong to it.
                let is_known = self.reported.foreign.contains(&kind);
                if !is_known {
                    self.reported.foreign.push(kind);
                    // Each conflict is reported.
                    if byte != b'<' {
                        self.note_once(OnceKind::Foreign(kind));
                    }
                }
                let is_new = !is_known || byte == b'<';
                if begins_line && kind != Foreign::ConflictMarker {
                    self.indentation.0 += length as u64;
                }
                return Ok(self.passed(length, is_new.then_some(Problem::Fault(FaultKind::Foreign(kind)))));
            }
            Found::Nothing => {}
        }
        if !self.stack.is_empty() {
            return Ok(Passed::Nothing);
        }
        if byte == b',' && ends_line(&rest[1..], text.end)? {
            self.phase = Phase::Reading;
            self.line_taken = false;
            let is_new = !std::mem::replace(&mut self.reported.comma, true);
            if is_new {
                self.note_once(OnceKind::Comma);
            }
            return Ok(self.passed(1, is_new.then_some(Problem::CommaBetween)));
        }
        if begins_line && let Some(length) = prefix(rest, text.end)? {
            self.effort.steps += length as u64;
            let is_new = !std::mem::replace(&mut self.reported.prefix, true);
            if is_new {
                self.note_once(OnceKind::Prefix);
            }
            return Ok(self.passed(length, is_new.then_some(Problem::Prefix)));
        }
        Ok(Passed::Nothing)
    }

    /// Notes a kind of stray text that is reported for the first time, and begins here.
    fn note_once(&mut self, kind: OnceKind) {
        let decides = matches!(self.expect, Expect::AfterComma(_));
        self.usage.note(kind, self.offset + self.at as u64, decides);
    }

    fn passed(&mut self, length: usize, problem: Option<Problem>) -> Passed {
        let range = self.at..self.at + length;
        self.at = range.end;
        self.effort.steps += length as u64;
        match problem {
            Some(problem) => {
                // A later finding must not stand before this one.
                if let Expect::AfterComma(_) = self.expect {
                    self.expect = Expect::First;
                }
                Passed::New(Step::Between { range, problem })
            }
            None => Passed::Known,
        }
    }
}

/// Returns true if nothing follows on the line, or another object or array.
pub(super) fn ends_line(rest: &[u8], end: bool) -> Result<bool, NeedMore> {
    match rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')) {
        None if !end => Err(NeedMore),
        None | Some(b'\n' | b'{' | b'[') => Ok(true),
        Some(_) => Ok(false),
    }
}

/// Returns the length of the text before the record on a line that begins with the text: the time and the name that a program
/// writes before each line, such as `2024-06-18 13:27:58 INFO `.
fn prefix(line: &[u8], end: bool) -> Result<Option<usize>, NeedMore> {
    if matches!(line.first(), None | Some(b'"' | b'\'' | b'/' | b'#' | b',' | b':' | b'}' | b']')) {
        return Ok(None);
    }
    let near = &line[..line.len().min(LONGEST_PREFIX)];
    let Some(length) = near.iter().position(|byte| matches!(byte, b'{' | b'"' | b'\n')) else {
        return if near.len() < LONGEST_PREFIX && !end { Err(NeedMore) } else { Ok(None) };
    };
    let (before, rest) = line.split_at(length);
    if rest[0] != b'{' {
        return Ok(None);
    }
    let is_array = before[0] == b'[' && !before.contains(&b']');
    let is_text = before.iter().any(u8::is_ascii_alphanumeric);
    if is_array || !is_text || matches!(before.trim_ascii_end().last(), Some(b',' | b'[')) {
        return Ok(None);
    }
    if rest.len() < LOOK_AHEAD && !end {
        return Err(NeedMore);
    }
    Ok(opening(rest).is_some_and(|opening| opening.colon).then_some(length))
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn a_prefix_is_what_a_program_writes_before_a_record() {
        let length = |line: &str| prefix(line.as_bytes(), true).unwrap();
        assert_eq!(length("2024-06-18 13:27:58 INFO sink: {\"a\": 1}\n"), Some(31));
        assert_eq!(length("[2024-06-18T13:27:58Z] app {\"a\": 1}"), Some(27));
        assert_eq!(length("<13>app: {\"a\": 1}"), Some(9));
        for line in [
            "[{\"a\": 1}]",
            "[1, {\"a\": 1}]",
            "1, {\"a\": 1}",
            "\"a\": {\"a\": 1}",
            "// x {\"a\": 1}",
            "@ {\"a\": 1}",
            "x {a: 1}",
            "x\n{\"a\": 1}",
            "x \"y\" {\"a\": 1}",
            "x",
        ] {
            assert_eq!(length(line), None, "{line}");
        }
        assert!(prefix(b"x {\"a\": 1", false).is_err() && prefix(b"x", false).is_err());
    }
}
