//! A fault in a configuration file: its place, its message, and help.
//!
//! The messages of the TOML parser are reworded here; those about unknown names become suggestions.

use std::ops::Range;
use std::path::Path;

use acslint_check::{Group, nearest};

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

    /// Converts an error of the TOML parser; `keys` are those of the top level.
    pub(super) fn of_toml(file: &Path, text: &str, error: &toml::de::Error, keys: &[String]) -> Self {
        let end = text.len();
        let span = error.span().unwrap_or(end..end);
        let misplaced = misplaced(text, span.start, error.message(), keys);
        Self::new(file, text, span, misplaced.unwrap_or_else(|| reworded(error.message())))
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

/// Message about a key that landed in the wrong table, where an error is about such a key.
fn misplaced(text: &str, at: usize, message: &str, keys: &[String]) -> Option<String> {
    let begin = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let key = text.get(begin..)?.split(['=', '\n']).next()?.trim().trim_matches(['"', '\'']);
    let is_unknown = message.starts_with("unknown ") && message.contains(&format!("`{key}`"));
    let headers: Vec<&str> = text.get(..begin)?.lines().filter_map(header).collect();
    let is_rule = acslint_check::rule(key).is_some() || Group::ALL.iter().any(|group| group.id() == key);
    match (headers.first(), headers.last()) {
        (Some(first), Some(last)) => {
            // Any name is valid in these tables, so that the value is what is wrong.
            let names_anything = ["[categories]", "[min-records]"].contains(last);
            if keys.iter().any(|known| known == key) && (is_unknown || names_anything) {
                return Some(format!("`{key}` is a top-level key: put it above `{first}`"));
            }
            let is_level = is_unknown && is_rule && *last == "[[overrides]]";
            is_level.then(|| format!("`{key}` is a level: write `levels.{key}`"))
        }
        _ => (is_unknown && is_rule).then(|| format!("`{key}` is a level: put it below `[levels]`")),
    }
}

/// Returns the header of a table that a line is, without the remark behind it.
fn header(line: &str) -> Option<&str> {
    let header = line.split('#').next().unwrap_or_default().trim();
    let inner = header.strip_prefix('[')?.strip_suffix(']')?;
    let inner = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(inner);
    let is_name = |character: char| character.is_alphanumeric() || "-_.\"' ".contains(character);
    // A line of a list may look similar: it begins with a quote.
    let is_header = inner.starts_with(|first: char| first.is_alphanumeric()) && inner.chars().all(is_name);
    is_header.then_some(header)
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
