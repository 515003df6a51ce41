//! The registry of rules, sorted by id, and what rules share: what they look at, and how they report.

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
    validate::Violation,
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

/// Kind of violation that a rule is about; decides the level it has unless a user says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The record is wrong: error.
    Correctness,
    /// The record is probably wrong: warning.
    Suspicious,
    /// True of many good records: off.
    Restriction,
    /// It works, but tells people less than it could: info.
    Style,
}

impl Group {
    /// Every group that rules about records are in, the worst first; those about schemas alone are in [`Self::Style`].
    pub const ALL: [Self; 3] = [Self::Correctness, Self::Suspicious, Self::Restriction];

    /// The name that options and pages use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Correctness => "correctness",
            Self::Suspicious => "suspicious",
            Self::Restriction => "restriction",
            Self::Style => "style",
        }
    }

    /// The level of the rules in this group.
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
    /// The version that introduced it.
    pub since: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
    pub(crate) check: Check,
    pub(crate) clean_when: CleanWhen,
}

/// What a rule asks of a record that is proved clean, which is the only way to know that it has nothing to say of it.
///
/// Such a record is valid by its schema and written plainly: each key is its property's own name, or one as good, and stands
/// once in its object. See [`crate::accept`].
#[derive(Debug)]
pub(crate) enum CleanWhen {
    /// Nothing: the rule is silent on every such record.
    Plain,
    /// That some properties are there.
    Present(fn(&Property, Shape) -> bool),
    /// Something of the texts that some properties have.
    Text {
        /// Whether it asks it of this property.
        of: fn(&Property, Shape) -> bool,
        /// Whether the rule is silent on the text, which has no escapes; given the values that are known of the property.
        passes: fn(Option<&Values>, &[u8]) -> bool,
    },
    /// Something of several values together, where a record has all of them.
    CrossField {
        /// Canonical names of their properties.
        properties: &'static [&'static str],
        /// Whether the rule is silent on the values.
        passes: Passes,
    },
}

/// Whether a rule is silent on several values of a record: JSON as the record has it. It is not asked where one of them is
/// a text with escapes.
pub(crate) type Passes = fn(&[&[u8]]) -> bool;

/// What a JSON value is to a rule that compares texts.
enum Plain<'a> {
    /// A text, as it stands between its quotes.
    Text(&'a [u8]),
    /// A number, a truth value or null, as it stands.
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

/// The number that a text of digits stands for, as [`str::parse`] has it, if it is below `limit`.
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

/// What a rule looks at.
#[derive(Debug)]
pub(crate) enum Check {
    /// What the reading of the input came across.
    Source(fn(&InputFault<'_>, &mut Sink<'_>)),
    /// Each record that is not foreign.
    Record(fn(&Record<'_>, &mut Sink<'_>)),
    /// Each violation of a record's schema.
    Violation(fn(&Violation<'_>, &Record<'_>, &mut Sink<'_>)),
    /// Each object among the subschemas of a schema.
    Schema(fn(&Subschema<'_, '_>, &Schema<'_, '_>, &mut Sink<'_>)),
}

impl Rule {
    /// What it means: the first sentence below the title of its page.
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

/// The rule with this id, about records or about schemas.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().chain(SCHEMA_RULES).copied().find(|rule| rule.id == id)
}

/// The levels of all rules: for any record, and for some categories and properties others.
#[derive(Debug)]
pub(crate) struct Levels {
    /// Where no override says otherwise, in the order of [`RULES`].
    general: Vec<Level>,
    /// The last one that says something counts.
    overrides: Vec<Override>,
    /// For each category that an override names, and for records of none or of any other: the highest level of each rule
    /// for any property.
    highest: BTreeMap<Option<&'static str>, Vec<Level>>,
    /// The highest level of each rule for any record.
    anywhere: Vec<Level>,
}

/// Levels of some rules for findings about some categories and properties.
#[derive(Debug)]
struct Override {
    /// Of these categories only, if there are any.
    categories: Vec<&'static str>,
    /// About these properties only, if there are any.
    fields: Vec<String>,
    /// By the rule's place in [`RULES`]; `None` where the override says nothing of it.
    levels: Vec<Option<Level>>,
}

/// What was chosen for each rule, in the order of [`RULES`].
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

    /// The level of a rule, by its place in [`RULES`], for findings about a property, or about none.
    fn level(&self, rule: usize, category: Option<&str>, field: Option<&str>) -> Level {
        let mut given = self.overrides.iter().rev();
        let says = |given: &Override| {
            let level = given.levels[rule]?;
            (given.is_for_category(category) && given.is_for_field(field)).then_some(level)
        };
        given.find_map(says).unwrap_or(self.general[rule])
    }

    /// What the rules that are on for findings about a property ask of a record that is proved clean.
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

    /// What the rules that are on for findings about any property ask of a record that is proved clean.
    pub(crate) fn clean_conditions(&self, category: &Category) -> impl Iterator<Item = &'static CleanWhen> {
        self.enabled(Some(category.id)).map(|(rule, _)| &rule.clean_when)
    }

    /// Whether a rule is on for findings about a property.
    pub(crate) fn is_on(&self, id: &str, category: &Category, property: &Property) -> bool {
        self.clean_conditions_of(category, property).any(|(rule, _)| rule == id)
    }

    /// The rules that are on for findings about any property, with the highest level that one can have.
    fn enabled<'l>(&'l self, category: Option<&'l str>) -> impl Iterator<Item = (&'static Rule, Level)> {
        let highest = self.highest.get(&category).or_else(|| self.highest.get(&None));
        on(highest.unwrap_or(&self.general))
    }

    /// Gives findings the levels that they have now that the category is known, and drops those that have none.
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

/// The rules that are on, with their levels.
fn on(levels: &[Level]) -> impl Iterator<Item = (&'static Rule, Level)> {
    RULES.iter().copied().zip(levels.iter().copied()).filter(|(_, level)| *level > Level::Allow)
}

/// Asks the rules about what the reading came across; which category it is in is not known yet.
pub(crate) fn check_source(levels: &Levels, fault: &InputFault<'_>, findings: &mut Vec<Finding>) {
    for (rule, level) in on(&levels.anywhere) {
        if let Check::Source(check) = rule.check {
            check(fault, &mut Sink { rule, level, offset: 0, findings });
        }
    }
}

/// Asks the rules about a record and its violations; `offset` is where it begins in the input.
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
                    // Several constraints of one value can say the same.
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

/// What a rule said of the violations of a record, by place.
#[derive(Default)]
struct Said(BTreeMap<Span, BTreeSet<String>>);

impl Said {
    /// Whether the same was said before; from then on it was.
    fn knows(&mut self, finding: &Finding) -> bool {
        let messages = self.0.entry(finding.primary.span).or_default();
        !messages.insert(finding.message.verbatim().to_owned())
    }
}

/// Takes what a rule reports; stamps id and level, so that a rule cannot mislabel itself.
pub(crate) struct Sink<'s> {
    pub(crate) rule: &'static Rule,
    pub(crate) level: Level,
    /// Where the record begins in the input.
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
    /// About these bytes.
    pub(crate) fn new(span: Range<u64>, message: impl Into<Text>) -> Self {
        Self { span, message: message.into(), ..Self::default() }
    }

    /// About a value.
    fn value(record: &Record<'_>, value: Value<'_>, message: impl Into<Text>) -> Self {
        let mut draft = Self::new(wide(record.span(value)), message);
        draft.pointer = record.pointer(value.node);
        draft.field = record.field(value.node);
        draft
    }

    /// About a key.
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

    /// Replaces bytes, keeping the meaning.
    fn safe_fix(mut self, span: Range<u64>, text: impl Into<Text>) -> Self {
        self.fix = Some((Applicability::Safe, span, text.into()));
        self
    }

    /// Replaces bytes by what was probably meant.
    fn unsafe_fix(mut self, span: Range<u64>, text: impl Into<Text>) -> Self {
        self.fix = Some((Applicability::Unsafe, span, text.into()));
        self
    }
}

fn wide(range: Range<u32>) -> Range<u64> {
    u64::from(range.start)..u64::from(range.end)
}

/// The most characters of a value that a message quotes.
const QUOTED: usize = 40;

/// Text from a record as messages show it: at most 40 characters, control characters made visible.
pub(crate) fn visible(text: &str) -> String {
    // Most names and many values show as they are.
    if text.len() <= QUOTED && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut shown: String = text.chars().take(QUOTED).map(visible_character).collect();
    if text.chars().nth(QUOTED).is_some() {
        shown.push('…');
    }
    shown
}

/// A stand-in for characters that would do something to a terminal instead of showing.
fn visible_character(character: char) -> char {
    match character {
        '\0'..='\x1F' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{FFFD}'),
        '\x7F' => '\u{2421}',
        character if is_deceptive(character) => '\u{FFFD}',
        character => character,
    }
}

/// Whether a character beyond ASCII controls a terminal, reorders or hides text instead of showing.
///
/// The one list of them, for messages and for whoever shows parts of a record.
pub fn is_deceptive(character: char) -> bool {
    matches!(
        character,
        '\u{80}'..='\u{9F}'
            | '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn alternatives<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [item] => item.as_ref().to_owned(),
        [init @ .., last] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", init.join(", "), last.as_ref())
        }
    }
}

/// A JSON string.
fn quoted(text: &str) -> String {
    // Most texts have nothing to escape.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
        return ["\"", text, "\""].concat();
    }
    serde_json::Value::from(text).to_string()
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
