//! The lint of JSON Schemas for custom categories: bytes of one schema in, findings out.
//!
//! The lint is more than a validator of the dialect: a schema that constrains nothing, or that no record can satisfy,
//! is valid too. Each rule is a file beside its page, as the rules about records are, and listed in [`SCHEMA_RULES`].
//! A rule checks a [`Subschema`]; `crate::keywords` lists the keywords and the places of subschemas.

use acslint_types::pointer;
use serde_json::Value as Json;

use crate::{
    Disclosure, Event, Excerpt, Finding, Group, Hints, Level, Position, Report, Rule, SettingsError, Span,
    Subject, Text,
    custom::construct,
    document::{Document, Embedded, Fault, FaultKind, Outcome, Tree, Value, parse},
    draft::{Draft, Sink},
    framing::{InputFault, Problem},
    identify::Identity,
    names::nearest,
    quote::visible,
    record::{Record, RecordPlace},
    rules::{Check, RECORD_RULES, RecordRule},
};

mod dialects;
mod explosive_schema;
mod exponential_pattern;
mod formats;
mod invalid_example;
mod invalid_schema;
mod missing_description;
mod missing_example;
mod redundant_keyword;
mod refusal;
mod subschema;
mod unknown_format;
mod unknown_keyword;
mod unportable_pattern;
mod unreachable_branch;
mod unresolved_reference;
mod unsatisfiable_schema;

use refusal::{Refusal, refusal};
use subschema::{Role, Schema, Subschema};

/// Makes the lists of rules from their modules.
macro_rules! registry {
    ($($module:ident,)+) => {
        /// Every rule about schemas, sorted by id.
        pub static SCHEMA_RULES: &[&Rule] = &[$(&$module::RULE.rule),+];

        /// The same rules with their checks, in the same order.
        static CHECKED_RULES: &[&SchemaRule] = &[$(&$module::RULE),+];
    };
}

registry! {
    explosive_schema,
    exponential_pattern,
    invalid_example,
    invalid_schema,
    missing_description,
    missing_example,
    redundant_keyword,
    unknown_format,
    unknown_keyword,
    unportable_pattern,
    unreachable_branch,
    unresolved_reference,
    unsatisfiable_schema,
}

/// A rule about schemas.
#[derive(Debug)]
struct SchemaRule {
    rule: Rule,
    /// Checks an object among the subschemas of a schema.
    check: fn(&Subschema<'_, '_>, &Schema<'_, '_>, &mut Sink<'_>),
}

/// Rules about records that apply to any JSON, schemas included.
const JSON_RULES: [&str; 3] = ["duplicate-key", "invalid-encoding", "invalid-json"];

/// Groups with rules about schemas.
const GROUPS: [Group; 3] = [Group::Correctness, Group::Suspicious, Group::Style];

/// Rules whose findings imply that a schema cannot be loaded.
const REFUSING: [&str; 3] = ["explosive-schema", "invalid-schema", "unresolved-reference"];

/// Linter of any number of schemas.
#[derive(Debug)]
pub struct Linter {
    schema_rules: Vec<(&'static SchemaRule, Level)>,
    json_rules: Vec<(&'static RecordRule, Level)>,
}

impl Linter {
    /// Returns a linter that overrides the levels of some rules, by id or group; the last entry for a rule counts.
    pub fn new(levels: &[(String, Level)]) -> Result<Self, SettingsError> {
        let schema_rules = CHECKED_RULES.iter().copied();
        let json_rules = RECORD_RULES.iter().copied().filter(|rule| JSON_RULES.contains(&rule.rule.id));
        let ids = || {
            let json_rules = json_rules.clone().map(|rule| rule.rule.id);
            schema_rules.clone().map(|rule| rule.rule.id).chain(json_rules).chain(GROUPS.map(Group::id))
        };
        for (id, _) in levels {
            if ids().all(|known| known != id) {
                let suggestion = nearest(id, ids());
                return Err(SettingsError::UnknownRule { rule: id.clone(), suggestion });
            }
        }
        let level = |rule: &Rule| {
            let chosen = levels.iter().rev().find(|(id, _)| id == rule.id || id == rule.group.id());
            chosen.map_or(rule.group.level(), |(_, level)| *level)
        };
        let is_on = |level: &Level| *level > Level::Allow;
        let schema_rules = schema_rules.map(|rule| (rule, level(&rule.rule)));
        let json_rules = json_rules.map(|rule| (rule, level(&rule.rule)));
        Ok(Self {
            schema_rules: schema_rules.filter(|(_, level)| is_on(level)).collect(),
            json_rules: json_rules.filter(|(_, level)| is_on(level)).collect(),
        })
    }

    /// Lints the bytes of one schema, and reports it as the only record of its input.
    pub fn lint(&self, bytes: &[u8], report: &mut dyn Report) {
        let mut findings = Vec::new();
        let readable = self.read(bytes, &mut findings);
        findings.retain(|finding: &Finding| finding.level > Level::Allow);
        findings.sort_by_key(|finding| (finding.primary.span, finding.rule));
        let span = Span::new(0, bytes.len() as u64);
        let subject =
            Some(if readable { Subject::Schema } else { Subject::Unreadable { record_type: None } });
        let anchor_position = Position { line: 1, column: 1 };
        let excerpt = Excerpt { bytes, offset: 0, anchor: 0, anchor_position, stored: crate::Stored::Same };
        report.event(&Event {
            replayed: false,
            record: 1,
            span,
            row: None,
            subject,
            findings: &findings,
            contents: None,
            provenance: None,
            forecast: None,
            disclosure: Disclosure::default(),
            excerpt,
            part: None,
        });
    }

    /// Runs the rules. Returns false if the bytes are not JSON, which the rules need.
    fn read(&self, bytes: &[u8], findings: &mut Vec<Finding>) -> bool {
        let text = match text(bytes) {
            Ok(text) => text,
            Err(fault) => {
                self.report_fault(&fault, findings);
                return false;
            }
        };
        let (mut tree, mut faults) = (Tree::default(), Vec::new());
        let outcome = parse(text.as_bytes(), true, &mut tree, &mut faults);
        if let Some(fault) = unfinished(outcome, &text) {
            faults.push(fault);
        }
        if !faults.is_empty() {
            for Fault { kind, start, end } in faults {
                let bytes = &text.as_bytes()[start as usize..end as usize];
                let span = u64::from(start)..u64::from(end);
                self.report_fault(
                    &InputFault {
                        problem: Problem::Fault(kind),
                        span,
                        bytes,
                        skipped: 0,
                        single_quotes: Vec::new(),
                    },
                    findings,
                );
            }
            return false;
        }
        let embedded = Embedded::default();
        let document = Document { text: &text, tree: &tree, embedded: &embedded };
        self.document(document, findings);
        true
    }

    fn document(&self, document: Document<'_>, findings: &mut Vec<Finding>) {
        let identity = Identity::NoCategory { value: None, suggestion: None, wrapped: None };
        let record = Record {
            document,
            identity: &identity,
            known: None,
            custom: None,
            place: RecordPlace::Document,
            hints: Hints::default(),
        };
        let json = document.root().to_json();
        let schema = Schema::new(document.root(), &json);
        for (rule, level) in &self.schema_rules {
            let sink = &mut Sink::new(&rule.rule, *level, 0, findings);
            schema.subschemas.iter().for_each(|part| (rule.check)(part, &schema, sink));
        }
        for (rule, level) in &self.json_rules {
            if let Check::Record(check) = rule.check {
                check(&record, &mut Sink::new(&rule.rule, *level, 0, findings));
            }
        }
        self.refused(&record, &schema, findings);
    }

    /// Reports a schema that cannot be loaded, unless a finding already implies it.
    fn refused(&self, record: &Record<'_>, schema: &Schema<'_, '_>, findings: &mut Vec<Finding>) {
        if findings.iter().any(|finding| REFUSING.contains(&finding.rule)) {
            return;
        }
        let invalid_schema = &invalid_schema::RULE.rule;
        for (rule, level) in self.schema_rules.iter().filter(|(rule, _)| rule.rule.id == invalid_schema.id) {
            if let Some(Refusal { span, message, help }) = refusal(record.document, schema) {
                let mut nodes = record.document.tree.nodes();
                let at = nodes.find(|(_, node)| u64::from(node.start) == span.start);
                let mut draft = Draft::new(span, message);
                draft.pointer = at.map(|(node, _)| record.pointer(node)).unwrap_or_default();
                let draft = match help {
                    Some(help) => draft.help(help),
                    None => draft,
                };
                Sink::new(&rule.rule, *level, 0, findings).report(draft);
            }
        }
    }

    fn report_fault(&self, fault: &InputFault<'_>, findings: &mut Vec<Finding>) {
        for (rule, level) in &self.json_rules {
            if let Check::Source(check) = rule.check {
                check(fault, &mut Sink::new(&rule.rule, *level, 0, findings));
            }
        }
    }
}

/// Returns the bytes as text of the same length, with spaces in place of a byte order mark.
fn text(bytes: &[u8]) -> Result<String, InputFault<'_>> {
    let of = |problem, at: usize, length: usize| InputFault {
        problem,
        span: at as u64..(at + length) as u64,
        bytes: &bytes[at..at + length],
        skipped: 0,
        single_quotes: Vec::new(),
    };
    match bytes {
        [0xFF, 0xFE, ..] => return Err(of(Problem::OtherEncoding("UTF-16 (little-endian)"), 0, 2)),
        [0xFE, 0xFF, ..] => return Err(of(Problem::OtherEncoding("UTF-16 (big-endian)"), 0, 2)),
        _ => {}
    }
    match str::from_utf8(bytes) {
        Ok(text) => {
            Ok(text.strip_prefix('\u{FEFF}').map_or_else(|| text.to_owned(), |rest| format!("   {rest}")))
        }
        Err(error) => {
            let at = error.valid_up_to();
            Err(of(Problem::NotUtf8 { byte: bytes[at] }, at, 1))
        }
    }
}

/// Returns the fault at the end of the text: the value is incomplete, or something follows it.
fn unfinished(outcome: Outcome, text: &str) -> Option<Fault> {
    let fault = |kind, start: usize, end: usize| Some(Fault { kind, start: start as u32, end: end as u32 });
    match outcome {
        Outcome::Broken(_) => None,
        Outcome::Incomplete { in_string: true } => fault(FaultKind::UnclosedString, text.len(), text.len()),
        Outcome::Incomplete { in_string: false } => fault(FaultKind::Unexpected, text.len(), text.len()),
        Outcome::Complete(end) => {
            let rest = &text[end..];
            let start = end + (rest.len() - rest.trim_start().len());
            let first = text[start..].chars().next()?;
            fault(FaultKind::Unexpected, start, start + first.len_utf8())
        }
    }
}

/// Returns a draft about the value of a keyword.
fn at_value(part: &Subschema<'_, '_>, keyword: &str, message: impl Into<String>) -> Draft {
    let value = part.value.member(keyword).unwrap_or(part.value);
    located(value, format!("{}/{}", part.pointer, pointer::token(keyword)), message)
}

/// A pattern of a subschema.
struct Pattern<'a> {
    source: String,
    /// String value with the pattern.
    value: Value<'a>,
    /// JSON Pointer to the value of its keyword.
    pointer: String,
    /// True if the pattern matches names of properties.
    of_names: bool,
}

/// Returns the patterns of a subschema: that of `pattern`, and those of `patternProperties`.
fn patterns<'a>(part: &Subschema<'a, '_>) -> Vec<Pattern<'a>> {
    let pattern = |value: Value<'a>, keyword: &str| {
        let source = value.string()?.into_owned();
        let pointer = format!("{}/{keyword}", part.pointer);
        Some(Pattern { source, value, pointer, of_names: keyword == "patternProperties" })
    };
    let of_values = part.value.member("pattern").and_then(|value| pattern(value, "pattern"));
    let by_name = part.value.member("patternProperties").into_iter().flat_map(Value::members);
    of_values.into_iter().chain(by_name.filter_map(|(key, _)| pattern(key, "patternProperties"))).collect()
}

/// Returns a draft about a construct of a pattern, given by its bytes in the pattern.
fn at_construct(pattern: &Pattern<'_>, span: &std::ops::Range<usize>, message: impl Into<String>) -> Draft {
    let span = construct(pattern.value, span);
    let mut draft = Draft::new(span.start as u64..span.end as u64, Text::known(message));
    draft.pointer = Text::known(pattern.pointer.as_str());
    draft
}

/// Returns a draft about a keyword itself.
fn at_keyword(part: &Subschema<'_, '_>, keyword: &str, message: impl Into<String>) -> Draft {
    let key = part.value.member(keyword).map(Value::parent);
    located(key.unwrap_or(part.value), format!("{}/{}", part.pointer, pointer::token(keyword)), message)
}

/// Returns a draft about a subschema, at its key or at its first byte.
fn at_subschema(part: &Subschema<'_, '_>, message: impl Into<String>) -> Draft {
    let key = (part.role == Role::Property).then(|| part.value.parent());
    if let Some(key) = key {
        return located(key, part.pointer.clone(), message);
    }
    let start = u64::from(part.value.span().start);
    let mut draft = Draft::new(start..start + 1, Text::known(message));
    draft.pointer = Text::known(&part.pointer);
    draft
}

fn located(value: Value<'_>, pointer: String, message: impl Into<String>) -> Draft {
    let span = value.span();
    // A schema holds nothing private.
    let mut draft = Draft::new(u64::from(span.start)..u64::from(span.end), Text::known(message));
    draft.pointer = Text::known(pointer);
    draft
}

/// Formats a JSON value for messages.
fn shown(value: &Json) -> String {
    visible(&value.to_string())
}
