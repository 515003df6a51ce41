//! `rdjson`: what reviewdog reads: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>.

use std::io::{self, Write};

use acslint_check::{Excerpt, Level, Position};
use serde_json::{Value, json};

use super::{End, Limit, Located, Reporter, Sink, Spot, json};
use crate::text::visible;

pub(super) struct Rdjson {
    sink: Sink,
    limit: Limit,
    empty: bool,
}

impl Rdjson {
    pub(super) fn new(sink: Sink, limit: Limit) -> Self {
        Self { sink, limit, empty: true }
    }

    fn diagnostic(&mut self, diagnostic: &Value) -> io::Result<()> {
        let before =
            if self.empty { "{\"source\":{\"name\":\"acslint\"},\"diagnostics\":[\n" } else { ",\n" };
        write!(self.sink, "{before}")?;
        self.empty = false;
        json::write(&mut self.sink, diagnostic)
    }
}

impl Reporter for Rdjson {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        for spot in &event.findings {
            if self.limit.admits() {
                self.diagnostic(&diagnostic(event, spot))?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        for unreadable in &end.tally.unreadable {
            self.diagnostic(&json!({
                "message": format!("not read: {}", visible(&unreadable.reason)),
                "location": { "path": unreadable.file },
                "severity": "ERROR",
                "code": { "value": "unreadable" },
            }))?;
        }
        if let Some(trouble) = end.trouble() {
            self.diagnostic(&json!({
                "message": trouble,
                "location": { "path": "." },
                "severity": "ERROR",
                "code": { "value": "not-checked" },
            }))?;
        }
        if self.limit.omitted > 0 {
            let first = end.tally.groups().first().map_or("", |group| &group.first.file);
            self.diagnostic(&json!({
                "message": format!("{} findings more are not in this report", self.limit.omitted),
                "location": { "path": first },
                "severity": "INFO",
                "code": { "value": "findings-omitted" },
            }))?;
        }
        if self.empty {
            writeln!(self.sink, "{{\"source\":{{\"name\":\"acslint\"}},\"diagnostics\":[]}}")?;
        } else {
            writeln!(self.sink, "\n]}}")?;
        }
        self.sink.flush()
    }
}

fn diagnostic(event: &Located<'_>, spot: &Spot<'_>) -> Value {
    let finding = spot.finding;
    let excerpt = &event.original;
    let range =
        |start: u64, end: u64| json!({ "start": position(excerpt, start), "end": position(excerpt, end) });
    let mut message = visible(&finding.message).into_owned();
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(&visible(help));
    }
    let span = finding.primary.span;
    let mut diagnostic = json!({
        "message": message,
        "location": { "path": event.file, "range": range(span.start, span.end) },
        "severity": match finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Info | Level::Allow => "INFO",
        },
        "code": { "value": finding.rule },
    });
    if let Some(fix) = &finding.fix {
        let suggestions = fix
            .edits
            .iter()
            .map(|edit| json!({ "range": range(edit.span.start, edit.span.end), "text": edit.text }));
        diagnostic["suggestions"] = suggestions.collect();
    }
    diagnostic
}

/// A position as reviewdog counts: the column in bytes.
fn position(excerpt: &Excerpt<'_>, offset: u64) -> Value {
    let Position { line, column } = excerpt.position(offset);
    let index = |offset: u64| usize::try_from(offset.saturating_sub(excerpt.offset)).unwrap_or(usize::MAX);
    let before = excerpt.bytes.get(..index(offset).min(excerpt.bytes.len())).unwrap_or_default();
    // Where the line does not begin in memory, what is there before the anchor is ASCII as far as anybody knows.
    let column = match memchr::memrchr(b'\n', before) {
        Some(newline) => (before.len() - newline) as u64,
        None if excerpt.offset == 0 => before.len() as u64 + 1,
        None => column,
    };
    json!({ "line": line, "column": column })
}
