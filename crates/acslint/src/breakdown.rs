//! Breakdown: numbers of records and findings along a dimension: hour, day, resource or file.
//!
//! Its rows add up over the parts of a run. Their number is bounded: beyond it, the first keys give way, so that the latest
//! hours have rows, and the result does not depend on the order of the records.

use std::collections::BTreeMap;
use std::fmt;

use acslint_check::{Along, AlongKey, Event, Level, Resource, Time};
use acslint_types::calendar::Date;

use crate::values::By;

/// Maximum number of rows; the records of further keys are counted together.
const MOST_ROWS: usize = 10_000;

/// Approximate memory of a row, in bytes.
const ROW: usize = 256;

const HOUR: i64 = 3600;
const HOURS_OF_A_DAY: i64 = 24;

/// Place of records along a dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// Hour, counted from 1970-01-01T00:00:00Z.
    Hour(i64),
    /// Day, counted from 1970-01-01.
    Day(i64),
    Resource(Resource),
    /// File, by its name in reports.
    File(String),
    /// None: the records have no valid time or no resource, or cannot be read.
    None,
}

impl Key {
    fn of(by: By, key: &AlongKey) -> Self {
        match (by, key) {
            (By::Day, AlongKey::Hour(hour)) => Self::Day(hour.div_euclid(HOURS_OF_A_DAY)),
            (_, AlongKey::Hour(hour)) => Self::Hour(*hour),
            (_, AlongKey::Resource(resource)) => Self::Resource(resource.clone()),
            (_, AlongKey::None) => Self::None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hour(hour) => match Time::from_seconds(hour.saturating_mul(HOUR)) {
                Some(time) => write!(formatter, "{time}"),
                None => Ok(()),
            },
            Self::Day(day) => {
                let Date { year, month, day } = Date::from_epoch_days(*day);
                write!(formatter, "{year:04}-{month:02}-{day:02}")
            }
            Self::Resource(resource) => formatter.write_str(&resource.id),
            Self::File(name) => formatter.write_str(name),
            Self::None => formatter.write_str("none"),
        }
    }
}

/// Numbers of one row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) records: u64,
    pub(crate) records_with_findings: u64,
    /// Findings by level.
    levels: [u64; Level::ALL.len()],
}

impl Row {
    /// Returns the number of findings of a level.
    pub(crate) fn of_level(&self, level: Level) -> u64 {
        self.levels[level as usize]
    }

    /// Returns the number of findings.
    pub(crate) fn findings(&self) -> u64 {
        self.levels.iter().sum()
    }

    fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.records_with_findings += other.records_with_findings;
        for (sum, more) in self.levels.iter_mut().zip(other.levels) {
            *sum += more;
        }
    }
}

/// Numbers of records and findings along a dimension.
#[derive(Debug, Clone)]
pub(crate) struct Breakdown {
    by: By,
    rows: BTreeMap<Key, Row>,
    /// Numbers of all further keys.
    other: Row,
    most: usize,
}

impl Breakdown {
    /// Breakdown without records.
    pub(crate) fn new(by: By) -> Self {
        Self { by, rows: BTreeMap::new(), other: Row::default(), most: MOST_ROWS }
    }

    pub(crate) fn by(&self) -> By {
        self.by
    }

    /// Returns the rows in the order of their keys, those without one last.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&Key, &Row)> {
        self.rows.iter()
    }

    /// Returns the numbers of all keys without a row, if there are any.
    pub(crate) fn other(&self) -> Option<&Row> {
        (self.other != Row::default()).then_some(&self.other)
    }

    /// Returns the approximate size in bytes.
    pub(crate) fn size(&self) -> usize {
        self.rows.len() * ROW
    }

    /// Counts an event of a file.
    pub(crate) fn event(&mut self, event: &Event<'_>, file: &str) {
        let mut row = Row { records: u64::from(event.subject.is_some()), ..Row::default() };
        row.records_with_findings = if event.findings.is_empty() { 0 } else { row.records };
        for finding in event.findings {
            row.levels[finding.level as usize] += 1;
        }
        let key = match self.by.along() {
            None => Key::File(file.to_owned()),
            Some(along) => Key::of(self.by, &AlongKey::of(along, event.provenance)),
        };
        self.count(key, &row);
    }

    /// Counts records of a file that were proved clean, and will not be counted along a dimension of the check.
    pub(crate) fn proved_clean(&mut self, records: u64, file: &str) {
        if self.by.along().is_none() {
            self.add_clean(Key::File(file.to_owned()), records);
        }
    }

    /// Counts records that were proved clean, by their place.
    pub(crate) fn proved_clean_along(&mut self, key: &AlongKey, records: u64) {
        self.add_clean(Key::of(self.by, key), records);
    }

    /// Counts records without findings by their key.
    pub(crate) fn add_clean(&mut self, key: Key, records: u64) {
        self.count(key, &Row { records, ..Row::default() });
    }

    /// Counts records without findings of further keys, without a row.
    pub(crate) fn add_clean_others(&mut self, records: u64) {
        self.other.records += records;
    }

    fn count(&mut self, key: Key, row: &Row) {
        if *row == Row::default() {
            return;
        }
        self.rows.entry(key).or_default().add(row);
        if self.rows.len() > self.most
            && let Some((_, row)) = self.rows.pop_first()
        {
            self.other.add(&row);
        }
    }

    /// Adds another breakdown by the same dimension.
    pub(crate) fn add(&mut self, other: &Self) {
        for (key, row) in &other.rows {
            self.count(key.clone(), row);
        }
        self.other.add(&other.other);
    }
}

impl By {
    /// Name of the dimension in reports.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Resource => "resource",
            Self::File => "file",
        }
    }

    /// Returns the dimension along which the check counts clean records.
    pub(crate) const fn along(self) -> Option<Along> {
        match self {
            Self::Hour | Self::Day => Some(Along::Hour),
            Self::Resource => Some(Along::Resource),
            Self::File => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use acslint_check::AlongKey;
    use proptest::prelude::*;

    use super::{Breakdown, Key, Row};
    use crate::values::By;

    fn breakdown(most: usize, counts: &[(i64, u64)]) -> Breakdown {
        let mut breakdown = Breakdown { most, ..Breakdown::new(By::Hour) };
        for (hour, records) in counts {
            breakdown.proved_clean_along(&AlongKey::Hour(*hour), *records);
        }
        breakdown
    }

    fn shown(breakdown: &Breakdown) -> (Vec<(String, u64)>, u64) {
        let rows = breakdown.rows().map(|(key, row)| (key.to_string(), row.records)).collect();
        (rows, breakdown.other().map_or(0, |other| other.records))
    }

    #[test]
    fn keys_are_readable() {
        for (key, text) in [
            (Key::Hour(474_897), "2024-03-05T09:00:00Z"),
            (Key::of(By::Day, &AlongKey::Hour(474_897)), "2024-03-05"),
            (Key::of(By::Day, &AlongKey::Hour(-1)), "1969-12-31"),
            (Key::File("a/b.json".to_owned()), "a/b.json"),
            (Key::of(By::Hour, &AlongKey::None), "none"),
        ] {
            assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn the_latest_hours_have_rows_and_the_others_are_counted() {
        let breakdown = breakdown(2, &[(3, 1), (1, 10), (2, 100), (3, 1000), (1, 10)]);
        let hour = |hour: i64| format!("1970-01-01T0{hour}:00:00Z");
        assert_eq!(shown(&breakdown), (vec![(hour(2), 100), (hour(3), 1001)], 20));
    }

    #[test]
    fn files_are_counted_by_their_name() {
        let mut breakdown = Breakdown::new(By::File);
        breakdown.proved_clean(3, "a");
        breakdown.proved_clean(0, "b");
        breakdown.proved_clean(4, "a");
        assert_eq!(shown(&breakdown), (vec![("a".to_owned(), 7)], 0));
        assert_eq!(breakdown.rows().next().map(|(_, row)| *row), Some(Row { records: 7, ..Row::default() }));
    }

    proptest! {
        #[test]
        fn order_and_parts_do_not_matter(
            counts in prop::collection::vec((0..30_i64, 1..5_u64), 0..60),
            cut in 0..60_usize,
        ) {
            let whole = breakdown(7, &counts);
            let reversed: Vec<_> = counts.iter().rev().copied().collect();
            prop_assert_eq!(shown(&breakdown(7, &reversed)), shown(&whole));
            let (before, behind) = counts.split_at(cut.min(counts.len()));
            let mut parts = breakdown(7, behind);
            parts.add(&breakdown(7, before));
            prop_assert_eq!(shown(&parts), shown(&whole));
        }
    }
}
