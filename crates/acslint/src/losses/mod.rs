//! Losses in a destination: counts by effect and column, which add up over the parts of a run.
//!
//! The counts of an input are kept apart until its end, since a fault in an array or an envelope discards all records
//! of the file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use acslint_check::{Effect, Event, RecordType, Subject};

use crate::text::{counted, thousands};
use crate::values::TargetName;

/// Approximate memory of a column, in bytes.
const COLUMN: usize = 128;

/// Column of the records of a type; `None` for all members that have none.
pub(crate) type ColumnKey = (Option<RecordType>, Option<Arc<str>>);

/// Counts of one effect.
#[derive(Debug, Clone, Default)]
pub(crate) struct EffectCount {
    /// Records with the effect.
    pub(crate) records: u64,
    /// Values with the effect, or that are the reason for it.
    pub(crate) values: u64,
    /// Values by column.
    columns: BTreeMap<ColumnKey, u64>,
}

impl EffectCount {
    /// Returns the columns with their numbers of values: the most first.
    pub(crate) fn columns(&self) -> Vec<(&ColumnKey, u64)> {
        let mut columns: Vec<_> = self.columns.iter().map(|(column, values)| (column, *values)).collect();
        columns.sort_by_key(|(_, values)| std::cmp::Reverse(*values));
        columns
    }

    fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.values += other.values;
        for (column, values) in &other.columns {
            *self.columns.entry(column.clone()).or_default() += values;
        }
    }
}

/// Counts of some inputs.
#[derive(Debug, Clone, Default)]
struct Counts {
    records: u64,
    effects: BTreeMap<Effect, EffectCount>,
    /// True if a fault discards the file.
    is_discarded: bool,
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.is_discarded |= other.is_discarded;
        for (effect, count) in &other.effects {
            self.effects.entry(*effect).or_default().add(count);
        }
    }
}

/// Losses of a run so far.
#[derive(Debug, Clone)]
pub(crate) struct Losses {
    target: TargetName,
    /// File that describes the table, if it is not the exported one.
    table: Option<String>,
    complete: Counts,
    /// Counts of the input that is being read.
    current: Counts,
}

impl Losses {
    /// Losses of no record.
    pub(crate) fn new(target: TargetName, table: Option<String>) -> Self {
        Self { target, table, complete: Counts::default(), current: Counts::default() }
    }

    /// Empty losses in the same destination.
    pub(crate) fn alike(&self) -> Self {
        Self::new(self.target, self.table.clone())
    }

    pub(crate) fn target(&self) -> TargetName {
        self.target
    }

    /// File that describes the table, if it is not the exported one.
    pub(crate) fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// Returns the approximate size in bytes.
    pub(crate) fn size(&self) -> usize {
        let counts = [&self.complete, &self.current].into_iter().flat_map(|counts| counts.effects.values());
        counts.map(|count| count.columns.len() * COLUMN).sum()
    }

    /// Counts an event with its forecast.
    pub(crate) fn event(&mut self, event: &Event<'_>) {
        let Some(forecast) = event.forecast else { return };
        self.current.is_discarded |= forecast.record == Some(Effect::FileDiscarded);
        let record_type = match &event.subject {
            None | Some(Subject::Schema) => return,
            Some(subject) => subject.record_type(),
        };
        self.current.records += 1;
        let effects = &mut self.current.effects;
        if let Some(effect) = forecast.record {
            effects.entry(effect).or_default().records += 1;
        }
        let mut seen = BTreeSet::new();
        let counted =
            forecast.values.iter().filter(|value| forecast.record.is_none_or(|of| of == value.effect));
        for value in counted {
            let count = effects.entry(value.effect).or_default();
            count.values += 1;
            count.records += u64::from(forecast.record.is_none() && seen.insert(value.effect));
            let column = value.column.clone();
            let of_column = column.is_some().then_some(record_type).flatten();
            *count.columns.entry((of_column, column)).or_default() += 1;
        }
    }

    /// Counts records that lose nothing.
    pub(crate) fn lossless(&mut self, records: u64) {
        self.current.records += records;
    }

    /// Number of records of the current input, and true if a fault discards it.
    pub(crate) fn of_input(&self) -> (u64, bool) {
        (self.current.records, self.current.is_discarded)
    }

    /// Returns the effects on the current input, with their counts.
    pub(crate) fn effects_of_input(&self) -> impl Iterator<Item = (Effect, &EffectCount)> {
        self.current.effects.iter().map(|(effect, count)| (*effect, count))
    }

    /// Notes that a fault discards the current input, if it does.
    pub(crate) fn discard(&mut self, is_discarded: bool) {
        self.current.is_discarded |= is_discarded;
    }

    /// Adds records and values of the current input with an effect; they are counted as records already.
    pub(crate) fn add_effect(&mut self, effect: Effect, [records, values]: [u64; 2]) {
        let count = self.current.effects.entry(effect).or_default();
        (count.records, count.values) = (count.records + records, count.values + values);
    }

    /// Adds values of a column of the current input with an effect; they are counted as values already.
    pub(crate) fn add_column(&mut self, effect: Effect, column: ColumnKey, values: u64) {
        *self.current.effects.entry(effect).or_default().columns.entry(column).or_default() += values;
    }

    /// Adds the counts of a part of the current input.
    pub(crate) fn add(&mut self, part: &Self) {
        self.current.add(&part.current);
    }

    /// Ends the current input.
    pub(crate) fn end_of_input(&mut self) {
        let current = std::mem::take(&mut self.current);
        if current.is_discarded {
            self.complete.records += current.records;
            self.complete.effects.entry(Effect::FileDiscarded).or_default().records += current.records;
        } else {
            self.complete.add(&current);
        }
    }

    /// Number of records.
    pub(crate) fn records(&self) -> u64 {
        self.complete.records
    }

    /// Number of records that are loaded.
    pub(crate) fn loaded(&self) -> u64 {
        let of_records = self.effects().filter(|(effect, _)| effect.is_of_record());
        self.records() - of_records.map(|(_, count)| count.records).sum::<u64>()
    }

    /// Returns the effects in their order, with their counts.
    pub(crate) fn effects(&self) -> impl Iterator<Item = (Effect, &EffectCount)> {
        self.complete.effects.iter().map(|(effect, count)| (*effect, count))
    }

    /// Returns everything in one sentence.
    pub(crate) fn sentence(&self) -> String {
        let mut sentence = format!(
            "of {}, {} would load {}",
            counted(self.records(), "record"),
            self.target.title(),
            thousands(self.loaded())
        );
        for (effect, count) in self.effects() {
            sentence += "; ";
            sentence += &phrase(effect, count);
        }
        sentence
    }
}

/// Returns the count of an effect as a phrase, with the column that has the most values.
fn phrase(effect: Effect, count: &EffectCount) -> String {
    let values = |one: &str, many: &str| {
        let verb = if count.values == 1 { one } else { many };
        format!("{} {verb}", thousands(count.values))
    };
    let text = match effect {
        Effect::NoTable => format!("{} without a table", thousands(count.records)),
        Effect::FileDiscarded => format!("{} discarded with their files", thousands(count.records)),
        Effect::Dropped => format!("{} dropped", thousands(count.records)),
        Effect::Rejected => format!("{} rejected", thousands(count.records)),
        Effect::Corrupt => format!("{} corrupt, as rows of NULLs", thousands(count.records)),
        Effect::Null => values("value becomes NULL", "values become NULL"),
        Effect::Rescued => values("value is rescued", "values are rescued"),
        Effect::Truncated => values("value is cut off", "values are cut off"),
        Effect::Overwritten => values("value is overwritten", "values are overwritten"),
        Effect::LeftOut => values("member is left out", "members are left out"),
        Effect::NewColumn => values("member makes a new column", "members make new columns"),
        Effect::NotIndexed => values("value is not indexed", "values are not indexed"),
    };
    // Columns of one name count together, whatever the type of their records is.
    let mut by_name: BTreeMap<&str, u64> = BTreeMap::new();
    for ((_, column), values) in &count.columns {
        if let Some(column) = column {
            *by_name.entry(column).or_default() += values;
        }
    }
    let most = by_name.into_iter().max_by_key(|(name, values)| (*values, std::cmp::Reverse(*name)));
    match most {
        None => text,
        Some((name, values)) if values == count.values => {
            let because = if effect.is_of_record() { ", because of" } else { ":" };
            format!("{text}{because} `{name}`")
        }
        Some((name, values)) => {
            let because = if effect.is_of_record() { "because of" } else { "of them" };
            format!("{text}, {} {because} `{name}`", thousands(values))
        }
    }
}

/// Returns true if losses reject a record. A record of another service has its own verdict, and no table.
pub(crate) fn is_rejected(event: &Event<'_>) -> bool {
    event.forecast.is_some_and(|forecast| {
        let is_foreign = matches!(event.subject, Some(Subject::Foreign { .. }));
        let has_no_table = is_foreign && forecast.record == Some(Effect::NoTable);
        !(forecast.is_lossless() || has_no_table)
    })
}

/// Returns what a destination does at the place of a finding.
pub(crate) fn effect_in_words(effect: Option<Effect>) -> &'static str {
    match effect {
        None => "nothing is lost here",
        Some(Effect::NoTable) => "no table takes the record",
        Some(Effect::FileDiscarded) => "the whole file is discarded",
        Some(Effect::Dropped) => "the record is dropped",
        Some(Effect::Rejected) => "the record is rejected",
        Some(Effect::Corrupt) => "the record becomes a row of NULLs",
        Some(Effect::Null) => "the column becomes NULL",
        Some(Effect::Rescued) => "the column becomes NULL, and the value goes to the rescued data",
        Some(Effect::Truncated) => "the value is cut off",
        Some(Effect::Overwritten) => "a later value of the same name replaces this one",
        Some(Effect::LeftOut) => "the member has no column, and is left out",
        Some(Effect::NewColumn) => "the member makes a new column",
        Some(Effect::NotIndexed) => "the value is kept, and not indexed",
    }
}

#[cfg(test)]
mod tests;
