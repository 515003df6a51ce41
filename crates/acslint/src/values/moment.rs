//! Moments: times given as such, as a day, or as a duration before now.

use std::str::FromStr;

use acslint_check::Time;

const DAY: i64 = 86_400;

/// Units of durations, with their seconds.
const UNITS: [(char, i64); 5] = [('s', 1), ('m', 60), ('h', 3600), ('d', DAY), ('w', 7 * DAY)];

/// Moment that an option names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A time.
    At(Time),
    /// So many seconds before now.
    Ago(i64),
}

impl Moment {
    /// Returns its time; `now` is in seconds since 1970-01-01T00:00:00Z. `None` if it is before the year 0.
    pub(crate) fn time(self, now: i64) -> Option<Time> {
        match self {
            Self::At(time) => Some(time),
            Self::Ago(seconds) => Time::from_seconds(now.checked_sub(seconds)?),
        }
    }
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, String> {
        let parsed = Time::parse(given).or_else(|| Time::parse(&format!("{given}T00:00:00Z"))).map(Self::At);
        parsed.or_else(|| ago(given)).ok_or_else(|| {
            "expected a time such as `2024-03-05T09:00:00Z`, a day such as `2024-03-05` in UTC, or how long ago, such as \
             `24h` or `7d`"
                .to_owned()
        })
    }
}

/// Parses a duration before now, such as `24h`.
fn ago(given: &str) -> Option<Moment> {
    let unit = given.chars().last()?;
    let (_, seconds) = UNITS.into_iter().find(|(known, _)| *known == unit)?;
    let number = given.strip_suffix(unit)?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = is_number.then(|| number.parse().ok())??;
    Some(Moment::Ago(number.checked_mul(seconds)?))
}

#[cfg(test)]
mod tests {
    use acslint_check::Time;

    use super::Moment;

    #[test]
    fn a_moment_is_a_time_a_day_or_a_duration() {
        // 2024-03-05T09:00:00Z
        let now = 1_709_629_200;
        for (given, time) in [
            ("2024-03-05T10:00:00+02:00", "2024-03-05T08:00:00Z"),
            ("2024-03-05", "2024-03-05T00:00:00Z"),
            ("90s", "2024-03-05T08:58:30Z"),
            ("30m", "2024-03-05T08:30:00Z"),
            ("24h", "2024-03-04T09:00:00Z"),
            ("7d", "2024-02-27T09:00:00Z"),
            ("2w", "2024-02-20T09:00:00Z"),
            ("0h", "2024-03-05T09:00:00Z"),
        ] {
            let moment: Moment = given.parse().unwrap();
            assert_eq!(moment.time(now).map(|time| time.to_string()).as_deref(), Some(time), "{given}");
        }
        assert_eq!("2024-03-05".parse(), Ok(Moment::At(Time::parse("2024-03-05T00:00:00Z").unwrap())));
    }

    #[test]
    fn anything_else_is_refused() {
        for given in [
            "",
            "h",
            "24",
            "-1h",
            "+1h",
            "1.5h",
            "24 h",
            "2024-02-30",
            "yesterday",
            "99999999999999999999d",
            "1y",
        ] {
            assert!(given.parse::<Moment>().is_err(), "{given}");
        }
        let long_ago: Moment = "9000000000000000000s".parse().unwrap();
        assert_eq!(long_ago.time(0), None);
        assert_eq!(long_ago.time(i64::MIN), None);
    }
}
