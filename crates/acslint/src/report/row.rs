//! Finding as a row: the names and values of the format `json`, for programs that build tables.

use std::borrow::Cow;

use serde::Deserialize;

use super::{Spot, category_and_shape, disclosed};

/// Finding as a row of a table. Its fields have the names and the meaning of the format `json`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the format `json` describes the fields")]
pub struct Row<'a> {
    #[serde(borrow)]
    pub rule: Cow<'a, str>,
    #[serde(borrow)]
    pub level: Cow<'a, str>,
    #[serde(borrow)]
    pub message: Cow<'a, str>,
    pub help: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub file: Cow<'a, str>,
    pub record: u64,
    pub line: u64,
    pub column: u64,
    pub end_line: u64,
    pub end_column: u64,
    pub byte_offset: u64,
    pub byte_length: u64,
    #[serde(borrow)]
    pub pointer: Cow<'a, str>,
    pub field: Option<Cow<'a, str>>,
    pub name: Option<Cow<'a, str>>,
    pub cell: Option<CellOfRow>,
    pub category: Option<Cow<'a, str>>,
    pub shape: Option<Cow<'a, str>>,
    pub time: Option<String>,
    pub resource: Option<Cow<'a, str>>,
    pub fix: Option<FixOfRow<'a>>,
    pub loss: Option<Cow<'a, str>>,
}

/// Cell of a table that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the format `json` describes the fields")]
pub struct CellOfRow {
    pub row: u64,
    pub column: Option<String>,
}

/// Fix of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the format `json` describes the fields")]
pub struct FixOfRow<'a> {
    #[serde(borrow)]
    pub applicability: Cow<'a, str>,
    #[serde(borrow)]
    pub edits: Vec<EditOfRow<'a>>,
}

/// Replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the format `json` describes the fields")]
pub struct EditOfRow<'a> {
    pub byte_offset: u64,
    pub byte_length: u64,
    #[serde(borrow)]
    pub text: Cow<'a, str>,
}

impl<'a> Row<'a> {
    /// Returns a finding of an event in a file, with its place there, as a row.
    pub(super) fn new(event: &'a disclosed::Event<'a>, file: &'a str, spot: &Spot<'a>) -> Self {
        let Spot { finding, start, end, bytes, .. } = spot;
        let (category, shape) = category_and_shape(event);
        Self {
            rule: finding.rule().into(),
            level: finding.level().id().into(),
            message: finding.message(),
            help: finding.help(),
            file: file.into(),
            record: event.record,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            byte_offset: bytes.start,
            byte_length: bytes.len(),
            pointer: finding.pointer(),
            field: finding.field().map(Into::into),
            name: finding.name(),
            cell: finding.cell(event).map(|cell| CellOfRow { row: cell.row, column: cell.column }),
            category: category.map(Into::into),
            shape: shape.map(Into::into),
            time: event.time().map(|time| time.to_string()),
            resource: event.resource(finding.redactor()),
            fix: finding.fix().as_ref().map(FixOfRow::new),
            loss: finding.loss().map(|(loss, _)| loss.id().into()),
        }
    }
}

impl<'a> FixOfRow<'a> {
    fn new(fix: &disclosed::Fix<'a>) -> Self {
        let edit = |edit: &disclosed::Edit<'a>| EditOfRow {
            byte_offset: edit.span.start,
            byte_length: edit.span.len(),
            text: edit.text.into(),
        };
        Self { applicability: fix.applicability.id().into(), edits: fix.edits.iter().map(edit).collect() }
    }
}
