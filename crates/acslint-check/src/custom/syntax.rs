//! Messages about a document that is not JSON, for causes that the parser does not name.

/// Describes the syntax error at which parsing a text ended, without its place.
pub fn syntax_error(text: &str, error: &serde_json::Error) -> String {
    if is_comment(text, error.line(), error.column()) {
        return "a comment, which JSON does not have".to_owned();
    }
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    match message {
        "recursion limit exceeded" => "it is nested deeper than 127 levels".to_owned(),
        message => message.to_owned(),
    }
}

/// Returns true if a comment begins where parsing ended; the column counts bytes.
fn is_comment(text: &str, line: usize, column: usize) -> bool {
    let line = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default().as_bytes();
    let begins = |at: usize| {
        let rest = line.get(at..).unwrap_or_default();
        rest.starts_with(b"//") || rest.starts_with(b"/*")
    };
    begins(column.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::syntax_error;

    #[test]
    fn causes_have_names() {
        let of =
            |text: &str| syntax_error(text, &serde_json::from_str::<serde_json::Value>(text).unwrap_err());
        let comment = "a comment, which JSON does not have";
        assert_eq!(of("{\"a\": 1, // mine\n\"b\": 2}"), comment);
        assert_eq!(of("{\n  /* mine */ \"b\": 2}"), comment);
        assert_eq!(of("// mine\n{}"), comment);
        assert_eq!(of("[1, /"), "expected value");
        assert_eq!(of(&"[".repeat(200)), "it is nested deeper than 127 levels");
        assert_eq!(of("{\"a\": 1,}"), "trailing comma");
    }
}
