//! Times: the flaw of a text that is not an RFC 3339 time, and the order of two times.

use std::{borrow::Cow, fmt};

use acslint_types::calendar::Date;
use acslint_types::scalar::is_time;

const SECOND: i128 = 1_000_000_000;
const HOUR: i128 = 3600 * SECOND;
const DAY: i128 = 24 * HOUR;

/// Time with nanoseconds, in the years 0 to 9999. It displays in RFC 3339, in UTC.
///
/// ```
/// let time = acslint_check::Time::parse("2024-03-05T10:14:27.440+01:00").unwrap();
/// assert_eq!(time.to_string(), "2024-03-05T09:14:27.44Z");
/// assert_eq!(time.hour(), 474_897);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i128);

impl Time {
    /// Parses an RFC 3339 time, by the rules for times of records.
    pub fn parse(text: &str) -> Option<Self> {
        Self::new(nanoseconds(text)?)
    }

    /// Returns the time so many seconds after 1970-01-01T00:00:00Z.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        Self::new(i128::from(seconds) * SECOND)
    }

    fn new(nanoseconds: i128) -> Option<Self> {
        let days = i64::try_from(nanoseconds.div_euclid(DAY)).ok()?;
        let first = Date { year: 0, month: 1, day: 1 }.epoch_days();
        let last = Date { year: 9999, month: 12, day: 31 }.epoch_days();
        (first..=last).contains(&days).then_some(Self(nanoseconds))
    }

    /// Returns the hour that it is in, counted from 1970-01-01T00:00:00Z.
    pub fn hour(self) -> i64 {
        self.0.div_euclid(HOUR) as i64
    }

    /// Returns the number of whole seconds from 1970-01-01T00:00:00Z.
    fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND) as i64
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanoseconds = self.0.rem_euclid(SECOND) as u64;
        let seconds = self.seconds();
        let Date { year, month, day } = Date::from_epoch_days(seconds.div_euclid(86_400));
        let of_day = seconds.rem_euclid(86_400) as u64;
        // Each finding has a time: formatting its numbers one by one took 4 % of the instructions of a check of bad records.
        let mut text = *b"0000-00-00T00:00:00.000000000";
        put_digits(&mut text[..4], year.unsigned_abs());
        put_digits(&mut text[5..7], month.unsigned_abs());
        put_digits(&mut text[8..10], day.unsigned_abs());
        put_digits(&mut text[11..13], of_day / 3600);
        put_digits(&mut text[14..16], of_day / 60 % 60);
        put_digits(&mut text[17..19], of_day % 60);
        put_digits(&mut text[20..], nanoseconds);
        let text = str::from_utf8(&text).unwrap_or_default();
        formatter.write_str(text.trim_end_matches('0').trim_end_matches('.'))?;
        formatter.write_str("Z")
    }
}

/// Puts the digits of a number in a text, the last digit at its end.
fn put_digits(text: &mut [u8], mut number: u64) {
    for digit in text.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// Flaw of a text that is not a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    /// Continues "`TimeGenerated` …".
    pub(crate) message: Cow<'static, str>,
    pub(crate) help: &'static str,
    /// Corrected time, if the correction needs no guess.
    pub(crate) mended: Option<String>,
}

const FORM: &str = "write it like `2024-03-05T09:14:27.441Z`";

/// Describes the flaw of a text that [`is_time`] rejects.
pub(crate) fn flaw(text: &str) -> Flaw {
    let flaw = |message: &'static str, help| Flaw { message: message.into(), help, mended: None };
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return flaw("is empty, but must be a time", FORM);
    }
    if trimmed.bytes().all(|byte| byte.is_ascii_digit()) {
        return flaw("is a number in text, perhaps a Unix time, not an RFC 3339 time", FORM);
    }
    if let Some(message) = slashed(trimmed) {
        return flaw(
            message,
            "export the records again as JSON; a date in this form is not converted silently",
        );
    }
    let separated = trimmed.replacen(' ', "T", 1);
    if is_time(&separated) {
        return Flaw {
            mended: Some(separated),
            ..flaw("has a space between date and time instead of `T`", FORM)
        };
    }
    if is_time(&format!("{separated}Z")) {
        return flaw("has no time zone", "append `Z` if the time is UTC, or its offset");
    }
    if is_time(&format!("{trimmed}T00:00:00Z")) {
        return flaw("is a date without a time", FORM);
    }
    if let Some((date_time, rest)) = separated.split_once('.') {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 9 && is_time(&format!("{date_time}{}", &rest[digits..])) {
            return Flaw {
                message: format!("has {digits} digits of fractional seconds; the limit is 9").into(),
                ..flaw("", "cut the fraction to nine digits")
            };
        }
    }
    let shape: String =
        separated.chars().map(|character| if character.is_ascii_digit() { '0' } else { character }).collect();
    if shape.starts_with("0000-00-00T00:00:00") && (shape.ends_with(['Z', 'z']) || shape.ends_with("00:00")) {
        return flaw("is a time that does not exist", "correct the date or the time of day");
    }
    flaw("is not a time", FORM)
}

/// Describes dates with slashes, as the portal and spreadsheets write them.
fn slashed(text: &str) -> Option<&'static str> {
    let (date, rest) = text.split_once([',', ' ']).unwrap_or((text, ""));
    let parts: Vec<u32> = date.split('/').map_while(|part| part.parse().ok()).collect();
    let [first, second, _year] = parts.as_slice() else {
        return None;
    };
    let rest = rest.to_ascii_uppercase();
    Some(match (first, second) {
        (13.., _) => "is a date with the day first, not an RFC 3339 time",
        (1..=12, 1..=12) if first != second => {
            "is a date with an ambiguous order of day and month, not an RFC 3339 time"
        }
        _ if text.contains(',') || rest.ends_with("AM") || rest.ends_with("PM") => {
            "is the portal's text for a time, not an RFC 3339 time"
        }
        (_, 13..) => "is a date with the month first, not an RFC 3339 time",
        _ => "is a date with an ambiguous order of day and month, not an RFC 3339 time",
    })
}

/// Returns the nanoseconds since 1970-01-01T00:00:00Z of an RFC 3339 time; leap seconds count as the second after.
pub(crate) fn nanoseconds(text: &str) -> Option<i128> {
    if !is_time(text) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let seconds = number(11..13)? * 3600 + number(14..16)? * 60 + number(17..19)?;
    let rest = &text[19..];
    let zone = rest.find(['Z', 'z', '+', '-'])?;
    let fraction = rest[..zone].strip_prefix('.').unwrap_or("");
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nanoseconds = digits.fold(0, |sum, digit| sum * 10 + i128::from(digit - b'0'));
    let offset = match &rest.as_bytes()[zone..] {
        [sign, h1, h2, _, m1, m2] => {
            let digit = |byte: &u8| i64::from(byte - b'0');
            let minutes = (digit(h1) * 10 + digit(h2)) * 60 + digit(m1) * 10 + digit(m2);
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => 0,
    };
    let days = Date { year, month, day }.epoch_days();
    Some(i128::from(days * 86_400 + seconds - offset * 60) * 1_000_000_000 + nanoseconds)
}

#[cfg(test)]
mod tests {
    use super::{Time, flaw, nanoseconds};

    #[test]
    fn flaws_are_told_apart() {
        for (text, message) in [
            ("06/22/2022 10:24:59", "is a date with the month first, not an RFC 3339 time"),
            ("22/06/2022 10:24:59", "is a date with the day first, not an RFC 3339 time"),
            (
                "06/05/2022 10:24:59",
                "is a date with an ambiguous order of day and month, not an RFC 3339 time",
            ),
            ("5/25/2023, 5:43:25.746 PM", "is the portal's text for a time, not an RFC 3339 time"),
            ("2022-06-22T10:24:59", "has no time zone"),
            ("2022-06-22 10:24:59.5", "has no time zone"),
            ("2022-06-22 10:24:59Z", "has a space between date and time instead of `T`"),
            ("2022-06-22", "is a date without a time"),
            ("2022-02-30T10:24:59Z", "is a time that does not exist"),
            ("2022-06-22T10:24:59.1234567890Z", "has 10 digits of fractional seconds; the limit is 9"),
            ("1655893499", "is a number in text, perhaps a Unix time, not an RFC 3339 time"),
            ("", "is empty, but must be a time"),
            ("yesterday", "is not a time"),
        ] {
            assert_eq!(flaw(text).message, message, "{text}");
        }
        assert_eq!(flaw("2022-06-22 10:24:59Z").mended.as_deref(), Some("2022-06-22T10:24:59Z"));
        assert_eq!(flaw("06/22/2022 10:24:59").mended, None);
    }

    #[test]
    fn times_display_in_utc() {
        for (text, shown) in [
            ("2024-03-05T09:14:27Z", "2024-03-05T09:14:27Z"),
            ("2024-03-05t09:14:27.123456789z", "2024-03-05T09:14:27.123456789Z"),
            ("2024-03-05T00:30:00.1000+01:00", "2024-03-04T23:30:00.1Z"),
            ("1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.25Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
        ] {
            assert_eq!(Time::parse(text).unwrap().to_string(), shown);
        }
        // UTC has five digits for the year there, or a sign.
        for text in ["9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00", "now"] {
            assert_eq!(Time::parse(text), None, "{text}");
        }
    }

    #[test]
    fn hours_begin_with_their_first_second() {
        let hour = |text| Time::parse(text).map(Time::hour);
        assert_eq!(hour("1970-01-01T00:59:59.9Z"), Some(0));
        assert_eq!(hour("1970-01-01T01:00:00Z"), Some(1));
        assert_eq!(hour("1969-12-31T23:59:59.9Z"), Some(-1));
        assert_eq!(Time::from_seconds(i64::MAX), None);
    }

    #[test]
    fn nanoseconds_count_from_the_epoch() {
        assert_eq!(nanoseconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(nanoseconds("2000-02-29T12:00:00.5Z"), Some(951_825_600_500_000_000));
        assert_eq!(nanoseconds("2000-02-29T14:00:00+02:00"), nanoseconds("2000-02-29T12:00:00Z"));
        assert_eq!(nanoseconds("1969-12-31T23:59:59Z"), Some(-1_000_000_000));
        assert_eq!(nanoseconds("yesterday"), None);
    }
}
