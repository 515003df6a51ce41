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

/// Returns the number of columns of a text, or more: a text that fits by this count fits on every terminal.
pub(crate) fn columns(text: &str) -> usize {
    let columns = |character| match character {
        '\t' => 4,
        '\u{1100}'.. => 2,
        _ => 1,
    };
    text.chars().map(columns).sum()
}

/// Returns the text in lines of at most `width` columns, broken between words or, in a longer word, anywhere.
pub(crate) fn wrapped(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let (mut lines, mut used) = (String::with_capacity(text.len() + 8), 0);
    for word in text.split(' ') {
        if used > 0 && used + 1 + columns(word) > width {
            lines.push('\n');
            used = 0;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        for character in word.chars() {
            let more = columns(character.encode_utf8(&mut [0; 4]));
            if used > 0 && used + more > width {
                lines.push('\n');
                used = 0;
            }
            lines.push(character);
            used += more;
        }
    }
    lines
}

/// Returns the text with its middle left out if it has more than `width` columns. The end, such as the name of a
/// file, keeps more than the beginning.
pub(crate) fn shortened(text: &str, width: usize) -> Cow<'_, str> {
    if columns(text) <= width {
        return Cow::Borrowed(text);
    }
    let fits = |room: usize, used: &mut usize, character: char| {
        *used += columns(character.encode_utf8(&mut [0; 4]));
        (*used <= room).then_some(character)
    };
    let room = width.saturating_sub(columns("…"));
    let before: String = text.chars().scan(0, |used, character| fits(room / 3, used, character)).collect();
    let rest = room - columns(&before);
    let behind: Vec<char> =
        text.chars().rev().scan(0, |used, character| fits(rest, used, character)).collect();
    let behind: String = behind.into_iter().rev().collect();
    Cow::Owned(format!("{before}…{behind}"))
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
    use super::{bytes, columns, printable, shortened, stand_in, wrapped};

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
    fn text_is_wrapped_between_words() {
        assert_eq!(wrapped("not a property of Usage (table)", 31), "not a property of Usage (table)");
        assert_eq!(wrapped("not a property of Usage (table)", 30), "not a property of Usage\n(table)");
        assert_eq!(wrapped("not a property of Usage", 8), "not a\nproperty\nof Usage");
        assert_eq!(wrapped("a wordtoolong 日本", 4), "a\nword\ntool\nong\n日本");
        assert_eq!(wrapped("ab", 0), "a\nb");
    }

    #[test]
    fn long_text_loses_its_middle() {
        let path = "resourceId=/SUBSCRIPTIONS/0000/y=2024/m=03/d=12/h=09/m=00/PT1H.json";
        assert_eq!(shortened(path, 67), path);
        assert_eq!(shortened(path, 40), "resourceId=/…3/d=12/h=09/m=00/PT1H.json");
        for width in 0..80 {
            assert!(
                columns(&shortened("日本語/のファイル/名前.json", width)) <= width.max(columns("…")),
                "{width}"
            );
        }
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
