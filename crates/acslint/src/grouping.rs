//! Groups of findings: counts and first places by rule, level, type of record, and property or name.
//!
//! A group depends on the keys of its findings alone, its counts add up, its first place is the earliest one, and its
//! times are the extremes of all. So the groups of consecutive parts of a run combine into those of the run, as long as
//! their names fit.

use std::collections::BTreeMap;
use std::fmt;

use acslint_check::{Finding, Level, Provenance, RecordType, Text, Time};

/// Maximum number of groups about a name in one category; findings about further names are counted together.
const MOST_NAMES: usize = 100_000;

/// Number of groups that are found without a search of the index.
const RECENT: usize = 64;

/// Groups of a run, in the order of their first findings.
#[derive(Debug)]
pub(crate) struct Groups {
    all: Vec<Group>,
    index: BTreeMap<Head, Slots>,
    /// Number of groups about a name, by category.
    names: BTreeMap<Option<&'static str>, usize>,
    most_names: usize,
    /// Groups of recent findings, by [`recent_place`]: looking one up takes a fraction of a search of the index.
    recent: [usize; RECENT],
}

/// Kind of findings: same rule, same level, and same property or name, in records of the same type.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) rule: &'static str,
    pub(crate) level: Level,
    pub(crate) record_type: Option<RecordType>,
    /// Canonical name of the property.
    pub(crate) field: Option<String>,
    /// Name that no schema knows.
    pub(crate) name: Option<Name>,
    pub(crate) spread: Spread,
    /// Times of the records with the findings; `None` if none of them has a time.
    pub(crate) times: Option<Times>,
    /// File, record and line of the first one.
    pub(crate) first: First,
}

impl Group {
    /// Returns true if a finding in a record of this type belongs to the group for its property or its very name.
    fn has(&self, finding: &Finding, record_type: Option<RecordType>) -> bool {
        let name = match (&self.name, &finding.name) {
            (Some(Name::Of(name)), Some(other)) => name.verbatim() == other.verbatim(),
            (None, None) => self.field == finding.field,
            _ => false,
        };
        name && self.rule == finding.rule && self.level == finding.level && self.record_type == record_type
    }
}

/// Returns the place of a finding among the recent ones: a hash of the addresses of its rule and its category, and of its
/// property or its name.
fn recent_place(finding: &Finding, record_type: Option<RecordType>) -> usize {
    let text = match &finding.name {
        Some(name) => name.verbatim(),
        None => finding.field.as_deref().unwrap_or_default(),
    };
    let category = record_type.map_or(0, |of| of.category.as_ptr().addr()) as u64;
    let begins =
        text.bytes().take(8).fold(text.len() as u64, |sum, byte| sum.rotate_left(8) ^ u64::from(byte));
    let mixed = finding.rule.as_ptr().addr() as u64 ^ category.rotate_left(20) ^ begins;
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - RECENT.ilog2())) as usize
}

/// Earliest and latest of some times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) first: Time,
    pub(crate) last: Time,
}

impl Times {
    /// Times of one record.
    pub(crate) const fn of(time: Time) -> Self {
        Self { first: time, last: time }
    }

    /// Returns the extremes of both.
    pub(crate) fn with(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }

    /// Returns the extremes of both, where there are any.
    pub(crate) fn of_both(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (Some(one), Some(other)) => Some(one.with(other)),
            (one, other) => one.or(other),
        }
    }
}

impl fmt::Display for Times {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return write!(formatter, "{}", self.first);
        }
        write!(formatter, "{} to {}", self.first, self.last)
    }
}

/// Name that no schema knows.
#[derive(Debug)]
pub(crate) enum Name {
    /// Name as the record spells it; may be private.
    Of(Text),
    /// All names that are not distinguished.
    Others,
}

/// Place of the first finding of a group.
#[derive(Debug)]
pub(crate) struct First {
    pub(crate) file: String,
    pub(crate) record: u64,
    pub(crate) line: u64,
    /// Time and resource of the record.
    pub(crate) provenance: Provenance,
}

/// Numbers of findings, of records with them, and of files with them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spread {
    pub(crate) findings: u64,
    pub(crate) records: u64,
    pub(crate) files: u64,
    last: Option<Place>,
}

/// Place of a record: the number of its input in this run, and its own number in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) input: u64,
    pub(crate) record: u64,
}

impl Spread {
    /// Counts a finding; the places of successive calls must be in input order.
    pub(crate) fn add(&mut self, place: Place) {
        self.findings += 1;
        self.records += u64::from(self.last != Some(place));
        self.files += u64::from(self.last.is_none_or(|last| last.input != place.input));
        self.last = Some(place);
    }

    /// Returns the sum of both. Records and files with findings of both count twice.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            findings: self.findings + other.findings,
            records: self.records + other.records,
            files: self.files + other.files,
            last: other.last,
        }
    }
}

/// Common part of the keys of groups.
pub(crate) type Head = (&'static str, Level, Option<RecordType>);

/// Indexes of the groups with the same head.
#[derive(Debug, Default)]
struct Slots {
    none: Option<usize>,
    fields: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
    other_names: Option<usize>,
}

impl Default for Groups {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            index: BTreeMap::new(),
            names: BTreeMap::new(),
            most_names: MOST_NAMES,
            recent: [0; RECENT],
        }
    }
}

impl Groups {
    /// Counts a finding and returns the index of its group.
    pub(crate) fn add(
        &mut self,
        finding: &Finding,
        record_type: Option<RecordType>,
        (place, time): (Place, Option<Time>),
        first: impl FnOnce() -> First,
    ) -> usize {
        let recent = recent_place(finding, record_type);
        let known = self.all.get(self.recent[recent]).filter(|group| group.has(finding, record_type));
        let (group, is_other) = match known {
            Some(_) => (self.recent[recent], false),
            None => self.slot(finding, record_type),
        };
        self.recent[recent] = group;
        if group == self.all.len() {
            let name = finding.name.as_ref();
            self.all.push(Group {
                rule: finding.rule,
                level: finding.level,
                record_type,
                field: finding.field.clone(),
                name: name.map(|name| if is_other { Name::Others } else { Name::Of(name.clone()) }),
                spread: Spread::default(),
                times: None,
                first: first(),
            });
        }
        let counted = &mut self.all[group];
        counted.spread.add(place);
        counted.times = Times::of_both(counted.times, time.map(Times::of));
        group
    }

    /// Returns the index of the finding's group, or the number of groups if it has none yet. The flag is true for the
    /// group of all names that are not distinguished.
    fn slot(&mut self, finding: &Finding, record_type: Option<RecordType>) -> (usize, bool) {
        let next = self.all.len();
        let slots = self.index.entry((finding.rule, finding.level, record_type)).or_default();
        if let Some(name) = &finding.name {
            let name = name.verbatim();
            if let Some(group) = slots.names.get(name) {
                return (*group, false);
            }
            let names = self.names.entry(record_type.map(|of| of.category)).or_default();
            if *names == self.most_names {
                return (*slots.other_names.get_or_insert(next), true);
            }
            *names += 1;
            slots.names.insert(name.to_owned(), next);
            return (next, false);
        }
        let group = match &finding.field {
            None => *slots.none.get_or_insert(next),
            Some(field) => match slots.fields.get(field) {
                Some(group) => *group,
                None => *slots.fields.entry(field.clone()).or_insert(next),
            },
        };
        (group, false)
    }

    /// Returns the groups in the order of their first findings.
    pub(crate) fn all(&self) -> &[Group] {
        &self.all
    }

    /// Returns the number of findings about names that are not distinguished.
    pub(crate) fn names_omitted(&self) -> u64 {
        let others = self.all.iter().filter(|group| matches!(group.name, Some(Name::Others)));
        others.map(|group| group.spread.findings).sum()
    }
}

#[cfg(test)]
mod tests {
    use acslint_check::{Finding, Label, Level, Provenance, RecordType, Span, Text, Time};
    use acslint_types::{CATEGORIES, Shape};

    use super::{First, Groups, Name, Place, Times};

    fn unknown(name: &str) -> Finding {
        Finding {
            rule: "unknown-field",
            level: Level::Warning,
            message: Text::default(),
            help: None,
            primary: Label { span: Span::new(0, 0), text: Text::default(), is_open: false },
            secondary: Vec::new(),
            pointer: Text::default(),
            field: None,
            name: Some(Text::known(name)),
            fix: None,
            loss: None,
        }
    }

    fn add(groups: &mut Groups, category: usize, shape: Shape, name: &str, record: u64) {
        let record_type = RecordType::of(CATEGORIES[category], shape);
        let time = Time::from_seconds(record.cast_signed());
        let provenance = Provenance { time, resource: None };
        let first = || First { file: "a".to_owned(), record, line: record, provenance };
        groups.add(&unknown(name), Some(record_type), (Place { input: 1, record }, time), first);
    }

    fn shown(groups: &Groups) -> Vec<(&str, u64, u64, u64)> {
        let name = |name: &Option<Name>| match name {
            Some(Name::Of(name)) => name.verbatim().to_owned().leak(),
            Some(Name::Others) => "(others)",
            None => "(none)",
        };
        groups
            .all()
            .iter()
            .map(|group| (name(&group.name), group.spread.findings, group.spread.records, group.first.record))
            .collect()
    }

    #[test]
    fn each_name_has_a_group_with_its_own_counts_and_first_place() {
        let mut groups = Groups::default();
        for (name, record) in [("Region", 1), ("Tier", 1), ("Region", 2), ("Region", 2), ("region", 3)] {
            add(&mut groups, 0, Shape::Table, name, record);
        }
        assert_eq!(shown(&groups), [("Region", 3, 2, 1), ("Tier", 1, 1, 1), ("region", 1, 1, 3)]);
        assert_eq!(groups.names_omitted(), 0);
    }

    #[test]
    fn the_times_of_a_group_are_the_extremes_in_any_order() {
        let mut groups = Groups::default();
        for record in [5, 3, 9, 4] {
            add(&mut groups, 0, Shape::Table, "Region", record);
        }
        let time = |seconds| Time::from_seconds(seconds).unwrap();
        let times = Times { first: time(3), last: time(9) };
        assert_eq!(groups.all()[0].times, Some(times));
        assert_eq!(groups.all()[0].first.provenance.time, Some(time(5)));
        assert_eq!(times.to_string(), "1970-01-01T00:00:03Z to 1970-01-01T00:00:09Z");
        assert_eq!(Times::of(time(3)).to_string(), "1970-01-01T00:00:03Z");
        assert_eq!(Times::of_both(Some(times), None), Some(times));
        assert_eq!(
            Times::of_both(Some(Times::of(time(1))), Some(times)).unwrap().with(Times::of(time(2))),
            Times { first: time(1), last: time(9) }
        );
    }

    #[test]
    fn names_of_a_category_are_bounded_in_all_its_shapes_and_the_rest_is_counted() {
        let mut groups = Groups { most_names: 2, ..Groups::default() };
        add(&mut groups, 0, Shape::Table, "A", 1);
        add(&mut groups, 0, Shape::ResourceLog, "A", 2);
        add(&mut groups, 0, Shape::ResourceLog, "B", 3);
        add(&mut groups, 0, Shape::ResourceLog, "C", 3);
        add(&mut groups, 0, Shape::ResourceLog, "A", 4);
        // Another category has its own bound.
        add(&mut groups, 1, Shape::Table, "A", 5);
        assert_eq!(shown(&groups), [("A", 1, 1, 1), ("A", 2, 2, 2), ("(others)", 2, 1, 3), ("A", 1, 1, 5)]);
        assert_eq!(groups.names_omitted(), 2);
    }
}
