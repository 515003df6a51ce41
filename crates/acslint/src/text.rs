//! Text for people: readable numbers, and characters that cannot deceive their terminal.

use std::borrow::Cow;
use std::fmt::Write;

use acslint_check::is_deceptive;

pub(crate) use acslint_schema::numbers::{counted, thousands};

/// Returns the replacement for a character that must not reach a terminal: a control, a reordering or a hidden one.
pub(crate) fn stand_in(character: char) -> Option<Cow<'static, str>> {
    match character {
        '\0'..='\x1F' => char::from_u32(0x2400 + character as u32).map(|picture| picture.to_string().into()),
        '\x7F' => Some("\u{2421}".into()),
        _ if is_deceptive(character) => Some(format!("<U+{:04X}>", character as u32).into()),
        _ => None,
    }
}

/// Returns the text in one line, with each harmful character replaced.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| stand_in(character).is_none()) {
        return Cow::Borrowed(text);
    }
    let mut printable = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match stand_in(character) {
            Some(stand_in) => printable.push_str(&stand_in),
            None => printable.push(character),
        }
    }
    Cow::Owned(printable)
}

/// Returns a number of bytes in the largest decimal unit below it.
pub(crate) fn bytes(number: f64) -> String {
    let mut amount = number;
    if amount < 999.5 {
        let plural = if (0.5..1.5).contains(&amount) { "" } else { "s" };
        return format!("{amount:.0} byte{plural}");
    }
    for unit in ["kB", "MB", "GB"] {
        amount /= 1000.0;
        if amount < 999.95 {
            return format!("{amount:.1} {unit}");
        }
    }
    format!("{:.1} TB", amount / 1000.0)
}

/// Returns lines with aligned columns; those in `right` are right-aligned.
pub(crate) fn table(rows: &[Vec<String>], right: &[usize], indent: &str) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut table = String::new();
    for row in rows {
        let mut line = indent.to_owned();
        for (column, cell) in row.iter().enumerate() {
            let gap = if column == 0 { "" } else { "  " };
            let width = widths[column];
            let _ = if right.contains(&column) {
                write!(line, "{gap}{cell:>width$}")
            } else {
                write!(line, "{gap}{cell:<width$}")
            };
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}

/// Returns the meaning of a rule, for a message that is private as a whole.
pub(crate) fn meaning(rule: &'static str) -> Cow<'static, str> {
    acslint_check::rule(rule).map_or(rule.into(), |rule| rule.meaning().into())
}

#[cfg(test)]
mod tests {
    use super::{bytes, printable, stand_in};

    #[test]
    fn no_control_or_format_character_survives() {
        let all = (0..=0x0010_FFFF).filter_map(char::from_u32);
        for character in all.filter(|character| character.is_control()) {
            let shown = stand_in(character).unwrap_or_else(|| panic!("{character:?} reaches the terminal"));
            assert!(!shown.chars().any(char::is_control));
        }
        assert_eq!(printable("a\x1b[31mb\u{202E}c\u{200B}\n"), "a␛[31mb<U+202E>c<U+200B>␊");
        assert_eq!(printable("日本 é"), "日本 é");
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(bytes(0.0), "0 bytes");
        assert_eq!(bytes(1.0), "1 byte");
        assert_eq!(bytes(999.0), "999 bytes");
        assert_eq!(bytes(1234.0), "1.2 kB");
        assert_eq!(bytes(999_950_000.0), "1.0 GB");
    }
}
