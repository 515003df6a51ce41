//! Times: the flaw of a text that is not an RFC 3339 time, and the order of two times.

use std::{borrow::Cow, fmt};

use acslint_types::calendar::Date;
use acslint_types::scalar::{TimeParts, is_time, time_parts};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// First second of the year 0, and of the year 10,000, from 1970-01-01T00:00:00Z.
const FIRST: i64 = Date { year: 0, month: 1, day: 1 }.epoch_days() * DAY;
const END: i64 = Date { year: 10_000, month: 1, day: 1 }.epoch_days() * DAY;

/// Time with nanoseconds, in the years 0 to 9999. It displays in RFC 3339, in UTC.
///
/// ```
/// let time = acslint_check::Time::parse("2024-03-05T10:14:27.440+01:00").unwrap();
/// assert_eq!(time.to_string(), "2024-03-05T09:14:27.44Z");
/// assert_eq!(time.hour(), 474_897);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// Seconds from 1970-01-01T00:00:00Z.
    seconds: i64,
    nanoseconds: u32,
}

impl Time {
    /// Number of bytes of the longest time in RFC 3339.
    pub const LONGEST: usize = 30;

    /// Parses an RFC 3339 time, by the rules for times of records.
    pub fn parse(text: &str) -> Option<Self> {
        let (seconds, nanoseconds) = instant(text)?;
        Self::new(seconds, nanoseconds)
    }

    /// Returns the time so many seconds after 1970-01-01T00:00:00Z.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        Self::new(seconds, 0)
    }

    fn new(seconds: i64, nanoseconds: u32) -> Option<Self> {
        (FIRST..END).contains(&seconds).then_some(Self { seconds, nanoseconds })
    }

    /// Returns the hour that it is in, counted from 1970-01-01T00:00:00Z.
    pub fn hour(self) -> i64 {
        self.seconds.div_euclid(HOUR)
    }

    /// Writes the time in RFC 3339, in UTC, and returns the text.
    pub fn encode(self, buffer: &mut [u8; Self::LONGEST]) -> &str {
        let Date { year, month, day } = Date::from_epoch_days(self.seconds.div_euclid(DAY));
        let of_day = self.seconds.rem_euclid(DAY) as u32;
        // Each finding has a time: formatting its numbers one by one took 4 % of the instructions of a check of bad records.
        *buffer = *b"0000-00-00T00:00:00.000000000Z";
        put_digits::<4>(buffer, 0, year.unsigned_abs() as u32);
        put_digits::<2>(buffer, 5, month.unsigned_abs() as u32);
        put_digits::<2>(buffer, 8, day.unsigned_abs() as u32);
        put_digits::<2>(buffer, 11, of_day / 3600);
        put_digits::<2>(buffer, 14, of_day / 60 % 60);
        put_digits::<2>(buffer, 17, of_day % 60);
        let mut end = 19;
        if self.nanoseconds > 0 {
            put_digits::<9>(buffer, 20, self.nanoseconds);
            end = buffer[..29].iter().rposition(|digit| *digit != b'0').map_or(end, |last| last + 1);
        }
        buffer[end] = b'Z';
        str::from_utf8(&buffer[..=end]).unwrap_or_default()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.encode(&mut [0; Self::LONGEST]))
    }
}

/// Puts the last `DIGITS` digits of a number at an offset of a text.
#[inline]
fn put_digits<const DIGITS: usize>(text: &mut [u8; Time::LONGEST], at: usize, mut number: u32) {
    let mut digits = [0; DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
    text[at..at + DIGITS].copy_from_slice(&digits);
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

/// Returns the seconds since 1970-01-01T00:00:00Z of an RFC 3339 time, and its nanoseconds; leap seconds count as the second
/// after.
pub(crate) fn instant(text: &str) -> Option<(i64, u32)> {
    let TimeParts { date, second, nanosecond, offset } = time_parts(text)?;
    Some((date.epoch_days() * DAY + i64::from(second) - i64::from(offset) * 60, nanosecond))
}

#[cfg(test)]
mod tests {
    use super::{Time, flaw, instant};

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
    fn instants_count_from_the_epoch() {
        assert_eq!(instant("1970-01-01T00:00:00Z"), Some((0, 0)));
        assert_eq!(instant("2000-02-29T12:00:00.5Z"), Some((951_825_600, 500_000_000)));
        assert_eq!(instant("2000-02-29T14:00:00+02:00"), instant("2000-02-29T12:00:00Z"));
        assert_eq!(instant("1969-12-31T23:59:59Z"), Some((-1, 0)));
        assert_eq!(instant("2016-12-31T23:59:60Z"), instant("2017-01-01T00:00:00Z"));
        assert_eq!(instant("yesterday"), None);
    }
}
