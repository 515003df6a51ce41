//! Texts that destinations read as times.

/// Parser of the parts of a time.
struct Parts<'a>(&'a [u8]);

impl Parts<'_> {
    /// Passes a number of so many digits that is in a range.
    fn number(
        &mut self,
        digits: std::ops::RangeInclusive<usize>,
        within: std::ops::RangeInclusive<u32>,
    ) -> Option<u32> {
        let length = self.0.iter().take(*digits.end()).take_while(|byte| byte.is_ascii_digit()).count();
        let value = self.0[..length].iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        self.0 = &self.0[length..];
        (digits.contains(&length) && within.contains(&value)).then_some(value)
    }

    /// Passes one of these bytes, if it is next.
    fn takes(&mut self, one_of: &[u8]) -> bool {
        let is_next = self.0.first().is_some_and(|byte| one_of.contains(byte));
        self.0 = &self.0[usize::from(is_next)..];
        is_next
    }

    /// Passes a point and the digits behind it, at most so many.
    fn fraction(&mut self, most: usize) -> Option<()> {
        if !self.takes(b".") {
            return Some(());
        }
        let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.0 = &self.0[length..];
        (1..=most).contains(&length).then_some(())
    }

    /// Passes an offset such as `Z`, `+01:00` or `+0100`, if there is one.
    fn offset(&mut self) -> Option<()> {
        if self.takes(b"Z") || !self.takes(b"+-") {
            return Some(());
        }
        self.number(2..=2, 0..=18)?;
        if self.takes(b":") || !self.0.is_empty() {
            self.number(2..=2, 0..=59)?;
        }
        Some(())
    }

    /// Passes the day behind a year and a month.
    fn day(&mut self, digits: std::ops::RangeInclusive<usize>, year: u32, month: u32) -> Option<()> {
        let days = acslint_types::calendar::days_in_month(year, month)?;
        self.number(digits, 1..=days).map(drop)
    }
}

/// Returns true if Kusto reads a text as a time: [ISO 8601, RFC 822 or RFC 850][formats], and what RFC 3339 adds.
///
/// [formats]: https://learn.microsoft.com/azure/data-explorer/kusto/query/scalar-data-types/datetime
pub(super) fn is_of_kusto(text: &str) -> bool {
    let text = text.trim();
    acslint_types::scalar::is_time(text) || is_iso_of_kusto(text).is_some() || is_mail(text).is_some()
}

fn is_iso_of_kusto(text: &str) -> Option<()> {
    let mut parts = Parts(text.as_bytes());
    let year = parts.number(4..=4, 1..=9999)?;
    parts.takes(b"-").then_some(())?;
    let month = parts.number(2..=2, 1..=12)?;
    parts.takes(b"-").then_some(())?;
    parts.day(2..=2, year, month)?;
    if parts.0.is_empty() {
        return Some(());
    }
    parts.takes(b"T ").then_some(())?;
    parts.number(2..=2, 0..=23)?;
    parts.takes(b":").then_some(())?;
    parts.number(2..=2, 0..=59)?;
    if parts.takes(b":") {
        parts.number(2..=2, 0..=59)?;
        parts.fraction(usize::MAX)?;
    }
    parts.offset()?;
    parts.0.is_empty().then_some(())
}

/// Reads a time as in mails, such as `Sat, 8 Nov 14 15:05:02 GMT` and `Saturday, 08-Nov-14 15:05:02 UTC`.
fn is_mail(text: &str) -> Option<()> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = match text.split_once(", ") {
        Some((day, rest)) if day.bytes().all(|byte| byte.is_ascii_alphabetic()) => rest,
        _ => text,
    };
    let spaced = text.replace('-', " ");
    let mut words = spaced.split_ascii_whitespace();
    words.next()?.parse().ok().filter(|day| (1..=31_u32).contains(day))?;
    let month = words.next()?.to_ascii_lowercase();
    MONTHS.iter().any(|known| month.starts_with(known)).then_some(())?;
    let year = words.next()?;
    (matches!(year.len(), 2 | 4) && year.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
    let mut time = Parts(words.next()?.as_bytes());
    time.number(1..=2, 0..=23)?;
    time.takes(b":").then_some(())?;
    time.number(2..=2, 0..=59)?;
    if time.takes(b":") {
        time.number(2..=2, 0..=59)?;
        time.fraction(usize::MAX)?;
    }
    time.0.is_empty().then_some(())
}

/// Returns true if Spark reads a text as a timestamp, as a cast does.
pub(super) fn is_of_spark(text: &str) -> bool {
    spark(text.trim()).is_some()
}

fn spark(text: &str) -> Option<()> {
    let mut parts = Parts(text.as_bytes());
    if parts.takes(b"T") {
        // A time of the present day.
        return spark_time(&mut parts);
    }
    parts.takes(b"+-");
    let year = parts.number(4..=6, 0..=999_999)?;
    if parts.0.is_empty() {
        return Some(());
    }
    parts.takes(b"-").then_some(())?;
    let month = parts.number(1..=2, 1..=12)?;
    if parts.0.is_empty() {
        return Some(());
    }
    parts.takes(b"-").then_some(())?;
    parts.day(1..=2, year, month)?;
    if parts.0.is_empty() {
        return Some(());
    }
    parts.takes(b"T ").then_some(())?;
    spark_time(&mut parts)
}

fn spark_time(parts: &mut Parts<'_>) -> Option<()> {
    parts.number(1..=2, 0..=23)?;
    if parts.takes(b":") {
        parts.number(1..=2, 0..=59)?;
        if parts.takes(b":") {
            parts.number(1..=2, 0..=59)?;
            parts.fraction(usize::MAX)?;
        }
    }
    parts.offset()?;
    parts.0.is_empty().then_some(())
}

/// Returns true if Elasticsearch reads a text as a date with its default formats, `strict_date_optional_time` and
/// `epoch_millis`.
pub(super) fn is_of_elasticsearch(text: &str) -> bool {
    let is_epoch = text.parse::<i64>().is_ok();
    elasticsearch(text).is_some() || is_epoch
}

fn elasticsearch(text: &str) -> Option<()> {
    let mut parts = Parts(text.as_bytes());
    let year = parts.number(4..=4, 0..=9999)?;
    if parts.takes(b"-") {
        let month = parts.number(2..=2, 1..=12)?;
        if parts.takes(b"-") {
            parts.day(2..=2, year, month)?;
        }
    }
    if parts.takes(b"T") && !parts.0.is_empty() {
        parts.number(2..=2, 0..=23)?;
        if parts.takes(b":") {
            parts.number(2..=2, 0..=59)?;
            if parts.takes(b":") {
                parts.number(2..=2, 0..=59)?;
                parts.fraction(9)?;
            }
        }
        parts.offset()?;
    }
    parts.0.is_empty().then_some(())
}

#[cfg(test)]
mod tests {
    use super::{is_of_elasticsearch, is_of_kusto, is_of_spark};

    #[test]
    fn each_destination_reads_its_forms() {
        // Kusto, Spark, Elasticsearch.
        for (text, reads) in [
            ("2024-03-05T09:14:27.4412345Z", [true, true, true]),
            ("2024-03-05T09:14:27+01:00", [true, true, true]),
            ("2024-03-05T09:14:27.123456789Z", [true, true, true]),
            ("2024-03-05 09:14:27", [true, true, false]),
            ("2024-03-05T09:14", [true, true, true]),
            ("2024-03-05T09", [false, true, true]),
            ("2024-03-05", [true, true, true]),
            ("2024-03", [false, true, true]),
            ("2024-3-5", [false, true, false]),
            ("2024-02-30", [false, false, false]),
            ("Sat, 8 Nov 14 15:05:02 GMT", [true, false, false]),
            ("Saturday, 08-Nov-14 15:05:02 UTC", [true, false, false]),
            ("1709630067441", [false, false, true]),
            ("T09:14", [false, true, false]),
            ("2024-03-05t09:14:27z", [true, false, false]),
            ("2016-12-31T23:59:60Z", [true, false, false]),
            ("2024-03-05T09:14:27+19:00", [true, false, false]),
            ("yesterday", [false, false, false]),
            ("", [false, false, false]),
            ("2024-03-05T25:00:00Z", [false, false, false]),
            ("2024-03-05T09:14:27.Z", [false, false, false]),
        ] {
            assert_eq!([is_of_kusto(text), is_of_spark(text), is_of_elasticsearch(text)], reads, "{text}");
        }
    }
}
