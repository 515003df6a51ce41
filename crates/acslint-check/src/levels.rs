//! Levels of the rules about records: the general ones, and those of overrides.

use std::collections::BTreeMap;

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
    exceptions: Vec<String>,
}

impl NamesOn {
    pub(crate) fn contains(&self, name: &[u8]) -> bool {
        self.generally != self.exceptions.iter().any(|exception| exception.as_bytes() == name)
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

    fn is_for_field(&self, field: Option<&str>) -> bool {
        self.fields.is_empty() || field.is_some_and(|field| self.fields.iter().any(|known| known == field))
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
        let mut levels = Self { anywhere: general.clone(), general, overrides, highest: BTreeMap::new() };
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
        let named = self.overrides.iter().filter(|given| given.is_for_category(category));
        let named = named.flat_map(|given| given.fields.iter().map(|field| Some(field.as_str())));
        let fields: Vec<Option<&str>> = named.chain([None]).collect();
        let highest = |rule| fields.iter().map(|field| self.level(rule, category, *field)).max();
        (0..RECORD_RULES.len()).map(|rule| highest(rule).unwrap_or(self.general[rule])).collect()
    }

    /// Returns the level of a rule, given by its index in [`RECORD_RULES`], for findings about a property or about none.
    fn level(&self, rule: usize, category: Option<&str>, field: Option<&str>) -> Level {
        let mut given = self.overrides.iter().rev();
        let says = |given: &Override| {
            let level = given.levels[rule]?;
            (given.is_for_category(category) && given.is_for_field(field)).then_some(level)
        };
        given.find_map(says).unwrap_or(self.general[rule])
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
        let named = self.overrides.iter().flat_map(|given| &given.fields);
        let exceptions = named.filter(|name| is_on(Some(name)) != generally).cloned().collect();
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
