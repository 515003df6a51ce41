//! Levels of the rules about records: the general ones, and those of overrides.

use std::collections::{BTreeMap, BTreeSet};

use acslint_types::{Category, Property};

use crate::{
    Finding, Level,
    clean_when::CleanWhen,
    rules::{RECORD_RULES, RecordRule},
    settings,
};

/// Levels of all rules: the general ones, and overrides for some categories and properties.
#[derive(Debug)]
pub(crate) struct Levels {
    /// Levels without overrides, in the order of [`RECORD_RULES`].
    general: Vec<Level>,
    /// Overrides in order; the last one that sets a level counts.
    overrides: Vec<Override>,
    /// Indexes of the overrides for each property that an override names.
    by_field: BTreeMap<String, Vec<usize>>,
    /// Indexes of the overrides for all properties.
    for_all_fields: Vec<usize>,
    /// Highest level of each rule over all properties, by category that an override names. The key `None` stands for
    /// every other category and for records without one.
    highest: BTreeMap<Option<&'static str>, Vec<Level>>,
    /// Highest level of each rule over all records.
    anywhere: Vec<Level>,
}

/// Levels of some rules for findings about some categories and properties.
#[derive(Debug)]
struct Override {
    /// Categories that the override applies to; all if empty.
    categories: Vec<&'static str>,
    /// Properties that the override applies to; all if empty.
    fields: Vec<String>,
    /// Levels in the order of [`RECORD_RULES`]; `None` for a rule that the override does not set.
    levels: Vec<Option<Level>>,
}

/// Names of members about which a rule reports findings.
#[derive(Debug, Default)]
pub(crate) struct NamesOn {
    /// True if the rule reports all names but the exceptions; false if it reports the exceptions only.
    generally: bool,
    exceptions: BTreeSet<Box<[u8]>>,
}

impl NamesOn {
    pub(crate) fn contains(&self, name: &[u8]) -> bool {
        self.generally != self.exceptions.contains(name)
    }
}

/// Returns the level that a user chose for each rule, in the order of [`RECORD_RULES`].
fn chosen(chosen: &[(String, Level)]) -> impl Iterator<Item = Option<Level>> {
    RECORD_RULES.iter().map(move |rule| {
        let names = |id: &String| id == rule.rule.id || id == rule.rule.group.id();
        chosen.iter().rev().find(|(id, _)| names(id)).map(|(_, level)| *level)
    })
}

impl Override {
    fn new(given: &settings::Override) -> Self {
        Self {
            categories: given.categories.clone(),
            fields: given.fields.clone(),
            levels: chosen(&given.levels).collect(),
        }
    }

    fn is_for_category(&self, category: Option<&str>) -> bool {
        self.categories.is_empty() || category.is_some_and(|category| self.categories.contains(&category))
    }
}

impl Levels {
    pub(crate) fn new(given: &[(String, Level)], overrides: &[settings::Override]) -> Self {
        let general: Vec<Level> = RECORD_RULES
            .iter()
            .zip(chosen(given))
            .map(|(rule, chosen)| chosen.unwrap_or(rule.rule.group.level()))
            .collect();
        let overrides: Vec<Override> = overrides.iter().map(Override::new).collect();
        let (mut by_field, mut for_all_fields) = (BTreeMap::<String, Vec<usize>>::new(), Vec::new());
        for (index, given) in overrides.iter().enumerate() {
            for field in &given.fields {
                by_field.entry(field.clone()).or_default().push(index);
            }
            for_all_fields.extend(given.fields.is_empty().then_some(index));
        }
        let (anywhere, highest) = (general.clone(), BTreeMap::new());
        let mut levels = Self { general, overrides, by_field, for_all_fields, highest, anywhere };
        if !levels.overrides.is_empty() {
            let named = levels.overrides.iter().flat_map(|given| given.categories.iter().copied().map(Some));
            levels.highest =
                named.chain([None]).map(|category| (category, levels.highest_for(category))).collect();
            for highest in levels.highest.values() {
                levels
                    .anywhere
                    .iter_mut()
                    .zip(highest)
                    .for_each(|(level, other)| *level = (*level).max(*other));
            }
        }
        levels
    }

    fn highest_for(&self, category: Option<&str>) -> Vec<Level> {
        let named: Vec<&Override> =
            self.overrides.iter().rev().filter(|given| given.is_for_category(category)).collect();
        (0..RECORD_RULES.len()).map(|rule| self.highest(rule, &named)).collect()
    }

    /// Returns the highest level of a rule over all properties, given the overrides for a category, the last one first.
    fn highest(&self, rule: usize, overrides: &[&Override]) -> Level {
        let mut highest = Level::Allow;
        // Properties of which a later override sets the level.
        let mut decided: BTreeSet<&str> = BTreeSet::new();
        for (given, level) in overrides.iter().filter_map(|given| Some((given, given.levels[rule]?))) {
            if given.fields.is_empty() {
                return highest.max(level);
            }
            for field in &given.fields {
                if decided.insert(field) {
                    highest = highest.max(level);
                }
            }
        }
        highest.max(self.general[rule])
    }

    /// Returns the level of a rule, given by its index in [`RECORD_RULES`], for findings about a property or about none.
    #[inline]
    fn level(&self, rule: usize, category: Option<&str>, field: Option<&str>) -> Level {
        if self.overrides.is_empty() { self.general[rule] } else { self.overridden(rule, category, field) }
    }

    fn overridden(&self, rule: usize, category: Option<&str>, field: Option<&str>) -> Level {
        let says = |index: &usize| {
            let given = &self.overrides[*index];
            let level = given.levels[rule].filter(|_| given.is_for_category(category))?;
            Some((*index, level))
        };
        let of_field = field.and_then(|field| self.by_field.get(field)).map_or(&[][..], Vec::as_slice);
        let last = |indexes: &[usize]| indexes.iter().rev().find_map(says);
        let last = last(of_field).max(last(&self.for_all_fields));
        last.map_or(self.general[rule], |(_, level)| level)
    }

    /// Returns the clean conditions of the rules that are on for a property, each with the rule's id.
    pub(crate) fn clean_conditions_of(
        &self,
        category: &Category,
        property: &Property,
    ) -> impl Iterator<Item = (&'static str, &'static CleanWhen)> {
        let is_on =
            move |rule: usize| self.level(rule, Some(category.id), Some(property.name)) > Level::Allow;
        RECORD_RULES
            .iter()
            .enumerate()
            .filter(move |(rule, _)| is_on(*rule))
            .map(|(_, rule)| (rule.rule.id, &rule.clean_when))
    }

    /// Returns the clean conditions of the rules that are on for any property.
    pub(crate) fn clean_conditions(&self, category: &Category) -> impl Iterator<Item = &'static CleanWhen> {
        self.enabled(Some(category.id)).map(|(rule, _)| &rule.clean_when)
    }

    /// Returns true if a rule is on for findings about a property.
    pub(crate) fn is_on(&self, id: &str, category: &Category, property: &Property) -> bool {
        self.clean_conditions_of(category, property).any(|(rule, _)| rule == id)
    }

    /// Returns the names of members about which a rule reports findings.
    pub(crate) fn names_on(&self, id: &str, category: &Category) -> NamesOn {
        let rule = RECORD_RULES.iter().position(|rule| rule.rule.id == id);
        let is_on = |name: Option<&str>| {
            rule.is_some_and(|rule| self.level(rule, Some(category.id), name) > Level::Allow)
        };
        let generally = is_on(None);
        let named = self.by_field.keys().filter(|name| is_on(Some(name)) != generally);
        let exceptions = named.map(|name| name.as_bytes().into()).collect();
        NamesOn { generally, exceptions }
    }

    /// Returns the rules that are on for findings about any property, each with its highest level.
    pub(crate) fn enabled<'l>(
        &'l self,
        category: Option<&'l str>,
    ) -> impl Iterator<Item = (&'static RecordRule, Level)> {
        let highest = self.highest.get(&category).or_else(|| self.highest.get(&None));
        on(highest.unwrap_or(&self.general))
    }

    /// Sets the levels of findings once the category is known, and drops findings whose level is [`Level::Allow`].
    pub(crate) fn assign_levels(&self, findings: &mut Vec<Finding>, category: Option<&str>) {
        if self.overrides.is_empty() {
            return;
        }
        findings.retain_mut(|finding| {
            let rule = RECORD_RULES.iter().position(|rule| rule.rule.id == finding.rule);
            if let Some(rule) = rule {
                finding.level = self.level(rule, category, finding.subject().as_deref());
            }
            finding.level > Level::Allow
        });
    }

    /// Returns the rules that are on for any record, each with its highest level.
    pub(crate) fn enabled_anywhere(&self) -> impl Iterator<Item = (&'static RecordRule, Level)> {
        on(&self.anywhere)
    }
}

/// Returns the rules that are on, with their levels.
fn on(levels: &[Level]) -> impl Iterator<Item = (&'static RecordRule, Level)> {
    RECORD_RULES.iter().copied().zip(levels.iter().copied()).filter(|(_, level)| *level > Level::Allow)
}

#[cfg(test)]
mod tests {
    use super::{Level, Levels, RECORD_RULES};
    use crate::settings;

    /// Level of a rule by its definition: the last override that applies and sets it counts.
    fn defined(overrides: &[settings::Override], rule: usize, category: &str, field: Option<&str>) -> Level {
        let rule = &RECORD_RULES[rule].rule;
        let applies = |given: &&settings::Override| {
            (given.categories.is_empty() || given.categories.contains(&category))
                && (given.fields.is_empty()
                    || field.is_some_and(|field| given.fields.iter().any(|known| known == field)))
        };
        let level = |given: &settings::Override| {
            let named = given.levels.iter().rev().find(|(id, _)| id == rule.id || id == rule.group.id());
            named.map(|(_, level)| *level)
        };
        overrides.iter().rev().filter(applies).find_map(level).unwrap_or(rule.group.level())
    }

    /// Each of three choices for each of three overrides has three options; some of the cases are enough.
    #[test]
    fn the_last_override_of_a_rule_counts_whatever_it_names() {
        let levels = [Level::Allow, Level::Info, Level::Error];
        let rule = RECORD_RULES.iter().position(|rule| rule.rule.id == "unknown-field").unwrap();
        let mut differ = 0;
        for case in (0..3_usize.pow(9)).step_by(7) {
            let choice = |number: u32| case / 3_usize.pow(number) % 3;
            let overrides: Vec<settings::Override> = (0..3)
                .map(|number| settings::Override {
                    categories: [&[][..], &["Usage"], &["Usage", "SMSOperational"]][choice(3 * number)]
                        .to_vec(),
                    fields: [&[][..], &["a"], &["a", "b"]][choice(3 * number + 1)]
                        .iter()
                        .map(|name| (*name).to_owned())
                        .collect(),
                    levels: vec![("unknown-field".to_owned(), levels[choice(3 * number + 2)])],
                })
                .collect();
            let made = Levels::new(&[], &overrides);
            for category in ["Usage", "SMSOperational", "CallSummary"] {
                let fields = [None, Some("a"), Some("b"), Some("c")];
                let expected = fields.map(|field| defined(&overrides, rule, category, field));
                assert_eq!(fields.map(|field| made.level(rule, Some(category), field)), expected);
                assert_eq!(Some(&made.highest_for(Some(category))[rule]), expected.iter().max());
                differ += usize::from(expected.iter().any(|level| *level != expected[0]));
                let category = acslint_types::Category::by_id(category).unwrap();
                let names = made.names_on("unknown-field", category);
                let is_on = |name: &str| names.contains(name.as_bytes());
                assert_eq!(["a", "b", "c"].map(is_on), [1, 2, 3].map(|index| expected[index] > Level::Allow));
            }
        }
        assert!(differ > 1000, "{differ}");
    }
}
