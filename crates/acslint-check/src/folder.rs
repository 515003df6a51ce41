//! Folders of Azure Monitor's exports: the names in a path say the category and the hour of the records.

use acslint_types::{CATEGORIES, Category, calendar::Date};

use crate::{Hints, Time, window::TOLERANCE};

const HOURS_OF_A_DAY: i64 = 24;
const HOUR: i64 = 3600;

impl Hints {
    /// Parses the folder names of Azure Monitor's exports: the container `insights-logs-<category>` or `am-<table>`, and
    /// `y=2024/m=03/d=05/h=09` below it.
    pub fn from_path(path: &str) -> Self {
        let folders: Vec<&str> = path.split(['/', '\\']).collect();
        let category = folders.iter().find_map(|folder| category_of(folder));
        let hour = folders.windows(4).rev().find_map(hour_of);
        Self { category, hour, ..Self::default() }
    }
}

/// Returns the category that the name of a container stands for.
fn category_of(folder: &str) -> Option<&'static Category> {
    let folder = folder.to_ascii_lowercase();
    let named = |prefix: &str, name: fn(&Category) -> Option<&'static str>| {
        let name_in_path = folder.strip_prefix(prefix)?;
        let is_it = |name: &str| name.eq_ignore_ascii_case(name_in_path);
        CATEGORIES.iter().copied().find(|category| name(category).is_some_and(is_it))
    };
    named("insights-logs-", |category| category.value).or_else(|| named("am-", |category| category.table))
}

/// Returns the hour that folders for year, month, day and hour stand for, counted from 1970-01-01T00:00:00Z.
fn hour_of(folders: &[&str]) -> Option<i64> {
    let [year, month, day, hour] = folders else { return None };
    let number = |folder: &str, name: &str, digits: usize| {
        let digits_of = folder.strip_prefix(name).filter(|number| number.len() == digits)?;
        digits_of.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits_of.parse::<i64>().ok())?
    };
    let date =
        Date { year: number(year, "y=", 4)?, month: number(month, "m=", 2)?, day: number(day, "d=", 2)? };
    let hour = number(hour, "h=", 2).filter(|hour| *hour < HOURS_OF_A_DAY)?;
    // A day that does not exist is another one after conversion.
    let days = date.epoch_days();
    (Date::from_epoch_days(days) == date).then_some(days * HOURS_OF_A_DAY + hour)
}

/// Returns true if a time is more than five minutes outside of an hour, which is counted from 1970-01-01T00:00:00Z.
pub(crate) fn is_outside_hour(time: Time, hour: i64) -> bool {
    let bound = |seconds: i64| Time::from_seconds(seconds);
    let is_before = bound(hour * HOUR - TOLERANCE).is_some_and(|start| time < start);
    is_before || bound((hour + 1) * HOUR + TOLERANCE).is_some_and(|end| time > end)
}

/// Returns the first time of an hour, which is counted from 1970-01-01T00:00:00Z.
pub(crate) fn start_of(hour: i64) -> Option<Time> {
    Time::from_seconds(hour.checked_mul(HOUR)?)
}

#[cfg(test)]
mod tests {
    use super::{is_outside_hour, start_of};
    use crate::{Hints, Time};

    const BLOB: &str = "exports/insights-logs-callsummary/resourceId=/SUBSCRIPTIONS/A/PROVIDERS/B/y=2024/m=03/d=05/h=09/m=00/PT1H.json";

    #[test]
    fn a_blob_has_the_category_and_the_hour_of_its_folders() {
        let hints = Hints::from_path(BLOB);
        assert_eq!(hints.category.map(|category| category.id), Some("CallSummary"));
        assert_eq!(
            hints.hour.and_then(start_of).map(|time| time.to_string()).as_deref(),
            Some("2024-03-05T09:00:00Z")
        );
        let windows = Hints::from_path(&BLOB.replace('/', "\\"));
        assert_eq!((windows.category, windows.hour), (hints.category, hints.hour));
        let table = Hints::from_path(
            "am-acscallsummary/WorkspaceResourceId=/a/y=1969/m=12/d=31/h=23/m=05/PT05M.json",
        );
        assert_eq!((table.category, table.hour), (hints.category, Some(-1)));
    }

    #[test]
    fn other_folders_have_no_hour() {
        for path in [
            "y=2024/m=03/d=05",
            "y=2024/m=03/d=05/h=24/m=00",
            "y=2024/m=02/d=30/h=09",
            "y=2024/m=13/d=01/h=09",
            "y=24/m=03/d=05/h=09",
            "y=2024/m=+3/d=05/h=09",
            "y=2024/m=03/x/d=05/h=09",
            "insights-logs-nothing/a.json",
        ] {
            let hints = Hints::from_path(path);
            assert_eq!((hints.category, hints.hour), (None, None), "{path}");
        }
    }

    #[test]
    fn five_minutes_outside_of_an_hour_are_inside() {
        let hour = Time::parse("2024-03-05T09:00:00Z").unwrap().hour();
        for (time, is_outside) in [
            ("2024-03-05T08:54:59.999Z", true),
            ("2024-03-05T08:55:00Z", false),
            ("2024-03-05T09:30:00Z", false),
            ("2024-03-05T10:05:00Z", false),
            ("2024-03-05T10:05:00.001Z", true),
        ] {
            assert_eq!(is_outside_hour(Time::parse(time).unwrap(), hour), is_outside, "{time}");
        }
    }
}
