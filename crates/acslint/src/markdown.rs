//! Markdown of foreign text: it appears as it is, never as markup, a link, a mention or a reference.
//!
//! CommonMark can escape markup, but not the text that services turn into links: `@user`, `#1`, `GH-1`, `www.…`,
//! hashes of commits, `:smile:`. None of the services changes code, so every word that is not plain becomes code.

use crate::text::printable;

/// Returns text for a paragraph: text between backticks becomes code, and so does each word that is not plain.
pub(crate) fn prose(text: &str) -> String {
    let text = printable(text);
    let mut out = String::with_capacity(text.len() + 8);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // A backtick without a partner.
        words(&mut out, &text);
        return out;
    }
    for (number, part) in parts.iter().enumerate() {
        if number % 2 == 0 {
            words(&mut out, part);
        } else {
            push_code(&mut out, part);
        }
    }
    out
}

/// Returns text as code, whatever backticks it contains.
pub(crate) fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_code(&mut out, &printable(text));
    out
}

/// Returns Markdown from these functions for a cell of a table.
pub(crate) fn in_cell(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut before = ' ';
    for character in markdown.chars() {
        match character {
            // Parsers disagree on which backslash escapes which character.
            '|' if before == '\\' => out.push_str("<U+007C>"),
            '|' => out.push_str("\\|"),
            other => out.push(other),
        }
        before = character;
    }
    out
}

fn words(out: &mut String, text: &str) {
    for (number, word) in text.split(' ').enumerate() {
        if number > 0 {
            out.push(' ');
        }
        let behind = word.trim_start_matches(['"', '\'', '(']);
        // A colon before the end can begin the name of an emoji.
        let before_colon = behind.strip_suffix(':').unwrap_or(behind);
        if is_plain(before_colon.trim_end_matches(['"', '\'', ')', ',', '.', ';', '?', '…'])) {
            out.push_str(word);
        } else {
            let core = before_colon.trim_end_matches(['"', '\'', ',', '.', '…']);
            out.push_str(&word[..word.len() - behind.len()]);
            push_code(out, core);
            out.push_str(&behind[core.len()..]);
        }
    }
}

/// Returns true if every service treats a word as plain text: letters, a file's name of letters, or a number.
fn is_plain(word: &str) -> bool {
    /// From this length on, hexadecimal digits can be the hash of a commit.
    const HASH: usize = 7;
    if word.len() >= HASH && word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return false;
    }
    let is_number = |word: &str| word.chars().all(|character| matches!(character, '0'..='9' | ',' | '.'));
    let is_text = |word: &str| {
        let mut parts = word.split(['-', '\'', '’', '.']);
        let is_address = word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("www"));
        !is_address && parts.all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic))
    };
    matches!(word, "" | "→") || is_number(word) || is_text(word)
}

fn push_code(out: &mut String, text: &str) {
    if text.is_empty() {
        return;
    }
    if out.ends_with('`') {
        // Two adjacent fences would merge.
        out.push(' ');
    }
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // Renderers strip one space at both ends of code.
    let is_spaced = text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty();
    let space = if text.starts_with('`') || text.ends_with('`') || is_spaced { " " } else { "" };
    out.extend([&fence, space, text, space, &fence]);
}

#[cfg(test)]
mod tests {
    use super::{code, in_cell, prose};

    #[test]
    fn words_stay_words() {
        for text in [
            "`Quantity` is text, not a number",
            "Permission denied (os error 13)",
            "1,234 records: \"localhost\" isn't an e-mail address… 99.9",
            "`maximum` 100 → 10, in new.json",
            "ist keine Zahl: \"größer\"",
            "cut off at byte 19 (is the blob still being written?)",
        ] {
            assert_eq!(prose(text), text);
        }
    }

    #[test]
    fn what_is_more_than_a_word_is_code() {
        for (text, expected) in [
            ("is \"@octocat\"", "is \"`@octocat`\""),
            ("(#1, GH-1) a/b#2", "(`#1`, `GH-1)` `a/b#2`"),
            (
                "www.a.example https://a.example a@b.example",
                "`www.a.example` `https://a.example` `a@b.example`",
            ),
            ("deadbeef 1234567 cafe", "`deadbeef` `1234567` cafe"),
            ("[a](b) ![c](d) <b> *e* :f: $g$ &amp;", "`[a](b)` `![c](d)` `<b>` `*e*` `:f`: `$g$` `&amp;`"),
            ("a@b:…\" word:…", "`a@b:`…\" `word:`…"),
            ("odd ` backtick", "odd `` ` `` backtick"),
            ("`a``@b`@c `` `d`", "`a` `@b` `@c`  `d`"),
        ] {
            assert_eq!(prose(text), expected);
        }
    }

    #[test]
    fn code_holds_anything() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a``"), "``` `a`` ```");
        assert_eq!(code(" a "), "`  a  `");
        assert_eq!(code("a\nb"), "`a␊b`");
        assert_eq!(in_cell(&code("a|b\\|c||")), "`a\\|b\\<U+007C>c\\|\\|`");
    }
}
