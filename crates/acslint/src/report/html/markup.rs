//! Escaping of text in markup: replaces special and deceptive characters.

use serde::Serialize;

use crate::text::printable;

/// Escapes text for an element, or for an attribute between double quotes.
pub(super) fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in printable(text).chars() {
        escape(&mut escaped, character);
    }
    escaped
}

/// Escapes text for a `pre`, from which deceptive characters were removed before; tabs and line feeds stay.
pub(super) fn preformatted(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        escape(&mut escaped, character);
    }
    escaped
}

/// Escapes a name for an element; a browser may break its line between words.
pub(super) fn breakable(name: &str) -> String {
    let mut escaped = String::with_capacity(2 * name.len());
    let (mut before, mut is_upper) = (None, false);
    let name = printable(name);
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let begins = character.is_uppercase()
            && (!is_upper || characters.peek().is_some_and(|next| next.is_lowercase()));
        let follows = before.is_some_and(|before: char| matches!(before, '.' | '_' | '-' | '/'));
        if before.is_some_and(char::is_alphanumeric) && begins || follows {
            escaped.push_str("<wbr>");
        }
        escape(&mut escaped, character);
        (before, is_upper) = (Some(character), character.is_uppercase());
    }
    escaped
}

fn escape(out: &mut String, character: char) {
    match character {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        _ => out.push(character),
    }
}

/// Escapes text for an element, with text between backticks as code.
pub(super) fn rich(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // A backtick without a partner.
        return text(message);
    }
    let part = |(number, part): (usize, &&str)| match number % 2 {
        0 => text(part),
        _ => format!("<code>{}</code>", text(part)),
    };
    parts.iter().enumerate().map(part).collect()
}

/// Serializes data for the page's script, for an element of its own.
pub(super) fn data(value: &impl Serialize) -> String {
    // In a JSON document, these characters only occur in strings.
    serde_json::to_string(value)
        .unwrap_or_default()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('#', "\\u0023")
}

#[cfg(test)]
mod tests {
    use super::{breakable, data, preformatted, rich, text};

    #[test]
    fn nothing_becomes_markup() {
        assert_eq!(
            text("<b a=\"1\" b='2'>&\u{202E}\n"),
            "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;&lt;U+202E&gt;␊"
        );
        assert_eq!(preformatted("\t</pre>\n"), "\t&lt;/pre&gt;\n");
        assert_eq!(data(&["</script>", "<!--", "&"]), r#"["\u003c/script\u003e","\u003c!--","\u0026"]"#);
    }

    #[test]
    fn names_break_between_words() {
        for (name, broken) in [
            ("CallClientMediaStats", "Call<wbr>Client<wbr>Media<wbr>Stats"),
            ("CallerIPAddress", "Caller<wbr>IP<wbr>Address"),
            ("SDKType (table)", "SDK<wbr>Type (table)"),
            ("a_b.c-<D", "a_<wbr>b.<wbr>c-<wbr>&lt;D"),
            ("quantity", "quantity"),
        ] {
            assert_eq!(breakable(name), broken);
        }
    }

    #[test]
    fn backticks_mark_code_where_each_has_another() {
        assert_eq!(rich("`a<b` is `c`"), "<code>a&lt;b</code> is <code>c</code>");
        assert_eq!(rich("unexpected `"), "unexpected `");
        assert_eq!(rich(""), "");
    }
}
