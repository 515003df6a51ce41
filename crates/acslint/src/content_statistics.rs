//! Content statistics: numbers of records over time, and of records with each property, in all records of a run.
//!
//! acslint collects them only if a report needs them, since then it cannot prove records clean on the fast path.
//! Their size grows with the kinds of records and with the stretches of time that have records. The number of
//! stretches is bounded; beyond it they become longer. Their length depends on all records but not on their order, so
//! that it is the same for any number of threads.

use std::collections::BTreeMap;

use acslint_check::{Contents, Event, Level, Presence, Subject, Time};
use acslint_types::{Category, Shape};

/// Maximum number of stretches of time: the hours of a month, and some.
const MOST_SLOTS: usize = 768;
/// Maximum number of counts in all stretches.
const MOST_CELLS: usize = 24_000;

const HOURS_OF_A_DAY: i64 = 24;
const HOURS_OF_A_WEEK: i64 = 7 * HOURS_OF_A_DAY;
/// A Monday before the first hour, so that weeks begin with Mondays.
const MONDAY: i64 = 3 * HOURS_OF_A_DAY;

/// Statistics so far.
#[derive(Debug, Default)]
pub(crate) struct ContentStatistics {
    kinds: Vec<TypeStatistics>,
    timeline: Timeline,
}

/// Statistics of the records of one category in one shape.
#[derive(Debug, Clone)]
pub(crate) struct TypeStatistics {
    pub(crate) category: &'static Category,
    pub(crate) shape: Shape,
    pub(crate) records: u64,
    /// Records without a valid time.
    pub(crate) undated: u64,
    /// Occurrences by property of the category.
    pub(crate) properties: Vec<Occurrences>,
}

/// Numbers of records with a property.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Occurrences {
    /// Records with a value.
    pub(crate) with_value: u64,
    /// Records with null, or a text that stands for null.
    pub(crate) empty: u64,
}

impl TypeStatistics {
    fn new(category: &'static Category, shape: Shape) -> Self {
        let properties = vec![Occurrences::default(); category.properties.len()];
        Self { category, shape, records: 0, undated: 0, properties }
    }

    fn record(&mut self, contents: &Contents, hour: Option<i64>) {
        self.records += 1;
        self.undated += u64::from(hour.is_none());
        for (occurrences, held) in self.properties.iter_mut().zip(&contents.properties) {
            match held {
                Presence::Absent => {}
                Presence::Null | Presence::Empty => occurrences.empty += 1,
                Presence::Value => occurrences.with_value += 1,
            }
        }
    }

    fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.undated += other.undated;
        for (sum, more) in self.properties.iter_mut().zip(&other.properties) {
            sum.with_value += more.with_value;
            sum.empty += more.empty;
        }
    }
}

/// Subject of a count: the records of a kind, or their findings of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    /// Id of the category.
    pub(crate) category: &'static str,
    pub(crate) shape: Shape,
    /// Rule of the findings; `None` for records.
    pub(crate) rule: Option<(&'static str, Level)>,
}

/// Counts by stretch of time.
#[derive(Debug)]
pub(crate) struct Timeline {
    /// Hours of each stretch.
    hours: i64,
    slots: BTreeMap<i64, BTreeMap<Cell, u64>>,
    cells: usize,
}

impl Default for Timeline {
    fn default() -> Self {
        Self { hours: 1, slots: BTreeMap::new(), cells: 0 }
    }
}

impl Timeline {
    /// Returns the number of hours of each stretch.
    pub(crate) fn hours(&self) -> i64 {
        self.hours
    }

    /// Returns the stretches with counts: the first hour of each since 1970, and the counts.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (i64, &BTreeMap<Cell, u64>)> {
        self.slots.iter().map(|(slot, counts)| (slot * self.hours - MONDAY, counts))
    }

    fn count(&mut self, hour: i64, cell: Cell, count: u64) {
        let counts = self.slots.entry((hour + MONDAY).div_euclid(self.hours)).or_default();
        let cells = counts.len();
        *counts.entry(cell).or_default() += count;
        self.cells += counts.len() - cells;
        while self.slots.len() > MOST_SLOTS || (self.cells > MOST_CELLS && self.slots.len() > 1) {
            self.lengthen();
        }
    }

    /// Makes the stretches longer, by merging whole ones so that no count has to be split.
    fn lengthen(&mut self) {
        let longer = match self.hours {
            1 => HOURS_OF_A_DAY,
            HOURS_OF_A_DAY => HOURS_OF_A_WEEK,
            weeks => 2 * weeks,
        };
        let ratio = longer / self.hours;
        self.hours = longer;
        for (slot, counts) in std::mem::take(&mut self.slots) {
            let into = self.slots.entry(slot.div_euclid(ratio)).or_default();
            for (cell, count) in counts {
                *into.entry(cell).or_default() += count;
            }
        }
        self.cells = self.slots.values().map(BTreeMap::len).sum();
    }

    fn add(&mut self, other: &Self) {
        while self.hours < other.hours {
            self.lengthen();
        }
        for (hour, counts) in other.slots() {
            for (cell, count) in counts {
                self.count(hour, *cell, *count);
            }
        }
    }
}

impl ContentStatistics {
    /// Adds the contents of an event's record, if any.
    pub(crate) fn event(&mut self, event: &Event<'_>) {
        let of = event.subject.as_ref().and_then(Subject::record_type);
        let known = of.and_then(|of| Category::by_id(of.category).zip(of.shape));
        let (Some((category, shape)), Some(contents)) = (known, event.contents) else {
            return;
        };
        let hour = event.provenance.and_then(|of| of.time).map(Time::hour);
        self.kind(category, shape).record(contents, hour);
        let Some(hour) = hour else {
            return;
        };
        let cell = |rule| Cell { category: category.id, shape, rule };
        self.timeline.count(hour, cell(None), 1);
        for finding in event.findings {
            self.timeline.count(hour, cell(Some((finding.rule, finding.level))), 1);
        }
    }

    /// Adds other statistics.
    pub(crate) fn add(&mut self, other: &Self) {
        for kind in &other.kinds {
            self.add_kind(kind);
        }
        self.timeline.add(&other.timeline);
    }

    /// Adds the statistics of records of one kind.
    pub(crate) fn add_kind(&mut self, kind: &TypeStatistics) {
        self.kind(kind.category, kind.shape).add(kind);
    }

    /// Adds a count of the stretch of so many hours that begins with this one.
    pub(crate) fn add_cell(&mut self, hours: i64, hour: i64, cell: Cell, count: u64) {
        while self.timeline.hours < hours {
            self.timeline.lengthen();
        }
        self.timeline.count(hour, cell, count);
    }

    fn kind(&mut self, category: &'static Category, shape: Shape) -> &mut TypeStatistics {
        let known = self.kinds.iter().position(|kind| kind.category == category && kind.shape == shape);
        let index = known.unwrap_or_else(|| {
            self.kinds.push(TypeStatistics::new(category, shape));
            self.kinds.len() - 1
        });
        &mut self.kinds[index]
    }

    /// Returns the statistics by category and shape, in the order of their names.
    pub(crate) fn kinds(&self) -> Vec<&TypeStatistics> {
        let mut kinds: Vec<_> = self.kinds.iter().collect();
        kinds.sort_by_key(|kind| (kind.category.id, kind.shape));
        kinds
    }

    pub(crate) fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// Returns the approximate size in bytes.
    pub(crate) fn size(&self) -> usize {
        let properties: usize = self.kinds.iter().map(|kind| kind.properties.len()).sum();
        properties * size_of::<Occurrences>() + self.timeline.cells * 2 * size_of::<(Cell, u64)>()
    }
}

#[cfg(test)]
mod tests {
    use acslint_check::Level;
    use acslint_types::Shape;
    use proptest::prelude::*;

    use super::{Cell, MOST_CELLS, MOST_SLOTS, Timeline};

    const RULES: [Option<(&str, Level)>; 3] =
        [None, Some(("wrong-type", Level::Error)), Some(("unknown-field", Level::Warning))];

    fn cell(rule: usize) -> Cell {
        Cell { category: "Usage", shape: Shape::Table, rule: RULES[rule] }
    }

    fn timeline(counts: &[(i64, usize)]) -> Timeline {
        let mut timeline = Timeline::default();
        for (hour, rule) in counts {
            timeline.count(*hour, cell(*rule), 1);
        }
        timeline
    }

    fn all(timeline: &Timeline) -> (i64, Vec<(i64, Cell, u64)>) {
        let counts = timeline
            .slots()
            .flat_map(|(hour, counts)| counts.iter().map(move |(cell, count)| (hour, *cell, *count)));
        (timeline.hours(), counts.collect())
    }

    #[test]
    fn a_month_is_shown_by_hours_and_a_year_by_days() {
        let hours = |count: i64| (0..count).map(|hour| (480_000 + hour, 0)).collect::<Vec<_>>();
        assert_eq!(timeline(&hours(31 * 24)).hours(), 1);
        let year = timeline(&hours(366 * 24));
        assert_eq!((year.hours(), year.slots().count()), (24, 366));
        assert!(year.slots().all(|(hour, counts)| hour % 24 == 0 && counts[&cell(0)] == 24));
    }

    #[test]
    fn weeks_begin_with_monday() {
        // One day each week, for more weeks than there are stretches.
        let days: Vec<_> = (0..800).map(|week| (week * 7 * 24 + 5, 0)).collect();
        let timeline = timeline(&days);
        assert_eq!(timeline.hours(), 14 * 24);
        // 1969-12-29 is a Monday, and so is 2000-01-03.
        assert_eq!(timeline.slots().next().map(|(hour, _)| hour), Some(-72));
        assert_eq!(
            (acslint_types::calendar::Date { year: 2000, month: 1, day: 3 }.epoch_days() * 24 + 72) % 168,
            0
        );
    }

    #[test]
    fn there_is_a_bound_whatever_the_times_are() {
        let mut timeline = Timeline::default();
        for number in 0..100_000_i64 {
            // Hours across all representable years.
            timeline.count((number * 7_919_777) % 87_000_000 - 17_000_000, cell(0), 1);
            assert!(timeline.slots.len() <= MOST_SLOTS && timeline.cells <= MOST_CELLS);
        }
        let total: u64 = timeline.slots().flat_map(|(_, counts)| counts.values()).sum();
        assert_eq!(total, 100_000);
    }

    proptest! {
        #[test]
        fn order_and_parts_do_not_matter(
            counts in prop::collection::vec((-40_000..40_000_i64, 0..3_usize), 0..3000),
            cut in 0..3000_usize,
        ) {
            let whole = timeline(&counts);
            let reversed: Vec<_> = counts.iter().rev().copied().collect();
            prop_assert_eq!(all(&timeline(&reversed)), all(&whole));
            let (before, behind) = counts.split_at(cut.min(counts.len()));
            let mut parts = timeline(behind);
            parts.add(&timeline(before));
            prop_assert_eq!(all(&parts), all(&whole));
        }
    }
}
