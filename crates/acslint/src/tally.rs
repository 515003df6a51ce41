//! Counts of everything in a run, for every format.
//!
//! Its size grows with the number of distinct groups, not with the number of findings.

use std::collections::BTreeMap;

use acslint_check::{AlongKey, Applicability, Event, Finding, Level, RecordType, Subject, Time};
use acslint_schema::stats::Stats;

use crate::breakdown::Breakdown;
use crate::content_statistics::ContentStatistics;
use crate::grouping::{First, Group, Groups, Place};
use crate::input::LeftOut;
use crate::losses::Losses;
use crate::suppress::Count;
use crate::text::thousands;
use crate::values::By;

/// Maximum number of distinguished kinds of foreign records; the others are counted together.
const MOST_FOREIGN: usize = 1000;
/// Name of the other kinds in reports.
const OTHER_KINDS: &str = "other kinds";

/// Counts so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Inputs that were read, at least in part.
    pub(crate) files: u64,
    /// Bytes of the inputs, after decompression.
    pub(crate) bytes: u64,
    /// Records of any kind, schemas included.
    pub(crate) records: u64,
    /// Schemas.
    pub(crate) schemas: u64,
    /// Records that have at least one finding.
    pub(crate) records_with_findings: u64,
    /// Findings in the baseline; no other count includes them.
    pub(crate) known: u64,
    /// Records whose category is missing or unknown.
    pub(crate) unidentified: u64,
    /// Data in the place of a record that is not one, apart from broken records whose category is known.
    pub(crate) broken: u64,
    /// Records of other services by kind: the first kinds in the order of their names.
    pub(crate) foreign: BTreeMap<String, u64>,
    /// Records of other services of all further kinds.
    pub(crate) foreign_others: u64,
    /// Findings that `acslint fix` can mend, and those that it can mend with `--unsafe` only.
    pub(crate) fixable: [u64; 2],
    /// Inputs that could not be read, or not to their end.
    pub(crate) unreadable: Vec<Unreadable>,
    /// Entries that the search for inputs left out.
    pub(crate) left_out: LeftOut,
    /// True if the run ended before everything was read.
    pub(crate) interrupted: bool,
    /// Counts of the suppressions, once the run has ended.
    pub(crate) suppressions: Vec<Count>,
    /// Statistics on the contents of records, if a report needs them.
    pub(crate) statistics: ContentStatistics,
    /// Records that `--since` and `--until` left out; no other count includes them.
    pub(crate) unselected: u64,
    /// Statistics of all records, if they are wanted.
    pub(crate) stats: Option<Stats>,
    /// Numbers along a dimension, if they are wanted.
    pub(crate) breakdown: Option<Breakdown>,
    /// Losses in a destination, if they are wanted.
    pub(crate) losses: Option<Losses>,
    types: Vec<TypeCount>,
    levels: [u64; Level::ALL.len()],
    groups: Groups,
}

/// Input that could not be read, with the reason.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// Path as reports show it.
    pub(crate) file: String,
    /// Error.
    pub(crate) reason: String,
}

/// Count of the records of one type.
#[derive(Debug, Clone)]
pub(crate) struct TypeCount {
    pub(crate) record_type: RecordType,
    /// All records, broken ones included.
    pub(crate) records: u64,
    /// Records that are broken, and so not checked.
    pub(crate) broken: u64,
    /// Records that were proved clean, and so not checked in full. The number depends on what each thread has learnt.
    pub(crate) proved_clean: u64,
    /// Records that were proved clean but for the findings of earlier records with the same members, or with the same bad
    /// value, which were replayed. The number depends on what each thread has learnt.
    pub(crate) replayed: u64,
    pub(crate) findings: u64,
}

impl TypeCount {
    /// Returns the number of records that were checked in full.
    pub(crate) fn checked(&self) -> u64 {
        self.records - self.broken
    }
}

impl Tally {
    /// Empty tally that counts along a dimension and losses if they are given, and collects statistics if `has_stats` is true.
    pub(crate) fn counting(by: Option<By>, losses: Option<Losses>, has_stats: bool) -> Self {
        let (stats, breakdown) = (has_stats.then(Stats::default), by.map(Breakdown::new));
        Self { stats, breakdown, losses, ..Self::default() }
    }

    /// Empty tally that counts the same as this one.
    pub(crate) fn alike(&self) -> Self {
        Self {
            breakdown: self.breakdown.as_ref().map(|breakdown| Breakdown::new(breakdown.by())),
            stats: self.stats.as_ref().map(|_| Stats::default()),
            losses: self.losses.as_ref().map(Losses::alike),
            ..Self::default()
        }
    }

    /// Returns the approximate size of the breakdown, the statistics and the losses, in bytes.
    pub(crate) fn size(&self) -> usize {
        self.breakdown.as_ref().map_or(0, Breakdown::size)
            + self.stats.as_ref().map_or(0, Stats::size)
            + self.losses.as_ref().map_or(0, Losses::size)
    }

    /// Lists a type of records, even if no record has it.
    pub(crate) fn expect(&mut self, record_type: RecordType) {
        self.of_type(record_type);
    }

    /// Counts an event of a file, apart from its findings.
    pub(crate) fn event(&mut self, event: &Event<'_>, file: &str) {
        if let Some(breakdown) = &mut self.breakdown {
            breakdown.event(event, file);
        }
        if let Some(stats) = &mut self.stats {
            stats.event(event);
        }
        if let Some(losses) = &mut self.losses {
            losses.event(event);
        }
        let Some(subject) = &event.subject else {
            return;
        };
        self.records += 1;
        self.records_with_findings += u64::from(!event.findings.is_empty());
        self.statistics.event(event);
        match subject {
            Subject::Known(record_type) => {
                let count = self.of_type(*record_type);
                count.records += 1;
                count.replayed += u64::from(event.replayed);
                count.findings += event.findings.len() as u64;
            }
            Subject::Foreign { kind } => match self.foreign.get_mut(kind) {
                Some(records) => *records += 1,
                None => self.add_foreign(kind, 1),
            },
            Subject::Unknown => self.unidentified += 1,
            Subject::Unreadable { record_type: Some(record_type) } => {
                let count = self.of_type(*record_type);
                count.records += 1;
                count.broken += 1;
                count.findings += event.findings.len() as u64;
            }
            Subject::Unreadable { record_type: None } => self.broken += 1,
            Subject::Schema => self.schemas += 1,
        }
    }

    /// Counts foreign records. The set of distinguished kinds does not depend on the order in which they come. A kind
    /// gives up its place only to kinds with smaller names, and those would also precede it in the end.
    fn add_foreign(&mut self, kind: &str, records: u64) {
        *self.foreign.entry(kind.to_owned()).or_default() += records;
        if self.foreign.len() > MOST_FOREIGN
            && let Some((_, records)) = self.foreign.pop_last()
        {
            self.foreign_others += records;
        }
    }

    /// Returns the foreign records by kind, last those of all further kinds.
    pub(crate) fn foreign(&self) -> impl Iterator<Item = (&str, u64)> + Clone {
        let others = (self.foreign_others > 0).then_some((OTHER_KINDS, self.foreign_others));
        self.foreign.iter().map(|(kind, records)| (kind.as_str(), *records)).chain(others)
    }

    /// Counts records of a file that were proved clean.
    pub(crate) fn proved_clean(&mut self, record_type: RecordType, records: u64, file: &str) {
        if let Some(breakdown) = &mut self.breakdown {
            breakdown.proved_clean(records, file);
        }
        if let Some(losses) = &mut self.losses {
            losses.lossless(records);
        }
        self.records += records;
        let count = self.of_type(record_type);
        count.records += records;
        count.proved_clean += records;
    }

    /// Ends an input.
    pub(crate) fn end_of_input(&mut self) {
        if let Some(losses) = &mut self.losses {
            losses.end_of_input();
        }
    }

    /// Counts records of a type without findings: all of them, broken ones, and those proved clean.
    pub(crate) fn add_type(&mut self, record_type: RecordType, [records, broken, proved_clean]: [u64; 3]) {
        let count = self.of_type(record_type);
        count.records += records;
        count.broken += broken;
        count.proved_clean += proved_clean;
    }

    /// Counts records that were proved clean along a dimension.
    pub(crate) fn proved_clean_along(&mut self, key: &AlongKey, records: u64) {
        if let Some(breakdown) = &mut self.breakdown {
            breakdown.proved_clean_along(key, records);
        }
    }

    /// Adds separate counts, which include no finding.
    pub(crate) fn add_clean(&mut self, clean: &Self) {
        self.unselected += clean.unselected;
        if let (Some(breakdown), Some(clean)) = (&mut self.breakdown, &clean.breakdown) {
            breakdown.add(clean);
        }
        if let (Some(stats), Some(clean)) = (&mut self.stats, &clean.stats) {
            stats.merge(clean);
        }
        if let (Some(losses), Some(clean)) = (&mut self.losses, &clean.losses) {
            losses.add(clean);
        }
        self.records += clean.records;
        self.schemas += clean.schemas;
        self.unidentified += clean.unidentified;
        self.broken += clean.broken;
        self.statistics.add(&clean.statistics);
        self.foreign_others += clean.foreign_others;
        for (kind, records) in &clean.foreign {
            self.add_foreign(kind, *records);
        }
        for TypeCount { record_type, records, broken, proved_clean, replayed, .. } in &clean.types {
            self.add_type(*record_type, [*records, *broken, *proved_clean]);
            self.of_type(*record_type).replayed += replayed;
        }
    }

    /// Counts a finding of an event and returns the number of its group.
    pub(crate) fn finding(
        &mut self,
        finding: &Finding,
        subject: Option<&Subject>,
        place: (Place, Option<Time>),
        first: impl FnOnce() -> First,
    ) -> usize {
        self.levels[finding.level as usize] += 1;
        if let (Some(fix), None | Some(Subject::Known(_) | Subject::Foreign { .. } | Subject::Unknown)) =
            (&finding.fix, subject)
        {
            self.fixable[usize::from(fix.applicability == Applicability::Unsafe)] += 1;
        }
        let record_type = subject.and_then(Subject::record_type);
        self.groups.add(finding, record_type, place, first)
    }

    fn of_type(&mut self, record_type: RecordType) -> &mut TypeCount {
        let known = self.types.iter().position(|count| count.record_type == record_type);
        let index = known.unwrap_or_else(|| {
            let (records, broken, proved_clean, replayed, findings) = (0, 0, 0, 0, 0);
            self.types.push(TypeCount { record_type, records, broken, proved_clean, replayed, findings });
            self.types.len() - 1
        });
        &mut self.types[index]
    }

    /// Returns the number of findings that `acslint fix` can mend as a phrase, if there are any.
    pub(crate) fn fixable_phrase(&self) -> Option<String> {
        match self.fixable {
            [0, 0] => None,
            [0, guesses] => Some(format!("`acslint fix --unsafe` can mend {}", thousands(guesses))),
            [safe, 0] => Some(format!("`acslint fix` can mend {}", thousands(safe))),
            [safe, guesses] => Some(format!(
                "`acslint fix` can mend {}, and {} more with `--unsafe`",
                thousands(safe),
                thousands(guesses)
            )),
        }
    }

    /// Returns the groups in the order of their first findings.
    pub(crate) fn groups(&self) -> &[Group] {
        self.groups.all()
    }

    /// Returns the number of findings about names that the groups do not distinguish.
    pub(crate) fn names_omitted(&self) -> u64 {
        self.groups.names_omitted()
    }

    /// Returns the records by type, in the order of their names.
    pub(crate) fn types(&self) -> Vec<TypeCount> {
        let mut types = self.types.clone();
        types.sort_by_key(|count| count.record_type);
        types
    }

    /// Returns the findings by rule and level: the worst level first, then the most frequent rule.
    pub(crate) fn rules(&self) -> Vec<(&'static str, Level, u64)> {
        let mut rules: BTreeMap<(&'static str, Level), u64> = BTreeMap::new();
        for group in self.groups.all() {
            *rules.entry((group.rule, group.level)).or_default() += group.spread.findings;
        }
        let mut rules: Vec<_> =
            rules.into_iter().map(|((rule, level), count)| (rule, level, count)).collect();
        rules.sort_by_key(|(_, level, count)| std::cmp::Reverse((*level, *count)));
        rules
    }

    /// Returns the number of records that were checked in full, and of schemas that were linted.
    pub(crate) fn checked(&self) -> u64 {
        self.schemas + self.types.iter().map(TypeCount::checked).sum::<u64>()
    }

    /// Returns the noun for the counted items, in the singular.
    pub(crate) fn unit(&self) -> &'static str {
        if self.schemas > 0 { "schema" } else { "record" }
    }

    /// Returns the number of findings.
    pub(crate) fn findings(&self) -> u64 {
        self.levels.iter().sum()
    }

    /// Returns the number of suppressed findings.
    pub(crate) fn suppressed(&self) -> u64 {
        self.suppressions.iter().map(|count| count.findings).sum()
    }

    /// Returns the warnings about suppressions that apply to something checked.
    pub(crate) fn suppression_warnings(&self) -> Vec<String> {
        if self.interrupted || !self.unreadable.is_empty() {
            return Vec::new();
        }
        self.suppressions.iter().filter_map(Count::warning).collect()
    }

    /// Returns the number of findings of this level.
    pub(crate) fn of_level(&self, level: Level) -> u64 {
        self.levels[level as usize]
    }

    /// Returns the number of findings of this level or above.
    pub(crate) fn at_or_above(&self, level: Level) -> u64 {
        Level::ALL.into_iter().filter(|other| *other >= level).map(|level| self.of_level(level)).sum()
    }
}

#[cfg(test)]
mod tests {
    use acslint_check::{Disclosure, Event, Excerpt, Position, RecordType, Span, Subject};
    use acslint_types::{CATEGORIES, Shape};

    use super::{MOST_FOREIGN, Tally};

    #[test]
    fn kinds_of_foreign_records_are_bounded_whatever_their_order() {
        let kinds: Vec<String> = (0..3 * MOST_FOREIGN).map(|number| format!("kind {number:04}")).collect();
        let shuffled = kinds.iter().cycle().skip(1234).step_by(1001).take(kinds.len());
        let (mut forward, mut apart, mut mixed) = (Tally::default(), Tally::default(), Tally::default());
        for (index, kind) in kinds.iter().enumerate() {
            forward.add_foreign(kind, 1 + index as u64 % 2);
        }
        for (index, kind) in shuffled.enumerate() {
            let number: u64 = kind[5..].parse().unwrap();
            if index % 3 == 0 { &mut apart } else { &mut mixed }.add_foreign(kind, 1 + number % 2);
        }
        mixed.add_clean(&apart);
        assert_eq!(mixed.foreign().collect::<Vec<_>>(), forward.foreign().collect::<Vec<_>>());
        assert_eq!(forward.foreign().count(), MOST_FOREIGN + 1);
        assert_eq!(forward.foreign().nth(1), Some(("kind 0001", 2)));
        assert_eq!(forward.foreign().last(), Some(("other kinds", MOST_FOREIGN as u64 * 3)));
    }

    #[test]
    fn what_was_counted_apart_adds_up() {
        let record_type = RecordType::of(CATEGORIES[0], Shape::Table);
        let subjects = [
            Some(Subject::Known(record_type)),
            Some(Subject::Foreign { kind: "metric".to_owned() }),
            Some(Subject::Unknown),
            Some(Subject::Unreadable { record_type: None }),
            Some(Subject::Unreadable { record_type: Some(record_type) }),
            None,
        ];
        let mut apart = Tally::default();
        for subject in subjects {
            let excerpt = Excerpt {
                bytes: b"",
                offset: 0,
                anchor: 0,
                anchor_position: Position { line: 1, column: 1 },
                stored: acslint_check::Stored::Same,
            };
            apart.event(
                &Event {
                    record: 1,
                    span: Span::new(0, 0),
                    row: None,
                    replayed: matches!(subject, Some(Subject::Known(_))),
                    subject,
                    findings: &[],
                    contents: None,
                    provenance: None,
                    forecast: None,
                    part: None,
                    disclosure: Disclosure::default(),
                    excerpt,
                },
                "a",
            );
        }
        apart.proved_clean(record_type, 5, "a");
        let mut tally = Tally::default();
        for times in 1..=2 {
            tally.add_clean(&apart);
            assert_eq!(tally.records, 10 * times);
            assert_eq!(tally.checked(), 6 * times);
            assert_eq!((tally.unidentified, tally.broken), (times, times));
            assert_eq!(tally.foreign["metric"], times);
            let counts: Vec<_> = tally
                .types()
                .iter()
                .map(|count| (count.record_type, count.records, count.proved_clean, count.replayed))
                .collect();
            assert_eq!(counts, [(record_type, 7 * times, 5 * times, times)]);
        }
    }
}
