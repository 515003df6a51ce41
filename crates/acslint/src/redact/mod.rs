//! Redaction of inputs: each private value is replaced by a stand-in of the same form, and everything else stays.
//!
//! The allow-list is that of redacted reports: the public spans of each record, and names of the catalog in broken bytes. The
//! structure of the input stays, so that findings have the same places.

mod stand_in;
#[cfg(test)]
mod tests;
mod times;

use std::collections::BTreeSet;
use std::io::{self, Write};

use acslint_check::{Checker, EncodedForm, Event, Hints, RecordType, Report, Session, Span, WorkerState};

use crate::input::{Buffer, Source, refusal};
use crate::report::{is_told, key_of, token};
use stand_in::StandIns;

/// Bytes read and checked at once.
const PIECE: usize = 512 * 1024;

/// Names in the structure of inputs.
const STRUCTURE: [&str; 22] = [
    "records",
    "tables",
    "Tables",
    "columns",
    "Columns",
    "rows",
    "Rows",
    "name",
    "type",
    "ColumnName",
    "PrimaryResult",
    "error",
    "columnDescriptors",
    "Exceptions",
    "OneApiErrors",
    "FrameType",
    "DataSetHeader",
    "DataTable",
    "DataSetCompletion",
    "TableHeader",
    "TableFragment",
    "TableId",
];

/// Redactor of inputs.
#[derive(Debug)]
pub(crate) struct InputRedactor {
    stand_ins: StandIns,
    /// Seconds that public times move by.
    shift: i64,
    /// Seconds that other times move by.
    private_shift: i64,
}

impl InputRedactor {
    /// Creates a redactor with this key, or a random one; times move by `shift` seconds.
    pub(crate) fn new(key: Option<&str>, shift: i64) -> Self {
        let key = key_of("acslint 2026 stand-ins", key);
        // Up to four weeks, and never by nothing.
        let own = i64::from(u32::from_le_bytes([key[0], key[1], key[2], 0])) % (28 * 86_400) + 1;
        Self { stand_ins: StandIns::new(key), shift, private_shift: shift + own }
    }

    /// Reads an input to its end, and writes it without private values.
    pub(crate) fn redact(
        &self,
        checker: &Checker,
        source: &mut Source,
        hints: Hints,
        sink: &mut dyn Write,
    ) -> io::Result<u64> {
        // Without these, records of custom categories would not be recognized.
        let kept: BTreeSet<&str> = checker.identifying_texts().collect();
        let mut session = Session::new(checker, hints);
        session.set_decoded_from(source.decoded_from());
        let (mut state, mut shown) = (WorkerState::default(), Shown::default());
        let (mut buffer, mut size, mut offset) = (Buffer::default(), PIECE, 0);
        loop {
            let is_end = source.fill(&mut buffer, size)?;
            let done = session.advance(&mut state, buffer.bytes(), is_end, &mut shown);
            // Text in UTF-16 is written as UTF-8.
            if let Some(form) = session.encoded_form().filter(|form| *form != EncodedForm::Utf16) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, refusal(form, "redacted")));
            }
            sink.write_all(&self.bytes(&buffer.bytes()[..done], offset, &shown.take(), &kept))?;
            if is_end {
                return Ok(session.records());
            }
            buffer.advance(done);
            offset += done as u64;
            size = if done == 0 { 2 * buffer.bytes().len() } else { buffer.bytes().len() + PIECE };
        }
    }

    /// Returns bytes of an input, the first of them at `offset`, with stand-ins outside the public spans.
    fn bytes(&self, bytes: &[u8], offset: u64, shown: &[Span], kept: &BTreeSet<&str>) -> Vec<u8> {
        let index = |at: u64| (at.saturating_sub(offset) as usize).min(bytes.len());
        let mut shown =
            shown.iter().map(|span| index(span.start)..index(span.end)).filter(|span| !span.is_empty());
        let mut next = shown.next();
        let mut redacted = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            while next.as_ref().is_some_and(|span| span.end <= at) {
                next = shown.next();
            }
            if let Some(span) = next.as_ref().filter(|span| span.start <= at) {
                self.public(&bytes[at..span.end], &mut redacted);
                at = span.end;
                continue;
            }
            let limit = next.as_ref().map_or(bytes.len(), |span| span.start);
            let (content, end) = token(&bytes[..limit], at);
            redacted.extend_from_slice(&bytes[at..content.start]);
            let is_whole = limit == bytes.len() || end < limit || !is_inside_text(bytes, limit);
            let is_bare = content.start == at;
            self.private(&bytes[content.clone()], (is_whole, is_bare), kept, &mut redacted);
            redacted.extend_from_slice(&bytes[content.end..end]);
            at = end;
        }
        redacted
    }

    /// Writes a public key or value.
    fn public(&self, bytes: &[u8], redacted: &mut Vec<u8>) {
        let time = (self.shift != 0)
            .then(|| std::str::from_utf8(bytes).ok()?.strip_prefix('"')?.strip_suffix('"'))
            .flatten()
            .and_then(|text| times::moved(text, self.shift));
        match time {
            Some(time) => redacted.extend_from_slice(format!("\"{time}\"").as_bytes()),
            None => redacted.extend_from_slice(bytes),
        }
    }

    /// Writes the stand-in of the content of a string, or of a number or a word. `is_whole` is true unless a public part
    /// of the same string follows, and `is_bare` if it has no quotes.
    fn private(
        &self,
        bytes: &[u8],
        (is_whole, is_bare): (bool, bool),
        kept: &BTreeSet<&str>,
        redacted: &mut Vec<u8>,
    ) {
        let text = String::from_utf8_lossy(bytes);
        if is_told(&text) || STRUCTURE.contains(&&*text) || kept.contains(&*text) {
            return redacted.extend_from_slice(bytes);
        }
        if is_number(&text) {
            return redacted.extend_from_slice(self.stand_ins.number(&text).as_bytes());
        }
        if is_bare && let Some(odd) = self.stand_ins.odd_number(&text) {
            return redacted.extend_from_slice(odd.as_bytes());
        }
        let decoded = Some(&*text).filter(|_| is_whole && std::str::from_utf8(bytes).is_ok());
        if let Some(value) =
            decoded.and_then(|text| serde_json::from_str::<String>(&format!("\"{text}\"")).ok())
        {
            let made =
                times::moved(&value, self.private_shift).unwrap_or_else(|| self.stand_ins.text(&value));
            let quoted = serde_json::Value::from(made).to_string();
            return redacted.extend_from_slice(&quoted.as_bytes()[1..quoted.len() - 1]);
        }
        self.fragment(bytes, redacted);
    }

    /// Writes the stand-in of bytes that are not the whole content of a string: escapes stay escapes, and bytes that are not
    /// UTF-8 stay such bytes.
    fn fragment(&self, bytes: &[u8], redacted: &mut Vec<u8>) {
        for chunk in bytes.utf8_chunks() {
            let mut rest = chunk.valid();
            while let Some(escape) = rest.find('\\') {
                redacted.extend_from_slice(self.stand_ins.text(&rest[..escape]).as_bytes());
                let mut escaped = rest[escape + 1..].chars();
                let length = 1 + escaped.next().map_or(0, char::len_utf8);
                match &rest.as_bytes()[escape..escape + length] {
                    // The digits may be those of a letter; a cut escape stays one.
                    b"\\u" => {
                        let digits =
                            rest[escape + 2..].bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
                        redacted.extend_from_slice(&b"\\u002d"[..2 + digits]);
                        rest = &rest[escape + 2 + digits..];
                        continue;
                    }
                    [b'\\', byte]
                        if matches!(byte, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') =>
                    {
                        redacted.extend_from_slice(&[b'\\', *byte]);
                    }
                    [b'\\'] => redacted.push(b'\\'),
                    // Not an escape, and it stays none.
                    _ => redacted.extend_from_slice(b"\\x"),
                }
                rest = &rest[escape + length..];
            }
            redacted.extend_from_slice(self.stand_ins.text(rest).as_bytes());
            redacted.extend(chunk.invalid().iter().map(|_| 0xFF));
        }
    }
}

/// Returns true for a JSON number of any size.
fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Returns true if a public part at `at` is in a string that began before it.
fn is_inside_text(bytes: &[u8], at: usize) -> bool {
    !matches!(bytes.get(at), Some(b'"' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9'))
        || at.checked_sub(1).is_some_and(|before| bytes[before] == b'\\')
}

/// Public spans of the records so far.
#[derive(Debug, Default)]
struct Shown(Vec<Span>);

impl Shown {
    /// Returns the spans in input order, and forgets them.
    fn take(&mut self) -> Vec<Span> {
        let mut spans = std::mem::take(&mut self.0);
        spans.sort_unstable();
        spans
    }
}

impl Report for Shown {
    fn event(&mut self, event: &Event<'_>) {
        self.0.extend(event.shown());
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}
