//! Quotes of texts and lists of alternatives in messages.

/// Maximum number of characters of a value that a message quotes.
const QUOTED: usize = 40;

/// Shortens a text from a record to 40 characters, and makes control characters visible, for messages.
pub(crate) fn visible(text: &str) -> String {
    // Most names and many values need no change.
    if text.len() <= QUOTED && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut shown: String = text.chars().take(QUOTED).map(visible_character).collect();
    if text.chars().nth(QUOTED).is_some() {
        shown.push('…');
    }
    shown
}

/// Maximum number of characters of a name that no schema knows.
const NAME: usize = 256;

/// Returns a name as it is written, shortened to 256 characters.
pub(crate) fn name(text: &str) -> String {
    match text.char_indices().nth(NAME) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// Returns a visible replacement for a character that would control a terminal.
fn visible_character(character: char) -> char {
    match character {
        '\0'..='\x1F' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{FFFD}'),
        '\x7F' => '\u{2421}',
        character if is_deceptive(character) => '\u{FFFD}',
        character => character,
    }
}

/// Returns true if a character beyond ASCII controls a terminal, or reorders or hides text.
///
/// This is the only list of them, for messages and for code that shows parts of a record.
pub fn is_deceptive(character: char) -> bool {
    matches!(
        character,
        '\u{80}'..='\u{9F}'
            | '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// Joins items: `a`, `a or b`, `a, b or c`.
pub(crate) fn alternatives<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [item] => item.as_ref().to_owned(),
        [init @ .., last] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", init.join(", "), last.as_ref())
        }
    }
}

/// Writes a text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    // Most texts have nothing to escape.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
        return ["\"", text, "\""].concat();
    }
    serde_json::Value::from(text).to_string()
}
