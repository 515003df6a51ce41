//! `invalid-json`: bytes that are not JSON, with the cause by name.

use std::ops::Range;

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    document::{FaultKind, Foreign, Kind, MAX_NESTING, is_number, typographic},
    framing::{InputFault, OtherText, Problem},
    permissions,
    quote::visible,
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "invalid-json",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("invalid_json.md"),
    },
    Check::Source(check),
);

fn check(fault: &InputFault<'_>, sink: &mut Sink<'_>) {
    let span = fault.span.clone();
    let draft = match fault.problem {
        Problem::Fault(kind) => fault_draft(kind, fault),
        Problem::CutLine { same_length } => {
            let (message, help) = cut_line(same_length);
            Draft::new(span, message).label("begins here, and has no end").open().help(help)
        }
        Problem::HeaderlessTable => Draft::new(span, "this is a table without column names, not JSON")
            .label("values between tabs")
            .help("export the records as JSON, for example with `-o json`"),
        Problem::OtherText(format) => {
            let (name, help) = match format {
                OtherText::Html => ("HTML", "look at it: it may be an error page or a login page"),
                OtherText::Xml => ("XML", "look at it: it may be an error of the storage service"),
                OtherText::Yaml => ("YAML", "export the records as JSON"),
                OtherText::LfsPointer => {
                    ("a pointer of Git LFS", "fetch the file that it stands for: `git lfs pull`")
                }
            };
            Draft::new(span, text!["this is ", name, ", not JSON"]).help(help)
        }
        Problem::Prefix => Draft::new(span, "a text before the record on its line")
            .label("not JSON")
            .help("remove it, for example with `sed 's/^[^{]*//'`; only the first line with such a text is reported"),
        Problem::CommaBetween => Draft::new(span, "a comma between records that are not in an array")
            .label("JSON Lines has no commas")
            .help("remove the commas, or put the records into an array; only the first comma is reported"),
        Problem::UnreadRows => Draft::new(
            span,
            "the rows of this query answer are not read, because the text before them is not valid JSON",
        )
        .label("the rows begin here")
        .help("correct the syntax error before the rows: the columns say what the rows hold"),
        Problem::TooLong => Draft::new(span, "the record is longer than 4 GiB, the most that can be checked"),
        _ => return,
    };
    let draft = match fault.skipped {
        0 => draft,
        skipped => {
            let skipped = Text::known(format!("skipped {skipped} bytes"));
            let help = match &draft.help {
                Some(help) => text![help, "; ", skipped],
                None => skipped,
            };
            draft.help(help)
        }
    };
    sink.report(draft);
}

fn fault_draft(kind: FaultKind, fault: &InputFault<'_>) -> Draft {
    let span = fault.span.clone();
    let text = quote(kind, fault.bytes);
    let draft = |message: Text| Draft::new(span.clone(), message);
    let literal = |kind: Kind| match kind {
        Kind::True => "true",
        Kind::False => "false",
        _ => "null",
    };
    match kind {
        FaultKind::TrailingComma => draft("trailing comma".into())
            .label("nothing follows it")
            .help("remove the comma")
            .safe_fix(span.clone(), ""),
        FaultKind::ExtraComma => {
            draft("a comma with nothing before it".into()).help("remove the comma").safe_fix(span.clone(), "")
        }
        FaultKind::MissingComma => draft("missing comma".into())
            .label("a comma belongs here")
            .help("add a comma")
            .safe_fix(span.clone(), ","),
        FaultKind::MissingColon => draft("missing colon between a key and its value".into())
            .label("a colon belongs here")
            .help("add a colon")
            .safe_fix(span.clone(), ":"),
        FaultKind::SingleQuotes
        | FaultKind::SingleQuotedKey
        | FaultKind::UnescapedQuote
        | FaultKind::UnescapedJson
        | FaultKind::MissingQuote
        | FaultKind::TypographicQuotes
        | FaultKind::UnclosedString => quotes_draft(kind, fault),
        FaultKind::UnquotedKey => {
            let key = String::from_utf8_lossy(fault.bytes);
            let key = permissions::bare_key(&key, &key);
            draft(text!["key `", text, "` without quotes"])
                .help("put the key in double quotes")
                .safe_fix(span.clone(), text!["\"", key, "\""])
        }
        FaultKind::UnquotedText => {
            draft(text!["text \"", text, "\" without quotes"]).help("put the text in double quotes")
        }
        FaultKind::BadLiteral(Kind::Null) if is_word_for_number(fault.bytes) => {
            draft(text!["`", text, "` is not JSON"]).help(NOT_FINITE)
        }
        FaultKind::BadLiteral(kind) => draft(text!["`", text, "` is not JSON"])
            .help(text!["write `", literal(kind), "`"])
            .unsafe_fix(span.clone(), literal(kind)),
        FaultKind::BadNumber if is_word_for_number(fault.bytes) => {
            draft(text!["`", text, "` is not a JSON number"]).help(NOT_FINITE)
        }
        FaultKind::BadNumber => {
            let draft = draft(text!["`", text, "` is not a JSON number"])
                .help("write a decimal number without a leading zero, a plus sign or a bare point");
            match number(&String::from_utf8_lossy(fault.bytes)) {
                Some(number) => draft.safe_fix(span.clone(), Text::private(number)),
                None => draft,
            }
        }
        FaultKind::ControlCharacter(byte) => control_character_draft(byte, fault),
        FaultKind::BadEscape => draft("a backslash that does not begin an escape".into())
            .help("write `\\\\` for a backslash")
            .unsafe_fix(span.start..span.start, "\\"),
        FaultKind::LoneSurrogate => draft(text!["unpaired surrogate `", text, "`"])
            .help("write both `\\u` escapes of the character; was the text cut between them?"),
        FaultKind::Comment => {
            draft("a comment".into()).help("remove it: JSON has no comments").safe_fix(span.clone(), "")
        }
        FaultKind::OpenComment => draft("a comment that does not end before the next record".into())
            .label("begins here")
            .open()
            .help("remove it: JSON has no comments"),
        FaultKind::Foreign(foreign) => foreign_draft(foreign, &span),
        FaultKind::Unclosed => draft(text!["`", text, "` is not closed before the next record begins"])
            .help("close it, or remove it"),
        FaultKind::UnclosedItem => {
            draft(text!["`", text, "` is not closed before the array of the records ends"])
                .help("close it, or remove it")
        }
        FaultKind::TooDeep => draft(text![
            "`",
            text,
            Text::known(format!(
                "` opens more than {MAX_NESTING} levels of nesting, the most that can be checked"
            ))
        ])
        .help("write the value with fewer levels"),
        FaultKind::Mismatched => {
            draft(text!["mismatched `", text, "`"]).help("look for a missing bracket or brace before it")
        }
        FaultKind::Unexpected if fault.bytes == b"'" => {
            draft("single quotes around a string".into()).help("use double quotes")
        }
        FaultKind::Unexpected if fault.bytes.is_empty() => {
            draft("the text ends before the value does".into())
        }
        FaultKind::Unexpected if typographic(fault.bytes).is_some() => {
            draft("unexpected typographic quote".into()).help("use double quotes: `\"`")
        }
        FaultKind::Unexpected => draft(text!["unexpected `", text, "`"]),
    }
}

/// Describes a raw control character inside a string.
fn control_character_draft(byte: u8, fault: &InputFault<'_>) -> Draft {
    let span = fault.span.clone();
    let draft = |message: Text| Draft::new(span.clone(), message);
    match byte {
        b'\n' | b'\r' => {
            let escape = match fault.bytes {
                b"\r\n" => "\\r\\n",
                b"\r" => "\\r",
                _ => "\\n",
            };
            draft("raw newline inside a string".into())
                .label("the line ends inside the string")
                .help(text!["write `", escape, "`"])
                .safe_fix(span.clone(), escape)
        }
        byte => draft(Text::known(format!("raw control character 0x{byte:02X} inside a string")))
            .help(Text::known(format!("write `\\u{byte:04x}`")))
            .safe_fix(span.clone(), Text::known(format!("\\u{byte:04x}"))),
    }
}

/// Describes a fault of quotes.
fn quotes_draft(kind: FaultKind, fault: &InputFault<'_>) -> Draft {
    let span = &fault.span;
    let draft = |message: Text| Draft::new(span.clone(), message);
    match kind {
        FaultKind::SingleQuotes => draft("single quotes around a string".into())
            .label("single-quoted")
            .help("use double quotes; was the object printed by Python?")
            .safe_fixes(double_quotes(fault)),
        FaultKind::SingleQuotedKey => draft("single-quoted object".into())
            .label("single quotes around a key")
            .help("use double quotes; was the object printed by Python?")
            .safe_fixes(double_quotes(fault)),
        FaultKind::UnescapedQuote => draft("unescaped quote inside a string".into())
            .help("write `\\\"`")
            .unsafe_fix(span.start..span.start, "\\"),
        FaultKind::UnescapedJson => draft("unescaped JSON text inside a string".into())
            .label("the quotes in it end the string")
            .help("write `\\\"` for each quote in it, or the JSON without quotes around it"),
        FaultKind::MissingQuote => draft("missing quote".into())
            .label("a quote belongs here")
            .help("add a quote")
            .unsafe_fix(span.clone(), "\""),
        FaultKind::TypographicQuotes => draft("typographic quotes around a string".into())
            .label("not the quotes of JSON")
            .help("use double quotes: `\"`; was the text pasted from a document?"),
        _ => draft("the string does not end on its line".into())
            .label("the line ends inside the string")
            .help("look for a missing quote, or for what cut the line"),
    }
}

/// Describes text between tokens that is not JSON's white space. There is no fix: only the first of many is reported.
fn foreign_draft(foreign: Foreign, span: &Range<u64>) -> Draft {
    let draft = |message: Text| Draft::new(span.clone(), message);
    match foreign {
        Foreign::Colour => draft("a colour code of a terminal".into())
            .label("not JSON")
            .help("remove all such codes, or switch off colours in the program that wrote them"),
        Foreign::ConflictMarker => draft("a merge conflict marker".into())
            .label("git writes this where two versions differ")
            .help("resolve the conflict, and remove the markers"),
        Foreign::Character(character) => {
            let number = format!("U+{:04X}", u32::from(character));
            let name = Foreign::name(character);
            let message = match name {
                Some(name) => format!("a {name} ({number}) outside of any string"),
                None => format!("a control character ({number}) outside of any string"),
            };
            let is_space = name.is_some_and(|name| name.ends_with("space") && !name.starts_with("zero"));
            let help = if is_space { "write a space for each of them" } else { "remove all of them" };
            draft(Text::known(message)).label("invisible").help(help)
        }
    }
}

/// Help for a number that is not finite.
const NOT_FINITE: &str =
    "JSON has no such number: write a finite one, or `null` if the property may be absent";

/// Returns the message and the help about a record that is cut off with its line; `same_length` is its length, if the
/// cut record before it has the same.
pub(crate) fn cut_line(same_length: Option<u64>) -> (Text, &'static str) {
    match same_length {
        None => (
            "the record is cut off at the end of its line".into(),
            "look for what cut it: a reader's limit on the length of lines, or a write that was interrupted",
        ),
        Some(length) => (
            Text::known(format!(
                "the record is cut off after {length} bytes, like the one that was cut before it"
            )),
            "a program on the way cuts records at this length; raise its limit and export again",
        ),
    }
}

/// Returns true for the words that other languages write for a number that is not finite, with or without a sign.
fn is_word_for_number(bytes: &[u8]) -> bool {
    let word = bytes.strip_prefix(b"-").or_else(|| bytes.strip_prefix(b"+")).unwrap_or(bytes);
    [&b"nan"[..], b"inf", b"infinity"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Returns the edits that replace the single quotes of a record.
fn double_quotes(fault: &InputFault<'_>) -> Vec<(Range<u64>, Text)> {
    fault.single_quotes.iter().map(|at| (*at..at + 1, Text::known("\""))).collect()
}

/// Returns the JSON number of the same value for one with a plus sign or a bare point. A leading zero may mean an octal
/// number, or an identifier.
fn number(written: &str) -> Option<String> {
    let (sign, digits) = match written.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", written.strip_prefix('+').unwrap_or(written)),
    };
    let zero = if digits.starts_with('.') { "0" } else { "" };
    let digits = digits.strip_suffix('.').unwrap_or(digits);
    let number = [sign, zero, digits].concat();
    is_number(number.as_bytes()).then_some(number)
}

/// Quotes the bytes of a fault. JSON punctuation and literals of other languages are not private.
fn quote(kind: FaultKind, bytes: &[u8]) -> Text {
    let shown = visible(&String::from_utf8_lossy(bytes));
    let is_sign = matches!(bytes, [sign] if sign.is_ascii_punctuation());
    match kind {
        FaultKind::BadLiteral(_) => Text::known(shown),
        FaultKind::UnquotedKey => permissions::bare_key(&String::from_utf8_lossy(bytes), &shown),
        _ if is_sign => Text::known(shown),
        _ => Text::private(shown),
    }
}
