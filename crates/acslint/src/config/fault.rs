//! A fault in a configuration file: its place, its message, and help.
//!
//! The messages of the TOML parser are reworded here; those about unknown names become suggestions.

use std::ops::Range;
use std::path::Path;

use acslint_check::nearest;

use crate::suggest::did_you_mean;

/// Fault in a configuration file, with its place.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The file, as messages name it.
    pub(crate) file: String,
    pub(crate) text: String,
    pub(crate) span: Range<usize>,
    /// Phrase without a full stop.
    pub(crate) message: String,
    /// Instruction that fixes the fault.
    pub(crate) help: Option<String>,
}

impl Fault {
    /// Creates a fault at these bytes of a file.
    pub(crate) fn new(file: &Path, text: &str, span: Range<usize>, message: String) -> Self {
        let (message, help) = match message.split_once(HELP) {
            Some((message, help)) => (message.to_owned(), Some(help.to_owned())),
            None => (message, None),
        };
        Self { file: name(file), text: text.to_owned(), span, message, help }
    }

    /// Converts an error of the TOML parser.
    pub(super) fn of_toml(file: &Path, text: &str, error: &toml::de::Error) -> Self {
        let end = text.len();
        let span = error.span().unwrap_or(end..end);
        Self::new(file, text, span, reworded(error.message()))
    }

    /// Line number, from 1.
    pub(crate) fn line(&self) -> u64 {
        line(&self.text, self.span.start)
    }
}

/// Line number of a byte in a text, from 1.
pub(crate) fn line(text: &str, at: usize) -> u64 {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    1 + memchr::memchr_iter(b'\n', before).count() as u64
}

/// Name of a file in messages.
pub(crate) fn name(file: &Path) -> String {
    file.display().to_string()
}

/// Separator of message and help in an error that has room for one text only.
const HELP: &str = "\u{0}";

/// Message about an unknown name, with the nearest known name, or else with all of them.
pub(super) fn unknown(what: &str, given: &str, known: &[&str]) -> String {
    let nearest = nearest(given, known.iter().copied());
    let message = format!("unknown {what} `{given}`{}", did_you_mean(nearest));
    match (known, nearest) {
        ([], _) | (_, Some(_)) => message,
        ([only], None) => format!("{message}{HELP}write `{only}`"),
        ([init @ .., last], None) => format!("{message}{HELP}write `{}` or `{last}`", init.join("`, `")),
    }
}

/// Rewords a message of serde.
fn reworded(message: &str) -> String {
    let names =
        |list: &str| -> Vec<String> { list.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    for (begins, what) in [("unknown field `", "key"), ("unknown variant `", "value")] {
        let rest = message.strip_prefix(begins);
        if let Some((given, known)) = rest.and_then(|rest| rest.split_once("`, expected ")) {
            let known = names(known);
            return unknown(what, given, &known.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
    if let Some(rest) = message.strip_prefix("missing field `") {
        return format!("missing key `{rest}");
    }
    if let Some((found, expected)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("expected {}, found {}", readable(expected), article(found));
    }
    if let Some((found, expected)) =
        message.strip_prefix("invalid value: ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("expected {}, found {}", readable(expected), article(found));
    }
    match message {
        // Message about a value that is neither a name nor a table, where serde reads an enum.
        "wanted string or table" => "expected a string".to_owned(),
        message => message.to_owned(),
    }
}

/// Translates the expectation of serde into terms of TOML.
fn readable(expected: &str) -> &str {
    match expected {
        "u64" | "i64" | "u16" => "a whole number",
        "a sequence" => "an array",
        "a map" => "a table",
        "a boolean" => "`true` or `false`",
        expected if expected.starts_with("struct ") || expected.starts_with("enum ") => "something else",
        expected => expected,
    }
}

/// Adds the article to the value that serde found.
fn article(found: &str) -> String {
    match found {
        "map" => "a table".to_owned(),
        "sequence" => "an array".to_owned(),
        // The Rust type of a number that is too large means nothing to users.
        found => found.trim_end_matches(" as i128").trim_end_matches(" as u128").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::reworded;

    #[test]
    fn the_words_are_those_of_this_program() {
        for (serde, ours) in [
            (
                "unknown field `fail_on`, expected one of `preset`, `fail-on`",
                "unknown key `fail_on`; did you mean `fail-on`?",
            ),
            (
                "unknown field `x`, expected `format` or `output`",
                "unknown key `x`\0write `format` or `output`",
            ),
            ("unknown field `a`b`, expected `format`", "unknown key `a`b`\0write `format`"),
            (
                "unknown field `colour`, expected one of `preset`, `levels`, `show`",
                "unknown key `colour`\0write `preset`, `levels` or `show`",
            ),
            ("missing field `reason`", "missing key `reason`"),
            ("invalid type: integer `3`, expected a string", "expected a string, found integer `3`"),
            ("invalid type: map, expected a sequence", "expected an array, found a table"),
            ("duplicate key", "duplicate key"),
        ] {
            assert_eq!(reworded(serde), ours);
        }
    }
}
