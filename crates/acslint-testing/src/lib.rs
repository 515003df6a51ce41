//! Number of cases of random tests: all of them, or as many as `ACSLINT_CASES` permits.
//!
//! `cargo xtask check` sets `ACSLINT_CASES`, so that the loop of a contributor is short; `cargo xtask ci` runs all cases.

use proptest::test_runner::Config;

/// The environment variable with the largest number of cases of each random test.
pub const VARIABLE: &str = "ACSLINT_CASES";

/// Returns the number of cases of a test that has `full` of them: fewer if `ACSLINT_CASES` is smaller, and at least one.
///
/// # Panics
///
/// If `ACSLINT_CASES` is not a number.
pub fn count(full: u32) -> u32 {
    limited(full, std::env::var(VARIABLE).ok().as_deref())
}

/// Returns the configuration of a property test with [`count`] cases. A failure prints its input, so no file is needed.
pub fn cases(full: u32) -> Config {
    Config { cases: count(full), failure_persistence: None, ..Config::default() }
}

fn limited(full: u32, limit: Option<&str>) -> u32 {
    let Some(limit) = limit else { return full };
    let limit: u32 =
        limit.parse().unwrap_or_else(|_| panic!("`{VARIABLE}` must be a number, found `{limit}`"));
    full.min(limit).max(1)
}

#[cfg(test)]
mod tests {
    use super::limited;

    #[test]
    fn the_variable_lowers_the_number_of_cases() {
        assert_eq!(limited(400, None), 400);
        assert_eq!(limited(400, Some("16")), 16);
        assert_eq!(limited(4, Some("16")), 4);
        assert_eq!(limited(4, Some("0")), 1);
    }

    #[test]
    #[should_panic(expected = "`ACSLINT_CASES` must be a number, found `few`")]
    fn other_text_is_an_error() {
        limited(4, Some("few"));
    }
}
