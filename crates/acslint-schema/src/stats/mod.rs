//! Statistics of records: numbers by category and shape, over time, and of each property, with its public values.
//!
//! Statistics add up: merging those of the parts of an input, in any order, gives the same as reading it whole. They take
//! bounded memory. Beyond a bound, the first hours and the last values in the order of their names are counted together, so
//! that the result does not depend on the order of the records. No value that may be personal data enters them: the check
//! passes on public values only.

mod compare;

#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::BTreeMap, fmt};

use acslint_check::{Event, Presence, PublicValue, RecordType, Subject, Time};
use acslint_types::{Category, Property, Requirement, Shape, Source};

pub use compare::{Change, ChangeKind, changes};

/// Maximum number of hours of a category that are distinguished: more than a year.
pub const MOST_HOURS: usize = 10_000;

/// Maximum number of values of a property that are distinguished.
pub const MOST_VALUES: usize = 100;

/// Statistics so far.
///
/// ```
/// use acslint_schema::stats::Stats;
///
/// let mut stats = Stats::default();
/// stats.merge(&Stats::default());
/// assert_eq!(stats.records(), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stats {
    /// Statistics by type of record.
    pub types: BTreeMap<TypeName, TypeStats>,
    /// Records of other services, of unknown categories, and those that cannot be read.
    pub others: u64,
}

/// Type of records: a category in a shape, by names that may come from statistics of another version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeName {
    /// Name of the category.
    pub category: Cow<'static, str>,
    /// Shape; `None` for a custom category.
    pub shape: Option<Shape>,
}

impl From<RecordType> for TypeName {
    fn from(record_type: RecordType) -> Self {
        Self { category: Cow::Borrowed(record_type.category), shape: record_type.shape }
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape {
            Some(shape) => write!(formatter, "{} ({shape})", self.category),
            None => formatter.write_str(&self.category),
        }
    }
}

/// Statistics of the records of one category in one shape.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TypeStats {
    /// Number of records.
    pub records: u64,
    /// Records without a valid time; 0 for a custom category, as for all times.
    pub undated: u64,
    /// Earliest and latest time.
    pub times: Option<(Time, Time)>,
    /// Numbers of records by hour, counted from 1970-01-01T00:00:00Z.
    pub hours: BTreeMap<i64, u64>,
    /// Records of earlier hours than those.
    pub earlier: u64,
    /// Statistics of the properties by canonical name: those that are documented for the shape, and those that occur. Empty for
    /// a custom category.
    pub properties: BTreeMap<Cow<'static, str>, PropertyStats>,
}

/// Statistics of a property.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PropertyStats {
    /// Records with a value.
    pub present: u64,
    /// Records with null.
    pub null: u64,
    /// Records with a text that stands for nothing, such as an empty one.
    pub empty: u64,
    /// Numbers of records by value, for values that are public and form a vocabulary.
    pub values: BTreeMap<String, u64>,
    /// Records with further values.
    pub other_values: u64,
    /// Smallest and greatest of its public numbers or times.
    pub range: Option<Range>,
}

/// Smallest and greatest of some values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// Numbers.
    Numbers(f64, f64),
    /// Times.
    Times(Time, Time),
}

/// Hours without a record between two hours with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// First hour without a record, counted from 1970-01-01T00:00:00Z.
    pub first: i64,
    /// Number of hours.
    pub hours: u64,
}

impl Stats {
    /// Adds an event of the check, whose settings must ask for contents with values.
    pub fn event(&mut self, event: &Event<'_>) {
        let Some(subject) = &event.subject else {
            return;
        };
        let Subject::Known(record_type) = subject else {
            self.others += 1;
            return;
        };
        let of_type = self.of_type(&TypeName::from(*record_type));
        of_type.records += 1;
        // What the time of a record of a custom category means is unknown.
        if record_type.shape.is_some() {
            of_type.time(event.provenance.and_then(|of| of.time));
        }
        let Some(contents) = event.contents else {
            return;
        };
        let properties =
            Category::by_id(record_type.category).map_or(&[][..], |category| category.properties);
        let seen = contents.properties.iter().zip(&contents.values);
        for (property, (presence, value)) in properties.iter().zip(seen) {
            // Properties that no documentation has count only if they occur.
            if let Some(of_property) = of_type.properties.get_mut(property.name) {
                of_property.add(*presence, value.as_ref());
            } else if *presence != Presence::Absent {
                let mut of_property = PropertyStats::default();
                of_property.add(*presence, value.as_ref());
                of_type.properties.insert(property.name.into(), of_property);
            }
        }
    }

    /// Returns the number of records.
    pub fn records(&self) -> u64 {
        self.others + self.types.values().map(|of_type| of_type.records).sum::<u64>()
    }

    /// Adds other statistics.
    pub fn merge(&mut self, other: &Self) {
        self.others += other.others;
        for (name, more) in &other.types {
            self.of_type(name).merge(more);
        }
    }

    fn of_type(&mut self, name: &TypeName) -> &mut TypeStats {
        self.types.entry(name.clone()).or_insert_with(|| TypeStats::new(name))
    }

    /// Returns the approximate size in memory, in bytes.
    pub fn size(&self) -> usize {
        const ENTRY: usize = 64;
        let of_type = |of_type: &TypeStats| {
            let of_property = |of_property: &PropertyStats| {
                let values = of_property.values.keys().map(|value| ENTRY + value.len()).sum::<usize>();
                size_of::<PropertyStats>() + values
            };
            size_of::<TypeStats>()
                + of_type.hours.len() * ENTRY
                + of_type.properties.values().map(of_property).sum::<usize>()
        };
        self.types.values().map(of_type).sum()
    }
}

impl TypeStats {
    /// Statistics without records.
    pub fn new(name: &TypeName) -> Self {
        let known = Category::by_id(&name.category).zip(name.shape);
        let properties = known.into_iter().flat_map(|(category, shape)| {
            category.properties.iter().filter(move |property| is_documented(property, shape))
        });
        let properties = properties.map(|property| (property.name.into(), PropertyStats::default()));
        Self { properties: properties.collect(), ..Self::default() }
    }

    fn time(&mut self, time: Option<Time>) {
        let Some(time) = time else {
            self.undated += 1;
            return;
        };
        self.extend((time, time));
        self.hour(time.hour(), 1);
    }

    fn extend(&mut self, (first, last): (Time, Time)) {
        self.times = Some(match self.times {
            None => (first, last),
            Some((earliest, latest)) => (earliest.min(first), latest.max(last)),
        });
    }

    fn hour(&mut self, hour: i64, records: u64) {
        *self.hours.entry(hour).or_default() += records;
        if self.hours.len() > MOST_HOURS
            && let Some((_, records)) = self.hours.pop_first()
        {
            self.earlier += records;
        }
    }

    fn merge(&mut self, other: &Self) {
        self.records += other.records;
        self.undated += other.undated;
        self.earlier += other.earlier;
        if let Some(times) = other.times {
            self.extend(times);
        }
        for (hour, records) in &other.hours {
            self.hour(*hour, *records);
        }
        for (name, more) in &other.properties {
            self.properties.entry(name.clone()).or_default().merge(more);
        }
    }

    /// Returns the hours without a record between its first and its last hour, in their order.
    pub fn gaps(&self) -> impl Iterator<Item = Gap> {
        let hours = self.hours.keys();
        hours.clone().zip(hours.skip(1)).filter_map(|(before, behind)| {
            let hours = behind.abs_diff(*before) - 1;
            (hours > 0).then_some(Gap { first: before + 1, hours })
        })
    }
}

/// Returns the number of documented properties with a value in at least one record, and the number of all documented ones.
pub fn coverage(name: &TypeName, stats: &TypeStats) -> (usize, usize) {
    let known = Category::by_id(&name.category).zip(name.shape);
    let documented: Vec<&Property> = known
        .into_iter()
        .flat_map(|(category, shape)| {
            category.properties.iter().filter(move |property| is_documented(property, shape))
        })
        .collect();
    let is_seen = |property: &&&Property| {
        stats.properties.get(property.name).is_some_and(|of_property| of_property.present > 0)
    };
    (documented.iter().filter(is_seen).count(), documented.len())
}

/// Returns true if the documentation has a property for records of a shape, and the service fills it.
pub fn is_documented(property: &Property, shape: Shape) -> bool {
    property.source != Source::Observed
        && match shape {
            Shape::Table => property.in_table && property.requirement != Requirement::System,
            Shape::ResourceLog => property.log.is_some(),
        }
}

impl PropertyStats {
    fn add(&mut self, presence: Presence, value: Option<&PublicValue>) {
        match presence {
            Presence::Absent => {}
            Presence::Null => self.null += 1,
            Presence::Empty => self.empty += 1,
            Presence::Value => self.present += 1,
        }
        match value {
            None => {}
            Some(PublicValue::Text(text)) => self.value(text, 1),
            Some(PublicValue::Number(number)) => self.extend(Range::Numbers(*number, *number)),
            Some(PublicValue::Time(time)) => self.extend(Range::Times(*time, *time)),
        }
    }

    fn value(&mut self, value: &str, records: u64) {
        match self.values.get_mut(value) {
            Some(known) => *known += records,
            None => {
                self.values.insert(value.to_owned(), records);
            }
        }
        // A value gives way only to values before it, and those precede it in the end, too.
        if self.values.len() > MOST_VALUES
            && let Some((_, records)) = self.values.pop_last()
        {
            self.other_values += records;
        }
    }

    fn extend(&mut self, other: Range) {
        self.range = Some(match (self.range, other) {
            (Some(Range::Numbers(least, greatest)), Range::Numbers(other_least, other_greatest)) => {
                Range::Numbers(least.min(other_least), greatest.max(other_greatest))
            }
            (Some(Range::Times(first, last)), Range::Times(other_first, other_last)) => {
                Range::Times(first.min(other_first), last.max(other_last))
            }
            (_, other) => other,
        });
    }

    fn merge(&mut self, other: &Self) {
        self.present += other.present;
        self.null += other.null;
        self.empty += other.empty;
        self.other_values += other.other_values;
        for (value, records) in &other.values {
            self.value(value, *records);
        }
        if let Some(range) = other.range {
            self.extend(range);
        }
    }
}
