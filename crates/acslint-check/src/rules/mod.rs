//! The rules about records: each is a file beside its page. The registry lists them, sorted by id.

use crate::{
    Group, Rule,
    clean_when::CleanWhen,
    draft::{Draft, Sink, wide},
    framing::InputFault,
    record::Record,
    violation::Violation,
};

mod damaged_cell;
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
mod legacy_table;
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
mod wrong_container;
mod wrong_type;

pub(crate) use invalid_json::cut_line;

/// Makes the lists of rules from their modules.
macro_rules! registry {
    ($($module:ident,)+) => {
        /// Every rule about records, sorted by id.
        pub static RULES: &[&Rule] = &[$(&$module::RULE.rule),+];

        /// The same rules with their checks, in the same order.
        pub(crate) static RECORD_RULES: &[&RecordRule] = &[$(&$module::RULE),+];
    };
}

registry! {
    damaged_cell,
    damaged_version,
    duplicate_key,
    empty_input,
    end_before_start,
    field_spelling,
    foreign_record,
    invalid_encoding,
    invalid_format,
    invalid_json,
    invalid_value,
    legacy_table,
    masked_address,
    misplaced_field,
    missing_category,
    missing_field,
    missing_recommended_field,
    not_a_record,
    not_json_lines,
    recipient_count_mismatch,
    result_contradiction,
    status_recipient_mismatch,
    stringified_number,
    stringified_object,
    truncated_record,
    unexpected_value,
    unknown_category,
    unknown_field,
    wrong_container,
    wrong_type,
}

/// A rule about records.
#[derive(Debug)]
pub(crate) struct RecordRule {
    pub(crate) rule: Rule,
    pub(crate) check: Check,
    pub(crate) clean_when: CleanWhen,
    depends_on: DependsOn,
}

/// Part of a record of a known category that the findings of a rule depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DependsOn {
    /// Any part.
    Record,
    /// Only the names of the members, their places, and the members that are absent: the fast path replays the findings.
    Names,
    /// Each only on the value of one property, its name and its place: the rule is run on the values that the fast path
    /// rejects.
    Value,
}

impl RecordRule {
    /// Returns a rule that reports nothing about any record that the fast path considers clean.
    const fn new(rule: Rule, check: Check) -> Self {
        Self { rule, check, clean_when: CleanWhen::Plain, depends_on: DependsOn::Record }
    }

    /// Declares that the findings depend on the names and places of members alone.
    const fn replayable(mut self) -> Self {
        self.depends_on = DependsOn::Names;
        self
    }

    /// Declares that each finding depends on one value alone.
    const fn about_values(mut self) -> Self {
        self.depends_on = DependsOn::Value;
        self
    }

    /// Returns true if each finding depends on one value alone.
    pub(crate) fn is_about_values(&self) -> bool {
        self.depends_on == DependsOn::Value
    }

    /// Sets the condition that the fast path must prove for the rule.
    const fn clean_when(mut self, condition: CleanWhen) -> Self {
        self.clean_when = condition;
        self
    }
}

/// Returns true if the fast path can replay the findings of a rule, given by its id.
pub(crate) fn is_replayable(id: &str) -> bool {
    RECORD_RULES.iter().any(|rule| rule.rule.id == id && rule.depends_on == DependsOn::Names)
}

/// Returns true if the fast path finds the findings of a rule, given by its id, without the rest of their record.
pub(crate) fn is_found_early(id: &str) -> bool {
    RECORD_RULES.iter().any(|rule| rule.rule.id == id && rule.depends_on != DependsOn::Record)
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
}
