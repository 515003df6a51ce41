//! What a value may be: tests of scalars, compiled from a schema and from the rules that look at single values.

use acslint_types::{
    Values,
    scalar::{Form, is_address, is_time},
};

use super::scan::{self, Number, Text};

/// What a value may be, by its JSON type.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Check {
    pub(super) null: bool,
    pub(super) yes: bool,
    pub(super) no: bool,
    pub(super) number: Option<NumberTest>,
    pub(super) text: Option<TextTest>,
    pub(super) array: Option<ArrayTest>,
    pub(super) object: Option<ObjectTest>,
}

/// Which numbers are valid.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct NumberTest {
    pub(super) integer: bool,
    /// The least and the greatest that is valid.
    pub(super) least: Option<i64>,
    pub(super) greatest: Option<i64>,
}

/// Which texts are valid.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct TextTest {
    /// One of these, unless there are none: then any.
    pub(super) forms: Vec<TextForm>,
    /// What rules say of the text.
    pub(super) rules: Vec<RuleTest>,
}

/// A kind of valid texts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TextForm {
    /// A time, which there is a quick test for.
    Time,
    /// An address, likewise.
    Address,
    /// A number in quotes, likewise.
    Numeral(&'static Form),
    /// Another grammar of `acslint-types`.
    Scalar(&'static Form),
    /// One of these.
    OneOf(Vec<String>),
    /// So many characters at least, and at most.
    Length(u64, u64),
}

/// Whether a rule is silent about a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleTest {
    pub(super) rule: &'static str,
    pub(super) values: Option<Values>,
    pub(super) silent: fn(Option<&Values>, &[u8]) -> bool,
}

impl PartialEq for RuleTest {
    fn eq(&self, other: &Self) -> bool {
        self.rule == other.rule && self.values == other.values
    }
}

/// Which arrays are valid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ArrayTest {
    Any,
    /// Each item passes this check of the program, and there are so many at least and at most.
    Items {
        check: u16,
        least: u64,
        most: u64,
    },
}

/// Which objects are valid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ObjectTest {
    Any,
    /// What this plan of the program says.
    Plan(u16),
}

impl Check {
    /// Whatever is JSON.
    pub(super) fn any() -> Self {
        Self {
            null: true,
            yes: true,
            no: true,
            number: Some(NumberTest::default()),
            text: Some(TextTest::default()),
            array: Some(ArrayTest::Any),
            object: Some(ObjectTest::Any),
        }
    }
}

impl NumberTest {
    /// Whether the number between `at` and its end is certainly valid.
    #[inline]
    pub(super) fn accepts(&self, bytes: &[u8], at: usize, number: Number) -> bool {
        let text = &bytes[at..number.end];
        if number.whole && text.len() <= 18 {
            let (negative, digits) = match text {
                [b'-', digits @ ..] => (true, digits),
                digits => (false, digits),
            };
            let value = digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
            let value = if negative { -value } else { value };
            return self.least.is_none_or(|least| value >= least)
                && self.greatest.is_none_or(|greatest| value <= greatest);
        }
        match (self.least, self.greatest) {
            (None, None) => number.whole || !self.integer,
            // Whatever has no sign is at least zero, of any size.
            (Some(..=0), None) => text[0] != b'-' && (number.whole || !self.integer),
            _ => false,
        }
    }
}

impl TextTest {
    /// Whether any text passes.
    pub(super) fn is_any(&self) -> bool {
        self.forms.is_empty() && self.rules.is_empty()
    }

    /// Whether the text that begins at `at` is certainly valid.
    pub(super) fn accepts(&self, bytes: &[u8], at: usize, text: Text, clock: &mut Clock) -> bool {
        if self.is_any() {
            return true;
        }
        if !text.literal {
            return false;
        }
        let text = &bytes[at..text.end];
        (self.forms.is_empty() || self.forms.iter().any(|form| form.accepts(text, clock)))
            && self.rules.iter().all(|test| (test.silent)(test.values.as_ref(), text))
    }

    /// Whether exactly the times pass.
    pub(super) fn is_time(&self) -> bool {
        self.forms == [TextForm::Time] && self.rules.is_empty()
    }

    /// The only text that passes, if there is just one.
    pub(super) fn constant(&self) -> Option<&str> {
        match (self.forms.as_slice(), self.rules.as_slice()) {
            ([TextForm::OneOf(known)], []) if known.len() == 1 => known.first().map(String::as_str),
            _ => None,
        }
    }
}

impl TextForm {
    fn accepts(&self, text: &[u8], clock: &mut Clock) -> bool {
        let is = |test: fn(&str) -> bool| std::str::from_utf8(text).is_ok_and(test);
        match self {
            Self::Time => clock.accepts(text),
            Self::Address => is_ipv4(text) || is(is_address),
            Self::Numeral(form) => is_short_numeral(text) || is(form.accepts),
            Self::Scalar(form) => is(form.accepts),
            Self::OneOf(known) => known.iter().any(|known| known.as_bytes() == text),
            Self::Length(least, most) => {
                let characters = text.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
                (*least..=*most).contains(&(characters as u64))
            }
        }
    }
}

/// Whether the text is a whole number that every numeral grammar has.
fn is_short_numeral(text: &[u8]) -> bool {
    matches!(text, [b'0'] | [b'1'..=b'9', ..]) && text.len() <= 9 && text.iter().all(u8::is_ascii_digit)
}

/// Whether the text is an IPv4 address, perhaps with a port: the common case of an address, told quickly.
pub(super) fn is_ipv4(text: &[u8]) -> bool {
    let mut at = 0;
    for part in 0..4 {
        let end = scan::digits(text, at);
        let digits = &text[at..end];
        let value = digits.iter().take(4).fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        let canonical = digits.len() == 1 || digits.first().is_some_and(|first| *first != b'0');
        if !canonical || digits.len() > 3 || value > 255 {
            return false;
        }
        at = end;
        if part < 3 {
            if text.get(at) != Some(&b'.') {
                return false;
            }
            at += 1;
        }
    }
    match text.get(at) {
        None => true,
        Some(b':') => (1..=5).contains(&(text.len() - at - 1)) && scan::digits(text, at + 1) == text.len(),
        Some(_) => false,
    }
}

/// Tells times; those of one minute follow each other in a log, so the minute is looked at once.
#[derive(Debug, Clone, Default)]
pub(super) struct Clock {
    /// `2024-03-05T09:14:` of a time that is one.
    minute: [u8; 17],
}

impl Clock {
    /// Whether the text is a time as [`is_time`] has it.
    #[inline]
    pub(super) fn accepts(&mut self, text: &[u8]) -> bool {
        if let Some((minute, rest)) = text.split_first_chunk::<17>()
            && *minute == self.minute
            && let [b'0'..=b'5', b'0'..=b'9', rest @ .., b'Z'] = rest
        {
            let [b'.', fraction @ ..] = rest else {
                return rest.is_empty();
            };
            return (1..=9).contains(&fraction.len()) && fraction.iter().all(u8::is_ascii_digit);
        }
        self.look(text)
    }

    #[cold]
    fn look(&mut self, text: &[u8]) -> bool {
        let valid = std::str::from_utf8(text).is_ok_and(is_time);
        if let Some(minute) = text.first_chunk::<17>().filter(|_| valid) {
            self.minute = *minute;
        }
        valid
    }
}
