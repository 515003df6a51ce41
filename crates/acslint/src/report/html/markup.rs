//! Text in markup: what could be taken for markup, and what could deceive the eye, is written in another way.

use serde::Serialize;

use crate::text::visible;

/// Text in an element, or in an attribute between double quotes.
pub(super) fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in visible(text).chars() {
        escape(&mut escaped, character);
    }
    escaped
}

/// Text in a `pre`: what must not be seen was replaced in it before, tabs and line feeds stay.
pub(super) fn preformatted(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        escape(&mut escaped, character);
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

/// Text in an element, in which what stands between backticks is code.
pub(super) fn rich(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // One of them has no other.
        return text(message);
    }
    let part = |(number, part): (usize, &&str)| match number % 2 {
        0 => text(part),
        _ => format!("<code>{}</code>", text(part)),
    };
    parts.iter().enumerate().map(part).collect()
}

/// Data for the page's script, as it stands in an element of its own.
pub(super) fn data(value: &impl Serialize) -> String {
    // Within a JSON document these can only stand in a string.
    serde_json::to_string(value)
        .unwrap_or_default()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('#', "\\u0023")
}

#[cfg(test)]
mod tests {
    use super::{data, preformatted, rich, text};

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
    fn backticks_mark_code_where_each_has_another() {
        assert_eq!(rich("`a<b` is `c`"), "<code>a&lt;b</code> is <code>c</code>");
        assert_eq!(rich("unexpected `"), "unexpected `");
        assert_eq!(rich(""), "");
    }
}
