//! Window of time: which records a check selects.

use crate::{Provenance, Time};

/// Number of seconds by which the clocks of a record and of its folder may differ.
pub(crate) const TOLERANCE: i64 = 300;

const HOUR: i64 = 3600;

/// Window of time. A record in it is selected, and so is one without a valid time, since nothing shows that it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// First time in the window.
    pub since: Option<Time>,
    /// First time behind the window.
    pub until: Option<Time>,
}

impl Window {
    /// Returns true if this time is in the window.
    pub fn has(&self, time: Time) -> bool {
        self.since.is_none_or(|since| time >= since) && self.until.is_none_or(|until| time < until)
    }

    /// Returns true if the window has all times of this hour, which is counted from 1970-01-01T00:00:00Z.
    pub(crate) fn has_hour(&self, hour: i64) -> bool {
        self.since.is_none_or(|since| hour > since.hour())
            && self.until.is_none_or(|until| hour < until.hour())
    }

    /// Returns true if a folder for this hour may have a record in the window: clocks may differ by five minutes.
    pub fn reaches_folder(&self, hour: i64) -> bool {
        let start = hour.saturating_mul(HOUR).saturating_sub(TOLERANCE);
        let end = hour.saturating_add(1).saturating_mul(HOUR).saturating_add(TOLERANCE);
        let is_before =
            |time: Time, seconds: i64| Time::from_seconds(seconds).is_none_or(|other| time < other);
        self.since.is_none_or(|since| is_before(since, end))
            && self.until.is_none_or(|until| Time::from_seconds(start).is_none_or(|start| until > start))
    }

    /// Returns true if a record of this provenance is selected.
    pub(crate) fn selects(&self, provenance: Option<&Provenance>) -> bool {
        provenance.and_then(|of| of.time).is_none_or(|time| self.has(time))
    }
}

#[cfg(test)]
mod tests {
    use super::Window;
    use crate::Time;

    fn window(since: &str, until: &str) -> Window {
        Window { since: Time::parse(since), until: Time::parse(until) }
    }

    #[test]
    fn a_window_begins_with_its_first_time_and_ends_before_its_last() {
        let window = window("2024-03-05T09:30:00Z", "2024-03-05T11:00:00Z");
        for (time, is_in) in [
            ("2024-03-05T09:29:59.999Z", false),
            ("2024-03-05T09:30:00Z", true),
            ("2024-03-05T10:59:59.999Z", true),
            ("2024-03-05T11:00:00Z", false),
        ] {
            assert_eq!(window.has(Time::parse(time).unwrap()), is_in, "{time}");
        }
        let hour = Time::parse("2024-03-05T10:00:00Z").unwrap().hour();
        assert_eq!([hour - 1, hour, hour + 1].map(|hour| window.has_hour(hour)), [false, true, false]);
        assert!(window.selects(None));
        assert!(Window::default().has(Time::from_seconds(0).unwrap()));
        assert!(Window::default().has_hour(0));
    }

    #[test]
    fn a_folder_reaches_five_minutes_beyond_its_hour() {
        let hour = Time::parse("2024-03-05T10:00:00Z").unwrap().hour();
        let is_reached = |since: &str, until: &str| window(since, until).reaches_folder(hour);
        assert!(is_reached("2024-03-05T11:04:59Z", ""));
        assert!(!is_reached("2024-03-05T11:05:00Z", ""));
        assert!(is_reached("", "2024-03-05T09:55:01Z"));
        assert!(!is_reached("", "2024-03-05T09:55:00Z"));
        assert!(Window::default().reaches_folder(hour));
        // No time has such an hour, but nothing fails either.
        for hour in [i64::MIN, i64::MAX] {
            assert!(Window::default().reaches_folder(hour));
        }
    }
}
