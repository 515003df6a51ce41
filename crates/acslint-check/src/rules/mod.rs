//! The registry of rules, sorted by id, and what rules share: the inputs of their checks, and their reporting.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use acslint_types::{Category, Property, Shape, Values};

use crate::{
    Applicability, Edit, Finding, Fix, Label, Level, SCHEMA_RULES, Span, Text,
    document::Value,
    framing::InputFault,
    lint::{Schema, Subschema},
    record::{Naming, Record},
    violation::Violation,
};

mod damaged_version;
mod duplicate_key;
mod empty_input;
mod end_before_start;
mod field_spelling;
mod foreign_record;
mod invalid_encoding;
mod invalid_format;
mod invalid_json;
mod invalid_value;
mod masked_address;
mod misplaced_field;
mod missing_category;
mod missing_field;
mod missing_recommended_field;
mod not_a_record;
mod not_json_lines;
mod recipient_count_mismatch;
mod result_contradiction;
mod status_recipient_mismatch;
mod stringified_number;
mod stringified_object;
mod truncated_record;
mod unexpected_value;
mod unknown_category;
mod unknown_field;
mod wrong_type;

/// Every rule about records, sorted by id.
pub static RULES: &[&Rule] = &[
    &damaged_version::RULE,
    &duplicate_key::RULE,
    &empty_input::RULE,
    &end_before_start::RULE,
    &field_spelling::RULE,
    &foreign_record::RULE,
    &invalid_encoding::RULE,
    &invalid_format::RULE,
    &invalid_json::RULE,
    &invalid_value::RULE,
    &masked_address::RULE,
    &misplaced_field::RULE,
    &missing_category::RULE,
    &missing_field::RULE,
    &missing_recommended_field::RULE,
    &not_a_record::RULE,
    &not_json_lines::RULE,
    &recipient_count_mismatch::RULE,
    &result_contradiction::RULE,
    &status_recipient_mismatch::RULE,
    &stringified_number::RULE,
    &stringified_object::RULE,
    &truncated_record::RULE,
    &unexpected_value::RULE,
    &unknown_category::RULE,
    &unknown_field::RULE,
    &wrong_type::RULE,
];

/// Kind of violation that a rule reports; decides the rule's level unless a user sets another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The record is wrong: error.
    Correctness,
    /// The record is probably wrong: warning.
    Suspicious,
    /// True of many good records: off.
    Restriction,
    /// The schema works, but tells people less than it could: info.
    Style,
}

impl Group {
    /// Every group of the rules about records, the worst first; only rules about schemas are in [`Self::Style`].
    pub const ALL: [Self; 3] = [Self::Correctness, Self::Suspicious, Self::Restriction];

    /// Name of the group in options and pages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Correctness => "correctness",
            Self::Suspicious => "suspicious",
            Self::Restriction => "restriction",
            Self::Style => "style",
        }
    }

    /// Level of the rules in this group.
    pub const fn level(self) -> Level {
        match self {
            Self::Correctness => Level::Error,
            Self::Suspicious => Level::Warning,
            Self::Restriction => Level::Allow,
            Self::Style => Level::Info,
        }
    }
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case name of the violation.
    pub id: &'static str,
    /// Kind of violation.
    pub group: Group,
    /// Version that introduced the rule.
    pub since: &'static str,
    /// Page of the rule, in Markdown.
    pub page: &'static str,
    pub(crate) check: Check,
    pub(crate) clean_when: CleanWhen,
}

/// Condition under which a rule reports nothing about a record that the fast path considers clean.
///
/// Such a record is valid by its schema and written plainly: each key is its property's own name or an equivalent, and
/// occurs once in its object. See [`crate::fast_path`].
#[derive(Debug)]
pub(crate) enum CleanWhen {
    /// No condition: the rule reports nothing about any such record.
    Plain,
    /// Some properties must be present.
    Present(fn(&Property, Shape) -> bool),
    /// Condition on the texts of some properties.
    Text {
        /// Returns true if the condition applies to this property.
        of: fn(&Property, Shape) -> bool,
        /// Returns true if the rule reports nothing about the text, which has no escapes. The first argument holds
        /// the known values of the property.
        passes: fn(Option<&Values>, &[u8]) -> bool,
    },
    /// Condition on several values together, if a record has all of them.
    CrossField {
        /// Canonical names of the properties.
        properties: &'static [&'static str],
        /// Returns true if the rule reports nothing about the values.
        passes: Passes,
    },
}

/// Returns true if a rule reports nothing about several values of a record, given as the record's JSON. The caller
/// passes no text with escapes.
pub(crate) type Passes = fn(&[&[u8]]) -> bool;

/// A JSON value as a rule that compares texts sees it.
enum Plain<'a> {
    /// The bytes between the quotes of a string.
    Text(&'a [u8]),
    /// The bytes of a number, a boolean or null.
    Other(&'a [u8]),
}

impl<'a> Plain<'a> {
    fn of(json: &'a [u8]) -> Self {
        match json {
            [b'"', text @ .., b'"'] => Self::Text(text),
            other => Self::Other(other),
        }
    }
}

/// Parses a text of digits as [`str::parse`] does; `None` unless the number is below `limit`.
fn whole_number(text: &[u8], limit: u64) -> Option<u64> {
    let digits = text.strip_prefix(b"+").unwrap_or(text);
    let mut number = 0_u64;
    for digit in digits {
        let digit = u64::from(digit.wrapping_sub(b'0'));
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(digit)?;
    }
    (!digits.is_empty() && number < limit).then_some(number)
}

/// Input of a rule's check.
#[derive(Debug)]
pub(crate) enum Check {
    /// Each fault that reading the input found.
    Source(fn(&InputFault<'_>, &mut Sink<'_>)),
    /// Each record that is not foreign.
    Record(fn(&Record<'_>, &mut Sink<'_>)),
    /// Each violation of a record's schema.
    Violation(fn(&Violation<'_>, &Record<'_>, &mut Sink<'_>)),
    /// Each object among the subschemas of a schema.
    Schema(fn(&Subschema<'_, '_>, &Schema<'_, '_>, &mut Sink<'_>)),
}

impl Rule {
    /// Returns the first sentence below the title of the rule's page.
    pub fn meaning(&self) -> String {
        meaning(self.page)
    }
}

fn meaning(page: &str) -> String {
    let below = page.lines().skip_while(|line| line.starts_with('#') || line.trim().is_empty());
    let paragraph: Vec<&str> = below.take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let paragraph = paragraph.join(" ");
    match paragraph.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => paragraph,
    }
}

/// Returns the rule with this id, about records or about schemas.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().chain(SCHEMA_RULES).copied().find(|rule| rule.id == id)
}

/// Levels of all rules: the general ones, and overrides for some categories and properties.
#[derive(Debug)]
pub(crate) struct Levels {
    /// Levels without overrides, in the order of [`RULES`].
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
    /// Levels in the order of [`RULES`]; `None` for a rule that the override does not set.
    levels: Vec<Option<Level>>,
}

/// Returns the level that a user chose for each rule, in the order of [`RULES`].
fn chosen(chosen: &[(String, Level)]) -> impl Iterator<Item = Option<Level>> {
    RULES.iter().map(move |rule| {
        let names = |id: &String| id == rule.id || id == rule.group.id();
        chosen.iter().rev().find(|(id, _)| names(id)).map(|(_, level)| *level)
    })
}

impl Override {
    fn new(given: &crate::Override) -> Self {
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
    pub(crate) fn new(given: &[(String, Level)], overrides: &[crate::Override]) -> Self {
        let general: Vec<Level> = RULES
            .iter()
            .zip(chosen(given))
            .map(|(rule, chosen)| chosen.unwrap_or(rule.group.level()))
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
        (0..RULES.len()).map(|rule| highest(rule).unwrap_or(self.general[rule])).collect()
    }

    /// Returns the level of a rule, given by its index in [`RULES`], for findings about a property or about none.
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
        RULES
            .iter()
            .enumerate()
            .filter(move |(rule, _)| is_on(*rule))
            .map(|(_, rule)| (rule.id, &rule.clean_when))
    }

    /// Returns the clean conditions of the rules that are on for any property.
    pub(crate) fn clean_conditions(&self, category: &Category) -> impl Iterator<Item = &'static CleanWhen> {
        self.enabled(Some(category.id)).map(|(rule, _)| &rule.clean_when)
    }

    /// Returns true if a rule is on for findings about a property.
    pub(crate) fn is_on(&self, id: &str, category: &Category, property: &Property) -> bool {
        self.clean_conditions_of(category, property).any(|(rule, _)| rule == id)
    }

    /// Returns the rules that are on for findings about any property, each with its highest level.
    fn enabled<'l>(&'l self, category: Option<&'l str>) -> impl Iterator<Item = (&'static Rule, Level)> {
        let highest = self.highest.get(&category).or_else(|| self.highest.get(&None));
        on(highest.unwrap_or(&self.general))
    }

    /// Sets the levels of findings once the category is known, and drops findings whose level is [`Level::Allow`].
    pub(crate) fn settle(&self, findings: &mut Vec<Finding>, category: Option<&str>) {
        if self.overrides.is_empty() {
            return;
        }
        findings.retain_mut(|finding| {
            let rule = RULES.iter().position(|rule| rule.id == finding.rule);
            if let Some(rule) = rule {
                finding.level = self.level(rule, category, finding.subject().as_deref());
            }
            finding.level > Level::Allow
        });
    }
}

/// Returns the rules that are on, with their levels.
fn on(levels: &[Level]) -> impl Iterator<Item = (&'static Rule, Level)> {
    RULES.iter().copied().zip(levels.iter().copied()).filter(|(_, level)| *level > Level::Allow)
}

/// Runs the rules about input faults. The category is not known yet.
pub(crate) fn check_source(levels: &Levels, fault: &InputFault<'_>, findings: &mut Vec<Finding>) {
    for (rule, level) in on(&levels.anywhere) {
        if let Check::Source(check) = rule.check {
            check(fault, &mut Sink { rule, level, offset: 0, findings });
        }
    }
}

/// Runs the rules about a record and its violations; `offset` is the record's first byte in the input.
pub(crate) fn check_record(
    levels: &Levels,
    record: &Record<'_>,
    violations: &[Violation<'_>],
    offset: u64,
    findings: &mut Vec<Finding>,
) {
    for (rule, level) in levels.enabled(record.category()) {
        let sink = &mut Sink { rule, level, offset, findings };
        match rule.check {
            Check::Source(_) | Check::Schema(_) => {}
            Check::Record(check) => check(record, sink),
            Check::Violation(check) => {
                let mut said = Said::default();
                for violation in violations {
                    let before = sink.findings.len();
                    check(violation, record, sink);
                    // Several constraints of one value can have the same message.
                    if violations.len() > 1
                        && sink.findings.get(before).is_some_and(|finding| said.knows(finding))
                    {
                        sink.findings.truncate(before);
                    }
                }
            }
        }
    }
}

/// Messages that a rule has reported about the violations of a record, by span.
#[derive(Default)]
struct Said(BTreeMap<Span, BTreeSet<String>>);

impl Said {
    /// Returns true if the message was already reported at its span; records it otherwise.
    fn knows(&mut self, finding: &Finding) -> bool {
        let messages = self.0.entry(finding.primary.span).or_default();
        !messages.insert(finding.message.verbatim().to_owned())
    }
}

/// Receiver of a rule's findings; sets id and level, so that a rule cannot mislabel itself.
pub(crate) struct Sink<'s> {
    pub(crate) rule: &'static Rule,
    pub(crate) level: Level,
    /// First byte of the record in the input.
    pub(crate) offset: u64,
    pub(crate) findings: &'s mut Vec<Finding>,
}

impl Sink<'_> {
    pub(crate) fn report(&mut self, draft: Draft) {
        let span = |range: Range<u64>| Span::new(self.offset + range.start, self.offset + range.end);
        self.findings.push(Finding {
            rule: self.rule.id,
            level: self.level,
            message: draft.message,
            help: draft.help,
            primary: Label { span: span(draft.span), text: draft.label },
            secondary: draft
                .secondary
                .into_iter()
                .map(|(range, text)| Label { span: span(range), text })
                .collect(),
            pointer: draft.pointer,
            field: draft.field,
            fix: draft.fix.map(|(applicability, range, text)| Fix {
                applicability,
                edits: vec![Edit { span: span(range), text }],
            }),
        });
    }
}

/// A finding before it has a rule, a level and a place in the input.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    span: Range<u64>,
    pub(crate) message: Text,
    label: Text,
    help: Option<Text>,
    pub(crate) pointer: Text,
    field: Option<String>,
    secondary: Vec<(Range<u64>, Text)>,
    fix: Option<(Applicability, Range<u64>, Text)>,
}

impl Draft {
    /// Returns a draft about these bytes.
    pub(crate) fn new(span: Range<u64>, message: impl Into<Text>) -> Self {
        Self { span, message: message.into(), ..Self::default() }
    }

    /// Returns a draft about a value.
    fn value(record: &Record<'_>, value: Value<'_>, message: impl Into<Text>) -> Self {
        let mut draft = Self::new(wide(record.span(value)), message);
        draft.pointer = record.pointer(value.node);
        draft.field = record.field(value.node);
        draft
    }

    /// Returns a draft about a key.
    fn key(record: &Record<'_>, key: &Naming, message: impl Into<Text>) -> Self {
        let mut draft = Self::new(wide(record.key_span(key.key)), message);
        draft.pointer = record.pointer(key.value);
        draft.field = key.named.map(|named| named.property.name.to_owned());
        draft
    }

    fn label(mut self, label: impl Into<Text>) -> Self {
        self.label = label.into();
        self
    }

    pub(crate) fn help(mut self, help: impl Into<Text>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    fn also(mut self, span: Range<u32>, text: impl Into<Text>) -> Self {
        self.secondary.push((wide(span), text.into()));
        self
    }

    /// Adds a fix that replaces bytes and keeps the meaning.
    fn safe_fix(mut self, span: Range<u64>, text: impl Into<Text>) -> Self {
        self.fix = Some((Applicability::Safe, span, text.into()));
        self
    }

    /// Adds a fix that replaces bytes by the probable intent.
    fn unsafe_fix(mut self, span: Range<u64>, text: impl Into<Text>) -> Self {
        self.fix = Some((Applicability::Unsafe, span, text.into()));
        self
    }
}

fn wide(range: Range<u32>) -> Range<u64> {
    u64::from(range.start)..u64::from(range.end)
}

#[cfg(test)]
mod tests {
    use super::meaning;

    #[test]
    fn the_meaning_is_the_first_sentence() {
        assert_eq!(meaning("# a\n\nOne thing,\nsaid. More.\n\n## Fails\n"), "One thing, said.");
        assert_eq!(meaning("# a\n\nOnly this.\n"), "Only this.");
    }
}
