//! Wire form of statistics: `schemas/stats.schema.json` is generated from it.

use std::collections::BTreeMap;

use acslint_check::Time;
use acslint_schema::stats::{Gap, PropertyStats, Range, Stats, TypeName, TypeStats, coverage};
use acslint_types::{Category, Shape};
use schemars::JsonSchema;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Version of the format; it changes when a name is removed or changes its meaning.
pub(crate) const VERSION: u32 = 1;

/// Maximum number of gaps that are listed, the longest ones.
const MOST_GAPS: usize = 100;

const HOUR: i64 = 3600;

/// Statistics of log records, as `acslint stats --format json` writes them and `--compare` reads them.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Document {
    /// Version of this format; it changes when a name goes or changes its meaning.
    #[schemars(range(min = 1))]
    pub(crate) version: u32,
    /// Number of records of any kind.
    pub(crate) total: u64,
    /// Records of other services and of unknown categories, and those that cannot be read.
    pub(crate) others: u64,
    /// Statistics by category and shape, in the order of their names.
    pub(crate) statistics: Vec<OfType>,
    /// Changes since the statistics of `--compare`, the worst first; absent without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) changes: Option<Vec<Changed>>,
    /// Facts that `acslint stats --shard` writes for `acslint merge`; absent in the statistics of a run. Only the version of acslint
    /// that wrote it reads the rest of this object.
    #[serde(default, skip_serializing)]
    #[schemars(with = "Option<OfShard>")]
    pub(crate) shard: Option<IgnoredAny>,
}

/// Shard that the statistics are about.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "the schema is generated from it; the recorder of a shard has the types")]
struct OfShard {
    /// Number of the shard, from 1.
    #[schemars(range(min = 1))]
    number: u32,
    /// Facts that all shards of a run share, such as the number of shards, `of`, and digests of inputs and configuration.
    run: Map<String, Value>,
    /// True if the run ended before everything was read; `acslint merge` refuses such a shard.
    interrupted: bool,
    /// Entries of directories that are not inputs.
    left_out: Map<String, Value>,
    /// Statistics of the inputs that are not cut.
    stats: Map<String, Value>,
    /// The inputs of the shard, whole or split, with the statistics of those that are split.
    parts: Vec<Map<String, Value>>,
}

/// Statistics of the records of one category in one shape.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct OfType {
    /// Name of the category.
    pub(crate) category: String,
    /// Shape: `table` or `resource-log`; null for a custom category.
    pub(crate) shape: Option<String>,
    /// Number of records.
    pub(crate) records: u64,
    /// Records without a valid time; 0 for a custom category.
    pub(crate) undated: u64,
    /// Earliest time, in RFC 3339 and UTC; null if no record has a valid one, and for a custom category.
    pub(crate) first_time: Option<String>,
    /// Latest time.
    pub(crate) last_time: Option<String>,
    /// Documented properties that occur; null for a custom category.
    pub(crate) coverage: Option<Coverage>,
    /// Hours without a record between the first and the last hour with one.
    pub(crate) gaps: Gaps,
    /// Numbers of records by hour: the latest 10,000 hours with records.
    pub(crate) hours: Vec<OfHour>,
    /// Records of earlier hours.
    pub(crate) earlier_records: u64,
    /// Statistics of the documented properties, and of others that occur. Empty for a custom category.
    pub(crate) properties: Vec<OfProperty>,
}

/// Numbers of documented properties.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Coverage {
    /// Those with a value in at least one record.
    pub(crate) seen: u64,
    /// All of them.
    pub(crate) documented: u64,
}

/// Hours without a record.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Gaps {
    /// Number of gaps.
    pub(crate) count: u64,
    /// Number of hours in all gaps.
    pub(crate) hours: u64,
    /// The longest hundred, in the order of time.
    pub(crate) longest: Vec<OfGap>,
}

/// Hours without a record between two hours with one.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct OfGap {
    /// Beginning of the first hour.
    pub(crate) from: String,
    /// Number of hours.
    pub(crate) hours: u64,
}

/// Number of records of an hour.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct OfHour {
    /// Beginning of the hour, in RFC 3339 and UTC.
    pub(crate) hour: String,
    /// Number of records.
    pub(crate) records: u64,
}

/// Statistics of a property.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct OfProperty {
    /// Canonical name: that of the column.
    pub(crate) name: String,
    /// Records with a value.
    pub(crate) present: u64,
    /// Records with null.
    pub(crate) null: u64,
    /// Records with a text that stands for nothing, such as an empty one.
    pub(crate) empty: u64,
    /// Values that form a vocabulary, and are public: the first hundred in the order of their texts.
    pub(crate) values: Vec<OfValue>,
    /// Records with further such values.
    pub(crate) other_values: u64,
    /// Smallest number, or earliest time in RFC 3339, of the public ones; null if there are none.
    pub(crate) minimum: Option<Bound>,
    /// Greatest number, or latest time.
    pub(crate) maximum: Option<Bound>,
}

/// Number of records with a value.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct OfValue {
    /// The value.
    pub(crate) value: String,
    /// Number of records.
    pub(crate) records: u64,
}

/// End of a range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Bound {
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A time in RFC 3339 and UTC.
    Time(String),
}

/// Change since earlier statistics.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Changed {
    /// Kind: `new`, `vanished`, `rarer`, `new-value`, `vanished-value` or `wider`.
    pub(crate) kind: String,
    /// Level: `error` for what vanished, `warning` for what became rarer, else `info`.
    pub(crate) level: String,
    /// Name of the category.
    pub(crate) category: String,
    /// Shape; null for a custom category.
    pub(crate) shape: Option<String>,
    /// Property; null for a change of the category.
    pub(crate) property: Option<String>,
    /// Description. The wording may change in any release.
    pub(crate) message: String,
}

impl Bound {
    /// Returns a number, whole if it is.
    pub(crate) fn number(number: f64) -> Self {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if number.fract() == 0.0 && number.abs() <= EXACT {
            #[expect(clippy::cast_possible_truncation, reason = "it is whole and small enough")]
            return Self::Whole(number as i64);
        }
        Self::Number(number)
    }
}

/// Returns the beginning of an hour.
pub(crate) fn hour(hour: i64) -> String {
    hour.checked_mul(HOUR).and_then(Time::from_seconds).map(|time| time.to_string()).unwrap_or_default()
}

impl Document {
    /// Returns the wire form of statistics.
    pub(crate) fn new(stats: &Stats) -> Self {
        Self {
            version: VERSION,
            total: stats.records(),
            others: stats.others,
            statistics: stats.types.iter().map(|(name, of_type)| OfType::new(name, of_type)).collect(),
            changes: None,
            shard: None,
        }
    }

    /// Returns the statistics; fails with a description of what is wrong.
    pub(crate) fn stats(&self) -> Result<Stats, String> {
        if self.version != VERSION {
            return Err(format!("it has version {}, but this acslint reads version {VERSION}", self.version));
        }
        let mut stats = Stats { types: BTreeMap::new(), others: self.others };
        for of_type in &self.statistics {
            let shape = of_type
                .shape
                .as_deref()
                .map(|shape| Shape::from_id(shape).ok_or_else(|| format!("`{shape}` is not a shape")));
            // Names of known categories need no memory of their own.
            let category = match Category::by_id(&of_type.category) {
                Some(category) => category.id.into(),
                None => of_type.category.clone().into(),
            };
            let name = TypeName { category, shape: shape.transpose()? };
            let read = of_type.stats()?;
            if stats.types.insert(name, read).is_some() {
                return Err(format!("it lists `{}` twice", of_type.category));
            }
        }
        Ok(stats)
    }
}

impl OfType {
    fn new(name: &TypeName, stats: &TypeStats) -> Self {
        let (seen, documented) = coverage(name, stats);
        let coverage = Coverage { seen: seen as u64, documented: documented as u64 };
        let time = |time: Option<Time>| time.map(|time| time.to_string());
        Self {
            category: name.category.clone().into_owned(),
            shape: name.shape.map(|shape| shape.id().to_owned()),
            records: stats.records,
            undated: stats.undated,
            first_time: time(stats.times.map(|(first, _)| first)),
            last_time: time(stats.times.map(|(_, last)| last)),
            coverage: name.shape.map(|_| coverage),
            gaps: Gaps::new(stats),
            hours: stats
                .hours
                .iter()
                .map(|(number, records)| OfHour { hour: hour(*number), records: *records })
                .collect(),
            earlier_records: stats.earlier,
            properties: stats
                .properties
                .iter()
                .map(|(name, property)| OfProperty::new(name, property))
                .collect(),
        }
    }

    fn stats(&self) -> Result<TypeStats, String> {
        let times = match (&self.first_time, &self.last_time) {
            (Some(first), Some(last)) => Some((time(first)?, time(last)?)),
            _ => None,
        };
        let mut hours = BTreeMap::new();
        for OfHour { hour, records } in &self.hours {
            *hours.entry(time(hour)?.hour()).or_default() += records;
        }
        let mut properties = BTreeMap::new();
        for property in &self.properties {
            let read = property.stats()?;
            let occurs = property.present.saturating_add(property.null).saturating_add(property.empty);
            if occurs > self.records {
                return Err(format!(
                    "`{}` is in more records of `{}` than there are",
                    property.name, self.category
                ));
            }
            if properties.insert(property.name.clone().into(), read).is_some() {
                return Err(format!("it lists `{}` of `{}` twice", property.name, self.category));
            }
        }
        Ok(TypeStats {
            records: self.records,
            undated: self.undated,
            times,
            hours,
            earlier: self.earlier_records,
            properties,
        })
    }
}

impl Gaps {
    fn new(stats: &TypeStats) -> Self {
        let mut gaps: Vec<Gap> = stats.gaps().collect();
        let (count, hours) = (gaps.len() as u64, gaps.iter().map(|gap| gap.hours).sum());
        gaps.sort_by_key(|gap| std::cmp::Reverse(gap.hours));
        gaps.truncate(MOST_GAPS);
        gaps.sort_by_key(|gap| gap.first);
        let longest = gaps.iter().map(|gap| OfGap { from: hour(gap.first), hours: gap.hours }).collect();
        Self { count, hours, longest }
    }
}

impl OfProperty {
    fn new(name: &str, stats: &PropertyStats) -> Self {
        let (minimum, maximum) = match stats.range {
            None => (None, None),
            Some(Range::Numbers(least, greatest)) => {
                (Some(Bound::number(least)), Some(Bound::number(greatest)))
            }
            Some(Range::Times(first, last)) => {
                (Some(Bound::Time(first.to_string())), Some(Bound::Time(last.to_string())))
            }
        };
        Self {
            name: name.to_owned(),
            present: stats.present,
            null: stats.null,
            empty: stats.empty,
            values: stats
                .values
                .iter()
                .map(|(value, records)| OfValue { value: value.clone(), records: *records })
                .collect(),
            other_values: stats.other_values,
            minimum,
            maximum,
        }
    }

    fn stats(&self) -> Result<PropertyStats, String> {
        let range = match (&self.minimum, &self.maximum) {
            (Some(Bound::Time(first)), Some(Bound::Time(last))) => {
                Some(Range::Times(time(first)?, time(last)?))
            }
            (Some(minimum), Some(maximum)) => match (minimum.as_number(), maximum.as_number()) {
                (Some(least), Some(greatest)) => Some(Range::Numbers(least, greatest)),
                _ => return Err(format!("the range of `{}` is neither of numbers nor of times", self.name)),
            },
            _ => None,
        };
        let values = self.values.iter().map(|of_value| (of_value.value.clone(), of_value.records)).collect();
        Ok(PropertyStats {
            present: self.present,
            null: self.null,
            empty: self.empty,
            values,
            other_values: self.other_values,
            range,
        })
    }
}

impl Bound {
    fn as_number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "statistics have no greater whole numbers")]
            Self::Whole(number) => Some(*number as f64),
            Self::Number(number) => Some(*number),
            Self::Time(_) => None,
        }
    }
}

fn time(text: &str) -> Result<Time, String> {
    Time::parse(text).ok_or_else(|| format!("`{text}` is not a time"))
}
