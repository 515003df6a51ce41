//! Times in texts, moved by a constant: their order and their form stay.

use acslint_types::calendar::Date;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Moves a time such as `2023-06-30T12:00:00.5Z` by a number of seconds; `None` for any other text.
pub(super) fn moved(text: &str, seconds: i64) -> Option<String> {
    let bytes = text.as_bytes();
    let shape = |at: usize, byte: &u8| match at {
        4 | 7 => *byte == b'-',
        10 => matches!(byte, b'T' | b't' | b' '),
        13 | 16 => *byte == b':',
        _ => byte.is_ascii_digit(),
    };
    let head = bytes.get(..19)?;
    let rest = text.get(19..)?;
    if !head.iter().enumerate().all(|(at, byte)| shape(at, byte)) || !is_zone(rest) {
        return None;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<i64>().ok();
    let date = Date { year: number(0, 4)?, month: number(5, 7)?, day: number(8, 10)? };
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let is_date = Date::from_epoch_days(date.epoch_days()) == date;
    if !is_date || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let total = date.epoch_days() * DAY + hour * 3600 + minute * 60 + second + seconds;
    let (days, within) = (total.div_euclid(DAY), total.rem_euclid(DAY));
    let Date { year, month, day } = Date::from_epoch_days(days);
    if !(0..=9999).contains(&year) {
        return None;
    }
    let between = &text[10..11];
    let (hour, minute, second) = (within / 3600, within % 3600 / 60, within % 60);
    Some(format!("{year:04}-{month:02}-{day:02}{between}{hour:02}:{minute:02}:{second:02}{rest}"))
}

/// Returns true for a fraction and a zone, both optional.
fn is_zone(text: &str) -> bool {
    let text = match text.strip_prefix('.') {
        Some(fraction) => match fraction.bytes().take_while(u8::is_ascii_digit).count() {
            0 => return false,
            digits => &fraction[digits..],
        },
        None => text,
    };
    match text.as_bytes() {
        [] | [b'Z' | b'z'] => true,
        [b'+' | b'-', a, b, b':', c, d] => [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn times_move_and_keep_their_form() {
        for (time, seconds, expected) in [
            ("2023-06-30T12:00:00Z", 0, Some("2023-06-30T12:00:00Z")),
            ("2024-02-28 23:59:59.1234567", 1, Some("2024-02-29 00:00:00.1234567")),
            ("2023-01-01T00:00:00+02:00", -1, Some("2022-12-31T23:59:59+02:00")),
            ("2023-02-30T12:00:00Z", 1, None),
            ("2023-06-30T25:00:00Z", 1, None),
            ("2023-06-30", 1, None),
            ("2023-06-30T12:00:00 zoe", 1, None),
        ] {
            assert_eq!(moved(time, seconds).as_deref(), expected, "{time}");
        }
    }
}
