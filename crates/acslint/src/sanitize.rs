//! Sanitization of output: text of records, files and arguments is never a command to a program that reads a log.
//!
//! All output to standard output, standard error and reports goes through a [`Sanitizer`], with two exceptions: data
//! (`sample` and the like, see [`raw_stdout`]), and the commands that the formats `github` and `azure` consist of.
//! Those two pass each foreign text through [`text`].
//!
//! GitHub's runner recognizes `##[command]` anywhere in a line, and `::command` at its beginning, even after white
//! space. Azure's agent recognizes `##vso[…]`, and TeamCity `##teamcity[…]`, anywhere. Terminals obey control
//! characters, and some characters reorder or hide their neighbours. The sanitizer works in one pass over characters,
//! not over calls of `write`, so that it also finds a command written in parts.

use std::io::{self, Write};

use acslint_check::is_deceptive;

use crate::text::stand_in;

/// Syntax of an output, which determines the replacement of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Text for people: a code point replaces a character, such as `<U+005B>`. The colours of this program pass.
    Text,
    /// JSON: an escape replaces a character, so that every parsed value stays the same.
    Json,
    /// XML or HTML: a character reference replaces a character, so that the text stays the same.
    Markup,
}

/// Position in a line, as far as a command may begin there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Only white space so far.
    Begin,
    /// One colon after nothing but white space.
    Colon,
    Within,
}

/// End of the text so far, as far as it may begin `##name[`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hashes {
    None,
    One,
    /// Two or more hashes.
    Two,
    /// Two or more hashes, and letters.
    Name,
}

/// Writer that passes harmless text on, and replaces a character of each possible command.
#[derive(Debug)]
pub(crate) struct Sanitizer<W> {
    sink: W,
    form: Form,
    line: Line,
    hashes: Hashes,
    /// Incomplete character or colour at the end of the text so far.
    carry: Vec<u8>,
    /// Next bytes for the sink, in reused memory.
    out: Vec<u8>,
}

/// Maximum length of a sequence that sets a colour, in bytes.
const LONGEST_COLOR: usize = 32;

impl<W: Write> Sanitizer<W> {
    pub(crate) fn new(sink: W, form: Form) -> Self {
        let (carry, out) = (Vec::new(), Vec::new());
        Self { sink, form, line: Line::Begin, hashes: Hashes::None, carry, out }
    }

    /// Takes all bytes; the incomplete last character or colour stays in `carry`.
    fn take(&mut self, bytes: &[u8]) {
        let joined;
        let mut rest = if self.carry.is_empty() {
            bytes
        } else {
            joined = [&self.carry, bytes].concat();
            self.carry.clear();
            &joined
        };
        while !rest.is_empty() {
            let plain = self.plain(rest);
            self.out.extend_from_slice(&rest[..plain]);
            rest = &rest[plain..];
            let Some(taken) = self.next(rest) else {
                self.carry.extend_from_slice(rest);
                return;
            };
            rest = &rest[taken..];
        }
    }

    /// Returns the number of bytes that neither need replacement nor change the state.
    fn plain(&mut self, rest: &[u8]) -> usize {
        let is_idle = self.hashes == Hashes::None && (self.form == Form::Json || self.line == Line::Within);
        if !is_idle {
            return 0;
        }
        let form = self.form;
        let special = |byte: &u8| match byte {
            b'#' | 0x7F.. => true,
            0..=0x1F => form != Form::Json,
            _ => false,
        };
        rest.iter().position(special).unwrap_or(rest.len())
    }

    /// Takes one character or colour. Returns its length, or `None` if it is incomplete.
    fn next(&mut self, rest: &[u8]) -> Option<usize> {
        let Some(&first) = rest.first() else {
            return Some(0);
        };
        if first == 0x1B && self.form == Form::Text {
            match color(rest) {
                Color::Whole(length) => {
                    self.out.extend_from_slice(&rest[..length]);
                    return Some(length);
                }
                Color::Cut => return None,
                Color::Other => {}
            }
        }
        let head = &rest[..rest.len().min(4)];
        let character = match std::str::from_utf8(head) {
            Ok(text) => text.chars().next(),
            Err(error) if error.valid_up_to() > 0 => {
                String::from_utf8_lossy(&head[..error.valid_up_to()]).chars().next()
            }
            Err(error) if error.error_len().is_none() => return None,
            Err(_) => None,
        };
        let Some(character) = character else {
            // Not a text of ours: invalid bytes are not trusted either.
            self.character('\u{FFFD}');
            return Some(1);
        };
        self.character(character);
        Some(character.len_utf8())
    }

    fn character(&mut self, character: char) {
        let is_command = self.ends_command(character);
        match self.form {
            Form::Json if is_command || is_hidden(character) => self.escape(character),
            Form::Text | Form::Markup if is_command => self.refer(character),
            Form::Text | Form::Markup if !matches!(character, '\n' | '\t') => self.show(character),
            _ => self.push(character),
        }
    }

    /// Updates the state with a character. Returns true if the character would complete a command.
    fn ends_command(&mut self, character: char) -> bool {
        if is_ignorable(character) {
            return false;
        }
        let hashes = match (self.hashes, character) {
            (Hashes::None | Hashes::Name, '#') => Hashes::One,
            (Hashes::One | Hashes::Two, '#') => Hashes::Two,
            (Hashes::Two | Hashes::Name, letter) if letter.is_ascii_alphabetic() => Hashes::Name,
            _ => Hashes::None,
        };
        let was = std::mem::replace(&mut self.hashes, hashes);
        if self.form == Form::Json {
            return hashes == Hashes::Two;
        }
        let (line, begins) = match (self.line, character) {
            (_, '\n') => (Line::Begin, false),
            (Line::Begin, ':') => (Line::Colon, false),
            (Line::Begin, white) if white.is_whitespace() => (Line::Begin, false),
            (Line::Colon, ':') => (Line::Within, true),
            _ => (Line::Within, false),
        };
        self.line = line;
        begins || (matches!(was, Hashes::Two | Hashes::Name) && character == '[')
    }

    fn push(&mut self, character: char) {
        self.out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// Writes a character of text, or its replacement.
    fn show(&mut self, character: char) {
        match stand_in(character) {
            None => self.push(character),
            Some(_) if is_deceptive(character) => self.refer(character),
            Some(picture) => self.out.extend_from_slice(picture.as_bytes()),
        }
    }

    /// Writes the code point of a character.
    fn refer(&mut self, character: char) {
        let number = u32::from(character);
        let text = match self.form {
            Form::Markup if is_deceptive(character) => format!("&lt;U+{number:04X}&gt;"),
            Form::Markup => format!("&#{number};"),
            Form::Text | Form::Json => format!("<U+{number:04X}>"),
        };
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Writes a character as a JSON escape.
    fn escape(&mut self, character: char) {
        for unit in character.encode_utf16(&mut [0; 2]) {
            self.out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
        }
    }

    fn pass_on(&mut self) -> io::Result<()> {
        let written = self.sink.write_all(&self.out);
        self.out.clear();
        written
    }

    /// Takes the incomplete sequence, which does not continue.
    fn end_sequence(&mut self) {
        for character in String::from_utf8_lossy(&std::mem::take(&mut self.carry)).chars() {
            self.character(character);
        }
    }
}

impl<W: Write> Write for Sanitizer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Most JSON has no special bytes; this check handles many bytes at a time.
        let is_special = |byte: u8| byte == b'#' || byte >= 0x7F;
        if self.form == Form::Json
            && self.carry.is_empty()
            && self.hashes == Hashes::None
            && !bytes.iter().fold(false, |special, byte| special | is_special(*byte))
        {
            self.sink.write_all(bytes)?;
            return Ok(bytes.len());
        }
        self.take(bytes);
        self.pass_on()?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.end_sequence();
        self.pass_on()?;
        self.sink.flush()
    }
}

/// Returns true for a character that a culture-sensitive search, such as .NET's, ignores.
fn is_ignorable(character: char) -> bool {
    is_deceptive(character)
        || matches!(
            character,
            '\0'..='\x08'
                | '\x0E'..='\x1F'
                | '\x7F'
                | '\u{34F}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFF8}'
                | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0080}'..='\u{E0FFF}'
        )
}

/// Returns true if JSON needs an escape for a character, because it is invisible or deceptive.
fn is_hidden(character: char) -> bool {
    character == '\x7F' || is_deceptive(character)
}

/// Sequence that begins with an escape character.
enum Color {
    /// Sequence of this length that sets a colour.
    Whole(usize),
    /// Incomplete sequence.
    Cut,
    /// Anything else.
    Other,
}

fn color(bytes: &[u8]) -> Color {
    match bytes.get(1) {
        None => return Color::Cut,
        Some(b'[') => {}
        Some(_) => return Color::Other,
    }
    let parameters = bytes[2..].iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b';')).count();
    match bytes.get(2 + parameters) {
        _ if parameters > LONGEST_COLOR => Color::Other,
        Some(b'm') => Color::Whole(parameters + 3),
        Some(_) => Color::Other,
        None => Color::Cut,
    }
}

/// Returns a text in the form of [`Form::Text`], for one line of an output that is not sanitized as a whole.
pub(crate) fn text(text: &str) -> String {
    let mut sanitizer = Sanitizer::new(io::sink(), Form::Text);
    sanitizer.take(text.as_bytes());
    sanitizer.end_sequence();
    String::from_utf8_lossy(&sanitizer.out).into_owned()
}

/// Returns standard output, for people and logs.
#[expect(clippy::disallowed_methods, reason = "this is the one way to it")]
pub(crate) fn stdout(form: Form) -> Sanitizer<io::Stdout> {
    Sanitizer::new(io::stdout(), form)
}

/// Returns standard output for data, which passes unchanged: records, scripts, pages of the manual.
#[expect(clippy::disallowed_methods, reason = "this is the one way to it")]
pub(crate) fn raw_stdout() -> io::Stdout {
    io::stdout()
}

/// Writes a line to standard error in one call; ignores errors, such as a closed stream.
pub(crate) fn say(line: &str) {
    let _ = stderr().write_all(format!("{line}\n").as_bytes());
}

/// Returns standard error.
#[expect(clippy::disallowed_methods, reason = "this is the one way to it")]
pub(crate) fn stderr() -> Sanitizer<io::Stderr> {
    Sanitizer::new(io::stderr(), Form::Text)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::{Form, Sanitizer};

    /// Returns the output of a sanitizer for consecutive pieces.
    fn written(form: Form, pieces: &[&[u8]]) -> String {
        let mut sink = Vec::new();
        let mut sanitizer = Sanitizer::new(&mut sink, form);
        for piece in pieces {
            sanitizer.write_all(piece).unwrap();
        }
        sanitizer.flush().unwrap();
        String::from_utf8(sink).unwrap()
    }

    fn text(text: &str) -> String {
        assert_eq!(super::text(text), written(Form::Text, &[text.as_bytes()]));
        super::text(text)
    }

    #[test]
    fn commands_in_text_are_none() {
        for (given, expected) in [
            ("a ##[error]b", "a ##<U+005B>error]b"),
            ("##vso[task.complete]", "##vso<U+005B>task.complete]"),
            ("###[a]", "###<U+005B>a]"),
            ("##a#[b] ##a b[c] # #[d]", "##a#[b] ##a b[c] # #[d]"),
            ("::error::a", ":<U+003A>error::a"),
            ("a\n \t\u{A0}::error::b", "a\n \t\u{A0}:<U+003A>error::b"),
            ("a::error::b\n:a:", "a::error::b\n:a:"),
            ("#\u{FE0F}#[a]", "#\u{FE0F}#<U+005B>a]"),
            ("#\u{AD}#\0[a]", "#<U+00AD>#␀<U+005B>a]"),
            ("a\rb\u{85}c\u{2028}d\u{202E}e", "a␍b<U+0085>c<U+2028>d<U+202E>e"),
            ("## Heading [a]", "## Heading [a]"),
        ] {
            assert_eq!(text(given), expected);
        }
    }

    #[test]
    fn colours_pass_and_hide_nothing() {
        assert_eq!(text("\x1b[1;31ma\x1b[0m \x1b[2J\x1b]0;b\x07"), "\x1b[1;31ma\x1b[0m ␛[2J␛]0;b␇");
        assert_eq!(text("\x1b[1m::\x1b[0merror::"), "\x1b[1m:<U+003A>\x1b[0merror::");
        assert_eq!(text("#\x1b[1m#\x1b[0m[a]"), "#\x1b[1m#\x1b[0m<U+005B>a]");
        // An incomplete colour at the end.
        assert_eq!(text("a\x1b[1"), "a␛[1");
        assert_eq!(text(&format!("\x1b[{}m", "1".repeat(40))), format!("␛[{}m", "1".repeat(40)));
    }

    #[test]
    fn json_keeps_its_values() {
        let value = "##[error] ##vso[a] ###[\u{7F}\u{9B}31m\u{202E}\u{2028}\u{E0001}é #1";
        let json = serde_json::to_string(value).unwrap();
        let sanitized = written(Form::Json, &[json.as_bytes()]);
        assert_eq!(
            sanitized,
            r##""#\u0023[error] #\u0023vso[a] #\u0023\u0023[\u007f\u009b31m\u202e\u2028\udb40\udc01é #1""##
        );
        assert_eq!(serde_json::from_str::<String>(&sanitized).unwrap(), value);
    }

    #[test]
    fn markup_keeps_its_text() {
        assert_eq!(
            written(Form::Markup, &["<p>\n  ::a ##vso[b]\u{202E}\x1b[1m</p>".as_bytes()]),
            "<p>\n  :&#58;a ##vso&#91;b]&lt;U+202E&gt;␛[1m</p>"
        );
    }

    #[test]
    fn what_is_no_text_is_replaced() {
        assert_eq!(written(Form::Text, &[b"a\xFFb\xE2\x82"]), "a\u{FFFD}b\u{FFFD}");
    }

    proptest! {
        /// The sanitizer finds commands in any division into pieces, and neither loses nor repeats text.
        #[test]
        fn cuts_change_nothing(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "#", "##", "[", "vso", ":", "::", "\n", " ", "a", "\x1b", "[1", ";3", "m", "é", "\u{202E}", "\r", "\u{FE0F}", "🙂",
                ]),
                0..24,
            ),
            cuts in proptest::collection::vec(0..80_usize, 0..8),
        ) {
            let whole = parts.concat();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(whole.len())).collect();
            cuts.extend([0, whole.len()]);
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|cut| &whole.as_bytes()[cut[0]..cut[1]]).collect();
            for form in [Form::Text, Form::Json, Form::Markup] {
                let expected = written(form, &[whole.as_bytes()]);
                prop_assert_eq!(&written(form, &pieces), &expected);
                if form != Form::Markup {
                    // Harmless text passes unchanged.
                    prop_assert_eq!(&written(form, &[expected.as_bytes()]), &expected);
                }
            }
        }
    }
}
