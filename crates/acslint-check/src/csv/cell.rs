//! Values of cells: text of CSV as JSON of the column's type. What does not have the type stays a text, so that the check of the
//! record finds it.

use acslint_types::KustoType;
use acslint_types::scalar::is_time;

use crate::spreadsheet::{Damage, damage};
use crate::table_column::json_on_one_line;

/// Style of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) of_type: KustoType,
    /// True if times without a zone are in UTC.
    pub(super) is_utc: bool,
    /// True if a comma separates the fraction of a number.
    pub(super) has_decimal_commas: bool,
}

/// Order of day and month in the dates of a table, known from the first date that can be read in one order only.
#[derive(Debug, Default)]
pub(super) struct Dates {
    month_first: Option<bool>,
}

/// Value of a cell.
#[derive(Debug)]
pub(super) struct CellValue {
    pub(super) json: Vec<u8>,
    /// Damage that a spreadsheet did to it.
    pub(super) damage: Option<Damage>,
}

/// Returns the value of a cell.
pub(super) fn value(cell: &[u8], style: Style, dates: &mut Dates) -> CellValue {
    let text = String::from_utf8_lossy(cell);
    let plain = text.trim();
    if plain.is_empty() && style.of_type != KustoType::String {
        return CellValue { json: b"null".to_vec(), damage: None };
    }
    let typed = match style.of_type {
        KustoType::Bool => boolean(plain).map(str::to_owned),
        KustoType::Int | KustoType::Long | KustoType::Real => number(plain, style.has_decimal_commas),
        KustoType::Datetime => dates.time(plain, style.is_utc).map(|time| format!("\"{time}\"")),
        KustoType::Dynamic => json_on_one_line(plain),
        KustoType::String => None,
    };
    let damage = damage(plain, style.of_type, typed.is_some());
    let json = typed.unwrap_or_else(|| serde_json::Value::from(&*text).to_string()).into_bytes();
    CellValue { json, damage }
}

fn boolean(text: &str) -> Option<&'static str> {
    let is = |name: &str| text.eq_ignore_ascii_case(name);
    if is("true") { Some("true") } else { is("false").then_some("false") }
}

fn number(text: &str, has_decimal_commas: bool) -> Option<String> {
    let text =
        if has_decimal_commas && !text.contains('.') { text.replacen(',', ".", 1) } else { text.to_owned() };
    let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    json_on_one_line(&text).filter(|_| is_number)
}

impl Dates {
    /// Returns an RFC 3339 time, if the text can be read as a time in one way only.
    fn time(&mut self, text: &str, is_utc: bool) -> Option<String> {
        let separated = text.replacen(' ', "T", 1);
        if is_time(&separated) {
            return Some(separated);
        }
        let with_zone = format!("{separated}Z");
        if is_utc && is_time(&with_zone) {
            return Some(with_zone);
        }
        let (date, time) = text.split_once([',', ' '])?;
        let (year, month, day) = self.date(date)?;
        let (hour, rest) = hours(time.trim())?;
        let time = format!("{year:0>4}-{month:02}-{day:02}T{hour:02}:{rest}Z");
        (is_utc && is_time(&time)).then_some(time)
    }

    /// Returns year, month and day of a date with the year at the end.
    fn date<'t>(&mut self, date: &'t str) -> Option<(&'t str, u8, u8)> {
        let separator = if date.contains('.') { '.' } else { '/' };
        let mut parts = date.split(separator);
        let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
        let two = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() <= 2);
        let (first, second) = (two(first)?, two(second)?);
        if year.len() != 4 || parts.next().is_some() {
            return None;
        }
        if separator == '/' && first != second {
            match (first, second) {
                (13.., _) => self.month_first = Some(false),
                (_, 13..) => self.month_first = Some(true),
                _ => {}
            }
        }
        let month_first = match separator {
            // Where dots separate them, the day comes first.
            '.' => false,
            _ if first == second => true,
            _ => self.month_first?,
        };
        let (month, day) = if month_first { (first, second) } else { (second, first) };
        Some((year, month, day))
    }
}

/// Returns the hour of 24, and the text of minutes and seconds.
fn hours(time: &str) -> Option<(u8, String)> {
    let upper = time.to_ascii_uppercase();
    let (clock, half) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim_end(), Some(0)),
        (_, Some(clock)) => (clock.trim_end(), Some(12)),
        _ => (&*upper, None),
    };
    let (hour, rest) = clock.split_once(':')?;
    let hour: u8 = hour.parse().ok()?;
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    // Seconds are left out where they are zero.
    let rest = if rest.contains(':') { rest.to_owned() } else { format!("{rest}:00") };
    Some((hour, rest))
}

#[cfg(test)]
mod tests {
    use acslint_types::KustoType;

    use super::{Dates, Style, value};

    fn json(text: &str, of_type: KustoType, has_decimal_commas: bool) -> String {
        let style = Style { of_type, is_utc: true, has_decimal_commas };
        String::from_utf8(value(text.as_bytes(), style, &mut Dates::default()).json).unwrap()
    }

    #[test]
    fn cells_have_the_type_of_their_column() {
        for (text, of_type, expected) in [
            ("1", KustoType::Int, "1"),
            ("-1.5", KustoType::Real, "-1.5"),
            ("1,5", KustoType::Real, "\"1,5\""),
            ("many", KustoType::Real, "\"many\""),
            ("\"1\"", KustoType::Int, "\"\\\"1\\\"\""),
            ("", KustoType::Int, "null"),
            ("", KustoType::String, "\"\""),
            ("True", KustoType::Bool, "true"),
            ("yes", KustoType::Bool, "\"yes\""),
            ("12", KustoType::String, "\"12\""),
            ("a\n\"b\"", KustoType::String, "\"a\\n\\\"b\\\"\""),
            ("{\"a\":\n[1]}", KustoType::Dynamic, "{\"a\": [1]}"),
            ("{a}", KustoType::Dynamic, "\"{a}\""),
        ] {
            assert_eq!(json(text, of_type, false), expected, "{text}");
        }
        assert_eq!(json("1,5", KustoType::Real, true), "1.5");
        assert_eq!(json("1.000,5", KustoType::Real, true), "\"1.000,5\"");
    }

    #[test]
    fn times_are_read_where_they_can_be_read_in_one_way() {
        for (text, expected) in [
            ("2024-06-18T13:27:58.12Z", "2024-06-18T13:27:58.12Z"),
            ("2024-06-18 13:27:58.12", "2024-06-18T13:27:58.12Z"),
            ("6/18/2024, 1:27:58.120 PM", "2024-06-18T13:27:58.120Z"),
            ("6/18/2024 12:05:01 AM", "2024-06-18T00:05:01Z"),
            ("18/06/2024 12:05:01 PM", "2024-06-18T12:05:01Z"),
            ("6/6/2024 13:27", "2024-06-06T13:27:00Z"),
            ("06.07.2024 13:27:58", "2024-07-06T13:27:58Z"),
            ("6/7/2024, 1:27:58 PM", "6/7/2024, 1:27:58 PM"),
            ("6/18/2024, 13:27:58 PM", "6/18/2024, 13:27:58 PM"),
            ("31/31/2024, 1:27:58 PM", "31/31/2024, 1:27:58 PM"),
            ("yesterday", "yesterday"),
        ] {
            assert_eq!(json(text, KustoType::Datetime, false), format!("\"{expected}\""), "{text}");
        }
        let style = Style { of_type: KustoType::Datetime, is_utc: false, has_decimal_commas: false };
        let local = value(b"6/18/2024, 1:27:58 PM", style, &mut Dates::default());
        assert_eq!(local.json, b"\"6/18/2024, 1:27:58 PM\"", "without a zone");
    }

    #[test]
    fn an_earlier_date_tells_the_order_of_day_and_month() {
        let style = Style { of_type: KustoType::Datetime, is_utc: true, has_decimal_commas: false };
        let mut dates = Dates::default();
        let mut read =
            |text: &str| String::from_utf8(value(text.as_bytes(), style, &mut dates).json).unwrap();
        assert_eq!(read("6/7/2024, 1:00:00 PM"), "\"6/7/2024, 1:00:00 PM\"");
        assert_eq!(read("6/18/2024, 1:00:00 PM"), "\"2024-06-18T13:00:00Z\"");
        assert_eq!(read("6/7/2024, 1:00:00 PM"), "\"2024-06-07T13:00:00Z\"");
    }
}
