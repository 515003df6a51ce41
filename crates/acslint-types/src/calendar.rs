//! Days of the proleptic Gregorian calendar. No other place of the workspace converts between days and dates.

/// A day of the calendar.
///
/// ```
/// use acslint_types::calendar::Date;
///
/// let date = Date { year: 2000, month: 2, day: 29 };
/// assert_eq!(date.epoch_days(), 11_016);
/// assert_eq!(Date::from_epoch_days(11_016), date);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Year; 0 is the year before 1.
    pub year: i64,
    /// Month, from 1.
    pub month: i64,
    /// Day of the month, from 1.
    pub day: i64,
}

impl Date {
    /// Returns the day that is this many days after 1970-01-01.
    pub fn from_epoch_days(days: i64) -> Self {
        // Counts years from March, so that each ends with its leap day, if any.
        let day = days + 719_468;
        let (era, day) = (day.div_euclid(146_097), day.rem_euclid(146_097));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        Self {
            year: era * 400 + year + i64::from(month >= 10),
            month: if month < 10 { month + 3 } else { month - 9 },
            day: day - (153 * month + 2) / 5 + 1,
        }
    }

    /// Returns the number of days from 1970-01-01 to this day.
    pub const fn epoch_days(self) -> i64 {
        let Self { year, month, day } = self;
        let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
        365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (153 * month + 2) / 5
            + day
            - 1
            - 719_468
    }
}

/// Returns the number of days of a month; `None` for a month outside of 1 to 12.
pub fn days_in_month(year: u32, month: u32) -> Option<u32> {
    let is_leap_year = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    Some(match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap_year),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Date, days_in_month};

    #[test]
    fn days_have_dates_and_dates_have_days() {
        for (days, year, month, day) in [
            (0, 1970, 1, 1),
            (-1, 1969, 12, 31),
            (11_016, 2000, 2, 29),
            (47_540, 2100, 2, 28),
            (47_541, 2100, 3, 1),
            (2_932_896, 9999, 12, 31),
            (-719_528, 0, 1, 1),
        ] {
            let date = Date { year, month, day };
            assert_eq!(Date::from_epoch_days(days), date);
            assert_eq!(date.epoch_days(), days);
        }
    }

    #[test]
    fn a_month_ends_where_the_next_one_begins() {
        let first = |year: u32, month: u32| Date { year: year.into(), month: month.into(), day: 1 };
        for year in [1900, 2000, 2023, 2024] {
            for month in 1..=11 {
                let days = first(year, month + 1).epoch_days() - first(year, month).epoch_days();
                assert_eq!(days_in_month(year, month).map(i64::from), Some(days), "{year}-{month}");
            }
        }
        assert_eq!((days_in_month(2024, 0), days_in_month(2024, 13)), (None, None));
    }
}
