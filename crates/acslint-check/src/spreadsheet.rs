//! Damage that spreadsheets do to cells when they open and save CSV: values are replaced by what the spreadsheet shows or computes.

use acslint_types::KustoType;

/// Damage of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Damage {
    /// Number in the short form with an exponent, such as `1.23E+15`.
    Exponent,
    /// Number whose digits behind the fifteenth are zeros.
    Zeros,
    /// Minutes and seconds of a time, such as `27:58.1`.
    Clock,
    /// Number of days since 1900, such as `45461.56`.
    DayNumber,
    /// Date in the form of a locale, without seconds.
    Date,
    /// `####`, shown where a column is too narrow.
    Narrow,
    /// Error of a formula, such as `#NAME?`.
    Formula,
}

/// Errors of formulas.
const ERRORS: [&str; 7] = ["#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!"];

/// Digits that a spreadsheet keeps of a number.
const KEPT_DIGITS: usize = 15;
/// Number of zeros that are not there by chance.
const ZEROS: usize = 3;

/// Returns the damage of a cell in a column of this type; `is_read` is true if the cell has a value of the type.
pub(crate) fn damage(text: &str, of_type: KustoType, is_read: bool) -> Option<Damage> {
    let text = text.trim();
    if text.starts_with('#') {
        return if ERRORS.contains(&text) {
            Some(Damage::Formula)
        } else {
            (text.len() >= 3 && text.bytes().all(|byte| byte == b'#')).then_some(Damage::Narrow)
        };
    }
    match of_type {
        KustoType::Datetime if is_read => None,
        KustoType::Datetime => of_time(text),
        KustoType::String | KustoType::Int | KustoType::Long => of_number(text)
            .or_else(|| (of_type == KustoType::String && has_month_name(text)).then_some(Damage::Date)),
        // The service itself writes real numbers with exponents.
        KustoType::Real | KustoType::Bool | KustoType::Dynamic => None,
    }
}

fn of_number(text: &str) -> Option<Damage> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    if is_short_form(digits) {
        return Some(Damage::Exponent);
    }
    let (kept, rest) = digits.split_at_checked(KEPT_DIGITS)?;
    let is_cut = rest.len() >= ZEROS && rest.bytes().all(|byte| byte == b'0');
    let is_number = kept.bytes().all(|byte| byte.is_ascii_digit()) && kept.bytes().any(|byte| byte != b'0');
    (is_cut && is_number).then_some(Damage::Zeros)
}

/// Returns true for one digit, perhaps a fraction, and an exponent of two digits or more with its sign.
fn is_short_form(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once('E') else { return false };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or_default();
    whole.len() == 1
        && are_digits(whole)
        && are_digits(fraction)
        && exponent.len() >= 2
        && are_digits(exponent)
}

/// Day numbers of the years 2009 to 2064.
const DAY_NUMBERS: std::ops::Range<u32> = 40_000..60_000;

fn of_time(text: &str) -> Option<Damage> {
    let shape = shape(text);
    if matches!(shape.as_str(), "00:00.0" | "00:00,0" | "0:00.0" | "0:00,0") {
        return Some(Damage::Clock);
    }
    let (day, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if shape.starts_with("00000") && is_fraction && day.parse().is_ok_and(|day| DAY_NUMBERS.contains(&day)) {
        return Some(Damage::DayNumber);
    }
    is_locale_date(text).then_some(Damage::Date)
}

/// Returns the text with `0` for each digit.
fn shape(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect()
}

/// Returns true for a date whose order depends on the locale, alone or with hours and minutes.
fn is_locale_date(text: &str) -> bool {
    let (date, time) = text.split_once(' ').unwrap_or((text, ""));
    let shape = shape(date);
    let mut parts = shape.split(['/', '.', '-']);
    let lengths = [parts.next(), parts.next(), parts.next(), parts.next()].map(|part| part.map(str::len));
    let are_digits = shape.bytes().all(|byte| matches!(byte, b'0' | b'/' | b'.' | b'-'));
    let is_date = match lengths {
        [Some(1 | 2), Some(1 | 2), Some(2 | 4), None] => are_digits,
        // With hyphens, the order is that of a standard.
        [Some(4), Some(1 | 2), Some(1 | 2), None] => are_digits && !date.contains('-'),
        _ => false,
    };
    let clock = time.trim_end_matches(['A', 'P', 'M', 'a', 'p', 'm', ' ']);
    let is_time = matches!(self::shape(clock).as_str(), "" | "0:00" | "00:00");
    (is_date || has_month_name(date)) && is_time
}

/// Returns true for `1-Mar`, `Mar-24` and `18-Jun-24`.
fn has_month_name(text: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let is_number =
        |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_month = |part: &str| MONTHS.contains(&part);
    match *text.split('-').collect::<Vec<_>>().as_slice() {
        [first, second] => {
            (is_number(first) && is_month(second))
                || (is_month(first) && second.len() == 2 && is_number(second))
        }
        [day, month, year] => is_number(day) && is_month(month) && is_number(year),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use acslint_types::KustoType;

    use super::{Damage, damage};

    #[test]
    fn damage_is_named_by_its_form() {
        for (text, of_type, expected) in [
            ("1.42556E+10", KustoType::String, Some(Damage::Exponent)),
            ("1,23E+15", KustoType::Long, Some(Damage::Exponent)),
            ("1E+15", KustoType::Int, Some(Damage::Exponent)),
            ("1.23E+15", KustoType::Real, None),
            ("1.23e15", KustoType::String, None),
            ("12.3E+15", KustoType::String, None),
            ("1E5", KustoType::String, None),
            ("7E+1x", KustoType::String, None),
            ("123456789012345000", KustoType::String, Some(Damage::Zeros)),
            ("-123456789012345000", KustoType::Long, Some(Damage::Zeros)),
            // One or two zeros may be there by chance.
            ("12345678901234500", KustoType::Long, None),
            ("123456789012345001", KustoType::String, None),
            ("000000000000000000", KustoType::String, None),
            ("27:58.1", KustoType::Datetime, Some(Damage::Clock)),
            ("7:58.1", KustoType::Datetime, Some(Damage::Clock)),
            ("27:58", KustoType::Datetime, None),
            ("27:58.1", KustoType::String, None),
            ("45461.5610", KustoType::Datetime, Some(Damage::DayNumber)),
            ("45461", KustoType::Datetime, Some(Damage::DayNumber)),
            ("75461", KustoType::Datetime, None),
            ("1718717278", KustoType::Datetime, None),
            ("6/7/2024 13:27", KustoType::Datetime, Some(Damage::Date)),
            ("06.07.24", KustoType::Datetime, Some(Damage::Date)),
            ("2024/06/18 1:27 PM", KustoType::Datetime, Some(Damage::Date)),
            ("18-Jun-24 13:27", KustoType::Datetime, Some(Damage::Date)),
            ("2024-06-18 13:27", KustoType::Datetime, None),
            ("6/7/2024, 1:27:58 PM", KustoType::Datetime, None),
            ("1-Mar", KustoType::String, Some(Damage::Date)),
            ("Mar-24", KustoType::String, Some(Damage::Date)),
            ("Mar-2", KustoType::String, None),
            ("a-b", KustoType::String, None),
            ("########", KustoType::Datetime, Some(Damage::Narrow)),
            ("##", KustoType::String, None),
            ("#NAME?", KustoType::String, Some(Damage::Formula)),
            ("#1", KustoType::String, None),
            ("", KustoType::Datetime, None),
            ("\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}", KustoType::String, None),
        ] {
            assert_eq!(damage(text, of_type, false), expected, "{text} as {of_type:?}");
        }
        assert_eq!(damage("6/18/2024 13:27", KustoType::Datetime, true), None);
    }
}
