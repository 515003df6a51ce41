//! Adding a line to a sorted list in a source file.

/// The text with one more line among those that have a key, in order; `None` if no line has a key.
pub(crate) fn insert_sorted(
    text: &str,
    key: impl Fn(&str) -> Option<String>,
    id: &str,
    line: &str,
) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let greater = lines.iter().position(|other| key(other).is_some_and(|key| key.as_str() > id));
    let behind_last = || Some(lines.iter().rposition(|other| key(other).is_some())? + 1);
    lines.insert(greater.or_else(behind_last)?, line);
    Some(lines.join("\n") + "\n")
}

/// The text with one more line after the last one with this prefix and suffix; `None` if no line has them.
pub(crate) fn append(text: &str, prefix: &str, suffix: &str, line: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.iter().rposition(|other| other.starts_with(prefix) && other.ends_with(suffix))?;
    lines.insert(last + 1, line);
    Some(lines.join("\n") + "\n")
}
