//! Adding a line to a list in a source file, where the order wants it.

/// The text with one more line among those that have a key; `None` where no line has one.
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

/// The text with one more line behind the last that begins and ends so; `None` where no line does.
pub(crate) fn append(text: &str, prefix: &str, suffix: &str, line: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.iter().rposition(|other| other.starts_with(prefix) && other.ends_with(suffix))?;
    lines.insert(last + 1, line);
    Some(lines.join("\n") + "\n")
}
