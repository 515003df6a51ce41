//! Numbers of the records without findings in the report of a shard.

use acslint_types::{Category, Shape};
use serde::{Deserialize, Serialize};

use super::Names;
use super::breakdown::KeptBreakdown;
use super::event::{KeptType, level, rule_id};
use super::losses::KeptLosses;
use crate::content_statistics::{Cell, ContentStatistics, Occurrences, TypeStatistics};
use crate::stats::KeptStats;
use crate::tally::Tally;

/// Numbers of records without findings.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counts {
    /// Types with the numbers of all records, of broken ones, and of those proved clean.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    types: Vec<(KeptType, u64, u64, u64)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    foreign: Vec<(String, u64)>,
    #[serde(default, skip_serializing_if = "is_zero")]
    foreign_others: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    unidentified: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    broken: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    schemas: u64,
    /// Records of no type, such as foreign ones, and all others together.
    records: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contents: Option<KeptStatistics>,
    /// Losses of all records, with findings too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    losses: Option<KeptLosses>,
    /// Records outside of the window of time; no other count includes them.
    #[serde(default, skip_serializing_if = "is_zero")]
    unselected: u64,
    /// Numbers along a dimension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    breakdown: Option<KeptBreakdown>,
    /// Statistics of all records, with findings too, if the part is a split of an input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stats: Option<KeptStats>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Statistics of the contents of records.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptStatistics {
    kinds: Vec<KeptKind>,
    /// Number of hours of each stretch of time.
    hours: i64,
    /// First hours of the stretches, with their counts.
    stretches: Vec<(i64, Vec<KeptCell>)>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptKind {
    category: String,
    shape: String,
    records: u64,
    undated: u64,
    /// For each property: the numbers of records with a value, and with an empty one.
    properties: Vec<(u64, u64)>,
}

/// Category, shape, rule with its level, and count.
#[derive(Debug, Serialize, Deserialize)]
struct KeptCell(String, String, Option<(String, String)>, u64);

fn known(category: &str, shape: &str) -> Result<(&'static Category, Shape), String> {
    let known = Category::by_id(category).zip(Shape::ALL.into_iter().find(|known| known.id() == shape));
    known.ok_or_else(|| format!("unknown category `{category}`"))
}

impl KeptStatistics {
    fn new(statistics: &ContentStatistics) -> Option<Self> {
        let kind = |kind: &TypeStatistics| KeptKind {
            category: kind.category.id.to_owned(),
            shape: kind.shape.id().to_owned(),
            records: kind.records,
            undated: kind.undated,
            properties: kind.properties.iter().map(|held| (held.with_value, held.empty)).collect(),
        };
        let cell = |(cell, count): (&Cell, &u64)| {
            let rule = cell.rule.map(|(rule, level)| (rule.to_owned(), level.id().to_owned()));
            KeptCell(cell.category.to_owned(), cell.shape.id().to_owned(), rule, *count)
        };
        let timeline = statistics.timeline();
        let kinds: Vec<_> = statistics.kinds().into_iter().map(kind).collect();
        (!kinds.is_empty()).then(|| Self {
            kinds,
            hours: timeline.hours(),
            stretches: timeline
                .slots()
                .map(|(hour, cells)| (hour, cells.iter().map(cell).collect()))
                .collect(),
        })
    }

    fn statistics(self) -> Result<ContentStatistics, String> {
        let mut statistics = ContentStatistics::default();
        for kept in self.kinds {
            let (category, shape) = known(&kept.category, &kept.shape)?;
            let held = |(with_value, empty)| Occurrences { with_value, empty };
            statistics.add_kind(&TypeStatistics {
                category,
                shape,
                records: kept.records,
                undated: kept.undated,
                properties: kept.properties.into_iter().map(held).collect(),
            });
        }
        for (hour, cells) in self.stretches {
            for KeptCell(category, shape, rule, count) in cells {
                let (category, shape) = known(&category, &shape)?;
                let rule =
                    rule.map(|(rule, of)| Ok::<_, String>((rule_id(&rule)?, level(&of)?))).transpose()?;
                statistics.add_cell(self.hours, hour, Cell { category: category.id, shape, rule }, count);
            }
        }
        Ok(statistics)
    }
}

impl Counts {
    pub(super) fn new(tally: &Tally) -> Self {
        let types = tally.types().into_iter();
        Self {
            types: types
                .map(|count| (count.record_type.into(), count.records, count.broken, count.proved_clean))
                .collect(),
            foreign: tally.foreign.iter().map(|(kind, records)| (kind.clone(), *records)).collect(),
            foreign_others: tally.foreign_others,
            unidentified: tally.unidentified,
            broken: tally.broken,
            schemas: tally.schemas,
            records: tally.records,
            contents: KeptStatistics::new(&tally.statistics),
            losses: tally.losses.as_ref().map(KeptLosses::new),
            unselected: tally.unselected,
            breakdown: tally.breakdown.as_ref().map(KeptBreakdown::new),
            stats: tally.stats.as_ref().map(KeptStats::new),
        }
    }

    /// Returns the counts as those of a run; an error describes what is invalid in them.
    pub(crate) fn tally(self, names: &Names) -> Result<Tally, String> {
        let mut tally = Tally::default();
        tally.foreign = self.foreign.into_iter().collect();
        tally.foreign_others = self.foreign_others;
        (tally.unidentified, tally.broken, tally.schemas) = (self.unidentified, self.broken, self.schemas);
        tally.records = self.records;
        tally.unselected = self.unselected;
        tally.breakdown = self.breakdown.map(KeptBreakdown::breakdown);
        tally.stats = self.stats.map(|kept| kept.stats()).transpose()?;
        tally.losses = self.losses.map(|kept| kept.losses(names)).transpose()?;
        tally.statistics = self.contents.map(KeptStatistics::statistics).transpose()?.unwrap_or_default();
        for (kept, records, broken, proved_clean) in self.types {
            tally.add_type(names.record_type(&kept)?, [records, broken, proved_clean]);
        }
        Ok(tally)
    }
}
