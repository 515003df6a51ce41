//! Comparison of statistics: what is new, gone, rarer or wider since earlier ones.

use std::{borrow::Cow, cmp::Reverse};

use acslint_check::Level;

use super::{PropertyStats, Range, Stats, TypeName, TypeStats};

/// Difference of shares from which on a property counts as rarer.
const RARER: f64 = 0.1;

/// Change since earlier statistics.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Type of the records.
    pub record_type: TypeName,
    /// Property, if the change is about one.
    pub property: Option<Cow<'static, str>>,
    /// Kind of the change.
    pub kind: ChangeKind,
}

/// Kind of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum ChangeKind {
    /// There were no records of the type before, or none with the property.
    New,
    /// There are no records of the type any more, or none with the property.
    Vanished,
    /// The share of records with the property is smaller by a tenth of all records or more: before, and now.
    Rarer(f64, f64),
    /// The property has a value that it did not have.
    NewValue(String),
    /// The property does not have a value that it had.
    VanishedValue(String),
    /// Its numbers or times are beyond the range that they had: before, and now.
    Wider(Range, Range),
}

impl ChangeKind {
    /// Name in reports.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Vanished => "vanished",
            Self::Rarer(..) => "rarer",
            Self::NewValue(_) => "new-value",
            Self::VanishedValue(_) => "vanished-value",
            Self::Wider(..) => "wider",
        }
    }
}

impl Change {
    /// Level of the change: an error where records or values vanished, a warning where they became rarer.
    pub const fn level(&self) -> Level {
        match self.kind {
            ChangeKind::Vanished => Level::Error,
            ChangeKind::Rarer(..) => Level::Warning,
            ChangeKind::New
            | ChangeKind::NewValue(_)
            | ChangeKind::VanishedValue(_)
            | ChangeKind::Wider(..) => Level::Info,
        }
    }
}

/// Returns the changes from earlier statistics to later ones: the worst first, then in the order of categories and
/// properties.
pub fn changes(before: &Stats, now: &Stats) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut names: Vec<&TypeName> = before.types.keys().chain(now.types.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let some = |stats: &'_ Stats, name| stats.types.get(name).filter(|of_type| of_type.records > 0).cloned();
    for name in names {
        let of_type = |kind| Change { record_type: name.clone(), property: None, kind };
        match (some(before, name), some(now, name)) {
            (None, None) => {}
            (None, Some(_)) => changes.push(of_type(ChangeKind::New)),
            (Some(_), None) => changes.push(of_type(ChangeKind::Vanished)),
            (Some(before), Some(now)) => compare(name, &before, &now, &mut changes),
        }
    }
    changes.sort_by_key(|change| Reverse(change.level()));
    changes
}

fn compare(record_type: &TypeName, before: &TypeStats, now: &TypeStats, changes: &mut Vec<Change>) {
    let none = PropertyStats::default();
    let mut names: Vec<&Cow<'static, str>> = before.properties.keys().chain(now.properties.keys()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let earlier = before.properties.get(name).unwrap_or(&none);
        let later = now.properties.get(name).unwrap_or(&none);
        let mut add = |kind| {
            changes.push(Change { record_type: record_type.clone(), property: Some(name.clone()), kind });
        };
        match (earlier.present, later.present) {
            (0, 0) => {}
            (0, _) => add(ChangeKind::New),
            (_, 0) => add(ChangeKind::Vanished),
            (present, present_now) => {
                let share = present as f64 / before.records as f64;
                let share_now = present_now as f64 / now.records as f64;
                if share - share_now >= RARER {
                    add(ChangeKind::Rarer(share, share_now));
                }
                compare_values(earlier, later, &mut add);
            }
        }
    }
}

/// Compares the values of a property that occurs on both sides.
fn compare_values(earlier: &PropertyStats, later: &PropertyStats, add: &mut impl FnMut(ChangeKind)) {
    // Where some values are not listed, a value that is not listed may be one of them.
    if earlier.other_values == 0 {
        let new = later.values.keys().filter(|value| !earlier.values.contains_key(*value));
        new.for_each(|value| add(ChangeKind::NewValue(value.clone())));
    }
    if later.other_values == 0 {
        let vanished = earlier.values.keys().filter(|value| !later.values.contains_key(*value));
        vanished.for_each(|value| add(ChangeKind::VanishedValue(value.clone())));
    }
    if let (Some(Range::Numbers(least, greatest)), Some(Range::Numbers(least_now, greatest_now))) =
        (earlier.range, later.range)
        && (least_now < least || greatest_now > greatest)
    {
        add(ChangeKind::Wider(Range::Numbers(least, greatest), Range::Numbers(least_now, greatest_now)));
    }
}
