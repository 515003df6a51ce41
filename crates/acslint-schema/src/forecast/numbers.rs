//! Numbers as they are written: values without loss, as far as a forecast needs them.

/// Number in the notation of JSON.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    /// Digits without a fraction and without an exponent; `None` for more than any integer type holds.
    Whole(Option<i128>),
    /// A number with a fraction or an exponent: its value, rounded.
    Real(f64),
}

impl Number {
    /// Reads a number; `None` if the text is not one.
    pub(super) fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Whole(text.parse().ok()));
        }
        let is_plain = digits.bytes().any(|byte| byte.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
        if is_plain { text.parse().ok().map(Self::Real) } else { None }
    }

    /// Returns true if a number of 64 bits with a binary exponent holds it, rounded.
    pub(super) fn is_finite(self) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Real(value) => value.is_finite(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn only_digits_are_whole() {
        for (text, number) in [
            ("0", Some(Number::Whole(Some(0)))),
            ("-12", Some(Number::Whole(Some(-12)))),
            ("5.0", Some(Number::Real(5.0))),
            ("5e0", Some(Number::Real(5.0))),
            ("", None),
            ("-", None),
            (".", None),
            ("1 ", None),
            ("NaN", None),
            ("inf", None),
            ("0x1", None),
        ] {
            assert_eq!(Number::read(text), number, "{text}");
        }
        assert_eq!(Number::read(&"9".repeat(60)), Some(Number::Whole(None)));
        assert!(!Number::read("1e999").unwrap().is_finite());
    }
}
