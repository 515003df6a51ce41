//! Drafts of findings, and the sink that rules report them to.

use std::{cmp::Ordering, ops::Range};

use crate::{
    Applicability, Edit, Finding, Fix, Label, Level, Span, Text,
    document::Value,
    record::{Naming, Record},
    rule_meta::Rule,
};

/// Receiver of a rule's findings; sets id and level, so that a rule cannot mislabel itself.
pub(crate) struct Sink<'s> {
    pub(crate) rule: &'static Rule,
    pub(crate) level: Level,
    /// First byte of the record in the input.
    pub(crate) offset: u64,
    pub(crate) findings: &'s mut Vec<Finding>,
    /// Number of findings before those of the rule.
    before: usize,
}

/// Maximum number of findings that a rule reports of one record. It bounds their memory, of about 1.6 kB each: a record of
/// 88 MB with nothing but unknown members would have four million.
const MOST_FINDINGS: usize = 100_000;

impl<'s> Sink<'s> {
    /// Receiver of the findings of a rule about one record.
    pub(crate) fn new(
        rule: &'static Rule,
        level: Level,
        offset: u64,
        findings: &'s mut Vec<Finding>,
    ) -> Self {
        let before = findings.len();
        Self { rule, level, offset, findings, before }
    }

    /// Reports a finding. Behind the most that a rule may have, one more says that there are others.
    pub(crate) fn report(&mut self, draft: Draft) {
        let draft = match (self.findings.len() - self.before).cmp(&MOST_FINDINGS) {
            Ordering::Less => draft,
            Ordering::Equal => {
                Draft::new(draft.span, "more findings of this rule: 100,000 of a record are listed")
            }
            Ordering::Greater => return,
        };
        let span = |range: Range<u64>| Span::new(self.offset + range.start, self.offset + range.end);
        self.findings.push(Finding {
            rule: self.rule.id,
            level: self.level,
            message: draft.message,
            help: draft.help,
            primary: Label { span: span(draft.span), text: draft.label, is_open: draft.is_open },
            secondary: draft
                .secondary
                .into_iter()
                .map(|(range, text)| Label { span: span(range), text, is_open: false })
                .collect(),
            pointer: draft.pointer,
            field: draft.field,
            name: draft.name,
            fix: draft.fix.map(|(applicability, edits)| Fix {
                applicability,
                edits: edits.into_iter().map(|(range, text)| Edit { span: span(range), text }).collect(),
            }),
            loss: None,
        });
    }
}

/// Ranges of a record's bytes, and what replaces them.
pub(crate) type Replacements = Vec<(Range<u64>, Text)>;

/// A finding before it has a rule, a level and a place in the input.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) span: Range<u64>,
    pub(crate) message: Text,
    label: Text,
    is_open: bool,
    pub(crate) help: Option<Text>,
    pub(crate) pointer: Text,
    pub(crate) field: Option<String>,
    name: Option<Text>,
    secondary: Vec<(Range<u64>, Text)>,
    fix: Option<(Applicability, Replacements)>,
}

impl Draft {
    /// Returns a draft about these bytes.
    pub(crate) fn new(span: Range<u64>, message: impl Into<Text>) -> Self {
        Self { span, message: message.into(), ..Self::default() }
    }

    /// Returns a draft about a value.
    pub(crate) fn value(record: &Record<'_>, value: Value<'_>, message: impl Into<Text>) -> Self {
        let mut draft = Self::new(wide(record.span(value)), message);
        draft.pointer = record.pointer(value.node);
        draft.field = record.field(value.node);
        draft
    }

    /// Returns a draft about a key.
    pub(crate) fn key(record: &Record<'_>, key: &Naming, message: impl Into<Text>) -> Self {
        let mut draft = Self::new(wide(record.key_span(key.key)), message);
        draft.pointer = record.pointer(key.value);
        draft.field = key.named.map(|named| named.property.name.to_owned());
        draft
    }

    pub(crate) fn label(mut self, label: impl Into<Text>) -> Self {
        self.label = label.into();
        self
    }

    /// Marks the place as the beginning of something without a proper end.
    pub(crate) fn open(mut self) -> Self {
        self.is_open = true;
        self
    }

    pub(crate) fn help(mut self, help: impl Into<Text>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Sets the name that no schema knows.
    pub(crate) fn name(mut self, name: impl Into<Text>) -> Self {
        self.name = Some(name.into());
        self
    }

    pub(crate) fn also(mut self, span: Range<u32>, text: impl Into<Text>) -> Self {
        self.secondary.push((wide(span), text.into()));
        self
    }

    /// Adds a fix that replaces bytes and keeps the meaning.
    pub(crate) fn safe_fix(mut self, span: Range<u64>, text: impl Into<Text>) -> Self {
        self.fix = Some((Applicability::Safe, vec![(span, text.into())]));
        self
    }

    /// Adds a fix of several replacements, in the order of their bytes, that keeps the meaning.
    pub(crate) fn safe_fixes(mut self, edits: Replacements) -> Self {
        self.fix = (!edits.is_empty()).then_some((Applicability::Safe, edits));
        self
    }

    /// Adds a fix that replaces bytes by the probable intent.
    pub(crate) fn unsafe_fix(mut self, span: Range<u64>, text: impl Into<Text>) -> Self {
        self.fix = Some((Applicability::Unsafe, vec![(span, text.into())]));
        self
    }
}

pub(crate) fn wide(range: Range<u32>) -> Range<u64> {
    u64::from(range.start)..u64::from(range.end)
}
