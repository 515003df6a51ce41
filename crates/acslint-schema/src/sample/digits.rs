//! Decimal numbers, appended without an allocation: they make up much of every record.

/// Appends a number without padding.
pub(super) fn plain(out: &mut Vec<u8>, number: u64) {
    let width = number.checked_ilog10().unwrap_or(0) as usize + 1;
    padded(out, number, width);
}

/// Appends the last `width` digits of a number, padded with zeros.
pub(super) fn padded(out: &mut Vec<u8>, mut number: u64, width: usize) {
    let start = out.len();
    out.resize(start + width, b'0');
    for digit in out[start..].iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// Appends a number of units of size 10^-`decimals`, without trailing zeros.
pub(super) fn decimal(out: &mut Vec<u8>, units: u64, decimals: usize) {
    let whole = 10_u64.saturating_pow(decimals as u32);
    plain(out, units / whole);
    if units.is_multiple_of(whole) {
        return;
    }
    out.push(b'.');
    padded(out, units % whole, decimals);
    while out.last() == Some(&b'0') {
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::{decimal, padded, plain};

    fn text(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_are_written_in_full() {
        for number in [0, 7, 10, 99, 100, 2_147_483_647, u64::MAX] {
            assert_eq!(text(|out| plain(out, number)), number.to_string());
        }
        assert_eq!(text(|out| padded(out, 7, 3)), "007");
        assert_eq!(text(|out| padded(out, 1234, 2)), "34");
    }

    #[test]
    fn decimals_end_with_the_last_digit_that_counts() {
        for (units, decimals, expected) in [
            (274, 4, "0.0274"),
            (1250, 2, "12.5"),
            (1200, 2, "12"),
            (0, 4, "0"),
            (5, 0, "5"),
            (101, 2, "1.01"),
        ] {
            assert_eq!(text(|out| decimal(out, units, decimals)), expected);
        }
    }
}
