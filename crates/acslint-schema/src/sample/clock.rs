//! Times as records write them: RFC 3339 in UTC, and the numbers in ids.
//!
//! 64 bits of nanoseconds since 1970 reach to the year 2262, far beyond the needs of a sample.

use acslint_types::calendar::Date;

use super::digits;

/// Nanoseconds of a second.
pub(super) const SECOND: i64 = 1_000_000_000;

/// A calendar day and a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Civil {
    date: Date,
    /// Seconds since midnight.
    second: i64,
}

/// Parses a time such as `2024-03-05T09:14:27.4410000Z` to nanoseconds since 1970 and the number of fraction
/// digits.
pub(super) fn read(text: &str) -> Option<(i64, usize)> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let second = number(11..13)? * 3600 + number(14..16)? * 60 + number(17..19)?;
    let fraction = match text.get(19..)?.strip_suffix('Z')? {
        "" => "",
        rest => rest.strip_prefix('.').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?,
    };
    let nanoseconds = format!("{fraction:0<9}").get(..9)?.parse::<i64>().ok()?;
    let seconds = Date { year, month, day }.epoch_days() * 86_400 + second;
    Some((seconds.checked_mul(SECOND)? + nanoseconds, fraction.len().min(9)))
}

/// Appends a time with this many fraction digits, truncated.
pub(super) fn write(out: &mut Vec<u8>, time: i64, fraction: usize) {
    let civil = Civil::of(time);
    date(out, civil, b"-");
    out.push(b'T');
    time_of_day(out, civil, b":");
    if fraction > 0 {
        out.push(b'.');
        let start = out.len();
        digits::padded(out, time.rem_euclid(SECOND).cast_unsigned(), 9);
        out.truncate(start + fraction);
    }
    out.push(b'Z');
}

/// Appends a time as the 14 digits `20240305091427`.
pub(super) fn write_compact(out: &mut Vec<u8>, time: i64) {
    let civil = Civil::of(time);
    date(out, civil, b"");
    time_of_day(out, civil, b"");
}

fn date(out: &mut Vec<u8>, civil: Civil, separator: &[u8]) {
    digits::padded(out, civil.date.year.cast_unsigned(), 4);
    out.extend_from_slice(separator);
    digits::padded(out, civil.date.month.cast_unsigned(), 2);
    out.extend_from_slice(separator);
    digits::padded(out, civil.date.day.cast_unsigned(), 2);
}

fn time_of_day(out: &mut Vec<u8>, civil: Civil, separator: &[u8]) {
    let second = civil.second.cast_unsigned();
    digits::padded(out, second / 3600, 2);
    out.extend_from_slice(separator);
    digits::padded(out, second / 60 % 60, 2);
    out.extend_from_slice(separator);
    digits::padded(out, second % 60, 2);
}

impl Civil {
    fn of(time: i64) -> Self {
        let seconds = time.div_euclid(SECOND);
        Self { date: Date::from_epoch_days(seconds.div_euclid(86_400)), second: seconds.rem_euclid(86_400) }
    }
}

#[cfg(test)]
mod tests {
    use super::{read, write, write_compact};

    fn written(time: i64, fraction: usize) -> String {
        let mut out = Vec::new();
        write(&mut out, time, fraction);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_read_is_written_again() {
        for text in [
            "1970-01-01T00:00:00Z",
            "2000-02-29T12:00:00.5Z",
            "2023-12-31T23:59:59.9999999Z",
            "2024-02-29T00:00:00.000000001Z",
            "2024-03-01T07:08:09Z",
            "2100-03-01T00:00:00Z",
        ] {
            let (time, fraction) = read(text).unwrap();
            assert_eq!(written(time, fraction), text);
        }
        assert_eq!(read("2000-02-29T12:00:00.5Z"), Some((951_825_600_500_000_000, 1)));
    }

    #[test]
    fn a_fraction_is_cut() {
        assert_eq!(written(1_999_999_999, 0), "1970-01-01T00:00:01Z");
        assert_eq!(written(1_999_999_999, 3), "1970-01-01T00:00:01.999Z");
    }

    #[test]
    fn other_forms_are_not_read() {
        for text in
            ["", "2024-03-05", "2024-03-05T09:14:27", "2024-03-05T09:14:27+02:00", "2024-03-05T09:14:27.xZ"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_compact_form_has_fourteen_digits() {
        let mut out = Vec::new();
        write_compact(&mut out, 951_825_600_500_000_000);
        assert_eq!(out, b"20000229120000");
    }
}
