//! Formatting of numbers: with significant digits only, and a suitable unit.

use super::statistics::Spread;

/// A number with two decimals where they matter, and fewer elsewhere.
pub fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => thousands(value.round()),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The median, and in parentheses the minimum and the maximum.
pub fn spread(spread: Option<Spread>) -> String {
    spread.map_or_else(
        || "not known".to_owned(),
        |Spread { median, least, greatest }| {
            format!("{} ({} to {})", number(median), number(least), number(greatest))
        },
    )
}

/// The median only.
pub fn median(spread: Option<Spread>) -> String {
    spread.map_or_else(|| "not known".to_owned(), |spread| number(spread.median))
}

/// A number of bytes, in units of powers of ten.
pub fn bytes(bytes: f64) -> String {
    let units = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "bytes")];
    let (size, unit) = units.into_iter().find(|(size, _)| bytes >= *size).unwrap_or((1.0, "bytes"));
    format!("{} {unit}", short(bytes / size))
}

/// A time, in milliseconds below a second.
pub fn seconds(seconds: f64) -> String {
    if seconds < 1.0 { format!("{} ms", number(seconds * 1e3)) } else { format!("{} s", number(seconds)) }
}

/// An integer with its digits in groups of three.
pub fn count(count: u64) -> String {
    thousands(count as f64)
}

/// A number with at most one decimal.
pub fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

fn thousands(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = if value < 0.0 { "-".to_owned() } else { String::new() };
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
