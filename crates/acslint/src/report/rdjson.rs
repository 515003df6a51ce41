//! `rdjson`: input format of reviewdog: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>.

use std::io::{self, Write};

use acslint_check::{Level, Span};
use serde_json::{Value, json};

use super::disclosed::Lines;
use super::{End, Limit, Located, Reporter, Sink, Spot, json::Items};
use crate::markdown::prose;

pub(super) struct Rdjson {
    sink: Sink,
    limit: Limit,
    diagnostics: Items,
}

impl Rdjson {
    pub(super) fn new(sink: Sink, limit: Limit) -> Self {
        let before = "{\"source\":{\"name\":\"acslint\"},\"diagnostics\":";
        Self { sink, limit, diagnostics: Items::new(before) }
    }

    fn diagnostic(&mut self, diagnostic: &Value) -> io::Result<()> {
        self.diagnostics.write(&mut self.sink, diagnostic)
    }
}

impl Reporter for Rdjson {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        let mut places = Places::new(event.event.lines());
        for spot in &event.findings {
            if self.limit.admits() {
                self.diagnostic(&diagnostic(event, spot, &mut places))?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        for unreadable in &end.tally.unreadable {
            self.diagnostic(&json!({
                "message": format!("not read: {}", prose(&unreadable.reason)),
                "location": { "path": end.service_path(&unreadable.file) },
                "severity": "ERROR",
                "code": { "value": "unreadable" },
            }))?;
        }
        if let Some(failure) = end.failure() {
            self.diagnostic(&json!({
                "message": prose(&failure),
                "location": { "path": "." },
                "severity": "ERROR",
                "code": { "value": "not-checked" },
            }))?;
        }
        if let Some(known) = end.known() {
            self.diagnostic(&json!({
                "message": prose(&known),
                "location": { "path": "." },
                "severity": "INFO",
                "code": { "value": "baseline" },
            }))?;
        }
        if self.limit.omitted > 0 {
            let first =
                end.tally.groups().first().map_or("".into(), |group| end.service_path(&group.first.file));
            self.diagnostic(&json!({
                "message": format!("{} more findings are not in this report", self.limit.omitted),
                "location": { "path": first },
                "severity": "INFO",
                "code": { "value": "findings-omitted" },
            }))?;
        }
        self.diagnostics.end(&mut self.sink)?;
        writeln!(self.sink, "}}")?;
        self.sink.flush()
    }
}

fn diagnostic(event: &Located<'_>, spot: &Spot<'_>, places: &mut Places<'_>) -> Value {
    let finding = &spot.finding;
    // reviewdog comments with it, which is Markdown.
    let mut message = prose(&finding.message());
    if let Some(help) = finding.help() {
        message.push_str("\nhelp: ");
        message.push_str(&prose(&help));
    }
    let mut diagnostic = json!({
        "message": message,
        "location": { "path": event.service_path(), "range": places.range(finding.span()) },
        "severity": match finding.level() {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Info | Level::Allow => "INFO",
        },
        "code": { "value": finding.rule() },
    });
    if let Some(fix) = finding.fix() {
        let suggestions =
            fix.edits.iter().map(|edit| json!({ "range": places.range(edit.span), "text": edit.text }));
        diagnostic["suggestions"] = suggestions.collect();
    }
    diagnostic
}

/// Positions as reviewdog counts them, with columns in bytes. Each search begins at the end of the last one.
struct Places<'a> {
    lines: Lines<'a>,
    first: Line,
    now: Line,
}

/// Line of a byte.
#[derive(Clone, Copy)]
struct Line {
    /// Offset of the byte.
    at: u64,
    number: u64,
    /// Offset of the beginning of the line.
    start: u64,
}

impl<'a> Places<'a> {
    fn new(lines: Lines<'a>) -> Self {
        let (anchor, position) = lines.anchor();
        let start = match lines.ends(Span::new(lines.offset(), anchor)) {
            Some((_, newline)) => newline + 1,
            None if lines.offset() == 0 => 0,
            // What of the line is not in memory any more counts as ASCII.
            None => (anchor + 1).saturating_sub(position.column),
        };
        let first = Line { at: anchor, number: position.line, start };
        Self { lines, first, now: first }
    }

    fn range(&mut self, span: Span) -> Value {
        json!({ "start": self.position(span.start), "end": self.position(span.end) })
    }

    fn position(&mut self, offset: u64) -> Value {
        if offset < self.now.start {
            self.now = self.first;
        }
        if offset > self.now.at {
            if let Some((ends, newline)) = self.lines.ends(Span::new(self.now.at, offset)) {
                self.now.number += ends;
                self.now.start = newline + 1;
            }
            self.now.at = offset;
        }
        json!({ "line": self.now.number, "column": offset.saturating_sub(self.now.start) + 1 })
    }
}

#[cfg(test)]
mod tests {
    use acslint_check::{Excerpt, Position, Span, Stored};
    use serde_json::json;

    use super::Places;
    use crate::report::disclosed::Event;

    #[test]
    fn columns_are_bytes_in_any_order() {
        let text = "ä\n{\"a\": \"ö\",\n \"b\": 1}";
        let anchor_position = Position { line: 2, column: 1 };
        let stored = Stored::Same;
        let event =
            Event::of_file(Excerpt { bytes: text.as_bytes(), offset: 0, anchor: 3, anchor_position, stored });
        let mut places = Places::new(event.lines());
        let place = |line: u64, column: u64| json!({ "line": line, "column": column });
        for _ in 0..2 {
            // After `ö`, which has two bytes, then on the next line, then back.
            assert_eq!(places.range(Span::new(10, 12)), json!({ "start": place(2, 8), "end": place(2, 10) }));
            assert_eq!(places.range(Span::new(16, 19)), json!({ "start": place(3, 2), "end": place(3, 5) }));
            assert_eq!(places.position(16), place(3, 2));
            assert_eq!(places.position(3), place(2, 1));
        }
    }
}
