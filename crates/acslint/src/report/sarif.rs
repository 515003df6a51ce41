//! `sarif`: SARIF 2.1.0, which code scanning services read:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.
//!
//! acslint writes results one by one. The services accept 25,000 per run at most. After the first 20,000 it therefore
//! writes only the first finding of each kind, and a notification with the number of the others.

use std::collections::HashSet;
use std::io::{self, Write};

use acslint_check::{Level, RULES, Rule, SCHEMA_RULES};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::disclosed::Edit;
use super::{End, Limit, Located, Reporter, Sink, Spot, json};
use crate::exit::Exit;
use crate::fingerprint::{Fingerprint, Occurrences};
use crate::text::{counted, printable, thousands};

/// Number of findings that are written whatever their kind.
const ANY: u64 = 20_000;
/// Maximum number of findings written.
const MOST: u64 = 25_000;
/// Maximum length of a snippet in bytes; a longer one is cut.
const SNIPPET: usize = 500;

pub(super) struct Sarif {
    sink: Sink,
    limit: Limit,
    written: u64,
    kinds: HashSet<usize>,
    occurrences: Occurrences,
}

/// Returns the rules, in the order in which findings refer to them.
fn rules() -> impl Iterator<Item = &'static &'static Rule> {
    RULES.iter().chain(SCHEMA_RULES)
}

impl Sarif {
    pub(super) fn new(sink: Sink, limit: Limit) -> Self {
        Self { sink, limit, written: 0, kinds: HashSet::new(), occurrences: Occurrences::default() }
    }

    fn begin(&mut self) -> io::Result<()> {
        write!(
            self.sink,
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":"
        )?;
        let rules: Vec<Value> = rules()
            .map(|rule| {
                json!({
                    "id": rule.id,
                    "shortDescription": { "text": rule.meaning() },
                    "help": { "text": rule.page, "markdown": rule.page },
                    "defaultConfiguration": configuration(rule.group.level()),
                })
            })
            .collect();
        let driver = json!({
            "name": "acslint",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        json::write(&mut self.sink, &driver)?;
        writeln!(self.sink, "}},\"columnKind\":\"unicodeCodePoints\",\"results\":[")
    }
}

impl Reporter for Sarif {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        for spot in &event.findings {
            let is_new = self.kinds.insert(spot.group);
            if self.written >= MOST || (self.written >= ANY && !is_new) {
                self.limit.omitted += 1;
                continue;
            }
            if !self.limit.admits() {
                continue;
            }
            if self.written == 0 {
                self.begin()?;
            } else {
                writeln!(self.sink, ",")?;
            }
            self.written += 1;
            let fingerprint = self.occurrences.next(event.file, &spot.finding.key(event.event));
            json::write(&mut self.sink, &result(event, spot, fingerprint))?;
        }
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        if self.written == 0 {
            self.begin()?;
        }
        let mut notifications: Vec<Value> = end
            .tally
            .unreadable
            .iter()
            .map(|unreadable| {
                json!({
                    "level": "error",
                    "message": { "text": plain(format!("not read: {}", printable(&unreadable.reason))) },
                    "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(&end.service_path(&unreadable.file)) } } }],
                })
            })
            .collect();
        if let Some(known) = end.known() {
            notifications.push(json!({ "level": "note", "message": { "text": known } }));
        }
        if self.limit.omitted > 0 {
            let text = format!(
                "{} of {} are left out; each kind has at least one",
                thousands(self.limit.omitted),
                counted(end.tally.findings(), "finding")
            );
            notifications.push(json!({ "level": "note", "message": { "text": text } }));
        }
        if let Some(failure) = end.failure() {
            notifications.push(json!({ "level": "error", "message": { "text": failure } }));
        }
        let invocation = json!({
            "executionSuccessful": !matches!(end.exit, Exit::Failure | Exit::NothingChecked),
            "exitCode": end.exit.code(),
            "exitCodeDescription": end.reason(),
            "toolExecutionNotifications": notifications,
        });
        write!(self.sink, "\n],\"invocations\":[")?;
        json::write(&mut self.sink, &invocation)?;
        writeln!(self.sink, "]}}]}}")?;
        self.sink.flush()
    }
}

fn configuration(level: Level) -> Value {
    match level {
        Level::Error => json!({ "level": "error" }),
        Level::Warning => json!({ "level": "warning" }),
        Level::Info => json!({ "level": "note" }),
        Level::Allow => json!({ "enabled": false }),
    }
}

fn result(event: &Located<'_>, spot: &Spot<'_>, fingerprint: Fingerprint) -> Value {
    let finding = &spot.finding;
    let span = finding.span();
    let snippet = event.event.snippet(span);
    let mut message = finding.message().into_owned();
    if let Some(help) = finding.help() {
        message.push_str(". ");
        message.push_str(&help);
    }
    let mut region = json!({
        "startLine": spot.start.line,
        "startColumn": spot.start.column,
        "endLine": spot.end.line,
        "endColumn": spot.end.column,
        "byteOffset": spot.bytes.start,
        "byteLength": spot.bytes.len(),
    });
    if !snippet.is_empty() {
        let shown = String::from_utf8_lossy(&snippet[..snippet.len().min(SNIPPET)]);
        region["snippet"] = json!({ "text": shown });
    }
    let mut result = json!({
        "ruleId": finding.rule(),
        "ruleIndex": rules().position(|rule| rule.id == finding.rule()),
        "level": match finding.level() {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info | Level::Allow => "note",
        },
        "message": { "text": plain(message) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(event.service_path()) },
                "region": region,
            },
            "logicalLocations": [{ "fullyQualifiedName": finding.pointer(), "kind": "property" }],
        }],
        "partialFingerprints": { "acslint/v2": fingerprint.to_string() },
    });
    if let Some(fix) = finding.fix() {
        let replacement = |edit: &Edit<'_>| {
            json!({
                "deletedRegion": { "byteOffset": edit.span.start, "byteLength": edit.span.len() },
                "insertedContent": { "text": edit.text },
            })
        };
        result["fixes"] = json!([{
            "artifactChanges": [{
                "artifactLocation": { "uri": uri(event.service_path()) },
                "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
            }],
        }]);
    }
    result
}

/// Escapes a message so that it has no embedded link (section 3.11.6) and no placeholder (section 3.11.5).
fn plain(message: String) -> String {
    let message = if message.contains("](") {
        message.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        message
    };
    let is_placeholder = |part: &str| {
        part.split_once('}').is_some_and(|(number, _)| {
            !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
        })
    };
    if message.split('{').skip(1).any(is_placeholder) {
        return message.replace('{', "{{").replace('}', "}}");
    }
    message
}

/// Characters of a path that a reference has as percent signs and digits.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A path as a reference: relative ones stay so, with `/`.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    uri.extend(utf8_percent_encode(path.trim_start_matches("./"), ENCODED));
    uri
}

#[cfg(test)]
mod tests {
    use super::{plain, uri};

    #[test]
    fn no_message_links_or_is_filled_in() {
        for (given, expected) in [
            ("`a[1]` (b) {c} {}", "`a[1]` (b) {c} {}"),
            ("[a](https://b.example)", "\\[a\\](https://b.example)"),
            ("{0} of {c}", "{{0}} of {{c}}"),
        ] {
            assert_eq!(plain(given.to_owned()), expected);
        }
    }

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("./logs/a b.json"), "logs/a%20b.json");
        assert_eq!(uri("/var/ä:1"), "file:///var/%C3%A4%3A1");
    }
}
