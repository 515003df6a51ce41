//! Patterns of files, like those in a `.gitignore`.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Pattern of files to leave out, as an option gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(pub(crate) String);

/// Parses a pattern; fails where it is invalid or matches nothing.
pub(crate) fn pattern(given: &str) -> Result<Pattern, String> {
    add_pattern(&mut builder(), given).map(|()| Pattern(given.to_owned()))
}

/// Returns patterns as a matcher of paths.
pub(crate) fn matcher(patterns: &[Pattern]) -> Gitignore {
    let mut builder = builder();
    for Pattern(pattern) in patterns {
        // The parser of the option refused patterns that cannot be added.
        add_pattern(&mut builder, pattern).unwrap_or_default();
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// Builder of a matcher of relative paths.
pub(crate) fn builder() -> GitignoreBuilder {
    let mut builder = GitignoreBuilder::new("");
    builder.allow_unclosed_class(false);
    builder
}

/// Adds a pattern to a matcher; returns a message about a pattern that is invalid or matches nothing.
pub(crate) fn add_pattern(builder: &mut GitignoreBuilder, pattern: &str) -> Result<(), String> {
    match pattern {
        "" => Err("the pattern is empty, and matches nothing".to_owned()),
        text if text.starts_with('#') => Err("a pattern that begins with `#` is a comment".to_owned()),
        text => builder.add_line(None, text).map(drop).map_err(|error| pattern_message(&error)),
    }
}

/// Message about an invalid pattern.
pub(crate) fn pattern_message(error: &ignore::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once("': ") {
        Some((_, reason)) => format!("invalid pattern: {reason}"),
        None => format!("invalid pattern: {text}"),
    }
}
