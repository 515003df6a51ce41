//! Numbers in texts for people.

/// Returns a number with commas between its thousands.
///
/// ```
/// assert_eq!(acslint_schema::numbers::thousands(12_431), "12,431");
/// ```
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Returns a number with its noun, whose plural ends in `s`.
///
/// ```
/// assert_eq!(acslint_schema::numbers::counted(1, "file"), "1 file");
/// assert_eq!(acslint_schema::numbers::counted(2_000, "file"), "2,000 files");
/// ```
pub fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", thousands(number))
}

#[cfg(test)]
mod tests {
    use super::{counted, thousands};

    #[test]
    fn numbers_read_well() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(12_431), "12,431");
        assert_eq!(thousands(1_000_000), "1,000,000");
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(0, "file"), "0 files");
    }
}
