//! JSON numbers as written, compared without loss.

use std::cmp::Ordering;

/// Decimal number of any size: its digits, without outer zeros, times a power of ten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    /// Power of ten of the last digit.
    exponent: i128,
}

/// Largest exponent. No text has room for the digits that could make larger ones matter.
const LAST_EXPONENT: i128 = 10_i128.pow(36);

impl Decimal {
    /// Parses a JSON number; any other text is zero.
    pub(crate) fn parse(text: &str) -> Self {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, power) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit);
        let mut digits: Vec<u8> =
            digits.skip_while(|digit| *digit == b'0').map(|digit| digit - b'0').collect();
        let least = |power: &str| if power.starts_with('-') { -LAST_EXPONENT } else { LAST_EXPONENT };
        let power = power.strip_prefix('+').unwrap_or(power);
        let power = power.parse().unwrap_or_else(|_| least(power)).clamp(-LAST_EXPONENT, LAST_EXPONENT);
        let mut exponent: i128 = power - fraction.len() as i128;
        while digits.last() == Some(&0) {
            digits.pop();
            exponent += 1;
        }
        if digits.is_empty() {
            return Self { negative: false, digits, exponent: 0 };
        }
        Self { negative, digits, exponent }
    }

    pub(crate) fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// Returns the number as an integer, if it is one of limited size.
    pub(crate) fn integer(&self) -> Option<i128> {
        /// Largest number of digits that fit.
        const MOST: u32 = 30;
        let exponent = u32::try_from(self.exponent).ok().filter(|exponent| *exponent <= MOST)?;
        if self.digits.len() as u32 + exponent > MOST {
            return None;
        }
        let digits = self.digits.iter().fold(0, |sum, digit| sum * 10 + i128::from(*digit));
        let value = digits * 10_i128.pow(exponent);
        Some(if self.negative { -value } else { value })
    }

    /// Returns true if the number is an integer multiple of another one; the only multiple of zero is zero.
    pub(crate) fn is_multiple_of(&self, other: &Self) -> bool {
        if self.digits.is_empty() || other.digits.is_empty() {
            return self.digits.is_empty();
        }
        // The last digit is not zero, so the number is not divisible by a higher power of ten.
        let Ok(zeros) = usize::try_from(self.exponent.saturating_sub(other.exponent)) else {
            return self.exponent >= other.exponent && Self::divides(&other.digits, &self.digits, usize::MAX);
        };
        Self::divides(&other.digits, &self.digits, zeros)
    }

    /// Returns true if `divisor` divides the digits with so many zeros appended; by long division.
    fn divides(divisor: &[u8], digits: &[u8], zeros: usize) -> bool {
        // A divisor has fewer factors of two and five than four times its digits.
        let zeros = zeros.min(4 * divisor.len());
        let mut rest: Vec<u8> = Vec::with_capacity(divisor.len() + 1);
        for digit in digits.iter().copied().chain(std::iter::repeat_n(0, zeros)) {
            if !rest.is_empty() || digit > 0 {
                rest.push(digit);
            }
            while rest.len() > divisor.len() || rest.len() == divisor.len() && *rest >= *divisor {
                subtract(&mut rest, divisor);
            }
        }
        rest.is_empty()
    }
}

/// Subtracts a number from one that is not smaller, both as digits.
fn subtract(from: &mut Vec<u8>, number: &[u8]) {
    let mut borrowed = 0;
    for place in 0..from.len() {
        let at = from.len() - 1 - place;
        let other = number.len().checked_sub(place + 1).map_or(0, |at| number[at]) + borrowed;
        borrowed = u8::from(from[at] < other);
        from[at] = from[at] + 10 * borrowed - other;
    }
    let zeros = from.iter().take_while(|digit| **digit == 0).count();
    from.drain(..zeros);
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.digits.is_empty(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let magnitude = || {
            let first = |number: &Self| number.exponent + number.digits.len() as i128;
            first(self).cmp(&first(other)).then_with(|| self.digits.cmp(&other.digits))
        };
        sign(self).cmp(&sign(other)).then_with(|| match sign(self) {
            0 => Ordering::Equal,
            1 => magnitude(),
            _ => magnitude().reverse(),
        })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn numbers_are_in_order() {
        let sorted: [&[&str]; 15] = [
            &["-1e400", "-10e399"],
            &["-9007199254740993"],
            &["-9007199254740992.5"],
            &["-2"],
            &["-0.1", "-1e-1", "-0.10"],
            &["-1e-400"],
            &["0", "-0", "0.0", "0e99999999999999999999999999999999999999999", "-0.0e5"],
            &["1e-400"],
            &["0.1", "1E-1"],
            &["1", "1.0", "10e-1", "1e+0"],
            &["22", "22.0"],
            &["22.0000000000000000000000001"],
            &["9007199254740992", "9007199254740992.0"],
            &["9007199254740993", "9.007199254740993e15"],
            &["1e400"],
        ];
        for (place, row) in sorted.iter().enumerate() {
            for (other_place, other_row) in sorted.iter().enumerate() {
                for (one, other) in row.iter().flat_map(|one| other_row.iter().map(move |other| (one, other)))
                {
                    let (one, other) = (Decimal::parse(one), Decimal::parse(other));
                    assert_eq!(one.cmp(&other), place.cmp(&other_place), "{one:?} {other:?}");
                    assert_eq!(one == other, place == other_place);
                }
            }
        }
    }

    #[test]
    fn integers_are_told() {
        for (text, integer) in [
            ("1e-400", None),
            ("22.0000000000000000000000001", None),
            ("1.5", None),
            ("0.0", Some(0)),
            ("-12.50e2", Some(-1250)),
            ("18446744073709551616", Some(18_446_744_073_709_551_616)),
            ("1e30", None),
        ] {
            assert_eq!(Decimal::parse(text).integer(), integer, "{text}");
        }
        assert!(Decimal::parse("1e400").is_integer() && !Decimal::parse("1e-400").is_integer());
    }

    #[test]
    fn multiples_are_told() {
        for (number, other, expected) in [
            ("7", "5", false),
            ("10", "5", true),
            ("-10", "5", true),
            ("0", "5", true),
            ("0", "0.1", true),
            ("0.3", "0.1", true),
            ("4.35", "0.01", true),
            ("4.355", "0.01", false),
            ("0.0075", "0.0001", true),
            ("0.00751", "0.0001", false),
            ("1e308", "0.123456789", false),
            ("1e308", "0.5", true),
            ("1e400", "3", false),
            ("3e400", "3", true),
            ("1e400", "1024", true),
            ("1e3", "1024", false),
            ("12345678901234567890123", "12345678901234567890123", true),
            ("12345678901234567890124", "12345678901234567890123", false),
            ("24691357802469135780246", "12345678901234567890123", true),
            ("1e-400", "1", false),
            ("1e400", "1e-400", true),
            ("1e99999999999999999999999999999999999999", "7", false),
        ] {
            let (one, two) = (Decimal::parse(number), Decimal::parse(other));
            assert_eq!(one.is_multiple_of(&two), expected, "{number} {other}");
        }
    }
}
